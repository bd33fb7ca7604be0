//! Romania: CNP, the personal number (Ordonanța de urgență 97/2005).

use super::verdict::{dated, is_day};
use super::{Check, Compact, Subject, weighted};

/// A number of manuals.
const SAMPLES: [&str; 1] = ["1630615123457"];

/// Judges a CNP: sex and century, date of birth, county, serial and a check digit.
pub(super) fn cnp(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "9999999999999") else {
        return Check::refuted("not 13 digits");
    };
    let is_date = number.digit(0) > 0
        && is_day(number.number(1, 2), number.number(3, 2), number.number(5, 2))
        && (1..=52).contains(&number.number(7, 2));
    let rest = weighted(number.part(0, 12), &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
    dated(&number, is_date, number.digit(12) == if rest == 10 { 1 } else { rest }, &SAMPLES)
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn numbers_hold_a_date_and_a_county() {
        says(
            cnp,
            &[
                ("2850327410010", "proven"),
                ("2850327410012", "failed"),
                ("1630615123457", "sample"),
                ("1630615123458", "failed"),
                ("1631315123457", "refuted"),
                ("1630615993457", "refuted"),
                ("0630615123457", "refuted"),
            ],
        );
    }
}
