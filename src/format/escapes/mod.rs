//! Text as it is meant: characters that are written with a backslash or as an entity stand in it as themselves.
//!
//! What is written so is known by a few bytes, whatever stands around them, so that no cut changes what is read.

mod backslash;
mod entities;

use std::ops::Range;

use super::offset;

/// The character at the beginning of the second text that is not written as itself, and with how many bytes. The first is what stands before it.
type Read = fn(&[u8], &[u8]) -> Option<(usize, char)>;

/// How characters that are not written as themselves are written.
pub(crate) struct Escapes {
    /// What they begin with.
    marks: [u8; 2],
    read: [Read; 2],
}

/// Backslashes.
pub(super) const BACKSLASH: Escapes = Escapes::of(b'\\', backslash::read);

/// Backslashes of Java's properties.
pub(super) const PROPERTIES: Escapes = Escapes::of(b'\\', backslash::read_properties);

/// Entities.
pub(super) const ENTITIES: Escapes = Escapes::of(b'&', entities::read);

/// Entities, and backslashes in scripts.
pub(super) const HTML: Escapes = Escapes { marks: [b'&', b'\\'], read: [entities::read, backslash::read] };

impl Escapes {
    /// Bytes that one byte of text is written with, at most.
    pub(crate) const MOST: usize = 16;

    const fn of(mark: u8, read: Read) -> Self {
        Self { marks: [mark; 2], read: [read; 2] }
    }

    /// The next character behind `at` that is not written as itself: where it stands, with how many bytes, and what it is.
    fn next(&self, text: &[u8], mut at: usize) -> Option<(usize, usize, char)> {
        let [first, second] = self.marks;
        loop {
            at += memchr::memchr2(first, second, text.get(at..)?)?;
            let (before, rest) = text.split_at_checked(at)?;
            let [one, other] = self.read;
            let read = if rest.first() == Some(&first) { one } else { other };
            if let Some((len, meant)) = read(before, rest) {
                return Some((at, len, meant));
            }
            at += 1;
        }
    }
}

/// A text as it is meant, and where it is written.
#[derive(Default)]
pub(crate) struct Plain {
    /// The text.
    pub(crate) text: Vec<u8>,
    /// The characters that are not written as themselves, in order.
    escaped: Vec<Escaped>,
}

/// A character that is not written as itself.
struct Escaped {
    /// Where it stands in the text as it is meant.
    meant: u32,
    /// Where it is written.
    written: u32,
    /// Bytes that it has.
    size: u8,
    /// Bytes that it is written with.
    len: u8,
}

impl Plain {
    /// Reads `text`; `false` if it stands as it is meant.
    pub(crate) fn read(&mut self, text: &[u8], escapes: &Escapes) -> bool {
        self.text.clear();
        self.escaped.clear();
        let mut done = 0;
        while let Some((at, len, meant)) = escapes.next(text, done) {
            self.text.extend_from_slice(text.get(done..at).unwrap_or(&[]));
            let (size, start) = (meant.len_utf8(), offset(self.text.len()));
            self.text.extend_from_slice(meant.encode_utf8(&mut [0; 4]).as_bytes());
            let byte = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
            self.escaped.push(Escaped {
                meant: start,
                written: offset(at),
                size: byte(size),
                len: byte(len),
            });
            done = at + len;
        }
        if done > 0 {
            self.text.extend_from_slice(text.get(done..).unwrap_or(&[]));
        }
        done > 0
    }

    /// Where the first character stands that is written at `at` or behind it.
    pub(crate) fn meant(&self, at: usize) -> usize {
        let next = self.escaped.partition_point(|e| (e.written as usize) < at);
        let Some(last) = next.checked_sub(1).and_then(|last| self.escaped.get(last)) else { return at };
        last.meant_end() + at.saturating_sub(last.written_end())
    }

    /// With what a stretch of the text is written.
    pub(crate) fn written(&self, span: Range<usize>) -> Range<usize> {
        let place = |at: usize, within: fn(&Escaped) -> usize| {
            let next =
                self.escaped.partition_point(|e| (e.meant as usize) < at + usize::from(at == span.start));
            let Some(last) = next.checked_sub(1).and_then(|last| self.escaped.get(last)) else { return at };
            if at < last.meant_end() { within(last) } else { last.written_end() + at - last.meant_end() }
        };
        place(span.start, |e| e.written as usize)..place(span.end, Escaped::written_end)
    }
}

impl Escaped {
    fn meant_end(&self) -> usize {
        self.meant as usize + usize::from(self.size)
    }

    fn written_end(&self) -> usize {
        self.written as usize + usize::from(self.len)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(text: &str, escapes: &Escapes) -> Plain {
        let mut plain = Plain::default();
        assert!(plain.read(text.as_bytes(), escapes), "{text}");
        plain
    }

    #[test]
    fn characters_stand_as_themselves() {
        for (escapes, written, meant) in [
            (BACKSLASH, r#"{"a\/b": "jane\u0040example.org\n"}"#, "{\"a/b\": \"jane@example.org\n\"}"),
            (BACKSLASH, r"\\u0040 \\\\ \u00e9", r"@ \\\\ é"),
            (PROPERTIES, r"mac=00\:1A", "mac=00:1A"),
            (ENTITIES, "<a>jane&#64;example.org &amp; \\n</a>", "<a>jane@example.org & \\n</a>"),
            (HTML, "<a>&eacute;</a><script>\"\\u0040\"</script>", "<a>é</a><script>\"@\"</script>"),
        ] {
            assert_eq!(String::from_utf8(plain(written, &escapes).text).unwrap(), meant, "{written}");
        }
    }

    #[test]
    fn text_without_escapes_is_not_copied() {
        let mut plain = Plain::default();
        assert!(!plain.read(br#"{"path": "C:\\new \"x\""}"#, &BACKSLASH) && plain.text.is_empty());
        assert!(!plain.read(b"", &ENTITIES));
    }

    #[test]
    fn places_are_those_of_what_is_written() {
        let text = r"a\u0040b\u00e9c";
        let plain = plain(text, &BACKSLASH);
        let written = |span: Range<usize>| &text[plain.written(span)];
        assert_eq!(std::str::from_utf8(&plain.text), Ok("a@béc"));
        assert_eq!(written(0..3), r"a\u0040b");
        assert_eq!(written(1..2), r"\u0040");
        assert_eq!(written(0..1), "a");
        assert_eq!(written(2..3), "b");
        assert_eq!((written(3..5), written(4..6), written(5..6)), (r"\u00e9", r"\u00e9c", "c"));
        let meant = |at| plain.meant(at);
        assert_eq!((meant(0), meant(1), meant(2), meant(6), meant(7), meant(8)), (0, 1, 2, 2, 2, 3));
    }

    proptest! {
        /// A text and its end, begun anywhere, are read alike where the end is not cut within a character.
        #[test]
        fn places_fit(text in r"([\\u04nr/&#;x]|amp;|\\u00e9|&#64;|\\ud83d\\ude00|[ab]){0,40}", which in 0usize..3) {
            let escapes = [&BACKSLASH, &ENTITIES, &HTML][which];
            let mut plain = Plain::default();
            if plain.read(text.as_bytes(), escapes) {
                let len = plain.text.len();
                prop_assert_eq!(plain.meant(text.len()), len);
                prop_assert_eq!(plain.written(0..len), 0..text.len());
                for at in 0..len {
                    let span = plain.written(at..at + 1);
                    prop_assert!(!span.is_empty() && span.len() <= Escapes::MOST + 2);
                    prop_assert!(plain.meant(span.start) <= at && at < plain.meant(span.end));
                }
            }
        }

        #[test]
        fn any_bytes_will_do(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            Plain::default().read(&bytes, &HTML);
        }
    }
}
