//! Sweden: personnummer and samordningsnummer (Skatteverket, SKV 704 and 707).

use super::verdict::{dated, is_day, is_day_of};
use super::{Check, Compact, Subject};
use crate::validate::luhn;

/// Classics of manuals.
const SAMPLES: [&str; 4] = ["191212121212", "1212121212", "6408233234", "8803200016"];

/// Judges a number: date of birth (60 more in the day for those who are not in the register), serial, Luhn check digit.
pub(super) fn personnummer(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let ten = || Compact::shaped(value, "9999999999").map(|n| (n, 0));
    let Some((number, century)) = Compact::shaped(value, "999999999999").map(|n| (n, 2)).or_else(ten) else {
        return Check::refuted("not ten or twelve digits");
    };
    let (month, day) = (number.number(century + 2, 2), number.number(century + 4, 2));
    let day = if day > 60 { day - 60 } else { day };
    let is_date = match century {
        0 => is_day(number.number(0, 2), month, day),
        _ => is_day_of(number.number(0, 4), month, day),
    };
    let holds = luhn::holds(number.part(century, 10).iter().rev().map(|b| b.wrapping_sub(b'0')));
    dated(&number, is_date, holds, &SAMPLES)
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn numbers_of_ten_and_twelve_digits() {
        says(
            personnummer,
            &[
                ("811228-9874", "proven"),
                ("19811228-9874", "proven"),
                ("811228+9874", "proven"),
                ("811288-9871", "proven"),
                ("811288-9872", "failed"),
                ("670919-9530", "proven"),
                ("640823-3234", "sample"),
                ("640823-3235", "failed"),
                ("641323-3234", "refuted"),
                ("22811228-9874", "refuted"),
            ],
        );
    }
}
