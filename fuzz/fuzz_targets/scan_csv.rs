//! Any bytes as a table: cells, rows and columns are those of the bytes.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use piidar::Scanner;
use piidar::model::{Confidence, DispositionSet};

static SCANNER: LazyLock<Scanner> = LazyLock::new(|| {
    Scanner::builder()
        .show(DispositionSet::ALL)
        .min_confidence(Confidence::new(30))
        .build()
        .expect("the built-in rules compile")
});

/// A header that gives every column a meaning; the fuzzer may write its own instead.
const HEADER: &[u8] = b"name,email,phone,address,date_of_birth,ssn,card_number,ip,device_id\n";

fuzz_target!(|data: &[u8]| {
    let table = [HEADER, data].concat();
    for (name, bytes) in [("x.csv", data), ("x.csv", &table), ("x.tsv", data)] {
        let batch = SCANNER.scan_bytes(name, bytes);
        // What is compressed, or a database, has other places.
        if batch.doc.path != name || bytes.starts_with(b"SQLite format 3\x00") {
            continue;
        }
        for found in &batch.findings {
            let finding = &found.finding;
            assert!(finding.start < finding.end && finding.place.line > 0);
            assert!(batch.doc.decoded.is_some() || finding.end <= bytes.len() as u64);
        }
    }
});
