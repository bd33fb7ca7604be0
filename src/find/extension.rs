//! Extensions behind telephone numbers (RFC 3966 `;ext=`, and as people write them): ` x123`, `, ext. 7`, `;extension 42`.

use super::byte;
use super::tokens::digits_at;

/// Words before an extension, the longest first.
const WORDS: [&[u8]; 4] = [b"extension", b"extn", b"ext", b"x"];

/// Behind the extension of one to seven digits that follows at `end`, or `end`.
pub(super) fn behind_extension(text: &[u8], end: usize) -> usize {
    extension(text, end).unwrap_or(end)
}

fn extension(text: &[u8], end: usize) -> Option<usize> {
    let at = skip(text, end, b" ,;");
    let len = WORDS.iter().find_map(|word| {
        let head = text.get(at..at + word.len())?;
        head.eq_ignore_ascii_case(word).then_some(word.len())
    })?;
    // A semicolon ends a value; only the standard's own word goes on behind it.
    if len == 1 && text.get(end..at)?.contains(&b';') {
        return None;
    }
    let number = skip(text, at + len, b".:= ");
    let digits = digits_at(text, number);
    let free = !byte(text, number + digits).is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_');
    ((1..=7).contains(&digits) && free).then_some(number + digits)
}

/// Behind up to three of these signs at `i`.
fn skip(text: &[u8], i: usize, signs: &[u8]) -> usize {
    i + text.get(i..).unwrap_or(&[]).iter().take(3).take_while(|b| signs.contains(b)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_a_word_and_digits() {
        for (text, rest) in [
            ("x123", ""),
            (" x 7 now", " now"),
            (" ,ext: 7246433;", ";"),
            (", extension 42", ""),
            ("  X  456", ""),
            (" ext", " ext"),
            (" x1080p", " x1080p"),
            (" exit 5", " exit 5"),
            (";ext=4", ""),
            (";x 4", ";x 4"),
            (" ext 12345678", " ext 12345678"),
            ("", ""),
        ] {
            assert_eq!(&text[behind_extension(text.as_bytes(), 0)..], rest, "{text}");
        }
    }
}
