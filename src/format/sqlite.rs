//! SQLite databases: the rows of every table as windows of cells. Nothing of the database is run: no view, no trigger
//! and no generated column.

use std::io;
use std::sync::Arc;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode};

use super::rows::{LARGEST, Rows, Stop, damaged};
use super::value::Value;
use crate::model::{Defect, Heading, Reason};

/// Stands for a value larger than that.
const TOO_LARGE: &[u8] = b"larger than what is read";

/// Reads all tables of `db`; `has_log` says whether changes may lie in a file beside it.
///
/// # Errors
/// Why it stops before their end.
pub(crate) fn read_tables(db: &Connection, has_log: bool, rows: &mut Rows<'_>) -> Result<(), Stop> {
    if has_log {
        let detail = "changes that may lie in its -wal file";
        rows.fault("", &Defect::error(Reason::UnsupportedKind, detail));
    }
    Tables { db, rows }.read()
}

impl From<rusqlite::Error> for Stop {
    fn from(e: rusqlite::Error) -> Self {
        Self::Fault(fault(&e))
    }
}

struct Tables<'a, 'r> {
    db: &'a Connection,
    rows: &'a mut Rows<'r>,
}

impl Tables<'_, '_> {
    fn read(&mut self) -> Result<(), Stop> {
        // Nothing in the database may call a function that does anything.
        self.db.pragma_update(None, "trusted_schema", false)?;
        let names = self.whatever_names()?;
        self.check_length()?;
        for name in names {
            let Some(name) = name else {
                self.rows.fault("", &damaged("a table has a name that is no text"));
                continue;
            };
            match self.table(&name) {
                Err(Stop::Fault(e)) => self.rows.fault(&name, &e),
                end => end?,
            }
        }
        Ok(())
    }

    /// The library takes what is missing of the last page for zeros, and says nothing.
    fn check_length(&mut self) -> Result<(), Stop> {
        let pragma = |name: &str| self.db.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        let bytes = pragma("page_count")?.saturating_mul(pragma("page_size")?);
        if u64::try_from(bytes).is_ok_and(|bytes| bytes > self.rows.extent.size) {
            self.rows.fault("", &damaged("the file is cut off"));
        }
        Ok(())
    }

    /// The tables, and if the library finds the whole of them damaged, those that it makes out all the same.
    fn whatever_names(&mut self) -> Result<Vec<Option<String>>, Stop> {
        match self.names() {
            Err(e) if reason(&e) == Reason::Damaged => {
                self.rows.fault("", &fault(&e));
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
            return Err(damaged("its definition cannot be read").into());
        }
        let size = self.rows.extent.size;
        let mut statement = self.db.prepare(&select(name, &columns, size > LARGEST))?;
        let heading = Arc::new(Heading { table: name.to_owned(), columns });
        self.rows.count(&heading, 0)?;
        let mut rows = statement.query([])?;
        let mut number = 0u64;
        while let Some(row) = rows.next()? {
            number += 1;
            self.rows.weigh(1)?;
            // A page that is its own child has rows without end.
            if number > size {
                return Err(damaged("more rows than there is room for").into());
            }
            self.rows.count(&heading, 1)?;
            for column in 0..heading.columns.len() {
                match row.get_ref(column)? {
                    ValueRef::Blob(TOO_LARGE) => self.rows.too_large(),
                    value => self.rows.value(&heading, number, column, value.into())?,
                }
            }
        }
        Ok(())
    }
}

impl<'a> From<ValueRef<'a>> for Value<'a> {
    fn from(value: ValueRef<'a>) -> Self {
        match value {
            ValueRef::Null => Self::None,
            ValueRef::Integer(n) => Self::Integer(n.into()),
            ValueRef::Real(x) => Self::Real(x),
            ValueRef::Text(text) => Self::Text(text),
            ValueRef::Blob(bytes) => Self::Bytes(bytes),
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

/// An error of the library as the ledger has it.
fn fault(e: &rusqlite::Error) -> io::Error {
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
    use super::super::packing::Budget;
    use super::super::rows::Extent;
    use super::super::rows::testing::{AMPLE, Written, written};
    use super::*;

    /// What is read of a database.
    fn read(script: &str, extent: Extent, has_log: bool) -> Written {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(script).unwrap();
        written(extent, |rows| read_tables(&db, has_log, rows))
    }

    #[test]
    fn cells_are_values_with_a_name() {
        let script = "
            CREATE TABLE a (id INTEGER PRIMARY KEY, x, \"y z\");
            INSERT INTO a VALUES (7, 1.5, 'text'), (9, NULL, x'74657874'), (10, 1e20, '');
            CREATE TABLE b (x);
            INSERT INTO b VALUES (-1)";
        let Written { cells, pages, unread } = read(script, AMPLE, false);
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
        let Written { cells, pages, .. } = read(script, Extent { page: 1, ..AMPLE }, false);
        assert_eq!((cells.len(), pages), (4, 2), "a row is in one page");
        assert_eq!(read(script, Extent { page: 8, ..AMPLE }, false).cells, cells);
    }

    #[test]
    fn very_many_tables() {
        let script: String =
            (0..2500).map(|n| format!("CREATE TABLE t{n} (x); INSERT INTO t{n} VALUES ({n});")).collect();
        let extent = Extent { page: 1 << 20, size: 1 << 30, ..AMPLE };
        let Written { cells, pages, unread } = read(&script, extent, false);
        assert_eq!((cells.len(), pages, unread), (2500, 3, None));
        assert_eq!(cells[2499], "t2499 1 x 2499");
    }

    #[test]
    fn what_is_left_out_is_told() {
        let script = "CREATE TABLE t (x); INSERT INTO t VALUES (x'00'), (x'ff'), ('text')";
        let unread = read(script, AMPLE, true).unread.unwrap();
        let detail = "changes that may lie in its -wal file; binary values: 2 (2 bytes)";
        assert_eq!(unread, (Reason::UnsupportedKind, detail.to_owned()));
        // A failure goes first: here, three rows are too many for two bytes.
        let unread = read(script, Extent { size: 2, ..AMPLE }, false).unread.unwrap();
        let detail =
            "the file is cut off; table t: more rows than there is room for; binary values: 2 (2 bytes)";
        assert_eq!(unread, (Reason::Damaged, detail.to_owned()));
        let budget = Budget { bytes: 3, ..AMPLE.budget };
        assert_eq!(read(script, Extent { budget, ..AMPLE }, false).unread.unwrap().0, Reason::OverBudget);
    }

    #[test]
    fn whoever_has_enough_is_given_no_more() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1), (2), (3)").unwrap();
        let mut pages = 0;
        let mut each = |_| {
            pages += 1;
            false
        };
        let rows = Rows::new(Extent { page: 1, ..AMPLE }, &mut each);
        let unread = rows.fill(|rows| read_tables(&db, false, rows));
        assert!(pages == 1 && unread.is_none());
    }

    #[test]
    fn names_are_quoted() {
        let columns = ["a".to_owned(), "b\"c".to_owned()];
        assert_eq!(select("t\"", &columns, false), r#"SELECT "a", "b""c" FROM "t""" NOT INDEXED"#);
        assert!(select("t", &columns, true).contains(r#"iif(octet_length("a") > 16777216, x'6c61"#));
    }
}
