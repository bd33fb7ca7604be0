//! Where the keywords of a text stand: found for 64 bytes at a time when somebody first asks, and kept, since
//! values that stand together share their surroundings.

use super::bits::ByteBits;
use super::vocabulary::{Vocabulary, Word, Zone};

/// The keywords of one text, as far as they are known. A buffer to reuse.
#[derive(Default)]
pub(crate) struct Spotted {
    blocks: Vec<Block>,
    hits: Vec<Hit>,
}

/// What is known of 64 bytes.
#[derive(Clone, Copy, Default)]
struct Block {
    /// A bit for each byte with which a word ends that has hits.
    ends: u64,
    /// The first of the hits.
    first: u32,
    /// How many there are; `UNKNOWN` where nobody has looked yet.
    count: u32,
}

const UNKNOWN: u32 = u32::MAX;

/// One meaning of a word that stands in the text.
#[derive(Clone, Copy)]
struct Hit {
    start: u32,
    end: u32,
    word: Word,
}

/// A text in which words are looked for.
#[derive(Clone, Copy)]
pub(crate) struct Lookup<'a> {
    /// The text.
    pub(crate) text: &'a [u8],
    /// Which of its bytes are part of words.
    pub(crate) words: ByteBits<'a>,
    /// The words to look for.
    pub(crate) vocabulary: &'a Vocabulary,
}

impl Lookup<'_> {
    fn meanings(self, from: usize, to: usize, seen: impl FnMut(Word)) {
        self.vocabulary.meanings(self.text, self.words, from, to, seen);
    }
}

impl Spotted {
    /// Forgets the text before and prepares for one of `len` bytes.
    pub(crate) fn reset(&mut self, len: usize) {
        self.blocks.clear();
        self.blocks.resize(len / 64 + 1, Block { count: UNKNOWN, ..Block::default() });
        self.hits.clear();
    }

    /// Calls `seen` with every meaning of every word that lies in `zone` and of every phrase that ends with one,
    /// and with the word's start; nearest to the zone's end first. A word that the zone cuts counts as what is left of it.
    pub(crate) fn each(&mut self, lookup: Lookup<'_>, zone: Zone, mut seen: impl FnMut(Word, usize)) {
        let Zone { start, end } = zone;
        if start >= end {
            return;
        }
        let behind = lookup.words.has(end);
        if behind && lookup.words.has(end - 1) {
            let tail = (lookup.words.before(end).leading_ones() as usize).min(end - start);
            lookup.meanings(end - tail, end, |word| seen(word, end - tail));
        }
        for number in (start / 64..=(end - 1) / 64).rev() {
            let block = self.block(lookup, number);
            let above = block.ends >> (start.max(number * 64) % 64);
            if above == 0 {
                continue;
            }
            let from = block.first as usize;
            for hit in self.hits.get(from..from + block.count as usize).unwrap_or(&[]).iter().rev() {
                if hit.start as usize >= start && hit.end as usize <= end {
                    seen(hit.word, hit.start as usize);
                }
            }
        }
        if start > 0 && lookup.words.has(start - 1) && lookup.words.has(start) {
            let head = (lookup.words.from(start).trailing_ones() as usize).min(end - start);
            if !(behind && head == end - start) {
                lookup.meanings(start, start + head, |word| seen(word, start));
            }
        }
    }

    /// What is in the 64 bytes with this number; finds it out if nobody did.
    #[inline]
    fn block(&mut self, lookup: Lookup<'_>, number: usize) -> Block {
        match self.blocks.get(number) {
            Some(block) if block.count != UNKNOWN => *block,
            Some(_) => self.look(lookup, number),
            None => Block::default(),
        }
    }

    #[inline(never)]
    fn look(&mut self, lookup: Lookup<'_>, number: usize) -> Block {
        let first = self.hits.len();
        let mut block = Block { ends: 0, first: offset(first), count: 0 };
        let words = lookup.words.block(number);
        let mut ends = words & !(words >> 1 | lookup.words.block(number + 1) << 63);
        while ends != 0 {
            let last = ends.trailing_zeros();
            ends &= ends - 1;
            let end = number * 64 + last as usize + 1;
            let run = (words << (63 - last)).leading_ones();
            // A word that reaches back into the block before is looked at again.
            let run = if run > last { lookup.words.before(end).leading_ones() } else { run };
            if lookup.vocabulary.may_hold(lookup.text, end, run) {
                self.spot(lookup, end - run as usize, end);
                block.ends |= u64::from(self.hits.len() > first + block.count as usize) << last;
                block.count = offset(self.hits.len() - first);
            }
        }
        if let Some(slot) = self.blocks.get_mut(number) {
            *slot = block;
        }
        block
    }

    /// Keeps the meanings of one word.
    fn spot(&mut self, lookup: Lookup<'_>, start: usize, end: usize) {
        let of_word = self.hits.len();
        lookup.meanings(start, end, |word| {
            self.hits.push(Hit { start: offset(start), end: offset(end), word });
        });
        // They are read from the back.
        self.hits.get_mut(of_word..).unwrap_or(&mut []).reverse();
    }
}

/// Segments are far below 4 GB.
#[allow(clippy::cast_possible_truncation)]
const fn offset(at: usize) -> u32 {
    at as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::vocabulary::is_word;
    use super::*;

    fn vocabulary() -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for (i, phrase) in ["phone", "social security", "e-mail", "mob no", "w-2", "से फोन"].iter().enumerate()
        {
            let index = u16::try_from(i).unwrap();
            vocabulary.add(phrase, Word { rule: Some(0), index, against: false });
        }
        vocabulary
    }

    fn found(text: &str, zone: Zone) -> Vec<(u16, usize)> {
        let bits = ByteBits::of(text.as_bytes(), is_word);
        let vocabulary = vocabulary();
        let lookup = Lookup { text: text.as_bytes(), words: ByteBits(&bits), vocabulary: &vocabulary };
        let mut spotted = Spotted::default();
        spotted.reset(text.len());
        let mut found = Vec::new();
        spotted.each(lookup, zone, |w, at| found.push((w.index, at)));
        found
    }

    fn words(text: &str) -> Vec<u16> {
        found(text, Zone { start: 0, end: text.len() }).into_iter().map(|(w, _)| w).collect()
    }

    #[test]
    fn whole_words_and_phrases_only() {
        assert_eq!(words("Phone: "), [0]);
        assert!(words("phones telephone xphone").is_empty());
        assert_eq!(words("client_phone="), [0]);
        assert_eq!(words("my Social  Security number"), [1]);
        assert!(words("security social").is_empty());
        assert_eq!(words("E-Mail or phone"), [0, 2]);
        assert_eq!(words("mob. no. 5"), [3]);
        assert_eq!(words("W-2"), [4]);
        assert_eq!(words("x से फोन "), [5]);
        assert!(words("").is_empty());
    }

    #[test]
    fn a_word_that_the_zone_cuts_counts_as_what_is_left() {
        assert_eq!(found("phone5", Zone { start: 0, end: 5 }), [(0, 0)]);
        assert_eq!(found("5phone", Zone { start: 1, end: 6 }), [(0, 1)]);
        assert_eq!(found("xphone5", Zone { start: 1, end: 6 }), [(0, 1)]);
        assert_eq!(found("phone", Zone { start: 0, end: 4 }), []);
        assert_eq!(found("phone phone", Zone { start: 6, end: 11 }), [(0, 6)]);
    }

    proptest! {
        #[test]
        fn any_order_of_questions_gets_the_same_answers(
            text in "((phone|e-mail|mob no|x|9)[ .=\n]{1,3}){0,60}",
            zones in proptest::collection::vec((0usize..300, 0usize..64), 1..8),
        ) {
            let bits = ByteBits::of(text.as_bytes(), is_word);
            let vocabulary = vocabulary();
            let lookup = Lookup { text: text.as_bytes(), words: ByteBits(&bits), vocabulary: &vocabulary };
            let mut spotted = Spotted::default();
            spotted.reset(text.len());
            for (start, len) in zones {
                let start = start.min(text.len());
                let zone = Zone { start, end: (start + len).min(text.len()) };
                let mut seen = Vec::new();
                spotted.each(lookup, zone, |w, at| seen.push((w.index, at)));
                prop_assert_eq!(seen, found(&text, zone));
            }
        }
    }
}
