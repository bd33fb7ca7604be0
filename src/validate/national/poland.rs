//! Poland: PESEL, the number of the register of persons (Ustawa o ewidencji ludności, 2010).

use super::verdict::{dated, is_day_of};
use super::{Check, Compact, Subject, weighted};

/// A number of manuals.
const SAMPLES: [&str; 1] = ["44051401359"];

/// Judges a PESEL: date of birth with the century in the month, serial and a check digit.
pub(super) fn pesel(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "99999999999") else {
        return Check::refuted("not eleven digits");
    };
    let (year, month, day) = (number.number(0, 2), number.number(2, 2), number.number(4, 2));
    // 80 more for the years from 1800, 20, 40 and 60 more for those from 2000, 2100 and 2200.
    let century =
        [1900, 2000, 2100, 2200, 1800].get(usize::try_from(month / 20).unwrap_or(9)).copied().unwrap_or(0);
    let is_date = is_day_of(century + year, month % 20, day);
    let sum = weighted(number.all(), &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
    dated(&number, is_date, sum.is_multiple_of(10), &SAMPLES)
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn numbers_hold_a_date_and_a_check_digit() {
        says(
            pesel,
            &[
                ("02070803628", "proven"),
                ("02270803624", "proven"),
                ("02070803629", "failed"),
                ("44051401359", "sample"),
                ("44051401358", "failed"),
                ("44053401359", "refuted"),
                ("4405140135", "refuted"),
            ],
        );
    }
}
