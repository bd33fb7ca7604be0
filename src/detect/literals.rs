//! The literals that wake finders: a search of its own, besides the pass over the bytes.
//!
//! Where a literal may begin is found by its first four bytes (the kernels' `begins`), those of all literals at once: each is in one of
//! sixteen groups, and a place counts if the bytes there are those of one group. What follows is then compared. The idea is that of
//! Teddy in Hyperscan (Wang and others, NSDI 2019, section 4); one search of sixteen groups in vectors of 64 bytes replaces three.

use crate::find::{Anchor, Finder};

use super::compile::Woken;
use super::engine::offset;
use super::heads::{HEAD, Heads};
use super::kernel::{BEGINS, Kernel, Level, Pass, with_kernel};

/// A literal in the text: its first byte, and its number.
pub(super) type Place = (u32, u16);

/// Literals and the finders that they wake. Empty if no rule needs any, and then they cost nothing.
#[derive(Default)]
pub(crate) struct Literals {
    woken: Vec<(&'static str, Woken)>,
    /// Unless there is none.
    heads: Option<Heads>,
    /// The literals that begin with a byte.
    by_first: Vec<Vec<Begin>>,
}

/// How a literal begins: one comparison of numbers shows most places not to be one.
struct Begin {
    /// Its head; zeros behind one that is shorter.
    head: u32,
    /// The bytes of it that count.
    mask: u32,
    number: u16,
}

impl Begin {
    fn of(number: usize, literal: &[u8]) -> Self {
        let len = literal.len().min(HEAD);
        Self { head: head(literal), mask: u32::MAX >> (8 * (HEAD - len)), number: number as u16 }
    }
}

/// The first bytes of a text as a number; zeros where it has none.
fn head(text: &[u8]) -> u32 {
    let whole = text.first_chunk().map(|head| u32::from_le_bytes(*head));
    whole.unwrap_or_else(|| text.iter().rev().fold(0, |head, b| head << 8 | u32::from(*b)))
}

impl Literals {
    /// Adds the literals of a finder with its number; [`build`](Self::build) must follow.
    pub(super) fn add(&mut self, number: u8, finder: &'static Finder) {
        let woken = |literal: &&'static str| {
            (*literal, Woken { anchor: Anchor::Literal, finders: vec![(number, finder)] })
        };
        self.woken.extend(finder.literals.iter().map(woken));
    }

    /// Makes the tables. The shortest literals, of which a head says least, come first.
    pub(super) fn build(&mut self) {
        self.woken.sort_by_key(|(literal, _)| literal.len());
        self.by_first = (0..256).map(|_| Vec::new()).collect();
        for (number, (literal, _)) in self.woken.iter().enumerate() {
            if let Some(first) = literal.bytes().next() {
                self.by_first[usize::from(first)].push(Begin::of(number, literal.as_bytes()));
            }
        }
        let literals = self.woken.iter().map(|(literal, _)| literal.as_bytes());
        self.heads = (!self.woken.is_empty()).then(|| Heads::of(literals));
    }

    /// Every literal of the text, from left to right.
    pub(super) fn find(&self, level: Level, text: &[u8], places: &mut Vec<Place>) {
        places.clear();
        if let Some(heads) = &self.heads {
            with_kernel(level, Search { literals: self, heads, text, places });
        }
    }

    /// Where a literal is, and whom it wakes.
    pub(super) fn woken(&self, (at, number): Place) -> (usize, &Woken) {
        (at as usize, &self.woken[usize::from(number)].1)
    }

    /// The literals that begin here.
    fn at(&self, text: &[u8], at: usize) -> impl Iterator<Item = u16> {
        let rest = &text[at..];
        let head = head(rest);
        let begins = rest.first().map_or(&[][..], |first| &self.by_first[usize::from(*first)]);
        let alike = begins.iter().filter(move |begin| head & begin.mask == begin.head);
        let is_whole = |number: &u16| rest.starts_with(self.woken[usize::from(*number)].0.as_bytes());
        alike.map(|begin| begin.number).filter(is_whole)
    }
}

/// The search at work.
struct Search<'a> {
    literals: &'a Literals,
    heads: &'a Heads,
    text: &'a [u8],
    places: &'a mut Vec<Place>,
}

impl Pass for Search<'_> {
    #[inline(always)]
    fn run<K: Kernel>(mut self, kernel: K) {
        let mut from = 0;
        while let Some(bytes) = self.text[from..].first_chunk() {
            self.verify(from, kernel.begins(bytes, self.heads));
            from += 64;
        }
        // What is left is shorter than a head more than a block. No literal has the zeros behind it.
        let rest = &self.text[from..];
        let mut last = [0; BEGINS + 64];
        last[..rest.len()].copy_from_slice(rest);
        for block in [0, 64] {
            if let Some(bytes) = last[block..].first_chunk() {
                self.verify(from + block, kernel.begins(bytes, self.heads));
            }
        }
    }
}

impl Search<'_> {
    #[inline(always)]
    fn verify(&mut self, from: usize, mut begins: u64) {
        while begins != 0 {
            let at = from + begins.trailing_zeros() as usize;
            begins &= begins - 1;
            self.places.extend(self.literals.at(self.text, at).map(|number| (offset(at), number)));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::find::FINDERS;

    fn found(literals: &Literals, level: Level, text: &[u8]) -> Vec<Place> {
        let mut places = Vec::new();
        literals.find(level, text, &mut places);
        places
    }

    fn all() -> Literals {
        let mut literals = Literals::default();
        let finders = FINDERS.iter().filter(|finder| !finder.literals.is_empty());
        finders.for_each(|finder| literals.add(7, finder));
        literals.build();
        literals
    }

    fn by_definition(literals: &Literals, text: &[u8]) -> Vec<Place> {
        let begins = |at: usize| {
            let numbers = 0..literals.woken.len();
            let is_here = move |n: &usize| text[at..].starts_with(literals.woken[*n].0.as_bytes());
            numbers.filter(is_here).map(move |n| (offset(at), n as u16))
        };
        (0..text.len()).flat_map(begins).collect()
    }

    fn agrees(text: &[u8]) {
        let literals = all();
        for level in Level::available() {
            assert_eq!(found(&literals, level, text), by_definition(&literals, text), "{level:?}");
        }
    }

    #[test]
    fn each_literal_is_found_wherever_it_begins() {
        for (literal, _) in all().woken {
            for before in [0, 1, 31, 32, 59, 60, 61, 62, 63, 64, 65, 127, 128, 129, 200] {
                for behind in [0, 1, 2, 3, 4, 64, 100] {
                    agrees(format!("{}{literal}{}", "x".repeat(before), " ".repeat(behind)).as_bytes());
                }
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_of_pieces_of_literals(pieces in proptest::collection::vec((0..100_usize, 1..9_usize), 0..60)) {
            let literals = all();
            let piece = |(number, len): &(usize, usize)| {
                let literal = literals.woken[number % literals.woken.len()].0.as_bytes();
                literal[..*len.min(&literal.len())].to_vec()
            };
            agrees(&pieces.iter().flat_map(piece).collect::<Vec<u8>>());
        }

        #[test]
        fn any_bytes(text in proptest::collection::vec(any::<u8>(), 0..300)) {
            agrees(&text);
        }
    }

    #[test]
    fn each_literal_wakes_its_finder() {
        let literals = all();
        let told: Vec<_> = found(&literals, Level::PORTABLE, b"x [at] y, /home/jane")
            .into_iter()
            .map(|place| literals.woken(place))
            .map(|(at, woken)| (at, woken.finders[0].1.name))
            .collect();
        assert_eq!(told, [(2, "spelled-email"), (10, "home")]);
        assert!(found(&Literals::default(), Level::PORTABLE, b"/home").is_empty());
    }
}
