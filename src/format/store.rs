//! Files that hold rows instead of text: databases, and tables by column or by record.

use std::io::{Read, Seek};

use super::packing::Reader;
use super::rows::{Rows, Stop};
use super::{arrow, avro, bson};

/// A file in which one can go back and forth.
pub(crate) trait Seekable: Read + Seek + Send {}

impl<T: Read + Seek + Send> Seekable for T {}

/// A kind of file that holds rows.
pub(crate) struct Store {
    /// Its name, for people.
    pub(crate) name: &'static str,
    /// Whether a file that begins like this is one.
    claims: fn(&[u8]) -> bool,
    /// How it is read.
    pub(crate) access: Access,
    /// Whether each record has keys of its own, so that the file has no columns.
    pub(crate) keyed: bool,
}

/// How a store is read.
#[derive(Clone, Copy)]
pub(crate) enum Access {
    /// By SQLite's library, which opens it by itself.
    Sqlite,
    /// Back and forth.
    File(fn(Box<dyn Seekable>, &mut Rows<'_>) -> Result<(), Stop>),
    /// From its beginning to its end.
    Stream(fn(Reader, &mut Rows<'_>) -> Result<(), Stop>),
}

/// Every store.
static STORES: &[Store] = &[
    // sqlite.org/fileformat2.html.
    Store {
        name: "SQLite database",
        claims: |head| head.starts_with(b"SQLite format 3\x00"),
        access: Access::Sqlite,
        keyed: false,
    },
    // parquet.apache.org/docs/file-format.
    Store {
        name: "Parquet file",
        claims: |head| head.starts_with(b"PAR1"),
        #[cfg(feature = "parquet")]
        access: Access::File(super::parquet::read),
        #[cfg(not(feature = "parquet"))]
        access: Access::File(left),
        keyed: false,
    },
    // arrow.apache.org/docs/format/Columnar.html: a file is a stream after a mark, and a stream begins with a message.
    Store { name: "Arrow file", claims: is_arrow, access: Access::Stream(arrow::read), keyed: false },
    // avro.apache.org/docs/1.12.0/specification: object container files.
    Store {
        name: "Avro file",
        claims: |head| head.starts_with(b"Obj\x01"),
        access: Access::Stream(avro::read),
        keyed: false,
    },
    // bsonspec.org, and what mongodump makes of it: one document after the other.
    Store { name: "BSON file", claims: bson::claims, access: Access::Stream(bson::read), keyed: true },
];

/// The magic of a file, or the mark of a message, the length of what describes it, and where in that its table lies.
fn is_arrow(head: &[u8]) -> bool {
    let begins_stream = || {
        let number = |at: usize| Some(u32::from_le_bytes(*head.get(at..)?.first_chunk()?));
        let (length, table) = (number(4)?, number(8)?);
        Some(number(0)? == u32::MAX && length % 8 == 0 && table % 2 == 0 && table > 0 && table < length)
    };
    head.starts_with(b"ARROW1\0\0") || begins_stream() == Some(true)
}

/// The store that begins with `head`, if it is one.
pub(super) fn store(head: &[u8]) -> Option<&'static Store> {
    STORES.iter().find(|store| (store.claims)(head))
}

/// What is not read by this program as it was built.
#[cfg(not(feature = "parquet"))]
fn left(_: Box<dyn Seekable>, _: &mut Rows<'_>) -> Result<(), Stop> {
    use crate::model::{Defect, Reason};
    Err(Defect::error(Reason::UnsupportedKind, "Parquet file (the program was built without its reader)")
        .into())
}

// Stores are rows of one table.
impl PartialEq for Store {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Store {}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stores_are_told_by_their_first_bytes() {
        let name = |head: &[u8]| store(head).map(|s| s.name);
        for (head, expect) in [
            (&b"SQLite format 3\x00"[..], Some("SQLite database")),
            (b"PAR1\x15\x04", Some("Parquet file")),
            (b"ARROW1\0\0\xff\xff\xff\xff", Some("Arrow file")),
            (b"\xff\xff\xff\xff\x18\x01\0\0\x10\0\0\0\0\0", Some("Arrow file")),
            (b"Obj\x01\x04", Some("Avro file")),
            (b"\x0e\0\0\0\x02a\0\x02\0\0\0x\0\0", Some("BSON file")),
            (b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", None),
            (b"\xff\xff\xff\xff", None),
            (b"ARROW1 is how it begins", None),
            (b"Obj", None),
            (b"", None),
        ] {
            assert_eq!(name(head), expect, "{head:?}");
        }
    }
}
