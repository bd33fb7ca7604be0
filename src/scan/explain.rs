//! The story of one line: every candidate, what counted for and against it, and what became of it.

use std::path::Path;
use std::sync::Arc;

use crate::detect::{Scored, Scratch};
use crate::gate::{Mark, Sighting};
use crate::model::{Confidence, Disposition, DocLabel, Evidence, RuleId, Standing};
use crate::source::{Entry, Origin, in_repository};

use super::Scanner;
use super::worker::Worker;

/// What became of a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is reported.
    Reported,
    /// Its validator refuted it, for this reason.
    Refuted(&'static str),
    /// Its confidence is below what is reported.
    TooLow,
    /// Its disposition is not shown.
    Hidden,
    /// A comment or an entry of the configuration accepts it, for this reason.
    Suppressed(Arc<str>),
    /// This rule's candidate took its span.
    Overlapped(RuleId),
}

/// One candidate of the line.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// Column of its first byte in the line, from 1, and of the byte after its last.
    pub columns: (usize, usize),
    /// The rule.
    pub rule: RuleId,
    /// The value, masked, or as it is where the scanner was told to reveal.
    pub excerpt: String,
    /// How sure, and what counted; `None` if it was refuted.
    pub score: Option<(Confidence, Disposition, Evidence)>,
    /// What became of it.
    pub outcome: Outcome,
}

/// The story of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Candidates in the order of their places.
    pub candidates: Vec<Explained>,
    /// What the document is as a whole.
    pub document: Option<DocLabel>,
    /// Why there can be none: the document is no text.
    pub unsupported: Option<String>,
    /// How many lines the document has.
    pub lines: usize,
}

impl Scanner {
    /// The story of line `line` (from 1) of a document that lies in memory. Build the scanner to show all
    /// dispositions; otherwise candidates of those that it does not show are hidden.
    pub fn explain(&self, name: &str, bytes: &[u8], line: usize) -> Explanation {
        let below = in_repository(Path::new(name))
            .map_or_else(|| name.into(), |path| path.to_string_lossy().into_owned());
        let entry = Entry::new(Origin::AtHand, name, below);
        let (text, trail, mut marks) = match Worker::default().trail(self.job(), &entry, bytes) {
            Ok(done) => done,
            Err(kind) => {
                return Explanation {
                    candidates: Vec::new(),
                    document: None,
                    unsupported: Some(kind),
                    lines: 0,
                };
            }
        };
        let document = self.job().label(&entry, &text);
        for scored in &trail.scored {
            marks.iter_mut().for_each(|mark| mark.hide(&(scored.start as usize..scored.end as usize)));
        }
        let (from, to) = line_range(&text, line);
        let here = |start: u32| (from..to).contains(&(start as usize));
        let mut candidates = Vec::new();
        for (start, end, rule, why) in trail.refuted.iter().filter(|r| here(r.0)) {
            let place = (*start as usize, *end as usize);
            candidates.push(self.told(&text, from, place, *rule, None, Outcome::Refuted(why)));
        }
        for scored in trail.scored.iter().filter(|s| here(s.start)) {
            // A rule may have two claims on one span: the score tells which of them lost.
            let claim = |s: &Scored| (s.start, s.end, s.rule, s.evidence);
            let outcome = match trail.overlapped.iter().find(|(loser, _)| claim(loser) == claim(scored)) {
                Some((_, winner)) => Outcome::Overlapped(RuleId(winner.rule)),
                None => self.outcome(scored, name, &text, &mut marks),
            };
            let score = Some((scored.confidence, scored.disposition, scored.evidence));
            let place = (scored.start as usize, scored.end as usize);
            candidates.push(self.told(&text, from, place, scored.rule, score, outcome));
        }
        candidates.sort_by_key(|c| (c.columns, c.rule));
        Explanation { candidates, document, unsupported: None, lines: lines(&text) }
    }

    /// What became of a candidate that kept its span.
    fn outcome(&self, scored: &Scored, path: &str, text: &[u8], marks: &mut [Mark]) -> Outcome {
        if scored.confidence < self.engine.options.min_confidence {
            return Outcome::TooLow;
        }
        if !self.engine.options.show.contains(scored.disposition) {
            return Outcome::Hidden;
        }
        let span = scored.start as usize..scored.end as usize;
        let (rule, value) = (self.engine.catalog.rule(RuleId(scored.rule)), text.get(span.clone()));
        let seen = Sighting { path, rule, value: value.unwrap_or(&[]) };
        match self.settings.acceptance.verdict(marks, &span, seen) {
            Some(Standing::Suppressed { reason, .. }) => {
                Outcome::Suppressed(self.engine.disguised(&reason, &mut Scratch::default()).into())
            }
            _ => Outcome::Reported,
        }
    }

    fn told(
        &self,
        text: &[u8],
        line: usize,
        (start, end): (usize, usize),
        rule: u16,
        score: Option<(Confidence, Disposition, Evidence)>,
        outcome: Outcome,
    ) -> Explained {
        let value = text.get(start..end).unwrap_or(&[]);
        let disposition = score.map_or(Disposition::Real, |(_, disposition, _)| disposition);
        Explained {
            columns: (start - line + 1, end - line + 1),
            rule: RuleId(rule),
            excerpt: self.engine.excerpt(rule, disposition, value).into(),
            score,
            outcome,
        }
    }
}

/// How many lines a text has; what comes after its last line end is one only if there is something.
fn lines(text: &[u8]) -> usize {
    let ends = memchr::memchr_iter(b'\n', text).count();
    ends + usize::from(text.last().is_some_and(|last| *last != b'\n'))
}

/// The bytes of a line, counted from 1.
fn line_range(text: &[u8], line: usize) -> (usize, usize) {
    let mut ends = memchr::memchr_iter(b'\n', text);
    let start = if line <= 1 { Some(0) } else { ends.nth(line - 2).map(|n| n + 1) };
    let start = start.unwrap_or(text.len());
    let end = ends.next().map_or(text.len(), |n| n + 1);
    (start, end.max(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_ways_to_one_value_one_is_reported() {
        let scanner = Scanner::builder().build().unwrap();
        let table = b"id,full_name\n1,Jane Roe\n";
        let found = scanner.scan_bytes("users.csv", table).findings;
        assert_eq!(found.len(), 1, "{found:?}");
        let told = scanner.explain("users.csv", table, 2).candidates;
        let reported = told.iter().filter(|c| c.outcome == Outcome::Reported).count();
        assert_eq!(reported, 1, "{told:?}");
        assert!(told.len() > reported, "the other way is explained as well: {told:?}");
    }

    #[test]
    fn a_value_is_masked_as_its_finding_is() {
        let scanner = Scanner::builder().show(crate::model::DispositionSet::ALL).build().unwrap();
        let table = b"first_name,ssn,email\n[REDACTED],XXX-XX-1234,jane@wonderland.org\n";
        let found = scanner.scan_bytes("users.csv", table).findings;
        let shown: Vec<_> = found.iter().map(|found| &*found.finding.excerpt).collect();
        assert_eq!(shown, ["[REDACTED]", "***-**-1234", "j***@w******.org"]);
        let mut told = scanner.explain("users.csv", table, 2).candidates;
        told.retain(|candidate| candidate.outcome == Outcome::Reported);
        assert_eq!(told.iter().map(|candidate| &candidate.excerpt).collect::<Vec<_>>(), shown);
    }
}
