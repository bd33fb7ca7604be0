//! Which cell of a table a place of its text lies in, and what the cells beside it say of it.

use std::ops::Range;

use crate::find::REACH;
use crate::model::Cell;

use super::compile::Engine;
use super::engine::{Scene, Scratch, offset};
use super::lane::{Named, is_null};
use super::segment::{FieldHit, Table};

/// No cell.
pub(super) const NO_CELL: u32 = u32::MAX;

/// A cell's value without the spaces around it.
pub(super) fn trimmed(text: &[u8], cell: &Cell) -> Option<(usize, usize)> {
    let value = text.get(cell.start as usize..cell.end as usize)?;
    let first = value.iter().position(|b| !b.is_ascii_whitespace())?;
    let last = value.iter().rposition(|b| !b.is_ascii_whitespace())?;
    Some((cell.start as usize + first, cell.start as usize + last + 1))
}

/// The cell of a column in the row of the cell that is `number`, if it stands near what begins at `at` there: however a document is cut,
/// both can be seen then.
pub(super) fn beside<'t>(table: Table<'t>, number: usize, at: u32, column: u16) -> Option<&'t Cell> {
    let own = table.cells.get(number)?;
    let is_near = |cell: &&Cell| {
        (cell.row, cell.table) == (own.row, own.table)
            && (cell.end.max(at) - cell.start.min(at)) as usize <= REACH
    };
    let before = table.cells.get(..number)?.iter().rev().take_while(is_near);
    let behind = table.cells.get(number + 1..)?.iter().take_while(is_near);
    before.chain(behind).find(|cell| cell.column == column)
}

/// Fills `out` with the first cell that ends at or behind the start of each 64 bytes of the text.
pub(super) fn index_cells(cells: &[Cell], len: usize, out: &mut Vec<u32>) {
    // Backwards, so that of several cells that end in one block the first stays; blocks without any take over what stands behind them.
    const NONE: u32 = u32::MAX;
    out.clear();
    out.resize(len / 64 + 1, NONE);
    for (number, cell) in cells.iter().enumerate().rev() {
        out.get_mut(cell.end as usize / 64).into_iter().for_each(|first| *first = offset(number));
    }
    let mut next = offset(cells.len());
    for first in out.iter_mut().rev() {
        next = if *first == NONE { next } else { *first };
        *first = next;
    }
}

/// What of the text a finder may see from the byte at `at`, and the number of the cell that it is. Between cells it sees
/// neither of them: what begins outside of a value is no part of it, as the `N` of `N'12 Main Street'`.
#[inline]
pub(super) fn frame_of(
    scene: &Scene<'_>,
    table: Table<'_>,
    cell_at: &[u32],
    at: u32,
) -> Option<(Range<usize>, u32)> {
    let first = cell_at.get(at as usize / 64).map_or(table.cells.len(), |first| *first as usize);
    let near = table.cells.get(first..).unwrap_or(&[]);
    let next = cells_before(near, at);
    if let Some(cell) = near.get(next).filter(|cell| cell.start <= at) {
        return Some((cell.start as usize..cell.end as usize, offset(first + next)));
    }
    let next = first + next;
    let last = next.checked_sub(1).and_then(|last| table.cells.get(last));
    let start = last.map_or(0, |cell| cell.end as usize);
    let end = table.cells.get(next).map_or(scene.segment.text.len(), |cell| cell.start as usize);
    table.in_text.then_some((start..end, NO_CELL))
}

/// How many of the cells, by ascending end, end before `at`.
#[inline(always)]
fn cells_before(cells: &[Cell], at: u32) -> usize {
    const AT_ONCE: usize = 4;
    let mut before = 0;
    // How many they are cannot be foreseen, so several are looked at without asking.
    while let Some(several) = cells[before..].first_chunk::<AT_ONCE>() {
        let ended = several.iter().map(|cell| usize::from(cell.end < at)).sum::<usize>();
        before += ended;
        if ended < AT_ONCE {
            return before;
        }
    }
    before + cells[before..].iter().take_while(|cell| cell.end < at).count()
}

impl Engine {
    /// The value of a cell whose name stands in another one, if a rule knows that.
    pub(super) fn named_cell(
        &self,
        scene: &Scene<'_>,
        key: &Cell,
        cell: &Cell,
        scratch: &mut Scratch,
    ) -> Option<Named<'_>> {
        let text = scene.segment.text;
        let (name, hits) = self.name_in(scene, key, scratch)?;
        let (start, end) = trimmed(text, cell)?;
        let is_nothing = is_null(text.get(start..end)?);
        if is_nothing || self.is_name_again(text, start..end, hits, &mut scratch.names) {
            return None;
        }
        Some(Named { start, end, prose: false, name, hits })
    }

    /// The name that fills a cell, and what rules know of it.
    pub(super) fn name_in(
        &self,
        scene: &Scene<'_>,
        cell: &Cell,
        scratch: &mut Scratch,
    ) -> Option<(Range<usize>, &[FieldHit])> {
        let text = scene.segment.text;
        let (start, end) = trimmed(text, cell)?;
        let name = scratch.names.find(&self.fields, text, start..end)?;
        Some((start..end, self.fields.get(name)))
    }
}
