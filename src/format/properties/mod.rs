//! Lines of a property and its value under names of a standard: cards, calendars, directories, mail. Long lines are folded: what
//! begins with a blank goes on with the line before.
//!
//! Values whose property says what they are become cells, so that they are judged by that; everything else is running text.

mod card;
mod directory;
mod folded;
mod lines;
mod mail;

pub(super) use card::{CALENDAR, CARD};
pub(super) use directory::DIRECTORY;
pub(super) use mail::MAIL;

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
