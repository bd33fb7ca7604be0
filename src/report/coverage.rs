//! The coverage ledger as CSV: one row per input, whether it was scanned and why not. `docs/output.md` names the columns.

use std::io;
use std::io::Write;
use std::sync::Arc;

use super::cells::Cells;
use super::reporter::{Format, Needs, Options, Reporter};
use crate::model::{Batch, Catalog, DocContent, DocInfo, Labels, Sensitivity, StandingSet, Status, Summary};

const HEADER: [&str; 11] = [
    "path",
    "status",
    "reason",
    "detail",
    "bytes_scanned",
    "bytes",
    "document_label",
    "document_category",
    "effective_sensitivity",
    "retention",
    "notes",
];

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "coverage",
    extensions: &[],
    about: "one row per input: what was scanned and what was not, as CSV",
    // What was accepted is in the document all the same.
    needs: Needs { labels: Labels::All, standings: Some(StandingSet::ALL), ..Needs::NONE },
    open,
};

/// Starts a report.
fn open(out: Box<dyn Write + Send>, options: &Options) -> Box<dyn Reporter> {
    let (cells, catalog) = (Cells::new(out, &HEADER), Arc::clone(&options.catalog));
    Box::new(Ledger { cells, catalog, scanned: 0, content: DocContent::default() })
}

struct Ledger {
    cells: Cells,
    catalog: Arc<Catalog>,
    /// What was found in the document so far.
    content: DocContent,
    /// Bytes of the parts of the document that came so far.
    scanned: u64,
}

impl Reporter for Ledger {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        self.cells.begin()?;
        self.scanned += batch.bytes;
        batch.findings.iter().for_each(|found| self.content.add(&self.catalog, found));
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
        self.whole(&batch.doc)?;
        self.cells.end()
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.cells.finish()
    }
}

impl Ledger {
    /// What the document is, and what it and all that is in it come to.
    fn whole(&mut self, doc: &DocInfo) -> io::Result<()> {
        let (content, cells, catalog) = (std::mem::take(&mut self.content), &mut self.cells, &*self.catalog);
        let label = doc.label.as_ref();
        let class = label.and_then(|label| label.class);
        cells.cell(label.map_or("", |label| &label.name))?;
        cells.cell(class.map_or("", |class| &catalog.class(class).id))?;
        cells.cell(content.sensitivity(catalog, label).map_or("", Sensitivity::name))?;
        cells.cell(&content.retentions(catalog, label).join("; "))?;
        cells.cell(&content.warnings(catalog, label).join("; "))
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
path,status,reason,detail,bytes_scanned,bytes,document_label,document_category,effective_sensitivity,retention,notes
data/users.csv,complete,,,246912,246912,,,very-high,service-end+P1Y,
docs/clean.md,complete,,,123456,123456,,,,,
logs/\x1b[31mred\u{200b}\nline.json,complete,,,123456,123456,,,high,service-end+P1Y,
locked.db,skipped,permission-denied,Permission denied (os error 13),0,4096,,,,,
photo.png,skipped,unsupported-kind,,0,,,,,,

"#]]
            .raw()
        );
    }
}
