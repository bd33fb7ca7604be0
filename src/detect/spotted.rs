//! Where the keywords of a text may stand: found for 64 bytes at a time when somebody first asks, and kept, since
//! values that stand together share their surroundings.

use std::ops::Range;

use crate::words::{ByteBits, Sign, Vocabulary, Word, Zone, key, key_before};

/// Where keywords may stand in one text, as far as it is known. A buffer to reuse.
#[derive(Default)]
pub(super) struct Spotted {
    /// A bit for each byte: whether a word ends with it that may be a keyword.
    ends: Vec<u64>,
    /// The same for keywords that speak for numbers.
    ends_for: Vec<u64>,
    /// The same for keys of records of persons.
    ends_of_record: Vec<u64>,
    /// A bit for each block of 64 bytes: whether it is known. Blocks behind the text are.
    known: Vec<u64>,
}

/// How far before its mark a key may begin: the longest key, and what stands between the two.
const KEY_REACH: usize = 70;

/// Which keywords are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// All.
    All,
    /// Those that speak for numbers.
    For,
}

/// A text in which words are looked for.
#[derive(Clone, Copy)]
pub(super) struct Lookup<'a> {
    /// The text.
    pub(super) text: &'a [u8],
    /// Which of its bytes are part of words.
    pub(super) words: ByteBits<'a>,
    /// The words to look for.
    pub(super) vocabulary: &'a Vocabulary,
}

impl Lookup<'_> {
    /// Whether a keyword may stand within `reach` of a value.
    pub(super) fn may_have_words(self, value: &Range<usize>, (before, behind): (usize, usize)) -> bool {
        let around = [value.start.saturating_sub(before)..value.start, value.end..value.end + behind];
        around.into_iter().filter_map(|part| self.text.get(part)).any(|part| self.vocabulary.may_be_in(part))
    }

    fn meanings(self, from: usize, to: usize, mut seen: impl FnMut(Word, usize)) {
        self.vocabulary.meanings(self.text, self.words, from, to, |word| seen(word, from));
    }
}

impl Spotted {
    /// Forgets the text before and prepares for one of `len` bytes.
    pub(super) fn reset(&mut self, len: usize) {
        let blocks = len / 64 + 1;
        self.known.clear();
        self.known.resize(blocks / 64, 0);
        self.known.extend([u64::MAX << (blocks % 64), u64::MAX]);
        self.ends.resize(blocks, 0);
        self.ends_for.resize(blocks, 0);
        self.ends_of_record.resize(blocks, 0);
    }

    /// Calls `seen` with every meaning of every word that lies in `zone` (of at most 64 bytes) and of every phrase
    /// that ends with one, and with the word's start; nearest to the zone's end first. A word that the zone cuts counts
    /// as what is left of it.
    pub(super) fn each(&mut self, lookup: Lookup<'_>, zone: Zone, mut seen: impl FnMut(Word, usize)) {
        let Zone { start, end } = zone;
        if start >= end {
            return;
        }
        let cut = lookup.words.has(end) && lookup.words.has(end - 1);
        if cut {
            let tail = (lookup.words.before(end).leading_ones() as usize).min(end - start);
            lookup.meanings(end - tail, end, &mut seen);
        }
        self.find_out(lookup, start..end - 1);
        // The highest bit is that of the zone's last byte.
        let mut ends =
            ByteBits(&self.ends).before(end) & u64::MAX << 64usize.saturating_sub(end - start).min(63);
        while ends != 0 {
            let after = ends.leading_zeros();
            ends &= !(1 << (63 - after));
            let to = end - after as usize;
            let from = to - lookup.words.before(to).leading_ones() as usize;
            if from >= start && !(cut && to == end) {
                lookup.meanings(from, to, &mut seen);
            }
        }
        if start > 0 && lookup.words.has(start - 1) && lookup.words.has(start) {
            let head = (lookup.words.from(start).trailing_ones() as usize).min(end - start);
            if !(cut && head == end - start) {
                lookup.meanings(start, start + head, &mut seen);
            }
        }
    }

    /// Whether a word that may be a keyword ends within `reach`: so many bytes before `value` or behind it (fewer than 64
    /// each); or `value` cuts a word.
    pub(super) fn any_near(
        &mut self,
        lookup: Lookup<'_>,
        which: Which,
        value: &Range<usize>,
        reach: (usize, usize),
    ) -> bool {
        let (before, after) = reach;
        self.find_out(lookup, value.start.saturating_sub(before)..value.end + after);
        let ends = ByteBits(match which {
            Which::All => &self.ends,
            Which::For => &self.ends_for,
        });
        let near =
            ends.before(value.start) & !(u64::MAX >> before) | ends.from(value.end) & !(u64::MAX << after);
        let words = lookup.words;
        let cuts_one = || {
            value.start > 0 && words.has(value.start - 1) && words.has(value.start)
                || value.end > 0 && words.has(value.end) && words.has(value.end - 1)
        };
        near != 0 || cuts_one()
    }

    /// Whether a word that may speak for a value ends within [`KEY_REACH`] bytes before `mark`.
    pub(super) fn any_for_before(&mut self, lookup: Lookup<'_>, mark: usize) -> bool {
        let from = mark.saturating_sub(64);
        self.find_out(lookup, mark.saturating_sub(KEY_REACH)..mark);
        let ends = ByteBits(&self.ends_for);
        ends.before(mark) | ends.before(from) >> (2 * 64 - KEY_REACH) != 0
    }

    /// Whether a word that may be a key of a record of a person ends in these bytes or within 64 of them.
    pub(super) fn any_of_record(&mut self, lookup: Lookup<'_>, bytes: Range<usize>) -> bool {
        let blocks = bytes.start / 64..(bytes.end / 64 + 1).min(self.ends_of_record.len());
        self.find_out(lookup, bytes);
        self.ends_of_record.get(blocks).is_some_and(|ends| ends.iter().any(|ends| *ends != 0))
    }

    /// Finds out what is in the blocks from the first byte to the last, if nobody did.
    #[inline]
    fn find_out(&mut self, lookup: Lookup<'_>, bytes: Range<usize>) {
        let (mut first, last) = (bytes.start / 64, bytes.end / 64);
        loop {
            let asked = u64::MAX >> (63 - (last - first).min(63));
            let mut unknown = asked & !ByteBits(&self.known).from(first);
            while unknown != 0 {
                self.find_out_block(lookup, first + unknown.trailing_zeros() as usize);
                unknown &= unknown - 1;
            }
            if last - first < 64 {
                break;
            }
            first += 64;
        }
    }

    #[inline(never)]
    fn find_out_block(&mut self, lookup: Lookup<'_>, block: usize) {
        let planes = [&mut self.ends, &mut self.ends_for, &mut self.ends_of_record];
        for (plane, ends) in planes.into_iter().zip(block_ends(lookup, block)) {
            plane.get_mut(block).into_iter().for_each(|known| *known = ends);
        }
        self.known.get_mut(block / 64).into_iter().for_each(|known| *known |= 1 << (block % 64));
    }
}

/// The last bytes of words that may be keywords in the block with this number, of those that may speak for numbers, and of
/// those that may be keys of records of persons.
fn block_ends(lookup: Lookup<'_>, number: usize) -> [u64; 3] {
    let from = (number * 64).checked_sub(BEFORE_BLOCK);
    match from.and_then(|from| lookup.text.get(from..)?.first_chunk()) {
        // Read where it lies: a copy would have to be waited for.
        Some(bytes) => last_bytes(lookup, number, bytes),
        None => last_bytes(lookup, number, &at_the_edge(lookup.text, number * 64)),
    }
}

/// Bytes before a block that a word's key may need.
const BEFORE_BLOCK: usize = 8;

/// The same, where `bytes` are the block's and those before.
#[inline]
fn last_bytes(lookup: Lookup<'_>, number: usize, bytes: &[u8; 64 + BEFORE_BLOCK]) -> [u64; 3] {
    let Lookup { text, words, vocabulary } = lookup;
    let eight = |last: u32| {
        let bytes: [u8; 8] = std::array::from_fn(|i| bytes[last as usize % 64 + 1 + i]);
        u64::from_le_bytes(bytes)
    };
    let here = words.block(number);
    let before = number.checked_sub(1).map_or(0, |before| words.block(before));
    // A word may have begun in the block before.
    let word = |last: u32| here << (63 - last) | before >> 1 >> last;
    let mut ends = here & !(here >> 1 | words.block(number + 1) << 63);
    let mut starts = here & !(here << 1);
    let mut maybe = 0;
    // How many bytes of the first word lie in the block before.
    let mut early = if here & 1 != 0 { before.leading_ones() } else { 0 };
    while ends != 0 {
        let last = ends.trailing_zeros();
        ends &= ends - 1;
        let len = last + 1 + early - starts.trailing_zeros();
        starts &= starts - 1;
        early = 0;
        maybe |= u64::from(vocabulary.may_end(key(eight(last), len))) << last;
    }
    let (mut keywords, mut for_numbers, mut of_record) = (0, 0, 0);
    while maybe != 0 {
        let last = maybe.trailing_zeros();
        maybe &= maybe - 1;
        let len = word(last).leading_ones();
        let start = (number * 64 + last as usize + 1).saturating_sub(len as usize);
        let sign = vocabulary.signs(key(eight(last), len), || key_before(text, words, start));
        keywords |= u64::from(sign.has(Sign::KEYWORD)) << last;
        for_numbers |= u64::from(sign.has(Sign::FOR_NUMBERS)) << last;
        of_record |= u64::from(sign.has(Sign::OF_RECORD)) << last;
    }
    [keywords, for_numbers, of_record]
}

/// The 64 bytes from `start` on and those before them; zeros where the text has none.
#[inline(never)]
fn at_the_edge(text: &[u8], start: usize) -> [u8; 64 + BEFORE_BLOCK] {
    let from = start.saturating_sub(BEFORE_BLOCK);
    let some = text.get(from..text.len().min(start + 64)).unwrap_or(&[]);
    let mut bytes = [0; 64 + BEFORE_BLOCK];
    let gap = from + BEFORE_BLOCK - start;
    bytes.iter_mut().skip(gap).zip(some).for_each(|(out, b)| *out = *b);
    bytes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::words::is_word;

    fn vocabulary() -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for (i, phrase) in ["phone", "social security", "e-mail", "mob no", "w-2", "से फोन"].iter().enumerate()
        {
            let index = u16::try_from(i).unwrap();
            vocabulary.add(phrase, Word { rule: Some(0), index, against: false }, true);
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
