//! What an archive says is in it: its head, and the entries of its table of contents.

use std::io::{self, Read};

use rustc_hash::FxHashMap;

use crate::model::{Defect, Reason};

use super::MAGIC;
use super::primitive::{byte, damaged, integer, skip, string};

/// Versions of the format that are read, which is 1.x (`K_VERS` in `pg_backup_archiver.h`). Real archives of 1.14 were tried.
const MINORS: std::ops::RangeInclusive<u8> = 12..=16;

/// Bytes of statements that are kept, so that memory is bounded.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// How the rows of an archive are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    Zlib,
    Lz4,
    Zstd,
}

/// What an archive begins with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    minor: u8,
    /// Bytes of an integer, without its sign.
    pub(super) int_size: u8,
    offset_size: u8,
    /// Whether the rows follow; otherwise they lie in files of their own.
    pub(super) is_custom: bool,
    pub(super) compression: Compression,
    /// Entries of the table of contents.
    pub(super) entries: u64,
}

/// An entry of the table of contents: an object of the database, or the rows of a table.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// Its number, by which its rows are known.
    pub(super) id: i64,
    /// The statement that makes it. May be empty.
    pub(super) definition: Vec<u8>,
    /// The statement before its rows. May be empty.
    pub(super) opening: Vec<u8>,
    /// Whether the archive holds rows of it.
    pub(super) has_rows: bool,
}

impl Head {
    /// Reads the beginning of an archive (`ReadHead`).
    pub(super) fn read(input: &mut impl Read) -> io::Result<Self> {
        let mut start = [0; MAGIC.len() + 6];
        input.read_exact(&mut start)?;
        let [_, _, _, _, _, major, minor, _, int_size, offset_size, format] = start;
        if major != 1 || !MINORS.contains(&minor) {
            let detail = format!("PostgreSQL archive of version {major}.{minor}");
            return Err(Defect::error(Reason::UnsupportedKind, detail));
        }
        if !start.starts_with(MAGIC) || !(1..=8).contains(&int_size) || !(1..=8).contains(&offset_size) {
            return Err(damaged("it has no head"));
        }
        let compression = compression(input, minor, int_size)?;
        for _ in 0..7 {
            integer(input, int_size)?; // the date
        }
        for _ in 0..3 {
            string(input, int_size)?; // the database, the server, the program
        }
        let entries = u64::try_from(integer(input, int_size)?).unwrap_or(0);
        Ok(Self { minor, int_size, offset_size, is_custom: format == 1, compression, entries })
    }

    /// Reads the next entry of the table of contents (`ReadToc`).
    pub(super) fn entry(&self, input: &mut impl Read) -> io::Result<Entry> {
        let mut number = || integer(input, self.int_size);
        let (id, has_dumper) = (number()?, number()? != 0);
        self.skip_strings(input, 3)?; // both identifiers, the name
        // Large objects are no rows.
        let kind = string(input, self.int_size)?;
        let mut has_rows = has_dumper && kind != b"BLOBS";
        integer(input, self.int_size)?; // the section
        let definition = string(input, self.int_size)?;
        self.skip_strings(input, 1)?; // what drops it
        let opening = string(input, self.int_size)?;
        self.skip_strings(input, 2 + usize::from(self.minor >= 14))?; // namespace, tablespace, access method
        if self.minor >= 16 {
            integer(input, self.int_size)?; // kind of relation
        }
        self.skip_strings(input, 2)?; // owner, and whether rows have identifiers
        while !string(input, self.int_size)?.is_empty() {} // what it depends on
        if self.is_custom {
            const NO_DATA: u8 = 3;
            has_rows &= byte(input)? != NO_DATA;
            skip(input, u64::from(self.offset_size))?;
        } else {
            self.skip_strings(input, 1)?; // its file
        }
        Ok(Entry { id, definition, opening, has_rows })
    }

    fn skip_strings(&self, input: &mut impl Read, count: usize) -> io::Result<()> {
        (0..count).try_for_each(|_| string(input, self.int_size).map(drop))
    }
}

fn compression(input: &mut impl Read, minor: u8, int_size: u8) -> io::Result<Compression> {
    // Before algorithms could be chosen there was a level.
    let number = if minor >= 15 { i64::from(byte(input)?) } else { integer(input, int_size)?.abs().min(1) };
    match number {
        0 => Ok(Compression::None),
        1 => Ok(Compression::Zlib),
        2 => Ok(Compression::Lz4),
        3 => Ok(Compression::Zstd),
        _ => Err(damaged("it is compressed in a way that is not known")),
    }
}

/// The statements before the rows of an archive's tables, by their numbers.
#[derive(Debug, Default)]
pub(crate) struct Openings {
    statements: FxHashMap<i64, Vec<u8>>,
    bytes: usize,
}

impl Openings {
    /// Reads those of an archive whose rows lie in files of their own. What of it cannot be read is not there.
    pub(crate) fn read(input: &mut impl Read) -> Self {
        let mut openings = Self::default();
        // Whoever reads the table of contents as an input of its own tells what is wrong with it.
        let _ = openings.read_all(input);
        openings
    }

    fn read_all(&mut self, input: &mut impl Read) -> io::Result<()> {
        let head = Head::read(input)?;
        (0..head.entries).try_for_each(|_| self.note(head.entry(input)?))
    }

    /// Notes the statement before the rows of an entry, if it has any.
    pub(super) fn note(&mut self, entry: Entry) -> io::Result<()> {
        if entry.has_rows {
            self.bytes += entry.opening.len() + size_of::<(i64, Vec<u8>)>();
            if self.bytes > MOST_BYTES {
                return Err(Defect::error(Reason::OverBudget, "PostgreSQL archive: too many tables"));
            }
            self.statements.insert(entry.id, entry.opening);
        }
        Ok(())
    }

    /// Takes out the statement of an entry; `None` if there are to be no rows of it.
    pub(super) fn take(&mut self, id: i64) -> Option<Vec<u8>> {
        self.statements.remove(&id)
    }

    /// Entries whose statement was not taken.
    pub(super) fn left(&self) -> usize {
        self.statements.len()
    }

    /// The statement before the rows of an entry, if there is one.
    pub(crate) fn get(&self, id: i64) -> Option<&[u8]> {
        self.statements.get(&id).map(Vec::as_slice).filter(|statement| !statement.is_empty())
    }
}

/// The number of the entry whose rows lie in the file of this name: `3456.dat`, with an ending where it is compressed.
pub(crate) fn file_id(name: &str) -> Option<i64> {
    let (number, ending) = name.split_once('.')?;
    let is_data = matches!(ending, "dat" | "dat.gz" | "dat.lz4" | "dat.zst");
    number.parse().ok().filter(|_| is_data && number.bytes().all(|b| b.is_ascii_digit()))
}
