//! The container: a header with the schema, and blocks of records after it.

use std::io::{self, Read};
use std::sync::Arc;

use super::decode::{Bytes, Records};
use super::schema::Schema;
use crate::format::packing::Reader;
use crate::format::rows::{Rows, Stop, damaged, excessive};
use crate::model::{Defect, Heading, Reason};

/// Bytes of the largest block, packed or not: writers make them of some kilobytes, some of a few megabytes.
const LARGEST: u64 = 64 << 20;

/// Bytes of the largest schema, and of whatever else stands in the header.
const LARGEST_HEADER: u64 = 16 << 20;

/// Reads a file.
///
/// # Errors
/// Why it cannot be read to its end.
pub(in super::super) fn read(reader: Reader, rows: &mut Rows<'_>) -> Result<(), Stop> {
    let mut file = File { reader, read: 0 };
    let (schema, codec, mark) = header(&mut file)?;
    let heading = Arc::new(Heading { table: String::new(), columns: schema.columns.clone() });
    let mut records = Records { schema: &schema, heading: &heading, rows };
    let (mut row, mut packed, mut block) = (0, Vec::new(), Vec::new());
    while let Some(count) = file.count()? {
        let size = file.size(LARGEST, "a block")?;
        file.fill(size, &mut packed)?;
        records.rows.has_read(file.read);
        let end = unpack(codec, &packed, &mut block).map_err(Stop::from);
        let end = end.and_then(|()| all(&mut records, &block, row, count));
        match end {
            // The next block begins where this one says that it ends.
            Err(Stop::Fault(e)) => records.rows.fault("", &e),
            end => end?,
        }
        file.fill(16, &mut packed)?;
        if packed != mark {
            return Err(damaged("a block does not end where it says").into());
        }
        row += count;
    }
    Ok(())
}

/// Reads the records of a block, the first of which is the row after `row`.
fn all(records: &mut Records<'_, '_, '_>, block: &[u8], row: u64, count: u64) -> Result<(), Stop> {
    let mut bytes = Bytes(block);
    for n in 1..=count {
        records.record(&mut bytes, row.saturating_add(n))?;
    }
    if bytes.0.is_empty() { Ok(()) } else { Err(damaged("a block holds more than its records").into()) }
}

/// The schema, the codec and the mark between blocks.
fn header(file: &mut File) -> Result<(Schema, &'static Codec, Vec<u8>), Stop> {
    let (mut field, mut schema, mut codec) = (Vec::new(), None, "null".to_owned());
    file.fill(4, &mut field)?;
    while let count @ 1.. = file.items()? {
        for _ in 0..count {
            let size = file.size(LARGEST_HEADER, "a key")?;
            file.fill(size, &mut field)?;
            let key = std::mem::take(&mut field);
            let size = file.size(LARGEST_HEADER, "its header")?;
            file.fill(size, &mut field)?;
            match key.as_slice() {
                b"avro.schema" => schema = Some(Schema::parse(&field).map_err(damaged)?),
                b"avro.codec" => codec = String::from_utf8_lossy(&field).into_owned(),
                _ => {}
            }
        }
    }
    let mut mark = Vec::new();
    file.fill(16, &mut mark)?;
    let schema = schema.ok_or_else(|| damaged("it has no schema"))?;
    let unknown = || Defect::error(Reason::UnsupportedKind, format!("Avro packed by {codec:?}"));
    let codec = CODECS.iter().find(|known| known.name == codec).ok_or_else(unknown)?;
    Ok((schema, codec, mark))
}

/// A way to pack blocks.
struct Codec {
    name: &'static str,
    open: for<'b> fn(&'b [u8]) -> io::Result<Box<dyn Read + 'b>>,
}

static CODECS: &[Codec] = &[
    Codec { name: "null", open: |packed| Ok(Box::new(packed)) },
    Codec { name: "deflate", open: |packed| Ok(Box::new(flate2::bufread::DeflateDecoder::new(packed))) },
    Codec { name: "snappy", open: snappy },
    Codec { name: "zstandard", open: |packed| Ok(Box::new(zstd::Decoder::with_buffer(packed)?)) },
    Codec { name: "bzip2", open: |packed| Ok(Box::new(bzip2::bufread::MultiBzDecoder::new(packed))) },
    Codec {
        name: "xz",
        open: |packed| Ok(Box::new(lzma_rust2::XzReader::new_mem_limit(packed, true, 128 << 10))),
    },
];

/// Snappy says first how large it is; the check sum after it is left alone, as nobody else's are looked at either.
fn snappy(packed: &[u8]) -> io::Result<Box<dyn Read + '_>> {
    let packed = packed.get(..packed.len().saturating_sub(4)).unwrap_or(packed);
    if snap::raw::decompress_len(packed)? as u64 > LARGEST {
        return Err(excessive("a block that is too large"));
    }
    Ok(Box::new(io::Cursor::new(snap::raw::Decoder::new().decompress_vec(packed)?)))
}

fn unpack(codec: &Codec, packed: &[u8], block: &mut Vec<u8>) -> io::Result<()> {
    block.clear();
    let read = (codec.open)(packed).and_then(|open| open.take(LARGEST + 1).read_to_end(block));
    read.map_err(|e| if Defect::of(&e).is_some() { e } else { damaged(format!("{}: {e}", codec.name)) })?;
    if block.len() as u64 > LARGEST {
        return Err(excessive(format!("a block of more than {LARGEST} bytes")));
    }
    Ok(())
}

/// The file, and how much of it was read.
struct File {
    reader: Reader,
    read: u64,
}

impl File {
    /// Exactly so many bytes.
    fn fill(&mut self, count: u64, out: &mut Vec<u8>) -> io::Result<()> {
        out.clear();
        self.reader.by_ref().take(count).read_to_end(out)?;
        self.read += out.len() as u64;
        if out.len() as u64 == count { Ok(()) } else { Err(damaged("the file is cut off")) }
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        let mut byte = [0];
        loop {
            match self.reader.read(&mut byte) {
                Ok(0) => return Ok(None),
                Ok(_) => break,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        self.read += 1;
        Ok(Some(byte[0]))
    }

    /// A whole number; `None` if the file ends before it.
    fn long(&mut self) -> io::Result<Option<i64>> {
        let mut all = Vec::new();
        while let Some(byte) = self.byte()? {
            all.push(byte);
            if byte < 0x80 || all.len() > 9 {
                return Bytes(&all).long().map(Some).ok_or_else(|| damaged("a number without end"));
            }
        }
        if all.is_empty() { Ok(None) } else { Err(damaged("the file is cut off")) }
    }

    /// How many records the next block has, if there is one.
    fn count(&mut self) -> io::Result<Option<u64>> {
        let count = self.long()?;
        count.map(|n| u64::try_from(n).map_err(|_| damaged("a block of less than nothing"))).transpose()
    }

    /// How many items of a map come next.
    fn items(&mut self) -> io::Result<u64> {
        let count = self.long()?.ok_or_else(|| damaged("the file is cut off"))?;
        if count < 0 {
            self.long()?;
        }
        Ok(count.unsigned_abs())
    }

    fn size(&mut self, most: u64, what: &str) -> io::Result<u64> {
        let size = self.long()?.and_then(|n| u64::try_from(n).ok());
        let size = size.ok_or_else(|| damaged(format!("{what} without a size")))?;
        if size > most { Err(excessive(format!("{what} of {size} bytes"))) } else { Ok(size) }
    }
}
