//! Users' regular expressions: run only on lines that hold what every match of theirs must hold.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};
use regex::bytes::Regex;

use crate::rules::{compiled, parse, required_digits, required_literals};

use super::compile::Weights;

/// No match is longer.
const FAR: usize = crate::find::REACH;

/// Where a match may lie, and the number of the cell that it is.
pub(crate) type Frame = (Range<usize>, u32);

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
    /// Number of the pattern.
    pub(crate) pattern: u16,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Patterns {
    /// Adds a pattern; [`build`](Self::build) must follow.
    pub(crate) fn add(&mut self, rule: u16, weights: Weights, pattern: &str) -> Result<(), regex::Error> {
        let regex = compiled(pattern)?;
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

    /// The rule of a pattern, and what its matches are worth.
    pub(super) fn claim(&self, pattern: u16) -> Option<(u16, Weights)> {
        self.all.get(usize::from(pattern)).map(|pattern| (pattern.rule, pattern.weights))
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

    /// Calls `found` with every match of every pattern. A match lies within a line and within what `frame` gives for the
    /// places in it, such as a cell of a table, and is no longer than [`FAR`], so that no window changes it.
    pub(crate) fn run(
        &self,
        text: &[u8],
        frame: &impl Fn(usize) -> Option<Frame>,
        found: &mut impl FnMut(Match, u32),
    ) {
        if self.all.is_empty() {
            return;
        }
        let mut done = vec![0; self.all.len()];
        let mut wake = |pattern: u16, at: usize| {
            let number = usize::from(pattern);
            let Some((one, done)) = self.all.get(number).zip(done.get_mut(number)) else {
                return text.len();
            };
            if at >= *done {
                let mut found = |start, end, cell| found(Match { pattern, start, end }, cell);
                *done = frame(at).map_or(at + 1, |frame| one.search(text, &frame, at, *done, &mut found));
            }
            *done
        };
        if let Some(searcher) = &self.searcher {
            for hit in searcher.find_overlapping_iter(text) {
                if let Some((_, number)) = self.literals.get(hit.pattern().as_usize()) {
                    wake(*number, hit.start());
                }
            }
        }
        if !self.by_digits.is_empty() {
            for (start, len) in digit_runs(text) {
                for (_, number) in self.by_digits.iter().filter(|(least, _)| len >= *least) {
                    (start..start + len).step_by(FAR).for_each(|at| _ = wake(*number, at));
                }
            }
        }
        for number in &self.always {
            let mut at = 0;
            while at < text.len() {
                at = wake(*number, at).max(at + 1);
            }
        }
    }
}

impl Pattern {
    /// Finds the matches around `at` that begin behind `done`, and gives up to where all that begin are found.
    fn search(
        &self,
        text: &[u8],
        (frame, cell): &Frame,
        at: usize,
        done: usize,
        found: &mut impl FnMut(usize, usize, u32),
    ) -> usize {
        // The next may begin where the last one ended, even if that was in another cell or line.
        let from = at.saturating_sub(FAR).max(frame.start).max(done.min(at));
        let to = frame.end.min(at + 2 * FAR);
        let start = memchr::memrchr(b'\n', text.get(from..at).unwrap_or(&[])).map_or(from, |n| from + n + 1);
        let end = memchr::memchr(b'\n', text.get(at..to).unwrap_or(&[])).map_or(to, |n| at + n);
        let is_cut = end == at + 2 * FAR;
        // Matches that begin behind this might reach beyond what is seen.
        let limit = if is_cut { at + FAR } else { end };
        let mut next = start;
        while let Some((start, end)) =
            self.first(text, frame.start..end, next).filter(|(start, _)| *start < limit)
        {
            next = end;
            found(start, end, *cell);
        }
        next.max(limit).max(at + 1)
    }

    /// The first match from `from` on that is no longer than [`FAR`]. What stands before it is seen by `^` and `\b`.
    fn first(&self, text: &[u8], seen: Range<usize>, mut from: usize) -> Option<(usize, usize)> {
        let at = |to: usize, from: usize| {
            let m = self.regex.find_at(text.get(seen.start..to)?, from.checked_sub(seen.start)?)?;
            Some((seen.start + m.start(), seen.start + m.end())).filter(|(start, end)| start < end)
        };
        while from < seen.end {
            let (start, end) = at(seen.end, from)?;
            if end - start <= FAR {
                return Some((start, end));
            }
            if let Some(shorter) = at(start + FAR, start).filter(|m| m.0 == start) {
                return Some(shorter);
            }
            from = start + 1;
        }
        None
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

#[cfg(test)]
mod tests {
    use super::*;

    const WEIGHTS: Weights = Weights { base: 60, context: None, field: None, failed: None };

    fn found_in(pattern: &str, text: &str, frame: impl Fn(usize) -> Option<Frame>) -> Vec<String> {
        let mut patterns = Patterns::default();
        patterns.add(0, WEIGHTS, pattern).unwrap();
        patterns.build().unwrap();
        let mut found = Vec::new();
        patterns.run(text.as_bytes(), &frame, &mut |m, _| found.push(text[m.start..m.end].to_owned()));
        found
    }

    fn found(pattern: &str, text: &str) -> Vec<String> {
        found_in(pattern, text, |_| Some((0..text.len(), 0)))
    }

    /// A literal, a run of digits, and nothing to wait for.
    const KINDS: [&str; 3] = [r"\bEMP-[0-9]{5}\b", r"\b[A-Z]{3}.[0-9]{5}\b", r"\b[A-Z]+-[0-9]\d+\b"];

    #[test]
    fn all_matches_of_a_long_line() {
        for pattern in KINDS {
            for fill in [" ", " some words ", &" ".repeat(1030), &" x ".repeat(1000)] {
                let values: Vec<_> = (0..300).map(|n| format!("EMP-{n:05}")).collect();
                assert_eq!(found(pattern, &values.join(fill)), values, "{pattern} {}", fill.len());
                assert_eq!(found(pattern, &values.join("\n")), values, "{pattern} by lines");
            }
        }
        assert_eq!(found("[0-9]{4}X", &format!("{}X", "1".repeat(5000))), ["1111X"], "at the end of a run");
    }

    #[test]
    fn a_match_is_of_one_line_and_not_endless() {
        assert_eq!(found(r"KEY:\s*[A-Z]+", "KEY:\nABC KEY: DEF"), ["KEY: DEF"]);
        let long = format!("{} KEY={} KEY=a; {}", "x".repeat(700), "y".repeat(1500), "z".repeat(3000));
        assert_eq!(found("KEY=[a-z]+", &long)[0].len(), FAR);
        assert_eq!(found("KEY=[a-z]+;", &long), ["KEY=a;"]);
        assert_eq!(found("KEY=.*", "KEY=a b\r\nKEY=c\n"), ["KEY=a b", "KEY=c"], "no line end is part of it");
    }

    #[test]
    fn ends_of_lines() {
        for pattern in ["^ID [0-9]{4}$", "^ID [0-9]+$"] {
            assert_eq!(found(pattern, "ID 1234\r\nan ID 1235\r\nID 1236 x\nID 1237"), ["ID 1234", "ID 1237"]);
        }
        let cut = format!("{} ID 1234{}", "x".repeat(3000), " x".repeat(3000));
        assert!(found("^ID [0-9]{4}", &cut).is_empty() && found("ID [0-9]{4}$", &cut).is_empty());
    }

    #[test]
    fn a_cell_is_a_text_of_its_own() {
        let text = "1,tok_abc,foo,tok_d,2";
        let cells = [0..1, 2..9, 10..13, 14..19, 20..21];
        let cell = |at: usize| {
            let number = cells.iter().position(|cell| cell.contains(&at))?;
            Some((cells[number].clone(), u32::try_from(number).ok()?))
        };
        for pattern in [r"tok_\S+", r"^tok_.*$", r"\Bo\S+|t\S+"] {
            assert_eq!(found_in(pattern, text, cell)[0], "tok_abc", "{pattern}");
        }
        assert_eq!(found_in(r"tok_\S+", text, cell), ["tok_abc", "tok_d"]);
        assert_eq!(found_in(r"[a-z]+,tok_\S+", text, cell).len(), 0);
    }
}
