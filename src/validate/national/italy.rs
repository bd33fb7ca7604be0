//! Italy: the codice fiscale of persons (Decreto ministeriale 23 December 1976).

use super::verdict::{is_day, judged};
use super::{Check, Compact, Subject};

/// What digits, or letters, count in the odd places, by their value.
const ODD: [u32; 26] =
    [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/// Letters that stand for the months.
const MONTHS: &[u8; 12] = b"ABCDEHLMPRST";

/// Letters that stand for the digits 0 to 9 where two persons would have the same code.
const DIGITS: &[u8; 10] = b"LMNPQRSTUV";

/// Codes of manuals and templates.
const SAMPLES: [&str; 3] = ["RSSMRA80A01H501U", "RSSMRA85T10A562S", "RSSMRA70A01H501S"];

/// Judges a code: letters of the names, year, month, day (40 more for women), place and a check letter.
pub(super) fn codice_fiscale(subject: &Subject<'_>) -> Check {
    let Some(code) = Compact::shaped(subject.value(), "AAAAAAXXAXXAXXXA") else {
        return Check::refuted("not the letters and digits of a codice fiscale");
    };
    match birth(&code) {
        Some((year, month, day)) if is_day(year, month, day) => {
            judged(&code, check_letter(&code) == code.letter(15), &SAMPLES)
        }
        _ => Check::refuted("no date of birth inside"),
    }
}

/// Year, month and day, if digits stand where they must.
fn birth(code: &Compact) -> Option<(u64, u64, u64)> {
    let number = |start| Some(digit(code.letter(start)?)? * 10 + digit(code.letter(start + 1)?)?);
    let letter = code.letter(8)?;
    let month = MONTHS.iter().position(|m| *m == letter)? + 1;
    let day = number(9)?;
    number(12)?;
    digit(code.letter(14)?)?;
    Some((number(6)?, u64::try_from(month).ok()?, if day > 40 { day - 40 } else { day }))
}

fn digit(b: u8) -> Option<u64> {
    let position = DIGITS.iter().position(|d| *d == b);
    if b.is_ascii_digit() { Some(u64::from(b - b'0')) } else { position.and_then(|d| u64::try_from(d).ok()) }
}

fn check_letter(code: &Compact) -> Option<u8> {
    let count = |i: usize| {
        let digit = code.digit(i);
        let value = if digit > 9 { digit - 10 } else { digit };
        if i.is_multiple_of(2) { ODD.get(usize::try_from(value).ok()?).copied() } else { Some(value) }
    };
    let sum: u32 = (0..15).map(count).sum::<Option<u32>>()?;
    u8::try_from(sum % 26).ok().map(|n| b'A' + n)
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn codes_of_persons() {
        says(
            codice_fiscale,
            &[
                ("RCCMNL83S18D969H", "proven"),
                ("rccmnl83s18d969h", "proven"),
                ("RCCMNL83S18D969A", "failed"),
                ("RCCMNL83S48D969H", "failed"),
                ("RCCMNL83S38D969H", "refuted"),
                ("RCCMNL83F18D969H", "refuted"),
                ("RSSMRA85T10A562S", "sample"),
                ("RSSMRA85T10A562T", "failed"),
                ("RSSMRA85T10A5S", "refuted"),
            ],
        );
    }
}
