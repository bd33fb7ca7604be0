//! Where in a dump we are: in text, among the tuples of a statement, or in a `COPY` block. One pass from the first
//! byte to the last; whoever feeds it may cut the dump anywhere.

use std::sync::Arc;

use crate::format::Grid;
use crate::model::{Cell, Heading};

use super::statement::{Kind, Statement, statement};
use super::tables::Tables;
use super::token::{Read, Stop, blanks, byte};
use super::tuple::{fields, tuple};

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
    /// Running text. A statement can begin where a line does, or behind another.
    Text { fresh: bool },
    /// The tuples of an `INSERT`, before or behind the first.
    Tuples { first: bool },
    /// The lines of a `COPY` block.
    Lines,
}

/// Whose rows are being read.
#[derive(Default)]
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
}

impl Lexer {
    /// A lexer of a dump that begins like `head`.
    pub(crate) fn new(head: &[u8]) -> Self {
        let text = State::Text { fresh: true };
        // Names in backticks are MySQL's and its kin's, where a backslash escapes.
        let escapes = memchr::memchr(b'`', head).is_some();
        let (tables, rows) = (Tables::default(), Rows::default());
        Self { state: text, tables, rows, escapes, at: 0, before: 0, wasted: 0 }
    }

    /// Where it reads on. It is the end of a row, or in running text.
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// Reads on in `text` to `until` or a little further and adds the cells to `grid`. `false` if it must see more of
    /// the dump first; then `text` has to grow at its end. `ended` says that it cannot.
    pub(crate) fn read(&mut self, text: &[u8], until: usize, ended: bool, grid: &mut Grid) -> bool {
        while self.at < until {
            if self.at >= text.len() {
                return ended;
            }
            // What is decided of a unit depends on the bytes within reach and on nothing else.
            let view = text.get(..self.at + LONGEST).unwrap_or(text);
            let at_end = ended && view.len() == text.len();
            let (cells, left) = (grid.cells.len(), view.len() - self.at);
            let exhausted = at_end || left == LONGEST;
            let done = match self.state {
                State::Text { fresh } => self.text(view, until, fresh),
                State::Tuples { first } => self.tuple(view, first, exhausted, grid),
                State::Lines => self.line(view, at_end, grid),
            };
            let Err(stop) = done else { continue };
            grid.cells.truncate(cells);
            let seen = match stop {
                Stop::More if !exhausted => return false,
                Stop::More => left,
                Stop::Not(at) => at.saturating_sub(self.at),
            };
            self.wasted += seen as u64;
            self.state = State::Text { fresh: false };
        }
        true
    }

    /// The first `len` bytes of the text go away, and the grid of what was read is `grid` from now on.
    pub(crate) fn shift(&mut self, len: usize) {
        self.at -= len;
        self.before += len as u64;
        self.rows.slot = None;
    }

    /// The statement at `at`, or else the rest of the line.
    fn text(&mut self, text: &[u8], until: usize, fresh: bool) -> Read<()> {
        if fresh && self.statement(text)? {
            return Ok(());
        }
        let rest = text.get(self.at..until.min(text.len())).unwrap_or(&[]);
        let end = memchr::memchr2(b'\n', b';', rest);
        self.at += end.map_or(rest.len(), |n| n + 1);
        self.state = State::Text { fresh: end.is_some() };
        Ok(())
    }

    /// Begins the statement at `at`, if it is one that matters.
    fn statement(&mut self, text: &[u8]) -> Read<bool> {
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
            (Kind::Create, columns) => self.tables.create(&table, columns.unwrap_or_default()),
            (_, listed) => {
                let Some(table) = self.tables.number(&table) else { return Ok(false) };
                self.rows = Rows { table, listed, ..Rows::default() };
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
        let seen = match tuple(text, open, self.escapes, place, &mut grid.cells) {
            Err(Stop::Not(seen)) => seen,
            Err(Stop::More) if exhausted => text.len(),
            done => return done,
        };
        grid.cells.truncate(cells);
        let done = tuple(text, open, !self.escapes, place, &mut grid.cells);
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
    fn line(&mut self, text: &[u8], at_end: bool, grid: &mut Grid) -> Read<()> {
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
        let width = fields(text, self.at, self.at + line.len(), self.place(), &mut grid.cells)?;
        if !self.settle(width, cells, grid) {
            grid.cells.truncate(cells);
            // A block without its end: what follows are statements.
            if self.attempt(text, self.at)?.is_some() {
                self.state = State::Text { fresh: true };
                return Ok(());
            }
        }
        self.tables.count_row(self.rows.table);
        self.at += next;
        Ok(())
    }

    /// Where the next cells belong; their column is not known yet.
    fn place(&self) -> Cell {
        let (row, table) = (self.tables.next_row(self.rows.table), self.rows.slot.unwrap_or(0));
        Cell { start: 0, end: 0, row, table, column: 0 }
    }

    /// Finds out what rows of this width hold, and says whether these do; their cells are those from `first` on.
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
        rows.slot.is_some() && heading.columns.len() == usize::from(width)
    }
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
