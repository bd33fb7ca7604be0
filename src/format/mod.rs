//! Formats: from the bytes of a document to windows of text that know their places. Knows no rules and opens no
//! files.

mod csv;
mod cutter;
mod decode;
mod grid;
mod json;
mod lines;
mod lz4;
mod packing;
mod pgdump;
mod sniff;
mod sql;
mod sqlite;

pub(crate) use csv::{Header, cells, claims as is_table, header};
pub(crate) use cutter::{Cut, Cutter, Layout, Window};
pub(crate) use decode::{Decoder, decode_whole, name as encoding_name};
pub(crate) use grid::Grid;
pub(crate) use json::{claims as is_json, name as name_keys};
pub(crate) use lines::{Lines, locate};
pub(crate) use packing::{Budget, Meter, Packing, Reader, Unpacker};
pub(crate) use pgdump::{Openings, file_id as rows_id};
pub(crate) use sniff::{HEAD, Kind, sniff};
pub(crate) use sql::{Lexer, Meant, claims as is_dump};
pub(crate) use sqlite::{Extent, Page, fault as database_fault, read_tables};

use grid::offset;
