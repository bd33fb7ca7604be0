//! Two rules on one value: the stronger proof keeps it, then the longer span, then the surer.

use super::score::Scored;

/// Keeps, of candidates sorted by start, those that no stronger one overlaps; calls `lost` with each loser and
/// its winner. Equal in all, the rule that comes first keeps the span.
pub(super) fn resolve<S: Ord>(
    candidates: &mut Vec<Scored>,
    strength: impl Fn(&Scored) -> S,
    mut lost: impl FnMut(&Scored, &Scored),
) {
    let rank = |c: &Scored| (strength(c), c.end - c.start, c.confidence, std::cmp::Reverse(c.rule));
    let mut kept: usize = 0;
    for i in 0..candidates.len() {
        let Some(new) = candidates.get(i).copied() else { break };
        let mut beaten = false;
        // Kept candidates are disjoint, so only those at the end can reach into the new one.
        while let Some(last) = kept.checked_sub(1).and_then(|k| candidates.get(k)) {
            if last.end <= new.start {
                break;
            }
            if rank(last) >= rank(&new) {
                lost(&new, last);
                beaten = true;
                break;
            }
            lost(last, &new);
            kept -= 1;
        }
        if !beaten {
            if let Some(slot) = candidates.get_mut(kept) {
                *slot = new;
            }
            kept += 1;
        }
    }
    candidates.truncate(kept);
}
