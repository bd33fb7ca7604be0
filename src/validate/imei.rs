//! The identity of a mobile device (3GPP TS 23.003): type allocation code of eight digits, serial of six,
//! Luhn check digit.

use super::number::Number;
use super::{Check, Proof, Subject, luhn};
use crate::model::Disposition;

/// Numbers of emulators, manuals and labs.
static PLACEHOLDERS: [u64; 7] = [
    4_999_010_640_000,
    12_345_678_901_237,
    111_111_111_111_119,
    123_456_789_012_347,
    356_938_035_643_809,
    358_240_051_111_110,
    490_154_203_237_518,
];

/// Judges a device identity: 15 digits with check digit, 14 without, 16 with a software version instead.
pub(crate) fn imei(subject: &Subject<'_>) -> Check {
    let Some(number) = Number::read(subject.value()) else { return Check::refuted("not digits") };
    let proof = match number.len {
        14 if number.is_timestamp() => return Check::refuted("a date and time"),
        14 | 16 => Check::UNPROVEN,
        15 if luhn::value_holds(number.value) => Check::PROVEN,
        15 => Check::failed("Luhn check digit is wrong"),
        _ => return Check::refuted("not 14 to 16 digits"),
    };
    if proof.proof != Proof::Failed && is_placeholder(number) {
        return proof.but(Disposition::Synthetic, "emulator's or textbook number");
    }
    if is_reporting_body(number.head(2)) { proof } else { doubt(proof) }
}

fn is_placeholder(number: Number) -> bool {
    number.is_sequence() || PLACEHOLDERS.contains(&number.value)
}

/// Whether a body that gives out type allocation codes has these two first digits (GSMA TS.06).
fn is_reporting_body(digits: u64) -> bool {
    matches!(digits, 1 | 10 | 30 | 33 | 35 | 44 | 45 | 49..=54 | 86 | 91 | 98 | 99)
}

fn doubt(check: Check) -> Check {
    let note = if check.note.is_empty() { "no known reporting body" } else { check.note };
    check.adjusted(-20, note)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(value: &str) -> (Proof, Disposition, i8) {
        let check = imei(&Subject::alone(value, "15"));
        (check.proof, check.disposition, check.adjust)
    }

    #[test]
    fn device_identities() {
        for (value, want) in [
            ("352099001761481", (Proof::Proven, Disposition::Real, 0)),
            ("352099001761482", (Proof::Failed, Disposition::Real, 0)),
            ("490154203237518", (Proof::Proven, Disposition::Synthetic, 0)),
            ("000000000000000", (Proof::Proven, Disposition::Synthetic, 0)),
            ("004999010640000", (Proof::Proven, Disposition::Synthetic, 0)),
            ("358240051111110", (Proof::Proven, Disposition::Synthetic, 0)),
            ("378282246310005", (Proof::Proven, Disposition::Real, -20)),
            ("35209900176148", (Proof::Unproven, Disposition::Real, 0)),
            ("3520990017614801", (Proof::Unproven, Disposition::Real, 0)),
            ("20240131235959", (Proof::Refuted, Disposition::Real, 0)),
            ("3520990017614", (Proof::Refuted, Disposition::Real, 0)),
        ] {
            assert_eq!(judged(value), want, "{value}");
        }
    }

    #[test]
    fn published_placeholders_pass_the_check_digit() {
        for value in PLACEHOLDERS {
            assert!(luhn::value_holds(value), "{value}");
        }
    }
}
