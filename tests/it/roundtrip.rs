//! What a finding names gives back the value: table, column and row lead to it in the table that was written, line and bytes
//! in what was written of it.

use std::sync::LazyLock;

use piidar::Scanner;
use piidar::model::{Batch, Confidence, DispositionSet};
use proptest::prelude::*;

/// The columns of every table here. Only the first two hold what is looked for.
const COLUMNS: [&str; 4] = ["id", "email", "ssn", "notes"];
const TABLE: &str = "crm.Odd \"People\"";

/// A table: rows of three values; their number is the first.
type Rows = Vec<[String; 3]>;

/// A way to write a table, and to read a value back from what it is written as.
struct Form {
    name: &'static str,
    write: fn(&Rows) -> String,
    read: fn(&str) -> String,
    /// Whether a finding names the table.
    has_table: bool,
    /// Whether it names the row.
    has_rows: bool,
}

const FORMS: [Form; 10] = [
    Form { name: "a.csv", write: csv, read: |v| v.replace("\"\"", "\""), has_table: false, has_rows: true },
    Form { name: "a.tsv", write: tsv, read: |v| v.replace("\"\"", "\""), has_table: false, has_rows: true },
    Form { name: "a.ndjson", write: ndjson, read: str::to_owned, has_table: false, has_rows: false },
    Form { name: "b.ndjson", write: escaped_ndjson, read: unescaped, has_table: false, has_rows: false },
    Form { name: "a.xml", write: xml, read: without_entities, has_table: false, has_rows: false },
    Form {
        name: "standard.sql",
        write: standard,
        read: |v| v.replace("''", "'"),
        has_table: true,
        has_rows: true,
    },
    Form {
        name: "server.sql",
        write: server,
        read: |v| v.replace("''", "'"),
        has_table: true,
        has_rows: true,
    },
    Form { name: "mysql.sql", write: mysql, read: without_backslashes, has_table: true, has_rows: true },
    Form {
        name: "csv.sql",
        write: copy_csv,
        read: |v| v.replace("\"\"", "\""),
        has_table: true,
        has_rows: true,
    },
    Form { name: "copy.sql", write: copy, read: without_backslashes, has_table: true, has_rows: true },
];

fn separated(rows: &Rows, delimiter: u8) -> String {
    let mut out = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    out.write_record(COLUMNS).unwrap();
    for (n, [email, ssn, notes]) in rows.iter().enumerate() {
        out.write_record([&n.to_string(), email, ssn, notes]).unwrap();
    }
    String::from_utf8(out.into_inner().unwrap()).unwrap()
}

fn csv(rows: &Rows) -> String {
    separated(rows, b',')
}

fn tsv(rows: &Rows) -> String {
    separated(rows, b'\t')
}

fn ndjson(rows: &Rows) -> String {
    let line = |(n, [email, ssn, notes]): (usize, &[String; 3])| {
        serde_json::json!({ "id": n, "person": { "email": [email], "ssn": ssn }, "notes": notes }).to_string()
            + "\n"
    };
    rows.iter().enumerate().map(line).collect()
}

/// Lines of JSON whose strings hold no byte as it is but letters.
fn escaped_ndjson(rows: &Rows) -> String {
    let escape =
        |c: char| if c.is_ascii_alphabetic() { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) };
    let string = |value: &String| value.chars().map(escape).collect::<String>();
    let line = |[email, ssn, notes]: &[String; 3]| {
        let [email, ssn, notes] = [email, ssn, notes].map(string);
        format!("{{\"person\": {{\"email\": \"{email}\", \"ssn\": \"{ssn}\"}}, \"notes\": \"{notes}\"}}\n")
    };
    rows.iter().map(line).collect()
}

fn unescaped(written: &str) -> String {
    serde_json::from_str(&format!("\"{written}\"")).unwrap()
}

/// A line of XML for each row. Characters that are no letters are entities.
fn xml(rows: &Rows) -> String {
    let entity =
        |c: char| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("&#{};", u32::from(c)) };
    let text = |value: &String| value.chars().map(entity).collect::<String>();
    let line = |[email, ssn, notes]: &[String; 3]| {
        let [email, ssn, notes] = [email, ssn, notes].map(text);
        format!("<row><email>{email}</email><ssn>{ssn}</ssn><notes>{notes}</notes></row>\n")
    };
    rows.iter().map(line).collect()
}

fn without_entities(written: &str) -> String {
    let mut parts = written.split("&#");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |value, part| {
        let (number, rest) = part.split_once(';').unwrap();
        format!("{value}{}{rest}", char::from_u32(number.parse().unwrap()).unwrap())
    })
}

/// One statement with all rows, between others.
fn inserts(opening: &str, rows: &Rows, quote: fn(&str) -> String) -> String {
    let row =
        |(n, row): (usize, &[String; 3])| format!("({n},{})", row.each_ref().map(|v| quote(v)).join(", "));
    let rows: Vec<_> = rows.iter().enumerate().map(row).collect();
    let (first, rest) = rows.split_first().unwrap();
    format!(
        "-- a dump\n{opening} {first};\n{opening}\n {};\nCOMMIT;\n",
        [vec![first.clone()], rest.to_vec()].concat().join(",\n ")
    )
}

fn standard(rows: &Rows) -> String {
    inserts("INSERT INTO crm.\"Odd \"\"People\"\"\" (id, email, ssn, notes) VALUES", rows, |v| {
        format!("'{}'", v.replace('\'', "''"))
    })
}

fn server(rows: &Rows) -> String {
    inserts("INSERT [crm].[Odd \"People\"] ([id], [email], [ssn], [notes]) VALUES", rows, |v| {
        format!("N'{}'", v.replace('\'', "''"))
    })
}

fn with_backslashes(value: &str) -> String {
    value.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t").replace('\r', "\\r")
}

fn without_backslashes(written: &str) -> String {
    let (mut value, mut rest) = (String::new(), written.chars());
    while let Some(c) = rest.next() {
        value.push(match c {
            '\\' => match rest.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                other => other.unwrap_or('\\'),
            },
            other => other,
        });
    }
    value
}

fn mysql(rows: &Rows) -> String {
    inserts("INSERT INTO `crm`.`Odd \"People\"` (`id`,`email`,`ssn`,`notes`) VALUES", rows, |v| {
        format!("'{}'", with_backslashes(v).replace('\'', "\\'").replace('"', "\\\""))
    })
}

fn copy(rows: &Rows) -> String {
    let row = |(n, row): (usize, &[String; 3])| {
        format!("{n}\t{}\n", row.each_ref().map(|v| with_backslashes(v)).join("\t"))
    };
    // As often as the others write the first row.
    let rows: String = [row((0, &rows[0]))].into_iter().chain(rows.iter().enumerate().map(row)).collect();
    format!("--\nCOPY crm.\"Odd \"\"People\"\"\" (id, email, ssn, notes) FROM stdin;\n{rows}\\.\n\nCOMMIT;\n")
}

fn copy_csv(rows: &Rows) -> String {
    // As often as the others write the first row.
    let rows = [&rows[..1], &rows[..]].concat();
    let rows = separated(&rows, b',');
    format!(
        "COPY crm.\"Odd \"\"People\"\"\" (id, email, ssn, notes) FROM stdin WITH (FORMAT csv, HEADER);\n{rows}\\.\n"
    )
}

/// Text with what ends a string, a cell, a row or a statement, around an address.
fn rows() -> impl Strategy<Value = Rows> {
    let scrap = prop::sample::select(vec![
        "", " ", "'", "''", "\"", "\\", "\n", "\t", "\r\n", ",", ";", ")", "(", "--", "/*", "$$", "\\.",
        "\\N", "é", "`", "x", "ask ",
    ]);
    let text = || prop::collection::vec(scrap.clone(), 0..4).prop_map(|s| s.concat());
    let email = "[a-z]{3,8}@example\\.(org|com)";
    let notes =
        (text(), proptest::option::of(email), text()).prop_map(|(before, email, behind)| match email {
            // An address may itself hold some of this.
            Some(email) => format!("{before} {email} {behind}"),
            None => before + &behind,
        });
    let ssn = "(219-09-9999|078-05-1120)";
    prop::collection::vec((email, ssn, notes).prop_map(|(a, b, c)| [a, b, c]), 1..12)
}

fn scan(name: &str, text: &str) -> Batch {
    static SCANNER: LazyLock<Scanner> = LazyLock::new(|| {
        let scanner = Scanner::builder().samples_as_real(true).show(DispositionSet::ALL).reveal(true);
        scanner.min_confidence(Confidence::new(50)).build().unwrap()
    });
    SCANNER.scan_bytes(name, text.as_bytes())
}

/// The row of the table that row `n` (from 1) of a form holds: dumps write the first twice.
fn row_of(form: &Form, n: u64) -> usize {
    usize::try_from(n).unwrap().saturating_sub(1 + usize::from(form.has_table))
}

fn check(form: &Form, rows: &Rows) {
    let text = (form.write)(rows);
    let batch = scan(form.name, &text);
    assert_eq!(batch.coverage, None);
    let mut columns = [0, 0];
    for found in batch.findings.iter().map(|f| &f.finding) {
        let column = found.field_name(&batch.doc).unwrap_or_default();
        let column = column.rsplit('.').next().unwrap().trim_end_matches("[]");
        let start = usize::try_from(found.start).unwrap();
        let written = &text[start..usize::try_from(found.end).unwrap()];
        assert_eq!((form.read)(written), *found.excerpt, "{}: {text}", form.name);
        let line = text[..start].matches('\n').count() as u64 + 1;
        assert_eq!(found.place.line, line, "{}: {text}", form.name);
        assert_eq!(found.table_name(), form.has_table.then_some(TABLE), "{}: {text}", form.name);
        let row =
            if form.has_rows { row_of(form, found.row.unwrap()) } else { usize::try_from(line - 1).unwrap() };
        let place = COLUMNS.iter().position(|c| *c == column).unwrap();
        let value = &rows[row][place - 1];
        assert!(value.contains(&*found.excerpt), "{}: {value:?} in {text}", form.name);
        if place < 3 {
            assert_eq!(value.as_str(), &*found.excerpt, "{}: {text}", form.name);
            columns[place - 1] += 1;
        }
    }
    let expected = rows.len() + usize::from(form.has_table);
    assert_eq!(columns, [expected; 2], "{}: all of them are found in {text}", form.name);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_a_finding_names_gives_back_the_value(rows in rows()) {
        FORMS.iter().for_each(|form| check(form, &rows));
    }
}
