//! Avro's object container files: a schema, then blocks of records, each packed by itself
//! (avro.apache.org/docs/1.12.0/specification, object container files).

mod container;
mod decode;
mod schema;

pub(super) use container::read;
