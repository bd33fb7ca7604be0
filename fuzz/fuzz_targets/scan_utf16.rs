//! Any units as UTF-16, with and without a byte order mark, whole and cut in the middle of a unit.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use piidar::Scanner;

static SCANNER: LazyLock<Scanner> =
    LazyLock::new(|| Scanner::builder().build().expect("the built-in rules compile"));

fuzz_target!(|data: &[u8]| {
    for mark in [&b"\xff\xfe"[..], b"\xfe\xff", b""] {
        let bytes = [mark, data].concat();
        SCANNER.scan_bytes("x.txt", &bytes);
        SCANNER.scan_bytes("x.csv", &bytes);
    }
    // Text that is text: most random units are not.
    let text = String::from_utf8_lossy(data);
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xff\xfe", &wide[..]].concat();
    let narrow = SCANNER.scan_bytes("x.txt", text.as_bytes());
    let decoded = SCANNER.scan_bytes("x.txt", &marked);
    if !data.contains(&0) && data.len() < 1000 && !text.starts_with('\u{feff}') {
        let types = |b: &piidar::model::Batch| b.findings.iter().map(|f| f.finding.rule).collect::<Vec<_>>();
        let is_text = narrow.coverage.is_none() && narrow.doc.decoded.is_none();
        assert!(!is_text || types(&narrow) == types(&decoded), "the encoding does not change what is found");
    }
});
