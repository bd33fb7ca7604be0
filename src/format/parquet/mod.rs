//! Parquet: column by column, so that no row is ever put together and memory holds one page of one column.
//!
//! Pages are decoded by a library. What it would believe of a hostile file is checked before: the shape of the schema
//! (`footer`) and what pages say of themselves (`pages`).

mod column;
mod footer;
mod pages;
mod schema;
mod thrift;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;

use super::rows::{Rows, Stop, damaged};
use super::store::Seekable;
use crate::model::{Defect, Heading, Reason};
use pages::Shelf;
use schema::Column;

/// Reads a Parquet file.
///
/// # Errors
/// Why it cannot be read to its end.
pub(super) fn read(file: Box<dyn Seekable>, rows: &mut Rows<'_>) -> Result<(), Stop> {
    let shelf = Arc::new(Shelf::new(file)?);
    let metadata = footer::read(&shelf)?;
    let columns = schema::columns(metadata.file_metadata().schema_descr());
    let names = columns.iter().map(|column| column.name.clone()).collect();
    let heading = Arc::new(Heading { table: String::new(), columns: names });
    let mut first = 0;
    for group in metadata.row_groups() {
        let count = u64::try_from(group.num_rows()).unwrap_or(0);
        rows.count(&heading, count)?;
        for (number, column) in columns.iter().enumerate() {
            let place = column::Place { heading: &heading, column: number, first };
            match read_chunk(&shelf, group, column, place, rows) {
                Err(Stop::Fault(e)) => rows.fault_of_column(&column.name, &e),
                end => end?,
            }
        }
        first += count;
    }
    Ok(())
}

fn read_chunk(
    shelf: &Arc<Shelf>,
    group: &RowGroupMetaData,
    column: &Column,
    place: column::Place<'_>,
    rows: &mut Rows<'_>,
) -> Result<(), Stop> {
    let chunk = group.columns().get(column.leaf).ok_or_else(|| damaged("a row group without it"))?;
    let unread = match chunk.compression() {
        Compression::BROTLI(_) => Some("Brotli"),
        Compression::LZO => Some("LZO"),
        _ => None,
    };
    if let Some(codec) = unread {
        return Err(Defect::error(Reason::UnsupportedKind, format!("packed by {codec}")).into());
    }
    let count = u64::try_from(group.num_rows()).map_err(|_| damaged("a negative number of rows"))?;
    let read = catch_unwind(AssertUnwindSafe(|| column::read(shelf, chunk, count, column, place, rows)));
    read.unwrap_or_else(|_| Err(damaged("the reader of Parquet failed on it").into()))
}

impl From<ParquetError> for Stop {
    fn from(e: ParquetError) -> Self {
        Self::Fault(fault(e))
    }
}

/// An error of the library as the ledger has it. Errors of whatever it reads from stay what they are.
fn fault(e: ParquetError) -> io::Error {
    match e {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(e) if Defect::of(&e).is_some() || e.raw_os_error().is_some() => *e,
            Ok(e) => damaged(e.to_string()),
            Err(other) => damaged(other.to_string()),
        },
        ParquetError::NYI(what) => Defect::error(Reason::UnsupportedKind, what),
        ParquetError::General(what) | ParquetError::EOF(what) => damaged(what),
        other => damaged(other.to_string()),
    }
}
