//! The map of the house, executable: which room may know which, what may stand where, and that nothing lies about.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The floors of the library, lowest first. A room knows only rooms of lower floors; rooms of one floor never know
/// one another. `main` and `cli` stand above all of them and see the public API only: they are another crate.
const FLOORS: &[&[&str]] = &[
    &["model"],
    &["words", "lexicon"],
    &["validate"],
    &["find", "rules", "source", "format", "classify", "gate", "ner", "report"],
    &["detect"],
    &["scan"],
];

/// Rooms that may not know a room below them either, whatever the floors say.
const STRANGERS: &[(&str, &[&str])] = &[
    ("words", &["model"]),
    ("lexicon", &["model"]),
    ("rules", &["validate", "words", "lexicon"]),
    ("source", &["validate", "words", "lexicon"]),
    ("format", &["validate", "words", "lexicon"]),
    ("classify", &["validate", "words", "lexicon"]),
    ("gate", &["validate", "words", "lexicon"]),
    ("ner", &["validate", "words", "lexicon"]),
    ("report", &["validate", "words", "lexicon"]),
    ("detect", &["lexicon"]),
];

/// Lines that a file may have, its tests and the rows of its tables left out.
const LONGEST: usize = 500;
const LONGEST_MOD: usize = 110;
const LONGEST_MAIN: usize = 30;
const LONGEST_LIB: usize = 100;

/// A source file and what of it is no test and no comment.
struct Source {
    /// Path below `src/`, with `/`.
    path: String,
    code: Vec<(usize, String)>,
    /// Lines outside tests, comments included.
    lines: usize,
}

impl Source {
    fn room(&self) -> &str {
        let first = self.path.split('/').next().unwrap();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// Lines that are a row of an open table of names, such as `("iban", iban::iban, 0),`: data, of which there is no
    /// end.
    fn rows(&self) -> usize {
        let is_row = |line: &str| line.starts_with("    (\"") && line.ends_with("),");
        self.code.iter().filter(|(_, line)| is_row(line)).count()
    }

    fn is_binary(&self) -> bool {
        matches!(self.room(), "main" | "cli")
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` with that ending, as paths below the package, sorted.
fn files(folder: &str, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    collect(&root().join(folder), ending, &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, ending: &str, found: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|e| e.unwrap().path()) {
        if path.is_dir() {
            collect(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            let below = path.strip_prefix(root()).unwrap();
            found.push(below.to_string_lossy().replace('\\', "/"));
        }
    }
}

fn sources() -> Vec<Source> {
    let sources: Vec<Source> = files("src", ".rs").iter().map(|path| read(path)).collect();
    assert!(sources.len() > 50, "the sources were not found");
    sources
}

fn read(path: &str) -> Source {
    let text = fs::read_to_string(root().join(path)).unwrap();
    let kept = without_tests(&text);
    let code = kept.iter().map(|(n, line)| (*n, without_comment(line).to_owned())).collect();
    Source { path: path.strip_prefix("src/").unwrap().to_owned(), code, lines: kept.len() }
}

/// Lines with their numbers, without items after `#[cfg(test)]`. It goes by the layout that rustfmt gives.
fn without_tests(text: &str) -> Vec<(usize, &str)> {
    let mut kept = Vec::new();
    let mut lines = text.lines().enumerate().map(|(n, line)| (n + 1, line));
    while let Some((n, line)) = lines.next() {
        if line.trim() != "#[cfg(test)]" {
            kept.push((n, line));
            continue;
        }
        let indent = &line[..line.len() - line.trim_start().len()];
        let close = format!("{indent}}}");
        let item = lines.by_ref().map(|(_, line)| line).find(|l| !l.trim_start().starts_with("#["));
        if item.is_some_and(|l| !l.trim_end().ends_with([';', '}'])) {
            // The item ends with the brace that stands below its first letter.
            lines.by_ref().find(|(_, line)| *line == close || *line == format!("{close};"));
        }
    }
    kept
}

fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with("//") { "" } else { line.split(" // ").next().unwrap() }
}

/// The rooms that a stretch of code names by `crate::`, or by way of `super` from where that is the crate.
fn named(code: &str, in_mod: bool) -> Vec<String> {
    let roots: &[&str] = if in_mod { &["crate::", "super::"] } else { &["crate::", "super::super::"] };
    let mut names = Vec::new();
    for root in roots {
        for (at, _) in code.match_indices(root) {
            let is_path = code[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '$'));
            // `pub(in crate::…)` and `piidar::crate` do not occur; `super::super::` is met once, at its start.
            if !is_path {
                names.extend(heads(&code[at + root.len()..]));
            }
        }
    }
    names
}

/// The first names of a path or of a group of paths.
fn heads(path: &str) -> Vec<String> {
    let word = |s: &str| -> String {
        s.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(group) = path.strip_prefix('{') else { return vec![word(path)] };
    let mut depth = 1;
    let mut names = vec![word(group)];
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => names.push(word(&group[i + 1..])),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names.retain(|n| !n.is_empty());
    names
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// Fails with everything that is wrong, not only the first.
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn the_reader_of_sources_reads() {
    let text =
        "use crate::a;\n#[cfg(test)]\nuse x;\n#[cfg(test)]\nmod tests {\n    fn f() {}\n}\nfn g() {}\n";
    let kept: Vec<_> = without_tests(text).into_iter().map(|(_, l)| l).collect();
    assert_eq!(kept, ["use crate::a;", "fn g() {}"]);
    assert_eq!(named("use crate::{a::B, c, d::{e, f}};", false), ["a", "c", "d"]);
    assert_eq!(named("let x = crate::a::b(super::c::d);", false), ["a"]);
    assert_eq!(named("use super::super::a; super::b", false), ["a"]);
    assert_eq!(named("use super::a::b;", true), ["a"]);
    assert_eq!(named("$crate::a", false), [""; 0]);
}

#[test]
fn a_room_knows_only_lower_floors() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|s| !s.is_binary() && s.path != "lib.rs") {
        let code: String = source.code.iter().map(|(_, line)| format!("{line}\n")).collect();
        let in_mod = source.path.matches('/').count() == 1 && source.path.ends_with("/mod.rs");
        for name in named(&code, in_mod) {
            faults.extend(wrong(source, &name));
        }
    }
    none(&faults);
}

fn wrong(source: &Source, name: &str) -> Option<String> {
    let (path, room) = (&source.path, source.room());
    if name == room {
        return None;
    }
    let Some(theirs) = floor(name) else {
        return Some(format!("src/{path}: crate::{name} is no room; name the room that it lives in"));
    };
    let ours = floor(room)?;
    let strange = STRANGERS.iter().any(|(who, whom)| *who == room && whom.contains(&name));
    (theirs >= ours || strange).then(|| format!("src/{path}: {room} must not know {name}"))
}

#[test]
fn every_room_has_its_floor() {
    let rooms: BTreeSet<String> = sources()
        .iter()
        .filter(|s| !s.is_binary() && s.path != "lib.rs")
        .map(|s| s.room().to_owned())
        .collect();
    let drawn: BTreeSet<String> = FLOORS.iter().flat_map(|f| f.iter().map(|r| (*r).to_owned())).collect();
    assert_eq!(rooms, drawn, "left: rooms of src/, right: rooms of the map");
}

#[test]
fn the_command_line_sees_the_public_api_only() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|s| s.is_binary()) {
        for (n, line) in &source.code {
            let foreign = source.path == "main.rs" && line.starts_with("mod ") && line != "mod cli;";
            if line.contains("#[path") || foreign {
                faults.push(format!("src/{}:{n}: the binary has no module but cli: {line}", source.path));
            }
        }
    }
    let lib = read("src/lib.rs");
    if lib.code.iter().any(|(_, line)| line.ends_with("mod cli;")) {
        faults.push("src/lib.rs: cli belongs to main.rs".to_owned());
    }
    none(&faults);
}

#[test]
fn every_file_is_a_module() {
    let mut reached = BTreeSet::from(["src/lib.rs".to_owned(), "src/main.rs".to_owned()]);
    let mut open: Vec<String> = reached.iter().cloned().collect();
    while let Some(path) = open.pop() {
        let text = fs::read_to_string(root().join(&path)).unwrap();
        for name in text.lines().filter_map(module) {
            let file = file_of(&path, name);
            assert!(root().join(&file).is_file(), "{path}: mod {name} has no file");
            if reached.insert(file.clone()) {
                open.push(file);
            }
        }
    }
    let lost: Vec<_> = files("src", ".rs").into_iter().filter(|f| !reached.contains(f)).collect();
    assert!(lost.is_empty(), "no `mod` leads to {lost:?}");
}

/// The name in `mod name;`, whatever its visibility.
fn module(line: &str) -> Option<&str> {
    let (before, name) = line.trim().strip_suffix(';')?.rsplit_once(' ')?;
    (before == "mod" || before.ends_with(" mod") && before.starts_with("pub")).then_some(name)
}

fn file_of(parent: &str, name: &str) -> String {
    let folder = match parent.rsplit_once('/') {
        Some((folder, "lib.rs" | "main.rs" | "mod.rs")) => folder.to_owned(),
        _ => parent.strip_suffix(".rs").unwrap().to_owned(),
    };
    let file = format!("{folder}/{name}.rs");
    if root().join(&file).is_file() { file } else { format!("{folder}/{name}/mod.rs") }
}

#[test]
fn every_rule_and_matrix_is_in_its_table() {
    let mut faults = Vec::new();
    for (folder, table) in [("detectors", "src/rules/mod.rs"), ("matrix", "src/classify/mod.rs")] {
        let text = fs::read_to_string(root().join(table)).unwrap();
        let files = files(&format!("rules/{folder}"), ".toml");
        assert!(!files.is_empty(), "no files in rules/{folder}");
        for file in files {
            if !text.contains(&format!("include_str!(\"../../{file}\")")) {
                faults.push(format!("{file} has no row in {table}"));
            }
        }
    }
    none(&faults);
}

#[test]
fn every_rule_is_named_like_its_file() {
    let table = fs::read_to_string(root().join("src/rules/mod.rs")).unwrap();
    for file in files("rules/detectors", ".toml") {
        let stem = file.rsplit('/').next().unwrap().strip_suffix(".toml").unwrap();
        assert!(table.contains(&format!("(\"{stem}\", include_str!(\"../../{file}\")")), "{file}");
        let text = fs::read_to_string(root().join(&file)).unwrap();
        let id = format!("id={stem:?}");
        assert!(text.lines().any(|line| line.replace(' ', "") == id), "{file}: id is not {stem}");
    }
}

#[test]
fn every_lexicon_is_read() {
    let code: String =
        files("src", ".rs").iter().map(|f| fs::read_to_string(root().join(f)).unwrap()).collect();
    let unread: Vec<_> =
        files("rules/lexicons", ".txt").into_iter().filter(|f| !code.contains(&format!("/{f}\")"))).collect();
    assert!(unread.is_empty(), "nobody reads {unread:?}");
}

#[test]
fn no_file_is_too_long() {
    let mut faults = Vec::new();
    for source in sources() {
        let most = match source.path.as_str() {
            "main.rs" => LONGEST_MAIN,
            "lib.rs" => LONGEST_LIB,
            path if path.ends_with("/mod.rs") => LONGEST_MOD,
            _ => LONGEST,
        };
        let lines = source.lines - source.rows();
        if lines > most {
            faults.push(format!("src/{}: {lines} lines, at most {most}", source.path));
        }
    }
    none(&faults);
}

#[test]
fn only_source_and_cli_touch_the_system() {
    let mut faults = Vec::new();
    // A model is opened where it is run: its runtime reads it by itself.
    for source in sources().iter().filter(|s| !matches!(s.room(), "source" | "ner" | "cli")) {
        for (n, line) in source.code.iter().filter(|(_, line)| touches_the_system(line)) {
            faults.push(format!("src/{}:{n}: {line}", source.path));
        }
    }
    none(&faults);
}

fn touches_the_system(line: &str) -> bool {
    let grouped = line.trim_start().strip_prefix("use std::{").is_some_and(|names| {
        names.split([',', ' ', '}']).any(|n| ["fs", "env"].iter().any(|m| n.starts_with(m)))
    });
    grouped
        || [
            "std::fs", "std::env", "process::exit", "process::Command", "TcpStream", "TcpListener",
            "UdpSocket",
        ]
        .iter()
        .any(|p| line.contains(p))
}

#[test]
fn unsafe_code_stays_in_the_kernel() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|s| !s.path.starts_with("detect/kernel/")) {
        let words =
            |line: &str| line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == "unsafe");
        for (n, line) in source.code.iter().filter(|(_, line)| words(line)) {
            faults.push(format!("src/{}:{n}: {line}", source.path));
        }
    }
    none(&faults);
}

#[test]
fn every_fixture_is_tested() {
    if !root().join("fixtures").is_dir() {
        eprintln!("skipped: there are no fixtures");
        return;
    }
    let mut tests: BTreeMap<String, String> = BTreeMap::new();
    for file in files("tests", "").into_iter().chain(files("src", ".rs")) {
        let text = fs::read(root().join(&file)).unwrap();
        tests.insert(file, String::from_utf8_lossy(&text).into_owned());
    }
    let is_named = |fixture: &String| {
        // A test may name the file or a folder of fixtures that it goes through as a whole.
        let folders = Path::new(fixture).ancestors().take_while(|p| *p != Path::new("fixtures"));
        let mut names = folders.map(|p| p.to_string_lossy().into_owned());
        names.any(|name| tests.values().any(|text| text.contains(&name)))
    };
    let untested: Vec<_> = files("fixtures", "").into_iter().filter(|f| !is_named(f)).collect();
    assert!(untested.is_empty(), "no test names {untested:?}");
}
