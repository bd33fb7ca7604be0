//! The columns of dumps, by the headings that their rows came with.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::detect::{Columns, Engine};
use crate::model::Heading;

/// What the names of a dump's columns say, worked out once a worker.
#[derive(Default)]
pub(super) struct Known(FxHashMap<usize, Arc<Columns>>);

impl Known {
    /// Headings that are kept; those of dumps that are done go away now and then.
    const MOST: usize = 4096;

    /// What the names of the columns of `heading` say.
    pub(super) fn columns(&mut self, engine: &Engine, heading: &Arc<Heading>) -> Arc<Columns> {
        if self.0.len() > Self::MOST {
            self.0.clear();
        }
        // What is kept holds its heading, so no other can take its place in memory.
        let known = self.0.entry(Arc::as_ptr(heading).addr());
        Arc::clone(known.or_insert_with(|| Arc::new(engine.columns_of(heading))))
    }
}
