//! Strings of SQL, fields of `COPY` and of tables, and bytes in digits.

use crate::format::plain::Plain;

use super::Code;

/// Appends the value that stands at `base` after `quote`, or after none that it could hold; `false` if it is not written so.
pub(super) fn read(written: &[u8], base: usize, quote: u8, code: Code, out: &mut Plain) -> bool {
    let start = out.text.len();
    let mut at = 0;
    while at < written.len() {
        let Some((len, unit)) = unit(written, at, quote, code) else { return false };
        match unit {
            Unit::Plain(bytes) => out.copy(bytes),
            Unit::Other(bytes, size) => out.put(bytes.get(..size).unwrap_or(&[]), base + at, len),
        }
        at += len;
    }
    code != Code::Hex || super::is_text(out.text.get(start..).unwrap_or(&[]))
}

/// One character, or a stretch that stands as it is meant.
enum Unit<'a> {
    Plain(&'a [u8]),
    Other([u8; 4], usize),
}

impl Unit<'_> {
    fn byte(b: u8) -> Self {
        Self::Other([b, 0, 0, 0], 1)
    }
}

/// The unit at `at` and the bytes that it is written with; `None` if there is none.
fn unit(written: &[u8], at: usize, quote: u8, code: Code) -> Option<(usize, Unit<'_>)> {
    let rest = written.get(at..)?;
    match (code, rest) {
        (Code::Hex, [b'0', b'x', a, b, ..]) if at == 0 => Some((4, Unit::byte(hex(&[*a, *b])?))),
        (Code::Hex, [a, b, ..]) => Some((2, Unit::byte(hex(&[*a, *b])?))),
        (Code::Escaped | Code::Numbered, [b'\\', escaped, ..]) => {
            let (len, unit) = escape(rest, *escaped, code)?;
            Some((len, unit))
        }
        (Code::Hex, _) => None,
        (_, [a, b, ..]) if *a == quote && *b == quote => Some((2, Unit::byte(quote))),
        (_, [first, ..]) if *first != b'\\' && *first != quote => {
            let len = memchr::memchr2(b'\\', quote, rest).unwrap_or(rest.len());
            Some((len, Unit::Plain(rest.get(..len)?)))
        }
        (_, [first, ..]) => Some((1, Unit::byte(*first))),
        (_, []) => None,
    }
}

/// The character that the backslash at the beginning of `rest` escapes.
fn escape(rest: &[u8], escaped: u8, code: Code) -> Option<(usize, Unit<'static>)> {
    let numbered = code == Code::Numbered;
    let digits = |from: usize, most: usize, radix: u32| {
        let digits = rest.get(from..)?;
        let len = digits.iter().take(most).take_while(|b| char::from(**b).is_digit(radix)).count();
        let number = std::str::from_utf8(digits.get(..len)?).ok()?;
        Some((from + len, u32::from_str_radix(number, radix).ok()?))
    };
    let byte = |found: Option<(usize, u32)>| {
        let (len, number) = found?;
        Some((len, Unit::byte(u8::try_from(number & 0xFF).ok()?)))
    };
    let character = |found: Option<(usize, u32)>| {
        let (len, number) = found?;
        let mut bytes = [0; 4];
        let size = char::from_u32(number)?.encode_utf8(&mut bytes).len();
        Some((len, Unit::Other(bytes, size)))
    };
    let special = match escaped {
        b'0'..=b'7' if numbered => byte(digits(1, 3, 8)),
        b'x' if numbered => byte(digits(2, 2, 16)),
        b'u' if numbered => character(digits(2, 4, 16)),
        b'U' if numbered => character(digits(2, 8, 16)),
        _ => None,
    };
    let simple = match escaped {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'b' => 8,
        b'f' if numbered => 12,
        b'v' if numbered => 11,
        b'0' => 0,
        b'Z' if !numbered => 26,
        other => other,
    };
    Some(special.unwrap_or((2, Unit::byte(simple))))
}

fn hex(digits: &[u8; 2]) -> Option<u8> {
    let digit = |b: u8| char::from(b).to_digit(16);
    let [high, low] = digits;
    u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The value of a cell whose text stands between two bytes.
    fn value(text: &str, code: Code) -> Option<String> {
        let mut out = Plain::default();
        let quote = super::super::meant::quote(text.as_bytes(), 1);
        let done = read(&text.as_bytes()[1..text.len() - 1], 1, quote, code, &mut out);
        done.then(|| String::from_utf8(out.text).unwrap())
    }

    #[track_caller]
    fn check(text: &str, code: Code, expect: &str) {
        assert_eq!(value(text, code).as_deref(), Some(expect), "{text}");
    }

    #[test]
    fn quotes_are_doubled() {
        check("'O''Brien'", Code::Quoted, "O'Brien");
        check("'C:\\new \"\"'", Code::Quoted, "C:\\new \"\"");
        check("\"a\"\"b''\"", Code::Escaped, "a\"b''");
    }

    #[test]
    fn backslashes_escape_as_mysql_does() {
        check("'O\\'Brien''s'", Code::Escaped, "O'Brien's");
        check("'a\\nb\\rc\\td\\\\ne\\0\\Z\\\"'", Code::Escaped, "a\nb\rc\td\\ne\0\u{1a}\"");
        check("'\\x41\\u0040\\101'", Code::Escaped, "x41u0040101");
        check("'{\\\"a\\\": \\\"b\\\\nc\\\"}'", Code::Escaped, "{\"a\": \"b\\nc\"}");
    }

    #[test]
    fn numbers_stand_for_characters_in_postgres() {
        check("'jane\\u0040example.org'", Code::Numbered, "jane@example.org");
        check("'jane\\x40example\\056org\\U0001F600'", Code::Numbered, "jane@example.org\u{1f600}");
        check("'\\x4\\7!'", Code::Numbered, "\u{4}\u{7}!");
        check("'\\xyz\\u00\\uD800'", Code::Numbered, "xyz\0uD800");
        check("\ta''b\\tc\t", Code::Numbered, "a''b\tc");
    }

    #[test]
    fn digits_of_bytes_are_text_or_nothing() {
        check(",0x6A6F65,", Code::Hex, "joe");
        check("'6a6f65'", Code::Hex, "joe");
        for no in [",0x6A6F6,", ",0x00ff,", ",0xff,", ",0x,", ",0x6g,", "'x'"] {
            assert_eq!(value(no, Code::Hex), None, "{no}");
        }
    }

    proptest! {
        /// Whatever is written, its value has a place for each of its bytes, in order.
        #[test]
        fn every_byte_has_its_place(text in "['\\\\0-7nxuU\"aé\\n]{0,40}", which in 0usize..4) {
            let code = [Code::Quoted, Code::Escaped, Code::Numbered, Code::Hex][which];
            let mut out = Plain::default();
            if read(text.as_bytes(), 0, b'\'', code, &mut out) {
                let len = out.text.len();
                let starts: Vec<_> = (0..len).map(|n| out.written(n..n + 1).start).collect();
                prop_assert!(starts.is_sorted());
                prop_assert_eq!(out.written(0..len), 0..text.len());
            }
        }
    }
}
