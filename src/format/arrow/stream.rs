//! A stream of messages: a schema, dictionaries, and batches of rows.

use std::collections::HashMap;
use std::io::{self, Read};
use std::sync::Arc;

use super::batch::{Batch, Owners};
use super::dictionary::{Dictionaries, Words};
use super::flat::Table;
use super::schema::{Field, Schema};
use crate::format::packing::Reader;
use crate::format::rows::{Rows, Stop, damaged, excessive};
use crate::format::value::Value;
use crate::model::{Defect, Heading, Reason};

/// Bytes of the largest description of a message.
const LARGEST_HEAD: u64 = 64 << 20;

/// Bytes of the largest message: a batch of rows lies in memory as a whole.
const LARGEST: u64 = 512 << 20;

/// The kinds of messages (`MessageHeader`).
const SCHEMA: u8 = 1;
const DICTIONARY: u8 = 2;
const BATCH: u8 = 3;

/// Reads a file or stream.
///
/// # Errors
/// Why it cannot be read to its end.
pub(in super::super) fn read(reader: Reader, rows: &mut Rows<'_>) -> Result<(), Stop> {
    let mut stream = Stream { reader, read: 0, head: Vec::new(), body: Vec::new() };
    let mut mark = [0; 8];
    stream.exact(&mut mark)?;
    let is_file = mark.starts_with(b"ARROW1");
    let mut begun = (!is_file).then_some(mark);
    let mut data: Option<Data> = None;
    let mut row = 0;
    while stream.next(begun.take(), is_file)? {
        rows.has_read(stream.read);
        let unknown = || damaged("a message that says nothing");
        let message = Table::root(&stream.head).ok_or_else(unknown)?;
        let inner = message.table(2).ok_or_else(unknown)?;
        match (message.byte(1), &mut data) {
            (SCHEMA, None) => data = Some(Data::new(inner)?),
            (DICTIONARY, Some(data)) => data.dictionary(inner, &stream.body)?,
            (BATCH, Some(data)) => {
                let count = inner.long(0).and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
                rows.count(&data.heading, count)?;
                let end = data.batch(inner, &stream.body, row, rows);
                row += count;
                match end {
                    Err(Stop::Fault(e)) => rows.fault("", &e),
                    end => end?,
                }
            }
            _ => return Err(damaged("a message where none of its kind may be").into()),
        }
    }
    if data.is_none() { Err(damaged("it has no schema").into()) } else { Ok(()) }
}

/// What is known of the data.
struct Data {
    schema: Schema,
    heading: Arc<Heading>,
    dictionaries: Dictionaries,
}

impl Data {
    fn new(table: Table<'_>) -> io::Result<Self> {
        if table.short(0) == Some(1) {
            return Err(Defect::error(Reason::UnsupportedKind, "Arrow data with the high byte first"));
        }
        let schema = Schema::read(table).ok_or_else(|| damaged("its schema cannot be understood"))?;
        let heading = Heading { table: String::new(), columns: schema.columns.clone() };
        Ok(Self { schema, heading: Arc::new(heading), dictionaries: HashMap::new() })
    }

    /// Keeps the values of a dictionary, or those that are added to it.
    fn dictionary(&mut self, table: Table<'_>, body: &[u8]) -> Result<(), Stop> {
        let id = table.long(0).unwrap_or(0);
        let field = self.schema.field_of(id).ok_or_else(|| damaged("a dictionary that nobody uses"))?;
        let values = Field { dictionary: None, ..field.clone() };
        let is_more = table.byte(2) != 0;
        let mut words =
            if is_more { self.dictionaries.remove(&id).unwrap_or_default() } else { Words::default() };
        let before = words.len() as u64;
        let mut sink = |row: u64, _: usize, value: Value<'_>| words.add(before + row - 1, value);
        let batch = table.table(1).and_then(|inner| Batch::new(inner, body, &self.dictionaries, &mut sink));
        batch.ok_or_else(|| damaged("a dictionary of nothing"))?.field(&values, Owners(None))?;
        self.dictionaries.insert(id, words);
        Ok(())
    }

    /// Gives the values of a batch of rows, the first of which is the row after `row`.
    fn batch(&self, table: Table<'_>, body: &[u8], row: u64, rows: &mut Rows<'_>) -> Result<(), Stop> {
        let mut sink =
            |n: u64, column: usize, value: Value<'_>| rows.value(&self.heading, row + n, column, value);
        let batch = Batch::new(table, body, &self.dictionaries, &mut sink);
        let mut batch = batch.ok_or_else(|| damaged("a batch of nothing"))?;
        self.schema.fields.iter().try_for_each(|field| batch.field(field, Owners(None)))
    }
}

/// Messages: what each says, and the bytes that it speaks of.
struct Stream {
    reader: Reader,
    read: u64,
    head: Vec<u8>,
    body: Vec<u8>,
}

impl Stream {
    /// Reads the next message; says whether there is one. Its first bytes may be known already.
    fn next(&mut self, begun: Option<[u8; 8]>, is_file: bool) -> Result<bool, Stop> {
        let mut mark = begun.unwrap_or_default();
        let known = if begun.is_some() { mark.len() } else { self.some(&mut mark)? };
        match (known, mark) {
            // A stream may simply end.
            (0, _) if !is_file => return Ok(false),
            (8, [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]) => return Ok(false),
            (8, [0xFF, 0xFF, 0xFF, 0xFF, ..]) => {}
            (8, _) => return Err(damaged("a message without a mark").into()),
            _ => return Err(cut_off().into()),
        }
        let length = u64::from(u32::from_le_bytes([mark[4], mark[5], mark[6], mark[7]]));
        if length > LARGEST_HEAD {
            return Err(excessive(format!("a message that takes {length} bytes to describe")).into());
        }
        let mut head = std::mem::take(&mut self.head);
        self.fill(length, &mut head)?;
        self.head = head;
        let size = Table::root(&self.head).and_then(|message| message.long(3)).unwrap_or(0);
        let size = u64::try_from(size).map_err(|_| damaged("a message of less than nothing"))?;
        if size > LARGEST {
            return Err(excessive(format!("a batch of {size} bytes")).into());
        }
        let mut body = std::mem::take(&mut self.body);
        self.fill(size, &mut body)?;
        self.body = body;
        Ok(true)
    }

    fn fill(&mut self, count: u64, out: &mut Vec<u8>) -> io::Result<()> {
        out.clear();
        self.reader.by_ref().take(count).read_to_end(out)?;
        self.read += out.len() as u64;
        if out.len() as u64 == count { Ok(()) } else { Err(cut_off()) }
    }

    /// As many bytes as there are room and bytes for.
    fn some(&mut self, out: &mut [u8; 8]) -> io::Result<usize> {
        let mut bytes = Vec::new();
        self.reader.by_ref().take(8).read_to_end(&mut bytes)?;
        out.iter_mut().zip(&bytes).for_each(|(to, from)| *to = *from);
        self.read += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn exact(&mut self, out: &mut [u8; 8]) -> io::Result<()> {
        if self.some(out)? == out.len() { Ok(()) } else { Err(cut_off()) }
    }
}

fn cut_off() -> io::Error {
    damaged("the file is cut off")
}
