//! Characters after a backslash, as JSON (RFC 8259, 7), YAML (1.2.2, 5.7), TOML and Java's properties write them.

/// Backslashes before the number of a character in a text within a text within a text.
const MOST: usize = 4;

/// The character at the beginning of `rest`, if it is written with a backslash, and with how many bytes. Quotes and backslashes
/// themselves stay as they are written, so that strings end where they do. The number of a character may stand in a text within
/// the text, where backslashes are doubled: `\\u0040`.
pub(super) fn read(before: &[u8], rest: &[u8]) -> Option<(usize, char)> {
    let slashes = rest.iter().take(MOST + 1).take_while(|b| **b == b'\\').count();
    if before.last() == Some(&b'\\') || slashes > MOST {
        return None;
    }
    let escaped = rest.get(slashes..)?;
    let (len, meant) = match escaped {
        [b'n', ..] if slashes == 1 => (1, '\n'),
        [b'r', ..] if slashes == 1 => (1, '\r'),
        [b't', ..] if slashes == 1 => (1, '\t'),
        [b'/', ..] => (1, '/'),
        [b'u', digits @ ..] => unit(digits, slashes)?,
        [b'x', digits @ ..] => (3, char::from_u32(hex(digits, 2)?)?),
        [b'U', digits @ ..] => (9, char::from_u32(hex(digits, 8)?)?),
        _ => return None,
    };
    let is_text = !meant.is_control() || matches!(meant, '\t' | '\n' | '\r');
    is_text.then_some((slashes + len, meant))
}

/// In Java's properties marks may be escaped as well (`java.util.Properties.load`).
pub(super) fn read_properties(before: &[u8], rest: &[u8]) -> Option<(usize, char)> {
    match rest {
        [b'\\', mark @ (b':' | b'=' | b'#' | b'!' | b' '), ..] if before.last() != Some(&b'\\') => {
            Some((2, char::from(*mark)))
        }
        _ => read(before, rest),
    }
}

/// The character of four digits after `u`, or of two such if they are halves of one.
fn unit(digits: &[u8], slashes: usize) -> Option<(usize, char)> {
    const DIGITS: usize = 4;
    let first = hex(digits, DIGITS)?;
    if let Some(meant) = char::from_u32(first) {
        return Some((1 + DIGITS, meant));
    }
    let (escape, rest) = digits.get(DIGITS..)?.split_at_checked(slashes + 1)?;
    let (last, marks) = escape.split_last()?;
    let is_escape = *last == b'u' && marks.iter().all(|b| *b == b'\\');
    let second = hex(rest, DIGITS).filter(|_| is_escape)?;
    let units = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
    let meant = char::decode_utf16(units).next()?.ok()?;
    Some((1 + DIGITS + slashes + 1 + DIGITS, meant))
}

/// The number that the first `len` digits are.
fn hex(digits: &[u8], len: usize) -> Option<u32> {
    let digits = digits.get(..len)?;
    digits.iter().try_fold(0, |n: u32, b| n.checked_mul(16)?.checked_add(char::from(*b).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_escaped() {
        for (written, meant) in [
            ("\\n", '\n'),
            ("\\t", '\t'),
            ("\\/", '/'),
            ("\\\\/", '/'),
            ("\\u0040", '@'),
            ("\\u00E9", 'é'),
            ("\\x40", '@'),
            ("\\U0001F600", '\u{1f600}'),
            ("\\ud83d\\ude00", '\u{1f600}'),
            ("\\\\u0040", '@'),
            ("\\\\\\\\u0040", '@'),
            ("\\\\ud83d\\\\ude00", '\u{1f600}'),
        ] {
            let more = format!("{written}0");
            assert_eq!(read(b"x", more.as_bytes()), Some((written.len(), meant)), "{written}");
        }
    }

    #[test]
    fn what_is_no_escape_stands_as_it_is() {
        for no in [
            "\\", "\\\\", "\\\"", "\\'", "\\\\n", "\\b", "\\d+", "\\u00", "\\u004g", "\\u+040", "\\ud83d",
            "\\ud83dx", "\\ud83d\\u0040", "\\ude00", "\\u0000", "\\x4", "\\U00110000", "\\\\\\\\\\u0040",
            "\\:",
        ] {
            assert_eq!(read(b"", no.as_bytes()), None, "{no}");
        }
        assert_eq!(read(b"\\", b"\\u0040"), None, "not the first backslash");
        assert_eq!(read_properties(b"", b"\\:"), Some((2, ':')));
        assert_eq!(read_properties(b"\\", b"\\:"), None);
    }
}
