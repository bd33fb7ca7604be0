//! Patterns that cost time on every byte.

use super::anchors::{required_digits, required_literals};
use regex_syntax::hir::Hir;

/// A literal this long is rare enough to look for.
const RARE_LITERAL: usize = 3;
/// So is a run of this many digits.
const RARE_DIGITS: usize = 3;

/// Why a pattern is slow, or `None` if something that is quick to find stands in all of its matches.
pub(crate) fn slow_pattern(hir: &Hir) -> Option<String> {
    let literals = required_literals(hir).unwrap_or_default();
    let shortest = literals.iter().map(Vec::len).min().unwrap_or(0);
    let digits = required_digits(hir);
    if shortest >= RARE_LITERAL || digits >= RARE_DIGITS {
        return None;
    }
    let short = literals.iter().find(|l| l.len() == shortest);
    Some(match short {
        Some(short) => format!(
            "the pattern is slow: the longest text that all its matches share is `{}`",
            String::from_utf8_lossy(short)
        ),
        None => "the pattern is slow: its matches share no text and no run of digits".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::anchors::parse;
    use super::*;

    #[test]
    fn a_pattern_is_quick_if_its_matches_share_something_rare() {
        let slow = |pattern| slow_pattern(&parse(pattern).unwrap());
        for quick in ["emp-[0-9]{2}", "[A-Z]{2}[0-9]{3}", "(?i-u)(?:passport|visa) [a-z]+"] {
            assert_eq!(slow(quick), None, "{quick}");
        }
        assert!(slow("[a-z]+@[a-z]+").is_some_and(|why| why.contains("share no text")));
        assert!(slow("id[0-9]{2}").is_some_and(|why| why.contains("`id`")));
        assert!(slow("\\d{9}").is_some(), "Unicode digits are not bytes");
    }
}
