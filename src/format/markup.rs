//! XML and HTML: in which elements and attributes we are. One pass over the bytes, which may be cut anywhere. It takes what it
//! gets: end tags end what is open in their element, and those of nothing are passed over.

use super::escapes;
use super::marked::Tables;
use super::notation::{Notation, Walk, has_ending};
use super::path::{self, DEEPEST, LONGEST};

/// XML (Extensible Markup Language 1.0).
pub(super) const XML: Notation = Notation {
    tags: true,
    escapes: Some(&escapes::ENTITIES),
    ..Notation::new(
        |path, head| has_ending(path, &XML_ENDINGS) || begins(head, &["<?xml"]),
        || Box::new(Markup::default()),
    )
};

/// HTML (the living standard), as far as it says which tags may be left out.
pub(super) const HTML: Notation = Notation {
    tags: true,
    reader: Some(|| Box::new(Tables::default())),
    tables: true,
    escapes: Some(&escapes::HTML),
    ..Notation::new(
        |path, head| {
            has_ending(path, &["html", "htm", "xhtml"]) || begins(head, &["<!doctype html", "<html"])
        },
        || Box::new(Markup { html: true, ..Markup::default() }),
    )
};

/// Endings of names that promise XML.
const XML_ENDINGS: [&str; 18] = [
    "xml", "xsd", "xsl", "xslt", "svg", "rss", "atom", "rdf", "kml", "gpx", "plist", "wsdl", "resx", "xlf",
    "xliff", "tei", "opml", "graphml",
];

/// Elements without content, and without an end tag.
const VOID: [&[u8]; 13] = [
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"source",
    b"track", b"wbr",
];

/// Elements whose end tags may be left out, and those that end them by their beginning.
const ENDED: [(&[u8], &[&[u8]]); 8] = [
    (b"p", &[b"p", b"div", b"ul", b"ol", b"table", b"form", b"h1", b"h2", b"h3"]),
    (b"li", &[b"li"]),
    (b"dt", &[b"dt", b"dd"]),
    (b"dd", &[b"dt", b"dd"]),
    (b"td", &[b"td", b"th", b"tr"]),
    (b"th", &[b"td", b"th", b"tr"]),
    (b"tr", &[b"tr"]),
    (b"option", &[b"option"]),
];

fn begins(head: &[u8], with: &[&str]) -> bool {
    let head = head.trim_ascii_start();
    with.iter().any(|w| head.get(..w.len()).is_some_and(|h| h.eq_ignore_ascii_case(w.as_bytes())))
}

/// Reads markup in order.
#[derive(Clone, Debug, Default)]
struct Markup {
    html: bool,
    state: State,
    /// Where the names of the open elements begin among the names.
    levels: Vec<usize>,
    names: Vec<u8>,
    /// Elements that are open and not kept.
    deeper: u64,
    /// The name that is being read, or was read last: of a tag, then of its attributes.
    word: Vec<u8>,
}

/// What the next byte is part of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Text,
    /// The first byte after `<`.
    Opening,
    /// The name of a tag; an end tag has its slash before.
    Name { ends: bool },
    /// A tag, between its attributes, and whether the last byte was a slash.
    Tag { slash: bool },
    /// The name of an attribute.
    Attribute,
    /// After the name of an attribute.
    Behind,
    /// After the `=` of an attribute.
    Equals,
    /// The value of an attribute in these quotes, or in none.
    Value(Option<u8>),
    /// What an end tag holds besides its name.
    EndTag,
    /// After `<!`, up to where it is clear what it is.
    Bang,
    /// Up to `>`.
    Declaration,
    /// Up to this, of which so many bytes were met.
    Until(&'static [u8], usize),
    /// Characters of an element whose text holds no tags, up to its end tag; and how much of that was met.
    Raw(&'static [u8], usize),
}

const COMMENT: &[u8] = b"-->";
const CDATA: &[u8] = b"]]>";
const INSTRUCTION: &[u8] = b"?>";

impl Walk for Markup {
    fn walk(&mut self, text: &[u8]) {
        let mut at = 0;
        while at < text.len() {
            at += self.run(text.get(at..).unwrap_or(&[]));
            if let Some(byte) = text.get(at) {
                at += usize::from(self.read(*byte));
            }
        }
    }

    fn path(&self) -> Option<String> {
        let is_text = matches!(self.state, State::Text | State::Until(CDATA, _) | State::Raw(..));
        let is_value = matches!(self.state, State::Equals | State::Value(_));
        if self.deeper > 0 || self.levels.is_empty() || !is_text && !is_value {
            return None;
        }
        let ends = self.levels.iter().skip(1).copied().chain([self.names.len()]);
        let elements = self.levels.iter().zip(ends).map(|(start, end)| self.names.get(*start..end));
        let attribute = [b"@", self.word.as_slice()].concat();
        Some(path::written(elements.chain(is_value.then_some(Some(attribute.as_slice()))), false))
    }

    fn copy(&self) -> Box<dyn Walk> {
        Box::new(self.clone())
    }
}

impl Markup {
    /// Reads what only goes on with what the first byte is part of; gives its length.
    fn run(&mut self, text: &[u8]) -> usize {
        let end = match self.state {
            State::Text | State::Raw(_, 0) => memchr::memchr(b'<', text),
            State::Name { .. } => {
                let end = text.iter().position(|b| !is_name(*b));
                self.keep(text.get(..end.unwrap_or(text.len())).unwrap_or(&[]));
                end
            }
            State::Value(Some(quote)) => memchr::memchr2(quote, b'<', text),
            State::Until([first, ..], 0) => memchr::memchr(*first, text),
            State::Declaration => memchr::memchr(b'>', text),
            _ => Some(0),
        };
        end.unwrap_or(text.len())
    }

    /// Reads a byte; `false` if it is to be read again.
    fn read(&mut self, byte: u8) -> bool {
        match self.state {
            State::Text => {
                if byte == b'<' {
                    self.state = State::Opening;
                }
            }
            State::Opening => return self.opening(byte),
            State::Name { ends } => return self.name(byte, ends),
            State::Tag { slash } => return self.tag(byte, slash),
            State::Attribute => return self.attribute(byte),
            State::Behind => match byte {
                b'=' => self.state = State::Equals,
                _ if byte.is_ascii_whitespace() => {}
                _ => return self.again(State::Tag { slash: false }),
            },
            State::Equals => match byte {
                b'"' | b'\'' => self.state = State::Value(Some(byte)),
                b'>' => return self.again(State::Tag { slash: false }),
                _ if byte.is_ascii_whitespace() => {}
                _ => self.state = State::Value(None),
            },
            State::Value(quote) => return self.value(byte, quote),
            State::EndTag => match byte {
                b'>' => self.state = State::Text,
                b'<' => self.state = State::Opening,
                _ => {}
            },
            State::Bang => return self.bang(byte),
            State::Declaration => {
                if byte == b'>' {
                    self.state = State::Text;
                }
            }
            State::Until(end, met) => self.until(byte, end, met),
            State::Raw(name, met) => self.raw(byte, name, met),
        }
        true
    }

    fn again(&mut self, state: State) -> bool {
        self.state = state;
        false
    }

    fn opening(&mut self, byte: u8) -> bool {
        self.word.clear();
        match byte {
            b'/' => self.state = State::Name { ends: true },
            b'!' => self.state = State::Bang,
            b'?' => self.state = State::Until(INSTRUCTION, 0),
            _ if is_name_start(byte) => return self.again(State::Name { ends: false }),
            // A bare `<`.
            _ => return self.again(State::Text),
        }
        true
    }

    /// The name of a tag. What cannot be one is text.
    fn name(&mut self, byte: u8, ends: bool) -> bool {
        if is_name(byte) {
            self.keep(&[byte]);
            return true;
        }
        if self.word.is_empty() || !(byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/')) {
            return self.again(State::Text);
        }
        if ends {
            self.leave();
            return self.again(State::EndTag);
        }
        self.enter();
        self.again(State::Tag { slash: false })
    }

    fn tag(&mut self, byte: u8, slash: bool) -> bool {
        match byte {
            b'>' => self.end_tag(slash),
            b'/' => self.state = State::Tag { slash: true },
            b'<' => self.state = State::Opening,
            _ if byte.is_ascii_whitespace() => self.state = State::Tag { slash: false },
            _ => {
                self.word.clear();
                self.keep(&[byte]);
                self.state = State::Attribute;
            }
        }
        true
    }

    fn attribute(&mut self, byte: u8) -> bool {
        let ends = byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'/' | b'<');
        if ends {
            return self.again(State::Behind);
        }
        self.keep(&[byte]);
        true
    }

    /// A value. In XML none holds a `<`: that of a tag whose quote was never closed begins the next.
    fn value(&mut self, byte: u8, quote: Option<u8>) -> bool {
        let ends = quote.map_or(byte.is_ascii_whitespace(), |quote| byte == quote);
        if ends {
            self.state = State::Tag { slash: false };
        } else if quote.is_none() && byte == b'>' {
            return self.again(State::Tag { slash: false });
        } else if byte == b'<' && !self.html {
            self.state = State::Opening;
        }
        true
    }

    /// `--` begins a comment, `[CDATA[` text, and anything else a declaration.
    fn bang(&mut self, byte: u8) -> bool {
        self.keep(&[byte]);
        match self.word.as_slice() {
            b"--" => self.state = State::Until(COMMENT, 0),
            b"[CDATA[" => self.state = State::Until(CDATA, 0),
            word if b"--".starts_with(word) || b"[CDATA[".starts_with(word) => {}
            _ => return self.again(State::Declaration),
        }
        true
    }

    /// A repeated first byte may still begin the end: `--->`, `]]]>`.
    fn until(&mut self, byte: u8, end: &'static [u8], met: usize) {
        let is_next = end.get(met) == Some(&byte);
        let met = match (is_next, end.first() == Some(&byte)) {
            (true, _) => met + 1,
            (false, true) => met.min(end.len() - 1),
            (false, false) => 0,
        };
        self.state = if met == end.len() { State::Text } else { State::Until(end, met) };
    }

    fn raw(&mut self, byte: u8, name: &'static [u8], met: usize) {
        let expected = match met {
            0 => Some(&b'<'),
            1 => Some(&b'/'),
            _ => name.get(met - 2),
        };
        let met = match (expected == Some(&byte.to_ascii_lowercase()), byte) {
            (true, _) => met + 1,
            (false, b'<') => 1,
            (false, _) => 0,
        };
        self.state = State::Raw(name, met);
        if met == name.len() + 2 {
            self.word = name.to_vec();
            self.leave();
            self.state = State::EndTag;
        }
    }

    /// The `>` of a start tag.
    fn end_tag(&mut self, slash: bool) {
        let name = self.levels.last().and_then(|start| self.names.get(*start..)).unwrap_or(&[]);
        let is = |other: &[u8]| self.html && self.deeper == 0 && name.eq_ignore_ascii_case(other);
        let raw = [&b"script"[..], b"style"].into_iter().find(|raw| is(raw));
        let is_void = VOID.iter().any(|void| is(void));
        self.state = raw.filter(|_| !slash).map_or(State::Text, |name| State::Raw(name, 0));
        if slash || is_void {
            self.pop();
        }
    }

    /// The element that `word` names begins.
    fn enter(&mut self) {
        while self.html && self.deeper == 0 && self.is_ended() {
            self.pop();
        }
        if self.deeper > 0 || self.levels.len() == DEEPEST {
            self.deeper += 1;
            return;
        }
        self.levels.push(self.names.len());
        self.names.extend_from_slice(&self.word);
    }

    /// Whether the innermost element ends where `word` begins.
    fn is_ended(&self) -> bool {
        let Some(name) = self.levels.last().and_then(|start| self.names.get(*start..)) else { return false };
        let by =
            ENDED.iter().find(|(ended, _)| name.eq_ignore_ascii_case(ended)).map_or(&[][..], |(_, by)| by);
        by.iter().any(|tag| self.word.eq_ignore_ascii_case(tag))
    }

    /// The element that `word` names ends, and what is open in it.
    fn leave(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let is_same = |name: &[u8]| {
            if self.html { name.eq_ignore_ascii_case(&self.word) } else { name == self.word }
        };
        let mut end = self.names.len();
        let open = self.levels.iter().rposition(|start| {
            let name = self.names.get(*start..end);
            end = *start;
            name.is_some_and(is_same)
        });
        if let Some(level) = open {
            self.names.truncate(end);
            self.levels.truncate(level);
        }
    }

    fn pop(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if let Some(start) = self.levels.pop() {
            self.names.truncate(start);
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = LONGEST.saturating_sub(self.word.len());
        self.word.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
    }
}

const fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':' | 0x80..)
}

const fn is_name(byte: u8) -> bool {
    is_name_start(byte) || byte.is_ascii_digit() || matches!(byte, b'-' | b'.')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The path at the `^`, which is left out of the text.
    fn path(notation: &Notation, text: &str) -> Option<String> {
        let mut walker = notation.begin();
        walker.walk(text.split('^').next().unwrap().as_bytes());
        walker.path()
    }

    #[test]
    fn elements_and_attributes_are_steps() {
        for (text, expect) in [
            ("<a>^x</a>", Some("a")),
            ("<?xml version=\"1.0\"?>\n<users><user><email>^x</email>", Some("users.user.email")),
            ("<a><b/>^x</a>", Some("a")),
            ("<a><b x='1' />^x</a>", Some("a")),
            ("<a><b>1</b>^x</a>", Some("a")),
            ("<a href=\"^x\">", Some("a.@href")),
            ("<a x=\"1\" href = '^x'>", Some("a.@href")),
            ("<a checked href=^x>", Some("a.@href")),
            ("<foaf:mbox rdf:about=\"^\"", Some("foaf:mbox.@rdf:about")),
            ("<a><![CDATA[<b>^x]]></a>", Some("a")),
            ("<a><![CDATA[<b>]]]>^x</a>", Some("a")),
            ("<a><!-- <b> --->^x</a>", Some("a")),
            ("<a><b>1</a>^x", None),
            ("<a><b><c>1</b>^x", Some("a")),
            ("<a></b>^x", Some("a")),
            ("<a>1 < 2 ^x", Some("a")),
            ("<a>write to <jane@example.org> ^x", Some("a")),
            ("<!DOCTYPE a [ <!ENTITY b \"c\"> ]><a>^x", Some("a")),
            ("<a.b>^x", Some("[\"a.b\"]")),
            ("<a x=\"never closed>\n<b>^x", Some("a.b")),
            ("<a\r\n>^x", Some("a")),
            ("<!-- ^x -->", None),
            ("<a><!-- ^x --></a>", None),
            ("<?pi ^x ?>", None),
            ("^x", None),
            ("<a ^x=\"1\">", None),
        ] {
            assert_eq!(path(&XML, text).as_deref(), expect, "{text}");
        }
    }

    #[test]
    fn tags_of_html_may_be_left_out() {
        for (text, expect) in [
            ("<html><body><p>one<p>^two", "html.body.p"),
            ("<ul><li>one<li>^two", "ul.li"),
            ("<table><tr><td>1<td>2<tr><td>^3", "table.tr.td"),
            ("<form><br><input name=\"a\" value=\"^x\">", "form.input.@value"),
            ("<form><input name=a value=1>^x", "form"),
            ("<DIV><B>1</b>^x", "DIV"),
            ("<div><script>if (a < b) { '<p>' } </Script >^x", "div"),
            ("<head><style>a > b {}</style><title>^x", "head.title"),
            ("<script>var x = '^'", "script"),
            ("<a title=\"1 < 2\" href=\"^x\">", "a.@href"),
        ] {
            assert_eq!(path(&HTML, text).as_deref(), Some(expect), "{text}");
        }
    }

    #[test]
    fn depths_and_names_are_bounded() {
        let text = "<a>".repeat(100_000) + &"</a>".repeat(99_937) + "<b>^";
        assert_eq!(path(&XML, &text), Some(vec!["a"; 63].join(".") + ".b"));
        assert_eq!(path(&XML, &("<a>".repeat(65) + "^")), None);
        let mut walker = Markup::default();
        walker.walk(format!("<{} {}", "n".repeat(1_000_000), "a".repeat(1_000_000)).as_bytes());
        assert!(walker.word.capacity() + walker.names.capacity() < 1024);
    }

    proptest! {
        #[test]
        fn any_cut_is_the_same(text in "([<>/!?ab=\"' -]|</a>|<a>|<!--|-->|<!\\[CDATA\\[|\\]\\]>|<script>|</script>){0,60}", cut in 1usize..9) {
            for notation in [XML, HTML] {
                let (mut whole, mut parts) = (notation.begin(), notation.begin());
                whole.walk(text.as_bytes());
                text.as_bytes().chunks(cut).for_each(|chunk| parts.walk(chunk));
                prop_assert_eq!(whole.path(), parts.path());
            }
        }

        #[test]
        fn any_bytes_will_do(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            for notation in [XML, HTML] {
                let mut walker = notation.begin();
                walker.walk(&bytes);
                let _ = walker.path();
            }
        }
    }
}
