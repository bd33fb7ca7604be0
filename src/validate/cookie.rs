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

/// Whether `value` is long and varied enough to tell one browser from another.
pub(crate) fn is_identifier(value: &[u8]) -> bool {
    let sample = value.get(..value.len().min(SAMPLE)).unwrap_or(&[]);
    if sample.len() < SHORTEST || sample.first() == Some(&b'/') || !sample.iter().all(|b| is_plain(*b)) {
        return false;
    }
    let digits = sample.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = sample.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let seen = sample.iter().fold(0_u128, |seen, b| seen | 1_u128 << (b & 0x7F));
    let mixed = digits >= 2 && letters >= 1 || digits >= 16;
    mixed && seen.count_ones() >= LEAST_VARIETY
}

/// Bytes of identifiers, encoded or not. Brackets, `$` and the like are code and templates.
const fn is_plain(b: u8) -> bool {
    b.is_ascii_alphanumeric()
        || matches!(
            b,
            b'.' | b'_' | b'-' | b'~' | b'%' | b'+' | b'/' | b'=' | b':' | b'|' | b'!' | b'*' | b'&'
        )
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
