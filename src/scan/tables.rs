//! Tables that stand in text. Where names of columns say what values are, cells are texts of their own; in other tables what stands beside a
//! value may be its name, so they are searched as the text around them. What is found in them has its column either way.

use std::sync::Arc;

use crate::detect::{Columns, Segment, Table};
use crate::format::{Grid, Plain, Window};
use crate::model::{ByDisposition, Cell, Classified, ColumnSketch, Field};

use super::job::Job;
use super::plan::{Form, Plan};
use super::worker::Worker;

impl Plan {
    /// Whether tables may stand in its text.
    pub(super) const fn has_tables(&self) -> bool {
        matches!(self.form, Form::Keyed(notation, _) if notation.tables)
    }
}

impl Worker {
    /// Leaves values that are searched as the text around them as they are written.
    pub(super) fn leave_text(&mut self) {
        let (cells, columns) = (&self.grid.cells, &self.columns);
        self.grid
            .coded
            .retain(|(index, _)| cells.get(*index as usize).is_some_and(|cell| are_told(cell, columns)));
    }

    /// What is known of the columns of the tables of a window.
    pub(super) fn read_tables(
        &mut self,
        job: Job<'_>,
        plan: &Plan,
        text: &[u8],
        window: &Window,
    ) -> Vec<ColumnSketch> {
        if !job.engine.options.columns {
            return Vec::new();
        }
        let Self { grid, columns, plain, shown, scratch, .. } = self;
        let plain = Some(&*plain).filter(|plain| !plain.text.is_empty());
        let segment = plan.segment(text, window, grid, columns, plain);
        lay(&segment, window, plain, grid.cells.iter(), shown);
        let table = Table { cells: shown, columns, rows: Some(&grid.rows), in_text: false };
        let segment = Segment { table: Some(table), tags: false, ..segment };
        job.engine.detect(&segment, scratch, &mut ByDisposition::default(), &mut Vec::new())
    }

    /// Tells findings of a window the columns and rows that they stand in.
    pub(super) fn tell_columns(&self, window: &Window, findings: &mut [Classified]) {
        for Classified { finding, .. } in findings {
            let at = usize::try_from(finding.start.saturating_sub(window.base)).unwrap_or(usize::MAX);
            let Some(cell) = cell_at(&self.grid, at) else { continue };
            finding.field = Field::Column(cell.column);
            finding.table = self.columns.get(usize::from(cell.table)).and_then(|told| told.heading.clone());
            finding.row = Some(u64::from(cell.row));
        }
    }
}

/// A segment with those of its cells that are texts of their own.
pub(super) fn with_tables<'a>(
    segment: Segment<'a>,
    window: &Window,
    plain: Option<&Plain>,
    grid: &Grid,
    columns: &'a [Arc<Columns>],
    shown: &'a mut Vec<Cell>,
) -> Segment<'a> {
    lay(&segment, window, plain, grid.cells.iter().filter(|cell| are_told(cell, columns)), shown);
    let cells = &shown[..];
    let table = (!cells.is_empty()).then_some(Table { cells, columns, rows: None, in_text: true });
    Segment { table, ..segment }
}

/// Fills `out` with the cells that stand in a segment, by their places in it.
fn lay<'c>(
    segment: &Segment<'_>,
    window: &Window,
    plain: Option<&Plain>,
    cells: impl Iterator<Item = &'c Cell>,
    out: &mut Vec<Cell>,
) {
    let base = if plain.is_some() { 0 } else { window.base };
    let before = usize::try_from(segment.base - base).unwrap_or(usize::MAX);
    let place = |at: u32| plain.map_or(at as usize, |plain| plain.meant(at as usize));
    let within =
        |at: usize| u32::try_from(at.saturating_sub(before).min(segment.text.len())).unwrap_or(u32::MAX);
    out.clear();
    for cell in cells {
        let (start, end) = (place(cell.start), place(cell.end));
        if end >= before && start <= before + segment.text.len() {
            out.push(Cell { start: within(start), end: within(end), ..*cell });
        }
    }
}

/// Whether names of its table's columns say what values are.
fn are_told(cell: &Cell, columns: &[Arc<Columns>]) -> bool {
    columns.get(usize::from(cell.table)).is_some_and(|columns| columns.are_told)
}

/// The cell that holds this byte.
fn cell_at(grid: &Grid, at: usize) -> Option<&Cell> {
    let next = grid.cells.partition_point(|cell| cell.end as usize <= at);
    grid.cells.get(next).filter(|cell| cell.start as usize <= at)
}
