//! Values of a dump that are written with escapes: searched as what they mean, and told where they are written.

use crate::detect::{Segment, Table};
use crate::format::Window;
use crate::model::Classified;

use super::job::Job;
use super::plan::Plan;
use super::worker::Worker;

impl Worker {
    /// Puts what is found in the values that cells mean in the place of what was found in them as they are written.
    /// What is hidden has been counted there.
    pub(super) fn read_escapes(
        &mut self,
        job: Job<'_>,
        plan: &Plan,
        text: &[u8],
        window: &Window,
        findings: &mut Vec<Classified>,
    ) {
        if self.grid.coded.is_empty() {
            return;
        }
        let meant = &mut self.meant;
        meant.read(text, &self.grid, &window.owned);
        let at = |offset: u64| usize::try_from(offset.saturating_sub(window.base)).unwrap_or(usize::MAX);
        findings.retain(|found| !meant.holds(at(found.finding.start)));
        let first = findings.len();
        let table = Table { cells: &meant.cells, columns: &self.columns, rows: None, in_text: false };
        let (values, owned) = (&meant.text[..], 0..meant.text.len());
        let segment =
            Segment { text: values, base: 0, owned, table: Some(table), tags: false, path: plan.path };
        job.engine.detect(&segment, &mut self.scratch, &mut [0; 5], findings);
        for Classified { finding, .. } in findings.iter_mut().skip(first) {
            let span = at(finding.start + window.base)..at(finding.end + window.base);
            let Some(source) = meant.source(text, span) else { continue };
            finding.start = window.base + source.start as u64;
            finding.end = window.base + source.end as u64;
        }
        findings.sort_by_key(|found| found.finding.start);
    }
}
