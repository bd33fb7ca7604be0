//! Where a number may start and end: what a run of digits must not be glued to.

use super::finder::{byte, byte_before, char_at, char_before};
use crate::words::Eight;

/// Bytes that no number is glued to, whatever is around them. Which one stands beside a number cannot be foreseen, that it is one of
/// them can.
static APART: [bool; 256] = {
    let mut apart = [false; 256];
    let mut b = 0;
    while b < 0x80 {
        apart[b] = !matches!(b as u8, b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'+' | b'$' | b'@' | b'%' | b'.' | b'#' | b'-' | b'*');
        b += 1;
    }
    apart
};

/// Whether a number that starts at `start` is not the tail of something longer: of a word, a decimal, a
/// dotted or hyphenated group, a sum of money, a `+` number or a masked value.
pub(super) fn opens(text: &[u8], start: usize) -> bool {
    let Some(before) = byte_before(text, start) else { return true };
    if APART[usize::from(before)] {
        return true;
    }
    let behind = start.checked_sub(2).and_then(|i| byte(text, i));
    match before {
        b'0'..=b'9' | b'_' | b'+' | b'$' | b'@' | b'%' => false,
        b'a'..=b'z' | b'A'..=b'Z' => is_escape(text, start),
        // `Nr.411…` and `SSN#…` are labels, `0.411…`, ` .411…` and ` #411…` are other numbers.
        b'.' => behind.is_some_and(|b| b.is_ascii_alphabetic() || b == b'.'),
        b'#' => behind.is_some_and(|b| b.is_ascii_alphabetic()),
        // `Card No.:-4111…` is a way to write a label, everything else is a sign or a longer group.
        b'-' => behind == Some(b':') && !is_quoted_colon(text, start),
        // Bold type has two stars, a masked value more.
        b'*' => !text.get(..start).unwrap_or(&[]).ends_with(b"***"),
        0x80.. => !joins(char_before(text, start)),
        _ => true,
    }
}

/// Whether a number that ends at `end` is not the head of something longer.
pub(super) fn closes(text: &[u8], end: usize) -> bool {
    let Some(after) = byte(text, end) else { return true };
    if APART[usize::from(after)] {
        return true;
    }
    match after {
        b'0'..=b'9' | b'_' | b'@' | b'%' | b'a'..=b'z' | b'A'..=b'Z' => false,
        b'.' | b'-' => !byte(text, end + 1).is_some_and(|b| b.is_ascii_digit()),
        0x80.. => !joins(char_at(text, end)),
        _ => true,
    }
}

/// How many digits the run has that ends at `at`, behind an [`super::Anchor::Digits`], counted up to `most`. The
/// anchor says that nine stand there, so they are not counted again.
pub(super) fn long_run_before(text: &[u8], at: usize, most: usize) -> usize {
    let digit =
        |back: usize| at.checked_sub(back).and_then(|i| byte(text, i)).is_some_and(|b| b.is_ascii_digit());
    // Eight at once: how many there are cannot be foreseen. Where fewer stand before the nine, zeros stand before these.
    let eight = match at.checked_sub(NINE + 8) {
        Some(from) => {
            text.get(from..).and_then(|rest| rest.first_chunk()).map(|eight| u64::from_le_bytes(*eight))
        }
        None => text
            .first_chunk()
            .map(|eight| u64::from_le_bytes(*eight).checked_shl(8 * (NINE + 8 - at) as u32).unwrap_or(0)),
    };
    let mut len = NINE + eight.map_or(0, |eight| Eight::new(eight).digits().run_to_last());
    if eight.is_none() || len == NINE + 8 {
        while len < most && digit(len + 1) {
            len += 1;
        }
    }
    len.min(most)
}

/// Digits that an anchor promises.
const NINE: usize = 9;

/// Whether the letter before `start` belongs to an escape such as `\n`, as JSON and logs write it.
fn is_escape(text: &[u8], start: usize) -> bool {
    matches!(text.get(..start).unwrap_or(&[]), [.., b'\\', b'n' | b't' | b'r'])
}

/// Whether `:-` before `start` follows a quote: `"id":-123456789` is a negative number.
fn is_quoted_colon(text: &[u8], start: usize) -> bool {
    start.checked_sub(3).and_then(|i| byte(text, i)).is_none_or(|b| matches!(b, b'"' | b'\''))
}

/// Whether a character beyond ASCII makes a number part of a word, an amount or a measure.
fn joins(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '€' | '£' | '₹' | '¥' | '°'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_open_behind_labels_and_delimiters_only() {
        for ok in ["", " ", "\"", "Nr.", "SSN#", ":-", "x:-", "“", "\u{a0}", "…", "**", "\\n", "(", ">", "/"]
        {
            let ok = if ok == ":-" { "No.:-" } else { ok };
            assert!(opens(format!("{ok}1").as_bytes(), ok.len()), "{ok}");
        }
        for bad in [
            "a", "_", "0.", " .", "#", " #", "$", "€", "₹", "+", "@", "-", "_-", "12-", "ü", "***", "\":-",
            "%", "n",
        ] {
            assert!(!opens(format!("{bad}1").as_bytes(), bad.len()), "{bad}");
        }
    }

    #[test]
    fn numbers_close_before_delimiters_only() {
        for ok in ["", " ", ".", "-", ". ", "-a", "”", "**", ")", ",5", "<", "\u{a0}", "\\n"] {
            assert!(closes(format!("1{ok}").as_bytes(), 1), "{ok}");
        }
        for bad in ["a", "_", ".5", "-5", "%", "°", "é", "@", "7"] {
            assert!(!closes(format!("1{bad}").as_bytes(), 1), "{bad}");
        }
    }
}
