//! Reports for other programs: what code scanning services, pipelines and their widgets are given.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::support::{Folder, Run, run};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn scan_fixtures(folder: &Folder, args: &[&str]) -> Run {
    let mut command = folder.piidar(&["scan", "--samples-as-real", "--show", "all"]);
    run(command.args(args).arg(root().join("fixtures")))
}

fn sarif(run: &Run) -> Value {
    serde_json::from_slice(&run.out).unwrap()
}

fn findings_of(log: &Value) -> u64 {
    let results = log["runs"][0]["results"].as_array().unwrap();
    results.iter().map(|result| result["properties"]["findings"].as_u64().unwrap()).sum()
}

/// Holds a log against the official schema.
#[track_caller]
fn valid(log: &Value) {
    let schema = std::fs::read_to_string(root().join("fixtures/schemas/sarif-2.1.0.json")).unwrap();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("sarif.json", serde_json::from_str(&schema).unwrap()).unwrap();
    let mut schemas = boon::Schemas::new();
    let index = compiler.compile("sarif.json", &mut schemas).unwrap();
    if let Err(e) = schemas.validate(log, index) {
        panic!("{e:#}");
    }
}

#[test]
fn sarif_is_valid_and_counts_everything() {
    let folder = Folder::new();
    let log = sarif(&scan_fixtures(&folder, &["--format", "sarif"]).quiet(0));
    valid(&log);
    let summary = scan_fixtures(&folder, &["--format", "jsonl"]).summary();
    assert_eq!(findings_of(&log), summary["findings"]);
    assert_eq!(log["runs"][0]["properties"]["findings"], summary["findings"]);
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    for result in log["runs"][0]["results"].as_array().unwrap() {
        let index = result["ruleIndex"].as_u64().unwrap();
        assert_eq!(rules[usize::try_from(index).unwrap()]["id"], result["ruleId"]);
    }
}

/// What was accepted stays in the log, marked, so that services close it instead of losing it.
#[test]
fn accepted_findings_are_marked() {
    let folder = Folder::new();
    folder.file("known.txt", "jane.roe@wonderland.org");
    folder.run(&["baseline", "create"]).quiet(0);
    folder.file("new.txt", "bob.stone@wonderland.org");
    folder.file("a.txt", "eve.hill@wonderland.org # piidar:allow our own desk");
    folder.file("b.txt", "ann.dale@wonderland.org");
    folder.file("piidar.toml", "[[allow]]\npaths = [\"b.txt\"]\nreason = \"a sample\"\n");
    let log = sarif(&folder.run(&["scan", "--format", "sarif"]).quiet(0));
    valid(&log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let mut marks: Vec<_> = results
        .iter()
        .map(|result| {
            let path = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
            let suppression = &result["suppressions"][0];
            [path, &result["baselineState"], &suppression["kind"], &suppression["justification"]]
                .map(|v| v.as_str().unwrap_or("-").to_owned())
        })
        .collect();
    marks.sort();
    assert_eq!(
        marks,
        [
            ["a.txt", "-", "inSource", "our own desk"],
            ["b.txt", "-", "external", "a sample"],
            ["known.txt", "unchanged", "external", "in the baseline"],
            ["new.txt", "-", "-", "-"],
        ]
    );
    assert_eq!(log["runs"][0]["properties"]["findings"], 4);
    assert_eq!(log["runs"][0]["properties"]["new"], 1);
}

#[test]
fn a_schema_that_holds_everything_would_be_no_test() {
    let broken = serde_json::json!({ "version": "2.1.0", "runs": [{ "tool": {} }] });
    assert!(std::panic::catch_unwind(|| valid(&broken)).is_err());
}

#[test]
fn what_could_not_be_scanned_is_in_the_log() {
    let folder = Folder::new();
    folder.file("a.txt", "nothing");
    let run = folder.run(&["scan", "a.txt", "gone\u{202e}.txt", "--format", "sarif"]);
    assert_eq!(run.code, Some(3));
    let log = sarif(&run);
    valid(&log);
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let notification = &invocation["toolExecutionNotifications"][0];
    assert_eq!(notification["descriptor"]["id"], "not-found");
    let uri = &notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "gone%E2%80%AE.txt");
}

/// More places than such services take: the most sensitive are listed, the rest is counted, nothing is lost.
#[test]
fn more_places_than_fit_are_put_together() {
    let folder = Folder::new();
    for n in 0..5_200 {
        let card = if n >= 5_190 { "card: 4111 1111 1111 1111\n" } else { "" };
        folder
            .file(&format!("d{}/f{n}.txt", n / 500), format!("mail to user{n}@acme-industries.org\n{card}"));
    }
    let scan = |format| folder.run(&["scan", ".", "--samples-as-real", "--format", format]).quiet(0);
    let log = sarif(&scan("sarif"));
    valid(&log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(results.len() < 5_000, "{}", results.len());
    let mut by_rule: BTreeMap<&str, u64> = BTreeMap::new();
    for result in results {
        let findings = result["properties"]["findings"].as_u64().unwrap();
        *by_rule.entry(result["ruleId"].as_str().unwrap()).or_default() += findings;
    }
    assert_eq!(by_rule, BTreeMap::from([("email", 5_200), ("payment-card", 10)]));
    let cards = results.iter().filter(|r| r["ruleId"] == "payment-card").count();
    assert_eq!(cards, 10, "what is most sensitive is listed");

    let issues: Vec<Value> = serde_json::from_slice(&scan("gitlab").out).unwrap();
    assert!(issues.len() < 5_000);
    assert!(scan("github").out().lines().count() < 5_000);
}

#[test]
fn no_name_can_give_a_command() {
    let folder = Folder::new();
    folder.file("a\n::error::b,c:d.txt", "mail to jane@acme-industries.org");
    let run = folder.run(&["scan", ".", "--format", "github"]).quiet(0);
    let lines: Vec<_> = run.out().lines().collect();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].starts_with(
            "::error title=EMAIL_ADDRESS,file=a\\n%3A%3Aerror%3A%3Ab%2Cc%3Ad.txt,line=1,col=9::"
        )
    );
}

#[test]
fn the_same_tree_gives_the_same_bytes() {
    let folder = Folder::new();
    for format in ["sarif", "github", "gitlab"] {
        let one = scan_fixtures(&folder, &["--threads", "1", "--format", format]);
        let many = scan_fixtures(&folder, &["--threads", "3", "--format", format]);
        assert_eq!(one.out(), many.out());
    }
}
