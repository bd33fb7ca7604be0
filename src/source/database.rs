//! Opening SQLite databases without leaving a trace.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

/// Opens the database at `path` to be read. It is taken for immutable: no lock is taken, no file beside it is made or
/// read, and nothing of it changes.
///
/// # Errors
/// What the library says.
pub(crate) fn open_database(path: &Path) -> rusqlite::Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(uri(path), flags)
}

/// A database that lies in memory.
///
/// # Errors
/// What the library says.
pub(crate) fn database_of(bytes: &[u8]) -> rusqlite::Result<Connection> {
    let mut db = Connection::open_in_memory()?;
    db.deserialize_read_exact("main", io::Cursor::new(bytes), bytes.len(), true)?;
    Ok(db)
}

/// Whether changes of the database at `path` may still lie in a file beside it.
pub(crate) fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(PathBuf::from(log)).is_ok_and(|meta| meta.len() > 0)
}

/// The path as SQLite's library takes it with parameters (sqlite.org/uri.html).
fn uri(path: &Path) -> String {
    let mut uri = String::from(if path.has_root() { "file://" } else { "file:" });
    if cfg!(windows) && path.has_root() {
        uri.push('/');
    }
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'/' | b'-' | b'_' | b'.' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                uri.push(char::from(*byte))
            }
            b':' if cfg!(windows) => uri.push(':'),
            // Writing to a string does not fail.
            other => _ = write!(uri, "%{other:02X}"),
        }
    }
    uri + "?immutable=1"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn paths_are_quoted() {
        assert_eq!(uri(Path::new("a b/c?d#e%.db")), "file:a%20b/c%3Fd%23e%25.db?immutable=1");
        assert_eq!(uri(Path::new("/größe.db")), "file:///gr%C3%B6%C3%9Fe.db?immutable=1");
    }

    #[test]
    fn odd_names_are_opened() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a b?c=d&mode=rw#e%20é.db");
        Connection::open(&path).unwrap().execute("CREATE TABLE t (x)", []).unwrap();
        let db = open_database(&path).unwrap();
        assert_eq!(db.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get::<_, i64>(0)), Ok(1));
        assert!(db.execute("CREATE TABLE u (x)", []).is_err(), "it is read-only");
    }
}
