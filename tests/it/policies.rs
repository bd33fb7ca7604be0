//! The two policies that the matrices come from, where they are at hand: what is found in them, and what they say.

use piidar::classify::{BUILTIN_MATRICES, Matrix};
use serde_json::Value;

use crate::support::{Folder, Run, shared};

/// Everything that is reported by default, by type: disposition and place.
fn scan(policy: &str) -> Option<(String, Run)> {
    let path = shared("policies")?.join(policy);
    let run = Folder::new().run(&["scan", path.to_str().unwrap(), "--format", "jsonl", "--show-values"]);
    Some((std::fs::read_to_string(path).unwrap(), run.quiet(0)))
}

fn of_type<'a>(findings: &'a [Value], info_type: &str) -> Vec<&'a Value> {
    findings.iter().filter(|f| f["type"] == info_type).collect()
}

fn distinct(findings: &[&Value]) -> Vec<String> {
    let mut values: Vec<_> = findings.iter().map(|f| f["masked"].as_str().unwrap().to_lowercase()).collect();
    values.sort();
    values.dedup();
    values
}

#[test]
fn policy_a_holds_two_shared_mailboxes_and_nothing_else() {
    let Some((_, run)) = scan("policy-a.md") else { return };
    let findings = run.findings();
    let emails = of_type(&findings, "EMAIL_ADDRESS");
    assert_eq!(distinct(&emails).len(), 2, "{emails:?}");
    assert!(emails.iter().all(|f| f["disposition"] == "role"), "{emails:?}");
    assert_eq!(findings.len(), emails.len(), "{findings:?}");
    assert_eq!(run.summary()["hidden"]["synthetic"], 0, "no placeholders");
}

#[test]
fn policy_b_holds_two_shared_mailboxes_a_name_and_an_address() {
    let Some((text, run)) = scan("policy-b.md") else { return };
    let findings = run.findings();
    let emails = of_type(&findings, "EMAIL_ADDRESS");
    assert_eq!(distinct(&emails).len(), 2, "{emails:?}");
    assert!(emails.iter().all(|f| f["disposition"] == "role"), "{emails:?}");
    let three = distinct(&emails).iter().any(|v| emails.iter().filter(|f| f["masked"] == **v).count() == 3);
    assert!(three, "one of them occurs three times");
    let names = of_type(&findings, "PERSON_NAME");
    assert_eq!(names.len(), 1, "{names:?}");
    let start = usize::try_from(names[0]["start"].as_u64().unwrap()).unwrap();
    assert!(text[..start].ends_with("Attn: "), "the name behind `Attn:`");
    let addresses = of_type(&findings, "POSTAL_ADDRESS");
    assert_eq!(addresses.len(), 1, "{addresses:?}");
    assert!(addresses[0]["masked"].as_str().unwrap().contains("400053"), "{addresses:?}");
    assert_eq!(findings.len(), emails.len() + 2, "no phone, no date, nothing else: {findings:?}");
}

#[test]
fn the_default_matrix_is_what_policy_a_says() {
    let Some(folder) = shared("policies") else { return };
    let policy = folder.join("policy-a.md");
    let run = Folder::new().run(&["matrix", "import", policy.to_str().unwrap(), "--id", "saas"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let imported = Matrix::parse("imported", run.out()).unwrap();
    let (_, text) = BUILTIN_MATRICES.iter().find(|(name, _)| *name == "saas").unwrap();
    let builtin = Matrix::parse("saas", text).unwrap();
    assert_eq!(imported.classes.len(), 8);
    assert_eq!((imported.classes, imported.examples), (builtin.classes, builtin.examples));
}

/// Cells of the policy's table are in the matrix as they are, byte for byte.
#[test]
fn cells_are_the_policys_own_words() {
    let Some(folder) = shared("policies") else { return };
    let policy = std::fs::read_to_string(folder.join("policy-a.md")).unwrap();
    let (_, text) = BUILTIN_MATRICES.iter().find(|(name, _)| *name == "saas").unwrap();
    for class in Matrix::parse("saas", text).unwrap().classes {
        let row = policy.lines().find(|line| line.starts_with('|') && line.contains(&class.name));
        let row = row.unwrap_or_else(|| panic!("no row {}", class.name));
        let retention = class.retention.unwrap();
        for cell in [class.gdpr_label.as_ref(), class.access.as_ref(), Some(&retention.text)] {
            assert!(row.contains(cell.unwrap().as_str()), "{cell:?} is not in {row}");
        }
        assert!(retention.rule.is_some(), "{} could not be read", retention.text);
    }
}

/// What policies commonly call their levels is understood; what is not leaves no file behind.
#[test]
fn common_words_for_levels_are_understood() {
    let folder = Folder::new();
    let table = |words: &[&str]| {
        let rows: String = words.iter().enumerate().map(|(n, word)| format!("|Kind {n}|{word}|\n")).collect();
        format!("|Data Category|Sensitivity|\n|-|-|\n{rows}")
    };
    folder.file("ours.md", table(&["Public", "Internal", "Confidential", "Critical"]));
    let run = folder.run(&["matrix", "import", "ours.md", "-o", "ours.toml"]);
    assert_eq!((run.code, run.out()), (Some(0), ""), "{}", run.err);
    // Which of our families its rows are for, no policy says.
    let warned =
        run.err.starts_with("warning: `[map]` leaves these families to its default, `kind-3`: account, ");
    assert!(warned && run.err.lines().count() == 1, "{}", run.err);
    let matrix = Matrix::parse("ours", &folder.read("ours.toml")).unwrap();
    let levels: Vec<_> = matrix.classes.iter().map(|class| class.sensitivity.unwrap().name()).collect();
    assert_eq!(levels, ["low", "medium", "high", "very-high"]);

    folder.file("odd.md", table(&["Purple"]));
    let words = ["unknown sensitivity `Purple`", "high (confidential, private)"];
    folder.run(&["matrix", "import", "odd.md", "-o", "odd.toml"]).fault(&words);
    assert_eq!(folder.names(), ["odd.md", "ours.md", "ours.toml"]);
}
