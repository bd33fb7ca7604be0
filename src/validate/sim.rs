//! Numbers of SIM cards: the subscriber's (IMSI, ITU-T E.212), the card's (ICCID, ITU-T E.118), and that of a card which is built
//! in (EID, GSMA SGP.02).

use std::sync::LazyLock;

use super::compact::{Compact, mod_97};
use super::number::Number;
use super::{Check, Subject, luhn};
use crate::model::Disposition;

/// The mobile country codes in use, a bit each.
static COUNTRIES: LazyLock<[u64; 16]> =
    LazyLock::new(|| country_bits(include_str!("../../rules/lexicons/mobile-country-codes.txt")));

/// Subscribers of emulators and labs, apart from the test networks.
static PLACEHOLDER_SUBSCRIBERS: [u64; 2] = [310_260_000_000_000, 123_456_789_012_345];

/// The card of the Android emulator.
const EMULATOR_CARD: &[u8] = b"89014103211118510720";

/// Judges a subscriber identity: a mobile country code and 11 or 12 digits more, without a check digit.
pub(crate) fn imsi(subject: &Subject<'_>) -> Check {
    let Some(number) = Number::read(subject.value()).filter(|n| matches!(n.len, 14 | 15)) else {
        return Check::refuted("not 14 or 15 digits");
    };
    let country = number.head(3);
    let made_up = matches!(country, 1 | 999) || PLACEHOLDER_SUBSCRIBERS.contains(&number.value);
    if made_up || number.is_sequence() {
        return Check::UNPROVEN.but(Disposition::Synthetic, "test network or emulator");
    }
    if !is_country(country) {
        return Check::refuted("no mobile country code");
    }
    if number.is_timestamp() { Check::refuted("a date and time") } else { Check::UNPROVEN }
}

/// Judges a SIM card number: `89` for telecommunications, a country code and a Luhn check digit.
pub(crate) fn iccid(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    if !(18..=22).contains(&value.len()) || !value.iter().all(u8::is_ascii_digit) {
        return Check::refuted("not 18 to 22 digits");
    }
    if !value.starts_with(b"89") || value.get(2) == Some(&b'0') && value.get(3) == Some(&b'0') {
        return Check::refuted("not a telecommunications card");
    }
    if !luhn::holds(value.iter().rev().map(|b| b.wrapping_sub(b'0'))) {
        return Check::failed("Luhn check digit is wrong");
    }
    if value == EMULATOR_CARD || value.get(4..).is_some_and(is_hollow) {
        return Check::PROVEN.but(Disposition::Synthetic, "emulator's or made-up card");
    }
    Check::PROVEN
}

/// Judges the number of an embedded card: 32 digits from `89` that leave 1 when divided by 97.
pub(crate) fn eid(subject: &Subject<'_>) -> Check {
    let is_one = |number: &Compact| number.all().len() == 32 && number.all().iter().all(u8::is_ascii_digit);
    match Compact::read(subject.value()).filter(is_one) {
        Some(number) if !number.all().starts_with(b"89") => Check::refuted("not a telecommunications card"),
        Some(number) if mod_97(number.all().iter().copied()) == 1 => Check::PROVEN,
        Some(_) => Check::failed("check digits are wrong"),
        None => Check::refuted("not 32 digits"),
    }
}

/// Whether all digits but the last are the same.
fn is_hollow(digits: &[u8]) -> bool {
    digits.split_last().is_some_and(|(_, rest)| rest.windows(2).all(|w| w.first() == w.last()))
}

fn is_country(code: u64) -> bool {
    let word = usize::try_from(code / 64).ok().and_then(|i| COUNTRIES.get(i));
    word.is_some_and(|bits| bits & 1 << (code % 64) != 0)
}

fn country_bits(lexicon: &str) -> [u64; 16] {
    let mut bits = [0; 16];
    for line in lexicon.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let (first, last) = line.split_once('-').unwrap_or((line, line));
        let (Ok(first), Ok(last)) = (first.parse::<usize>(), last.parse::<usize>()) else { continue };
        for code in first..=last.min(999) {
            if let Some(word) = bits.get_mut(code / 64) {
                *word |= 1 << (code % 64);
            }
        }
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;

    fn judged(validator: fn(&Subject<'_>) -> Check, value: &str) -> (Proof, Disposition) {
        let check = validator(&Subject::alone(value, "15"));
        (check.proof, check.disposition)
    }

    #[test]
    fn country_codes_are_read() {
        for yes in [1, 202, 208, 213, 262, 310, 316, 404, 901, 999] {
            assert!(is_country(yes), "{yes}");
        }
        for no in [0, 2, 203, 317, 500, 800, 998, 1000, 5000] {
            assert!(!is_country(no), "{no}");
        }
    }

    #[test]
    fn subscribers() {
        for (value, want) in [
            ("262019876543210", (Proof::Unproven, Disposition::Real)),
            ("26201987654321", (Proof::Unproven, Disposition::Real)),
            ("001010123456789", (Proof::Unproven, Disposition::Synthetic)),
            ("999700000000001", (Proof::Unproven, Disposition::Synthetic)),
            ("310260000000000", (Proof::Unproven, Disposition::Synthetic)),
            ("123456789012345", (Proof::Unproven, Disposition::Synthetic)),
            ("20240131235959", (Proof::Refuted, Disposition::Real)),
            ("170665920012345", (Proof::Refuted, Disposition::Real)),
            ("2620198765432", (Proof::Refuted, Disposition::Real)),
        ] {
            assert_eq!(judged(imsi, value), want, "{value}");
        }
    }

    #[test]
    fn cards() {
        for (value, want) in [
            ("89014103211118510720", (Proof::Proven, Disposition::Synthetic)),
            ("8949012345678901237", (Proof::Proven, Disposition::Real)),
            ("8949012345678901238", (Proof::Failed, Disposition::Real)),
            ("1706659200123456789", (Proof::Refuted, Disposition::Real)),
            ("8900123456789012345", (Proof::Refuted, Disposition::Real)),
            ("89490123456789012", (Proof::Refuted, Disposition::Real)),
            ("89490123456789O1237", (Proof::Refuted, Disposition::Real)),
        ] {
            assert_eq!(judged(iccid, value), want, "{value}");
        }
    }
}
