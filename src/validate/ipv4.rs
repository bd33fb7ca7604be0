//! IPv4 addresses: versions told apart, and the ranges that are nobody's (IANA special-purpose registry,
//! RFC 6890).

use super::vicinity::{contains_fold, ends_fold, label_before, tail, trim_end};
use super::{Check, Subject};
use crate::model::Disposition::{self, Synthetic, Technical};
use std::net::Ipv4Addr;

/// A block of addresses, its prefix length, and what it is.
type Block = ([u8; 4], u32, Disposition, &'static str);

/// Blocks that are nobody's. Narrow ones come before the wide ones that contain them.
const BLOCKS: [Block; 20] = [
    ([0, 0, 0, 0], 8, Technical, "this network"),
    ([10, 0, 0, 0], 8, Technical, "private address (RFC 1918)"),
    ([100, 64, 0, 0], 10, Technical, "carrier NAT (RFC 6598)"),
    ([127, 0, 0, 0], 8, Technical, "loopback"),
    ([169, 254, 0, 0], 16, Technical, "link-local"),
    ([172, 16, 0, 0], 12, Technical, "private address (RFC 1918)"),
    ([192, 0, 0, 0], 24, Technical, "IETF protocol assignment"),
    ([192, 0, 2, 0], 24, Synthetic, "reserved for documentation (RFC 5737)"),
    ([192, 31, 196, 0], 24, Technical, "AS112 service"),
    ([192, 52, 193, 0], 24, Technical, "AMT relay"),
    ([192, 88, 99, 0], 24, Technical, "6to4 relay"),
    ([192, 168, 0, 0], 16, Technical, "private address (RFC 1918)"),
    ([192, 175, 48, 0], 24, Technical, "AS112 service"),
    ([198, 18, 0, 0], 15, Synthetic, "reserved for benchmarks (RFC 2544)"),
    ([198, 51, 100, 0], 24, Synthetic, "reserved for documentation (RFC 5737)"),
    ([203, 0, 113, 0], 24, Synthetic, "reserved for documentation (RFC 5737)"),
    ([233, 252, 0, 0], 24, Synthetic, "reserved for documentation (RFC 5771)"),
    ([224, 0, 0, 0], 4, Technical, "multicast"),
    ([255, 255, 255, 255], 32, Technical, "broadcast"),
    ([240, 0, 0, 0], 4, Technical, "reserved or netmask"),
];

/// Public resolvers and cloud metadata services (operators' documentation).
const SERVICES: [[u8; 4]; 22] = [
    [8, 8, 8, 8],
    [8, 8, 4, 4],
    [1, 1, 1, 1],
    [1, 0, 0, 1],
    [9, 9, 9, 9],
    [149, 112, 112, 112],
    [208, 67, 222, 222],
    [208, 67, 220, 220],
    [4, 2, 2, 1],
    [4, 2, 2, 2],
    [4, 2, 2, 3],
    [4, 2, 2, 4],
    [4, 2, 2, 5],
    [4, 2, 2, 6],
    [64, 6, 64, 6],
    [94, 140, 14, 14],
    [114, 114, 114, 114],
    [223, 5, 5, 5],
    [119, 29, 29, 29],
    [168, 63, 129, 16],
    [100, 100, 100, 200],
    [64, 6, 65, 6],
];

/// With which first octets blocks and services start: most addresses are neither's.
static OPENINGS: [bool; 256] = {
    let mut openings = [false; 256];
    let mut n = 0;
    while n < BLOCKS.len() {
        let ([first, ..], prefix, ..) = BLOCKS[n];
        let mut octet = first as usize;
        let count = if prefix < 8 { 1 << (8 - prefix) } else { 1 };
        while octet < first as usize + count {
            openings[octet] = true;
            octet += 1;
        }
        n += 1;
    }
    n = 0;
    while n < SERVICES.len() {
        openings[SERVICES[n][0] as usize] = true;
        n += 1;
    }
    openings
};

/// Whether the word before a four-part number makes it a version or a section.
#[rustfmt::skip]
fn is_version_word(label: &[u8]) -> bool {
    const LONGEST: usize = 8;
    let mut lower = [0; LONGEST];
    let Some(lower) = lower.get_mut(..label.len()) else { return false };
    lower.copy_from_slice(label);
    lower.make_ascii_lowercase();
    matches!(
        &*lower,
        b"v" | b"ver" | b"vers" | b"release" | b"rel" | b"rev" | b"revision" | b"build" | b"section" | b"sec"
            | b"chapter" | b"clause" | b"figure"
    )
}

/// Judges a dotted quad.
pub(super) fn ipv4(subject: &Subject<'_>) -> Check {
    let Some(ip) = parse(subject.value()) else { return Check::refuted("not an IP address") };
    if is_version(subject) {
        return Check::refuted("a version number");
    }
    if let Some((disposition, note)) = special(ip) {
        return Check::UNPROVEN.but(disposition, note);
    }
    let check = weigh(subject, ip);
    if is_pattern(ip.octets()) { check.but(Synthetic, "a pattern of numbers") } else { check }
}

/// Reads four decimal parts without leading zeros (RFC 6943, section 3.1.1, its strict form).
fn parse(value: &[u8]) -> Option<Ipv4Addr> {
    let (mut address, mut dots, mut part, mut len) = (0u32, 0, 0u32, 0);
    for b in value {
        match b {
            b'0'..=b'9' if len == 0 || len < 3 && part > 0 => {
                part = part * 10 + u32::from(b - b'0');
                len += 1;
            }
            b'.' if len > 0 && part < 256 && dots < 3 => {
                address = address << 8 | part;
                (dots, part, len) = (dots + 1, 0, 0);
            }
            _ => return None,
        }
    }
    (dots == 3 && len > 0 && part < 256).then(|| Ipv4Addr::from_bits(address << 8 | part))
}

/// What an address is worth that can be somebody's.
fn weigh(subject: &Subject<'_>, ip: Ipv4Addr) -> Check {
    if names_a_network(subject) {
        return Check::UNPROVEN.adjusted(-50, "the address of a network");
    }
    if opens_an_access_log(subject) {
        return Check::UNPROVEN.adjusted(20, "client of an access log");
    }
    if has_port(subject) {
        return Check::UNPROVEN;
    }
    match ip.octets() {
        [0..=20, ..] if is_release(subject.before(40)) => {
            Check::UNPROVEN.adjusted(-50, "as likely the release of a product")
        }
        [0..=20, 0..=20, 0..=20, 0..=20] => {
            Check::UNPROVEN.adjusted(-50, "as likely a version: all parts up to 20")
        }
        [0..=2, ..] if is_identifier(subject.before(40)) => {
            Check::UNPROVEN.adjusted(-50, "as likely an object identifier")
        }
        [2, 5, 4 | 29, _] => Check::UNPROVEN.adjusted(-50, "as likely an object identifier (X.500)"),
        // Keys and curves of RFC 8410 and of the Standards for Efficient Cryptography Group.
        [1, 3, 101, 110..=113] | [1, 3, 132, _] => {
            Check::UNPROVEN.adjusted(-50, "as likely an object identifier of a key")
        }
        [0..=20, 0..=20, 0..=20, _] => {
            Check::UNPROVEN.adjusted(-25, "maybe a section or an object identifier: three parts up to 20")
        }
        _ => Check::UNPROVEN,
    }
}

/// What an address is if it is nobody's.
pub(super) fn special(ip: Ipv4Addr) -> Option<(Disposition, &'static str)> {
    let bits = ip.to_bits();
    let within = |block: &&Block| {
        let mask = u32::MAX.checked_shl(32 - block.1).unwrap_or(0);
        bits & mask == u32::from_be_bytes(block.0)
    };
    let [first, ..] = ip.octets();
    if OPENINGS[usize::from(first)] {
        if let Some(block) = BLOCKS.iter().find(within) {
            return Some((block.2, block.3));
        }
        if SERVICES.contains(&ip.octets()) {
            return Some((Technical, "public service address"));
        }
    }
    let is_mask = |bits: u32| bits & bits.wrapping_add(1) == 0;
    (is_mask(bits) || is_mask(!bits)).then_some((Technical, "netmask"))
}

/// `11.22.33.44`, `101.102.103.104`, `7.7.7.7`: the same step between all parts.
fn is_pattern([a, b, c, d]: [u8; 4]) -> bool {
    let step = |x: u8, y: u8| i16::from(y) - i16::from(x);
    step(a, b) == step(b, c) && step(b, c) == step(c, d)
}

/// Whether what stands around says: version.
fn is_version(subject: &Subject<'_>) -> bool {
    let before = subject.before(40);
    let label = label_before(before);
    is_version_word(label)
        || label.len() >= 7 && contains_fold(label, b"version")
        || is_requirement(before)
        || is_product_token(subject, before)
        || before.ends_with("§".as_bytes())
        || before.ends_with("§ ".as_bytes())
}

/// What stands before the release of a product and before no address: words of changes, and names of software.
const OF_RELEASES: [&[u8]; 51] = [
    b"acrobat", b"affects", b"cassandra", b"coldfusion", b"confluence", b"drupal", b"elasticsearch", b"esxi",
    b"firmware", b"fixed in", b"flash", b"fortios", b"gitlab", b"glassfish", b"hadoop", b"httpd",
    b"introduced in", b"jboss", b"jdk", b"jenkins", b"jetty", b"jira", b"jre", b"kafka", b"kernel",
    b"kibana", b"mariadb", b"mysql", b"nginx", b"openjdk", b"openssl", b"oracle", b"patched in", b"perl",
    b"php", b"postgres", b"postgresql", b"prior to", b"python", b"rails", b"resolved in", b"ruby",
    b"shipped in", b"solr", b"spark", b"struts", b"tomcat", b"upgrade to", b"upgraded to", b"weblogic",
    b"wildfly",
];

/// `fixed in 4.82.19.3`, `tomcat 9.0.82.1`; further releases of a list follow the first.
fn is_release(before: &[u8]) -> bool {
    let is_part = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b',' | b' ');
    let mut head = trim_end(before, is_part);
    for joint in [&b" and"[..], b" or", b" to"] {
        let listed = head.strip_suffix(joint).filter(|list| list.last().is_some_and(u8::is_ascii_digit));
        head = listed.map_or(head, |list| trim_end(list, is_part));
    }
    OF_RELEASES.iter().any(|word| {
        let apart = head.len().checked_sub(word.len() + 1).and_then(|i| head.get(i));
        ends_fold(head, word) && !apart.is_some_and(u8::is_ascii_alphanumeric)
    })
}

/// `OBJECT IDENTIFIER 2.23.133.1`, `OID: 2.23.133.1`; the first arc of one is 0, 1 or 2 (X.660).
fn is_identifier(before: &[u8]) -> bool {
    let label = label_before(before);
    [&b"identifier"[..], b"oid"].iter().any(|word| label.eq_ignore_ascii_case(word))
}

/// `==1.2.3.4`, `>= 1.2.3.4`, `^1.2.3.4`: what package managers write. `== 1.2.3.4` with a space is what
/// packet filters write.
fn is_requirement(before: &[u8]) -> bool {
    let tight = before.strip_suffix(b" ").unwrap_or(before);
    if !matches!(tight.last(), Some(b'=' | b'^')) && !tight.ends_with(b"~>") {
        return false;
    }
    before.ends_with(b"==") || [&b">="[..], b"<=", b"~>", b"^", b"~="].iter().any(|op| tight.ends_with(op))
}

/// `Chrome/120.0.0.0` is a product; `/10.0.0.1`, `db.example/10.0.0.1` and `inside/10.0.0.1(443)` are hosts.
fn is_product_token(subject: &Subject<'_>, before: &[u8]) -> bool {
    let Some(path) = before.strip_suffix(b"/") else { return false };
    let name = tail(path, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    let endpoint = matches!(subject.after(1), b":" | b"(" | b"/");
    name.first().is_some_and(u8::is_ascii_alphabetic)
        && !name.contains(&b'.')
        && !name.eq_ignore_ascii_case(b"localhost")
        && !endpoint
}

/// `/8` to `/30` behind it, but not as the path of a URL.
fn names_a_network(subject: &Subject<'_>) -> bool {
    let length = match *subject.after(4) {
        [b'/', a @ b'0'..=b'9', ref rest @ ..] => match *rest {
            [b @ b'0'..=b'9', ref end @ ..] => ends(end).then(|| (a - b'0') * 10 + (b - b'0')),
            ref end => ends(end).then_some(a - b'0'),
        },
        _ => None,
    };
    length.is_some_and(|n| (8..=30).contains(&n)) && !subject.before(3).ends_with(b"://")
}

fn ends(rest: &[u8]) -> bool {
    !rest.first().is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'-'))
}

/// `1.2.3.4 - - [` at the start of a line: the client of a common or combined log.
fn opens_an_access_log(subject: &Subject<'_>) -> bool {
    matches!(subject.before(1), b"" | b"\n") && subject.after(3) == b" - "
}

fn has_port(subject: &Subject<'_>) -> bool {
    matches!(*subject.after(2), [b':', b'0'..=b'9'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;

    /// The check of the value between braces.
    fn judge(text: &str) -> Check {
        let (before, rest) = text.split_once('{').unwrap();
        let (value, after) = rest.split_once('}').unwrap();
        let whole = format!("{before}{value}{after}");
        let start = before.len();
        ipv4(&Subject { text: whole.as_bytes(), start, end: start + value.len(), form: "quad" })
    }

    #[test]
    fn versions_are_refuted() {
        for text in [
            "version {1.2.3.4}",
            "Version: {91.32.103.44}",
            "\"app_version\": \"{91.32.103.44}\"",
            "AssemblyVersion(\"{1.0.0.0}\")",
            "AssemblyFileVersion(\"{1.0.0.0}\")",
            "v {91.32.103.44}",
            "lib=={91.32.103.44}",
            "lib >= {91.32.103.44}",
            "Chrome/{120.0.0.0} Safari",
            "§ {1.2.3.4}",
            "build {91.32.103.44}",
        ] {
            assert_eq!(judge(text).proof, Proof::Refuted, "{text}");
        }
    }

    #[test]
    fn hosts_are_kept() {
        for text in [
            "from {91.32.103.44} port 22",
            "ip.src == {91.32.103.44}",
            "http://{91.32.103.44}/24/x",
            "db1.example/{91.32.103.44} ",
            "localhost/{91.32.103.44}",
            "outside/{91.32.103.44}(443)",
            "worker/{91.32.103.44}:8080",
            "root@{91.32.103.44}",
            "{91.32.103.44}/32",
            "{12.13.14.16}:8080",
        ] {
            assert_eq!(judge(text), Check::UNPROVEN, "{text}");
        }
    }

    #[test]
    fn signs_around_count() {
        assert_eq!(judge("{91.32.103.44} - - [10/Oct").adjust, 20);
        assert_eq!(judge("\n{91.32.103.44} - bob [").adjust, 20);
        assert_eq!(judge("x {91.32.103.44} - - [").adjust, 0);
        assert_eq!(judge("{91.32.103.0}/24").adjust, -50);
        assert_eq!(judge("{91.0.0.0}/8,").adjust, -50);
        assert_eq!(judge("{12.13.14.16}").adjust, -50);
        assert_eq!(judge("\"{1.3.101.112}\"").adjust, -50);
        assert_eq!(judge("\"{1.3.101.77}\"").adjust, 0);
        assert_eq!(judge("\"{2.5.29.37}\"").adjust, -50);
        assert_eq!(judge("\"{2.5.4.37}\"").adjust, -50);
        assert_eq!(judge("\"{2.6.4.37}\"").adjust, -25);
        assert_eq!(judge("\"{5.9.12.37}:80\"").adjust, 0);
        for release in [
            "Fixed in {8.0.32.1}",
            "Fixed in 8.0.32.1 and {8.1.40.2}",
            "tomcat {9.0.82.1}",
            "fixed in {3.6.23.1}",
            "OBJECT IDENTIFIER {2.23.133.1}",
        ] {
            assert_eq!(judge(release).adjust, -50, "{release}");
        }
        for address in ["from {8.0.32.1}", "since {91.32.103.44}", "nginx {8.0.32.1}:80", "bios {8.0.32.1}"] {
            assert_eq!(judge(address).adjust, 0, "{address}");
        }
    }

    #[test]
    fn special_addresses_are_nobodys() {
        for (value, disposition) in [
            ("0.0.0.0", Technical),
            ("127.0.0.1", Technical),
            ("10.20.30.40", Technical),
            ("172.31.255.1", Technical),
            ("192.168.1.1", Technical),
            ("100.127.0.1", Technical),
            ("169.254.169.254", Technical),
            ("203.0.113.7", Synthetic),
            ("198.19.0.1", Synthetic),
            ("233.252.0.9", Synthetic),
            ("239.1.1.1", Technical),
            ("255.255.255.0", Technical),
            ("128.0.0.0", Technical),
            ("8.8.8.8", Technical),
            ("1.2.3.4", Synthetic),
            ("11.22.33.44", Synthetic),
            ("101.102.103.104", Synthetic),
            ("77.77.77.77", Synthetic),
        ] {
            let check = judge(&format!("{{{value}}}"));
            assert_eq!((check.proof, check.disposition), (Proof::Unproven, disposition), "{value}");
        }
        for value in ["172.32.0.1", "100.128.0.1", "192.0.3.1", "198.20.0.1", "91.32.103.44", "223.255.255.1"]
        {
            assert_eq!(special(value.parse().unwrap()), None, "{value}");
        }
    }
}
