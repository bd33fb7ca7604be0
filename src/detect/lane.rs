//! The field lane: whole values under a name, for what has no shape of its own.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::FxHasher;

use crate::words::{ByteBits, Key, Mark, NameId, key_end};

use super::compile::Engine;
use super::engine::{Scene, Scratch};
use super::rule_bits::RuleBits;
use super::segment::{FieldHit, FieldKind, FieldNames};

/// Longest value that is looked at.
const LONGEST: usize = 256;

/// Longest value without quotes.
const LONGEST_BARE: usize = 80;

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
    /// Those that [`Engine::named_value`] was asked at.
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

    fn find(&mut self, fields: &FieldNames, text: &[u8], name: Range<usize>) -> Option<NameId> {
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
    /// The value behind the `:` or `=` at `mark`, if a rule knows the name before it. `text` is that of the scene up to
    /// where the value must end.
    pub(super) fn named_value(
        &self,
        scene: &Scene<'_>,
        text: &[u8],
        mark: usize,
        scratch: &mut Scratch,
    ) -> Option<Named<'_>> {
        set(&mut scratch.marks.asked, mark);
        // This is asked at every `:` and `=`: the cheap doubt comes first.
        if !self.fields.may_end(text, key_end(text, mark).0) {
            return None;
        }
        let (key, name) = self.key_at(scene, Mark::Sign(mark), scratch)?;
        let hits = self.fields.get(name?);
        set(&mut scratch.marks.named, mark);
        let below = || if key.prose { value_below(text, key.start, mark) } else { None };
        let (start, end) = value_behind(text, mark, scene.segment.lines).or_else(below)?;
        // A comma parts names as often as it parts a name from its value: `("first_name", "last_name")`.
        let is_pair = text.get(mark) == Some(&b',');
        if self.is_name_again(text, start..end, hits, &mut scratch.names)
            || is_pair && scratch.names.find(&self.fields, text, start..end).is_some()
        {
            return None;
        }
        Some(Named { start, end, prose: key.prose, name: key.name(), hits })
    }

    /// Whether what stands behind a name is a name itself, as in texts for forms: `first_name=First name`, `phone: Phone number`.
    fn is_name_again(
        &self,
        text: &[u8],
        value: Range<usize>,
        hits: &[FieldHit],
        names: &mut NameCache,
    ) -> bool {
        let words = text.get(value.clone()).unwrap_or(&[]);
        let letters = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphabetic);
        if words.len() > NameCache::LONGEST || !letters(words.first()) || !letters(words.last()) {
            return false;
        }
        let again = names.find(&self.fields, text, value).map_or(&[][..], |name| self.fields.get(name));
        let is_strong =
            |hit: &FieldHit| hit.kind == FieldKind::Strong && hits.iter().any(|own| own.rule == hit.rule);
        std::ptr::eq(again, hits) || words.contains(&b' ') && again.iter().any(is_strong)
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

/// The value behind a mark: within quotes, or to the end of the word, of the list item or of the line.
fn value_behind(text: &[u8], mark: usize, lines: bool) -> Option<(usize, usize)> {
    let mut start = mark + 1;
    while matches!(text.get(start), Some(b' ' | b'\t' | b'>' | b'=' | b':' | b'*')) && start < mark + 16 {
        start += 1;
    }
    if text.get(start) == Some(&b'\\') && matches!(text.get(start + 1), Some(b'"' | b'\'')) {
        start += 1;
    }
    let rest = |start: usize, most: usize| text.get(start..text.len().min(start + most)).unwrap_or(&[]);
    let (start, len) = match text.get(start)? {
        quote @ (b'"' | b'\'' | b'`') => {
            let value = rest(start + 1, LONGEST);
            let end = value.iter().position(|b| b == quote || *b == b'\n')?;
            let escaped = usize::from(end > 0 && value.get(end - 1) == Some(&b'\\'));
            (start + 1, end - escaped)
        }
        b'%' if !opens_encoded(rest(start, 3)) => return None,
        b'[' if opens_numbers(rest(start, 12)) => (start + 1, bare_list(rest(start + 1, LONGEST_BARE))?),
        b'$' if rest(start, 2).get(1).is_some_and(u8::is_ascii_digit) => {
            (start, bare_line(rest(start, LONGEST_BARE)))
        }
        b'{' | b'[' | b'\n' | b'\r' | b',' | b'$' => return None,
        b if b.is_ascii_alphabetic()
            && let Some(date) = date_arguments(rest(start, LONGEST_CALL)) =>
        {
            (start + date.start, date.len())
        }
        _ if lines || start > mark + 1 => (start, bare_line(rest(start, LONGEST_BARE))),
        _ => (start, bare_word(rest(start, LONGEST_BARE))),
    };
    trimmed(text, start, len)
}

/// Longest call that makes a date.
const LONGEST_CALL: usize = 40;

/// Year, month and day of a value that a call makes: `date(1991, 3, 8)`, `LocalDate.of(1991, 3, 8)`, `new Date(1991, 2, 8)`.
fn date_arguments(rest: &[u8]) -> Option<Range<usize>> {
    let is_callee = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'.' | b' ' | b'_' | b':');
    let open = rest.iter().position(|b| !is_callee(b)).filter(|open| rest.get(*open) == Some(&b'('))?;
    let arguments = rest.get(open + 1..)?;
    let len = arguments.iter().position(|b| !(b.is_ascii_digit() || matches!(b, b',' | b' ')))?;
    let digits = arguments.iter().take_while(|b| b.is_ascii_digit()).count();
    let commas = arguments.get(..len)?.iter().filter(|b| **b == b',').count();
    (digits == 4 && commas == 2 && arguments.get(len) == Some(&b')')).then_some(open + 1..open + 1 + len)
}

/// Whether a value begins with a byte that is percent-encoded.
fn opens_encoded(rest: &[u8]) -> bool {
    matches!(rest, [b'%', a, b] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
}

/// Whether a list begins with a number that has a fraction: `[8.53871, 47.36912]` is one value.
fn opens_numbers(rest: &[u8]) -> bool {
    let inner = rest.get(1..).unwrap_or(&[]).trim_ascii_start();
    let inner = inner.strip_prefix(b"-").unwrap_or(inner);
    let digits = inner.iter().take_while(|b| b.is_ascii_digit()).count();
    (1..=3).contains(&digits) && inner.get(digits) == Some(&b'.')
}

/// Up to the end of a list of numbers.
fn bare_list(rest: &[u8]) -> Option<usize> {
    rest.iter()
        .position(|b| !(b.is_ascii_digit() || b" .,-".contains(b)))
        .filter(|end| rest.get(*end) == Some(&b']'))
}

/// The value on the line under a label that has a line of its own, indented like it: forms and letters.
fn value_below(text: &[u8], key: usize, mark: usize) -> Option<(usize, usize)> {
    let rest = text.get(mark + 1..text.len().min(mark + 1 + LONGEST_BARE))?;
    let gap = rest.iter().position(|b| !matches!(b, b' ' | b'\r'))?;
    if rest.get(gap) != Some(&b'\n') {
        return None;
    }
    let head = text.get(key.saturating_sub(LONGEST_BARE)..key)?;
    let indent = head.iter().rev().take_while(|b| **b == b' ').count();
    let opens_its_line = head.len() == indent || head.get(head.len() - indent - 1) == Some(&b'\n');
    let line = rest.get(gap + 1..)?;
    let blanks = line.iter().take_while(|b| **b == b' ').count();
    let line = line.get(blanks..)?;
    let whole = line.iter().position(|b| *b == b'\n').unwrap_or(line.len());
    let labelled = line.get(..whole)?.iter().any(|b| matches!(b, b':' | b'=' | b'{' | b'#'));
    let start = mark + 1 + gap + 1 + blanks;
    (opens_its_line && blanks == indent && !labelled).then(|| trimmed(text, start, bare_line(line)))?
}

/// What stands at `start` without blanks and full stops at its end, unless that is nothing.
fn trimmed(text: &[u8], start: usize, len: usize) -> Option<(usize, usize)> {
    let value = text.get(start..start + len)?;
    let end = value.iter().rposition(|b| !matches!(b, b' ' | b'\t' | b'.' | b'*')).map(|p| start + p + 1)?;
    (start < end && !is_null(text.get(start..end)?)).then_some((start, end))
}

/// Up to the end of the line, of the sentence or of what is listed.
fn bare_line(rest: &[u8]) -> usize {
    let ends = |(i, b): (usize, &u8)| {
        matches!(
            b,
            b'\n' | b'\r' | b'\t' | b',' | b';' | b'|' | b'<' | b'>' | b'"' | b'}' | b']' | b'(' | b')'
        ) && !is_date_comma(rest, i)
            && !is_pair_comma(rest, i)
            && !is_amount_comma(rest, i)
            && !is_bracket_of_digit(rest, i)
            || (*b == b' ' && rest.get(i + 1) == Some(&b' '))
            || (*b == b'.' && ends_sentence(rest, i))
    };
    // `(201) 555-0123` begins with what else ends a value.
    let area = match rest {
        [b'(', b'0'..=b'9', ..] => rest.iter().take(8).position(|b| *b == b')').map_or(0, |p| p + 1),
        _ => 0,
    };
    rest.iter().enumerate().skip(area).find(|at| ends(*at)).map_or(rest.len(), |(i, _)| i)
}

/// The comma of `July 19, 1984`.
fn is_date_comma(rest: &[u8], at: usize) -> bool {
    let day = at.checked_sub(1).and_then(|i| rest.get(i)).is_some_and(u8::is_ascii_digit);
    let year = rest.get(at + 2..at + 6).is_some_and(|y| y.iter().all(u8::is_ascii_digit));
    let ends = !rest.get(at + 6).is_some_and(u8::is_ascii_alphanumeric);
    rest.get(at..at + 2) == Some(b", ") && day && year && ends
}

/// The comma of `47.36912, 8.53871`: between two numbers with three decimals or more.
fn is_pair_comma(rest: &[u8], at: usize) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|b| b.is_ascii_digit()).count();
    let head = rest.get(..at).unwrap_or(&[]);
    if rest.get(at) != Some(&b',') || !head.last().is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let number = head.iter().rev().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    let has_fraction = |number: &[u8]| {
        let whole = digits(number);
        let fraction = number.get(whole + 1..).unwrap_or(&[]);
        (1..=3).contains(&whole)
            && number.get(whole) == Some(&b'.')
            && fraction.len() >= 3
            && digits(fraction) == fraction.len()
    };
    let tail = rest.get(at + 1..).unwrap_or(&[]).trim_ascii_start();
    let tail = tail.strip_prefix(b"-").unwrap_or(tail);
    let next = tail.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    head.get(at - number..).is_some_and(has_fraction) && tail.get(..next).is_some_and(has_fraction)
}

/// The comma of `95,000`: behind one to three digits or such a comma, and before exactly three.
fn is_amount_comma(rest: &[u8], at: usize) -> bool {
    let digits = |text: &[u8]| text.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
    let head = rest.get(..at).unwrap_or(&[]);
    let before = head.iter().rev().take(4).take_while(|b| b.is_ascii_digit()).count();
    rest.get(at) == Some(&b',') && matches!(before, 1..=3) && digits(rest.get(at + 1..).unwrap_or(&[])) == 3
}

/// Either bracket around a check digit that stands right behind its number: `A123456(3)`.
fn is_bracket_of_digit(rest: &[u8], at: usize) -> bool {
    let open = if rest.get(at) == Some(&b')') { at.checked_sub(2) } else { Some(at) };
    let number = open.and_then(|open| rest.get(open.checked_sub(1)?..open + 3));
    matches!(number, Some([b'0'..=b'9', b'(', b'0'..=b'9' | b'A', b')']))
}

/// Whether the full stop at `at` ends a sentence before another: behind a word that is no initial and no usual short form.
pub(super) fn ends_sentence(rest: &[u8], at: usize) -> bool {
    const SHORT: [&[u8]; 5] = [b"prof", b"dott", b"capt", b"blvd", b"dipl"];
    let next = matches!(rest.get(at + 1..), Some([b' ', b'A'..=b'Z', ..]));
    let head = rest.get(..at).unwrap_or(&[]);
    let word = head.rsplit(|b| matches!(b, b' ' | b'.')).next().unwrap_or(&[]);
    // `13.` is an ordinal in many languages.
    let is_whole = word.len() >= 4 || word.len() > 2 && word.iter().all(u8::is_ascii_digit);
    next && is_whole && !SHORT.iter().any(|short| short.eq_ignore_ascii_case(word))
}

fn bare_word(rest: &[u8]) -> usize {
    let ends = |(i, b): (usize, &u8)| {
        b.is_ascii_whitespace()
            || matches!(b, b',' | b';' | b'|' | b'&' | b'<' | b'>' | b'"' | b'\'' | b'}' | b']' | b')')
                && !is_pair_comma(rest, i)
                && !is_bracket_of_digit(rest, i)
    };
    rest.iter().enumerate().find(|at| ends(*at)).map_or(rest.len(), |(i, _)| i)
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
    let known = value.iter().filter(|b| b.is_ascii_alphanumeric() && !matches!(b, b'X' | b'x')).count();
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

fn says_redacted(value: &[u8]) -> bool {
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

    fn value(text: &str) -> Option<&str> {
        let mark = text.find([':', '=']).unwrap();
        value_behind(text.as_bytes(), mark, false).map(|(s, e)| &text[s..e])
    }

    #[test]
    fn values_end_where_their_notation_says() {
        for (text, expect) in [
            (r#""name": "Jane Doe", "x": 1"#, Some("Jane Doe")),
            (r#"\"name\": \"Jane Doe\", "#, Some("Jane Doe")),
            ("name: Jane Doe\nnext", Some("Jane Doe")),
            ("Attn: Jane Doe  \n", Some("Jane Doe")),
            ("Name: Jane Doe, Boston", Some("Jane Doe")),
            ("Born: July 19, 1984, in Reno", Some("July 19, 1984")),
            ("Unit: 4, 19847", Some("4")),
            ("name=jane&x=1", Some("jane")),
            ("bic: MARKDEFFXXX. I would like", Some("MARKDEFFXXX")),
            ("name: J. R. Doering. She is", Some("J. R. Doering")),
            ("name: Prof. Jane Roe", Some("Prof. Jane Roe")),
            ("name: Dr. Jane Roe", Some("Dr. Jane Roe")),
            ("born: 5. Mai 1980", Some("5. Mai 1980")),
            ("version: 1.5.2", Some("1.5.2")),
            ("salary: 95,000 EUR", Some("95,000 EUR")),
            ("salary: $1,095,000.50, monthly", Some("$1,095,000.50")),
            ("sizes: 10,20,30", Some("10")),
            ("name: $NAME", None),
            ("name=Jane Doe", Some("Jane")),
            ("name = Jane Doe", Some("Jane Doe")),
            ("name => 'Jane'", Some("Jane")),
            ("phone: (72) 200-000", Some("(72) 200-000")),
            ("name: Jane (work)", Some("Jane")),
            ("hkid: A123456(3), x", Some("A123456(3)")),
            ("hkid=A123456(3)&x", Some("A123456(3)")),
            ("size: 12(px)", Some("12")),
            ("geo:47.36912,8.53871 x", Some("47.36912,8.53871")),
            ("at: 47.36912, -8.53871, x", Some("47.36912, -8.53871")),
            ("\"at\": [8.53871, 47.36912]", Some("8.53871, 47.36912")),
            ("at: [1, 2]", None),
            ("at: [1.5, x]", None),
            ("prices: 12.50, 13.50", Some("12.50")),
            ("phone: 201.555.0123, 201.555.0124", Some("201.555.0123")),
            ("tel=%2B12015550123&x", Some("%2B12015550123")),
            ("name=%s", None),
            ("dob: Date.new(1991, 3, 8) }", Some("1991, 3, 8")),
            ("dob=LocalDate.of(1991,3,8))", Some("1991,3,8")),
            ("born: new Date(1991, 2, 8),", Some("1991, 2, 8")),
            ("at: f(1991, 2)", Some("f")),
            ("at: f(19, 2, 4)", Some("f")),
            ("name: null", None),
            ("name: {", None),
            ("name:", None),
            ("name: \"unclosed\nx", Some("unclosed")),
        ] {
            assert_eq!(value(text), expect, "{text}");
        }
    }

    #[test]
    fn a_label_may_stand_above_its_value() {
        let below = |text: &str| {
            let mark = text.find(':').unwrap();
            let key = text.find(|c: char| c.is_ascii_alphabetic()).unwrap();
            value_below(text.as_bytes(), key, mark).map(|(s, e)| text[s..e].to_owned())
        };
        for (text, value) in [
            ("Phone:\n555-0123\n\nE-mail:", "555-0123"),
            ("  Name: \r\n  Jane Doe\r\n", "Jane Doe"),
            ("Phone:\n(201) 555-0123, home", "(201) 555-0123"),
        ] {
            assert_eq!(below(text).as_deref(), Some(value), "{text}");
        }
        for text in ["name:\n  first", "name:\n\nx", "name:\nlast: x", "name: x\ny", "- name:\nx", "name:"] {
            assert_eq!(below(text), None, "{text}");
        }
    }

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
        for no in ["Xavier", "123-45-6789", "Max", "foxx", "C#", "a*b"] {
            assert!(!masked(no), "{no}");
        }
    }
}
