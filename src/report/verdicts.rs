//! The columns of a document with what they hold as a whole, put together from what its windows say.

use std::collections::HashMap;

use super::groups::MOST_FIELDS;
use crate::model::{Batch, ColumnSketch, DocInfo, Field, Ruling, TypeTally, Verdict};

/// The columns of one document, by where the heading of their table lies in memory and by number.
#[derive(Default)]
pub(super) struct Columns {
    known: HashMap<(usize, u16), ColumnSketch>,
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
            let key = (column.table.as_ref().map_or(0, |t| std::sync::Arc::as_ptr(t).addr()), column.column);
            if self.known.len() >= MOST_FIELDS && !self.known.contains_key(&key) {
                self.are_cut = true;
                continue;
            }
            match self.known.get_mut(&key) {
                Some(known) => known.merge(column),
                // What is kept holds its heading, so that no other can take its place in memory.
                None => drop(self.known.insert(key, column.clone())),
            }
        }
    }

    /// The columns by table and number, and whether some were left out; none are kept. The same name in several statements
    /// of a dump is one.
    pub(super) fn take(&mut self, doc: &DocInfo) -> (Vec<Judged>, bool) {
        let table = |column: &ColumnSketch| column.table.as_ref().map_or("", |t| &t.table).to_owned();
        let mut named: Vec<(String, u16, String, ColumnSketch)> = Vec::new();
        for (_, column) in self.known.drain() {
            let field = Field::Column(column.column);
            let name = field.name(doc, column.table.as_deref()).map(str::to_owned);
            let name = name.unwrap_or_else(|| format!("#{}", u32::from(column.column) + 1));
            named.push((table(&column), column.column, name, column));
        }
        named.sort_by(|a, b| (&a.0, a.1, &a.2).cmp(&(&b.0, b.1, &b.2)));
        let mut numbers: HashMap<(String, String), usize> = HashMap::new();
        let mut all: Vec<Judged> = Vec::new();
        for (table, _, name, column) in named {
            let next = all.len();
            let number = *numbers.entry((table.clone(), name.clone())).or_insert(next);
            match all.get_mut(number) {
                Some(known) => known.column.merge(&column),
                None => all.push(Judged { table, name, column, verdict: None }),
            }
        }
        all.iter_mut().for_each(|judged| judged.verdict = judged.column.verdict());
        (all, std::mem::take(&mut self.are_cut))
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
