//! The field lane: whole values under a name, for what has no shape of its own.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::FxHasher;

use crate::words::{ByteBits, Key, Mark, NameId, ends_in_type, key_end};

use super::compile::Engine;
use super::engine::{Origin, Raw, Scene, Scratch, offset};
use super::extent::{LONGEST, listed_behind, trimmed, value_behind, value_below};
use super::rule_bits::RuleBits;
use super::segment::{FieldHit, FieldKind, FieldNames};
use super::trace::Trace;

/// A value and the names it stands under.
pub(super) struct Named<'e> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) prose: bool,
    /// Where the name stands.
    pub(super) name: Range<usize>,
    pub(super) hits: &'e [FieldHit],
}

/// The key that was asked for last: values that follow each other often have the same one.
#[derive(Default)]
pub(super) struct LastKey {
    mark: Option<Mark>,
    key: Option<(Key, Option<NameId>)>,
}

/// What became of the marks of a text, a bit for each byte.
#[derive(Default)]
pub(super) struct Marks {
    /// Those that [`Engine::may_be_named`] was asked at.
    asked: Vec<u64>,
    /// Those of keys that some rule knows.
    named: Vec<u64>,
}

impl Marks {
    /// Forgets the text before and prepares for one of `len` bytes.
    pub(super) fn reset(&mut self, len: usize) {
        for bits in [&mut self.asked, &mut self.named] {
            bits.clear();
            bits.resize(len / 64 + 1, 0);
        }
    }

    /// Whether [`Engine::named_value`] found that some rule knows the name before `mark`.
    pub(super) fn is_named(&self, mark: usize) -> bool {
        ByteBits(&self.named).has(mark)
    }
}

fn set(bits: &mut [u64], at: usize) {
    if let Some(block) = bits.get_mut(at / 64) {
        *block |= 1 << (at % 64);
    }
}

/// Names that were asked for lately: a text has few different keys, again and again.
pub(super) struct NameCache {
    slots: [CachedName; NameCache::SLOTS],
    normal: Vec<u8>,
}

#[derive(Clone, Copy, Default)]
struct CachedName {
    /// The name's last sixteen bytes, and those before.
    name: [u128; 2],
    len: u8,
    found: Option<NameId>,
}

impl Default for NameCache {
    fn default() -> Self {
        Self { slots: [CachedName::default(); Self::SLOTS], normal: Vec::new() }
    }
}

impl NameCache {
    const SLOTS: usize = 256;

    /// Longest name that is remembered.
    const LONGEST: usize = 32;

    /// A buffer for names.
    pub(super) const fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.normal
    }

    pub(super) fn find(&mut self, fields: &FieldNames, text: &[u8], name: Range<usize>) -> Option<NameId> {
        let bytes = text.get(name.clone())?;
        if name.len() > Self::LONGEST {
            return fields.find(bytes, &mut self.normal);
        }
        let last = name.len().min(16);
        let number = [ends_in(text, name.end, last), ends_in(text, name.end - last, name.len() - last)];
        let mut hasher = FxHasher::default();
        number.hash(&mut hasher);
        let place = usize::try_from(hasher.finish() >> (u64::BITS - Self::SLOTS.ilog2())).unwrap_or(0);
        let slot = self.slots.get_mut(place)?;
        if slot.name != number || usize::from(slot.len) != name.len() {
            let found = fields.find(bytes, &mut self.normal);
            *slot = CachedName { name: number, len: u8::try_from(name.len()).unwrap_or(0), found };
        }
        slot.found
    }
}

/// Quoted keys that were asked for lately and that no rule knows: `"event":` of each line of JSON.
pub(super) struct UnknownKeys {
    slots: [QuotedKey; UnknownKeys::SLOTS],
}

impl Default for UnknownKeys {
    fn default() -> Self {
        Self { slots: [QuotedKey::default(); Self::SLOTS] }
    }
}

/// What stands in quotes before a mark, if it has at most sixteen bytes, and nothing else decides what a key means that fills its quotes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct QuotedKey {
    bytes: u128,
    /// One or more; none is no key.
    len: u8,
}

impl QuotedKey {
    /// The key before `mark`. `breaks` are the `"` and line ends of the text.
    #[inline(always)]
    fn before(text: &[u8], breaks: ByteBits<'_>, mark: usize) -> Option<Self> {
        let end = mark.checked_sub(1).filter(|end| text.get(*end) == Some(&b'"'))?;
        let len = breaks.before(end).leading_zeros() as usize;
        let open = end.checked_sub(len + 1)?;
        let is_whole = (1..=16).contains(&len) && text.get(open) == Some(&b'"');
        is_whole.then(|| Self { bytes: ends_in(text, end, len), len: u8::try_from(len).unwrap_or(0) })
    }

    /// Whether the key that was read before `mark` is all of it and means the same wherever it stands: it is no type, and no `value`
    /// that something beside it names.
    fn is_all_of(self, text: &[u8], mark: usize, key: &Key) -> bool {
        let whole = key.end + 1 == mark && key.end - key.start == usize::from(self.len);
        let head = text.get(..key.end).unwrap_or(&[]);
        whole && !ends_in_type(head) && !key.is_value(text)
    }

    #[inline(always)]
    fn place(self) -> usize {
        let mut hasher = FxHasher::default();
        self.bytes.hash(&mut hasher);
        usize::try_from(hasher.finish() >> (u64::BITS - UnknownKeys::SLOTS.ilog2())).unwrap_or(0)
    }
}

impl UnknownKeys {
    const SLOTS: usize = 128;

    #[inline(always)]
    fn has(&self, key: QuotedKey) -> bool {
        self.slots.get(key.place()) == Some(&key)
    }

    fn add(&mut self, key: QuotedKey) {
        self.slots.get_mut(key.place()).into_iter().for_each(|slot| *slot = key);
    }
}

/// The `len` bytes before `end`, at most sixteen, as a number.
fn ends_in(text: &[u8], end: usize, len: usize) -> u128 {
    if len == 0 {
        return 0;
    }
    let sixteen = end.checked_sub(16).and_then(|from| text.get(from..end)?.first_chunk::<16>());
    let number = sixteen.map_or_else(
        || text.iter().take(end).fold(0, |n, b| n >> 8 | u128::from(*b) << 120),
        |bytes| u128::from_le_bytes(*bytes),
    );
    number >> (8 * (16 - len))
}

impl Engine {
    /// Whether a rule may know the name before the `:` or `=` at `mark`. This is asked at every one, and hardly any has such a name.
    /// `text` is that of the scene up to where the value must end.
    #[inline(always)]
    pub(super) fn may_be_named(
        &self,
        scene: &Scene<'_>,
        text: &[u8],
        mark: usize,
        scratch: &mut Scratch,
    ) -> bool {
        set(&mut scratch.marks.asked, mark);
        let whole = QuotedKey::before(text, scene.breaks(), mark);
        if whole.is_some_and(|whole| scratch.unknown.has(whole)) || is_path_of_code(text, mark) {
            return false;
        }
        // What stands before a key of East Asia is of the same word to it.
        let is_wide = text.get(mark) == Some(&0x9A);
        let (end, quoted) = key_end(text, mark);
        let may_be =
            is_wide || self.fields.may_end(text, end) || quoted && text.get(..end).is_some_and(ends_in_type);
        if !may_be {
            whole.into_iter().for_each(|whole| scratch.unknown.add(whole));
        }
        may_be
    }

    /// The value behind the `:` or `=` at `mark`, if a rule knows the name before it. `text` is that of the scene up to
    /// where the value must end.
    pub(super) fn named_value(
        &self,
        scene: &Scene<'_>,
        text: &[u8],
        mark: usize,
        scratch: &mut Scratch,
    ) -> Option<Named<'_>> {
        let (key, name) = self.key_at(scene, Mark::Sign(mark), scratch)?;
        let Some(name) = name else {
            let whole = QuotedKey::before(text, scene.breaks(), mark);
            let known = whole.filter(|whole| whole.is_all_of(text, mark, &key));
            known.into_iter().for_each(|whole| scratch.unknown.add(whole));
            return None;
        };
        let hits = self.fields.get(name);
        set(&mut scratch.marks.named, mark);
        let below = || if key.prose { value_below(text, key.start, mark) } else { None };
        let (start, end) = value_behind(text, mark, scene.segment.lines).or_else(below)?;
        // Pairs map names to names as often as to values: `("first_name", "last_name")`.
        let is_pair = matches!(text.get(mark), Some(b',' | b'-' | b' '));
        if self.is_name_again(text, start..end, hits, &mut scratch.names)
            || is_pair && scratch.names.find(&self.fields, text, start..end).is_some()
        {
            return None;
        }
        Some(Named { start, end, prose: key.prose, name: key.name(), hits })
    }

    /// The values of a list behind a key, for rules that take several.
    pub(super) fn listed<T: Trace>(
        &self,
        scene: &Scene<'_>,
        text: &[u8],
        mark: usize,
        cell: u32,
        scratch: &mut Scratch,
        trace: &mut T,
    ) {
        // Nearly all marks end here: no rule knows their names, or no list stands behind them.
        if !scratch.marks.is_named(mark) || listed_behind(text, mark).next().is_none() {
            return;
        }
        let Some((_, Some(name))) = self.key_at(scene, Mark::Sign(mark), scratch) else { return };
        let hits = self.fields.get(name);
        let takes = |hit: &&FieldHit| hit.kind == FieldKind::Strong && self.takes_lists(hit.rule);
        for hit in hits.iter().filter(takes) {
            let Some((slot, _)) = self.lane_of(hit, false) else { continue };
            let origin = Origin::Lane { rule: hit.rule, index: hit.index, slot };
            for (start, end) in listed_behind(text, mark) {
                if !self.is_name_again(text, start..end, hits, &mut scratch.names) {
                    let raw = Raw { start: offset(start), end: offset(end), origin, cell };
                    self.judge(scene, raw, scratch, trace);
                }
            }
        }
    }

    /// Whether each value of a list is one to a rule.
    fn takes_lists(&self, rule: u16) -> bool {
        self.detectors.get(usize::from(rule)).is_some_and(|detector| detector.lists)
    }

    /// Whether what stands behind a name is a name itself, as in texts for forms: `first_name=First name`, `firstName: Vorname`.
    pub(super) fn is_name_again(
        &self,
        text: &[u8],
        value: Range<usize>,
        hits: &[FieldHit],
        names: &mut NameCache,
    ) -> bool {
        let words = text.get(value.clone()).unwrap_or(&[]);
        let letters = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphabetic() || !b.is_ascii());
        if words.len() > NameCache::LONGEST || !letters(words.first()) || !letters(words.last()) {
            return false;
        }
        let again = names.find(&self.fields, text, value).map_or(&[][..], |name| self.fields.get(name));
        let is_strong =
            |hit: &FieldHit| hit.kind == FieldKind::Strong && hits.iter().any(|own| own.rule == hit.rule);
        std::ptr::eq(again, hits) || again.iter().any(is_strong)
    }

    /// The text between the tag that ends at `close` and the next, if a rule knows the tag's name.
    pub(super) fn named_element(
        &self,
        scene: &Scene<'_>,
        close: usize,
        scratch: &mut Scratch,
    ) -> Option<Named<'_>> {
        const TEXT: &[u8] = b"<![CDATA[";
        let text = scene.segment.text;
        let behind = text.get(close + 1..text.len().min(close + 1 + LONGEST))?;
        let inner = behind.strip_prefix(TEXT).unwrap_or(behind).trim_ascii_start();
        // This is asked at every tag: the cheap doubt comes first.
        let len = memchr::memchr2(b'<', b']', inner).filter(|len| *len > 0)?;
        let (key, name) = self.key_at(scene, Mark::Tag(close), scratch)?;
        let hits = self.fields.get(name?);
        let first = close + 1 + behind.len() - inner.len();
        let (start, end) = trimmed(text, first, inner.get(..len)?.trim_ascii_end().len())?;
        if self.is_name_again(text, start..end, hits, &mut scratch.names) {
            return None;
        }
        Some(Named { start, end, prose: false, name: key.name(), hits })
    }

    /// The key that `mark` ends, with as many words before it as make a known name, and that name.
    pub(super) fn key_at(
        &self,
        scene: &Scene<'_>,
        mark: Mark,
        scratch: &mut Scratch,
    ) -> Option<(Key, Option<NameId>)> {
        if scratch.last_key.mark != Some(mark) {
            let key = mark.key(scene.segment.text, scene.words());
            let key = key.map(|key| self.widest(scene, key, &mut scratch.names));
            let key = key.map(|known| self.paired(scene, known, &mut scratch.names));
            scratch.last_key = LastKey { mark: Some(mark), key };
        }
        scratch.last_key.key
    }

    /// Whether the name that `mark` ends says something to one of the `rules`.
    pub(super) fn is_named(
        &self,
        scene: &Scene<'_>,
        mark: Mark,
        rules: RuleBits,
        scratch: &mut Scratch,
    ) -> bool {
        let Scratch { marks, .. } = scratch;
        if let Mark::Sign(at) = mark
            && ByteBits(&marks.asked).has(at)
            && !ByteBits(&marks.named).has(at)
        {
            return false;
        }
        let name = self.key_at(scene, mark, scratch).and_then(|(_, name)| name);
        name.is_some_and(|name| self.fields.get(name).iter().any(|hit| rules.has(hit.rule)))
    }

    fn widest(&self, scene: &Scene<'_>, key: Key, names: &mut NameCache) -> (Key, Option<NameId>) {
        let text = scene.segment.text;
        let mut best = (key, names.find(&self.fields, text, key.name()));
        if !key.open || !self.fields.may_end(text, key.end) {
            return best;
        }
        let mut wider = key.wider(text, scene.words());
        for _ in 0..4 {
            let Some(key) = wider else { break };
            if let Some(name) = names.find(&self.fields, text, key.name()) {
                best = (key, Some(name));
            }
            wider = key.wider(text, scene.words());
        }
        best
    }

    /// What stands for a key that says no more than `value`: the name that is told beside it, if it is known.
    fn paired(
        &self,
        scene: &Scene<'_>,
        known: (Key, Option<NameId>),
        names: &mut NameCache,
    ) -> (Key, Option<NameId>) {
        let text = scene.segment.text;
        let mut named = known.0.beside(text, scene.words());
        let find = |key: Key| Some((key, Some(names.find(&self.fields, text, key.name())?)));
        named.find_map(find).unwrap_or(known)
    }

    /// Which way of the lane a hit takes, if its rule has one.
    pub(super) fn lane_of(&self, hit: &FieldHit, prose: bool) -> Option<(u8, super::compile::Weights)> {
        let slot: u8 = match hit.kind {
            FieldKind::Strong => 0,
            FieldKind::Weak => 1,
            FieldKind::Label if prose => 2,
            FieldKind::Label | FieldKind::Other => return None,
        };
        let lane = self.detectors.get(usize::from(hit.rule))?.lane;
        lane.get(usize::from(slot)).copied().flatten().map(|weights| (slot, weights))
    }
}

/// Whether `mark` is the first colon of a path of code: `last_name::Column`.
#[inline(always)]
fn is_path_of_code(text: &[u8], mark: usize) -> bool {
    let Some([b':', b':', behind]) = text.get(mark..mark + 3) else { return false };
    behind.is_ascii_alphanumeric() || *behind == b'_'
}

/// Whether a value says nothing but of a flag: it is no name, number or date.
pub(super) fn is_flag(value: &[u8]) -> bool {
    const FLAGS: [&str; 4] = ["true", "false", "unknown", "string"];
    let first = value.first().map_or(0, |b| b | 0x20);
    matches!(first, b't' | b'f' | b'u' | b's') && is_one_of(value, &FLAGS)
}

/// Whether a value is empty or a mark for nothing, of several databases and languages.
pub(super) fn is_null(value: &[u8]) -> bool {
    const NULLS: [&str; 10] = ["null", "none", "nil", "n/a", "na", "-", "--", "\\n", "undefined", "nan"];
    let Some(first) = value.first() else { return true };
    matches!(first | 0x20, b'n' | b'u' | b'-' | b'|') && is_one_of(value, &NULLS)
}

fn is_one_of(value: &[u8], words: &[&str]) -> bool {
    value.len() <= 9 && words.iter().any(|word| value.eq_ignore_ascii_case(word.as_bytes()))
}

/// Longest value that is taken for a redacted one.
const LONGEST_MASKED: usize = 40;

/// Whether the value at `start..end` was redacted already: `XXX-XX-1234`, `**** 4242`, `[REDACTED]`, `<hidden>`. `covers`
/// says which bytes of the text are what redacted values are covered with.
pub(super) fn is_masked(text: &[u8], covers: ByteBits<'_>, start: usize, end: usize) -> bool {
    let len = end.saturating_sub(start);
    if len == 0 || len > LONGEST_MASKED {
        return false;
    }
    let value = text.get(start..end).unwrap_or(&[]);
    let covers = (covers.from(start) << (64 - len)).count_ones() as usize;
    if covers < 3 {
        return says_redacted(value);
    }
    // Of letters of other scripts the first byte counts; marks such as bullets count with them.
    let is_known = |b: u8| b.is_ascii_alphanumeric() && !matches!(b, b'X' | b'x') || b >= 0xc0;
    let known = value.iter().filter(|b| is_known(**b)).count();
    known <= 6 && covers >= known || says_redacted(value)
}

/// Shortest value that is taken for a digest or a token.
const SHORTEST_OPAQUE: usize = 16;

/// Whether a value may be a digest, a token or cipher text: letters and digits without a space, long enough.
pub(super) fn is_opaque(value: &[u8]) -> bool {
    let is_written = |b: &u8| {
        b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'_' | b'-' | b'.' | b':' | b'$')
    };
    (SHORTEST_OPAQUE..=LONGEST).contains(&value.len())
        && value.iter().all(is_written)
        && value.iter().any(u8::is_ascii_digit)
        && value.iter().any(u8::is_ascii_alphabetic)
}

/// Whether a value is a word that says that there is none any more.
pub(super) fn says_redacted(value: &[u8]) -> bool {
    const WORDS: [&str; 6] = ["redacted", "masked", "removed", "hidden", "anonymized", "anonymised"];
    let inner = value
        .strip_prefix(b"[")
        .and_then(|v| v.strip_suffix(b"]"))
        .or_else(|| value.strip_prefix(b"<").and_then(|v| v.strip_suffix(b">")))
        .unwrap_or(value);
    let may_be = inner.first().is_some_and(|b| matches!(b | 0x20, b'r' | b'm' | b'h' | b'a'));
    may_be && WORDS.iter().any(|w| inner.eq_ignore_ascii_case(w.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_and_tokens_are_opaque() {
        for yes in
            ["tok_1a2b3c4d5e6f7a8b", "$2b$12$abcdefghijklmnopqrstuv", "5e884898da28047151d0e56f8dc62927"]
        {
            assert!(is_opaque(yes.as_bytes()), "{yes}");
        }
        for no in
            ["078-05-1120", "jane.roe1234@example.org", "1234567890123456", "a b c d e f g h 1 2", "tok_1a"]
        {
            assert!(!is_opaque(no.as_bytes()), "{no}");
        }
    }

    #[test]
    fn paths_of_code_are_no_keys() {
        let is_path = |text: &str| is_path_of_code(text.as_bytes(), text.find(':').unwrap());
        assert!(is_path("last_name::Column") && is_path("std::_priv"));
        for no in ["last_name:: Lindqvist", "last_name: :x", "last_name:Lindqvist", "x::", "x:", "a::\"b\""] {
            assert!(!is_path(no), "{no}");
        }
    }

    fn masked(value: &str) -> bool {
        let covers = ByteBits::of(value.as_bytes(), |b| matches!(b, b'X' | b'x' | b'*' | b'#'));
        is_masked(value.as_bytes(), ByteBits(&covers), 0, value.len())
    }

    #[test]
    fn masked_values_are_recognised() {
        for yes in [
            "XXX-XX-1234",
            "**** **** **** 4242",
            "[REDACTED]",
            "<hidden>",
            "j***",
            "xxxx-xxxx-xxxx-1234",
            "***",
        ] {
            assert!(masked(yes), "{yes}");
        }
        for no in ["Xavier", "123-45-6789", "Max", "foxx", "C#", "a*b", "***Людмила***", "***Λουκία"]
        {
            assert!(!masked(no), "{no}");
        }
    }
}
