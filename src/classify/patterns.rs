//! Regular expressions that are searched for together, each of which is told apart.

use std::error::Error;
use std::panic::{RefUnwindSafe, UnwindSafe};

use regex_automata::hybrid::dfa::{Cache, Config, DFA};
use regex_automata::nfa::thompson::{Compiler, Config as Thompson, WhichCaptures};
use regex_automata::util::pool::Pool;
use regex_automata::util::primitives::PatternID;
use regex_automata::{Input, MatchKind, PatternSet};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::Hir;

/// Patterns as one search. [`regex::bytes::RegexSet`] does the same, but also extracts the literals that every match must hold and
/// prepares to say where matches begin, which nobody asks here: for dozens of alternatives in any case, that takes longer than
/// everything else at start.
#[derive(Debug)]
pub(super) struct Patterns {
    search: DFA,
    /// What searches found out of the automaton, for one thread at a time.
    caches: Pool<Cache, NewCache>,
}

type NewCache = Box<dyn Fn() -> Cache + Send + Sync + UnwindSafe + RefUnwindSafe>;

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
    pub(super) fn new(patterns: &[Hir]) -> Result<Self, Box<dyn Error>> {
        let config = Config::new().match_kind(MatchKind::All).skip_cache_capacity_check(true);
        let thompson = Thompson::new().utf8(false).which_captures(WhichCaptures::None);
        let nfa = Compiler::new().configure(thompson).build_many_from_hir(patterns)?;
        let search = DFA::builder().configure(config).build_from_nfa(nfa)?;
        let new: NewCache = Box::new({
            let search = search.clone();
            move || search.create_cache()
        });
        Ok(Self { search, caches: Pool::new(new) })
    }

    /// How many they are.
    pub(super) fn len(&self) -> usize {
        self.search.pattern_len()
    }

    /// Whether one of them matches.
    pub(super) fn is_match(&self, text: &[u8]) -> bool {
        self.matches(text).contains(&true)
    }

    /// Of each, whether it matches.
    pub(super) fn matches(&self, text: &[u8]) -> Vec<bool> {
        let mut seen = PatternSet::new(self.len());
        let searched =
            self.search.try_which_overlapping_matches(&mut self.caches.get(), &Input::new(text), &mut seen);
        // It gives up nowhere: no byte ends it, and its cache is cleared as often as need be.
        debug_assert!(searched.is_ok(), "{searched:?}");
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
