//! Any bytes in every notation of keys and of tables in text: places are those of the bytes, and keys, values and columns are the same wherever they are cut.
#![no_main]

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use libfuzzer_sys::fuzz_target;
use piidar::model::{Batch, Confidence, DispositionSet, Field};
use piidar::{Scanner, ScannerBuilder, Sources};

/// Endings of names, one for each notation. The first byte chooses.
const ENDINGS: [&str; 15] = [
    ".json", ".ndjson", ".yaml", ".toml", ".ini", ".env", ".properties", ".html", ".xml", ".vcf", ".ldif", ".eml", ".md", ".hl7",
    ".x12",
];

fn builder() -> ScannerBuilder {
    Scanner::builder().show(DispositionSet::ALL).min_confidence(Confidence::new(30)).threads(1).columns(true)
}

static WHOLE: LazyLock<Scanner> =
    LazyLock::new(|| builder().window(1 << 18).build().expect("the built-in rules compile"));
static CUT: LazyLock<[Scanner; 3]> = LazyLock::new(|| {
    [1, 50, 700].map(|bytes| builder().window(bytes).build().expect("the built-in rules compile"))
});

/// Start, end, line, column, confidence, field.
type Found = (u64, u64, u64, u32, u8, Field);

/// Rows, values and values that pass, by path.
type Columns = BTreeMap<String, (u64, u64, u64)>;

fn take(batch: &Batch, found: &mut Vec<Found>, columns: &mut Columns) {
    found.extend(batch.findings.iter().map(|f| {
        let f = &f.finding;
        (f.start, f.end, f.place.line, f.place.column, f.confidence.get(), f.field.clone())
    }));
    for column in &batch.columns {
        let name = Field::Column(column.column).name(&batch.doc, column.table.as_deref()).map(str::to_owned);
        let (rows, values, passed) = columns.entry(name.unwrap_or_default()).or_default();
        *rows += column.rows;
        *values += column.values;
        *passed += column.types.iter().map(|tally| tally.passed()).sum::<u64>();
    }
}

fn scan(scanner: &Scanner, sources: &Sources) -> (Vec<Found>, Columns) {
    let (mut found, mut columns) = (Vec::new(), Columns::new());
    let done = scanner.run(sources, &AtomicBool::new(false), |batch| {
        take(&batch, &mut found, &mut columns);
        Ok(())
    });
    done.expect("a small file can be read");
    (found, columns)
}

fuzz_target!(|data: &[u8]| {
    let Some((first, data)) = data.split_first() else { return };
    let ending = ENDINGS[usize::from(*first) % ENDINGS.len()];
    let mut file = tempfile::Builder::new().suffix(ending).tempfile().expect("a temporary file");
    file.write_all(data).expect("room for it");
    let sources = Sources { paths: vec![file.path().to_owned()], ..Sources::default() };
    let whole = scan(&WHOLE, &sources);
    assert!(whole.0.iter().all(|(start, end, line, ..)| start < end && *line > 0));
    for scanner in CUT.iter() {
        assert!(scan(scanner, &sources) == whole, "windows of any size find the same");
    }
});
