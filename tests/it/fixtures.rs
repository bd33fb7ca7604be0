//! The folder of examples keeps its promises: `fixtures/README.md` says what each part of it is for.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::{Run, run};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A scan of a folder as its reader would do it, from the top of the repository.
fn scan(folder: &str, args: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_piidar"));
    command.env_remove("CI").current_dir(root()).stdin(Stdio::null());
    run(command.args(["scan", folder, "--format", "jsonl"]).args(args))
}

fn files(folder: &str) -> BTreeSet<PathBuf> {
    fs::read_dir(root().join(folder)).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file()).collect()
}

#[test]
fn clean_files_are_clean() {
    for args in [&[][..], &["--samples-as-real"]] {
        let run = scan("fixtures/clean", args).quiet(0);
        assert_eq!(run.findings(), [""; 0], "with {args:?}");
        assert_eq!(run.summary()["complete"], files("fixtures/clean").len(), "all of them were scanned");
    }
}

/// What `identities.txt` holds, one of each.
const IDENTITIES: [&str; 25] = [
    "ABA_ROUTING",
    "BE_NATIONAL_NUMBER",
    "BR_CPF",
    "CA_SIN",
    "CL_RUT",
    "CZ_RODNE_CISLO",
    "DE_STEUER_ID",
    "ES_DNI",
    "ES_NIE",
    "FI_HETU",
    "FR_NIR",
    "IBAN",
    "IN_AADHAAR",
    "IN_GSTIN",
    "IN_PAN",
    "IT_CODICE_FISCALE",
    "MRZ",
    "NL_BSN",
    "PASSPORT",
    "PL_PESEL",
    "SE_PERSONNUMMER",
    "UK_NHS",
    "UK_NINO",
    "UPI_ID",
    "US_EIN",
];

/// Every kind of file that is read gives something, and all the types that were asked for occur.
#[test]
fn formats_are_read() {
    let run = scan("fixtures/formats", &["--samples-as-real"]).quiet(0);
    let found = run.findings();
    let of = |key: &str| -> BTreeSet<String> {
        found.iter().map(|f| f[key].as_str().unwrap().to_owned()).collect()
    };
    let paths = of("path");
    let prose = |path: &Path| path.extension().is_some_and(|e| e == "md");
    for file in files("fixtures/formats").iter().filter(|f| !prose(f)) {
        let shown = file.strip_prefix(root()).unwrap().to_str().unwrap();
        assert!(paths.contains(shown), "nothing is found in {shown}");
    }
    let types = of("type");
    for info_type in
        ["EMAIL_ADDRESS", "PHONE_NUMBER", "POSTAL_ADDRESS", "IP_ADDRESS", "PAYMENT_CARD", "US_SSN"]
    {
        assert!(types.contains(info_type), "{info_type} in {types:?}");
    }
    let identities = found.iter().filter(|f| f["path"] == "fixtures/formats/identities.txt");
    let types: BTreeSet<&str> = identities.map(|f| f["type"].as_str().unwrap()).collect();
    for info_type in IDENTITIES {
        assert!(types.contains(info_type), "{info_type} in {types:?}");
    }
    let decoded = found.iter().find(|f| f["path"] == "fixtures/formats/utf16.csv").unwrap();
    assert_eq!(decoded["decoded"], "utf-16le");
}

#[test]
fn hostile_files_do_no_harm() {
    let all = ["jsonl", "csv", "human", "summary", "inventory", "coverage", "sarif", "github", "gitlab"];
    for format in all {
        let args = [
            "--samples-as-real",
            "--show",
            "all",
            "--min-confidence",
            "0",
            "--show-values",
            "--format",
            format,
        ];
        let mut command = Command::new(env!("CARGO_BIN_EXE_piidar"));
        command.env_remove("CI").current_dir(root()).stdin(Stdio::null());
        let run = run(command.args(["scan", "fixtures/hostile"]).args(args)).quiet(0);
        let obeyed = |c: &char| {
            let turns =
                matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            turns || c.is_control() && *c != '\n'
        };
        assert_eq!(run.out().chars().find(obeyed), None, "{format}");
    }
    let run = scan("fixtures/hostile", &["--samples-as-real"]).quiet(0);
    let kinds: Vec<_> = run.left().into_iter().filter(|(_, reason)| reason != "unsupported-kind").collect();
    assert!(kinds.is_empty(), "{kinds:?}");
    let summary = run.summary();
    let told = summary["complete"].as_u64().unwrap() + summary["skipped"].as_u64().unwrap();
    assert_eq!(told, files("fixtures/hostile").len() as u64, "every file is told of");
}

#[test]
fn every_file_is_described() {
    let top = fs::read_to_string(root().join("fixtures/README.md")).unwrap();
    for folder in ["clean", "documents", "formats", "golden", "hostile", "labelled", "schemas"] {
        assert!(top.contains(&format!("({folder}/)")), "{folder}");
    }
    for folder in
        ["fixtures/formats", "fixtures/golden", "fixtures/hostile", "fixtures/labelled", "fixtures/schemas"]
    {
        let text = fs::read_to_string(root().join(folder).join("README.md")).unwrap();
        for file in files(folder) {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            // A space that does not break is told in words.
            let told = text.contains(&name.replace('\u{a0}', " ")) || name == "README.md";
            assert!(told, "{folder}/README.md does not speak of {name}");
        }
    }
}

/// Two thousand labelled documents would hide the examples; `fixtures/.piidarignore` leaves them out, and the ledger says so.
#[test]
fn a_scan_of_the_fixtures_leaves_the_labelled_texts_out() {
    assert!(root().join("fixtures/.piidarignore").is_file());
    let run = scan("fixtures", &["--samples-as-real"]).quiet(0);
    let labelled = |path: &str| path.starts_with("fixtures/labelled");
    assert!(run.findings().iter().all(|f| !labelled(f["path"].as_str().unwrap())));
    assert!(run.left().iter().any(|(path, reason)| labelled(path) && reason == "ignored"));
}
