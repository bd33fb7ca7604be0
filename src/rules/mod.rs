//! Rules as data: what a rule file says, and whether it says it well. Knows no engine and no matrix.

mod anchors;
mod known;
mod lint;
mod load;
mod read;
mod rule;
mod slow;

pub(crate) use anchors::{parse, required_digits, required_literals};
pub use known::Known;
pub use load::RuleSet;
pub use rule::{Match, Rule, Strength};

/// Every rule that comes with the program: its id and its text. One row a file.
#[rustfmt::skip]
static BUILTIN: &[(&str, &str)] = &[
    ("person-name", include_str!("../../rules/detectors/person-name.toml")),
    ("phone", include_str!("../../rules/detectors/phone.toml")),
    ("postal-address", include_str!("../../rules/detectors/postal-address.toml")),
];
