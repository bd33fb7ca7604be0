//! The columns of a file: their paths as a person would write them, and what their values mean.

use parquet::basic::{ConvertedType, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::schema::types::{ColumnDescPtr, SchemaDescriptor, Type};

use crate::format::path::key as push_key;

/// A column whose values may say something.
pub(super) struct Column {
    /// Its number among all columns of the file.
    pub(super) leaf: usize,
    /// `user.emails[]`.
    pub(super) name: String,
    /// What its values are.
    pub(super) kind: Kind,
    pub(super) descr: ColumnDescPtr,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing that could say anything: truths, times of day.
    Skipped,
    /// As they are stored.
    Plain,
    /// Numbers without a sign.
    Unsigned,
    /// Numbers with so many digits after the point.
    Decimal(i32),
    /// Days.
    Day,
    /// Times; so many units are a second.
    Moment(i64),
    /// Identifiers of sixteen bytes.
    Uuid,
}

/// The columns that are read, in the order in which they are stored.
pub(super) fn columns(schema: &SchemaDescriptor) -> Vec<Column> {
    let mut names = Vec::new();
    for field in schema.root_schema().get_fields() {
        name(field, "", &mut names);
    }
    let leaves = schema.columns().iter().zip(names).enumerate();
    let columns =
        leaves.map(|(leaf, (descr, name))| Column { leaf, name, kind: kind(descr), descr: descr.clone() });
    columns.filter(|column| column.kind != Kind::Skipped).collect()
}

/// Adds the names of all columns below a node, depth first. The library has checked that the schema is not too deep.
fn name(node: &Type, above: &str, names: &mut Vec<String>) {
    let mut path = above.to_owned();
    push_key(&mut path, node.name());
    named(node, path, names);
}

/// Adds the names of all columns of a node that is called `path`.
fn named(node: &Type, mut path: String, names: &mut Vec<String>) {
    let is_list = is(node, &LogicalType::List, &[ConvertedType::LIST]);
    let is_map = is(node, &LogicalType::Map, &[ConvertedType::MAP, ConvertedType::MAP_KEY_VALUE]);
    if !is_list && is_repeated(node) {
        path.push_str("[]");
    }
    match (node, only_child(node)) {
        (Type::GroupType { .. }, Some(list)) if is_list && is_repeated(list) => {
            path.push_str("[]");
            element(node, list, path, names);
        }
        (Type::GroupType { .. }, Some(entries)) if is_map && is_repeated(entries) && entries.is_group() => {
            entry(entries, &path, names);
        }
        (Type::GroupType { .. }, _) => children(node, &path, names),
        _ => names.push(path),
    }
}

fn children(node: &Type, path: &str, names: &mut Vec<String>) {
    if node.is_group() {
        node.get_fields().iter().for_each(|field| name(field, path, names));
    }
}

/// The elements of a list: two groups around them, or one, as older writers have it
/// (github.com/apache/parquet-format, LogicalTypes.md, backward compatibility rules).
fn element(list: &Type, repeated: &Type, path: String, names: &mut Vec<String>) {
    let is_element = repeated.name() == "array" || repeated.name() == format!("{}_tuple", list.name());
    match only_child(repeated) {
        Some(inner) if !is_element => named(inner, path, names),
        _ if repeated.is_group() => children(repeated, &path, names),
        _ => names.push(path),
    }
}

/// The keys and values of a map: keys are data, so they name nothing.
fn entry(entries: &Type, path: &str, names: &mut Vec<String>) {
    for (number, field) in entries.get_fields().iter().enumerate() {
        let part = if number == 0 { "key" } else { "*" };
        let path = if path.is_empty() { part.to_owned() } else { format!("{path}.{part}") };
        named(field, path, names);
    }
}

fn only_child(node: &Type) -> Option<&Type> {
    match node {
        Type::GroupType { fields, .. } => match fields.as_slice() {
            [only] => Some(only),
            _ => None,
        },
        Type::PrimitiveType { .. } => None,
    }
}

fn is(node: &Type, logical: &LogicalType, converted: &[ConvertedType]) -> bool {
    let info = node.get_basic_info();
    info.logical_type_ref() == Some(logical) || converted.contains(&info.converted_type())
}

fn is_repeated(node: &Type) -> bool {
    let info = node.get_basic_info();
    info.has_repetition() && info.repetition() == Repetition::REPEATED
}

/// What the values of a column are: by what newer files say of it, then by what older ones do.
fn kind(column: &ColumnDescPtr) -> Kind {
    if column.physical_type() == Physical::BOOLEAN {
        return Kind::Skipped;
    }
    match column.logical_type_ref() {
        Some(LogicalType::Date) => Kind::Day,
        Some(LogicalType::Time(_) | LogicalType::Float16) => Kind::Skipped,
        Some(LogicalType::Timestamp(moment)) => Kind::Moment(match moment.unit {
            TimeUnit::MILLIS => 1_000,
            TimeUnit::MICROS => 1_000_000,
            TimeUnit::NANOS => 1_000_000_000,
        }),
        Some(LogicalType::Decimal(decimal)) => Kind::Decimal(decimal.scale),
        Some(LogicalType::Integer(integer)) if !integer.is_signed => Kind::Unsigned,
        Some(LogicalType::Uuid) => Kind::Uuid,
        _ => converted(column),
    }
}

fn converted(column: &ColumnDescPtr) -> Kind {
    match column.converted_type() {
        ConvertedType::DATE => Kind::Day,
        ConvertedType::TIME_MILLIS | ConvertedType::TIME_MICROS | ConvertedType::INTERVAL => Kind::Skipped,
        ConvertedType::TIMESTAMP_MILLIS => Kind::Moment(1_000),
        ConvertedType::TIMESTAMP_MICROS => Kind::Moment(1_000_000),
        ConvertedType::DECIMAL => Kind::Decimal(column.type_scale()),
        ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => {
            Kind::Unsigned
        }
        _ => Kind::Plain,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use parquet::schema::parser::parse_message_type;

    use super::*;

    fn read(message: &str) -> Vec<(String, Kind)> {
        let schema = SchemaDescriptor::new(Arc::new(parse_message_type(message).unwrap()));
        columns(&schema).into_iter().map(|c| (c.name, c.kind)).collect()
    }

    #[test]
    fn paths_are_those_of_the_values() {
        let columns = read(
            "message schema {
                required int64 id;
                optional group user { optional group contact { optional binary email (UTF8); } }
                optional group emails (LIST) { repeated group list { optional binary element (UTF8); } }
                optional group phones (LIST) { repeated binary array (UTF8); }
                optional group old (LIST) { repeated group bag { optional binary array_element; } }
                optional group pairs (LIST) { repeated group pairs_tuple { required binary a; } }
                optional group people (LIST) { repeated group list { optional group element {
                    optional binary name; optional group tags (LIST) { repeated group list { optional binary element; } }
                } } }
                optional group attributes (MAP) { repeated group key_value { required binary key; optional binary value; } }
                repeated binary note;
                optional binary a.b;
            }",
        );
        let names: Vec<_> = columns.iter().map(|(name, _)| name.as_str()).collect();
        let expect = [
            "id",
            "user.contact.email",
            "emails[]",
            "phones[]",
            "old[]",
            "pairs[].a",
            "people[].name",
            "people[].tags[]",
            "attributes.key",
            "attributes.*",
            "note[]",
            "[\"a.b\"]",
        ];
        assert_eq!(names, expect);
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        let columns = read(
            "message schema {
                required boolean is_member;
                required int32 born (DATE);
                required int64 seen (TIMESTAMP(MICROS,true));
                required int64 seen_of_old (TIMESTAMP_MILLIS);
                required int32 at (TIME_MILLIS);
                required fixed_len_byte_array(16) id (UUID);
                required fixed_len_byte_array(12) span (INTERVAL);
                required int64 account (INTEGER(64,false));
                required int32 amount (DECIMAL(9,2));
                required int96 made;
            }",
        );
        let expect = [
            ("born", Kind::Day),
            ("seen", Kind::Moment(1_000_000)),
            ("seen_of_old", Kind::Moment(1_000)),
            ("id", Kind::Uuid),
            ("account", Kind::Unsigned),
            ("amount", Kind::Decimal(2)),
            ("made", Kind::Plain),
        ];
        assert_eq!(columns, expect.map(|(name, kind)| (name.to_owned(), kind)));
    }
}
