//! Values of properties: folded lines, backslashes, Base64 and words in other character sets.

use encoding_rs::Encoding;

use crate::format::plain::Plain;

use super::{Code, is_of_mail, is_text};

/// Appends a value that stands at `base`; `false` if it is not written so.
pub(super) fn read(written: &[u8], base: usize, code: Code, out: &mut Plain) -> bool {
    let (first, start) = (if code == Code::Printable { b'=' } else { b'\\' }, out.text.len());
    let mut done = 0;
    let mark = |from: usize| {
        let rest = written.get(from..).unwrap_or(&[]);
        memchr::memchr3(first, b'\r', b'\n', rest).map(|n| from + n)
    };
    let mut from = 0;
    while let Some(at) = mark(from) {
        let rest = written.get(at..).unwrap_or(&[]);
        from = at + 1;
        let found = fold(rest, code)
            .map(|len| (len, None))
            .or_else(|| escape(rest, code).map(|(len, b)| (len, Some(b))));
        if let Some((len, meant)) = found {
            out.copy(written.get(done..at).unwrap_or(&[]));
            out.put(meant.as_slice(), base + at, len);
            done = at + len;
            from = done;
        }
    }
    out.copy(written.get(done..).unwrap_or(&[]));
    code != Code::Printable || is_of_mail(out.text.get(start..).unwrap_or(&[]))
}

/// How many bytes a fold has, if `rest` begins with one: the line end, and the blank that the next line begins with. In mail the
/// blank stays (RFC 5322, 2.2.3), and none follows a `=` at the end of a line.
fn fold(rest: &[u8], code: Code) -> Option<usize> {
    let line_end = match rest {
        [b'=', b'\n', ..] if code == Code::Printable => return Some(2),
        [b'=', b'\r', b'\n', ..] if code == Code::Printable => return Some(3),
        [b'\n', b' ' | b'\t', ..] => 1,
        [b'\r', b'\n', b' ' | b'\t', ..] => 2,
        _ => return None,
    };
    Some(line_end + usize::from(code != Code::Words))
}

/// The byte that is escaped at the beginning of `rest`, and with how many.
fn escape(rest: &[u8], code: Code) -> Option<(usize, u8)> {
    match (code, rest) {
        (Code::Card, [b'\\', b'n' | b'N', ..]) => Some((2, b'\n')),
        (Code::Card, [b'\\', other @ (b',' | b';' | b'\\' | b':'), ..]) => Some((2, *other)),
        (Code::Printable, [b'=', digits @ ..]) => Some((3, printable(digits)?)),
        _ => None,
    }
}

/// The byte that two digits are.
fn printable(digits: &[u8]) -> Option<u8> {
    let digit = |at: usize| digits.get(at).and_then(|b| char::from(*b).to_digit(16));
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

/// Appends what Base64 stands for; `false` if that is no text.
pub(super) fn read_base64(written: &[u8], base: usize, code: Code, out: &mut Plain) -> bool {
    let start = out.text.len();
    let is_read = base64(written, |bytes, at, len| out.put(bytes, base + at, len));
    let is_meant = if code == Code::Part { is_of_mail } else { is_text };
    is_read.is_some() && is_meant(out.text.get(start..).unwrap_or(&[]))
}

/// Hands out the bytes of four characters each (RFC 4648, 4), with where those stand and end; `None` if it is no Base64.
fn base64(written: &[u8], mut bytes: impl FnMut(&[u8], usize, usize)) -> Option<()> {
    let (mut number, mut count, mut first) = (0u32, 0, 0);
    let mut end = written.len();
    for (at, byte) in written.iter().enumerate() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                end = at;
                break;
            }
            b' ' | b'\t' | b'\r' | b'\n' => continue,
            _ => return None,
        };
        first = if count == 0 { at } else { first };
        (number, count) = (number << 6 | u32::from(value), count + 1);
        if count == 4 {
            let [_, a, b, c] = number.to_be_bytes();
            bytes(&[a, b, c], first, at + 1 - first);
            (number, count) = (0, 0);
        }
    }
    let [_, a, b, _] = (number << (6 * (4 - count))).to_be_bytes();
    match count {
        0 => {}
        2 => bytes(&[a], first, end - first),
        3 => bytes(&[a, b], first, end - first),
        _ => return None,
    }
    written.get(end..)?.iter().all(|b| *b == b'=' || b.is_ascii_whitespace()).then_some(())
}

/// Appends a value with encoded words; `false` if there is none in it.
pub(super) fn read_words(written: &[u8], base: usize, out: &mut Plain) -> bool {
    let (mut at, mut is_read) = (0, false);
    while let Some(found) = memchr::memmem::find(written.get(at..).unwrap_or(&[]), b"=?") {
        let before = written.get(at..at + found).unwrap_or(&[]);
        let rest = written.get(at + found..).unwrap_or(&[]);
        let Some((len, word)) = word(rest) else {
            read(written.get(at..at + found + 2).unwrap_or(&[]), base + at, Code::Words, out);
            at += found + 2;
            continue;
        };
        // Blanks between two such words only part them.
        if !is_read || !before.trim_ascii().is_empty() {
            read(before, base + at, Code::Words, out);
        }
        out.put(word.as_bytes(), base + at + found, len);
        at += found + len;
        is_read = true;
    }
    read(written.get(at..).unwrap_or(&[]), base + at, Code::Words, out) && is_read
}

/// The encoded word that `rest` begins with, and its length: `=?charset?Q?Zo=C3=AB?=`.
fn word(rest: &[u8]) -> Option<(usize, String)> {
    /// Bytes of a word; RFC 2047 allows 75, and some write more.
    const LONGEST: usize = 512;
    let rest = rest.get(..rest.len().min(LONGEST))?;
    let mut parts = rest.strip_prefix(b"=?")?.splitn(4, |b| *b == b'?');
    let (charset, how, text, end) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let charset = charset.split(|b| *b == b'*').next()?;
    let mut bytes = Vec::with_capacity(text.len());
    match how {
        b"Q" | b"q" => {
            let mut at = 0;
            while let Some(byte) = text.get(at) {
                let escaped = text.get(at + 1..).filter(|_| *byte == b'=').and_then(printable);
                bytes.push(escaped.unwrap_or(if *byte == b'_' { b' ' } else { *byte }));
                at += if escaped.is_some() { 3 } else { 1 };
            }
        }
        b"B" | b"b" => base64(text, |part, _, _| bytes.extend_from_slice(part))?,
        _ => return None,
    }
    let (text, _, _) = Encoding::for_label(charset)?.decode(&bytes);
    let len = rest.len() - end.len() + 1;
    end.starts_with(b"=").then(|| (len, text.into_owned()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a value means, and with what the part of it is written that is `part`.
    fn value(written: &str, code: Code, part: &str) -> Option<(String, String)> {
        let (bytes, mut out) = (written.as_bytes(), Plain::default());
        let is_read = match code {
            Code::Base64 | Code::Part => read_base64(bytes, 0, code, &mut out),
            Code::Words => read_words(bytes, 0, &mut out),
            _ => read(bytes, 0, code, &mut out),
        };
        let text = String::from_utf8(out.text.clone()).unwrap_or_default();
        let at = text.find(part).unwrap_or(0);
        is_read.then(|| (text, written[out.written(at..at + part.len())].to_owned()))
    }

    #[track_caller]
    fn check(written: &str, code: Code, expect: &str, part: &str, place: &str) {
        assert_eq!(value(written, code, part), Some((expect.to_owned(), place.to_owned())), "{written}");
    }

    #[test]
    fn folded_lines_are_one() {
        check(
            "a jane@exa\r\n mple.org b",
            Code::Folded,
            "a jane@example.org b",
            "jane@example.org",
            "jane@exa\r\n mple.org",
        );
        check("+44 7700\n\t 900982", Code::Folded, "+44 7700 900982", "7700", "7700");
        check("a\nb \\, c", Code::Folded, "a\nb \\, c", "c", "c");
    }

    #[test]
    fn cards_escape_with_backslashes() {
        check(
            "12 Main St\\, Reno\\nNV\\\\x\\;",
            Code::Card,
            "12 Main St, Reno\nNV\\x;",
            "St, Reno",
            "St\\, Reno",
        );
        check("a\\\n ,b", Code::Card, "a\\,b", ",b", ",b");
    }

    #[test]
    fn bytes_are_digits() {
        check("Zo=C3=AB Q=", Code::Printable, "Zoë Q=", "Zoë", "Zo=C3=AB");
        check("jane=40exa=\r\nmple.org=\n b", Code::Printable, "jane@example.org b", "b", "b");
        for no in ["=FF", "=00abcdefgh", "=D0=CF=11=E0 abcdefghijkl"] {
            assert_eq!(value(no, Code::Printable, ""), None, "{no}");
        }
        let mut out = Plain::default();
        assert!(read(b"J=F6rg lives in M=\nainz", 0, Code::Printable, &mut out));
        assert_eq!(out.text, b"J\xF6rg lives in Mainz", "an older set of characters");
    }

    #[test]
    fn base64_is_text_or_nothing() {
        check("amFuZUBleG\n FtcGxlLm9yZw==", Code::Base64, "jane@example.org", "example", "ZUBleG\n FtcGxl");
        check("Sm9l", Code::Base64, "Joe", "Joe", "Sm9l");
        check("Sm8=", Code::Base64, "Jo", "Jo", "Sm8");
        for no in ["Sm9l!", "S", "AAAA", "/w==", "Sm9l=Sm9l"] {
            assert_eq!(value(no, Code::Base64, ""), None, "{no}");
        }
    }

    #[test]
    fn words_have_character_sets() {
        check(
            "=?utf-8?Q?Zo=C3=AB_M=C3=BCller?=",
            Code::Words,
            "Zoë Müller",
            "Müller",
            "=?utf-8?Q?Zo=C3=AB_M=C3=BCller?=",
        );
        check(
            "x\n =?ISO-8859-1?q?Zo=EB?=\r\n =?utf-8*en?B?IFF1aXN0?= y",
            Code::Words,
            "x Zoë Quist y",
            "x",
            "x",
        );
        check("a =?x =?utf-8?Q?b?=", Code::Words, "a =?x b", "b", "=?utf-8?Q?b?=");
        for no in ["Zoe", "=?utf-8?Q?b", "=?utf-8?X?b?=", "=?none?Q?b?=", "=?utf-8?B?!?="] {
            assert_eq!(value(no, Code::Words, ""), None, "{no}");
        }
    }

    proptest! {
        #[test]
        fn every_byte_has_its_place(text in "([=?\\\\ ,;nQB_AZ09+/é]|\n|\r\n |=\\?utf-8\\?Q\\?|\\?=){0,40}", which in 0usize..5) {
            let code = [Code::Folded, Code::Card, Code::Printable, Code::Base64, Code::Words][which];
            let mut out = Plain::default();
            let bytes = text.as_bytes();
            let _ = match code {
                Code::Base64 | Code::Part => read_base64(bytes, 0, code, &mut out),
                Code::Words => read_words(bytes, 0, &mut out),
                _ => read(bytes, 0, code, &mut out),
            };
            let spans: Vec<_> = (0..out.text.len()).map(|n| out.written(n..n + 1)).collect();
            prop_assert!(spans.iter().all(|span| span.start < span.end && span.end <= text.len()));
            prop_assert!(spans.is_sorted_by_key(|span| span.start));
        }
    }
}
