//! The coverage ledger as CSV: one row an input, whether it was scanned and why not. `docs/output.md` names the columns.

use std::io;
use std::io::Write;

use super::cells::Cells;
use super::reporter::{Format, Needs, Options, Reporter};
use crate::model::{Batch, Status, Summary};

const HEADER: [&str; 6] = ["path", "status", "reason", "detail", "bytes_scanned", "bytes"];

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "coverage",
    extensions: &[],
    about: "one row an input: what was scanned and what was not, as CSV",
    needs: Needs::NONE,
    open,
};

/// Starts a report.
fn open(out: Box<dyn Write + Send>, _: &Options) -> Box<dyn Reporter> {
    Box::new(Ledger { cells: Cells::new(out, &HEADER), scanned: 0 })
}

struct Ledger {
    cells: Cells,
    /// Bytes of the parts of the document that came so far.
    scanned: u64,
}

impl Reporter for Ledger {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        self.cells.begin()?;
        self.scanned += batch.bytes;
        if !batch.last {
            return Ok(());
        }
        let scanned = std::mem::take(&mut self.scanned);
        let cells = &mut self.cells;
        cells.outside(&batch.doc.path)?;
        match &batch.coverage {
            None => {
                cells.cell(Status::Complete.name())?;
                cells.cell("")?;
                cells.cell("")?;
                cells.shown(scanned)?;
                cells.shown(scanned)?;
            }
            Some(entry) => {
                cells.cell(entry.status.name())?;
                cells.cell(entry.reason.code())?;
                cells.outside(&entry.detail)?;
                cells.shown(entry.scanned)?;
                cells.cell(&entry.size.map(|n| n.to_string()).unwrap_or_default())?;
            }
        }
        cells.end()
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.cells.finish()
    }
}

#[cfg(test)]
mod tests {
    use snapbox::prelude::*;
    use snapbox::{assert_data_eq, str};

    use crate::report::sample;

    #[test]
    fn every_input_has_a_row() {
        assert_data_eq!(
            sample::report("coverage", 80, false),
            str![[r#"
path,status,reason,detail,bytes_scanned,bytes
data/users.csv,complete,,,246912,246912
docs/clean.md,complete,,,123456,123456
logs/\x1b[31mred\u{200b}\nline.json,complete,,,123456,123456
locked.db,skipped,permission-denied,Permission denied (os error 13),0,4096
photo.png,skipped,unsupported-kind,,0,

"#]]
            .raw()
        );
    }
}
