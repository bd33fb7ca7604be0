//! Rules as data: what a rule file says, and whether it says it well. Knows no engine and no matrix.

mod rule;

pub(crate) use rule::{Match, Rule, Strength};
