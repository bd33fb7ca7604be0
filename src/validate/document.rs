//! Numbers of documents: passports and driver licences, which have no common check digit, machine-readable zones, which
//! have many (ICAO Doc 9303), and identity numbers of no country that is known here.

use super::compact::{Compact, value};
use super::national::is_mistyped;
use super::{Check, Subject};
use crate::model::Disposition;

/// Judges a passport number by its shape: 6 to 9 letters and digits, as some country gives them out. Letters stand
/// before the digits, and behind them in few countries.
pub(crate) fn passport(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::read(subject.value()) else {
        return Check::refuted("not letters and digits");
    };
    let (letters, digits, tail) = layout(&number);
    let shaped = match (letters, digits, tail) {
        (0, 8 | 9, 0) | (1, 6..=8, 0 | 1) | (2, 6..=8, 0 | 2) | (3, 6..=8, 0) => true,
        // France: 99AA99999. Germany mixes letters without vowels and digits.
        _ => number.all().len() == 9 && digits < 9 && is_mixed(&number),
    };
    match shaped {
        true if number.is_made_up() || digits_of(&number).windows(2).all(|w| w.first() == w.last()) => {
            Check::UNPROVEN.but(Disposition::Synthetic, "made-up number")
        }
        true => Check::UNPROVEN,
        false => Check::refuted("no country's shape of a passport number"),
    }
}

/// Letters before the digits, digits, and characters behind those.
fn layout(number: &Compact) -> (usize, usize, usize) {
    let all = number.all();
    let letters = all.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let digits = all.iter().skip(letters).take_while(|b| b.is_ascii_digit()).count();
    (letters, digits, all.len() - letters - digits)
}

fn digits_of(number: &Compact) -> Vec<u8> {
    number.all().iter().copied().filter(u8::is_ascii_digit).collect()
}

/// Whether digits are among the characters, no fewer than four.
fn is_mixed(number: &Compact) -> bool {
    number.all().iter().filter(|b| b.is_ascii_digit()).count() >= 4
}

/// Judges a driver licence number by its shape, of which there are as many as states: 5 to 18 letters and digits, four
/// digits among them, and no more than five letters before the first digit.
pub(crate) fn driver_licence(subject: &Subject<'_>) -> Check {
    let Some(number) = Compact::read(subject.value()) else {
        return Check::refuted("not letters and digits");
    };
    let (letters, ..) = layout(&number);
    let len = number.all().len();
    if !(5..=18).contains(&len) || letters > 5 || !is_mixed(&number) {
        return Check::refuted("no shape of a licence number");
    }
    if number.is_made_up() {
        return Check::UNPROVEN.but(Disposition::Synthetic, "made-up number");
    }
    Check::UNPROVEN
}

/// Judges the number of a national document whose country is not known: 5 to 20 letters and digits. A mistyped number of
/// a country that its form tells is none.
pub(crate) fn national_id(subject: &Subject<'_>) -> Check {
    if is_mistyped(subject) {
        return Check::refuted("check digits are wrong");
    }
    let number = Compact::read(subject.value()).filter(|n| (5..=20).contains(&n.all().len()) && is_mixed(n));
    match number {
        Some(number) if number.is_made_up() => Check::UNPROVEN.but(Disposition::Synthetic, "made-up number"),
        Some(_) => Check::UNPROVEN,
        None => Check::refuted("not 5 to 20 letters and digits"),
    }
}

/// Judges a machine-readable zone by the check digits of document, birth and expiry.
pub(crate) fn mrz(subject: &Subject<'_>) -> Check {
    let lines = subject.value().split(|b| *b == b'\n').map(<[u8]>::trim_ascii);
    let all: Vec<&[u8]> = lines.filter(|line| !line.is_empty()).collect();
    let zone = match (subject.form, all.as_slice()) {
        ("td1", [first, second, _]) => {
            Zone { number: first.get(5..15), dates: second.get(..15), state: first.get(2..5) }
        }
        (_, [.., last]) => Zone { number: last.get(..10), dates: last.get(13..28), state: last.get(10..13) },
        _ => return Check::refuted("not the lines of a machine-readable zone"),
    };
    if !zone.holds() {
        return Check::refuted("check digits are wrong");
    }
    // Utopia issues all specimens.
    if zone.state == Some(b"UTO") {
        return Check::PROVEN.but(Disposition::Synthetic, "specimen");
    }
    Check::PROVEN
}

/// What of a zone is checked.
struct Zone<'a> {
    /// Document number and its check digit.
    number: Option<&'a [u8]>,
    /// Birth, sex and expiry with their check digits.
    dates: Option<&'a [u8]>,
    /// Who issued it, or whose citizen its holder is.
    state: Option<&'a [u8]>,
}

impl Zone<'_> {
    fn holds(&self) -> bool {
        let part = |range| self.dates.and_then(|dates| dates.get(range));
        // A number that is too long for its field has `<` for a check digit and goes on elsewhere.
        let long = self.number.is_some_and(|n| n.last() == Some(&b'<'));
        (long || self.number.is_some_and(is_checked))
            && part(0..7).is_some_and(is_checked)
            && part(8..15).is_some_and(is_checked)
    }
}

/// Whether the last digit is the check digit of the characters before it: weights 7, 3 and 1; `<` counts nothing.
fn is_checked(text: &[u8]) -> bool {
    let Some((check, rest)) = text.split_last() else { return false };
    let sum: u32 = rest.iter().zip([7, 3, 1].into_iter().cycle()).map(|(b, weight)| value(*b) * weight).sum();
    check.is_ascii_digit() && sum % 10 == value(*check)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::{Proof, Validator};

    fn proof(validator: Validator, value: &str, form: &'static str) -> (Proof, Disposition) {
        let check = validator(&Subject::alone(value, form));
        (check.proof, check.disposition)
    }

    const OK: (Proof, Disposition) = (Proof::Unproven, Disposition::Real);
    const NO: (Proof, Disposition) = (Proof::Refuted, Disposition::Real);
    const MADE_UP: (Proof, Disposition) = (Proof::Unproven, Disposition::Synthetic);

    #[test]
    fn passports_by_shape() {
        for (value, want) in [
            ("A01234567", OK),
            ("ZE000509", OK),
            ("C01X00T47", OK),
            ("00AA00001", OK),
            ("310175003", OK),
            ("000000000", MADE_UP),
            ("A11111111", MADE_UP),
            ("12345", NO),
            ("passport", NO),
            ("1234567890123", NO),
            ("A1B2", NO),
        ] {
            assert_eq!(proof(passport, value, "field"), want, "{value}");
        }
    }

    #[test]
    fn licences_by_shape() {
        for (value, want) in [
            ("D1000001", OK),
            ("F162-823-540-11", OK),
            ("MORGA753116SM9IJ", OK),
            ("12345678", MADE_UP),
            ("MIT", NO),
            ("Apache-2.0", NO),
            ("GPL-3.0-or-later", NO),
            ("BSD-3-Clause", NO),
            ("ABCDEF1234", NO),
        ] {
            assert_eq!(proof(driver_licence, value, "field"), want, "{value}");
        }
        assert_eq!(proof(national_id, "AB-100-200-3", "field"), OK);
        assert_eq!(proof(national_id, "none given", "field"), NO);
        assert_eq!(proof(national_id, "110105194912310021", "field"), NO, "a Chinese number, mistyped");
        assert_eq!(proof(national_id, "224-0002211-2", "field"), NO, "a Dominican one");
        assert_eq!(proof(national_id, "1234567", "field"), MADE_UP);
    }

    #[test]
    fn zones_are_checked() {
        let passport =
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
        let card =
            "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
        let specimen = (Proof::Proven, Disposition::Synthetic);
        assert_eq!(proof(mrz, passport, "td3"), specimen);
        assert_eq!(proof(mrz, card, "td1"), specimen);
        assert_eq!(
            proof(mrz, &passport.replace("C36UTO", "C36XOM"), "td3"),
            (Proof::Proven, Disposition::Real)
        );
        for (good, bad) in [("8122F", "8123F"), ("C36", "C37"), ("4159Z", "4158Z")] {
            assert_eq!(proof(mrz, &passport.replace(good, bad), "td3"), NO, "{bad}");
        }
        assert_eq!(proof(mrz, "", "td1"), NO);
    }
}
