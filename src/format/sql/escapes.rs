//! Values as they are meant: strings and fields of `COPY` without their escapes, bytes without their digits.

use std::ops::Range;

use crate::format::{Grid, offset};
use crate::model::Cell;

/// How a cell that does not stand as it is meant is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// Its quote is doubled in it.
    Quoted,
    /// A backslash escapes, besides (MySQL's strings).
    Escaped,
    /// So it does, and numbers of bytes and characters may stand behind it (fields of `COPY`, `E'…'`: PostgreSQL, 4.1.2.2
    /// and `COPY`).
    Numbered,
    /// Digits of bytes: `0x6A`, `X'6A'`.
    Hex,
}

/// The values of cells that do not stand as they are meant, each on a line of its own.
#[derive(Default)]
pub(crate) struct Meant {
    /// The values.
    pub(crate) text: Vec<u8>,
    /// Where each of them is.
    pub(crate) cells: Vec<Cell>,
    /// The cells that they are of, in the text that they were read from.
    sources: Vec<(Cell, Code)>,
}

impl Meant {
    /// Reads the values of cells that begin within `owned`.
    pub(crate) fn read(&mut self, text: &[u8], grid: &Grid, owned: &Range<usize>) {
        self.text.clear();
        self.cells.clear();
        self.sources.clear();
        for (index, code) in &grid.coded {
            let Some(cell) = grid.cells.get(*index as usize) else { continue };
            let start = self.text.len();
            if owned.contains(&(cell.start as usize)) && decode(text, cell, *code, &mut self.text) {
                self.cells.push(Cell { start: offset(start), end: offset(self.text.len()), ..*cell });
                self.sources.push((*cell, *code));
                self.text.push(b'\n');
            }
        }
    }

    /// Whether one of the cells that the values are of holds this byte.
    pub(crate) fn holds(&self, at: usize) -> bool {
        let behind = self.sources.partition_point(|(cell, _)| cell.end as usize <= at);
        self.sources.get(behind).is_some_and(|(cell, _)| cell.start as usize <= at)
    }

    /// What stands in `text`, from which it was read, for a stretch of one of the values.
    pub(crate) fn source(&self, text: &[u8], span: Range<usize>) -> Option<Range<usize>> {
        let index = self.cells.partition_point(|cell| cell.start as usize <= span.start).checked_sub(1)?;
        let (value, (cell, code)) = (self.cells.get(index)?, self.sources.get(index)?);
        let at = |at: usize| {
            let written = text.get(cell.start as usize..cell.end as usize).unwrap_or(&[]);
            cell.start as usize + length_of(written, quote(text, cell), *code, at - value.start as usize)
        };
        Some(at(span.start)..at(span.end))
    }
}

/// Appends the value of a cell; `false` if it is no text.
fn decode(text: &[u8], cell: &Cell, code: Code, out: &mut Vec<u8>) -> bool {
    let start = out.len();
    let written = text.get(cell.start as usize..cell.end as usize).unwrap_or(&[]);
    let mut at = 0;
    while at < written.len() {
        let Some((len, unit)) = unit(written, at, quote(text, cell), code) else { break };
        out.extend_from_slice(unit.bytes());
        at += len;
    }
    let value = out.get(start..).unwrap_or(&[]);
    let is_text =
        code != Code::Hex || (memchr::memchr(0, value).is_none() && std::str::from_utf8(value).is_ok());
    if !is_text || at < written.len() {
        out.truncate(start);
    }
    out.len() > start
}

/// How much of `written` stands for the first `len` bytes of its value.
fn length_of(written: &[u8], quote: u8, code: Code, len: usize) -> usize {
    let (mut at, mut given) = (0, 0);
    while given < len {
        let Some((step, unit)) = unit(written, at, quote, code) else { break };
        let whole = unit.bytes().len();
        // A stretch that stands as it is meant may be needed in part.
        at += if let Unit::Plain(_) = unit { whole.min(len - given) } else { step };
        given += whole;
    }
    at
}

/// The quote that a cell stands behind; where there is none, a byte that no value holds.
fn quote(text: &[u8], cell: &Cell) -> u8 {
    let before = (cell.start as usize).checked_sub(1).and_then(|at| text.get(at)).copied();
    before.filter(|b| matches!(b, b'\'' | b'"')).unwrap_or(0)
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

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Plain(bytes) => bytes,
            Self::Other(bytes, len) => bytes.get(..*len).unwrap_or(&[]),
        }
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
            // One byte at a time would be read over and over by whoever asks where a value begins.
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

    fn cell(text: &str) -> Cell {
        Cell { start: 1, end: offset(text.len() - 1), row: 1, table: 0, column: 0 }
    }

    /// The value of a cell whose text stands between two bytes.
    fn value(text: &str, code: Code) -> Option<String> {
        let mut out = Vec::new();
        decode(text.as_bytes(), &cell(text), code, &mut out).then(|| String::from_utf8(out).unwrap())
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

    /// A byte of the value and the bytes that it is written with.
    #[test]
    fn places_are_those_of_what_is_written() {
        let text = b"('it\\'s \\\\ j@x.org\\n')";
        let cell = Cell { start: 2, end: 20, row: 1, table: 0, column: 0 };
        let grid = Grid { cells: vec![cell], coded: vec![(0, Code::Escaped)], ..Grid::default() };
        let mut meant = Meant::default();
        meant.read(text, &grid, &(0..text.len()));
        assert_eq!(meant.text, b"it's \\ j@x.org\n\n");
        let source = |span| meant.source(text, span).map(|s| &text[s]);
        assert_eq!(source(7..14), Some(&b"j@x.org"[..]));
        assert_eq!(source(2..4), Some(&b"\\'s"[..]));
        assert_eq!(
            (meant.holds(1), meant.holds(2), meant.holds(19), meant.holds(20)),
            (false, true, true, false)
        );
        meant.read(text, &grid, &(3..text.len()));
        assert!(meant.cells.is_empty(), "it begins in another window");
    }

    proptest! {
        /// Whatever is written, its value has a place for each of its bytes, in order.
        #[test]
        fn every_byte_has_its_place(text in "['\\\\0-7nxuU\"aé\\n]{0,40}", which in 0usize..4) {
            let code = [Code::Quoted, Code::Escaped, Code::Numbered, Code::Hex][which];
            let text = format!("'{text}'");
            let mut out = Vec::new();
            if decode(text.as_bytes(), &cell(&text), code, &mut out) {
                let written = &text.as_bytes()[1..text.len() - 1];
                let places: Vec<_> = (0..=out.len()).map(|n| length_of(written, b'\'', code, n)).collect();
                prop_assert!(places.windows(2).all(|pair| pair[0] <= pair[1]));
                prop_assert_eq!(places[out.len()], written.len());
            }
        }
    }
}
