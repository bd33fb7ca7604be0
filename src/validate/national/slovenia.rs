//! Slovenia and the other countries of former Yugoslavia: EMŠO, or JMBG.

use super::verdict::{dated, is_day_of};
use super::{Check, Compact, Subject, weighted};

/// A number of manuals.
const SAMPLES: [&str; 1] = ["0101006500006"];

/// Judges a number: day, month, three digits of the year, region, serial and a check digit.
pub(super) fn emso(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "9999999999999") else {
        return Check::refuted("not 13 digits");
    };
    let year = number.number(4, 3);
    let year = if year < 800 { 2000 + year } else { 1000 + year };
    let is_date = is_day_of(year, number.number(2, 2), number.number(0, 2));
    let rest = weighted(number.part(0, 12), &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
    dated(&number, is_date, number.digit(12) == if rest < 2 { 0 } else { 11 - rest }, &SAMPLES)
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn numbers_hold_a_date() {
        says(
            emso,
            &[
                ("0101006500006", "sample"),
                ("0101006500007", "failed"),
                ("0113006500006", "refuted"),
                ("0101900500000", "proven"),
            ],
        );
    }
}
