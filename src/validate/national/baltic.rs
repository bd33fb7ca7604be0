//! Estonia, Latvia and Lithuania: personal codes.

use super::verdict::{dated, is_day_of, judged};
use super::{Check, Compact, Subject, weighted};

/// Codes of manuals.
const SAMPLES: [&str; 4] = ["36805280109", "33309240064", "38001085718", "16117519997"];

/// Judges an Estonian isikukood or a Lithuanian asmens kodas: sex and century, date of birth, serial, check digit.
pub(super) fn code(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "99999999999") else {
        return Check::refuted("not eleven digits");
    };
    let century = 1800 + 100 * u64::from(number.digit(0).saturating_sub(1) / 2);
    let is_date = number.digit(0) > 0
        && is_day_of(century + number.number(1, 2), number.number(3, 2), number.number(5, 2));
    let first = weighted(number.part(0, 10), &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
    let second = || weighted(number.part(0, 10), &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10;
    let check = if first == 10 { second() } else { first };
    dated(&number, is_date, check == number.digit(10), &SAMPLES)
}

/// Judges a Latvian personas kods: date of birth, century and serial, check digit. Those given out since 2017 begin with 32
/// and hold no date.
pub(super) fn latvian(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "99999999999") else {
        return Check::refuted("not eleven digits");
    };
    // The weights are those of python-stdnum, lv.pvn. No official source confirms them; both codes of the tests agree.
    let sum = 1 + weighted(number.part(0, 10), &[10, 5, 8, 4, 2, 1, 6, 3, 7, 9]);
    let holds = sum % 11 % 10 == number.digit(10);
    if number.part(0, 2) == b"32" {
        return judged(&number, holds, &SAMPLES);
    }
    let year = 1800 + 100 * u64::from(number.digit(6)) + number.number(4, 2);
    let is_date = number.digit(6) < 3 && is_day_of(year, number.number(2, 2), number.number(0, 2));
    dated(&number, is_date, holds, &SAMPLES)
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn estonian_and_lithuanian_codes() {
        says(
            code,
            &[
                ("37605030299", "proven"),
                ("36805280109", "sample"),
                ("36805280108", "failed"),
                ("33309240064", "sample"),
                ("36813280109", "refuted"),
                ("06805280109", "refuted"),
            ],
        );
    }

    #[test]
    fn latvian_codes() {
        says(
            latvian,
            &[
                ("161175-19997", "sample"),
                ("161175-19996", "failed"),
                ("328673-00679", "proven"),
                ("328673-00677", "failed"),
                ("161375-19997", "refuted"),
            ],
        );
    }
}
