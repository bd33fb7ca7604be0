//! Formats: from the bytes of a document to windows of text that know their places. Knows no rules and opens no
//! files.

mod csv;
mod cutter;
mod decode;
mod lines;
mod packing;
mod sniff;

pub(crate) use csv::{Dialect, Header, cells, claims as is_table, header};
pub(crate) use cutter::{Cut, Cutter, Window};
pub(crate) use decode::{Decoder, decode_whole, name as encoding_name};
pub(crate) use lines::{Lines, locate};
pub(crate) use packing::{Budget, Meter, Packing, Reader, Unpacker};
pub(crate) use sniff::{HEAD, Kind, sniff};
