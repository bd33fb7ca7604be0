//! Rows of tables as windows of cells: what every reader of a database or of a file of tables writes into.

use std::io;
use std::sync::Arc;

use super::grid::{Grid, offset};
use super::packing::Budget;
use super::value::Value;
use crate::model::{Cell, Defect, Heading, Reason, readable};

/// Bytes of the largest value that is read. Values are read whole, so this bounds memory.
pub(super) const LARGEST: u64 = 16 << 20;

/// Tables that one page has rows of, at most: a cell has two bytes to say which.
const TABLES: usize = 1000;

/// Bytes that are read for one page, at most: whoever takes the pages must hear from a table of nothing but pictures, too.
const HEAVIEST: u64 = 64 << 20;

/// Bytes by which a page may grow for the sake of a row: the name of a value may stand in another cell of it.
const LONGEST_ROW: usize = 64 << 10;

/// Faults that are told one by one.
const FAULTS: usize = 3;

/// Rows of tables, or parts of them.
#[derive(Default)]
pub(crate) struct Page {
    /// The values, one after another.
    pub(crate) text: Vec<u8>,
    /// Where each begins and what it is.
    pub(crate) grid: Grid,
}

/// What the pages of an input may become.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    /// Bytes of a page, about.
    pub(crate) page: usize,
    /// Bytes of the input; 0 where nobody knows yet.
    pub(crate) size: u64,
    /// Bytes of all its values.
    pub(crate) budget: Budget,
}

/// Why reading a table, or all of them, stops.
pub(crate) enum Stop {
    /// Whoever takes the pages has gone away.
    Gone,
    /// There is more than there may be.
    Limit(String),
    /// It cannot be read.
    Fault(io::Error),
}

impl From<io::Error> for Stop {
    fn from(e: io::Error) -> Self {
        Self::Fault(e)
    }
}

/// What is damaged, in words.
pub(super) fn damaged(what: impl Into<String>) -> io::Error {
    Defect::error(Reason::Damaged, what)
}

/// What there is too much of, in words.
pub(super) fn excessive(what: impl Into<String>) -> io::Error {
    Defect::error(Reason::OverBudget, what)
}

/// Takes values and gives pages.
pub(crate) struct Rows<'a> {
    pub(super) extent: Extent,
    /// The name of what is one table and does not say which.
    pub(super) table: String,
    each: &'a mut dyn FnMut(Page) -> bool,
    page: Page,
    /// Bytes that were read for the page, whatever became of them.
    weight: u64,
    /// Bytes that were read for the pages before.
    given: u64,
    unread: Unread,
}

impl<'a> Rows<'a> {
    /// Gives pages to `each` until that returns `false`.
    pub(crate) fn new(extent: Extent, each: &'a mut dyn FnMut(Page) -> bool) -> Self {
        let (table, page, unread) = (String::new(), Page::default(), Unread::default());
        Self { extent, table, each, page, weight: 0, given: 0, unread }
    }

    /// The same for an input that is called so.
    pub(crate) fn named(self, table: String) -> Self {
        Self { table, ..self }
    }

    /// Has `read` write all there is; gives what was not read, if anything was not.
    pub(crate) fn fill(mut self, read: impl FnOnce(&mut Self) -> Result<(), Stop>) -> Option<io::Error> {
        let end = read(&mut self).or_else(|stop| match stop {
            // What was read before counts.
            Stop::Fault(e) => {
                self.fault("", &e);
                Ok(())
            }
            stop => Err(stop),
        });
        if let Err(Stop::Limit(detail)) = end.and_then(|()| self.flush()) {
            self.unread.tell(Reason::OverBudget, detail);
        }
        self.unread.into_error()
    }

    /// A value of a row, from 1, under a column of `heading`, from 0.
    pub(super) fn value(
        &mut self,
        heading: &Arc<Heading>,
        row: u64,
        column: usize,
        value: Value<'_>,
    ) -> Result<(), Stop> {
        if self.is_full() && self.page.grid.cells.last().is_some_and(|last| u64::from(last.row) != row) {
            self.flush()?;
        }
        let start = self.page.text.len();
        match value {
            Value::Text(text) | Value::Bytes(text) if text.len() as u64 > LARGEST => self.unread.large += 1,
            Value::Bytes(bytes) if !is_text(bytes) => {
                self.unread.blobs += 1;
                self.unread.blob_bytes += bytes.len() as u64;
                self.weight += bytes.len() as u64;
            }
            value => value.write(&mut self.page.text),
        }
        let end = self.page.text.len();
        if end > start {
            self.cell(heading, row, column, start..end);
        }
        self.weigh((end - start) as u64)
    }

    /// A value that was not read because it is too large.
    pub(super) fn too_large(&mut self) {
        self.unread.large += 1;
    }

    /// Counts bytes that were read, or steps that were taken; gives the page if even a row has no room in it.
    pub(super) fn weigh(&mut self, bytes: u64) -> Result<(), Stop> {
        self.weight += bytes;
        let overflows = self.page.text.len() >= self.extent.page + LONGEST_ROW || self.weight >= HEAVIEST;
        if overflows { self.flush() } else { Ok(()) }
    }

    /// Whether the page has what it should hold.
    fn is_full(&self) -> bool {
        self.page.text.len() >= self.extent.page
    }

    /// The input is so long at least: of a stream nobody knows more.
    pub(super) fn has_read(&mut self, bytes: u64) {
        self.extent.size = self.extent.size.max(bytes);
    }

    /// Counts rows of a table that were or will be read, whatever values they have; gives the page if no further table
    /// has room in it.
    pub(super) fn count(&mut self, heading: &Arc<Heading>, rows: u64) -> Result<(), Stop> {
        let grid = &self.page.grid;
        if grid.read.len().max(grid.headings.len()) >= TABLES {
            self.flush()?;
        }
        self.page.grid.count(heading, rows);
        Ok(())
    }

    fn cell(&mut self, heading: &Arc<Heading>, row: u64, column: usize, at: std::ops::Range<usize>) {
        let Some(table) = self.page.grid.slot(heading) else { return };
        self.page.grid.cells.push(Cell {
            start: offset(at.start),
            end: offset(at.end),
            row: u32::try_from(row).unwrap_or(u32::MAX),
            table,
            column: u16::try_from(column).unwrap_or(u16::MAX),
        });
        // No value reaches into the next one.
        self.page.text.push(b'\n');
    }

    fn flush(&mut self) -> Result<(), Stop> {
        let page = std::mem::take(&mut self.page);
        self.given += std::mem::take(&mut self.weight);
        if !(self.each)(page) {
            return Err(Stop::Gone);
        }
        match self.extent.budget.exceeded(self.given, self.extent.size) {
            Some(detail) => Err(Stop::Limit(detail)),
            None => Ok(()),
        }
    }

    /// What of a table, or of all if it has no name, could not be read.
    pub(super) fn fault(&mut self, table: &str, e: &io::Error) {
        self.unread.fault("table", table, e);
    }

    /// What of a column could not be read.
    pub(super) fn fault_of_column(&mut self, column: &str, e: &io::Error) {
        self.unread.fault("column", column, e);
    }
}

fn is_text(bytes: &[u8]) -> bool {
    memchr::memchr(0, bytes).is_none() && std::str::from_utf8(bytes).is_ok()
}

/// What was not read.
#[derive(Default)]
struct Unread {
    /// The first faults, in words.
    told: Vec<String>,
    /// Faults beyond them.
    more: u64,
    worst: Option<Reason>,
    blobs: u64,
    blob_bytes: u64,
    large: u64,
}

impl Unread {
    fn fault(&mut self, kind: &str, name: &str, e: &io::Error) {
        let reason = Defect::of(e).map_or(Reason::ReadError, |defect| defect.reason);
        let name = readable(name.as_bytes());
        self.tell(reason, if name.is_empty() { e.to_string() } else { format!("{kind} {name}: {e}") });
    }

    fn tell(&mut self, reason: Reason, detail: String) {
        self.because(reason);
        if self.told.len() < FAULTS { self.told.push(detail) } else { self.more += 1 }
    }

    fn because(&mut self, reason: Reason) {
        let reasons = self.worst.into_iter().chain([reason]);
        self.worst = reasons.min_by_key(|reason| (!reason.is_failure(), *reason));
    }

    /// As the ledger has it: the worst reason, and everything in words.
    fn into_error(mut self) -> Option<io::Error> {
        if self.more > 0 {
            self.told.push(format!("{} faults more", self.more));
        }
        if self.large > 0 {
            self.told.push(format!("values of more than {LARGEST} bytes: {}", self.large));
            self.because(Reason::OverBudget);
        }
        if self.blobs > 0 {
            self.told.push(format!("binary values: {} ({} bytes)", self.blobs, self.blob_bytes));
            self.because(Reason::UnsupportedKind);
        }
        Some(Defect::error(self.worst?, self.told.join("; ")))
    }
}

/// What a reader writes, for the tests of readers.
#[cfg(test)]
pub(super) mod testing {
    use super::*;

    /// Room for whatever a test has.
    pub(in super::super) const AMPLE: Extent =
        Extent { page: 1000, size: 1 << 20, budget: Budget { bytes: 1 << 30, ratio: 1000, free: 1 << 30 } };

    /// What came of reading.
    pub(in super::super) struct Written {
        /// Table, row, column and value of every cell.
        pub(in super::super) cells: Vec<String>,
        pub(in super::super) pages: usize,
        /// What was not read.
        pub(in super::super) unread: Option<(Reason, String)>,
    }

    /// Has `read` write.
    pub(in super::super) fn written(
        extent: Extent,
        read: impl FnOnce(&mut Rows<'_>) -> Result<(), Stop>,
    ) -> Written {
        let (mut cells, mut pages) = (Vec::new(), 0);
        let mut each = |page: Page| {
            pages += 1;
            cells.extend(page.grid.cells.iter().map(|cell| {
                let table = &page.grid.headings[usize::from(cell.table)];
                let value = &page.text[cell.start as usize..cell.end as usize];
                let column = table.columns.get(usize::from(cell.column)).map_or("-", String::as_str);
                let cell =
                    format!("{} {} {column} {}", table.table, cell.row, String::from_utf8_lossy(value));
                cell.trim_start().to_owned()
            }));
            true
        };
        let unread = Rows::new(extent, &mut each).fill(read);
        let unread = unread.map(|e| Defect::of(&e).map(|d| (d.reason, d.detail.clone())).unwrap());
        Written { cells, pages, unread }
    }
}
