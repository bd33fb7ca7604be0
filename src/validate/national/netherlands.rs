//! Netherlands: BSN, the citizen service number (Wet algemene bepalingen burgerservicenummer).

use super::verdict::judged;
use super::{Check, Compact, Subject, weighted};

/// Numbers of tests and manuals.
const SAMPLES: [&str; 3] = ["111222333", "123456782", "999999990"];

/// Judges a BSN: nine digits that pass the eleven test. Old ones of eight digits are written with a leading zero.
pub(super) fn bsn(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "999999999").filter(|n| n.number(0, 9) > 0) else {
        return Check::refuted("not nine digits");
    };
    let sum = weighted(number.all(), &[9, 8, 7, 6, 5, 4, 3, 2]) + 10 * number.digit(8);
    judged(&number, sum.is_multiple_of(11), &SAMPLES)
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn the_eleven_test() {
        says(
            bsn,
            &[
                ("112234562", "proven"),
                ("112234567", "failed"),
                ("1112.22.333", "sample"),
                ("111252333", "failed"),
                ("100000009", "proven"),
                ("1000.00.009", "proven"),
                ("000000000", "refuted"),
                ("11122233", "refuted"),
            ],
        );
    }
}
