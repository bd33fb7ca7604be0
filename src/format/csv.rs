//! Tables in text: CSV, TSV and their kin (RFC 4180, read leniently). A quoted cell may hold delimiters and line
//! ends; a quote opens a cell only at its start.

use crate::model::Cell;

use super::coded::Code;
use super::eight::near;
use super::{Grid, offset};

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// What stands between cells.
    pub(crate) delimiter: u8,
}

/// Fills `out` with the cells of `text`, which begins at a row's start; gives the number of rows.
pub(crate) fn cells(text: &[u8], dialect: Dialect, out: &mut Grid) -> u32 {
    out.cells.clear();
    out.coded.clear();
    let (mut at, mut row, mut column) = (0, 0u32, 0u16);
    while at < text.len() {
        let Found { start, end, next, is_coded } = cell(text, at, dialect.delimiter);
        let cell = Cell { start: offset(start), end: offset(end), row, table: 0, column };
        out.push(cell, is_coded.then_some(Code::Quoted));
        if text.get(next) == Some(&dialect.delimiter) {
            column = column.saturating_add(1);
        } else {
            row += 1;
            column = 0;
        }
        at = next + 1;
    }
    row
}

/// Hands out the cells of the row at `at`: start, end, and whether quotes are doubled in it. Gives where the next row begins; `None` if
/// the row may go on after the text, unless that has `ended`.
pub(super) fn row(
    text: &[u8],
    mut at: usize,
    dialect: Dialect,
    ended: bool,
    mut each: impl FnMut(usize, usize, bool),
) -> Option<usize> {
    loop {
        let opens = text.get(at) == Some(&b'"');
        let Found { start, end, next, is_coded } = cell(text, at, dialect.delimiter);
        // What never closes ends with its line.
        let is_open = opens && text.get(end) != Some(&b'"');
        if !ended && (next >= text.len() || is_open) {
            return None;
        }
        each(start, end, is_coded);
        if text.get(next) != Some(&dialect.delimiter) {
            return Some(text.len().min(next + 1));
        }
        at = next + 1;
    }
}

/// A cell in the text.
struct Found {
    /// First byte of the value.
    start: usize,
    /// After its last.
    end: usize,
    /// Where the delimiter or the line end stands.
    next: usize,
    /// Whether quotes are doubled in it.
    is_coded: bool,
}

/// The cell at `at`.
#[inline(always)]
fn cell(text: &[u8], at: usize, delimiter: u8) -> Found {
    let found = |start, end, next| Found { start, end, next, is_coded: false };
    let stop = |from: usize| {
        let rest = text.get(from..).unwrap_or(&[]);
        let end = near(rest, delimiter, b'\n').or_else(|| memchr::memchr2(delimiter, b'\n', rest));
        end.map_or(text.len(), |n| from + n)
    };
    if text.get(at) != Some(&b'"') {
        let next = stop(at);
        return found(at, without_return(text, at, next), next);
    }
    match closing_quote(text, at + 1) {
        // Mostly the delimiter follows at once.
        Some((close, is_coded)) if text.get(close + 1) == Some(&delimiter) => {
            Found { start: at + 1, end: close, next: close + 1, is_coded }
        }
        Some((close, is_coded)) => Found { is_coded, ..found(at + 1, close, stop(close)) },
        // Never closed: better a cell that ends with its line than one that swallows the rest.
        None => {
            let next = stop(at + 1);
            found(at + 1, without_return(text, at + 1, next), next)
        }
    }
}

fn without_return(text: &[u8], start: usize, end: usize) -> usize {
    let is_line_end = matches!(text.get(end), None | Some(b'\n'));
    if end > start && is_line_end && text.get(end - 1) == Some(&b'\r') { end - 1 } else { end }
}

/// The quote that ends a cell, one that no second quote follows, and whether others do.
fn closing_quote(text: &[u8], from: usize) -> Option<(usize, bool)> {
    let (mut at, mut is_coded) = (from, false);
    loop {
        at += memchr::memchr(b'"', text.get(at..)?)?;
        if text.get(at + 1) != Some(&b'"') {
            return Some((at, is_coded));
        }
        is_coded = true;
        at += 2;
    }
}

/// The end of the last whole row of `text`, which begins at a row's start.
pub(crate) fn last_row_end(text: &[u8], dialect: Dialect) -> Option<usize> {
    let mut plain = 0; // where the stretch without quotes begins
    let mut last = None;
    let line_end = |from: usize, to: usize| {
        text.get(from..to).and_then(|t| memchr::memrchr(b'\n', t)).map(|n| from + n + 1)
    };
    loop {
        let Some(quote) = memchr::memchr(b'"', text.get(plain..)?).map(|n| plain + n) else {
            return line_end(plain, text.len()).or(last);
        };
        last = line_end(plain, quote).or(last);
        let opens = quote == 0 || text.get(quote - 1).is_some_and(|b| *b == dialect.delimiter || *b == b'\n');
        if !opens {
            plain = quote + 1;
            continue;
        }
        match closing_quote(text, quote + 1) {
            Some((close, _)) => plain = close + 1,
            None => return last,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COMMA: Dialect = Dialect { delimiter: b',' };

    fn values(text: &str) -> Vec<(u32, u16, &str)> {
        let mut out = Grid::default();
        cells(text.as_bytes(), COMMA, &mut out);
        out.cells.iter().map(|c| (c.row, c.column, &text[c.start as usize..c.end as usize])).collect()
    }

    #[test]
    fn cells_of_plain_quoted_and_ragged_rows() {
        assert_eq!(values("a,b\r\n1,2\n"), [(0, 0, "a"), (0, 1, "b"), (1, 0, "1"), (1, 1, "2")]);
        assert_eq!(values("\"x,y\nz\",2"), [(0, 0, "x,y\nz"), (0, 1, "2")]);
        assert_eq!(values("\"say \"\"hi\"\"\",2"), [(0, 0, "say \"\"hi\"\""), (0, 1, "2")]);
        assert_eq!(values("5\" pipe,2\n3"), [(0, 0, "5\" pipe"), (0, 1, "2"), (1, 0, "3")]);
        assert_eq!(values("\"open,2\n3,4"), [(0, 0, "open"), (0, 1, "2"), (1, 0, "3"), (1, 1, "4")]);
        assert_eq!(values(""), []);
    }

    #[test]
    fn cells_with_doubled_quotes_are_coded() {
        let mut out = Grid::default();
        cells(b"\"a\",\"say \"\"hi\"\"\",5\"\"x\n\"\"\"\"", COMMA, &mut out);
        assert_eq!(out.coded, [(1, Code::Quoted), (3, Code::Quoted)]);
    }

    #[test]
    fn rows_end_outside_quotes() {
        let end = |text: &str| last_row_end(text.as_bytes(), COMMA);
        assert_eq!(end("a,b\n1,2\n3"), Some(8));
        assert_eq!(end("a,\"b\nc\"\n1,\"x\n"), Some(8));
        assert_eq!(end("5\" pipe\n3"), Some(8));
        assert_eq!(end("abc"), None);
    }

    proptest! {
        #[test]
        fn every_byte_is_in_a_cell_or_beside_one(text in "[a,\"\n\r]{0,60}") {
            let mut grid = Grid::default();
            cells(text.as_bytes(), COMMA, &mut grid);
            let out = grid.cells;
            for pair in out.windows(2) {
                prop_assert!(pair[0].end < pair[1].start || pair[0].end + 2 > pair[1].start);
                prop_assert!(pair[0].start <= pair[0].end && pair[0].end <= pair[1].start);
            }
            let letters = text.bytes().enumerate().filter(|(_, b)| *b == b'a');
            for (i, _) in letters {
                let i = u32::try_from(i).unwrap();
                let held = out.iter().any(|c| c.start <= i && i < c.end);
                // Letters between a closing quote and its delimiter belong to no cell by RFC 4180.
                let after_quote = text[..i as usize].contains('"');
                prop_assert!(held || after_quote);
            }
        }
    }
}
