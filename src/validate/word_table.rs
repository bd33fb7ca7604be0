//! A set of words for look-ups on the hot path: built once from a lexicon, without any allocation afterwards.

/// Marks an empty slot.
const EMPTY: u16 = u16::MAX;

/// Words with open addressing. The hash runs from a word's last byte to its first, so that all suffixes
/// of a domain name are looked up in one walk.
pub(crate) struct WordTable {
    words: Vec<&'static str>,
    slots: Box<[u16]>,
}

impl WordTable {
    /// The table of a lexicon: one word a line, comments behind `#`.
    pub(crate) fn parse(lexicon: &'static str) -> Self {
        Self::of(lexicon.lines().filter(|l| !l.is_empty() && !l.starts_with('#')))
    }

    /// The table of `words`; what exceeds 65,535 words is left out.
    pub(crate) fn of(words: impl Iterator<Item = &'static str>) -> Self {
        let words: Vec<_> = words.take(usize::from(EMPTY)).collect();
        let size = (words.len() * 2).next_power_of_two().max(2);
        let mut table = Self { slots: vec![EMPTY; size].into(), words };
        for n in 0..table.words.len() {
            table.place(n);
        }
        table
    }

    fn place(&mut self, n: usize) {
        let (Some(word), Ok(n)) = (self.words.get(n), u16::try_from(n)) else { return };
        let mut slot = self.home(hash(word.as_bytes()));
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
        self.probe(hash(word), word)
    }

    /// Whether `word` is listed, in any case of ASCII letters.
    pub(crate) fn contains(&self, word: &[u8]) -> bool {
        self.find(word).is_some()
    }

    /// Whether `name`, or what stands behind one of its dots, is listed.
    pub(crate) fn contains_suffix(&self, name: &[u8]) -> bool {
        let mut running = SEED;
        for (i, b) in name.iter().enumerate().rev() {
            let suffix = name.get(i + 1..).unwrap_or(&[]);
            if *b == b'.' && self.probe(running, suffix).is_some() {
                return true;
            }
            running = step(running, *b);
        }
        self.probe(running, name).is_some()
    }

    /// As [`contains`](Self::contains), with the [`hash`] of `word`, for several tables at one price.
    pub(crate) fn contains_hashed(&self, hash: u32, word: &[u8]) -> bool {
        self.probe(hash, word).is_some()
    }

    fn probe(&self, hash: u32, word: &[u8]) -> Option<usize> {
        let mut slot = self.home(hash);
        loop {
            let n = usize::from(*self.slots.get(slot)?);
            // `EMPTY` is no index, and half of the slots are empty: the walk ends here or there.
            if self.words.get(n)?.as_bytes().eq_ignore_ascii_case(word) {
                return Some(n);
            }
            slot = self.next(slot);
        }
    }

    fn home(&self, hash: u32) -> usize {
        (hash >> 8) as usize & (self.slots.len() - 1)
    }

    fn next(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }
}

/// The start value and the multiplier of FNV-1a.
const SEED: u32 = 0x811C_9DC5;
const PRIME: u32 = 0x0100_0193;

/// One byte more. Folding with `0x20` makes letters equal in both cases; what else it makes equal, the
/// comparison tells apart.
const fn step(hash: u32, b: u8) -> u32 {
    (hash ^ (b | 0x20) as u32).wrapping_mul(PRIME)
}

/// The hash that all tables share.
pub(crate) fn hash(word: &[u8]) -> u32 {
    word.iter().rev().fold(SEED, |h, b| step(h, *b))
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
