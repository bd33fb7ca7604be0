//! The literals that wake finders: searches of their own, besides the pass over the bytes.

use std::cmp::Reverse;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::find::{Anchor, Finder};

use super::compile::Woken;

/// Most literals of one search. The fewer there are, the fewer bytes look like one of them, and each search costs all bytes: of 53
/// literals, three searches of 18 take 12 % fewer instructions than two of 32 on sources, and 10 % fewer than five of 11.
const MOST: usize = 18;

/// Literals and the finders that they wake. Empty if no rule needs any, and then they cost nothing.
#[derive(Default)]
pub(crate) struct Literals {
    /// One entry a literal, longest first.
    woken: Vec<(&'static str, Woken)>,
    /// One for [`MOST`] of them each.
    searchers: Vec<AhoCorasick>,
}

impl Literals {
    /// Adds the literals of a finder with its number; [`build`](Self::build) must follow.
    pub(super) fn add(&mut self, number: u8, finder: &'static Finder) {
        let woken = |literal: &&'static str| {
            (*literal, Woken { anchor: Anchor::Literal, finders: vec![(number, finder)] })
        };
        self.woken.extend(finder.literals.iter().map(woken));
    }

    /// Makes the searchers. Literals of like length share one: its shortest decides how much of all of them is looked at.
    pub(super) fn build(&mut self) -> Result<(), regex::Error> {
        self.woken.sort_by_key(|(literal, _)| Reverse(literal.len()));
        let searcher = |literals: &[(&'static str, Woken)]| {
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostFirst)
                // The vector search says what it found; the automaton behind it is for processors without one.
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .build(literals.iter().map(|(literal, _)| literal))
                .map_err(|e| regex::Error::Syntax(e.to_string()))
        };
        self.searchers = self.woken.chunks(MOST).map(searcher).collect::<Result<_, _>>()?;
        Ok(())
    }

    /// Every literal of the text, those of a search from left to right: its first byte and whom it wakes.
    pub(super) fn find<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = (usize, &'a Woken)> {
        let searches = self.searchers.iter().zip(self.woken.chunks(MOST));
        searches.flat_map(move |(searcher, woken)| {
            let hits = searcher.find_iter(text);
            hits.filter_map(|hit| Some((hit.start(), &woken.get(hit.pattern().as_usize())?.1)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::find::FINDERS;

    /// The search goes on behind what it found: if one could begin in another, what is found would depend on where the text begins.
    /// One that begins with a letter may: behind a letter it wakes nobody.
    #[test]
    fn no_literal_begins_within_another() {
        let all: Vec<&[u8]> =
            FINDERS.iter().flat_map(|finder| finder.literals).map(|l| l.as_bytes()).collect();
        assert!(!all.is_empty());
        for (a, b) in all.iter().flat_map(|a| all.iter().map(move |b| (a, b))) {
            let begins = |from: usize| a[from..].starts_with(b) || b.starts_with(&a[from..]);
            let is_word = |at: usize| a[at - 1].is_ascii_alphanumeric() && b[0].is_ascii_alphabetic();
            let names = [a, b].map(|literal| String::from_utf8_lossy(literal));
            assert!(
                !(1..a.len()).any(|at| begins(at) && !is_word(at)),
                "of {names:?} one may begin in another"
            );
            assert!(a == b || !a.starts_with(b), "of {names:?} one begins with the other");
        }
    }

    #[test]
    fn each_literal_wakes_its_finder() {
        let mut literals = Literals::default();
        let finders = FINDERS.iter().filter(|finder| !finder.literals.is_empty());
        finders.for_each(|finder| literals.add(7, finder));
        literals.build().unwrap();
        let found: Vec<_> = literals.find(b"x [at] y, /home/jane").collect();
        let mut told: Vec<_> = found.iter().map(|(at, woken)| (*at, woken.finders[0].1.name)).collect();
        told.sort_unstable();
        assert_eq!(told, [(2, "spelled-email"), (10, "home")]);
        assert!(Literals::default().find(b"/home").next().is_none());
    }
}
