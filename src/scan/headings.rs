//! The columns of dumps, by the headings that their rows came with.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::detect::{Columns, Engine};
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
