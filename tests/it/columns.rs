//! What columns hold as a whole: the same for the same table, however it is written, and nothing for numbers that are nobody's.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rusqlite::Connection;

use crate::support::Folder;

/// Rows of a sheet by column name.
type Row = BTreeMap<String, String>;

const ROWS: u64 = 400;

/// Numbers without an order, the same each time.
fn scatter(n: u64) -> u64 {
    let mut x = (n + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x = (x ^ x >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^ x >> 31
}

/// The check digit that makes the weighted sum a multiple of ten.
fn check_digit(digits: u64, heavy_last: bool) -> u64 {
    let written = digits.to_string();
    let heavy = |at: usize| (written.len() - at) % 2 == usize::from(heavy_last);
    let sum: u64 = (0..)
        .zip(written.bytes())
        .map(|(at, digit)| u64::from(digit - b'0') * if heavy(at) { 3 } else { 1 })
        .sum();
    (10 - sum % 10) % 10
}

/// Of a table, the names of the columns and a row by its number.
const COLUMNS: [&str; 12] = [
    "record_id",
    "parcel_id",
    "value",
    "person_email",
    "ssn",
    "epoch",
    "epoch_ms",
    "upc",
    "isbn",
    "state",
    "ratio",
    "blank",
];

fn row(n: u64) -> [String; 12] {
    let random = scatter(n);
    let nine = 100_000_000 + random % 900_000_000;
    // Areas from 001 to 899 but 666, groups from 01, serial numbers from 0001.
    let area = 1 + random / 7 % 899;
    let ssn =
        format!("{:03}{:02}{:04}", if area == 666 { 1 } else { area }, 1 + random % 99, 1 + random % 9999);
    let upc = 10_000_000_000 + random % 90_000_000_000;
    let isbn = 978_000_000_000 + random % 1_000_000_000;
    [
        (100_000_000 + n).to_string(),
        nine.to_string(),
        ssn.clone(),
        if n % 4 == 0 { "N/A".to_owned() } else { format!("p{}@wonderland.org", n % 50) },
        ssn,
        (1_600_000_000 + 37 * n).to_string(),
        (1_600_000_000_000 + 37_123 * n).to_string(),
        format!("{upc}{}", check_digit(upc, true)),
        format!("{isbn}{}", check_digit(isbn, true)),
        ["new", "open", "done"][usize::try_from(n % 3).unwrap()].to_owned(),
        format!("0.{}", 1_000_000_000_000_000 + random % 9_000_000_000_000_000),
        String::new(),
    ]
}

fn csv() -> String {
    let mut text = COLUMNS.join(",") + "\n";
    (0..ROWS).for_each(|n| text += &(row(n).join(",") + "\n"));
    text
}

fn dump() -> String {
    let mut text = format!("CREATE TABLE t ({});\n", COLUMNS.map(|name| format!("{name} text")).join(", "));
    for n in 0..ROWS {
        let values = row(n).map(|value| if value.is_empty() { "NULL".into() } else { format!("'{value}'") });
        writeln!(text, "INSERT INTO t VALUES ({});", values.join(",")).unwrap();
    }
    text
}

fn sheet(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

/// What one sheet says of columns, by name.
fn columns(folder: &Folder, name: &str) -> BTreeMap<String, Row> {
    let run = folder.run(&["scan", "--format", "columns", name]).quiet(0);
    let rows = sheet(run.out());
    rows.into_iter().map(|row| (row["column"].clone(), row)).collect()
}

fn place_left_out(row: &Row) -> Row {
    let is_place = |name: &str| matches!(name, "location" | "container");
    row.iter().filter(|(name, _)| !is_place(name)).map(|(name, cell)| (name.clone(), cell.clone())).collect()
}

#[test]
fn a_table_is_the_same_however_it_is_written() {
    let folder = Folder::new();
    folder.file("t.csv", csv());
    folder.file("t.sql", dump());
    Connection::open(folder.path().join("t.db")).unwrap().execute_batch(&dump()).unwrap();
    let expect = columns(&folder, "t.csv");
    assert_eq!(expect.len(), COLUMNS.len());
    for (name, container) in [("t.sql", "t"), ("t.db", "t")] {
        for (column, row) in columns(&folder, name) {
            assert_eq!(row["container"], container);
            assert_eq!(place_left_out(&row), place_left_out(&expect[&column]), "{name}");
        }
    }
}

#[test]
fn a_column_is_what_most_of_its_values_are() {
    let folder = Folder::new();
    folder.file("t.csv", csv());
    let columns = columns(&folder, "t.csv");
    let said = |name: &str, cells: &[&str]| {
        cells.iter().map(|cell| columns[name][*cell].clone()).collect::<Vec<_>>()
    };
    let cells = ["type", "ruling", "confidence", "rows", "nulls", "passed", "needed_rate"];
    assert_eq!(said("person_email", &cells), ["EMAIL_ADDRESS", "holds", "99", "400", "100", "300", "60 %"]);
    assert_eq!(said("ssn", &cells), ["US_SSN", "holds", "97", "400", "0", "400", "60 %"]);
    // Numbers of nine digits without a name: none of them is a finding, and all of them together are one.
    assert_eq!(said("value", &cells), ["US_SSN", "holds", "60", "400", "0", "400", "95 %"]);
    assert_eq!(said("blank", &["ruling", "nulls", "distinct"]), ["none", "400", "0"]);
    assert_eq!(said("state", &["ruling", "distinct"]), ["none", "3"]);
    assert_eq!(columns["person_email"]["distinct"], "50");
}

#[test]
fn numbers_that_are_nobodys_are_of_no_type() {
    let folder = Folder::new();
    folder.file("t.csv", csv());
    let columns = columns(&folder, "t.csv");
    for name in ["record_id", "parcel_id", "epoch", "epoch_ms", "upc", "isbn", "ratio"] {
        assert_eq!(columns[name]["type"], "", "{:?}", columns[name]);
    }
}

#[test]
fn the_inventory_has_a_row_for_a_column_that_only_its_verdict_speaks_for() {
    let folder = Folder::new();
    folder.file("t.csv", csv());
    let inventory = sheet(folder.run(&["scan", "--format", "inventory", "t.csv"]).quiet(0).out());
    let rows: Vec<_> = inventory.iter().map(|row| (&*row["field_or_column"], &*row["info_type"])).collect();
    assert_eq!(rows, [("person_email", "EMAIL_ADDRESS"), ("ssn", "US_SSN"), ("value", "US_SSN")]);
    assert!(
        inventory[2]["notes"].starts_with("column: 400 of 400 values pass (100.0 %, 95 % needed)"),
        "{inventory:?}"
    );
    let sure = folder.run(&["scan", "--format", "inventory", "--min-confidence", "high", "t.csv"]).quiet(0);
    assert_eq!(sheet(sure.out()).len(), 2);
    let listed = folder.run(&["scan", "--format", "csv", "t.csv"]).quiet(0);
    assert!(sheet(listed.out()).iter().all(|row| row["field"] != "value"), "no finding by itself");
}

#[test]
fn windows_and_threads_change_no_verdict() {
    let folder = Folder::new();
    let rows: String = (0..6_000).map(|n| row(n).join(",") + "\n").collect();
    folder.file("t.csv", COLUMNS.join(",") + "\n" + &rows);
    let run =
        |threads: &str| folder.run(&["scan", "--format", "columns", "--threads", threads, "t.csv"]).quiet(0);
    let (one, many) = (run("1"), run("3"));
    assert_eq!(one.out(), many.out());
    assert!(one.out().contains("6000 of 6000 values pass"), "{}", one.out());
}
