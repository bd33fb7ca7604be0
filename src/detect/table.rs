//! What a table's header says, for each column and rule; worked out once per document.

use crate::words::{WordBits, Zone, normalise};

use super::compile::Engine;
use super::segment::{ColumnFacts, Columns, FieldKind};

/// Columns that only a table of people has; they support weak names such as `name`.
const PERSONAL: &[&str] = &[
    "email",
    "e_mail",
    "mail",
    "phone",
    "mobile",
    "telephone",
    "dob",
    "date_of_birth",
    "birthdate",
    "gender",
    "ssn",
    "surname",
    "last_name",
];

impl Engine {
    /// The facts of every column of a table with this header.
    pub(crate) fn columns(&self, header: &[String]) -> Columns {
        let mut scratch = Vec::new();
        let personal = header.iter().any(|name| {
            normalise(name.as_bytes(), &mut scratch);
            PERSONAL.iter().any(|p| p.as_bytes() == scratch || scratch.ends_with(format!("_{p}").as_bytes()))
        });
        let facts = header.iter().map(|name| self.column(name, personal, &mut scratch)).collect();
        Columns { facts }
    }

    fn column(&self, name: &str, siblings: bool, scratch: &mut Vec<u8>) -> ColumnFacts {
        let hits = self.fields.find(name.as_bytes(), scratch);
        let hits = hits.iter().filter(|h| h.kind != FieldKind::Label).copied().collect();
        let mut facts = ColumnFacts { hits, siblings, ..ColumnFacts::default() };
        normalise(name.as_bytes(), scratch);
        let bits = WordBits::of(scratch);
        let zone = Zone { start: scratch.len().saturating_sub(Zone::MOST), end: scratch.len() };
        self.vocabulary.walk(scratch, WordBits(&bits), zone, None, |word, _| {
            match (word.rule, word.against) {
                (Some(rule), false) => facts.keywords.push((rule, word.index)),
                (Some(rule), true) => facts.against_rules.push((rule, word.index)),
                (None, _) => facts.against = facts.against.or(Some(word.index)),
            }
            true
        });
        facts
    }
}
