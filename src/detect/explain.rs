//! What became of every candidate, kept for people.

use super::compile::Engine;
use super::engine::Scratch;
use super::score::Scored;
use super::segment::Segment;
use super::trace::Trace;

/// The story of all candidates of a segment.
#[derive(Default)]
pub(crate) struct Trail {
    /// Refuted spans: start, end, rule, why.
    pub(crate) refuted: Vec<(u32, u32, u16, &'static str)>,
    /// Candidates with their scores.
    pub(crate) scored: Vec<Scored>,
    /// Losers and winners of overlaps.
    pub(crate) overlapped: Vec<(Scored, Scored)>,
}

impl Trace for Trail {
    fn refuted(&mut self, start: u32, end: u32, rule: u16, why: &'static str) {
        self.refuted.push((start, end, rule, why));
    }

    fn scored(&mut self, scored: &Scored) {
        self.scored.push(*scored);
    }

    fn overlapped(&mut self, loser: &Scored, winner: &Scored) {
        self.overlapped.push((*loser, *winner));
    }
}

impl Engine {
    /// The story of all candidates of a segment.
    pub(crate) fn explain(&self, segment: &Segment<'_>, scratch: &mut Scratch) -> Trail {
        let mut trail = Trail::default();
        self.candidates(segment, scratch, &mut trail);
        trail
    }
}
