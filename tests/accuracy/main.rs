//! How well each type is found: labelled sets are searched, scored and held to floors.
//!
//! ```console
//! cargo test --test accuracy -- --nocapture                  # tables, misses and false alarms
//! ACCURACY=write cargo test --test accuracy                  # new floors and new tables in benches/ACCURACY.md
//! ```
#![allow(missing_docs, unreachable_pub)]
// Tests may stop where they stand, and print what they measured.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

mod floors;
mod score;
mod sets;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use piidar::Scanner;
use piidar::model::{Disposition, DispositionSet, Finding};
use rayon::prelude::*;

use score::{Counts, Score};
use sets::{Names, Record, Span};

type Scores = BTreeMap<(String, String), Counts>;

/// Findings as a user sees them, published and reserved values included: sets label those too.
fn scanner() -> Scanner {
    let shown = DispositionSet::COUNTED.with(Disposition::Synthetic).with(Disposition::Technical);
    Scanner::builder().show(shown).comments(false).build().unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder with public sets, where it is at hand; they are other people's.
fn public() -> Option<PathBuf> {
    let given = std::env::var_os("PIIDAR_SETS").map(PathBuf::from);
    let path = given.unwrap_or_else(|| root().join("../shared/eval/dev"));
    if !path.is_dir() {
        eprintln!("skipped: {} is not here; PIIDAR_SETS names a folder of labelled sets", path.display());
    }
    path.is_dir().then_some(path)
}

/// Types that the rules find, as a set calls them.
fn types(scanner: &Scanner, names: Names) -> BTreeSet<String> {
    scanner.catalog().rules.iter().map(|rule| names.of(&rule.info_type).to_owned()).collect()
}

fn search(scanner: &Scanner, names: Names, record: &Record) -> BTreeSet<Span> {
    let batch = scanner.scan_bytes(&record.name(), record.text.as_bytes());
    let span = |finding: &Finding| {
        let kind = names.of(&scanner.catalog().rule(finding.rule).info_type).to_owned();
        Span { kind, start: finding.start, end: finding.end }
    };
    batch.findings.iter().map(|found| span(&found.finding)).collect()
}

/// The score of a set, for the types that the rules find.
fn score(path: &Path, names: Names) -> Score {
    let (scanner, records) = (scanner(), sets::read(path));
    let all = types(&scanner, names);
    let found: Vec<_> = records.par_iter().map(|record| search(&scanner, names, record)).collect();
    let mut score = Score::default();
    records.iter().zip(&found).for_each(|(record, found)| score.add(record, found, &all));
    score.counts.retain(|kind, counts| all.contains(kind) && counts.labelled > 0);
    score
}

/// Scores of all sets of a folder, by set and type.
fn scores(folder: &Path, names: Names) -> Scores {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut scores = Scores::new();
    for path in files.filter(|path| path.extension().is_some_and(|e| e == "jsonl")) {
        let set = path.file_stem().unwrap().to_string_lossy().into_owned();
        let score = score(&path, names);
        tell(&set, &path, &score);
        scores.extend(score.counts.into_iter().map(|(kind, counts)| ((set.clone(), kind), counts)));
    }
    println!("{}", table::table(&scores));
    scores
}

/// Prints what went wrong. The sets are public or made up, and the output is that of a test.
fn tell(set: &str, path: &Path, score: &Score) {
    let texts: BTreeMap<_, _> = sets::read(path).into_iter().map(|r| (r.id, r.text)).collect();
    for (missed, id, span) in &score.wrong {
        let what = if *missed { "missed" } else { "false alarm" };
        let bytes = usize::try_from(span.start).unwrap()..usize::try_from(span.end).unwrap();
        let value = texts[id].as_bytes().get(bytes).map(String::from_utf8_lossy);
        println!("{set} {} {what} in {id}: {value:?}", span.kind);
    }
}

/// Fails with every floor that does not hold, or writes new floors and tables where that is asked for.
fn hold(mark: &str, scores: &Scores) {
    let path = root().join("tests/accuracy/floors.csv");
    let mut floors = floors::read(&std::fs::read_to_string(&path).unwrap());
    if std::env::var("ACCURACY").is_ok_and(|wish| wish == "write") {
        let below = |(at, counts): (&_, &_)| (Clone::clone(at), floors::below(floors::reached(counts)));
        floors.extend(scores.iter().map(below));
        std::fs::write(&path, floors::write(&floors)).unwrap();
        let document = root().join("benches/ACCURACY.md");
        let text = std::fs::read_to_string(&document).unwrap();
        std::fs::write(&document, table::put(&text, mark, &table::table(scores))).unwrap();
        return;
    }
    let broken = scores.iter().flat_map(|(at @ (set, kind), counts)| {
        let floor = floors.get(at).copied().unwrap_or_default();
        floors::broken(&format!("{set} {kind}"), floors::reached(counts), floor)
    });
    let broken: Vec<_> = broken.collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn our_own_corpus_holds_its_floors() {
    hold("corpus", &scores(&root().join("fixtures/labelled"), Names::Ours));
}

#[test]
fn public_sets_hold_their_floors() {
    if let Some(folder) = public() {
        hold("sets", &scores(&folder, Names::Public));
    }
}

/// A rule without labelled values cannot be measured. Credentials are no personal data, and the corpus labels none.
#[test]
fn every_type_is_in_the_corpus() {
    let records = sets::read(&root().join("fixtures/labelled/corpus.jsonl"));
    let labelled: BTreeSet<String> = records.into_iter().flat_map(|r| r.entities).map(|e| e.kind).collect();
    let is_labelled = |kind: &String| labelled.contains(kind) || kind == "CREDENTIAL_HINT";
    let missing: Vec<_> = types(&scanner(), Names::Ours).into_iter().filter(|t| !is_labelled(t)).collect();
    assert!(missing.is_empty(), "give fixtures/labelled/values.py a way to draw {missing:?}");
}
