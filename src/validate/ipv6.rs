//! IPv6 addresses: the ranges that are nobody's (IANA special-purpose registry, RFC 6890).

use super::{Check, Subject, ipv4};
use crate::model::Disposition::{self, Synthetic, Technical};
use std::net::Ipv6Addr;

/// A block's first 64 bits, its prefix length, and what it is.
type Block = ([u16; 4], u32, Disposition, &'static str);

/// Blocks that are nobody's and no longer than 64 bits. Narrow ones come before the wide ones around them.
static BLOCKS: [Block; 11] = [
    ([0x64, 0xFF9B, 0, 0], 32, Technical, "NAT64 translation"),
    ([0x100, 0, 0, 0], 48, Technical, "discard only"),
    ([0x2001, 2, 0, 0], 48, Synthetic, "reserved for benchmarks (RFC 5180)"),
    ([0x2001, 0x20, 0, 0], 28, Technical, "ORCHID, no locator"),
    ([0x2001, 0xDB8, 0, 0], 32, Synthetic, "reserved for documentation (RFC 3849)"),
    ([0x3FFF, 0, 0, 0], 20, Synthetic, "reserved for documentation (RFC 9637)"),
    ([0x5F00, 0, 0, 0], 16, Technical, "segment routing"),
    ([0xFC00, 0, 0, 0], 7, Technical, "private address (RFC 4193)"),
    ([0xFE80, 0, 0, 0], 10, Technical, "link-local"),
    ([0xFEC0, 0, 0, 0], 10, Technical, "site-local"),
    ([0xFF00, 0, 0, 0], 8, Technical, "multicast"),
];

/// Public resolvers (operators' documentation).
static SERVICES: [[u16; 8]; 5] = [
    [0x2001, 0x4860, 0x4860, 0, 0, 0, 0, 0x8888],
    [0x2001, 0x4860, 0x4860, 0, 0, 0, 0, 0x8844],
    [0x2606, 0x4700, 0x4700, 0, 0, 0, 0, 0x1111],
    [0x2606, 0x4700, 0x4700, 0, 0, 0, 0, 0x1001],
    [0x2620, 0xFE, 0, 0, 0, 0, 0, 0xFE],
];

const OUTSIDE: &str = "outside the addresses in use";

/// Judges an IPv6 address.
pub(super) fn ipv6(subject: &Subject<'_>) -> Check {
    let value = std::str::from_utf8(subject.value()).unwrap_or("");
    let Ok(ip) = value.parse::<Ipv6Addr>() else { return Check::refuted("not an IP address") };
    if let Some((disposition, note)) = special(ip) {
        return Check::PROVEN.but(disposition, note);
    }
    if ip.to_ipv4_mapped().is_some() {
        return Check::PROVEN;
    }
    // Only 2000::/3 is given out (IANA); this is what tells addresses from times and paths.
    if ip.segments().first().is_none_or(|s| s >> 13 != 1) {
        // What is written in full is an address all the same, made up by somebody.
        return if is_written_in_full(subject.value()) {
            Check::PROVEN.but(Synthetic, OUTSIDE)
        } else {
            Check::refuted(OUTSIDE)
        };
    }
    if names_a_network(subject) {
        return Check::PROVEN.adjusted(-50, "the address of a network");
    }
    Check::PROVEN.adjusted(0, embedded(ip))
}

/// Whether all eight groups are there, most of them with three or four digits: fingerprints and times have two.
fn is_written_in_full(value: &[u8]) -> bool {
    let groups = || value.split(|b| *b == b':');
    groups().count() == 8
        && groups().all(|group| !group.is_empty())
        && groups().filter(|group| group.len() >= 3).count() >= 5
}

/// What an address is if it is nobody's.
fn special(ip: Ipv6Addr) -> Option<(Disposition, &'static str)> {
    if ip.is_unspecified() || ip.is_loopback() {
        return Some((Technical, "loopback or unspecified"));
    }
    if let Some(mapped) = ip.to_ipv4_mapped() {
        return ipv4::special(mapped);
    }
    if SERVICES.contains(&ip.segments()) {
        return Some((Technical, "public service address"));
    }
    let bits = (ip.to_bits() >> 64) as u64;
    let block = BLOCKS.iter().find(|block| {
        let first = block.0.iter().fold(0, |bits, s| bits << 16 | u64::from(*s));
        bits & (u64::MAX << (64 - block.1)) == first
    })?;
    match (block.1, has_eui64(ip)) {
        (10, true) => Some((block.2, "link-local, embeds a MAC address")),
        _ => Some((block.2, block.3)),
    }
}

/// What else an address tells, as a note.
fn embedded(ip: Ipv6Addr) -> &'static str {
    match ip.segments() {
        _ if has_eui64(ip) => "embeds a MAC address",
        [0x2002, ..] | [0x2001, 0, ..] => "embeds an IPv4 address",
        _ => "",
    }
}

/// `ff:fe` in the middle of the interface identifier (RFC 4291, appendix A).
fn has_eui64(ip: Ipv6Addr) -> bool {
    matches!(ip.octets(), [_, _, _, _, _, _, _, _, _, _, _, 0xFF, 0xFE, _, _, _])
}

/// A prefix length shorter than one subnet's neighbours: `/1` to `/126`.
fn names_a_network(subject: &Subject<'_>) -> bool {
    let Some(rest) = subject.after(4).strip_prefix(b"/") else { return false };
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let length = rest.iter().take(digits).fold(0, |n: u32, b| n * 10 + u32::from(b - b'0'));
    digits > 0 && (1..=126).contains(&length) && subject.value().ends_with(b"::")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;

    #[test]
    fn special_addresses_are_nobodys() {
        for (value, disposition) in [
            ("::1", Technical),
            ("::", Technical),
            ("::ffff:10.0.0.1", Technical),
            ("::ffff:203.0.113.7", Synthetic),
            ("2001:db8::1", Synthetic),
            ("3fff::1", Synthetic),
            ("3fff:0fff::1", Synthetic),
            ("fe80::0200:5eff:fe00:5301", Technical),
            ("fd12:3456::1", Technical),
            ("ff02::fb", Technical),
            ("64:ff9b::5db8:d822", Technical),
            ("2001:4860:4860::8888", Technical),
            ("7d33:2c7a:322c:6495:6d45:5773:dd94:a46c", Synthetic),
        ] {
            let check = ipv6(&Subject::alone(value, "ipv6"));
            assert_eq!((check.proof, check.disposition), (Proof::Proven, disposition), "{value}");
        }
    }

    #[test]
    fn only_addresses_in_use_count() {
        for (value, note) in [
            ("2a02:8071::1", ""),
            ("3fff:1000::1", ""),
            ("::ffff:91.32.103.44", ""),
            ("2a02:8071::200:5eff:fe00:5301", "embeds a MAC address"),
            ("2002:5b20:672c::1", "embeds an IPv4 address"),
        ] {
            let check = ipv6(&Subject::alone(value, "ipv6"));
            assert_eq!((check.proof, check.disposition), (Proof::Proven, Disposition::Real), "{value}");
            assert_eq!(check.note, note, "{value}");
        }
        for value in [
            "a::b",
            "12::34",
            "dead::beef",
            "cafe::",
            "1:2:3:4:5:6:7:8",
            "ab12:34cd:56:78:9a:bc:de:f0",
            "7d33:2c7a::6495:6d45:5773:dd94",
        ] {
            assert_eq!(ipv6(&Subject::alone(value, "ipv6")).proof, Proof::Refuted, "{value}");
        }
    }

    #[test]
    fn a_prefix_makes_a_network() {
        let subject = Subject { text: b"2a02:8071::/32", start: 0, end: 11, form: "ipv6" };
        assert_eq!(ipv6(&subject).adjust, -50);
        let host = Subject { text: b"2a02:8071::1/64", start: 0, end: 12, form: "ipv6" };
        assert_eq!(ipv6(&host).adjust, 0);
    }
}
