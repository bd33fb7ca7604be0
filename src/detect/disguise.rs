//! Names of columns, keys and tables that are personal data themselves: a table without a header, an object with a key for
//! each person. Reports name where a value stands, and such names would show what masks hide.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use crate::model::Heading;

use super::compile::{Engine, Excerpt};
use super::engine::Scratch;
use super::mask::mask;
use super::segment::{PathFacts, Segment};

/// Digits of a name from which on it may be a value.
const FEW_DIGITS: usize = 5;

/// Digits of a number that is hidden whatever it is: social security numbers have nine.
const DIGITS: usize = 9;

/// What joins the words of a name where no space may stand.
const JOINTS: [char; 2] = ['_', '-'];

/// What parts the names of a path, and what may stand around one of them.
const MARKS: [char; 7] = ['.', '"', '\\', '[', ']', '@', '/'];

impl Engine {
    /// The heading as reports may show it.
    pub(crate) fn disguised_heading(&self, heading: &Arc<Heading>) -> Arc<Heading> {
        let mut scratch = Scratch::default();
        let table = self.disguised(&heading.table, &mut scratch);
        let columns: Vec<_> = heading.columns.iter().map(|name| self.disguised(name, &mut scratch)).collect();
        if [&table].into_iter().chain(&columns).all(|name| matches!(name, Cow::Borrowed(_))) {
            return Arc::clone(heading);
        }
        let columns = columns.into_iter().map(Cow::into_owned).collect();
        Arc::new(Heading { table: table.into_owned(), columns })
    }

    /// The name as reports may show it: what looks like personal data in it is masked, unless values are to be shown. It may be a
    /// path of names, or have words around it: where the whole tells nothing, its parts may.
    pub(crate) fn disguised<'n>(&self, name: &'n str, scratch: &mut Scratch) -> Cow<'n, str> {
        if self.options.excerpt == Excerpt::Raw || !may_tell(name) || self.is_field(name) {
            return Cow::Borrowed(name);
        }
        // What a scratch remembers of names belongs to one engine.
        let (engine, scratch) = match self.whole.as_deref().and_then(|whole| LazyLock::force(whole).as_ref())
        {
            Some(whole) => (whole, &mut **scratch.of_whole.get_or_insert_default()),
            None => (self, scratch),
        };
        let mut shown = engine.without_values(name, scratch);
        if let Some(parts) = engine.without_values_in_parts(&shown, scratch) {
            shown = Cow::Owned(parts);
        }
        match without_numbers(&shown) {
            Some(hidden) => Cow::Owned(hidden),
            None => shown,
        }
    }

    /// A name without what is found in it, as it stands or with spaces between its words.
    fn without_values<'n>(&self, name: &'n str, scratch: &mut Scratch) -> Cow<'n, str> {
        let mut shown = Cow::Borrowed(name);
        if self.is_field(name) {
            return shown;
        }
        let mut masks = self.masks_in(name, scratch);
        if masks.is_empty() && name.contains(JOINTS) {
            masks = self.masks_in(&name.replace(JOINTS, " "), scratch);
        }
        // From the last, so that those before keep their places.
        for (start, end, masked) in masks.into_iter().rev() {
            if shown.get(start..end).is_some() {
                shown.to_mut().replace_range(start..end, &masked);
            }
        }
        shown
    }

    /// The same for each part of a name that has several; `None` if there is nothing in any.
    fn without_values_in_parts(&self, name: &str, scratch: &mut Scratch) -> Option<String> {
        let mut shown = None;
        let mut end = name.len();
        for part in name.rsplit(MARKS) {
            let start = end - part.len();
            if part.len() < name.len()
                && may_tell(part)
                && !part.contains('*')
                && let Cow::Owned(masked) = self.without_values(part, scratch)
            {
                shown.get_or_insert_with(|| name.to_owned()).replace_range(start..end, &masked);
            }
            end = start.saturating_sub(1);
        }
        shown
    }

    fn is_field(&self, name: &str) -> bool {
        self.fields.find(name.as_bytes(), &mut Vec::new()).is_some()
    }

    /// What is found in a name taken by itself, of any disposition.
    fn masks_in(&self, name: &str, scratch: &mut Scratch) -> Vec<(usize, usize, String)> {
        let text = name.as_bytes();
        let owned = 0..text.len();
        let path = PathFacts::default();
        let segment = Segment { text, base: 0, owned, table: None, tags: false, lines: false, path };
        self.candidates(&segment, scratch, &mut ());
        let found = scratch.order.iter().filter_map(|ranked| ranked.of(&scratch.scored));
        let masked = found.filter(|found| found.confidence >= self.floor).filter_map(|found| {
            let (start, end) = (found.start as usize, found.end as usize);
            let how = self.detectors.get(usize::from(found.rule))?.mask;
            Some((start, end, mask(how, text.get(start..end)?)))
        });
        masked.collect()
    }
}

/// Whether there may be anything in a name: a doubt that costs little, since most names are plain.
fn may_tell(name: &str) -> bool {
    let tells = |b: u8| matches!(b, b'@' | b' ' | b':' | b'A'..=b'Z' | 0x80..);
    name.bytes().any(tells) || name.bytes().filter(u8::is_ascii_digit).count() >= FEW_DIGITS
}

/// The name with its long numbers hidden, if it has any that is no day.
fn without_numbers(name: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_digit() || " ()+-./".contains(c);
    let is_long = |n: &&str| n.bytes().filter(u8::is_ascii_digit).count() >= DIGITS && !is_day(n.trim());
    let mut shown = None;
    for number in name.split(|c| !is_part(c)).filter(is_long) {
        let hidden = number.replace(|c: char| c.is_ascii_digit(), "*");
        let all = shown.get_or_insert_with(|| name.to_owned());
        *all = all.replace(number, &hidden);
    }
    shown
}

/// `2023-10-10 13:55`: tables have a column for each day or hour.
fn is_day(number: &str) -> bool {
    let year = number.starts_with("20") || number.starts_with("19");
    year && matches!(number.as_bytes().get(4), Some(b'-' | b'/' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_in_names_are_hidden() {
        for (name, shown) in [
            ("219-09-9999", Some("***-**-****")),
            ("ref 219099999x, 078051120 and 12", Some("ref *********x, ********* and 12")),
            ("users[\"219 09 9999\"].ssn", Some("users[\"*** ** ****\"].ssn")),
            ("2023-10-10 13:55:36", None),
            ("id_12345678", None),
            ("3f2504e0-4f89-11d3-9a0c-0305e82c3301", None),
        ] {
            assert_eq!(without_numbers(name).as_deref(), shown, "{name}");
        }
    }
}
