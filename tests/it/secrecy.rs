//! No value leaves the program unless somebody insists: not in a report, not in a message, not in a file that it writes.

use std::path::Path;

use piidar::report::FORMATS;

use crate::support::{Folder, run};

/// Values of many kinds, all invented. Each stands in several surroundings.
const PLANTED: [&str; 8] = [
    "theodora.quill@wonderland-post.org",
    "(201) 867-5309",
    "4539578763621486",
    "219-64-8321",
    "93.184.216.34",
    "DE89370400440532013000",
    "00:1B:44:11:3A:B7",
    "1976-06-17",
];

/// Words of values that masks could leave whole by mistake.
const PARTS: [&str; 5] = ["theodora.quill", "867-53", "453957876", "219-64", "370400440"];

fn planted() -> Folder {
    let folder = Folder::new();
    let mut prose = String::new();
    let mut json = String::from("[");
    let mut keys = String::from("{");
    for (n, value) in PLANTED.iter().enumerate() {
        prose.push_str(&format!("note {n}: mail phone card ssn ip iban mac born {value} thanks\n"));
        prose.push_str(&format!("# piidar:allow {value}\nnext line {value}\n"));
        json.push_str(&format!("{{\"value\": \"{value}\", \"note\": \"piidar:allow\"}},\n"));
        keys.push_str(&format!("\"{value}\": {{\"email\": \"jane{n}@wonderland.test\"}},\n"));
    }
    folder.file("prose.txt", &prose);
    folder.file("data.json", json + "{}]");
    folder.file("keys.json", keys + "\"\": 0}");
    let [email, phone, card, ssn, ip, iban, mac, born] = PLANTED;
    folder.file(
        "people.csv",
        format!(
            "email,phone,card,ssn,ip,iban,mac,dob\n{email},{phone},{card},{ssn},{ip},{iban},{mac},{born}\n"
        ),
    );
    folder.file(
        "people.sql",
        format!(
            "INSERT INTO people (email, phone, card, ssn, ip, iban, mac, dob) VALUES\n\
             ('{email}','{phone}','{card}','{ssn}','{ip}','{iban}','{mac}','{born}');\n"
        ),
    );
    folder.file("broken.sql", format!("INSERT INTO people (ssn, email) VALUES ('{ssn}', '{email}"));
    folder.file("broken.csv", format!("ssn,email\n{ssn},\"{email}\n"));
    folder.file("own.toml", format!("id = \"own\"\nname = \"{email}\"\n[[match]]\npattern = '('\n"));
    folder
}

/// What of the planted values stands in a text.
fn leaks(text: &str) -> Vec<&'static str> {
    PLANTED.into_iter().chain(PARTS).filter(|value| text.contains(value)).collect()
}

/// Every file below a folder that the program wrote, as text.
fn written(folder: &Path) -> String {
    let mut all = String::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            all.push_str(&String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()));
        }
    }
    all
}

#[test]
fn no_report_and_no_message_holds_a_value() {
    let folder = planted();
    let out = Folder::new();
    let key = "a secret of sixteen bytes";
    let keyed = |args: &[&str]| run(folder.piidar(args).env("PIIDAR_BASELINE_KEY", key));
    let mut texts = Vec::new();
    let mut note = |what: String, run: &crate::support::Run| {
        texts.push((what, format!("{}{}", String::from_utf8_lossy(&run.out), run.err)));
    };
    for format in FORMATS {
        let file = format!("{}:{}", format.name, out.path().join(format.name).display());
        let args = ["scan", ".", "--show", "all", "--min-confidence", "0", "--fail-on", "any"];
        note(format.name.to_owned(), &folder.run(&[&args[..], &["--format", format.name]].concat()));
        note(format!("-o {}", format.name), &folder.run(&[&args[..], &["-o", &file]].concat()));
    }
    for line in 1..=24 {
        note(format!("explain {line}"), &folder.run(&["explain", &format!("prose.txt:{line}")]));
    }
    for table in ["people.csv:2", "people.sql:2", "broken.sql:1", "broken.csv:2"] {
        note(format!("explain {table}"), &folder.run(&["explain", table]));
    }
    let base = out.path().join("base.jsonl").display().to_string();
    for (command, file) in [("create", "one.jsonl"), ("check", "one.jsonl"), ("prune", "one.jsonl")] {
        let file = out.path().join(file).display().to_string();
        note(command.to_owned(), &folder.run(&["baseline", command, "--baseline", &file]));
    }
    note("keyed".into(), &keyed(&["baseline", "create", "--baseline", &base]));
    note("keyed scan".into(), &keyed(&["scan", "--baseline", &base, "--show", "all", "--format", "jsonl"]));
    note("faults".into(), &folder.run(&["scan", "--config", "people.csv"]));
    note("no baseline".into(), &folder.run(&["scan", "--baseline", "absent"]));
    texts.push(("files".into(), written(out.path())));
    for (what, text) in &texts {
        // Faults point at what is wrong in a file that is none of ours to read: the configuration that was named.
        if what != "faults" {
            assert_eq!(leaks(text), [""; 0], "{what}: {text}");
        }
        assert!(!text.contains(key), "{what} tells the key");
    }
    assert_eq!(texts.len(), 2 * FORMATS.len() + 24 + 4 + 3 + 4 + 1);
}

/// Tables without headers have values where names of columns are looked for, and objects may have a key for each person.
#[test]
fn no_name_of_a_column_or_key_holds_a_value() {
    let folder = Folder::new();
    let names = ["Robert Chen", PLANTED[0], PLANTED[1], PLANTED[3], PLANTED[4], PLANTED[6]];
    for (n, name) in names.iter().enumerate() {
        let email = format!("jane{n}@wonderland-post.org");
        folder.file(&format!("{n}.md"), format!("| Contact | {name} |\n|---|---|\n| Mail | {email} |\n"));
        folder.file(
            &format!("{n}.html"),
            format!(
                "<table><tr><th>Contact</th><th>{name}</th></tr><tr><td>x</td><td>{email}</td></tr></table>"
            ),
        );
        folder.file(&format!("{n}.csv"), format!("contact,{name}\nx,{email}\n"));
        folder.file(
            &format!("{n}.json"),
            format!("{{\"users\": {{\"{name}\": {{\"email\": \"{email}\"}}}}}}\n"),
        );
        folder.file(
            &format!("{n}.sql"),
            format!(
                "INSERT INTO x (`{name}`) VALUES ('{email}');\nINSERT INTO public.\"{name}\" (mail) VALUES ('{email}');\n"
            ),
        );
    }
    for format in FORMATS {
        let shown = folder.run(&["scan", ".", "--show", "all", "--format", format.name]);
        let told: Vec<_> = names.iter().filter(|name| shown.out().contains(*name)).collect();
        assert_eq!(told, [&""; 0], "{}: {}", format.name, shown.out());
    }
    // What is not looked for is not shown either.
    let one = folder.run(&["scan", ".", "--type", "EMAIL_ADDRESS", "--format", "jsonl"]);
    assert!(
        !one.findings().is_empty() && !names.iter().any(|name| one.out().contains(name)),
        "{}",
        one.out()
    );
    let raw = folder.run(&["scan", ".", "--show-values=force", "--format", "jsonl"]);
    let told: Vec<_> =
        names.iter().filter(|name| raw.out().contains(&format!("\"field\":\"{name}\""))).collect();
    assert_eq!(told, names.iter().collect::<Vec<_>>(), "{}", raw.out());
}

/// Names of persons stand among other words, in quotes and in names that can't hold a space; names of fields stay as they are.
#[test]
fn parts_of_names_are_masked_and_names_of_fields_are_not() {
    let folder = Folder::new();
    let email = "jane@brightwater-clinic.org";
    let names = ["Robert Chen", "Robert_Chen", "Robert-Chen"];
    let plain = ["Order_Date", "Account-Manager", "Unit Price", "Max Speed", "users.Contact"];
    for (n, name) in names.iter().chain(&plain).enumerate() {
        let element = name.replace(' ', "_");
        folder.file(&format!("{n}.json"), format!("{{\"email.{name}\": \"{email}\"}}\n"));
        folder.file(&format!("{n}.ini"), format!("[user \"{name}\"]\nemail = {email}\n"));
        folder.file(&format!("{n}.xml"), format!("<people><{element}>{email}</{element}></people>\n"));
    }
    let shown = folder.run(&["scan", ".", "--type", "EMAIL_ADDRESS", "--format", "jsonl"]);
    let fields: Vec<_> = shown.findings().iter().map(|found| found["field"].to_string()).collect();
    assert_eq!(fields.len(), 3 * (names.len() + plain.len()), "{fields:?}");
    let told = |part: &str| fields.iter().filter(|field| field.replace('_', " ").contains(part)).count();
    assert_eq!(told("Chen"), 0, "{fields:?}");
    for name in plain {
        assert_eq!(told(&name.replace('_', " ")), 3, "{name}: {fields:?}");
    }
}

/// What is too unsure to be reported, or was not asked for, is shown in no name and in no reason of a comment either.
#[test]
fn names_and_reasons_are_masked_however_little_is_reported() {
    let folder = Folder::new();
    let email = "jane@brightwater-clinic.org";
    let unsure = "Theodora Quillington";
    folder.file("a.json", format!("{{\"{unsure} mail\": \"{email}\", \"Order Date\": \"{email}\"}}\n"));
    folder.file(
        "a.txt",
        format!("{email} # piidar:allow asked {unsure}\n{email} # piidar:allow mail of a list\n"),
    );
    let asked = ["scan", ".", "--show", "suppressed", "--format", "jsonl"];
    for chosen in
        [&["--type", "EMAIL_ADDRESS"][..], &["--min-confidence", "90"], &["--min-confidence", "0"], &[]]
    {
        let out = folder.run(&[&asked, chosen].concat());
        assert!(!out.out().contains("Quillington"), "{chosen:?}: {}", out.out());
        assert!(out.out().contains("Order Date") && out.out().contains("mail of a list"), "{chosen:?}");
    }
    let told = folder.run(&["explain", "a.txt:1", "--type", "EMAIL_ADDRESS"]);
    assert!(told.out().contains("asked T***") && !told.out().contains("Quillington"), "{}", told.out());
}

/// What others redacted, digests and tokens are shown in part: nobody knows how well they hide.
#[test]
fn redacted_values_and_stand_ins_are_masked_too() {
    let folder = Folder::new();
    folder.file(
        "a.json",
        "{\"first_name\": \"***Wilhelmina***\", \"email_token\": \"amFuZS5kb2VAYnJpZ2h0d2F0ZXIub3JnMQ\",\n\
         \"ssn\": \"XXX-XX-1234\", \"phone\": \"[REDACTED]\"}\n",
    );
    let run = folder.run(&["scan", ".", "--show", "all", "--format", "jsonl"]);
    let shown: Vec<_> = run.findings().iter().map(|found| found["masked"].to_string()).collect();
    assert!(!shown.iter().any(|value| value.contains("helmina") || value.contains("amFu")), "{shown:?}");
    for kept in ["***-**-1234", "[REDACTED]"] {
        assert!(shown.iter().any(|value| value.contains(kept)), "{kept}: {shown:?}");
    }
}

/// What the rules that were chosen know of a name says nothing of what all of them know: `first_name` ends like a name of theirs, and is none.
#[test]
fn names_are_masked_by_all_rules_whichever_are_chosen() {
    let folder = Folder::new();
    folder.file("a.json", "{\"first_name: Wilhelmina\": {\"username\": \"wonder42\"}}\n");
    for chosen in [&["--type", "USERNAME"][..], &[]] {
        let run = folder.run(&[&["scan", ".", "--threads", "1", "--format", "jsonl"], chosen].concat());
        let fields: Vec<_> = run.findings().iter().map(|f| f["field"].to_string()).collect();
        assert!(
            !fields.is_empty() && !fields.iter().any(|f| f.contains("Wilhelmina")),
            "{chosen:?}: {fields:?}"
        );
    }
}

/// The same with values asked for: they are there, so that the test above can fail.
#[test]
fn whoever_insists_gets_the_values() {
    let folder = planted();
    let args = ["scan", ".", "--show", "all", "--min-confidence", "0", "--show-values", "--format", "jsonl"];
    let shown = folder.run(&args);
    let missing: Vec<_> = PLANTED.into_iter().filter(|value| !leaks(shown.out()).contains(value)).collect();
    assert_eq!(missing, [""; 0]);
    run(folder.piidar(&args).env("CI", "true")).fault(&["--show-values=force"]);
    assert!(!leaks(run(folder.piidar(&["scan", "--show-values=force"]).env("CI", "true")).out()).is_empty());
}
