//! The columns of tables as CSV: one row for each, with what it holds as a whole. `docs/output.md` names the cells.

use std::cmp::Reverse;
use std::io;
use std::io::Write;
use std::sync::Arc;

use super::cells::Cells;
use super::reporter::{Format, Needs, Options, Reporter};
use super::verdicts::{Columns, Judged};
use crate::model::{Batch, Catalog, DocInfo, Ruling, Summary, TypeTally, percent};

const HEADER: [&str; 15] = [
    "location", "container", "column", "rows", "nulls", "distinct", "type", "ruling", "confidence",
    "disposition", "passed", "pass_rate", "needed_rate", "competing_types", "arithmetic",
];

/// Other types that are named with a column.
const MOST_TYPES: usize = 5;

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "columns",
    extensions: &[],
    about: "one row for each column of a table, with what it holds as a whole, as CSV",
    needs: Needs { columns: true, ..Needs::NONE },
    open,
};

/// Starts a report.
fn open(out: Box<dyn Write + Send>, options: &Options) -> Box<dyn Reporter> {
    let catalog = Arc::clone(&options.catalog);
    Box::new(Sheet { cells: Cells::new(out, &HEADER), catalog, columns: Columns::default() })
}

struct Sheet {
    cells: Cells,
    catalog: Arc<Catalog>,
    /// Those of the document so far.
    columns: Columns,
}

impl Reporter for Sheet {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        self.cells.begin()?;
        self.columns.add(batch);
        if batch.last { self.write(&batch.doc) } else { Ok(()) }
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.cells.finish()
    }
}

impl Sheet {
    /// Writes the columns of a document that ends.
    fn write(&mut self, doc: &DocInfo) -> io::Result<()> {
        let (columns, are_cut) = self.columns.take();
        for judged in &columns {
            self.row(doc, judged)?;
        }
        if are_cut {
            self.cells.outside(&doc.path)?;
            for _ in 2..HEADER.len() {
                self.cells.cell("")?;
            }
            self.cells.cell("further columns were left out")?;
            self.cells.end()?;
        }
        Ok(())
    }

    /// Writes a row; the order is that of [`HEADER`].
    fn row(&mut self, doc: &DocInfo, judged: &Judged) -> io::Result<()> {
        let (cells, catalog, column) = (&mut self.cells, &self.catalog, &judged.column);
        for cell in [&doc.path, &judged.table, &judged.name] {
            cells.outside(cell)?;
        }
        for number in [column.rows, column.nulls(), column.different()] {
            cells.shown(number)?;
        }
        let standing = judged.standing();
        cells.cell(standing.map_or("", |verdict| &catalog.rule(verdict.rule).info_type))?;
        cells.cell(judged.verdict.as_ref().map_or("none", |verdict| verdict.ruling.name()))?;
        cells.cell(&standing.map(|v| v.confidence.get().to_string()).unwrap_or_default())?;
        let tally = judged.tally();
        cells.cell(standing.and(tally).map_or("", |tally| tally.disposition().name()))?;
        cells.cell(&tally.map(|tally| tally.passed().to_string()).unwrap_or_default())?;
        cells.cell(&tally.map(|t| percent(t.passed(), column.values)).unwrap_or_default())?;
        let needed = judged.verdict.as_ref().filter(|verdict| verdict.ruling != Ruling::SchemaOnly);
        cells.cell(&needed.map(|verdict| format!("{} %", verdict.needed)).unwrap_or_default())?;
        cells.cell(&competing(catalog, judged))?;
        let nearest = judged.verdict.as_ref().map(|v| format!("{}: ", catalog.rule(v.rule).info_type));
        cells.cell(&(nearest.unwrap_or_default() + &judged.reasons()))?;
        cells.end()
    }
}

/// Other types that values pass, with their shares.
fn competing(catalog: &Catalog, judged: &Judged) -> String {
    let verdict = judged.verdict.as_ref().map(|verdict| verdict.rule);
    let others = judged.column.candidates().filter(|t| Some(t.rule) != verdict && t.passed() > 0);
    let mut others: Vec<&TypeTally> = others.collect();
    others.sort_by_key(|tally| (Reverse(tally.passed()), tally.rule));
    let share = |tally: &&TypeTally| {
        format!("{} {}", catalog.rule(tally.rule).info_type, percent(tally.passed(), judged.column.values))
    };
    others.iter().take(MOST_TYPES).map(share).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use snapbox::prelude::*;
    use snapbox::{assert_data_eq, str};

    use super::*;
    use crate::report::sample;

    #[test]
    fn sample_as_columns() {
        assert_data_eq!(sample::report("columns", 80, false), str![[r#"
location,container,column,rows,nulls,distinct,type,ruling,confidence,disposition,passed,pass_rate,needed_rate,competing_types,arithmetic
data/users.csv,,id,20,0,18,,none,,,,,,,
data/users.csv,,email,20,2,18,EMAIL_ADDRESS,holds,95,real,17,94.4 %,60 %,,"EMAIL_ADDRESS: 17 of 18 values pass (94.4 %, 60 % needed); 18 different (5 needed)"
data/users.csv,,ssn,20,20,0,US_SSN,schema_only,60,,,,,,"US_SSN: its name, and no values"

"#]].raw());
    }

    #[test]
    fn a_scan_without_tables_has_the_header() {
        assert_eq!(sample::empty_report("columns").trim_end(), HEADER.join(","));
    }
}
