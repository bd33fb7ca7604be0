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
    "record_id", "parcel_id", "value", "person_email", "ssn", "epoch", "epoch_ms", "upc", "isbn", "state",
    "ratio", "blank",
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
        if n.is_multiple_of(4) { "N/A".to_owned() } else { format!("p{}@wonderland.org", n % 50) },
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

/// A record a line.
fn ndjson(rows: u64) -> String {
    let record =
        |n| COLUMNS.into_iter().zip(row(n)).map(|(name, value)| (name.to_owned(), value.into())).collect();
    (0..rows).map(|n| serde_json::Value::Object(record(n)).to_string() + "\n").collect()
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
    for name in ["t.sql", "t.db"] {
        let found = columns(&folder, name);
        assert_eq!(found.len(), COLUMNS.len(), "{name}");
        for (column, row) in found {
            assert_eq!(row["container"], "t");
            assert_eq!(place_left_out(&row), place_left_out(&expect[&column]), "{name}");
        }
    }
    folder.file("t.ndjson", ndjson(ROWS));
    folder.file("t.json", format!("{{\"people\": [{}]}}", ndjson(ROWS).trim_end().replace('\n', ",\n")));
    for (name, prefix) in [("t.ndjson", ""), ("t.json", "people[].")] {
        let found = columns(&folder, name);
        assert_eq!(found.len(), COLUMNS.len(), "{name}");
        for (path, row) in found {
            let column = path.strip_prefix(prefix).unwrap();
            let expect = Row::from([("column".to_owned(), path.clone())]);
            let expect: Row = columns(&folder, "t.csv")[column].clone().into_iter().chain(expect).collect();
            assert_eq!(place_left_out(&row), place_left_out(&expect), "{name}");
        }
    }
}

#[test]
fn records_have_columns_and_other_keys_have_none() {
    let folder = Folder::new();
    let record = |n| {
        format!(
            "{{\"id\": {n}, \"name\": \"Quellix Vorn\", \"contact\": {{\"emails\": [\"p{n}@wonderland.org\"]}}}}"
        )
    };
    let records: Vec<_> = (0..9).map(record).collect();
    folder.file("list.json", format!("{{\"version\": \"1\", \"users\": [{}]}}", records.join(", ")));
    let found = columns(&folder, "list.json");
    let told: Vec<_> = found.iter().map(|(path, row)| (&**path, &*row["type"])).collect();
    let expect = [("users[].contact.emails[]", "EMAIL_ADDRESS"), ("users[].id", ""), ("users[].name", "")];
    assert_eq!(told, expect);
    folder.file("one.json", "{\n  \"email\": null,\n  \"ssn\": \"\"\n}\n");
    assert_eq!(columns(&folder, "one.json").len(), 0, "settings, say");
    folder.file("empty.jsonl", "{\"email\": null, \"id\": 1}\n{\"email\": \"\", \"ssn\": null}\n");
    let found = columns(&folder, "empty.jsonl");
    let told = |path: &str| ["rows", "nulls", "type", "ruling"].map(|cell| found[path][cell].clone());
    assert_eq!(told("email"), ["2", "2", "EMAIL_ADDRESS", "schema_only"]);
    assert_eq!(told("ssn"), ["1", "1", "US_SSN", "schema_only"]);
    assert_eq!(told("id"), ["1", "0", "", "none"]);
}

#[test]
fn the_inventory_joins_what_a_path_holds_with_its_findings() {
    let folder = Folder::new();
    folder.file("t.ndjson", ndjson(ROWS));
    let inventory = sheet(folder.run(&["scan", "--format", "inventory", "t.ndjson"]).quiet(0).out());
    let rows: Vec<_> = inventory.iter().map(|row| (&*row["field_or_column"], &*row["info_type"])).collect();
    assert_eq!(rows, [("person_email", "EMAIL_ADDRESS"), ("ssn", "US_SSN"), ("value", "US_SSN")]);
    assert!(inventory.iter().all(|row| row["notes"].starts_with("column: ")), "{inventory:?}");
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
    folder.file("t.ndjson", ndjson(6_000));
    let run =
        |threads| folder.run(&["scan", "--format", "columns", "--threads", threads, "t.ndjson"]).quiet(0);
    let (one, many) = (run("1"), run("3"));
    assert_eq!(one.out(), many.out());
    assert!(one.out().contains("6000 of 6000 values pass"), "{}", one.out());
}

#[test]
fn a_name_without_values_is_a_schema() {
    let folder = Folder::new();
    folder.file("empty.csv", "id,ssn,date_of_birth,notes\n");
    folder.file(
        "schema.sql",
        "CREATE TABLE crm.people (id int, email text, ssn char(9));\nINSERT INTO t (phone) VALUES (NULL);\n",
    );
    let script = "CREATE TABLE people (id INTEGER, email TEXT, note TEXT); CREATE TABLE t (ssn TEXT); INSERT INTO t VALUES (NULL);";
    Connection::open(folder.path().join("empty.db")).unwrap().execute_batch(script).unwrap();
    for (name, expect) in [
        ("empty.csv", vec![("", "ssn", "US_SSN"), ("", "date_of_birth", "DATE_OF_BIRTH")]),
        (
            "schema.sql",
            vec![
                ("crm.people", "email", "EMAIL_ADDRESS"),
                ("crm.people", "ssn", "US_SSN"),
                ("t", "phone", "PHONE_NUMBER"),
            ],
        ),
        ("empty.db", vec![("people", "email", "EMAIL_ADDRESS"), ("t", "ssn", "US_SSN")]),
    ] {
        let run = folder.run(&["scan", "--fail-on", "any", "--format", "inventory", name]).quiet(0);
        let rows = sheet(run.out());
        let told: Vec<_> =
            rows.iter().map(|r| (&*r["container"], &*r["field_or_column"], &*r["info_type"])).collect();
        assert_eq!(told, expect, "{name}");
        assert!(
            rows.iter().all(|r| r["finding_count"] == "0" && r["notes"].starts_with("schema_only")),
            "{rows:?}"
        );
    }
    let run = folder.run(&["scan", "--format", "columns", "empty.db"]).quiet(0);
    let rows = sheet(run.out());
    let ssn = rows.iter().find(|row| row["column"] == "ssn").unwrap();
    assert_eq!([&*ssn["rows"], &*ssn["nulls"], &*ssn["ruling"]], ["1", "1", "schema_only"]);
}

/// Of each finding that is shown with `args`, what stands in these columns of the list.
fn listed(name: &str, text: &str, args: &[&str]) -> Vec<(String, String, String)> {
    let folder = Folder::new();
    folder.file(name, text);
    let run = folder.run(&[&["scan", "--format", "csv", name], args].concat()).quiet(0);
    sheet(run.out())
        .iter()
        .map(|r| (r["field"].clone(), r["type"].clone(), r["disposition"].clone()))
        .collect()
}

#[test]
fn a_thing_that_has_a_name_is_no_person() {
    let person = |name: &str, text: &str| {
        let found = listed(name, text, &["--min-confidence", "low"]);
        found.iter().any(|(_, info_type, _)| info_type == "PERSON_NAME")
    };
    for thing in
        ["product_name", "companyName", "file_name", "host-name", "class_name", "customer_company_name"]
    {
        assert!(!person("a.csv", &format!("id,{thing}\n1,Robert Chen\n")), "{thing}");
        assert!(!person("a.json", &format!("{{\"{thing}\": \"Robert Chen\"}}")), "{thing}");
        assert!(!person("a.txt", &format!("{thing}: Robert Chen\n")), "{thing}");
    }
    assert!(!person("a.txt", "Host name: Robert Chen\n"));
    for human in ["full_name", "customer_name", "Contact name", "patientName"] {
        assert!(person("a.csv", &format!("id,{human}\n1,Robert Chen\n")), "{human}");
        assert!(person("a.json", &format!("{{\"{human}\": \"Robert Chen\"}}")), "{human}");
    }
    assert!(person("a.txt", "the company name, says Mr. Robert Chen, stays\n"), "no name of the value");
}

#[test]
fn one_column_that_is_called_like_a_value_unnames_no_other() {
    let rows = |head: &str| format!("{head}\n7,Robert,1980-04-03,5,6,7\n8,Amara,1981-05-06,5,6,7\n");
    for head in [
        "id,first_name,dob,Q1,Q2,Q3",
        "id,first_name,dob,2023,2024,2025",
        "id,first_name,dob,2024-01-01,2024-02-01,x",
        "@timestamp,first_name,dob,@version,a,b",
        "id,first_name,dob,How content have you been with all that we did for you in the last year?,b,c",
    ] {
        let found = listed("a.csv", &rows(head), &[]);
        let birth = ("dob".to_owned(), "DATE_OF_BIRTH".to_owned(), "real".to_owned());
        assert_eq!(found.iter().filter(|found| **found == birth).count(), 2, "{head}: {found:?}");
    }
    assert_eq!(listed("a.csv", &rows("6,Tilda,1979-02-01,5,6,7"), &[]), [], "a row of values names nothing");
}

#[test]
fn headings_say_more_than_names() {
    let told = |heading: &str, value: &str| {
        !listed("a.csv", &format!("id,{heading},email\n1,{value},\n"), &[]).is_empty()
    };
    for heading in
        ["DOB:", "DOB *", "dob (dd/mm/yyyy)", "Date of birth [optional]", "DOB 1", "users.dob", "DOB?"]
    {
        assert!(told(heading, "1980-04-03"), "{heading}");
    }
    for heading in ["Added (DOB)", "DOB status (file)", "a.b.created", "Updated:"] {
        assert!(!told(heading, "1980-04-03"), "{heading}");
    }
    assert!(told("Full name (legal)", "Robert Chen") && told("staff.first_name", "Amara"));
    assert!(!told("process.name", "Amara"), "what has a name may be anything");
}

#[test]
fn a_name_needs_a_person_beside_it() {
    let person =
        |text: &str| listed("a.csv", text, &[]).iter().any(|(_, info_type, _)| info_type == "PERSON_NAME");
    assert!(person("name,email\nQuellix Vorn,t@wonderland.org\n"));
    assert!(person("name,customer_phone\nQuellix Vorn,x\n"));
    assert!(!person("name,price\nQuellix Vorn,3\n"));
    assert!(!person("name,email_template\nQuellix Vorn,3\n"));
}

#[test]
fn what_stands_for_a_value_is_told_as_masked() {
    let digest = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8";
    let masked = |field: &str, info_type: &str| (field.to_owned(), info_type.to_owned(), "masked".to_owned());
    let table = format!("id,ssn_hash,email_token,sku_hash\n1,{digest},tok_1a2b3c4d5e6f7a8b,{digest}\n");
    let all = ["--show", "masked"];
    let expect = [masked("ssn_hash", "US_SSN"), masked("email_token", "EMAIL_ADDRESS")];
    assert_eq!(listed("a.csv", &table, &all), expect);
    let json = format!("{{\"ssn_hash\": \"{digest}\", \"email_token\": \"tok_1a2b3c4d5e6f7a8b\"}}");
    assert_eq!(listed("a.json", &json, &all), expect);
    assert_eq!(listed("a.csv", &table, &[]), [], "not shown unless asked for");
    let plain = listed("a.csv", "id,email_hash\n1,jane.roe@wonderland.org\n", &all);
    assert_eq!(plain[0].2, "real", "a name that promises too much");
}

#[test]
fn a_flag_about_a_value_is_no_value() {
    for (name, text) in [
        (
            "a.json",
            "{\"email_verified\": true, \"email\": true, \"ssn\": false, \"has_phone\": 1, \"name\": null}",
        ),
        ("a.csv", "email,phone,ssn,full_name\ntrue,0,1,false\n"),
    ] {
        assert_eq!(listed(name, text, &["--min-confidence", "low", "--show", "all"]), [], "{name}");
    }
}

/// Labels of other languages that say of themselves what stands under them. Those that may mean other things as well are left
/// out: `portable`, `via`, `bi`, `caducidad` (which count with support only), and parts of addresses (`plz`, `ville`).
const LABELS: [(&str, &str); 24] = [
    ("PERSON_NAME", "vorname nachname familienname prenom nom_de_famille apellido apellidos cognome"),
    (
        "PERSON_NAME",
        "voornaam achternaam imie nazwisko sobrenome apelido surname fathers_name नाम पिता_का_नाम",
    ),
    (
        "EMAIL_ADDRESS",
        "e_mail mailadresse courriel mel adresse_electronique correo correo_electronico posta_elettronica",
    ),
    ("EMAIL_ADDRESS", "indirizzo_email e_mailadres adres_e_mail endereco_de_email mail_id email_id ईमेल"),
    (
        "PHONE_NUMBER",
        "telefon handy mobil rufnummer tel_nr telephone mobile tel telefono movil celular cellulare telefoon",
    ),
    ("PHONE_NUMBER", "gsm mobiel komorka telefone telemovel mobile_no contact_no ph_no मोबाइल फोन"),
    (
        "POSTAL_ADDRESS",
        "adresse anschrift strasse wohnort rue voie direccion calle domicilio indirizzo residenza adres",
    ),
    (
        "POSTAL_ADDRESS",
        "straat ulica endereco rua morada residential_address permanent_address correspondence_address पता",
    ),
    (
        "DATE_OF_BIRTH",
        "geburtsdatum geboren_am date_de_naissance fecha_de_nacimiento data_di_nascita geboortedatum",
    ),
    ("DATE_OF_BIRTH", "data_urodzenia data_de_nascimento d_o_b जन्म_तिथि"),
    (
        "PAYMENT_CARD",
        "kreditkarte kartennummer carte_bancaire numero_de_carte tarjeta numero_de_tarjeta carta_di_credito",
    ),
    ("PAYMENT_CARD", "numero_carta kaartnummer numer_karty cartao card_no debit_card rupay कार्ड_नंबर"),
    (
        "BANK_ACCOUNT",
        "kontonummer rib compte_bancaire cuenta_bancaria numero_de_cuenta conto_corrente rekeningnummer",
    ),
    ("BANK_ACCOUNT", "numer_konta conta_bancaria nib a_c_no खाता_संख्या"),
    ("PASSPORT", "reisepass passeport pasaporte passaporto paspoort paszport passaporte"),
    (
        "DRIVER_LICENCE",
        "fuehrerschein permis_de_conduire permiso_de_conducir patente_di_guida rijbewijs driving_licence",
    ),
    ("NATIONAL_ID", "personalausweis carte_d_identite carta_d_identita dowod_osobisty ration_card"),
    ("DE_STEUER_ID", "steuer_id"),
    ("FR_NIR", "numero_de_securite_sociale nir"),
    ("ES_DNI", "dni"),
    ("IT_CODICE_FISCALE", "codice_fiscale"),
    ("PL_PESEL", "pesel"),
    ("BR_CPF", "cpf"),
    ("IN_AADHAAR", "aadhaar आधार"),
];

#[test]
fn labels_of_other_languages_are_known() {
    let folder = Folder::new();
    let words = |labels: &str| labels.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let names: Vec<_> = LABELS.iter().flat_map(|(_, labels)| words(labels)).collect();
    folder.file("t.csv", names.join(",") + "\n");
    let columns = columns(&folder, "t.csv");
    for (info_type, labels) in LABELS {
        for label in words(labels) {
            assert_eq!(columns[&label]["type"], info_type, "{label}");
        }
    }
}

#[test]
fn what_names_anything_names_a_person_beside_one() {
    let folder = Folder::new();
    let pairs =
        [("nom", "courriel"), ("nombre", "correo"), ("nome", "indirizzo_email"), ("naam", "mailadresse")];
    for (name, beside) in pairs {
        let people =
            [("Kwame Odhiambo", "k"), ("Petra Sommer", "p"), ("Jan Bakker", "j"), ("Noor Visser", "n")];
        let rows = people.iter().map(|(person, mail)| format!("{person},{mail}.x@example.org\n"));
        let rows = rows.chain(["Ines Duarte,i.x@example.org\n".to_owned()]).collect::<String>();
        let file = format!("{name}.csv");
        folder.file(&file, format!("{name},{beside}\n{rows}"));
        assert_eq!(columns(&folder, &file)[name]["type"], "PERSON_NAME", "{name}");
    }
    // Alone it is the name of a thing, and `nombre` may be a number as well.
    folder.file("things.csv", "nombre,nome\n");
    assert_eq!(columns(&folder, "things.csv").len(), 0);
}
