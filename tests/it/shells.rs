//! Completions and manual pages, used by the programs that they are for.

use std::path::Path;
use std::process::Command;

use crate::support::{Folder, Run, run};

/// What bash offers for the last of `words`.
#[cfg(unix)]
fn completed(folder: &Folder, words: &[&str]) -> Vec<String> {
    let script = "source piidar.bash
        COMP_WORDS=(\"$@\") COMP_CWORD=$(($# - 1))
        _piidar piidar \"${@: -1}\" \"${@: -2:1}\"
        printf '%s\\n' \"${COMPREPLY[@]}\"
        complete -p piidar >&2";
    let mut bash = Command::new("bash");
    bash.args(["--norc", "--noprofile", "-ec", script, "bash"]).args(words).current_dir(folder.path());
    let run = run(&mut bash);
    assert!(run.err.contains("_piidar"), "the script does not register itself: {run:?}");
    run.out().lines().map(str::to_owned).collect()
}

#[test]
#[cfg(unix)]
fn bash_completes_commands_options_and_formats() {
    let folder = Folder::new();
    folder.file("piidar.bash", folder.run(&["completions", "bash"]).quiet(0).out);
    assert_eq!(completed(&folder, &["piidar", "sc"]), ["scan"]);
    assert_eq!(completed(&folder, &["piidar", "scan", "--fail"]), ["--fail-on"]);
    let formats = completed(&folder, &["piidar", "scan", "--format", "gitlab"]);
    assert_eq!(formats, ["gitlab", "gitlab-sast"]);
}

#[test]
fn every_shell_has_a_script() {
    let folder = Folder::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = folder.run(&["completions", shell]).quiet(0);
        assert!(script.out().contains("allow-incomplete"), "{shell}");
    }
    folder.run(&["completions", "cmd"]).fault(&["cmd", "powershell"]);
}

/// A page as a reader sees it: set by groff where that is installed, or else its source.
fn set(page: &Path) -> Run {
    let mut groff = Command::new("groff");
    // `-P-c` and what follows: no colours and no overstriking.
    groff.args(["-man", "-Tascii", "-ww", "-P-cbou"]).arg(page);
    if Command::new("groff").arg("--version").output().is_ok() {
        return run(&mut groff);
    }
    eprintln!("groff is not here: the source of pages is looked at instead");
    run(Command::new("cat").arg(page))
}

#[test]
fn pages_are_set_without_complaint() {
    let folder = Folder::new();
    folder.run(&["man", "--dir", "."]).quiet(0);
    let names = folder.names();
    for name in
        ["piidar.1", "piidar-scan.1", "piidar-rules-check.1", "piidar-matrix-import.1", "piidar-explain.1"]
    {
        assert!(names.iter().any(|n| n == name), "{name} is missing in {names:?}");
    }
    for name in &names {
        let page = set(&folder.path().join(name)).quiet(0);
        for section in ["NAME", "SYNOPSIS", "DESCRIPTION"] {
            assert!(page.out().contains(section), "{name} has no {section}");
        }
    }
    assert_eq!(folder.run(&["man"]).quiet(0).out(), folder.read("piidar.1"));
}

#[test]
fn a_folder_that_is_not_there_is_a_fault() {
    Folder::new().run(&["man", "--dir", "gone"]).fault(&["gone"]);
}
