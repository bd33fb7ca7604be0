//! Small windows against one: where a document is cut does not change what is found.
#![no_main]

use std::io::Write;
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use libfuzzer_sys::fuzz_target;
use piidar::model::{Confidence, DispositionSet, Field};
use piidar::{Scanner, ScannerBuilder, Sources};

fn builder() -> ScannerBuilder {
    Scanner::builder().show(DispositionSet::ALL).min_confidence(Confidence::new(30)).threads(1)
}

static WHOLE: LazyLock<Scanner> =
    LazyLock::new(|| builder().build().expect("the built-in rules compile"));
static CUT: LazyLock<[(usize, Scanner); 3]> = LazyLock::new(|| {
    [1, 50, 700].map(|bytes| (bytes, builder().window(bytes).build().expect("the built-in rules compile")))
});

/// A row of a table that does not end within so many windows is cut, as is said in `format/cutter.rs`.
const PATIENCE: usize = 16;

type Found = (u16, u64, u64, u64, u64, u8, Option<u64>, Field);

fn scan(scanner: &Scanner, sources: &Sources) -> Vec<Found> {
    let mut all = Vec::new();
    let stop = AtomicBool::new(false);
    let done = scanner.run(sources, &stop, |batch| {
        all.extend(batch.findings.iter().map(|f| {
            let f = &f.finding;
            let (line, column) = (u64::from(f.place.line), u64::from(f.place.column));
            (f.rule.0, f.start, f.end, line, column, f.confidence.get(), f.row, f.field.clone())
        }));
        Ok(())
    });
    done.expect("a small file can be read");
    all
}

fuzz_target!(|data: &[u8]| {
    for suffix in [".log", ".csv", ".json"] {
        let mut file = tempfile::Builder::new().suffix(suffix).tempfile().expect("a temporary file");
        file.write_all(data).expect("room for it");
        let sources = Sources { paths: vec![file.path().to_owned()], ..Sources::default() };
        let whole = scan(&WHOLE, &sources);
        let is_table = suffix == ".csv";
        for (_, cut) in CUT.iter().filter(|(bytes, _)| !is_table || data.len() <= bytes * PATIENCE) {
            assert_eq!(scan(cut, &sources), whole, "windows of any size find the same");
        }
    }
});
