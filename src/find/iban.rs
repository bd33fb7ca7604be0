//! `DE89 3704 0044 0532 0130 00`: international bank account numbers (ISO 13616), compact or in groups of any length,
//! in either case.

use super::{Anchor, Finder, Span, byte, byte_before, is_word};
use crate::lexicon::iban_length;

/// Forms: `compact` without separators, `grouped` in groups of four, `uneven` in others.
pub(crate) static IBAN: Finder = Finder {
    name: "iban",
    forms: &["compact", "grouped", "uneven"],
    anchors: &[Anchor::CountryDigits, Anchor::Groups4],
    literals: &[],
    find,
};

fn find(text: &[u8], at: usize, anchor: Anchor) -> Option<Span> {
    match anchor {
        Anchor::CountryDigits => number(text, at),
        _ => behind_blanks(text, at),
    }
}

/// `DE 89 3704 0044 …`, by its first groups of four digits.
fn behind_blanks(text: &[u8], at: usize) -> Option<Span> {
    let start = at.checked_sub(6)?;
    match text.get(start..at)? {
        [a, b, b' ', c, d, b' '] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
            let check = c.is_ascii_digit() && d.is_ascii_digit();
            if check { number(text, start) } else { None }
        }
        _ => None,
    }
}

/// A number as long as those of its country, from its first letter.
fn number(text: &[u8], start: usize) -> Option<Span> {
    let code = [byte(text, start)?.to_ascii_uppercase(), byte(text, start + 1)?.to_ascii_uppercase()];
    let length = iban_length(code)?;
    if byte_before(text, start).is_some_and(is_glued) && !opens_account(text, start) {
        return None;
    }
    let (mut at, mut seen, mut group, mut form) = (start, 0, 0, 0);
    while seen < length {
        match byte(text, at)? {
            b if b.is_ascii_alphanumeric() => (seen, group) = (seen + 1, group + 1),
            b' ' | b'-' | b'.' if group > 0 => {
                form = if group == 4 && form < 2 { 1 } else { 2 };
                group = 0;
            }
            _ => return None,
        }
        at += 1;
    }
    closes(text, at).then_some(Span { start, end: at, form })
}

/// Whether the slash before `start` opens an account, as in messages between banks: `:59:/DE89…`.
fn opens_account(text: &[u8], start: usize) -> bool {
    let head = text.get(start.saturating_sub(2)..start).unwrap_or(&[]);
    matches!(head, [b':' | b'\n' | b'\r' | b' ', b'/'])
}

/// Whether a byte before a number makes it the tail of something longer.
fn is_glued(b: u8) -> bool {
    is_word(b) || matches!(b, b'-' | b'.' | b'/' | b'+' | b'@' | b'%')
}

fn closes(text: &[u8], end: usize) -> bool {
    match byte(text, end) {
        Some(b'-' | b'.' | b'/' | b'+') => !byte(text, end + 1).is_some_and(is_word),
        Some(b) => !is_word(b) && b != b'@',
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_as_long_as_those_of_their_country() {
        for (text, value, form) in [
            ("IBAN: DE89 3704 0044 0532 0130 00 was", "DE89 3704 0044 0532 0130 00", "grouped"),
            ("to DE89370400440532013000.", "DE89370400440532013000", "compact"),
            (":59:/DE89370400440532013000\n", "DE89370400440532013000", "compact"),
            ("my iban is gb29nwbk60161331926819", "gb29nwbk60161331926819", "compact"),
            ("GB29 NWBK 6016 1331 9268 19\n", "GB29 NWBK 6016 1331 9268 19", "grouped"),
            ("(NO93-8601-1117-947)", "NO93-8601-1117-947", "grouped"),
            ("GB29NWBK 601613 31926819,", "GB29NWBK 601613 31926819", "uneven"),
            ("DE 89 3704 0044 0532 0130 00", "DE 89 3704 0044 0532 0130 00", "uneven"),
            ("iban=FR7630006000011234567890189&x", "FR7630006000011234567890189", "compact"),
        ] {
            assert_eq!(find_all(&IBAN, text), [(value.to_owned(), form)], "{text}");
        }
    }

    #[test]
    fn other_words_are_left() {
        for text in [
            "DE8937040044053201300",
            "DE893704004405320130001",
            "XX89370400440532013000",
            "xDE89370400440532013000",
            "a-DE89370400440532013000",
            "DE89  3704 0044 0532 0130 00",
            "DE89/3704/0044/0532/0130/00",
            "DE89370400440532013000-1",
            "be12 the first of",
        ] {
            assert_eq!(find_all(&IBAN, text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(text in proptest::collection::vec(any::<u8>(), 0..80), at in 0usize..100) {
            let _ = find(&text, at, Anchor::CountryDigits);
            let _ = find(&text, at, Anchor::Groups4);
        }
    }
}
