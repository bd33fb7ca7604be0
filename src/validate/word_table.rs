//! A set of words for look-ups on the hot path: built once from a lexicon, without any allocation afterwards.

use crate::lexicon::{Lengths, hash};

/// Marks an empty slot.
const EMPTY: u16 = u16::MAX;

/// Words with open addressing, compared in any case of ASCII letters.
pub(crate) struct WordTable {
    /// Most words that are not listed end here.
    lengths: Lengths,
    /// The words and their hashes.
    words: Vec<(u32, &'static str)>,
    slots: Box<[u16]>,
}

impl WordTable {
    /// The table of a lexicon: one word a line, comments behind `#`.
    pub(crate) fn parse(lexicon: &'static str) -> Self {
        Self::of(lexicon.lines().filter(|l| !l.is_empty() && !l.starts_with('#')))
    }

    /// The table of `words`; what exceeds 65,535 words is left out.
    pub(crate) fn of(words: impl Iterator<Item = &'static str>) -> Self {
        let words: Vec<_> = words.take(usize::from(EMPTY)).map(|w| (hash(w.as_bytes()), w)).collect();
        let size = (words.len() * 2).next_power_of_two().max(2);
        let mut table = Self { lengths: Lengths::none(), slots: vec![EMPTY; size].into(), words };
        for n in 0..table.words.len() {
            table.place(n);
        }
        table
    }

    fn place(&mut self, n: usize) {
        let (Some((hash, word)), Ok(n)) = (self.words.get(n), u16::try_from(n)) else { return };
        self.lengths.add(word.as_bytes());
        let mut slot = self.home(*hash);
        while let Some(taken) = self.slots.get_mut(slot) {
            if *taken == EMPTY {
                *taken = n;
                return;
            }
            slot = self.next(slot);
        }
    }

    /// The number of `word` in the lexicon, in any case of ASCII letters.
    pub(crate) fn find(&self, word: &[u8]) -> Option<usize> {
        if self.lengths.admit(word) { self.probe(hash(word), word) } else { None }
    }

    /// Whether `word` is listed, in any case of ASCII letters.
    pub(crate) fn contains(&self, word: &[u8]) -> bool {
        self.find(word).is_some()
    }

    /// Whether `name`, or what stands behind one of its dots, is listed.
    pub(crate) fn contains_suffix(&self, name: &[u8]) -> bool {
        self.contains(name)
            || memchr::memchr_iter(b'.', name).any(|dot| self.contains(name.get(dot + 1..).unwrap_or(&[])))
    }

    fn probe(&self, hash: u32, word: &[u8]) -> Option<usize> {
        let mut slot = self.home(hash);
        loop {
            let n = usize::from(*self.slots.get(slot)?);
            // `EMPTY` is no index, and half of the slots are empty: the walk ends here or there.
            let (known, listed) = self.words.get(n)?;
            if *known == hash && listed.as_bytes().eq_ignore_ascii_case(word) {
                return Some(n);
            }
            slot = self.next(slot);
        }
    }

    fn home(&self, hash: u32) -> usize {
        hash as usize & (self.slots.len() - 1)
    }

    fn next(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_its_words_in_any_case_and_nothing_else() {
        let table = WordTable::parse("# words\nexample.com\nlan\n\nco\n");
        for yes in ["example.com", "EXAMPLE.com", "lan", "Co"] {
            assert!(table.contains(yes.as_bytes()), "{yes}");
        }
        for no in ["", "example", "com", "la", "lan.", "# words"] {
            assert!(!table.contains(no.as_bytes()), "{no}");
        }
        assert_eq!(table.find(b"co"), Some(2));
    }

    #[test]
    fn suffixes_end_at_dots() {
        let table = WordTable::parse("example.com\nlan");
        for yes in ["example.com", "a.b.example.com", "printer.LAN", "lan"] {
            assert!(table.contains_suffix(yes.as_bytes()), "{yes}");
        }
        for no in ["badexample.com", "example.com.br", "plan", "", "."] {
            assert!(!table.contains_suffix(no.as_bytes()), "{no}");
        }
    }

    #[test]
    fn an_empty_table_answers() {
        assert!(!WordTable::parse("").contains(b"x"));
    }
}
