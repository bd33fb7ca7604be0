//! Spain: identity numbers of citizens (DNI) and foreigners (NIE), with a check letter (Real Decreto 1553/2005 and Orden
//! INT/2058/2008).

use super::verdict::judged;
use super::{Check, Compact, Subject, letter_of};

/// The check letters, by the number modulo 23.
const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";

/// Numbers of specimens and templates.
const SAMPLES: [&str; 5] = ["12345678Z", "00000000T", "99999999R", "X0000000T", "X1234567L"];

/// Judges a DNI: eight digits and a letter.
pub(super) fn dni(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::shaped(subject.value(), "99999999A") else {
        return Check::refuted("not eight digits and a letter");
    };
    checked(&number, number.number(0, 8))
}

/// Judges a NIE: X, Y or Z, seven digits and a letter. The first letter counts as 0, 1 or 2.
pub(super) fn nie(subject: &Subject<'_>) -> Check {
    let first = |number: &Compact| match number.letter(0) {
        Some(letter @ b'X'..=b'Z') => Some(u64::from(letter - b'X')),
        _ => None,
    };
    let number = Compact::shaped(subject.value(), "A9999999A");
    match number.and_then(|number| Some((number, first(&number)?))) {
        Some((number, first)) => checked(&number, first * 10_000_000 + number.number(1, 7)),
        None => Check::refuted("not X, Y or Z, seven digits and a letter"),
    }
}

fn checked(number: &Compact, digits: u64) -> Check {
    judged(number, letter_of(LETTERS, digits % 23) == number.letter(8), &SAMPLES)
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn letters_follow_from_digits() {
        says(
            dni,
            &[
                ("54362315K", "proven"),
                ("54.362.315-k", "proven"),
                ("12345678Z", "sample"),
                ("12345678A", "failed"),
                ("54362315Z", "failed"),
                ("5436231K", "refuted"),
            ],
        );
        says(
            nie,
            &[
                ("X2482300W", "proven"),
                ("Y1234567X", "proven"),
                ("Z-1234567-R", "proven"),
                ("X1234567L", "sample"),
                ("X1234567A", "failed"),
                ("A1234567L", "refuted"),
            ],
        );
    }
}
