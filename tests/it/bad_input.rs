//! Input that is not what one would wish: nothing hangs, nothing is skipped in silence, and the exit code says it.
#![cfg(unix)]

use std::fs;
use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;

use piidar::model::{Reason, Status};
use piidar::{Scanner, Sources};

use crate::support::{Folder, Run, finish, run, wait};

const EMAIL: &str = "jane.roe@wonderland.org";

fn left(path: &str, reason: &str) -> Vec<(String, String)> {
    vec![(path.to_owned(), reason.to_owned())]
}

/// How many email addresses were found.
fn emails(run: &Run) -> usize {
    run.findings().iter().filter(|f| f["type"] == "EMAIL_ADDRESS").count()
}

#[test]
fn an_absent_path() {
    let folder = Folder::new();
    folder.file("a.txt", EMAIL);
    let run = folder.run(&["scan", "no-such-file", "a.txt", "--format", "jsonl"]).quiet(3);
    assert_eq!((run.left(), emails(&run)), (left("no-such-file", "not-found"), 1));
    folder.run(&["scan", "no-such-file", "--format", "jsonl", "--allow-incomplete"]).quiet(0);
    let run = folder.run(&["scan", "a.txt/below", "--format", "jsonl"]).quiet(3);
    assert_eq!(run.left(), left("a.txt/below", "read-error"), "a file is no folder");
}

#[test]
fn an_unreadable_file_and_folder() {
    let folder = Folder::new();
    folder.file("good.txt", EMAIL);
    let locked = folder.file("locked.txt", EMAIL);
    folder.file("vault/inside.txt", EMAIL);
    let vault = folder.path().join("vault");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    fs::set_permissions(&vault, fs::Permissions::from_mode(0o000)).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let run = as_nobody(&folder, &locked, &["scan", ".", "--format", "jsonl"]);
    fs::set_permissions(&vault, fs::Permissions::from_mode(0o755)).unwrap();
    let Some(run) = run else { return };
    let run = run.quiet(3);
    let expected = [left("locked.txt", "permission-denied"), left("vault", "permission-denied")].concat();
    assert_eq!((run.left(), emails(&run)), (expected, 1));
    assert_eq!(run.summary()["complete"], 1);
}

/// The program as somebody whom permissions stop; `None`, with a word about it, where that cannot be had.
fn as_nobody(folder: &Folder, locked: &std::path::Path, args: &[&str]) -> Option<Run> {
    let mut command = folder.piidar(args);
    if fs::read(locked).is_ok() {
        // Permissions do not stop root, but root can be somebody else.
        command.uid(65534).gid(65534);
    }
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    if child.is_err() {
        eprintln!("skipped: nobody may not run the program here");
    }
    child.ok().map(finish)
}

#[test]
fn a_file_that_vanishes() {
    // The walk lists a folder before it opens what is in it; a link into nowhere, followed, is such a file.
    let folder = Folder::new();
    folder.file("a.txt", EMAIL);
    symlink(folder.path().join("gone.txt"), folder.path().join("b.txt")).unwrap();
    let run = folder.scan(&["--follow"]).quiet(3);
    assert_eq!((run.left(), emails(&run)), (left("b.txt", "not-found"), 1));
    let run = folder.scan(&["--follow", "--no-ignore"]).quiet(3);
    assert_eq!((run.left(), emails(&run)), (left("b.txt", "not-found"), 1));
}

#[test]
fn files_that_vanish_while_they_are_scanned() {
    // The batch of the first file removes all that come after it, some of them listed, some of them open.
    let folder = Folder::new();
    for n in 0..2000 {
        folder.file(&format!("{n:04}.txt"), EMAIL);
    }
    let scanner = Scanner::builder().threads(2).build().unwrap();
    let sources = Sources { paths: vec![folder.path().to_owned()], ..Sources::default() };
    let (mut whole, mut lost, mut removed) = (0, 0, false);
    let result = scanner.run(&sources, &AtomicBool::new(false), |batch| {
        match &batch.coverage {
            None => whole += 1,
            Some(c) => {
                assert_eq!((c.status, c.reason), (Status::Skipped, Reason::NotFound), "{c:?}");
                lost += 1;
            }
        }
        if !removed {
            removed = true;
            (1..2000).rev().for_each(|n| fs::remove_file(folder.path().join(format!("{n:04}.txt"))).unwrap());
        }
        Ok(())
    });
    result.unwrap();
    assert!(whole >= 1 && whole + lost <= 2000, "{whole} whole, {lost} lost");
    assert!(folder.names().len() == 1, "the others are gone");
}

#[test]
fn kinds_that_are_not_read_yet() {
    let folder = Folder::new();
    folder.file("cut.7z", b"7z\xbc\xaf\x27\x1ctruncated");
    folder.file("broken.zip", b"PK\x03\x04 and no more");
    folder.file("cut.pdf", b"%PDF-1.7\n1 0 obj");
    folder.file("half.png", b"\x89PNG\r\n\x1a\n\0\0");
    folder.file("data.bin", [0, 1, 2, 3, 0, 9, 4, 5, 0, 0, 6, 7].repeat(1000));
    folder.file("zeros", [0; 5000]);
    let run = folder.scan(&[]).quiet(0);
    assert_eq!(run.left().len(), 6);
    assert!(run.left().iter().all(|(_, reason)| reason == "unsupported-kind"), "{:?}", run.left());
    assert_eq!(run.summary()["skipped"], 6);
    folder.scan(&["--strict-coverage"]).quiet(3);
    folder.scan(&["--strict-coverage", "--allow-incomplete"]).quiet(3);
}

#[test]
fn an_endless_line() {
    // A line as long as the file, through many windows: all of it is scanned, and places are right.
    let folder = Folder::new();
    let (mut line, mut places) = (String::new(), Vec::new());
    for n in 0..400 {
        line.push_str(&"lorem ipsum dolor sit amet ".repeat(776));
        places.push(line.len());
        line.push_str(&format!("p{n}@wonderland.org "));
    }
    assert!(line.len() > 8_000_000);
    folder.file("long.log", &line);
    let run = folder.scan(&["--show-values"]).quiet(0);
    let findings = run.findings();
    assert_eq!(findings.len(), places.len());
    for (n, (finding, start)) in findings.iter().zip(places).enumerate() {
        assert_eq!(finding["start"], start);
        assert_eq!(finding["masked"], format!("p{n}@wonderland.org"));
        assert_eq!((&finding["line"], &finding["column"]), (&1.into(), &(start + 1).into()));
    }
    assert_eq!(run.summary()["bytes"], line.len());
}

#[test]
fn endless_runs_of_everything_that_wakes_a_finder() {
    let folder = Folder::new();
    let units = [
        "@", "a@", "a@b.", "1", "1 ", "1.", "1.2.3.4.", "0:", "00:", ":", "ab-", "+1", "(1)", "0\t", "Aa ",
        "a=", "\"", "4111 ",
    ];
    for (n, unit) in units.iter().enumerate() {
        folder.file(&format!("{n}.txt"), unit.repeat(300_000 / unit.len()));
        folder.file(&format!("{n}.csv"), format!("email,ssn\n{}", unit.repeat(100_000 / unit.len())));
    }
    let run = folder.scan(&[]).quiet(0);
    assert_eq!(run.summary()["complete"], 2 * units.len());
}

#[test]
fn text_that_is_not_utf8() {
    let folder = Folder::new();
    folder.file("latin1.txt", b"Gr\xfc\xdfe an jane.roe@wonderland.org \xa9\n");
    folder.file("torn.txt", b"\xff\xc3( \xe2\x82 jane.roe@wonderland.org\xc3");
    folder.file("mixed.log", [b"ok jane.roe@wonderland.org\n".to_vec(), (1..=255).collect()].concat());
    let run = folder.scan(&["--show-values"]).quiet(0);
    assert_eq!(emails(&run), 3);
    for finding in run.findings() {
        assert_eq!(finding["masked"], EMAIL);
        let bytes = fs::read(folder.path().join(finding["path"].as_str().unwrap())).unwrap();
        let at = |key: &str| usize::try_from(finding[key].as_u64().unwrap()).unwrap();
        assert_eq!(&bytes[at("start")..at("end")], EMAIL.as_bytes(), "offsets are those of the file");
    }
}

#[test]
fn a_path_that_is_not_utf8() {
    let folder = Folder::new();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.txt");
    if fs::write(folder.path().join(name), EMAIL).is_err() {
        eprintln!("skipped: this file system takes UTF-8 names only");
        return;
    }
    let walked = folder.scan(&[]).quiet(0);
    assert_eq!(walked.findings()[0]["path"], "caf\u{fffd}.txt");
    let named = run(folder.piidar(&["scan", "--format", "jsonl"]).arg(name)).quiet(0);
    assert_eq!(emails(&named), 1);
}

#[test]
fn a_closed_pipe() {
    let folder = Folder::new();
    folder.file("many.txt", format!("{EMAIL}\n").repeat(50_000));
    for format in ["jsonl", "csv", "human"] {
        let args = ["scan", ".", "--format", format];
        let mut child = folder.piidar(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut out = child.stdout.take().unwrap();
        if format == "jsonl" {
            out.read_exact(&mut [0; 100]).unwrap();
        }
        drop(out);
        finish(child).quiet(0);
    }
}

#[test]
fn a_pipe_that_was_closed_from_the_start() {
    let folder = Folder::new();
    folder.file("a.txt", EMAIL);
    for args in [
        &["--help"][..],
        &["scan", "--help"],
        &["rules", "list"],
        &["matrix", "show"],
        &["explain", "a.txt:1"],
        &["scan", "."],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let child = folder.piidar(args).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        finish(child).quiet(0);
    }
}

/// What a closed pipe does not hide: the scan violated the policy before.
#[test]
fn a_violation_counts_though_the_pipe_is_closed() {
    let folder = Folder::new();
    folder.file("many.txt", format!("{EMAIL}\n").repeat(50_000));
    let args = ["scan", ".", "--format", "jsonl", "--fail-on", "any"];
    let mut child = folder.piidar(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdout.take().unwrap().read_exact(&mut [0; 100]).unwrap();
    finish(child).quiet(1);
}

/// Nor does it open the gate: what comes after the place where nobody read any more is still looked at.
#[test]
fn a_gate_reads_on_behind_a_closed_pipe() {
    let folder = Folder::new();
    (0..2_000).for_each(|i| drop(folder.file(&format!("clean-{i}.txt"), "a".repeat(2_000))));
    folder.file("last.txt", EMAIL);
    for (policy, code) in
        [(&["--fail-on", "any"][..], 1), (&["--type", "IBAN", "--fail-on", "any"], 0), (&[], 0)]
    {
        let args = [&["scan", ".", "--format", "coverage"], policy].concat();
        let mut child = folder.piidar(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdout.take().unwrap().read_exact(&mut [0; 10]).unwrap();
        finish(child).quiet(code);
    }
}

/// A repository may bring links, also under the names of files that are read before anything is scanned.
#[test]
fn what_decides_is_no_device() {
    let folder = Folder::new();
    folder.file("a.txt", EMAIL);
    folder.file("sub/b.txt", EMAIL);
    for name in [".gitignore", ".piidarignore"] {
        let link = folder.path().join("sub").join(name);
        symlink("/dev/zero", &link).unwrap();
        // Asked for or not, it is told once.
        for asked in [&[][..], &["sub"], &["sub", "a.txt"]] {
            let done = folder.scan(asked).quiet(3);
            assert_eq!(emails(&done), 1, "what is beside it is scanned");
            let left: Vec<_> = done.left().into_iter().map(|(_, reason)| reason).collect();
            assert_eq!(left, ["read-error"]);
        }
        assert_eq!(emails(&folder.scan(&["--no-ignore"])), 2);
        fs::remove_file(link).unwrap();
    }
    symlink("/dev/zero", folder.path().join(".piidar-baseline.jsonl")).unwrap();
    folder.scan(&[]).fault(&["is not a baseline"]);
}

/// The log of a build has many readers, and a change may name or link any file of the machine that builds it.
#[test]
fn what_lies_outside_of_the_repository_is_not_shown_in_faults() {
    let outside = Folder::new();
    let secret = outside.file("secret.toml", "hunter2\nhunter2 = 2\n");
    let rules = outside.file("rules/secret.toml", "id = \"hunter2\"\nhunter2 = 1\n");
    let (secret, rules) = (secret.to_str().unwrap(), rules.parent().unwrap().to_str().unwrap());
    let folder = Folder::new();
    fs::create_dir(folder.path().join(".git")).unwrap();
    folder.file(".git/config", "hunter2\n");
    folder.file("a.txt", EMAIL);
    symlink(secret, folder.path().join("link.toml")).unwrap();
    symlink(rules, folder.path().join("rules.d")).unwrap();
    let hidden = |args: &[&str], place: &str| {
        let told = folder.run(args).fault(&["something is wrong here", place]);
        assert!(!told.err.contains("hunter2"), "{}", told.err);
    };
    let seen = |args: &[&str]| _ = folder.run(args).fault(&["hunter2"]);
    for (config, place) in [
        (format!("matrix = \"{secret}\""), "secret.toml:1:8"),
        ("matrix = \"link.toml\"".to_owned(), "link.toml:1:8"),
        ("matrix = \".git/config\"".to_owned(), ".git/config:1:8"),
        (format!("rules = \"{rules}\""), "secret.toml:2:1"),
        ("rules = \"rules.d\"".to_owned(), "secret.toml:2:1"),
    ] {
        folder.file("piidar.toml", format!("[scan]\n{config}\n"));
        hidden(&["scan"], place);
        hidden(&["config", "check"], place);
    }
    fs::remove_file(folder.path().join("piidar.toml")).unwrap();
    hidden(&["scan", "--matrix", "link.toml"], "link.toml:1:8");
    hidden(&["scan", "--config", "link.toml"], "link.toml:1:8");
    hidden(&["scan", "--rules", "rules.d"], "secret.toml:2:1");
    seen(&["scan", "--matrix", secret]);
    seen(&["scan", "--config", secret]);
    seen(&["scan", "--rules", rules]);
    for name in ["piidar.toml", ".piidar-baseline.jsonl"] {
        symlink(secret, folder.path().join(name)).unwrap();
        hidden(&["scan"], name);
        hidden(&["baseline", "check"], name);
        fs::remove_file(folder.path().join(name)).unwrap();
    }
    folder.file("piidar.toml", "hunter2\n");
    seen(&["scan"]);
}

/// Each of millions of lines was a fault, and each fault went through all of the file.
#[test]
fn faults_without_end_are_told_as_far_as_anybody_reads() {
    let folder = Folder::new();
    folder.file("m.toml", "x\n".repeat(500_000));
    folder.file("b.jsonl", "x\n".repeat(500_000));
    folder.file("a.txt", EMAIL);
    for option in ["--matrix", "--baseline"] {
        let file = if option == "--matrix" { "m.toml" } else { "b.jsonl" };
        let told = folder.run(&["scan", option, file]).fault(&[":100:", "the first 100 faults"]);
        assert!(told.err.len() < 50_000, "{}", told.err.len());
    }
}

/// Masked values still tell something, so a report is for no more people than the user lets files be.
#[test]
fn rules_and_matrices_end() {
    let folder = Folder::new();
    folder.file("a.txt", EMAIL);
    for endless in ["/dev/zero", "pipe"] {
        symlink(endless, folder.path().join("ours.toml")).unwrap();
        assert!(Command::new("mkfifo").arg(folder.path().join("pipe")).status().is_ok());
        folder.file("piidar.toml", "[scan]\nmatrix = \"ours.toml\"\n");
        folder.run(&["scan"]).fault(&["ours.toml", "no file"]);
        fs::remove_file(folder.path().join("ours.toml")).unwrap();
    }
    folder.run(&["scan", "--no-config", "--matrix", "/dev/zero"]).fault(&["16 MiB"]);
    folder.run(&["matrix", "import", "/dev/zero"]).fault(&["/dev/zero"]);
}

#[test]
fn reports_mind_the_mask_of_the_user_and_what_was_there() {
    let folder = Folder::new();
    folder.file("a.txt", EMAIL);
    let scan = |mask: &str, report: &str| {
        let script = format!("umask {mask}; exec {} scan -q -o {report} a.txt", env!("CARGO_BIN_EXE_piidar"));
        let status = Command::new("sh").args(["-c", &script]).current_dir(folder.path()).status().unwrap();
        assert!(status.success());
        fs::metadata(folder.path().join(report)).unwrap().permissions().mode() & 0o777
    };
    assert_eq!(scan("022", "open.csv"), 0o640);
    assert_eq!(scan("077", "closed.csv"), 0o600);
    assert_eq!(scan("022", "closed.csv"), 0o600);
}

fn interrupt(program: u32) {
    let status = Command::new("kill").args(["-INT", &program.to_string()]).status().unwrap();
    assert!(status.success());
}

/// Feeds `line` to a scan of standard input without end, and interrupts it in the middle of that. Gives what came
/// of it; a scan that read on would get so much that the test says so.
fn interrupted(folder: &Folder, args: &[&str], line: &str) -> Run {
    let mut command = folder.piidar(args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let (mut input, program) = (child.stdin.take().unwrap(), child.id());
    let done = std::thread::spawn(move || finish(child));
    let lines = line.repeat(20_000);
    // Several windows; a pipe holds far less, so they were read, and whoever reads minds interrupts.
    for _ in 0..4 {
        input.write_all(lines.as_bytes()).unwrap();
    }
    interrupt(program);
    // The read that waits for the pipe comes back with some of these, and the scan sees that it is to stop.
    let closed = (0..200).any(|_| input.write_all(lines.as_bytes()).is_err());
    drop(input);
    assert!(closed, "the scan reads on");
    done.join().unwrap()
}

#[test]
fn ctrl_c_finishes_the_reports() {
    let folder = Folder::new();
    let args = ["scan", "-", "--format", "jsonl", "-o", "report.jsonl"];
    let run = interrupted(&folder, &args, &format!("{EMAIL} and something more to read\n")).quiet(3);
    let summary = run.summary();
    assert_eq!(summary["interrupted"], true);
    assert_eq!((&summary["partial"], run.left()), (&1.into(), left("<stdin>", "interrupted")));
    assert!(emails(&run) > 1000, "what was found until then is told");
    assert_eq!(run.out(), folder.read("report.jsonl"), "the file is finished as well");
}

#[test]
fn ctrl_c_is_told_to_people() {
    let folder = Folder::new();
    let args = ["scan", "-", "--allow-incomplete", "--threads", "1"];
    let run = interrupted(&folder, &args, "nothing of interest in here, however long\n").quiet(0);
    assert!(run.out().contains("interrupted"), "{}", run.out());
}

#[test]
fn a_full_disk() {
    // A limit on the size of files stands for a disk that is full: writing fails with an error, not a signal.
    let folder = Folder::new();
    folder.file("many.txt", format!("{EMAIL}\n").repeat(5_000));
    fs::create_dir(folder.path().join("out")).unwrap();
    let script = "ulimit -f 16; trap '' XFSZ; exec \"$@\"";
    for report in ["out/report.jsonl", "csv:out/report.txt"] {
        let mut command = Command::new("sh");
        command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_piidar"), "scan", "many.txt", "-o", report]);
        let run = run(command.current_dir(folder.path()).stdin(Stdio::null()));
        let name = report.trim_start_matches("csv:");
        run.fault(&["error: cannot write", name]);
        assert_eq!(fs::read_dir(folder.path().join("out")).unwrap().count(), 0, "no half file of {report}");
    }
}

#[test]
fn a_full_disk_leaves_the_report_of_last_time_alone() {
    let folder = Folder::new();
    folder.file("many.txt", format!("{EMAIL}\n").repeat(5_000));
    folder.file("report.jsonl", "of last time");
    let script = "ulimit -f 16; trap '' XFSZ; exec \"$@\"";
    let mut command = Command::new("sh");
    command.args([
        "-c",
        script,
        "sh",
        env!("CARGO_BIN_EXE_piidar"),
        "scan",
        "many.txt",
        "-o",
        "report.jsonl",
    ]);
    run(command.current_dir(folder.path()).stdin(Stdio::null())).fault(&["report.jsonl"]);
    assert_eq!(folder.read("report.jsonl"), "of last time");
    assert_eq!(folder.names(), ["many.txt", "report.jsonl"]);
}

#[test]
fn standard_output_on_a_full_disk() {
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else {
        eprintln!("skipped: there is no /dev/full");
        return;
    };
    let folder = Folder::new();
    folder.file("a.txt", EMAIL);
    for (args, says) in [
        (&["scan", "."][..], "cannot write to standard output"),
        (&["--help"], "No space left"),
        (&["scan", "--help"], "No space left"),
        (&["--version"], "No space left"),
        (&["rules", "list"], "No space left"),
    ] {
        let full = full.try_clone().unwrap();
        let child = folder.piidar(args).stdout(full).stderr(Stdio::piped()).spawn().unwrap();
        finish(child).fault(&[says]);
    }
}

#[test]
fn reports_that_cannot_be_opened() {
    let folder = Folder::new();
    folder.file("a.txt", EMAIL);
    folder.run(&["scan", ".", "-o", "no/such/folder.jsonl"]).fault(&["cannot write no/such/folder.jsonl"]);
    folder.run(&["scan", ".", "-o", "jsonl:."]).fault(&["it is a folder"]);
    folder
        .run(&["scan", ".", "-o", "report.xyz"])
        .fault(&["no format has this extension", "jsonl:report.xyz"]);
    assert_eq!(folder.names(), ["a.txt"]);
}

#[test]
fn what_is_no_file() {
    let folder = Folder::new();
    let fifo = folder.path().join("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket")).unwrap();
    let expected = [left("fifo", "not-a-file"), left("socket", "not-a-file")].concat();
    for args in [&[][..], &["--no-ignore"], &["--follow"]] {
        assert_eq!(folder.scan(args).quiet(0).left(), expected, "walked with {args:?}");
    }
    folder.scan(&["--strict-coverage"]).quiet(3);
    let named =
        folder.run(&["scan", "fifo", "socket", "/dev/null", "/dev/zero", "--format", "jsonl"]).quiet(0);
    assert_eq!(named.left().len(), 4, "{:?}", named.left());
    assert!(named.left().iter().all(|(_, reason)| reason == "not-a-file"));
}

#[test]
fn what_a_shell_makes_of_a_command_is_read() {
    let script = format!("{} scan --format jsonl <(echo '{EMAIL}')", env!("CARGO_BIN_EXE_piidar"));
    let output = Command::new("bash").args(["-c", &script]).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(told.contains("\"type\":\"EMAIL_ADDRESS\"") && told.contains("/dev/fd/"), "{told}");
}

#[test]
fn links_in_a_circle() {
    let folder = Folder::new();
    folder.file("a/b/c.txt", EMAIL);
    symlink("..", folder.path().join("a/b/up")).unwrap();
    symlink("self", folder.path().join("self")).unwrap();
    let run = folder.scan(&[]).quiet(0);
    let expected = [left("a/b/up", "symlink"), left("self", "symlink")].concat();
    assert_eq!((run.left(), emails(&run)), (expected, 1));
    for args in [&["--follow"][..], &["--follow", "--no-ignore"]] {
        let run = folder.scan(args).quiet(3);
        let expected = [left("a/b/up", "symlink"), left("self", "read-error")].concat();
        assert_eq!((run.left(), emails(&run)), (expected, 1), "{args:?}");
    }
}

#[test]
fn a_link_that_is_named_is_followed() {
    let folder = Folder::new();
    let target = folder.file("a.txt", EMAIL);
    symlink(target, folder.path().join("link.txt")).unwrap();
    let run = folder.run(&["scan", "link.txt", "--format", "jsonl"]).quiet(0);
    assert_eq!(run.findings()[0]["path"], "link.txt");
}

#[test]
fn deep_nesting() {
    let folder = Folder::new();
    let depth = 100_000;
    let json = format!("{}\"email\":\"{EMAIL}\"{}", "{\"a\":".repeat(depth), "}".repeat(depth));
    folder.file("deep.json", json);
    folder.file("brackets.json", format!("{}\"{EMAIL}\"{}", "[".repeat(depth), "]".repeat(depth)));
    folder.file("tags.xml", format!("{}{EMAIL}{}", "<a>".repeat(depth), "</a>".repeat(depth)));
    assert_eq!(emails(&folder.scan(&[]).quiet(0)), 3);
}

/// Every byte may begin an escape, and none does, or every one does.
#[test]
fn escapes_without_end() {
    let folder = Folder::new();
    for (n, run) in
        ["\\", "&", "&#", "&amp;", "\\u00", "\\\\u0040", "&amp;#64;", "\\ud83d\\ude00"].iter().enumerate()
    {
        let run = run.repeat(1_000_000 / run.len());
        for name in ["json", "html", "properties"] {
            folder.file(
                &format!("{n}.{name}"),
                format!("{{\"x\": \"{EMAIL} {run}\"}}\n{{\"x\": \"{EMAIL}\"}}\n"),
            );
        }
    }
    let coded = ["=?utf-8?Q?", "AAAA\n ", "\\,", "=\n ", "\"\""].map(|run| run.repeat(100_000));
    for (n, run) in coded.iter().enumerate() {
        folder.file(&format!("{n}.eml"), format!("From: x\nTo: {EMAIL}\nSubject: {run}\n\n{EMAIL}\n"));
        folder.file(&format!("{n}.ldif"), format!("dn: {EMAIL}\nx:: {run}\n\nmail: {EMAIL}\n"));
        folder.file(&format!("{n}.vcf"), format!("BEGIN:VCARD\nNOTE:{run}\nEMAIL:{EMAIL}\nEMAIL:{EMAIL}\n"));
        folder.file(&format!("{n}.csv"), format!("id,mail\n1,{EMAIL}\n\"{run}\",{EMAIL}\n"));
    }
    let run = folder.scan(&[]).quiet(0);
    assert!(emails(&run) >= 2 * 44 && run.summary()["complete"] == 44, "{} {}", emails(&run), run.summary());
}

#[test]
fn deep_folders() {
    let folder = Folder::new();
    let path = vec!["d"; 400].join("/");
    folder.file(&format!("{path}/a.txt"), EMAIL);
    let run = folder.scan(&[]).quiet(0);
    assert_eq!(run.findings()[0]["path"], format!("{path}/a.txt"));
}

#[test]
fn very_many_columns() {
    let folder = Folder::new();
    let header = vec!["col"; 70_000];
    let mut row = vec!["x"; 70_000];
    row[69_999] = EMAIL;
    folder.file("wide.csv", format!("{}\n{}\n", header.join(","), row.join(",")));
    folder.file("commas.csv", ",".repeat(1_000_000));
    let run = folder.scan(&["--show-values"]).quiet(0);
    let found = run.findings();
    assert_eq!((found.len(), &found[0]["masked"], &found[0]["row"]), (1, &EMAIL.into(), &1.into()));
}

#[test]
fn a_quote_that_never_closes() {
    let folder = Folder::new();
    let rows = |quote: &str, n: usize| {
        let mut table = format!("id,email,note\n1,a@wonderland.org,{quote}oops\n");
        (2..n).for_each(|n| table += &format!("{n},b{n}@wonderland.org,fine\n"));
        table
    };
    folder.file("short.csv", rows("\"", 100));
    // More than is ever held at once: the rest is read line by line.
    folder.file("long.csv", rows("\"", 200_000));
    let run = folder.scan(&[]).quiet(0);
    let of = |path: &str| {
        run.findings().iter().filter(|f| f["path"] == path && f["type"] == "EMAIL_ADDRESS").count()
    };
    assert_eq!((of("short.csv"), of("long.csv")), (99, 199_999));
}

/// The same in a dump, where a row is waited for within reason: what is no row is text, and what follows is read.
#[test]
fn a_string_that_never_closes() {
    let folder = Folder::new();
    let mut statement = "INSERT INTO people VALUES (1,'never closed".to_owned();
    (0..100_000).for_each(|n| statement += &format!(" b{n}@wonderland.org and so on (1,\n"));
    folder.file("a.sql", format!("{statement};\nCOPY t (email) FROM stdin;\n{EMAIL}\n\\.\n"));
    let run = folder.scan(&[]).quiet(0);
    assert_eq!((emails(&run), &run.summary()["complete"]), (100_001, &1.into()));
    assert_eq!(run.findings()[100_000]["table"], "t");
}

#[test]
fn utf16_of_all_kinds() {
    let folder = Folder::new();
    let text = format!("Grüße an\r\n{EMAIL}\r\n");
    for (name, big, mark) in
        [("le", false, true), ("be", true, true), ("le-bare", false, false), ("be-bare", true, false)]
    {
        let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
        let bytes: Vec<u8> =
            units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect();
        folder.file(&format!("{name}.txt"), &bytes);
        folder.file(&format!("odd-{name}.txt"), [&bytes[..], b"\x41"].concat());
    }
    let run = folder.scan(&["--show-values"]).quiet(0);
    assert_eq!(emails(&run), 8);
    for finding in run.findings() {
        let encoding = if finding["path"].as_str().unwrap().contains("le") { "utf-16le" } else { "utf-16be" };
        assert_eq!((&finding["decoded"], &finding["line"]), (&encoding.into(), &2.into()));
        let at = |key: &str| usize::try_from(finding[key].as_u64().unwrap()).unwrap();
        assert_eq!(&text[at("start")..at("end")], EMAIL, "offsets are those of the decoded text");
    }
}

#[test]
fn a_mark_before_utf8() {
    let folder = Folder::new();
    folder.file("marked.csv", format!("\u{feff}email,id\n{EMAIL},1\n"));
    let run = folder.scan(&[]).quiet(0);
    let found = &run.findings()[0];
    assert_eq!(
        (&found["field"], &found["start"]),
        (&"email".into(), &12.into()),
        "the mark is part of the file"
    );
}

#[test]
fn zeros_in_a_log() {
    let folder = Folder::new();
    let mut log = format!("first {EMAIL}\n").repeat(200).into_bytes();
    log.extend([0; 3000]);
    log.extend(format!("last {EMAIL}\n").repeat(200).into_bytes());
    folder.file("crashed.log", &log);
    let run = folder.scan(&[]).quiet(0);
    assert_eq!((emails(&run), run.left().len()), (400, 0));
}

#[test]
fn nothing_at_all() {
    let folder = Folder::new();
    folder.file("empty.txt", "");
    folder.file("empty.csv", "");
    folder.file("mark.txt", "\u{feff}");
    folder.file("mark16.txt", b"\xff\xfe");
    folder.file("half.txt", b"\xfe");
    folder.file("newline.csv", "\n");
    let run = folder.scan(&["--strict-coverage"]).quiet(0);
    assert_eq!((run.summary()["complete"].as_u64(), run.findings().len()), (Some(6), 0));
    fs::create_dir(folder.path().join("hollow")).unwrap();
    let run = folder.run(&["scan", "hollow", "--format", "jsonl"]).quiet(0);
    assert_eq!(run.summary()["documents"], 0);
}

#[test]
fn standard_input() {
    let folder = Folder::new();
    let args = ["scan", "-", "--format", "jsonl"];
    let mut child = folder
        .piidar(&args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(EMAIL.as_bytes()).unwrap();
    let run = finish(child).quiet(0);
    assert_eq!((&run.findings()[0]["path"], emails(&run)), (&"<stdin>".into(), 1));
    let mut closed = folder.piidar(&args);
    let mut child = closed.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    assert_eq!(wait(&mut child).code(), Some(0));
}

#[test]
fn a_place_to_explain_is_a_line_that_is_there() {
    let folder = Folder::new();
    folder.file("n.py", format!("a = 1\nb = 2\nc = '{EMAIL}'\n"));
    folder.file("odd:7", format!("{EMAIL}\n"));
    folder.file("none.txt", "");
    let line = folder.run(&["explain", "n.py:3"]).quiet(0);
    let column = folder.run(&["explain", "n.py:3:6"]).quiet(0);
    assert!(line.out().contains("n.py:3:6-"), "{}", line.out());
    assert_eq!(line.out(), column.out());
    folder.run(&["explain", "odd:7:1"]).quiet(0);
    folder.run(&["explain", "n.py:4"]).fault(&["n.py has 3 lines", "number 4"]);
    folder.run(&["explain", "n.py:9:1"]).fault(&["n.py has 3 lines"]);
    // Nothing has a first line all the same.
    folder.run(&["explain", "none.txt:1"]).quiet(0);
    folder.run(&["explain", "none.txt:2"]).fault(&["none.txt has 0 lines"]);
    for place in ["n.py", "n.py:0", "n.py:x"] {
        folder.run(&["explain", place]).fault(&["expected a file and a line number"]);
    }
    folder.run(&["explain", "nosuch:1:1"]).fault(&["cannot read nosuch"]);
}

#[test]
fn faults_are_told_in_our_own_words() {
    let folder = Folder::new();
    folder.run(&["scan", "--rules", "nope"]).fault(&["there is no such file or folder", "nope", "--rules"]);
    folder.run(&["matrix", "show", "nope"]).fault(&["there is no such matrix", "nope", "saas"]);
    folder.run(&["scan", "--type", "SSN"]).fault(&["did you mean `US_SSN`", "piidar rules list"]);
    let run = folder.run(&["scan", "--type", "ZODIAC"]).fault(&["`piidar rules list` names all"]);
    assert!(run.err.len() < 200, "{}", run.err);
    folder.file("a.txt", EMAIL);
    let locked = folder.file("sub/a.txt", EMAIL);
    let sub = folder.path().join("sub");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    fs::set_permissions(&sub, fs::Permissions::from_mode(0o000)).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let scan = as_nobody(&folder, &locked, &["scan", ".", "--format", "jsonl"]);
    let create = as_nobody(&folder, &locked, &["baseline", "create", "a.txt"]);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(&sub, fs::Permissions::from_mode(0o755)).unwrap();
    let (Some(scan), Some(create)) = (scan, create) else { return };
    let detail = scan.of_kind("coverage")[0]["detail"].as_str().unwrap().to_owned();
    assert!(detail.starts_with("Permission denied"), "{detail}");
    let create = create.fault(&["cannot write .piidar-baseline.jsonl: permission denied"]);
    assert!(!create.err.contains(".piidar-r") && !create.err.contains("at path"), "{}", create.err);
}
