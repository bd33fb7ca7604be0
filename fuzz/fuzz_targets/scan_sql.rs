//! Any bytes as a dump: tables, rows and columns are those of the bytes, wherever the dump is cut.
#![no_main]

use std::io::Write;
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use libfuzzer_sys::fuzz_target;
use piidar::model::{Batch, Confidence, DispositionSet};
use piidar::{Scanner, ScannerBuilder, Sources};

fn builder() -> ScannerBuilder {
    Scanner::builder().show(DispositionSet::ALL).min_confidence(Confidence::new(30)).threads(1)
}

static WHOLE: LazyLock<Scanner> =
    LazyLock::new(|| builder().build().expect("the built-in rules compile"));
static CUT: LazyLock<[Scanner; 3]> = LazyLock::new(|| {
    [1, 50, 700].map(|bytes| builder().window(bytes).build().expect("the built-in rules compile"))
});

/// Beginnings that lead into the middle of a dump's ways of holding rows.
const OPENINGS: [&[u8]; 5] = [
    b"",
    b"INSERT INTO `users` (`name`,`email`,`ssn`) VALUES (",
    b"CREATE TABLE t (name text, ssn text);\nINSERT INTO t VALUES ('",
    b"COPY public.users (name, email, ssn) FROM stdin;\n",
    b"COPY public.users (name, email, ssn) FROM stdin WITH (FORMAT csv);\n",
];

/// Start, end, line, column, confidence, row, table, field.
type Found = (u64, u64, u64, u32, u8, Option<u64>, Option<String>, Option<String>);

fn found(batch: &Batch) -> Vec<Found> {
    let all = batch.findings.iter().map(|f| &f.finding);
    let found = all.map(|f| {
        let owned = |name: Option<&str>| name.map(str::to_owned);
        let (table, field) = (owned(f.table_name()), owned(f.field_name(&batch.doc)));
        (f.start, f.end, f.place.line, f.place.column, f.confidence.get(), f.row, table, field)
    });
    found.collect()
}

fuzz_target!(|data: &[u8]| {
    for opening in OPENINGS {
        let bytes = [opening, data].concat();
        let batch = WHOLE.scan_bytes("x.sql", &bytes);
        let whole = found(&batch);
        for (start, end, line, ..) in &whole {
            assert!(start < end && *line > 0);
            assert!(batch.doc.decoded.is_some() || *end <= bytes.len() as u64);
        }
        let mut file = tempfile::Builder::new().suffix(".sql").tempfile().expect("a temporary file");
        file.write_all(&bytes).expect("room for it");
        let sources = Sources { paths: vec![file.path().to_owned()], ..Sources::default() };
        for scanner in CUT.iter() {
            let mut cut = Vec::new();
            let stop = AtomicBool::new(false);
            let done = scanner.run(&sources, &stop, |batch| {
                cut.extend(found(&batch));
                Ok(())
            });
            done.expect("a small file can be read");
            assert!(cut == whole, "windows of any size find the same");
        }
    }
});
