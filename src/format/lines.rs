//! Lines and columns, counted onward from the last answer and only for what was found.

use crate::model::Finding;

/// What a window holds of lines, for the windows after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lines {
    /// Line ends.
    pub(crate) ends: u64,
    /// Characters after the last line end (or in the whole window, if there is none).
    pub(crate) open: u64,
}

/// Gives `findings` their places, relative to the start of `text`, which begins at `base` in the document. The
/// findings are in ascending order of start.
pub(crate) fn locate<'f>(
    text: &[u8],
    base: u64,
    findings: impl IntoIterator<Item = &'f mut Finding>,
) -> Cursor {
    let mut cursor = Cursor::default();
    for finding in findings {
        let at = usize::try_from(finding.start.saturating_sub(base)).unwrap_or(usize::MAX);
        cursor.advance(text, at);
        finding.place.line = cursor.lines.ends + 1;
        finding.place.column = u32::try_from(cursor.lines.open + 1).unwrap_or(u32::MAX);
    }
    cursor
}

/// A place in a text that only moves on.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cursor {
    at: usize,
    lines: Lines,
}

impl Cursor {
    fn advance(&mut self, text: &[u8], to: usize) {
        let Some(stretch) = text.get(self.at..to.min(text.len())) else { return };
        let ends = memchr::memchr_iter(b'\n', stretch).count() as u64;
        let tail = match memchr::memrchr(b'\n', stretch) {
            Some(last) => {
                self.lines.open = 0;
                stretch.get(last + 1..).unwrap_or(&[])
            }
            None => stretch,
        };
        self.lines.ends += ends;
        self.lines.open += characters(tail);
        self.at = to;
    }

    /// What the whole of `text` holds.
    pub(crate) fn finish(mut self, text: &[u8]) -> Lines {
        self.advance(text, text.len());
        self.lines
    }
}

/// Characters of UTF-8: bytes that do not continue one. In single-byte encodings most bytes above 0x7F are lead
/// bytes by this rule, so columns there are right but for 0x80 to 0xBF.
fn characters(text: &[u8]) -> u64 {
    /// So many at a time that a byte can count them, and a vector instruction many bytes.
    const COUNTABLE: usize = 192;
    let of_chunk = |chunk: &[u8]| chunk.iter().map(|b| u8::from(!matches!(b, 0x80..=0xBF))).sum::<u8>();
    text.chunks(COUNTABLE).map(|chunk| u64::from(of_chunk(chunk))).sum()
}
