//! What a worker knows of names: columns of dumps, by the headings that their rows came with, and keys as reports may show them.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::detect::{Columns, Engine, Scratch};
use crate::model::Heading;

/// What the names of a dump's columns say, worked out once a worker.
#[derive(Default)]
pub(super) struct Known {
    /// By address of the heading, which is kept so that no other takes its place in memory.
    columns: FxHashMap<usize, (Arc<Heading>, Arc<Columns>)>,
    /// How many columns those are.
    count: usize,
}

impl Known {
    /// Columns that are kept; those of dumps that are done go away now and then.
    const MOST: usize = 100_000;

    /// What the names of the columns of `heading` say.
    pub(super) fn columns(&mut self, engine: &Engine, heading: &Arc<Heading>) -> Arc<Columns> {
        if self.count > Self::MOST {
            *self = Self::default();
        }
        let count = &mut self.count;
        let (_, columns) = self.columns.entry(Arc::as_ptr(heading).addr()).or_insert_with(|| {
            *count += heading.columns.len() + 1;
            (Arc::clone(heading), Arc::new(engine.columns_of(heading)))
        });
        Arc::clone(columns)
    }
}

/// The keys that a worker met last: `None` where they may be shown as they are.
#[derive(Default)]
pub(super) struct Disguises(FxHashMap<Box<str>, Option<Box<str>>>);

impl Disguises {
    /// Keys that are kept: documents have few different ones, or one for each record.
    const MOST: usize = 4096;

    /// Puts in the place of `key` what may be shown of it.
    pub(super) fn put_on(&mut self, engine: &Engine, scratch: &mut Scratch, key: &mut Box<str>) {
        if let Some(known) = self.0.get(key) {
            known.iter().for_each(|shown| key.clone_from(shown));
            return;
        }
        if self.0.len() >= Self::MOST {
            self.0.clear();
        }
        let shown = match engine.disguised(key, scratch) {
            Cow::Borrowed(_) => None,
            Cow::Owned(shown) => Some(shown.into_boxed_str()),
        };
        let raw = match &shown {
            Some(shown) => std::mem::replace(key, shown.clone()),
            None => key.clone(),
        };
        self.0.insert(raw, shown);
    }
}
