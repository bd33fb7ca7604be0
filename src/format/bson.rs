//! BSON, one document after the other, as `mongodump` writes a collection (bsonspec.org/spec.html).
//!
//! Nobody says beforehand which keys there are: the columns of a document are the paths of its own keys, so what stands beside a
//! value in its document can speak for it, and no document changes what another one means.

use std::io::Read;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::packing::Reader;
use super::path::key as push_key;
use super::rows::{Rows, Stop, damaged, excessive};
use super::value::Value;
use crate::model::{Heading, readable};

/// Bytes of a document: MongoDB's own limit, with the room that it allows itself (`BSONObjMaxInternalSize`).
const LONGEST: usize = (16 << 20) + (16 << 10);

/// Bytes of the shortest document that says anything: a length, a type, a key, a value of no bytes, and two ends.
const SHORTEST: usize = 8;

/// Documents within documents that are read; MongoDB allows 100.
const DEEPEST: usize = 128;

/// Paths of one document that are told apart.
const MOST_PATHS: usize = 10_000;

/// Paths that are remembered of documents before, those of each set of them counted.
const MOST_KNOWN: usize = 100_000;

/// Whether a file that begins like this is one: its first document is sound as far as it can be seen.
pub(super) fn claims(head: &[u8]) -> bool {
    let Some(length) = length(head).filter(|length| (SHORTEST..=LONGEST).contains(length)) else {
        return false;
    };
    let is_all = length <= head.len();
    let mut rest = head.get(4..if is_all { length - 1 } else { head.len() }).unwrap_or(&[]);
    let mut elements = 0;
    while let Some((key, _)) = element(&mut rest) {
        // Text in UTF-16 without a mark may begin like a date without a key: `id`, a tab.
        if std::str::from_utf8(key).is_err() || elements == 0 && key.is_empty() {
            return false;
        }
        elements += 1;
    }
    elements > 0 && (!is_all || rest.is_empty() && head.get(length - 1) == Some(&0))
}

/// Reads all documents.
///
/// # Errors
/// Why they cannot be read to their end.
pub(super) fn read(mut reader: Reader, rows: &mut Rows<'_>) -> Result<(), Stop> {
    let (mut shapes, mut document) = (Shapes::default(), Vec::new());
    let (mut row, mut size) = (0, 0);
    loop {
        document.clear();
        reader.by_ref().take(4).read_to_end(&mut document)?;
        if document.is_empty() {
            return Ok(());
        }
        row += 1;
        let length = length(&document).ok_or_else(|| damaged("the file is cut off"))?;
        if length < 5 {
            return Err(damaged(format!("document {row} has no length")).into());
        }
        if length > LONGEST {
            return Err(excessive(format!("document {row} has {length} bytes")).into());
        }
        let read = reader.by_ref().take(length as u64 - 4).read_to_end(&mut document);
        size += document.len() as u64;
        rows.has_read(size);
        let is_sound = shapes.document(document.get(4..).unwrap_or(&[]), row, rows)?;
        read?;
        if document.len() < length {
            return Err(damaged(format!("the file is cut off in document {row}")).into());
        }
        if !is_sound {
            rows.fault("", &damaged(format!("document {row}")));
        }
    }
}

/// What an element holds.
enum Item<'d> {
    Value(Value<'d>),
    /// The bytes of a document, after its length.
    Document(&'d [u8]),
    /// The same of an array, whose keys are numbers.
    Array(&'d [u8]),
    /// A value, and the document that goes with it.
    Scoped(Value<'d>, &'d [u8]),
}

fn length(bytes: &[u8]) -> Option<usize> {
    usize::try_from(i32::from_le_bytes(*bytes.first_chunk()?)).ok()
}

fn take<'d>(rest: &mut &'d [u8], count: usize) -> Option<&'d [u8]> {
    let (taken, left) = rest.split_at_checked(count)?;
    *rest = left;
    Some(taken)
}

fn array<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    take(rest, N)?.try_into().ok()
}

/// Bytes up to a zero.
fn cstring<'d>(rest: &mut &'d [u8]) -> Option<&'d [u8]> {
    let text = take(rest, memchr::memchr(0, rest)?)?;
    take(rest, 1)?;
    Some(text)
}

/// Bytes after their number, which counts the zero after them.
fn string<'d>(rest: &mut &'d [u8]) -> Option<&'d [u8]> {
    let count = length(&array::<4>(rest)?)?;
    take(rest, count)?.strip_suffix(b"\0")
}

/// The next element: its key and what it holds. `None` at the end, or where it is none; then `rest` is not empty.
fn element<'d>(rest: &mut &'d [u8]) -> Option<(&'d [u8], Item<'d>)> {
    let mut ahead = *rest;
    let [kind] = array::<1>(&mut ahead)?;
    let key = cstring(&mut ahead)?;
    let item = item(kind, &mut ahead)?;
    *rest = ahead;
    Some((key, item))
}

fn item<'d>(kind: u8, rest: &mut &'d [u8]) -> Option<Item<'d>> {
    let value = match kind {
        0x01 => Value::Real(f64::from_le_bytes(array(rest)?)),
        0x02 | 0x0D | 0x0E => Value::Text(string(rest)?),
        0x03 | 0x04 => {
            let count = length(&array::<4>(rest)?)?.checked_sub(4)?;
            let inner = take(rest, count)?;
            return Some(if kind == 0x03 { Item::Document(inner) } else { Item::Array(inner) });
        }
        0x05 => binary(rest)?,
        0x06 | 0x0A | 0x7F | 0xFF => Value::None,
        0x07 => Value::Hex(take(rest, 12)?),
        0x08 => {
            take(rest, 1)?;
            Value::None
        }
        0x09 => Value::Moment(i64::from_le_bytes(array(rest)?), 1000),
        0x0B => {
            let pattern = cstring(rest)?;
            cstring(rest)?;
            Value::Text(pattern)
        }
        0x0C => {
            let name = string(rest)?;
            take(rest, 12)?;
            Value::Text(name)
        }
        0x0F => {
            let count = length(&array::<4>(rest)?)?.checked_sub(4)?;
            let mut code = take(rest, count)?;
            let text = string(&mut code)?;
            let scope = length(&array::<4>(&mut code)?)?.checked_sub(4)?;
            return Some(Item::Scoped(Value::Text(text), take(&mut code, scope)?));
        }
        0x10 => Value::Integer(i32::from_le_bytes(array(rest)?).into()),
        0x11 => {
            take(rest, 8)?;
            Value::None
        }
        0x12 => Value::Integer(i64::from_le_bytes(array(rest)?).into()),
        0x13 => decimal(u128::from_le_bytes(array(rest)?)),
        _ => return None,
    };
    Some(Item::Value(value))
}

/// Bytes after their number and what they are.
fn binary<'d>(rest: &mut &'d [u8]) -> Option<Value<'d>> {
    let count = length(&array::<4>(rest)?)?;
    let [subtype] = array::<1>(rest)?;
    let bytes = take(rest, count)?;
    Some(match (subtype, bytes.try_into()) {
        (4, Ok(uuid)) => Value::Uuid(uuid),
        _ => Value::Bytes(bytes),
    })
}

/// A decimal number of IEEE 754 whose digits are a whole number: a sign, fourteen bits of exponent, and 113 of digits. Those with
/// more digits than that are no numbers.
fn decimal(bits: u128) -> Value<'static> {
    const BIAS: i32 = 6176;
    if bits >> 125 & 0b11 == 0b11 {
        return Value::None;
    }
    let digits = (bits & ((1 << 113) - 1)).cast_signed();
    let exponent = i32::try_from(bits >> 113 & 0x3FFF).unwrap_or(BIAS) - BIAS;
    Value::Decimal(if bits >> 127 == 1 { -digits } else { digits }, -exponent)
}

/// The sets of paths that documents have.
#[derive(Default)]
struct Shapes {
    /// Numbers of paths.
    numbers: FxHashMap<Box<str>, u32>,
    names: Vec<Box<str>>,
    headings: FxHashMap<Box<[u32]>, Arc<Heading>>,
    /// How many paths all those have.
    known: usize,
}

/// A document while it is read.
struct Document<'s, 'd> {
    shapes: &'s mut Shapes,
    path: String,
    /// Numbers of its paths, in the order in which they come.
    shape: Vec<u32>,
    /// Which of them a number is.
    columns: FxHashMap<u32, usize>,
    values: Vec<(usize, Value<'d>)>,
}

impl Shapes {
    /// Gives the values of a document, as many as can be read; says whether those are all.
    fn document(&mut self, bytes: &[u8], row: u64, rows: &mut Rows<'_>) -> Result<bool, Stop> {
        if self.known > MOST_KNOWN {
            *self = Self::default();
        }
        let mut document = Document {
            shapes: self,
            path: String::new(),
            shape: Vec::new(),
            columns: FxHashMap::default(),
            values: Vec::new(),
        };
        let is_sound = document.walk(bytes, false, DEEPEST).is_some();
        let Document { shape, values, .. } = document;
        let heading = self.heading(&rows.table, shape);
        for (column, value) in values {
            rows.value(&heading, row, column, value)?;
        }
        rows.weigh(1)?;
        rows.count(&heading, 1)?;
        Ok(is_sound)
    }

    fn heading(&mut self, table: &str, shape: Vec<u32>) -> Arc<Heading> {
        if let Some(known) = self.headings.get(shape.as_slice()) {
            return Arc::clone(known);
        }
        let name = |n: &u32| self.names.get(*n as usize).map_or_else(String::new, ToString::to_string);
        let heading =
            Arc::new(Heading { table: table.to_owned(), columns: shape.iter().map(name).collect() });
        self.known += shape.len() + 1;
        self.headings.insert(shape.into_boxed_slice(), Arc::clone(&heading));
        heading
    }

    fn number(&mut self, path: &str) -> u32 {
        if let Some(known) = self.numbers.get(path) {
            return *known;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.known += 1;
        self.names.push(path.into());
        self.numbers.insert(path.into(), number);
        number
    }
}

impl<'d> Document<'_, 'd> {
    /// Takes the values of a document or array; `None` if it cannot be read to its end.
    fn walk(&mut self, bytes: &'d [u8], is_array: bool, depth: usize) -> Option<()> {
        let deeper = depth.checked_sub(1)?;
        let mut rest = bytes.strip_suffix(b"\0").unwrap_or(bytes);
        while let Some((key, item)) = element(&mut rest) {
            let above = self.path.len();
            if !is_array {
                push_key(&mut self.path, &readable(key));
            }
            match item {
                Item::Value(value) => self.value(value),
                Item::Scoped(value, scope) => {
                    self.value(value);
                    self.walk(scope, false, deeper)?;
                }
                Item::Document(inner) => self.walk(inner, false, deeper)?,
                Item::Array(inner) => {
                    self.path.push_str("[]");
                    self.walk(inner, true, deeper)?;
                }
            }
            self.path.truncate(above);
        }
        (rest.is_empty() && bytes.last() == Some(&0)).then_some(())
    }

    fn value(&mut self, value: Value<'d>) {
        let column = self.column();
        self.values.push((column, value));
    }

    /// The number of the path among those of the document.
    fn column(&mut self) -> usize {
        if self.shape.len() >= MOST_PATHS {
            return usize::MAX;
        }
        let number = self.shapes.number(&self.path);
        *self.columns.entry(number).or_insert_with(|| {
            self.shape.push(number);
            self.shape.len() - 1
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::packing::Budget;
    use super::super::rows::Extent;
    use super::super::rows::testing::{AMPLE, Written, written};
    use super::*;
    use crate::model::Reason;

    #[derive(Clone, Debug)]
    enum Tree {
        Null,
        Text(String),
        Int(i32),
        Long(i64),
        Array(Vec<Tree>),
        Document(Vec<(String, Tree)>),
    }

    impl Tree {
        /// Writes it as bsonspec.org has it, under a key.
        fn write(&self, key: &str, out: &mut Vec<u8>) {
            let kind = match self {
                Self::Null => 0x0A,
                Self::Text(_) => 0x02,
                Self::Int(_) => 0x10,
                Self::Long(_) => 0x12,
                Self::Array(_) => 0x04,
                Self::Document(_) => 0x03,
            };
            out.push(kind);
            out.extend_from_slice(key.as_bytes());
            out.push(0);
            match self {
                Self::Null => {}
                Self::Text(text) => {
                    out.extend_from_slice(&u32::try_from(text.len() + 1).unwrap().to_le_bytes());
                    out.extend_from_slice(text.as_bytes());
                    out.push(0);
                }
                Self::Int(n) => out.extend_from_slice(&n.to_le_bytes()),
                Self::Long(n) => out.extend_from_slice(&n.to_le_bytes()),
                Self::Array(items) => {
                    let items = items.iter().enumerate().map(|(n, item)| (n.to_string(), item.clone()));
                    out.extend(document(&items.collect::<Vec<_>>()));
                }
                Self::Document(fields) => out.extend(document(fields)),
            }
        }

        /// The cells that it should give.
        fn cells(&self, path: &str, row: usize, out: &mut Vec<String>) {
            let below = |key: &String| if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            match self {
                Self::Null => {}
                Self::Text(text) if text.is_empty() => {}
                Self::Text(text) => out.push(format!("{row} {path} {text}")),
                Self::Int(n) => out.push(format!("{row} {path} {n}")),
                Self::Long(n) => out.push(format!("{row} {path} {n}")),
                Self::Array(items) => {
                    items.iter().for_each(|item| item.cells(&format!("{path}[]"), row, out))
                }
                Self::Document(fields) => {
                    fields.iter().for_each(|(key, field)| field.cells(&below(key), row, out))
                }
            }
        }
    }

    fn document(fields: &[(String, Tree)]) -> Vec<u8> {
        let mut body = Vec::new();
        fields.iter().for_each(|(key, field)| field.write(key, &mut body));
        let length = u32::try_from(body.len() + 5).unwrap().to_le_bytes();
        [&length[..], &body, &[0]].concat()
    }

    fn tree() -> impl Strategy<Value = Tree> {
        let leaf = prop_oneof![
            Just(Tree::Null),
            "\\PC{0,12}".prop_map(Tree::Text),
            any::<i32>().prop_map(Tree::Int),
            any::<i64>().prop_map(Tree::Long),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Tree::Array),
                prop::collection::vec(("[a-z]{1,4}", inner), 0..4).prop_map(Tree::Document),
            ]
        })
    }

    fn read_all(bytes: &[u8], extent: Extent) -> Written {
        let bytes = bytes.to_vec();
        written(extent, move |rows| read(Box::new(std::io::Cursor::new(bytes)), rows))
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            documents in prop::collection::vec(prop::collection::vec(("[a-z]{1,4}", tree()), 0..5), 0..5),
            page in 1usize..100,
        ) {
            let bytes: Vec<u8> = documents.iter().flat_map(|fields| document(fields)).collect();
            let mut expect = Vec::new();
            for (n, fields) in documents.iter().enumerate() {
                Tree::Document(fields.clone()).cells("", n + 1, &mut expect);
            }
            let Written { cells, unread, .. } = read_all(&bytes, Extent { page, ..AMPLE });
            prop_assert_eq!((cells, unread), (expect, None));
            prop_assert!(documents.first().is_none_or(Vec::is_empty) || claims(&bytes));
        }

        #[test]
        fn anything_is_read_to_an_end(mut bytes in prop::collection::vec(any::<u8>(), 0..300), length in 5u32..300) {
            claims(&bytes);
            read_all(&bytes, AMPLE);
            bytes.splice(0..0, length.to_le_bytes());
            claims(&bytes);
            read_all(&bytes, AMPLE);
        }
    }

    fn cells(elements: &[u8]) -> Vec<String> {
        let length = u32::try_from(elements.len() + 5).unwrap().to_le_bytes();
        let Written { cells, unread, .. } = read_all(&[&length[..], elements, &[0]].concat(), AMPLE);
        assert_eq!(unread, None);
        cells
    }

    #[test]
    fn values_of_every_kind() {
        for (element, expect) in [
            (&b"\x01a\0\0\0\0\0\0\0\xf8\x3f"[..], "1.5"),
            (b"\x05a\0\x02\0\0\0\0hi", "hi"),
            (
                b"\x05a\0\x10\0\0\0\x04\x12\x34\x56\x78\x9a\xbc\xde\xf0\x12\x34\x56\x78\x9a\xbc\xde\xf0",
                "12345678-9abc-def0-1234-56789abcdef0",
            ),
            (b"\x07a\0abcdefghijkl", "6162636465666768696a6b6c"),
            (b"\x09a\0\x00\xc4\x79\x74\x2f\0\0\0", "1976-06-17"),
            (b"\x0ba\0ab+\0i\0", "ab+"),
            (b"\x0da\0\x03\0\0\0hi\0", "hi"),
            (b"\x0fa\0\x10\0\0\0\x03\0\0\0hi\0\x05\0\0\0\0", "hi"),
            (b"\x13a\0\x39\x30\0\0\0\0\0\0\0\0\0\0\0\0\x3c\x30", "123.45"),
        ] {
            assert_eq!(cells(element), [format!("1 a {expect}")], "{element:?}");
        }
        let scoped = b"\x0fa\0\x1a\0\0\0\x03\0\0\0hi\0\x0f\0\0\0\x02b\0\x03\0\0\0yo\0\0";
        assert_eq!(cells(scoped), ["1 a hi", "1 a.b yo"]);
        for nothing in [&b"\x08a\0\x01"[..], b"\x06a\0", b"\x11a\0\0\0\0\0\0\0\0\0", b"\xffa\0", b"\x7fa\0"] {
            assert_eq!(cells(nothing), [""; 0], "{nothing:?}");
        }
    }

    #[test]
    fn a_stream_of_unknown_length_is_no_bomb() {
        let document = document(&[("a".to_owned(), Tree::Text("b".repeat(50)))]);
        let budget = Budget { ratio: 2, free: 100, ..AMPLE.budget };
        let read = read_all(&document.repeat(100), Extent { size: 0, page: 1, budget });
        assert_eq!((read.cells.len(), read.unread), (100, None));
    }

    #[test]
    fn keys_that_are_data_are_not_told() {
        assert_eq!(cells(b"\x02jane@example.org\0\x02\0\0\0x\0"), ["1 * x"]);
    }

    #[test]
    fn what_is_damaged_costs_what_is_damaged() {
        let good = document(&[("a".to_owned(), Tree::Int(1)), ("b".to_owned(), Tree::Int(2))]);
        let mut bad = good.clone();
        // The second element is of no kind.
        bad[11] = 0x42;
        let all = [good.clone(), bad, good.clone()].concat();
        let Written { cells, unread, .. } = read_all(&all, AMPLE);
        assert_eq!(cells, ["1 a 1", "1 b 2", "2 a 1", "3 a 1", "3 b 2"]);
        assert_eq!(unread, Some((Reason::Damaged, "document 2".to_owned())));
        let Written { cells, unread, .. } = read_all(&all[..all.len() - 3], AMPLE);
        assert_eq!(cells.last().unwrap(), "3 a 1");
        assert_eq!(unread.unwrap().1, "document 2; the file is cut off in document 3");
    }
}
