//! Ireland: PPSN, the personal public service number.

use super::verdict::judged;
use super::{Check, Compact, Subject, letter_of, weighted};

/// The check letters, by the sum modulo 23.
const LETTERS: &[u8; 23] = b"WABCDEFGHIJKLMNOPQRSTUV";

/// Numbers of specimens.
const SAMPLES: [&str; 2] = ["1234567T", "1234567FA"];

/// Judges a number: seven digits, a check letter and, since 2013, a second letter that counts as well. An old second letter
/// W, T or X counts nothing.
pub(super) fn ppsn(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let two = || Compact::shaped(value, "9999999AA");
    let second = |n: &Compact| match n.letter(8) {
        None | Some(b'W' | b'T' | b'X') => Some(0),
        Some(letter @ (b'A' | b'B' | b'H')) => Some(u32::from(letter - b'A') + 1),
        Some(_) => None,
    };
    match Compact::shaped(value, "9999999A").or_else(two).and_then(|n| Some((n, second(&n)?))) {
        Some((number, second)) => {
            let sum = weighted(number.part(0, 7), &[8, 7, 6, 5, 4, 3, 2]) + 9 * second;
            judged(&number, letter_of(LETTERS, u64::from(sum % 23)) == number.letter(7), &SAMPLES)
        }
        None => Check::refuted("not seven digits and one or two letters"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn one_letter_or_two() {
        says(
            ppsn,
            &[
                ("6433435F", "proven"),
                ("6433435FT", "proven"),
                ("6433435OA", "proven"),
                ("6433435E", "failed"),
                ("1234567T", "sample"),
                ("1234567FA", "sample"),
                ("1234567A", "failed"),
                ("1234567FC", "refuted"),
            ],
        );
    }
}
