//! Any bytes as text: the scan ends, and what it tells is true of the bytes.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use piidar::Scanner;
use piidar::model::{Confidence, DispositionSet};

static SCANNER: LazyLock<Scanner> = LazyLock::new(|| {
    Scanner::builder()
        .show(DispositionSet::ALL)
        .min_confidence(Confidence::new(30))
        .reveal(true)
        .build()
        .expect("the built-in rules compile")
});

fuzz_target!(|data: &[u8]| {
    let batch = SCANNER.scan_bytes("x.txt", data);
    // What is compressed, or a database, has other places.
    if batch.doc.path != "x.txt" || data.starts_with(b"SQLite format 3\x00") {
        return;
    }
    let mut last = 0;
    for found in &batch.findings {
        let finding = &found.finding;
        assert!(finding.start >= last && finding.start < finding.end, "findings are in order and do not overlap");
        assert!(finding.place.line > 0 && finding.place.column > 0, "findings have a place");
        if batch.doc.decoded.is_none() {
            let (start, end) = (finding.start as usize, finding.end as usize);
            let value = data.get(start..end).expect("offsets lie in the document");
            if let Ok(value) = std::str::from_utf8(value) {
                // Escapes, folded lines and Base64 take more bytes than what they stand for.
                let is_written = finding.excerpt.len() < value.len();
                assert!(*finding.excerpt == *value || is_written, "offsets are those of the value");
            }
        }
        last = finding.end;
    }
});
