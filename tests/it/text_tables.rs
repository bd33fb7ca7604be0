//! Tables in text whatever stands above their names, and whatever they are called.

use std::collections::BTreeMap;
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

/// Type, column and row of each finding, and the table.
fn columns(run: &Run) -> Vec<(String, String, Option<u64>, Option<String>)> {
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let column = |f: &serde_json::Value| {
        (
            text(&f["type"]).unwrap(),
            text(&f["field"]).unwrap_or_default(),
            f["row"].as_u64(),
            text(&f["table"]),
        )
    };
    run.findings().iter().map(column).collect()
}

/// A sheet of `--format columns` without what says where the columns are.
fn verdicts(folder: &Folder, name: &str) -> Vec<BTreeMap<String, String>> {
    let run = folder.run(&["scan", "--format", "columns", "--samples-as-real", name]).quiet(0);
    let rows =
        csv::Reader::from_reader(run.out().as_bytes()).deserialize().map(Result::unwrap).collect::<Vec<_>>();
    let place_left_out = |mut row: BTreeMap<String, String>| {
        row.retain(|name, _| !matches!(name.as_str(), "location" | "container"));
        row
    };
    rows.into_iter().map(place_left_out).collect()
}

const NAMES: [&str; 7] = ["id", "Name", "SSN", "Email", "Phone", "Date of birth", "Address"];

const PEOPLE: [[&str; 7]; 2] = [
    [
        "1",
        "Tilda Quist",
        "219-64-8321",
        "t@example.org",
        "(201) 555-0114",
        "1984-07-19",
        "1200 Fictional Rd, Springfield, IL 62704",
    ],
    [
        "2",
        "Ravi O'Neil",
        "219-64-8322",
        "r@example.org",
        "(201) 555-0115",
        "1990-01-02",
        "14 Example St, Dayton, OH 45402",
    ],
];

#[test]
fn a_table_in_text_is_a_table() {
    let folder = Folder::new();
    let sheet: String = [NAMES]
        .iter()
        .chain(&PEOPLE)
        .map(|row| row.map(|cell| format!("\"{cell}\"")).join(",") + "\n")
        .collect();
    folder.file("t.csv", sheet);
    let line = |row: &[&str; 7]| format!("| {} |\n", row.join(" | "));
    let bars: String = PEOPLE.iter().map(line).collect();
    folder.file(
        "t.md",
        format!("# People\n\n{}|---|:-:|--:|---|---|---|---|\n{bars}\nMore below.\n", line(&NAMES)),
    );
    let tags = |row: &[&str; 7], tag: &str| {
        format!(
            "<tr>{}\n",
            row.map(|cell| format!("<{tag}>{}</{tag}>", cell.replace('\'', "&#39;"))).concat()
        )
    };
    let rows: String = PEOPLE.iter().map(|row| tags(row, "td")).collect();
    folder.file(
        "t.html",
        format!("<p>People</p>\n<table><thead>{}</thead>\n{rows}</table>\n", tags(&NAMES, "th")),
    );
    let expect = columns(&scan(&folder, "t.csv"));
    assert_eq!(expect.len(), 12);
    for name in ["t.md", "t.html"] {
        let found = columns(&scan(&folder, name));
        let in_table = |(kind, field, row, table): (_, _, _, Option<String>)| {
            assert_eq!(table.as_deref(), Some("table 1"));
            (kind, field, row, None)
        };
        assert_eq!(found.into_iter().map(in_table).collect::<Vec<_>>(), expect, "{name}");
        assert_eq!(verdicts(&folder, name), verdicts(&folder, "t.csv"), "{name}");
    }
}

#[test]
fn values_are_called_what_the_cell_beside_them_says() {
    let folder = Folder::new();
    let types =
        |run: &Run| columns(run).into_iter().map(|(kind, field, ..)| (kind, field)).collect::<Vec<_>>();
    let expect = [("US_SSN", "SSN"), ("EMAIL_ADDRESS", "Email")]
        .map(|(kind, field)| (kind.to_owned(), field.to_owned()));
    folder.file("x.md", "| Field | Value |\n|---|---|\n| SSN | 219-64-8321 |\n| Email | t@example.org |\n");
    assert_eq!(types(&scan(&folder, "x.md")), expect);
    folder.file(
        "x.html",
        "<table><tr><th>Field<th>Value<tr><td>SSN</td><td>219-64-8321</td></tr><tr><td>Email</td><td>t@example.org</td></tr>",
    );
    assert_eq!(types(&scan(&folder, "x.html")), expect);
}

/// Tables of attributes, as shops and content management keep what they know of a person, and what audit logs say of a change.
#[test]
fn values_have_their_names_in_another_column() {
    let folder = Folder::new();
    let found = |name: &str, text: &str| {
        folder.file(name, text);
        let run = folder.run(&["scan", "--format", "jsonl", "--samples-as-real", name]).quiet(0);
        columns(&run).into_iter().map(|(kind, field, row, _)| (kind, field, row)).collect::<Vec<_>>()
    };
    let place = |kind: &str, field: &str, row| (kind.to_owned(), field.to_owned(), Some(row));
    let values =
        |field| [place("PERSON_NAME", field, 1), place("US_SSN", field, 2), place("DATE_OF_BIRTH", field, 3)];
    let rows = "id,user_id,meta_key,meta_value\n1,7,first_name,Tilda\n2,7,ssn,219648321\n3,7,dob,1984-07-19\n4,7,color,Tilda\n";
    assert_eq!(found("meta.csv", rows), values("meta_value"));
    assert_eq!(
        found("fields.csv", "Value,Field\nTilda,First name\n219648321,SSN\n1984-07-19,Date of birth\n"),
        values("Value")
    );
    assert_eq!(
        found("audit.csv", "field,old_value,new_value\nlast_name,Quist,O'Neil\n"),
        [place("PERSON_NAME", "old_value", 1), place("PERSON_NAME", "new_value", 1)]
    );
    let dump = "CREATE TABLE m (id int, meta_key text, meta_value text);\n\
                INSERT INTO m VALUES (1,'first_name','Tilda'),(2,'ssn','219648321'),(3,'dob','1984-07-19'),(4,'city',NULL);\n";
    assert_eq!(found("meta.sql", dump), values("meta_value"));
    // Near misses: what forms say, what is counted, names in no column of names, a column of values that has a name of its own.
    for (name, text) in [
        ("words.csv", "key,value\nfirst_name,First name\nssn,SSN\ndob,Date of birth\nlast_name,Last name\n"),
        ("counts.csv", "item,value\nSSN,3\nFirst name,14\nDate of birth,14\n"),
        ("others.csv", "remark,value\nfirst_name,Tilda\nssn,219648321\n"),
        ("values.csv", "key,hash_values_id\nfirst_name,Tilda\n"),
    ] {
        assert_eq!(found(name, text), [], "{name}");
    }
}

/// Records in cells, as databases keep and export them.
#[test]
fn keys_in_cells_are_read() {
    let folder = Folder::new();
    folder.file(
        "x.csv",
        "id,payload\n1,\"{\"\"first_name\"\": \"\"Tilda\"\", \"\"dob\"\": \"\"1984-07-19\"\"}\"\n2,last_name=Quist\n3,10:20:30\n",
    );
    let run = folder.run(&["scan", "--format", "jsonl", "--samples-as-real", "x.csv"]).quiet(0);
    let found: Vec<_> = columns(&run).into_iter().map(|(kind, _, row, _)| (kind, row)).collect();
    let name = "PERSON_NAME".to_owned();
    assert_eq!(found, [(name.clone(), Some(1)), ("DATE_OF_BIRTH".to_owned(), Some(1)), (name, Some(2))]);
}

#[test]
fn markup_within_cells_hides_nothing() {
    let folder = Folder::new();
    let rows = "<tr><td>Tilda <b>Quist</b><td>12 Example St<br/>Springfield, IL 62704<td><a href=\"mailto:t@example.org\">mail</a>\n\
                <tr><td><b>Ravi Sharma</b><td>x <a href=\"mailto:r@example.org\">r@example.net</a> y<td>&#114;&#64;example.com\n";
    folder.file("x.html", format!("<table><tr><th>Full name<th>Address<th>E-mail</tr>\n{rows}</table>"));
    let found: Vec<_> = columns(&scan(&folder, "x.html"))
        .into_iter()
        .map(|(kind, field, row, _)| (kind, field, row))
        .collect();
    let expect = [
        ("PERSON_NAME", "Full name", Some(1)),
        ("POSTAL_ADDRESS", "Address", Some(1)),
        ("EMAIL_ADDRESS", "table.tr.td.a.@href", None),
        ("PERSON_NAME", "Full name", Some(2)),
        ("EMAIL_ADDRESS", "table.tr.td.a.@href", None),
        ("EMAIL_ADDRESS", "table.tr.td.a", None),
        ("EMAIL_ADDRESS", "E-mail", Some(2)),
    ];
    assert_eq!(found, expect.map(|(kind, field, row)| (kind.to_owned(), field.to_owned(), row)));
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

/// Whether a table stands near must not decide what is found in running text.
#[test]
fn calls_beside_tables_are_read_as_elsewhere() {
    let folder = Folder::new();
    let code = "```\nuser.setFirstName(\"Tilda\");\nprefs.putString(\"last_name\", \"Quist\");\n```\n";
    let names = |name: &str, text: String| {
        folder.file(name, text);
        scan(&folder, name).findings().iter().filter(|f| f["type"] == "PERSON_NAME").count()
    };
    assert_eq!(names("code.md", code.to_owned()), 2);
    let table = "| name | email |\n|---|---|\n| Ravi Quist | ravi@example.org |\n";
    assert_eq!(names("both.md", format!("{code}\n{table}")), 3);
}
