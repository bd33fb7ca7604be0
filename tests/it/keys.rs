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

/// What the fixtures of notations hold: file, type, field.
const NOTATIONS: [(&str, &str, &str); 54] = [
    ("people.xml", "EMAIL_ADDRESS", "clinic.patients.patient.@email"),
    ("people.xml", "PERSON_NAME", "clinic.patients.patient.first_name"),
    ("people.xml", "DATE_OF_BIRTH", "clinic.patients.patient.date_of_birth"),
    ("people.xml", "US_SSN", "clinic.patients.patient.ssn"),
    ("people.xml", "PHONE_NUMBER", "clinic.patients.patient.phone"),
    ("people.xml", "EMAIL_ADDRESS", "clinic.patients.patient.note"),
    ("people.xml", "EMAIL_ADDRESS", "clinic.patients.patient.contact.@foaf:mbox"),
    ("signup.html", "EMAIL_ADDRESS", "html.head.script"),
    ("signup.html", "PERSON_NAME", "html.body.form.input.@value"),
    ("signup.html", "EMAIL_ADDRESS", "html.body.ul.li.a.@href"),
    ("project.toml", "EMAIL_ADDRESS", "maintainers[].email"),
    ("project.toml", "PHONE_NUMBER", "support.phone.primary"),
    ("project.toml", "US_SSN", "customers[].ssn"),
    ("project.toml", "POSTAL_ADDRESS", "customers[].home.address"),
    ("project.toml", "EMAIL_ADDRESS", "texts.welcome"),
    ("app.ini", "IP_ADDRESS", "database.host"),
    ("app.ini", "EMAIL_ADDRESS", "alerts.to"),
    ("app.properties", "EMAIL_ADDRESS", "shop.alerts.to"),
    ("app.properties", "PHONE_NUMBER", "shop.contacts[].phone"),
    ("settings.env", "EMAIL_ADDRESS", "ADMIN_EMAIL"),
    ("config.yaml", "EMAIL_ADDRESS", "alerts.to[]"),
    ("config.yaml", "PAYMENT_CARD", "test_accounts[].card_number"),
    ("visits.geojson", "PERSON_NAME", "features[].properties.resident.full_name"),
    ("visit.har", "EMAIL_ADDRESS", "log.entries[].request.url"),
    ("visit.har", "US_SSN", "log.entries[].request.queryString[].value"),
    ("visit.har", "IP_ADDRESS", "log.entries[].request.headers[].value"),
    ("visit.har", "PERSON_NAME", "log.entries[].request.postData.params[].value"),
    ("contacts.vcf", "PERSON_NAME", "N"),
    ("contacts.vcf", "PERSON_NAME", "FN"),
    ("contacts.vcf", "EMAIL_ADDRESS", "EMAIL"),
    ("contacts.vcf", "PHONE_NUMBER", "TEL"),
    ("contacts.vcf", "POSTAL_ADDRESS", "ADR"),
    ("contacts.vcf", "DATE_OF_BIRTH", "BDAY"),
    ("calendar.ics", "PERSON_NAME", "ATTENDEE.CN"),
    ("calendar.ics", "EMAIL_ADDRESS", "ORGANIZER"),
    ("calendar.ics", "PHONE_NUMBER", "DESCRIPTION"),
    ("people.ldif", "PERSON_NAME", "cn"),
    ("people.ldif", "PERSON_NAME", "sn"),
    ("people.ldif", "PHONE_NUMBER", "telephoneNumber"),
    ("people.ldif", "POSTAL_ADDRESS", "postalAddress"),
    ("admission.hl7", "PERSON_NAME", "PID-5"),
    ("admission.hl7", "DATE_OF_BIRTH", "PID-7"),
    ("admission.hl7", "EMAIL_ADDRESS", "PID-13"),
    ("admission.hl7", "HEALTH", "DG1-3"),
    ("enrolment.x12", "PERSON_NAME", "NM1-3"),
    ("enrolment.x12", "US_SSN", "NM1-9"),
    ("enrolment.x12", "POSTAL_ADDRESS", "N3-1"),
    ("letter.eml", "PERSON_NAME", "From"),
    ("letter.eml", "PERSON_NAME", "To"),
    ("letter.eml", "IP_ADDRESS", "Received"),
    ("access.log", "IP_ADDRESS", "client"),
    ("access.log", "EMAIL_ADDRESS", "email"),
    ("auth.log", "IP_ADDRESS", "message"),
    ("auth.log", "IP_ADDRESS", "addr"),
];

#[test]
fn every_notation_tells_its_keys() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    let folder = Folder::new();
    for file in NOTATIONS.map(|(file, ..)| file).into_iter().collect::<BTreeSet<_>>() {
        folder.file(file, std::fs::read(fixtures.join(file)).unwrap());
    }
    let found = scan(&folder, &["--format", "jsonl", "."]);
    let word = |value: &serde_json::Value| value.as_str().unwrap_or("").to_owned();
    let seen = |f: &serde_json::Value| (word(&f["path"]), word(&f["type"]), word(&f["field"]));
    let seen: BTreeSet<_> = found.findings().iter().map(seen).collect();
    for (file, kind, field) in NOTATIONS {
        let expected = (file.to_owned(), kind.to_owned(), field.to_owned());
        assert!(seen.contains(&expected), "{expected:?} in {seen:#?}");
    }
}

/// A name beside a value speaks for it, if it is known; another object's name does not.
#[test]
fn pairs_of_name_and_value() {
    let folder = Folder::new();
    let pairs = [
        (r#"[{"name": "first_name", "value": "Tilda"}]"#, 1),
        (r#"[{"name": "first_name"}, {"value": "Tilda"}]"#, 0),
        (r#"[{"name": "colour", "value": "Tilda"}]"#, 0),
        (r#"[{"type": "x", "Key": "first_name", "Value": "Tilda"}]"#, 1),
        ("env:\n  - name: FIRST_NAME\n    value: Tilda\n  - name: X\n    value: Ravi\n", 1),
        ("env:\n  - name: FIRST_NAME\n  - value: Tilda\n", 0),
        (r#"<input name="first_name" type="text" value="Tilda">"#, 1),
        (r#"<input name="first_name"><input value="Tilda">"#, 0),
    ];
    for (text, count) in pairs {
        folder.file("pairs.txt", text);
        let found = scan(&folder, &["--format", "jsonl", "pairs.txt"]);
        assert_eq!(found.findings().len(), count, "{text}");
    }
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

/// Of each finding in `text`, its type and what is written there.
fn written(folder: &Folder, name: &str, text: &str) -> BTreeSet<(String, String)> {
    folder.file(name, text);
    let found = scan(folder, &["--format", "jsonl", name]);
    let at = |value: &serde_json::Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let told = |f: &serde_json::Value| {
        (f["type"].as_str().unwrap().to_owned(), text[at(&f["start"])..at(&f["end"])].to_owned())
    };
    found.findings().iter().map(told).collect()
}

#[test]
fn what_is_escaped_is_found_where_it_is_written() {
    let folder = Folder::new();
    for (name, text, kind, value) in [
        ("a.json", r#"{"x": "jane\u0040example.org"}"#, "EMAIL_ADDRESS", r"jane\u0040example.org"),
        ("b.json", r#"{"first_name": "Zo\u00eb"}"#, "PERSON_NAME", r"Zo\u00eb"),
        ("c.json", r#"{"first\u005fname": "Tilda"}"#, "PERSON_NAME", "Tilda"),
        (
            "d.json",
            r#"{"log": "{\"x\": \"jane\u0040example.org\"}"}"#,
            "EMAIL_ADDRESS",
            r"jane\u0040example.org",
        ),
        ("e.json", r#"{"x": "Call\n201-555-0123\nor write"}"#, "PHONE_NUMBER", "201-555-0123"),
        (
            "f.json",
            r#"{"x": "12 Main Street\nSpringfield, IL 62701"}"#,
            "POSTAL_ADDRESS",
            r"12 Main Street\nSpringfield, IL 62701",
        ),
        ("a.xml", "<a>jane&#64;example.org</a>", "EMAIL_ADDRESS", "jane&#64;example.org"),
        ("b.xml", "<a mail='jane&#x40;example.org'/>", "EMAIL_ADDRESS", "jane&#x40;example.org"),
        ("c.xml", "<first_name>Zo&#235;</first_name>", "PERSON_NAME", "Zo&#235;"),
        (
            "a.html",
            "<p>jane&commat;example&period;org</p>",
            "EMAIL_ADDRESS",
            "jane&commat;example&period;org",
        ),
        ("b.html", "<p data-user='{&quot;first_name&quot;: &quot;Tilda&quot;}'>", "PERSON_NAME", "Tilda"),
        (
            "c.html",
            r#"<script>x = "jane\u0040example.org"</script>"#,
            "EMAIL_ADDRESS",
            r"jane\u0040example.org",
        ),
        ("a.yaml", r#"x: "jane\x40example.org""#, "EMAIL_ADDRESS", r"jane\x40example.org"),
        ("a.toml", r#"x = "jane\u0040example.org""#, "EMAIL_ADDRESS", r"jane\u0040example.org"),
        ("a.properties", r"x=jane\u0040example.org", "EMAIL_ADDRESS", r"jane\u0040example.org"),
        ("b.properties", r"mac=00\:00\:5E\:00\:53\:AF", "MAC_ADDRESS", r"00\:00\:5E\:00\:53\:AF"),
    ] {
        let expected = BTreeSet::from([(kind.to_owned(), value.to_owned())]);
        assert_eq!(written(&folder, name, text), expected, "{text}");
    }
    assert_eq!(
        written(&folder, "a.txt", r"jane\u0040example.org"),
        BTreeSet::new(),
        "no notation with escapes"
    );
    assert_eq!(written(&folder, "d.xml", "<a>jane&#64 example.org</a>"), BTreeSet::new());
}

#[test]
fn values_of_settings_are_the_rest_of_their_line() {
    let folder = Folder::new();
    for (name, text) in [
        ("a.properties", "user.full-name=Tilda Quist\nuser.street-address=Via Olmo 5, 00100 Roma\n"),
        ("a.ini", "[user]\nfull_name=Tilda Quist\nstreet_address = Via Olmo 5, 00100 Roma\n"),
        ("local.env", "FULL_NAME=Tilda Quist\nSTREET_ADDRESS=Via Olmo 5, 00100 Roma\n"),
    ] {
        let found = written(&folder, name, text);
        for value in ["Tilda Quist", "Via Olmo 5, 00100 Roma"] {
            assert!(found.iter().any(|found| found.1 == value), "{value} in {name}: {found:?}");
        }
    }
    let texts = "form.first-name=First name\nform.full-name=Last name\nform.surname=Surname\n";
    assert_eq!(written(&folder, "messages.properties", texts), BTreeSet::new());
}

#[test]
fn values_of_properties_and_cells_are_read_as_they_are_meant() {
    let folder = Folder::new();
    let mail = "From: x\nTo: y\n";
    for (name, text, kind, value) in [
        ("a.ldif", "dn: x\nmail:: amFuZUBleGFtcGxlLm9yZw==\n", "EMAIL_ADDRESS", "amFuZUBleGFtcGxlLm9yZw"),
        ("b.ldif", "dn: x\ndescription: a jane@exam\n ple.org\n", "EMAIL_ADDRESS", "jane@exam\n ple.org"),
        ("c.ldif", "dn: x\ngivenName:: Wm/Dqw==\n", "PERSON_NAME", "Wm/Dqw"),
        ("a.vcf", "BEGIN:VCARD\nNOTE:ask jane@exam\n ple.org\n", "EMAIL_ADDRESS", "jane@exam\n ple.org"),
        (
            "b.vcf",
            "BEGIN:VCARD\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB Quist\n",
            "PERSON_NAME",
            "Zo=C3=AB Quist",
        ),
        (
            "a.ics",
            "BEGIN:VCALENDAR\nDESCRIPTION:Call\\n+1 201 555 0114\\, now\n",
            "PHONE_NUMBER",
            "+1 201 555 0114",
        ),
        (
            "a.eml",
            &format!("{mail}Cc: =?utf-8?Q?Zo=C3=AB_Quist?= <x>\n\n"),
            "PERSON_NAME",
            "=?utf-8?Q?Zo=C3=AB_Quist?=",
        ),
        (
            "b.eml",
            &format!("{mail}Subject: =?utf-8?B?amFuZUBleGFtcGxlLm9yZw==?=\n\n"),
            "EMAIL_ADDRESS",
            "=?utf-8?B?amFuZUBleGFtcGxlLm9yZw==?=",
        ),
        (
            "c.eml",
            &format!("{mail}Content-Transfer-Encoding: base64\n\nbWFpbCBqYW5lQGV4\nYW1wbGUub3JnIQ==\n"),
            "EMAIL_ADDRESS",
            "bCBqYW5lQGV4\nYW1wbGUub3Jn",
        ),
        (
            "d.eml",
            &format!("{mail}Content-Transfer-Encoding: quoted-printable\n\nmail jane=40exa=\nmple.org\n"),
            "EMAIL_ADDRESS",
            "jane=40exa=\nmple.org",
        ),
        (
            "b.ics",
            "BEGIN:VCALENDAR\nATTENDEE;CN=Tilda Quist:mailto:jane@exam\n ple.org\n",
            "EMAIL_ADDRESS",
            "jane@exam\n ple.org",
        ),
        (
            "a.csv",
            "id,x\n1,\"a \"\"b\"\" jane@example.org\"
",
            "EMAIL_ADDRESS",
            "jane@example.org",
        ),
    ] {
        let found = written(&folder, name, text);
        assert!(found.contains(&(kind.to_owned(), value.to_owned())), "{text}: {found:?}");
    }
}

/// Who reads logs asks which part of an entry a value stands in.
#[test]
fn entries_of_logs_have_roles() {
    let folder = Folder::new();
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0";
    let trail = format!(
        r#"{{"Records":[{{"userIdentity":{{"userName":"x"}},"sourceIPAddress":"198.51.100.73","userAgent":"{agent}"}}]}}"#
    );
    let hosts = format!(
        "www.example.com:443 198.51.100.73 - x [31/Jan/2024:08:12:44 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"{agent}\"\n"
    );
    let audit = "type=USER_LOGIN msg=audit(1706689012.123:4711): acct=\"x\" hostname=? addr=198.51.100.73 terminal=ssh\n";
    let cluster = r#"{"kind":"Event","apiVersion":"audit.k8s.io/v1","user":{"username":"t@example.org"},"sourceIPs":["198.51.100.73"]}"#;
    for (name, text, roles) in [
        (
            "trail.json",
            &*trail,
            [("IP_ADDRESS", "Records[].sourceIPAddress"), ("USER_AGENT", "Records[].userAgent")],
        ),
        ("vhosts.log", &hosts, [("IP_ADDRESS", "client"), ("USER_AGENT", "user_agent")]),
        ("audit.log", audit, [("IP_ADDRESS", "addr"); 2]),
        ("cluster.json", cluster, [("EMAIL_ADDRESS", "user.username"), ("IP_ADDRESS", "sourceIPs[]")]),
        (
            "app.log",
            "level=info msg=\"logged in\" user_email=t@example.org remote_ip=198.51.100.73\n",
            [("EMAIL_ADDRESS", "user_email"), ("IP_ADDRESS", "remote_ip")],
        ),
    ] {
        folder.file(name, text);
        let expected: BTreeSet<_> = roles.map(|(kind, role)| (kind.to_owned(), role.to_owned())).into();
        assert_eq!(fields(&scan(&folder, &["--format", "jsonl", name])), expected, "{name}");
    }
}

/// What a call makes of its argument stands under the key before it, whatever the call is named.
#[test]
fn values_within_calls_stand_under_their_keys() {
    let folder = Folder::new();
    folder.file("a.rs", "let p = Person { last_name: String::from(\"Quist\"), email: x.e };\n");
    folder.file("b.go", "p := Person{FirstName: aws.String(\"Tilda\")}\n");
    let expected = [("PERSON_NAME", "FirstName"), ("PERSON_NAME", "last_name")];
    let expected: BTreeSet<_> = expected.map(|(kind, field)| (kind.to_owned(), field.to_owned())).into();
    assert_eq!(fields(&scan(&folder, &["--format", "jsonl", "."])), expected);
}
