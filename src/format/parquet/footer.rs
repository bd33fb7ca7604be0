//! The footer: what the file holds and where. Its schema is checked first, because the library goes down into it as deep
//! as it says, and makes room for as many children as it says.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};

use super::fault;
use super::pages::Shelf;
use super::thrift::{Compact, I32, LIST, STRUCT};
use crate::format::rows::{damaged, excessive};
use crate::model::{Defect, Reason};

/// Bytes of the largest footer that is read: some kilobytes are usual, some megabytes with very many columns.
const LARGEST: u64 = 64 << 20;

/// Groups within groups in a schema.
const DEEPEST: usize = 64;

/// The length of the footer and the mark after it.
const TAIL: u64 = 8;

/// Reads what is said of the whole file.
///
/// # Errors
/// A defect.
pub(super) fn read(shelf: &Shelf) -> io::Result<ParquetMetaData> {
    let end = shelf.size().checked_sub(TAIL).ok_or_else(|| damaged("it has no end"))?;
    let tail = shelf.bytes(end, TAIL)?;
    let (length, mark) = tail.split_first_chunk::<4>().ok_or_else(|| damaged("it has no end"))?;
    let length = u64::from(u32::from_le_bytes(*length));
    match mark {
        b"PAR1" => {}
        b"PARE" => return Err(Defect::error(Reason::UnsupportedKind, "encrypted Parquet file")),
        _ => return Err(damaged("it has no footer: the file is cut off")),
    }
    if length > LARGEST {
        return Err(excessive(format!("a footer of {length} bytes")));
    }
    let start = end.checked_sub(length).ok_or_else(|| damaged("its footer is longer than the file"))?;
    let footer = shelf.bytes(start, length)?;
    if is_sound(&footer) != Some(true) {
        return Err(damaged("its schema is none"));
    }
    let decoded = catch_unwind(AssertUnwindSafe(|| ParquetMetaDataReader::decode_metadata(&footer)));
    decoded.map_err(|_| damaged("its footer cannot be read"))?.map_err(fault)
}

/// Whether the schema in the footer is a tree of bearable depth, with as many elements as it says
/// (`FileMetaData` and `SchemaElement` of parquet.thrift).
fn is_sound(footer: &[u8]) -> Option<bool> {
    let mut thrift = Compact::new(footer);
    let mut last = 0;
    let mut has_schema = false;
    while let Some((kind, number)) = thrift.field(last)? {
        if (kind, number) == (LIST, 2) {
            // The library takes the last of several.
            has_schema = is_tree(&mut thrift)?;
            if !has_schema {
                return Some(false);
            }
        } else {
            thrift.skip(kind)?;
        }
        last = number;
    }
    Some(has_schema)
}

/// Whether the elements, depth first, are a tree.
fn is_tree(thrift: &mut Compact<'_>) -> Option<bool> {
    let (kind, count) = thrift.list()?;
    // How many children are still to come, from the root down.
    let mut open: Vec<i64> = Vec::new();
    for number in 0..count {
        while open.last() == Some(&0) {
            open.pop();
        }
        match open.last_mut() {
            Some(left) => *left -= 1,
            None if number > 0 => return Some(false),
            None => {}
        }
        let children = children(thrift)?;
        if children > i64::try_from(count).ok()? || open.len() > DEEPEST {
            return Some(false);
        }
        open.push(children.max(0));
    }
    Some(kind == STRUCT && open.iter().all(|left| *left == 0))
}

/// How many children an element has (`num_children`, its fifth field).
fn children(thrift: &mut Compact<'_>) -> Option<i64> {
    let (mut last, mut children) = (0, 0);
    while let Some((kind, number)) = thrift.field(last)? {
        if (kind, number) == (I32, 5) {
            children = thrift.integer()?;
        } else {
            thrift.skip(kind)?;
        }
        last = number;
    }
    Some(children)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A footer that holds nothing but a schema of elements with so many children each.
    fn footer(children: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0x29, 0xFC];
        bytes.push(u8::try_from(children.len()).unwrap());
        for n in children {
            // Name "a" (field 4), then the number of children (field 5, zigzag), then the end.
            bytes.extend_from_slice(&[0x48, 1, b'a', 0x15, n * 2, 0]);
        }
        bytes.push(0);
        bytes
    }

    #[test]
    fn schemas_are_trees() {
        for (children, sound) in [
            (&[1, 0][..], true),
            (&[2, 1, 0, 0], true),
            (&[3, 0, 2, 0, 0, 0], true),
            (&[0], true),
            (&[0, 0], false),
            (&[2, 0], false),
            (&[63, 0], false),
            (&[1; 100], false),
        ] {
            assert_eq!(is_sound(&footer(children)), Some(sound), "{children:?}");
        }
        assert_eq!(is_sound(&footer(&[1, 0])[..9]), None, "cut off");
        assert_eq!(is_sound(&[0]), Some(false), "no schema at all");
    }
}
