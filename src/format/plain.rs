//! A text as it is meant, and where each part of it is written.

use std::ops::Range;

use super::escapes::Escapes;
use super::offset;

/// A text as it is meant, and where it is written.
#[derive(Default)]
pub(crate) struct Plain {
    /// The text.
    pub(crate) text: Vec<u8>,
    /// What is not written as itself, in order. What stands between is.
    escaped: Vec<Escaped>,
}

/// Bytes that are not written as themselves.
#[derive(Clone, Copy)]
struct Escaped {
    /// Where they stand in the text as it is meant.
    meant: u32,
    /// How many they are.
    size: u32,
    /// Where they are written.
    written: u32,
    /// With how many bytes.
    len: u32,
}

impl Plain {
    /// Reads `text`; `false` if it stands as it is meant.
    pub(crate) fn read(&mut self, text: &[u8], escapes: &Escapes) -> bool {
        self.clear();
        let mut done = 0;
        while let Some((at, len, meant)) = escapes.next(text, done) {
            self.copy(text.get(done..at).unwrap_or(&[]));
            self.put(meant.encode_utf8(&mut [0; 4]).as_bytes(), at, len);
            done = at + len;
        }
        if done > 0 {
            self.copy(text.get(done..).unwrap_or(&[]));
        }
        done > 0
    }

    /// Forgets everything but its room.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.escaped.clear();
    }

    /// Adds bytes that are written as themselves, after those before.
    pub(super) fn copy(&mut self, bytes: &[u8]) {
        self.text.extend_from_slice(bytes);
    }

    /// Adds bytes that are written as the `len` bytes at `at`. What is copied next comes after those.
    pub(super) fn put(&mut self, meant: &[u8], at: usize, len: usize) {
        let start = offset(self.text.len());
        self.text.extend_from_slice(meant);
        self.escaped.push(Escaped {
            meant: start,
            size: offset(meant.len()),
            written: offset(at),
            len: offset(len),
        });
    }

    /// Forgets everything after the first `len` bytes of the text.
    pub(super) fn truncate(&mut self, len: usize) {
        self.text.truncate(len);
        let kept = self.escaped.partition_point(|e| e.meant_end() <= len && (e.meant as usize) < len);
        self.escaped.truncate(kept);
    }

    /// Where the first character stands that is written at `at` or after it.
    pub(crate) fn meant(&self, at: usize) -> usize {
        let next = self.escaped.partition_point(|e| (e.written as usize) < at);
        let Some(last) = next.checked_sub(1).and_then(|last| self.escaped.get(last)) else { return at };
        last.meant_end() + at.saturating_sub(last.written_end())
    }

    /// With what a stretch of the text is written.
    pub(crate) fn written(&self, span: Range<usize>) -> Range<usize> {
        let start = self.last(|e| e.meant as usize <= span.start).map_or(span.start, |last| {
            if span.start < last.meant_end() { last.written as usize } else { last.behind(span.start) }
        });
        let end = self.last(|e| (e.meant as usize) < span.end).map_or(span.end, |last| last.behind(span.end));
        start..end
    }

    /// The last of what is not written as itself of which this holds.
    fn last(&self, holds: impl Fn(&Escaped) -> bool) -> Option<&Escaped> {
        self.escaped.get(self.escaped.partition_point(holds).checked_sub(1)?)
    }
}

impl Escaped {
    fn meant_end(self) -> usize {
        self.meant as usize + self.size as usize
    }

    fn written_end(self) -> usize {
        self.written as usize + self.len as usize
    }

    /// Where the byte at `at` of the text, which stands within these or after them, ends in what is written.
    fn behind(self, at: usize) -> usize {
        self.written_end() + at.saturating_sub(self.meant_end())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::escapes::{BACKSLASH, ENTITIES, HTML, PROPERTIES};
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
