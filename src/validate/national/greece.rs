//! Greece: AMKA, the number of the social insurance (Law 3655/2008).

use super::verdict::{dated, is_day};
use super::{Check, Compact, Subject};
use crate::validate::luhn;

/// A number of manuals.
const SAMPLES: [&str; 1] = ["01013099997"];

/// Judges a number: date of birth, serial, Luhn check digit.
pub(super) fn amka(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "99999999999") else {
        return Check::refuted("not eleven digits");
    };
    let is_date = is_day(number.number(4, 2), number.number(2, 2), number.number(0, 2));
    dated(&number, is_date, luhn::value_holds(number.number(0, 11)), &SAMPLES)
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn numbers_hold_a_date() {
        says(
            amka,
            &[
                ("01013099997", "sample"),
                ("01013099999", "failed"),
                ("17063900009", "proven"),
                ("01139000001", "refuted"),
            ],
        );
    }
}
