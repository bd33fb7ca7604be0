//! British numbers as they are printed, with blanks: national insurance numbers (`AB 12 34 56 C`) and driver numbers
//! (`MORGA 753116 SM9IJ 35`).

use super::{Anchor, Finder, Span, byte_before, is_word};

/// Forms: a national insurance number with its suffix letter, a driver number, and a national insurance number with blanks
/// between its digits.
pub(crate) static BRITISH: Finder = Finder {
    name: "british",
    forms: &["nino", "driver", "nino-parted"],
    anchors: &[Anchor::NumberWord],
    literals: &[],
    find,
};

const NINO: u8 = 0;
const DRIVER: u8 = 1;
const PARTED: u8 = 2;

/// `at` is the blank before what ends the number. Hardly a word looks like that, so it is asked first.
fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    match *text.get(at + 1..)? {
        [b'A'..=b'D', ref rest @ ..] if !rest.first().is_some_and(|b| is_word(*b)) => nino(text, at),
        [_, _, b'0'..=b'9', _, _, ref rest @ ..] => driver(text, at, issue(rest)?),
        _ => None,
    }
}

/// Six digits in pairs, in threes or together stand before the suffix, then a blank or none, then two capitals.
fn nino(text: &[u8], at: usize) -> Option<Span> {
    let digits = six_digits(text, at, &[2, 3, 4])?;
    let start = digits - usize::from(byte_before(text, digits) == Some(b' '));
    let prefix = start.checked_sub(2)?;
    let capitals = text.get(prefix..start)?.iter().all(u8::is_ascii_uppercase);
    let form = if text.get(digits..at)?.contains(&b' ') { PARTED } else { NINO };
    (capitals && is_free(text, prefix)).then_some(Span { start: prefix, end: at + 2, form })
}

/// Five characters of the surname, six digits of the birthday, five more, and often the two digits of its issue.
fn driver(text: &[u8], at: usize, issue: usize) -> Option<Span> {
    let capital = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    let digits = six_digits(text, at, &[3])?;
    let name = digits.checked_sub(6).filter(|_| byte_before(text, digits) == Some(b' '))?;
    let whole = text.get(name..digits - 1)?.iter().chain(text.get(at + 1..at + 6)?).all(capital);
    (whole && is_free(text, name)).then_some(Span { start: name, end: at + 6 + issue, form: DRIVER })
}

/// The length of the issue number at the start of `rest`, with its blank; `None` where a word goes on.
fn issue(rest: &[u8]) -> Option<usize> {
    let free = |i: usize| !rest.get(i).is_some_and(|b| is_word(*b));
    let blank = usize::from(rest.first() == Some(&b' '));
    let number = rest.get(blank..blank + 2).is_some_and(|two| two.iter().all(u8::is_ascii_digit));
    if number && free(blank + 2) { Some(blank + 2) } else { free(0).then_some(0) }
}

/// Where the six digits before `at` start, which blanks may part where so many of them are behind.
fn six_digits(text: &[u8], at: usize, parted: &[usize]) -> Option<usize> {
    let (mut start, mut digits) = (at, 0);
    while digits < 6 {
        match byte_before(text, start)? {
            b if b.is_ascii_digit() => digits += 1,
            b' ' if parted.contains(&digits) => {}
            _ => return None,
        }
        start -= 1;
    }
    Some(start)
}

fn is_free(text: &[u8], start: usize) -> bool {
    !byte_before(text, start).is_some_and(is_word)
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn printed_numbers_are_found() {
        for (value, form) in [
            ("AZ 12 34 56 A", "nino-parted"),
            ("AZ 123456 B", "nino"),
            ("AZ 123 456 C", "nino-parted"),
            ("AZ123456 D", "nino"),
            ("MORGA 753116 SM9IJ", "driver"),
            ("MORGA 753 116 SM9IJ", "driver"),
            ("MORGA 753116 SM9IJ 35", "driver"),
            ("FOX99 753116 SM9IJ", "driver"),
            ("FOX99 753116 SM9IJ01", "driver"),
        ] {
            let text = format!("number {value}.");
            assert_eq!(find_all(&BRITISH, &text), [(value.to_owned(), form)], "{text}");
        }
    }

    #[test]
    fn other_words_behind_digits_are_left_alone() {
        for text in [
            "AZ 12 34 5 A",
            "AZ 12 34 56 E",
            "AZ 12 34 56 Ab",
            "xAZ 123456 A",
            "az 123456 A",
            "12 A",
            "MORGA 75311 SM9IJ",
            "MORGA 753116 SM9IJK",
            "Morga 753116 SM9IJ",
            "MORGA  753116 SM9IJ",
            "xMORGA 753116 SM9IJ",
            "released 753116 on SM9IJ",
        ] {
            assert_eq!(find_all(&BRITISH, text), [], "{text}");
        }
        let text = "MORGA 753116 SM9IJ 1234";
        assert_eq!(find_all(&BRITISH, text), [("MORGA 753116 SM9IJ".to_owned(), "driver")]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(text in proptest::collection::vec(any::<u8>(), 0..40), at in 0usize..50) {
            let _ = find(&text, at, Anchor::NumberWord);
        }

        #[test]
        fn any_words_are_survived(text in "[A-D9]{0,6} [0-9 ]{5,8} [A-D0-9 ]{0,9}") {
            for (value, _) in find_all(&BRITISH, &text) {
                prop_assert!(value.len() >= 10);
            }
        }
    }
}
