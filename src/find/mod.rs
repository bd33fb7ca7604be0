//! Finders: from an anchor to the span of a candidate, one shape per file. They know no rules and
//! judge no values.

mod anchor;
mod digit_edges;
mod digits;
mod finder;
mod groups;

#[cfg(test)]
pub(crate) use anchor::find_all;
pub(crate) use finder::{Anchor, Finder, REACH, Span, byte, byte_before, is_word};

/// Every finder; rules refer to them by name.
pub(crate) static FINDERS: &[&Finder] = &[&digits::DIGITS, &groups::GROUPS];
