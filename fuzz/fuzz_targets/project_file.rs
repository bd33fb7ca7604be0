//! Any text as a configuration of a project: it is read, or refused with reasons.
#![no_main]

use libfuzzer_sys::fuzz_target;
use piidar::gate::Config;

fuzz_target!(|text: &str| {
    let today = jiff::civil::Date::constant(2026, 1, 1);
    if let Err(faults) = Config::parse("piidar.toml", text, today) {
        assert!(!faults.is_empty(), "a refusal says why");
        for fault in faults {
            assert!(!fault.render(false).is_empty());
        }
    }
});
