//! Any text as a policy: what is imported is a matrix file that can be read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use piidar::classify::{Matrix, import};

fuzz_target!(|text: &str| {
    match import(text, "policy") {
        Ok(matrix) => {
            let again = Matrix::parse("policy.toml", &matrix.to_toml()).expect("what was imported can be read");
            assert_eq!(again.hash(), matrix.hash(), "writing and reading changes nothing");
        }
        Err(faults) => assert!(!faults.is_empty(), "a refusal says why"),
    }
});
