//! Addresses of network devices: which of them are a device's (IEEE 802, RFC 9542).

use super::{Check, Subject};
use crate::model::Disposition;

/// Vendor prefixes of virtual machines and containers (IEEE registry, vendors' documentation).
static VIRTUAL: [[u8; 3]; 11] = [
    [0x00, 0x03, 0xFF], // Microsoft Virtual PC
    [0x00, 0x05, 0x69], // VMware
    [0x00, 0x0C, 0x29], // VMware
    [0x00, 0x1C, 0x14], // VMware
    [0x00, 0x50, 0x56], // VMware
    [0x08, 0x00, 0x27], // VirtualBox
    [0x0A, 0x00, 0x27], // VirtualBox
    [0x52, 0x54, 0x00], // QEMU, KVM
    [0x00, 0x16, 0x3E], // Xen
    [0x00, 0x15, 0x5D], // Hyper-V
    [0x00, 0x1C, 0x42], // Parallels
];

/// Values of textbooks and manuals; `02:00:00:00:00:00` is what phones give to apps that may not know.
static TEXTBOOK: [[u8; 6]; 6] = [
    [0x00, 0x11, 0x22, 0x33, 0x44, 0x55],
    [0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF],
    [0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC],
    [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB],
    [0x11, 0x22, 0x33, 0x44, 0x55, 0x66],
    [0x02, 0x00, 0x00, 0x00, 0x00, 0x00],
];

/// Judges an EUI-48 address.
pub(crate) fn mac(subject: &Subject<'_>) -> Check {
    let written = if subject.form == "field" { of_a_field(subject.value()) } else { octets(subject.value()) };
    let Some(octets) = written else {
        return Check::refuted("not twelve hexadecimal digits");
    };
    // Collation tables write weights in brackets: `[.1C47.0020.0002]`, `[*0209.0020.0002]`.
    if matches!(subject.before(2), b"[." | b"[*" | b"].") {
        return Check::refuted("weights of a collation table");
    }
    if let Some((disposition, note)) = nobodys(octets) {
        return Check::PROVEN.but(disposition, note);
    }
    let [first, second, third, ..] = octets;
    if VIRTUAL.contains(&[first, second, third]) || [first, second] == [0x02, 0x42] {
        return Check::PROVEN.adjusted(-30, "a virtual machine's prefix");
    }
    if !subject.value().iter().any(u8::is_ascii_alphabetic) {
        return Check::UNPROVEN.adjusted(-35, "decimal digits only");
    }
    if first & 2 != 0 {
        return Check::PROVEN.adjusted(-10, "locally administered, maybe randomised");
    }
    Check::PROVEN
}

/// What a byte is worth as a hexadecimal digit; separators are worth 16, all others 17.
static DIGITS: [u8; 256] = {
    let mut digits = [17; 256];
    let mut b = 0;
    while b < 256 {
        digits[b] = match b as u8 {
            digit @ b'0'..=b'9' => digit - b'0',
            digit @ b'a'..=b'f' => digit - b'a' + 10,
            digit @ b'A'..=b'F' => digit - b'A' + 10,
            b':' | b'-' | b'.' => 16,
            _ => 17,
        };
        b += 1;
    }
    digits
};

/// The six octets of twelve hex digits with any separators.
fn octets(value: &[u8]) -> Option<[u8; 6]> {
    let (mut bits, mut digits) = (0u64, 0);
    for b in value {
        match DIGITS[usize::from(*b)] {
            digit @ 0..=15 => {
                bits = bits << 4 | u64::from(digit);
                digits += 1;
            }
            16 => {}
            _ => return None,
        }
    }
    let [_, _, octets @ ..] = bits.to_be_bytes();
    (digits == 12).then_some(octets)
}

/// The six octets of what only a field of such addresses explains: twelve hex digits without separators, or octets that lack
/// their leading zeros (`0:1b:63:84:45:e6`).
fn of_a_field(value: &[u8]) -> Option<[u8; 6]> {
    if value.iter().all(u8::is_ascii_hexdigit) {
        return octets(value);
    }
    let mut parts = value.split(|b| *b == b':');
    let mut all = [0; 6];
    for octet in &mut all {
        let part = std::str::from_utf8(parts.next()?)
            .ok()
            .filter(|part| part.len() <= 2 && !part.starts_with('+'))?;
        *octet = u8::from_str_radix(part, 16).ok()?;
    }
    parts.next().is_none().then_some(all)
}

/// Addresses that belong to no device.
fn nobodys(octets: [u8; 6]) -> Option<(Disposition, &'static str)> {
    let synthetic = |note| Some((Disposition::Synthetic, note));
    let technical = |note| Some((Disposition::Technical, note));
    match octets {
        [0, 0, 0, 0, 0, 0] => technical("all zero"),
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF] => technical("broadcast address"),
        [0x00, 0x00, 0x5E, 0x00, 0x53, _] | [0x01, 0x00, 0x5E, 0x90, 0x10, _] => {
            synthetic("reserved for documentation (RFC 9542)")
        }
        o if TEXTBOOK.contains(&o) => synthetic("textbook value"),
        [0xDE, 0xAD, 0xBE, 0xEF, ..] | [0xCA, 0xFE, 0xBA, 0xBE, ..] => synthetic("textbook value"),
        [0x00, 0x00, 0x5E, 0x00, 0x01, _] => technical("virtual router (VRRP)"),
        [first, ..] if first & 1 != 0 => technical("multicast address"),
        [first, rest @ ..] if rest == [first; 5] => synthetic("one octet repeated"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;
    use Disposition::{Real, Synthetic, Technical};

    #[test]
    fn collation_weights_are_refuted() {
        let text = b"00E9 ; [.1C47.0020.0002][.0000.0024.0002]";
        let judge = |start: usize| mac(&Subject { text, start, end: start + 14, form: "cisco" }).proof;
        assert_eq!((judge(9), judge(26)), (Proof::Refuted, Proof::Refuted));
        let free = Subject { text: b"arp [1C47.0020.0002]", start: 5, end: 19, form: "cisco" };
        assert_ne!(mac(&free).proof, Proof::Refuted);
    }

    #[test]
    fn whose_address_it_is() {
        for (value, disposition, adjust) in [
            ("00:00:5E:00:53:2A", Synthetic, 0),
            ("01-00-5E-90-10-07", Synthetic, 0),
            ("ff:ff:ff:ff:ff:ff", Technical, 0),
            ("00:00:00:00:00:00", Technical, 0),
            ("02:00:00:00:00:00", Synthetic, 0),
            ("DE:AD:BE:EF:12:0A", Synthetic, 0),
            ("22:22:22:22:22:22", Synthetic, 0),
            ("00:00:5e:00:01:0a", Technical, 0),
            ("33:33:00:00:00:fb", Technical, 0),
            ("01:80:c2:00:00:0e", Technical, 0),
            ("08:00:27:3a:0b:7c", Real, -30),
            ("02:42:ac:11:00:02", Real, -30),
            ("3a:5b:10:0c:fe:91", Real, -10),
            ("20-23-10-17-08-46", Real, -35),
            ("3c5b.100c.fe91", Real, 0),
        ] {
            let check = mac(&Subject::alone(value, "pairs"));
            assert_eq!((check.disposition, check.adjust), (disposition, adjust), "{value}");
            assert_ne!(check.proof, Proof::Refuted, "{value}");
        }
        for (value, adjust) in [("3c22fb917d0e", 0), ("0:1b:63:84:45:e6", 0), ("202310170846", -35)] {
            let check = mac(&Subject::alone(value, "field"));
            assert_eq!((check.disposition, check.adjust), (Real, adjust), "{value}");
            assert_ne!(check.proof, Proof::Refuted, "{value}");
        }
        for value in
            ["3c22fb917d0", "3c22fb917d0e01", "0:1b:63:84:45", "0:1b:63:84:45:e6:7", "+1:1b:63:84:45:e6"]
        {
            assert_eq!(mac(&Subject::alone(value, "field")).proof, Proof::Refuted, "{value}");
        }
        for value in ["", "00:11", "00:11:22:33:44:5g", "00:11:22:33:44:55:66"] {
            assert_eq!(mac(&Subject::alone(value, "pairs")).proof, Proof::Refuted, "{value}");
        }
    }
}
