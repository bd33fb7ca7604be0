//! Counts a run while it goes by: arrays by index on the way, words only at the end.

use std::collections::BTreeMap;

use super::{Band, Batch, Catalog, ClassId, Confidence, RuleId, Sensitivity, Summary, Tally};

/// Adds up [`Batch`]es and gives a [`Summary`]. Batches of one document must be adjacent, the last of
/// them marked, or else documents are counted more than once.
#[derive(Clone, Debug)]
pub struct Counter {
    /// What needs no array: documents, bytes, coverage, dispositions.
    summary: Summary,
    /// Index into `types` by rule: several rules may find one info type.
    type_of_rule: Vec<usize>,
    names: Vec<String>,
    types: Vec<Cell>,
    classes: Vec<Cell>,
    sensitivities: Vec<Option<Sensitivity>>,
    /// Number of the document that is being counted, from 1.
    document: u64,
    /// The last document that had a finding.
    hit: u64,
}

/// A tally that knows which document it has counted last.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    tally: Tally,
    document: u64,
}

impl Cell {
    fn add(&mut self, band: Band, document: u64) {
        self.tally.findings += 1;
        match band {
            Band::High => self.tally.high += 1,
            Band::Medium => self.tally.medium += 1,
            Band::Low | Band::Trace => self.tally.low += 1,
        }
        self.tally.documents += u64::from(self.document != document);
        self.document = document;
    }
}

impl Counter {
    /// A counter at zero.
    pub fn new(catalog: &Catalog) -> Self {
        let (names, type_of_rule) = number_types(catalog);
        Self {
            summary: Summary::default(),
            type_of_rule,
            types: vec![Cell::default(); names.len()],
            names,
            classes: vec![Cell::default(); catalog.classes.len()],
            sensitivities: catalog.classes.iter().map(|c| c.sensitivity).collect(),
            document: 1,
            hit: 0,
        }
    }

    /// Adds a batch: its findings, its bytes, and at the end of a document what became of it.
    pub fn add(&mut self, batch: &Batch) {
        for found in &batch.findings {
            let finding = &found.finding;
            self.summary.by_disposition[finding.disposition as usize] += 1;
            self.summary.minors += u64::from(finding.minor.is_some());
            self.add_finding(finding.rule, found.class, finding.confidence);
        }
        if !batch.findings.is_empty() && self.hit != self.document {
            self.hit = self.document;
            self.summary.documents_with_findings += 1;
        }
        self.summary.add_document_part(batch);
        self.document += u64::from(batch.last);
    }

    fn add_finding(&mut self, rule: RuleId, class: ClassId, confidence: Confidence) {
        let (band, document) = (confidence.band(), self.document);
        let number = self.type_of_rule.get(usize::from(rule.0));
        if let Some(cell) = number.and_then(|n| self.types.get_mut(*n)) {
            cell.add(band, document);
        }
        if let Some(cell) = self.classes.get_mut(usize::from(class.0)) {
            cell.add(band, document);
        }
    }

    /// Counts what findings are to the project, those that are not shown included.
    pub fn add_standings(&mut self, batch: &Batch) {
        for found in &batch.findings {
            if let Some(count) = self.summary.by_standing.get_mut(found.standing.index()) {
                *count += 1;
            }
        }
    }

    /// The totals. Whether the run was interrupted is for the caller to add.
    pub fn finish(mut self) -> Summary {
        for (number, (cell, sensitivity)) in (0..).zip(self.classes.iter().zip(&self.sensitivities)) {
            if cell.tally.findings == 0 {
                continue;
            }
            self.summary.by_class.insert(number, cell.tally);
            if let Some(level) = sensitivity {
                *self.summary.by_sensitivity.entry(*level).or_default() += cell.tally.findings;
            }
        }
        let types = self.names.into_iter().zip(self.types);
        self.summary.by_type =
            types.filter(|(_, c)| c.tally.findings > 0).map(|(name, c)| (name, c.tally)).collect();
        self.summary
    }
}

/// The info types in the order of their first rule, and for each rule the number of its type.
fn number_types(catalog: &Catalog) -> (Vec<String>, Vec<usize>) {
    let mut names: Vec<String> = Vec::new();
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut of_rule = Vec::with_capacity(catalog.rules.len());
    for rule in &catalog.rules {
        let number = *numbers.entry(&rule.info_type).or_insert_with(|| {
            names.push(rule.info_type.clone());
            names.len() - 1
        });
        of_rule.push(number);
    }
    (names, of_rule)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{
        Class, Classified, Coverage, Disposition, DocInfo, Evidence, Field, Finding, Place, Reason, RuleInfo,
        Standing, Status,
    };

    fn catalog() -> Catalog {
        let rule = |id: &str, info_type: &str, class| RuleInfo {
            id: id.into(),
            info_type: info_type.into(),
            class: ClassId(class),
            ..RuleInfo::default()
        };
        let class = |id: &str, sensitivity| Class {
            id: id.into(),
            name: id.into(),
            sensitivity,
            gdpr_label: None,
            access: None,
            retention: None,
        };
        Catalog {
            rules: vec![rule("email", "EMAIL", 0), rule("phone-a", "PHONE", 0), rule("phone-b", "PHONE", 1)],
            classes: vec![class("pii", Some(Sensitivity::High)), class("other", None), class("empty", None)],
            against: vec![],
            profile: String::new(),
            rules_hash: String::new(),
            matrix_hash: String::new(),
        }
    }

    fn found(rule: u16, class: u16, points: i32, disposition: Disposition) -> Classified {
        let finding = Finding {
            rule: RuleId(rule),
            disposition,
            confidence: Confidence::new(points),
            start: 0,
            end: 1,
            place: Place { line: 0, column: 0 },
            field: Field::None,
            table: None,
            row: None,
            evidence: Evidence::new(""),
            excerpt: "".into(),
            minor: None,
            digest: 0,
            keyed: None,
        };
        Classified { finding, class: ClassId(class), standing: Standing::New }
    }

    fn batch(findings: Vec<Classified>, last: bool) -> Batch {
        let doc = Arc::new(DocInfo { path: "a".into(), ..DocInfo::default() });
        Batch {
            doc,
            findings,
            coverage: None,
            bytes: 10,
            suppressions: vec![],
            hidden: [0, 0, 1, 0, 0, 0],
            columns: vec![],
            last,
        }
    }

    #[test]
    fn a_document_in_several_batches_counts_once() {
        let mut counter = Counter::new(&catalog());
        counter.add(&batch(vec![found(1, 0, 90, Disposition::Real)], false));
        counter.add(&batch(vec![found(2, 1, 70, Disposition::Real)], true));
        counter.add(&batch(vec![], true));
        counter
            .add(&batch(vec![found(1, 0, 40, Disposition::Role), found(1, 0, 40, Disposition::Real)], true));
        let summary = counter.finish();
        let phone = Tally { findings: 4, high: 1, medium: 1, low: 2, documents: 2 };
        assert_eq!(summary.by_type, BTreeMap::from([("PHONE".to_owned(), phone)]));
        assert_eq!(summary.by_class[&0], Tally { findings: 3, high: 1, medium: 0, low: 2, documents: 2 });
        assert_eq!(summary.by_class[&1], Tally { findings: 1, high: 0, medium: 1, low: 0, documents: 1 });
        assert_eq!(summary.by_class.len(), 2);
        assert_eq!(summary.by_sensitivity, BTreeMap::from([(Sensitivity::High, 3)]));
        assert_eq!((summary.documents, summary.documents_with_findings, summary.complete), (3, 2, 3));
        assert_eq!((summary.findings(), summary.bytes), (4, 40));
        assert_eq!(summary.hidden, [0, 0, 4, 0, 0, 0]);
    }

    #[test]
    fn coverage_is_counted_once_at_the_end() {
        let mut counter = Counter::new(&catalog());
        let skipped = Coverage {
            path: "a".into(),
            status: Status::Skipped,
            reason: Reason::PermissionDenied,
            detail: String::new(),
            scanned: 0,
            size: None,
        };
        counter.add(&Batch { coverage: Some(skipped.clone()), bytes: 0, ..batch(vec![], true) });
        let partial = Coverage { status: Status::Partial, reason: Reason::Damaged, ..skipped };
        counter.add(&batch(vec![], false));
        counter.add(&Batch { coverage: Some(partial), ..batch(vec![], true) });
        let summary = counter.finish();
        assert_eq!((summary.complete, summary.partial, summary.skipped, summary.documents), (0, 1, 1, 1));
        assert_eq!(summary.reasons.len(), 2);
    }

    #[test]
    fn unknown_indices_do_no_harm() {
        let mut counter = Counter::new(&catalog());
        counter.add(&batch(vec![found(99, 99, 90, Disposition::Real)], true));
        assert_eq!(counter.finish().by_type.len(), 0);
    }
}
