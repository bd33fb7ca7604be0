//! For people: findings grouped by file, then the closing tables.

use std::borrow::Cow;
use std::io;
use std::io::{BufWriter, Write};
use std::sync::Arc;

use super::closing::{Closing, retention};
use super::excess::{Excess, More};
use super::ledger::Ledger;
use super::paint::{DIM, PATH, PLAIN, of, paint};
use super::reporter::{Format, Needs, Options, Reporter};
use super::table::{Cell, Column, RIGID, Table, cut, cut_start};
use super::terms::document;
use super::visible::visible;
use super::words::thousands;
use crate::model::{
    Batch, Classified, Disposition, DocContent, DocInfo, Field, Finding, Heading, Minor, Summary,
};

/// Place, type, value, field, confidence, sensitivity, retention, and what is special.
static COLUMNS: [Column; 8] = [
    Column { least: RIGID, drop: 0, right: false },
    Column { least: 12, drop: 0, right: false },
    Column { least: 12, drop: 0, right: false },
    Column { least: 8, drop: 2, right: false },
    Column { least: RIGID, drop: 3, right: true },
    Column { least: RIGID, drop: 1, right: false },
    Column { least: 8, drop: 4, right: false },
    Column { least: RIGID, drop: 0, right: false },
];

/// Explains the columns, once.
const LEGEND: &str = "line:column  type  value  field  confidence  sensitivity  retention";

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "human",
    extensions: &["txt"],
    about: "findings by file, then tables, for people",
    needs: Needs::LABELLED,
    open,
};

/// Starts a report.
fn open(out: Box<dyn Write + Send>, options: &Options) -> Box<dyn Reporter> {
    Box::new(Human {
        out: BufWriter::new(out),
        options: options.clone(),
        types: first_rules(options),
        group: None,
        excess: Excess::default(),
        ledger: Ledger::default(),
        begun: false,
    })
}

struct Human {
    out: BufWriter<Box<dyn Write + Send>>,
    options: Options,
    /// For each rule the first rule of its info type, which stands for the type.
    types: Vec<usize>,
    /// The document that is not finished yet, if it has findings.
    group: Option<Group>,
    excess: Excess,
    ledger: Ledger,
    /// Whether the legend is written.
    begun: bool,
}

/// Rows of a document, held until its end so that they align; [`Excess`] keeps them few.
struct Group {
    doc: Arc<DocInfo>,
    rows: Table,
    content: DocContent,
}

impl Reporter for Human {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        for found in &batch.findings {
            self.finding(&batch.doc, found);
        }
        self.ledger.add(batch);
        if batch.last { self.close_group() } else { Ok(()) }
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        // An interrupted run may leave a document without a last batch.
        self.close_group()?;
        Closing { summary, ledger: &self.ledger, options: &self.options }.write(&mut self.out)?;
        self.out.flush()
    }
}

impl Human {
    fn finding(&mut self, doc: &Arc<DocInfo>, found: &Classified) {
        let finding = &found.finding;
        let info_type = self.types.get(usize::from(finding.rule.0)).copied().unwrap_or_default();
        let group = self.group.get_or_insert_with(|| Group {
            doc: Arc::clone(doc),
            rows: Table::new(&COLUMNS, 2),
            content: DocContent::default(),
        });
        group.content.add(&self.options.catalog, found);
        if self.excess.admit(info_type, finding.table.as_ref(), &finding.field) {
            group.rows.push(row(&self.options, doc, found));
        }
    }

    /// Writes the document that has ended.
    fn close_group(&mut self) -> io::Result<()> {
        let Some(group) = self.group.take() else { return Ok(()) };
        let (room, color) = (self.options.room(), self.options.color);
        self.begin(room, color)?;
        let commit = commit(&group.doc);
        let path = visible(&group.doc.path);
        paint(&mut self.out, color, PATH, &cut_start(&path, room.saturating_sub(commit.len())))?;
        paint(&mut self.out, color, DIM, &commit)?;
        self.out.write_all(b"\n")?;
        self.whole(&group)?;
        group.rows.write(&mut self.out, room, color)?;
        for more in self.excess.finish() {
            let line = self.more(&group.doc, &more);
            paint(&mut self.out, color, DIM, &cut(&line, room))?;
            self.out.write_all(b"\n")?;
        }
        // Whoever watches sees each document as soon as it is done.
        self.out.write_all(b"\n")?;
        self.out.flush()
    }

    /// What the document is, and what does not hold of its row.
    fn whole(&mut self, group: &Group) -> io::Result<()> {
        let Some(label) = &group.doc.label else { return Ok(()) };
        let catalog = &self.options.catalog;
        let (room, color) = (self.options.room(), self.options.color);
        let line = format!("  {}", document(catalog, &group.content, label));
        paint(&mut self.out, color, DIM, &cut(&line, room))?;
        self.out.write_all(b"\n")?;
        for warning in group.content.warnings(catalog, Some(label)) {
            paint(&mut self.out, color, DIM, &cut(&format!("  {warning}"), room))?;
            self.out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn begin(&mut self, room: usize, color: bool) -> io::Result<()> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        paint(&mut self.out, color, DIM, &cut(LEGEND, room))?;
        self.out.write_all(b"\n\n")
    }

    /// `… and 12,345 more EMAIL_ADDRESS in column email`.
    fn more(&self, doc: &DocInfo, more: &More) -> String {
        let More { info_type, table, field, number } = more;
        let name = self.options.catalog.rules.get(*info_type).map_or("", |rule| &rule.info_type);
        let place = match (field, full_name(doc, table.as_deref(), field)) {
            (Field::Column(_), Some(name)) => format!(" in column {}", visible(&name)),
            (Field::Column(number), None) => format!(" in column {}", u32::from(*number) + 1),
            (_, Some(name)) => format!(" in {}", visible(&name)),
            (_, None) => String::new(),
        };
        format!("  … and {} more {name}{place}", thousands(*number))
    }
}

/// The commit that brought a document, where its path does not say it.
fn commit(doc: &DocInfo) -> String {
    let commit = doc.revision.as_ref().map(|revision| revision.short());
    commit.filter(|short| !doc.path.ends_with(short)).map_or(String::new(), |short| format!("  {short}"))
}

/// The first rule of each rule's info type.
fn first_rules(options: &Options) -> Vec<usize> {
    let rules = &options.catalog.rules;
    let first = |name: &str| rules.iter().position(|r| r.info_type == name).unwrap_or_default();
    rules.iter().map(|rule| first(&rule.info_type)).collect()
}

/// The cells of a finding, as [`COLUMNS`] has them.
fn row(options: &Options, doc: &DocInfo, found: &Classified) -> Vec<Cell> {
    let finding = &found.finding;
    let class = options.catalog.class(found.class);
    let style = of(class.sensitivity);
    let kind = Some(finding.disposition).filter(|d| *d != Disposition::Real).map(Disposition::name);
    let special: Vec<_> = kind.into_iter().chain(finding.minor.map(Minor::mark)).collect();
    vec![
        Cell::new(&place(finding), DIM),
        Cell::new(&options.catalog.rule(finding.rule).info_type, style),
        Cell::plain(&finding.excerpt),
        Cell::new(&full_name(doc, finding.table.as_deref(), &finding.field).unwrap_or_default(), DIM),
        Cell::plain(&finding.confidence.get().to_string()),
        Cell::new(class.sensitivity.map_or("", |s| s.name()), style),
        Cell::new(&retention(class), PLAIN),
        Cell::new(&special.join(", "), DIM),
    ]
}

/// The name of a column or key, after that of its table in a dump.
fn full_name<'a>(doc: &'a DocInfo, table: Option<&'a Heading>, field: &'a Field) -> Option<Cow<'a, str>> {
    let name = field.name(doc, table)?;
    let table = table.map(|t| &t.table).filter(|name| !name.is_empty());
    Some(table.map_or(Cow::Borrowed(name), |table| Cow::Owned(format!("{table}.{name}"))))
}

/// Line and column, or the row of a table without lines, or else the byte offset.
fn place(finding: &Finding) -> String {
    match (finding.place.line, &finding.table, finding.row) {
        (0, Some(_), Some(row)) => format!("row {row}"),
        (0, ..) => format!("byte {}", finding.start),
        (line, ..) => format!("{line}:{}", finding.place.column),
    }
}

#[cfg(test)]
mod tests {
    use snapbox::prelude::*;
    use snapbox::{assert_data_eq, str};
    use unicode_width::UnicodeWidthStr;

    use crate::report::sample;

    #[test]
    fn sample_for_people() {
        assert_data_eq!(
            sample::report("human", 100, false),
            str![[r#"
line:column  type  value  field  confidence  sensitivity  retention

data/users.csv
  2:9  EMAIL_ADDRESS  j***@example.net   email  95  high       service-end+P1Y
  2:9  US_SSN         ***-**-1234        ssn    95  very-high  service-end+P1Y
  3:9  EMAIL_ADDRESS  =m***@example.net  email  95  high       service-end+P1Y
  4:9  US_SSN         ***-**-5678        ssn    95  very-high  service-end+P1Y

logs/\x1b[31mred\u{200b}\nline.json
  7:9     EMAIL_ADDRESS  i***@example.org  =cmd\u{202e}()  70  high  service-end+P1Y  role
  byte 0  IP_ADDRESS     192.0.*.*                         95

Category                                 Sensitivity  Retention        Findings  Files
Personal Identifiable Information (PII)  high         service-end+P1Y         3      2
Sensitive Data                           very-high    service-end+P1Y         2      1
Unstated                                                                      1      1
Classified under the profile saas.

Type           Findings  Files
EMAIL_ADDRESS         3      2
US_SSN                2      1
IP_ADDRESS            1      1

Not scanned completely
  locked.db  skipped  permission-denied  Permission denied (os error 13)
  photo.png  skipped  unsupported-kind

3 synthetic and 2 technical findings not shown (--show all)
6 findings (5 real, 1 role) in 2 of 3 files (494 kB); 2 not scanned

"#]]
            .raw()
        );
    }

    #[test]
    fn narrow_sample() {
        let text = sample::report("human", 20, false);
        assert!(text.lines().all(|line| line.width() <= 40), "{text}");
        assert_data_eq!(
            text,
            str![[r#"
line:column  type  value  field  confid…

data/users.csv
  2:9  EMAIL_ADDRESS  j***@example.net
  2:9  US_SSN         ***-**-1234
  3:9  EMAIL_ADDRESS  =m***@example.net
  4:9  US_SSN         ***-**-5678

logs/\x1b[31mred\u{200b}\nline.json
  7:9     EMAIL_ADDR…  i***@examp…  role
  byte 0  IP_ADDRESS   192.0.*.*

Category                 Findings  Files
Personal Identifiable …         3      2
Sensitive Data                  2      1
Unstated                        1      1
Classified under the profile saas.

Type           Findings  Files
EMAIL_ADDRESS         3      2
US_SSN                2      1
IP_ADDRESS            1      1

Not scanned completely
  locked.db  permission-denied
  photo.png  unsupported-kind

3 synthetic and 2 technical findings not
shown (--show all)
6 findings (5 real, 1 role) in 2 of 3
files (494 kB); 2 not scanned

"#]]
            .raw()
        );
    }

    #[test]
    fn colours_change_nothing_but_colours() {
        let coloured = sample::report("human", 80, true);
        let mut plain = String::new();
        for (n, part) in coloured.split('\u{1b}').enumerate() {
            plain.push_str(if n == 0 { part } else { part.split_once('m').unwrap().1 });
        }
        assert_ne!(plain, coloured);
        assert_eq!(plain, sample::report("human", 80, false));
    }

    #[test]
    fn very_many_findings_are_counted_not_shown() {
        let text = sample::many("human", 12_365);
        assert_eq!(text.matches("EMAIL_ADDRESS  j***").count(), 20);
        assert!(text.contains("  … and 12,345 more EMAIL_ADDRESS in column email\n"), "{text}");
    }

    #[test]
    fn a_document_that_never_ended_is_shown() {
        assert!(sample::cut_short("human").contains("data/users.csv\n"));
    }
}
