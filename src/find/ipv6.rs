//! An IPv6 address in any text form of RFC 4291, section 2.2. Zone, prefix length, brackets and port
//! stay outside the span.

use super::{Anchor, Finder, Span, byte, byte_before};
use std::net::Ipv6Addr;

/// Form: `ipv6`.
pub(crate) static IPV6: Finder =
    Finder { name: "ipv6", forms: &["ipv6"], anchors: &[Anchor::Colons], literals: &[], find };

/// How long an address, with what may be glued to it, can be. Longer chains are fingerprints and dumps.
const LONGEST: usize = 64;

/// Works on the whole chain around `at`, so that every anchor inside gives the same span.
fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let (start, end) = chain(text, at)?;
    let start = drop_label(text, start)?;
    if !has_colons_enough(text.get(start..end)?) {
        return None;
    }
    let end = drop_word(text, start, end)?;
    let end = match byte(text, end) {
        Some(b'.') => dotted_tail(text, start, end),
        _ => drop_port(text, start, end)?,
    };
    is_address(text.get(start..end)?).then_some(Span { start, end, form: 0 })
}

const fn is_link(b: u8) -> bool {
    b.is_ascii_hexdigit() || b == b':'
}

/// The longest run of hex digits and colons around `at`.
fn chain(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let left = text.get(..at)?.iter().rev().take(LONGEST).take_while(|b| is_link(**b)).count();
    let right = text.get(at..)?.iter().take(LONGEST).take_while(|b| is_link(**b)).count();
    (right > 0 && left + right <= LONGEST).then_some((at - left, at + right))
}

/// Whether a chain has the colons of an address: two together, or six before a dotted quad. Hardware addresses and
/// times have fewer.
fn has_colons_enough(chain: &[u8]) -> bool {
    let (mut colons, mut double, mut before) = (0, false, 0);
    for b in chain {
        colons += u32::from(*b == b':');
        double |= *b == b':' && before == b':';
        before = *b;
    }
    double || colons >= 6
}

/// Where the address starts: behind what is left of a label `client:` or a lone colon.
fn drop_label(text: &[u8], start: usize) -> Option<usize> {
    let inside_word = byte_before(text, start).is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_');
    let glued = match inside_word {
        true => text.get(start..)?.iter().take_while(|b| b.is_ascii_hexdigit()).count(),
        false => 0,
    };
    let at = start + glued;
    match (byte(text, at)?, byte(text, at + 1)) {
        (b':', Some(b':')) if !inside_word && byte(text, at + 2) == Some(b':') => Some(at + 1),
        (b':', Some(b':')) if !inside_word => Some(at),
        // `std::dead` is a path; `client:::1` is a label and an address.
        (b':', Some(b':')) => (byte(text, at + 2) == Some(b':')).then_some(at + 1),
        (b':', _) => Some(at + 1),
        _ => (!inside_word).then_some(at),
    }
}

/// Where the address ends: before what is the start of a word, and before a lone colon.
fn drop_word(text: &[u8], start: usize, end: usize) -> Option<usize> {
    let value = text.get(start..end)?;
    let glued = match byte(text, end) {
        Some(b) if b.is_ascii_alphanumeric() || b == b'_' => {
            value.iter().rev().take_while(|b| b.is_ascii_hexdigit()).count()
        }
        _ => 0,
    };
    let rest = value.get(..value.len() - glued)?;
    match rest {
        // `dead::beefy` is a path.
        [.., b':', b':'] if glued > 0 => None,
        [.., b':', b':'] => Some(start + rest.len()),
        [.., b':'] => Some(start + rest.len() - 1),
        _ => Some(start + rest.len()),
    }
}

/// The end of a dotted quad in the last 32 bits, or of what stands before the dot.
fn dotted_tail(text: &[u8], start: usize, end: usize) -> usize {
    let rest = text.get(end..).unwrap_or(&[]);
    let more = rest.iter().take(12).take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    let long =
        end + rest.get(..more).unwrap_or(&[]).iter().rposition(u8::is_ascii_digit).map_or(0, |i| i + 1);
    let dotted = text.get(start..long).is_some_and(|v| v.contains(&b'.') && parses(v));
    if dotted { long } else { end }
}

/// Eight groups and a ninth of decimal digits are an address and a port, as ZooKeeper writes them.
fn drop_port(text: &[u8], start: usize, end: usize) -> Option<usize> {
    let value = text.get(start..end)?;
    let colons = value.iter().filter(|b| **b == b':').count();
    if colons != 8 || value.windows(2).any(|w| w == b"::") {
        return Some(end);
    }
    let last = value.iter().rposition(|b| *b == b':')?;
    let port = value.get(last + 1..)?;
    (port.len() <= 5 && port.iter().all(u8::is_ascii_digit)).then_some(start + last)
}

/// Whether the grammar holds. Eight pairs are an EUI-64 or a piece of a dump.
fn is_address(value: &[u8]) -> bool {
    let pairs = value.len() == 23 && value.split(|b| *b == b':').all(|group| group.len() == 2);
    !pairs && parses(value)
}

fn parses(value: &[u8]) -> bool {
    std::str::from_utf8(value).is_ok_and(|v| v.parse::<Ipv6Addr>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    fn values(text: &str) -> Vec<String> {
        find_all(&IPV6, text).into_iter().map(|(value, _)| value).collect()
    }

    #[test]
    fn finds_addresses_in_their_wrappings() {
        for (text, value) in [
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("fe80::0200:5eff:fe00:5301%eth0", "fe80::0200:5eff:fe00:5301"),
            ("2001:db8::/32", "2001:db8::"),
            ("at 2001:db8::1.", "2001:db8::1"),
            ("2001:DB8:0:0:8:800:200C:417A,", "2001:DB8:0:0:8:800:200C:417A"),
            ("/0:0:0:0:0:0:0:1:2181 ", "0:0:0:0:0:0:0:1"),
            ("/2001:db8:0:0:0:0:0:1:52181 ", "2001:db8:0:0:0:0:0:1"),
            ("::ffff:203.0.113.7", "::ffff:203.0.113.7"),
            ("::ffff:203.0.113.7.", "::ffff:203.0.113.7"),
            ("0:0:0:0:0:ffff:203.0.113.7:80", "0:0:0:0:0:ffff:203.0.113.7"),
            ("client:2001:db8::1: refused", "2001:db8::1"),
            ("addr:::1", "::1"),
            ("addr: 2001:db8::1:refused", "2001:db8::1"),
            ("2001:db8:1:2:3:4:5:6:text", "2001:db8:1:2:3:4:5:6"),
            ("2001:db8::1:failed", "2001:db8::1"),
            ("(::1)", "::1"),
            ("ip=\"2001:db8::8:800:200c:417a\"", "2001:db8::8:800:200c:417a"),
        ] {
            assert_eq!(values(text), [value], "{text}");
        }
    }

    #[test]
    fn leaves_times_paths_and_chains() {
        for text in [
            "12:34:56",
            "12:34:56:78",
            "std::vector",
            "std::dead",
            "a::before",
            "dead::beefy",
            "00:00:5E:00:53:2A",
            "02:00:5E:10:00:00:00:01",
            "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD",
            "2001:db8::1::2",
            "1:2:3:4:5:6:7:8:9:10",
            "12345::1",
            "2001:db8:::1",
        ] {
            assert_eq!(values(text), [""; 0], "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_address_is_found(ip: Ipv6Addr) {
            prop_assume!(ip.to_ipv4().is_none());
            prop_assert_eq!(values(&format!("from {ip}, {ip}")), [ip.to_string(), ip.to_string()]);
        }

        #[test]
        fn all_groups_and_a_port(ip: [u16; 8], port: u16) {
            prop_assume!(ip.iter().any(|g| *g > 0xFF));
            let long = ip.map(|g| format!("{g:x}")).join(":");
            prop_assert_eq!(values(&format!("/{long}:{port}")), [long]);
        }

        #[test]
        fn never_panics(text in proptest::collection::vec(prop_oneof![Just(b':'), Just(b'1'), Just(b'a'), Just(b'.'), any::<u8>()], 0..80), at in 0usize..90) {
            find(&text, at, Anchor::Colons);
        }
    }
}
