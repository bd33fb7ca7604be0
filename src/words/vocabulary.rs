//! Keywords: which of all rules' words stand near a value, found in one walk over the words nearby.

use rustc_hash::FxHashMap;

use super::ByteBits;
use super::eight::last_eight;
use super::letters::spellings;

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
    by_last: FxHashMap<u64, Vec<Phrase>>,
    /// The last words of all words and phrases.
    last: Filter,
    /// What may be of a word by itself, and whether it may end a phrase.
    words: Signs,
    /// What may be of the phrases that end with two words.
    pairs: Signs,
    /// How many digits the shortest has of those without a letter.
    shortest_number: Option<usize>,
}

/// What a word may be, a bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sign(u8);

impl Sign {
    /// It has a meaning.
    pub(crate) const KEYWORD: Self = Self(1);
    /// It speaks for numbers.
    pub(crate) const FOR_NUMBERS: Self = Self(2);
    /// It is a key of records of persons.
    pub(crate) const OF_RECORD: Self = Self(4);
    /// It ends a phrase.
    const ENDS_PHRASE: Self = Self(8);

    /// Whether all of `other` is part of it.
    #[inline(always)]
    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Signs by the hash of a key: those of keys that were not added are mostly none.
struct Signs(Box<[u8; 1 << 16]>);

impl Default for Signs {
    fn default() -> Self {
        Self(Box::new([0; 1 << 16]))
    }
}

impl Signs {
    fn add(&mut self, key: u64, sign: Sign) {
        if let Some(slot) = self.0.get_mut(hash(key)) {
            *slot |= sign.0;
        }
    }

    #[inline(always)]
    fn get(&self, key: u64) -> Sign {
        Sign(self.0.get(hash(key)).copied().unwrap_or(0))
    }
}

/// A bit for each hash of a key. Few of the keys that were not added pass, and its 8 kB stay in the nearest cache.
struct Filter(Box<[u64; 1024]>);

impl Default for Filter {
    fn default() -> Self {
        Self(Box::new([0; 1024]))
    }
}

impl Filter {
    fn add(&mut self, key: u64) {
        let (slot, bit) = filter_place(key);
        if let Some(cell) = self.0.get_mut(slot) {
            *cell |= bit;
        }
    }

    #[inline(always)]
    fn has(&self, key: u64) -> bool {
        let (slot, bit) = filter_place(key);
        self.0.get(slot).is_some_and(|cell| cell & bit != 0)
    }
}

struct Phrase {
    /// Words in reverse, lower case.
    words: Box<[Box<[u8]>]>,
    /// Whether the key of the last word says all of it.
    short: bool,
    /// The key of the word before the last.
    before: Option<u64>,
    meanings: Vec<Word>,
}

impl Vocabulary {
    /// Adds a word or phrase, and whether it speaks for what is nothing without: numbers. Punctuation in it separates words,
    /// as it does in texts.
    pub(crate) fn add(&mut self, phrase: &str, meaning: Word, speaks_for: bool) {
        spellings(phrase).iter().for_each(|phrase| self.add_spelling(phrase, meaning, speaks_for));
    }

    /// Whether there may be one of them in a stretch of text: it has letters, or is as long as the shortest number.
    pub(crate) fn may_be_in(&self, stretch: &[u8]) -> bool {
        stretch.iter().any(|b| is_letter(*b)) || self.shortest_number.is_some_and(|len| stretch.len() >= len)
    }

    fn add_spelling(&mut self, phrase: &str, meaning: Word, speaks_for: bool) {
        let words = words_of(phrase);
        let Some(last) = words.first() else { return };
        let short = last.len() <= 8 && last.is_ascii();
        let key = key_of(last);
        if !phrase.bytes().any(is_letter) {
            let digits = phrase.bytes().filter(u8::is_ascii_digit).count();
            self.shortest_number = Some(self.shortest_number.map_or(digits, |least| least.min(digits)));
        }
        let sign = if speaks_for { Sign::KEYWORD.and(Sign::FOR_NUMBERS) } else { Sign::KEYWORD };
        let before = words.get(1).map(|word| key_of(word));
        self.sign(key, before, sign);
        let phrases = self.by_last.entry(key).or_default();
        match phrases.iter_mut().find(|p| p.words == words) {
            Some(known) => known.meanings.push(meaning),
            None => phrases.push(Phrase { words, short, before, meanings: vec![meaning] }),
        }
    }

    /// Adds a key of records of persons: it has no meaning of its own.
    pub(crate) fn add_of_record(&mut self, name: &str) {
        let words = words_of(name);
        if let Some(last) = words.first() {
            self.sign(key_of(last), words.get(1).map(|before| key_of(before)), Sign::OF_RECORD);
        }
    }

    /// Notes what the word with the key `last` is, behind the word with the key `before` if there is one.
    fn sign(&mut self, last: u64, before: Option<u64>, sign: Sign) {
        self.last.add(last);
        match before {
            None => self.words.add(other(last), sign),
            Some(before) => {
                self.words.add(other(last), Sign::ENDS_PHRASE);
                self.pairs.add(pair(before, last), sign);
            }
        }
    }

    /// Whether a word with this key may end a word or phrase: a doubt that costs next to nothing.
    #[inline(always)]
    pub(crate) fn may_end(&self, key: u64) -> bool {
        self.last.has(key)
    }

    /// What a word with this key may be, by itself or behind the word with the key `before` (0 if there is none), of those
    /// for which [`Self::may_end`] holds.
    #[inline(always)]
    pub(crate) fn signs(&self, key: u64, before: impl FnOnce() -> u64) -> Sign {
        let sign = self.words.get(other(key));
        if sign.has(Sign::ENDS_PHRASE) { sign.and(self.pairs.get(pair(before(), key))) } else { sign }
    }

    /// Calls `seen` with every meaning of the word at `from..to` and of the phrases that end with it. `words` says
    /// which bytes of the text are part of words.
    pub(crate) fn meanings(
        &self,
        text: &[u8],
        words: ByteBits<'_>,
        from: usize,
        to: usize,
        mut seen: impl FnMut(Word),
    ) {
        let key = key_at(text, from, to);
        if !self.may_end(key) {
            return;
        }
        let before = key_before(text, words, from);
        if !self.signs(key, || before).has(Sign::KEYWORD) {
            return;
        }
        let Some(phrases) = self.by_last.get(&key) else { return };
        for phrase in phrases {
            if phrase.before.is_none_or(|key| key == before) && phrase.ends(text, words, from, to) {
                phrase.meanings.iter().for_each(|meaning| seen(*meaning));
            }
        }
    }
}

/// The words of a phrase in reverse, in lower case.
fn words_of(phrase: &str) -> Box<[Box<[u8]>]> {
    let words = phrase.as_bytes().split(|b| !is_word(*b)).filter(|w| !w.is_empty());
    words.rev().map(|w| w.to_ascii_lowercase().into_boxed_slice()).collect()
}

/// A word as a number: its last eight bytes, without letter case. Different words may share one; what is found by it is
/// compared in full. `bytes` are those before its end, the last one highest; `len` is its length, one or more.
#[inline(always)]
pub(crate) fn key(bytes: u64, len: u32) -> u64 {
    const CASE: u64 = 0x2020_2020_2020_2020;
    (bytes | CASE).wrapping_shr(8 * (8 - len.min(8)))
}

/// The key of the word at `from..to`.
fn key_at(text: &[u8], from: usize, to: usize) -> u64 {
    let head = text.get(..to).unwrap_or(text);
    key(last_eight(head), u32::try_from(to - from).unwrap_or(u32::MAX))
}

/// The key of the word that ends at most two separators before `at`; 0 if there is none.
pub(crate) fn key_before(text: &[u8], words: ByteBits<'_>, at: usize) -> u64 {
    word_before(words, at).map_or(0, |(from, to)| key_at(text, from, to))
}

/// The same key for a second table: what shares its place with a word in the first hardly does so again.
#[inline(always)]
const fn other(key: u64) -> u64 {
    key.rotate_left(40)
}

/// Two keys as one.
#[inline(always)]
fn pair(before: u64, last: u64) -> u64 {
    before.rotate_left(17) ^ last
}

fn key_of(word: &[u8]) -> u64 {
    key_at(word, 0, word.len())
}

impl Phrase {
    /// Whether the phrase ends with the word at `start..end`, which has its last word's key.
    fn ends(&self, text: &[u8], words: ByteBits<'_>, start: usize, end: usize) -> bool {
        let is = |from: usize, to: usize, word: &[u8]| {
            text.get(from..to).is_some_and(|t| t.eq_ignore_ascii_case(word))
        };
        let Some((last, others)) = self.words.split_first() else { return false };
        let is_last = self.short && end - start <= 8 || is(start, end, last);
        let mut at = start;
        is_last
            && others.iter().all(|word| {
                let Some((from, to)) = word_before(words, at) else { return false };
                at = from;
                is(from, to, word)
            })
    }
}

/// The word that ends at most two separators before `at`; the last 61 bytes of one that is longer.
fn word_before(words: ByteBits<'_>, at: usize) -> Option<(usize, usize)> {
    let before = words.before(at);
    let gap = before.leading_zeros();
    let length = (before << (gap & 63)).leading_ones();
    (gap <= 2).then(|| (at - gap as usize - length as usize, at - gap as usize))
}

/// Whether a byte is a letter or part of one.
const fn is_letter(b: u8) -> bool {
    b.is_ascii_alphabetic() || b >= 0x80
}

/// Whether a byte is part of a word.
pub(crate) fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b >= 0x80
}

#[inline(always)]
fn filter_place(key: u64) -> (usize, u64) {
    let place = hash(key);
    (place >> 6, 1 << (place & 63))
}

/// A number below 65,536.
#[inline(always)]
const fn hash(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48) as usize
}
