//! SQLite databases: the rows of every table as windows of cells. Nothing of the database is run: no view, no trigger
//! and no generated column.

use std::io;
use std::sync::Arc;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode};

use super::grid::{Grid, offset};
use super::packing::Budget;
use crate::model::{Cell, Defect, Heading, Reason, readable};

/// Bytes of the largest value that is read. Values are read whole, so this bounds memory.
const LARGEST: u64 = 16 << 20;

/// Stands for a larger one.
const TOO_LARGE: &[u8] = b"larger than what is read";

/// Tables that one page has rows of, at most: a cell has two bytes to say which.
const TABLES: usize = 1000;

/// Bytes that are read for one page, at most: whoever takes the pages must hear from a table of nothing but pictures, too.
const HEAVIEST: u64 = 64 << 20;

/// Faults that are told one by one.
const FAULTS: usize = 3;

/// Rows of tables, or parts of them.
#[derive(Default)]
pub(crate) struct Page {
    /// The values, one behind the other.
    pub(crate) text: Vec<u8>,
    /// Where each begins and what it is.
    pub(crate) grid: Grid,
}

/// What a database may become.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    /// Bytes of a page, about.
    pub(crate) page: usize,
    /// Bytes of the database.
    pub(crate) size: u64,
    /// Bytes of all its values.
    pub(crate) budget: Budget,
    /// Whether changes may lie in a file beside it.
    pub(crate) has_log: bool,
}

/// Reads all tables of `db` and gives them to `each`, until that returns `false`. Gives what was not read, if anything
/// was not.
pub(crate) fn read_tables(
    db: &Connection,
    extent: Extent,
    each: &mut dyn FnMut(Page) -> bool,
) -> Option<io::Error> {
    let mut reader =
        Tables { db, extent, each, page: Page::default(), weight: 0, given: 0, unread: Unread::default() };
    if extent.has_log {
        let detail = "changes that may lie in its -wal file";
        reader.unread.faults.push((Reason::UnsupportedKind, detail.to_owned()));
    }
    if let Err(stop) = reader.read() {
        reader.unread.fault("", stop);
    }
    reader.unread.into_error()
}

/// Why reading a table, or all of them, stops.
enum Stop {
    /// Whoever takes the pages has gone away.
    Gone,
    /// There is more than there may be.
    Limit(Reason, String),
    /// The library says so.
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Stop {
    fn from(e: rusqlite::Error) -> Self {
        Self::Sqlite(e)
    }
}

struct Tables<'a> {
    db: &'a Connection,
    extent: Extent,
    each: &'a mut dyn FnMut(Page) -> bool,
    page: Page,
    /// Bytes that were read for the page, whatever became of them.
    weight: u64,
    /// Bytes that were read for the pages before.
    given: u64,
    unread: Unread,
}

impl Tables<'_> {
    fn read(&mut self) -> Result<(), Stop> {
        // Nothing in the database may call a function that does anything.
        self.db.pragma_update(None, "trusted_schema", false)?;
        let names = self.whatever_names()?;
        self.check_length()?;
        for name in names {
            let Some(name) = name else {
                self.unread.damaged("", "a table has a name that is no text");
                continue;
            };
            match self.table(&name) {
                Ok(()) => {}
                Err(Stop::Sqlite(e)) => self.unread.fault(&name, Stop::Sqlite(e)),
                Err(stop) => return Err(stop),
            }
        }
        self.flush()
    }

    /// The library takes what is missing of the last page for zeros, and says nothing.
    fn check_length(&mut self) -> Result<(), Stop> {
        let pragma = |name: &str| self.db.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        let bytes = pragma("page_count")?.saturating_mul(pragma("page_size")?);
        if u64::try_from(bytes).is_ok_and(|bytes| bytes > self.extent.size) {
            self.unread.damaged("", "the file is cut off");
        }
        Ok(())
    }

    /// The tables, and if the library finds the whole of them damaged, those that it makes out all the same.
    fn whatever_names(&mut self) -> Result<Vec<Option<String>>, Stop> {
        match self.names() {
            Err(e) if reason(&e) == Reason::Damaged => {
                self.unread.fault("", Stop::Sqlite(e));
                // That is how its own recovery goes about it. Nothing can be written.
                self.db.pragma_update(None, "writable_schema", true)?;
                Ok(self.names()?)
            }
            names => Ok(names?),
        }
    }

    /// The tables that hold rows: views and virtual tables have no page of their own, and what a virtual table keeps
    /// lies in ordinary ones.
    fn names(&self) -> rusqlite::Result<Vec<Option<String>>> {
        let mut names =
            self.db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0")?;
        names.query_map([], |row| Ok(text(row.get_ref(0)?)))?.collect()
    }

    /// The columns that are kept, by name. Virtual generated ones say nothing that the others do not.
    fn columns(&self, table: &str) -> rusqlite::Result<Vec<String>> {
        let mut columns =
            self.db.prepare("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden IN (0, 3)")?;
        columns.query_map([table], |row| Ok(text(row.get_ref(0)?).unwrap_or_default()))?.collect()
    }

    fn table(&mut self, name: &str) -> Result<(), Stop> {
        let columns = self.columns(name)?;
        if columns.is_empty() {
            self.unread.damaged(name, "its definition cannot be read");
            return Ok(());
        }
        let mut statement = self.db.prepare(&select(name, &columns, self.extent.size > LARGEST))?;
        if self.page.grid.read.len() >= TABLES {
            self.flush()?;
        }
        let heading = Arc::new(Heading { table: name.to_owned(), columns });
        self.page.grid.announce(&heading, 0);
        let mut rows = statement.query([])?;
        let mut number = 0u64;
        while let Some(row) = rows.next()? {
            number += 1;
            self.weight += 1;
            // A page that is its own child has rows without end.
            if number > self.extent.size {
                self.unread.damaged(name, "more rows than there is room for");
                return Ok(());
            }
            self.page.grid.count(&heading, 1);
            for column in 0..heading.columns.len() {
                self.value(&heading, number, column, row.get_ref(column)?)?;
            }
        }
        Ok(())
    }

    fn value(
        &mut self,
        heading: &Arc<Heading>,
        row: u64,
        column: usize,
        value: ValueRef<'_>,
    ) -> Result<(), Stop> {
        let start = self.page.text.len();
        match value {
            ValueRef::Null => return Ok(()),
            ValueRef::Integer(n) => self.page.text.extend_from_slice(n.to_string().as_bytes()),
            ValueRef::Real(x) => self.page.text.extend_from_slice(x.to_string().as_bytes()),
            ValueRef::Text(value) => self.page.text.extend_from_slice(value),
            ValueRef::Blob(TOO_LARGE) => self.unread.large += 1,
            ValueRef::Blob(value) if is_text(value) => self.page.text.extend_from_slice(value),
            ValueRef::Blob(value) => {
                self.unread.blobs += 1;
                self.unread.blob_bytes += value.len() as u64;
                self.weight += value.len() as u64;
            }
        }
        let end = self.page.text.len();
        if end > start {
            self.weight += (end - start) as u64;
            self.cell(heading, row, column, start..end);
        }
        let is_full = self.page.text.len() >= self.extent.page || self.weight >= HEAVIEST;
        if is_full { self.flush() } else { Ok(()) }
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
            Some(detail) => Err(Stop::Limit(Reason::OverBudget, detail)),
            None => Ok(()),
        }
    }
}

/// The statement that reads a table, in the order in which its rows lie.
fn select(table: &str, columns: &[String], guarded: bool) -> String {
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let hex = || TOO_LARGE.iter().map(|b| format!("{b:02x}")).collect::<String>();
    let column = |name: &String| {
        let name = quoted(name);
        // The length stands in front of the row: a large value is not read to learn that it is large.
        if guarded { format!("iif(octet_length({name}) > {LARGEST}, x'{}', {name})", hex()) } else { name }
    };
    let columns: Vec<_> = columns.iter().map(column).collect();
    // An index that holds all columns would give them in its own order.
    format!("SELECT {} FROM {} NOT INDEXED", columns.join(", "), quoted(table))
}

fn text(value: ValueRef<'_>) -> Option<String> {
    value.as_bytes().ok().and_then(|bytes| String::from_utf8(bytes.to_vec()).ok())
}

fn is_text(bytes: &[u8]) -> bool {
    memchr::memchr(0, bytes).is_none() && std::str::from_utf8(bytes).is_ok()
}

/// What was not read.
#[derive(Default)]
struct Unread {
    faults: Vec<(Reason, String)>,
    blobs: u64,
    blob_bytes: u64,
    large: u64,
}

impl Unread {
    fn fault(&mut self, table: &str, stop: Stop) {
        match stop {
            Stop::Gone => {}
            Stop::Limit(reason, detail) => self.faults.push((reason, detail)),
            Stop::Sqlite(e) => self.faults.push((reason(&e), of_table(table, &e.to_string()))),
        }
    }

    fn damaged(&mut self, table: &str, what: &str) {
        self.faults.push((Reason::Damaged, of_table(table, what)));
    }

    /// As the ledger has it: the worst reason, and everything in words.
    fn into_error(self) -> Option<io::Error> {
        let mut told: Vec<String> =
            self.faults.iter().take(FAULTS).map(|(_, detail)| detail.clone()).collect();
        if self.faults.len() > FAULTS {
            told.push(format!("{} faults more", self.faults.len() - FAULTS));
        }
        let mut reasons: Vec<Reason> = self.faults.iter().map(|(reason, _)| *reason).collect();
        if self.large > 0 {
            told.push(format!("values of more than {LARGEST} bytes: {}", self.large));
            reasons.push(Reason::OverBudget);
        }
        if self.blobs > 0 {
            told.push(format!("binary values: {} ({} bytes)", self.blobs, self.blob_bytes));
            reasons.push(Reason::UnsupportedKind);
        }
        let worst = reasons.into_iter().min_by_key(|reason| (!reason.is_failure(), *reason))?;
        Some(Defect::error(worst, told.join("; ")))
    }
}

fn of_table(table: &str, what: &str) -> String {
    if table.is_empty() { what.to_owned() } else { format!("table {}: {what}", readable(table.as_bytes())) }
}

/// An error of the library as the ledger has it.
pub(crate) fn fault(e: &rusqlite::Error) -> io::Error {
    Defect::error(reason(e), e.to_string())
}

/// What an error of the library means.
fn reason(e: &rusqlite::Error) -> Reason {
    match e.sqlite_error_code() {
        Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => Reason::ReadError,
        Some(ErrorCode::PermissionDenied) => Reason::PermissionDenied,
        Some(ErrorCode::OutOfMemory | ErrorCode::TooBig) => Reason::OverBudget,
        _ => Reason::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AMPLE: Extent = Extent {
        page: 1000,
        size: 1 << 20,
        budget: Budget { bytes: 1 << 30, ratio: 1000, free: 1 << 30 },
        has_log: false,
    };

    /// Table, row, column and value of every cell, the number of pages, and what was not read.
    fn read(script: &str, extent: Extent) -> (Vec<String>, usize, Option<(Reason, String)>) {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(script).unwrap();
        let (mut cells, mut pages) = (Vec::new(), 0);
        let unread = read_tables(&db, extent, &mut |page| {
            pages += 1;
            cells.extend(page.grid.cells.iter().map(|cell| {
                let table = &page.grid.headings[usize::from(cell.table)];
                let value = &page.text[cell.start as usize..cell.end as usize];
                let column = &table.columns[usize::from(cell.column)];
                format!("{} {} {column} {}", table.table, cell.row, String::from_utf8_lossy(value))
            }));
            true
        });
        let told = unread.map(|e| Defect::of(&e).map(|d| (d.reason, d.detail.clone())).unwrap());
        (cells, pages, told)
    }

    #[test]
    fn cells_are_values_with_a_name() {
        let script = "
            CREATE TABLE a (id INTEGER PRIMARY KEY, x, \"y z\");
            INSERT INTO a VALUES (7, 1.5, 'text'), (9, NULL, x'74657874'), (10, 1e20, '');
            CREATE TABLE b (x);
            INSERT INTO b VALUES (-1)";
        let (cells, pages, unread) = read(script, AMPLE);
        let expected = [
            "a 1 id 7",
            "a 1 x 1.5",
            "a 1 y z text",
            "a 2 id 9",
            "a 2 y z text",
            "a 3 id 10",
            "a 3 x 100000000000000000000",
            "b 1 x -1",
        ];
        assert_eq!((cells, pages, unread), (expected.map(str::to_owned).to_vec(), 1, None));
    }

    #[test]
    fn a_page_ends_where_it_is_full() {
        let script = "CREATE TABLE t (a, b); INSERT INTO t VALUES ('aaaa', 'bbbb'), ('cccc', 'dddd')";
        let (cells, pages, _) = read(script, Extent { page: 1, ..AMPLE });
        assert_eq!((cells.len(), pages), (4, 5), "the last page is for what is left, which is nothing");
        assert_eq!(read(script, Extent { page: 8, ..AMPLE }).0, cells);
    }

    #[test]
    fn very_many_tables() {
        let script: String =
            (0..2500).map(|n| format!("CREATE TABLE t{n} (x); INSERT INTO t{n} VALUES ({n});")).collect();
        let (cells, pages, unread) = read(&script, Extent { page: 1 << 20, size: 1 << 30, ..AMPLE });
        assert_eq!((cells.len(), pages, unread), (2500, 3, None));
        assert_eq!(cells[2499], "t2499 1 x 2499");
    }

    #[test]
    fn what_is_left_out_is_told() {
        let script = "CREATE TABLE t (x); INSERT INTO t VALUES (x'00'), (x'ff'), ('text')";
        let unread = read(script, Extent { has_log: true, ..AMPLE }).2.unwrap();
        let detail = "changes that may lie in its -wal file; binary values: 2 (2 bytes)";
        assert_eq!(unread, (Reason::UnsupportedKind, detail.to_owned()));
        // A failure goes first: here, three rows are too many for two bytes.
        let unread = read(script, Extent { size: 2, ..AMPLE }).2.unwrap();
        let detail =
            "the file is cut off; table t: more rows than there is room for; binary values: 2 (2 bytes)";
        assert_eq!(unread, (Reason::Damaged, detail.to_owned()));
        let budget = Budget { bytes: 3, ..AMPLE.budget };
        assert_eq!(read(script, Extent { budget, ..AMPLE }).2.unwrap().0, Reason::OverBudget);
    }

    #[test]
    fn whoever_has_enough_is_given_no_more() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1), (2), (3)").unwrap();
        let mut pages = 0;
        let unread = read_tables(&db, Extent { page: 1, ..AMPLE }, &mut |_| {
            pages += 1;
            false
        });
        assert!(pages == 1 && unread.is_none());
    }

    #[test]
    fn names_are_quoted() {
        let columns = ["a".to_owned(), "b\"c".to_owned()];
        assert_eq!(select("t\"", &columns, false), r#"SELECT "a", "b""c" FROM "t""" NOT INDEXED"#);
        assert!(select("t", &columns, true).contains(r#"iif(octet_length("a") > 16777216, x'6c61"#));
    }
}
