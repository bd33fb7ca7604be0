//! Croatia: OIB, the personal identification number (Zakon o osobnom identifikacijskom broju).

use super::verdict::judged;
use super::{Check, Compact, Subject, mod_11_10};

/// A number of manuals.
const SAMPLES: [&str; 1] = ["33392005961"];

/// Judges a number: ten digits and a check digit (ISO/IEC 7064, MOD 11,10).
pub(super) fn oib(subject: &Subject<'_>) -> Check {
    match Compact::shaped(subject.value(), "99999999999") {
        Some(number) => judged(&number, mod_11_10(number.part(0, 10)) == number.digit(10), &SAMPLES),
        None => Check::refuted("not eleven digits"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn check_digits() {
        says(
            oib,
            &[
                ("33392005961", "sample"),
                ("33392005962", "failed"),
                ("94577403194", "proven"),
                ("3339200596", "refuted"),
            ],
        );
    }
}
