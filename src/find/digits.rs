//! A bare run of 9 to 22 digits: identifiers that are written without separators.
//!
//! It is woken by every id and epoch of a log, so it looks at the run and its two neighbours and no more.

use super::digit_edges::{closes, long_run_before, opens};
use super::{Anchor, Finder, Span, byte};

/// Fewest digits: those of a social security number.
const FEWEST: usize = 9;

/// Most digits: those of a SIM card number.
const MOST: usize = 22;

/// Finds bare runs of digits; the form is their number.
pub(crate) static DIGITS: Finder = Finder {
    name: "digits",
    forms: &["9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22"],
    anchors: &[Anchor::Digits],
    literals: &[],
    find,
};

/// Whether the digits that end at `at` may be the number of a card: 13 to 19 of them (ISO/IEC 7812-1), the first from 2 to 6. With
/// 1 begin times in milliseconds.
pub(super) fn run_of_card(text: &[u8], at: usize) -> bool {
    let len = long_run_before(text, at, 20);
    let first = at.checked_sub(len).and_then(|start| byte(text, start));
    (13..=19).contains(&len) && matches!(first, Some(b'2'..=b'6')) && closes(text, at)
}

fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    if !closes(text, at) {
        return None;
    }
    let len = long_run_before(text, at, MOST + 1);
    let start = at.checked_sub(len).filter(|_| len <= MOST)?;
    let form = u8::try_from(len - FEWEST).ok()?;
    opens(text, start).then_some(Span { start, end: at, form })
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn runs_are_found_by_length() {
        for (text, want) in [
            ("078051120", vec![("078051120", "9")]),
            ("a,4111111111111111,b", vec![("4111111111111111", "16")]),
            ("imei=490154203237518&x", vec![("490154203237518", "15")]),
            ("{\"id\":8914800000000000004}", vec![("8914800000000000004", "19")]),
            ("ids 123456789 987654321.", vec![("123456789", "9"), ("987654321", "9")]),
            ("\\n4111111111111111\\n", vec![("4111111111111111", "16")]),
            ("Card No.:-4111111111111111", vec![("4111111111111111", "16")]),
            ("(1234567890123456789012)", vec![("1234567890123456789012", "22")]),
        ] {
            let want: Vec<_> = want.into_iter().map(|(v, f)| (v.to_owned(), f)).collect();
            assert_eq!(find_all(&DIGITS, text), want, "{text}");
        }
    }

    #[test]
    fn parts_of_other_things_are_not_found() {
        for text in [
            "12345678",
            "12345678901234567890123",
            "0.4111111111111111",
            ".4111111111111111",
            "1.4111111111111111.2",
            "4111111111111111.5",
            "blk_-123456789",
            "{\"id\":-123456789}",
            "id_123456789",
            "x123456789",
            "123456789abc",
            "+4915112345678",
            "#123456789",
            "$123456789",
            "€123456789",
            "123456789%",
            "123456789@example.com",
            "12-123456789",
            "550e8400-e29b-41d4-a716-446655440000",
            "naïveté123456789é",
        ] {
            assert_eq!(find_all(&DIGITS, text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(text in proptest::collection::vec(any::<u8>(), 0..80), at in 0usize..100) {
            let _ = find(&text, at, Anchor::Digits);
        }

        #[test]
        fn spans_are_runs(text in "([0-9]{7,24}[a._ -]){0,4}") {
            for (value, form) in find_all(&DIGITS, &text) {
                prop_assert!(value.bytes().all(|b| b.is_ascii_digit()), "{value}");
                prop_assert_eq!(form, value.len().to_string());
            }
        }
    }
}
