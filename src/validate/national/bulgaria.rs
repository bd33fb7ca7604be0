//! Bulgaria: EGN, the uniform civil number.

use super::verdict::{dated, is_day_of};
use super::{Check, Compact, Subject, weighted};

/// A number of manuals.
const SAMPLES: [&str; 1] = ["7523169263"];

/// Judges a number: date of birth, with 20 more in the month before 1900 and 40 more from 2000 on, serial, check digit.
pub(super) fn egn(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "9999999999") else {
        return Check::refuted("not ten digits");
    };
    let month = number.number(2, 2);
    let century = match month / 20 {
        0 => 1900,
        1 => 1800,
        _ => 2000,
    };
    let is_date = month < 53 && is_day_of(century + number.number(0, 2), month % 20, number.number(4, 2));
    let sum = weighted(number.part(0, 9), &[2, 4, 8, 5, 10, 9, 7, 3, 6]);
    dated(&number, is_date, sum % 11 % 10 == number.digit(9), &SAMPLES)
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn months_tell_the_century() {
        says(
            egn,
            &[
                ("8032056031", "proven"),
                ("7552010005", "proven"),
                ("7523169263", "sample"),
                ("7523169264", "failed"),
                ("8019010008", "refuted"),
            ],
        );
    }
}
