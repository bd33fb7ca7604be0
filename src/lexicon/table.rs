//! A set of words, looked up in bytes without regard to case.

use super::hash::{Lengths, hash};

/// What a word of a [`Lexicon`] is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sense {
    /// Belongs to the list and means little else.
    Plain,
    /// Belongs to the list, but is an ordinary word too.
    Ambiguous,
}

/// A word of a list.
struct Entry {
    word: &'static str,
    /// Its hash, so that few other words need a comparison.
    hash: u32,
    sense: Sense,
}

/// Words of up to [`Lexicon::LONGEST`] bytes in an open-addressed table. ASCII letters and those of
/// Latin-1 are compared without case, other characters as they are.
pub(crate) struct Lexicon {
    /// Most words that are not in the list end here.
    lengths: Lengths,
    /// One word a slot; the table is at most half full.
    slots: Box<[Option<Entry>]>,
}

impl Lexicon {
    /// Longer words are in no list.
    const LONGEST: usize = 24;

    /// Reads a list: one word per line, ` ?` after ambiguous ones, `#` before comments.
    pub(crate) fn new(list: &'static str) -> Self {
        let line_ends = || memchr::memchr_iter(b'\n', list.as_bytes());
        let size = (line_ends().count() * 2 + 2).next_power_of_two();
        let mut lexicon = Self { lengths: Lengths::none(), slots: (0..size).map(|_| None).collect() };
        let mut start = 0;
        for end in line_ends().chain([list.len()]) {
            let line = list.get(start..end).unwrap_or("");
            start = end + 1;
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match line.strip_suffix(" ?") {
                Some(word) => lexicon.insert(word, Sense::Ambiguous),
                None => lexicon.insert(line, Sense::Plain),
            }
        }
        lexicon
    }

    fn insert(&mut self, word: &'static str, sense: Sense) {
        self.lengths.add(word.as_bytes());
        let hash = hash(word.as_bytes());
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while let Some(slot) = self.slots.get_mut(at) {
            if slot.is_none() {
                *slot = Some(Entry { word, hash, sense });
                return;
            }
            at = (at + 1) & mask;
        }
    }

    /// The word's sense, or `None` if it is not in the list.
    pub(crate) fn get(&self, word: &[u8]) -> Option<Sense> {
        if word.len() > Self::LONGEST || !self.lengths.admit(word) {
            return None;
        }
        let hash = hash(word);
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let entry = self.slots.get(at)?.as_ref()?;
            if entry.hash == hash && same(entry.word.as_bytes(), word) {
                return Some(entry.sense);
            }
            at = (at + 1) & mask;
        }
    }

    /// Whether the word is in the list and not ambiguous.
    pub(crate) fn has_plain(&self, word: &[u8]) -> bool {
        self.get(word) == Some(Sense::Plain)
    }

    /// Whether the word is in the list.
    pub(crate) fn has(&self, word: &[u8]) -> bool {
        self.get(word).is_some()
    }
}

/// A byte without case, given the one before it: `É` (C3 89) and `é` (C3 A9) differ in one bit, as in ASCII.
fn fold(before: u8, b: u8) -> u8 {
    if before == 0xC3 && (0x80..0x9F).contains(&b) { b | 0x20 } else { b.to_ascii_lowercase() }
}

fn same(known: &[u8], word: &[u8]) -> bool {
    let mut before = 0;
    known.len() == word.len()
        && known.iter().zip(word).all(|(k, w)| {
            let equal = *k == fold(before, *w);
            before = *w;
            equal
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_words_without_case() {
        let l = Lexicon::new("# comment\nmaria\nwill ?\nmüller\n");
        assert_eq!(l.get(b"MARIA"), Some(Sense::Plain));
        assert_eq!(l.get(b"Will"), Some(Sense::Ambiguous));
        assert!(l.has("MÜLLER".as_bytes()) && l.has_plain("Müller".as_bytes()));
        for not in ["", "mari", "marias", "comment", "# comment", "muller"] {
            assert_eq!(l.get(not.as_bytes()), None, "{not}");
        }
    }

    #[test]
    fn every_shipped_list_is_lower_case_and_sound() {
        for list in [
            &super::super::GIVEN,
            &super::super::FAMILY,
            &super::super::NOT_NAMES,
            &super::super::SUFFIXES,
            &super::super::ADDRESS_WORDS,
        ] {
            let words: Vec<_> = list.slots.iter().flatten().collect();
            assert!(words.len() * 2 <= list.slots.len());
            for Entry { word, sense, .. } in words {
                assert!(word.len() <= Lexicon::LONGEST && !word.contains(' '), "{word}");
                assert_eq!(list.get(word.as_bytes()), Some(*sense), "{word}");
            }
        }
    }
}
