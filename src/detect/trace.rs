//! What becomes of every candidate, for `explain` and for reports on columns. Other scans pass `()`, which costs nothing.

use super::score::Scored;

/// Is told what becomes of candidates.
pub(crate) trait Trace {
    /// Whether candidates are scored to the end even if they cannot be reported.
    const FULL: bool = true;
    /// Whether candidates of this span in this cell are scored to the end even so.
    fn wants(&self, _start: u32, _end: u32, _cell: u32) -> bool {
        Self::FULL
    }
    /// The validator refuted a span of the text for a rule, for this reason.
    fn refuted(&mut self, _start: u32, _end: u32, _rule: u16, _why: &'static str) {}
    /// A candidate has its score, which may be too low for a report.
    fn scored(&mut self, _scored: &Scored) {}
    /// A stronger candidate took the span.
    fn overlapped(&mut self, _loser: &Scored, _winner: &Scored) {}
}

impl Trace for () {
    const FULL: bool = false;
}
