//! Any text as a matrix file: what is accepted reads the same after it was written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use piidar::classify::Matrix;

fuzz_target!(|text: &str| {
    match Matrix::parse("x.toml", text) {
        Ok(matrix) => {
            let again = Matrix::parse("y.toml", &matrix.to_toml()).expect("what was written can be read");
            assert_eq!(again.hash(), matrix.hash(), "writing and reading changes nothing");
        }
        Err(faults) => assert!(!faults.is_empty(), "a refusal says why"),
    }
});
