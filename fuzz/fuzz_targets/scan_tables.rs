//! Any bytes as a file of tables or records: reading it ends, no reader fails, and no finding is empty. Seeds that are such
//! files help a lot.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use piidar::Scanner;
use piidar::model::{Confidence, Reason};

static SCANNER: LazyLock<Scanner> = LazyLock::new(|| {
    // What a library fails on is contained, and the fuzzer would take it for the end.
    std::panic::set_hook(Box::new(|fault| eprintln!("{fault}")));
    Scanner::builder()
        .min_confidence(Confidence::new(30))
        .max_unpacked(1 << 20)
        .build()
        .expect("the built-in rules compile")
});

const MARKS: [&[u8]; 5] = [b"", b"PAR1", b"ARROW1\0\0", b"Obj\x01", b"\xff\xff\xff\xff"];

fuzz_target!(|data: &[u8]| {
    for mark in MARKS {
        let patched = [mark, data.get(mark.len()..).unwrap_or(&[])].concat();
        let batch = SCANNER.scan_bytes("x", &patched);
        for found in &batch.findings {
            assert!(found.finding.start < found.finding.end);
        }
        if let Some(gap) = &batch.coverage {
            assert_ne!(gap.reason, Reason::Internal, "a contained fault is a fault");
        }
    }
});
