//! JSON Lines: for programs. `docs/output.md` is the contract; [`SCHEMA`] is its version.

use std::io;
use std::io::Write;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::json::{append, raw};
use super::reporter::{Format, Needs, Options, Reporter};
use super::terms::{effective_sensitivity, fact_name, fact_word};
use crate::model::{
    Batch, ByDisposition, Catalog, Class, Classified, Coverage, Disposition, DocInfo, DocLabel, Finding,
    Minor, RuleInfo, Sensitivity, Standing, Status, Summary, Tally,
};

/// Version of the schema: goes up when a field changes or goes away, not when one is added.
const SCHEMA: u32 = 1;

/// Bytes that are gathered before they are written.
const FULL: usize = 64 * 1024;

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "jsonl",
    extensions: &["jsonl", "ndjson"],
    about: "one JSON object per line, for programs",
    needs: Needs::LABELLED,
    open,
};

/// Starts a report.
fn open(out: Box<dyn Write + Send>, options: &Options) -> Box<dyn Reporter> {
    let catalog = Arc::clone(&options.catalog);
    Box::new(JsonLines {
        heads: catalog.rules.iter().map(head).collect(),
        tails: catalog.classes.iter().map(tail).collect(),
        catalog,
        path: Vec::new(),
        label: Vec::new(),
        lines: Vec::with_capacity(FULL + FULL / 4),
        out,
    })
}

struct JsonLines {
    out: Box<dyn Write + Send>,
    catalog: Arc<Catalog>,
    /// How lines of each rule begin. Most of a line only depends on rule and class, and there are
    /// millions of lines.
    heads: Vec<Vec<u8>>,
    /// What each class adds.
    tails: Vec<Vec<u8>>,
    /// The path of the document, as JSON.
    path: Vec<u8>,
    /// What it is as a whole, up to its sensitivity beside that of a finding.
    label: Vec<u8>,
    /// Lines that are not yet written.
    lines: Vec<u8>,
}

impl Reporter for JsonLines {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        self.path.clear();
        append(&mut self.path, &batch.doc.path);
        self.label.clear();
        label(&mut self.label, &self.catalog, batch.doc.label.as_ref());
        for found in &batch.findings {
            self.finding(&batch.doc, found);
            self.spill(FULL)?;
        }
        let gap = batch.coverage.as_ref().filter(|c| batch.last && c.status != Status::Complete);
        if let Some(entry) = gap {
            self.line(&CoverageLine::from(entry));
        }
        self.spill(FULL)
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let catalog = Arc::clone(&self.catalog);
        self.line(&SummaryLine::new(summary, &catalog));
        self.spill(0)?;
        self.out.flush()
    }
}

impl JsonLines {
    /// Adds the line of a finding. The order of fields is part of the contract.
    fn finding(&mut self, doc: &DocInfo, found: &Classified) {
        let (finding, line) = (&found.finding, &mut self.lines);
        line.extend_from_slice(at(&self.heads, found.finding.rule.0));
        line.extend_from_slice(&self.path);
        field(line, ",\"start\":", &finding.start);
        field(line, ",\"end\":", &finding.end);
        field(line, ",\"line\":", &Some(finding.place.line).filter(|n| *n > 0));
        field(line, ",\"column\":", &Some(finding.place.column).filter(|n| *n > 0));
        field(line, ",\"field\":", &finding.field_name(doc));
        field(line, ",\"table\":", &finding.table_name());
        field(line, ",\"row\":", &finding.row);
        field(line, ",\"confidence\":", &finding.confidence.get());
        name(line, ",\"band\":", Some(finding.confidence.band().name()));
        name(line, ",\"disposition\":", Some(finding.disposition.name()));
        field(line, ",\"masked\":", &*finding.excerpt);
        line.extend_from_slice(at(&self.tails, found.class.0));
        evidence(line, &self.catalog, finding);
        field(line, "],\"decoded\":", &doc.decoded);
        name(line, ",\"standing\":", Some(found.standing.name()));
        field(line, ",\"justification\":", &found.standing.justification());
        field(line, ",\"commit\":", &doc.revision.as_ref().map(|r| &r.commit));
        field(line, ",\"author_date\":", &doc.revision.as_ref().map(|r| &r.author_date));
        line.extend_from_slice(&self.label);
        let sensitivity = effective_sensitivity(&self.catalog, doc, found.class);
        name(line, ",\"effective_sensitivity\":", sensitivity.map(Sensitivity::name));
        name(line, ",\"minor\":", finding.minor.map(Minor::name));
        raw(line, "}\n");
    }

    fn line<T: Serialize>(&mut self, value: &T) {
        append(&mut self.lines, value);
        raw(&mut self.lines, "\n");
    }

    /// Writes what has been gathered once it is more than `enough`.
    fn spill(&mut self, enough: usize) -> io::Result<()> {
        if self.lines.len() > enough {
            self.out.write_all(&self.lines)?;
            self.lines.clear();
        }
        Ok(())
    }
}

fn at(fragments: &[Vec<u8>], index: u16) -> &[u8] {
    fragments.get(usize::from(index)).map_or(&[], Vec::as_slice)
}

fn field<T: Serialize + ?Sized>(line: &mut Vec<u8>, key: &str, value: &T) {
    raw(line, key);
    append(line, value);
}

/// One of our own names, in which nothing needs to be escaped.
fn name(line: &mut Vec<u8>, key: &str, name: Option<&'static str>) {
    raw(line, key);
    match name {
        Some(name) => [r#"""#, name, r#"""#].iter().for_each(|part| raw(line, part)),
        None => raw(line, "null"),
    }
}

/// A line up to its path.
fn head(rule: &RuleInfo) -> Vec<u8> {
    let mut line = Vec::new();
    field(&mut line, "{\"kind\":\"finding\",\"type\":", &rule.info_type);
    field(&mut line, ",\"rule\":", &rule.id);
    raw(&mut line, ",\"path\":");
    line
}

/// What a class adds to a line, up to the evidence.
fn tail(class: &Class) -> Vec<u8> {
    let mut line = Vec::new();
    let retention = class.retention.as_ref();
    let retention_class = retention.and_then(|r| r.rule.as_ref()).map(ToString::to_string);
    field(&mut line, ",\"category\":", &class.id);
    field(&mut line, ",\"category_name\":", &class.name);
    field(&mut line, ",\"sensitivity\":", &class.sensitivity.map(|s| s.name()));
    field(&mut line, ",\"gdpr_label\":", &class.gdpr_label);
    field(&mut line, ",\"access\":", &class.access);
    field(&mut line, ",\"retention\":", &retention.map(|r| &r.text));
    field(&mut line, ",\"retention_class\":", &retention_class);
    raw(&mut line, ",\"evidence\":[");
    line
}

/// What the document is as a whole.
fn label(line: &mut Vec<u8>, catalog: &Catalog, label: Option<&DocLabel>) {
    let class = label.and_then(|label| label.class).map(|class| &catalog.class(class).id);
    field(line, ",\"document_label\":", &label.map(|label| &*label.name));
    field(line, ",\"document_category\":", &class);
}

/// The facts in the order in which they counted, then the validator's note.
fn evidence(line: &mut Vec<u8>, catalog: &Catalog, finding: &Finding) {
    let evidence = &finding.evidence;
    let mut separator = "";
    for fact in evidence.facts() {
        raw(line, separator);
        let word = fact_word(catalog, finding.rule, *fact);
        one_fact(line, fact_name(fact.kind), word, fact.points);
        separator = ",";
    }
    if !evidence.note.is_empty() {
        raw(line, separator);
        one_fact(line, "note", Some(evidence.note), 0);
    }
}

fn one_fact(line: &mut Vec<u8>, fact: &'static str, word: Option<&str>, points: i8) {
    name(line, "{\"fact\":", Some(fact));
    field(line, ",\"word\":", &word);
    field(line, ",\"points\":", &points);
    raw(line, "}");
}

/// An input that was not completely scanned.
#[derive(Serialize)]
struct CoverageLine<'a> {
    kind: &'static str,
    path: &'a str,
    status: &'static str,
    reason: &'static str,
    detail: Option<&'a str>,
    scanned: u64,
    size: Option<u64>,
}

impl<'a> From<&'a Coverage> for CoverageLine<'a> {
    fn from(entry: &'a Coverage) -> Self {
        Self {
            kind: "coverage",
            path: &entry.path,
            status: entry.status.name(),
            reason: entry.reason.code(),
            detail: Some(entry.detail.as_str()).filter(|d| !d.is_empty()),
            scanned: entry.scanned,
            size: entry.size,
        }
    }
}

/// The last line.
#[derive(Serialize)]
struct SummaryLine<'a> {
    kind: &'static str,
    schema_version: u32,
    tool: &'static str,
    tool_version: &'static str,
    documents: u64,
    documents_with_findings: u64,
    bytes: u64,
    complete: u64,
    partial: u64,
    skipped: u64,
    reasons: Map<&'static str, u64>,
    findings: u64,
    by_type: Map<&'a str, Counts>,
    by_category: Map<&'a str, Counts>,
    by_sensitivity: Map<&'static str, u64>,
    by_disposition: Map<&'static str, u64>,
    hidden: Map<&'static str, u64>,
    by_standing: Map<&'static str, u64>,
    rules_hash: &'a str,
    matrix_hash: &'a str,
    profile: &'a str,
    interrupted: bool,
}

impl<'a> SummaryLine<'a> {
    fn new(summary: &'a Summary, catalog: &'a Catalog) -> Self {
        let class_id = |n: &u16| catalog.classes.get(usize::from(*n)).map(|c| c.id.as_str());
        let classes = summary.by_class.iter().filter_map(|(n, t)| Some((class_id(n)?, t.into())));
        Self {
            kind: "summary",
            schema_version: SCHEMA,
            tool: env!("CARGO_PKG_NAME"),
            tool_version: env!("CARGO_PKG_VERSION"),
            documents: summary.documents,
            documents_with_findings: summary.documents_with_findings,
            bytes: summary.bytes,
            complete: summary.complete,
            partial: summary.partial,
            skipped: summary.skipped,
            reasons: Map(summary.reasons.iter().map(|(r, n)| (r.code(), *n)).collect()),
            findings: summary.findings(),
            by_type: Map(summary.by_type.iter().map(|(name, t)| (name.as_str(), t.into())).collect()),
            by_category: Map(classes.collect()),
            by_sensitivity: Map(summary.by_sensitivity.iter().map(|(s, n)| (s.name(), *n)).collect()),
            by_disposition: dispositions(summary.by_disposition),
            hidden: dispositions(summary.hidden),
            by_standing: Map(Standing::NAMES.into_iter().zip(summary.by_standing).collect()),
            rules_hash: &catalog.rules_hash,
            matrix_hash: &catalog.matrix_hash,
            profile: &catalog.profile,
            interrupted: summary.interrupted,
        }
    }
}

fn dispositions(counts: ByDisposition) -> Map<&'static str, u64> {
    Map(Disposition::ALL.iter().map(|d| d.name()).zip(counts).collect())
}

#[derive(Serialize)]
struct Counts {
    findings: u64,
    high: u64,
    medium: u64,
    low: u64,
    documents: u64,
}

impl From<&Tally> for Counts {
    fn from(tally: &Tally) -> Self {
        let Tally { findings, high, medium, low, documents } = *tally;
        Self { findings, high, medium, low, documents }
    }
}

/// A JSON object whose keys keep their order, such as that of the matrix.
struct Map<K, V>(Vec<(K, V)>);

impl<K: Serialize, V: Serialize> Serialize for Map<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;
    use snapbox::prelude::*;
    use snapbox::{assert_data_eq, str};

    use crate::report::sample;

    fn parsed(text: &str) -> Vec<Value> {
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn sample_as_json_lines() {
        assert_data_eq!(sample::report("jsonl", 80, false), str![[r#"
{"kind":"finding","type":"EMAIL_ADDRESS","rule":"email","path":"data/users.csv","start":200,"end":220,"line":2,"column":9,"field":"email","table":null,"row":1,"confidence":95,"band":"high","disposition":"real","masked":"j***@example.net","category":"pii","category_name":"Personal Identifiable Information (PII)","sensitivity":"high","gdpr_label":"Personal Data","access":"Strict","retention":"Retain for the duration of service + 1 year","retention_class":"service-end+P1Y","evidence":[{"fact":"shape","word":null,"points":55},{"fact":"keyword","word":"ssn","points":40}],"decoded":null,"standing":"new","justification":null,"commit":null,"author_date":null,"document_label":null,"document_category":null,"effective_sensitivity":"high","minor":null}
{"kind":"finding","type":"US_SSN","rule":"us-ssn","path":"data/users.csv","start":200,"end":220,"line":2,"column":9,"field":"ssn","table":null,"row":1,"confidence":95,"band":"high","disposition":"real","masked":"***-**-1234","category":"sensitive","category_name":"Sensitive Data","sensitivity":"very-high","gdpr_label":"Special Category Data","access":"Restricted","retention":"Retain for the duration of service + 1 year","retention_class":"service-end+P1Y","evidence":[{"fact":"shape","word":null,"points":55},{"fact":"keyword","word":"ssn","points":40}],"decoded":null,"standing":"new","justification":null,"commit":null,"author_date":null,"document_label":null,"document_category":null,"effective_sensitivity":"very-high","minor":null}
{"kind":"finding","type":"EMAIL_ADDRESS","rule":"email","path":"data/users.csv","start":300,"end":320,"line":3,"column":9,"field":"email","table":null,"row":2,"confidence":95,"band":"high","disposition":"real","masked":"=m***@example.net","category":"pii","category_name":"Personal Identifiable Information (PII)","sensitivity":"high","gdpr_label":"Personal Data","access":"Strict","retention":"Retain for the duration of service + 1 year","retention_class":"service-end+P1Y","evidence":[{"fact":"shape","word":null,"points":55},{"fact":"keyword","word":"ssn","points":40}],"decoded":null,"standing":"new","justification":null,"commit":null,"author_date":null,"document_label":null,"document_category":null,"effective_sensitivity":"high","minor":null}
{"kind":"finding","type":"US_SSN","rule":"us-ssn","path":"data/users.csv","start":400,"end":420,"line":4,"column":9,"field":"ssn","table":null,"row":null,"confidence":95,"band":"high","disposition":"real","masked":"***-**-5678","category":"sensitive","category_name":"Sensitive Data","sensitivity":"very-high","gdpr_label":"Special Category Data","access":"Restricted","retention":"Retain for the duration of service + 1 year","retention_class":"service-end+P1Y","evidence":[{"fact":"shape","word":null,"points":55},{"fact":"keyword","word":"ssn","points":40}],"decoded":null,"standing":"new","justification":null,"commit":null,"author_date":null,"document_label":null,"document_category":null,"effective_sensitivity":"very-high","minor":null}
{"kind":"finding","type":"EMAIL_ADDRESS","rule":"email","path":"logs/\u001b[31mred\u200b\nline.json","start":700,"end":720,"line":7,"column":9,"field":"=cmd\u202e()","table":null,"row":null,"confidence":70,"band":"medium","disposition":"role","masked":"i***@example.org","category":"pii","category_name":"Personal Identifiable Information (PII)","sensitivity":"high","gdpr_label":"Personal Data","access":"Strict","retention":"Retain for the duration of service + 1 year","retention_class":"service-end+P1Y","evidence":[{"fact":"shape","word":null,"points":90},{"fact":"value","word":null,"points":-20},{"fact":"note","word":"a shared mailbox","points":0}],"decoded":"utf-16le","standing":"new","justification":null,"commit":null,"author_date":null,"document_label":null,"document_category":null,"effective_sensitivity":"high","minor":null}
{"kind":"finding","type":"IP_ADDRESS","rule":"ipv4","path":"logs/\u001b[31mred\u200b\nline.json","start":0,"end":20,"line":null,"column":9,"field":null,"table":null,"row":null,"confidence":95,"band":"high","disposition":"real","masked":"192.0.*.*","category":"plain","category_name":"Unstated","sensitivity":null,"gdpr_label":null,"access":null,"retention":null,"retention_class":null,"evidence":[{"fact":"shape","word":null,"points":110},{"fact":"against","word":"version","points":-15}],"decoded":"utf-16le","standing":"new","justification":null,"commit":null,"author_date":null,"document_label":null,"document_category":null,"effective_sensitivity":null,"minor":null}
{"kind":"coverage","path":"locked.db","status":"skipped","reason":"permission-denied","detail":"Permission denied (os error 13)","scanned":0,"size":4096}
{"kind":"coverage","path":"photo.png","status":"skipped","reason":"unsupported-kind","detail":null,"scanned":0,"size":null}
{"kind":"summary","schema_version":1,"tool":"piidar","tool_version":"0.1.0","documents":3,"documents_with_findings":2,"bytes":493824,"complete":3,"partial":0,"skipped":2,"reasons":{"permission-denied":1,"unsupported-kind":1},"findings":6,"by_type":{"EMAIL_ADDRESS":{"findings":3,"high":2,"medium":1,"low":0,"documents":2},"IP_ADDRESS":{"findings":1,"high":1,"medium":0,"low":0,"documents":1},"US_SSN":{"findings":2,"high":2,"medium":0,"low":0,"documents":1}},"by_category":{"pii":{"findings":3,"high":2,"medium":1,"low":0,"documents":2},"sensitive":{"findings":2,"high":2,"medium":0,"low":0,"documents":1},"plain":{"findings":1,"high":1,"medium":0,"low":0,"documents":1}},"by_sensitivity":{"high":3,"very-high":2},"by_disposition":{"real":5,"role":1,"synthetic":0,"technical":0,"masked":0,"credential":0},"hidden":{"real":0,"role":0,"synthetic":3,"technical":2,"masked":0,"credential":0},"by_standing":{"new":6,"known":0,"suppressed":0},"rules_hash":"00ff","matrix_hash":"ee11","profile":"saas","interrupted":false}

"#]].raw());
    }

    #[test]
    fn kinds_come_in_order() {
        let kinds: Vec<_> = parsed(&sample::report("jsonl", 80, false))
            .iter()
            .map(|line| line["kind"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(kinds[..6], ["finding"; 6]);
        assert_eq!(kinds[6..], ["coverage", "coverage", "summary"]);
    }

    #[test]
    fn a_report_without_findings_has_its_summary() {
        let lines = parsed(&sample::empty_report("jsonl"));
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0]["findings"], 0);
    }

    #[test]
    fn long_reports_are_written_whole() {
        let lines = parsed(&sample::many("jsonl", 2_000));
        assert_eq!(lines.len(), 2_001);
        assert_eq!(lines[2_000]["by_type"]["EMAIL_ADDRESS"]["findings"], 2_000);
        assert_eq!(lines[2_000]["documents_with_findings"], 1);
    }

    proptest! {
        #[test]
        fn every_line_parses_to_what_was_found(path: String, key in "\\PC{1,9}", value: String) {
            let lines = parsed(&sample::one_finding("jsonl", &path, &key, &value));
            prop_assert_eq!(lines.len(), 2);
            for (name, text) in [("path", &path), ("field", &key), ("masked", &value)] {
                prop_assert_eq!(lines[0][name].as_str(), Some(text.as_str()));
            }
        }
    }
}
