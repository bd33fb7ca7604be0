//! Austria: the number of the social insurance (Hauptverband der Sozialversicherungsträger).

use super::verdict::{dated, is_day};
use super::{Check, Compact, Subject, weighted};

/// A number of manuals.
const SAMPLES: [&str; 1] = ["1237010180"];

/// Judges a number: serial of three digits, check digit, date of birth. Where the serials of a day ran out, the month is
/// 13 or more.
pub(super) fn svnr(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "9999999999").filter(|n| n.digit(0) > 0) else {
        return Check::refuted("not ten digits");
    };
    let (day, month, year) = (number.number(4, 2), number.number(6, 2), number.number(8, 2));
    let is_date = is_day(year, month, day) || (13..=15).contains(&month) && (1..=31).contains(&day);
    let rest = weighted(number.all(), &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11;
    dated(&number, is_date, number.digit(3) == rest, &SAMPLES)
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn the_fourth_digit_checks() {
        says(
            svnr,
            &[
                ("1237 010180", "sample"),
                ("2232 010180", "failed"),
                ("1238010180", "failed"),
                ("1237320180", "refuted"),
            ],
        );
    }
}
