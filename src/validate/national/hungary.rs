//! Hungary: the personal number, the tax number of persons and the number of the social insurance (TAJ); Act XX of 1996.

use super::verdict::{dated, is_day, judged};
use super::{Check, Compact, Subject, weighted};

/// Judges a personal number: sex and century, date of birth, serial, check digit. Those born until 1996 and later have
/// their weights in opposite orders.
pub(super) fn personal(subject: &Subject<'_>) -> Check {
    let Some(number) =
        Compact::shaped(subject.value(), "99999999999").filter(|n| (1..=8).contains(&n.digit(0)))
    else {
        return Check::refuted("not eleven digits from 1 to 8");
    };
    let is_date = is_day(number.number(1, 2), number.number(3, 2), number.number(5, 2));
    let rising = weighted(number.part(0, 10), &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) % 11;
    let falling = weighted(number.part(0, 10), &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11;
    let is_late = number.digit(0) > 2 || number.number(1, 2) > 96;
    let check = if is_late { falling } else { rising };
    dated(&number, is_date, check == number.digit(10), &[])
}

/// Judges a tax number of a person: an 8, eight digits and a check digit.
pub(super) fn tax(subject: &Subject<'_>) -> Check {
    match Compact::shaped(subject.value(), "9999999999").filter(|n| n.digit(0) == 8) {
        Some(number) => {
            let rest = weighted(number.part(0, 9), &[1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11;
            judged(&number, rest == number.digit(9), &[])
        }
        None => Check::refuted("not ten digits from 8"),
    }
}

/// Judges a number of the social insurance: eight digits and a check digit.
pub(super) fn taj(subject: &Subject<'_>) -> Check {
    match Compact::shaped(subject.value(), "999999999").filter(|n| n.number(0, 9) > 0) {
        Some(number) => {
            let sum = weighted(number.part(0, 8), &[3, 7, 3, 7, 3, 7, 3, 7]);
            judged(&number, sum % 10 == number.digit(8), &[])
        }
        None => Check::refuted("not nine digits"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn three_kinds_of_numbers() {
        // Made here: the sums are 1·1+2·8+3·0+4·0+5·1+6·0+7·1+8·0+9·0+10·1 = 39 and so on.
        says(
            personal,
            &[
                ("1-800101-0016", "proven"),
                ("18001010017", "failed"),
                ("18013010016", "refuted"),
                ("98001010016", "refuted"),
            ],
        );
        says(tax, &[("8000000008", "proven"), ("8000000009", "failed"), ("7000000008", "refuted")]);
        says(taj, &[("100 000 003", "proven"), ("100000004", "failed"), ("000000000", "refuted")]);
    }
}
