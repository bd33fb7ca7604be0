//! The tar form: the table of contents is the first member, and the rows of each table are one of their own.

use std::io::{self, Read};

use super::MAGIC;
use super::primitive::damaged;

/// Bytes of a header, and what the size of a member is rounded up to.
pub(super) const BLOCK: u64 = 512;

/// Whether a tar archive that begins like this is one of `pg_dump`.
pub(crate) fn claims(head: &[u8]) -> bool {
    head.starts_with(b"toc.dat\0") && head.get(BLOCK as usize..).is_some_and(|toc| toc.starts_with(MAGIC))
}

/// The header of a member.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) name: String,
    /// Bytes of it.
    pub(super) size: u64,
}

impl Member {
    /// Reads the next header (POSIX.1-1988, `ustar`); `None` at the end of the archive.
    pub(super) fn read(input: &mut impl Read) -> io::Result<Option<Self>> {
        let mut header = [0; BLOCK as usize];
        input.read_exact(&mut header)?;
        if header.iter().all(|b| *b == 0) {
            return Ok(None);
        }
        let field = |from: usize, len: usize| header.get(from..from + len).unwrap_or(&[]);
        let name = field(0, 100).split(|b| *b == 0).next().unwrap_or(&[]);
        let size = number(field(124, 12)).ok_or_else(|| damaged("a member has no size"))?;
        Ok(Some(Self { name: String::from_utf8_lossy(name).into_owned(), size }))
    }

    /// Bytes between its end and the next header.
    pub(super) const fn padding(&self) -> u64 {
        (BLOCK - self.size % BLOCK) % BLOCK
    }
}

/// A number in octal digits, or in bytes where the first of them has its highest bit set.
fn number(field: &[u8]) -> Option<u64> {
    if let [0x80, bytes @ ..] = field {
        return bytes.iter().try_fold(0u64, |sum, b| Some(sum.checked_mul(256)? + u64::from(*b)));
    }
    let digits = field.iter().take_while(|b| !matches!(b, b' ' | 0));
    digits.into_iter().try_fold(0, |sum: u64, b| match b {
        b'0'..=b'7' => Some(sum * 8 + u64::from(b - b'0')),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_octal_or_binary() {
        assert_eq!(number(b"00000005106 "), Some(2630));
        assert_eq!(number(b"00000000000\0"), Some(0));
        assert_eq!(number(b"\x80\0\0\0\0\0\0\x02\0\0\0\x01"), Some((2 << 32) + 1));
        assert_eq!(number(b"\x80\0\0\xff\0\0\0\0\0\0\0\0"), None, "more than there can be");
        assert_eq!(number(b"0000009"), None);
    }

    #[test]
    fn members_are_padded() {
        let of = |size| Member { name: String::new(), size }.padding();
        assert_eq!((of(0), of(1), of(512), of(513)), (0, 511, 0, 511));
    }
}
