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

/// All words and phrases of all rules, by their last word.
#[derive(Default)]
pub(crate) struct Vocabulary {
    by_last: HashMap<u64, Vec<Phrase>, Identity>,
    filter: Vec<u64>,
}

struct Phrase {
    /// Words in reverse, lower case.
    words: Box<[Box<[u8]>]>,
    meanings: Vec<Word>,
}

/// Few of the words of a text that are no keywords pass a filter of 8 kB, which stays in the nearest cache.
const FILTER_BITS: u32 = 16;

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
        let phrases = self.by_last.entry(key).or_default();
        match phrases.iter_mut().find(|p| p.words == words) {
            Some(known) => known.meanings.push(meaning),
            None => phrases.push(Phrase { words, meanings: vec![meaning] }),
        }
    }

    /// Calls `seen` with every meaning of the word at `from..to` and of the phrases that end with it.
    pub(super) fn meanings(&self, text: &[u8], from: usize, to: usize, mut seen: impl FnMut(Word)) {
        let key = key(text, from, to);
        if !self.may_hold(key) {
            return;
        }
        let phrases = self.by_last.get(&key).map_or(&[][..], Vec::as_slice);
        let here = phrases.iter().filter(|p| p.ends(text, from, to));
        here.flat_map(|p| p.meanings.iter()).for_each(|meaning| seen(*meaning));
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
    let end = at - head.iter().rev().take(3).position(|b| is_word(*b))?;
    // Longer than any word of a phrase, if it is longer.
    let length = head.get(..end)?.iter().rev().take(64).take_while(|b| is_word(**b)).count();
    Some(end - length..end)
}

/// Whether a byte is part of a word.
pub(crate) fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b >= 0x80
}

fn filter_place(key: u64) -> (usize, u64) {
    let place = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - FILTER_BITS);
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
