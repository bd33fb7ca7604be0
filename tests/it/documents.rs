//! What documents are as a whole: `fixtures/documents/` has a folder for each kind, and one for what is none.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{Folder, Run, run, shared};

const KINDS: [&str; 8] =
    ["incident", "compliance", "operational", "technical", "client", "analytics", "pii", "sensitive"];

/// A scan from within a folder of fixtures, so that its name tells nothing.
fn scan(kind: &str, format: &str) -> Run {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents").join(kind);
    let mut command = Command::new(env!("CARGO_BIN_EXE_piidar"));
    command.env_remove("CI").current_dir(folder).stdin(Stdio::null());
    run(command.args(["scan", ".", "--no-ignore", "--samples-as-real", "--format", format])).quiet(0)
}

/// The rows of a report by their columns.
fn rows(report: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(report.as_bytes()).records().map(Result::unwrap).collect()
}

/// Path, label, category and the rest of each row of the ledger.
fn ledger(kind: &str) -> Vec<[String; 6]> {
    let cell = |row: &csv::StringRecord, n: usize| row[n].to_owned();
    let row = |row: csv::StringRecord| [0, 6, 7, 8, 9, 10].map(|n| cell(&row, n));
    rows(scan(kind, "coverage").out()).into_iter().map(row).collect()
}

fn of(rows: &[[String; 6]], path: &str) -> [String; 6] {
    rows.iter().find(|row| row[0].ends_with(path)).unwrap().clone()
}

#[test]
fn each_kind_is_told_from_the_others() {
    for kind in KINDS {
        let rows = ledger(kind);
        assert!(rows.len() > usize::from(kind != "sensitive"), "{kind}");
        let wrong: Vec<_> = rows.iter().filter(|row| row[2] != kind).collect();
        assert!(wrong.is_empty(), "{kind}: {wrong:?}");
    }
}

#[test]
fn what_only_looks_like_a_document_has_no_label() {
    let rows = ledger("none");
    let labelled: Vec<_> = rows.iter().filter(|row| !row[1].is_empty()).collect();
    assert!(rows.len() > 5 && labelled.is_empty(), "{labelled:?}");
}

#[test]
fn labels_go_by_how_a_document_is_built() {
    let operational = ledger("operational");
    assert_eq!(of(&operational, "node-metrics.prom")[1], "metrics");
    assert_eq!(of(&operational, "auth.log")[1], "service-log", "a log of logins is no audit log");
    let compliance = ledger("compliance");
    assert_eq!(of(&compliance, "audit.log")[1], "audit-log");
    assert_eq!(of(&compliance, "privacy-policy.md")[1], "compliance-document");
    assert_eq!(of(&ledger("technical"), "main.tf")[1], "blueprint");
}

#[test]
fn personal_data_raises_a_document_and_contradicts_its_row() {
    let log = of(&ledger("operational"), "access.log");
    assert_eq!(log[3], "high", "a service log is medium, its addresses are high");
    assert_eq!(log[4], "service-end+P1Y; record-date+P5Y");
    assert_eq!(log[5], "contains personal data (IP_ADDRESS 2): the GDPR label N/A does not hold");
    let metrics = of(&ledger("operational"), "node-metrics.prom");
    assert_eq!((&*metrics[3], &*metrics[5]), ("medium", ""), "nobody is in it");
}

#[test]
fn an_incident_report_is_kept_as_a_whole() {
    let report = of(&ledger("incident"), "postmortem-2026-01.md");
    assert_eq!((&*report[3], &*report[4]), ("high", "record-date+P8Y"));
    assert_eq!(report[5], "minimise personal data in incident reports");
}

#[test]
fn findings_say_what_they_stand_in() {
    let run = scan("operational", "jsonl");
    let findings = run.findings();
    let log = findings.iter().find(|f| f["path"] == "access.log").unwrap();
    let told = ["document_label", "document_category", "effective_sensitivity"].map(|key| &log[key]);
    assert_eq!(told, ["service-log", "operational", "high"]);
    let people = scan("operational", "human");
    let line = "  service-log (Operational Data): high, service-end+P1Y, record-date+P5Y\n";
    assert!(people.out().contains(line), "{}", people.out());
    let inventory = scan("operational", "inventory");
    assert!(inventory.out().contains("the GDPR label N/A does not hold"), "{}", inventory.out());
}

/// The label of a document does not depend on how it is cut, nor on what comes after its beginning.
#[test]
fn a_large_log_is_a_log() {
    let folder = Folder::new();
    let line = "203.0.113.7 - - [10/Oct/2023:13:55:36 +0000] \"GET / HTTP/1.1\" 200 512\n";
    folder.file("access.log", line.repeat(20_000));
    let run = folder.scan(&["--samples-as-real"]).quiet(0);
    let labels: Vec<Value> = run.findings().into_iter().map(|f| f["document_label"].clone()).collect();
    assert!(labels.len() == 20_000 && labels.iter().all(|label| label == "service-log"));
}

#[test]
fn a_matrix_without_such_rows_has_labels_all_the_same() {
    let folder = Folder::new();
    folder.file("access.log", "203.0.113.7 - - [10/Oct/2023:13:55:36 +0000] \"GET / HTTP/1.1\" 200 512\n");
    let run = folder.scan(&["--samples-as-real", "--matrix", "analytics-processor"]).quiet(0);
    let finding = &run.findings()[0];
    assert_eq!(
        (&finding["document_label"], &finding["document_category"]),
        (&"service-log".into(), &Value::Null)
    );
}

/// The policies that the matrices come from are compliance documents themselves.
#[test]
fn policies_are_compliance_documents() {
    for policy in ["policy-a.md", "policy-b.md"] {
        let Some(path) = shared("policies").map(|folder| folder.join(policy)) else { return };
        let args = ["scan", path.to_str().unwrap(), "--format", "coverage"];
        let row = rows(Folder::new().run(&args).out()).remove(0);
        assert_eq!(&row[6], "compliance-document", "{policy}");
    }
}

/// What piidar keeps of a project is nobody's list of contacts.
#[test]
fn the_baseline_is_no_document() {
    let folder = Folder::new();
    folder.file("users.csv", "name,email,phone\nTilda Quist,t.quist@wonderland.org,+44 20 7946 0958\n");
    folder.run(&["baseline", "create"]);
    let run = folder.run(&["scan", "--format", "coverage"]).quiet(0);
    let labels: Vec<_> = rows(run.out()).iter().map(|row| (row[0].to_owned(), row[6].to_owned())).collect();
    let expected = [(".piidar-baseline.jsonl", ""), ("users.csv", "contact-list")];
    assert_eq!(labels, expected.map(|(path, label)| (path.to_owned(), label.to_owned())));
}

/// Who did what to which object makes an audit log of lines with a time, whether they tell the outcome or not.
#[test]
fn keys_of_an_audit_make_an_audit_log() {
    let folder = Folder::new();
    let line = "2019-01-02T10:00:00Z audit actor=t.quist@wonderland.org action=delete object=user/12\n";
    folder.file("audit.log", line.repeat(3));
    folder.file("audit/trail.log", line.repeat(3));
    let served = "2019-01-02T10:00:00Z INFO caller=main.go:12 action=get object=user/12 status=200\n";
    folder.file("app.log", served.repeat(3));
    let run = folder.run(&["scan", "--format", "coverage"]).quiet(0);
    let labels: Vec<_> = rows(run.out()).iter().map(|row| [0, 6, 9].map(|n| row[n].to_owned())).collect();
    let audit = |path: &str| [path, "audit-log", "record-date+P8Y"].map(str::to_owned);
    assert_eq!(labels[0][1], "service-log", "{labels:?}");
    assert_eq!(labels[1..], [audit("audit/trail.log"), audit("audit.log")]);
}
