//! Where pages come from, and what they may say of themselves.

use std::io::{self, BufRead, BufReader, Read, SeekFrom};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use parquet::basic::Encoding;
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::serialized_reader::SerializedPageReader;

use super::thrift::{Compact, I32};
use crate::format::rows::{damaged, excessive};
use crate::format::store::Seekable;

/// Bytes of the largest page that is unpacked: a megabyte is usual.
const LARGEST: i64 = 256 << 20;

/// Bytes of the largest page whose values are made of the values before: each may be as long as all of the page.
const LARGEST_OF_PREFIXES: usize = 4 << 20;

/// Values that the rows of one step may have: a row may have as many as there are, and is read whole.
const MOST_VALUES: u64 = 8 << 20;

/// Bytes that are read ahead of where the header of a page begins.
const HEADER: usize = 1024;

/// A file that the library takes bytes of.
pub(super) struct Shelf {
    file: Arc<Mutex<Box<dyn Seekable>>>,
    size: u64,
}

impl Shelf {
    pub(super) fn new(mut file: Box<dyn Seekable>) -> io::Result<Self> {
        let size = file.seek(SeekFrom::End(0))?;
        Ok(Self { file: Arc::new(Mutex::new(file)), size })
    }

    /// Bytes of the whole.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// So many bytes from there on; room is made only for what the file holds.
    pub(super) fn bytes(&self, start: u64, length: u64) -> io::Result<Bytes> {
        if start.checked_add(length).is_none_or(|end| end > self.size) {
            return Err(damaged("it points behind the end of the file"));
        }
        let mut bytes = Vec::new();
        self.tail(start).take(length).read_to_end(&mut bytes)?;
        if bytes.len() as u64 == length { Ok(bytes.into()) } else { Err(damaged("the file is cut off")) }
    }

    fn tail(&self, at: u64) -> Tail {
        Tail { file: Arc::clone(&self.file), at }
    }
}

/// A file from somewhere on.
pub(super) struct Tail {
    file: Arc<Mutex<Box<dyn Seekable>>>,
    at: u64,
}

impl Read for Tail {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let count = file.read(out)?;
        self.at += count as u64;
        Ok(count)
    }
}

impl Length for Shelf {
    fn len(&self) -> u64 {
        self.size
    }
}

impl ChunkReader for Shelf {
    type T = BufReader<Tail>;

    /// The library asks so for the header of a page, and for nothing else.
    fn get_read(&self, start: u64) -> Result<Self::T> {
        let mut reader = BufReader::with_capacity(HEADER, self.tail(start));
        match unpacked_size(reader.fill_buf()?) {
            Some(0..=LARGEST) => Ok(reader),
            Some(size) => Err(excessive(format!("a page of {size} bytes")).into()),
            None => Err(damaged("a page does not say how large it is").into()),
        }
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        Ok(self.bytes(start, length as u64)?)
    }
}

/// The size that a page says it unpacks to (`uncompressed_page_size`, the second field of `PageHeader`). The library believes
/// it before it unpacks.
fn unpacked_size(header: &[u8]) -> Option<i64> {
    let mut thrift = Compact::new(header);
    let (kind, first) = thrift.field(0)??;
    thrift.skip(kind)?;
    let (kind, second) = thrift.field(first)??;
    if (kind, first, second) == (I32, 1, 2) { thrift.integer() } else { None }
}

/// Values that may still be read in one step.
#[derive(Clone, Default)]
pub(super) struct Allowance(Arc<AtomicU64>);

impl Allowance {
    /// A new step begins.
    pub(super) fn renew(&self) {
        self.0.store(MOST_VALUES, Ordering::Relaxed);
    }

    fn take(&self, values: u64) -> bool {
        let left = self.0.load(Ordering::Relaxed).checked_sub(values);
        self.0.store(left.unwrap_or(0), Ordering::Relaxed);
        left.is_some()
    }
}

/// The pages of a column, each looked at before the library makes room for its values.
pub(super) struct Pages {
    inner: SerializedPageReader<Shelf>,
    /// Of a column that may have many values in a row.
    allowance: Option<Allowance>,
    /// Whether its dictionary was read.
    has_words: bool,
}

impl Pages {
    pub(super) fn new(inner: SerializedPageReader<Shelf>, allowance: Option<Allowance>) -> Self {
        Self { inner, allowance, has_words: false }
    }

    fn check(&mut self, page: Page) -> Result<Page> {
        let (size, values) = (page.buffer().len(), u64::from(page.num_values()));
        if let Page::DictionaryPage { .. } = page {
            self.has_words = true;
            // Values without any bytes are no words of a dictionary.
            return if values <= size as u64 { Ok(page) } else { Err(damaged("a hollow dictionary").into()) };
        }
        let is_of_words = matches!(page.encoding(), Encoding::PLAIN_DICTIONARY | Encoding::RLE_DICTIONARY);
        if is_of_words && !self.has_words {
            return Err(damaged("words of a dictionary that is not there").into());
        }
        if page.encoding() == Encoding::DELTA_BYTE_ARRAY && size > LARGEST_OF_PREFIXES {
            return Err(excessive(format!("a page of {size} bytes whose values share prefixes")).into());
        }
        match &self.allowance {
            Some(allowance) if !allowance.take(values) => {
                Err(excessive(format!("more than {MOST_VALUES} values in a few rows")).into())
            }
            _ => Ok(page),
        }
    }
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let page = self.inner.get_next_page()?;
        page.map(|page| self.check(page)).transpose()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.inner.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        Err(ParquetError::NYI("pages are not skipped".to_owned()))
    }
}
