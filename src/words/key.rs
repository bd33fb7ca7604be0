//! The key that a value stands behind: `"phone": "…"`, `phone=…`, `Phone number: …`, `<phone>…`.

use std::ops::Range;

use super::ByteBits;
use super::between::between_before;
use super::declared::colon_before_type;
use super::remark::before_remark;
use super::typed::{MOST, ends_in_type, mark_before_type};

/// A key in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// First byte of the key.
    pub(crate) start: usize,
    /// Behind its last byte.
    pub(crate) end: usize,
    /// Its last dot.
    dot: Option<usize>,
    /// Whether it is written as prose (`Phone number: …`).
    pub(crate) prose: bool,
    /// Whether words before it may belong to it: in prose, and within quotes (`"Phone Number": …`).
    pub(crate) open: bool,
}

/// How far back a quoted value may open.
const FAR: usize = 200;

/// Longest key that is looked at.
const LONGEST: usize = 64;

/// What makes a name of what stands before it: the `:` or `=` between a key and its value, or the `>` of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// `:` or `=`, the `(` of a call (`setName("…")`), the comma of a pair (`put("name", "…")`), the `-` of an arrow
    /// (`Map("name" -> "…")`), or the blank behind a word that is one (`mapOf("name" to "…")`).
    Sign(usize),
    /// `>`
    Tag(usize),
}

impl Mark {
    /// Whether it stands before an argument of a call.
    pub(crate) fn is_of_call(self, text: &[u8]) -> bool {
        matches!(self, Self::Sign(at) if matches!(text.get(at), Some(b'(' | b',')))
    }

    /// The key that the mark ends. `words` says which bytes are part of words.
    pub(crate) fn key(self, text: &[u8], words: ByteBits<'_>) -> Option<Key> {
        match self {
            Self::Sign(at) => at_mark(text, words, at).map(|key| of_value(text, words, key)),
            Self::Tag(at) => at_tag(text, at),
        }
    }
}

/// The mark before the quoted value that `at` lies in. Looks back at most [`FAR`] bytes, never over a line end.
/// `breaks` are the `"` and line ends of the text.
pub(crate) fn mark_of_quoted(text: &[u8], breaks: ByteBits<'_>, at: usize) -> Option<Mark> {
    let open = breaks.last_before(at, FAR)?;
    (text.get(open) == Some(&b'"')).then(|| mark_before(text, open))?
}

/// The mark of a value that begins at `at`, with nothing but spaces, quotes and brackets between.
pub(crate) fn mark_before(text: &[u8], at: usize) -> Option<Mark> {
    let head = text.get(..at)?;
    let steps = between_before(head);
    let mark = at.checked_sub(steps + 1)?;
    match head.get(mark)? {
        b':' => Some(Mark::Sign(mark)),
        b'=' => Some(Mark::Sign(colon_before_type(text, mark).unwrap_or(mark))),
        0x9A if is_wide_colon(text, mark) => Some(Mark::Sign(mark)),
        b'>' if mark > 0 && matches!(head.get(mark - 1), Some(b'=' | b'-')) => Some(Mark::Sign(mark - 1)),
        b'>' => Some(Mark::Tag(mark)),
        b',' => opens_pair(head, mark).then_some(Mark::Sign(mark)),
        b if b.is_ascii_alphanumeric() => {
            matches!(head.get(mark + 1..), Some([b'(', b'"' | b'\''])).then_some(Mark::Sign(mark + 1))
        }
        _ => None,
    }
}

/// The colon of East Asia; as a mark it goes by its last byte.
pub(crate) const WIDE_COLON: &[u8] = "：".as_bytes();

/// Whether a wide colon ends with the byte at `mark`.
fn is_wide_colon(text: &[u8], mark: usize) -> bool {
    text.get(..=mark).is_some_and(|head| head.ends_with(WIDE_COLON))
}

/// Longest key of a pair.
const LONGEST_OF_PAIR: usize = 40;

/// Longest value that is passed over on the way to the next pair.
const LONGEST_PASSED: usize = 120;

/// How far behind the call the last pair is looked for: windows show no more of it.
const FURTHEST_PAIR: usize = 1024;

/// The marks of pairs of quoted arguments of the call that opens at `open`: `put("name", "…")`, `Map.of("id", 7, "name", "…")`,
/// `mapOf("name" to "…")`.
pub(crate) fn marks_of_pairs(text: &[u8], open: usize) -> impl Iterator<Item = usize> {
    let pairs = takes_pairs(text, open);
    let quote = text.get(open + 1).copied().unwrap_or_default();
    let mut next = pairs.map(|_| open + 1);
    std::iter::from_fn(move || {
        loop {
            let key = next.filter(|key| key - open <= FURTHEST_PAIR)?;
            let inner = text.get(key + 1..text.len().min(key + 1 + LONGEST_OF_PAIR))?;
            let mark = mark_of_pair(text, key + 1 + memchr::memchr(quote, inner)? + 1, pairs?)?;
            next = pairs.filter(|pairs| *pairs != Pairs::One).and_then(|_| key_behind(text, mark, quote));
            let value = text.get(mark + 1..)?.iter().find(|b| !matches!(b, b' ' | b'>'))?;
            if *value == quote {
                return Some(mark);
            }
        }
    })
}

/// The mark behind a key of a pair, whose quote ends before `at`.
fn mark_of_pair(text: &[u8], at: usize, pairs: Pairs) -> Option<usize> {
    let rest = text.get(at..)?;
    match pairs {
        Pairs::Joined if rest.starts_with(b" to ") => Some(at + TO.len()),
        Pairs::Joined => rest.starts_with(b" -> ").then_some(at + 1),
        Pairs::One | Pairs::Many => rest.starts_with(b",").then_some(at),
    }
}

/// The word between a key and its value in Kotlin, before the blank that is the mark.
const TO: &[u8] = b" to";

/// The quote of the key behind the value that follows the `comma` before it.
fn key_behind(text: &[u8], comma: usize, quote: u8) -> Option<usize> {
    let rest = text.get(comma + 1..text.len().min(comma + 1 + LONGEST_PASSED))?;
    let (mut depth, mut within) = (0_u8, false);
    let end = rest.iter().position(|b| {
        within ^= *b == quote;
        let ends = !within && (depth == 0 && matches!(b, b',' | b')') || *b == b';');
        depth = match b {
            b'(' if !within => depth.saturating_add(1),
            b')' if !within => depth.saturating_sub(1),
            _ => depth,
        };
        ends
    })?;
    let behind = rest.get(end..)?.strip_prefix(b",")?;
    let blanks = behind.iter().take_while(|b| b.is_ascii_whitespace()).count();
    (behind.get(blanks) == Some(&quote)).then_some(comma + 1 + end + 1 + blanks)
}

/// How many pairs of a name and its value a call takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pairs {
    One,
    Many,
    /// Many, with an arrow or `to` between name and value.
    Joined,
}

/// How many values what is called at `open` keeps under names, as its own name says: `put`, `setItem`, `addHeader`, `Map.of`,
/// `json_build_object`. Others compare, sort and ask.
fn takes_pairs(text: &[u8], open: usize) -> Option<Pairs> {
    const VERBS: [&[u8]; 9] =
        [b"put", b"set", b"add", b"append", b"insert", b"with", b"store", b"save", b"header"];
    let head = text.get(open.saturating_sub(24)..open).unwrap_or(&[]);
    let len = head.iter().rev().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    let callee = head.get(head.len() - len..).unwrap_or(&[]);
    let opens = |verb: &&[u8]| callee.get(..verb.len()).is_some_and(|head| head.eq_ignore_ascii_case(verb));
    let of_json = callee.len() > 7
        && callee.get(callee.len() - 7..).is_some_and(|end| end.eq_ignore_ascii_case(b"_object"));
    match callee {
        b"of" => Some(Pairs::Many),
        b"entry" | b"pair" | b"Pair" => Some(Pairs::One),
        b"Map" | b"HashMap" => Some(Pairs::Joined),
        _ if callee.ends_with(b"apOf") => Some(Pairs::Joined),
        _ if of_json => Some(Pairs::Many),
        _ => VERBS.iter().any(opens).then_some(Pairs::One),
    }
}

/// Whether the comma at `comma` is that of such a pair.
fn opens_pair(text: &[u8], comma: usize) -> bool {
    let Some(head) = text.get(comma.saturating_sub(LONGEST_OF_PAIR + 3)..comma) else { return false };
    let Some((quote @ (b'"' | b'\''), key)) = head.split_last() else { return false };
    let Some(open) =
        memchr::memrchr(*quote, key).filter(|open| key.get(..*open).is_some_and(|call| call.ends_with(b"(")))
    else {
        return false;
    };
    takes_pairs(text, comma - head.len() + open - 1).is_some()
}

/// Where the key before the `:` or `=` at `mark` ends, and whether it is quoted.
#[inline]
pub(crate) fn key_end(text: &[u8], mark: usize) -> (usize, bool) {
    if text.get(mark) == Some(&0x9A) && is_wide_colon(text, mark) {
        return (mark + 1 - WIDE_COLON.len(), false);
    }
    // `"key" to "…"`
    let mut end = if text.get(mark) == Some(&b' ') { mark.saturating_sub(TO.len()) } else { mark };
    if text.get(mark) == Some(&b':') && end > 0 && text.get(end - 1) == Some(&b')') {
        return (before_remark(text, end - 1).unwrap_or(end), false);
    }
    // `=>`, `:=` and `==` are one mark.
    while end > 0 && matches!(text.get(end - 1), Some(b' ' | b':' | b'=' | b'*' | b'\\')) && mark - end < 4 {
        end -= 1;
    }
    // `row["key"] = …`
    let is_index =
        end > 1 && text.get(end - 1) == Some(&b']') && matches!(text.get(end - 2), Some(b'"' | b'\''));
    end -= usize::from(is_index);
    let quoted = end > 0 && matches!(text.get(end - 1), Some(b'"' | b'\'' | b'`'));
    end -= usize::from(quoted);
    // The quote itself may be escaped: `\"key\":`.
    end -= usize::from(quoted && end > 0 && text.get(end - 1) == Some(&b'\\'));
    (end, quoted)
}

/// The key that ends before the `:` or `=` at `mark`.
fn at_mark(text: &[u8], words: ByteBits<'_>, mark: usize) -> Option<Key> {
    let (end, quoted) = key_end(text, mark);
    let (start, dot) = run_before(text, words, end, LONGEST);
    let start = if text.get(mark) == Some(&0x9A) { behind_wide_sign(text, start, end) } else { start };
    let prose = !quoted && matches!(text.get(mark), Some(b':' | 0x9A));
    (start < end).then_some(Key { start, end, dot, prose, open: prose || quoted })
}

/// The key that says what a value is, where `key` only says of what type.
fn of_value(text: &[u8], words: ByteBits<'_>, mut key: Key) -> Key {
    for _ in 0..MOST {
        let outer = || at_mark(text, words, mark_before_type(text, key.start)?);
        let is_type = text.get(..key.end).is_some_and(ends_in_type);
        let Some(outer) = is_type.then(outer).flatten() else { break };
        key = outer;
    }
    key
}

/// Where a key of East Asia begins that ends at `end`: behind the last of its signs, which are bytes of words like its letters.
fn behind_wide_sign(text: &[u8], start: usize, end: usize) -> usize {
    const SIGNS: [&str; 6] = ["，", "；", "。", "、", "（", "）"];
    let run = text.get(start..end).unwrap_or(&[]);
    let behind = |sign: &&str| memchr::memmem::rfind(run, sign.as_bytes()).map(|at| start + at + sign.len());
    SIGNS.iter().filter_map(behind).max().unwrap_or(start)
}

/// Where the bytes of keys begin that end before `end`, at most `most` of them, and the last dot among them.
fn run_before(text: &[u8], words: ByteBits<'_>, end: usize, most: usize) -> (usize, Option<usize>) {
    let first = end.saturating_sub(most);
    let (mut start, mut dot) = (end, None);
    while start > first {
        let run = words.before(start).leading_ones() as usize;
        start = start.saturating_sub(run).max(first);
        let before = text.get(start.wrapping_sub(1));
        match before {
            Some(b'.') if start > first => dot = dot.or(Some(start - 1)),
            Some(b'_' | b'-' | b'$' | b'/') if start > first => {}
            _ => break,
        }
        start -= 1;
    }
    (start, dot)
}

/// The name of the tag that ends with the `>` at `close`: `<phone type="home">`. A cell of a table or of a list of
/// definitions stands under the one before it, and what follows `<b>Phone:</b>` under that.
fn at_tag(text: &[u8], close: usize) -> Option<Key> {
    let from = close.saturating_sub(LONGEST);
    let head = text.get(from..close)?;
    let open = from + head.iter().rposition(|b| matches!(b, b'<' | b'>' | b'\n'))?;
    if text.get(open) != Some(&b'<') {
        return None;
    }
    if text.get(open + 1) == Some(&b'/') {
        let inner = text.get(..open)?;
        let is_label = inner.strip_suffix(b" ").unwrap_or(inner).ends_with(b":");
        return is_label.then(|| label_within(text, close + 1))?;
    }
    let name = text.get(open + 1..close)?;
    let end = open + 1 + name.iter().position(|b| !is_key_byte(*b) && *b != b':').unwrap_or(name.len());
    let name = text.get(open + 1..end)?;
    if is_tag(name, &["td", "dd"])
        && let Some(key) = cell_before(text, open, close)
    {
        return Some(key);
    }
    if is_tag(name, &["string", "date", "integer"])
        && let Some(key) = entry_before(text, open)
    {
        return Some(key);
    }
    if is_tag(name, &NAMED_BY_ATTRIBUTE)
        && let Some(key) = attribute_name(text, end, close)
    {
        return Some(key);
    }
    let dot = name.iter().rposition(|b| matches!(b, b'.' | b':'));
    let dot = dot.map(|dot| open + 1 + dot);
    (open + 1 < end).then_some(Key { start: open + 1, end, dot, prose: false, open: false })
}

/// Elements whose names say no more than that they hold a value: those of `mysqldump --xml`, Solr, and events of Windows.
const NAMED_BY_ATTRIBUTE: [&str; 9] =
    ["field", "data", "property", "param", "parameter", "attribute", "column", "str", "cell"];

/// How much of a tag is looked at for its name, in bytes.
const LONGEST_TAG: usize = 200;

/// What the attribute `name` says of an element: `<field name="phone">`. The tag's own name ends at `from`.
fn attribute_name(text: &[u8], from: usize, close: usize) -> Option<Key> {
    let attributes = text.get(from..close.min(from + LONGEST_TAG))?;
    let behind = |at: usize| {
        let rest = attributes.get(at..)?;
        let is_one =
            |name: &&&[u8]| rest.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
        Some(at + [&b" name="[..], b" key="].iter().find(is_one)?.len())
    };
    let at = memchr::memchr_iter(b' ', attributes).find_map(behind)?;
    let (quote, value) = attributes.get(at..)?.split_first().filter(|(b, _)| matches!(b, b'"' | b'\''))?;
    let len = value.iter().position(|b| b == quote).filter(|len| (1..=LONGEST).contains(len))?;
    let start = from + at + 1;
    Some(Key { start, end: start + len, dot: None, prose: false, open: false })
}

fn is_tag(name: &[u8], tags: &[&str]) -> bool {
    tags.iter().any(|tag| name.eq_ignore_ascii_case(tag.as_bytes()))
}

/// The last tag of `head`, which must end with it: where it opens, and its name with the slash.
fn last_tag(head: &[u8]) -> Option<(usize, &[u8])> {
    let inner = head.strip_suffix(b">")?;
    let open = inner.iter().rposition(|b| matches!(b, b'<' | b'>'))?;
    let tag = inner.get(open..)?.strip_prefix(b"<")?;
    let name = tag.split(|b| b.is_ascii_whitespace()).next()?;
    Some((open, name))
}

/// The text of the element that ends before `end`, without the tags within it and a colon behind it: `<td><b>Phone:</b></td>`.
fn label_within(text: &[u8], end: usize) -> Option<Key> {
    let from = end.saturating_sub(FAR);
    let mut head = text.get(from..end)?;
    for _ in 0..3 {
        let Some((open, name)) = last_tag(head) else { break };
        head = name.starts_with(b"/").then(|| head.get(..open))??.trim_ascii_end();
    }
    let start = head.iter().rposition(|b| *b == b'>')? + 1;
    let label = head.get(start..)?;
    let start = start + label.len() - label.trim_ascii_start().len();
    let label = label.trim_ascii();
    let label = label.strip_suffix(b":").unwrap_or(label).trim_ascii_end();
    let is_one = (1..=LONGEST).contains(&label.len()) && !label.iter().any(|b| matches!(b, b'<' | b'\n'));
    let start = from + start;
    is_one.then_some(Key { start, end: start + label.len(), dot: None, prose: false, open: false })
}

/// The cell or term before the one that opens at `open` and whose text begins behind `close`, if it is its label: the heading of
/// its row, a term before its definition, or the first of two cells of a row.
fn cell_before(text: &[u8], open: usize, close: usize) -> Option<Key> {
    let head = text.get(..open)?.trim_ascii_end();
    let (_, name) = last_tag(head.get(head.len().saturating_sub(LONGEST)..)?)?;
    let key = label_within(text, head.len())?;
    let is_label = is_tag(name, &["/th", "/dt"])
        || is_tag(name, &["/td"]) && opens_row(text, key.start) && closes_row(text, close + 1);
    is_label.then_some(key)
}

/// The key of a property list before the value that opens at `open`: `<key>phone</key><string>`.
fn entry_before(text: &[u8], open: usize) -> Option<Key> {
    let head = text.get(open.saturating_sub(FAR)..open)?.trim_ascii_end();
    let end = open - (text.get(open.saturating_sub(FAR)..open)?.len() - head.len());
    head.ends_with(b"</key>").then(|| label_within(text, end))?
}

/// Whether nothing but tags stands between the beginning of a row and `at`.
fn opens_row(text: &[u8], at: usize) -> bool {
    let mut head = text.get(at.saturating_sub(FAR)..at).unwrap_or(&[]).trim_ascii_end();
    for _ in 0..3 {
        match last_tag(head) {
            Some((_, name)) if is_tag(name, &["tr"]) => return true,
            Some((open, _)) => head = head.get(..open).unwrap_or(&[]).trim_ascii_end(),
            None => return false,
        }
    }
    false
}

/// Whether the cell whose text begins at `at` is the last of its row.
fn closes_row(text: &[u8], at: usize) -> bool {
    const CELL: &[u8] = b"</td>";
    let tail = text.get(at..text.len().min(at + FAR)).unwrap_or(&[]);
    let end = tail.windows(CELL.len()).position(|tag| tag.eq_ignore_ascii_case(CELL));
    let behind = end.and_then(|end| tail.get(end + CELL.len()..)).unwrap_or(&[]).trim_ascii_start();
    behind.get(..4).is_some_and(|tag| tag.eq_ignore_ascii_case(b"</tr"))
}

/// Where the object, tag or list item begins that `at` stands in, at most [`FAR`] bytes before. What shares its line with other
/// keys has its name there as well.
fn group_start(text: &[u8], at: usize) -> usize {
    let first = at.saturating_sub(FAR);
    let head = text.get(first..at).unwrap_or(&[]);
    let bracket = head.iter().rposition(|b| matches!(b, b'{' | b'}' | b'<' | b'>')).map_or(0, |n| n + 1);
    let line = |line_end: usize| head.get(line_end + 1..).unwrap_or(&[]).trim_ascii_start();
    let is_first = |line: &[u8]| line.iter().all(|b| matches!(b, b'"' | b'\''));
    let opens =
        |line_end: &usize| line(*line_end).starts_with(b"- ") || head.get(line_end + 1) == Some(&b'\n');
    let mut line_ends = memchr::memrchr_iter(b'\n', head).peekable();
    let own = line_ends.peek().copied().filter(|line_end| !is_first(line(*line_end)));
    let item = own.or_else(|| line_ends.find(opens)).map_or(0, |n| n + 1);
    first + bracket.max(item)
}

/// The value behind `mark`, as a key.
fn named_by(text: &[u8], mark: usize) -> Option<Key> {
    let rest = text.get(mark + 1..text.len().min(mark + 1 + LONGEST))?;
    let start = rest.iter().position(|b| !matches!(b, b' ' | b'"' | b'\'' | b'\\'))?;
    let value = rest.get(start..)?;
    let len = value.iter().position(|b| !is_key_byte(*b) && *b != b' ').unwrap_or(value.len());
    let start = mark + 1 + start;
    (len > 0).then_some(Key { start, end: start + len, dot: None, prose: false, open: false })
}

fn is_key_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'$' | b'/') || b >= 0x80
}

/// Keys whose values are names of what stands under `value` beside them: HAR, HTML forms, SCIM, FHIR, lists of settings.
const NAMING: [&str; 12] = [
    "name", "key", "id", "field", "label", "type", "system", "attribute", "property", "parameter", "param",
    "column",
];

/// Keys before a `value` that are looked at for its name.
const MOST_BESIDE: usize = 8;

impl Key {
    /// Where the key is `value`: what is called a name before it in the same object, tag or list item, nearest first, and then the
    /// tag itself (`<birthDate value="…"/>`).
    pub(crate) fn beside<'t>(&self, text: &'t [u8], words: ByteBits<'t>) -> impl Iterator<Item = Self> + 't {
        let from = if self.is_value(text) { group_start(text, self.start) } else { self.start };
        let head = text.get(from..self.start).unwrap_or(&[]);
        let named = memchr::memrchr2_iter(b':', b'=', head).take(MOST_BESIDE).filter_map(move |mark| {
            let key = at_mark(text, words, from + mark)?;
            let name = text.get(key.start..key.end)?;
            let names = NAMING.iter().any(|n| name.eq_ignore_ascii_case(n.as_bytes()));
            names.then(|| named_by(text, from + mark))?
        });
        let len = head.iter().position(|b| !is_key_byte(*b)).unwrap_or(head.len());
        let is_tag = len > 0 && from.checked_sub(1).and_then(|open| text.get(open)) == Some(&b'<');
        let tag = Self { start: from, end: from + len, dot: None, prose: false, open: false };
        named.chain(is_tag.then_some(tag))
    }

    /// Whether it says no more than `value`: a name [beside](Self::beside) it says what it means.
    pub(crate) fn is_value(&self, text: &[u8]) -> bool {
        text.get(self.start..self.end).is_some_and(|name| name.eq_ignore_ascii_case(b"value"))
    }

    /// The last part of a dotted key.
    pub(crate) fn name(&self) -> Range<usize> {
        match self.dot {
            Some(dot) if dot + 1 < self.end => dot + 1..self.end,
            _ => self.start..self.end,
        }
    }

    /// The key with one more word before it, if there is one that may belong to it.
    pub(crate) fn wider(&self, text: &[u8], words: ByteBits<'_>) -> Option<Self> {
        if !self.open || self.start == 0 || text.get(self.start - 1) != Some(&b' ') {
            return None;
        }
        let end = self.start - 1;
        let (start, dot) = run_before(text, words, end, 24);
        (start < end).then_some(Self { start, dot: self.dot.or(dot), ..*self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::is_word;

    fn key(text: &str) -> Option<&str> {
        let at = text.find("VALUE").unwrap();
        let breaks = ByteBits::of(text.as_bytes(), |b| matches!(b, b'"' | b'\n'));
        let words = ByteBits::of(text.as_bytes(), is_word);
        let (bytes, words) = (text.as_bytes(), ByteBits(&words));
        let near = mark_before(bytes, at).and_then(|m| m.key(bytes, words));
        let key = near.or_else(|| mark_of_quoted(bytes, ByteBits(&breaks), at)?.key(bytes, words))?;
        text.get(key.name())
    }

    #[test]
    fn wide_colons_end_keys() {
        assert_eq!(key("姓名：VALUE"), Some("姓名"));
        assert_eq!(key("电话：x，地址：VALUE"), Some("地址"));
        assert_eq!(key("姓名，VALUE"), None);
    }

    #[test]
    fn values_of_property_lists_stand_under_the_key_before() {
        assert_eq!(key("<key>firstName</key><string>VALUE</string>"), Some("firstName"));
        assert_eq!(key("<key>dob</key>\n  <date>VALUE</date>"), Some("dob"));
        assert_eq!(key("<a>firstName</a><string>VALUE</string>"), Some("string"));
    }

    #[test]
    fn types_of_values_are_looked_through() {
        assert_eq!(key("{\"dob\": {\"S\": \"VALUE\"}}"), Some("dob"));
        assert_eq!(key("{\"phones\": {\"L\": [{\"S\": \"VALUE\"}]}}"), Some("phones"));
        assert_eq!(key("{\"dob\": {\n  \"$date\": {\n \"$numberLong\": \"VALUE\""), Some("dob"));
        assert_eq!(key("{\"emails\": {\"SS\": [\"VALUE\"]}}"), Some("emails"));
        assert_eq!(key("{\"size\": {\"a\": 1, \"S\": \"VALUE\"}}"), Some("S"));
        assert_eq!(key("{\"S\": \"VALUE\"}"), Some("S"));
        assert_eq!(key("{\"dob\": {\"Size\": \"VALUE\"}}"), Some("Size"));
    }

    #[test]
    fn fields_may_be_named_by_an_attribute() {
        assert_eq!(key("<field name=\"dob\">VALUE</field>"), Some("dob"));
        assert_eq!(key("<str type=\"x\" name=\"last_name\">VALUE</str>"), Some("last_name"));
        assert_eq!(key("<field name=\"\">VALUE</field>"), Some("field"));
        assert_eq!(key("<field id=\"dob\">VALUE</field>"), Some("field"));
        assert_eq!(key("<string name=\"dob\">VALUE</string>"), Some("string"));
    }

    #[test]
    fn a_value_may_be_that_of_its_tag() {
        fn beside(text: &str) -> Option<&str> {
            let words = ByteBits::of(text.as_bytes(), is_word);
            let mark = text.find('=').unwrap();
            let key = Mark::Sign(mark).key(text.as_bytes(), ByteBits(&words))?;
            let named = key.beside(text.as_bytes(), ByteBits(&words)).last()?;
            text.get(named.name())
        }
        assert_eq!(beside("<birthDate value=\"1984-07-19\"/>"), Some("birthDate"));
        assert_eq!(beside("<birthDate code=\"x\"/>"), None);
        assert_eq!(beside("{value=\"x\"}"), None);
    }

    #[test]
    fn arguments_of_calls_have_names() {
        for (text, name) in [
            ("user.setFirstName(\"VALUE\")", Some("setFirstName")),
            ("b.name('VALUE')", Some("name")),
            ("map.put(\"iban\", \"VALUE\")", Some("iban")),
            ("prefs.putString('first_name','VALUE')", Some("first_name")),
            ("query.orderBy(\"last_name\", \"VALUE\")", None),
            ("f(\"a\", \"b\", \"VALUE\")", None),
            ("f(VALUE)", None),
            ("[\"iban\", \"VALUE\"]", None),
        ] {
            assert_eq!(key(text), name, "{text}");
        }
    }

    #[test]
    fn pairs_of_arguments_have_commas() {
        let commas = |text: &str| {
            let open = text.find('(').unwrap();
            marks_of_pairs(text.as_bytes(), open).collect::<Vec<_>>()
        };
        for (text, expect) in [
            ("put(\"a\", \"b\")", vec![7]),
            ("mapOf(\"a\" to \"b\", \"c\" to 1, \"d\" to \"e\")", vec![12, 34]),
            ("Map(\"a\" -> \"b\",\n  \"c\" -> \"d\")", vec![8, 22]),
            ("Map(\"a\", \"b\")", vec![]),
            ("goTo(\"a\" to \"b\")", vec![]),
            ("put(\"a\", \"b\", \"c\", \"d\")", vec![7]),
            ("put(\"a\" + \"b\")", vec![]),
            ("put(\"a", vec![]),
            ("of(\"a\", 1, \"b\", f(1, \"x\"), \"c\", \"d\")", vec![30]),
            ("of(\"a\",\"1\",\n \"b\", \"2\")", vec![6, 16]),
            ("of(\"a\", \"1\"), f(\"b\", \"2\")", vec![6]),
            ("JSON_OBJECT('a', 'x, y', 'b', '2')", vec![15, 28]),
            ("_object('a')", vec![]),
            ("orderBy('a', 'b', 'c', 'd')", vec![]),
        ] {
            assert_eq!(commas(text), expect, "{text}");
        }
        let endless = format!("of(\"a\", \"1\"{})", ", \"b\", \"2\"".repeat(500));
        assert!(commas(&endless).last().is_some_and(|last| *last < FURTHEST_PAIR + LONGEST_OF_PAIR));
    }

    #[test]
    fn keys_of_every_notation() {
        for (text, name) in [
            (r#"{"phone": "VALUE"}"#, "phone"),
            (r#"{"phone":"call VALUE now"}"#, "phone"),
            (r#"{\"phone\":\"VALUE\"}"#, "phone"),
            ("phone=VALUE", "phone"),
            ("user.phone = 'VALUE'", "phone"),
            ("phone => VALUE", "phone"),
            ("row[\"phone\"] = \"VALUE\"", "phone"),
            ("$row['phone'] = 'VALUE'", "phone"),
            ("{[\"phone no\"] = \"VALUE\"}", "no"),
            ("phone: VALUE", "phone"),
            ("  - phone: +VALUE", "phone"),
            ("<phone>VALUE</phone>", "phone"),
            ("<phone type=\"home\">VALUE", "phone"),
            ("<Data Name='TargetUserName'>VALUE</Data>", "TargetUserName"),
            ("Phone number: (VALUE", "number"),
            ("**Phone**: VALUE", "Phone"),
            ("a.b-c.phone_no: VALUE", "phone_no"),
            ("a.phone.: VALUE", "a.phone."),
            ("<tr><th>Phone no</th><td>VALUE</td>", "Phone no"),
            ("<th scope=\"row\">\n  Phone: </th>\n  <td class=\"x\">VALUE</td>", "Phone"),
            ("<dt>Phone</dt> <dd>VALUE</dd>", "Phone"),
            ("<TR><TD><B>Phone</B></TD><TD>VALUE</TD></TR>", "Phone"),
            ("<p><b>Phone:</b> VALUE", "Phone"),
            ("<th></th><td>VALUE</td>", "td"),
            ("<tr><td>Phone</td><td>VALUE</td><td>x</td></tr>", "td"),
            ("<tr><td>x</td><td>Phone</td><td>VALUE</td></tr>", "td"),
        ] {
            assert_eq!(key(text), Some(name), "{text}");
        }
        for text in [
            "call VALUE",
            "</b>VALUE",
            "<b>Phone</b> VALUE",
            "a\nVALUE",
            "x[] = VALUE",
            "VALUE",
            "at 10:30 VALUE",
            "\"VALUE\"",
        ] {
            assert_eq!(key(text), None, "{text}");
        }
    }

    #[test]
    fn keys_of_words_grow_word_by_word() {
        let text = b"my date of birth: 1";
        let words = ByteBits::of(text, is_word);
        let words = ByteBits(&words);
        let key = mark_before(text, 18).and_then(|m| m.key(text, words)).unwrap();
        let wide = key.wider(text, words).and_then(|k| k.wider(text, words)).unwrap();
        assert_eq!(&text[wide.start..wide.end], b"date of birth");
        let json = b"x \"last birth\": 1";
        let words = ByteBits::of(json, is_word);
        let words = ByteBits(&words);
        let wide = Mark::Sign(14).key(json, words).unwrap().wider(json, words).unwrap();
        assert_eq!(&json[wide.start..wide.end], b"last birth");
        assert_eq!(wide.wider(json, words), None);
    }

    #[test]
    fn endless_keys_are_cut() {
        for len in [23, 24, 25, 63, 64, 65, 200] {
            let text = format!("{}: 1", "k".repeat(len));
            let words = ByteBits::of(text.as_bytes(), is_word);
            let key = Mark::Sign(len).key(text.as_bytes(), ByteBits(&words)).unwrap();
            assert_eq!(key.end - key.start, len.min(LONGEST));
        }
    }
}
