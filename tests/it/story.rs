//! The story of a project that takes piidar up, on a real repository with git's own hook: from the first day to a leak that is caught.

#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;

use crate::support::{self, Folder, Run, run};

const OLD: &str = "jane.roe@wonderland.org";
const LEAK: &str = "bob.stone@wonderland.org";
const DESK: &str = "press.desk.hill@wonderland.org";
const KEY: &str = "a key that is never committed";

/// What the hook runs: what `.pre-commit-hooks.yaml` has as its entry.
const HOOK: &str = "#!/bin/sh\nexec piidar scan --staged\n";

struct Project(Folder);

impl Project {
    fn new() -> Self {
        let folder = Folder::new();
        let project = Self(folder);
        project.git(&["init", "-q", "-b", "main"]).quiet(0);
        let hook = project.0.file(".git/hooks/pre-commit", HOOK);
        std::fs::set_permissions(hook, std::fs::Permissions::from_mode(0o755)).unwrap();
        project
    }

    /// Runs git, whose hook finds the program on the path.
    fn git(&self, args: &[&str]) -> Run {
        let bin = std::path::Path::new(env!("CARGO_BIN_EXE_piidar")).parent().unwrap();
        run(support::git(self.0.path()).env("PATH", support::search_path(bin)).args(args))
    }

    /// Stages everything and commits.
    fn commit(&self, message: &str) -> Run {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", message])
    }

    #[track_caller]
    fn passes(&self, message: &str) {
        let run = self.commit(message);
        assert_eq!(run.code, Some(0), "{message}: {} {}", run.out(), run.err);
    }
}

#[test]
fn a_project_takes_piidar_up() {
    let project = Project::new();
    let folder = &project.0;
    folder.file("src/team.csv", format!("name,email\nJane Roe,{OLD}\n"));
    folder.file("tests/users.csv", "id,email\n1,jane@example.com\n");

    // The first day: a configuration, and what is there is accepted. Invented values need no exception.
    let init = folder.run(&["init", "--yes"]).quiet(0);
    assert!(init.out().contains("2 findings in 1 file accepted"), "{}", init.out());
    project.passes("take piidar up");

    // A commit with new personal data is blocked, and the hook tells where and what to do.
    folder.file("src/new.txt", format!("ask {LEAK}\n"));
    let blocked = project.commit("a leak");
    assert_eq!(blocked.code, Some(1), "{blocked:?}");
    let told = format!("{}{}", blocked.out(), blocked.err);
    for words in ["src/new.txt", "1:5", "EMAIL_ADDRESS", "1 new finding against the policy", "piidar:allow"] {
        assert!(told.contains(words), "{words} is missing in {told}");
    }
    assert!(!told.contains(LEAK), "{told}");
    assert_eq!(project.git(&["log", "--oneline"]).out().lines().count(), 1, "nothing was committed");

    // Allowed with a reason, it passes.
    folder.file("src/new.txt", format!("ask {DESK} # piidar:allow(EMAIL_ADDRESS) our own desk\n"));
    project.passes("the desk");

    // A file that is moved and renamed stays accepted, before and after its commit.
    project.git(&["mv", "src/team.csv", "people.csv"]).quiet(0);
    project.passes("move");
    folder.run(&["scan"]).quiet(0);

    // Two branches accept something each; their merge accepts both.
    for (branch, file, value) in
        [("left", "left.txt", "ann.dale@wonderland.org"), ("right", "right.txt", LEAK)]
    {
        project.git(&["checkout", "-q", "-b", branch, "main"]).quiet(0);
        folder.file(file, format!("{value}\n"));
        assert_eq!(project.commit("not yet accepted").code, Some(1));
        folder.run(&["baseline", "update"]).quiet(0);
        project.passes(branch);
    }
    project.git(&["merge", "-q", "-m", "both", "left"]).quiet(0);
    folder.run(&["scan"]).quiet(0);
    folder.run(&["baseline", "check"]).quiet(0);

    // Another value at an accepted place has the same count: only a key tells them apart.
    folder.file("right.txt", "eve.moss@wonderland.org\n");
    folder.run(&["scan"]).quiet(0);
    folder.file("right.txt", format!("{LEAK}\n"));
    let keyed = |args: &[&str]| run(folder.piidar(args).env("PIIDAR_BASELINE_KEY", KEY));
    keyed(&["baseline", "update"]).quiet(0);
    keyed(&["scan"]).quiet(0);
    folder.file("right.txt", "eve.moss@wonderland.org\n");
    keyed(&["scan"]).quiet(1);

    // Whatever was accepted, no value is in what was committed for it.
    let baseline = folder.read(".piidar-baseline.jsonl");
    assert!(!baseline.contains("wonderland") && !baseline.contains(KEY), "{baseline}");
}

/// A hook names files, a person a folder, CI nothing: the verdict is the same.
#[test]
fn a_file_is_judged_by_its_place_in_the_repository_however_it_is_asked_for() {
    let project = Project::new();
    let folder = &project.0;
    folder.file("docs/guide.md", "call (415) 867-4422\n");
    folder.file("src/guide.md", "call (415) 867-4422\n");
    let confidences = |of: &Run| of.findings().iter().map(|f| f["confidence"].clone()).collect::<Vec<_>>();
    let scan = |at: &str, path: &[&str]| {
        let args = [&["scan", "--min-confidence", "low", "--format", "jsonl"], path].concat();
        run(folder.piidar(&args).current_dir(folder.path().join(at)))
    };
    let all = confidences(&scan("", &[]));
    assert_eq!(all.len(), 2);
    assert_ne!(all[0], all[1], "documentation says less");
    for (at, path) in [("", "docs"), ("", "docs/guide.md"), ("docs", "."), ("src", "../docs/guide.md")] {
        assert_eq!(confidences(&scan(at, &[path])), all[..1], "{path} from {at:?}");
    }
    let story = folder.run(&["explain", "docs/guide.md:1"]);
    assert!(story.out().contains("path of tests, samples or documentation"), "{}", story.out());
    let real = confidences(&scan("", &["--samples-as-real"]));
    assert_eq!(real, [all[1].clone(), all[1].clone()]);
}
