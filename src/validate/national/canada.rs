//! Canada: the social insurance number (Employment and Social Development Canada).

use super::verdict::judged;
use super::{Check, Compact, Proof, Subject};
use crate::model::Disposition;
use crate::validate::luhn;

/// Numbers of manuals.
const SAMPLES: [&str; 2] = ["046454286", "123456782"];

/// Judges a number: nine digits that fulfil the Luhn check. None begins with 0; those with 8 are of businesses.
pub(super) fn sin(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "999999999") else {
        return Check::refuted("not nine digits");
    };
    let check = judged(&number, luhn::value_holds(number.number(0, 9)), &SAMPLES);
    match number.digit(0) {
        0 if check.disposition == Disposition::Real => Check::refuted("no number begins with 0"),
        8 if check.proof == Proof::Proven => check.but(Disposition::Role, "number of a business"),
        _ => check,
    }
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn numbers_fulfil_luhn() {
        says(
            sin,
            &[
                ("130 692 544", "proven"),
                ("130-692-545", "failed"),
                ("046 454 286", "sample"),
                ("123456782", "sample"),
                ("000000018", "refuted"),
                ("800000002", "organisation"),
                ("13069254", "refuted"),
            ],
        );
    }
}
