//! Regular expressions that are searched for together, each of which is told apart.

use regex_automata::meta::{self, BuildError};
use regex_automata::util::primitives::PatternID;
use regex_automata::{Input, MatchKind, PatternSet};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::Hir;

/// Patterns as one search. [`regex::bytes::RegexSet`] is the same, but looks in each set for literals that all texts must
/// hold: for alternatives by the dozen, whatever the case, that takes longer than everything else that happens at start.
#[derive(Debug)]
pub(super) struct Patterns(meta::Regex);

/// Reads a pattern: of bytes, whatever the case.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read(pattern: &str) -> Result<Hir, Box<regex_syntax::Error>> {
    let mut builder = ParserBuilder::new();
    builder.case_insensitive(true).unicode(false).utf8(false).build().parse(pattern).map_err(Box::new)
}

impl Patterns {
    /// A search for all `patterns` at once.
    ///
    /// # Errors
    /// There are too many of them.
    pub(super) fn new(patterns: &[Hir]) -> Result<Self, Box<BuildError>> {
        let config = meta::Config::new().match_kind(MatchKind::All).utf8_empty(false).auto_prefilter(false);
        meta::Builder::new().configure(config).build_many_from_hir(patterns).map(Self).map_err(Box::new)
    }

    /// How many they are.
    pub(super) fn len(&self) -> usize {
        self.0.pattern_len()
    }

    /// Whether one of them matches.
    pub(super) fn is_match(&self, text: &[u8]) -> bool {
        self.0.is_match(text)
    }

    /// Of each, whether it matches.
    pub(super) fn matches(&self, text: &[u8]) -> Vec<bool> {
        let mut seen = PatternSet::new(self.len());
        self.0.which_overlapping_matches(&Input::new(text), &mut seen);
        (0..self.len()).map(|number| PatternID::new(number).is_ok_and(|id| seen.contains(id))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pattern_is_told_apart_whatever_the_case() {
        let read: Vec<Hir> = ["a+b", "^c", r"(?-i:D)\b"].iter().map(|p| read(p).unwrap()).collect();
        let patterns = Patterns::new(&read).unwrap();
        assert_eq!(patterns.matches(b"xAABd"), [true, false, false]);
        assert_eq!(patterns.matches(b"C ab D\xff"), [true; 3]);
        assert_eq!((patterns.matches(b"bc"), patterns.is_match(b"bc")), (vec![false; 3], false));
        assert!(patterns.is_match(b"C"));
    }

    #[test]
    fn what_is_no_pattern_is_told() {
        assert!(read("(").is_err());
    }
}
