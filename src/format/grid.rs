//! What is known of a window besides its text: its cells and their tables, or the keys that it begins under.

use std::sync::Arc;

use crate::model::{Cell, Heading};

use super::coded::Code;
use super::notation::Walk;

/// What is known of a window.
#[derive(Default)]
pub(crate) struct Grid {
    /// The cells of a table, in order.
    pub(crate) cells: Vec<Cell>,
    /// The tables of a dump, by the number that cells have.
    pub(crate) headings: Vec<Arc<Heading>>,
    /// Those of the cells that do not stand as they are meant, by their index.
    pub(crate) coded: Vec<(u32, Code)>,
    /// Under which keys the bytes begin that the window owns; `None` at a document's beginning.
    pub(crate) walker: Option<Box<dyn Walk>>,
    /// Tables of a dump or a database that were read here, with cells or without.
    pub(crate) read: Vec<Arc<Heading>>,
    /// How many rows of each of these were read: what is nothing has no cell.
    pub(crate) rows: Vec<u64>,
}

impl Grid {
    /// Forgets everything but its room.
    pub(crate) fn clear(&mut self) {
        self.cells.clear();
        self.headings.clear();
        self.coded.clear();
        self.read.clear();
        self.rows.clear();
        self.walker = None;
    }

    /// Forgets all cells but the first `len`.
    pub(super) fn truncate(&mut self, len: usize) {
        self.cells.truncate(len);
        let kept = self.coded.iter().rposition(|(index, _)| (*index as usize) < len);
        self.coded.truncate(kept.map_or(0, |last| last + 1));
    }

    /// The number of a heading; `None` if there are too many.
    pub(crate) fn slot(&mut self, heading: &Arc<Heading>) -> Option<u16> {
        match self.headings.iter().rposition(|h| Arc::ptr_eq(h, heading)) {
            Some(known) => u16::try_from(known).ok(),
            None => self.add(heading),
        }
    }

    /// Adds a heading that is not known yet, and gives its number; `None` if there are too many.
    pub(crate) fn add(&mut self, heading: &Arc<Heading>) -> Option<u16> {
        let slot = u16::try_from(self.headings.len()).ok()?;
        self.headings.push(Arc::clone(heading));
        Some(slot)
    }

    /// Counts rows of a table that were read.
    #[inline]
    pub(crate) fn count(&mut self, heading: &Arc<Heading>, rows: u64) {
        match self.read.iter().rposition(|h| Arc::ptr_eq(h, heading)).and_then(|at| self.rows.get_mut(at)) {
            Some(count) => *count += rows,
            None => self.announce(heading, rows),
        }
    }

    /// Adds a table that has not been read before.
    pub(crate) fn announce(&mut self, heading: &Arc<Heading>, rows: u64) {
        self.read.push(Arc::clone(heading));
        self.rows.push(rows);
    }

    /// Adds a cell, and how it is written if it does not stand as it is meant. Cells come in the order of the text.
    #[inline(always)]
    pub(crate) fn push(&mut self, cell: Cell, code: Option<Code>) {
        debug_assert!(self.cells.last().is_none_or(|last| last.end <= cell.start), "cells out of order");
        if let Some(code) = code {
            self.coded.push((offset(self.cells.len()), code));
        }
        self.cells.push(cell);
    }

    /// Copies what reaches beyond the first `len` bytes into `next`, where they are gone.
    pub(crate) fn carry(&self, len: usize, next: &mut Self) {
        let len = offset(len);
        let kept = self.cells.partition_point(|c| c.end <= len);
        let coded = self.coded.partition_point(|(index, _)| (*index as usize) < kept);
        let mut coded = self.coded.get(coded..).unwrap_or(&[]).iter().peekable();
        for (index, cell) in self.cells.iter().enumerate().skip(kept) {
            let code = coded.next_if(|(coded, _)| *coded as usize == index);
            let heading = self.headings.get(usize::from(cell.table));
            let Some(table) = heading.and_then(|h| next.slot(h)) else { continue };
            let (start, end) = (cell.start.saturating_sub(len), cell.end - len);
            next.push(Cell { start, end, table, ..*cell }, code.map(|(_, code)| *code));
        }
    }
}

/// Windows are far below 4 GB.
pub(super) const fn offset(at: usize) -> u32 {
    at as u32
}
