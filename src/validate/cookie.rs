//! Values of cookies: which of them identify a browser.

use super::cookie_names::{Kind, known};
use super::vicinity::{tail, trim_end};
use super::{Check, Subject};

/// The least length of an identifier, and the least number of different bytes in it: eight equally frequent
/// ones make three bits each.
const SHORTEST: usize = 12;
const LEAST_VARIETY: u32 = 8;

/// How much of a value decides.
const SAMPLE: usize = 64;

/// Judges a cookie's value by the name before it. The kind goes into the note.
pub(crate) fn cookie(subject: &Subject<'_>) -> Check {
    let kind = known(name_before(subject)).map(|k| k.kind);
    if is_identifier(subject.value()) {
        return Check::UNPROVEN.adjusted(0, kind.map_or("", Kind::note));
    }
    match kind {
        // A choice such as `lang=en` is worth knowing, but identifies nobody.
        Some(Kind::Preference) => Check::UNPROVEN.adjusted(-60, "preference cookie, identifies nobody"),
        _ => Check::refuted("too short or too plain to identify anybody"),
    }
}

/// The name that stands before `=` or `:`, quoted or not.
fn name_before<'a>(subject: &Subject<'a>) -> &'a [u8] {
    let blank = |b| matches!(b, b' ' | b'"' | b'\'');
    let head = trim_end(subject.before(96), blank);
    let head = head.strip_suffix(b"=").or_else(|| head.strip_suffix(b":")).unwrap_or(head);
    tail(trim_end(head, blank), is_name_byte)
}

/// What names of cookies consist of. RFC 6265 allows more, which nobody uses.
pub(crate) const fn is_name_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')
}

/// What a byte can be in a value: bits of [`CLASSES`].
const VALUE: u8 = 1;
const PLAIN: u8 = 2;
const DIGIT: u8 = 4;
const LETTER: u8 = 8;

/// A table, because the finder looks at what stands behind every `=`.
static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut b = 0_u8;
    while b < 0x80 {
        classes[b as usize] = class(b);
        b += 1;
    }
    classes
}

/// Cookie octets of RFC 6265, section 4.1.1, without those that only code has. Plain are the bytes of
/// identifiers, encoded or not; brackets, `$` and the like are code and templates.
const fn class(b: u8) -> u8 {
    match b {
        b'0'..=b'9' => VALUE | PLAIN | DIGIT,
        b'a'..=b'z' | b'A'..=b'Z' => VALUE | PLAIN | LETTER,
        b'.' | b'_' | b'-' | b'~' | b'%' | b'+' | b'/' | b'=' | b':' | b'|' | b'!' | b'*' | b'&' => {
            VALUE | PLAIN
        }
        b'"' | b'\'' | b',' | b';' | b'\\' | b'<' | b'>' | b'`' | ..=b' ' | 0x7F.. => 0,
        _ => VALUE,
    }
}

/// Whether a cookie's value can hold `b`.
pub(crate) fn is_value_byte(b: u8) -> bool {
    class_of(b) & VALUE != 0
}

fn class_of(b: u8) -> u8 {
    CLASSES.get(usize::from(b)).copied().unwrap_or_default()
}

/// Whether the value that `text` starts with is long and varied enough to tell one browser from another.
pub(crate) fn is_identifier(text: &[u8]) -> bool {
    let (mut length, mut digits, mut letters, mut seen) = (0, 0, 0, 0_u128);
    for b in text.iter().take(SAMPLE) {
        let class = class_of(*b);
        match class & (VALUE | PLAIN) {
            0 => break,
            VALUE => return false,
            _ => length += 1,
        }
        digits += u32::from(class & DIGIT != 0);
        letters += u32::from(class & LETTER != 0);
        seen |= 1 << (b & 0x7F);
    }
    let mixed = digits >= 2 && letters >= 1 || digits >= 16;
    length >= SHORTEST && mixed && seen.count_ones() >= LEAST_VARIETY && text.first() != Some(&b'/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;

    fn judge(before: &str, value: &str) -> Check {
        let text = format!("{before}{value}");
        cookie(&Subject { text: text.as_bytes(), start: before.len(), end: text.len(), form: "known" })
    }

    #[test]
    fn kinds_are_told() {
        for (before, value, note) in [
            ("JSESSIONID=", "0A1B2C3D4E5F60718293", "session cookie"),
            ("; _ga=", "GA1.2.1234567890.1706659200", "analytics cookie"),
            ("_fbp=", "fb.1.1706659200123.1234567890", "advertising cookie"),
            ("csrftoken=\"", "q8Zt3vLk29sBx0Pw", "security cookie"),
            ("\"PHPSESSID\": \"", "q8zt3vlk29sbx0pw", "session cookie"),
            ("__utma=", "123456789.987654321.1706659200.1", "analytics cookie"),
            ("Cookie: tool=", "q8Zt3vLk29sBx0Pw", ""),
        ] {
            let check = judge(before, value);
            assert_eq!(
                (check.proof, check.note, check.adjust),
                (Proof::Unproven, note, 0),
                "{before}{value}"
            );
        }
    }

    #[test]
    fn plain_values_identify_nobody() {
        assert_eq!(judge("lang=", "en").adjust, -60);
        for (before, value) in [
            ("JSESSIONID=", "x"),
            ("JSESSIONID=", "aaaaaaaaaaaaaaaa11"),
            ("JSESSIONID=", "request.getId12()"),
            ("JSESSIONID=", "${SESSION_0123456789}"),
            ("JSESSIONID=", "averylongwordindeed"),
            ("JSESSIONID=", "/usr/lib64/x0123456789"),
            ("JSESSIONID=", ""),
        ] {
            assert_eq!(judge(before, value).proof, Proof::Refuted, "{value}");
        }
    }
}
