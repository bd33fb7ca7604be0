//! Belgium: the number of the national register (Koninklijk besluit of 3 April 1984).

use super::verdict::{dated, is_day_of};
use super::{Check, Compact, Subject};

/// Numbers of manuals.
const SAMPLES: [&str; 2] = ["85073003328", "17073003384"];

/// Judges a number: date of birth, serial, and 97 less the rest of both, with a 2 before them for those born from 2000 on.
pub(super) fn national_number(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "99999999999") else {
        return Check::refuted("not eleven digits");
    };
    let (nine, check) = (number.number(0, 9), number.number(9, 2));
    let born = |century: u64| {
        let (year, month, day) = (number.number(0, 2), number.number(2, 2), number.number(4, 2));
        // Numbers of persons who are not in the register have 20 or 40 added to the month; an unknown day or month is 0.
        month % 20 == 0 || day == 0 || is_day_of(century + year, month % 20, day)
    };
    let holds = |nine: u64| 97 - nine % 97 == check;
    let valid = born(1900) && holds(nine) || born(2000) && holds(2_000_000_000 + nine);
    dated(&number, number.number(2, 2) < 53 && (born(1900) || born(2000)), valid, &SAMPLES)
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn numbers_of_both_centuries() {
        says(
            national_number,
            &[
                ("93.05.18-223.61", "proven"),
                ("93051822361", "proven"),
                ("93051822362", "failed"),
                ("85.07.30-033.28", "sample"),
                ("17073003384", "sample"),
                ("93.55.18-223.61", "refuted"),
                ("9305182236", "refuted"),
            ],
        );
    }
}
