//! The data inventory as CSV: one row for each location, field and type of data. `docs/output.md` names the columns.
//!
//! Rows are made of counts and sketches, so that the size of a document does not matter. A document's rows are written
//! when it ends, in the order of its columns, then of its keys.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::io::Write;
use std::sync::Arc;

use super::cells::Cells;
use super::groups::{Group, Groups, MOST_FIELDS};
use super::reporter::{Format, Needs, Options, Reporter};
use super::terms::{document, effective_retention};
use super::verdicts::{Columns, Judged};
use crate::model::{
    Batch, Catalog, Class, Confidence, Disposition, DispositionSet, DocContent, DocInfo, LawFacts, RuleId,
    Ruling, StandingSet, Summary, fnv,
};

const HEADER: [&str; 33] = [
    "scan_id",
    "scanned_at",
    "profile_id",
    "location",
    "container",
    "field_or_column",
    "info_type",
    "finding_count",
    "distinct_count",
    "sample_masked",
    "confidence_max",
    "disposition",
    "matrix_category",
    "sensitivity",
    "gdpr_class",
    "policy_label",
    "ccpa_categories",
    "spi",
    "hipaa",
    "pci",
    "access_controls",
    "retention_text",
    "retention_rule",
    "retention_anchor",
    "anchor_source",
    "retention_status",
    "deadline",
    "role",
    "data_region",
    "minor",
    "notes",
    "document_label",
    "effective_retention",
];

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "inventory",
    extensions: &[],
    about: "one row for each location, field and type: the data inventory, as CSV",
    needs: Needs { distinct: true, columns: true, standings: Some(StandingSet::ALL), ..Needs::LABELLED },
    open,
};

/// Starts a report.
fn open(out: Box<dyn Write + Send>, options: &Options) -> Box<dyn Reporter> {
    let catalog = Arc::clone(&options.catalog);
    let scanned_at = options.scanned_at.to_string();
    let version = env!("CARGO_PKG_VERSION");
    let scan_id = fnv([version, &catalog.rules_hash, &catalog.matrix_hash, &scanned_at]);
    let head = [scan_id, scanned_at, catalog.profile.clone()];
    Box::new(Inventory {
        cells: Cells::new(out, &HEADER),
        catalog,
        head,
        groups: Groups::default(),
        columns: Columns::default(),
        least: options.least,
        shown_all: options.shown_all,
        content: DocContent::default(),
    })
}

struct Inventory {
    cells: Cells,
    catalog: Arc<Catalog>,
    /// The cells that every row begins with.
    head: [String; 3],
    /// What was found in the document so far.
    groups: Groups,
    /// What its columns hold as a whole.
    columns: Columns,
    /// The least confidence that is reported.
    least: Confidence,
    /// Whether values that are nobody's are shown.
    shown_all: bool,
    /// What was found in the document, summed up beside what it is.
    content: DocContent,
}

impl Reporter for Inventory {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        self.cells.begin()?;
        for found in &batch.findings {
            self.groups.add(&self.catalog, &found.finding.field, found);
            self.content.add(&self.catalog, found);
        }
        self.columns.add(batch);
        if batch.last { self.write(&batch.doc) } else { Ok(()) }
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.cells.finish()
    }
}

impl Inventory {
    /// Writes the rows of a document that ends.
    fn write(&mut self, doc: &DocInfo) -> io::Result<()> {
        let are_cut = self.groups.are_cut();
        let whole = self.whole(doc);
        let (columns, _) = self.columns.take();
        let numbers: HashMap<(&str, &str), usize> =
            (0..).zip(&columns).map(|(at, judged)| ((&*judged.table, &*judged.name), at)).collect();
        let mut untold: BTreeMap<usize, &Judged> = (0..).zip(&columns).collect();
        for named in &self.groups.take(&self.catalog, doc) {
            let further = are_cut && named.table.is_empty() && named.field.is_empty();
            let further = further.then(|| format!("and all fields beyond {MOST_FIELDS}"));
            let number = numbers.get(&(&*named.table, &*named.field));
            for group in &named.groups {
                let told = number.filter(|at| columns.get(**at).is_some_and(|c| self.is_of(c, group)));
                let judged = told.and_then(|at| untold.remove(at));
                let note = judged.map(Self::note).or_else(|| further.clone());
                let notes: Vec<String> = note.into_iter().chain(whole.iter().cloned()).collect();
                self.row(doc, [&named.table, &named.field], group, &notes)?;
            }
        }
        untold.values().try_for_each(|judged| self.column(doc, judged, &whole))
    }

    /// Writes the row of a column of whose type no value was reported.
    fn column(&mut self, doc: &DocInfo, judged: &Judged, whole: &[String]) -> io::Result<()> {
        let Some(verdict) = judged.standing().filter(|verdict| verdict.confidence >= self.least) else {
            return Ok(());
        };
        let counts = judged.tally().is_none_or(|tally| DispositionSet::COUNTED.contains(tally.disposition()));
        if !counts && !self.shown_all {
            return Ok(());
        }
        let group = Group::of_column(judged, verdict, &self.catalog);
        let notes: Vec<String> = std::iter::once(Self::note(judged)).chain(whole.iter().cloned()).collect();
        self.row(doc, [&judged.table, &judged.name], &group, &notes)
    }

    /// Whether a column is taken to be of the type of a group.
    fn is_of(&self, judged: &Judged, group: &Group) -> bool {
        let info_type = |rule: RuleId| &self.catalog.rule(rule).info_type;
        judged.standing().is_some_and(|verdict| info_type(verdict.rule) == info_type(group.rule))
    }

    /// What is said of a column.
    fn note(judged: &Judged) -> String {
        let schema = judged.standing().is_some_and(|verdict| verdict.ruling == Ruling::SchemaOnly);
        let word = if schema { Ruling::SchemaOnly.name() } else { "column" };
        format!("{word}: {}", judged.reasons())
    }

    /// What there is to say of a document as a whole.
    fn whole(&mut self, doc: &DocInfo) -> Vec<String> {
        let content = std::mem::take(&mut self.content);
        let Some(label) = &doc.label else { return Vec::new() };
        let mut notes = vec![document(&self.catalog, &content, label)];
        notes.extend(content.warnings(&self.catalog, Some(label)));
        notes
    }

    /// Writes a row; the order is that of [`HEADER`]. What no part of the program knows yet stays empty.
    fn row(&mut self, doc: &DocInfo, place: [&str; 2], group: &Group, whole: &[String]) -> io::Result<()> {
        let (cells, catalog) = (&mut self.cells, &self.catalog);
        for cell in &self.head {
            cells.cell(cell)?;
        }
        cells.outside(&doc.path)?;
        for cell in place {
            cells.outside(cell)?;
        }
        cells.cell(&catalog.rule(group.rule).info_type)?;
        cells.shown(group.total())?;
        cells.shown(group.distinct.estimate().min(group.total()))?;
        cells.outside(&group.sample)?;
        cells.shown(group.confidence.get())?;
        cells.cell(group.disposition().map_or("", Disposition::name))?;
        class_cells(cells, catalog.class(group.class), &catalog.rule(group.rule).laws)?;
        for _unknown in ["anchor_source", "retention_status", "deadline", "role", "data_region"] {
            cells.cell("")?;
        }
        let minors = group.minors.filter(|_| catalog.rule(group.rule).tells_age.is_some());
        cells.cell(yes_or_no(minors.map(|minors| minors > 0)))?;
        cells.cell(&notes(group, whole))?;
        cells.cell(doc.label.as_ref().map_or("", |label| &label.name))?;
        cells.cell(&effective_retention(catalog, doc, group.class))?;
        cells.end()
    }
}

/// The cells from `matrix_category` to `retention_anchor`.
fn class_cells(cells: &mut Cells, class: &Class, laws: &LawFacts) -> io::Result<()> {
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    let retention = class.retention.as_ref();
    let rule = retention.and_then(|r| r.rule.as_ref());
    cells.cell(&class.name)?;
    cells.cell(class.sensitivity.map_or("", |s| s.name()))?;
    cells.cell(&laws.gdpr)?;
    cells.cell(&text(class.gdpr_label.as_ref()))?;
    cells.cell(&laws.ccpa)?;
    cells.cell(yes_or_no(laws.spi))?;
    cells.cell(&laws.hipaa)?;
    cells.cell(yes_or_no(laws.pci))?;
    cells.cell(&text(class.access.as_ref()))?;
    cells.cell(retention.map_or("", |r| &r.text))?;
    cells.cell(&rule.map(ToString::to_string).unwrap_or_default())?;
    cells.cell(rule.map_or("", |r| &r.after))
}

const fn yes_or_no(fact: Option<bool>) -> &'static str {
    match fact {
        Some(true) => "y",
        Some(false) => "n",
        None => "",
    }
}

/// How many findings are of another disposition than the row says, and what else there is to say.
fn notes(group: &Group, document: &[String]) -> String {
    let others = Disposition::ALL.into_iter().filter(|d| Some(*d) != group.disposition());
    let counts = others.filter(|d| group.count(*d) > 0).map(|d| format!("{} {d}", group.count(d)));
    counts.chain(document.iter().cloned()).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use snapbox::prelude::*;
    use snapbox::{assert_data_eq, str};

    use super::*;
    use crate::report::sample;

    #[test]
    fn sample_as_inventory() {
        assert_data_eq!(sample::report("inventory", 80, false), str![[r#"
scan_id,scanned_at,profile_id,location,container,field_or_column,info_type,finding_count,distinct_count,sample_masked,confidence_max,disposition,matrix_category,sensitivity,gdpr_class,policy_label,ccpa_categories,spi,hipaa,pci,access_controls,retention_text,retention_rule,retention_anchor,anchor_source,retention_status,deadline,role,data_region,minor,notes,document_label,effective_retention
778dd79330fe827c,2026-01-01T00:00:00Z,saas,data/users.csv,,email,EMAIL_ADDRESS,2,2,j***@example.net,95,real,Personal Identifiable Information (PII),high,P,Personal Data,"A,B",n,,,Strict,Retain for the duration of service + 1 year,service-end+P1Y,service-end,,,,,,,"column: 17 of 18 values pass (94.4 %, 60 % needed); 18 different (5 needed)",,service-end+P1Y
778dd79330fe827c,2026-01-01T00:00:00Z,saas,data/users.csv,,ssn,US_SSN,2,2,***-**-1234,95,real,Sensitive Data,very-high,P,Special Category Data,"A,B",y,,,Restricted,Retain for the duration of service + 1 year,service-end+P1Y,service-end,,,,,,,"schema_only: its name, and no values",,service-end+P1Y
778dd79330fe827c,2026-01-01T00:00:00Z,saas,logs/\x1b[31mred\u{200b}\nline.json,,,IP_ADDRESS,1,1,192.0.*.*,95,real,Unstated,,P,,"A,B",n,,,,,,,,,,,,,,,
778dd79330fe827c,2026-01-01T00:00:00Z,saas,logs/\x1b[31mred\u{200b}\nline.json,,'=cmd\u{202e}(),EMAIL_ADDRESS,1,1,i***@example.org,70,role,Personal Identifiable Information (PII),high,P,Personal Data,"A,B",n,,,Strict,Retain for the duration of service + 1 year,service-end+P1Y,service-end,,,,,,,,,service-end+P1Y

"#]].raw());
    }

    #[test]
    fn an_inventory_of_nothing_has_its_header() {
        assert_eq!(sample::empty_report("inventory").trim_end(), HEADER.join(","));
    }
}
