//! Users' regular expressions: run only on lines that hold what every match of theirs must hold.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};
use regex::bytes::{Regex, RegexBuilder};

use crate::rules::{parse, required_digits, required_literals};

use super::compile::Weights;

/// Lines longer than this to either side of what woke a pattern are cut.
const FAR: usize = crate::find::REACH;

/// All patterns, by what wakes them.
#[derive(Default)]
pub(crate) struct Patterns {
    all: Vec<Pattern>,
    literals: Vec<(Vec<u8>, u16)>,
    searcher: Option<AhoCorasick>,
    /// Patterns that need a run of at least so many digits.
    by_digits: Vec<(usize, u16)>,
    /// Patterns that nothing wakes: they see every line.
    always: Vec<u16>,
}

struct Pattern {
    rule: u16,
    weights: Weights,
    regex: Regex,
}

/// A match of a pattern.
pub(crate) struct Match {
    pub(crate) rule: u16,
    pub(crate) weights: Weights,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Patterns {
    /// Adds a pattern; [`build`](Self::build) must follow.
    pub(crate) fn add(&mut self, rule: u16, weights: Weights, pattern: &str) -> Result<(), regex::Error> {
        let regex = RegexBuilder::new(pattern).multi_line(true).size_limit(1 << 22).build()?;
        let number = u16::try_from(self.all.len()).unwrap_or(u16::MAX);
        self.all.push(Pattern { rule, weights, regex });
        let hir = parse(pattern);
        let literals = hir.as_ref().ok().and_then(required_literals);
        let digits = hir.as_ref().map_or(0, required_digits);
        match literals {
            Some(literals) => self.literals.extend(literals.into_iter().map(|l| (l, number))),
            None if digits >= 3 => self.by_digits.push((digits, number)),
            None => self.always.push(number),
        }
        Ok(())
    }

    /// Makes the one searcher of all literals.
    pub(crate) fn build(&mut self) -> Result<(), regex::Error> {
        if self.literals.is_empty() {
            return Ok(());
        }
        self.searcher = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .build(self.literals.iter().map(|(l, _)| l))
            .map(Some)
            .map_err(|e| regex::Error::Syntax(e.to_string()))?;
        Ok(())
    }

    /// Calls `found` with every match of every pattern. A match lies within a line.
    pub(crate) fn run(&self, text: &[u8], found: &mut impl FnMut(Match)) {
        if self.all.is_empty() {
            return;
        }
        let mut done = vec![0; self.all.len()];
        if let Some(searcher) = &self.searcher {
            for hit in searcher.find_overlapping_iter(text) {
                if let Some((_, number)) = self.literals.get(hit.pattern().as_usize()) {
                    self.line(*number, text, hit.start(), &mut done, found);
                }
            }
        }
        if !self.by_digits.is_empty() {
            for (start, len) in digit_runs(text) {
                for (least, number) in &self.by_digits {
                    if len >= *least {
                        self.line(*number, text, start, &mut done, found);
                    }
                }
            }
        }
        for number in &self.always {
            let mut at = 0;
            while at < text.len() {
                self.line(*number, text, at, &mut done, found);
                at = memchr::memchr(b'\n', text.get(at..).unwrap_or(&[])).map_or(text.len(), |n| at + n + 1);
            }
        }
    }

    /// Runs a pattern on the line around `at`, unless it has seen it.
    fn line(&self, number: u16, text: &[u8], at: usize, done: &mut [usize], found: &mut impl FnMut(Match)) {
        let number = usize::from(number);
        let Some((pattern, done)) = self.all.get(number).zip(done.get_mut(number)) else { return };
        if at < *done {
            return;
        }
        let from = at.saturating_sub(FAR);
        let to = text.len().min(at + FAR);
        let start = memchr::memrchr(b'\n', text.get(from..at).unwrap_or(&[])).map_or(from, |n| from + n + 1);
        let end = memchr::memchr(b'\n', text.get(at..to).unwrap_or(&[])).map_or(to, |n| at + n);
        *done = end;
        for m in pattern.regex.find_iter(text.get(start..end).unwrap_or(&[])) {
            if !m.is_empty() {
                found(Match {
                    rule: pattern.rule,
                    weights: pattern.weights,
                    start: start + m.start(),
                    end: start + m.end(),
                });
            }
        }
    }
}

/// Starts and lengths of all runs of digits.
fn digit_runs(text: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.iter().position(u8::is_ascii_digit)?;
        let len = text.get(start..)?.iter().take_while(|b| b.is_ascii_digit()).count();
        at = start + len;
        Some((start, len))
    })
}
