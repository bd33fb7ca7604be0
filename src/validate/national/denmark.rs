//! Denmark: the CPR number. Its check digit has not been binding since 2007, so only the date says anything.

use super::verdict::is_day;
use super::{Check, Compact, Subject};
use crate::model::Disposition;

/// Judges a number: date of birth and four digits.
pub(super) fn cpr(subject: &Subject<'_>) -> Check {
    let number = Compact::shaped(subject.value(), "9999999999");
    match number.filter(|n| is_day(n.number(4, 2), n.number(2, 2), n.number(0, 2))) {
        Some(number) if number.all() == b"2110625629" || number.is_made_up() => {
            Check::UNPROVEN.but(Disposition::Synthetic, "published number")
        }
        Some(_) => Check::UNPROVEN,
        None => Check::refuted("no date of birth inside"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn only_the_date_is_checked() {
        says(
            cpr,
            &[
                ("010190-0001", "unproven"),
                ("211062-5629", "sample"),
                ("320190-0001", "refuted"),
                ("010190-001", "refuted"),
            ],
        );
    }
}
