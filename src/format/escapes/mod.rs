//! Text as it is meant: characters that are written with a backslash or as an entity stand in it as themselves.
//!
//! What is written so is known by a few bytes, whatever stands around them, so that no cut changes what is read.

mod backslash;
mod entities;

/// Reads the character at the beginning of the second text, if it is not written as itself: with how many bytes it is written, and
/// which it is. The first text is what stands before it.
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

    /// The next character after `at` that is not written as itself: where it stands, with how many bytes, and what it is.
    pub(super) fn next(&self, text: &[u8], mut at: usize) -> Option<(usize, usize, char)> {
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
