//! Tables whose rows end with a carriage return alone, as old spreadsheets and those of the Macintosh write them. It is read as a
//! line end, byte for byte, so that all places stay what they are.

use std::io::{self, Read};

use super::HEAD;

/// Whether rows end so, by the beginning of a table.
pub(crate) fn ends_rows(head: &[u8]) -> bool {
    let head = head.get(..HEAD).unwrap_or(head);
    memchr::memchr(b'\r', head).is_some() && memchr::memchr(b'\n', head).is_none()
}

/// Makes line ends of carriage returns.
pub(crate) fn make_line_ends(text: &mut [u8]) {
    text.iter_mut().filter(|b| **b == b'\r').for_each(|b| *b = b'\n');
}

/// A stream with line ends for carriage returns.
pub(crate) struct Returns<R>(pub(crate) R);

impl<R: Read> Read for Returns<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(buffer)?;
        make_line_ends(buffer.get_mut(..count).unwrap_or(&mut []));
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_may_end_with_a_return() {
        assert!(ends_rows(b"a,b\r1,2\r"));
        assert!(!ends_rows(b"a,b\r\n1,2\r\n") && !ends_rows(b"a,b\n1,\"x\ry\"\n") && !ends_rows(b"a,b"));
        let mut text = String::new();
        Returns(&b"a,b\r1,2\r"[..]).read_to_string(&mut text).unwrap();
        assert_eq!(text, "a,b\n1,2\n");
    }
}
