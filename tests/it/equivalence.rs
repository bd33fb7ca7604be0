//! The same bytes give the same findings: in windows of any size, on any number of threads, from a file or from
//! memory, in any encoding.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use piidar::model::{ColumnSketch, Confidence, DispositionSet, Field};
use piidar::rules::RuleSet;
use piidar::{Scanner, ScannerBuilder, Sources, known};
use proptest::prelude::*;

use crate::support::Folder;
use crate::synthetic;

/// A finding without the indices that say how it came about.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    path: String,
    rule: String,
    span: (u64, u64),
    place: (u64, u32),
    row: Option<u64>,
    field: Option<String>,
    table: Option<String>,
    score: (u8, String, String),
    evidence: String,
}

/// Patterns as users write them: one that waits for a literal, one for digits, one for nothing.
const PATTERNS: [(&str, &str); 3] = [
    ("own-host", r"@[a-z]+\.com\S*"),
    ("own-digits", r"[0-9]{3}-[0-9]+"),
    ("own-words", "[A-Z][a-z]+ [A-Z].*"),
];

fn rules() -> RuleSet {
    let file = |(id, pattern): (&str, &str)| {
        let kind = id.to_uppercase().replace('-', "_");
        let head = format!("id = '{id}'\ninfo_type = '{kind}'\nname = '{id}'\nfamily = 'person'\n");
        let text = format!("{head}hit = ['a']\nmiss = ['b']\n[[match]]\npattern = '{pattern}'\nbase = 31\n");
        (format!("{id}.toml"), text)
    };
    RuleSet::builtin(&known()).unwrap().with_dir(&known(), PATTERNS.map(file).into()).unwrap()
}

/// Everything of at least low confidence counts, so that there is much to compare.
fn builder() -> ScannerBuilder {
    Scanner::builder()
        .rules(rules())
        .samples_as_real(true)
        .show(DispositionSet::ALL)
        .min_confidence(Confidence::new(30))
        .threads(1)
}

fn scan(scanner: &Scanner, paths: Vec<PathBuf>) -> Vec<Seen> {
    let sources = Sources { paths, ..Sources::default() };
    let mut seen = Vec::new();
    let result = scanner.run(&sources, &AtomicBool::new(false), |batch| {
        assert!(batch.coverage.is_none(), "{:?}", batch.coverage);
        seen.extend(all(scanner, &batch));
        Ok(())
    });
    result.unwrap();
    seen
}

fn all(scanner: &Scanner, batch: &piidar::model::Batch) -> Vec<Seen> {
    let seen = |f: &piidar::model::Classified| {
        let f = &f.finding;
        Seen {
            path: batch.doc.path.clone(),
            rule: scanner.catalog().rule(f.rule).id.clone(),
            span: (f.start, f.end),
            place: (f.place.line, f.place.column),
            row: f.row,
            field: f.field_name(&batch.doc).map(str::to_owned),
            table: f.table_name().map(str::to_owned),
            score: (f.confidence.get(), f.disposition.to_string(), f.excerpt.to_string()),
            evidence: format!("{:?}", f.evidence),
        }
    };
    batch.findings.iter().map(seen).collect()
}

/// Holds windows of `size` bytes on `threads` threads against one window, and says how much was found.
fn same_in_windows(name: &str, bytes: &[u8], size: usize, threads: usize) -> usize {
    let folder = Folder::new();
    let path = folder.file(name, bytes);
    let whole = scan(&builder().build().unwrap(), vec![path.clone()]);
    let windowed = scan(&builder().window(size).threads(threads).build().unwrap(), vec![path]);
    let first = whole.iter().zip(&windowed).find(|(a, b)| a != b);
    assert!(first.is_none(), "windows of {size}: {first:#?}");
    assert_eq!(whole.len(), windowed.len(), "windows of {size}");
    whole.len()
}

/// Holds what windows of `size` bytes say of columns against what one window says.
fn same_columns(name: &str, bytes: &[u8], size: usize, threads: usize) {
    let folder = Folder::new();
    let path = folder.file(name, bytes);
    assert_eq!(columns(&path, 1 << 18, 1), columns(&path, size, threads), "windows of {size}");
}

/// What is known of the columns of a document, put together from its windows.
fn columns(path: &Path, size: usize, threads: usize) -> BTreeMap<(String, String), ColumnSketch> {
    let scanner = builder().columns(true).window(size).threads(threads).build().unwrap();
    let sources = Sources { paths: vec![path.to_owned()], ..Sources::default() };
    let mut known: BTreeMap<_, ColumnSketch> = BTreeMap::new();
    let result = scanner.run(&sources, &AtomicBool::new(false), |batch| {
        for mut column in batch.columns {
            let table = column.table.take();
            let field = Field::Column(std::mem::take(&mut column.column));
            let name = field.name(&batch.doc, table.as_deref()).unwrap_or_default().to_owned();
            match known.entry((table.map(|heading| heading.table.clone()).unwrap_or_default(), name)) {
                Entry::Occupied(mut known) => known.get_mut().merge(&column),
                Entry::Vacant(unknown) => drop(unknown.insert(column)),
            }
        }
        Ok(())
    });
    result.unwrap();
    known
}

fn utf16(text: &str, big_endian: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
    units.flat_map(|u| if big_endian { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
}

/// A file of the fixtures of formats.
fn fixture() -> impl Strategy<Value = (String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    // Rows of a table are waited for within reason only, and those of a whole small file are reason.
    files.retain(|file| !["csv", "tsv"].iter().any(|table| file.extension().is_some_and(|e| e == *table)));
    files.sort();
    let read = |file: PathBuf| {
        (file.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&file).unwrap())
    };
    prop::sample::select(files).prop_map(read)
}

/// Writes a character with many.
type Escape = fn(char) -> String;

/// Ways to do so, by the names of documents.
const ESCAPES: [(&str, Escape); 4] = [
    ("a.json", backslash),
    ("a.properties", backslash),
    ("a.xml", |c| format!("&#x{:x};", u32::from(c))),
    ("a.html", |c| format!("&amp;#{};", u32::from(c))),
];

fn backslash(c: char) -> String {
    let mut units = [0; 2];
    c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04X}")).collect()
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn text_in_windows(text in synthetic::text(1..60), size in 64usize..4096, threads in 1usize..5) {
        same_in_windows("notes.txt", text.as_bytes(), size, threads);
    }

    /// Rows are waited for within reason only; these are shorter than that.
    #[test]
    fn tables_in_windows(text in synthetic::table(1..30), size in 256usize..4096, threads in 1usize..5) {
        same_in_windows("users.csv", text.as_bytes(), size, threads);
        same_columns("users.csv", text.as_bytes(), size, threads);
    }

    #[test]
    fn tables_below_titles_in_windows(text in synthetic::table(1..30), size in 256usize..4096) {
        let titled = format!("# made by hand\nPeople of 2026\n\n{text}");
        same_in_windows("users.csv", titled.as_bytes(), size, 2);
    }

    #[test]
    fn dumps_in_windows(text in synthetic::dump(1..12), size in 64usize..4096, threads in 1usize..5) {
        same_in_windows("dump.sql", text.as_bytes(), size, threads);
        same_columns("dump.sql", text.as_bytes(), size, threads);
    }

    #[test]
    fn tables_in_text_in_windows((bars, tags) in synthetic::marked(1..12), size in 1usize..4096, threads in 1usize..5) {
        same_in_windows("notes.md", bars.as_bytes(), size, threads);
        same_columns("notes.md", bars.as_bytes(), size, threads);
        same_in_windows("page.html", tags.as_bytes(), size, threads);
        same_columns("page.html", tags.as_bytes(), size, threads);
    }

    /// What is read as a row here and as running text there is so wherever it is cut.
    #[test]
    fn scraps_of_dumps_in_windows(text in synthetic::scraps(), size in 1usize..600) {
        same_in_windows("scraps.sql", text.as_bytes(), size, 2);
    }

    /// Under which keys a window begins is known from those before it.
    #[test]
    fn json_in_windows(text in synthetic::json(1..8), size in 64usize..4096, threads in 1usize..5) {
        same_in_windows("users.json", text.as_bytes(), size, threads);
        same_columns("users.ndjson", text.as_bytes(), size, threads);
    }

    #[test]
    fn shards_of_json_in_windows(text in synthetic::shards(), size in 1usize..600) {
        same_in_windows("shards.json", text.as_bytes(), size, 2);
        same_columns("shards.ndjson", text.as_bytes(), size, 2);
    }

    /// A cut may stand within a character that is written with many.
    #[test]
    fn escapes_in_windows(
        text in synthetic::json(1..4), which in prop::collection::vec(any::<bool>(), 1..9), size in 1usize..2048,
    ) {
        for (name, escape) in ESCAPES {
            let mut which = which.iter().cycle();
            let escaped: String =
                text.chars().map(|c| if *which.next().unwrap() { escape(c) } else { c.to_string() }).collect();
            same_in_windows(name, escaped.as_bytes(), size, 2);
        }
    }

    /// Every kind of file, several of it one after another.
    #[test]
    fn fixtures_in_windows((name, text) in fixture(), size in 16usize..2048, threads in 1usize..5) {
        same_in_windows(&name, &text.repeat(4), size, threads);
    }

    #[test]
    fn one_line_in_windows(text in synthetic::text(20..60), size in 64usize..4096) {
        same_in_windows("line.log", text.replace(['\n', '\r'], " ").as_bytes(), size, 2);
    }

    #[test]
    fn utf16_in_windows(
        text in synthetic::text(1..40), size in 64usize..4096, big_endian: bool, threads in 1usize..5,
    ) {
        same_in_windows("wide.txt", &utf16(&text, big_endian, true), size, threads);
    }

    #[test]
    fn utf16_is_found_like_utf8(text in synthetic::text(1..30), big_endian: bool) {
        let scanner = builder().build().unwrap();
        let plain = all(&scanner, &scanner.scan_bytes("a.txt", text.as_bytes()));
        let wide = all(&scanner, &scanner.scan_bytes("a.txt", &utf16(&text, big_endian, true)));
        prop_assert_eq!(plain, wide);
    }

    #[test]
    fn bytes_that_are_no_text(bytes in prop::collection::vec(any::<u8>(), 0..6000), size in 64usize..1024) {
        let mut text = bytes;
        text.iter_mut().filter(|b| **b == 0).for_each(|b| *b = b' ');
        // Not a kind of file that is left out by its first bytes.
        text.splice(0..0, *b"text ");
        same_in_windows("noise.log", &text, size, 2);
    }

    #[test]
    fn a_file_and_its_bytes(text in synthetic::text(1..30)) {
        let folder = Folder::new();
        let path = folder.file("note.txt", &text);
        let scanner = builder().build().unwrap();
        let mut from_file = scan(&scanner, vec![path]);
        from_file.iter_mut().for_each(|s| s.path = "note.txt".to_owned());
        prop_assert_eq!(from_file, all(&scanner, &scanner.scan_bytes("note.txt", text.as_bytes())));
    }

    #[test]
    fn many_files_on_many_threads(
        texts in prop::collection::vec(synthetic::text(1..6), 1..80), threads in 2usize..5, size in 512usize..4096,
    ) {
        let folder = Folder::new();
        for (n, text) in texts.iter().enumerate() {
            folder.file(&format!("{}/{n}.txt", n % 7), text);
        }
        let on = |threads: usize| {
            scan(&builder().window(size).threads(threads).build().unwrap(), vec![folder.path().to_owned()])
        };
        prop_assert_eq!(on(1), on(threads));
    }
}

/// So much for chance: the generated texts do hold findings of many kinds, or the properties would say nothing.
#[test]
fn the_texts_are_rich() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let scanner = builder().build().unwrap();
    let mut rules = BTreeMap::new();
    for _ in 0..20 {
        let text = synthetic::text(40..60).new_tree(&mut runner).unwrap().current();
        for seen in all(&scanner, &scanner.scan_bytes("a.txt", text.as_bytes())) {
            *rules.entry(seen.rule).or_insert(0) += 1;
        }
    }
    for rule in [
        "email", "phone", "payment-card", "us-ssn", "ip-address", "mac-address", "postal-address",
        "date-of-birth",
    ] {
        assert!(rules.get(rule).is_some_and(|n| *n >= 20), "{rule} in {rules:?}");
    }
    for rule in ["advertising-id", "person-name"] {
        assert!(rules.contains_key(rule), "{rule} in {rules:?}");
    }
}

/// Names of values in other cells are in sight wherever a table is cut.
#[test]
fn tables_of_attributes_in_windows() {
    let attributes =
        [("first_name", "Tilda"), ("ssn", "219648321"), ("note", "dob: 1984-07-19"), ("dob", "1984-07-19")];
    let (mut table, mut dump) = ("id,meta_key,meta_value\n".to_owned(), String::new());
    for (n, (key, value)) in attributes.iter().cycle().take(60).enumerate() {
        table += &format!("{n},{key},{value}\n");
        dump += &format!(
            "INSERT INTO m (id, meta_key, meta_value) VALUES ({n}, '{key}', '{value}'), ({n}, '{key}', NULL);\n"
        );
    }
    for size in [256, 300, 411, 1000] {
        assert!(same_in_windows("meta.csv", table.as_bytes(), size, 2) >= 60);
    }
    for size in [64, 65, 77, 100, 150, 411, 1000] {
        assert!(same_in_windows("meta.sql", dump.as_bytes(), size, 2) >= 60);
    }
}

/// Lines and rows after a window's end are those of the file.
#[test]
fn places_are_those_of_the_file() {
    let mut table = "id,email,note\n".to_owned();
    for n in 1..400 {
        table += &format!("{n},person{n}@wonderland.test,\"two\nlines\"\n");
    }
    let folder = Folder::new();
    let path = folder.file("people.csv", &table);
    let found = scan(&builder().window(300).threads(3).build().unwrap(), vec![path]);
    let emails: Vec<_> = found.iter().filter(|s| s.rule == "email").collect();
    assert_eq!(emails.len(), 399);
    for (n, seen) in (1u64..).zip(emails) {
        assert_eq!((seen.row, seen.place.0, seen.field.as_deref()), (Some(n), 2 * n, Some("email")));
        let (start, end) = (usize::try_from(seen.span.0).unwrap(), usize::try_from(seen.span.1).unwrap());
        assert_eq!(table[start..end], format!("person{n}@wonderland.test"));
    }
}

/// A header that is longer than what is looked at first.
#[test]
fn very_wide_tables() {
    let columns = 3000;
    let header: Vec<String> =
        (0..columns).map(|n| if n == 2990 { "ssn".into() } else { format!("column_{n}") }).collect();
    let row: Vec<String> =
        (0..columns).map(|n| if n == 2990 { "219099999".into() } else { format!("v{n}") }).collect();
    let table = format!("{}\n{}\n", header.join(","), row.join(","));
    let found = same_in_windows("wide.csv", table.as_bytes(), 70_000, 2);
    assert_eq!(found, 1, "the number is one by the name of its column only");
}
