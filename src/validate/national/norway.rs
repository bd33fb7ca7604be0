//! Norway: fødselsnummer and D-nummer (Folkeregisterforskriften).

use super::verdict::{dated, is_day};
use super::{Check, Compact, Subject, weighted};
use crate::model::Disposition;

/// Published numbers.
const SAMPLES: [&str; 1] = ["15108695088"];

/// Judges a number: date of birth (40 more in the day for those who are not in the register), serial, two check digits.
pub(super) fn fodselsnummer(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "99999999999") else {
        return Check::refuted("not eleven digits");
    };
    let (day, month, year) = (number.number(0, 2), number.number(2, 2), number.number(4, 2));
    let day = if day > 40 { day - 40 } else { day };
    let is_date = is_day(year, month % 40, day);
    let first = weighted(number.part(0, 10), &[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]);
    let second = weighted(number.all(), &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]);
    let holds = first.is_multiple_of(11) && second.is_multiple_of(11);
    let check = dated(&number, is_date, holds, &SAMPLES);
    // The authorities' own test persons have 80 more in the month.
    let is_test = is_date && holds && month > 80;
    if is_test { check.but(Disposition::Synthetic, "number of a test person") } else { check }
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn two_check_digits() {
        says(
            fodselsnummer,
            &[
                ("11077941012", "proven"),
                ("110779 41012", "proven"),
                ("11077941013", "failed"),
                ("15108695088", "sample"),
                ("15108695089", "failed"),
                ("32108695088", "refuted"),
            ],
        );
    }
}
