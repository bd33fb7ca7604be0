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
    by_last: HashMap<u32, Vec<Phrase>, Identity>,
    filter: Vec<u64>,
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
        let hash = last.iter().rev().fold(0, |h, b| step(h, *b));
        if self.filter.is_empty() {
            self.filter = vec![0; 1 << (FILTER_BITS - 6)];
        }
        let (slot, bit) = filter_place(hash);
        if let Some(cell) = self.filter.get_mut(slot) {
            *cell |= bit;
        }
        let phrases = self.by_last.entry(hash).or_default();
        match phrases.iter_mut().find(|p| p.words == words) {
            Some(known) => known.meanings.push(meaning),
            None => phrases.push(Phrase { words, meanings: vec![meaning] }),
        }
    }

    /// Calls `seen` with every meaning of every word or phrase that ends in `zone`, and where in `text` its last
    /// word stands, nearest to the zone's end first, until it returns `false`.
    pub(crate) fn walk(&self, text: &[u8], zone: Zone, mut seen: impl FnMut(Word, usize) -> bool) {
        let Some(stretch) = text.get(zone.start..zone.end) else { return };
        let mut end = stretch.len();
        let mut hash = 0u32;
        let mut i = stretch.len();
        loop {
            let b = i.checked_sub(1).and_then(|p| stretch.get(p)).copied();
            match b.filter(|b| is_word(*b)) {
                Some(b) => hash = step(hash, b.to_ascii_lowercase()),
                None => {
                    if end > i
                        && self.may_hold(hash)
                        && !self.word(stretch, i, end, hash, &mut |w| seen(w, zone.start + i))
                    {
                        return;
                    }
                    hash = 0;
                    end = i.saturating_sub(1);
                }
            }
            if i == 0 {
                return;
            }
            i -= 1;
        }
    }

    /// A word that was cut off by the zone's start is no word; the caller sees to it that zones start right.
    fn word(
        &self,
        text: &[u8],
        start: usize,
        end: usize,
        hash: u32,
        seen: &mut impl FnMut(Word) -> bool,
    ) -> bool {
        let Some(phrases) = self.by_last.get(&hash) else { return true };
        phrases
            .iter()
            .filter(|p| p.ends(text, start, end))
            .flat_map(|p| p.meanings.iter())
            .all(|meaning| seen(*meaning))
    }

    fn may_hold(&self, hash: u32) -> bool {
        let (slot, bit) = filter_place(hash);
        self.filter.get(slot).is_some_and(|cell| cell & bit != 0)
    }
}

impl Phrase {
    /// Whether the phrase ends with the word at `start..end`.
    fn ends(&self, text: &[u8], start: usize, end: usize) -> bool {
        let mut range = start..end;
        for (n, word) in self.words.iter().enumerate() {
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

fn step(hash: u32, b: u8) -> u32 {
    (hash.rotate_left(5) ^ u32::from(b)).wrapping_mul(0x9E37_79B1)
}

fn filter_place(hash: u32) -> (usize, u64) {
    let place = hash >> (32 - FILTER_BITS);
    ((place >> 6) as usize, 1 << (place & 63))
}

/// The hashes are good already.
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
    fn write_u32(&mut self, n: u32) {
        self.0 = u64::from(n) << 32 | u64::from(n);
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
        vocabulary.walk(text.as_bytes(), Zone { start: 0, end: text.len() }, |w, at| {
            assert!(text.as_bytes()[at..].first().is_some_and(|b| is_word(*b)));
            found.push(w.index);
            true
        });
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
        vocabulary.walk(b"a a a", Zone { start: 0, end: 5 }, |_, at| {
            assert_eq!(at, 4);
            n += 1;
            false
        });
        assert_eq!(n, 1);
    }
}
