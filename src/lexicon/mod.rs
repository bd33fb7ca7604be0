//! Word lists: `rules/lexicons/*.txt` in a form that says no in a few nanoseconds. Each is parsed at
//! its first use and never before. This room imports nothing of ours.

mod hash;
mod iban;
mod places;
mod table;
mod traits;

use std::sync::LazyLock;

pub(crate) use hash::{Lengths, hash};
pub(crate) use iban::{iban_length, iban_parts};
pub(crate) use places::{is_uk_area, pin_serves, state_names, state_of_zip, zip_serves};
pub(crate) use table::{Lexicon, Sense};
pub(crate) use traits::is_trait;

/// Given names.
pub(crate) static GIVEN: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::new(include_str!("../../rules/lexicons/given-names.txt")));
/// Family names.
pub(crate) static FAMILY: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::new(include_str!("../../rules/lexicons/surnames.txt")));
/// Capitalised words that are no part of a person's name.
pub(crate) static NOT_NAMES: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::new(include_str!("../../rules/lexicons/not-names.txt")));
/// Street suffixes of US addresses; ambiguous ones are ordinary words.
pub(crate) static SUFFIXES: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::new(include_str!("../../rules/lexicons/street-suffixes.txt")));
/// Words of address lines.
pub(crate) static ADDRESS_WORDS: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::new(include_str!("../../rules/lexicons/address-words.txt")));
