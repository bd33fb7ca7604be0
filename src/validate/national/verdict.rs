//! What the checks of a national number come to.

use super::{Check, Compact};
use crate::model::Disposition;
use crate::validate::calendar::days_of;

/// A number of the right shape: proven if its check digits hold. One that is published, or that somebody made up, is
/// nobody's.
pub(super) fn judged(number: &Compact, holds: bool, samples: &[&str]) -> Check {
    if !holds {
        return Check::failed("check digit is wrong");
    }
    let published = samples.iter().any(|sample| sample.as_bytes() == number.all());
    if published || number.is_made_up() {
        return Check::PROVEN.but(Disposition::Synthetic, "published or made-up number");
    }
    Check::PROVEN
}

/// The same for a number that holds a date of birth: without a real one it is something else.
pub(super) fn dated(number: &Compact, is_date: bool, holds: bool, samples: &[&str]) -> Check {
    if is_date { judged(number, holds, samples) } else { Check::refuted("no date of birth inside") }
}

/// Whether a day exists in a year of two digits, of either century.
pub(super) fn is_day(year: u64, month: u64, day: u64) -> bool {
    is_day_of(1900 + year, month, day) || is_day_of(2000 + year, month, day)
}

/// Whether a day exists in a year of four digits, from 1800 to 2099.
pub(super) fn is_day_of(year: u64, month: u64, day: u64) -> bool {
    let (Ok(year), Ok(month), Ok(day)) = (u16::try_from(year), u8::try_from(month), u8::try_from(day)) else {
        return false;
    };
    (1800..2100).contains(&year) && (1..=days_of(month, year)).contains(&day)
}

/// For tests: what a validator says of a value, in one word.
#[cfg(test)]
pub(super) fn said(validator: crate::validate::Validator, value: &str) -> &'static str {
    use crate::validate::{Proof, Subject};
    let check = validator(&Subject::alone(value, ""));
    match (check.proof, check.disposition) {
        (Proof::Refuted, _) => "refuted",
        (Proof::Failed, _) => "failed",
        (_, Disposition::Synthetic) => "sample",
        (_, Disposition::Role) => "organisation",
        (Proof::Unproven, _) => "unproven",
        (Proof::Proven, _) => "proven",
    }
}

/// For tests: every value gets its word.
#[cfg(test)]
pub(super) fn says(validator: crate::validate::Validator, cases: &[(&str, &str)]) {
    for (value, want) in cases {
        assert_eq!(said(validator, value), *want, "{value}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        assert!(is_day(0, 2, 29) && is_day(64, 8, 23) && is_day_of(1899, 12, 31));
        assert!(!is_day(1, 2, 29) && !is_day(64, 13, 1) && !is_day(64, 1, 0) && !is_day_of(2100, 1, 1));
    }
}
