//! Cutting a stream into windows that end at record boundaries, with enough context on both sides that no window
//! size changes what is found.

use std::io::{self, Read};
use std::ops::Range;

use super::csv::{Dialect, last_row_end};

/// A row that does not end within this many windows is cut at a line end: a quote that never closes must not
/// hold the whole file in memory.
const PATIENCE: usize = 16;

/// Cuts a stream into windows. One thread at a time asks for the next; whoever gets it can search it while others
/// ask on.
pub(crate) struct Cutter {
    reader: Box<dyn Read + Send>,
    size: usize,
    context: usize,
    table: Option<Dialect>,
    /// What the next window begins with: context, then what was read beyond the last cut.
    carry: Vec<u8>,
    /// How much of `carry` is context.
    before: usize,
    /// Offset of `carry[0]` in the document.
    base: u64,
    number: u32,
    ended: bool,
}

/// A window, in the buffer that it was asked into.
#[derive(Debug)]
pub(crate) struct Window {
    /// Offset of the buffer's first byte in the document.
    pub(crate) base: u64,
    /// What this window owns of the buffer.
    pub(crate) owned: Range<usize>,
    /// Number in the document, from 0.
    pub(crate) number: u32,
    /// Whether it is the last.
    pub(crate) last: bool,
    /// Why reading ended early.
    pub(crate) fault: Option<io::Error>,
}

/// How to cut.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cut {
    /// Bytes that a window owns, about.
    pub(crate) size: usize,
    /// Bytes of context on both sides.
    pub(crate) context: usize,
    /// The table's dialect: windows then end at rows and need no context.
    pub(crate) table: Option<Dialect>,
}

impl Cutter {
    /// A cutter of `reader`, whose first byte is at `base` in the document; `start` was read off it already.
    pub(crate) fn new(reader: Box<dyn Read + Send>, start: Vec<u8>, base: u64, cut: Cut) -> Self {
        Self {
            reader,
            size: cut.size.max(1),
            context: if cut.table.is_some() { 0 } else { cut.context },
            table: cut.table,
            carry: start,
            before: 0,
            base,
            number: 0,
            ended: false,
        }
    }

    /// Puts the next window into `buffer`; `None` after the last.
    pub(crate) fn next(&mut self, buffer: &mut Vec<u8>) -> Option<Window> {
        if self.ended {
            return None;
        }
        buffer.clear();
        buffer.append(&mut self.carry);
        let mut patience = 1;
        let (end, fault) = loop {
            let limit = self.before + self.size * patience;
            match self.fill(buffer, limit + self.context) {
                Ok(true) => {}
                Ok(false) => break (None, None),
                Err(e) => break (None, Some(e)),
            }
            let owned = buffer.get(self.before..limit).unwrap_or(&[]);
            let end = self.record_end(owned, patience >= PATIENCE).map(|n| self.before + n);
            if end.is_some() {
                break (end, None);
            }
            patience *= 2;
        };
        Some(self.cut(buffer, end, fault))
    }

    /// Gives no more windows.
    pub(crate) fn stop(&mut self) {
        self.ended = true;
    }

    fn cut(&mut self, buffer: &[u8], end: Option<usize>, fault: Option<io::Error>) -> Window {
        let last = end.is_none();
        let end = end.unwrap_or(buffer.len());
        let window = Window { base: self.base, owned: self.before..end, number: self.number, last, fault };
        let keep = end.saturating_sub(self.context);
        self.carry.extend_from_slice(buffer.get(keep..).unwrap_or(&[]));
        self.before = end - keep;
        self.base += keep as u64;
        self.number += 1;
        self.ended = last;
        window
    }

    /// Reads until `buffer` holds `want` bytes; `false` at the end of the stream.
    fn fill(&mut self, buffer: &mut Vec<u8>, want: usize) -> io::Result<bool> {
        let missing = want.saturating_sub(buffer.len());
        self.reader.by_ref().take(missing as u64).read_to_end(buffer)?;
        Ok(buffer.len() >= want)
    }

    /// Where the last whole record of `text` ends. Text without line ends is cut between characters; a table's
    /// row that does not end is waited for, within reason.
    fn record_end(&self, text: &[u8], hopeless: bool) -> Option<usize> {
        let line_end = || memchr::memrchr(b'\n', text).map(|n| n + 1);
        let anywhere = || {
            let tail = text.iter().rev().take(4).take_while(|b| matches!(b, 0x80..=0xBF)).count();
            let lead = usize::from(
                text.len().checked_sub(tail + 1).and_then(|i| text.get(i)).is_some_and(|b| *b >= 0xC0),
            );
            Some(text.len() - tail - lead).filter(|n| *n > 0).or(Some(text.len()))
        };
        match self.table {
            None => line_end().or_else(anywhere),
            Some(dialect) => match last_row_end(text, dialect) {
                Some(end) => Some(end),
                None if hopeless => line_end().or_else(anywhere),
                None => None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn windows(text: &[u8], size: usize, table: Option<Dialect>) -> Vec<(u64, Vec<u8>, bool)> {
        let cut = Cut { size, context: 8, table };
        let mut cutter = Cutter::new(Box::new(io::Cursor::new(text.to_vec())), Vec::new(), 0, cut);
        let mut buffer = Vec::new();
        let mut all = Vec::new();
        while let Some(w) = cutter.next(&mut buffer) {
            assert_eq!(
                &text[usize::try_from(w.base).unwrap()..][..buffer.len()],
                buffer,
                "context is the text's own"
            );
            all.push((w.base + w.owned.start as u64, buffer[w.owned].to_vec(), w.last));
        }
        all
    }

    #[test]
    fn windows_end_at_lines_and_rows() {
        let owned: Vec<_> = windows(b"one\ntwo\nthree\nfour\n", 9, None).into_iter().map(|w| w.1).collect();
        assert_eq!(owned, [b"one\ntwo\n".to_vec(), b"three\nfour\n".to_vec()]);
        let table = Some(Dialect { delimiter: b',' });
        let owned: Vec<_> = windows(b"a,\"x\ny\"\nb,c\n", 5, table).into_iter().map(|w| w.1).collect();
        assert_eq!(owned, [b"a,\"x\ny\"\n".to_vec(), b"b,c\n".to_vec()]);
        assert_eq!(windows(b"", 6, None), [(0, vec![], true)]);
    }

    struct Failing(usize);

    impl Read for Failing {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            if self.0 == 0 {
                return Err(io::Error::other("disk on fire"));
            }
            let n = self.0.min(out.len());
            out[..n].fill(b'x');
            self.0 -= n;
            Ok(n)
        }
    }

    #[test]
    fn a_fault_keeps_what_was_read() {
        let cut = Cut { size: 100, context: 0, table: None };
        let mut cutter = Cutter::new(Box::new(Failing(30)), Vec::new(), 0, cut);
        let mut buffer = Vec::new();
        let window = cutter.next(&mut buffer).unwrap();
        assert_eq!((window.owned, window.last), (0..30, true));
        assert!(window.fault.is_some());
        assert!(cutter.next(&mut buffer).is_none());
    }

    proptest! {
        #[test]
        fn owned_parts_are_the_text(text in "[a,\"\nä]{0,200}", size in 1usize..40, csv: bool) {
            let table = csv.then_some(Dialect { delimiter: b',' });
            let windows = windows(text.as_bytes(), size, table);
            let joined: Vec<u8> = windows.iter().flat_map(|w| w.1.clone()).collect();
            prop_assert_eq!(joined, text.as_bytes());
            prop_assert_eq!(windows.iter().filter(|w| w.2).count(), 1);
            for pair in windows.windows(2) {
                prop_assert_eq!(pair[0].0 + pair[0].1.len() as u64, pair[1].0);
            }
        }
    }
}
