//! The order of release: walk order, then window order; lines and rows become those of the document.

use crate::format::Lines;
use crate::model::{Batch, Classified, Coverage};

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
    /// After everything.
    pub(super) const END: Self = Self { chunk: u64::MAX, file: 0, window: 0 };
}

/// What has been released, and what that means for the next part.
#[derive(Default)]
pub(super) struct Release {
    /// The part that is due.
    pub(super) next: Key,
    lines: Lines,
    rows: u64,
    /// Bytes of the document's parts that came so far.
    bytes: u64,
    /// What one of them says was not read.
    gap: Option<Coverage>,
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
        self.bytes += batch.bytes;
        self.gap = worse(self.gap.take(), batch.coverage.take());
        if batch.last {
            batch.coverage = self.gap.take();
            // Where a part before is missing, what came after it was read.
            if let Some(gap) = &mut batch.coverage {
                gap.scanned = gap.scanned.max(self.bytes);
            }
            self.bytes = 0;
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

/// The gap that is told of two in one document: a failure goes first, then the later one.
fn worse(before: Option<Coverage>, now: Option<Coverage>) -> Option<Coverage> {
    let is_failure = |gap: &Option<Coverage>| gap.as_ref().is_some_and(|gap| gap.reason.is_failure());
    if is_failure(&before) && !is_failure(&now) { before } else { now.or(before) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Reason, Status};

    fn part(reason: Option<Reason>, last: bool) -> Part {
        let gap = |reason| Coverage {
            path: "a".to_owned(),
            status: Status::Partial,
            reason,
            detail: String::new(),
            scanned: 0,
            size: None,
        };
        let mut part = Part::left(gap(Reason::Internal));
        part.batch = Batch { coverage: reason.map(gap), bytes: 10, last, ..part.batch };
        part
    }

    /// What the last part of each document says was not read.
    fn told(parts: Vec<Part>) -> Vec<Option<(Reason, u64)>> {
        let message = Message { key: Key::default(), parts, ends_chunk: true };
        let batches = Release::default().take(message);
        let last = batches.into_iter().filter(|batch| batch.last);
        last.map(|batch| batch.coverage.map(|gap| (gap.reason, gap.scanned))).collect()
    }

    #[test]
    fn what_any_part_lacks_the_last_one_tells() {
        use Reason::{Damaged, Internal, UnsupportedKind};
        let lost = vec![part(None, false), part(Some(Internal), false), part(None, true), part(None, true)];
        assert_eq!(told(lost), [Some((Internal, 30)), None], "and not the next document");
        let both = vec![part(Some(Internal), false), part(Some(UnsupportedKind), true)];
        assert_eq!(told(both), [Some((Internal, 20))], "a failure goes first");
        let ended = vec![part(Some(Internal), false), part(Some(Damaged), true)];
        assert_eq!(told(ended), [Some((Damaged, 20))], "else the later one");
    }
}
