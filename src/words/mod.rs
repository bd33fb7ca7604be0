//! Words: keywords near a value, and names of columns and keys. Pure text; knows no rules.

mod key;
mod names;
mod vocabulary;

pub(crate) use key::{Key, at_mark, key_before, key_end};
pub(crate) use names::{Names, normalise};
pub(crate) use vocabulary::{Vocabulary, Word, WordBits, Zone};
