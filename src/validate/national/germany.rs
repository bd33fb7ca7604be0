//! Germany: the tax identification number (Steuer-ID, section 139b Abgabenordnung), and the insurance number of the pension
//! scheme (section 147 SGB VI).

use super::verdict::{dated, is_day, judged};
use super::{Check, Compact, Subject, mod_11_10, value};

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

/// Judges an insurance number: area, date of birth, initial, serial, and a check digit over the sums of the digits that the
/// places make, the initial counting as two of them (VKVV, section 2 and annex).
pub(super) fn svnr(subject: &Subject<'_>) -> Check {
    const WEIGHTS: [u32; 12] = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
    let Some(number) = Compact::shaped(subject.value(), "99999999A999") else {
        return Check::refuted("not an area, a date, a letter and three digits");
    };
    let initial = number.digit(8) - 9;
    let digit = |b: &u8| value(*b);
    let (area, serial) = (number.part(0, 8).iter().map(digit), number.part(9, 2).iter().map(digit));
    let digits = area.chain([initial / 10, initial % 10]).chain(serial);
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).map(|n| n / 10 + n % 10).sum();
    let is_date = is_day(number.number(6, 2), number.number(4, 2), number.number(2, 2));
    dated(&number, is_date, sum % 10 == number.digit(11), &["15070649C103"])
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

    #[test]
    fn insurance_numbers() {
        says(
            svnr,
            &[
                ("65170839J003", "proven"),
                ("65 170839 J 003", "proven"),
                ("15070649C103", "sample"),
                ("65170839J004", "failed"),
                ("65321339J003", "refuted"),
                ("6517083910003", "refuted"),
            ],
        );
    }
}
