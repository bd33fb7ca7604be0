//! Australia: the tax file number and the Medicare number.

use super::verdict::judged;
use super::{Check, Compact, Subject, weighted};

/// Numbers of manuals.
const SAMPLES: [&str; 2] = ["123456782", "2428778131"];

/// Judges a tax file number: nine digits, of which a weighted sum is a multiple of eleven.
pub(super) fn tfn(subject: &Subject<'_>) -> Check {
    match Compact::shaped(subject.value(), "999999999").filter(|n| n.number(0, 9) > 0) {
        Some(number) => {
            let sum = weighted(number.all(), &[1, 4, 3, 7, 5, 8, 6, 9, 10]);
            judged(&number, sum.is_multiple_of(11), &SAMPLES)
        }
        None => Check::refuted("not nine digits"),
    }
}

/// Judges a Medicare number: eight digits, a check digit, the card's issue and, mostly, the person's place on it.
pub(super) fn medicare(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let placed = || Compact::shaped(value, "99999999999");
    match Compact::shaped(value, "9999999999").or_else(placed).filter(|n| (2..=6).contains(&n.digit(0))) {
        Some(number) => {
            let sum = weighted(number.part(0, 8), &[1, 3, 7, 9, 1, 3, 7, 9]);
            judged(&number, sum % 10 == number.digit(8), &SAMPLES)
        }
        None => Check::refuted("not ten or eleven digits from 2 to 6"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn tax_file_numbers() {
        says(
            tfn,
            &[
                ("123 456 782", "sample"),
                ("123456783", "failed"),
                ("100000001", "proven"),
                ("000000000", "refuted"),
                ("12345678", "refuted"),
            ],
        );
    }

    #[test]
    fn medicare_numbers() {
        says(
            medicare,
            &[
                ("2428 77813 1", "sample"),
                ("2428778132 1", "proven"),
                ("2428778141", "failed"),
                ("1428778131", "refuted"),
            ],
        );
    }
}
