//! Git repositories: what is staged, what a branch changes, and what ever was, in repositories that Git itself made.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{Folder, HOOK, Run, run};

/// An address that counts, and another.
const JANE: &str = "Write to jane.roe@wonderland.org.\n";
const RICHARD: &str = "Write to richard.doe@wonderland.org.\n";

/// A repository in a folder of its own.
struct Repo(Folder);

impl Repo {
    /// An empty one, where there is a Git to make it.
    fn new() -> Option<Self> {
        if Command::new("git").arg("--version").output().is_err() {
            eprintln!("skipped: there is no git");
            return None;
        }
        let repo = Self(Folder::new());
        repo.git(&["init", "-q", "-b", "main"]);
        Some(repo)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) {
        self.0.file(name, bytes);
    }

    /// Git, as it is on no machine in particular, in a folder.
    fn git_in(&self, folder: &Path, args: &[&str]) -> String {
        let mut command = Command::new("git");
        command.current_dir(folder).args(["-c", "protocol.file.allow=always", "-c", "core.autocrlf=false"]);
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", self.path());
        HOOK.iter().for_each(|name| _ = command.env_remove(name));
        for (role, name) in [("AUTHOR", "Ada Author"), ("COMMITTER", "Carl Committer")] {
            command.env(format!("GIT_{role}_NAME"), name);
            command.env(format!("GIT_{role}_EMAIL"), format!("{}@example.org", role.to_lowercase()));
            command.env(format!("GIT_{role}_DATE"), "2024-05-01T12:00:00+02:00");
        }
        let done = command.args(args).output().unwrap();
        assert!(done.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap().trim_end().to_owned()
    }

    fn git(&self, args: &[&str]) -> String {
        self.git_in(self.path(), args)
    }

    fn stage(&self, name: &str, text: &str) {
        self.file(name, text);
        self.git(&["add", name]);
    }

    /// Commits all that there is; gives the id.
    fn commit(&self, message: &str) -> String {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Commits a file.
    fn commit_file(&self, name: &str, text: &str) -> String {
        self.file(name, text);
        self.commit(&format!("Change {name}"))
    }

    fn scan(&self, args: &[&str]) -> Run {
        self.0.run(&[&["scan", "--format", "jsonl", "--fail-on", "any"], args].concat())
    }
}

/// Path and line of all findings.
fn places(run: &Run) -> Vec<(String, u64)> {
    let place = |f: &Value| (f["path"].as_str().unwrap().to_owned(), f["line"].as_u64().unwrap());
    run.findings().iter().map(place).collect()
}

fn owned(places: &[(&str, u64)]) -> Vec<(String, u64)> {
    places.iter().map(|(path, line)| ((*path).to_owned(), *line)).collect()
}

#[test]
fn what_is_staged_is_scanned_not_what_lies_about() {
    let Some(repo) = Repo::new() else { return };
    repo.commit_file("old.txt", RICHARD);
    repo.stage("staged.txt", JANE);
    repo.file("staged.txt", "nothing any more\n");
    repo.file("unstaged.txt", RICHARD);
    repo.git(&["rm", "-q", "--cached", "old.txt"]);
    let done = repo.scan(&["--staged"]).quiet(1);
    assert_eq!(places(&done), owned(&[("staged.txt", 1)]));
    assert_eq!(done.summary()["documents"], 1);
    repo.git(&["commit", "-qm", "Done"]);
    assert_eq!(repo.scan(&["--staged"]).quiet(0).summary()["documents"], 0);
}

#[test]
fn what_was_added_all_the_same_is_scanned_though_an_ignore_file_names_it() {
    let Some(repo) = Repo::new() else { return };
    repo.file(".gitignore", "*.env\nsecret/\n");
    repo.file(".piidarignore", "ours.env\nsecret/ours/\n");
    for name in ["a.env", "ours.env", "secret/deep/a.txt", "secret/ours/a.txt", "gone.env"] {
        repo.file(name, JANE);
        repo.git(&["add", "-f", name]);
    }
    repo.file("secret/b.txt", RICHARD);
    repo.file("b.env", RICHARD);
    std::fs::remove_file(repo.path().join("gone.env")).unwrap();
    let found = owned(&[("a.env", 1), ("secret/deep/a.txt", 1)]);
    let ignored = ["b.env", "ours.env", "secret"].map(|path| (path.to_owned(), "ignored".to_owned()));
    for paths in [&[][..], &["."], &["a.env", "."]] {
        let done = repo.scan(paths).quiet(1);
        let mut places = places(&done);
        places.sort();
        assert_eq!((places, done.left()), (found.clone(), ignored.to_vec()), "{paths:?}");
    }
    let below = repo.scan(&["secret"]).quiet(1);
    assert_eq!(places(&below), owned(&[("secret/b.txt", 1), ("secret/deep/a.txt", 1)]));
    // Whatever is wrong with the index, ignore files count, and that some of it may be kept is told.
    repo.file(".git/index", "DIRC\0\0\0\x02\u{ff}\u{ff}\u{ff}");
    let left = repo.scan(&[]).quiet(3).left();
    assert_eq!((left.len(), &left[0]), (5, &(".git".to_owned(), "damaged".to_owned())));
    repo.scan(&["--no-ignore"]).quiet(1);
}

#[test]
fn each_repository_says_what_it_keeps() {
    let Some(repo) = Repo::new() else { return };
    let folders = ["", "app", "app/vendor/lib", "tool"].map(|name| repo.path().join(name));
    for folder in &folders {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join(".gitignore"), "*.env\n").unwrap();
        std::fs::write(folder.join("k.env"), JANE).unwrap();
        std::fs::write(folder.join("other.env"), RICHARD).unwrap();
    }
    // The outermost folder is no repository in the one case and one in the other.
    for outer in [false, true] {
        for folder in folders.iter().skip(usize::from(!outer)) {
            repo.git_in(folder, &["init", "-q"]);
            repo.git_in(folder, &["add", "-f", "k.env"]);
        }
        if !outer {
            std::fs::remove_dir_all(repo.path().join(".git")).unwrap();
        }
        let run = repo.scan(&["."]).quiet(1);
        let found = places(&run);
        for name in ["app/k.env", "app/vendor/lib/k.env", "tool/k.env"] {
            assert!(found.contains(&(name.to_owned(), 1)), "{name} {outer}");
        }
        assert!(!found.contains(&("app/other.env".to_owned(), 1)));
        assert!(run.left().contains(&("app/other.env".to_owned(), "ignored".to_owned())));
    }
}

#[test]
fn before_the_first_commit_all_that_is_staged_is_new() {
    let Some(repo) = Repo::new() else { return };
    assert_eq!(repo.scan(&["--staged"]).quiet(0).summary()["documents"], 0, "there is no index");
    repo.stage("a/b.txt", JANE);
    assert_eq!(places(&repo.scan(&["--staged"]).quiet(1)), owned(&[("a/b.txt", 1)]));
}

#[test]
fn a_hook_may_be_given_another_index() {
    let Some(repo) = Repo::new() else { return };
    repo.commit_file("a.txt", "nothing\n");
    repo.stage("b.txt", JANE);
    std::fs::rename(repo.path().join(".git/index"), repo.path().join(".git/other")).unwrap();
    repo.git(&["read-tree", "HEAD"]);
    assert_eq!(repo.scan(&["--staged"]).quiet(0).findings().len(), 0);
    let mut command = repo.0.piidar(&["scan", "--format", "jsonl", "--staged"]);
    let done = run(command.env("GIT_INDEX_FILE", ".git/other"));
    assert_eq!(places(&done.quiet(1)), owned(&[("b.txt", 1)]));
}

#[test]
fn only_what_is_on_added_lines_fails() {
    let Some(repo) = Repo::new() else { return };
    let old = repo.commit_file("a.txt", JANE);
    repo.commit_file("a.txt", &format!("{JANE}and nothing else\n"));
    let range = format!("{old}..HEAD");
    assert_eq!(places(&repo.scan(&["--diff", &range]).quiet(0)), []);
    let known = repo.scan(&["--diff", &range, "--show", "known"]).quiet(0);
    assert_eq!(places(&known), owned(&[("a.txt", 1)]));
    assert_eq!(known.findings()[0]["standing"], "known");
    repo.commit_file("a.txt", &format!("{JANE}and nothing else\n{RICHARD}"));
    repo.scan(&["--diff", "HEAD~1..HEAD"]).quiet(1);
    repo.scan(&["--diff", "HEAD~1.."]).quiet(1);
    repo.stage("a.txt", &format!("{JANE}{RICHARD}"));
    repo.scan(&["--staged"]).quiet(0);
}

#[test]
fn a_value_that_reaches_into_an_added_line_is_new() {
    let Some(repo) = Repo::new() else { return };
    let letter = |town: &str| format!("Our office is at\n4821 Larkspur Lane\n{town}\n");
    repo.commit_file("letter.txt", &letter("in the valley"));
    repo.commit_file("letter.txt", &letter("Reno, NV 89501"));
    let done = repo.scan(&["--diff", "HEAD~1..HEAD"]).quiet(1);
    assert_eq!(places(&done), owned(&[("letter.txt", 2)]), "its first line is an old one");
}

#[test]
fn a_file_under_another_name_keeps_its_lines() {
    let Some(repo) = Repo::new() else { return };
    let text = format!("{JANE}one\ntwo\nthree\nfour\nfive\nsix\n");
    repo.commit_file("old/name.txt", &text);
    repo.commit_file("old/same.txt", RICHARD);
    repo.git(&["mv", "old", "new"]);
    repo.stage("new/name.txt", &text.replace("two", "2"));
    let done = repo.scan(&["--staged", "--show", "known"]).quiet(0);
    assert_eq!(places(&done), owned(&[("new/name.txt", 1)]), "what was only moved is not scanned");
    repo.stage("new/name.txt", &text.replace("two", RICHARD));
    repo.scan(&["--staged"]).quiet(1);
    repo.git(&["reset", "-q", "--hard"]);
    repo.stage("copy.txt", &text);
    repo.scan(&["--staged"]).quiet(1);
}

#[test]
fn what_cannot_be_compared_by_lines_is_all_new() {
    let Some(repo) = Repo::new() else { return };
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    repo.file("notes.txt", utf16(&format!("\u{feff}{JANE}")));
    repo.commit("One");
    repo.file("notes.txt", utf16(&format!("\u{feff}{JANE}and more\n")));
    repo.commit("Two");
    repo.scan(&["--diff", "HEAD~1..HEAD"]).quiet(1);
}

#[test]
fn a_branch_is_compared_with_where_it_began() {
    let Some(repo) = Repo::new() else { return };
    repo.commit_file("a.txt", "nothing\n");
    repo.git(&["checkout", "-qb", "work"]);
    repo.commit_file("b.txt", JANE);
    repo.git(&["checkout", "-q", "main"]);
    repo.commit_file("c.txt", RICHARD);
    repo.git(&["checkout", "-q", "work"]);
    let done = repo.scan(&["--diff-base", "main"]).quiet(1);
    assert_eq!(places(&done), owned(&[("b.txt", 1)]));
    assert_eq!(places(&repo.scan(&["--diff", "main...work"]).quiet(1)), owned(&[("b.txt", 1)]));
    assert_eq!(places(&repo.scan(&["--diff", "work..main"]).quiet(1)), owned(&[("c.txt", 1)]));
    repo.git(&["checkout", "-q", "--orphan", "apart"]);
    repo.commit_file("d.txt", "nothing\n");
    repo.scan(&["--diff-base", "main"]).fault(&["no commit in common"]);
}

#[test]
fn the_history_remembers_what_was_deleted() {
    let Some(repo) = Repo::new() else { return };
    repo.commit_file("clean.txt", "nothing\n");
    let bad = repo.commit_file("data/people.txt", JANE);
    repo.git(&["mv", "data/people.txt", "moved.txt"]);
    repo.commit("Move it");
    repo.git(&["rm", "-q", "moved.txt"]);
    let last = repo.commit("Forget it");
    let done = repo.scan(&["--history"]).quiet(1);
    let findings = done.findings();
    assert_eq!(places(&done), owned(&[("data/people.txt", 1)]), "once, where it came in");
    assert_eq!(findings[0]["commit"], *bad);
    assert_eq!(findings[0]["author_date"], "2024-05-01T12:00:00+02:00");
    assert_eq!(done.summary()["documents"], 2);
    repo.scan(&[]).quiet(0);
    repo.scan(&[&format!("--history={bad}..{last}")]).quiet(0);
    repo.scan(&[&format!("--history={last}~3..{bad}")]).quiet(1);
    repo.scan(&[&format!("--history={bad}")]).quiet(1);
}

#[test]
fn a_merge_brings_what_no_parent_has() {
    let Some(repo) = Repo::new() else { return };
    repo.commit_file("a.txt", "nothing\n");
    repo.git(&["checkout", "-qb", "work"]);
    let work = repo.commit_file("b.txt", JANE);
    repo.git(&["checkout", "-q", "main"]);
    repo.commit_file("c.txt", "nothing here\n");
    repo.git(&["merge", "-q", "--no-commit", "work"]);
    let merge = repo.commit_file("d.txt", RICHARD);
    let of = |run: &Run| {
        let commit = |f: &Value| f["commit"].as_str().unwrap().to_owned();
        run.findings().iter().map(commit).collect::<Vec<_>>()
    };
    assert_eq!(of(&repo.scan(&["--history"])), [work.clone(), merge.clone()]);
    assert_eq!(of(&repo.scan(&["--history=main~1..main"])), [work, merge.clone()]);
    assert_eq!(of(&repo.scan(&["--history=work..main"])), [merge]);
}

#[test]
fn people_and_messages_are_scanned_when_asked() {
    let Some(repo) = Repo::new() else { return };
    repo.commit_file("a.txt", "nothing\n");
    let id = repo.commit("Ask\n\nThe one to ask is jane.roe@wonderland.org.");
    repo.scan(&["--history"]).quiet(0);
    let done = repo.scan(&["--history", "--messages", "--type", "email"]).quiet(1);
    let shown = format!("commit {}", &id[..10]);
    assert_eq!(places(&done), owned(&[(&shown, 4)]));
    assert_eq!(done.findings()[0]["commit"], *id);
    let people = repo.scan(&["--history", "--messages", "--samples-as-real"]);
    let addresses = people.findings().iter().filter(|f| f["type"] == "EMAIL_ADDRESS").count();
    assert_eq!(addresses, 3, "each person once, and the message");
    repo.scan(&["--messages"]).fault(&["--history"]);
}

/// Tags may have words of their own, and be tags of tags.
#[test]
fn words_of_tags_are_scanned_when_asked() {
    let Some(repo) = Repo::new() else { return };
    repo.commit_file("a.txt", "nothing\n");
    repo.git(&["tag", "light"]);
    repo.git(&["tag", "-a", "first", "-m", "Thanks to jane.roe@wonderland.org."]);
    repo.git(&["tag", "-a", "second", "first", "-m", "Or write to richard.roe@wonderland.org."]);
    let first = repo.git(&["rev-parse", "refs/tags/first"]);
    let second = repo.git(&["rev-parse", "refs/tags/second"]);
    // Of the tag that was tagged all is told once.
    repo.git(&["tag", "-d", "first"]);
    repo.scan(&["--history"]).quiet(0);
    let done = repo.scan(&["--history", "--messages", "--type", "email"]).quiet(1);
    let shown = [second, first].map(|id| format!("tag {}", &id[..10]));
    assert_eq!(places(&done), owned(&[(&shown[0], 2), (&shown[1], 2)]));
    assert_eq!(done.findings()[0]["commit"], Value::Null);
}

#[test]
fn a_bare_repository_has_a_history() {
    let Some(repo) = Repo::new() else { return };
    let id = repo.commit_file("src/a.txt", JANE);
    let elsewhere = Folder::new();
    let bare = elsewhere.path().join("bare.git");
    repo.git(&["clone", "-q", "--bare", ".", bare.to_str().unwrap()]);
    let args = ["scan", "--format", "jsonl", "--history", "bare.git"];
    let done = elsewhere.run(&args).quiet(0);
    assert_eq!(places(&done), owned(&[("src/a.txt", 1)]));
    assert_eq!(done.findings()[0]["commit"], *id);
    elsewhere.run(&["scan", "--staged", "bare.git"]).fault(&["bare"]);
}

#[test]
fn a_submodule_is_told() {
    let Some(repo) = Repo::new() else { return };
    let Some(other) = Repo::new() else { return };
    other.commit_file("a.txt", JANE);
    repo.git(&["submodule", "--quiet", "add", other.path().to_str().unwrap(), "vendor/other"]);
    let told = [("vendor/other".to_owned(), "submodule".to_owned())];
    assert_eq!(repo.scan(&["--staged"]).quiet(0).left(), told);
    repo.commit("Add it");
    assert_eq!(repo.scan(&["--history"]).quiet(0).left(), told);
    repo.scan(&["--history", "--strict-coverage"]).quiet(3);
}

#[test]
fn a_shallow_clone_says_so() {
    let Some(repo) = Repo::new() else { return };
    repo.commit_file("a.txt", JANE);
    repo.git(&["branch", "-m", "base"]);
    repo.git(&["checkout", "-qb", "work"]);
    let last = repo.commit_file("b.txt", "nothing\n");
    repo.git(&["checkout", "-q", "base"]);
    repo.commit_file("c.txt", "nothing\n");
    let clones = Folder::new();
    let url = format!("file://{}", repo.path().display());
    repo.git_in(
        clones.path(),
        &["clone", "-q", "--depth", "1", "--no-single-branch", "-b", "work", &url, "clone"],
    );
    let clone = clones.path().join("clone");
    let scan = |args: &[&str]| {
        let args = [&["scan", "--format", "jsonl"], args].concat();
        run(clones.piidar(&args).current_dir(&clone))
    };
    let done = scan(&["--history=HEAD"]).quiet(0);
    assert_eq!(done.left(), [(format!("commit {}", &last[..10]), "shallow-history".to_owned())]);
    assert_eq!(done.findings()[0]["commit"], *last, "as far back as is known");
    scan(&["--diff-base", "origin/base"]).fault(&["shallow", "fetch-depth: 0"]);
    scan(&["--diff", "HEAD~1..HEAD"]).fault(&["shallow", "fetch-depth: 0"]);
}

#[test]
fn what_is_not_there_is_a_fault() {
    let folder = Folder::new();
    for args in [&["--staged"][..], &["--history"], &["--diff", "a..b"], &["--diff-base", "main"]] {
        folder.run(&[&["scan"], args].concat()).fault(&["no Git repository"]);
    }
    let Some(repo) = Repo::new() else { return };
    repo.commit_file("a.txt", "nothing\n");
    repo.scan(&["--diff", "nowhere..HEAD"]).fault(&["names no commit"]);
    repo.scan(&["--diff", "HEAD"]).fault(&["BASE..HEAD"]);
    repo.scan(&["--diff-base", "nowhere"]).fault(&["names no commit"]);
    repo.scan(&["--history=nowhere"]).fault(&["names no commit"]);
    repo.scan(&["--staged", "--history"]).fault(&["cannot be used with"]);
    repo.scan(&["--staged", "--no-ignore"]).fault(&["cannot be used with"]);
    repo.scan(&["--staged", "-"]).fault(&["standard input"]);
    let Some(other) = Repo::new() else { return };
    repo.scan(&["--staged", ".", other.path().to_str().unwrap()]).fault(&["another Git repository"]);
}

#[test]
fn a_lost_object_costs_one_line() {
    let Some(repo) = Repo::new() else { return };
    repo.commit_file("a.txt", JANE);
    repo.commit_file("b.txt", RICHARD);
    let lost = repo.git(&["rev-parse", "HEAD:b.txt"]);
    let object = repo.path().join(".git/objects").join(&lost[..2]).join(&lost[2..]);
    std::fs::remove_file(&object).unwrap();
    for told in ["missing", "Git object"] {
        let done = repo.0.run(&["scan", "--format", "jsonl", "--history"]).quiet(3);
        assert_eq!(places(&done), owned(&[("a.txt", 1)]));
        assert_eq!(done.left(), [("b.txt".to_owned(), "damaged".to_owned())]);
        assert!(done.of_kind("coverage")[0]["detail"].as_str().unwrap().contains(told));
        std::fs::write(&object, b"no object at all").unwrap();
    }
    let root = repo.git(&["rev-parse", "HEAD^{tree}"]);
    std::fs::remove_file(repo.path().join(".git/objects").join(&root[..2]).join(&root[2..])).unwrap();
    let done = repo.0.run(&["scan", "--format", "jsonl", "--history"]).quiet(3);
    assert_eq!((places(&done), done.left().len()), (owned(&[("a.txt", 1)]), 1));
}

#[test]
#[cfg(target_os = "linux")]
fn names_may_be_any_bytes() {
    use std::os::unix::ffi::OsStrExt;
    let Some(repo) = Repo::new() else { return };
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9 \x1b[31m.txt");
    std::fs::write(repo.path().join(name), JANE).unwrap();
    repo.git(&["add", "-A"]);
    let shown = "caf\u{fffd} \u{1b}[31m.txt";
    assert_eq!(places(&repo.scan(&["--staged"]).quiet(1)), owned(&[(shown, 1)]));
    repo.commit("Add it");
    assert_eq!(places(&repo.scan(&["--history"]).quiet(1)), owned(&[(shown, 1)]));
    let told = repo.0.run(&["scan", "--history"]).quiet(0);
    assert!(told.out().contains("caf") && !told.out().contains('\u{1b}'), "{}", told.out());
}

#[test]
fn paths_limit_what_is_looked_at_and_are_shown_from_here() {
    let Some(repo) = Repo::new() else { return };
    repo.commit_file("src/deep/a.txt", JANE);
    repo.commit_file("docs/b.txt", RICHARD);
    repo.stage("src/deep/c.txt", JANE);
    repo.stage("docs/d.txt", JANE);
    let scan = |args: &[&str]| places(&repo.scan(args));
    assert_eq!(scan(&["--history", "src"]), owned(&[("src/deep/a.txt", 1)]));
    assert_eq!(scan(&["--history", "docs/b.txt", "gone"]), owned(&[("docs/b.txt", 1)]));
    assert_eq!(scan(&["--history", "src/deep", "docs"]).len(), 2);
    assert_eq!(scan(&["--staged", "docs"]), owned(&[("docs/d.txt", 1)]));
    let inside = |args: &[&str]| {
        let args = [&["scan", "--format", "jsonl", "--staged"], args].concat();
        places(&run(repo.0.piidar(&args).current_dir(repo.path().join("src"))))
    };
    assert_eq!(inside(&["."]), owned(&[("deep/c.txt", 1)]), "the folder one is in");
    assert_eq!(inside(&[]), owned(&[("../docs/d.txt", 1), ("deep/c.txt", 1)]));
}

#[test]
fn names_may_stand_for_files_and_for_nothing() {
    let Some(repo) = Repo::new() else { return };
    repo.commit_file("a.txt", "nothing\n");
    repo.file("b.txt", JANE);
    let blob = repo.git(&["hash-object", "-w", "b.txt"]);
    repo.git(&["tag", "-a", "-m", "A file", "file", &blob]);
    repo.git(&["add", "b.txt"]);
    let folder = repo.git(&["write-tree"]);
    repo.git(&["tag", "folder", &folder]);
    let done = repo.scan(&["--history"]).quiet(1);
    assert_eq!(places(&done), owned(&[("refs/tags/file", 1), ("b.txt", 1)]));
    assert_eq!(done.findings()[0]["commit"], Value::Null);
    repo.file(".git/refs/heads/broken", "no id at all\n");
    repo.file(".git/refs/heads/gone", "0123456789012345678901234567890123456789\n");
    let done = repo.0.run(&["scan", "--format", "jsonl", "--history"]).quiet(3);
    let left: Vec<_> = done.left().into_iter().map(|(path, reason)| format!("{path} {reason}")).collect();
    assert_eq!(
        (places(&done).len(), left),
        (2, vec!["refs damaged".into(), "refs/heads/gone damaged".into()])
    );
}

#[test]
#[cfg(unix)]
fn nothing_is_run_whatever_a_repository_asks_for() {
    use std::os::unix::fs::PermissionsExt;
    let Some(repo) = Repo::new() else { return };
    let program = repo.0.file("bin/git", "#!/bin/sh\ntouch \"$MARK\"\ncat\n");
    std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();
    repo.file(".gitattributes", "*.txt filter=mine diff=mine\n");
    repo.commit_file("a.txt", "nothing\n");
    for key in
        ["filter.mine.clean", "filter.mine.smudge", "diff.mine.textconv", "core.fsmonitor", "core.sshCommand"]
    {
        repo.git(&["config", key, program.to_str().unwrap()]);
    }
    repo.git(&["config", "core.fsmonitor", "false"]);
    repo.git(&["config", "filter.mine.clean", "cat"]);
    repo.stage("a.txt", JANE);
    repo.git(&["config", "filter.mine.clean", program.to_str().unwrap()]);
    repo.git(&["config", "core.fsmonitor", program.to_str().unwrap()]);
    let (mark, before) = (repo.path().join("mark"), listing(&repo.path().join(".git")));
    let cases = [(&["--staged"][..], 1), (&["--history", "--messages"], 0), (&["--diff", "HEAD..HEAD"], 0)];
    for (args, code) in cases {
        let mut command = repo.0.piidar(&[&["scan"], args].concat());
        run(command.env("PATH", repo.path().join("bin")).env("MARK", &mark)).quiet(code);
    }
    assert!(!mark.exists(), "something was run");
    assert_eq!(listing(&repo.path().join(".git")), before, "something was written");
}

/// All files below a folder, with their sizes.
#[cfg(unix)]
fn listing(folder: &Path) -> Vec<(std::path::PathBuf, u64)> {
    let mut files: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|e| e.unwrap())
        .map(|e| (e.path().to_owned(), e.metadata().unwrap().len()))
        .collect();
    files.sort();
    files
}

#[test]
fn a_pointer_of_lfs_says_what_it_is() {
    let Some(repo) = Repo::new() else { return };
    let oid = "4d7a".repeat(16);
    let pointer = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize 12345\n");
    repo.commit_file("data.csv", &pointer);
    assert_eq!(
        repo.scan(&["--history"]).quiet(0).left(),
        [("data.csv".to_owned(), "unsupported-kind".to_owned())]
    );
}

#[test]
fn people_see_the_commit_beside_the_path() {
    let Some(repo) = Repo::new() else { return };
    let id = repo.commit_file("a.txt", JANE);
    let told = repo.0.run(&["scan", "--history"]).quiet(0);
    assert!(told.out().contains(&format!("\na.txt  {}\n", &id[..10])), "{}", told.out());
    let csv = repo.0.run(&["scan", "--history", "--format", "csv"]).quiet(0);
    assert!(csv.out().lines().nth(1).unwrap().contains(&format!(",{id},2024-05-01T12:00:00+02:00,")));
}

#[test]
fn a_linked_work_tree_has_its_own_index() {
    let Some(repo) = Repo::new() else { return };
    repo.commit_file("a.txt", "nothing\n");
    let elsewhere = Folder::new();
    let tree = elsewhere.path().join("tree");
    repo.git(&["worktree", "add", "-q", tree.to_str().unwrap()]);
    std::fs::write(tree.join("b.txt"), JANE).unwrap();
    repo.git_in(&tree, &["add", "-A"]);
    assert_eq!(repo.scan(&["--staged"]).quiet(0).findings().len(), 0);
    let args = ["scan", "--format", "jsonl", "--staged", "tree"];
    assert_eq!(places(&elsewhere.run(&args).quiet(1)).len(), 1);
}

#[test]
fn what_is_packed_or_large_is_read_as_files_are() {
    let Some(repo) = Repo::new() else { return };
    let mut large = "nothing to see\n".repeat(60_000);
    repo.commit_file("large.log", &large);
    large.push_str(JANE);
    repo.file("large.log", &large);
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gz, RICHARD.as_bytes()).unwrap();
    repo.file("small.txt.gz", gz.finish().unwrap());
    repo.commit("More");
    repo.git(&["gc", "-q"]);
    let done = repo.scan(&["--diff", "HEAD~1..HEAD"]).quiet(1);
    assert_eq!(places(&done), owned(&[("large.log", 60_001), ("small.txt.gz!small.txt", 1)]));
    assert_eq!(places(&repo.scan(&["--history"]).quiet(1)), places(&done));
}

#[test]
fn threads_change_nothing() {
    let Some(repo) = Repo::new() else { return };
    for n in 0..40 {
        repo.file(&format!("f{}/{n}.txt", n % 7), format!("{n}\n{JANE}"));
        repo.commit("More");
    }
    let one = repo.scan(&["--history", "--threads", "1"]).quiet(1);
    let many = repo.scan(&["--history", "--threads", "4"]).quiet(1);
    assert_eq!(one.findings().len(), 40);
    assert_eq!(one.out(), many.out());
}

#[test]
fn a_path_that_is_nowhere_is_told() {
    let Some(repo) = Repo::new() else { return };
    repo.commit_file("old/a.txt", JANE);
    repo.commit_file("b.txt", JANE);
    std::fs::remove_dir_all(repo.path().join("old")).unwrap();
    repo.commit("Gone");
    repo.commit_file("c.txt", "nothing\n");
    let not_found = |path: &str| vec![(path.to_owned(), "not-found".to_owned())];
    for scope in [&["--staged"][..], &["--diff", "HEAD~1..HEAD"], &["--history"], &["--history=HEAD~1..HEAD"]]
    {
        let done = repo.scan(&[scope, &["nosuch/", "b.txt"]].concat());
        assert_eq!(done.left(), not_found("nosuch/"), "{scope:?}");
        assert!(done.code == Some(3) || !done.findings().is_empty(), "{done:?}");
        repo.scan(&[scope, &["nosuch/", "c.txt"]].concat()).quiet(3);
        repo.scan(&[scope, &["c.txt"]].concat()).quiet(0);
    }
    let gone = repo.scan(&["--history", "old"]).quiet(1);
    assert_eq!(places(&gone), owned(&[("old/a.txt", 1)]), "a commit has it");
    repo.scan(&["--diff", "HEAD~2..HEAD", "old/a.txt"]).quiet(0);
    repo.scan(&["--diff", "HEAD~1..HEAD", "old/a.txt"]).quiet(3);
    repo.git(&["rm", "-q", "--cached", "b.txt"]);
    std::fs::remove_file(repo.path().join("b.txt")).unwrap();
    repo.scan(&["--staged", "b.txt"]).quiet(0);
}

#[test]
fn a_revision_in_the_place_of_a_path_is_told() {
    let Some(repo) = Repo::new() else { return };
    repo.commit_file("a.txt", JANE);
    repo.commit_file("a.txt", RICHARD);
    let range = "HEAD~1..HEAD";
    repo.scan(&["--history", range]).fault(&["no path `HEAD~1..HEAD`", "write --history=HEAD~1..HEAD"]);
    repo.scan(&["--history", "main"]).fault(&["--history=main"]);
    repo.scan(&["--diff", range, "HEAD~1"]).fault(&["no path `HEAD~1`", "only paths"]);
    repo.scan(&["--staged", range]).fault(&["only paths"]);
    repo.file("main", JANE);
    repo.scan(&["--history", "main"]).quiet(0);
}
