//! Tables in text whatever stands above their names, and whatever they are called.

use std::process::Stdio;

use crate::support::{Folder, Run, finish};

const ROWS: &str = "id,first_name,email\n1,Tilda,tilda@example.org\n2,Ravi,ravi@example.org\n";

/// Field, row and line of each finding.
fn places(run: &Run) -> Vec<(String, Option<u64>, u64)> {
    let place = |f: &serde_json::Value| {
        (f["field"].as_str().unwrap_or("").to_owned(), f["row"].as_u64(), f["line"].as_u64().unwrap())
    };
    run.findings().iter().map(place).collect()
}

fn scan(folder: &Folder, name: &str) -> Run {
    folder.run(&["scan", name, "--format", "jsonl", "--samples-as-real"]).quiet(0)
}

fn expected(above: u64) -> Vec<(String, Option<u64>, u64)> {
    let row = |row: u64| ["first_name", "email"].map(|field| (field.to_owned(), Some(row), row + above));
    [row(1), row(2)].concat()
}

#[test]
fn names_below_titles_and_comments() {
    let folder = Folder::new();
    for (title, above) in [
        ("", 1),
        ("sep=,\n", 2),
        ("\n\n", 3),
        ("# made by hand, once\n", 2),
        ("Customers of 2026\n\n", 3),
        ("\u{feff}Customers of 2026\r\n", 2),
    ] {
        folder.file("x.csv", format!("{title}{ROWS}"));
        let run = scan(&folder, "x.csv");
        assert_eq!(places(&run), expected(above), "{title:?}");
    }
    folder.file("x.csv", format!("Made by zoe@example.org for us\n\n{ROWS}"));
    let run = scan(&folder, "x.csv");
    let title = vec![(String::new(), None, 1)];
    assert_eq!(places(&run), [title, expected(3)].concat(), "a title is no row");
}

#[test]
fn tables_that_nothing_is_known_of() {
    let folder = Folder::new();
    let rows = folder.file("rows", ROWS);
    let mut command = folder.piidar(&["scan", "-", "--format", "jsonl", "--samples-as-real"]);
    let input = std::fs::File::open(&rows).unwrap();
    let child = command.stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    assert_eq!(places(&finish(child).quiet(0)), expected(1));
    folder.file("export.txt", ROWS.replace(',', "|"));
    let run = scan(&folder, "export.txt");
    assert_eq!(places(&run), expected(1));
    folder.file("notes.txt", format!("{ROWS}and that was all.\n"));
    let run = scan(&folder, "notes.txt");
    assert!(places(&run).iter().all(|(field, row, _)| field.is_empty() && row.is_none()), "running text");
}
