//! One column of a group of rows: its values, and the rows that they belong to.

use std::sync::Arc;

use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::{ByteArray, DataType, Int96};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::serialized_reader::SerializedPageReader;

use super::pages::{Allowance, Pages, Shelf};
use super::schema::{Column, Kind};
use crate::format::rows::{Rows, Stop, damaged};
use crate::format::value::Value;
use crate::model::Heading;

/// Rows that are read at a time. Values are held by reference, but some are made anew, so this bounds memory.
const STEP: usize = 256;

/// Where the values of a column belong.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) heading: &'a Arc<Heading>,
    /// Its number among those of the heading.
    pub(super) column: usize,
    /// Rows in the groups before.
    pub(super) first: u64,
}

/// Reads the values of a column of a group of `count` rows.
pub(super) fn read(
    shelf: &Arc<Shelf>,
    chunk: &ColumnChunkMetaData,
    count: u64,
    column: &Column,
    place: Place<'_>,
    rows: &mut Rows<'_>,
) -> Result<(), Stop> {
    let allowance = Allowance::default();
    let repeats = column.descr.max_rep_level() > 0;
    let total = usize::try_from(count).unwrap_or(usize::MAX);
    let pages = SerializedPageReader::new(Arc::clone(shelf), chunk, total, None)?;
    let pages = Pages::new(pages, repeats.then(|| allowance.clone()));
    let reader = get_column_reader(column.descr.clone(), Box::new(pages));
    let copy = Copy { column, place, count, allowance, rows };
    match reader {
        ColumnReader::BoolColumnReader(_) => Ok(()),
        ColumnReader::Int32ColumnReader(reader) => {
            copy.all(reader, |kind, n| integer(kind, i64::from(*n), u64::from(n.cast_unsigned())))
        }
        ColumnReader::Int64ColumnReader(reader) => {
            copy.all(reader, |kind, n| integer(kind, *n, n.cast_unsigned()))
        }
        ColumnReader::Int96ColumnReader(reader) => {
            copy.all(reader, |_, time: &Int96| Value::Moment(time.to_seconds(), 1))
        }
        ColumnReader::FloatColumnReader(reader) => copy.all(reader, |_, x| Value::Real(f64::from(*x))),
        ColumnReader::DoubleColumnReader(reader) => copy.all(reader, |_, x| Value::Real(*x)),
        ColumnReader::ByteArrayColumnReader(reader) => {
            copy.all(reader, |kind, b: &ByteArray| bytes(kind, b.data()))
        }
        ColumnReader::FixedLenByteArrayColumnReader(reader) => {
            copy.all(reader, |kind, b| bytes(kind, b.data()))
        }
    }
}

fn integer(kind: Kind, signed: i64, unsigned: u64) -> Value<'static> {
    match kind {
        Kind::Day => Value::Day(signed),
        Kind::Moment(unit) => Value::Moment(signed, unit),
        Kind::Decimal(scale) => Value::Decimal(signed.into(), scale),
        Kind::Unsigned => Value::Integer(unsigned.into()),
        Kind::Plain | Kind::Uuid | Kind::Skipped => Value::Integer(signed.into()),
    }
}

fn bytes(kind: Kind, bytes: &[u8]) -> Value<'_> {
    match (kind, bytes.first_chunk()) {
        (Kind::Uuid, Some(uuid)) => Value::Uuid(*uuid),
        (Kind::Decimal(scale), _) => Value::big_endian(bytes, scale),
        _ => Value::Bytes(bytes),
    }
}

/// What is needed to copy values.
struct Copy<'a, 'r> {
    column: &'a Column,
    place: Place<'a>,
    /// Rows that there should be.
    count: u64,
    allowance: Allowance,
    rows: &'a mut Rows<'r>,
}

impl Copy<'_, '_> {
    fn all<T: DataType>(
        self,
        mut reader: ColumnReaderImpl<T>,
        value: for<'v> fn(Kind, &'v T::T) -> Value<'v>,
    ) -> Result<(), Stop> {
        let Place { heading, column, first } = self.place;
        let present = self.column.descr.max_def_level();
        let (mut row, mut values, mut defined, mut repeated) = (0, Vec::new(), Vec::new(), Vec::new());
        loop {
            values.clear();
            defined.clear();
            repeated.clear();
            self.allowance.renew();
            let step = reader.read_records(STEP, Some(&mut defined), Some(&mut repeated), &mut values)?;
            let (_, _, levels) = step;
            if levels == 0 {
                break;
            }
            let mut values = values.iter();
            for level in 0..levels {
                // A column that cannot repeat, or cannot be null, has no such levels.
                row += u64::from(repeated.get(level).is_none_or(|r| *r == 0));
                if defined.get(level).is_none_or(|d| *d == present)
                    && let Some(v) = values.next()
                {
                    self.rows.value(heading, first + row, column, value(self.column.kind, v))?;
                }
            }
            self.rows.weigh(levels as u64)?;
        }
        if row == self.count { Ok(()) } else { Err(damaged(format!("{row} rows of {}", self.count)).into()) }
    }
}
