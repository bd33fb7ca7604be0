//! Reports for other programs: what code scanning services, pipelines and their widgets are given.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use quick_xml::XmlVersion;
use quick_xml::events::Event;
use serde_json::Value;

use crate::support::{self, Folder, Run, run};

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
    valid_by("fixtures/schemas/sarif-2.1.0.json", log);
}

/// Holds a report against a schema.
#[track_caller]
fn valid_by(schema: &str, log: &Value) {
    let schema = std::fs::read_to_string(root().join(schema)).unwrap();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("schema.json", serde_json::from_str(&schema).unwrap()).unwrap();
    let mut schemas = boon::Schemas::new();
    let index = compiler.compile("schema.json", &mut schemas).unwrap();
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

/// A security report for GitLab, held against its schema.
fn sast(run: &Run) -> Value {
    let report = serde_json::from_slice(&run.out).unwrap();
    valid_by("fixtures/schemas/gitlab-sast-15.0.4.json", &report);
    report
}

#[test]
fn a_security_report_has_one_vulnerability_a_place() {
    let folder = Folder::new();
    let report = sast(&scan_fixtures(&folder, &["--format", "gitlab-sast"]).quiet(0));
    let found = report["vulnerabilities"].as_array().unwrap();
    let log = sarif(&scan_fixtures(&folder, &["--format", "sarif"]).quiet(0));
    assert_eq!(found.len(), log["runs"][0]["results"].as_array().unwrap().len());
    let ids: BTreeSet<_> = found.iter().map(|v| v["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), found.len());

    let incomplete = folder.run(&["scan", "gone.txt", "--format", "gitlab-sast"]);
    let report = sast(&incomplete);
    assert_eq!((incomplete.code, &report["scan"]["status"]), (Some(3), &"failure".into()));
    assert_eq!(report["scan"]["messages"][0]["value"], "gone.txt: skipped not-found");
}

/// The tests of a report by class and name, and whether they passed.
fn tests_in(xml: &str) -> BTreeMap<(String, String), &'static str> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut tests = BTreeMap::new();
    let mut last = None;
    loop {
        let event = reader.read_event().unwrap();
        let (Event::Start(element) | Event::Empty(element)) = &event else {
            if event == Event::Eof {
                return tests;
            }
            continue;
        };
        match element.name().as_ref() {
            "testcase" => {
                let attribute = |name| element.try_get_attribute(name).unwrap().unwrap();
                let word =
                    |name| attribute(name).normalized_value(XmlVersion::Explicit1_0).unwrap().into_owned();
                let key = (word("classname"), word("name"));
                assert!(tests.insert(key.clone(), "passed").is_none(), "{key:?} stands there twice");
                last = Some(key);
            }
            "failure" => drop(tests.insert(last.clone().unwrap(), "failed")),
            "error" => drop(tests.insert(last.clone().unwrap(), "broken")),
            _ => {}
        }
    }
}

#[test]
fn every_place_is_a_failed_test() {
    let folder = Folder::new();
    let tests = tests_in(scan_fixtures(&folder, &["--format", "junit"]).quiet(0).out());
    let log = sarif(&scan_fixtures(&folder, &["--format", "sarif"]).quiet(0));
    let failed = tests.values().filter(|how| **how == "failed").count();
    assert_eq!(failed, log["runs"][0]["results"].as_array().unwrap().len());
    let coverage = ("piidar.coverage".to_owned(), "everything could be scanned".to_owned());
    assert_eq!(tests[&coverage], "passed");
    let key =
        ("piidar.US_SSN".to_owned(), format!("{}/fixtures/formats/users.csv column ssn", root().display()));
    assert_eq!(tests[&key], "failed");

    folder.file("a.txt", "nothing");
    let run = folder.run(&["scan", "a.txt", "gone\u{1}<&\".txt", "--format", "junit"]);
    assert_eq!(tests_in(run.out()), BTreeMap::from([(coverage, "broken")]));
    assert!(run.out().contains("gone\\x01&lt;&amp;&quot;.txt: not-found"), "{}", run.out());
}

#[test]
fn a_summary_for_people_stays_small() {
    let folder = Folder::new();
    let name = "`@octocat`|<b>".repeat(15);
    for n in 0..150 {
        let header = format!("\u{1f600}{}", "é|`".repeat(5_000));
        folder.file(&format!("{name}{n}.csv"), format!("{header},email\n1,user{n}@acme-industries.org\n"));
    }
    let text = folder.run(&["scan", ".", "--format", "markdown"]).quiet(0);
    let text = text.out();
    assert!(text.len() < 65_536, "{}", text.len());
    assert!(text.contains("\n- 50 more findings of `EMAIL_ADDRESS` in 50 places\n"), "{text}");
    for line in text.lines().filter(|line| line.contains("octocat")) {
        assert_eq!(line.split(" | ").count(), 8, "{line}");
    }
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
    assert!(sast(&scan("gitlab-sast"))["vulnerabilities"].as_array().unwrap().len() < 5_000);
    assert!(tests_in(scan("junit").out()).len() < 5_000);
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
fn the_same_tree_gives_the_same_bytes_in_every_format() {
    let folder = Folder::new();
    for format in piidar::report::FORMATS {
        let scan = |threads: &str| {
            let args =
                ["scan", "--samples-as-real", "--show", "all", "--format", format.name, "--threads", threads];
            let mut command = folder.piidar(&args);
            // Some formats have to tell when they were made.
            run(command.env("SOURCE_DATE_EPOCH", "1767225600").arg(root().join("fixtures")))
        };
        let one = scan("1");
        assert!(one.out().len() > 100, "{}", format.name);
        assert_eq!(one.out(), scan("3").out(), "{}", format.name);
    }
}

/// A history holds a file many times; a service is told of each place once.
#[test]
fn the_versions_of_a_file_are_one_place() {
    let folder = Folder::new();
    let git = |args: &[&str]| run(support::git(folder.path()).args(args)).quiet(0);
    git(&["init", "-q"]);
    for n in 0..5 {
        folder.file("users.csv", format!("id,email\n{n},user{n}@wonderland.org\n"));
        git(&["add", "-A"]);
        git(&["commit", "-q", "-m", "more"]);
    }
    let log = sarif(&folder.run(&["scan", "--history", "--format", "sarif"]).quiet(0));
    valid(&log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!((results.len(), findings_of(&log)), (1, 5));
    assert!(results[0]["message"]["text"].as_str().unwrap().contains(", first in commit "), "{}", results[0]);
}

/// Annotations and failed tests cannot say that something was accepted: they never tell of it.
#[test]
fn alarms_are_for_what_is_new() {
    let folder = Folder::new();
    folder.file("a.txt", "jane.roe@wonderland.org # piidar:allow\n");
    let scan = |format| folder.run(&["scan", "--show", "suppressed", "--format", format]).quiet(0);
    for format in ["github", "gitlab", "gitlab-sast", "junit"] {
        assert!(!scan(format).out().contains("EMAIL_ADDRESS"), "{format}");
    }
    for format in ["human", "jsonl", "csv", "sarif", "inventory", "markdown"] {
        assert!(scan(format).out().contains("EMAIL_ADDRESS"), "{format}");
    }
}

/// People under 18 are marked wherever somebody looks.
#[test]
fn minors_are_marked_in_every_report() {
    let folder = Folder::new();
    folder.file("pupils.csv", "pupil_id,first_name,last_name,age\n1,Tilda,Quist,9\n2,Amara,Okafor,41\n");
    let scan = |format| folder.run(&["scan", "--format", format]).quiet(0).out().to_owned();
    let human = scan("human");
    let marked: Vec<_> = human.lines().filter(|line| line.ends_with("  minor under-13")).collect();
    assert!(matches!(marked[..], [line] if line.contains("2:")), "{human}");
    assert!(human.contains("\n1 finding tells of somebody under 18\n"), "{human}");
    assert!(scan("summary").contains("\n1 finding tells of somebody under 18\n"));
    let markdown = scan("markdown");
    assert!(markdown.contains("| `AGE` (1 under 18) | 2 |"), "{markdown}");
    assert!(markdown.contains("\n1 finding tells of somebody under 18.\n"), "{markdown}");
    for format in ["github", "gitlab", "gitlab-sast", "junit", "sarif"] {
        assert_eq!(
            scan(format).matches("1 under 18)").count(),
            if format == "junit" { 2 } else { 1 },
            "{format}"
        );
    }
}

/// A key is a place for who reads a list of places, as a column is.
#[test]
fn a_list_of_places_names_keys() {
    let folder = Folder::new();
    folder.file(
        "users.json",
        "[{\"email\": \"jane.roe@wonderland.org\"}, {\"email\": \"ravi@wonderland.org\"}]",
    );
    let run = folder.run(&["scan", "--format", "markdown"]).quiet(0);
    assert!(run.out().contains("| `users.json` | 1 | `[].email` | `EMAIL_ADDRESS` | 2 |"), "{}", run.out());
}
