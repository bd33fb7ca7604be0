//! Short lists of words, for finders that ask at every capital whether one of them stands there.

use super::tokens::closes;

/// Words in lower case, found without regard to the case of ASCII letters. Two tables know their first three bytes, so that
/// nearly every word of a text that is not in the list is refused with one branch.
pub(super) struct WordList {
    words: &'static [&'static str],
    /// By the first byte's low five bits, which are the same in both cases: which low five bits the second and the
    /// third byte can have.
    next: [[u32; 2]; 32],
    /// A bit for each hash of the first three bytes of a word that has as many; all are set for one that is shorter.
    heads: [u64; 16],
    /// A bit for each hash of a word's first byte, last byte and length.
    ends: [u64; 4],
    /// The words' numbers, by the low five bits of their first bytes.
    by_first: [u8; MOST_WORDS],
    /// Where in `by_first` those of each low five bits start.
    starts: [u8; 33],
}

/// How many words a list has at most.
const MOST_WORDS: usize = 255;

impl WordList {
    pub(super) const fn of(words: &'static [&'static str]) -> Self {
        let mut next = [[0; 2]; 32];
        let mut heads = [0; 16];
        let mut ends = [0; 4];
        let mut n = 0;
        while n < words.len() {
            let word = words[n].as_bytes();
            let entry = &mut next[(word[0] & 31) as usize];
            // Behind the end of a short word anything may stand.
            entry[0] |= if word.len() > 1 { 1 << (word[1] & 31) } else { u32::MAX };
            entry[1] |= if word.len() > 2 { 1 << (word[2] & 31) } else { u32::MAX };
            heads = with_head(heads, word);
            let bit = ends_hash(word[0], word[word.len() - 1], word.len());
            ends[bit / 64] |= 1 << (bit % 64);
            n += 1;
        }
        let (by_first, starts) = sorted_by_first(words);
        Self { words, next, heads, ends, by_first, starts }
    }

    /// The length of the word of the list that stands at `i` and ends there as a word.
    #[inline]
    pub(super) fn at(&self, text: &[u8], i: usize) -> Option<usize> {
        let rest = text.get(i..)?;
        if self.admits(rest) { self.whole(rest) } else { None }
    }

    /// Whether the text at `i` starts with a word of the list, whatever follows.
    #[inline]
    pub(super) fn opens(&self, text: &[u8], i: usize) -> bool {
        text.get(i..).is_some_and(|rest| self.admits(rest) && self.starts(rest))
    }

    /// Whether `word` is in the list.
    #[inline]
    pub(super) fn has(&self, word: &[u8]) -> bool {
        let (Some(first), Some(last)) = (word.first(), word.last()) else { return false };
        let bit = ends_hash(*first, *last, word.len());
        (self.ends[bit / 64] >> (bit % 64)) & 1 == 1 && self.admits(word) && self.holds(word)
    }

    /// Whether a word of the list may stand where `rest` starts: never wrongly no.
    #[inline]
    fn admits(&self, rest: &[u8]) -> bool {
        let low = |i: usize| rest.get(i).map_or(0, |b| b & 31);
        let (first, second, third) = (low(0), low(1), low(2));
        let [seconds, thirds] = self.next[usize::from(first)];
        let head = head_hash(first, second, third);
        (seconds >> second) & (thirds >> third) & 1 == 1 && self.heads[head / 64] >> (head % 64) & 1 == 1
    }

    // What few texts reach stays out of line, so that what all of them pass is short.

    #[inline(never)]
    fn whole(&self, rest: &[u8]) -> Option<usize> {
        self.alike(rest).find(|w| starts_with(rest, w) && closes(rest, w.len())).map(|w| w.len())
    }

    #[inline(never)]
    fn starts(&self, rest: &[u8]) -> bool {
        self.alike(rest).any(|w| starts_with(rest, w))
    }

    #[inline(never)]
    fn holds(&self, word: &[u8]) -> bool {
        self.alike(word).any(|w| w.as_bytes().eq_ignore_ascii_case(word))
    }

    /// The words that start as `rest` may, in the order of the list.
    #[inline]
    fn alike(&self, rest: &[u8]) -> impl Iterator<Item = &'static str> {
        let first = usize::from(rest.first().map_or(0, |b| b & 31));
        let group = usize::from(self.starts[first])..usize::from(self.starts[first + 1]);
        let numbers = self.by_first.get(group).unwrap_or(&[]);
        numbers.iter().filter_map(|n| self.words.get(usize::from(*n))).copied()
    }
}

/// The numbers of words by the low five bits of their first bytes, and where those of each start.
const fn sorted_by_first(words: &[&str]) -> ([u8; MOST_WORDS], [u8; 33]) {
    let mut by_first = [0; MOST_WORDS];
    let mut starts = [0; 33];
    let (mut filled, mut first) = (0, 0);
    while first < 32 {
        let mut n = 0;
        while n < words.len() {
            if words[n].as_bytes()[0] & 31 == first {
                by_first[filled] = n as u8;
                filled += 1;
            }
            n += 1;
        }
        first += 1;
        starts[first as usize] = filled as u8;
    }
    (by_first, starts)
}

/// Adds the first bytes of a word to [`WordList::heads`]: with whatever may follow, where they are fewer than three.
const fn with_head(mut heads: [u64; 16], word: &[u8]) -> [u64; 16] {
    let mut low = [0; 3];
    let mut n = 0;
    while n < 3 && n < word.len() {
        low[n] = word[n] & 31;
        n += 1;
    }
    let mut rest = 0;
    while rest < 1 << (5 * (3 - n)) {
        let (second, third) = match n {
            1 => ((rest >> 5) as u8, (rest & 31) as u8),
            2 => (low[1], rest as u8),
            _ => (low[1], low[2]),
        };
        let bit = head_hash(low[0], second, third);
        heads[bit / 64] |= 1 << (bit % 64);
        rest += 1;
    }
    heads
}

/// A number below 1024 of the low five bits of three bytes.
const fn head_hash(first: u8, second: u8, third: u8) -> usize {
    let (first, second, third) = (first as usize, second as usize, third as usize);
    ((first << 5) ^ (second << 3) ^ (third * 5) ^ (second >> 2)) % 1024
}

/// A number below 256 that is the same in upper and lower case.
const fn ends_hash(first: u8, last: u8, len: usize) -> usize {
    ((first & 31) as usize * 37 + (last & 31) as usize * 11 + len) % 256
}

/// Endings of words in lower case. Most words that have none of them are refused by their last two bytes.
pub(super) struct Endings {
    words: &'static [&'static str],
    /// By the last byte's low five bits: which low five bits the byte before it can have.
    before_last: [u32; 32],
}

impl Endings {
    /// The endings have two bytes or more.
    pub(super) const fn of(words: &'static [&'static str]) -> Self {
        let mut before_last = [0; 32];
        let mut n = 0;
        while n < words.len() {
            let word = words[n].as_bytes();
            before_last[(word[word.len() - 1] & 31) as usize] |= 1 << (word[word.len() - 2] & 31);
            n += 1;
        }
        Self { words, before_last }
    }

    /// Whether one of the endings that `word` may have, whatever their case, `fits`.
    #[inline]
    pub(super) fn any(&self, word: &[u8], fits: impl Fn(&[u8]) -> bool) -> bool {
        self.admits(word) && self.words.iter().any(|w| fits(w.as_bytes()))
    }

    /// Whether `word` may have one of the endings: never wrongly no.
    #[inline]
    pub(super) fn admits(&self, word: &[u8]) -> bool {
        matches!(word, [.., a, b] if (self.before_last[usize::from(b & 31)] >> (a & 31)) & 1 == 1)
    }
}

fn starts_with(rest: &[u8], word: &str) -> bool {
    let word = word.as_bytes();
    // Most words of a list differ in their first byte.
    rest.first().map(u8::to_ascii_lowercase).as_ref() == word.first()
        && rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    static LIST: WordList = WordList::of(&["n", "ne", "north", "españa"]);

    #[test]
    fn words_are_found_in_any_case_and_whole() {
        for (text, at) in [
            ("N", Some(1)),
            ("Ne.", Some(2)),
            ("NORTH 5", Some(5)),
            ("España", Some(7)),
            ("Northern", None),
            ("nor", None),
            ("", None),
        ] {
            assert_eq!(LIST.at(text.as_bytes(), 0), at, "{text}");
        }
        assert_eq!(LIST.at(b"x ne", 2), Some(2));
        assert_eq!(LIST.at(b"x", 2), None);
        assert!(LIST.opens(b"Northern", 0) && !LIST.opens(b"Maine", 0));
        let endings = Endings::of(&["straße", "gata"]);
        let ends = |word: &str| endings.any(word.as_bytes(), |e| word.as_bytes().ends_with(e));
        assert!(ends("Erlenstraße") && ends("gata") && !ends("Road") && !ends("a") && !ends("Sata"));
        assert!(LIST.has(b"NE") && LIST.has(b"north") && !LIST.has(b"nort") && !LIST.has(b""));
    }
}
