//! Germany: the tax identification number (Steuer-ID, section 139b Abgabenordnung).

use super::verdict::judged;
use super::{Check, Compact, Subject, mod_11_10};

/// Numbers of the tax office's documentation.
const SAMPLES: [&str; 2] = ["86095742719", "36574261809"];

/// Judges a tax number: eleven digits of which the first ten hold one digit two or three times and no other twice, and a
/// check digit (ISO/IEC 7064, MOD 11,10).
pub(super) fn steuer_id(subject: &Subject<'_>) -> Check {
    match Compact::shaped(subject.value(), "99999999999")
        .filter(|n| n.digit(0) > 0 && is_spread(n.part(0, 10)))
    {
        Some(number) => judged(&number, mod_11_10(number.part(0, 10)) == number.digit(10), &SAMPLES),
        None => Check::refuted("not eleven digits, one of them twice or three times"),
    }
}

fn is_spread(digits: &[u8]) -> bool {
    let counts = (b'0'..=b'9').map(|digit| digits.iter().filter(|b| **b == digit).count());
    let (many, most) = counts.filter(|n| *n > 1).fold((0, 0), |(many, most), n| (many + 1, n.max(most)));
    many == 1 && most <= 3
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn tax_numbers() {
        says(
            steuer_id,
            &[
                ("65929970489", "proven"),
                ("65 929 970 489", "proven"),
                ("65929970488", "failed"),
                ("86095742719", "sample"),
                ("36574261890", "failed"),
                ("11223344556", "refuted"),
                ("05929970489", "refuted"),
            ],
        );
    }
}
