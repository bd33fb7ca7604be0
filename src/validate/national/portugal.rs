//! Portugal: the tax number (NIF) and the number of the citizen card.

use super::verdict::judged;
use super::{Check, Compact, Subject, value, weighted};

/// Numbers of manuals.
const SAMPLES: [&str; 2] = ["123456789", "000000000ZZ4"];

/// Judges a tax number: nine digits, the last of them a check digit modulo 11.
pub(super) fn nif(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "999999999").filter(|n| n.digit(0) > 0) else {
        return Check::refuted("not nine digits");
    };
    let rest = weighted(number.part(0, 8), &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    judged(&number, number.digit(8) == if rest < 2 { 0 } else { 11 - rest }, &SAMPLES)
}

/// Judges the number of a citizen card: nine digits, two letters or digits, a check digit after Luhn's method.
pub(super) fn citizen_card(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "999999999XX9") else {
        return Check::refuted("not nine digits, two characters and a digit");
    };
    let count = |(i, b): (usize, &u8)| match value(*b) * if i % 2 == 1 { 2 } else { 1 } {
        over @ 10.. if i % 2 == 1 => over - 9,
        count => count,
    };
    let sum: u32 = number.all().iter().rev().enumerate().map(count).sum();
    judged(&number, sum.is_multiple_of(10), &SAMPLES)
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn tax_numbers() {
        says(
            nif,
            &[
                ("501964843", "proven"),
                ("501 964 843", "proven"),
                ("501964842", "failed"),
                ("123456789", "sample"),
                ("012345678", "refuted"),
            ],
        );
    }

    #[test]
    fn citizen_cards() {
        says(
            citizen_card,
            &[
                ("000000000ZZ4", "sample"),
                ("00000000 0 ZZ5", "failed"),
                ("100000000ZZ2", "proven"),
                ("0000000ZZ4", "refuted"),
            ],
        );
    }
}
