//! Two rules on one value: the stronger proof keeps it, then the longer span, then the surer.

use std::cmp::Reverse;

use super::score::Scored;

/// A candidate in the order of the text: its span, then what tells those of one span apart, then its number. One number in
/// all, since most of the time goes into comparing them: from the highest bits 32 each for start and end, 16 for the rule,
/// 16 for the confidence, highest first, and 32.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ranked(u128);

impl Ranked {
    /// The candidate with this number.
    pub(super) fn new(number: u32, scored: &Scored) -> Self {
        let span = u128::from(scored.start) << 96 | u128::from(scored.end) << 64;
        let doubt = u8::MAX - scored.confidence.get();
        Self(span | u128::from(scored.rule) << 48 | u128::from(doubt) << 32 | u128::from(number))
    }

    /// The candidate itself.
    pub(super) fn of(self, candidates: &[Scored]) -> Option<&Scored> {
        // The lowest bits are the number.
        candidates.get(self.0 as u32 as usize)
    }

    /// Start and end.
    const fn span(self) -> u128 {
        self.0 >> 64
    }
}

/// Fills `order` with those of `candidates`, in the order of the text, that no stronger one overlaps; calls `lost` with
/// each loser and its winner. Equal in all, the rule that comes first keeps the span.
pub(super) fn resolve<S: Ord>(
    candidates: &[Scored],
    order: &mut Vec<Ranked>,
    strength: impl Fn(&Scored) -> S,
    mut lost: impl FnMut(&Scored, &Scored),
) {
    order.clear();
    order.extend((0..).zip(candidates).map(|(number, scored)| Ranked::new(number, scored)));
    // A stable sort, which takes the runs of finders as they are, needs 2 % less on dense data, and memory on text without findings.
    order.sort_unstable();
    order.dedup_by(|a, b| a.span() == b.span() && a.of(candidates) == b.of(candidates));
    let rank = |c: &Scored| (strength(c), c.end - c.start, c.confidence, Reverse(c.rule));
    let mut kept: usize = 0;
    for i in 0..order.len() {
        let Some((ranked, new)) = order.get(i).and_then(|r| Some((*r, r.of(candidates)?))) else { break };
        let mut beaten = false;
        // Kept candidates are disjoint, so only those at the end can reach into the new one.
        while let Some(last) = kept.checked_sub(1).and_then(|k| order.get(k)).and_then(|r| r.of(candidates)) {
            if last.end <= new.start {
                break;
            }
            if rank(last) >= rank(new) {
                lost(new, last);
                beaten = true;
                break;
            }
            lost(last, new);
            kept -= 1;
        }
        if !beaten {
            if let Some(slot) = order.get_mut(kept) {
                *slot = ranked;
            }
            kept += 1;
        }
    }
    order.truncate(kept);
}
