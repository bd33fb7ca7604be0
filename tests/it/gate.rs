//! The gate as a project uses it: configuration, zones, accepted findings, comments and the baseline.

use serde_json::Value;

use crate::support::{self, Folder, Run, run};

const EMAIL: &str = "jane.roe@wonderland.org";
const OTHER: &str = "bob.stone@wonderland.org";

fn standings(run: &Run) -> [u64; 3] {
    let counts = &run.summary()["by_standing"];
    ["new", "known", "suppressed"].map(|name| counts[name].as_u64().unwrap())
}

#[test]
fn the_nearest_configuration_is_used_from_any_folder_below_it() {
    let folder = Folder::new();
    folder.file(
        "piidar.toml",
        "[policy]\nfail_on = \"high\"\n[[zone]]\npaths = [\"lab/\"]\nfail_on = \"none\"\n",
    );
    folder.file("lab/a.txt", EMAIL);
    folder.scan(&[]).quiet(0);
    folder.file("src/a.txt", EMAIL);
    folder.scan(&[]).quiet(1);
    folder.scan(&["--no-config"]).quiet(0);
    let below = |args: &[&str]| run(folder.piidar(args).current_dir(folder.path().join("src")));
    below(&["scan"]).quiet(1);
    below(&["scan", "../lab"]).quiet(0);
    below(&["scan", "--config", "../absent.toml"]).fault(&["absent.toml"]);
    // What lies outside of the repository is nobody's business.
    std::fs::create_dir(folder.path().join("src/.git")).unwrap();
    below(&["scan"]).quiet(0);
}

#[test]
fn everything_wrong_with_a_configuration_is_told_with_its_place() {
    let folder = Folder::new();
    folder.file(
        "piidar.toml",
        "[scan]\ntypes = [\"EMAIL_ADRESS\"]\n[policy]\ncategories = [\"sensitiv\"]\ngdpr_labels = [\"Secret\"]\n",
    );
    let run = folder.scan(&[]).fault(&[
        "piidar.toml:2:10",
        "unknown type `EMAIL_ADRESS`",
        "piidar.toml:4:15",
        "3 faults",
    ]);
    assert_eq!(run.out(), "");
    folder.file("piidar.toml", "[policy]\nfail = \"high\"\n");
    folder.scan(&[]).fault(&["piidar.toml:2:1", "unknown key `fail`", "fail_on"]);
    folder.file("piidar.toml", "[scan]\nexclude_types = [\"EMAIL_ADDRESS\"]\ntypes = [\"email\"]\n");
    folder.scan(&[]).fault(&["rule"]);
}

#[test]
fn the_first_zone_that_a_path_is_in_decides() {
    let folder = Folder::new();
    folder.file(
        "piidar.toml",
        "[policy]\nfail_on = \"very-high\"\n[[zone]]\npaths = [\"tests/real/**\"]\nfail_on = \"none\"\n\
         [[zone]]\npaths = [\"tests/**\"]\nfail_on = \"any\"\n[[zone]]\npaths = [\"few/\"]\nfail_on = \"any\"\nmax_findings = 1\n\
         [[zone]]\npaths = [\"same/\"]\nfail_on = \"any\"\nmax_distinct = 1\n[[zone]]\npaths = [\"types/\"]\ntypes = [\"email\"]\n",
    );
    folder.file("a.txt", EMAIL);
    folder.file("tests/real/a.txt", EMAIL);
    folder.file("few/a.txt", EMAIL);
    folder.file("same/a.txt", format!("{EMAIL}\n{EMAIL}\n"));
    folder.scan(&[]).quiet(0);
    for (name, text, zone) in [
        ("tests/a.txt", EMAIL.to_owned(), "tests/**"),
        ("few/b.txt", EMAIL.to_owned(), "few/"),
        ("same/b.txt", OTHER.to_owned(), "same/"),
        ("types/b.txt", EMAIL.to_owned(), "types/"),
    ] {
        let path = folder.file(name, text);
        let run = folder.scan(&[]).quiet(1);
        assert!(run.err.contains(&format!("in the zone {zone}")), "{}", run.err);
        std::fs::remove_file(path).unwrap();
    }
    let gates = "[policy]\ncategories = [\"pii\"]\n";
    folder.file("piidar.toml", gates);
    folder.scan(&[]).quiet(1);
    folder.file("piidar.toml", format!("{gates}min_confidence = 99\n"));
    folder.scan(&[]).quiet(0);
    folder.file("piidar.toml", "[policy]\ngdpr_labels = [\"Personal Data\"]\n");
    let by_label = folder.scan(&[]);
    let label = by_label.findings()[0]["gdpr_label"].clone();
    assert_eq!(by_label.code == Some(1), label == "Personal Data", "{label}");
}

#[test]
fn entries_accept_what_they_name_and_idle_ones_are_told() {
    let folder = Folder::new();
    folder.file("a.txt", format!("{EMAIL}\njane@mail.wonderland.org\n{OTHER}\n"));
    let entry = |what: &str| {
        folder.file(
            "piidar.toml",
            format!("[policy]\nfail_on = \"any\"\n[[allow]]\n{what}\nreason = \"ours\"\n"),
        );
        folder.scan(&["--show", "suppressed"])
    };
    for (what, accepted) in [
        ("domains = [\"wonderland.org\"]", 3),
        ("domains = [\"mail.wonderland.org\"]", 1),
        ("values = [\"bob.*\"]", 1),
        ("paths = [\"*.txt\"]\ntypes = [\"EMAIL_ADDRESS\"]", 3),
        ("paths = [\"*.csv\"]", 0),
        ("types = [\"US_SSN\"]", 0),
    ] {
        let run = entry(what);
        assert_eq!(standings(&run), [3 - accepted, 0, accepted], "{what}");
        assert_eq!(run.code, Some(i32::from(accepted < 3)));
        assert_eq!(run.err.contains("this entry accepted nothing"), accepted == 0, "{}", run.err);
        let reasons = run.findings().iter().filter(|f| f["justification"] == "ours").count();
        assert_eq!(reasons as u64, accepted);
    }
    let expired = entry("domains = [\"wonderland.org\"]\nexpires = 2020-01-31\nowner = \"desk\"");
    assert_eq!(standings(&expired), [3, 0, 0]);
    assert!(
        expired.err.contains("expired on 2020-01-31") && expired.err.contains("ask desk"),
        "{}",
        expired.err
    );
    // A part of the project says nothing about entries for the rest.
    folder.file("b/b.txt", "nothing");
    let part = folder.run(&["scan", "b", "--format", "jsonl"]);
    assert!(!part.err.contains("accepted nothing"), "{}", part.err);
}

#[test]
fn comments_accept_findings_and_idle_ones_are_told() {
    let folder = Folder::new();
    folder.file(
        "a.py",
        format!(
            "a = \"{EMAIL}\"  # piidar:allow(EMAIL_ADDRESS) our own desk\n# piidar:allow\nb = \"{OTHER}\"\n\
             c = 1  # piidar:allow(PHONE_NUMBER)\n"
        ),
    );
    let run = folder.scan(&["--fail-on", "any", "--show", "suppressed"]);
    assert_eq!((run.code, standings(&run)), (Some(0), [0, 0, 2]));
    assert_eq!(run.err, "warning: a.py:4: this piidar:allow accepts nothing\n");
    assert_eq!(run.findings()[0]["justification"], "our own desk");
    folder.scan(&["--fail-on", "any", "--no-inline"]).quiet(1);
    folder.file("piidar.toml", "[scan]\ninline = false\n");
    folder.scan(&["--fail-on", "any"]).quiet(1);
}

#[test]
fn a_comment_works_wherever_a_window_ends() {
    let folder = Folder::new();
    let mut text = String::new();
    // Far more than a window, with comments on every line and on lines of their own.
    while text.len() < 2_000_000 {
        text.push_str(&format!(
            "{EMAIL} # piidar:allow\n// piidar:allow\nto = {OTHER}\nfiller {}\n",
            text.len()
        ));
    }
    folder.file("a.txt", &text);
    for threads in ["1", "3"] {
        let run = folder.scan(&["--threads", threads]).quiet(0);
        assert_eq!(standings(&run)[0], 0);
    }
}

#[test]
fn a_baseline_accepts_what_was_there_and_nothing_else() {
    let folder = Folder::new();
    folder.file("a.txt", format!("{EMAIL}\n"));
    folder.file("users.csv", format!("id,email\n1,{EMAIL}\n2,{OTHER}\n"));
    folder.file("piidar.toml", "[policy]\nfail_on = \"any\"\n");
    folder.run(&["baseline", "update"]).fault(&["there is no baseline", "create"]);
    let made = folder.run(&["baseline", "create"]).quiet(0);
    assert_eq!(made.out(), ".piidar-baseline.jsonl: 3 findings in 2 files accepted.\n");
    folder.run(&["baseline", "create"]).fault(&["already exists", "update"]);
    let text = folder.read(".piidar-baseline.jsonl");
    assert_eq!(text.lines().count(), 3);
    assert!(!text.contains("wonderland"), "{text}");
    let run = folder.scan(&["--show", "known"]).quiet(0);
    assert_eq!(standings(&run), [0, 3, 0]);
    assert!(run.findings().iter().all(|f| f["standing"] == "known"));
    assert_eq!(folder.scan(&[]).quiet(0).findings().len(), 0);
    folder.scan(&["--no-baseline"]).quiet(1);

    // Moved lines and moved files are the same; what grows is new.
    folder.file("a.txt", format!("\n\n\n  {EMAIL}\n"));
    std::fs::create_dir(folder.path().join("data")).unwrap();
    std::fs::rename(folder.path().join("users.csv"), folder.path().join("data/users.csv")).unwrap();
    assert_eq!(standings(&folder.scan(&[]).quiet(0)), [0, 3, 0]);
    assert_eq!(
        folder.run(&["baseline", "check"]).quiet(0).out(),
        "The baseline holds what is found, and nothing else.\n"
    );
    folder.file("a.txt", format!("{EMAIL}\n{OTHER}\n"));
    assert_eq!(standings(&folder.scan(&[]).quiet(1)), [1, 3, 0]);
    let check = folder.run(&["baseline", "check"]);
    assert_eq!(check.code, Some(1));
    assert!(check.out().starts_with("new   a.txt: EMAIL_ADDRESS: 1 accepted, 2 found\n"), "{}", check.out());

    // Updates and prunings keep to the paths that they are given.
    std::fs::remove_file(folder.path().join("data/users.csv")).unwrap();
    folder.run(&["baseline", "update", "a.txt"]).quiet(0);
    assert_eq!(folder.read(".piidar-baseline.jsonl").lines().count(), 3);
    folder.scan(&[]).quiet(0);
    folder.run(&["baseline", "prune"]).quiet(0);
    assert_eq!(folder.read(".piidar-baseline.jsonl").lines().count(), 2);
}

#[test]
fn with_a_key_another_value_at_an_accepted_place_is_new() {
    let folder = Folder::new();
    let keyed = |args: &[&str]| run(folder.piidar(args).env("PIIDAR_BASELINE_KEY", "sixteen bytes or more"));
    folder.file("a.txt", format!("{EMAIL}\n"));
    keyed(&["baseline", "create"]).quiet(0);
    let scan = ["scan", "--fail-on", "any"];
    keyed(&scan).quiet(0);
    folder.file("a.txt", format!("{OTHER}\n"));
    keyed(&scan).quiet(1);
    folder.run(&scan).fault(&["PIIDAR_BASELINE_KEY is not set"]);
    run(folder.piidar(&scan).env("PIIDAR_BASELINE_KEY", "short")).fault(&["too short"]);
    assert!(!folder.read(".piidar-baseline.jsonl").contains("sixteen"));
}

#[test]
fn what_is_no_baseline_is_told_with_its_line() {
    let folder = Folder::new();
    folder.file("a.txt", EMAIL);
    folder.file(".piidar-baseline.jsonl", "{\"piidar_baseline\":1}\n<<<<<<< ours\n");
    folder.scan(&[]).fault(&[".piidar-baseline.jsonl:2:1", "a merge was not finished"]);
    folder.scan(&["--baseline", "absent.jsonl"]).fault(&["absent.jsonl", "create"]);
}

/// Runs git, which has to do what it is told.
fn git(folder: &Folder, args: &[&str]) {
    let done = run(support::git(folder.path()).args(args));
    assert_eq!(done.code, Some(0), "git {args:?}: {}", done.err);
}

#[test]
fn two_branches_that_changed_the_baseline_merge_into_a_valid_one() {
    let folder = Folder::new();
    git(&folder, &["init", "-q", "-b", "main"]);
    folder.file("a.txt", format!("{EMAIL}\n"));
    folder.run(&["init", "--yes"]).quiet(0);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-q", "-m", "start"]);
    for (branch, file) in [("left", "b.txt"), ("right", "c.txt")] {
        git(&folder, &["checkout", "-q", "-b", branch, "main"]);
        folder.file(file, format!("{OTHER}\n"));
        folder.run(&["baseline", "update"]).quiet(0);
        git(&folder, &["add", "."]);
        git(&folder, &["commit", "-q", "-m", branch]);
    }
    git(&folder, &["merge", "-q", "-m", "both", "left"]);
    assert_eq!(folder.read(".piidar-baseline.jsonl").lines().count(), 4);
    let run = folder.scan(&["--fail-on", "any"]).quiet(0);
    assert_eq!(standings(&run), [0, 3, 0]);
}

#[test]
fn init_knows_folders_and_asks_only_on_a_terminal() {
    let folder = Folder::new();
    folder.file("tests/a.txt", "nothing");
    folder.file("docs/a.md", "nothing");
    folder.run(&["init"]).fault(&["--yes"]);
    folder.run(&["init", "--yes", "--no-baseline"]).quiet(0);
    assert_eq!(folder.names(), ["docs", "piidar.toml", "tests"]);
    let check = folder.run(&["config", "check"]).quiet(0);
    for part in [
        "/tests/**: fails on anything",
        "/docs/**: fails on sensitivity medium or more",
        "\nelsewhere      fails on",
    ] {
        assert!(check.out().contains(part), "{}", check.out());
    }
    folder.run(&["init", "--yes"]).fault(&["piidar.toml already exists"]);
}

/// The published schema and the reader of the file agree.
#[test]
fn the_schema_accepts_what_the_reader_accepts() {
    let folder = Folder::new();
    let schema: Value = serde_json::from_str(folder.run(&["config", "schema"]).quiet(0).out()).unwrap();
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.add_resource("schema.json", schema).unwrap();
    let index = compiler.compile("schema.json", &mut schemas).unwrap();
    for (text, good) in [
        ("", true),
        ("[scan]\ntypes = [\"email\"]\nmin_confidence = \"high\"\ninline = false\nmatrix = \"saas\"\n", true),
        (
            "[policy]\nfail_on = \"any\"\nmax_findings = 3\nmin_confidence = 70\nstrict_coverage = true\n",
            true,
        ),
        ("[[zone]]\npaths = [\"a\"]\nfail_on = \"none\"\nreason = \"why\"\n", true),
        ("[[allow]]\nvalues = [\"#\"]\nreason = \"why\"\nowner = \"me\"\nexpires = \"2999-01-01\"\n", true),
        ("[scan]\nfoo = 1\n", false),
        ("[policy]\nfail_on = \"medum\"\n", false),
        ("[policy]\nmin_confidence = 101\n", false),
        ("[[zone]]\npaths = [\"a\"]\n", false),
        ("[[zone]]\nfail_on = \"any\"\n", false),
        ("[[allow]]\npaths = [\"a\"]\n", false),
        ("[[allow]]\nreason = \"why\"\n", false),
        ("[policy]\ngdpr_articles = [9, 87]\n", true),
        ("[policy]\ngdpr_articles = [5]\n", false),
    ] {
        let value: toml::Table = text.parse().unwrap();
        let valid = schemas.validate(&serde_json::to_value(value).unwrap(), index).is_ok();
        assert_eq!(valid, good, "the schema on {text}");
        folder.file("piidar.toml", text);
        let read = folder.run(&["config", "check"]);
        assert_eq!(read.code, Some(if good { 0 } else { 2 }), "the reader on {text}: {}", read.err);
    }
}

#[test]
fn explain_tells_what_was_accepted() {
    let folder = Folder::new();
    folder.file("a.py", format!("a = \"{EMAIL}\"  # piidar:allow our own desk\nb = \"{OTHER}\"\n"));
    let told = folder.run(&["explain", "a.py:1"]).quiet(0);
    assert!(told.out().contains("→ accepted by hand: our own desk"), "{}", told.out());
    assert!(folder.run(&["explain", "a.py:2"]).quiet(0).out().contains("→ reported"));
    assert!(folder.run(&["explain", "a.py:1", "--no-inline"]).quiet(0).out().contains("→ reported"));
}

/// What an untouched line holds has used up what was accepted: it does not let another value in.
#[test]
fn a_baseline_does_not_hide_what_a_change_adds() {
    let folder = Folder::new();
    git(&folder, &["init", "-q", "-b", "main"]);
    folder.file("a.txt", format!("{EMAIL}\n"));
    folder.run(&["baseline", "create"]).quiet(0);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-q", "-m", "start"]);
    folder.file("a.txt", format!("{OTHER}\n{EMAIL}\n"));
    git(&folder, &["add", "."]);
    let staged = folder.run(&["scan", "--staged", "--format", "jsonl"]).quiet(1);
    assert_eq!(staged.findings()[0]["line"], 1);
    assert_eq!(standings(&staged), [1, 1, 0]);
    folder.run(&["baseline", "update"]).quiet(0);
    folder.run(&["scan", "--staged"]).quiet(0);
    // A project that has said what it wants is asked.
    folder.file(".piidar-baseline.jsonl", "");
    folder.file("piidar.toml", "[policy]\nfail_on = \"very-high\"\n");
    folder.run(&["scan", "--staged"]).quiet(0);
}

#[test]
fn articles_of_the_gdpr_can_be_a_gate() {
    let folder = Folder::new();
    folder.file("people.csv", "nhs_number,email\n4857773457,jane.roe@wonderland.org\n");
    folder.file("piidar.toml", "[policy]\ngdpr_articles = [9]\n");
    let run = folder.scan(&[]).quiet(1);
    assert!(run.err.contains("1 new finding against the policy: GDPR art. 9"), "{}", run.err);
    folder.file("piidar.toml", "[policy]\ngdpr_articles = [10]\n");
    folder.scan(&[]).quiet(0);
    folder.file("piidar.toml", "[policy]\ngdpr_articles = [5]\n");
    folder.scan(&[]).fault(&["no such article", "87"]);
}

#[test]
fn init_keeps_what_stands_in_gitattributes() {
    let folder = Folder::new();
    git(&folder, &["init", "-q"]);
    let path = folder.file(".gitattributes", b"# caf\xe9\n*.png binary");
    folder.run(&["init", "--yes"]).quiet(0);
    let expect = b"# caf\xe9\n*.png binary\n.piidar-baseline.jsonl merge=union\n";
    assert_eq!(std::fs::read(path).unwrap(), expect);
}

#[test]
fn what_a_sparse_checkout_leaves_out_stays_accepted() {
    let folder = Folder::new();
    git(&folder, &["init", "-q", "-b", "main"]);
    folder.file("here/a.txt", "nothing");
    folder.file("away/list.txt", format!("{EMAIL}\n{OTHER}\n"));
    folder.run(&["baseline", "create"]).quiet(0);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-q", "-m", "start"]);
    let accepted = folder.read(".piidar-baseline.jsonl");
    for index in ["--no-sparse-index", "--sparse-index"] {
        git(&folder, &["sparse-checkout", "set", "--cone", index, "here"]);
        assert!(!folder.path().join("away").exists());
        for command in ["check", "prune", "update"] {
            folder.run(&["baseline", command]).quiet(0);
            assert_eq!(folder.read(".piidar-baseline.jsonl"), accepted, "{command} {index}");
        }
        // It was not moved, so nothing takes over what was accepted there.
        folder.file("here/list.txt", "eve.hill@wonderland.org\nann.dale@wonderland.org\n");
        folder.run(&["scan", "--fail-on", "any"]).quiet(1);
        std::fs::remove_file(folder.path().join("here/list.txt")).unwrap();
    }
    git(&folder, &["sparse-checkout", "disable"]);
    std::fs::remove_file(folder.path().join("away/list.txt")).unwrap();
    folder.run(&["baseline", "prune"]).quiet(0);
    assert_ne!(folder.read(".piidar-baseline.jsonl"), accepted, "what was deleted is gone");
}

#[test]
fn what_cannot_be_read_stays_accepted() {
    let folder = Folder::new();
    folder.file("list.txt", format!("{EMAIL}\n{OTHER}\n"));
    folder.run(&["baseline", "create"]).quiet(0);
    let accepted = folder.read(".piidar-baseline.jsonl");
    let oid = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393";
    folder.file(
        "list.txt",
        format!("version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize 12345\n"),
    );
    folder.run(&["baseline", "prune"]).quiet(0);
    assert_eq!(folder.read(".piidar-baseline.jsonl"), accepted);
    folder.file("list.txt", "nothing\n");
    folder.run(&["baseline", "prune"]).quiet(0);
    assert_ne!(folder.read(".piidar-baseline.jsonl"), accepted);
}

/// What git says of a change goes before what names and counts suggest: nothing that is accepted is spent twice.
#[test]
fn a_moved_file_does_not_let_a_new_one_of_its_name_in() {
    let folder = Folder::new();
    git(&folder, &["init", "-q", "-b", "main"]);
    let filler: String = (0..60).map(|n| format!("{n}\n")).collect();
    folder.file("list.txt", format!("{EMAIL}\n{OTHER}\n{filler}"));
    folder.run(&["baseline", "create"]).quiet(0);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-q", "-m", "start"]);
    std::fs::create_dir(folder.path().join("a")).unwrap();
    git(&folder, &["mv", "list.txt", "a/keep.txt"]);
    folder.file("b/list.txt", "eve.hill@wonderland.org\nann.dale@wonderland.org\n");
    git(&folder, &["add", "."]);
    let staged = folder.run(&["scan", "--staged", "--format", "jsonl"]).quiet(1);
    assert!(staged.findings().iter().all(|f| f["path"] == "b/list.txt"));
    git(&folder, &["commit", "-q", "-m", "move"]);
    folder.run(&["scan", "--diff", "HEAD~1..HEAD"]).quiet(1);
    folder.run(&["scan", "--diff", "..HEAD"]).fault(&["main..HEAD"]);
    folder.run(&["scan", "--diff", "HEAD~1..HEAD", "--messages"]).fault(&["--messages"]);
}

#[test]
fn no_entry_accepts_everything_by_naming_nothing() {
    let folder = Folder::new();
    for what in
        ["values = []", "types = []", "domains = []", "paths = []", "paths = [\"\"]", "paths = [\"/\"]"]
    {
        folder.file("piidar.toml", format!("[[allow]]\n{what}\nreason = \"x\"\n"));
        let run = folder.run(&["config", "check"]);
        assert_eq!(run.code, Some(2), "{what}: {}", run.out());
    }
    folder.file("piidar.toml", "[[zone]]\npaths = []\nfail_on = \"none\"\n");
    folder.run(&["config", "check"]).fault(&["names nothing"]);
    folder.file("piidar.toml", format!("[[allow]]\npaths = [\"a\"]\nreason = \"for {EMAIL}\"\n"));
    folder.run(&["config", "check"]).fault(&["this reason may contain a value"]);
}

#[test]
fn data_that_reads_like_a_comment_hides_no_other_row() {
    let folder = Folder::new();
    folder.file(
        "dump.sql",
        format!(
            "CREATE TABLE users (name text, email text);\nCOPY users (name, email) FROM stdin;\npiidar:allow\tx\n\
             # piidar:allow\ty\nzoe\t{EMAIL}\n\\.\nINSERT INTO users (name, email) VALUES ('piidar:allow', 'z'), ('b', '{OTHER}');\n"
        ),
    );
    folder.file("a.json", format!("[\n  \"piidar:allow\",\n  \"{EMAIL}\"\n]\n"));
    let run = folder.scan(&["--fail-on", "any"]);
    assert_eq!((run.code, standings(&run)), (Some(1), [3, 0, 0]));
    folder.file(
        "dump.sql",
        format!("-- piidar:allow a sample\nINSERT INTO users (email) VALUES ('{OTHER}');\n"),
    );
    assert_eq!(standings(&folder.scan(&[])), [1, 0, 1]);
}

#[test]
fn what_bears_the_name_of_a_configuration_is_one() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path().join("piidar.toml")).unwrap();
    folder.scan(&[]).fault(&["piidar.toml is not a configuration"]);
    #[cfg(unix)]
    {
        std::fs::remove_dir(folder.path().join("piidar.toml")).unwrap();
        std::os::unix::fs::symlink(folder.path().join("elsewhere"), folder.path().join("piidar.toml"))
            .unwrap();
        folder.scan(&[]).fault(&["piidar.toml"]);
        folder.run(&["init", "--yes"]).fault(&["already exists"]);
        assert!(!folder.path().join("elsewhere").exists());
    }
}

#[test]
fn a_baseline_without_digests_does_not_do_for_a_key() {
    let folder = Folder::new();
    let keyed = |args: &[&str]| run(folder.piidar(args).env("PIIDAR_BASELINE_KEY", "sixteen bytes or more"));
    folder.file("a.txt", format!("{EMAIL}\n"));
    folder.run(&["baseline", "create"]).quiet(0);
    keyed(&["scan"]).fault(&["baseline update"]);
    keyed(&["baseline", "prune"]).quiet(0);
    assert!(folder.read(".piidar-baseline.jsonl").contains("a.txt"), "nothing is gone");
    keyed(&["baseline", "update"]).quiet(0);
    keyed(&["scan", "--fail-on", "any"]).quiet(0);
}

#[test]
fn entries_expire_by_the_clock() {
    let folder = Folder::new();
    folder.file("a.txt", EMAIL);
    folder.file("piidar.toml", "[[allow]]\npaths = [\"a.txt\"]\nreason = \"old\"\nexpires = 2020-01-01\n");
    let run = run(folder.piidar(&["scan", "--fail-on", "any"]).env("SOURCE_DATE_EPOCH", "5"));
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("expired on 2020-01-01"), "{}", run.err);
}

/// What explain tells of a comment is what the scan makes of it, in data as well.
#[test]
fn explain_and_scan_agree_on_comments_in_data() {
    let folder = Folder::new();
    folder.file("dump.sql", format!("INSERT INTO users (name, email) VALUES ('piidar:allow', '{EMAIL}');\n"));
    assert_eq!(standings(&folder.scan(&[])), [1, 0, 0]);
    let told = folder.run(&["explain", "dump.sql:1"]).quiet(0);
    assert!(told.out().contains("→ reported") && !told.out().contains("accepted"), "{}", told.out());
}

/// Who accepts a value writes what it is, however a file writes it.
#[test]
fn values_are_accepted_as_what_they_mean() {
    let folder = Folder::new();
    folder.file(
        "piidar.toml",
        format!(
            "[policy]\nfail_on = \"any\"\n[[allow]]\nvalues = [\"{EMAIL}\", \"O'Brien\"]\nreason = \"ours\"\n"
        ),
    );
    for (name, text) in [
        ("a.sql", "INSERT INTO t (last_name) VALUES ('O''Brien');\n"),
        ("b.sql", "INSERT INTO t VALUES (0x6a616e652e726f6540776f6e6465726c616e642e6f7267, 1);\n"),
        ("c.ldif", "dn: x\nmail:: amFuZS5yb2VAd29uZGVybGFuZC5vcmc=\n"),
        (
            "d.eml",
            "From: x\nTo: y\nContent-Transfer-Encoding: quoted-printable\n\njane.roe=40wonder=\nland.org\n",
        ),
        ("e.json", "{\"x\": \"jane.roe\\u0040wonderland.org\"}"),
    ] {
        folder.file(name, text);
        let run = folder.run(&["scan", name, "--format", "jsonl"]).quiet(0);
        assert_eq!(standings(&run), [0, 0, 1], "{text}");
    }
}

#[test]
fn a_baseline_of_nothing_is_not_written() {
    let folder = Folder::new();
    let run = folder.run(&["baseline", "create", "nosuch"]);
    assert_eq!((run.code, folder.names()), (Some(3), vec![]), "{run:?}");
    assert!(run.err.contains("nosuch: could not be scanned"), "{}", run.err);
    assert!(run.err.contains(".piidar-baseline.jsonl: not written"), "{}", run.err);
    folder.file("a.txt", EMAIL);
    folder.run(&["baseline", "create"]).quiet(0);
    let before = folder.read(".piidar-baseline.jsonl");
    for command in ["update", "prune", "check"] {
        assert_eq!(folder.run(&["baseline", command, "nosuch"]).code, Some(3), "{command}");
        assert_eq!(folder.read(".piidar-baseline.jsonl"), before, "{command}");
    }
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    folder.run(&["baseline", "create", "empty", "--baseline", "none.jsonl"]).quiet(0);
}

#[test]
fn a_limit_alone_is_a_policy() {
    let folder = Folder::new();
    folder.file("a.txt", EMAIL);
    for (limit, code) in [("max_findings = 0", 1), ("max_findings = 1", 0), ("max_distinct = 0", 1)] {
        folder.file("piidar.toml", format!("[policy]\n{limit}\n"));
        folder.scan(&[]).quiet(code);
        assert!(
            folder.run(&["config", "check"]).out().contains("\npolicy         fails on anything"),
            "{limit}"
        );
    }
    folder.file("piidar.toml", "[scan]\ntypes = []\n");
    folder.scan(&[]).fault(&["`types` names nothing", "leave it out"]);
}

#[test]
fn comments_are_told_with_their_lines_and_unknown_types() {
    let folder = Folder::new();
    let text = format!("a = 1\nb = 2\nc = 3  # piidar:allow\nd = '{EMAIL}'  # piidar:allow(EMAIL_ADRESS)\n");
    folder.file("n.py", &text);
    for args in [&["--format", "summary"][..], &["-o", "report.csv"], &["--format", "human"]] {
        let run = folder.run(&[&["scan", "n.py"], args].concat());
        let expected = "warning: n.py:3: this piidar:allow accepts nothing\nwarning: n.py:4: this piidar:allow names \
                        the unknown type `EMAIL_ADRESS`; did you mean `EMAIL_ADDRESS`?\n";
        assert_eq!(run.err, expected, "{args:?}");
    }
    // Across windows as well, and of types that are there but not asked for nothing is said.
    folder.file(
        "n.py",
        format!("{}{EMAIL} # piidar:allow(EMAIL_ADDRESS, us_sn)\n", "filler\n".repeat(300_000)),
    );
    let run = folder.run(&["scan", "n.py", "--format", "summary", "--exclude-type", "IP_ADDRESS"]);
    assert!(run.err.contains("n.py:300001: this piidar:allow names the unknown type `us_sn`"), "{}", run.err);
    folder.file("n.py", format!("{EMAIL} # piidar:allow(EMAIL_ADDRESS, US_SSN)\n"));
    assert_eq!(folder.run(&["scan", "n.py", "--exclude-type", "US_SSN"]).err, "");
    folder.file("n.py", "a # piidar:allow(bob.miller@wonderland.org)\n");
    let run = folder.run(&["scan", "n.py"]);
    assert!(run.err.contains("n.py:1") && !run.err.contains("bob"), "{}", run.err);
    folder.file("piidar.toml", "[scan]\ntypes = [\"SSN\"]\n");
    folder.scan(&[]).fault(&["unknown type `SSN`", "did you mean `US_SSN`?", "see `piidar rules list`"]);
}
