//! Lines of a property and its value under names of a standard: cards, calendars, directories, mail, and segments of messages between
//! hospitals and insurers. Long lines are folded: what begins with a blank goes on with the line before.
//!
//! Values whose property says what they are become cells, so that they are judged by that; everything else is running text.

mod card;
mod directory;
mod folded;
mod hl7;
mod lines;
mod mail;
mod x12;

pub(super) use card::{CALENDAR, CARD};
pub(super) use directory::DIRECTORY;
pub(super) use hl7::HL7;
pub(super) use mail::MAIL;
pub(super) use x12::X12;

use std::ops::Range;

use super::by_line::ByLine;
use super::coded::Code;
use super::notation::Notation;
use folded::Folded;
use lines::Lines;

/// Bytes of a property with its folded lines. Longer ones are running text.
const LONGEST: usize = 64 * 1024;

/// How properties of a kind are written, and what is known of the document so far.
trait Properties: Clone + Default + Send + 'static {
    /// Names that detectors know, for what the properties of the standard hold.
    const COLUMNS: &'static [&'static str];

    /// After the line end that ends the property that `text` begins with; `None` if what follows may still belong to it.
    fn end(&self, text: &[u8]) -> Option<usize> {
        folded_end(text)
    }

    /// Reads a property with its folded lines, and hands out its values.
    fn read(&mut self, property: &[u8], value: impl FnMut(Value));

    /// The name of a value before which `begun` stands of its property.
    fn name(&self, begun: &[u8]) -> Option<String>;
}

/// A value of a property.
struct Value {
    /// Where it stands in the property.
    place: Range<usize>,
    /// The number of its column.
    column: usize,
    /// How it is written, if it does not stand as it is meant.
    code: Option<Code>,
}

/// The number of the column of a value of which nothing is known.
const UNKNOWN: usize = u16::MAX as usize;

/// A notation of such properties.
const fn notation<P: Properties>(claims: fn(&str, &[u8]) -> bool) -> Notation {
    let walker = || ByLine::begin(Folded::<P>::default());
    Notation { reader: Some(|| Box::new(Lines::<P>::default())), ..Notation::new(claims, walker) }
}

/// Where a property ends whose lines are folded.
fn folded_end(text: &[u8]) -> Option<usize> {
    let is_end = |end: &usize| match text.get(end + 1) {
        Some(next) => *end == 0 || text.starts_with(b"\r\n") && *end == 1 || !matches!(next, b' ' | b'\t'),
        None => false,
    };
    memchr::memchr_iter(b'\n', text).find(is_end).map(|end| end + 1)
}

/// Where text in quoted-printable has a line end that is meant: none after a `=` is (RFC 2045, 6.7).
fn printable_end(text: &[u8]) -> Option<usize> {
    let is_meant = |end: &usize| {
        let line = text.get(..*end).unwrap_or(&[]);
        !line.strip_suffix(b"\r").unwrap_or(line).ends_with(b"=")
    };
    memchr::memchr_iter(b'\n', text).find(is_meant).map(|end| end + 1)
}

/// The part of `text` that `part` is.
fn place(text: &[u8], part: &[u8]) -> Range<usize> {
    let start = part.as_ptr().addr().saturating_sub(text.as_ptr().addr());
    start..start + part.len()
}

/// The first of these bytes that stands outside of `"`.
fn outside_quotes(text: &[u8], wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let mut quoted = false;
    text.iter().position(|b| {
        quoted ^= *b == b'"';
        !quoted && wanted(*b)
    })
}

/// For tests: the values of properties that stand one after the other, with the names of their columns.
#[cfg(test)]
fn values<P: Properties>(properties: &[&str]) -> Vec<(&'static str, String)> {
    let (mut reader, mut found) = (P::default(), Vec::new());
    for property in properties {
        reader.read(property.as_bytes(), |value| {
            let name = P::COLUMNS.get(value.column).copied().unwrap_or("unknown");
            found.push((name, property[value.place].to_owned()));
        });
    }
    found
}
