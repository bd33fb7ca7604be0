//! What is known of a window besides its text: its cells and their tables, or the keys that it begins under.

use std::sync::Arc;

use crate::model::{Cell, Heading};

use super::walk::Walk;

/// What is known of a window.
#[derive(Default)]
pub(crate) struct Grid {
    /// The cells of a table, in order.
    pub(crate) cells: Vec<Cell>,
    /// The tables of a dump, by the number that cells have.
    pub(crate) headings: Vec<Arc<Heading>>,
    /// Under which keys the bytes begin that the window owns; `None` at a document's beginning.
    pub(crate) walker: Option<Box<dyn Walk>>,
}

impl Grid {
    /// Forgets everything but its room.
    pub(crate) fn clear(&mut self) {
        self.cells.clear();
        self.headings.clear();
        self.walker = None;
    }

    /// The number of a heading; `None` if there are too many.
    pub(crate) fn slot(&mut self, heading: &Arc<Heading>) -> Option<u16> {
        let known = self.headings.iter().rposition(|h| Arc::ptr_eq(h, heading));
        let slot = u16::try_from(known.unwrap_or(self.headings.len())).ok()?;
        if known.is_none() {
            self.headings.push(Arc::clone(heading));
        }
        Some(slot)
    }

    /// Copies what reaches beyond the first `len` bytes into `next`, where they are gone.
    pub(crate) fn carry(&self, len: usize, next: &mut Self) {
        let len = offset(len);
        let kept = self.cells.partition_point(|c| c.end <= len);
        for cell in self.cells.get(kept..).unwrap_or(&[]) {
            let heading = self.headings.get(usize::from(cell.table));
            let Some(table) = heading.and_then(|h| next.slot(h)) else { continue };
            next.cells.push(Cell {
                start: cell.start.saturating_sub(len),
                end: cell.end - len,
                table,
                ..*cell
            });
        }
    }
}

/// Windows are far below 4 GB.
#[allow(clippy::cast_possible_truncation)]
pub(super) const fn offset(at: usize) -> u32 {
    at as u32
}
