//! JSON text in which no character hides.

use std::io;
use std::io::Write;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use super::visible::{is_hostile, is_plain};

/// Compact JSON that writes as `\uXXXX` what JSON would allow raw but a terminal or editor would obey:
/// marks of direction, zero-width characters, C1 controls. Parsers read back the exact string.
struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        if is_plain(fragment) {
            return out.write_all(fragment.as_bytes());
        }
        for c in fragment.chars() {
            if is_hostile(c) {
                escape(out, c)?;
            } else {
                out.write_all(c.encode_utf8(&mut [0; 4]).as_bytes())?;
            }
        }
        Ok(())
    }
}

/// RFC 8259, 7: beyond U+FFFF as a surrogate pair.
fn escape<W: ?Sized + Write>(out: &mut W, c: char) -> io::Result<()> {
    c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}"))
}

/// Appends a value. Strings, numbers, lists and structs with string keys cannot fail to be written to
/// memory, and reports hold nothing else.
pub(super) fn append<T: Serialize + ?Sized>(line: &mut Vec<u8>, value: &T) {
    let written = value.serialize(&mut Serializer::with_formatter(&mut *line, Visible));
    debug_assert!(written.is_ok(), "{written:?}");
}

/// Appends text as it stands.
pub(super) fn raw(line: &mut Vec<u8>, text: &str) {
    line.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn json(text: &str) -> String {
        let mut line = Vec::new();
        append(&mut line, text);
        String::from_utf8(line).unwrap()
    }

    #[test]
    fn hidden_characters_are_escaped_exactly() {
        for (text, expected) in [
            ("plain \"quoted\" \\", r#""plain \"quoted\" \\""#),
            ("a\n\u{1b}[0m", r#""a\n\u001b[0m""#),
            ("\u{202e}gpj.exe\u{200b}", r#""\u202egpj.exe\u200b""#),
            ("\u{7f}\u{9b}\u{feff}", r#""\u007f\u009b\ufeff""#),
            ("\u{e0041}", r#""\udb40\udc41""#),
            ("Zürich 東京", "\"Zürich 東京\""),
        ] {
            assert_eq!(json(text), expected);
        }
    }

    proptest! {
        #[test]
        fn parsers_read_the_exact_string(text in any::<String>()) {
            let json = json(&text);
            prop_assert!(!json.chars().any(is_hostile));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
