//! YAML, line by line: indentation says under which keys a value stands (YAML 1.2.2, block styles). What is written in
//! brackets is read as JSON is, strings and text blocks over several lines belong to their key.

use super::by_line::{ByLine, Grammar, closing_quote};
use super::escapes::BACKSLASH;
use super::json::Walker;
use super::notation::{Notation, Walk, has_ending};
use super::path::{DEEPEST, LONGEST, written};

/// YAML, told by the ending of a document's name.
pub(super) const NOTATION: Notation =
    Notation::new(|path, _| has_ending(path, &["yaml", "yml"]), || ByLine::begin(Yaml::default()))
        .escaped(&BACKSLASH);

/// Where in a document we are.
#[derive(Clone, Default)]
struct Yaml {
    /// Keys and list items that are open, each further to the right than the one before, or a list item below its key.
    levels: Vec<Level>,
    /// Where the first level stands that is not kept because there are too many.
    beyond: Option<usize>,
    /// What goes on after the line.
    open: Open,
    /// Whether the line ended with a comment.
    in_comment: bool,
}

#[derive(Clone)]
struct Level {
    /// Blanks before it.
    indent: usize,
    /// The key, or `None` for a list item.
    key: Option<Box<[u8]>>,
}

/// A value that goes on in the next line.
#[derive(Clone, Default)]
enum Open {
    #[default]
    Nothing,
    /// Text after `|` or `>`.
    Block,
    /// A string.
    Quoted(u8),
    /// Brackets.
    Flow(Box<Walker>),
}

impl Grammar for Yaml {
    fn line(&mut self, line: &[u8]) {
        self.in_comment = false;
        let indent = line.iter().take_while(|b| **b == b' ').count();
        let rest = line.get(indent..).unwrap_or(&[]);
        if self.goes_on(indent, rest) {
            return self.go_on(rest);
        }
        self.open = Open::Nothing;
        match rest {
            [] => {}
            [b'#', ..] => self.in_comment = true,
            // What follows a tab is indented by nobody knows how much.
            [b'\t', ..] => self.levels.clear(),
            [b'-', b'-', b'-', ..] | [b'.', b'.', b'.', ..] | [b'%', ..] if indent == 0 => {
                self.levels.clear()
            }
            _ => self.items(indent, rest),
        }
    }

    /// What stands before the value is read as if one letter of it followed.
    fn path(&self, begun: &[u8]) -> Option<String> {
        let mut here = self.clone();
        here.line(&[begun, b"x"].concat());
        if here.in_comment || here.beyond.is_some() {
            return None;
        }
        let steps = here.levels.iter().map(|level| level.key.as_deref());
        match &here.open {
            Open::Flow(walker) => {
                let steps: Vec<_> = steps.chain(walker.steps()?).collect();
                let is_named = steps.iter().any(Option::is_some);
                is_named.then(|| written(steps.into_iter(), walker.is_at_key()))
            }
            _ if here.levels.iter().all(|level| level.key.is_none()) => None,
            _ => Some(written(steps, false)),
        }
    }
}

impl Yaml {
    /// Whether a line belongs to the value before it: it is further to the right than what the value is of.
    fn goes_on(&self, indent: usize, rest: &[u8]) -> bool {
        let base = self.levels.last().map_or(0, |level| level.indent);
        match self.open {
            Open::Nothing => false,
            Open::Block | Open::Quoted(_) => indent > base || rest.is_empty(),
            Open::Flow(_) => indent > base || matches!(rest, [] | [b'}' | b']', ..]),
        }
    }

    fn go_on(&mut self, rest: &[u8]) {
        match &mut self.open {
            Open::Nothing | Open::Block => {}
            Open::Quoted(quote) => {
                if closing_quote(rest, *quote).is_some() {
                    self.open = Open::Nothing;
                }
            }
            Open::Flow(walker) => {
                self.in_comment = rest.starts_with(b"#") || is_commented(rest);
                // Not a line of its own: those may begin new documents.
                walker.walk(b"\n ");
                walker.walk(uncommented(rest));
                if !walker.is_open() {
                    self.open = Open::Nothing;
                }
            }
        }
    }

    /// What stands on a line: marks of list items, then a key, then a value, each if there is one.
    fn items(&mut self, mut indent: usize, mut rest: &[u8]) {
        while let [b'-', b' ' | b'\t', ..] | [b'-'] = rest {
            self.leave(indent, true);
            self.enter(indent, None);
            let inner = rest.get(1..).unwrap_or(&[]);
            let value = inner.trim_ascii_start();
            indent += 1 + inner.len() - value.len();
            rest = value;
        }
        self.leave(indent, false);
        let value = match key(rest) {
            Some((name, value)) => {
                self.enter(indent, Some(name));
                value
            }
            None => rest,
        };
        self.value(value);
    }

    /// Leaves what stands no further to the left; a list may stand right below its key.
    fn leave(&mut self, indent: usize, is_item: bool) {
        let stays =
            |level: &Level| level.indent < indent || is_item && level.indent == indent && level.key.is_some();
        while self.levels.pop_if(|level| !stays(level)).is_some() {}
        self.beyond = self.beyond.filter(|first| *first < indent);
    }

    fn enter(&mut self, indent: usize, key: Option<&[u8]>) {
        if self.levels.len() == DEEPEST || self.beyond.is_some() {
            self.beyond = self.beyond.or(Some(indent));
        } else {
            self.levels.push(Level { indent, key: key.map(Into::into) });
        }
    }

    /// Finds out whether a value goes on after its line. Tags and anchors may stand before it.
    fn value(&mut self, text: &[u8]) {
        let mut value = text.trim_ascii_start();
        while let [b'!' | b'&', ..] = value {
            let end = value.iter().position(u8::is_ascii_whitespace).unwrap_or(value.len());
            value = value.get(end..).unwrap_or(&[]).trim_ascii_start();
        }
        match value {
            [b'|' | b'>', style @ ..] if is_block(style) => self.open = Open::Block,
            [quote @ (b'"' | b'\''), rest @ ..] => match closing_quote(rest, *quote) {
                Some(end) => self.in_comment = is_commented(rest.get(end + 1..).unwrap_or(&[])),
                None => self.open = Open::Quoted(*quote),
            },
            [b'{' | b'[', ..] => {
                self.open = Open::Flow(Box::default());
                self.go_on(value);
            }
            [b'#', ..] => self.in_comment = true,
            _ => self.in_comment = is_commented(value),
        }
    }
}

/// Whether nothing but marks and a comment comes after the mark of a block.
fn is_block(style: &[u8]) -> bool {
    let marks = style.iter().take_while(|b| matches!(b, b'+' | b'-' | b'0'..=b'9')).count();
    let rest = style.get(marks..).unwrap_or(&[]).trim_ascii_start();
    rest.is_empty() || rest.starts_with(b"#")
}

fn is_commented(text: &[u8]) -> bool {
    uncommented(text).len() < text.len()
}

/// A text without the comment at its end.
fn uncommented(text: &[u8]) -> &[u8] {
    let comment = memchr::memmem::find(text, b" #");
    text.get(..comment.unwrap_or(text.len())).unwrap_or(text)
}

/// The key that a line begins with, and what comes after its colon.
fn key(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (name, rest) = match text {
        [quote @ (b'"' | b'\''), inner @ ..] => {
            let end = closing_quote(inner, *quote)?;
            (inner.get(..end)?, inner.get(end + 1..)?.trim_ascii_start())
        }
        [b'{' | b'[' | b'|' | b'>' | b'!' | b'&' | b'*' | b'%' | b'@' | b'`' | b'?' | b'#', ..] => {
            return None;
        }
        _ => {
            let colon = memchr::memchr_iter(b':', text).find(|at| ends_key(text.get(at + 1..)))?;
            let name = text.get(..colon)?;
            (name.trim_ascii_end(), text.get(colon..).filter(|_| !is_commented(name))?)
        }
    };
    let value = rest.strip_prefix(b":").filter(|value| ends_key(Some(value)))?;
    (name.len() <= LONGEST).then_some((name, value))
}

/// Whether what comes after a colon makes it the end of a key.
fn ends_key(behind: Option<&[u8]>) -> bool {
    matches!(behind, Some([] | [b' ' | b'\t', ..]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The path at the `^`, which is left out of the text.
    fn path(text: &str) -> Option<String> {
        let mut walker = ByLine::begin(Yaml::default());
        walker.walk(text.split('^').next().unwrap().as_bytes());
        walker.path()
    }

    #[test]
    fn values_have_the_keys_that_they_stand_under() {
        for (text, expect) in [
            ("a: ^1", "a"),
            ("a:\n  b: ^1", "a.b"),
            ("a:\n  b: 1\nc: ^2", "c"),
            ("users:\n  - id: 1\n    email: ^x", "users[].email"),
            ("users:\n- id: 1\n  email: ^x", "users[].email"),
            ("users:\n- id: 1\n  email: x\nowner: ^y", "owner"),
            ("users:\n- a: 1\n- b: ^2", "users[].b"),
            ("to:\n  - ^x", "to[]"),
            ("m:\n  - - 1\n    - ^2", "m[][]"),
            ("- a:\n    b: ^1", "[].a.b"),
            ("a: {b: 1, c: [x, ^y]}", "a.c[]"),
            ("to: [one, ^two]", "to[]"),
            ("a: {b: 1,\n  c: ^2}\n", "a.c"),
            ("a: [\n  one,\n  ^two\n]\n", "a[]"),
            ("a: [\n  one\n]\nb: ^1", "b"),
            ("a: |\n  b: ^x", "a"),
            ("a: >-  # why\n  x\n\n  c: d ^x\nb: 1", "a"),
            ("a: |\n  x\nb: ^1", "b"),
            ("- |\n  x: ^y\n- z", "[]"),
            ("a: \"x\n  y: ^z\"", "a"),
            ("a: \"x\n  y\"\nb: ^z", "b"),
            ("a: \"never closed\nb: ^1", "b"),
            ("a: word\n  and ^more", "a"),
            ("\"odd key\": ^1", "[\"odd key\"]"),
            ("'a': ^1", "a"),
            ("a: &x\n  b: !!str ^1", "a.b"),
            ("url: http://x/^y", "url"),
            ("say hi: ^x", "[\"say hi\"]"),
            ("a:   # why\n  b: ^1", "a.b"),
            ("a: 1\n---\nb: ^2", "b"),
            ("a:\n  b: 1\n\n  # c: 1\n  d: ^2", "a.d"),
            ("a:\r\n  b: \"^1\"\r\n", "a.b"),
            ("users:\n  jane@example.org:\n    phone: ^1", "users.*.phone"),
            ("a: 'it''s' \nb: ^1", "b"),
            ("a:\n    b:\n      c: 1\n    d: ^1", "a.d"),
            ("{{- if x }}\na: ^1\n{{- end }}", "a"),
        ] {
            let expect = Some(expect).filter(|e| *e != "[]");
            assert_eq!(path(text).as_deref(), expect, "{text}");
        }
    }

    #[test]
    fn what_is_not_sure_has_no_path() {
        for text in
            ["^a", "- ^a", "# a: ^b", "a: 1 # ^b", "a:\n\tb: ^1", "a: [1] # ^x", "a: \"x\" # ^y", "x\n^y"]
        {
            assert_eq!(path(text), None, "{text}");
        }
    }

    #[test]
    fn depths_are_bounded() {
        let deep = |levels: usize| (0..levels).map(|n| format!("{}a:\n", " ".repeat(n))).collect::<String>();
        assert_eq!(path(&(deep(64) + &" ".repeat(64) + "^x")), Some(vec!["a"; 64].join(".")));
        assert_eq!(path(&(deep(65) + &" ".repeat(65) + "^x")), None);
        assert_eq!(path(&(deep(100) + " b: ^x")), Some("a.b".to_owned()));
        assert_eq!(path(&("- ".repeat(8_000) + "^")), None);
        assert_eq!(path(&("a: ".to_owned() + &"[".repeat(100_000) + "^")), None);
        assert_eq!(path(&("a: ".to_owned() + &"[".repeat(100_000) + "\nb: ^x")), Some("b".to_owned()));
    }

    proptest! {
        #[test]
        fn any_cut_is_the_same(text in "([ab:|>\"'{}\\[\\],# \n-]|: |  |- |\r\n){0,60}", cut in 1usize..9) {
            let (mut whole, mut parts) = (ByLine::begin(Yaml::default()), ByLine::begin(Yaml::default()));
            whole.walk(text.as_bytes());
            text.as_bytes().chunks(cut).for_each(|chunk| parts.walk(chunk));
            prop_assert_eq!(whole.path(), parts.path());
        }

        #[test]
        fn any_bytes_will_do(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut walker = ByLine::begin(Yaml::default());
            walker.walk(&bytes);
            let _ = walker.path();
        }
    }
}
