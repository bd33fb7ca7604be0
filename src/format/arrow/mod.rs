//! Arrow's own files and streams (arrow.apache.org/docs/format/Columnar.html, serialization and interprocess communication). A
//! file is a stream after a mark, with a footer for who wants to go back and forth; nobody does here.

mod batch;
mod dictionary;
mod flat;
mod schema;
mod stream;

pub(super) use stream::read;
