//! The hooks of `.pre-commit-hooks.yaml`, run by the real pre-commit.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Folder, Run, run, search_path};

/// Somebody, by a domain that is not kept for examples.
const LEAK: &str = "mail to jane@acme-industries.org\n";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The real pre-commit: the one that `.ci/run` fetched, or that of this machine.
fn pre_commit() -> Option<PathBuf> {
    let path = search_path(&root().join("target/pre-commit/bin"));
    let found = std::env::split_paths(&path).map(|p| p.join("pre-commit")).find(|p| p.is_file());
    if found.is_none() {
        eprintln!("skipped: pre-commit is not here (.ci/run fetches it where there is Python)");
    }
    found
}

/// A command in a repository, without anybody's own settings.
fn command(folder: &Folder, program: impl AsRef<OsStr>, args: &[&str]) -> Run {
    let bin = Path::new(env!("CARGO_BIN_EXE_piidar")).parent().unwrap();
    let mut command = Command::new(program);
    command.args(args).current_dir(folder.path()).env_remove("CI");
    // Git tells its hooks where they are; a test that runs in one must not take that for its own.
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    command.env("PATH", search_path(bin)).env("HOME", folder.path().join(".git"));
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    command.env("PRE_COMMIT_HOME", folder.path().join(".git/pre-commit"));
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "Test").env(format!("GIT_{who}_EMAIL"), "test@example.org");
    }
    run(&mut command)
}

fn git(folder: &Folder, args: &[&str]) -> Run {
    let run = command(folder, "git", args);
    assert_eq!(run.code, Some(0), "git {args:?}: {run:?}");
    run
}

/// A repository with everything in the folder committed.
fn repository(folder: &Folder) {
    git(folder, &["init", "--quiet", "--initial-branch", "main"]);
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--allow-empty", "--no-verify", "--message", "Begin"]);
}

#[test]
fn the_hook_stops_a_commit_with_a_leak() {
    let Some(pre_commit) = pre_commit() else { return };
    let hooks = Folder::new();
    hooks.file(".pre-commit-hooks.yaml", std::fs::read(root().join(".pre-commit-hooks.yaml")).unwrap());
    repository(&hooks);
    git(&hooks, &["tag", "v0.1.0"]);
    let valid = command(&hooks, &pre_commit, &["validate-manifest", ".pre-commit-hooks.yaml"]);
    assert_eq!(valid.code, Some(0), "{valid:?}");

    let project = Folder::new();
    let config = format!(
        "repos:\n- repo: {}\n  rev: v0.1.0\n  hooks:\n  - id: piidar-system\n",
        hooks.path().display()
    );
    project.file(".pre-commit-config.yaml", config);
    project.file("old.txt", LEAK);
    repository(&project);
    assert_eq!(command(&project, &pre_commit, &["install"]).code, Some(0));

    project.file("new.txt", LEAK);
    git(&project, &["add", "new.txt"]);
    let commit = ["commit", "--message", "New"];
    let stopped = command(&project, "git", &commit);
    assert_eq!(stopped.code, Some(1), "{stopped:?}");
    let told = format!("{}{}", stopped.out(), stopped.err);
    assert!(["new.txt", "EMAIL_ADDRESS", "exit code: 1"].iter().all(|word| told.contains(word)), "{told}");
    assert!(!told.contains("old.txt"), "what is not staged is nobody's concern here: {told}");

    // What is staged counts, not what lies in the folder.
    project.file("new.txt", "nothing\n");
    assert_eq!(command(&project, "git", &commit).code, Some(1));
    git(&project, &["add", "new.txt"]);
    let passed = command(&project, "git", &commit);
    assert_eq!(passed.code, Some(0), "{passed:?}");
}
