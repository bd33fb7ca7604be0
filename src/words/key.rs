//! The key that a value stands behind: `"phone": "…"`, `phone=…`, `Phone number: …`, `<phone>…`.

use super::ByteBits;

/// A key in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// First byte of the key.
    pub(crate) start: usize,
    /// Behind its last byte.
    pub(crate) end: usize,
    /// Whether it is written as prose (`Phone number: …`), where words before it may belong to it.
    pub(crate) prose: bool,
}

/// How far back a quoted value may open.
const FAR: usize = 200;

/// Longest key that is looked at.
const LONGEST: usize = 64;

/// What makes a name of what stands before it: the `:` or `=` between a key and its value, or the `>` of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// `:` or `=`.
    Sign(usize),
    /// `>`
    Tag(usize),
}

impl Mark {
    /// The key that the mark ends.
    pub(crate) fn key(self, text: &[u8]) -> Option<Key> {
        match self {
            Self::Sign(at) => at_mark(text, at),
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
    let is_between = |b: &&u8| {
        matches!(b, b' ' | b'\t' | b'"' | b'\'' | b'`' | b'(' | b'[' | b'{' | b'<' | b'+' | b'\\' | b'*')
    };
    let steps = head.iter().rev().take(12).take_while(is_between).count();
    let mark = at.checked_sub(steps + 1)?;
    match head.get(mark)? {
        b':' | b'=' => Some(Mark::Sign(mark)),
        b'>' if mark > 0 && head.get(mark - 1) == Some(&b'=') => Some(Mark::Sign(mark - 1)),
        b'>' => Some(Mark::Tag(mark)),
        _ => None,
    }
}

/// Where the key before the `:` or `=` at `mark` ends, and whether it is quoted.
#[inline]
pub(crate) fn key_end(text: &[u8], mark: usize) -> (usize, bool) {
    let mut end = mark;
    // `=>`, `:=` and `==` are one mark.
    while end > 0 && matches!(text.get(end - 1), Some(b' ' | b':' | b'=' | b'*' | b'\\')) && mark - end < 4 {
        end -= 1;
    }
    let quoted = end > 0 && matches!(text.get(end - 1), Some(b'"' | b'\'' | b'`'));
    end -= usize::from(quoted);
    // The quote itself may be escaped: `\"key\":`.
    end -= usize::from(quoted && end > 0 && text.get(end - 1) == Some(&b'\\'));
    (end, quoted)
}

/// The key that ends before the `:` or `=` at `mark`.
fn at_mark(text: &[u8], mark: usize) -> Option<Key> {
    let (end, quoted) = key_end(text, mark);
    let from = end.saturating_sub(LONGEST);
    let head = text.get(from..end)?;
    let start = from + head.iter().rposition(|b| !is_key_byte(*b)).map_or(0, |p| p + 1);
    let prose = !quoted && text.get(mark) == Some(&b':');
    (start < end).then_some(Key { start, end, prose })
}

/// The name of the tag that ends with the `>` at `close`: `<phone type="home">`.
fn at_tag(text: &[u8], close: usize) -> Option<Key> {
    let from = close.saturating_sub(LONGEST);
    let head = text.get(from..close)?;
    let open = from + head.iter().rposition(|b| matches!(b, b'<' | b'>' | b'\n'))?;
    if text.get(open) != Some(&b'<') || text.get(open + 1) == Some(&b'/') {
        return None;
    }
    let name = text.get(open + 1..close)?;
    let end = open + 1 + name.iter().position(|b| !is_key_byte(*b) && *b != b':').unwrap_or(name.len());
    (open + 1 < end).then_some(Key { start: open + 1, end, prose: false })
}

fn is_key_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'$' | b'/') || b >= 0x80
}

impl Key {
    /// The last part of a dotted key.
    pub(crate) fn name<'a>(&self, text: &'a [u8]) -> &'a [u8] {
        let key = text.get(self.start..self.end).unwrap_or(&[]);
        match key.iter().rposition(|b| *b == b'.') {
            Some(dot) if dot + 1 < key.len() => key.get(dot + 1..).unwrap_or(&[]),
            _ => key,
        }
    }

    /// The key with one more word before it, if it is prose and there is one on the line.
    pub(crate) fn wider(&self, text: &[u8]) -> Option<Self> {
        if !self.prose || self.start == 0 || text.get(self.start - 1) != Some(&b' ') {
            return None;
        }
        let end = self.start - 1;
        let from = end.saturating_sub(24);
        let head = text.get(from..end)?;
        let start = from + head.iter().rposition(|b| !is_key_byte(*b)).map_or(0, |p| p + 1);
        (start < end).then_some(Self { start, ..*self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Option<&str> {
        let at = text.find("VALUE").unwrap();
        let breaks = ByteBits::of(text.as_bytes(), |b| matches!(b, b'"' | b'\n'));
        let text = text.as_bytes();
        let near = mark_before(text, at).and_then(|m| m.key(text));
        let key = near.or_else(|| mark_of_quoted(text, ByteBits(&breaks), at)?.key(text))?;
        std::str::from_utf8(key.name(text)).ok()
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
            ("phone: VALUE", "phone"),
            ("  - phone: +VALUE", "phone"),
            ("<phone>VALUE</phone>", "phone"),
            ("<phone type=\"home\">VALUE", "phone"),
            ("Phone number: (VALUE", "number"),
            ("**Phone**: VALUE", "Phone"),
        ] {
            assert_eq!(key(text), Some(name), "{text}");
        }
        for text in ["call VALUE", "</b>VALUE", "a\nVALUE", "VALUE", "at 10:30 VALUE", "\"VALUE\""] {
            assert_eq!(key(text), None, "{text}");
        }
    }

    #[test]
    fn prose_keys_grow_word_by_word() {
        let text = b"my date of birth: 1";
        let key = mark_before(text, 18).and_then(|m| m.key(text)).unwrap();
        let wide = key.wider(text).and_then(|k| k.wider(text)).unwrap();
        assert_eq!(&text[wide.start..wide.end], b"date of birth");
        let json = b"x \"birth\": 1";
        assert!(mark_before(json, 11).and_then(|m| m.key(json)).unwrap().wider(json).is_none());
    }
}
