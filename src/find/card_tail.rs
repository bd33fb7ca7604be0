//! What is written behind the number of a card on its line: `4111 1111 1111 1111 exp 03/30 cvv 737`.

use super::digits::run_of_card;
use super::tokens::{closes, digits_at, has_word};
use super::{Anchor, Finder, Span, byte, byte_before, is_word};

/// One form, `expiry`. An anchor gives one span, so the code has a finder of its own.
pub(super) static CARD_EXPIRY: Finder =
    Finder { name: "card-expiry", forms: &["expiry"], anchors: NUMBERS, literals: &[], find: expiry };

/// One form, `code`.
pub(super) static CARD_CODE: Finder =
    Finder { name: "card-code", forms: &["code"], anchors: NUMBERS, literals: &[], find: code };

/// How numbers of cards are noticed: by their groups, or as one run.
const NUMBERS: &[Anchor] = &[Anchor::Groups4, Anchor::LongDigits];

/// How far behind the number its expiry and its code may stand, in bytes.
const FAR: usize = 48;

/// Fewest bytes behind a number that say a code: ` cvv 737`.
const SHORTEST: usize = 8;

/// Words for an expiry, lower case.
const EXPIRY: &[&str] = &["exp", "expiry", "expires", "expiration", "thru"];
/// Words for a security code, lower case.
const CODE: &[&str] = &["cvv", "cvv2", "cvc", "cvc2", "csc"];

fn expiry(text: &[u8], at: usize, anchor: Anchor) -> Option<Span> {
    behind(text, number_end(text, at, anchor)?, EXPIRY, expiry_end)
}

fn code(text: &[u8], at: usize, anchor: Anchor) -> Option<Span> {
    behind(text, number_end(text, at, anchor)?, CODE, code_end)
}

/// Behind the number of a card that begins with the groups at `at`, or ends there as a run.
fn number_end(text: &[u8], at: usize, anchor: Anchor) -> Option<usize> {
    if anchor == Anchor::LongDigits {
        // Nothing stands behind a number that is a cell.
        return (text.len() >= at + SHORTEST && run_of_card(text, at)).then_some(at);
    }
    let separator = byte(text, at + 4)?;
    let is_group = |n: usize| {
        let start = at + 5 * n;
        digits_at(text, start) == 4 && (n == 3 || byte(text, start + 4) == Some(separator))
    };
    (0..4).all(is_group).then_some(at + 19)
}

/// The value behind the first of the `words` that stands behind `from` on its line.
fn behind(
    text: &[u8],
    from: usize,
    words: &[&str],
    end_of: fn(&[u8], usize) -> Option<usize>,
) -> Option<Span> {
    let tail = text.get(from..text.len().min(from + FAR))?;
    let line = tail.iter().position(|b| *b == b'\n').unwrap_or(tail.len());
    let opens = |i: &usize| !byte_before(text, *i).is_some_and(is_word);
    let word_at = |i: usize| words.iter().find(|word| has_word(text, i, word)).map(|word| i + word.len());
    let behind_word = (from..from + line).filter(opens).find_map(word_at)?;
    let gap = text.get(behind_word..)?.iter().take(4).take_while(|b| b" .:=".contains(b)).count();
    let start = behind_word + gap;
    let end = end_of(text, start)?;
    (gap > 0 && closes(text, end) && byte(text, end) != Some(b'/')).then_some(Span { start, end, form: 0 })
}

/// Behind `03/30` or `3/2030` at `start`.
fn expiry_end(text: &[u8], start: usize) -> Option<usize> {
    let month = Some(digits_at(text, start)).filter(|n| matches!(n, 1 | 2))?;
    let year = start + month + 1;
    let digits = digits_at(text, year);
    (byte(text, start + month) == Some(b'/') && matches!(digits, 2 | 4)).then_some(year + digits)
}

/// Behind three or four digits at `start`.
fn code_end(text: &[u8], start: usize) -> Option<usize> {
    let digits = digits_at(text, start);
    matches!(digits, 3 | 4).then_some(start + digits)
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;

    #[test]
    fn expiry_and_code_stand_behind_the_number() {
        for text in [
            "card 4111 1111 1111 1111 exp 03/30 cvv 737",
            "4111-1111-1111-1111, CVC: 737, expires 03/30.",
            "4111 1111 1111 1111 valid thru 03/30 CVV2=737",
            "card 4111111111111111, exp 03/30, cvv 737",
            "Card: 371449635398431 Exp: 03/30 CVV: 737",
        ] {
            assert_eq!(find_all(&CARD_EXPIRY, text), [("03/30".to_owned(), "expiry")], "{text}");
            assert_eq!(find_all(&CARD_CODE, text), [("737".to_owned(), "code")], "{text}");
        }
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "4111 1111 1111 1111 on 03/30 for 737",
            "4111 1111 1111 1111\nexp 03/30 cvv 737",
            "1111 1111 1111 exp 03/30 cvv 737",
            "4111 1111 1111 1111 expert 03/30 cvv737",
            "4111 1111 1111 1111 exp 03/30/2 cvv 73712",
            "id 1706659200 exp 03/30 cvv 737",
        ] {
            assert_eq!(find_all(&CARD_EXPIRY, text), [], "{text}");
            assert_eq!(find_all(&CARD_CODE, text), [], "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "(4111|1111|exp|cvv|03|[ /:=-]|é){0,24}") {
            for (value, _) in [&CARD_EXPIRY, &CARD_CODE].into_iter().flat_map(|finder| find_all(finder, &text)) {
                proptest::prop_assert!(value.len() >= 3);
            }
        }
    }
}
