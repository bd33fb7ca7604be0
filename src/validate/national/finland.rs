//! Finland: henkilötunnus (HETU; Väestötietoasetus 128/2010, with the signs that came in 2023).

use super::verdict::{dated, is_day};
use super::{Check, Compact, Subject, letter_of};
use crate::model::Disposition;

/// The check characters, by the nine digits modulo 31.
const CHECKS: &[u8; 31] = b"0123456789ABCDEFHJKLMNPRSTUVWXY";

/// Numbers of specimens.
const SAMPLES: [&str; 3] = ["131052308T", "131052A308T", "010101123N"];

/// Judges a number: date of birth, a sign for the century (`+` and `-` are separators here), serial, check character.
pub(super) fn hetu(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let signed = || {
        let sign = |n: &Compact| n.letter(6).is_some_and(|b| matches!(b, b'A'..=b'F' | b'U'..=b'Y'));
        Compact::shaped(value, "999999A999X").filter(sign).map(|n| (n, 7))
    };
    let Some((number, serial)) = Compact::shaped(value, "999999999X").map(|n| (n, 6)).or_else(signed) else {
        return Check::refuted("not a date, a sign, three digits and a check character");
    };
    let digits = number.number(0, 6) * 1000 + number.number(serial, 3);
    let is_date = is_day(number.number(4, 2), number.number(2, 2), number.number(0, 2));
    let is_serial = number.number(serial, 3) >= 2;
    let holds = letter_of(CHECKS, digits % 31) == number.letter(serial + 3);
    let check = dated(&number, is_date && is_serial, holds, &SAMPLES);
    let is_temporary = holds && is_date && number.number(serial, 3) >= 900;
    if is_temporary { check.but(Disposition::Synthetic, "temporary or test number") } else { check }
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn signs_and_check_characters() {
        says(
            hetu,
            &[
                ("311280-888Y", "proven"),
                ("311280A888Y", "proven"),
                ("311280+888Y", "proven"),
                ("311280-888X", "failed"),
                ("131052-308T", "sample"),
                ("131052-308U", "failed"),
                ("311380-888Y", "refuted"),
                ("311280G888Y", "refuted"),
                ("010190-900P", "sample"),
            ],
        );
    }
}
