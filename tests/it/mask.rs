//! No report gives a value away, from end to end.

use proptest::prelude::*;

use crate::support::Folder;
use crate::synthetic::{self, Value};

/// Values that are short or plain enough to stand in a report by chance are left out.
fn telling(value: &Value) -> bool {
    value.text.len() >= 8
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() }
}

/// Everything that is thought of at all goes into the reports.
const ALL: [&str; 5] = ["--samples-as-real", "--show", "all", "--min-confidence", "0"];

fn reports(folder: &Folder, name: &str) -> Vec<(&'static str, String)> {
    ["jsonl", "csv", "human", "summary"]
        .into_iter()
        .map(|format| {
            let run = folder.run(&[&["scan", name, "--format", format][..], &ALL].concat()).quiet(0);
            (format, run.out().to_owned())
        })
        .collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_report_holds_a_raw_value(lines in prop::collection::vec(synthetic::line(), 1..20)) {
        let text: String = lines.iter().map(|(line, _)| format!("{line}\n")).collect();
        let folder = Folder::new();
        folder.file("notes.txt", &text);
        let reports = reports(&folder, "notes.txt");
        for value in lines.iter().flat_map(|(_, values)| values).filter(|v| telling(v)) {
            for (format, report) in &reports {
                prop_assert!(!report.contains(&value.text), "{} in {format}:\n{report}", value.text);
            }
        }
    }

    #[test]
    fn nor_from_a_table(values in prop::collection::vec(synthetic::any_value(), 1..20)) {
        let values: Vec<_> = values.into_iter().filter(telling).collect();
        for value in &values {
            let folder = Folder::new();
            let cell = value.text.replace('"', "\"\"");
            folder.file("users.csv", format!("id,{},note\n1,\"{cell}\",\"about {cell}\"\n", value.field));
            let run = folder.run(&[&["scan", ".", "--format", "csv", "-o", "report.jsonl"][..], &ALL].concat()).quiet(0);
            prop_assert!(!run.out().contains(&value.text), "{}", run.out());
            prop_assert!(!folder.read("report.jsonl").contains(&value.text));
        }
    }
}

/// The same values are there when they are asked for, so the tests above look for the right thing.
#[test]
fn values_are_shown_on_request() {
    let folder = Folder::new();
    folder.file("a.txt", "card 4111 1111 1111 1111, jane.roe@wonderland.org\n");
    for format in ["jsonl", "csv", "human"] {
        let args = ["scan", ".", "--samples-as-real", "--format", format, "--show-values"];
        let run = folder.run(&args).quiet(0);
        for value in ["4111 1111 1111 1111", "jane.roe@wonderland.org"] {
            assert!(run.out().contains(value), "{format}: {}", run.out());
        }
    }
}

/// `explain` masks as well, and so do its refutations.
#[test]
fn explain_masks() {
    let folder = Folder::new();
    folder.file("a.txt", "card 4111111111111112 and 4111111111111111 of jane.roe@wonderland.org\n");
    let run = folder.run(&["explain", "a.txt:1"]).quiet(0);
    for value in ["4111111111111112", "4111111111111111", "jane.roe@wonderland.org"] {
        assert!(!run.out().contains(value), "{}", run.out());
    }
    assert!(run.out().contains("refuted") && run.out().contains("EMAIL_ADDRESS"), "{}", run.out());
}
