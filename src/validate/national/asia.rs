//! China, Hong Kong, Indonesia, Japan, Korea, Malaysia, Pakistan, Singapore and Thailand.

use super::verdict::{dated, is_day, is_day_of, judged};
use super::{Check, Compact, Subject, letter_of, weighted};
use crate::model::Disposition;

/// Numbers of specimens and manuals.
const SAMPLES: [&str; 6] =
    ["11010519491231002X", "621498320257", "S1234567D", "T0000001E", "1234545678781", "8001011234567"];

/// Judges a Chinese resident identity number (GB 11643-1999): region, date of birth, serial, check character.
pub(super) fn chinese_ric(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "99999999999999999X").filter(|n| n.digit(0) > 0)
    else {
        return Check::refuted("not 17 digits and a check character");
    };
    let is_date = is_day_of(number.number(6, 4), number.number(10, 2), number.number(12, 2));
    let sum = weighted(number.part(0, 17), &[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
    dated(&number, is_date, letter_of(b"10X98765432", u64::from(sum % 11)) == number.letter(17), &SAMPLES)
}

/// Judges a Korean resident registration number: date of birth, sex and century, serial, check digit. Those given out
/// since October 2020 have no check digit any more.
pub(super) fn korean_rrn(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "9999999999999") else {
        return Check::refuted("not 13 digits");
    };
    let is_date = is_day(number.number(0, 2), number.number(2, 2), number.number(4, 2));
    let sum = weighted(number.part(0, 12), &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]);
    dated(&number, is_date, (11 - sum % 11) % 10 == number.digit(12), &SAMPLES)
}

/// Judges a Japanese individual number: eleven digits and a check digit modulo 11.
pub(super) fn japanese_number(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "999999999999") else {
        return Check::refuted("not twelve digits");
    };
    let rest = weighted(number.part(0, 11), &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
    judged(&number, number.digit(11) == if rest < 2 { 0 } else { 11 - rest }, &SAMPLES)
}

/// Judges a Malaysian identity card number: date of birth, place of birth, serial. It has no check digit.
pub(super) fn malaysian_nric(subject: &Subject<'_>) -> Check {
    let number = Compact::shaped(subject.value(), "999999999999");
    let is_date = |n: &Compact| is_day(n.number(0, 2), n.number(2, 2), n.number(4, 2));
    let is_place =
        |n: &Compact| matches!(n.number(6, 2), 1..=16 | 21..=68 | 71 | 72 | 74..=79 | 82..=93 | 98 | 99);
    match number.filter(|n| is_date(n) && is_place(n)) {
        Some(number) if number.all() == b"770305021234" => {
            Check::UNPROVEN.but(Disposition::Synthetic, "published number")
        }
        Some(_) => Check::UNPROVEN,
        None => Check::refuted("no date and place of birth inside"),
    }
}

/// Judges a Pakistani identity card number: locality of five digits, serial of seven, sex. It has no check digit.
pub(super) fn pakistani_cnic(subject: &Subject<'_>) -> Check {
    match Compact::shaped(subject.value(), "9999999999999")
        .filter(|n| (1..=7).contains(&n.digit(0)) && n.digit(12) > 0)
    {
        Some(number) if number.all() == b"1234512345671" => {
            Check::UNPROVEN.but(Disposition::Synthetic, "made-up number")
        }
        Some(_) => Check::UNPROVEN,
        None => Check::refuted("not 13 digits of a province and a sex"),
    }
}

/// Judges a Singaporean NRIC or FIN: a letter, seven digits, a check letter. The formula was never published officially.
pub(super) fn singaporean_nric(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "A9999999A") else {
        return Check::refuted("not a letter, seven digits and a letter");
    };
    let (more, letters): (u32, &[u8]) = match number.letter(0) {
        Some(b'S') => (0, b"JZIHGFEDCBA"),
        Some(b'T') => (4, b"JZIHGFEDCBA"),
        Some(b'F') => (0, b"XWUTRQPNMLK"),
        Some(b'G') => (4, b"XWUTRQPNMLK"),
        Some(b'M') => (3, b"XWUTRQPNJLK"),
        _ => return Check::refuted("no first letter of such a number"),
    };
    let sum = more + weighted(number.part(1, 7), &[2, 7, 6, 5, 4, 3, 2]);
    judged(&number, letter_of(letters, u64::from(sum % 11)) == number.letter(8), &SAMPLES)
}

/// Judges a Thai personal number: twelve digits, not from 0 or 9, and a check digit modulo 11.
pub(super) fn thai_pin(subject: &Subject<'_>) -> Check {
    match Compact::shaped(subject.value(), "9999999999999").filter(|n| (1..=8).contains(&n.digit(0))) {
        Some(number) => {
            let sum = weighted(number.part(0, 12), &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
            judged(&number, (11 - sum % 11) % 10 == number.digit(12), &SAMPLES)
        }
        None => Check::refuted("not 13 digits from 1 to 8"),
    }
}

/// Judges the number of a Hong Kong identity card: one letter or two, six digits, and a check digit, mostly in brackets.
pub(super) fn hong_kong_id(subject: &Subject<'_>) -> Check {
    let mut plain = subject.value().to_ascii_uppercase();
    plain.retain(|b| !matches!(b, b'(' | b')' | b' '));
    let letters = plain.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let Some(number) =
        Compact::read(&plain).filter(|n| n.all().len() == letters + 7 && matches!(letters, 1 | 2))
    else {
        return Check::refuted("not one or two letters and seven digits");
    };
    let digits = number.part(letters, 6);
    let check = number.letter(letters + 6).unwrap_or(0);
    if !digits.iter().all(u8::is_ascii_digit) || !(check.is_ascii_digit() || check == b'A') {
        return Check::refuted("not one or two letters and seven digits");
    }
    // A blank before a single letter counts 36.
    let before = if letters == 1 { 36 * 9 } else { number.digit(0) * 9 };
    let sum = before
        + number.digit(letters - 1) * 8
        + weighted(digits, &[7, 6, 5, 4, 3, 2])
        + number.digit(letters + 6);
    judged(&number, sum.is_multiple_of(11), &["A1234563", "Z6833658"])
}

/// Judges an Indonesian NIK: region, date of birth (for women 40 more than the day), serial. It has no check digit.
pub(super) fn indonesian_nik(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "9999999999999999") else {
        return Check::refuted("not 16 digits");
    };
    let is_region = matches!(number.number(0, 2), 11..=19 | 21 | 31..=36 | 51..=53 | 61..=65 | 71..=76 | 81 | 82 | 91..=97);
    let day = number.number(6, 2) % 40;
    let is_date = is_day(number.number(10, 2), number.number(8, 2), day);
    if !is_region || !is_date || number.number(6, 2) > 71 || number.number(12, 4) == 0 {
        return Check::refuted("no region, date of birth and serial");
    }
    Check::UNPROVEN
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn chinese_numbers() {
        says(
            chinese_ric,
            &[
                ("360426199101010071", "proven"),
                ("360426199101010072", "failed"),
                ("11010519491231002X", "sample"),
                ("11010519491331002X", "refuted"),
                ("1101051949123100", "refuted"),
            ],
        );
    }

    #[test]
    fn korean_and_japanese_numbers() {
        says(
            korean_rrn,
            &[("971013-9019902", "proven"), ("971013-9019903", "failed"), ("971313-9019902", "refuted")],
        );
        says(
            japanese_number,
            &[
                ("6214 9832 0257", "sample"),
                ("621498320258", "failed"),
                ("100000000005", "proven"),
                ("62149832025", "refuted"),
            ],
        );
    }

    #[test]
    fn numbers_without_check_digits() {
        says(
            malaysian_nric,
            &[
                ("800101-01-0001", "unproven"),
                ("770305-02-1234", "sample"),
                ("771305-02-1234", "refuted"),
                ("770305-17-1234", "refuted"),
            ],
        );
        says(
            pakistani_cnic,
            &[
                ("34201-0891231-8", "unproven"),
                ("94201-0891231-8", "refuted"),
                ("34201-0891231-0", "refuted"),
                ("12345-1234567-1", "sample"),
            ],
        );
    }

    #[test]
    fn singaporean_numbers() {
        says(
            singaporean_nric,
            &[
                ("F1234567N", "proven"),
                ("G1234567X", "proven"),
                ("M5012345J", "proven"),
                ("S1234567D", "sample"),
                ("T0000001E", "sample"),
                ("S1234567A", "failed"),
                ("A1234567D", "refuted"),
            ],
        );
    }

    #[test]
    fn thai_numbers() {
        says(
            thai_pin,
            &[
                ("3-1006-00445-63-5", "proven"),
                ("3100600445636", "failed"),
                ("1-2345-45678-78-1", "sample"),
                ("9100600445635", "refuted"),
            ],
        );
    }

    #[test]
    fn cards_of_hong_kong() {
        says(
            hong_kong_id,
            &[
                ("A123456(3)", "sample"),
                ("A123456(4)", "failed"),
                ("L555555(0)", "proven"),
                ("AB987654(3)", "proven"),
                ("AB987654(2)", "failed"),
                ("ABC987654(2)", "refuted"),
                ("A12345(6)", "refuted"),
                ("", "refuted"),
            ],
        );
    }

    #[test]
    fn indonesian_numbers() {
        says(
            indonesian_nik,
            &[
                ("3171234567890123", "refuted"),
                ("3171011507890003", "unproven"),
                ("3171015507890003", "unproven"),
                ("3171011513890003", "refuted"),
                ("2171011507890000", "refuted"),
                ("4171011507890003", "refuted"),
            ],
        );
    }
}
