//! What stands beside a card's number: security code, expiry, and the whole magnetic stripe (ISO/IEC 7813).

use super::card::payment_card;
use super::{Check, Proof, Subject};
use crate::model::Disposition;

/// Security codes of test systems.
static CODES: [&[u8]; 5] = [b"123", b"737", b"000", b"999", b"1234"];

/// Judges a security code: three digits, or four on cards of American Express.
pub(crate) fn card_code(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    if !matches!(value.len(), 3 | 4) || !value.iter().all(u8::is_ascii_digit) {
        return Check::refuted("not three or four digits");
    }
    if CODES.contains(&value) {
        return Check::UNPROVEN.but(Disposition::Synthetic, "code for tests");
    }
    Check::UNPROVEN
}

/// Judges an expiry: month, then year of two or four digits; or the year of four digits first.
pub(crate) fn card_expiry(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let mut parts = value.splitn(2, |b| matches!(b, b'/' | b'-' | b' '));
    let (first, second) = (parts.next().unwrap_or(&[]), parts.next().unwrap_or(&[]));
    let second = second.trim_ascii().strip_prefix(b"/").unwrap_or(second).trim_ascii();
    let is_month = |m: &[u8]| matches!(m, [b'0', b'1'..=b'9'] | [b'1', b'0'..=b'2'] | [b'1'..=b'9']);
    let is_year = |y: &[u8]| matches!(y, [b'2', b'0', b'0'..=b'9', b'0'..=b'9']);
    let is_short = |y: &[u8]| matches!(y, [b'0'..=b'9', b'0'..=b'9']);
    let split =
        is_month(first) && (is_year(second) || is_short(second)) || is_year(first) && is_month(second);
    let joined =
        value.split_at_checked(2).is_some_and(|(m, y)| is_month(m) && value.len() == 4 && is_short(y));
    if split || joined { Check::UNPROVEN } else { Check::refuted("not a month and a year") }
}

/// Judges a month, or a year of two or four digits, that stands alone.
pub(crate) fn card_expiry_part(subject: &Subject<'_>) -> Check {
    let number =
        std::str::from_utf8(subject.value()).ok().filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
    match number.and_then(|text| text.parse().ok()) {
        Some(1..=12 | 15..=60 | 2015..=2060) => Check::UNPROVEN,
        _ => Check::refuted("no month or year of an expiry"),
    }
}

/// PINs of manuals.
static PINS: [&[u8]; 5] = [b"1234", b"0000", b"1111", b"123456", b"9999"];

/// Judges a PIN: four digits, up to six where a name says that it is a card's; or its block of 16 hexadecimal digits (ISO 9564).
pub(crate) fn card_pin(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let is_block = value.len() == 16 && value.iter().all(u8::is_ascii_hexdigit);
    let most = if subject.form == "weak" { 4 } else { 6 };
    let is_pin = (4..=most).contains(&value.len()) && value.iter().all(u8::is_ascii_digit);
    match () {
        () if PINS.contains(&value) => Check::UNPROVEN.but(Disposition::Synthetic, "PIN of manuals"),
        () if is_pin || is_block => Check::UNPROVEN,
        () => Check::refuted("not four digits"),
    }
}

/// Judges what a magnetic stripe holds by the number of the card in it.
pub(crate) fn card_track(subject: &Subject<'_>) -> Check {
    let skipped = subject.value().iter().take_while(|b| !b.is_ascii_digit()).count();
    let digits = subject.value().iter().skip(skipped).take_while(|b| b.is_ascii_digit()).count();
    let start = subject.start + skipped;
    let check = payment_card(&Subject { start, end: start + digits, form: "16", ..*subject });
    match check.proof {
        Proof::Refuted | Proof::Failed => Check::refuted("no number of a card inside"),
        _ => Check { adjust: 0, ..check },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        let check = |value| card_code(&Subject::alone(value, "field"));
        assert_eq!(check("417"), Check::UNPROVEN);
        assert_eq!(check("737").disposition, Disposition::Synthetic);
        for bad in ["12", "12345", "12a", "", "***"] {
            assert_eq!(check(bad).proof, Proof::Refuted, "{bad}");
        }
    }

    #[test]
    fn expiries() {
        for good in ["03/30", "3/2030", "12-27", "2030-03", "0330", "03 / 30"] {
            assert_eq!(card_expiry(&Subject::alone(good, "field")), Check::UNPROVEN, "{good}");
        }
        for bad in ["13/30", "2030-03-01", "00/30", "3600", "tomorrow", "", "12/1930", "30 days"] {
            assert_eq!(card_expiry(&Subject::alone(bad, "field")).proof, Proof::Refuted, "{bad}");
        }
    }

    #[test]
    fn months_years_and_pins() {
        let proof = |of: fn(&Subject<'_>) -> Check, value, form| of(&Subject::alone(value, form)).proof;
        for good in ["9", "09", "12", "31", "2031"] {
            assert_eq!(proof(card_expiry_part, good, "field"), Proof::Unproven, "{good}");
        }
        for bad in ["0", "13", "1987", "09/31", "", "May"] {
            assert_eq!(proof(card_expiry_part, bad, "field"), Proof::Refuted, "{bad}");
        }
        assert_eq!(card_pin(&Subject::alone("1234", "field")).disposition, Disposition::Synthetic);
        for good in ["4827", "482713", "0412AC89ABCDEF67"] {
            assert_eq!(proof(card_pin, good, "field"), Proof::Unproven, "{good}");
        }
        for bad in ["482", "4827130", "48a7", ""] {
            assert_eq!(proof(card_pin, bad, "field"), Proof::Refuted, "{bad}");
        }
        // Six digits under `pin` are a postcode of India.
        assert_eq!(proof(card_pin, "411001", "weak"), Proof::Refuted);
    }

    #[test]
    fn stripes_hold_a_card() {
        let check = |value| card_track(&Subject::alone(value, "2"));
        let sample = check(";4111111111111111=30121010000000000?");
        assert_eq!((sample.proof, sample.disposition), (Proof::Proven, Disposition::Synthetic));
        assert_eq!(check("%B4111111111111111^ROE/JANE^30121010000000?").proof, Proof::Proven);
        assert_eq!(check(";4111111111111112=30121010000000000?").proof, Proof::Refuted);
        assert_eq!(check("").proof, Proof::Refuted);
    }
}
