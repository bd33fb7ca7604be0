//! Formats: from the bytes of a document to windows of text that know their places. Knows no rules and opens no
//! files.

mod access_log;
mod arrow;
mod avro;
mod bson;
mod by_line;
mod coded;
mod csv;
mod cutter;
mod decode;
mod eight;
mod escapes;
mod first_row;
mod grid;
mod gzip;
mod header;
mod json;
mod lines;
mod lz4;
mod marked;
mod markup;
mod notation;
mod packing;
#[cfg(feature = "parquet")]
mod parquet;
mod path;
mod pgdump;
mod plain;
mod properties;
mod returns;
mod rows;
mod settings;
mod sniff;
mod sql;
mod sqlite;
mod store;
mod syslog;
mod tag;
mod value;
mod xz;
mod yaml;

pub(crate) use coded::Meant;
pub(crate) use csv::cells;
pub(crate) use cutter::{Cut, Cutter, Layout, Window};
pub(crate) use decode::{Decoder, decode_whole, name as encoding_name};
pub(crate) use escapes::Escapes;
pub(crate) use grid::Grid;
pub(crate) use header::{Header, claims as is_table, header, header_by_looks};
pub(crate) use lines::{Lines, locate};
pub(crate) use notation::{CellReader, Notation};
pub(crate) use packing::{Budget, Meter, Packing, Reader, Unpacker};
pub(crate) use pgdump::{Openings, file_id as rows_id};
pub(crate) use plain::Plain;
pub(crate) use returns::{Returns, ends_rows, make_line_ends};
pub(crate) use rows::{Extent, Page, Rows, Stop};
pub(crate) use sniff::{HEAD, Kind, sniff};
pub(crate) use sql::{Lexer, claims as is_dump};
pub(crate) use sqlite::read_tables;
pub(crate) use store::{Access, Store};

use grid::offset;

/// Notations of keys; the first that claims a document has it.
const NOTATIONS: &[Notation] = &[
    marked::SHEETS,
    marked::MARKDOWN,
    marked::GHERKIN,
    json::NOTATION,
    yaml::NOTATION,
    settings::TOML,
    settings::INI,
    settings::ENV,
    settings::PROPERTIES,
    markup::HTML,
    markup::XML,
    properties::CARD,
    properties::CALENDAR,
    properties::DIRECTORY,
    properties::MAIL,
    properties::HL7,
    properties::X12,
    access_log::NOTATION,
    access_log::OF_HOSTS,
    syslog::NOTATION,
    marked::SCREEN,
    marked::RULED,
];

/// In which notation of keys a document is written, if in any.
pub(crate) fn notation(path: &str, head: &[u8]) -> Option<&'static Notation> {
    let head = head.get(..HEAD).unwrap_or(head);
    NOTATIONS.iter().find(|notation| (notation.claims)(path, head))
}
