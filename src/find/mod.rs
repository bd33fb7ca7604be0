//! Finders: from an anchor to the span of a candidate, one shape per file. They know no rules and
//! judge no values.

mod address_block;
mod anchor;
mod finder;
mod last_line;
mod person;
mod person_cues;
mod phone;
mod pinyin;
mod postal;
mod street;
mod tokens;

#[cfg(test)]
pub(crate) use anchor::find_all;
pub(crate) use finder::{Anchor, Finder, REACH, Span, byte, byte_before, is_word};

/// Every finder; rules refer to them by name. One row a finder.
#[rustfmt::skip]
pub(crate) static FINDERS: &[&Finder] = &[
    &person::PERSON,
    &phone::PHONE,
    &postal::POSTAL,
    &street::STREET,
];
