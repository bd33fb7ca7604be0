//! Words: keywords near a value, and names of columns and keys. Pure text; knows no rules.

mod between;
mod bits;
mod declared;
mod eight;
mod key;
mod letters;
mod names;
mod pairs;
mod remark;
mod typed;
mod vocabulary;

pub(crate) use bits::ByteBits;
pub(crate) use declared::sign_behind_type;
pub(crate) use eight::Eight;
pub(crate) use key::{Key, Mark, WIDE_COLON, key_end, mark_before, mark_of_quoted, marks_of_pairs};
pub(crate) use letters::is_east_asian;
pub(crate) use names::{NameId, Names, is_pseudonym, normalise};
pub(crate) use pairs::{is_of_names, is_of_values};
pub(crate) use typed::{ends_in_type, is_type};
pub(crate) use vocabulary::{Sign, Vocabulary, Word, Zone, is_word, key, key_before};
