//! Text in which characters do not stand as themselves: searched as it is meant, and told where it is written.

use std::ops::Range;

use crate::detect::{Scored, Scratch, Segment, Trail};
use crate::format::{Plain, Window};
use crate::model::{ByDisposition, Classified, ColumnSketch};

use super::job::Job;
use super::plan::Plan;
use super::tables::with_tables;
use super::worker::Worker;

impl Worker {
    /// Appends what is found in a window. `hidden` counts what is not shown. Gives what is known of columns, where somebody wants to
    /// know.
    pub(super) fn find(
        &mut self,
        job: Job<'_>,
        plan: &Plan,
        text: &[u8],
        window: &Window,
        hidden: &mut ByDisposition,
        findings: &mut Vec<Classified>,
    ) -> Vec<ColumnSketch> {
        let is_plain = self.read_plain(plan, text);
        let (segment, scratch) = self.segment(plan, text, window, is_plain);
        let columns = job.engine.detect(&segment, scratch, hidden, findings);
        for Classified { finding, .. } in findings.iter_mut().filter(|_| is_plain) {
            let span = self.plain.place(finding.start..finding.end);
            (finding.start, finding.end) = (window.base + span.start, window.base + span.end);
        }
        columns
    }

    /// The story of all candidates of a window.
    pub(super) fn tell(&mut self, job: Job<'_>, plan: &Plan, text: &[u8], window: &Window) -> Trail {
        let is_plain = self.read_plain(plan, text);
        let (segment, scratch) = self.segment(plan, text, window, is_plain);
        let mut trail = job.engine.explain(&segment, scratch);
        if !is_plain {
            return trail;
        }
        let place = |start: &mut u32, end: &mut u32| {
            let span = self.plain.place(u64::from(*start)..u64::from(*end));
            (*start, *end) = (within(span.start), within(span.end));
        };
        trail.refuted.iter_mut().for_each(|(start, end, ..)| place(start, end));
        let pairs = trail.overlapped.iter_mut().flat_map(|(loser, winner)| [loser, winner]);
        trail.scored.iter_mut().chain(pairs).for_each(|Scored { start, end, .. }| place(start, end));
        trail
    }

    /// The window as the engine wants it, and what the engine wants besides.
    fn segment<'a>(
        &'a mut self,
        plan: &'a Plan,
        text: &'a [u8],
        window: &Window,
        is_plain: bool,
    ) -> (Segment<'a>, &'a mut Scratch) {
        let Self { grid, columns, plain, shown, scratch, .. } = self;
        let plain = is_plain.then_some(&*plain);
        let segment = plan.segment(text, window, grid, columns, plain);
        let segment = if plan.has_tables() {
            with_tables(segment, window, plain, grid, columns, shown)
        } else {
            segment
        };
        (segment, scratch)
    }

    /// Reads a window as it is meant; `false` if it stands so.
    fn read_plain(&mut self, plan: &Plan, text: &[u8]) -> bool {
        self.plain.text.clear();
        plan.escapes().is_some_and(|escapes| self.plain.read(text, escapes))
    }
}

impl Plain {
    /// With what of its window a stretch is written.
    fn place(&self, span: Range<u64>) -> Range<u64> {
        let at = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX);
        let written = self.written(at(span.start)..at(span.end));
        written.start as u64..written.end as u64
    }
}

/// Windows are far below 4 GB.
fn within(at: u64) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
