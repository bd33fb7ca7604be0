//! Czechia and Slovakia: rodné číslo, the birth number (Zákon 133/2000 Sb.).

use super::verdict::{dated, is_day};
use super::{Check, Compact, Subject};

/// Numbers of manuals.
const SAMPLES: [&str; 1] = ["7103192745"];

/// Judges a birth number: date of birth, with 50 more in the month for women and 20 more where serials ran out, and a
/// serial. Those of ten digits, given out since 1954, have a check digit.
pub(super) fn rodne_cislo(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let ten = Compact::shaped(value, "9999999999");
    let Some(number) = ten.or_else(|| Compact::shaped(value, "999999999")) else {
        return Check::refuted("not nine or ten digits");
    };
    let month = number.number(2, 2) % 50;
    let month = if month > 20 { month - 20 } else { month };
    let is_date = is_day(number.number(0, 2), month, number.number(4, 2));
    match ten {
        Some(ten) => {
            let holds = u64::from(ten.digit(9)) == ten.number(0, 9) % 11 % 10;
            dated(&ten, is_date, holds, &SAMPLES)
        }
        None if is_date && number.number(0, 2) < 54 => Check::UNPROVEN,
        None => Check::refuted("nine digits were given out until 1953"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn numbers_of_nine_and_ten_digits() {
        says(
            rodne_cislo,
            &[
                ("736028/5163", "proven"),
                ("7360285163", "proven"),
                ("736028/5164", "failed"),
                ("710319/2745", "sample"),
                ("710319/2746", "failed"),
                ("715319/2745", "failed"),
                ("711419/2745", "refuted"),
                ("530228/123", "unproven"),
                ("730228/123", "refuted"),
            ],
        );
    }
}
