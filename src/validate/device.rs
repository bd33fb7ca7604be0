//! Identifiers of devices and installations: opaque tokens that only the name of their field explains.

use super::{Check, Subject};
use crate::model::Disposition;

/// Lengths of identifiers, from the service tags of one maker to a SHA-256 in hex.
const LENGTHS: std::ops::RangeInclusive<usize> = 7..=64;

/// Identifiers that many devices share or that makers leave in: the constant of early Android 2.2 builds,
/// sample UUIDs, counted-up digits.
static PLACEHOLDERS: [&str; 6] = [
    "9774d56d682e549c",
    "0123456789abcdef",
    "123456789abcdef0",
    "123e4567-e89b-12d3-a456-426614174000",
    "550e8400-e29b-41d4-a716-446655440000",
    "00000000-0000-0000-0000-000000000001",
];

/// Judges a device identifier.
pub(crate) fn device_id(subject: &Subject<'_>) -> Check {
    let value = unwrapped(subject.value());
    if !LENGTHS.contains(&value.len()) || !value.iter().all(|b| is_token_byte(*b)) {
        return Check::refuted("not a token of 7 to 64 bytes");
    }
    if is_fingerprint(value) {
        return Check::refuted("fingerprint of a key or certificate");
    }
    if is_placeholder(value) {
        return Check::UNPROVEN.but(Disposition::Synthetic, "constant that many devices share");
    }
    if is_opaque(value) { Check::UNPROVEN } else { Check::refuted("a word or a version, not an identifier") }
}

/// Windows writes identifiers in braces.
fn unwrapped(value: &[u8]) -> &[u8] {
    value.strip_prefix(b"{").and_then(|v| v.strip_suffix(b"}")).unwrap_or(value)
}

fn is_token_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b':' | b'-')
}

fn is_placeholder(value: &[u8]) -> bool {
    let counted = value.iter().zip(b"1234567890".iter().cycle()).all(|(a, b)| a == b);
    PLACEHOLDERS.iter().any(|p| p.as_bytes().eq_ignore_ascii_case(value))
        || is_one_byte_repeated(value)
        || counted
}

/// Sixteen pairs of hex digits or more, parted by colons: longer than any hardware address.
fn is_fingerprint(value: &[u8]) -> bool {
    value.contains(&b':') && value.split(|b| *b == b':').filter(|pair| pair.len() == 2).count() >= 16
}

/// Whether all letters and digits are the same, as in the nil UUID.
fn is_one_byte_repeated(value: &[u8]) -> bool {
    let mut bytes = value.iter().filter(|b| b.is_ascii_alphanumeric());
    let first = bytes.next();
    bytes.all(|b| Some(b) == first)
}

/// Whether a token carries chance: digits among letters, or long mixed case. Words, names of things,
/// dotted numbers and `name-1` do not.
fn is_opaque(value: &[u8]) -> bool {
    let (mut digits, mut lower, mut upper, mut dotted) = (0, 0, 0, false);
    for b in value {
        digits += usize::from(b.is_ascii_digit());
        lower += usize::from(b.is_ascii_lowercase());
        upper += usize::from(b.is_ascii_uppercase());
        dotted |= *b == b'.';
    }
    if lower + upper == 0 && dotted {
        return is_of_analytics(value);
    }
    let mixed = upper >= 3 && lower >= 3 && value.len() >= 16;
    if is_numbered(value) {
        return false;
    }
    // In `fingerprint-scanner-01` the digits are far fewer than chance would make them.
    digits * 8 >= value.len() || (mixed && digits > 0)
}

/// `docker0`, `gpu01`: a word in small letters and its number.
fn is_numbered(value: &[u8]) -> bool {
    let digits = value.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let word = value.get(..value.len() - digits).unwrap_or(&[]);
    digits <= 2 && word.iter().all(|b| b.is_ascii_lowercase() || matches!(b, b'-' | b'_'))
}

/// `1847239917.1706659200`: a number by chance and the second of a first visit, as web analytics number browsers.
fn is_of_analytics(value: &[u8]) -> bool {
    let dot = value.iter().position(|b| *b == b'.').unwrap_or(value.len());
    let (number, second) = (value.get(..dot).unwrap_or(&[]), value.get(dot + 1..).unwrap_or(&[]));
    (8..=10).contains(&number.len())
        && matches!(second, [b'1', rest @ ..] if rest.len() == 9)
        && number.iter().chain(second).all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;
    use proptest::prelude::*;

    fn judged(value: &str) -> (Proof, Disposition) {
        let check = device_id(&Subject::alone(value, "field"));
        (check.proof, check.disposition)
    }

    #[test]
    fn opaque_tokens_are_kept() {
        for value in [
            "3f9a1c0d7be24e58",
            "5f2b9d1a-77c3-4e0b-9a51-0c8d2e6f4b13",
            "{5F2B9D1A-77C3-4E0B-9A51-0C8D2E6F4B13}",
            "00008030-001A35E11A88003A",
            "C02XK1ZLJGH5",
            "cAq9TtYvQkWzXbLmNoPrSe",
            "70912834",
            "1847239917.1706659200",
            "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678",
        ] {
            assert_eq!(judged(value), (Proof::Unproven, Disposition::Real), "{value}");
        }
    }

    #[test]
    fn shared_constants_are_nobodys() {
        for value in [
            "9774d56d682e549c",
            "0000000000000000",
            "0123456789ABCDEF",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "123456789",
            "1234567890",
        ] {
            assert_eq!(judged(value), (Proof::Unproven, Disposition::Synthetic), "{value}");
        }
    }

    #[test]
    fn words_and_versions_are_refuted() {
        for value in [
            "",
            "unknown",
            "undefined",
            "To be filled by O.E.M.",
            "Default string",
            "System Serial Number",
            "my-device-name",
            "fingerprint-scanner-01",
            "docker0",
            "web-host12",
            "192.168.100.20",
            "10.0.19041.1",
            "short1",
            "user@example.com",
            "${DEVICE_ID}",
            "YOUR_DEVICE_ID",
            "deviceIdentifierForVendor",
            "72:E1:0F:5C:88:AB:19:D4:3B:60:27:F5:9A:C1:4E:0D:B7:63:2A:91",
        ] {
            assert_eq!(judged(value).0, Proof::Refuted, "{value}");
        }
    }

    proptest! {
        #[test]
        fn any_value_is_survived(value in "\\PC{0,80}") {
            let _ = judged(&value);
        }
    }
}
