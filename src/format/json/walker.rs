//! Where in JSON we are: in which objects and arrays, under which of their keys. One pass over the bytes, which may be cut
//! anywhere. It takes what it gets: what is no JSON costs names, never the way back.

use crate::format::eight::bytes_like;
use crate::format::notation::{Values, Walk};
use crate::format::path::{self, DEEPEST, LONGEST};

/// Reads JSON in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Walker {
    token: Token,
    next: Next,
    /// The objects and arrays that are open.
    levels: Vec<Level>,
    /// The keys of the open objects, one after another, as they are written.
    names: Vec<u8>,
    /// Levels that are open and not kept.
    deeper: u64,
    /// Whether a line begins here.
    fresh: bool,
    /// The last bytes that were read.
    tail: [u8; 3],
}

/// An object or array that is open.
#[derive(Clone, Copy, Debug)]
struct Level {
    is_array: bool,
    /// Where its key begins among the names.
    name: usize,
}

/// What the next byte is part of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Token {
    /// Nothing; a new token may begin.
    #[default]
    None,
    /// A string between these quotes, and whether a backslash stands before the byte.
    Quoted { quote: u8, escaped: bool },
    /// Anything else: a number, a word, a key without quotes.
    Bare,
    /// A comment or no comment: a slash.
    Slash,
    /// A comment up to the end of the line.
    Line,
    /// A comment between stars, and whether the last byte was one.
    Block { star: bool },
}

/// What may come next, or is being read, in the innermost level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Next {
    /// A value.
    #[default]
    Value,
    /// A key.
    Key,
    /// A comma or the end: key and value were read.
    Behind,
}

impl Walker {
    /// Whether an object or array is open.
    pub(crate) fn is_open(&self) -> bool {
        !self.levels.is_empty()
    }

    /// Where the last document begins that surely does: with a `{` on a new line, after a line that ends with `}`. Within
    /// a document a comma would stand between the two.
    fn last_document(&self, text: &[u8]) -> Option<usize> {
        let line_ends = memchr::memrchr_iter(b'\n', text).map(|line_end| line_end + 1);
        line_ends.chain([0]).find(|at| self.is_document(text, *at))
    }

    /// Where the first such document begins from `from` on.
    fn next_document(&self, text: &[u8], from: usize) -> Option<usize> {
        let rest = text.get(from..).unwrap_or(&[]);
        let lines = memchr::memchr_iter(b'\n', rest).map(|line_end| from + line_end + 1);
        [from].into_iter().chain(lines).find(|at| self.is_document(text, *at))
    }

    /// Whether such a document begins at `at`.
    fn is_document(&self, text: &[u8], at: usize) -> bool {
        let back = |n: usize| match at.checked_sub(n) {
            Some(at) => text.get(at),
            None => self.tail.get(self.tail.len() + at - n),
        };
        let ends = || back(if back(2) == Some(&b'\r') { 3 } else { 2 });
        text.get(at) == Some(&b'{') && back(1) == Some(&b'\n') && ends() == Some(&b'}')
    }

    fn begin_document(&mut self, fresh: bool) {
        (self.token, self.fresh) = (Token::None, fresh);
        self.begin_root();
    }

    fn read(&mut self, text: &[u8]) {
        let mut rest = text;
        while !rest.is_empty() {
            let read = self.token::<false>(rest);
            rest = rest.get(read..).unwrap_or(&[]);
        }
    }

    /// Reads a token or what is left of one, or else brackets, marks and short tokens: with `STOPS` only up to a value that they lead
    /// to. Gives the number of bytes.
    fn token<const STOPS: bool>(&mut self, text: &[u8]) -> usize {
        let read = match self.token {
            Token::None => self.structure::<STOPS>(text),
            Token::Quoted { quote, escaped } => self.quoted(text, quote, escaped),
            Token::Bare => self.bare(text),
            Token::Slash => text.first().map_or(0, |first| self.slash(*first)),
            Token::Line => self.line(text),
            Token::Block { star } => self.block(text, star),
        };
        let done = text.get(..read).unwrap_or(text);
        self.fresh = done.last().map_or(self.fresh, |last| *last == b'\n');
        read
    }

    /// Whether the value that comes next stands in a record: an object in a list, or a document of its own where there are
    /// many.
    fn is_in_record(&self, are_many: bool) -> bool {
        self.deeper == 0
            && self.levels.iter().any(|level| !level.is_array)
            && (are_many || self.levels.iter().any(|level| level.is_array))
    }

    /// The keys that the value stands under that begins or goes on here, `None` for each array; nothing at all in a comment
    /// and too deep down.
    pub(crate) fn steps(&self) -> Option<impl Iterator<Item = Option<&[u8]>>> {
        let is_comment = matches!(self.token, Token::Line | Token::Block { .. });
        if is_comment || self.deeper > 0 {
            return None;
        }
        let ends = self.levels.iter().skip(1).map(|level| level.name).chain([self.names.len()]);
        Some(self.levels.iter().zip(ends).map(|(level, end)| {
            let name = self.names.get(level.name..end).unwrap_or(&[]);
            (!level.is_array).then_some(name)
        }))
    }

    /// Whether a key begins or goes on here.
    pub(crate) fn is_at_key(&self) -> bool {
        self.deeper == 0
            && self.next != Next::Value
            && self.levels.last().is_some_and(|level| !level.is_array)
    }

    /// Brackets, marks and short tokens, up to one that may be long or whose end is not here, or up to any value.
    fn structure<const STOPS: bool>(&mut self, text: &[u8]) -> usize {
        let mut at = 0;
        while let Some(byte) = text.get(at) {
            match byte {
                b' ' | b'\n' | b'\r' | b'\t' => {}
                b'"' | b'\'' => {
                    self.begin_scalar();
                    if STOPS && self.next == Next::Value {
                        return at;
                    }
                    let inner = text.get(at + 1..).unwrap_or(&[]);
                    let Some(len) = short_string(inner, *byte) else {
                        self.token = Token::Quoted { quote: *byte, escaped: false };
                        return at + 1;
                    };
                    self.keep(inner.get(..len).unwrap_or(&[]));
                    self.value_ends();
                    at += len + 1;
                }
                b':' | b'=' => self.colon(),
                b',' => self.comma(),
                b'{' | b'[' => {
                    let before = at.checked_sub(1).and_then(|before| text.get(before));
                    let fresh = before.map_or(self.fresh, |byte| *byte == b'\n');
                    self.open(*byte == b'[', fresh);
                }
                b'}' | b']' => self.close(*byte == b']'),
                b'/' => {
                    self.token = Token::Slash;
                    return at + 1;
                }
                _ => {
                    self.begin_scalar();
                    self.token = Token::Bare;
                    return at;
                }
            }
            at += 1;
        }
        at
    }

    /// The rest of a string. A line end ends it as well: no string holds one, and so a quote that is never closed costs
    /// its line and no more.
    fn quoted(&mut self, text: &[u8], quote: u8, escaped: bool) -> usize {
        let from = usize::from(escaped);
        let rest = text.get(from..).unwrap_or(&[]);
        let stop = memchr::memchr3(quote, b'\\', b'\n', rest).map(|n| from + n);
        let end = stop.unwrap_or(text.len());
        self.keep(text.get(..end).unwrap_or(&[]));
        match stop.and_then(|stop| text.get(stop)) {
            None => self.token = Token::Quoted { quote, escaped: false },
            Some(b'\\') => {
                self.keep(b"\\");
                self.token = Token::Quoted { quote, escaped: true };
            }
            Some(_) => self.end_scalar(),
        }
        end + usize::from(stop.is_some())
    }

    /// The rest of a word or number.
    fn bare(&mut self, text: &[u8]) -> usize {
        let end = text.iter().position(ends_bare);
        self.keep(text.get(..end.unwrap_or(text.len())).unwrap_or(&[]));
        if end.is_some() {
            self.end_scalar();
        }
        end.unwrap_or(text.len())
    }

    /// What follows a slash; where that begins no comment, it is not read yet.
    fn slash(&mut self, byte: u8) -> usize {
        self.token = match byte {
            b'/' => Token::Line,
            b'*' => Token::Block { star: false },
            _ => Token::None,
        };
        usize::from(self.token != Token::None)
    }

    fn line(&mut self, text: &[u8]) -> usize {
        let end = memchr::memchr(b'\n', text);
        if end.is_some() {
            self.token = Token::None;
        }
        end.map_or(text.len(), |n| n + 1)
    }

    fn block(&mut self, text: &[u8], star: bool) -> usize {
        if star && text.first() == Some(&b'/') {
            self.token = Token::None;
            return 1;
        }
        let star = memchr::memchr(b'*', text);
        self.token = Token::Block { star: star.is_some() };
        star.map_or(text.len(), |n| n + 1)
    }

    /// A string, number or word begins. Where an object expects no value it is a key, also where a comma is missing.
    fn begin_scalar(&mut self) {
        if self.next == Next::Behind && self.is_at_key() {
            self.next = Next::Key;
        }
        if self.next == Next::Key {
            let name = self.levels.last().map_or(0, |level| level.name);
            self.names.truncate(name);
        }
    }

    fn end_scalar(&mut self) {
        self.token = Token::None;
        self.value_ends();
    }

    /// Keeps what a key is written with, as far as there is room.
    fn keep(&mut self, bytes: &[u8]) {
        if self.next == Next::Key {
            let name = self.levels.last().map_or(0, |level| level.name);
            let room = LONGEST.saturating_sub(self.names.len() - name);
            self.names.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
        }
    }

    fn colon(&mut self) {
        if self.is_at_key() {
            self.next = Next::Value;
        }
    }

    fn comma(&mut self) {
        if self.deeper == 0 {
            let in_object = self.levels.last().is_some_and(|level| !level.is_array);
            self.next = if in_object { Next::Key } else { Next::Value };
        }
    }

    /// An object or array begins. Where none may, at the beginning of a line, the one before was cut off: a new document
    /// begins.
    fn open(&mut self, is_array: bool, fresh: bool) {
        if fresh && self.next != Next::Value {
            self.begin_root();
        }
        if self.deeper > 0 || self.levels.len() == DEEPEST {
            self.deeper += 1;
            self.next = Next::Value;
            return;
        }
        self.levels.push(Level { is_array, name: self.names.len() });
        self.next = if is_array { Next::Value } else { Next::Key };
    }

    /// An object or array ends, and what is open in it.
    fn close(&mut self, is_array: bool) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if let Some(at) = self.levels.iter().rposition(|level| level.is_array == is_array) {
            let name = self.levels.get(at).map_or(0, |level| level.name);
            self.names.truncate(name);
            self.levels.truncate(at);
        }
        self.value_ends();
    }

    /// After a value; at the top, and where nobody knows what is open, the next may come at once.
    fn value_ends(&mut self) {
        let is_within = self.deeper == 0 && !self.levels.is_empty();
        self.next = if is_within { Next::Behind } else { Next::Value };
    }

    fn begin_root(&mut self) {
        self.levels.clear();
        self.names.clear();
        (self.deeper, self.next) = (0, Next::Value);
    }
}

impl Walk for Walker {
    /// Of many documents only the last has to be read.
    fn walk(&mut self, text: &[u8]) {
        let last = self.last_document(text);
        if last.is_some() {
            self.begin_document(true);
        }
        self.read(text.get(last.unwrap_or(0)..).unwrap_or(&[]));
        for byte in text.get(text.len().saturating_sub(3)..).unwrap_or(&[]) {
            self.tail.rotate_left(1);
            self.tail[2] = *byte;
        }
    }

    /// A key's own place in its object is `*`: a name that was found is a value.
    fn path(&self) -> Option<String> {
        let has_key = self.levels.iter().any(|level| !level.is_array);
        self.steps().filter(|_| has_key).map(|steps| path::written(steps, self.is_at_key()))
    }

    fn copy(&self) -> Box<dyn Walk> {
        Box::new(self.clone())
    }

    fn records(&mut self, text: &[u8], owned: usize, are_many: bool, value: Values<'_>) {
        let mut at = 0;
        let mut next = self.next_document(text.get(..owned).unwrap_or(text), 0);
        while at < owned {
            if next == Some(at) {
                self.begin_document(true);
                next = self.next_document(text.get(..owned).unwrap_or(text), at + 1);
            }
            let until = next.unwrap_or(owned);
            at += self.token::<true>(text.get(at..until).unwrap_or(&[]));
            let rest = text.get(at..).unwrap_or(&[]);
            let begins = match self.token {
                Token::None => matches!(rest, [b'"' | b'\'', ..]),
                Token::Bare => true,
                _ => false,
            };
            if at < until && begins && self.next == Next::Value {
                let path = self.steps().filter(|_| self.is_in_record(are_many));
                if let Some(path) = path.map(|steps| path::written(steps, false)) {
                    value(path, &path::plain(scalar(rest)));
                }
                at += self.token::<false>(rest.get(..1).unwrap_or(&[]));
            }
        }
    }
}

/// Bytes of a value that are looked at.
const LONGEST_VALUE: usize = 1024;

/// The string, number or word that `text` begins with, as it is written between its quotes.
fn scalar(text: &[u8]) -> &[u8] {
    let text = text.get(..text.len().min(LONGEST_VALUE)).unwrap_or(text);
    let (value, end) = match text {
        [quote @ (b'"' | b'\''), value @ ..] => (value, string_end(value, *quote)),
        _ => (text, text.iter().position(ends_bare)),
    };
    end.and_then(|end| value.get(..end)).unwrap_or(value)
}

/// Where a string ends: with its quote, or with the line.
fn string_end(text: &[u8], quote: u8) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr3(quote, b'\\', b'\n', text.get(at..)?)?;
        if text.get(at) != Some(&b'\\') {
            return Some(at);
        }
        at += 2;
    }
}

/// Whether a byte ends a word or number.
const fn ends_bare(b: &u8) -> bool {
    matches!(b, b' ' | b'\n' | b'\r' | b'\t' | b'"' | b',' | b':' | b'=' | b'{' | b'}' | b'[' | b']')
}

/// Bytes of the string that ends within the next 32 bytes, if it holds nothing that is special. Most are of this kind, and a
/// search over the whole text would cost them more than it reads.
fn short_string(text: &[u8], quote: u8) -> Option<usize> {
    let (words, _) = text.get(..32)?.as_chunks::<8>();
    for (number, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let stops = bytes_like(quote, word) | bytes_like(b'\\', word) | bytes_like(b'\n', word);
        if stops != 0 {
            let len = 8 * number + stops.trailing_zeros() as usize / 8;
            return (text.get(len) == Some(&quote)).then_some(len);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, Value};

    use super::*;

    /// The path at each `^`, which is left out of the text.
    fn paths(text: &str) -> Vec<Option<String>> {
        let mut walker = Walker::default();
        let mut parts: Vec<&str> = text.split('^').collect();
        parts.pop();
        let path = |part: &str| {
            walker.walk(part.as_bytes());
            walker.path()
        };
        parts.into_iter().map(path).collect()
    }

    fn path(text: &str) -> Option<String> {
        let mut found = paths(text);
        assert_eq!(found.len(), 1, "{text}");
        found.remove(0)
    }

    #[test]
    fn values_have_the_keys_that_they_stand_under() {
        for (text, expect) in [
            (r#"{"a": ^1}"#, "a"),
            (r#"{"a": "x ^y"}"#, "a"),
            (r#"{"a": 1, "b": {"c": "^"}}"#, "b.c"),
            (r#"{"users": [{"id": 1}, {"contact": {"email": "^"}}]}"#, "users[].contact.email"),
            (r#"{"a": [[1, 2], [3, ^4]]}"#, "a[][]"),
            (r#"[{"a": {}, "b": [], "c": "^"}]"#, "[].c"),
            (r#"{"a": {"a": {"a": 1}, "b": ^2}}"#, "a.b"),
            (r#"{"a": "{\"b\": [", "c": "^"}"#, "c"),
            (r#"{"a": "}]", "b\"}": "^"}"#, r#"["b\"}"]"#),
            (r#"{"a\\": "\\", "b": "^"}"#, "b"),
            (r#"{"na\u006de": "^"}"#, "name"),
            (r#"{"": {"x": ^true}}"#, r#"[""].x"#),
            ("{\"a\"\r\n:\t\n\"^\"}", "a"),
            ("{\"a\": 1}\n{\"b\": \"^\"}\n", "b"),
            ("{\"a\": {\"b\": 1}} {\"c\": ^2}", "c"),
        ] {
            assert_eq!(path(text).as_deref(), Some(expect), "{text}");
        }
    }

    #[test]
    fn what_has_no_key_has_no_path() {
        for text in
            ["^", "\"^\"", "[1, ^2]", "[[\"^\"]]", "{\"a\": 1}^", "{\"a\": 1} \"^\"", "[{\"a\": 1}, \"^\"]"]
        {
            assert_eq!(path(text), None, "{text}");
        }
    }

    #[test]
    fn a_key_is_not_told_where_it_is_the_value() {
        assert_eq!(path(r#"{"users": {"Jane ^Roe": 1}}"#).as_deref(), Some("users.*"));
        assert_eq!(path(r#"{"a": 1, "^b": 1}"#).as_deref(), Some("*"));
        assert_eq!(
            path(r#"{"users": {"jane@example.org": {"phone": "^"}}}"#).as_deref(),
            Some("users.*.phone")
        );
    }

    #[test]
    fn comments_and_other_liberties() {
        for (text, expect) in [
            ("// it's \"a\" {\n{\"a\": ^1}", Some("a")),
            ("{/* {\"x\": [ **/\"a\": \"^\"}", Some("a")),
            ("{\"a\": 1, // {\n \"b\": \"^\"}", Some("b")),
            ("{\"a\": 1, // ^\n \"b\": 1}", None),
            ("{\"a\": /* ^ */ 1}", None),
            ("{a: {b_c: '^'}}", Some("a.b_c")),
            ("{'a': 'it\"s', 'b': \"it's ^\"}", Some("b")),
            ("{\"a\": [1, 2,], \"b\": ^2,}", Some("b")),
            ("{\"a\": 1 \"b\": ^2}", Some("b")),
            ("{\"a\": [1 2 ^3]}", Some("a[]")),
            ("{\"a\": \"http://x/^\"}", Some("a")),
            ("{\"a\": 1/2, \"b\": ^1}", Some("b")),
        ] {
            assert_eq!(path(text).as_deref(), expect, "{text}");
        }
    }

    #[test]
    fn after_nonsense_it_goes_on() {
        for (text, expect) in [
            ("{\"a\": \"unclosed\n{\"b\": \"^\"}", Some("b")),
            ("{\"a\": {\"b\": [1, {\"c\": 2\n{\"d\": \"^\"}", Some("d")),
            ("{\"a\": {\"b\n{\"d\": 1}\n{\"e\": \"^\"}", Some("e")),
            ("{\"a\": [1, {\"b\": 2], \"c\": ^3}", Some("c")),
            ("}]}{\"a\": ^1}", Some("a")),
            ("a plain line\n{\"a\": ^1}", Some("a")),
            ("{\"a\": {{ x }}, \"b\": ^1}", Some("b")),
            ("{\"a\": 1}}} more: \"^\"", None),
            ("{\"a\": [{\"b\": {}\n{\"c\": \"^\"}", Some("c")),
            ("{\"a\": /* never ends {}\r\n{\"c\": \"^\"}", Some("c")),
            ("{\"a\": {}\n, \"c\": [\n{\"b\": \"^\"}]}", Some("c[].b")),
        ] {
            assert_eq!(path(text).as_deref(), expect, "{text}");
        }
    }

    #[test]
    fn depths_are_counted() {
        let deep = |levels: usize| "{\"a\":".repeat(levels);
        let names = |levels: usize| vec!["a"; levels].join(".");
        assert_eq!(path(&(deep(64) + "^1")), Some(names(64)));
        assert_eq!(path(&(deep(65) + "^1")), None);
        let text =
            deep(100_000) + "^1" + &"}".repeat(99_936) + ",\"b\": ^2" + &"}".repeat(64) + "{\"c\": ^3}";
        let found = paths(&text);
        assert_eq!(found[0], None);
        assert_eq!(found[1], Some(names(63) + ".b"));
        assert_eq!(found[2].as_deref(), Some("c"));
        assert_eq!(path(&("[".repeat(1_000_000) + "^")), None);
    }

    #[test]
    fn names_take_bounded_memory() {
        let mut walker = Walker::default();
        walker.walk(b"{\"x\": {\"");
        for _ in 0..1000 {
            walker.walk(&[b'k'; 1000]);
        }
        assert!(walker.names.capacity() < 1024);
        walker.walk(b"\": ");
        assert_eq!(walker.path().as_deref(), Some("x.*"));
    }

    /// Every scalar of `value` with the path that it has.
    fn leaves(value: &Value, steps: &mut Vec<Option<String>>, found: &mut Vec<(String, Option<String>)>) {
        match value {
            Value::Array(items) => {
                steps.push(None);
                items.iter().for_each(|item| leaves(item, steps, found));
                steps.pop();
            }
            Value::Object(members) => {
                for (name, value) in members {
                    steps.push(Some(serde_json::to_string(name).unwrap().trim_matches('"').to_owned()));
                    leaves(value, steps, found);
                    steps.pop();
                }
            }
            scalar => {
                let names = steps.iter().map(|step| step.as_ref().map(String::as_bytes));
                let path = steps.iter().any(Option::is_some).then(|| path::written(names, false));
                found.push((scalar.to_string(), path));
            }
        }
    }

    /// Documents whose scalars are all different, so that each can be found in the text.
    fn documents() -> impl Strategy<Value = Value> {
        let scalar = prop_oneof![
            any::<u32>().prop_map(Value::from),
            "[a{}\\[\\]:,\"\\\\/ ]{0,6}".prop_map(Value::from)
        ];
        let name = "[a-c]{1,2}|[{}\\[\\]:, .\\\\/é]{0,3}";
        scalar.prop_recursive(5, 40, 5, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map(name, inner, 0..5)
                    .prop_map(|members| Value::Object(Map::from_iter(members))),
            ]
        })
    }

    /// Numbers the scalars in the order in which they are written.
    fn numbered(value: &mut Value, next: &mut u64) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| numbered(item, next)),
            Value::Object(members) => members.iter_mut().for_each(|(_, value)| numbered(value, next)),
            scalar => {
                let text = scalar.as_str().map(|text| format!("{text}<{next}>").into());
                *scalar = text.unwrap_or_else(|| Value::from(1_000_000 + *next));
                *next += 1;
            }
        }
    }

    proptest! {
        #[test]
        fn paths_are_those_that_a_parser_sees(mut document in documents(), pretty: bool, cut in 1usize..20) {
            numbered(&mut document, &mut 0);
            let text = if pretty { serde_json::to_string_pretty(&document) } else { serde_json::to_string(&document) };
            let text = text.unwrap();
            let mut expected = Vec::new();
            leaves(&document, &mut Vec::new(), &mut expected);
            let (mut walker, mut at) = (Walker::default(), 0);
            for (scalar, path) in expected {
                let start = at + text[at..].find(&scalar).unwrap() + usize::from(scalar.starts_with('"'));
                text.as_bytes()[at..start].chunks(cut).for_each(|chunk| walker.walk(chunk));
                prop_assert_eq!(walker.path(), path, "{} in {}", scalar, text);
                at = start;
            }
        }

        #[test]
        fn any_cut_is_the_same(text in "([{}\\[\\]:,\"'\\\\/*a1 \n]|\\}\r?\n\\{){0,60}", cut in 1usize..9) {
            let (mut whole, mut parts) = (Walker::default(), Walker::default());
            whole.walk(text.as_bytes());
            text.as_bytes().chunks(cut).for_each(|chunk| parts.walk(chunk));
            prop_assert_eq!(whole.path(), parts.path());
            prop_assert_eq!(format!("{whole:?}"), format!("{parts:?}"));
        }

        #[test]
        fn any_bytes_will_do(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut walker = Walker::default();
            walker.walk(&bytes);
            let _ = walker.path();
        }
    }
}
