//! A set of words, looked up in bytes without regard to case.

/// What a word of a [`Lexicon`] is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sense {
    /// Belongs to the list and means little else.
    Plain,
    /// Belongs to the list, but is an ordinary word too.
    Ambiguous,
}

/// Words of up to [`Lexicon::LONGEST`] bytes in an open-addressed table. ASCII letters and those of
/// Latin-1 are compared without case, other characters as they are.
pub(crate) struct Lexicon {
    /// Per first letter (its low five bits), which lengths occur: most words that are not in the list end here.
    lengths: [u32; 32],
    /// One word a slot; the table is at most half full.
    slots: Box<[Option<(&'static str, Sense)>]>,
}

impl Lexicon {
    /// Longer words are in no list.
    const LONGEST: usize = 24;

    /// Reads a list: one word a line, ` ?` behind ambiguous ones, `#` before comments.
    pub(crate) fn new(list: &'static str) -> Self {
        let lines = || list.lines().filter(|l| !l.starts_with('#') && !l.is_empty());
        let size = (lines().count() * 2 + 2).next_power_of_two();
        let mut lexicon = Self { lengths: [0; 32], slots: vec![None; size].into_boxed_slice() };
        for line in lines() {
            match line.strip_suffix(" ?") {
                Some(word) => lexicon.insert(word, Sense::Ambiguous),
                None => lexicon.insert(line, Sense::Plain),
            }
        }
        lexicon
    }

    fn insert(&mut self, word: &'static str, sense: Sense) {
        let bytes = word.as_bytes();
        if let Some(lengths) = self.lengths.get_mut(first(bytes)) {
            *lengths |= 1 << bytes.len().min(Self::LONGEST);
        }
        let mask = self.slots.len() - 1;
        let mut at = hash(bytes) & mask;
        while let Some(slot) = self.slots.get_mut(at) {
            if slot.is_none() {
                *slot = Some((word, sense));
                return;
            }
            at = (at + 1) & mask;
        }
    }

    /// The word's sense, or `None` if it is not in the list.
    pub(crate) fn get(&self, word: &[u8]) -> Option<Sense> {
        let lengths = *self.lengths.get(first(word))?;
        if word.len() > Self::LONGEST || lengths & (1 << word.len()) == 0 {
            return None;
        }
        let mask = self.slots.len() - 1;
        let mut at = hash(word) & mask;
        loop {
            let (known, sense) = (*self.slots.get(at)?)?;
            if same(known.as_bytes(), word) {
                return Some(sense);
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

fn first(word: &[u8]) -> usize {
    usize::from(word.first().copied().unwrap_or(0) & 31)
}

/// A byte without case, given the one before it: `É` (C3 89) and `é` (C3 A9) differ in one bit, as in ASCII.
fn fold(before: u8, b: u8) -> u8 {
    if before == 0xC3 && (0x80..0x9F).contains(&b) { b | 0x20 } else { b.to_ascii_lowercase() }
}

/// FNV-1a over folded bytes.
#[allow(clippy::cast_possible_truncation)] // a hash
fn hash(word: &[u8]) -> usize {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    let mut before = 0;
    for b in word {
        h = (h ^ u64::from(fold(before, *b))).wrapping_mul(0x0100_0000_01b3);
        before = *b;
    }
    (h ^ (h >> 29)) as usize
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
            for (word, sense) in words {
                assert!(word.len() <= Lexicon::LONGEST && !word.contains(' '), "{word}");
                assert_eq!(list.get(word.as_bytes()), Some(*sense), "{word}");
            }
        }
    }
}
