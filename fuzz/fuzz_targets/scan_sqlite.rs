//! Any bytes as a SQLite database: reading it ends, and what is found has a table, a column and a row. Seeds that are
//! databases help a lot.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use piidar::Scanner;
use piidar::model::{Confidence, Field, Reason};

static SCANNER: LazyLock<Scanner> = LazyLock::new(|| {
    // What a library fails on is contained, and the fuzzer would take it for the end.
    std::panic::set_hook(Box::new(|fault| eprintln!("{fault}")));
    Scanner::builder()
        .min_confidence(Confidence::new(30))
        .max_unpacked(1 << 20)
        .build()
        .expect("the built-in rules compile")
});

const MARK: &[u8] = b"SQLite format 3\x00";

fuzz_target!(|data: &[u8]| {
    let patched = [MARK, data.get(MARK.len()..).unwrap_or(&[])].concat();
    let batch = SCANNER.scan_bytes("x.db", &patched);
    for found in &batch.findings {
        let finding = &found.finding;
        assert!(finding.start < finding.end);
        assert!(finding.table.is_some() && finding.row.is_some_and(|row| row > 0));
        assert!(matches!(finding.field, Field::Column(_)));
    }
    if let Some(gap) = &batch.coverage {
        assert_ne!(gap.reason, Reason::Internal, "a contained fault is a fault");
    }
});
