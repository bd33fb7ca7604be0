//! CSV: one row per finding, for spreadsheets. `docs/output.md` names the columns.

use std::fmt::Write as _;
use std::io;
use std::io::Write;
use std::sync::Arc;

use super::cells::{Cells, harmless};
use super::reporter::{Format, Needs, Options, Reporter};
use super::terms::{effective_sensitivity, fact_name, fact_word};
use crate::model::{Batch, Catalog, Class, Classified, DocInfo, Finding, Minor, Sensitivity, Summary};

const HEADER: [&str; 30] = [
    "path",
    "line",
    "column",
    "start",
    "end",
    "type",
    "rule",
    "field",
    "row",
    "masked",
    "confidence",
    "band",
    "disposition",
    "category",
    "category_name",
    "sensitivity",
    "gdpr_label",
    "access",
    "retention",
    "retention_class",
    "evidence",
    "table",
    "standing",
    "justification",
    "commit",
    "author_date",
    "document_label",
    "document_category",
    "effective_sensitivity",
    "minor",
];

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "csv",
    extensions: &["csv"],
    about: "one row per finding, for spreadsheets",
    needs: Needs::LABELLED,
    open,
};

/// Starts a report.
fn open(out: Box<dyn Write + Send>, options: &Options) -> Box<dyn Reporter> {
    let catalog = Arc::clone(&options.catalog);
    Box::new(Csv {
        classes: catalog.classes.iter().map(class_cells).collect(),
        catalog,
        cells: Cells::new(out, &HEADER),
        evidence: String::new(),
    })
}

struct Csv {
    cells: Cells,
    catalog: Arc<Catalog>,
    /// The cells from `category` to `retention_class`, by class.
    classes: Vec<[String; 7]>,
    evidence: String,
}

impl Reporter for Csv {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        self.cells.begin()?;
        let path = harmless(&batch.doc.path);
        for found in &batch.findings {
            self.row(&batch.doc, &path, found)?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.cells.finish()
    }
}

impl Csv {
    /// Writes a row; the order is that of [`HEADER`].
    fn row(&mut self, doc: &DocInfo, path: &str, found: &Classified) -> io::Result<()> {
        let (finding, cells) = (&found.finding, &mut self.cells);
        let rule = self.catalog.rule(finding.rule);
        cells.cell(path)?;
        cells.place(finding.place.line)?;
        cells.place(finding.place.column.into())?;
        cells.shown(finding.start)?;
        cells.shown(finding.end)?;
        cells.cell(&rule.info_type)?;
        cells.cell(&rule.id)?;
        cells.outside(finding.field_name(doc).unwrap_or_default())?;
        cells.place(finding.row.unwrap_or_default())?;
        cells.outside(&finding.excerpt)?;
        cells.shown(finding.confidence.get())?;
        cells.cell(finding.confidence.band().name())?;
        cells.cell(finding.disposition.name())?;
        for cell in self.classes.get(usize::from(found.class.0)).into_iter().flatten() {
            cells.cell(cell)?;
        }
        write_evidence(&self.catalog, finding, &mut self.evidence);
        cells.cell(self.evidence.trim_start())?;
        cells.outside(finding.table_name().unwrap_or_default())?;
        cells.cell(found.standing.name())?;
        cells.outside(found.standing.justification().unwrap_or_default())?;
        let revision = doc.revision.as_deref();
        cells.cell(revision.map_or("", |r| &r.commit))?;
        cells.cell(revision.and_then(|r| r.author_date.as_deref()).unwrap_or_default())?;
        let label = doc.label.as_ref();
        let category = label.and_then(|label| label.class).map(|class| &self.catalog.class(class).id);
        cells.cell(label.map_or("", |label| &label.name))?;
        cells.cell(category.map_or("", String::as_str))?;
        let sensitivity = effective_sensitivity(&self.catalog, doc, found.class);
        cells.cell(sensitivity.map_or("", Sensitivity::name))?;
        cells.cell(finding.minor.map_or("", Minor::name))?;
        cells.end()
    }
}

/// `shape+55 keyword(ssn)+40 note(check digits hold)`.
fn write_evidence(catalog: &Catalog, finding: &Finding, cell: &mut String) {
    cell.clear();
    for fact in finding.evidence.facts() {
        let space = if cell.is_empty() { "" } else { " " };
        // Writing to a String cannot fail.
        let _ = match fact_word(catalog, finding.rule, *fact) {
            Some(word) => write!(cell, "{space}{}({word}){:+}", fact_name(fact.kind), fact.points),
            None => write!(cell, "{space}{}{:+}", fact_name(fact.kind), fact.points),
        };
    }
    if !finding.evidence.note.is_empty() {
        let _ = write!(cell, " note({})", finding.evidence.note);
    }
}

/// What a class says, empty where the matrix leaves it unstated.
fn class_cells(class: &Class) -> [String; 7] {
    let retention = class.retention.as_ref();
    [
        class.id.clone(),
        class.name.clone(),
        class.sensitivity.map(|s| s.name().to_owned()).unwrap_or_default(),
        class.gdpr_label.clone().unwrap_or_default(),
        class.access.clone().unwrap_or_default(),
        retention.map(|r| r.text.clone()).unwrap_or_default(),
        retention.and_then(|r| r.rule.as_ref()).map(ToString::to_string).unwrap_or_default(),
    ]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use snapbox::prelude::*;
    use snapbox::{assert_data_eq, str};

    use super::*;
    use crate::report::sample;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let row = |r: ::csv::StringRecord| r.iter().map(str::to_owned).collect();
        reader.records().map(|r| row(r.unwrap())).collect()
    }

    #[test]
    fn sample_as_csv() {
        assert_data_eq!(sample::report("csv", 80, false), str![[r#"
path,line,column,start,end,type,rule,field,row,masked,confidence,band,disposition,category,category_name,sensitivity,gdpr_label,access,retention,retention_class,evidence,table,standing,justification,commit,author_date,document_label,document_category,effective_sensitivity,minor
data/users.csv,2,9,200,220,EMAIL_ADDRESS,email,email,1,j***@example.net,95,high,real,pii,Personal Identifiable Information (PII),high,Personal Data,Strict,Retain for the duration of service + 1 year,service-end+P1Y,shape+55 keyword(ssn)+40,,new,,,,,,high,
data/users.csv,2,9,200,220,US_SSN,us-ssn,ssn,1,***-**-1234,95,high,real,sensitive,Sensitive Data,very-high,Special Category Data,Restricted,Retain for the duration of service + 1 year,service-end+P1Y,shape+55 keyword(ssn)+40,,new,,,,,,very-high,
data/users.csv,3,9,300,320,EMAIL_ADDRESS,email,email,2,'=m***@example.net,95,high,real,pii,Personal Identifiable Information (PII),high,Personal Data,Strict,Retain for the duration of service + 1 year,service-end+P1Y,shape+55 keyword(ssn)+40,,new,,,,,,high,
data/users.csv,4,9,400,420,US_SSN,us-ssn,ssn,,***-**-5678,95,high,real,sensitive,Sensitive Data,very-high,Special Category Data,Restricted,Retain for the duration of service + 1 year,service-end+P1Y,shape+55 keyword(ssn)+40,,new,,,,,,very-high,
logs/\x1b[31mred\u{200b}\nline.json,7,9,700,720,EMAIL_ADDRESS,email,'=cmd\u{202e}(),,i***@example.org,70,medium,role,pii,Personal Identifiable Information (PII),high,Personal Data,Strict,Retain for the duration of service + 1 year,service-end+P1Y,shape+90 value-20 note(a shared mailbox),,new,,,,,,high,
logs/\x1b[31mred\u{200b}\nline.json,,9,0,20,IP_ADDRESS,ipv4,,,192.0.*.*,95,high,real,plain,Unstated,,,,,,shape+110 against(version)-15,,new,,,,,,,

"#]].raw());
    }

    #[test]
    fn a_report_without_findings_has_its_header() {
        assert_eq!(cells(&sample::empty_report("csv")), [HEADER]);
    }

    proptest! {
        #[test]
        fn a_reader_gets_the_same_cells(path: String, key in "\\PC{1,9}", value: String) {
            let text = sample::one_finding("csv", &path, &key, &value);
            let rows = cells(&text);
            prop_assert_eq!(rows.len(), 2);
            prop_assert!(rows.iter().all(|row| row.len() == HEADER.len()));
            for (column, text) in [(0, &path), (7, &key), (9, &value)] {
                prop_assert_eq!(&rows[1][column], &harmless(text));
            }
        }
    }
}
