//! Any bytes as compressed streams, after the mark of each kind and as they are: reading them ends, and what was not
//! read is told.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use piidar::Scanner;
use piidar::model::{Confidence, Status};

static SCANNER: LazyLock<Scanner> = LazyLock::new(|| {
    // What a library fails on is contained, and the fuzzer would take it for the end.
    std::panic::set_hook(Box::new(|fault| eprintln!("{fault}")));
    Scanner::builder()
        .min_confidence(Confidence::new(30))
        // A small input that becomes a large one is slow and nothing else.
        .max_unpacked(1 << 20)
        .build()
        .expect("the built-in rules compile")
});

const MARKS: [&[u8]; 8] = [
    b"",
    b"\x1f\x8b\x08",
    b"\x28\xb5\x2f\xfd",
    b"BZh91AY&SY",
    b"\xfd7zXZ\x00",
    b"\x04\x22\x4d\x18",
    // Archives of PostgreSQL in custom form: version 1.14 without packing, and 1.16 with.
    b"PGDMP\x01\x0e\x00\x04\x08\x01\x00\x00\x00\x00\x00",
    b"PGDMP\x01\x10\x00\x04\x08\x01\x01",
];

fuzz_target!(|data: &[u8]| {
    for mark in MARKS {
        let batch = SCANNER.scan_bytes("x.txt.packed", &[mark, data].concat());
        let scanned = batch.coverage.as_ref().filter(|c| c.status != Status::Complete);
        let most = scanned.map_or(u64::MAX, |c| c.scanned);
        for found in &batch.findings {
            let is_text = batch.doc.decoded.is_none() && found.finding.table.is_none();
            assert!(found.finding.start < found.finding.end && (!is_text || found.finding.end <= most));
        }
    }
});
