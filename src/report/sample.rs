//! The run that every format's snapshot shows. All of its persons are invented.

use std::io;
use std::io::Write;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;

use super::{Options, named};
use crate::model::{
    Band, Batch, ByDisposition, Catalog, Class, ClassId, Classified, ColumnSketch, Confidence, Counter,
    Coverage, Disposition, DocInfo, Evidence, FactKind, Field, Finding, LawFacts, Place, Reason, Retention,
    RetentionRule, RuleId, RuleInfo, Sensitivity, Standing, StandingSet, Status, TypeTally,
};

fn class(id: &str, name: &str, sensitivity: Sensitivity, label: &str, access: &str) -> Class {
    let rule = RetentionRule { after: "service-end".into(), period: "P1Y".into() };
    Class {
        id: id.into(),
        name: name.into(),
        sensitivity: Some(sensitivity),
        gdpr_label: Some(label.into()),
        access: Some(access.into()),
        retention: Some(Retention {
            text: "Retain for the duration of service + 1 year".into(),
            rule: Some(rule),
        }),
    }
}

fn rule(id: &str, info_type: &str, class: u16) -> RuleInfo {
    RuleInfo {
        id: id.into(),
        info_type: info_type.into(),
        keywords: vec!["e-mail".into(), "ssn".into()],
        fields: vec!["email".into()],
        class: ClassId(class),
        laws: LawFacts { gdpr: "P".into(), ccpa: "A,B".into(), spi: Some(class == 1), ..LawFacts::default() },
        ..RuleInfo::default()
    }
}

fn catalog() -> Catalog {
    let unstated = Class {
        id: "plain".into(),
        name: "Unstated".into(),
        sensitivity: None,
        gdpr_label: None,
        access: None,
        retention: None,
    };
    Catalog {
        rules: vec![
            rule("email", "EMAIL_ADDRESS", 0),
            rule("us-ssn", "US_SSN", 1),
            rule("ipv4", "IP_ADDRESS", 2),
        ],
        classes: vec![
            class(
                "pii",
                "Personal Identifiable Information (PII)",
                Sensitivity::High,
                "Personal Data",
                "Strict",
            ),
            class(
                "sensitive",
                "Sensitive Data",
                Sensitivity::VeryHigh,
                "Special Category Data",
                "Restricted",
            ),
            unstated,
        ],
        against: vec!["version".into()],
        profile: "saas".into(),
        rules_hash: "00ff".into(),
        matrix_hash: "ee11".into(),
    }
}

/// Options with the catalogue of the sample.
pub(super) fn options(width: usize, color: bool) -> Options {
    let scanned_at = Timestamp::constant(1_767_225_600, 0);
    Options {
        catalog: Arc::new(catalog()),
        width,
        color,
        scanned_at,
        least: Band::Medium.floor(),
        shown_all: false,
        standings: StandingSet::NEW,
    }
}

fn found(rule: u16, line: u64, field: Field, excerpt: &str) -> Classified {
    let mut evidence = Evidence::new("");
    evidence.push(FactKind::Shape, 55, 0);
    evidence.push(FactKind::Keyword, 40, 1);
    let finding = Finding {
        rule: RuleId(rule),
        disposition: Disposition::Real,
        confidence: Confidence::new(95),
        start: line * 100,
        end: line * 100 + 20,
        place: Place { line, column: 9 },
        field,
        table: None,
        row: None,
        evidence,
        excerpt: excerpt.into(),
        minor: None,
        digest: excerpt.bytes().map(u64::from).sum(),
        keyed: None,
    };
    Classified { finding, class: ClassId(rule), standing: Standing::New }
}

fn doc(path: &str, columns: &[&str]) -> Arc<DocInfo> {
    let columns = columns.iter().map(|c| (*c).to_owned()).collect();
    Arc::new(DocInfo { path: path.into(), columns, ..DocInfo::default() })
}

fn batch(doc: Arc<DocInfo>, findings: Vec<Classified>) -> Batch {
    Batch {
        doc,
        findings,
        coverage: None,
        bytes: 123_456,
        suppressions: vec![],
        hidden: ByDisposition::default(),
        columns: vec![],
        last: true,
    }
}

fn gap(path: &str, status: Status, reason: Reason, detail: &str, size: Option<u64>) -> Batch {
    let coverage = Coverage { path: path.into(), status, reason, detail: detail.into(), scanned: 0, size };
    Batch { coverage: Some(coverage), bytes: 0, ..batch(doc(path, &[]), vec![]) }
}

fn users() -> Batch {
    let mut table = vec![
        found(0, 2, Field::Column(1), "j***@example.net"),
        found(1, 2, Field::Column(2), "***-**-1234"),
        found(0, 3, Field::Column(1), "=m***@example.net"),
    ];
    for (row, found) in (1..).zip(&mut table) {
        found.finding.row = Some(row / 3 + 1);
    }
    Batch { columns: columns(), ..batch(doc("data/users.csv", &["id", "email", "ssn"]), table) }
}

/// What the first window of the users says of their columns: numbers, addresses, and a name without values.
fn columns() -> Vec<ColumnSketch> {
    let column = |number, values| ColumnSketch { rows: 20, values, ..ColumnSketch::new(None, number) };
    let (mut id, mut email, mut ssn) = (column(0, 20), column(1, 18), column(2, 0));
    for n in 0..18_u64 {
        email.distinct.insert(n << 50);
        id.distinct.insert(n << 50);
    }
    email.add(&TypeTally {
        rule: RuleId(0),
        named: 17,
        shaped: 0,
        bare: 0,
        dispositions: [17, 0, 0, 0, 0, 0],
        confidence: Confidence::new(95),
        checked: false,
    });
    ssn.named.push(RuleId(1));
    vec![id, email, ssn]
}

/// Names that would turn lines around, colour the terminal or run as formulas.
fn hostile() -> Batch {
    let mut role = found(0, 7, Field::Key("=cmd\u{202e}()".into()), "i***@example.org");
    role.finding.disposition = Disposition::Role;
    role.finding.confidence = Confidence::new(70);
    role.finding.evidence = Evidence::new("a shared mailbox");
    role.finding.evidence.push(FactKind::Shape, 90, 0);
    role.finding.evidence.push(FactKind::Value, -20, 0);
    let mut address = found(2, 0, Field::None, "192.0.*.*");
    address.finding.evidence = Evidence::new("");
    address.finding.evidence.push(FactKind::Shape, 110, 0);
    address.finding.evidence.push(FactKind::Against, -15, 0);
    let path = "logs/\u{1b}[31mred\u{200b}\nline.json";
    let doc = DocInfo { path: path.into(), decoded: Some("utf-16le"), ..DocInfo::default() };
    Batch { hidden: [0, 0, 3, 2, 0, 0], columns: vec![], ..batch(Arc::new(doc), vec![role, address]) }
}

fn batches() -> Vec<Batch> {
    let first = Batch { last: false, ..users() };
    let second = vec![found(1, 4, Field::Column(2), "***-**-5678")];
    vec![
        first,
        batch(doc("data/users.csv", &["id", "email", "ssn"]), second),
        batch(doc("docs/clean.md", &[]), vec![]),
        hostile(),
        gap(
            "locked.db",
            Status::Skipped,
            Reason::PermissionDenied,
            "Permission denied (os error 13)",
            Some(4096),
        ),
        gap("photo.png", Status::Skipped, Reason::UnsupportedKind, "", None),
    ]
}

/// Where reports of tests go.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn render(format: &str, options: &Options, batches: &[Batch]) -> String {
    let shared = Shared::default();
    let mut reporter = (named(format).unwrap().open)(Box::new(shared.clone()), options);
    let mut counter = Counter::new(&options.catalog);
    for batch in batches {
        counter.add_standings(batch);
        counter.add(batch);
        reporter.batch(batch).unwrap();
    }
    reporter.finish(&counter.finish()).unwrap();
    let bytes = shared.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

/// The report of the sample.
pub(super) fn report(format: &str, width: usize, color: bool) -> String {
    render(format, &options(width, color), &batches())
}

/// The report of a run in which nothing was found.
pub(super) fn empty_report(format: &str) -> String {
    render(format, &options(80, false), &[batch(doc("a", &[]), vec![])])
}

/// The report of one finding with strings from outside.
pub(super) fn one_finding(format: &str, path: &str, key: &str, value: &str) -> String {
    let found = found(0, 1, Field::Key(key.into()), value);
    render(format, &options(80, false), &[batch(doc(path, &[]), vec![found])])
}

/// The report of a document with very many findings in one column, in several batches.
pub(super) fn many(format: &str, number: usize) -> String {
    let doc = doc("big.csv", &["email"]);
    let found = || found(0, 1, Field::Column(0), "j***@example.net");
    let mut batches: Vec<_> =
        (0..number).map(|_| Batch { last: false, ..batch(Arc::clone(&doc), vec![found()]) }).collect();
    batches.push(batch(doc, vec![]));
    render(format, &options(80, false), &batches)
}

/// The report of a run that was stopped within its first document.
pub(super) fn cut_short(format: &str) -> String {
    render(format, &options(80, false), &[Batch { last: false, ..users() }])
}
