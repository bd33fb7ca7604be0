//! Values of cells that are written with escapes: searched as what they mean, and told where they are written.

use std::ops::Range;

use crate::detect::{Segment, Table};
use crate::model::{ByDisposition, Classified};

use super::job::Job;
use super::plan::{Form, Plan};
use super::worker::Worker;

/// The text that cells stand in.
pub(super) struct Stretch<'a> {
    pub(super) text: &'a [u8],
    /// Offset of its first byte in the document.
    pub(super) base: u64,
    /// What the window owns of it.
    pub(super) owned: Range<usize>,
}

impl Worker {
    /// Puts what is found in the values that cells mean in the place of what was found in them as they are written.
    /// What is hidden has been counted there.
    pub(super) fn read_escapes(
        &mut self,
        job: Job<'_>,
        plan: &Plan,
        stretch: &Stretch<'_>,
        findings: &mut Vec<Classified>,
    ) {
        if self.grid.coded.is_empty() {
            return;
        }
        let (meant, base) = (&mut self.meant, stretch.base);
        meant.read(stretch.text, &self.grid, &stretch.owned);
        let at = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX);
        findings.retain(|found| !meant.holds(at(found.finding.start.saturating_sub(base))));
        let first = findings.len();
        // As it is between cells, so it is within them: what comes after a key may be a value.
        let in_text = !matches!(plan.form, Form::Table(..) | Form::Database(_));
        let table = Table { cells: &meant.cells, columns: &self.columns, rows: None, in_text };
        let (values, owned) = (&meant.plain.text[..], 0..meant.plain.text.len());
        let segment = Segment {
            text: values,
            base: 0,
            owned,
            table: Some(table),
            tags: false,
            lines: false,
            path: plan.path,
        };
        job.engine.detect(&segment, &mut self.scratch, &mut ByDisposition::default(), findings);
        for Classified { finding, .. } in findings.iter_mut().skip(first) {
            let span = meant.plain.written(at(finding.start)..at(finding.end));
            (finding.start, finding.end) = (base + span.start as u64, base + span.end as u64);
        }
        findings.sort_by_key(|found| found.finding.start);
    }
}
