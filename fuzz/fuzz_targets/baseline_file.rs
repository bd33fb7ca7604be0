//! Any text as a baseline: what is accepted reads the same after it was written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use piidar::gate::Accepted;

fuzz_target!(|text: &str| {
    match Accepted::parse("b.jsonl", text) {
        Ok(accepted) => {
            let again = Accepted::parse("b.jsonl", &accepted.render()).expect("what was written can be read");
            assert_eq!(again, accepted);
        }
        Err(faults) => assert!(!faults.is_empty(), "a refusal says why"),
    }
});
