//! United Kingdom: national insurance numbers, NHS numbers, driver numbers and tax references.

use super::verdict::{is_day, judged};
use super::{Check, Compact, Proof, Subject, letter_of, weighted};
use crate::model::Disposition;

/// National insurance numbers of forms and manuals.
const NINO_SAMPLES: [&str; 6] = ["AB123456A", "AB123456C", "AB123456D", "AB123456B", "JG103759A", "AB123456"];

/// Prefixes that are not used, or are no national insurance numbers but administrative (HMRC, NIM39110).
const NO_PREFIXES: [&[u8; 2]; 15] =
    [b"BG", b"GB", b"KN", b"NK", b"NT", b"TN", b"ZZ", b"OO", b"CR", b"FY", b"MW", b"NC", b"PP", b"PY", b"PZ"];

/// Judges a national insurance number: two letters, six digits and, mostly, a suffix from A to D.
pub(super) fn nino(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let short = || Compact::shaped(value, "AA999999");
    let Some(number) = Compact::shaped(value, "AA999999A").or_else(short) else {
        return Check::refuted("not two letters, six digits and a letter");
    };
    if !matches!(number.letter(8), None | Some(b'A'..=b'D')) {
        return Check::refuted("no suffix from A to D");
    }
    // `QQ` begins every specimen and no number.
    if number.part(0, 2) == b"QQ" || NINO_SAMPLES.iter().any(|s| s.as_bytes() == number.all()) {
        return Check::UNPROVEN.but(Disposition::Synthetic, "number of a specimen");
    }
    let unused = |b: &u8| matches!(b, b'D' | b'F' | b'I' | b'Q' | b'U' | b'V');
    let prefix = number.part(0, 2);
    if prefix.iter().any(unused)
        || prefix.ends_with(b"O")
        || NO_PREFIXES.iter().any(|p| p.as_slice() == prefix)
    {
        return Check::refuted("no prefix of a national insurance number");
    }
    match (number.letter(8), value.contains(&b' ')) {
        (None, _) => Check::UNPROVEN.adjusted(-30, "no suffix"),
        // Nothing else is written in these five groups.
        (_, true) if value.iter().filter(|b| **b == b' ').count() == 4 => {
            Check::UNPROVEN.adjusted(18, "printed in pairs")
        }
        (_, true) => Check::UNPROVEN.adjusted(10, "printed with blanks"),
        _ => Check::UNPROVEN,
    }
}

/// NHS numbers of manuals that lie outside the range for tests.
const NHS_SAMPLES: [&str; 3] = ["9434765919", "9434765870", "1234567881"];

/// Judges an NHS number: nine digits and a check digit modulo 11 (NHS Data Dictionary). Those from 999 are for tests.
pub(super) fn nhs(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "9999999999") else {
        return Check::refuted("not ten digits");
    };
    let rest = weighted(number.part(0, 9), &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    let check = judged(&number, (11 - rest) % 11 == number.digit(9), &NHS_SAMPLES);
    match number.number(0, 3) {
        _ if check.proof != Proof::Proven || check.disposition != Disposition::Real => check,
        999 => check.but(Disposition::Synthetic, "number for tests"),
        300..=499 | 600..=799 => check,
        10..=319 => check,
        _ => check.adjusted(-30, "outside the ranges that were given out"),
    }
}

/// Judges a driver number: five characters of the surname, decade, month (50 more for women), day, year, initials, and
/// three characters whose formula is not published.
pub(super) fn driver(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let issued = || Compact::shaped(value, "AXXXX999999XXXXX99");
    let Some(number) = Compact::shaped(value, "AXXXX999999XXXXX").or_else(issued) else {
        return Check::refuted("not the 16 characters of a driver number");
    };
    let name = number.part(0, 5);
    let letters = name.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let padded = name.iter().skip(letters).all(|b| *b == b'9');
    let year = u64::from(number.digit(5) * 10 + number.digit(10));
    let born = is_day(year, number.number(6, 2) % 50, number.number(8, 2));
    let is_initial = |b: &u8| b.is_ascii_alphabetic() || *b == b'9';
    let fits = padded && born && number.part(11, 2).iter().all(is_initial);
    if fits { Check::UNPROVEN } else { Check::refuted("no surname, date of birth or initials inside") }
}

/// Judges a unique taxpayer reference: a check digit before nine digits.
pub(super) fn utr(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "9999999999") else {
        return Check::refuted("not ten digits");
    };
    let rest = weighted(number.part(1, 9), &[6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11;
    judged(&number, letter_of(b"21987654321", u64::from(rest)) == number.letter(0), &[])
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn national_insurance_numbers() {
        says(
            nino,
            &[
                ("AZ123456A", "unproven"),
                ("az 12 34 56 a", "unproven"),
                ("AZ123456", "unproven"),
                ("QQ 12 34 56 C", "sample"),
                ("AB123456C", "sample"),
                ("BG123456A", "refuted"),
                ("DA123456A", "refuted"),
                ("AO123456A", "refuted"),
                ("AZ123456E", "refuted"),
                ("AZ12345A", "refuted"),
            ],
        );
    }

    #[test]
    fn nhs_numbers() {
        says(
            nhs,
            &[
                ("401 023 2137", "proven"),
                ("4010232138", "failed"),
                ("943 476 5919", "sample"),
                ("943 476 5918", "failed"),
                ("9990000017", "failed"),
                ("9990000018", "sample"),
                ("401023213", "refuted"),
            ],
        );
    }

    #[test]
    fn driver_numbers() {
        says(
            driver,
            &[
                ("MORGA753116SM9IJ", "unproven"),
                ("MORGA753116SM9IJ01", "unproven"),
                ("FOX99753116SM9IJ", "unproven"),
                ("MORGA763116SM9IJ", "refuted"),
                ("MORGA753116SM91J", "unproven"),
                ("MORGA753116119IJ", "refuted"),
                ("M9RGA753116SM9IJ", "refuted"),
                ("MORGA753116", "refuted"),
            ],
        );
    }

    #[test]
    fn taxpayer_references() {
        says(utr, &[("1955839661", "proven"), ("2955839661", "failed"), ("195583966", "refuted")]);
    }
}
