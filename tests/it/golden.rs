//! The golden lines of `fixtures/golden/`: what is found in each of them, and what is known to be wrong with that.

use std::fmt::Write as _;
use std::path::Path;

use jiff::civil::Date;
use piidar::Scanner;
use piidar::model::{Classified, Confidence, DispositionSet, Labels};

/// One fixture; the README of the folder says how it is written.
#[derive(Debug, Default)]
struct Golden {
    id: String,
    path: String,
    text: String,
    /// What is found, and should be.
    right: Vec<String>,
    /// What should be found, and is not.
    missed: Vec<String>,
    /// What is found, and should not be.
    alarms: Vec<String>,
}

impl Golden {
    fn read(block: &str) -> Self {
        let mut golden = Self::default();
        let mut lines = Vec::new();
        for line in block.lines() {
            let (mark, rest) = line.split_at_checked(2).unwrap_or((line, ""));
            match mark.trim_end() {
                "@" => {
                    let (id, path) = rest.split_once(' ').unwrap();
                    (golden.id, golden.path) = (id.into(), path.into());
                }
                "|" => lines.push(rest),
                "=" => golden.right.push(rest.into()),
                "-" => golden.missed.push(rest.into()),
                "!" => golden.alarms.push(rest.into()),
                "%" => {}
                other => panic!("{other:?} in {block}"),
            }
        }
        golden.text = lines.join("\n");
        golden
    }

    /// What a scan must give today.
    fn today(&self) -> Vec<String> {
        let mut all = [self.right.clone(), self.alarms.clone()].concat();
        all.sort();
        all
    }
}

/// All fixtures of a file, which are parted by empty lines.
fn read(name: &str) -> Vec<Golden> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/golden").join(name);
    let text = std::fs::read_to_string(path).unwrap();
    text.split("\n\n").map(str::trim).filter(|b| b.starts_with('@')).map(Golden::read).collect()
}

/// Everything that is at least of low confidence, whatever its disposition, on the day that the lines were written for.
fn scanner() -> Scanner {
    Scanner::builder()
        .show(DispositionSet::ALL)
        .min_confidence(Confidence::parse("low").unwrap())
        .today("2026-01-01".parse::<Date>().unwrap())
        .labels(Labels::All)
        .build()
        .unwrap()
}

/// A finding as fixtures write it: type, disposition, band, whether it is a minor's, and the value.
fn told(scanner: &Scanner, text: &str, found: &Classified) -> String {
    let finding = &found.finding;
    let kind = &scanner.catalog().rule(finding.rule).info_type;
    let place = |n: u64| usize::try_from(n).unwrap();
    let value = &text[place(finding.start)..place(finding.end)];
    let minor = finding.minor.map_or(String::new(), |minor| format!(" minor={}", minor.name()));
    let (disposition, band) = (finding.disposition, finding.confidence.band());
    format!("{kind} {disposition} {band}{minor} {}", value.replace('\n', "\\n"))
}

/// What a scan gives, sorted, with the label of the document.
fn found(scanner: &Scanner, golden: &Golden) -> Vec<String> {
    let batch = scanner.scan_bytes(&golden.path, golden.text.as_bytes());
    let mut all: Vec<_> = batch.findings.iter().map(|f| told(scanner, &golden.text, f)).collect();
    all.extend(batch.doc.label.iter().map(|label| format!("document {}", label.name)));
    all.sort();
    all
}

/// What does not agree with the fixtures of a file, in their own words.
fn wrong(scanner: &Scanner, name: &str) -> String {
    let mut out = String::new();
    for golden in read(name) {
        let found = found(scanner, &golden);
        if found != golden.today() {
            let _ = writeln!(
                out,
                "@ {} {}: found {found:#?}, written {:#?}",
                golden.id,
                golden.path,
                golden.today()
            );
        }
        let mended: Vec<_> = golden.missed.iter().filter(|line| found.contains(line)).collect();
        if !mended.is_empty() {
            let _ = writeln!(out, "@ {} is mended, write it as found: {mended:?}", golden.id);
        }
    }
    out
}

#[test]
fn golden_lines_are_as_they_are_written() {
    let wrong = wrong(&scanner(), "lines.txt");
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn look_alikes_are_as_they_are_written() {
    let wrong = wrong(&scanner(), "look-alikes.txt");
    assert!(wrong.is_empty(), "\n{wrong}");
}
