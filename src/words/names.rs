//! Names of columns and keys: `customerPhone_1`, `Phone Number` and `phone_number` are one name.

use rustc_hash::{FxHashMap, FxHashSet};

use super::eight::{Eight, each, last_eight};
use super::letters::{ends_in_accents, spellings, without_accents};

/// Words before a name that say whose it is, and change nothing about what it is.
const OWNERS: &[&str] = &[
    "user", "usr", "customer", "cust", "client", "contact", "person", "member", "patient", "employee", "emp",
    "student", "guest", "billing", "shipping", "bill", "ship", "home", "work", "primary", "secondary", "alt",
    "str", "txt", "tbl", "col", "fld", "my", "your", "the", "current", "new", "sender", "recipient", "buyer",
    "seller", "applicant", "subscriber", "passenger", "driver", "tenant", "spouse", "parent", "child",
    "full", "set", "with", "mailing", "residential", "permanent", "delivery", "correspondence", "personal",
    "private", "insured", "payer", "payee", "debtor", "creditor",
];

/// Words behind a name that change nothing about what it is.
const SUFFIXES: &[&str] = &[
    "old", "new", "raw", "tmp", "value", "txt", "str", "no", "num", "number", "nbr", "field", "col", "text",
    "orig", "original", "clean", "formatted",
];

/// Suffixes that say that something else stands in place of the value.
const PSEUDONYMS: &[&str] = &[
    "enc", "hash", "masked", "encrypted", "hashed", "digest", "sha", "md", "token", "tokenized", "tokenised",
];

/// Whether a name says that its values stand for others: `ssn_hash`, `emailToken`. `scratch` is a buffer to reuse.
pub(crate) fn is_pseudonym(name: &[u8], scratch: &mut Vec<u8>) -> bool {
    normalise(name, scratch);
    let last = scratch.rsplit(|b| *b == b'_').next().unwrap_or(&[]);
    last.len() < scratch.len() && PSEUDONYMS.iter().any(|word| word.as_bytes() == last)
}

/// Writes `name` in the normal form: words in lower case joined by `_`, split at case changes, punctuation and
/// spaces, without accents and without a number at the end.
pub(crate) fn normalise(name: &[u8], out: &mut Vec<u8>) {
    out.clear();
    if name.is_ascii() {
        join(name.iter().copied(), out);
    } else {
        join(without_accents(name), out);
    }
}

/// Writes the words of a name that has no accents.
fn join(letters: impl Iterator<Item = u8>, out: &mut Vec<u8>) {
    let mut before = 0;
    let mut letters = letters.peekable();
    while let Some(b) = letters.next() {
        let next_is_lower = letters.peek().is_some_and(u8::is_ascii_lowercase);
        let new_word = b.is_ascii_uppercase()
            && (before_is_lower(before) || before.is_ascii_uppercase() && next_is_lower);
        let in_word = b.is_ascii_alphanumeric() || b >= 0x80;
        if (new_word || !in_word) && out.last().is_some_and(|b| *b != b'_') {
            out.push(b'_');
        }
        if in_word {
            out.push(b.to_ascii_lowercase());
        }
        before = b;
    }
    while out.last().is_some_and(|b| b.is_ascii_digit() || *b == b'_') {
        out.pop();
    }
}

fn before_is_lower(b: u8) -> bool {
    b.is_ascii_lowercase() || b.is_ascii_digit()
}

/// Words of the filter of tails: a thousand names and their plurals leave most of its 65,536 bits unset.
const TAIL_WORDS: usize = 1024;

/// A table of names. Looking up a name that is not in it costs a few nanoseconds in most cases.
pub(crate) struct Names<T> {
    map: FxHashMap<Box<[u8]>, NameId>,
    entries: Vec<Vec<T>>,
    tails: Box<[u64; TAIL_WORDS]>,
    /// By the last letter of names, without its case: the letters before it, a bit each. A name of one letter may
    /// stand behind any.
    last_two: [u32; 32],
    owners: FxHashSet<&'static [u8]>,
    suffixes: FxHashSet<&'static [u8]>,
}

/// A name of a table, to be remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NameId(u32);

impl<T> Default for Names<T> {
    fn default() -> Self {
        let set = |words: &[&'static str]| words.iter().map(|w| w.as_bytes()).collect();
        let mut names = Self {
            map: FxHashMap::default(),
            entries: Vec::new(),
            tails: Box::new([0; TAIL_WORDS]),
            last_two: [0; 32],
            owners: set(OWNERS),
            suffixes: set(&[SUFFIXES, PSEUDONYMS].concat()),
        };
        SUFFIXES.iter().chain(PSEUDONYMS).for_each(|suffix| names.mark(suffix.as_bytes()));
        names
    }
}

impl<T> Names<T> {
    /// Adds `name` (in any spelling) for `what`, unless `is_known` holds for what stands there already.
    pub(crate) fn add(&mut self, name: &str, what: T, is_known: impl Fn(&T) -> bool)
    where
        T: Clone,
    {
        spellings(name).iter().for_each(|name| self.add_spelling(name, what.clone(), &is_known));
    }

    fn add_spelling(&mut self, name: &str, what: T, is_known: impl Fn(&T) -> bool) {
        let mut normal = Vec::new();
        normalise(name.as_bytes(), &mut normal);
        self.mark(&normal);
        self.mark(&[normal.as_slice(), b"s"].concat());
        let next = NameId(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        let id = *self.map.entry(normal.into_boxed_slice()).or_insert(next);
        match self.entries.get_mut(id.0 as usize) {
            Some(entry) if entry.iter().any(is_known) => {}
            Some(entry) => entry.push(what),
            None => self.entries.push(vec![what]),
        }
    }

    /// Whether there are no names.
    pub(crate) fn is_empty(&self) -> bool {
        self.map.is_empty()
    }

    /// Whether a name that ends before `end` may be in the table, by its last letters.
    #[inline(always)]
    pub(crate) fn may_end(&self, text: &[u8], end: usize) -> bool {
        let mut head = text.get(..end).unwrap_or(text);
        while let [rest @ .., b'0'..=b'9' | b'_'] = head {
            head = rest;
        }
        let may_end = || {
            if let [.., before, last] = head
                && self.last_two.get(low(*last)).is_some_and(|letters| letters >> low(*before) & 1 == 0)
            {
                return false;
            }
            let bit = tail(head);
            self.tails.get(bit / 64).is_some_and(|word| word & (1 << (bit % 64)) != 0)
        };
        // Names are known without their accents.
        may_end() || Eight::new(last_eight(head)).wide().0 != 0 && ends_in_accents(head)
    }

    /// The entry for `name`: as it is, in the singular, without owner words before it, without suffixes.
    /// `scratch` is a buffer to reuse.
    pub(crate) fn find(&self, name: &[u8], scratch: &mut Vec<u8>) -> Option<NameId> {
        if !self.may_end(name, name.len()) {
            return None;
        }
        normalise(name, scratch);
        let mut rest = scratch.as_slice();
        loop {
            let found = self.exact(rest).or_else(|| self.exact(self.without_suffix(rest)?));
            if found.is_some() {
                return found;
            }
            rest = self.without_owner(rest)?;
        }
    }

    /// Lets names that end so pass [`Self::may_end`].
    fn mark(&mut self, name: &[u8]) {
        let bit = tail(name);
        if let Some(word) = self.tails.get_mut(bit / 64) {
            *word |= 1 << (bit % 64);
        }
        let Some(letters) = name.last().and_then(|last| self.last_two.get_mut(low(*last))) else { return };
        *letters |= match name {
            [.., before, _] if *before != b'_' => 1 << low(*before),
            _ => u32::MAX,
        };
    }

    /// What stands under a name.
    pub(crate) fn get(&self, id: NameId) -> &[T] {
        self.entries.get(id.0 as usize).map_or(&[], Vec::as_slice)
    }

    fn exact(&self, name: &[u8]) -> Option<NameId> {
        let singular = || self.map.get(name.strip_suffix(b"s")?);
        self.map.get(name).or_else(singular).copied()
    }

    fn without_owner<'a>(&self, name: &'a [u8]) -> Option<&'a [u8]> {
        let end = name.iter().position(|b| *b == b'_')?;
        let (first, rest) = name.split_at_checked(end)?;
        let rest = rest.get(1..)?;
        let to = rest.strip_prefix(b"to_").filter(|_| matches!(first, b"bill" | b"ship"));
        self.owners.contains(first).then_some(to.unwrap_or(rest))
    }

    fn without_suffix<'a>(&self, name: &'a [u8]) -> Option<&'a [u8]> {
        let start = name.iter().rposition(|b| *b == b'_')?;
        self.suffixes.contains(name.get(start + 1..)?).then(|| name.get(..start))?
    }
}

/// Number of the tail of a name: a hash of its last word's last eight letters, in 0..65,536. Eight bytes at once and
/// without branches, since where a word begins cannot be foreseen.
#[inline]
fn tail(name: &[u8]) -> usize {
    let eight = last_eight(name);
    let key = (eight | each(0x20)) & last_word(eight);
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48) as usize
}

/// The bytes of the word that ends with the highest of eight bytes, as [`normalise`] parts words: all bits of each.
#[inline(always)]
fn last_word(eight: u64) -> u64 {
    let bytes = Eight::new(eight);
    let (letter, digit) = (bytes.letters().0, bytes.digits().0);
    let small = letter & eight << 2;
    let capital = letter & !small;
    let word = letter | digit | bytes.wide().0;
    let opens = capital & ((small | digit) << 8 | capital << 8 & small >> 8);
    // A word begins with a byte that opens one, and behind a byte that is part of none.
    match u64::BITS - (opens >> 8 | !word & each(0x80)).leading_zeros() {
        64 => 0,
        bits => u64::MAX << bits,
    }
}

/// A byte without the bit in which upper and lower case differ.
#[inline(always)]
fn low(b: u8) -> usize {
    usize::from(b & 31)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table() -> Names<u8> {
        let mut names = Names::default();
        let known =
            [("email", 1), ("phone_number", 2), ("ssn", 3), ("date_of_birth", 4), ("ip", 5), ("emšo", 6)];
        for (name, what) in known {
            names.add(name, what, |_| false);
        }
        names
    }

    #[test]
    fn spellings_of_one_name_are_one_name() {
        let names = table();
        for (name, what) in [
            ("email", 1),
            ("E-Mail", 0),
            ("Email", 1),
            ("EMAIL", 1),
            ("emails", 1),
            ("customer_email", 1),
            ("customerEmail", 1),
            ("billToEmail_2", 1),
            ("email_hash", 1),
            ("phoneNumber", 2),
            ("Phone Number", 2),
            ("PHONE-NUMBER", 2),
            ("contact_phone_number_1", 2),
            ("userSSN", 3),
            ("ssn_no", 3),
            ("Date of birth", 4),
            ("dateOfBirth", 4),
            ("ip", 5),
            ("clientIP", 5),
            ("emšo", 6),
            ("EMŠO", 6),
            ("emso", 6),
            ("Émail", 1),
            ("DateÓfBirth", 4),
            ("EMŠA", 0),
            ("zip", 0),
            ("parcel_ssnx", 0),
            ("", 0),
            ("_", 0),
        ] {
            let found = names.find(name.as_bytes(), &mut Vec::new()).map_or(0, |id| names.get(id)[0]);
            assert_eq!(found, what, "{name}");
        }
    }

    #[test]
    fn pseudonyms_are_told_by_their_last_word() {
        let told = |name: &str| is_pseudonym(name.as_bytes(), &mut Vec::new());
        for yes in ["ssn_hash", "emailToken", "Phone SHA256", "card-tokenized", "email_md5"] {
            assert!(told(yes), "{yes}");
        }
        for no in ["hash", "token", "ssn", "hash_code", "tokens_used", ""] {
            assert!(!told(no), "{no}");
        }
    }

    proptest! {
        #[test]
        fn the_last_word_of_eight_bytes_is_that_of_the_normal_form(name in "[a-cX-Z0-2_ д-]{0,9}") {
            let mut normal = Vec::new();
            normalise(name.as_bytes(), &mut normal);
            let stripped = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
            if stripped.ends_with(|c: char| c.is_ascii_alphanumeric() || c == 'д') {
                prop_assert_eq!(tail(stripped.as_bytes()), tail(&normal));
            }
        }
    }

    #[test]
    fn the_filter_never_loses_a_name() {
        let names = table();
        for name in ["email", "x\"email", "userEmail", "phone_number", "user.ip", "emails", "ssn_1"] {
            assert!(names.may_end(name.as_bytes(), name.len()), "{name}");
        }
        let misses =
            (0..1000).filter(|n| names.may_end(format!("word{n}x").as_bytes(), format!("word{n}x").len()));
        assert!(misses.count() < 100);
    }
}
