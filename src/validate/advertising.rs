//! Advertising identifiers of devices. Only a key or a word nearby says that a UUID is one.

use super::{Check, Subject};
use crate::model::Disposition;

/// Constants of standards, manuals and tutorials.
static CONSTANTS: [&[u8]; 4] = [
    b"123e4567-e89b-12d3-a456-426614174000",
    b"550e8400-e29b-41d4-a716-446655440000",
    b"12345678-1234-1234-1234-123456789012",
    b"00000000-0000-0000-0000-000000000001",
];

/// Judges a UUID, or the 16, 32 or 64 hex digits that some platforms give under a field name.
pub(crate) fn advertising_id(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    // The finder of UUIDs has looked at every byte already.
    let uuid = subject.form == "uuid" || is_uuid(value);
    if !uuid && !is_hex_id(value) {
        return Check::refuted("neither a UUID nor a hexadecimal identifier");
    }
    let synthetic = |note| Check::UNPROVEN.but(Disposition::Synthetic, note);
    if value.iter().all(|b| matches!(b, b'0' | b'-')) {
        return synthetic("all zero: tracking refused or not set");
    }
    if is_one_digit(value) || CONSTANTS.iter().any(|c| value.eq_ignore_ascii_case(c)) {
        return synthetic("well-known constant");
    }
    if uuid && embeds_a_mac(value) {
        return Check::UNPROVEN.adjusted(0, "version 1: embeds a MAC address");
    }
    Check::UNPROVEN
}

fn is_uuid(value: &[u8]) -> bool {
    value.len() == 36
        && value.iter().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => *b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

fn is_hex_id(value: &[u8]) -> bool {
    matches!(value.len(), 16 | 32 | 64) && value.iter().all(u8::is_ascii_hexdigit)
}

fn is_one_digit(value: &[u8]) -> bool {
    let first = value.first().copied().unwrap_or_default();
    value.iter().all(|b| *b == b'-' || b.eq_ignore_ascii_case(&first))
}

/// A version 1 UUID ends in the maker's address, unless the multicast bit marks it as random (RFC 9562, 6.10).
fn embeds_a_mac(value: &[u8]) -> bool {
    let low = |i: usize| value.get(i).and_then(|b| char::from(*b).to_digit(16)).unwrap_or_default();
    value.get(14) == Some(&b'1') && low(25) & 1 == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;
    use Disposition::{Real, Synthetic};

    #[test]
    fn constants_are_nobodys() {
        for (value, disposition) in [
            ("00000000-0000-0000-0000-000000000000", Synthetic),
            ("FFFFFFFF-FFFF-FFFF-FFFF-ffffffffffff", Synthetic),
            ("550E8400-E29B-41D4-A716-446655440000", Synthetic),
            ("7d3b0c52-91fe-4a6d-8c05-3e9a41b7f260", Real),
            ("7d3b0c5291fe4a6d8c053e9a41b7f260", Real),
        ] {
            let check = advertising_id(&Subject::alone(value, "uuid"));
            assert_eq!((check.proof, check.disposition), (Proof::Unproven, disposition), "{value}");
        }
        for value in ["", "banner-12", "7d3b0c52-91fe-4a6d-8c05-3e9a41b7f26", "12345"] {
            assert_eq!(advertising_id(&Subject::alone(value, "field")).proof, Proof::Refuted, "{value}");
        }
    }

    #[test]
    fn version_one_embeds_an_address() {
        let note = |v| advertising_id(&Subject::alone(v, "uuid")).note;
        assert!(note("7d3b0c52-91fe-11ee-8c05-00005e00532a").contains("MAC"));
        assert_eq!(note("7d3b0c52-91fe-11ee-8c05-01005e00532a"), "");
        assert_eq!(note("7d3b0c52-91fe-41ee-8c05-00005e00532a"), "");
    }
}
