//! The schema of Arrow data: how its buffers lie, and the paths of its values (Schema.fbs of Apache Arrow).

use super::flat::{Table, Vector};
use crate::format::path::key as push_key;

/// Fields within fields.
const DEEPEST: usize = 64;

/// Fields of a schema.
const MOST_FIELDS: usize = 100_000;

/// A field: how its buffers lie, and those of the fields in it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field {
    pub(super) layout: Layout,
    /// The number of its column, if it has values itself.
    pub(super) column: usize,
    pub(super) children: Vec<Field>,
    /// Its values are numbers of values of this dictionary, in so many bytes.
    pub(super) dictionary: Option<(i64, usize)>,
}

/// How values lie in buffers.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Layout {
    Null,
    Bits,
    /// Numbers of so many bytes.
    Number(usize, Meaning),
    /// Text or bytes one after another, with offsets of 8 bytes or of 4.
    Bytes {
        wide: bool,
        text: bool,
    },
    /// Text or bytes, short ones in the table of where the others lie.
    View {
        text: bool,
    },
    /// So many bytes each.
    Fixed(usize),
    List {
        wide: bool,
    },
    ListView {
        wide: bool,
    },
    FixedList(usize),
    Struct,
    /// Numbers of the children by the marks that values have.
    Union {
        dense: bool,
        marks: Vec<i8>,
    },
    Runs,
}

/// What numbers are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meaning {
    Signed,
    Unsigned,
    Real,
    Decimal(i32),
    Day,
    /// Times; so many units are a second.
    Moment(i64),
    Uuid,
    /// Nothing that says anything: times of day, spans.
    Skipped,
}

/// A schema: its fields, and the paths of their values.
#[derive(Debug)]
pub(super) struct Schema {
    pub(super) fields: Vec<Field>,
    pub(super) columns: Vec<String>,
}

impl Schema {
    /// Reads a schema; `None` if it is none, or one that is not known.
    pub(super) fn read(table: Table<'_>) -> Option<Self> {
        let mut builder = Builder { columns: Vec::new(), left: MOST_FIELDS };
        let fields = builder.all(table.vector(1)?, "", DEEPEST)?;
        Some(Self { fields, columns: builder.columns })
    }

    /// The field whose values are numbers of values of a dictionary.
    pub(super) fn field_of(&self, dictionary: i64) -> Option<&Field> {
        find(&self.fields, dictionary)
    }
}

fn find(fields: &[Field], dictionary: i64) -> Option<&Field> {
    let is_it = |field: &&Field| field.dictionary.is_some_and(|(id, _)| id == dictionary);
    fields.iter().find(is_it).or_else(|| fields.iter().find_map(|field| find(&field.children, dictionary)))
}

struct Builder {
    columns: Vec<String>,
    left: usize,
}

impl Builder {
    fn all(&mut self, fields: Vector<'_>, path: &str, depth: usize) -> Option<Vec<Field>> {
        let named = |number: usize| {
            let field = fields.table(number)?;
            let mut path = path.to_owned();
            push_key(&mut path, field.text(0).unwrap_or(""));
            self.field(field, path, depth)
        };
        (0..fields.len).map(named).collect()
    }

    fn field(&mut self, field: Table<'_>, path: String, depth: usize) -> Option<Field> {
        let deeper = depth.checked_sub(1)?;
        self.left = self.left.checked_sub(1)?;
        let (kind, layout) = (field.byte(2), layout(field)?);
        let inner = field.vector(5);
        // The names of what stands in lists are those of the library that wrote them.
        let only = |path: String, this: &mut Self| Some(vec![this.field(inner?.table(0)?, path, deeper)?]);
        let children = match (&layout, inner) {
            (Layout::List { .. }, Some(_)) if kind == MAP => {
                vec![self.entries(inner?.table(0)?, &path, deeper)?]
            }
            (Layout::List { .. } | Layout::ListView { .. } | Layout::FixedList(_), _) => {
                only(format!("{path}[]"), self)?
            }
            (Layout::Runs, Some(children)) => {
                let ends = self.field(children.table(0)?, path.clone(), deeper)?;
                vec![ends, self.field(children.table(1)?, path.clone(), deeper)?]
            }
            (Layout::Struct | Layout::Union { .. }, Some(children)) => self.all(children, &path, deeper)?,
            _ => Vec::new(),
        };
        self.columns.push(path);
        let dictionary = match field.table(4) {
            Some(encoding) => Some((encoding.long(0).unwrap_or(0), index_width(encoding)?)),
            None => None,
        };
        Some(Field { layout, column: self.columns.len() - 1, children, dictionary })
    }

    /// The keys and values of a map: keys are data, so they name nothing.
    fn entries(&mut self, entries: Table<'_>, path: &str, depth: usize) -> Option<Field> {
        let deeper = depth.checked_sub(1)?;
        let inner = entries.vector(5)?;
        let mut children = Vec::new();
        for (number, part) in ["key", "*"].into_iter().enumerate() {
            children.push(self.field(inner.table(number)?, format!("{path}.{part}"), deeper)?);
        }
        Some(Field { layout: Layout::Struct, column: usize::MAX, children, dictionary: None })
    }
}

/// The number of maps among types.
const MAP: u8 = 17;

fn index_width(encoding: Table<'_>) -> Option<usize> {
    match encoding.table(1) {
        Some(index) => width(index.int(0).unwrap_or(0)),
        None => Some(4),
    }
}

fn width(bits: i32) -> Option<usize> {
    usize::try_from(bits)
        .ok()
        .filter(|bits| matches!(bits, 8 | 16 | 32 | 64 | 128 | 256))
        .map(|bits| bits / 8)
}

/// How the values of a field lie, by the number of its type in the union `Type`; `None` for one that is not known.
fn layout(field: Table<'_>) -> Option<Layout> {
    let kind = field.byte(2);
    let of = field.table(3)?;
    Some(match kind {
        1 => Layout::Null,
        2 => Layout::Number(
            width(of.int(0)?)?,
            if of.byte(1) != 0 { Meaning::Signed } else { Meaning::Unsigned },
        ),
        3 => match of.short(0).unwrap_or(0) {
            0 => Layout::Number(2, Meaning::Skipped),
            1 => Layout::Number(4, Meaning::Real),
            _ => Layout::Number(8, Meaning::Real),
        },
        4 => Layout::Bytes { wide: false, text: false },
        5 => Layout::Bytes { wide: false, text: true },
        6 => Layout::Bits,
        7 => Layout::Number(width(of.int(2).unwrap_or(128))?, Meaning::Decimal(of.int(1).unwrap_or(0))),
        8 => match of.short(0).unwrap_or(1) {
            0 => Layout::Number(4, Meaning::Day),
            _ => Layout::Number(8, Meaning::Moment(1_000)),
        },
        9 => Layout::Number(width(of.int(1).unwrap_or(32))?, Meaning::Skipped),
        10 => Layout::Number(
            8,
            Meaning::Moment(10_i64.pow(3 * u32::try_from(of.short(0).unwrap_or(0)).ok()?.min(3))),
        ),
        11 => Layout::Number(
            [4, 8, 16].get(usize::try_from(of.short(0).unwrap_or(0)).ok()?).copied()?,
            Meaning::Skipped,
        ),
        12 | MAP => Layout::List { wide: false },
        13 => Layout::Struct,
        14 => Layout::Union { dense: of.short(0) == Some(1), marks: marks(of, field) },
        15 => {
            let width = usize::try_from(of.int(0)?).ok()?;
            if width == 16 && is_uuid(field) {
                Layout::Number(16, Meaning::Uuid)
            } else {
                Layout::Fixed(width)
            }
        }
        16 => Layout::FixedList(usize::try_from(of.int(0)?).ok()?),
        18 => Layout::Number(8, Meaning::Skipped),
        19 => Layout::Bytes { wide: true, text: false },
        20 => Layout::Bytes { wide: true, text: true },
        21 => Layout::List { wide: true },
        22 => Layout::Runs,
        23 => Layout::View { text: false },
        24 => Layout::View { text: true },
        25 => Layout::ListView { wide: false },
        26 => Layout::ListView { wide: true },
        _ => return None,
    })
}

/// The marks of the children of a union: their numbers, if it does not say.
fn marks(union: Table<'_>, field: Table<'_>) -> Vec<i8> {
    let own = union.vector(1);
    let count = own.or(field.vector(5)).map_or(0, |v| v.len.min(128));
    (0..count).filter_map(|n| i8::try_from(own.map_or(i32::try_from(n).ok(), |v| v.int(n))?).ok()).collect()
}

/// Whether a field is an identifier, by what is said of it (canonical extension types of Arrow).
fn is_uuid(field: Table<'_>) -> bool {
    let Some(said) = field.vector(6) else { return false };
    (0..said.len.min(100))
        .filter_map(|n| said.table(n))
        .any(|pair| pair.text(0) == Some("ARROW:extension:name") && pair.text(1) == Some("arrow.uuid"))
}
