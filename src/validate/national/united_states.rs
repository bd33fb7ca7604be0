//! United States: employer and preparer numbers (IRS), identifiers of providers and of the insured (CMS), DEA numbers.

use super::verdict::judged;
use super::{Check, Compact, Subject, weighted};
use crate::model::Disposition;
use crate::validate::luhn;

/// Employer numbers of forms and manuals.
const EINS: [&str; 3] = ["123456789", "000000000", "999999999"];

/// Judges an employer number: a campus prefix and seven digits. It has no check digit.
pub(super) fn ein(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "999999999") else {
        return Check::refuted("not nine digits");
    };
    if EINS.iter().any(|ein| ein.as_bytes() == number.all()) || number.is_made_up() {
        return Check::UNPROVEN.but(Disposition::Synthetic, "published or made-up number");
    }
    match number.number(0, 2) {
        1..=6 | 10..=16 | 20..=27 | 30..=48 | 50..=68 | 71..=77 | 80..=88 | 90..=95 | 98 | 99 => {
            Check::UNPROVEN
        }
        _ => Check::refuted("no prefix that is given out"),
    }
}

/// Judges a national provider identifier: ten digits from 1 or 2 that fulfil the Luhn check behind 80840.
pub(super) fn npi(subject: &Subject<'_>) -> Check {
    match Compact::shaped(subject.value(), "9999999999").filter(|n| matches!(n.digit(0), 1 | 2)) {
        Some(number) => {
            let whole = 808_400_000_000_000 + number.number(0, 10);
            judged(&number, luhn::value_holds(whole), &["1234567893"])
        }
        None => Check::refuted("not ten digits from 1 or 2"),
    }
}

/// Judges a registration number of the Drug Enforcement Administration: two letters, six digits, a check digit.
pub(super) fn dea(subject: &Subject<'_>) -> Check {
    match Compact::shaped(subject.value(), "AA9999999") {
        Some(number) => {
            let sum = weighted(number.part(2, 6), &[1, 2, 1, 2, 1, 2]);
            judged(&number, sum % 10 == number.digit(8), &["AB1234563"])
        }
        None => Check::refuted("not two letters and seven digits"),
    }
}

/// Judges a Medicare beneficiary identifier: eleven places, each a digit, a letter or either, without the letters that look
/// like digits (CMS, Understanding the Medicare Beneficiary Identifier Format).
pub(super) fn mbi(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "9AX9AX9AA99") else {
        return Check::refuted("not the eleven places of a beneficiary identifier");
    };
    if number.digit(0) == 0 || number.all().iter().any(|b| b"SLOIBZ".contains(b)) {
        return Check::refuted("a letter or digit that is not given out");
    }
    if matches!(number.all(), b"1EG4TE5MK72" | b"1EG4TE5MK73") {
        return Check::UNPROVEN.but(Disposition::Synthetic, "specimen of the card");
    }
    Check::UNPROVEN
}

/// Judges a preparer's number: `P` and eight digits.
pub(super) fn ptin(subject: &Subject<'_>) -> Check {
    match Compact::shaped(subject.value(), "A99999999").filter(|number| number.letter(0) == Some(b'P')) {
        Some(number) if number.number(1, 8) == 0 || number.number(1, 8) == 12_345_678 => {
            Check::UNPROVEN.but(Disposition::Synthetic, "published or made-up number")
        }
        Some(_) => Check::UNPROVEN,
        None => Check::refuted("not P and eight digits"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn employer_numbers() {
        says(
            ein,
            &[
                ("98-0000001", "unproven"),
                ("12-3456789", "sample"),
                ("07-1234567", "refuted"),
                ("98-000001", "refuted"),
            ],
        );
    }

    #[test]
    fn providers() {
        says(
            npi,
            &[
                ("1000000004", "proven"),
                ("1234567893", "sample"),
                ("1234567890", "failed"),
                ("3234567893", "refuted"),
            ],
        );
        says(
            dea,
            &[
                ("AB1234563", "sample"),
                ("AB1234564", "failed"),
                ("FA1000001", "proven"),
                ("A11234563", "refuted"),
            ],
        );
    }

    #[test]
    fn beneficiaries_and_preparers() {
        says(
            mbi,
            &[
                ("2AC7-WR9-HN41", "unproven"),
                ("2ac7wr9hn41", "unproven"),
                ("1EG4-TE5-MK73", "sample"),
                ("0AC7-WR9-HN41", "refuted"),
                ("2AC7-WS9-HN41", "refuted"),
                ("2AC7-WR9-H141", "refuted"),
            ],
        );
        says(
            ptin,
            &[
                ("P01482733", "unproven"),
                ("P12345678", "sample"),
                ("X01482733", "refuted"),
                ("P0148273", "refuted"),
            ],
        );
    }
}
