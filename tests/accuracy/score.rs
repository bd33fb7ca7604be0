//! The score of a type: what was labelled, what was found, and how much of it agrees.

use std::collections::{BTreeMap, BTreeSet};

use crate::sets::{Record, Span};

/// Counts of one type in one set. *Exact* is the same start and end; *overlap* at least half of the labelled bytes,
/// and not much longer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    pub labelled: u32,
    pub found: u32,
    /// Findings that are labelled, by overlap and exactly.
    pub right: [u32; 2],
    /// Labels that are found, likewise.
    pub hit: [u32; 2],
    /// Records without the type, and how many of them have a false alarm.
    pub clean: u32,
    pub alarmed: u32,
}

/// Precision, recall and their harmonic mean; precision is `None` where nothing was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratios {
    pub precision: Option<f64>,
    pub recall: f64,
    pub f1: f64,
}

/// How findings are held against labels.
#[derive(Clone, Copy)]
pub enum Criterion {
    Overlap,
    Exact,
}

impl Counts {
    pub fn ratios(&self, by: Criterion) -> Ratios {
        let share = |part: u32, of: u32| (of > 0).then(|| f64::from(part) / f64::from(of));
        let precision = share(self.right[by as usize], self.found);
        let recall = share(self.hit[by as usize], self.labelled).unwrap_or_default();
        let sum = precision.unwrap_or_default() + recall;
        let f1 = if sum > 0.0 { 2.0 * precision.unwrap_or_default() * recall / sum } else { 0.0 };
        Ratios { precision, recall, f1 }
    }
}

/// Scores by type, and what went wrong: whether it is a miss, the record, and the stretch.
#[derive(Debug, Default)]
pub struct Score {
    pub counts: BTreeMap<String, Counts>,
    pub wrong: Vec<(bool, String, Span)>,
}

impl Score {
    /// Adds a record. `all` are the types that the scanner knows.
    pub fn add(&mut self, record: &Record, found: &BTreeSet<Span>, all: &BTreeSet<String>) {
        for kind in record.types(all) {
            let of =
                |spans: &[Span]| -> Vec<Span> { spans.iter().filter(|s| s.kind == kind).cloned().collect() };
            let found: Vec<Span> = found.iter().filter(|s| s.kind == kind).cloned().collect();
            self.add_type(record, kind, &of(&record.entities), &of(&record.ignore), &found);
        }
    }

    fn add_type(&mut self, record: &Record, kind: &str, labels: &[Span], ignored: &[Span], found: &[Span]) {
        let counts = self.counts.entry(kind.to_owned()).or_default();
        let alarms: Vec<&Span> = found.iter().filter(|f| !labels.iter().any(|l| covers(f, l))).collect();
        let wrong: Vec<&Span> =
            alarms.into_iter().filter(|f| !ignored.iter().any(|i| touches(f, i))).collect();
        let right = found.iter().filter(|f| labels.iter().any(|l| covers(f, l))).count();
        let hit = |label: &&Span| found.iter().any(|f| covers(f, label));
        let exact = found.iter().filter(|f| labels.contains(f)).count();
        counts.labelled += count(labels.len());
        counts.found += count(right + wrong.len());
        counts.right = [counts.right[0] + count(right), counts.right[1] + count(exact)];
        counts.hit = [counts.hit[0] + count(labels.iter().filter(hit).count()), counts.hit[1] + count(exact)];
        if labels.is_empty() && ignored.is_empty() {
            counts.clean += 1;
            counts.alarmed += u32::from(!wrong.is_empty());
        }
        let missed = labels.iter().filter(|l| !hit(l)).map(|l| (true, record.id.clone(), l.clone()));
        let alarms = wrong.into_iter().map(|f| (false, record.id.clone(), f.clone()));
        self.wrong.extend(missed.chain(alarms));
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap()
}

/// Whether a finding holds half of a label, and is not much longer.
fn covers(found: &Span, label: &Span) -> bool {
    let length = label.end - label.start;
    let common = found.end.min(label.end).saturating_sub(found.start.max(label.start));
    2 * common >= length && found.end - found.start <= 4 * length + 16
}

fn touches(a: &Span, b: &Span) -> bool {
    a.start < b.end && b.start < a.end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(kind: &str, start: u64, end: u64) -> Span {
        Span { kind: kind.into(), start, end }
    }

    fn record(entities: &[(&str, u64, u64)], ignore: &[(&str, u64, u64)]) -> Record {
        let list = |spans: &[(&str, u64, u64)]| -> Vec<_> {
            let one = |s: &(&str, u64, u64)| serde_json::json!({"type": s.0, "start": s.1, "end": s.2});
            spans.iter().map(one).collect()
        };
        let record = serde_json::json!({
            "id": "x", "text": "", "entities": list(entities), "negative_types": ["*"], "ignore": list(ignore)
        });
        serde_json::from_value(record).unwrap()
    }

    #[test]
    fn half_of_a_label_is_enough_and_exact_is_exact() {
        let all = BTreeSet::from(["A".to_owned(), "B".to_owned()]);
        let mut score = Score::default();
        let found = BTreeSet::from([span("A", 0, 10), span("A", 24, 30), span("A", 40, 44), span("B", 1, 2)]);
        score.add(&record(&[("A", 0, 10), ("A", 20, 30), ("A", 50, 60)], &[("A", 43, 45)]), &found, &all);
        let a = score.counts["A"];
        assert_eq!(
            (a.labelled, a.found, a.clean),
            (3, 2, 0),
            "what touches an ignored stretch does not count"
        );
        let [overlap, exact] = [Criterion::Overlap, Criterion::Exact].map(|by| a.ratios(by));
        assert_eq!((overlap.precision, exact.precision), (Some(1.0), Some(0.5)));
        assert_eq!((overlap.recall, exact.recall), (2.0 / 3.0, 1.0 / 3.0));
        let b = score.counts["B"];
        assert_eq!((b.labelled, b.found, b.clean, b.alarmed), (0, 1, 1, 1));
        assert_eq!(score.wrong.len(), 2, "{:?}", score.wrong);
    }

    #[test]
    fn what_is_much_longer_than_a_label_is_no_hit() {
        assert!(covers(&span("A", 0, 56), &span("A", 0, 10)));
        assert!(!covers(&span("A", 0, 57), &span("A", 0, 10)));
        assert!(!covers(&span("A", 6, 10), &span("A", 0, 10)));
    }
}
