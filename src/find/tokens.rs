//! Words of a line, forwards and backwards, for the finders of addresses and names.

use super::{byte, byte_before};
use crate::words::Eight;

/// Whether the byte at `i` belongs to a letter: ASCII, or part of a non-ASCII character other than
/// general punctuation (U+2000 to U+206F, which holds dashes, quotes and odd spaces).
pub(super) fn is_letter(text: &[u8], i: usize) -> bool {
    match byte(text, i) {
        Some(b) if b < 0x80 => b.is_ascii_alphabetic(),
        Some(0xE2) => byte(text, i + 1) != Some(0x80),
        Some(0x80) => byte_before(text, i) != Some(0xE2),
        Some(_) => {
            !(byte_before(text, i) == Some(0x80)
                && i.checked_sub(2).and_then(|j| byte(text, j)) == Some(0xE2))
        }
        None => false,
    }
}

/// The length of an apostrophe at `i`: `'` or `’`; 0 if there is none.
fn apostrophe(text: &[u8], i: usize) -> usize {
    match text.get(i..) {
        Some([b'\'', ..]) => 1,
        Some([0xE2, 0x80, 0x99, ..]) => 3,
        _ => 0,
    }
}

/// Behind the word at `i`: letters, with `'`, `’` and `-` between them. `i` if there is none. Stops
/// after 32 bytes, longer than any word of an address or name.
pub(super) fn word_end(text: &[u8], i: usize) -> usize {
    run_end(text, i, false)
}

/// Behind the word at `i`, where digits count as letters and single `/` join: tokens of street lines.
pub(super) fn token_end(text: &[u8], i: usize) -> usize {
    run_end(text, i, true)
}

/// The tokens of street lines from `from` to `end`, and where each starts.
pub(super) fn tokens(text: &[u8], from: usize, end: usize) -> impl Iterator<Item = (usize, &[u8])> {
    let mut next = from;
    std::iter::from_fn(move || {
        while next < end {
            let (start, stop) = (next, token_end(text, next).min(end));
            next = stop.max(start + 1);
            if stop > start {
                return text.get(start..stop).map(|token| (start, token));
            }
        }
        None
    })
}

/// Behind letters, and digits if they count, with single joints between them.
#[inline(always)]
fn run_end(text: &[u8], i: usize, digits: bool) -> usize {
    let digit = |b: u8| digits && b.is_ascii_digit();
    let part = |i| is_letter(text, i) || byte(text, i).is_some_and(digit);
    // Most words are ASCII, shorter than eight bytes, and end at a blank: that is seen without a look at each byte.
    let mut at = i;
    if let Some(eight) = text.get(i..).and_then(|rest| rest.first_chunk::<8>()) {
        let bytes = Eight::of(*eight);
        let parts = if digits { bytes.letters().or(bytes.digits()) } else { bytes.letters() };
        let run = parts.run_from_first();
        at += run;
        if eight.get(run).is_some_and(|b| b.is_ascii() && !matches!(b, b'-' | b'/' | b'\'')) {
            return at;
        }
    }
    while at < i + 32 {
        let joint = match byte(text, at) {
            Some(b) if b.is_ascii_alphabetic() || digit(b) => {
                at += 1;
                continue;
            }
            Some(b'-') => 1,
            Some(b'/') => usize::from(digits),
            Some(b'\'' | 0x80..) => apostrophe(text, at),
            _ => break,
        };
        if is_letter(text, at) {
            at += 1;
        } else if at > i && joint > 0 && part(at + joint) {
            at += joint;
        } else {
            break;
        }
    }
    at
}

/// Where the word that ends at `end` starts: letters, digits, `.`, `'`, `-` and apostrophes, at most
/// `most` bytes. `end` if there is none or it is longer. An apostrophe before a capital or number is a quote.
pub(super) fn word_start(text: &[u8], end: usize, most: usize) -> usize {
    let start = run_start(text, end, most);
    let is_quote =
        start + 1 < end && matches!(text.get(start..start + 2), Some([b'\'', b]) if !b.is_ascii_lowercase());
    start + usize::from(is_quote)
}

/// The same with an apostrophe before it.
#[inline(always)]
fn run_start(text: &[u8], end: usize, most: usize) -> usize {
    let mut at = end;
    if let Some(eight) = text.get(..end).and_then(|head| head.last_chunk::<8>()) {
        let bytes = Eight::of(*eight);
        let joints = bytes.between(b'-', b'.').or(bytes.between(b'\'', b'\''));
        let run = bytes.letters().or(bytes.digits()).or(joints).run_to_last();
        at -= run.min(most);
        if run < most && byte_before(eight, 8 - run).is_some_and(|b| b.is_ascii()) {
            return at;
        }
    }
    while let Some(b) = byte_before(text, at) {
        let ascii = b.is_ascii_alphanumeric() || matches!(b, b'.' | b'\'' | b'-');
        if !ascii && (b < 0x80 || !is_letter(text, at - 1)) {
            break;
        }
        at -= 1;
        if end - at > most {
            return end;
        }
    }
    at
}

/// The word that ends one blank before `at`, and where it starts. Empty if it is longer than `most` bytes or none.
pub(super) fn word_before(text: &[u8], at: usize, most: usize) -> Option<(usize, &[u8])> {
    let blank = at.checked_sub(1).filter(|i| byte(text, *i) == Some(b' '))?;
    let start = word_start(text, blank, most);
    Some((start, text.get(start..blank)?))
}

/// Whether a word that starts at `i` starts with a capital. Of the non-ASCII letters, those of
/// Latin-1 and Latin Extended-A are told apart, and of Greek and Cyrillic the common ones.
pub(super) fn is_capital(text: &[u8], i: usize) -> bool {
    match byte(text, i) {
        Some(b) if b < 0x80 => b.is_ascii_uppercase(),
        Some(0xC3) => byte(text, i + 1).is_some_and(|b| b < 0x9F),
        Some(first @ (0xC4 | 0xC5)) => byte(text, i + 1).is_some_and(|b| is_extended_capital(first, b)),
        Some(0xD0) => byte(text, i + 1).is_some_and(|b| (0x80..0xB0).contains(&b)),
        Some(0xCE) => byte(text, i + 1).is_some_and(|b| b < 0xAC),
        // The sign of increments (U+2206), which many Greek texts have for a delta.
        Some(0xE2) => text.get(i + 1..i + 3) == Some(&[0x88, 0x86]),
        _ => false,
    }
}

/// Whether two bytes are a capital of Latin Extended-A: the even ones, but the odd ones from U+0139 to U+0148 and
/// from U+0179 on.
fn is_extended_capital(first: u8, second: u8) -> bool {
    let code = u16::from(first & 0x1F) << 6 | u16::from(second & 0x3F);
    let odd = matches!(code, 0x139..=0x148 | 0x179..);
    (code % 2 == 1) == odd || code == 0x178
}

/// How many digits stand at `i`, counted up to 12.
pub(super) fn digits_at(text: &[u8], i: usize) -> usize {
    text.get(i..).unwrap_or(&[]).iter().take(12).take_while(|b| b.is_ascii_digit()).count()
}

/// Behind blanks (spaces and tabs) at `i`, at most eight.
pub(super) fn skip_blanks(text: &[u8], i: usize) -> usize {
    let blanks =
        text.get(i..).unwrap_or(&[]).iter().take(8).take_while(|b| matches!(b, b' ' | b'\t')).count();
    i + blanks
}

/// Behind what may separate two lines of one address: blanks, one comma, a line end or two, and the
/// indent or quote mark of the next line. `None` if nothing separates.
pub(super) fn skip_separator(text: &[u8], i: usize) -> Option<usize> {
    let mut lines = 0;
    let mut at = i;
    while at < i + 24 {
        match byte(text, at) {
            Some(b' ' | b'\t' | b',' | b'\r') => {}
            Some(b'\n') if lines < 2 => lines += 1,
            Some(b'>') if lines > 0 => {}
            _ => break,
        }
        at += 1;
    }
    (at > i).then_some(at)
}

/// Whether one letter and a number stand at `i`, as in lists and formulas; not `D 1/2`.
pub(super) fn is_term(text: &[u8], i: usize) -> bool {
    let digit = |i| byte(text, i).is_some_and(|b| b.is_ascii_digit());
    byte(text, i).is_some_and(|b| b.is_ascii_alphabetic())
        && byte(text, i + 1) == Some(b' ')
        && digit(i + 2)
        && byte(text, i + 3) != Some(b'/')
}

/// Whether a value may start at `i`: at the text's start, behind a blank, line end, quote or separator.
pub(super) fn opens(text: &[u8], i: usize) -> bool {
    byte_before(text, i).is_none_or(|b| {
        matches!(
            b,
            b' ' | b'\t'
                | b'\n'
                | b'\r'
                | b'"'
                | b'\''
                | b','
                | b'('
                | b'>'
                | b':'
                | b'='
                | b'|'
                | b';'
                | b'['
        )
    })
}

/// Whether no word goes on at `i`.
pub(super) fn closes(text: &[u8], i: usize) -> bool {
    !byte(text, i).is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Whether the text at `i` starts with `word` (lower case ASCII) in any case, and ends there.
pub(super) fn has_word(text: &[u8], i: usize, word: &str) -> bool {
    text.get(i..i + word.len()).is_some_and(|t| t.eq_ignore_ascii_case(word.as_bytes()))
        && closes(text, i + word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_where_letters_do() {
        let word = |t: &'static str| &t[..word_end(t.as_bytes(), 0)];
        for (text, is) in [
            ("O'Neil x", "O'Neil"),
            ("D’Souza,", "D’Souza"),
            ("El-Bashir.", "El-Bashir"),
            ("Müller“", "Müller"),
            ("Mumbai– 4", "Mumbai"),
            ("a1", "a"),
            ("1", ""),
            ("x-", "x"),
        ] {
            assert_eq!(word(text), is);
        }
        assert_eq!(token_end(b"35TH ST", 0), 4);
        assert_eq!(word_start(b"see Mr. ", 7, 16), 4);
        for (text, start) in [("'Jane", 1), ("D'Souza", 0), ("'t", 0), ("'12", 1), ("'", 0)] {
            assert_eq!(word_start(text.as_bytes(), text.len(), 16), start, "{text}");
        }
        for (word, capital) in [
            ("Élan", true),
            ("élan", false),
            ("Šárka", true),
            ("šárka", false),
            ("Łódź", true),
            ("łódź", false),
            ("Źle", true),
            ("źle", false),
            ("Ÿ", true),
            ("ğ", false),
            ("Ğ", true),
            ("∆ΟΜΕΤΙΟΣ", true),
            ("∇ΟΜΕΤΙΟΣ", false),
        ] {
            assert_eq!(is_capital(word.as_bytes(), 0), capital, "{word}");
        }
    }
}
