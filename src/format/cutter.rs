//! Cutting a stream into windows that end at record boundaries, with enough context on both sides that no window
//! size changes what is found.

use std::io::{self, Read};
use std::ops::Range;

use super::csv::{Dialect, last_row_end};
use super::grid::Grid;
use super::notation::{CellReader, Notation};

/// A row that does not end within this many windows is cut at a line end: a quote that never closes must not
/// hold the whole file in memory.
const PATIENCE: usize = 16;

/// Bytes beyond a window and its context that cells are likely to end within.
const SLACK: usize = 4 * 1024;

/// Cuts a stream into windows. One thread at a time asks for the next; whoever gets it can search it while others
/// ask on.
pub(crate) struct Cutter {
    reader: Box<dyn Read + Send>,
    size: usize,
    context: usize,
    layout: Layout,
    keys: Option<&'static Notation>,
    /// What the next window begins with: context, then what was read beyond the last cut.
    carry: Vec<u8>,
    /// What the layout knows of it.
    carried: Grid,
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

impl Window {
    /// Offset in the document of the first byte that it owns.
    pub(crate) const fn start(&self) -> u64 {
        self.base + self.owned.start as u64
    }
}

/// What decides where windows may end.
pub(crate) enum Layout {
    /// Lines.
    Text,
    /// Rows of one table. No context is needed then.
    Table {
        /// How they are written.
        dialect: Dialect,
        /// Bytes at the beginning that stay in one window.
        together: usize,
    },
    /// Cells, and anything between them. They are known only to who read the document from its beginning, so they are handed
    /// out with each window.
    Cells(Box<dyn CellReader>),
}

/// How to cut.
pub(crate) struct Cut {
    /// Bytes that a window owns, about.
    pub(crate) size: usize,
    /// Bytes of context on both sides.
    pub(crate) context: usize,
    /// What is cut.
    pub(crate) layout: Layout,
    /// The notation of keys, if somebody wants to know them. Under which of them a window begins is known only to who has
    /// read everything before it, and is handed out.
    pub(crate) keys: Option<&'static Notation>,
}

impl Cutter {
    /// A cutter of `reader`, whose first byte is at `base` in the document; `start` was read off it already.
    pub(crate) fn new(reader: Box<dyn Read + Send>, start: Vec<u8>, base: u64, cut: Cut) -> Self {
        Self {
            reader,
            size: cut.size.max(1),
            context: if matches!(cut.layout, Layout::Table { .. }) { 0 } else { cut.context },
            layout: cut.layout,
            keys: cut.keys,
            carry: start,
            carried: Grid::default(),
            before: 0,
            base,
            number: 0,
            ended: false,
        }
    }

    /// Puts the next window into `buffer` and the cells or keys that are known into `grid`; `None` after the last.
    pub(crate) fn next(&mut self, buffer: &mut Vec<u8>, grid: &mut Grid) -> Option<Window> {
        if self.ended {
            return None;
        }
        buffer.clear();
        buffer.append(&mut self.carry);
        std::mem::swap(grid, &mut self.carried);
        self.carried.clear();
        let (mut patience, mut end) = (1, None);
        let fault = loop {
            let (limit, behind) = self.reach(patience);
            match self.fill(buffer, limit.max(end.unwrap_or(0)) + behind) {
                Ok(true) => {}
                done => {
                    self.read_all(buffer, grid);
                    end = None;
                    break done.err();
                }
            }
            end = end.or_else(|| self.record_end(buffer, limit, patience >= PATIENCE, grid));
            if end.is_some_and(|end| self.read_on(buffer, end + self.context, grid)) {
                break None;
            }
            patience *= 2;
        };
        Some(self.cut(buffer, end, fault, grid))
    }

    /// Gives no more windows.
    pub(crate) fn stop(&mut self) {
        self.ended = true;
    }

    fn cut(&mut self, buffer: &[u8], end: Option<usize>, fault: Option<io::Error>, grid: &Grid) -> Window {
        let last = end.is_none();
        let end = end.unwrap_or(buffer.len());
        let window = Window { base: self.base, owned: self.before..end, number: self.number, last, fault };
        let keep = end.saturating_sub(self.context);
        self.carry.extend_from_slice(buffer.get(keep..).unwrap_or(&[]));
        if let Layout::Cells(reader) = &mut self.layout {
            reader.shift(keep);
            grid.carry(keep, &mut self.carried);
        }
        if let Some(notation) = self.keys.filter(|_| !last) {
            let mut walker = grid.walker.as_ref().map_or_else(|| notation.begin(), |walker| walker.copy());
            walker.walk(buffer.get(self.before..end).unwrap_or(&[]));
            self.carried.walker = Some(walker);
        }
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

    /// How far the next window reaches, and how many bytes are read beyond it, for so much patience. Windows of cells end where
    /// one does, so what is missing comes after them: with the window itself its end would go on before what is read.
    fn reach(&self, patience: usize) -> (usize, usize) {
        let (size, behind) = match self.layout {
            Layout::Cells(_) => (self.size, self.context + self.context.min(SLACK) + SLACK * (patience - 1)),
            Layout::Table { together, .. } if self.number == 0 => {
                ((self.size * patience).max(together), self.context)
            }
            Layout::Table { .. } | Layout::Text => (self.size * patience, self.context),
        };
        (self.before + size, behind)
    }

    /// Where the last whole record ends that begins before `limit`. Text without line ends is cut between characters;
    /// a table's row that does not end is waited for, within reason; who reads cells knows what is within reason.
    fn record_end(&mut self, buffer: &[u8], limit: usize, hopeless: bool, grid: &mut Grid) -> Option<usize> {
        let text = buffer.get(self.before..limit).unwrap_or(&[]);
        let line_end = || memchr::memrchr(b'\n', text).map(|n| n + 1);
        let anywhere = || {
            let tail = text.iter().rev().take(4).take_while(|b| matches!(b, 0x80..=0xBF)).count();
            let lead = usize::from(
                text.len().checked_sub(tail + 1).and_then(|i| text.get(i)).is_some_and(|b| *b >= 0xC0),
            );
            Some(text.len() - tail - lead).filter(|n| *n > 0).or(Some(text.len()))
        };
        let end = match &mut self.layout {
            Layout::Cells(reader) => return reader.read(buffer, limit, false, grid).then(|| reader.at()),
            Layout::Text => line_end().or_else(anywhere),
            Layout::Table { dialect, .. } => match last_row_end(text, *dialect) {
                Some(end) => Some(end),
                None if hopeless => line_end().or_else(anywhere),
                None => None,
            },
        };
        end.map(|n| self.before + n)
    }

    /// Has cells read on to `until`, so that the context after a window is known as the window is. `false` if that
    /// takes more text.
    fn read_on(&mut self, buffer: &[u8], until: usize, grid: &mut Grid) -> bool {
        match &mut self.layout {
            Layout::Cells(reader) => reader.read(buffer, until, false, grid),
            Layout::Text | Layout::Table { .. } => true,
        }
    }

    /// Has cells read to the end.
    fn read_all(&mut self, buffer: &[u8], grid: &mut Grid) {
        if let Layout::Cells(reader) = &mut self.layout {
            reader.read(buffer, buffer.len(), true, grid);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn windows(text: &[u8], size: usize, layout: Layout) -> Vec<(u64, Vec<u8>, bool)> {
        let cut = Cut { size, context: 8, layout, keys: None };
        let mut cutter = Cutter::new(Box::new(io::Cursor::new(text.to_vec())), Vec::new(), 0, cut);
        let (mut buffer, mut grid) = (Vec::new(), Grid::default());
        let mut all = Vec::new();
        while let Some(w) = cutter.next(&mut buffer, &mut grid) {
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
        let owned: Vec<_> =
            windows(b"one\ntwo\nthree\nfour\n", 9, Layout::Text).into_iter().map(|w| w.1).collect();
        assert_eq!(owned, [b"one\ntwo\n".to_vec(), b"three\nfour\n".to_vec()]);
        let table = |together| Layout::Table { dialect: Dialect { delimiter: b',' }, together };
        let owned: Vec<_> = windows(b"a,\"x\ny\"\nb,c\n", 5, table(0)).into_iter().map(|w| w.1).collect();
        assert_eq!(owned, [b"a,\"x\ny\"\n".to_vec(), b"b,c\n".to_vec()]);
        let owned: Vec<_> = windows(b"# x\na\n1\n2\n", 1, table(6)).into_iter().map(|w| w.1).collect();
        assert_eq!(owned, [b"# x\na\n".to_vec(), b"1\n".to_vec(), b"2\n".to_vec(), vec![]]);
        assert_eq!(windows(b"", 6, Layout::Text), [(0, vec![], true)]);
    }

    /// Cells without end, as lines of mail or values of a dump may be.
    struct Long(usize);

    impl CellReader for Long {
        fn at(&self) -> usize {
            self.0
        }

        fn step(&mut self, text: &[u8], _until: usize, ended: bool, _grid: &mut Grid) -> bool {
            let next = self.0 + 3 * SLACK;
            let known = next <= text.len() || ended;
            if known {
                self.0 = next.min(text.len());
            }
            known
        }

        fn shift(&mut self, len: usize) {
            self.0 -= len;
        }
    }

    #[test]
    fn cells_that_are_longer_than_what_is_read_behind_a_window_do_not_widen_it() {
        let (size, cell) = (SLACK, 3 * SLACK);
        let windows = windows(&vec![b'x'; 40 * cell + 1], size, Layout::Cells(Box::new(Long(0))));
        // The last one takes what is left.
        assert!(windows.iter().all(|w| w.1.len() <= 2 * cell + 1));
        assert_eq!(windows.iter().map(|w| w.1.len()).sum::<usize>(), 40 * cell + 1);
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
        let cut = Cut { size: 100, context: 0, layout: Layout::Text, keys: None };
        let mut cutter = Cutter::new(Box::new(Failing(30)), Vec::new(), 0, cut);
        let (mut buffer, mut grid) = (Vec::new(), Grid::default());
        let window = cutter.next(&mut buffer, &mut grid).unwrap();
        assert_eq!((window.owned, window.last), (0..30, true));
        assert!(window.fault.is_some());
        assert!(cutter.next(&mut buffer, &mut grid).is_none());
    }

    proptest! {
        #[test]
        fn owned_parts_are_the_text(text in "[a,\"\nä]{0,200}", size in 1usize..40, csv: bool) {
            let dialect = Dialect { delimiter: b',' };
            let layout = if csv { Layout::Table { dialect, together: 0 } } else { Layout::Text };
            let windows = windows(text.as_bytes(), size, layout);
            let joined: Vec<u8> = windows.iter().flat_map(|w| w.1.clone()).collect();
            prop_assert_eq!(joined, text.as_bytes());
            prop_assert_eq!(windows.iter().filter(|w| w.2).count(), 1);
            for pair in windows.windows(2) {
                prop_assert_eq!(pair[0].0 + pair[0].1.len() as u64, pair[1].0);
            }
        }
    }
}
