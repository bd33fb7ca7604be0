//! Findings in JSON carry the whole path of their key, in every report that tells of fields.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::{Folder, Run, run};

fn scan(folder: &Folder, args: &[&str]) -> Run {
    run(folder.piidar(&["scan", "--samples-as-real"]).args(args)).quiet(0)
}

/// Types and fields of what was found, each once.
fn fields(run: &Run) -> BTreeSet<(String, String)> {
    let word = |value: &serde_json::Value| value.as_str().unwrap_or("").to_owned();
    run.findings().iter().map(|found| (word(&found["type"]), word(&found["field"]))).collect()
}

/// What `crm.json` holds: keys that are addresses, odd names, escapes, arrays in arrays, JSON in a string.
const CRM: [(&str, &str); 10] = [
    ("EMAIL_ADDRESS", "accounts.*"),
    ("PERSON_NAME", "accounts.*.fullName"),
    ("IP_ADDRESS", "accounts.*.sign-ins[].client.ip"),
    ("MAC_ADDRESS", "accounts.*.sign-ins[].client.device.mac"),
    ("PAYMENT_CARD", "accounts.*.billing.card.number"),
    ("CARD_EXPIRY", "accounts.*.billing.card.expires"),
    ("IBAN", "accounts.*.billing[\"bank accounts\"][].iban"),
    ("PHONE_NUMBER", "households[][][\"contact.phone\"]"),
    ("EMAIL_ADDRESS", "imports[].sample"),
    ("EMAIL_ADDRESS", "name_of_contact.e-mail"),
];

#[test]
fn nested_keys_are_told_as_paths() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats/crm.json");
    let folder = Folder::new();
    let file = folder.file("crm.json", std::fs::read(fixture).unwrap());
    let found = scan(&folder, &["--format", "jsonl", "-o", "inventory:i.csv", file.to_str().unwrap()]);
    let expected: BTreeSet<_> = CRM.map(|(kind, field)| (kind.to_owned(), field.to_owned())).into();
    assert_eq!(fields(&found), expected);

    let mut sheet = csv::Reader::from_path(folder.path().join("i.csv")).unwrap();
    let columns = sheet.headers().unwrap().clone();
    let column = |name: &str| columns.iter().position(|c| c == name).unwrap();
    let (kind, field) = (column("info_type"), column("field_or_column"));
    let listed = sheet.records().map(Result::unwrap).map(|row| (row[kind].to_owned(), row[field].to_owned()));
    assert_eq!(listed.collect::<BTreeSet<_>>(), expected, "one row each");
}

#[test]
fn lines_of_json_are_known_by_what_they_begin_with() {
    let folder = Folder::new();
    let line = r#"{"ts":1706659200123,"user":{"email":"tilda.quist@example.com"}}"#;
    let cut = r#"{"ts":1706659200123,"user":{"email":"zoe.marchetti@example.org"#;
    let expected = BTreeSet::from([("EMAIL_ADDRESS".to_owned(), "user.email".to_owned())]);
    for text in [line.to_owned(), format!("{line}\n{cut}\n{line}\n"), format!("\n{cut}\n\n{line}\r\n")] {
        folder.file("events", &text);
        assert_eq!(fields(&scan(&folder, &["--format", "jsonl", "events"])), expected, "{text}");
    }
    // In a log that only holds some, the last key is all that is known.
    folder.file("app.log", format!("2024-01-31 INFO {line}\n"));
    let last = BTreeSet::from([("EMAIL_ADDRESS".to_owned(), "email".to_owned())]);
    assert_eq!(fields(&scan(&folder, &["--format", "jsonl", "app.log"])), last);
}

#[test]
fn paths_are_the_fields_of_a_baseline() {
    let folder = Folder::new();
    folder.file(
        "a.json",
        r#"{"users": [{"email": "jane@wonderland-post.org"}, {"email": "ravi@wonderland-post.org"}]}"#,
    );
    folder.run(&["baseline", "create", "--baseline", "b.jsonl"]);
    let baseline = std::fs::read_to_string(folder.path().join("b.jsonl")).unwrap();
    assert!(baseline.contains("\"users[].email\""), "{baseline}");
}
