//! Keywords: which of all rules' words stand near a value, found in one walk over the words nearby.

use std::collections::HashMap;

/// One meaning of a word or phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Which rule; `None` for the words against numbers of every kind.
    pub(crate) rule: Option<u16>,
    /// Index among the rule's keywords, or among the catalogue's words against.
    pub(crate) index: u16,
    /// Whether it speaks against.
    pub(crate) against: bool,
}

/// A stretch of text to look for words in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Zone {
    /// First byte.
    pub(crate) start: usize,
    /// Behind the last byte.
    pub(crate) end: usize,
}

/// Where the words of a text are: a bit for each byte that is part of one.
#[derive(Clone, Copy)]
pub(crate) struct WordBits<'a>(pub(crate) &'a [u64]);

impl WordBits<'_> {
    /// The bits of a text that nobody has looked at yet.
    pub(crate) fn of(text: &[u8]) -> Vec<u64> {
        let bit = |(i, b): (usize, &u8)| u64::from(is_word(*b)) << i;
        text.chunks(64).map(|chunk| chunk.iter().enumerate().map(bit).sum()).collect()
    }

    /// The bits of a zone, from bit 0 on.
    fn zone(self, zone: Zone) -> u64 {
        let (word, shift) = (zone.start / 64, zone.start % 64);
        let at = |i: usize| self.0.get(i).copied().unwrap_or(0);
        let high = if shift == 0 { 0 } else { at(word + 1) << (64 - shift) };
        let len = zone.end.saturating_sub(zone.start).min(Zone::MOST);
        let keep = if len == 64 { u64::MAX } else { (1 << len) - 1 };
        (at(word) >> shift | high) & keep
    }
}

impl Zone {
    /// A zone's bytes at most; what is beyond does not count.
    pub(crate) const MOST: usize = 64;
}

/// All words and phrases of all rules, by their last word.
#[derive(Default)]
pub(crate) struct Vocabulary {
    by_last: HashMap<u64, Vec<Phrase>, Identity>,
    filter: Vec<u64>,
    /// The same for the words of single rules, smaller.
    of_rules: Vec<[u64; 16]>,
}

struct Phrase {
    /// Words in reverse, lower case.
    words: Box<[Box<[u8]>]>,
    meanings: Vec<Word>,
}

const FILTER_BITS: u32 = 14;

impl Vocabulary {
    /// Adds a word or phrase. Punctuation in it separates words, as it does in texts.
    pub(crate) fn add(&mut self, phrase: &str, meaning: Word) {
        let words: Box<[Box<[u8]>]> = phrase
            .as_bytes()
            .split(|b| !is_word(*b))
            .filter(|w| !w.is_empty())
            .rev()
            .map(|w| w.to_ascii_lowercase().into_boxed_slice())
            .collect();
        let Some(last) = words.first() else { return };
        let key = key(last, 0, last.len());
        if self.filter.is_empty() {
            self.filter = vec![0; 1 << (FILTER_BITS - 6)];
        }
        let (slot, bit) = filter_place(key);
        if let Some(cell) = self.filter.get_mut(slot) {
            *cell |= bit;
        }
        if let Some(rule) = meaning.rule.map(usize::from) {
            if self.of_rules.len() <= rule {
                self.of_rules.resize(rule + 1, [0; 16]);
            }
            let (slot, bit) = rule_place(key);
            if let Some(cell) = self.of_rules.get_mut(rule).and_then(|f| f.get_mut(slot)) {
                *cell |= bit;
            }
        }
        let phrases = self.by_last.entry(key).or_default();
        match phrases.iter_mut().find(|p| p.words == words) {
            Some(known) => known.meanings.push(meaning),
            None => phrases.push(Phrase { words, meanings: vec![meaning] }),
        }
    }

    /// Calls `seen` with every meaning of every word or phrase that ends in `zone` (of at most
    /// [`Zone::MOST`] bytes), and where its last word stands, nearest to the zone's end first, until it
    /// returns `false`. With `sole`, words of other rules may be passed over.
    pub(crate) fn walk(
        &self,
        text: &[u8],
        bits: WordBits<'_>,
        zone: Zone,
        sole: Option<u16>,
        mut seen: impl FnMut(Word, usize) -> bool,
    ) {
        let sole = sole.map(|rule| self.of_rules.get(usize::from(rule)).copied().unwrap_or([0; 16]));
        let mut words = bits.zone(zone);
        while words != 0 {
            let end = 64 - words.leading_zeros();
            let run = (!words << (64 - end)).leading_zeros().min(end);
            let start = end - run;
            words &= (1 << start) - 1;
            let (from, to) = (zone.start + start as usize, zone.start + end as usize);
            let key = key(text, from, to);
            let may = match &sole {
                Some(filter) => {
                    let (slot, bit) = rule_place(key);
                    filter.get(slot).is_some_and(|cell| cell & bit != 0)
                }
                None => self.may_hold(key),
            };
            if may && !self.word(text, from, to, key, &mut |w| seen(w, from)) {
                return;
            }
        }
    }

    fn word(
        &self,
        text: &[u8],
        from: usize,
        to: usize,
        key: u64,
        seen: &mut impl FnMut(Word) -> bool,
    ) -> bool {
        let Some(phrases) = self.by_last.get(&key) else { return true };
        let here = phrases.iter().filter(|p| p.ends(text, from, to));
        here.flat_map(|p| p.meanings.iter()).all(|meaning| seen(*meaning))
    }

    fn may_hold(&self, key: u64) -> bool {
        let (slot, bit) = filter_place(key);
        self.filter.get(slot).is_some_and(|cell| cell & bit != 0)
    }
}

/// A word as a number: its last eight bytes, without letter case. Different words may share one; what is found by it is
/// compared in full.
fn key(text: &[u8], from: usize, to: usize) -> u64 {
    const CASE: u64 = 0x2020_2020_2020_2020;
    let len = to - from;
    let bytes = match to.checked_sub(8).and_then(|at| text.get(at..to)).and_then(|t| t.first_chunk::<8>()) {
        Some(eight) => u64::from_le_bytes(*eight),
        None => {
            text.get(..to).unwrap_or(&[]).iter().rev().fold(0, |n, b| n << 8 | u64::from(*b))
                << (64 - 8 * to.max(1))
        }
    };
    (bytes | CASE) >> (64 - 8 * len.clamp(1, 8))
}

impl Phrase {
    /// Whether the phrase ends with the word at `start..end`.
    fn ends(&self, text: &[u8], start: usize, end: usize) -> bool {
        let mut range = start..end;
        for (n, word) in self.words.iter().enumerate() {
            // The key that found the phrase holds all of a short last word.
            if n == 0 && word.len() <= 8 && end - start <= 8 {
                continue;
            }
            if n > 0 {
                let Some(before) = word_before(text, range.start) else { return false };
                range = before;
            }
            if !text.get(range.clone()).is_some_and(|t| t.eq_ignore_ascii_case(word)) {
                return false;
            }
        }
        true
    }
}

/// The word that ends at most two separators before `at`.
fn word_before(text: &[u8], at: usize) -> Option<std::ops::Range<usize>> {
    let head = text.get(..at)?;
    let end = head.iter().rposition(|b| is_word(*b))? + 1;
    if at - end > 2 {
        return None;
    }
    let start = head.get(..end)?.iter().rposition(|b| !is_word(*b)).map_or(0, |p| p + 1);
    Some(start..end)
}

fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b >= 0x80
}

fn filter_place(key: u64) -> (usize, u64) {
    let place = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - FILTER_BITS);
    ((place >> 6) as usize, 1 << (place & 63))
}

fn rule_place(key: u64) -> (usize, u64) {
    let place = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54;
    ((place >> 6) as usize, 1 << (place & 63))
}

/// The keys are few and looked up only if the filter knows them: one multiplication is hash enough.
#[derive(Clone, Copy, Default)]
struct Identity;

impl std::hash::BuildHasher for Identity {
    type Hasher = IdentityHasher;
    fn build_hasher(&self) -> IdentityHasher {
        IdentityHasher(0)
    }
}

#[derive(Default)]
struct IdentityHasher(u64);

impl std::hash::Hasher for IdentityHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*b);
        }
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = n.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<u16> {
        let mut vocabulary = Vocabulary::default();
        for (i, phrase) in ["phone", "social security", "e-mail", "mob no", "w-2", "से फोन"].iter().enumerate()
        {
            let index = u16::try_from(i).unwrap();
            vocabulary.add(phrase, Word { rule: Some(0), index, against: false });
        }
        let mut found = Vec::new();
        let bits = WordBits::of(text.as_bytes());
        vocabulary.walk(
            text.as_bytes(),
            WordBits(&bits),
            Zone { start: 0, end: text.len() },
            None,
            |w, at| {
                assert!(text.as_bytes()[at..].first().is_some_and(|b| is_word(*b)));
                found.push(w.index);
                true
            },
        );
        found
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
    fn the_walk_can_be_stopped() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.add("a", Word { rule: None, index: 0, against: true });
        let mut n = 0;
        vocabulary.walk(b"a a a", WordBits(&[0b10101]), Zone { start: 0, end: 5 }, None, |_, at| {
            assert_eq!(at, 4);
            n += 1;
            false
        });
        assert_eq!(n, 1);
    }
}
