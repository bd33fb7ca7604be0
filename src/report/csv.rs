//! CSV: one row a finding, for spreadsheets. `docs/output.md` names the columns.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;
use std::io::Write;
use std::sync::Arc;

use super::reporter::{Options, Reporter};
use super::terms::{fact_name, fact_word};
use super::visible::visible;
use crate::model::{Batch, Catalog, Class, Classified, DocInfo, Finding, Summary};

const HEADER: [&str; 22] = [
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
];

/// Starts a report.
pub(super) fn open(out: Box<dyn Write + Send>, options: &Options) -> Box<dyn Reporter> {
    let catalog = Arc::clone(&options.catalog);
    Box::new(Csv {
        classes: catalog.classes.iter().map(class_cells).collect(),
        catalog,
        out: ::csv::WriterBuilder::new().buffer_capacity(64 * 1024).from_writer(out),
        scratch: String::new(),
        begun: false,
    })
}

struct Csv {
    out: ::csv::Writer<Box<dyn Write + Send>>,
    catalog: Arc<Catalog>,
    /// The cells from `category` to `retention_class`, by class.
    classes: Vec<[String; 7]>,
    scratch: String,
    /// Whether the header is written.
    begun: bool,
}

impl Reporter for Csv {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        self.begin()?;
        let path = outside(&batch.doc.path);
        for found in &batch.findings {
            self.row(&batch.doc, &path, found)?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.begin()?;
        self.out.flush()
    }
}

impl Csv {
    fn begin(&mut self) -> io::Result<()> {
        if !self.begun {
            self.out.write_record(HEADER).map_err(as_io)?;
            self.begun = true;
        }
        Ok(())
    }

    /// Writes a row; the order is that of [`HEADER`].
    fn row(&mut self, doc: &DocInfo, path: &str, found: &Classified) -> io::Result<()> {
        let (finding, catalog) = (&found.finding, Arc::clone(&self.catalog));
        let rule = catalog.rule(finding.rule);
        self.cell(path)?;
        self.place(finding.place.line)?;
        self.place(finding.place.column.into())?;
        self.number(finding.start)?;
        self.number(finding.end)?;
        self.cell(&rule.info_type)?;
        self.cell(&rule.id)?;
        self.cell(&outside(finding.field_name(doc).unwrap_or_default()))?;
        self.place(finding.row.unwrap_or_default())?;
        self.cell(&outside(&finding.excerpt))?;
        self.number(finding.confidence.get().into())?;
        self.cell(finding.confidence.band().name())?;
        self.cell(finding.disposition.name())?;
        for cell in self.classes.get(usize::from(found.class.0)).into_iter().flatten() {
            self.out.write_field(cell).map_err(as_io)?;
        }
        self.evidence(&catalog, finding)?;
        self.cell(&outside(finding.table_name().unwrap_or_default()))?;
        self.out.write_record(None::<&[u8]>).map_err(as_io)
    }

    fn cell(&mut self, text: &str) -> io::Result<()> {
        self.out.write_field(text).map_err(as_io)
    }

    /// Numbers that are 0 where they do not apply, and then empty.
    fn place(&mut self, number: u64) -> io::Result<()> {
        if number == 0 { self.cell("") } else { self.number(number) }
    }

    fn number(&mut self, number: u64) -> io::Result<()> {
        self.scratch.clear();
        // Writing to a String cannot fail.
        let _ = write!(self.scratch, "{number}");
        self.out.write_field(&self.scratch).map_err(as_io)
    }

    /// `shape+55 keyword(ssn)+40 note(check digits hold)`.
    fn evidence(&mut self, catalog: &Catalog, finding: &Finding) -> io::Result<()> {
        let cell = &mut self.scratch;
        cell.clear();
        for fact in finding.evidence.facts() {
            let space = if cell.is_empty() { "" } else { " " };
            let _ = match fact_word(catalog, finding.rule, *fact) {
                Some(word) => write!(cell, "{space}{}({word}){:+}", fact_name(fact.kind), fact.points),
                None => write!(cell, "{space}{}{:+}", fact_name(fact.kind), fact.points),
            };
        }
        if !finding.evidence.note.is_empty() {
            let _ = write!(cell, " note({})", finding.evidence.note);
        }
        self.out.write_field(cell.trim_start()).map_err(as_io)
    }
}

/// What the operating system said. The crate's own conversion hides its kind, and a closed pipe is no failure.
fn as_io(e: ::csv::Error) -> io::Error {
    match e.into_kind() {
        ::csv::ErrorKind::Io(e) => e,
        other => io::Error::other(format!("{other:?}")),
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

/// A string from outside: visible, and with a `'` in front where a spreadsheet would take it for a
/// formula (OWASP, "CSV Injection"; the wide forms count in East Asian locales).
fn outside(text: &str) -> Cow<'_, str> {
    let text = visible(text);
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        return Cow::Owned(format!("'{text}"));
    }
    text
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
path,line,column,start,end,type,rule,field,row,masked,confidence,band,disposition,category,category_name,sensitivity,gdpr_label,access,retention,retention_class,evidence,table
data/users.csv,2,9,200,220,EMAIL_ADDRESS,email,email,1,j***@example.net,95,high,real,pii,Personal Identifiable Information (PII),high,Personal Data,Strict,Retain for the duration of service + 1 year,service-end+P1Y,shape+55 keyword(ssn)+40,
data/users.csv,2,9,200,220,US_SSN,us-ssn,ssn,1,***-**-1234,95,high,real,sensitive,Sensitive Data,very-high,Special Category Data,Restricted,Retain for the duration of service + 1 year,service-end+P1Y,shape+55 keyword(ssn)+40,
data/users.csv,3,9,300,320,EMAIL_ADDRESS,email,email,2,'=m***@example.net,95,high,real,pii,Personal Identifiable Information (PII),high,Personal Data,Strict,Retain for the duration of service + 1 year,service-end+P1Y,shape+55 keyword(ssn)+40,
data/users.csv,4,9,400,420,US_SSN,us-ssn,ssn,,***-**-5678,95,high,real,sensitive,Sensitive Data,very-high,Special Category Data,Restricted,Retain for the duration of service + 1 year,service-end+P1Y,shape+55 keyword(ssn)+40,
logs/\x1b[31mred\u{200b}\nline.json,7,9,700,720,EMAIL_ADDRESS,email,'=cmd\u{202e}(),,i***@example.org,70,medium,role,pii,Personal Identifiable Information (PII),high,Personal Data,Strict,Retain for the duration of service + 1 year,service-end+P1Y,shape+90 value-20 note(a shared mailbox),
logs/\x1b[31mred\u{200b}\nline.json,,9,0,20,IP_ADDRESS,ipv4,,,192.0.*.*,95,high,real,plain,Unstated,,,,,,shape+110 against(version)-15,

"#]].raw());
    }

    #[test]
    fn a_report_without_findings_has_its_header() {
        assert_eq!(cells(&sample::empty_report("csv")), [HEADER]);
    }

    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_keeps_its_name() {
        let mut out = ::csv::WriterBuilder::new().buffer_capacity(8).from_writer(Closed);
        let failed = out.write_record(["more than the buffer holds"]).map_err(as_io);
        assert_eq!(failed.map_err(|e| e.kind()), Err(io::ErrorKind::BrokenPipe));
    }

    #[test]
    fn formulas_are_disarmed() {
        for (text, safe) in [
            ("=1+1", "'=1+1"),
            ("+49 ***", "'+49 ***"),
            ("-x", "'-x"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1", "'＝1"),
            ("\t=1", "\\t=1"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(outside(text), safe);
        }
    }

    proptest! {
        #[test]
        fn a_reader_gets_the_same_cells(path: String, key in "\\PC{1,9}", value: String) {
            let text = sample::one_finding("csv", &path, &key, &value);
            let rows = cells(&text);
            prop_assert_eq!(rows.len(), 2);
            prop_assert!(rows.iter().all(|row| row.len() == HEADER.len()));
            for (column, text) in [(0, &path), (7, &key), (9, &value)] {
                prop_assert_eq!(&rows[1][column], &outside(text));
            }
        }
    }
}
