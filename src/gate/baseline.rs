//! The baseline: what a project has accepted. It names places and counts, and no value; with a key of the project it also
//! holds a keyed digest of each value.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::globs::{Root, lies_in};
use crate::model::{
    Batch, Catalog, Classified, Coverage, Disposition, DocInfo, Fault, KeyedDigest, Reason, Standing, Status,
};

/// Version of the file.
const VERSION: u32 = 1;

/// A place in a document: all findings of one type under one name.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(deny_unknown_fields)]
struct Entry {
    path: String,
    #[serde(rename = "type")]
    info_type: String,
    /// Column, with its table in a dump, or key.
    field: Option<String>,
    /// Keyed digest of the value, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hmac: Option<String>,
    count: u64,
}

/// The first line of a file.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Head {
    piidar_baseline: u32,
}

/// A place within a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    info_type: String,
    field: Option<String>,
    hmac: Option<String>,
}

/// How often each place of a document may hold something.
type Places = BTreeMap<Place, u64>;

/// What was accepted, by document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accepted(BTreeMap<String, Places>);

impl Accepted {
    /// Reads a file. Lines may come in any order and more than once, as a merge leaves them: the largest count holds.
    ///
    /// # Errors
    /// Every line that is not an entry, as far as anybody reads.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Fault>> {
        let source: Arc<str> = text.into();
        // Editors of Windows put a mark before a text.
        let lines = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (mut accepted, mut faults, mut at) = (Self::default(), Vec::new(), text.len() - lines.len());
        for line in lines.split_inclusive('\n') {
            let span = at..at + line.trim_end().len();
            at += line.len();
            if line.trim().is_empty() {
                continue;
            }
            if faults.len() == Fault::MOST {
                break;
            }
            match read(line) {
                Ok(Some(entry)) => accepted.add(entry),
                Ok(None) => {}
                Err((message, help)) => {
                    faults.push(Fault::new(file, message).at(Arc::clone(&source), span).help(help));
                }
            }
        }
        if faults.is_empty() { Ok(accepted) } else { Err(faults) }
    }

    fn add(&mut self, entry: Entry) {
        let Entry { path, info_type, field, hmac, count } = entry;
        let places = self.0.entry(path).or_default();
        let known = places.entry(Place { info_type, field, hmac }).or_default();
        *known = count.max(*known);
    }

    /// The file: one line per entry, sorted, so that versions of it merge.
    pub fn render(&self) -> String {
        let mut text = json(&Head { piidar_baseline: VERSION });
        for (path, places) in &self.0 {
            for (place, count) in places {
                let Place { info_type, field, hmac } = place.clone();
                text.push_str(&json(&Entry { path: path.clone(), info_type, field, hmac, count: *count }));
            }
        }
        text
    }

    /// Whether values are told from one another, which needs the key.
    pub fn is_keyed(&self) -> bool {
        self.0.values().flat_map(BTreeMap::keys).any(|place| place.hmac.is_some())
    }

    /// Documents that it names.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Findings that it accepts.
    pub fn findings(&self) -> u64 {
        self.0.values().flat_map(BTreeMap::values).sum()
    }

    /// The document that another one was before it was moved: one that is gone and had the same name, or else just the
    /// same places and counts, where those are known and tell something.
    fn former(&self, gone: &BTreeSet<String>, path: &str, places: Option<&Places>) -> Option<String> {
        let name = |path: &str| path.rsplit_once('/').map_or(path, |(_, name)| name).to_owned();
        let own = name(path);
        let same_name = gone.iter().find(|former| name(former) == own);
        let same_places = || {
            let places = places.filter(|places| is_telling(places))?;
            gone.iter().find(|former| self.0.get(*former) == Some(places))
        };
        same_name.or_else(same_places).cloned()
    }

    /// Puts documents that were moved under their new paths.
    #[must_use]
    pub fn followed(mut self, found: &Self, mut gone: BTreeSet<String>) -> Self {
        for (path, places) in found.0.iter() {
            if self.0.contains_key(path) {
                continue;
            }
            if let Some(former) = self.former(&gone, path, Some(places)) {
                gone.remove(&former);
                let moved = self.0.remove(&former).unwrap_or_default();
                self.0.insert(path.clone(), moved);
            }
        }
        self
    }

    /// What has changed since, in documents in scope, place by place.
    pub fn changes(&self, now: &Self, in_scope: impl Fn(&str) -> bool) -> Vec<Change> {
        let nothing = Places::new();
        let paths: BTreeSet<_> = self.0.keys().chain(now.0.keys()).filter(|path| in_scope(path)).collect();
        let mut changes = Vec::new();
        for path in paths {
            let (old, new) = (self.0.get(path).unwrap_or(&nothing), now.0.get(path).unwrap_or(&nothing));
            let places: BTreeSet<_> = old.keys().chain(new.keys()).collect();
            let count = |places: &Places, place| places.get(place).copied().unwrap_or(0);
            let changed = places.into_iter().filter(|place| count(old, place) != count(new, place));
            changes.extend(changed.map(|place| Change {
                path: path.clone(),
                info_type: place.info_type.clone(),
                field: place.field.clone(),
                before: count(old, place),
                now: count(new, place),
            }));
        }
        changes
    }

    /// Replaces what is accepted of each document in scope by what was found in it. All others keep their entries, and
    /// anything found in them is added.
    #[must_use]
    pub fn updated(mut self, found: &Self, in_scope: impl Fn(&str) -> bool) -> Self {
        self.0.retain(|path, _| !in_scope(path));
        for (path, places) in &found.0 {
            let accepted = self.0.entry(path.clone()).or_default();
            for (place, now) in places {
                let count = accepted.entry(place.clone()).or_default();
                *count = (*count).max(*now);
            }
        }
        self
    }

    /// Drops what is no longer found in documents in scope. Nothing is added.
    #[must_use]
    pub fn pruned(mut self, found: &Self, in_scope: impl Fn(&str) -> bool) -> Self {
        let nothing = Places::new();
        for (path, places) in &mut self.0 {
            if in_scope(path) {
                let now = found.0.get(path).unwrap_or(&nothing);
                places.retain(|place, count| {
                    *count = (*count).min(now.get(place).copied().unwrap_or(0));
                    *count > 0
                });
            }
        }
        self.0.retain(|_, places| !places.is_empty());
        self
    }
}

/// A place that does not hold what was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The document, below the root.
    pub path: String,
    /// What is found there.
    pub info_type: String,
    /// Column, with its table in a dump, or key.
    pub field: Option<String>,
    /// How many were accepted.
    pub before: u64,
    /// How many there are.
    pub now: u64,
}

/// Findings by which a document is known again under another name.
const TELLING: u64 = 5;

/// Whether it would be chance if another document held just the same: one address is in many files.
fn is_telling(places: &Places) -> bool {
    places.len() > 1 || places.values().sum::<u64>() >= TELLING
}

/// An entry, or nothing for the first line.
fn read(line: &str) -> Result<Option<Entry>, (String, &'static str)> {
    if line.starts_with(['<', '=', '>', '|']) {
        let help = "keep the lines of both sides; the order of lines and repeated ones do no harm";
        return Err(("a merge was not finished here".into(), help));
    }
    if let Ok(Head { piidar_baseline }) = serde_json::from_str(line) {
        let help = "it was made by a newer version of the program";
        let message = format!("version {piidar_baseline} of the baseline is not known");
        return if piidar_baseline == VERSION { Ok(None) } else { Err((message, help)) };
    }
    serde_json::from_str(line).map(Some).map_err(|e| {
        // The position that the parser gives is that of a line of its own.
        let message = e.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        (format!("not an entry of a baseline: {message}"), "see `piidar baseline create --help`")
    })
}

fn json<T: Serialize>(value: &T) -> String {
    // Strings and numbers always become JSON.
    let mut line = serde_json::to_string(value).unwrap_or_default();
    line.push('\n');
    line
}

/// The place of a finding within its document.
fn place(catalog: &Catalog, doc: &DocInfo, found: &Classified, keyed: bool) -> Place {
    let finding = &found.finding;
    let name = finding.field_name(doc);
    let field = match finding.table_name() {
        Some(table) => Some(format!("{table}.{}", name.unwrap_or_default())),
        None => name.map(str::to_owned),
    };
    let hmac = finding.keyed.as_ref().filter(|_| keyed).map(hex);
    Place { info_type: catalog.rule(finding.rule).info_type.clone(), field, hmac }
}

fn hex(digest: &KeyedDigest) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a finding is anything that one accepts.
fn counts(found: &Classified) -> bool {
    matches!(found.finding.disposition, Disposition::Real | Disposition::Role)
        && !matches!(found.standing, Standing::Suppressed { .. })
}

/// What a scan did not read, or not to its end: what was accepted there stays.
#[derive(Debug, Default)]
pub struct Unread {
    failed: BTreeSet<String>,
    left: BTreeSet<String>,
}

impl Unread {
    fn add(&mut self, root: &Root, gap: &Coverage) {
        if gap.reason.is_failure() {
            self.failed.insert(root.below(&gap.path));
        } else if gap.status == Status::Skipped && !matches!(gap.reason, Reason::Ignored | Reason::OwnReport)
        {
            // A pointer of Git LFS stands for a file that may hold all that was accepted. What is ignored is to be forgotten.
            self.left.insert(root.below(&gap.path));
        }
    }

    /// Files and folders that could not be read.
    pub fn failed(&self) -> impl Iterator<Item = &str> {
        self.failed.iter().map(String::as_str)
    }

    /// Whether a document is one of these, or lies in one.
    pub fn holds(&self, path: &str) -> bool {
        self.failed.iter().chain(&self.left).any(|place| lies_in(path, place))
    }
}

/// Collects what is found, to be accepted.
#[derive(Debug, Default)]
pub struct Recorder {
    found: Accepted,
    unread: Unread,
    root: Root,
}

impl Recorder {
    /// A recorder of paths counted from `root`.
    pub fn new(root: Root) -> Self {
        Self { root, ..Self::default() }
    }

    /// Takes the findings of a document or of a part of it.
    pub fn add(&mut self, catalog: &Catalog, batch: &Batch) {
        if let Some(gap) = &batch.coverage {
            self.unread.add(&self.root, gap);
        }
        let mut findings = batch.findings.iter().filter(|found| counts(found)).peekable();
        if findings.peek().is_none() {
            return;
        }
        let places = self.found.0.entry(self.root.below(&batch.doc.path)).or_default();
        for found in findings {
            *places.entry(place(catalog, &batch.doc, found, true)).or_default() += 1;
        }
    }

    /// What was found, and of what that is not all.
    pub fn finish(self) -> (Accepted, Unread) {
        (self.found, self.unread)
    }
}

/// A baseline in use.
#[derive(Debug)]
pub struct Baseline {
    accepted: Accepted,
    keyed: bool,
    root: Root,
    /// Documents that it names and that no longer exist: each may have become another.
    gone: BTreeSet<String>,
    /// Whether documents that no longer exist may have become others.
    follows: bool,
    /// What may still be met in the document at hand.
    left: Option<Places>,
}

impl Baseline {
    /// A baseline for a run. `gone` are the documents that no longer exist.
    pub fn new(accepted: Accepted, root: Root, gone: BTreeSet<String>) -> Self {
        Self { keyed: accepted.is_keyed(), accepted, root, gone, follows: true, left: None }
    }

    /// Keeps what was accepted with its path: for a change, of which Git says what was renamed.
    #[must_use]
    pub fn of_a_change(self) -> Self {
        Self { follows: false, ..self }
    }

    /// Marks what was accepted. Of a place that holds more than was accepted, the last ones are new.
    pub(super) fn judge(&mut self, catalog: &Catalog, batch: &mut Batch) {
        if self.left.is_none() && batch.findings.iter().any(counts) {
            self.left = Some(self.open(catalog, batch));
        }
        let Some(left) = &mut self.left else { return };
        let (keyed, doc) = (self.keyed, Arc::clone(&batch.doc));
        if !left.is_empty() {
            // What stands on lines that a change did not touch is known without us, and what was accepted there is used up.
            for standing in [Standing::Known, Standing::New] {
                let all = batch.findings.iter_mut();
                for found in all.filter(|found| counts(found) && found.standing == standing) {
                    if let Some(count) = left.get_mut(&place(catalog, &doc, found, keyed))
                        && *count > 0
                    {
                        *count -= 1;
                        found.standing = Standing::Known;
                    }
                }
            }
        }
        if batch.last {
            self.left = None;
        }
    }

    /// What was accepted of the document that begins.
    fn open(&mut self, catalog: &Catalog, batch: &Batch) -> Places {
        let path = self.root.below(&batch.doc.path);
        if let Some(places) = self.accepted.0.get(&path) {
            return places.clone();
        }
        if !self.follows || self.gone.is_empty() {
            return Places::new();
        }
        let mut places = Places::new();
        for found in batch.findings.iter().filter(|found| counts(found)) {
            *places.entry(place(catalog, &batch.doc, found, self.keyed)).or_default() += 1;
        }
        // Of a document that comes in parts, the first does not tell what the others hold.
        let places = Some(&places).filter(|_| batch.last);
        let Some(former) = self.accepted.former(&self.gone, &path, places) else { return Places::new() };
        self.gone.remove(&former);
        self.accepted.0.remove(&former).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LINES: &str = "{\"piidar_baseline\":1}\n\
        {\"path\":\"a.csv\",\"type\":\"EMAIL_ADDRESS\",\"field\":\"email\",\"count\":3}\n\
        {\"path\":\"b.sql\",\"type\":\"US_SSN\",\"field\":\"users.ssn\",\"count\":1}\n";

    fn parse(text: &str) -> Accepted {
        Accepted::parse("b.jsonl", text).unwrap()
    }

    #[test]
    fn a_file_is_read_as_it_was_written_in_any_order() {
        let accepted = parse(LINES);
        assert_eq!(accepted.render(), LINES);
        assert_eq!((accepted.findings(), accepted.is_keyed()), (4, false));
        let mut lines: Vec<_> = LINES.lines().rev().collect();
        lines.insert(1, "{\"path\":\"a.csv\",\"type\":\"EMAIL_ADDRESS\",\"field\":\"email\",\"count\":2}");
        assert_eq!(parse(&lines.join("\r\n")), accepted, "of two counts the larger holds");
        assert_eq!(parse(&format!("\u{feff}{LINES}")), accepted);
    }

    #[test]
    fn what_is_no_entry_is_told_with_its_line() {
        let text = format!("{LINES}<<<<<<< HEAD\n{{\"path\":1}}\n{{\"piidar_baseline\":9}}\n");
        let faults = Accepted::parse("b.jsonl", &text).unwrap_err();
        let messages: Vec<_> = faults.iter().map(|f| f.message.as_str()).collect();
        assert_eq!(messages[0], "a merge was not finished here");
        assert!(messages[1].starts_with("not an entry of a baseline: invalid type"), "{messages:?}");
        assert_eq!(messages[2], "version 9 of the baseline is not known");
        assert!(faults[0].render(false).contains("b.jsonl:4:1"));
    }

    #[test]
    fn what_was_not_read_keeps_what_was_accepted() {
        let mut unread = Unread::default();
        for (path, status, reason) in [
            ("vault", Status::Skipped, Reason::PermissionDenied),
            ("cut.gz!cut", Status::Partial, Reason::Damaged),
            ("pointer.csv", Status::Skipped, Reason::UnsupportedKind),
            ("letter.eml", Status::Partial, Reason::UnsupportedKind),
            ("build", Status::Skipped, Reason::Ignored),
        ] {
            let detail = String::new();
            let gap = Coverage { path: path.into(), status, reason, detail, scanned: 0, size: None };
            unread.add(&Root::default(), &gap);
        }
        for path in ["vault/a.csv", "vault/a.gz!a", "cut.gz!cut", "pointer.csv"] {
            assert!(unread.holds(path), "{path}");
        }
        for path in ["vaults", "cut.gz", "letter.eml", "build/x"] {
            assert!(!unread.holds(path), "{path}");
        }
        assert_eq!(unread.failed().collect::<Vec<_>>(), ["cut.gz!cut", "vault"]);
    }

    #[test]
    fn updates_and_prunings_keep_to_their_scope() {
        let before = parse(LINES);
        let line = "{\"path\":\"a.csv\",\"type\":\"EMAIL_ADDRESS\",\"field\":\"email\",\"count\":5}\n";
        let more = parse(line);
        let in_a = |path: &str| path == "a.csv";
        assert_eq!(before.clone().updated(&more, in_a).findings(), 6);
        assert_eq!(before.clone().updated(&more, |_| true), more);
        let part = parse("{\"path\":\"a.csv\",\"type\":\"IBAN\",\"field\":null,\"count\":1}\n");
        assert_eq!(before.clone().updated(&part, |_| false).findings(), 5, "what was not read whole stays");
        assert_eq!(before.clone().pruned(&more, |_| true).findings(), 3, "nothing is added");
        assert_eq!(before.clone().pruned(&Accepted::default(), in_a).paths().collect::<Vec<_>>(), ["b.sql"]);
        let changes = before.changes(&more, in_a);
        assert_eq!((changes.len(), changes[0].before, changes[0].now), (1, 3, 5));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(\\PC|\n){0,80}", count: u64, path: String, field: Option<String>) {
            let faulty = Accepted::parse("b", &text).is_err_and(|faults| faults.is_empty());
            prop_assert!(!faulty);
            let entry = Entry { path, info_type: "X".into(), field, hmac: None, count };
            let mut accepted = Accepted::default();
            accepted.add(entry);
            prop_assert_eq!(Accepted::parse("b", &accepted.render()), Ok(accepted));
        }
    }

    #[test]
    fn a_document_that_was_moved_keeps_what_was_accepted() {
        let before = parse(LINES);
        let gone: BTreeSet<_> = before.paths().map(str::to_owned).collect();
        let moved = parse(&LINES.replace("a.csv", "data/a.csv").replace("b.sql", "old/b.sql"));
        assert_eq!(before.clone().followed(&moved, gone.clone()), moved);
        let renamed = parse(&LINES.replace("b.sql", "c.sql"));
        assert_eq!(before.clone().followed(&renamed, gone.clone()), before, "one finding tells nothing");
        let many = |path: &str| parse(&LINES.replace("\"count\":1", "\"count\":9").replace("b.sql", path));
        assert_eq!(many("b.sql").followed(&many("c.sql"), gone), many("c.sql"));
    }
}
