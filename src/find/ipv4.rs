//! `a.b.c.d`: an IPv4 address in dotted decimal form (RFC 791, RFC 6943).

use super::{Anchor, Finder, Span, byte, byte_before};

/// Form: `quad`.
pub(crate) static IPV4: Finder =
    Finder { name: "ipv4", forms: &["quad"], anchors: &[Anchor::Quad], literals: &[], find };

/// `at` is the third dot.
fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let end = octet_at(text, at + 1)?;
    let third = octet_before(text, at)?;
    let second = octet_before(text, dot_before(text, third)?)?;
    let start = octet_before(text, dot_before(text, second)?)?;
    (opens(text, start) && closes(text, end)).then_some(Span { start, end, form: 0 })
}

fn dot_before(text: &[u8], i: usize) -> Option<usize> {
    i.checked_sub(1).filter(|dot| byte(text, *dot) == Some(b'.'))
}

/// The start of the octet that ends at `end`.
fn octet_before(text: &[u8], end: usize) -> Option<usize> {
    let digits = text.get(..end)?.iter().rev().take(4).take_while(|b| b.is_ascii_digit()).count();
    is_octet(text.get(end - digits..end)?).then_some(end - digits)
}

/// The end of the octet that starts at `start`.
fn octet_at(text: &[u8], start: usize) -> Option<usize> {
    let digits = text.get(start..)?.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
    is_octet(text.get(start..start + digits)?).then_some(start + digits)
}

/// 0 to 255. A leading zero would mean octal to some readers, and is mostly a version or a date.
fn is_octet(digits: &[u8]) -> bool {
    matches!(
        *digits,
        [_] | [b'1'..=b'9', _] | [b'1', _, _] | [b'2', b'0'..=b'4', _] | [b'2', b'5', b'0'..=b'5']
    )
}

/// Whether an address can start here: not inside a word, a longer dotted number or a file name.
fn opens(text: &[u8], start: usize) -> bool {
    match byte_before(text, start) {
        Some(b'.' | b'_' | b'$' | b'#' | b'+' | b'~') => false,
        Some(b'-') => opens_behind_hyphen(text.get(..start - 1).unwrap_or(&[])),
        Some(b) => !b.is_ascii_alphanumeric(),
        None => true,
    }
}

/// Behind a hyphen only as the upper end of a range `1.2.3.4-1.2.3.9`; `package-1.2.3.4` is a version.
fn opens_behind_hyphen(before: &[u8]) -> bool {
    let lower = before.iter().rev().take(16).take_while(|b| b.is_ascii_digit() || **b == b'.');
    match before.last() {
        Some(b) if b.is_ascii_digit() => lower.filter(|b| **b == b'.').count() == 3,
        Some(b) => !b.is_ascii_alphanumeric(),
        None => true,
    }
}

/// Whether an address can end here.
fn closes(text: &[u8], end: usize) -> bool {
    let next = byte(text, end + 1);
    match byte(text, end) {
        Some(b'.') => !next.is_some_and(|b| b.is_ascii_alphanumeric()),
        Some(b'-') => !next.is_some_and(|b| b.is_ascii_alphabetic()) && !is_revision(text, end + 1),
        Some(b'_' | b'+' | b'~') => false,
        Some(b) => !b.is_ascii_alphanumeric(),
        None => true,
    }
}

/// `1ubuntu2` behind a hyphen: the revision of a package.
fn is_revision(text: &[u8], at: usize) -> bool {
    let rest = text.get(at..).unwrap_or(&[]);
    let digits = rest.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
    rest.get(digits).is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'+' | b'~'))
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    fn values(text: &str) -> Vec<String> {
        find_all(&IPV4, text).into_iter().map(|(value, _)| value).collect()
    }

    #[test]
    fn finds_addresses_in_their_wrappings() {
        for text in [
            "203.0.113.7",
            "203.0.113.7 - - [",
            "\"203.0.113.7\"",
            "[203.0.113.7]:22",
            "http://203.0.113.7:8080/x",
            "203.0.113.7/24",
            "from=203.0.113.7;",
            "at 203.0.113.7.",
            "/203.0.113.7:41",
            "203.0.113.7-40",
            "::ffff:203.0.113.7",
            "IP：203.0.113.7。",
        ] {
            assert_eq!(values(text), ["203.0.113.7"], "{text}");
        }
        assert_eq!(values("203.0.113.7-203.0.113.9"), ["203.0.113.7", "203.0.113.9"]);
        assert_eq!(values("0.0.0.0,255.255.255.255"), ["0.0.0.0", "255.255.255.255"]);
    }

    #[test]
    fn leaves_versions_oids_and_numbers() {
        for text in [
            "1.3.6.1.4.1.311", "v1.2.3.4", "256.1.1.1", "1.1.1.256", "1.2.03.4", "1.2.3.4.jar",
            "foo-1.2.3.4", "1.2.3.4-rc1", "1.2.3.4-1ubuntu2", "1.2.3.4+git", "1.2.3.4.5", ".1.2.3.4",
            "114.0.5735.198", "1.2.3.4_5", "1.5,2.5,3.5", "#1.2.3.4",
        ] {
            assert_eq!(values(text), [""; 0], "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_address_is_found(ip: std::net::Ipv4Addr) {
            prop_assert_eq!(values(&format!("from {ip}.")), [ip.to_string()]);
        }

        #[test]
        fn never_panics(text in proptest::collection::vec(prop_oneof![Just(b'.'), Just(b'1'), Just(b'-'), any::<u8>()], 0..40), at in 0usize..50) {
            find(&text, at, Anchor::Quad);
        }
    }
}
