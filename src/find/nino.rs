//! `AB 12 34 56 C`: national insurance numbers as they are printed, with blanks.

use super::{Anchor, Finder, Span, byte, byte_before, is_word};

/// Form: `spaced`, with a suffix letter.
pub(crate) static NINO: Finder =
    Finder { name: "nino", forms: &["spaced"], anchors: &[Anchor::NumberWord], find };

/// `at` is the blank before the suffix. Six digits stand before it in pairs, in threes or together, then a blank or
/// none, then two capitals.
fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let suffix = byte(text, at + 1).filter(|b| matches!(b, b'A'..=b'D'));
    if suffix.is_none() || byte(text, at + 2).is_some_and(is_word) {
        return None;
    }
    let mut start = at;
    let mut digits = 0;
    while digits < 6 {
        match byte_before(text, start)? {
            b if b.is_ascii_digit() => digits += 1,
            b' ' if matches!(digits, 2..=4) => {}
            _ => return None,
        }
        start -= 1;
    }
    start -= usize::from(byte_before(text, start) == Some(b' '));
    start = start.checked_sub(2)?;
    let prefix = text.get(start..start + 2)?;
    let free = !byte_before(text, start).is_some_and(is_word);
    (free && prefix.iter().all(u8::is_ascii_uppercase)).then_some(Span { start, end: at + 2, form: 0 })
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn printed_numbers_are_found() {
        for value in ["AZ 12 34 56 A", "AZ 123456 B", "AZ 123 456 C", "AZ123456 D"] {
            let text = format!("NI number {value}.");
            assert_eq!(find_all(&NINO, &text), [(value.to_owned(), "spaced")], "{text}");
        }
        for text in ["AZ 12 34 5 A", "AZ 12 34 56 E", "AZ 12 34 56 Ab", "xAZ 123456 A", "az 123456 A", "12 A"]
        {
            assert_eq!(find_all(&NINO, text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(text in proptest::collection::vec(any::<u8>(), 0..40), at in 0usize..50) {
            let _ = find(&text, at, Anchor::NumberWord);
        }
    }
}
