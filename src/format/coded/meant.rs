//! The values of cells as they are meant, and what they are of.

use std::ops::Range;

use crate::format::plain::Plain;
use crate::format::{Grid, offset};
use crate::model::Cell;

use super::{Code, lines, read_markup, strings};

/// The values of cells that do not stand as they are meant, each on a line of its own.
#[derive(Default)]
pub(crate) struct Meant {
    /// The values.
    pub(crate) plain: Plain,
    /// Where each of them is.
    pub(crate) cells: Vec<Cell>,
    /// The cells that they are of, in the text that they were read from.
    sources: Vec<Cell>,
    /// Whether a part of a mail was no text.
    unread: bool,
}

impl Meant {
    /// Reads the values of cells that begin within `owned`.
    pub(crate) fn read(&mut self, text: &[u8], grid: &Grid, owned: &Range<usize>) {
        self.plain.clear();
        self.cells.clear();
        self.sources.clear();
        for (index, code) in &grid.coded {
            let Some(cell) = grid.cells.get(*index as usize) else { continue };
            if owned.contains(&(cell.start as usize)) {
                self.add(text, cell, *code);
            }
        }
    }

    fn add(&mut self, text: &[u8], cell: &Cell, code: Code) {
        let written = text.get(cell.start as usize..cell.end as usize).unwrap_or(&[]);
        let (plain, base) = (&mut self.plain, cell.start as usize);
        let start = plain.text.len();
        plain.put(&[], base, 0);
        let is_read = match code {
            Code::Quoted | Code::Escaped | Code::Numbered | Code::Hex => {
                strings::read(written, base, quote(text, base), code, plain)
            }
            Code::Folded | Code::Card | Code::Printable => lines::read(written, base, code, plain),
            Code::Base64 | Code::Part => lines::read_base64(written, base, code, plain),
            Code::Words => lines::read_words(written, base, plain),
            Code::Markup => {
                read_markup(written, base, plain);
                true
            }
        };
        self.unread |= !is_read && code == Code::Part && is_file(written);
        if !is_read || plain.text.len() == start {
            return plain.truncate(start);
        }
        self.cells.push(Cell { start: offset(start), end: offset(plain.text.len()), ..*cell });
        self.sources.push(*cell);
        self.plain.copy(b"\n");
    }

    /// Whether a part of a mail was no text since this was asked last.
    pub(crate) fn take_unread(&mut self) -> bool {
        std::mem::take(&mut self.unread)
    }

    /// Whether one of the cells that the values are of holds this byte.
    pub(crate) fn holds(&self, at: usize) -> bool {
        self.source(at).is_some()
    }

    /// What a stretch means that begins in one of those cells. Of Base64 it may be a byte or two more.
    pub(crate) fn value(&self, span: &Range<usize>) -> Option<&[u8]> {
        let number = self.source(span.start)?;
        let (source, cell) = (self.sources.get(number)?, self.cells.get(number)?);
        let is_first = span.start == source.start as usize;
        let start = if is_first { cell.start as usize } else { self.plain.meant(span.start) };
        self.plain.text.get(start..self.plain.meant(span.end).min(cell.end as usize))
    }

    /// The number of the cell that holds this byte.
    fn source(&self, at: usize) -> Option<usize> {
        let behind = self.sources.partition_point(|cell| cell.end as usize <= at);
        self.sources.get(behind).filter(|cell| cell.start as usize <= at).map(|_| behind)
    }
}

/// Whether Base64 is what a file is sent as, rather than a line that somebody put below it.
fn is_file(written: &[u8]) -> bool {
    const SHORTEST: usize = 32;
    let is_digit = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'\r' | b'\n');
    written.len() >= SHORTEST && written.iter().all(is_digit)
}

/// The quote that a cell comes after; where there is none, a byte that no value holds.
pub(super) fn quote(text: &[u8], start: usize) -> u8 {
    let before = start.checked_sub(1).and_then(|at| text.get(at)).copied();
    before.filter(|b| matches!(b, b'\'' | b'"')).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_are_no_text_are_told_of() {
        let unread = |text: &str, code| {
            let end = offset(text.len());
            let cell = Cell { start: 0, end, row: 0, table: 0, column: 0 };
            let grid = Grid { cells: vec![cell], coded: vec![(0, code)], ..Grid::default() };
            let mut meant = Meant::default();
            meant.read(text.as_bytes(), &grid, &(0..text.len()));
            let is_unread = meant.take_unread();
            assert!(!meant.take_unread(), "it is told once");
            is_unread
        };
        let picture = "iVBORw0KGgoAAAANSUhEUgAA\r\nAAEAAAABCAYAAAAfFcSJ";
        assert!(unread(picture, Code::Part));
        assert!(!unread(picture, Code::Base64), "a photo in a directory");
        let letter = "SsO2cmcgYW5kIHNvIG9uIGFuZCBzbyBv\r\nbiBhbmQgc28gb24gYW5kIHNv";
        assert!(
            !unread(letter, Code::Part) && !unread(letter.get(4..).unwrap(), Code::Part),
            "cut in a letter"
        );
        assert!(!unread("You are subscribed to a list of this club", Code::Part));
        assert!(!unread("//79", Code::Part));
        assert!(!unread("SvZyZyBsZWJ0IGluIE1haW56IHNlaXQgdmllbGVuIEphaHJlbg==", Code::Part), "Windows-1252");
    }

    /// A byte of the value and the bytes that it is written with.
    #[test]
    fn places_are_those_of_what_is_written() {
        let text = b"('it\\'s \\\\ j@x.org\\n', 'a''b@x.org')";
        let cell = |start, end, column| Cell { start, end, row: 1, table: 0, column };
        let cells = vec![cell(2, 20, 0), cell(24, 34, 1)];
        let coded = vec![(0, Code::Escaped), (1, Code::Quoted)];
        let grid = Grid { cells, coded, ..Grid::default() };
        let mut meant = Meant::default();
        meant.read(text, &grid, &(0..text.len()));
        assert_eq!(meant.plain.text, b"it's \\ j@x.org\n\na'b@x.org\n");
        let source = |span| &text[meant.plain.written(span)];
        assert_eq!(source(7..14), b"j@x.org");
        assert_eq!(source(2..4), b"\\'s");
        assert_eq!((source(16..25), source(18..25)), (&b"a''b@x.org"[..], &b"b@x.org"[..]));
        let value = |span: Range<usize>| meant.value(&span).map(String::from_utf8_lossy);
        assert_eq!(value(2..20).as_deref(), Some("it's \\ j@x.org\n"));
        assert_eq!(
            (value(11..18).as_deref(), value(24..34).as_deref()),
            (Some("j@x.org"), Some("a'b@x.org"))
        );
        assert_eq!((value(21..23), value(0..20)), (None, None));
        assert_eq!(
            (meant.holds(1), meant.holds(2), meant.holds(19), meant.holds(20)),
            (false, true, true, false)
        );
        meant.read(text, &grid, &(3..20));
        assert!(meant.cells.is_empty(), "it begins in another window");
    }
}
