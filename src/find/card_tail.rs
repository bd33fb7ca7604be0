//! What is written behind the number of a card on its line: `4111 1111 1111 1111 exp 03/30 cvv 737`.

use super::tokens::{closes, digits_at, has_word};
use super::{Anchor, Finder, Span, byte, byte_before, is_word};

/// Forms: `expiry`, looked for from the first group of four, and `code`, from the second, for an anchor gives one span.
pub(super) static CARD_TAIL: Finder = Finder {
    name: "card-tail",
    forms: &["expiry", "code"],
    anchors: &[Anchor::Groups4],
    literals: &[],
    find,
};

/// How far behind the number its expiry and its code may stand, in bytes.
const FAR: usize = 48;

/// Words for an expiry, lower case.
const EXPIRY: &[&str] = &["exp", "expiry", "expires", "expiration", "thru"];
/// Words for a security code, lower case.
const CODE: &[&str] = &["cvv", "cvv2", "cvc", "cvc2", "csc"];

fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let separator = byte(text, at + 4)?;
    let fours = |from: usize, count: usize| {
        (0..count).all(|n| {
            let start = from + 5 * n;
            digits_at(text, start) == 4 && (n + 1 == count || byte(text, start + 4) == Some(separator))
        })
    };
    match at.checked_sub(5).filter(|first| fours(*first, 4)) {
        Some(first) => behind(text, first + 19, CODE, code_end, 1),
        None if fours(at, 4) => behind(text, at + 19, EXPIRY, expiry_end, 0),
        None => None,
    }
}

/// The value behind the first of the `words` that stands behind `from` on its line.
fn behind(
    text: &[u8],
    from: usize,
    words: &[&str],
    end_of: fn(&[u8], usize) -> Option<usize>,
    form: u8,
) -> Option<Span> {
    let tail = text.get(from..text.len().min(from + FAR))?;
    let line = tail.iter().position(|b| *b == b'\n').unwrap_or(tail.len());
    let opens = |i: &usize| !byte_before(text, *i).is_some_and(is_word);
    let word_at = |i: usize| words.iter().find(|word| has_word(text, i, word)).map(|word| i + word.len());
    let behind_word = (from..from + line).filter(opens).find_map(word_at)?;
    let gap = text.get(behind_word..)?.iter().take(4).take_while(|b| b" .:=".contains(b)).count();
    let start = behind_word + gap;
    let end = end_of(text, start)?;
    (gap > 0 && closes(text, end) && byte(text, end) != Some(b'/')).then_some(Span { start, end, form })
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
        ] {
            let mut found = find_all(&CARD_TAIL, text);
            found.sort_by_key(|(_, form)| *form);
            assert_eq!(found, [("737".to_owned(), "code"), ("03/30".to_owned(), "expiry")], "{text}");
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
        ] {
            assert_eq!(find_all(&CARD_TAIL, text), [], "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "(4111|1111|exp|cvv|03|[ /:=-]|é){0,24}") {
            for (value, _) in find_all(&CARD_TAIL, &text) {
                proptest::prop_assert!(value.len() >= 3);
            }
        }
    }
}
