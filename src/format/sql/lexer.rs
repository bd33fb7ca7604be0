//! Where in a dump we are: in text, among the tuples of a statement, or in a `COPY` block. One pass from the first
//! byte to the last; whoever feeds it may cut the dump anywhere.

use std::sync::Arc;

use crate::format::csv::Dialect;
use crate::format::{CellReader, Grid};
use crate::model::{Cell, Heading, readable};

use super::copy::Layout;
use super::statement::{Kind, Statement, statement};
use super::tables::Tables;
use super::token::{Read, Stop, blanks, byte};
use super::tuple::{fields, record, tuple};

/// Longest row that is read as one, and longest beginning of a statement: a quote that never closes must not hold the
/// whole file in memory. Longer ones are running text.
const LONGEST: usize = 4 * 1024 * 1024;

/// What may be looked at in vain before nothing is tried any more, besides as much as there is: hostile input must
/// not be read over and over.
const PATIENCE: u64 = 16 * LONGEST as u64;

/// Reads a dump in order.
pub(crate) struct Lexer {
    state: State,
    tables: Tables,
    rows: Rows,
    /// Whether a backslash escapes in strings. Dialects differ, and rows tell which it is.
    escapes: bool,
    /// Where it reads on, in the text that it was given last.
    at: usize,
    /// Bytes before that text.
    before: u64,
    /// Bytes that were looked at in vain.
    wasted: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Running text. A statement can begin where a line does, or after another.
    Text { fresh: bool },
    /// The tuples of an `INSERT`, before or after the first.
    Tuples { first: bool },
    /// The lines of a `COPY` block.
    Lines,
}

/// Whose rows are being read.
struct Rows {
    table: usize,
    /// The columns that the statement lists.
    listed: Option<Vec<String>>,
    /// What the rows hold; known with the first of them.
    heading: Option<Arc<Heading>>,
    /// Number of the heading in the grid.
    slot: Option<u16>,
    /// The statement up to its rows: the next is often the same.
    opening: Vec<u8>,
    /// How the lines of a block are written. Its header is gone once it was read.
    layout: Layout,
}

impl Default for Rows {
    fn default() -> Self {
        let (heading, slot, opening) = (None, None, Vec::new());
        Self { table: 0, listed: None, heading, slot, opening, layout: Layout::TEXT }
    }
}

impl CellReader for Lexer {
    /// It is the end of a row, or in running text.
    fn at(&self) -> usize {
        self.at
    }

    fn step(&mut self, text: &[u8], until: usize, ended: bool, grid: &mut Grid) -> bool {
        // What is decided of a unit depends on the bytes within reach and on nothing else.
        let view = text.get(..self.at + LONGEST).unwrap_or(text);
        let at_end = ended && view.len() == text.len();
        let (cells, left) = (grid.cells.len(), view.len() - self.at);
        let exhausted = at_end || left == LONGEST;
        let done = match self.state {
            State::Text { fresh } => self.text(view, until, fresh, grid),
            State::Tuples { first } => self.tuple(view, first, exhausted, grid),
            State::Lines => self.line(view, at_end, exhausted, grid),
        };
        let Err(stop) = done else { return true };
        grid.truncate(cells);
        let seen = match stop {
            Stop::More if !exhausted => return false,
            Stop::More => left,
            Stop::Not(at) => at.saturating_sub(self.at),
        };
        self.wasted += seen as u64;
        self.state = State::Text { fresh: false };
        true
    }

    fn shift(&mut self, len: usize) {
        self.at -= len;
        self.before += len as u64;
        self.rows.slot = None;
    }
}

impl Lexer {
    /// A lexer of a dump that begins like `head`. Its first lines may be rows of a statement that stands elsewhere.
    pub(crate) fn new(opening: Option<&[u8]>, head: &[u8]) -> Self {
        let mut lexer = Self::of(head);
        if let Some(opening) = opening {
            lexer.read(opening, opening.len(), true, &mut Grid::default());
            lexer.shift(lexer.at);
        }
        lexer
    }

    fn of(head: &[u8]) -> Self {
        let text = State::Text { fresh: true };
        // Names in backticks are MySQL's and its kin's, where a backslash escapes.
        let escapes = memchr::memchr_iter(b'`', head).any(|at| is_name(head, at));
        let (tables, rows) = (Tables::default(), Rows::default());
        Self { state: text, tables, rows, escapes, at: 0, before: 0, wasted: 0 }
    }

    /// The statement at `at`, or else the rest of the line.
    fn text(&mut self, text: &[u8], until: usize, fresh: bool, grid: &mut Grid) -> Read<()> {
        if fresh && self.statement(text, grid)? {
            return Ok(());
        }
        let rest = text.get(self.at..until.min(text.len())).unwrap_or(&[]);
        let end = memchr::memchr2(b'\n', b';', rest);
        self.at += end.map_or(rest.len(), |n| n + 1);
        self.state = State::Text { fresh: end.is_some() };
        Ok(())
    }

    /// Begins the statement at `at`, if it is one that matters.
    fn statement(&mut self, text: &[u8], grid: &mut Grid) -> Read<bool> {
        let rest = text.get(self.at..).unwrap_or(&[]);
        let indent = rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let at = self.at + indent;
        let Rows { heading, opening, .. } = &self.rows;
        if heading.is_some()
            && !opening.is_empty()
            && rest.get(indent..).is_some_and(|r| r.starts_with(opening))
        {
            self.at = at + opening.len();
            self.state = State::Tuples { first: true };
            return Ok(true);
        }
        let Some(Statement { kind, table, columns, end }) = self.attempt(text, at)? else { return Ok(false) };
        match (kind, columns) {
            (Kind::Create, columns) => {
                if let Some(heading) = self.tables.create(&table, columns.unwrap_or_default()) {
                    grid.announce(&heading, 0);
                }
            }
            (_, listed) => {
                let Some(table) = self.tables.number(&table) else { return Ok(false) };
                let layout = if let Kind::Copy(layout) = kind { layout } else { Layout::TEXT };
                self.rows = Rows { table, listed, layout, ..Rows::default() };
                self.state = State::Lines;
                if kind == Kind::Insert {
                    self.rows.opening.extend_from_slice(text.get(at..end).unwrap_or(&[]));
                    self.state = State::Tuples { first: true };
                }
            }
        }
        self.at = end;
        Ok(true)
    }

    /// The statement at `at`, if one that matters begins there.
    fn attempt(&mut self, text: &[u8], at: usize) -> Read<Option<Statement>> {
        if self.wasted > self.before + at as u64 + PATIENCE {
            return Ok(None);
        }
        match statement(text, at) {
            Ok(found) => Ok(Some(found)),
            Err(Stop::Not(seen)) => {
                self.wasted += (seen - at) as u64;
                Ok(None)
            }
            Err(Stop::More) => Err(Stop::More),
        }
    }

    /// The tuple at `at`, and the comma before it unless it is the first; where there is none, the statement is over.
    fn tuple(&mut self, text: &[u8], first: bool, exhausted: bool, grid: &mut Grid) -> Read<()> {
        let Some(open) = next_tuple(text, self.at, first)? else {
            self.state = State::Text { fresh: true };
            return Ok(());
        };
        let cells = grid.cells.len();
        let (end, width) = self.values(text, open, exhausted, grid)?;
        if !self.settle(width, cells, grid) {
            return Err(Stop::Not(end));
        }
        self.tables.count_row(self.rows.table);
        self.at = end;
        self.state = State::Tuples { first: false };
        Ok(())
    }

    /// The cells of the tuple at `open`, by the dialect's strings or else by the other kind.
    fn values(&mut self, text: &[u8], open: usize, exhausted: bool, grid: &mut Grid) -> Read<(usize, u16)> {
        let (place, cells) = (self.place(), grid.cells.len());
        let seen = match tuple(text, open, self.escapes, place, grid) {
            Err(Stop::Not(seen)) => seen,
            Err(Stop::More) if exhausted => text.len(),
            done => return done,
        };
        grid.truncate(cells);
        let done = tuple(text, open, !self.escapes, place, grid);
        match done {
            Ok(_) => {
                self.escapes = !self.escapes;
                self.wasted += (seen - open) as u64;
                done
            }
            Err(Stop::Not(other)) => Err(Stop::Not(seen.max(other))),
            Err(Stop::More) => done,
        }
    }

    /// The line at `at` of a `COPY` block, or its end. A line that does not fit stays running text.
    fn line(&mut self, text: &[u8], at_end: bool, exhausted: bool, grid: &mut Grid) -> Read<()> {
        let rest = text.get(self.at..).unwrap_or(&[]);
        let (len, next) = match memchr::memchr(b'\n', rest) {
            Some(n) => (n, n + 1),
            None if at_end => (rest.len(), rest.len()),
            None => return Err(Stop::More),
        };
        let line = rest.get(..len).unwrap_or(&[]);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line == b"\\." {
            self.at += next;
            self.state = State::Text { fresh: true };
            return Ok(());
        }
        let cells = grid.cells.len();
        let Layout { is_csv, delimiter, .. } = self.rows.layout;
        let behind = self.at + next;
        let (mut next, width) = if is_csv {
            record(text, self.at, Dialect { delimiter }, exhausted, self.place(), grid)?
        } else {
            (behind, fields(text, self.at, self.at + line.len(), delimiter, self.place(), grid)?)
        };
        if std::mem::take(&mut self.rows.layout.has_header) {
            self.header(text, next, grid.cells.get(cells..).unwrap_or(&[]));
            grid.truncate(cells);
            return Ok(());
        }
        if !self.settle(width, cells, grid) {
            grid.truncate(cells);
            // A block without its end: what follows are statements.
            if self.attempt(text, self.at)?.is_some() {
                self.state = State::Text { fresh: true };
                return Ok(());
            }
            // The quote that it goes on after may be none.
            next = behind;
        }
        self.tables.count_row(self.rows.table);
        self.at = next;
        Ok(())
    }

    /// The first line of a block, up to `next`, whose `cells` name the columns.
    fn header(&mut self, text: &[u8], next: usize, cells: &[Cell]) {
        let name = |cell: &Cell| text.get(cell.start as usize..cell.end as usize).unwrap_or(&[]);
        let names = || cells.iter().map(|cell| readable(name(cell)).into_owned()).collect();
        self.rows.listed.get_or_insert_with(names);
        self.at = next;
    }

    /// Where the next cells belong; their column is not known yet.
    fn place(&self) -> Cell {
        let (row, table) = (self.tables.next_row(self.rows.table), self.rows.slot.unwrap_or(0));
        Cell { start: 0, end: 0, row, table, column: 0 }
    }

    /// Finds out what rows of this width hold, and says whether these do, which counts as one; their cells are those from
    /// `first` on.
    fn settle(&mut self, width: u16, first: usize, grid: &mut Grid) -> bool {
        let rows = &mut self.rows;
        if rows.heading.is_none() {
            rows.heading = self.tables.heading(rows.table, rows.listed.as_deref(), width);
        }
        let Some(heading) = &rows.heading else { return false };
        if rows.slot.is_none() {
            rows.slot = grid.slot(heading);
            let cells = grid.cells.get_mut(first..).unwrap_or(&mut []);
            cells.iter_mut().for_each(|c| c.table = rows.slot.unwrap_or(0));
        }
        let fits = rows.slot.is_some() && heading.columns.len() == usize::from(width);
        if fits {
            grid.count(heading, 1);
        }
        fits
    }
}

/// Whether the backtick at `at` opens the name of a table: in values there may be any.
fn is_name(head: &[u8], at: usize) -> bool {
    let before = head.get(..at).unwrap_or(&[]).trim_ascii_end();
    let ends = |word: &&str| {
        let start = before.len().saturating_sub(word.len());
        before.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(word.as_bytes()))
    };
    ["into", "table", "exists", "insert"].iter().any(ends)
}

/// The `(` of the tuple that follows; `None` where the statement is over.
fn next_tuple(text: &[u8], at: usize, first: bool) -> Read<Option<usize>> {
    if !first && text.get(at..at + 2) == Some(b",(") {
        return Ok(Some(at + 1));
    }
    let mut open = blanks(text, at)?;
    if !first {
        if byte(text, open)? != b',' {
            return Ok(None);
        }
        open = blanks(text, open + 1)?;
    }
    Ok((byte(text, open)? == b'(').then_some(open))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A cell as a person would name it: table, column, row, value.
    fn named<'a>(text: &'a str, grid: &Grid, cell: &Cell) -> (String, String, u32, &'a str) {
        let heading = &grid.headings[usize::from(cell.table)];
        let column = heading.columns[usize::from(cell.column)].clone();
        (heading.table.clone(), column, cell.row, &text[cell.start as usize..cell.end as usize])
    }

    fn whole(text: &[u8]) -> Grid {
        let mut grid = Grid::default();
        assert!(Lexer::new(None, text).read(text, text.len(), true, &mut grid));
        grid
    }

    #[track_caller]
    fn check(text: &str, expect: &[(&str, &str, u32, &str)]) {
        let grid = whole(text.as_bytes());
        let cells: Vec<_> = grid.cells.iter().map(|c| named(text, &grid, c)).collect();
        let expect: Vec<_> = expect.iter().map(|e| (e.0.to_owned(), e.1.to_owned(), e.2, e.3)).collect();
        assert_eq!(cells, expect, "{text}");
    }

    #[test]
    fn rows_are_counted_by_table() {
        check(
            "CREATE TABLE t (id int, n text);\nINSERT INTO t VALUES (1,'a'),(2,'b');\nINSERT INTO u (x) VALUES ('c');\n\
             INSERT INTO T (n) VALUES ('d');\nCOPY t (id) FROM stdin;\n5\n\\.\nINSERT INTO t VALUES (6,'e') ON CONFLICT;",
            &[
                ("t", "id", 1, "1"),
                ("t", "n", 1, "a"),
                ("t", "id", 2, "2"),
                ("t", "n", 2, "b"),
                ("u", "x", 1, "c"),
                ("t", "n", 3, "d"),
                ("t", "id", 4, "5"),
                ("t", "id", 5, "6"),
                ("t", "n", 5, "e"),
            ],
        );
    }

    #[test]
    fn backslashes_are_told_by_the_rows() {
        check(
            "INSERT INTO t (a,b) VALUES ('C:\\','x'),('it\\'s, no','y');",
            &[("t", "a", 1, "C:\\"), ("t", "b", 1, "x"), ("t", "a", 2, "it\\'s, no"), ("t", "b", 2, "y")],
        );
        check(
            "INSERT INTO `t` (`a`,`b`) VALUES ('it\\'), (','y'),('C:\\','x');",
            &[("t", "a", 1, "it\\'), ("), ("t", "b", 1, "y"), ("t", "a", 2, "C:\\"), ("t", "b", 2, "x")],
        );
    }

    #[test]
    fn what_is_no_row_ends_its_statement_only() {
        let good = ("t", "a", 1, "x");
        for broken in [
            "INSERT INTO t (a) VALUES ('x'),('it's'),('y');",
            "INSERT INTO t (a) VALUES ('x'),(1,2),('y');",
            "INSERT INTO t (a) VALUES ('x'),;",
            "INSERT INTO t (a) VALUES ('x'),(1;",
        ] {
            let text = format!("{broken}\nINSERT INTO u (b) VALUES ('z');");
            check(&text, &[good, ("u", "b", 1, "z")]);
        }
        check(
            "COPY t (a,b) FROM stdin;\nx\ty\nx\n\nx\tz\nINSERT INTO u (b) VALUES ('z');",
            &[
                ("t", "a", 1, "x"),
                ("t", "b", 1, "y"),
                ("t", "a", 4, "x"),
                ("t", "b", 4, "z"),
                ("u", "b", 1, "z"),
            ],
        );
    }

    #[test]
    fn blocks_of_csv_have_rows() {
        check(
            "COPY t (a, b) FROM stdin WITH (FORMAT csv);\nx,\"y,\n\"\"z\"\"\"\r\n,v\nw\n\\.\nCOPY u FROM stdin DELIMITER ';' CSV HEADER;\n\
             c;d\n1;\"2\"\n\\.\n\\copy v (e, f) from stdin csv\n\"never closed\nx,y\nINSERT INTO w (f) VALUES ('g');",
            &[
                ("t", "a", 1, "x"),
                ("t", "b", 1, "y,\n\"\"z\"\""),
                ("t", "b", 2, "v"),
                ("u", "c", 1, "1"),
                ("u", "d", 1, "2"),
                ("v", "e", 2, "x"),
                ("v", "f", 2, "y"),
                ("w", "f", 1, "g"),
            ],
        );
    }

    #[test]
    fn a_row_that_does_not_end_is_text() {
        let long = "x".repeat(LONGEST);
        let text =
            format!("INSERT INTO t (a) VALUES ('a'),('{long}'),('b');\nINSERT INTO t (a) VALUES ('c');");
        check(&text, &[("t", "a", 1, "a"), ("t", "a", 2, "c")]);
        let text = format!("INSERT INTO t (a) VALUES ('a'),('{}'),('b');", "x".repeat(LONGEST - 100));
        assert_eq!(whole(text.as_bytes()).cells.len(), 3);
    }

    /// Whatever is tried in vain again and again comes to an end.
    #[test]
    fn hostile_statements_take_linear_time() {
        let statement = "INSERT INTO t VALUES (/*\n";
        let text = statement.repeat(8 * LONGEST / statement.len());
        assert!(whole(text.as_bytes()).cells.is_empty());
    }

    fn scraps() -> impl Strategy<Value = String> {
        let scrap = prop::sample::select(vec![
            "INSERT INTO t (a,b) VALUES ",
            "INSERT INTO u VALUES ",
            "COPY t (a,b) FROM stdin;\n",
            "COPY t (a,b) FROM stdin CSV HEADER;\n",
            "\\copy u from stdin csv\n",
            "\"a\"\"\n\",b\n",
            "\"",
            "CREATE TABLE u (x int, y int);\n",
            "('a','b')",
            "(1,2)",
            ",",
            ";\n",
            "a\tb\n",
            "\\.\n",
            "'",
            "\\",
            "(",
            ")",
            "/*",
            "*/",
            "--",
            "$$",
            "\n",
            "é",
        ]);
        prop::collection::vec(scrap, 0..60).prop_map(|scraps| scraps.concat())
    }

    proptest! {
        /// Read in pieces that arrive one after another, the dump is what it is when it is read at once.
        #[test]
        fn pieces_are_the_whole(text in scraps(), step in 1usize..50) {
            let (mut grid, mut lexer, mut end) = (Grid::default(), Lexer::new(None, text.as_bytes()), 0);
            loop {
                end = (end + step).min(text.len());
                let ended = end == text.len();
                let done = lexer.read(&text.as_bytes()[..end], end, ended, &mut grid);
                if ended {
                    prop_assert!(done);
                    break;
                }
            }
            let whole = whole(text.as_bytes());
            prop_assert_eq!((grid.cells, grid.coded), (whole.cells, whole.coded));
        }

        #[test]
        fn cells_are_in_order_and_hold_something(text in scraps()) {
            let cells = whole(text.as_bytes()).cells;
            prop_assert!(cells.iter().all(|c| c.start < c.end && c.end as usize <= text.len()));
            prop_assert!(cells.windows(2).all(|pair| pair[0].end < pair[1].start));
        }

        #[test]
        fn any_bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..300), opening in 0..3usize) {
            let opening = [&b""[..], b"INSERT INTO t VALUES (", b"COPY t FROM stdin;\n"][opening];
            whole(&[opening, &bytes].concat());
        }
    }
}
