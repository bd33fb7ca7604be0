//! Records of an Avro file, by its schema.

use std::sync::Arc;

use super::schema::{Id, Meaning, Node, Schema};
use crate::format::rows::{Rows, Stop, damaged, excessive};
use crate::format::value::Value;
use crate::model::Heading;

/// Values within values that are read: a type may hold itself.
const DEEPEST: usize = 128;

/// Reads bytes onward.
pub(super) struct Bytes<'b>(pub(super) &'b [u8]);

impl<'b> Bytes<'b> {
    pub(super) fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// A whole number: seven bits a byte, the low ones first, its sign in the lowest.
    pub(super) fn long(&mut self) -> Option<i64> {
        let mut zigzag = 0u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            zigzag |= u64::from(byte & 0x7F) << shift;
            if *byte < 0x80 {
                return Some((zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed());
            }
        }
        None
    }

    /// Bytes after their number.
    pub(super) fn bytes(&mut self) -> Option<&'b [u8]> {
        let count = usize::try_from(self.long()?).ok()?;
        self.take(count)
    }

    /// How many items come next in an array or map; 0 at its end.
    pub(super) fn items(&mut self) -> Option<u64> {
        let count = self.long()?;
        if count < 0 {
            // Their size in bytes, for who wants to pass over them.
            self.long()?;
        }
        Some(count.unsigned_abs())
    }
}

/// Takes the values of records.
pub(super) struct Records<'s, 'r, 'w> {
    pub(super) schema: &'s Schema,
    pub(super) heading: &'s Arc<Heading>,
    pub(super) rows: &'r mut Rows<'w>,
}

impl Records<'_, '_, '_> {
    /// Reads one record.
    pub(super) fn record(&mut self, bytes: &mut Bytes<'_>, row: u64) -> Result<(), Stop> {
        self.rows.weigh(1)?;
        self.rows.count(self.heading, 1)?;
        self.node(self.schema.root, bytes, row, DEEPEST)
    }

    fn node(&mut self, id: Id, bytes: &mut Bytes<'_>, row: u64, depth: usize) -> Result<(), Stop> {
        let broken = || Stop::from(damaged(format!("row {row} is cut off")));
        let deeper =
            depth.checked_sub(1).ok_or_else(|| excessive(format!("row {row} is nested too deeply")))?;
        let schema = self.schema;
        let value = match schema.nodes.get(id).ok_or_else(broken)? {
            Node::Null => return Ok(()),
            Node::Boolean => return bytes.take(1).map(drop).ok_or_else(broken),
            Node::Integer(meaning, column) => bytes.long().map(|n| (*column, integer(*meaning, n))),
            Node::Float(column) => bytes
                .take(4)
                .and_then(|b| Some((*column, Value::Real(f32::from_le_bytes(b.try_into().ok()?).into())))),
            Node::Double(column) => bytes
                .take(8)
                .and_then(|b| Some((*column, Value::Real(f64::from_le_bytes(b.try_into().ok()?))))),
            Node::Bytes(meaning, column) => bytes.bytes().map(|b| (*column, of_bytes(*meaning, b))),
            Node::Fixed(size, meaning, column) => bytes.take(*size).map(|b| (*column, of_bytes(*meaning, b))),
            Node::Enum(symbols, column) => {
                let symbol = bytes.long().and_then(|n| symbols.get(usize::try_from(n).ok()?));
                symbol.map(|symbol| (*column, Value::Text(symbol.as_bytes())))
            }
            Node::Array(items) => return self.items(*items, None, bytes, row, deeper),
            Node::Map(keys, values) => return self.items(*values, Some(*keys), bytes, row, deeper),
            Node::Union(branches) => {
                let branch = bytes.long().and_then(|n| branches.get(usize::try_from(n).ok()?));
                return self.node(*branch.ok_or_else(broken)?, bytes, row, deeper);
            }
            Node::Record(fields) => {
                return fields.iter().try_for_each(|field| self.node(*field, bytes, row, deeper));
            }
        };
        let (column, value) = value.ok_or_else(broken)?;
        self.rows.value(self.heading, row, column, value)
    }

    fn items(
        &mut self,
        items: Id,
        keys: Option<usize>,
        bytes: &mut Bytes<'_>,
        row: u64,
        depth: usize,
    ) -> Result<(), Stop> {
        let broken = || Stop::from(damaged(format!("row {row} is cut off")));
        loop {
            let count = bytes.items().ok_or_else(broken)?;
            if count == 0 {
                return Ok(());
            }
            for _ in 0..count {
                // Items may be of no bytes at all.
                self.rows.weigh(1)?;
                if let Some(column) = keys {
                    let key = bytes.bytes().ok_or_else(broken)?;
                    self.rows.value(self.heading, row, column, Value::Text(key))?;
                }
                self.node(items, bytes, row, depth)?;
            }
        }
    }
}

fn integer(meaning: Meaning, n: i64) -> Value<'static> {
    match meaning {
        Meaning::Day => Value::Day(n),
        Meaning::Moment(unit) => Value::Moment(n, unit),
        Meaning::Skipped => Value::None,
        _ => Value::Integer(n.into()),
    }
}

fn of_bytes(meaning: Meaning, bytes: &[u8]) -> Value<'_> {
    match (meaning, bytes.try_into()) {
        (Meaning::Uuid, Ok(uuid)) => Value::Uuid(uuid),
        (Meaning::Decimal(scale), _) => Value::big_endian(bytes, scale),
        (Meaning::Text, _) => Value::Text(bytes),
        (Meaning::Skipped, _) => Value::None,
        _ => Value::Bytes(bytes),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::format::rows::testing::{AMPLE, Written, written};

    const SCHEMA: &str = r#"{"type": "record", "name": "R", "fields": [
        {"name": "n", "type": "long"},
        {"name": "t", "type": ["null", "string"]},
        {"name": "list", "type": {"type": "array", "items": "int"}},
        {"name": "map", "type": {"type": "map", "values": "double"}},
        {"name": "kind", "type": {"type": "enum", "name": "K", "symbols": ["A", "B"]}},
        {"name": "id", "type": {"type": "fixed", "name": "F", "size": 2}},
        {"name": "cost", "type": {"type": "bytes", "logicalType": "decimal", "precision": 4, "scale": 2}},
        {"name": "next", "type": ["null", "R"]}
    ]}"#;

    fn read(bytes: &[u8]) -> Written {
        let schema = Schema::parse(SCHEMA.as_bytes()).unwrap();
        let heading = Arc::new(Heading { table: String::new(), columns: schema.columns.clone() });
        written(AMPLE, |rows| {
            Records { schema: &schema, heading: &heading, rows }.record(&mut Bytes(bytes), 1)
        })
    }

    #[test]
    fn values_of_every_kind() {
        let record = b"\x53\x02\x04hi\x04\x02\x04\0\x02\x02k\0\0\0\0\0\0\xf8\x3f\0\x02no\x04\x04\xd2\x00";
        let Written { cells, unread, .. } = read(record);
        let expect = [
            "1 n -42", "1 t hi", "1 list[] 1", "1 list[] 2", "1 map.key k", "1 map.* 1.5", "1 kind B",
            "1 id no", "1 cost 12.34",
        ];
        assert_eq!((cells, unread), (expect.map(str::to_owned).to_vec(), None));
        for end in 0..record.len() {
            assert!(read(&record[..end]).unread.is_some(), "{end}");
        }
    }

    proptest! {
        #[test]
        fn anything_is_read_to_an_end(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            read(&bytes);
        }
    }
}
