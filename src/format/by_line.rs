//! Notations whose lines can be understood one after the other.

use super::notation::Walk;

/// Bytes of a line that are looked at. What comes after them has no path.
const LONGEST: usize = 16 * 1024;

/// How lines are understood.
pub(super) trait Grammar: Clone + Send + 'static {
    /// Whether a line means the same whatever stands before it.
    const ALONE: bool = false;

    /// Reads a line without its end.
    fn line(&mut self, line: &[u8]);

    /// The path of a value before which `begun` stands on its line.
    fn path(&self, begun: &[u8]) -> Option<String>;
}

/// Reads lines in order.
#[derive(Clone)]
pub(super) struct ByLine<G> {
    grammar: G,
    /// The line that is not read to its end yet, as much as is looked at.
    begun: Vec<u8>,
    /// Whether there is more of it.
    is_long: bool,
}

impl<G: Grammar> ByLine<G> {
    /// A walker at the beginning of a document.
    pub(super) fn begin(grammar: G) -> Box<dyn Walk> {
        Box::new(Self { grammar, begun: Vec::new(), is_long: false })
    }

    fn end_line(&mut self, rest: &[u8]) {
        if self.begun.is_empty() {
            let rest = rest.get(..LONGEST).unwrap_or(rest);
            self.grammar.line(rest.strip_suffix(b"\r").unwrap_or(rest));
        } else {
            self.keep(rest);
            self.grammar.line(self.begun.strip_suffix(b"\r").unwrap_or(&self.begun));
        }
        self.begun.clear();
        self.is_long = false;
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = LONGEST - self.begun.len();
        self.begun.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
        self.is_long |= bytes.len() > room;
    }
}

impl<G: Grammar> Walk for ByLine<G> {
    fn walk(&mut self, text: &[u8]) {
        let last = memchr::memrchr(b'\n', text).filter(|_| G::ALONE);
        if last.is_some() {
            self.begun.clear();
            self.is_long = false;
        }
        let mut rest = text.get(last.map_or(0, |end| end + 1)..).unwrap_or(&[]);
        while let Some(end) = memchr::memchr(b'\n', rest) {
            self.end_line(rest.get(..end).unwrap_or(&[]));
            rest = rest.get(end + 1..).unwrap_or(&[]);
        }
        self.keep(rest);
    }

    fn path(&self) -> Option<String> {
        if self.is_long { None } else { self.grammar.path(&self.begun) }
    }

    fn copy(&self) -> Box<dyn Walk> {
        Box::new(self.clone())
    }
}

/// Where the string that ends with `quote` does. A backslash takes the meaning of a `"`, a second `'` that of the first.
pub(super) fn closing_quote(text: &[u8], quote: u8) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr2(quote, b'\\', text.get(at..)?)?;
        match text.get(at..)? {
            [b'\\', ..] => at += if quote == b'"' { 2 } else { 1 },
            [b'\'', b'\'', ..] => at += 2,
            _ => return Some(at),
        }
    }
}
