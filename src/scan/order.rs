//! The order of release: walk order, then window order; lines and rows become those of the document.

use crate::format::Lines;
use crate::model::{Batch, Classified};

use super::pool::Message;
use super::worker::Part;

/// Where a part belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) chunk: u64,
    pub(super) file: u32,
    pub(super) window: u32,
}

impl Key {
    /// Behind everything.
    pub(super) const END: Self = Self { chunk: u64::MAX, file: 0, window: 0 };
}

/// What has been released, and what that means for the next part.
#[derive(Default)]
pub(super) struct Release {
    /// The part that is due.
    pub(super) next: Key,
    lines: Lines,
    rows: u64,
}

impl Release {
    /// Takes the message that is due and gives its batches, placed in their documents.
    pub(super) fn take(&mut self, message: Message) -> Vec<Batch> {
        let batches = message.parts.into_iter().map(|part| self.place(part)).collect();
        if message.ends_chunk {
            self.next = Key { chunk: self.next.chunk + 1, file: 0, window: 0 };
        }
        batches
    }

    fn place(&mut self, part: Part) -> Batch {
        let Part { mut batch, lines, rows } = part;
        for Classified { finding, .. } in &mut batch.findings {
            if finding.place.line == 1 {
                let open = u32::try_from(self.lines.open).unwrap_or(u32::MAX);
                finding.place.column = finding.place.column.saturating_add(open);
            }
            if finding.place.line > 0 {
                finding.place.line += self.lines.ends;
            }
            finding.row = finding.row.map(|row| row + self.rows);
        }
        for comment in batch.suppressions.iter_mut().filter(|comment| comment.line > 0) {
            comment.line += self.lines.ends;
        }
        if batch.last {
            self.lines = Lines::default();
            self.rows = 0;
            self.next = Key { file: self.next.file + 1, window: 0, ..self.next };
        } else {
            let open = if lines.ends == 0 { self.lines.open + lines.open } else { lines.open };
            self.lines = Lines { ends: self.lines.ends + lines.ends, open };
            self.rows += rows;
            self.next.window += 1;
        }
        batch
    }
}
