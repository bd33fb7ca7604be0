//! The columns of a document with what they hold as a whole, put together from what its windows say.

use std::collections::HashMap;

use super::groups::MOST_FIELDS;
use crate::model::{Batch, ColumnSketch, Field, Ruling, TypeTally, Verdict};

/// The columns of one document, by the names of their table and their own. The same name in several statements of a dump is one, and
/// so is the same path in several windows.
#[derive(Default)]
pub(super) struct Columns {
    known: HashMap<(String, String), (u16, ColumnSketch)>,
    /// Whether there were more than are kept.
    are_cut: bool,
}

/// A column and what it holds.
pub(super) struct Judged {
    /// Name of the table in a dump; empty elsewhere.
    pub(super) table: String,
    /// Name of the column.
    pub(super) name: String,
    /// Its counts.
    pub(super) column: ColumnSketch,
    /// `None` if nothing speaks for any type.
    pub(super) verdict: Option<Verdict>,
}

impl Columns {
    /// Adds what a batch says of columns.
    pub(super) fn add(&mut self, batch: &Batch) {
        for column in &batch.columns {
            let field = Field::Column(column.column);
            let name = field.name(&batch.doc, column.table.as_deref()).map(str::to_owned);
            let name = name.unwrap_or_else(|| format!("#{}", u32::from(column.column) + 1));
            let key = (column.table.as_ref().map_or_else(String::new, |table| table.table.clone()), name);
            if self.known.len() >= MOST_FIELDS && !self.known.contains_key(&key) {
                self.are_cut = true;
                continue;
            }
            // Paths have no order but that of their names.
            let is_path = column.table.as_ref().is_some_and(|table| table.table.is_empty());
            let number = if is_path { 0 } else { column.column };
            match self.known.get_mut(&key) {
                Some((first, known)) => {
                    *first = number.min(*first);
                    known.merge(column);
                }
                None => drop(self.known.insert(key, (number, column.clone()))),
            }
        }
    }

    /// The columns by table and number, and whether some were left out; none are kept.
    pub(super) fn take(&mut self) -> (Vec<Judged>, bool) {
        let mut known: Vec<_> = self.known.drain().collect();
        known.sort_by(|((table_a, name_a), (a, _)), ((table_b, name_b), (b, _))| {
            (table_a, a, name_a).cmp(&(table_b, b, name_b))
        });
        let judged = |((table, name), (_, column)): ((String, String), (u16, ColumnSketch))| {
            let verdict = column.verdict();
            Judged { table, name, column, verdict }
        };
        (known.into_iter().map(judged).collect(), std::mem::take(&mut self.are_cut))
    }
}

impl Judged {
    /// The verdict, if the column is taken to be of a type.
    pub(super) fn standing(&self) -> Option<&Verdict> {
        self.verdict.as_ref().filter(|verdict| verdict.ruling.stands())
    }

    /// The tally of the verdict's rule.
    pub(super) fn tally(&self) -> Option<&TypeTally> {
        let verdict = self.verdict.as_ref()?;
        self.column.types.iter().find(|tally| tally.rule == verdict.rule)
    }

    /// The arithmetic of the verdict, in words.
    pub(super) fn reasons(&self) -> String {
        let Some(verdict) = &self.verdict else { return String::new() };
        let but = match verdict.ruling {
            Ruling::Holds | Ruling::SchemaOnly | Ruling::Share | Ruling::Distinct => "",
            Ruling::Serial => "; numbers that lie close together, and no name that speaks for it",
            Ruling::Ambiguous => "; another type fits as well, and no name speaks for either",
        };
        format!("{}{but}", self.column.arithmetic(verdict))
    }
}
