//! The values of a batch of rows. Buffers lie one after another in the order of the fields; a buffer that says nothing is passed
//! over packed.

use std::borrow::Cow;
use std::io::Read;

use super::dictionary::Dictionaries;
use super::flat::{Table, Vector};
use super::schema::{Field, Layout, Meaning};
use crate::format::rows::{Stop, damaged, excessive};
use crate::format::value::Value;

/// Bytes that the buffers of a batch may unpack to.
pub(super) const MOST_UNPACKED: u64 = 512 << 20;

/// Values within others that a column may have in a batch: nothing but offsets says how many there are.
pub(super) const MOST_ITEMS: usize = 64 << 20;

/// Takes the row of a value, from 1, the number of its column, and the value.
pub(super) type Sink<'s> = dyn FnMut(u64, usize, Value<'_>) -> Result<(), Stop> + 's;

/// A batch while it is read.
pub(super) struct Batch<'b, 's> {
    body: &'b [u8],
    nodes: Vector<'b>,
    buffers: Vector<'b>,
    /// How many buffers the views of a column have.
    counts: Option<Vector<'b>>,
    /// How buffers are packed (`CompressionType`).
    codec: Option<u8>,
    next_node: usize,
    next_buffer: usize,
    next_count: usize,
    unpacked: u64,
    dictionaries: &'b Dictionaries,
    sink: &'s mut Sink<'s>,
}

/// The rows that elements belong to: each to the row of its own number, or to those that are listed; 0 stands for none.
#[derive(Clone, Copy)]
pub(super) struct Owners<'o>(pub(super) Option<&'o [u32]>);

impl Owners<'_> {
    fn row(self, element: usize) -> u64 {
        self.0.map_or(element as u64 + 1, |rows| rows.get(element).copied().unwrap_or(0).into())
    }
}

fn too_many() -> Stop {
    excessive(format!("more than {MOST_ITEMS} values within others in one batch")).into()
}

fn broken() -> Stop {
    damaged("its buffers are not those of its columns").into()
}

impl<'b, 's> Batch<'b, 's> {
    /// A batch that `table` (a `RecordBatch`) describes.
    pub(super) fn new(
        table: Table<'b>,
        body: &'b [u8],
        dictionaries: &'b Dictionaries,
        sink: &'s mut Sink<'s>,
    ) -> Option<Self> {
        Some(Self {
            body,
            nodes: table.vector(1)?,
            buffers: table.vector(2)?,
            counts: table.vector(4),
            codec: table.table(3).map(|packed| packed.byte(0)),
            next_node: 0,
            next_buffer: 0,
            next_count: 0,
            unpacked: 0,
            dictionaries,
            sink,
        })
    }

    /// How many elements the next field has, and how many of them are null.
    fn node(&mut self) -> Result<(usize, bool), Stop> {
        let at = self.next_node * 2;
        self.next_node += 1;
        let number = |n: Option<i64>| usize::try_from(n?).ok();
        let (length, nulls) = (number(self.nodes.long(at)), number(self.nodes.long(at + 1)));
        if self.next_node > self.nodes.len {
            Err(broken())
        } else {
            Ok((length.ok_or_else(broken)?, nulls != Some(0)))
        }
    }

    /// The next buffer as it lies there.
    fn packed(&mut self) -> Result<&'b [u8], Stop> {
        let at = self.next_buffer * 2;
        self.next_buffer += 1;
        let place = || {
            let start = usize::try_from(self.buffers.long(at)?).ok()?;
            let end = start.checked_add(usize::try_from(self.buffers.long(at + 1)?).ok()?)?;
            self.body.get(start..end)
        };
        place().filter(|_| self.next_buffer <= self.buffers.len).ok_or_else(broken)
    }

    /// The next buffer, unpacked: after its size, or after -1 if it is not packed after all.
    fn buffer(&mut self) -> Result<Cow<'b, [u8]>, Stop> {
        let packed = self.packed()?;
        let Some(codec) = self.codec.filter(|_| !packed.is_empty()) else { return Ok(Cow::Borrowed(packed)) };
        let (size, packed) = packed.split_first_chunk().ok_or_else(broken)?;
        let size = i64::from_le_bytes(*size);
        if size == -1 {
            return Ok(Cow::Borrowed(packed));
        }
        let size = u64::try_from(size).map_err(|_| broken())?;
        self.unpacked = self.unpacked.saturating_add(size);
        if self.unpacked > MOST_UNPACKED {
            return Err(excessive(format!("a batch of more than {MOST_UNPACKED} bytes")).into());
        }
        let mut all = Vec::new();
        let read = match codec {
            0 => lz4_flex::frame::FrameDecoder::new(packed).take(size).read_to_end(&mut all),
            _ => zstd::Decoder::with_buffer(packed).and_then(|open| open.take(size).read_to_end(&mut all)),
        };
        read.map_err(|e| damaged(e.to_string()))?;
        if all.len() as u64 == size { Ok(Cow::Owned(all)) } else { Err(broken()) }
    }

    fn pass(&mut self, buffers: usize) -> Result<(), Stop> {
        (0..buffers).try_for_each(|_| self.packed().map(drop))
    }

    /// Gives the values of a field and of those in it; their elements belong to `owners`.
    pub(super) fn field(&mut self, field: &Field, owners: Owners<'_>) -> Result<(), Stop> {
        let (length, has_nulls) = self.node()?;
        match &field.layout {
            Layout::Null => return Ok(()),
            Layout::Runs => return self.runs(field, length, owners),
            Layout::Union { dense, marks } => return self.union(field, *dense, marks, length, owners),
            _ => {}
        }
        let validity =
            if has_nulls { self.buffer()? } else { self.packed().map(|_| Cow::Borrowed(&[][..]))? };
        // Without nulls the buffer may be left out.
        let is_there = |n: usize| {
            !has_nulls
                || validity.is_empty()
                || validity.get(n / 8).is_some_and(|byte| byte >> (n % 8) & 1 == 1)
        };
        if let Some((id, width)) = field.dictionary {
            return self.words(id, width, field.column, length, owners, &is_there);
        }
        self.values(field, length, has_nulls, owners, &is_there)
    }

    /// Gives the values that lie in the buffers of a field.
    fn values(
        &mut self,
        field: &Field,
        length: usize,
        has_nulls: bool,
        owners: Owners<'_>,
        is_there: &dyn Fn(usize) -> bool,
    ) -> Result<(), Stop> {
        match &field.layout {
            Layout::Bits | Layout::Number(_, Meaning::Skipped) | Layout::Fixed(0) => self.pass(1),
            Layout::Number(width, meaning) => {
                let buffer = self.buffer()?;
                self.each(field.column, length, owners, is_there, |n| {
                    Some(number(slot(&buffer, n, *width)?, *meaning))
                })
            }
            Layout::Fixed(width) => {
                let buffer = self.buffer()?;
                self.each(field.column, length, owners, is_there, |n| {
                    Some(Value::Bytes(slot(&buffer, n, *width)?))
                })
            }
            Layout::Bytes { wide, text } => {
                let (offsets, buffer) = (self.buffer()?, self.buffer()?);
                self.each(field.column, length, owners, is_there, |n| {
                    let bytes = buffer.get(at(&offsets, n, *wide)?..at(&offsets, n + 1, *wide)?)?;
                    Some(if *text { Value::Text(bytes) } else { Value::Bytes(bytes) })
                })
            }
            Layout::View { text } => self.views(field.column, *text, length, owners, is_there),
            _ => self.nested(field, length, has_nulls, owners, is_there),
        }
    }

    /// Gives the values of the fields in a field.
    fn nested(
        &mut self,
        field: &Field,
        length: usize,
        has_nulls: bool,
        owners: Owners<'_>,
        is_there: &dyn Fn(usize) -> bool,
    ) -> Result<(), Stop> {
        match &field.layout {
            Layout::Struct if field.children.is_empty() => Ok(()),
            Layout::Struct => {
                let rows = has_nulls.then(|| listed(length, owners, is_there)).transpose()?;
                let owners = rows.as_deref().map_or(owners, |rows| Owners(Some(rows)));
                field.children.iter().try_for_each(|child| self.field(child, owners))
            }
            Layout::List { wide } => {
                let offsets = self.buffer()?;
                let items = |n: usize| Some((at(&offsets, n, *wide)?, at(&offsets, n + 1, *wide)?));
                self.lists(field, length, owners, is_there, &items)
            }
            Layout::ListView { wide } => {
                let (offsets, sizes) = (self.buffer()?, self.buffer()?);
                let items = |n: usize| {
                    let start = at(&offsets, n, *wide)?;
                    Some((start, start.checked_add(at(&sizes, n, *wide)?)?))
                };
                self.lists(field, length, owners, is_there, &items)
            }
            Layout::FixedList(size) => {
                let items = |n: usize| Some((n.checked_mul(*size)?, (n + 1).checked_mul(*size)?));
                self.lists(field, length, owners, is_there, &items)
            }
            _ => Ok(()),
        }
    }

    /// Gives a value for each element that is there.
    fn each<'v>(
        &mut self,
        column: usize,
        length: usize,
        owners: Owners<'_>,
        is_there: &dyn Fn(usize) -> bool,
        value: impl Fn(usize) -> Option<Value<'v>>,
    ) -> Result<(), Stop> {
        for n in 0..length {
            // Whatever is null has room all the same, and where there is none the elements end.
            let value = value(n).ok_or_else(broken)?;
            let row = owners.row(n);
            if row > 0 && is_there(n) {
                (self.sink)(row, column, value)?;
            }
        }
        Ok(())
    }

    fn words(
        &mut self,
        id: i64,
        width: usize,
        column: usize,
        length: usize,
        owners: Owners<'_>,
        is_there: &dyn Fn(usize) -> bool,
    ) -> Result<(), Stop> {
        let numbers = self.buffer()?;
        let Some(words) = self.dictionaries.get(&id) else {
            // Of a column of nulls nobody has to write one.
            return if (0..length.min(numbers.len())).any(is_there) {
                Err(damaged("its dictionary is missing").into())
            } else {
                Ok(())
            };
        };
        self.each(column, length, owners, is_there, |n| {
            let number = slot(&numbers, n, width)?;
            let number = usize::try_from(unsigned(number)).ok();
            Some(number.and_then(|n| words.get(n)).map_or(Value::None, Value::Text))
        })
    }

    fn views(
        &mut self,
        column: usize,
        text: bool,
        length: usize,
        owners: Owners<'_>,
        is_there: &dyn Fn(usize) -> bool,
    ) -> Result<(), Stop> {
        let views = self.buffer()?;
        let count = self.counts.and_then(|counts| usize::try_from(counts.long(self.next_count)?).ok());
        self.next_count += 1;
        let count = count.filter(|count| *count <= self.buffers.len).ok_or_else(broken)?;
        let buffers = (0..count).map(|_| self.buffer()).collect::<Result<Vec<_>, _>>()?;
        self.each(column, length, owners, is_there, |n| {
            let view = slot(&views, n, 16)?;
            let word = |at: usize| Some(u32::from_le_bytes(view.get(at..)?.first_chunk().copied()?) as usize);
            let size = word(0)?;
            let bytes = if size <= 12 {
                view.get(4..4 + size)
            } else {
                let start = word(12)?;
                buffers.get(word(8)?).and_then(|buffer| buffer.get(start..start.checked_add(size)?))
            };
            let bytes = bytes.unwrap_or(&[]);
            Some(if text { Value::Text(bytes) } else { Value::Bytes(bytes) })
        })
    }

    /// The items of lists belong to the rows of their lists.
    fn lists(
        &mut self,
        field: &Field,
        length: usize,
        owners: Owners<'_>,
        is_there: &dyn Fn(usize) -> bool,
        items: &dyn Fn(usize) -> Option<(usize, usize)>,
    ) -> Result<(), Stop> {
        if length > MOST_ITEMS {
            return Err(too_many());
        }
        let mut rows: Vec<u32> = Vec::new();
        for n in 0..length {
            let (start, end) = items(n).ok_or_else(broken)?;
            if end > MOST_ITEMS {
                return Err(too_many());
            }
            let row = u32::try_from(owners.row(n)).unwrap_or(u32::MAX);
            if row > 0 && is_there(n) && start < end {
                rows.resize(rows.len().max(end), 0);
                rows.get_mut(start..end).into_iter().flatten().for_each(|owner| *owner = row);
            }
        }
        field.children.iter().try_for_each(|child| self.field(child, Owners(Some(&rows))))
    }

    /// A run is one value, in the first of its rows.
    fn runs(&mut self, field: &Field, length: usize, owners: Owners<'_>) -> Result<(), Stop> {
        let [ends, values] = field.children.as_slice() else { return Err(broken()) };
        let Layout::Number(width, _) = ends.layout else { return Err(broken()) };
        let (count, _) = self.node()?;
        self.pass(1)?;
        let buffer = self.buffer()?;
        let (mut rows, mut first) = (Vec::new(), 0);
        for n in 0..count {
            let end = unsigned(slot(&buffer, n, width).ok_or_else(broken)?);
            rows.push(u32::try_from(owners.row(first)).unwrap_or(u32::MAX));
            first = usize::try_from(end).unwrap_or(length).min(length);
        }
        self.field(values, Owners(Some(&rows)))
    }

    /// Each element belongs to one of the children; a dense union says to which element of it.
    fn union(
        &mut self,
        field: &Field,
        dense: bool,
        marks: &[i8],
        length: usize,
        owners: Owners<'_>,
    ) -> Result<(), Stop> {
        let types = self.buffer()?;
        let offsets = if dense { Some(self.buffer()?) } else { None };
        for (child, mark) in field.children.iter().zip(marks) {
            let mut rows: Vec<u32> = Vec::new();
            for n in (0..length.min(types.len())).filter(|n| types.get(*n) == Some(&mark.cast_unsigned())) {
                let element =
                    offsets.as_ref().map_or(Some(n), |offsets| at(offsets, n, false)).ok_or_else(broken)?;
                if element >= MOST_ITEMS {
                    return Err(broken());
                }
                rows.resize(rows.len().max(element + 1), 0);
                rows.get_mut(element)
                    .into_iter()
                    .for_each(|row| *row = u32::try_from(owners.row(n)).unwrap_or(u32::MAX));
            }
            self.field(child, Owners(Some(&rows)))?;
        }
        Ok(())
    }
}

/// The rows of elements, without those of what is null.
fn listed(length: usize, owners: Owners<'_>, is_there: &dyn Fn(usize) -> bool) -> Result<Vec<u32>, Stop> {
    if length > MOST_ITEMS {
        return Err(too_many());
    }
    let row = |n| if is_there(n) { u32::try_from(owners.row(n)).unwrap_or(u32::MAX) } else { 0 };
    Ok((0..length).map(row).collect())
}

/// The bytes of an element.
fn slot(buffer: &[u8], n: usize, width: usize) -> Option<&[u8]> {
    let start = n.checked_mul(width)?;
    buffer.get(start..start.checked_add(width)?)
}

/// An offset.
fn at(offsets: &[u8], n: usize, wide: bool) -> Option<usize> {
    usize::try_from(unsigned(slot(offsets, n, if wide { 8 } else { 4 })?)).ok()
}

fn unsigned(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).rev().fold(0, |n, b| n << 8 | u64::from(*b))
}

fn number(bytes: &[u8], meaning: Meaning) -> Value<'_> {
    let signed = || {
        let mut high_first = bytes.to_vec();
        high_first.reverse();
        Value::big_endian(&high_first, 0)
    };
    let whole =
        || if let Value::Decimal(n, _) = signed() { i64::try_from(n).unwrap_or(i64::MAX) } else { i64::MAX };
    match meaning {
        Meaning::Unsigned => Value::Integer(unsigned(bytes).into()),
        Meaning::Signed => signed(),
        Meaning::Decimal(scale) => match signed() {
            Value::Decimal(n, _) => Value::Decimal(n, scale),
            other => other,
        },
        Meaning::Day => Value::Day(whole()),
        Meaning::Moment(unit) => Value::Moment(whole(), unit),
        Meaning::Uuid => bytes.try_into().map_or(Value::None, Value::Uuid),
        Meaning::Real => match (bytes.try_into(), bytes.try_into()) {
            (Ok(single), _) => Value::Real(f32::from_le_bytes(single).into()),
            (_, Ok(double)) => Value::Real(f64::from_le_bytes(double)),
            _ => Value::None,
        },
        Meaning::Skipped => Value::None,
    }
}
