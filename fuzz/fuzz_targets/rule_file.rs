//! Any text as a rule file: faults are told, and a rule that is accepted can be used.
#![no_main]

use libfuzzer_sys::fuzz_target;
use piidar::rules::RuleSet;
use piidar::{Scanner, known};

fuzz_target!(|text: &str| {
    let files = vec![("x.toml".to_owned(), text.to_owned())];
    match RuleSet::of_files(&known(), files) {
        Ok(rules) => {
            let scanner = Scanner::builder().rules(rules).build();
            if let Ok(scanner) = scanner {
                scanner.scan_bytes("x.txt", text.as_bytes());
            }
        }
        Err(faults) => assert!(!faults.is_empty(), "a refusal says why"),
    }
});
