//! The arithmetic of a confidence: the best of shape, keyword and field name, then what the value itself, noise
//! and the path take away.

use crate::model::{Cell, Confidence, Disposition, Evidence, FactKind};
use crate::validate::{Check, Proof};

use super::compile::Weights;
use super::segment::PathFacts;

/// A candidate with its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scored {
    /// First byte in the segment's text.
    pub(crate) start: u32,
    /// Behind the last byte.
    pub(crate) end: u32,
    /// Which rule.
    pub(crate) rule: u16,
    /// How sure.
    pub(crate) confidence: Confidence,
    /// Whether it counts.
    pub(crate) disposition: Disposition,
    /// What counted.
    pub(crate) evidence: Evidence,
    /// The key that it stands behind, in the segment's text.
    pub(crate) key: Option<(u32, u32)>,
    /// The cell of a table that it lies in.
    pub(crate) cell: Option<Cell>,
}

/// What the surroundings of a value say for one rule: indices of words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Support {
    pub(super) field: Option<u16>,
    pub(super) keyword: Option<u16>,
    pub(super) against: Option<u16>,
    /// Whether a keyword stands nearer than the word against.
    pub(super) outdone: bool,
    /// Whether the word against is part of the name of the value's column or key.
    pub(super) misnamed: bool,
    pub(super) noise: bool,
    /// Whether columns beside it are those of people: as good as a keyword to a weak name.
    pub(super) siblings: bool,
}

impl Support {
    /// What speaks for the value besides its name: the kind of fact, and which word it is.
    pub(super) fn context(&self) -> Option<(FactKind, u16)> {
        let keyword = self.keyword.map(|word| (FactKind::Keyword, word));
        keyword.or(self.siblings.then_some((FactKind::Siblings, 0)))
    }
}

/// Points that a word against takes.
const AGAINST: i8 = -30;
/// Points that it takes where a keyword stands nearer.
const OUTDONE: i8 = -15;
/// Points that it takes where the value's own name says it.
const MISNAMED: i8 = -45;
/// Points that a stretch of noise takes.
const NOISE: i8 = -50;
/// Points that a path of tests or samples takes.
const TEST_PATH: i8 = -15;
/// Points that a generated or vendored path takes.
const GENERATED_PATH: i8 = -20;

/// The evidence of a candidate, or `None` where only a field name could have kept it and there is none.
pub(super) fn weigh(weights: Weights, check: &Check, support: Support, path: PathFacts) -> Option<Evidence> {
    let mut evidence = Evidence::new(check.note);
    let field = support.field.and_then(|word| weights.field.map(|points| (points, word)));
    if check.proof == Proof::Failed {
        let (points, word) = weights.failed.zip(support.field)?;
        evidence.push(FactKind::Field, signed(points), word);
    } else {
        start(&mut evidence, weights, field, support);
    }
    let decided_by_name = support.field.is_some();
    if let Some(word) = support.against.filter(|_| !decided_by_name) {
        evidence.push(FactKind::Against, against(support), word);
    }
    if check.adjust != 0 {
        evidence.push(FactKind::Value, check.adjust, 0);
    }
    if support.noise {
        evidence.push(FactKind::Noise, NOISE, 0);
    }
    if path.test {
        evidence.push(FactKind::TestPath, TEST_PATH, 0);
    }
    if path.generated {
        evidence.push(FactKind::GeneratedPath, GENERATED_PATH, 0);
    }
    Some(evidence)
}

/// What a word against takes.
const fn against(support: Support) -> i8 {
    match support {
        Support { misnamed: true, .. } => MISNAMED,
        Support { outdone: true, .. } => OUTDONE,
        _ => AGAINST,
    }
}

/// The shape, and the better of field name and keyword on top.
fn start(evidence: &mut Evidence, weights: Weights, field: Option<(u8, u16)>, support: Support) {
    evidence.push(FactKind::Shape, signed(weights.base), 0);
    let field = field.map(|(points, word)| (points, FactKind::Field, word));
    let context = weights.context.zip(support.context()).map(|(points, (kind, word))| (points, kind, word));
    let best = field.filter(|f| context.is_none_or(|c| f.0 >= c.0)).or(context);
    if let Some((points, kind, word)) = best.filter(|(points, ..)| *points > weights.base) {
        evidence.push(kind, signed(points - weights.base), word);
    }
}

/// Points are at most 100.
fn signed(points: u8) -> i8 {
    i8::try_from(points).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEIGHTS: Weights = Weights { base: 55, context: Some(88), field: Some(97), failed: Some(30) };

    fn total(check: Check, support: Support, path: PathFacts) -> Option<i32> {
        weigh(WEIGHTS, &check, support, path).map(|e| e.total())
    }

    #[test]
    fn the_best_support_counts_once() {
        let none = Support::default();
        let keyword = Support { keyword: Some(0), ..none };
        let both = Support { field: Some(0), ..keyword };
        let quiet = PathFacts::default();
        assert_eq!(total(Check::UNPROVEN, none, quiet), Some(55));
        assert_eq!(total(Check::UNPROVEN, keyword, quiet), Some(88));
        assert_eq!(total(Check::UNPROVEN, both, quiet), Some(97));
    }

    #[test]
    fn doubts_take_points() {
        let against = Support { against: Some(1), ..Support::default() };
        let named = Support { field: Some(0), ..against };
        let quiet = PathFacts::default();
        assert_eq!(total(Check::UNPROVEN, against, quiet), Some(25));
        let outdone = Support { keyword: Some(0), outdone: true, ..against };
        assert_eq!(total(Check::UNPROVEN, outdone, quiet), Some(73), "a nearer keyword outweighs half");
        let misnamed = Support { misnamed: true, ..against };
        assert_eq!(total(Check::UNPROVEN, misnamed, quiet), Some(10), "a name of its own outweighs more");
        assert_eq!(total(Check::UNPROVEN, named, quiet), Some(97), "a field name outweighs words nearby");
        let tests = PathFacts { test: true, generated: true };
        assert_eq!(total(Check::UNPROVEN, Support::default(), tests), Some(20));
        assert_eq!(total(Check::PROVEN.adjusted(-10, "x"), Support::default(), quiet), Some(45));
    }

    #[test]
    fn a_failed_check_needs_a_name() {
        let quiet = PathFacts::default();
        assert_eq!(
            total(Check::failed("x"), Support { keyword: Some(0), ..Support::default() }, quiet),
            None
        );
        assert_eq!(
            total(Check::failed("x"), Support { field: Some(0), ..Support::default() }, quiet),
            Some(30)
        );
    }
}
