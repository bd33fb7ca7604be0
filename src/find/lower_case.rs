//! US addresses in lower case, as people type them into forms: only a ZIP code that belongs to the state before it
//! gives them away.

use super::byte;
use super::last_line::is_address_byte;
use super::tokens::{closes, digits_at, opens, tokens};
use super::word_list::WordList;
use crate::lexicon::{SUFFIXES, zip_serves};

/// How far an address reaches before its ZIP code.
const LONGEST: usize = 120;

/// Words that an address without a street starts with.
static BOXES: WordList =
    WordList::of(&["po", "p.o", "p", "box", "rr", "hc", "rural", "lock", "lockbox", "drawer"]);

/// The address on one line whose state and ZIP code end at `end`: from a house number with a suffix behind it, or from
/// a box. From and to.
#[inline(never)]
pub(super) fn line_before(text: &[u8], end: usize) -> Option<(usize, usize)> {
    let state = end.checked_sub(8)?;
    let code = text.get(state..state + 2)?.to_ascii_uppercase();
    if !zip_serves(text.get(end - 5..end)?, &code) {
        return None;
    }
    let start = street_start(text, line_start(text, state), state)?;
    let plus = byte(text, end) == Some(b'-') && digits_at(text, end + 1) == 4;
    let end = if plus { end + 5 } else { end };
    closes(text, end).then_some((start, end))
}

/// Where the part of the line starts that can belong to an address which ends at `end`.
fn line_start(text: &[u8], end: usize) -> usize {
    let head = text.get(end.saturating_sub(LONGEST)..end).unwrap_or(&[]);
    let other =
        |b: &u8| !is_address_byte(*b) && !matches!(b, b'(' | b')' | b';') || matches!(b, b'\n' | b'>');
    end - head.len() + head.iter().rposition(other).map_or(0, |i| i + 1)
}

/// Where the number or box stands from which on a street with its suffix, or a numbered box, follows before `end`.
fn street_start(text: &[u8], from: usize, end: usize) -> Option<usize> {
    let mut start = None;
    for (at, token) in tokens(text, from, end) {
        let boxed = BOXES.at(text, at).is_some();
        let number = digits_at(text, at) > 0;
        if start.is_some() && (token == b"box" || token.len() > 1 && SUFFIXES.has(token)) {
            return start;
        }
        if start.is_none() && opens(text, at) && (number || boxed) {
            start = Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        let end = text.find(|c: char| c.is_ascii_digit()).and_then(|_| text.rfind(" il "))? + 9;
        line_before(text.as_bytes(), end).and_then(|(from, to)| text.get(from..to))
    }

    #[test]
    fn a_street_or_box_before_a_zip_of_its_state() {
        for (text, is) in [
            ("4821 maple st springfield il 62704", Some("4821 maple st springfield il 62704")),
            ("attn ada, 12 n elm ave # 4 pekin il 61554-1234.", Some("12 n elm ave # 4 pekin il 61554-1234")),
            ("ship: po box 77 pekin il 61554", Some("po box 77 pekin il 61554")),
            ("rr # 1 box 4a pekin il 61554", Some("rr # 1 box 4a pekin il 61554")),
            ("4821 maple st springfield il 90210", None),
            ("see 4821 maple springfield il 62704", None),
            ("maple st springfield il 62704", None),
            ("4821 maple st\nspringfield il 62704", None),
        ] {
            assert_eq!(found(text), is, "{text}");
        }
    }
}
