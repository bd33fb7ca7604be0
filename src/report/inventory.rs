//! The data inventory as CSV: one row for each place, field and type of data. `docs/output.md` names the columns.
//!
//! Rows are made of counts and sketches, so that the size of a document does not matter. A document's rows are written
//! when it ends, in the order of its columns, then of its keys.

use std::collections::HashMap;
use std::io;
use std::io::Write;
use std::sync::Arc;

use cardinality_estimator::CardinalityEstimator;

use super::cells::Cells;
use super::reporter::{Options, Reporter};
use super::terms::field_name;
use crate::model::{
    Batch, Catalog, ClassId, Classified, Confidence, Disposition, DocInfo, Field, Summary, fnv,
};

const HEADER: [&str; 31] = [
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
];

/// Fields of one document that have rows of their own. Data whose keys are data would have one a record.
const MOST_FIELDS: usize = 10_000;

/// Starts a report.
pub(super) fn open(out: Box<dyn Write + Send>, options: &Options) -> Box<dyn Reporter> {
    let catalog = Arc::clone(&options.catalog);
    let scanned_at = options.scanned_at.to_string();
    let version = env!("CARGO_PKG_VERSION");
    let scan_id = fnv([version, &catalog.rules_hash, &catalog.matrix_hash, &scanned_at]);
    let head = [scan_id, scanned_at, catalog.profile.clone()];
    Box::new(Inventory { cells: Cells::new(out, &HEADER), catalog, head, fields: HashMap::new() })
}

struct Inventory {
    cells: Cells,
    catalog: Arc<Catalog>,
    /// The cells that every row begins with.
    head: [String; 3],
    /// What was found in the document so far.
    fields: HashMap<Field, Vec<Row>>,
}

/// What was found of one type in one field.
struct Row {
    info_type: String,
    class: ClassId,
    /// Findings by [`Disposition`] as index.
    counts: [u64; 5],
    /// Distinct values: exact for few, within about 2 % for many.
    distinct: CardinalityEstimator<u64>,
    /// The first value of the highest confidence.
    sample: Box<str>,
    confidence: Confidence,
}

impl Reporter for Inventory {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        self.cells.begin()?;
        for found in &batch.findings {
            self.add(found);
        }
        if batch.last { self.write(&batch.doc) } else { Ok(()) }
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.cells.finish()
    }
}

impl Inventory {
    fn add(&mut self, found: &Classified) {
        let finding = &found.finding;
        let is_full = self.fields.len() >= MOST_FIELDS && !self.fields.contains_key(&finding.field);
        let field = if is_full { &Field::None } else { &finding.field };
        let info_type = &self.catalog.rule(finding.rule).info_type;
        let rows = match self.fields.get_mut(field) {
            Some(rows) => rows,
            None => self.fields.entry(field.clone()).or_default(),
        };
        match rows.iter_mut().find(|row| row.info_type == *info_type) {
            Some(row) => row.add(found),
            None => {
                let mut row = Row::new(info_type, found);
                row.add(found);
                rows.push(row);
            }
        }
    }

    /// Writes the rows of a document that ends.
    fn write(&mut self, doc: &DocInfo) -> io::Result<()> {
        let is_cut = self.fields.len() >= MOST_FIELDS;
        let mut fields: Vec<_> = self.fields.drain().collect();
        fields.sort_by(|(a, _), (b, _)| a.cmp(b));
        for (field, mut rows) in fields {
            rows.sort_by(|a, b| a.info_type.cmp(&b.info_type));
            let note = if is_cut && field == Field::None { "and all fields beyond 10000" } else { "" };
            let name = field_name(doc, &field).unwrap_or_default();
            for row in rows {
                row.write(&mut self.cells, &self.catalog, &self.head, [&doc.path, name, note])?;
            }
        }
        Ok(())
    }
}

impl Row {
    fn new(info_type: &str, found: &Classified) -> Self {
        Self {
            info_type: info_type.to_owned(),
            class: found.class,
            counts: [0; 5],
            distinct: CardinalityEstimator::new(),
            sample: found.finding.excerpt.clone(),
            confidence: found.finding.confidence,
        }
    }

    fn add(&mut self, found: &Classified) {
        let finding = &found.finding;
        if let Some(count) = self.counts.get_mut(finding.disposition as usize) {
            *count += 1;
        }
        self.distinct.insert_hash(finding.digest);
        if finding.confidence > self.confidence {
            self.confidence = finding.confidence;
            self.sample.clone_from(&finding.excerpt);
        }
    }

    /// Writes the row; the order is that of [`HEADER`]. What no part of the program knows yet stays empty.
    fn write(
        &self,
        cells: &mut Cells,
        catalog: &Catalog,
        head: &[String; 3],
        [path, field, note]: [&str; 3],
    ) -> io::Result<()> {
        for cell in head {
            cells.cell(cell)?;
        }
        cells.outside(path)?;
        cells.cell("")?;
        cells.outside(field)?;
        cells.cell(&self.info_type)?;
        cells.shown(self.counts.iter().sum::<u64>())?;
        cells.shown(self.distinct.estimate())?;
        cells.outside(&self.sample)?;
        cells.shown(self.confidence.get())?;
        cells.cell(self.disposition().map_or("", Disposition::name))?;
        self.class_cells(cells, catalog)?;
        for _unknown in ["anchor_source", "retention_status", "deadline", "role", "data_region", "minor"] {
            cells.cell("")?;
        }
        cells.cell(&self.notes(note))?;
        cells.end()
    }

    /// The cells from `matrix_category` to `retention_anchor`.
    fn class_cells(&self, cells: &mut Cells, catalog: &Catalog) -> io::Result<()> {
        let class = catalog.classes.get(usize::from(self.class.0));
        let text = |text: Option<&String>| text.cloned().unwrap_or_default();
        let retention = class.and_then(|c| c.retention.as_ref());
        let rule = retention.and_then(|r| r.rule.as_ref());
        cells.cell(class.map_or("", |c| &c.name))?;
        cells.cell(class.and_then(|c| c.sensitivity).map_or("", |s| s.name()))?;
        cells.cell("")?;
        cells.cell(&text(class.and_then(|c| c.gdpr_label.as_ref())))?;
        for _unknown in ["ccpa_categories", "spi", "hipaa", "pci"] {
            cells.cell("")?;
        }
        cells.cell(&text(class.and_then(|c| c.access.as_ref())))?;
        cells.cell(retention.map_or("", |r| &r.text))?;
        cells.cell(&rule.map(ToString::to_string).unwrap_or_default())?;
        cells.cell(rule.map_or("", |r| &r.after))
    }

    /// The disposition that weighs most of those found.
    fn disposition(&self) -> Option<Disposition> {
        Disposition::ALL.into_iter().find(|d| self.count(*d) > 0)
    }

    fn count(&self, of: Disposition) -> u64 {
        self.counts.get(of as usize).copied().unwrap_or(0)
    }

    /// How many findings are of another disposition than the row says, and what else there is to say.
    fn notes(&self, note: &str) -> String {
        let others = Disposition::ALL.into_iter().filter(|d| Some(*d) != self.disposition());
        let counts = others.filter(|d| self.count(*d) > 0).map(|d| format!("{} {d}", self.count(d)));
        let note = Some(note.to_owned()).filter(|n| !n.is_empty());
        counts.chain(note).collect::<Vec<_>>().join("; ")
    }
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
scan_id,scanned_at,profile_id,location,container,field_or_column,info_type,finding_count,distinct_count,sample_masked,confidence_max,disposition,matrix_category,sensitivity,gdpr_class,policy_label,ccpa_categories,spi,hipaa,pci,access_controls,retention_text,retention_rule,retention_anchor,anchor_source,retention_status,deadline,role,data_region,minor,notes
778dd79330fe827c,2026-01-01T00:00:00Z,saas,data/users.csv,,email,EMAIL_ADDRESS,2,2,j***@example.net,95,real,Personal Identifiable Information (PII),high,,Personal Data,,,,,Strict,Retain for the duration of service + 1 year,service-end+P1Y,service-end,,,,,,,
778dd79330fe827c,2026-01-01T00:00:00Z,saas,data/users.csv,,ssn,US_SSN,2,2,***-**-1234,95,real,Sensitive Data,very-high,,Special Category Data,,,,,Restricted,Retain for the duration of service + 1 year,service-end+P1Y,service-end,,,,,,,
778dd79330fe827c,2026-01-01T00:00:00Z,saas,logs/\x1b[31mred\u{200b}\nline.json,,,IP_ADDRESS,1,1,192.0.*.*,95,real,Unstated,,,,,,,,,,,,,,,,,,
778dd79330fe827c,2026-01-01T00:00:00Z,saas,logs/\x1b[31mred\u{200b}\nline.json,,'=cmd\u{202e}(),EMAIL_ADDRESS,1,1,i***@example.org,70,role,Personal Identifiable Information (PII),high,,Personal Data,,,,,Strict,Retain for the duration of service + 1 year,service-end+P1Y,service-end,,,,,,,

"#]].raw());
    }

    #[test]
    fn an_inventory_of_nothing_has_its_header() {
        assert_eq!(sample::empty_report("inventory").trim_end(), HEADER.join(","));
    }

    #[test]
    fn distinct_values_are_counted_and_estimated() {
        let exact: Vec<u64> = (0..100).map(|n: u64| n.wrapping_mul(0x9E37_79B9_7F4A_7C15)).collect();
        for (values, least, most) in [(&exact[..1], 1, 1), (&exact[..3], 3, 3), (&exact[..], 99, 101)] {
            let mut sketch = CardinalityEstimator::<u64>::new();
            values.iter().chain(values).for_each(|hash| sketch.insert_hash(*hash));
            assert!((least..=most).contains(&sketch.estimate()), "{}", sketch.estimate());
        }
    }
}
