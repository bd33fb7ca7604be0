//! Iceland, Israel, Mauritius, South Africa, Switzerland, Turkey and Ukraine.

use super::verdict::{dated, is_day, judged};
use super::{Check, Compact, Subject, letter_of, value, weighted};
use crate::model::Disposition;
use crate::validate::luhn;

/// Numbers of manuals.
const SAMPLES: [&str; 5] = ["1201743399", "8001015009087", "10000000146", "7569217076985", "1759013776"];

/// Judges an Icelandic kennitala: date of birth, serial, check digit, century (Þjóðskrá). Organisations have 40 more in
/// the day.
pub(super) fn kennitala(subject: &Subject<'_>) -> Check {
    let Some(number) =
        Compact::shaped(subject.value(), "9999999999").filter(|n| matches!(n.digit(9), 0 | 8 | 9))
    else {
        return Check::refuted("not ten digits with a century");
    };
    let day = number.number(0, 2);
    let is_date = is_day(number.number(4, 2), number.number(2, 2), if day > 40 { day - 40 } else { day });
    let sum = weighted(number.all(), &[3, 2, 7, 6, 5, 4, 3, 2, 1]);
    let check = dated(&number, is_date, sum.is_multiple_of(11), &SAMPLES);
    let is_organisation = is_date && day > 40 && sum.is_multiple_of(11);
    if is_organisation { check.but(Disposition::Role, "number of an organisation") } else { check }
}

/// Judges an Israeli identity number: nine digits that fulfil the Luhn check.
pub(super) fn israeli_id(subject: &Subject<'_>) -> Check {
    match Compact::shaped(subject.value(), "999999999").filter(|n| n.number(0, 9) > 0) {
        Some(number) => judged(&number, luhn::value_holds(number.number(0, 9)), &SAMPLES),
        None => Check::refuted("not nine digits"),
    }
}

/// Judges a Mauritian identity number: first letter of the surname, date of birth, serial, check character.
pub(super) fn mauritian_nid(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "A999999999999X") else {
        return Check::refuted("not a letter, twelve digits and a check character");
    };
    let is_date = is_day(number.number(5, 2), number.number(3, 2), number.number(1, 2));
    let sum: u32 = number.part(0, 13).iter().zip((2..=14).rev()).map(|(b, weight)| value(*b) * weight).sum();
    let check = letter_of(b"0123456789ABCDEFG", u64::from((17 - sum % 17) % 17));
    dated(&number, is_date, check == number.letter(13), &SAMPLES)
}

/// Judges a South African identity number: date of birth, serial, citizenship, Luhn check digit.
pub(super) fn south_african_id(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "9999999999999") else {
        return Check::refuted("not 13 digits");
    };
    let is_date =
        is_day(number.number(0, 2), number.number(2, 2), number.number(4, 2)) && number.digit(10) < 3;
    dated(&number, is_date, luhn::value_holds(number.number(0, 13)), &SAMPLES)
}

/// Judges a Swiss AHV number: 756 for the country, nine digits, and a check digit like that of an EAN.
pub(super) fn ahv(subject: &Subject<'_>) -> Check {
    match Compact::shaped(subject.value(), "9999999999999").filter(|n| n.number(0, 3) == 756) {
        Some(number) => {
            let sum = weighted(number.all(), &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]);
            judged(&number, sum.is_multiple_of(10), &SAMPLES)
        }
        None => Check::refuted("not 13 digits from 756"),
    }
}

/// Judges a Turkish identity number: nine digits and two check digits.
pub(super) fn turkish_id(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "99999999999").filter(|n| n.digit(0) > 0) else {
        return Check::refuted("not eleven digits");
    };
    let tenth = (weighted(number.part(0, 9), &[7, 9, 7, 9, 7, 9, 7, 9, 7])) % 10;
    let eleventh = weighted(number.part(0, 10), &[1; 10]) % 10;
    judged(&number, tenth == number.digit(9) && eleventh == number.digit(10), &SAMPLES)
}

/// Judges a Ukrainian taxpayer number (RNTRC): five digits that count the days to the birth, serial, check digit.
pub(super) fn ukrainian_rntrc(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "9999999999").filter(|n| n.number(0, 10) > 0) else {
        return Check::refuted("not ten digits");
    };
    // The first weight is -1, which is 10 modulo 11.
    let sum = weighted(number.part(0, 9), &[10, 5, 7, 9, 4, 6, 10, 5, 7]);
    judged(&number, sum % 11 % 10 == number.digit(9), &SAMPLES)
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn icelandic_numbers() {
        says(
            kennitala,
            &[
                ("120174-3399", "sample"),
                ("120174-3389", "failed"),
                ("450401-3150", "organisation"),
                ("010190-2019", "failed"),
                ("320174-3399", "refuted"),
            ],
        );
    }

    #[test]
    fn israeli_and_mauritian_numbers() {
        says(israeli_id, &[("039337423", "proven"), ("039337424", "failed"), ("000000000", "refuted")]);
        says(
            mauritian_nid,
            &[
                ("J2906201304089", "proven"),
                ("J2906201304088", "failed"),
                ("J3206201304089", "refuted"),
                ("12906201304089", "refuted"),
            ],
        );
    }

    #[test]
    fn south_african_numbers() {
        says(
            south_african_id,
            &[
                ("7503305044089", "proven"),
                ("8001015009087", "sample"),
                ("8001015009088", "failed"),
                ("8013015009087", "refuted"),
            ],
        );
    }

    #[test]
    fn swiss_and_turkish_numbers() {
        says(
            ahv,
            &[
                ("756.9217.0769.85", "sample"),
                ("756.9217.0769.84", "failed"),
                ("7561234567897", "proven"),
                ("7559217076985", "refuted"),
            ],
        );
        says(
            turkish_id,
            &[
                ("17291716060", "proven"),
                ("10000000146", "sample"),
                ("17291716050", "failed"),
                ("07291716060", "refuted"),
            ],
        );
    }

    #[test]
    fn ukrainian_numbers() {
        says(
            ukrainian_rntrc,
            &[
                ("2530414071", "proven"),
                ("1759013776", "sample"),
                ("1759013770", "failed"),
                ("175901377", "refuted"),
            ],
        );
    }
}
