//! The sheets for auditors say what the list of findings says, row by row.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::support::{Folder, Run};

/// Path, table, field, type.
type Key = [String; 4];

/// A sheet as rows of cells by column name.
fn sheet(folder: &Folder, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(folder.path().join(name)).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn scan_fixtures(folder: &Folder, args: &[&str]) -> Run {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut command = folder.piidar(&["scan", "--format", "jsonl", "--show", "all", "--samples-as-real"]);
    crate::support::run(command.env("SOURCE_DATE_EPOCH", "1767225600").args(args).arg(fixtures))
}

#[test]
fn inventory_and_coverage_agree_with_the_findings() {
    let folder = Folder::new();
    let run = scan_fixtures(&folder, &["-o", "inventory:i.csv", "-o", "coverage:c.csv"]).quiet(0);
    let mut found: BTreeMap<Key, u64> = BTreeMap::new();
    for finding in run.findings() {
        let word = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        *found.entry(["path", "table", "field", "type"].map(word)).or_default() += 1;
    }
    assert!(found.len() > 20, "{found:?}");

    let rows = sheet(&folder, "i.csv");
    let mut listed = BTreeMap::new();
    // What only the verdict on a column speaks for has no findings of its own.
    let by_verdict = |row: &&BTreeMap<String, String>| row["sample_masked"].is_empty();
    for row in rows.iter().filter(|row| !by_verdict(row)) {
        // Names that a formula could hide in have a mark in front.
        let cell = |name: &str| row[name].trim_start_matches('\'').to_owned();
        let key = ["location", "container", "field_or_column", "info_type"].map(cell);
        let count: u64 = row["finding_count"].parse().unwrap();
        let distinct: u64 = row["distinct_count"].parse().unwrap();
        assert!(distinct >= 1 && distinct <= count, "{row:?}");
        assert_eq!(row["scanned_at"], "2026-01-01T00:00:00Z");
        assert_eq!(listed.insert(key, count), None, "{row:?}");
    }
    assert_eq!(listed, found);
    assert!(rows.iter().any(|row| row["retention_rule"] == "service-end+P1Y"));

    let coverage = sheet(&folder, "c.csv");
    let left: BTreeSet<_> = coverage.iter().filter(|row| row["status"] != "complete").collect();
    let expected: BTreeSet<_> = run.left().into_iter().collect();
    assert_eq!(
        left.iter().map(|r| (r["path"].clone(), r["reason"].clone())).collect::<BTreeSet<_>>(),
        expected
    );
    assert_eq!(coverage.len() as u64 - left.len() as u64, run.summary()["complete"]);
}

#[test]
fn values_that_repeat_are_counted_once() {
    let folder = Folder::new();
    let rows: String = (0..30).map(|n| format!("{n},user{}@acme-industries.org\n", n % 7)).collect();
    folder.file("users.csv", format!("id,email\n{rows}"));
    let run = folder.run(&["scan", "--format", "inventory", "users.csv"]).quiet(0);
    let mut reader = csv::Reader::from_reader(run.out.as_slice());
    let row: BTreeMap<String, String> = reader.deserialize().map(Result::unwrap).next().unwrap();
    let cells = ["field_or_column", "info_type", "finding_count", "distinct_count"].map(|c| row[c].as_str());
    assert_eq!(cells, ["email", "EMAIL_ADDRESS", "30", "7"]);
}

#[test]
fn two_runs_are_the_same_byte_for_byte() {
    let folder = Folder::new();
    scan_fixtures(&folder, &["--threads", "1", "-o", "inventory:one.csv", "-o", "coverage:one.cov.csv"]);
    scan_fixtures(&folder, &["--threads", "3", "-o", "inventory:many.csv", "-o", "coverage:many.cov.csv"]);
    assert_eq!(folder.read("one.csv"), folder.read("many.csv"));
    assert_eq!(folder.read("one.cov.csv"), folder.read("many.cov.csv"));
}

#[test]
fn a_time_that_is_none_is_a_fault() {
    let folder = Folder::new();
    folder.file("a.txt", "x");
    let mut command = folder.piidar(&["scan", "."]);
    crate::support::run(command.env("SOURCE_DATE_EPOCH", "yesterday"))
        .fault(&["SOURCE_DATE_EPOCH", "yesterday"]);
}

/// LibreOffice, which opens a sheet as auditors do.
fn converted(folder: &Folder, name: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let home = format!("-env:UserInstallation=file://{}/home", folder.path().display());
    let mut office = std::process::Command::new("soffice");
    office.args([
        &home,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
        "--outdir",
        "out",
        name,
    ]);
    match office.current_dir(folder.path()).output() {
        Ok(done) => assert!(done.status.success(), "{done:?}"),
        Err(e) => {
            eprintln!("skipped: soffice: {e}");
            return None;
        }
    }
    Some(sheet(folder, &format!("out/{name}")))
}

/// A sheet that is opened runs nothing, whatever files and columns are called.
#[test]
fn an_office_runs_no_formula_of_the_inventory() {
    let folder = Folder::new();
    folder.file(
        "=3+4.csv",
        "id,=1+2 email,@SUM(1+1),-2+3\n1,jane@wonderland.org,ravi@wonderland.org,zoe@wonderland.org\n",
    );
    folder.file("=5+6.json", "{\"=HYPERLINK(\\\"x\\\")\": \"jane@wonderland.org\"}");
    folder.run(&["scan", "--show", "all", "-o", "inventory:i.csv", "."]).quiet(0);
    let written = sheet(&folder, "i.csv");
    let Some(read) = converted(&folder, "i.csv") else { return };
    let cells = |rows: &[BTreeMap<String, String>]| -> Vec<[String; 3]> {
        rows.iter()
            .map(|row| ["location", "field_or_column", "info_type"].map(|cell| row[cell].clone()))
            .collect()
    };
    assert_eq!(cells(&read), cells(&written));
    assert_eq!(written.len(), 4, "{written:?}");
    let is_formula = |cell: &String| cell.starts_with(['=', '+', '-', '@']);
    assert!(!written.iter().flat_map(BTreeMap::values).any(is_formula), "{written:?}");
}

/// A row can be filtered by how long its data may be kept by itself, and by how long where it stands.
#[test]
fn a_row_has_its_own_retention_and_that_of_its_document() {
    let folder = Folder::new();
    let incident =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents/incident/postmortem-2026-01.md");
    folder.file("postmortem-2026-01.md", std::fs::read(incident).unwrap());
    folder.file("users.csv", "id,email\n1,jane.roe@wonderland.org\n");
    folder.run(&["scan", "--samples-as-real", "-o", "inventory:i.csv", "-o", "coverage:c.csv"]).quiet(0);
    let rows = sheet(&folder, "i.csv");
    let kept =
        |row: &BTreeMap<String, String>| [row["retention_rule"].clone(), row["effective_retention"].clone()];
    let (report, others): (Vec<_>, Vec<_>) =
        rows.iter().partition(|row| row["document_label"] == "incident-report");
    assert!(
        !report.is_empty() && report.iter().all(|row| kept(row) == ["service-end+P1Y", "record-date+P8Y"])
    );
    assert!(
        !others.is_empty() && others.iter().all(|row| kept(row) == ["service-end+P1Y", "service-end+P1Y"])
    );
    let coverage = sheet(&folder, "c.csv");
    assert!(coverage.iter().any(|row| row["retention"] == report[0]["effective_retention"]));
}
