//! Identities of mobile devices of CDMA networks: the MEID (3GPP2 S.R0048) and the ESN before it.

use super::{Check, Subject};

/// Judges an identity: 14 hexadecimal digits from `A0` on, and perhaps a check digit; the same as 18 decimal digits; or an ESN
/// of 8 hexadecimal or 11 decimal digits.
pub(crate) fn meid(subject: &Subject<'_>) -> Check {
    let digits = subject.value().iter().filter(|b| !matches!(b, b' ' | b'-'));
    let mut values = [0; 19];
    let mut len = 0;
    for (slot, b) in values.iter_mut().zip(digits) {
        let Some(digit) = char::from(*b).to_digit(16) else {
            return Check::refuted("not hexadecimal digits");
        };
        *slot = digit;
        len += 1;
    }
    let values = values.get(..len).unwrap_or(&[]);
    let is_decimal = values.iter().all(|digit| *digit < 10);
    let is_of_region = values.first().is_some_and(|digit| *digit >= 10);
    match len {
        15 if is_of_region && !holds(values) => Check::failed("check digit is wrong"),
        15 if is_of_region => Check::PROVEN,
        14 if is_of_region => Check::UNPROVEN,
        11 | 18 if is_decimal => Check::UNPROVEN,
        8 if values.iter().any(|digit| *digit > 0) => Check::UNPROVEN,
        _ => Check::refuted("no identity of a device"),
    }
}

/// The Luhn check in base 16: every second digit from the right but the check digit counts twice, as the sum of its digits.
fn holds(values: &[u32]) -> bool {
    let counted = |(i, digit): (usize, &u32)| {
        let value = digit * if i % 2 == 1 { 2 } else { 1 };
        value / 16 + value % 16
    };
    values.iter().rev().enumerate().map(counted).sum::<u32>().is_multiple_of(16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;

    #[test]
    fn identities_and_their_check_digit() {
        let proof = |value| meid(&Subject::alone(value, "field")).proof;
        for (value, want) in [
            ("AF0123450ABCDEC", Proof::Proven),
            ("af 01 23 45 0a bc de c", Proof::Proven),
            ("AF0123450ABCDED", Proof::Failed),
            ("A10000009296F2", Proof::Unproven),
            ("293608736500703710", Proof::Unproven),
            ("80A1B2C3", Proof::Unproven),
            ("12808492739", Proof::Unproven),
            ("0F0123450ABCDE", Proof::Refuted),
            ("00000000", Proof::Refuted),
            ("1234567", Proof::Refuted),
            ("AF0123450ABCDECAF0123450", Proof::Refuted),
            ("unknown", Proof::Refuted),
            ("", Proof::Refuted),
        ] {
            assert_eq!(proof(value), want, "{value}");
        }
    }
}
