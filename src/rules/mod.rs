//! Rules as data: what a rule file says, and whether it says it well. Knows no engine and no matrix.

mod anchors;
mod rule;

pub(crate) use anchors::{parse, required_digits, required_literals};
pub(crate) use rule::{Match, Rule, Strength};
