//! What the program promises to other programs: the lines of its reports and its exit codes (`docs/output.md`).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{Folder, Run, run};

const FINDING: [&str; 32] = [
    "kind",
    "type",
    "rule",
    "path",
    "start",
    "end",
    "line",
    "column",
    "field",
    "table",
    "row",
    "confidence",
    "band",
    "disposition",
    "masked",
    "category",
    "category_name",
    "sensitivity",
    "gdpr_label",
    "access",
    "retention",
    "retention_class",
    "evidence",
    "decoded",
    "standing",
    "justification",
    "commit",
    "author_date",
    "document_label",
    "document_category",
    "effective_sensitivity",
    "minor",
];
const COVERAGE: [&str; 7] = ["kind", "path", "status", "reason", "detail", "scanned", "size"];
const SUMMARY: [&str; 22] = [
    "kind",
    "schema_version",
    "tool",
    "tool_version",
    "documents",
    "documents_with_findings",
    "bytes",
    "complete",
    "partial",
    "skipped",
    "reasons",
    "findings",
    "by_type",
    "by_category",
    "by_sensitivity",
    "by_disposition",
    "hidden",
    "by_standing",
    "rules_hash",
    "matrix_hash",
    "profile",
    "interrupted",
];

/// A table with an address that counts.
const PEOPLE: &str = "name,email\nJane Roe,jane.roe@wonderland.org\n";

/// Values of every kind that a default scan tells, and some that it hides. Nobody's: see `synthetic.rs`.
fn sample() -> Folder {
    let folder = Folder::new();
    folder.file(
        "users.csv",
        "id,email,ssn,dob\n1,jane.roe@wonderland.org,219-09-9999,1980-03-12\n2,info@wonderland.org,,\n",
    );
    folder
        .file("app.log", "2024-01-31 INFO client 93.184.216.34 mac 00:00:5E:00:53:2A\nlisten 127.0.0.1:80\n");
    folder.file("card.json", "{\"card\": \"4111 1111 1111 1111\", \"phone\": \"+44 20 7946 0958\"}\n");
    folder.file("logo.png", b"\x89PNG\r\n\x1a\n\0");
    folder
}

const ALL: [&str; 3] = ["--samples-as-real", "--show", "all"];

/// Keys in the order in which they stand in a line. Objects in objects are passed over.
fn keys(line: &str) -> Vec<String> {
    let (mut keys, mut depth, mut chars) = (Vec::new(), 0, line.char_indices());
    let mut word: Option<(usize, usize)> = None;
    while let Some((i, c)) = chars.next() {
        match c {
            '"' => {
                let mut end = i;
                while let Some((j, c)) = chars.next() {
                    match c {
                        '\\' => drop(chars.next()),
                        '"' => {
                            end = j;
                            break;
                        }
                        _ => {}
                    }
                }
                word = Some((i + 1, end));
            }
            ':' if depth == 1 => keys.extend(word.map(|(a, b)| line[a..b].to_owned())),
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            _ => {}
        }
    }
    keys
}

#[test]
fn every_line_has_all_its_keys_in_order() {
    let run = sample().scan(&ALL).quiet(0);
    let mut kinds = BTreeMap::new();
    for (line, value) in run.out().lines().zip(run.lines()) {
        let expected: &[&str] = match value["kind"].as_str().unwrap() {
            "finding" => &FINDING,
            "coverage" => &COVERAGE,
            "summary" => &SUMMARY,
            other => panic!("{other}"),
        };
        assert_eq!(keys(line), expected);
        *kinds.entry(value["kind"].as_str().unwrap().to_owned()).or_insert(0) += 1;
    }
    assert!(kinds["finding"] >= 8, "{kinds:?}");
    assert_eq!((kinds["coverage"], kinds["summary"]), (1, 1));
    assert!(run.out().lines().last().unwrap().starts_with("{\"kind\":\"summary\""), "the summary is last");
}

#[test]
fn a_finding_says_what_the_matrix_says() {
    let run = sample().scan(&["--samples-as-real"]).quiet(0);
    let ssn = run.findings().into_iter().find(|f| f["type"] == "US_SSN").unwrap();
    for (key, value) in [
        ("path", Value::from("users.csv")),
        ("line", 2.into()),
        ("column", 27.into()),
        ("field", "ssn".into()),
        ("table", Value::Null),
        ("row", 1.into()),
        ("band", "high".into()),
        ("disposition", "real".into()),
        ("masked", "***-**-9999".into()),
        ("category", "sensitive".into()),
        ("sensitivity", "very-high".into()),
        ("retention", "Retain for the duration of service + 1 year".into()),
        ("retention_class", "service-end+P1Y".into()),
        ("decoded", Value::Null),
    ] {
        assert_eq!(ssn[key], value, "{key}");
    }
}

#[test]
fn points_add_up_to_the_confidence() {
    for finding in sample().scan(&[&ALL[..], &["--min-confidence", "0"]].concat()).quiet(0).findings() {
        let points: i64 =
            finding["evidence"].as_array().unwrap().iter().map(|f| f["points"].as_i64().unwrap()).sum();
        assert_eq!(finding["confidence"].as_i64().unwrap(), points.clamp(0, 100), "{finding}");
        let band = match finding["confidence"].as_i64().unwrap() {
            85.. => "high",
            60.. => "medium",
            _ => "low",
        };
        assert_eq!(finding["band"], band);
    }
}

#[test]
fn totals_are_those_of_the_lines() {
    let run = sample().scan(&ALL).quiet(0);
    let (findings, summary) = (run.findings(), run.summary());
    assert_eq!(summary["findings"], findings.len());
    for (key, of) in [("by_type", "type"), ("by_category", "category")] {
        for (name, tally) in summary[key].as_object().unwrap() {
            assert_eq!(
                tally["findings"],
                findings.iter().filter(|f| f[of] == name.as_str()).count(),
                "{name}"
            );
        }
    }
    let walked = ["complete", "partial", "skipped"].map(|k| summary[k].as_u64().unwrap());
    assert_eq!(walked, [3, 0, 1], "the ledger agrees with what was walked");
    assert_eq!(summary["reasons"]["unsupported-kind"], 1);
    assert_eq!(summary["tool_version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn offsets_are_those_of_the_bytes_on_disk() {
    let folder = Folder::new();
    let text = "Überweisung von jane.roe@wonderland.org,\nTel. +44 20 7946 0958 – größe\nssn: 219-09-9999\n";
    let latin: Vec<u8> =
        text.replace('–', "-").chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    folder.file("utf8.txt", text);
    folder.file("latin1.txt", latin);
    folder.file("marked.txt", format!("\u{feff}{text}"));
    folder.file("table.csv", format!("name;note\nJürgen;\"{text}\"\n"));
    let run = folder.scan(&[&ALL[..], &["--show-values"]].concat()).quiet(0);
    for name in ["utf8.txt", "latin1.txt", "marked.txt", "table.csv"] {
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        let of_file: Vec<_> = run.findings().into_iter().filter(|f| f["path"] == name).collect();
        assert!(of_file.len() >= 3, "{name}: {of_file:?}");
        for finding in of_file {
            let at = |key: &str| usize::try_from(finding[key].as_u64().unwrap()).unwrap();
            let value = finding["masked"].as_str().unwrap();
            assert_eq!(String::from_utf8_lossy(&bytes[at("start")..at("end")]), value, "{name}");
            let line = 1 + bytes[..at("start")].iter().filter(|b| **b == b'\n').count();
            assert_eq!(finding["line"], line, "{name}: {value}");
        }
    }
}

#[test]
fn order_is_the_same_on_any_number_of_threads() {
    let folder = Folder::new();
    for n in 0..300 {
        let text = format!("a{n}@wonderland.org b{n}@wonderland.org\n");
        folder.file(&format!("{}/{n}.txt", n % 9), text.repeat(if n % 50 == 0 { 30_000 } else { 3 }));
    }
    let one = folder.scan(&["--threads", "1"]).quiet(0);
    let four = folder.scan(&["--threads", "4"]).quiet(0);
    assert!(one.findings().len() > 100_000);
    assert!(one.out == four.out, "the reports differ");
    let place = |f: &Value| (f["path"].as_str().unwrap().to_owned(), f["start"].as_u64().unwrap());
    let places: Vec<_> = one.findings().iter().map(place).collect();
    assert!(places.is_sorted(), "by path, then by place");
}

#[test]
fn exit_codes_of_fail_on() {
    let folder = Folder::new();
    folder.file("a.txt", "jane.roe@wonderland.org\n");
    folder.scan(&[]).quiet(0);
    for (level, code) in [("any", 1), ("low", 1), ("medium", 1), ("high", 1), ("very-high", 0)] {
        folder.scan(&["--fail-on", level]).quiet(code);
    }
    folder.file("b.txt", "SSN: 219-09-9999\n");
    folder.scan(&["--fail-on", "very-high"]).quiet(0);
    folder.scan(&["--fail-on", "very-high", "--samples-as-real"]).quiet(1);
    folder.scan(&["--fail-on", "very-high", "--samples-as-real", "--exclude-type", "US_SSN"]).quiet(0);
    folder.scan(&["--fail-on", "sky-high"]).fault(&["very-high"]);
}

#[test]
fn only_what_counts_counts() {
    let folder = Folder::new();
    folder.file("a.txt", "listen 127.0.0.1\nwrite to jane@example.com\n");
    folder.scan(&["--fail-on", "any"]).quiet(0);
    let shown = folder.scan(&["--fail-on", "any", "--show", "all"]).quiet(0);
    assert!(shown.findings().len() >= 2, "shown, and yet they do not count: {:?}", shown.findings());
    folder.scan(&["--fail-on", "any", "--samples-as-real"]).quiet(1);
    folder.file("b.txt", "info@wonderland.org");
    folder.scan(&["--fail-on", "any"]).quiet(1);
    folder.scan(&["--fail-on", "any", "--min-confidence", "100"]).quiet(0);
}

#[test]
fn the_first_code_that_holds_wins() {
    let folder = Folder::new();
    folder.file("a.txt", "jane.roe@wonderland.org\n");
    let incomplete = ["scan", "a.txt", "absent"];
    folder.run(&incomplete).quiet(3);
    folder.run(&[&incomplete[..], &["--fail-on", "any"]].concat()).quiet(1);
    folder.run(&[&incomplete[..], &["--fail-on", "very-high"]].concat()).quiet(3);
    folder.run(&[&incomplete[..], &["--fail-on", "very-high", "--allow-incomplete"]].concat()).quiet(0);
    folder
        .run(&[&incomplete[..], &["--fail-on", "any", "-o", "no/folder.csv"]].concat())
        .fault(&["no/folder.csv"]);
}

/// Nothing that reports do changes what the scan says.
#[test]
fn codes_are_the_same_with_files_in_silence_and_with_a_closed_pipe() {
    let folder = Folder::new();
    folder.file("clean.txt", "nothing\n");
    folder.file("leak.txt", "jane.roe@wonderland.org\n");
    folder.file("out/left", "");
    let cases: [(&[&str], i32); 4] = [
        (&["clean.txt"], 0),
        (&["leak.txt", "absent"], 1),
        (&["leak.txt", "--types", "none"], 2),
        (&["clean.txt", "absent"], 3),
    ];
    for (args, code) in cases {
        let scan = [&["scan", "--fail-on", "any"][..], args].concat();
        let files = ["-o", "out/a.jsonl", "-o", "out/b.csv", "-o", "sarif:out/c", "-o", "inventory:out/d"];
        for more in
            [&[][..], &files, &["--quiet"], &["--quiet", "-o", "out/e.jsonl"], &["--format", "summary"]]
        {
            let run = folder.run(&[&scan[..], more].concat());
            assert_eq!(run.code, Some(code), "{scan:?} {more:?}: {}", run.err);
            let is_quiet = more.contains(&"--quiet");
            assert_eq!(
                is_quiet && code != 2,
                is_quiet && run.out().is_empty() && run.err.is_empty(),
                "{}",
                run.err
            );
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            let mut closed = folder.piidar(&[&scan[..], more].concat());
            let status = closed.stdout(writer).stderr(std::process::Stdio::null()).status().unwrap();
            assert_eq!(status.code(), Some(code), "{scan:?} {more:?} with a closed pipe");
        }
    }
    for name in ["a.jsonl", "b.csv", "c", "d", "e.jsonl"] {
        assert!(folder.path().join("out").join(name).exists(), "{name}");
    }
}

#[test]
fn faults_of_the_command_line() {
    let folder = Folder::new();
    folder.file("a.txt", "jane.roe@wonderland.org\n");
    folder
        .scan(&["--matrix", "analytics-processor", "--fail-on", "high"])
        .fault(&["states no sensitivity", "any"]);
    folder.scan(&["--matrix", "analytics-processor", "--fail-on", "any"]).quiet(1);
    folder.scan(&["--type", "EMAIL_ADRESS"]).fault(&["EMAIL_ADDRESS"]);
    folder.scan(&["--exclude-type", "no-such-rule"]).fault(&["no-such-rule"]);
    folder.scan(&["--matrix", "no-such-matrix"]).fault(&["no-such-matrix", "saas"]);
    folder.scan(&["--rules", "no-such-folder"]).fault(&["no-such-folder"]);
    folder.scan(&["--min-confidence", "101"]).fault(&["101"]);
    folder.run(&["scan", "--format", "yaml"]).fault(&["yaml", "jsonl"]);
    folder.run(&["frobnicate"]).fault(&["frobnicate"]);
    folder.run(&["explain", "a.txt"]).fault(&["src/main.rs:42"]);
    folder.run(&["explain", "absent:1"]).fault(&["absent"]);
}

#[test]
fn no_rule_left_is_a_fault() {
    let folder = Folder::new();
    folder.file("a.txt", "jane.roe@wonderland.org\n");
    folder.scan(&["--type", "PHONE_NUMBER", "--exclude-type", "phone"]).fault(&["rule"]);
}

#[test]
fn faults_of_rules_are_shown_all_at_once_and_in_place() {
    let folder = Folder::new();
    folder.file("mine/one.toml", "id = \"one\"\ninfo_type = \"ONE\"\nname = \"One\"\nfamily = \"contact\"\nhit = [\"a\"]\nmiss = [\"b\"]\n\n[[match]]\npattern = '(unclosed'\nbase = 60\n");
    folder.file("mine/two.toml", "id = \"two\"\nnmae = \"Two\"\n");
    folder.file("mine/three.toml", b"id = \"\xFF\"\n");
    let run = folder
        .scan(&["--rules", "mine"])
        .fault(&["three.toml", "UTF-8", "one.toml:9:", "two.toml:2:", "`name`", "^"]);
    assert!(run.out.is_empty(), "nothing was scanned");
    let check = folder.run(&["rules", "check", "--rules", "mine"]);
    assert_eq!(check.code, Some(2));
}

#[test]
fn a_type_that_the_matrix_does_not_know_is_told() {
    let folder = Folder::new();
    let rows = "[[category]]\nid = \"mail\"\nname = \"Mail\"\n[[category]]\nid = \"rest\"\nname = \"Rest\"\n";
    let file = |map: &str| format!("id = \"ours\"\ntitle = \"Ours\"\n{rows}[map]\n{map}default = \"rest\"\n");
    folder.file("all.toml", file("contact = \"mail\"\n"));
    folder.file("some.toml", file("PHONE_NUMBER = \"mail\"\n"));
    folder.file("a.txt", "jane.roe@wonderland.org\n");
    folder.run(&["scan", "a.txt", "--matrix", "all.toml"]).quiet(0);
    folder.run(&["scan", "a.txt", "--matrix", "some.toml", "-q"]).quiet(0);
    let run = folder.run(&["scan", "a.txt", "--matrix", "some.toml"]);
    let told = "warning: the matrix `ours` maps neither type nor family of EMAIL_ADDRESS: classified as `rest`, its default\n";
    assert_eq!((run.code, run.err.as_str()), (Some(0), told));
}

#[test]
fn rules_and_matrix_of_ones_own() {
    let folder = Folder::new();
    folder.file("mine/staff.toml", "id = \"staff\"\ninfo_type = \"STAFF_ID\"\nname = \"Staff number\"\nfamily = \"person\"\nhit = [\"EMP-00123\"]\nmiss = [\"EMP-1\"]\n\n[[match]]\npattern = '\\bEMP-[0-9]{5}\\b'\nbase = 70\n");
    folder.file("ours.toml", "id = \"ours\"\ntitle = \"Ours\"\n\n[[category]]\nid = \"all\"\nname = \"All\"\n\n[map]\ndefault = \"all\"\n");
    folder.file("a.txt", "about EMP-00123 and jane.roe@wonderland.org\n");
    let run = folder
        .run(&["scan", "a.txt", "--format", "jsonl", "--rules", "mine", "--matrix", "ours.toml"])
        .quiet(0);
    let types: Vec<_> = run.findings().iter().map(|f| f["type"].clone()).collect();
    assert_eq!(types, ["STAFF_ID", "EMAIL_ADDRESS"]);
    for finding in run.findings() {
        assert_eq!(
            (&finding["category"], &finding["sensitivity"]),
            (&"all".into(), &Value::Null),
            "unstated stays empty"
        );
        assert_eq!((&finding["retention"], &finding["gdpr_label"]), (&Value::Null, &Value::Null));
    }
    assert_eq!(run.summary()["profile"], "ours");
    let plain = folder.run(&["scan", "a.txt", "--format", "jsonl"]).quiet(0);
    assert_ne!(run.summary()["rules_hash"], plain.summary()["rules_hash"]);
    assert_ne!(run.summary()["matrix_hash"], plain.summary()["matrix_hash"]);
}

#[test]
fn values_are_not_for_build_logs() {
    let folder = Folder::new();
    folder.file("a.txt", "jane.roe@wonderland.org\n");
    let in_ci = |ci: &str, args: &[&str]| run(folder.piidar(args).env("CI", ci));
    let shows = |run: Run| run.quiet(0).out().contains("jane.roe");
    assert!(shows(in_ci("", &["scan", ".", "--show-values"])));
    assert!(!shows(in_ci("true", &["scan", "."])));
    in_ci("true", &["scan", ".", "--show-values"]).fault(&["CI is set", "--show-values=force"]);
    in_ci("1", &["explain", "a.txt:1", "--show-values"]).fault(&["CI is set"]);
    assert!(shows(in_ci("true", &["scan", ".", "--show-values=force"])));
    in_ci("true", &["scan", ".", "--show-values=please"]).fault(&["force"]);
}

#[test]
fn reports_in_files() {
    let folder = sample();
    let run = folder
        .run(&["scan", "app.log", "users.csv", "-o", "a.jsonl", "-o", "b.csv", "-o", "summary:c.txt"])
        .quiet(0);
    assert!(
        !run.out().contains("j***@"),
        "with files, standard output has the closing tables only: {}",
        run.out()
    );
    assert!(run.out().contains("EMAIL_ADDRESS"), "{}", run.out());
    let jsonl = folder.run(&["scan", "app.log", "users.csv", "--format", "jsonl"]).quiet(0);
    assert_eq!(folder.read("a.jsonl"), jsonl.out());
    let csv = folder.run(&["scan", "app.log", "users.csv", "--format", "csv"]).quiet(0);
    assert_eq!(folder.read("b.csv"), csv.out());
    let summary = folder.run(&["scan", "app.log", "users.csv", "--format", "summary"]).quiet(0);
    assert_eq!(folder.read("c.txt"), summary.out());
    assert_eq!(run.out(), summary.out());
    let both = folder.run(&["scan", "app.log", "--format", "jsonl", "-o", "d.csv"]).quiet(0);
    assert!(both.out().starts_with("{\"kind\""));
    let quiet = folder.run(&["scan", "app.log", "-q", "-o", "e.jsonl"]).quiet(0);
    assert_eq!(quiet.out(), "");
    assert!(folder.names().iter().all(|name| !name.starts_with('.')), "no temporary file is left");
}

#[test]
fn a_scan_does_not_come_upon_its_own_reports() {
    let folder = Folder::new();
    folder.file("a.txt", "mail to jane.roe@wonderland.org\n");
    let run = folder.run(&["scan", ".", "--show-values", "-o", "b.jsonl", "--format", "coverage"]).quiet(0);
    assert_eq!(
        run.out(),
        "path,status,reason,detail,bytes_scanned,bytes,document_label,document_category,effective_sensitivity,retention,notes\n\
         a.txt,complete,,,32,32,,,high,service-end+P1Y,\n"
    );
    assert_eq!(folder.names(), ["a.txt", "b.jsonl"]);
}

#[test]
fn a_file_report_is_replaced() {
    let folder = sample();
    folder.file("report.jsonl", "of last time");
    folder.run(&["scan", "app.log", "-o", "report.jsonl"]).quiet(0);
    assert!(folder.read("report.jsonl").starts_with("{\"kind\""));
}

/// Names that would act on a terminal, turn text around, break a line, or run in a spreadsheet.
#[cfg(unix)]
#[test]
fn a_report_never_replaces_what_is_to_be_scanned() {
    let folder = Folder::new();
    folder.file("sub/cust.csv", PEOPLE);
    let elsewhere = folder.path().join("sub/../sub/cust.csv");
    for output in ["sub/cust.csv", "./sub/cust.csv", "csv:sub/cust.csv", elsewhere.to_str().unwrap()] {
        for input in ["sub/cust.csv", "sub/../sub/cust.csv"] {
            let run = folder.run(&["scan", input, "-o", "other.jsonl", "-o", output]);
            run.fault(&["-o ", "would replace a file that is to be scanned"]);
        }
    }
    assert_eq!((folder.read("sub/cust.csv"), folder.names()), (PEOPLE.to_owned(), vec!["sub".to_owned()]));
    let stdin = std::fs::File::open(folder.path().join("sub/cust.csv")).unwrap();
    let mut command = folder.piidar(&["scan", "-", "-o", "sub/cust.csv"]);
    if cfg!(target_os = "linux") {
        run(command.stdin(stdin)).fault(&["would replace"]);
    }
}

#[test]
fn each_report_has_a_place_of_its_own() {
    let folder = Folder::new();
    folder.file("a.csv", PEOPLE);
    let asked = folder.run(&["scan", "a.csv", "--format", "csv"]).quiet(0);
    let printed = folder.run(&["scan", "a.csv", "-o", "csv:-"]).quiet(0);
    assert_eq!((asked.out(), folder.names()), (printed.out(), vec!["a.csv".to_owned()]));
    folder.run(&["scan", "a.csv", "-o", "-"]).fault(&["jsonl:-"]);
    for twice in [&["-o", "csv:-", "--format", "human"][..], &["-o", "csv:-", "-o", "jsonl:-"]] {
        folder.run(&[&["scan", "a.csv"], twice].concat()).fault(&["standard output takes one report"]);
    }
    let run = folder.run(&["scan", "a.csv", "-o", "csv:two.csv", "-o", "inventory:./two.csv"]);
    run.fault(&["two reports for ./two.csv"]);
    folder.run(&["scan", "a.csv", "-q", "-o", "csv:-", "-o", "b.jsonl"]).quiet(0);
    assert_eq!(folder.names(), ["a.csv", "b.jsonl"]);
}

#[test]
fn a_scan_does_not_read_its_reports_of_last_time() {
    let folder = Folder::new();
    folder.file("cust.csv", PEOPLE);
    folder.file("out/last.csv", PEOPLE);
    for more in [&[][..], &["--no-ignore"]] {
        let args = ["-o", "out/last.csv", "-o", "coverage:c.csv", "--strict-coverage"];
        let run = folder.scan(&[&args[..], more].concat()).quiet(0);
        assert!(
            run.left().contains(&("out/last.csv".to_owned(), "own-report".to_owned())),
            "{:?}",
            run.left()
        );
        assert_eq!(run.findings().iter().filter(|f| f["path"] != "cust.csv").count(), 0);
    }
}

#[test]
fn hostile_names_and_values_are_made_visible() {
    let folder = Folder::new();
    let name = "=cmd\u{1b}[31m\u{202e}gpj\nx.json";
    folder.file(
        name,
        "{\"\u{202e}email\": \"jane.roe@wonderland.org\", \"\u{1b}]0;x\u{7}mail\": \"a.b@wonderland.org\"}\n",
    );
    folder.file("head\u{9b}er.csv", "\"e\u{1b}mail\",\"=ssn\"\n\"+x\u{202e}@wonderland.org\",219-09-9999\n");
    for format in ["jsonl", "csv", "human", "summary"] {
        let args = [&ALL[..], &["--show-values", "--min-confidence", "0", "--format", format]].concat();
        let run = folder.run(&[&["scan", "."], &args[..]].concat()).quiet(0);
        let hostile = |c: &char| {
            c.is_control() && *c != '\n'
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert_eq!(run.out().chars().find(hostile), None, "{format}: {}", run.out());
        if format != "summary" {
            assert!(run.out().contains("wonderland.org"), "{format}: {}", run.out());
        }
    }
    let run = folder.scan(&[]).quiet(0);
    assert!(run.findings().iter().any(|f| f["path"] == name), "in JSON, the name is exact");
}

/// A fault's message is no way round either.
#[cfg(unix)]
#[test]
fn hostile_names_in_faults_are_made_visible() {
    let folder = Folder::new();
    for args in [
        &["scan", "absent\u{1b}[31m\u{202e}"][..],
        &["scan", ".", "-o", "no\u{1b}[31m/folder.csv"],
        &["explain", "absent\u{1b}[31m:1"],
        &["scan", ".", "--matrix", "absent\u{1b}[31m"],
        &["scan", ".", "--rules", "absent\u{1b}[31m"],
        &["matrix", "import", "absent\u{1b}[31m.md"],
        &["scan", ".", "--type", "\u{1b}[31mX"],
    ] {
        let run = folder.run(args);
        let text = run.out().to_owned() + &run.err;
        assert!(run.code != Some(0) && !text.contains(['\u{1b}', '\u{202e}']), "{args:?}: {text:?}");
    }
}

#[test]
fn spreadsheets_run_nothing() {
    let folder = Folder::new();
    folder.file("a.txt", "phone: +44 20 7946 0958\n");
    folder.file("-dash.txt", "jane.roe@wonderland.org\n");
    folder.file("t.csv", "=email,id\njane.roe@wonderland.org,1\n");
    let run = folder.run(&["scan", ".", "--format", "csv", "--samples-as-real", "--show-values"]).quiet(0);
    let mut reader = csv::Reader::from_reader(run.out().as_bytes());
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert!(rows.len() >= 3, "{}", run.out());
    for cell in rows.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
    }
    assert!(
        run.out().contains("'+44 20") && run.out().contains("'-dash.txt") && run.out().contains("'=email"),
        "{}",
        run.out()
    );
}

#[test]
fn types_can_be_chosen() {
    let folder = sample();
    let types = |args: &[&str]| {
        let run = folder.scan(&[&["--samples-as-real"], args].concat()).quiet(0);
        let mut types: Vec<_> =
            run.findings().iter().map(|f| f["type"].as_str().unwrap().to_owned()).collect();
        types.sort();
        types.dedup();
        types
    };
    assert_eq!(types(&["--type", "EMAIL_ADDRESS,us-ssn"]), ["EMAIL_ADDRESS", "US_SSN"]);
    let all = types(&[]);
    let without = types(&["--exclude-type", "EMAIL_ADDRESS"]);
    assert_eq!(
        all.iter().filter(|t| *t != "EMAIL_ADDRESS").collect::<Vec<_>>(),
        without.iter().collect::<Vec<_>>()
    );
}

#[test]
fn ignored_and_hidden_files() {
    let folder = Folder::new();
    for name in ["kept.txt", "left.txt", "mine.txt", ".hidden", ".git/config", "build/out.txt"] {
        folder.file(name, "jane.roe@wonderland.org\n");
    }
    folder.file(".gitignore", "left.txt\nbuild/\n");
    folder.file(".piidarignore", "mine.txt\n");
    let paths = |args: &[&str]| {
        let run = folder.scan(args).quiet(0);
        let paths: Vec<_> = run.findings().iter().map(|f| f["path"].as_str().unwrap().to_owned()).collect();
        (paths, run.left().into_iter().map(|(p, reason)| format!("{p} {reason}")).collect::<Vec<_>>())
    };
    let (found, left) = paths(&[]);
    assert_eq!(found, [".hidden", "kept.txt"]);
    assert_eq!(left.len(), 3, "{left:?}");
    assert!(left.iter().all(|l| l.ends_with(" ignored")), "{left:?}");
    let (found, left) = paths(&["--no-ignore"]);
    assert_eq!(found, [".hidden", "build/out.txt", "kept.txt", "left.txt", "mine.txt"]);
    assert_eq!(left, [""; 0]);
    folder.scan(&["--strict-coverage"]).quiet(3);
}

#[test]
fn each_file_comes_once_whatever_is_named() {
    let folder = Folder::new();
    folder.file("src/a.csv", PEOPLE);
    folder.file("src/deep/b.csv", PEOPLE);
    folder.file("src/left/out.csv", PEOPLE);
    folder.file(".piidarignore", "left/\n");
    let whole = folder.path().to_str().unwrap();
    let paths = |args: &[&str]| {
        let run =
            folder.run(&[&["scan", "--format", "jsonl", "--type", "EMAIL_ADDRESS"], args].concat()).quiet(0);
        let path = |f: &Value| f["path"].as_str().unwrap().to_owned();
        (run.findings().iter().map(path).collect::<Vec<_>>(), run.left().len())
    };
    let (both, out) = (["src/a.csv", "src/deep/b.csv"], "src/left/out.csv");
    for args in [
        &["src", "./src"][..],
        &["src", "src/deep", "src/a.csv"],
        &["src/a.csv", "src/deep", "src/../src/deep/b.csv", "src"],
        &["src/a.csv", "./src/a.csv", "src/deep"],
    ] {
        let (found, _) = paths(args);
        assert_eq!(found, both, "{args:?}");
    }
    assert_eq!(paths(&["src"]), (both.map(str::to_owned).to_vec(), 1), "the folder left/ is told");
    let three = [&both[..], &[out]].concat();
    assert_eq!(paths(&["src/left", "src"]), (three.iter().map(|p| (*p).to_owned()).collect(), 0));
    assert_eq!(paths(&[out, "src"]).0, three, "what is named is scanned");
    assert_eq!(paths(&["--no-ignore", "src/left", "src", out]).0.len(), 3);
    assert_eq!(paths(&["src", whole]).0.len(), 2);
}

#[test]
fn rows_of_a_table_count_from_one() {
    let folder = Folder::new();
    let rows = "1,a@acme-industries.org\n2,b@acme-industries.org\n";
    folder.file("headless.csv", rows);
    folder.file("named.csv", format!("id,email\n{rows}"));
    let numbers: Vec<_> = folder.scan(&[]).quiet(0).findings().iter().map(|f| f["row"].as_u64()).collect();
    assert_eq!(numbers, [Some(1), Some(2), Some(1), Some(2)]);
}

/// A device or a pipe is written to and stays what it is, and a link leads to the report.
#[test]
#[cfg(unix)]
fn reports_for_what_is_no_file() {
    let folder = Folder::new();
    folder.file("in/a.txt", "jane.roe@wonderland.org\n");
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader =
        std::process::Command::new("cat").arg(&pipe).stdout(std::process::Stdio::piped()).spawn().unwrap();
    folder.run(&["scan", "in", "-q", "-o", "jsonl:pipe"]).quiet(0);
    let read = crate::support::finish(reader);
    assert_eq!(read.findings().len(), 1);
    folder.file("real.jsonl", "old");
    std::os::unix::fs::symlink("real.jsonl", folder.path().join("link.jsonl")).unwrap();
    folder.run(&["scan", "in", "-q", "-o", "link.jsonl"]).quiet(0);
    assert!(folder.path().join("link.jsonl").is_symlink());
    assert!(folder.read("real.jsonl").starts_with("{\"kind\":\"finding\""));
}
