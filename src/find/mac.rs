//! `00:00:5E:00:53:2A`, `00-00-5E-00-53-2A`, `0000.5E00.532A`: addresses of network devices (IEEE EUI-48).

use super::{Anchor, Finder, Span, byte, byte_before, is_word};

/// Forms: `pairs` and `cisco`.
pub(crate) static MAC: Finder =
    Finder { name: "mac", forms: &["pairs", "cisco"], anchors: &[Anchor::HexPairs], literals: &[], find };

fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    match byte(text, at)? {
        b'.' => cisco(text, at),
        separator @ (b':' | b'-') => pairs(text, at, separator),
        _ => None,
    }
}

/// Six pairs with one separator, and not part of a longer chain: those are fingerprints and hex dumps.
fn pairs(text: &[u8], at: usize, separator: u8) -> Option<Span> {
    let (start, end) = (at.checked_sub(14)?, at + 3);
    let value = text.get(start..end)?;
    let shaped = value.iter().enumerate().all(|(i, b)| match i % 3 {
        2 => *b == separator,
        _ => b.is_ascii_hexdigit(),
    });
    let free = shaped && !chained_before(text, start, separator) && !chained_behind(text, end, separator);
    free.then_some(Span { start, end, form: 0 })
}

/// Whether the chain goes on to the left. A label such as `mac:` ends in hex digits too, but has other
/// letters before them.
fn chained_before(text: &[u8], start: usize, separator: u8) -> bool {
    let Some(before) = byte_before(text, start) else { return false };
    if before != separator {
        return is_word(before);
    }
    let link = text.get(..start - 1).unwrap_or(&[]);
    let group = link.iter().rev().take(5).take_while(|b| b.is_ascii_hexdigit()).count();
    let word = byte_before(text, start - 1 - group).is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
    group > 0 && !word
}

fn chained_behind(text: &[u8], end: usize, separator: u8) -> bool {
    match byte(text, end) {
        Some(b) if b == separator => byte(text, end + 1).is_some_and(|b| b.is_ascii_hexdigit()),
        Some(b) => is_word(b),
        None => false,
    }
}

/// Three groups of four. Without any letter they are rather a number.
fn cisco(text: &[u8], at: usize) -> Option<Span> {
    let (start, end) = (at.checked_sub(9)?, at + 5);
    let value = text.get(start..end)?;
    let shaped = value.iter().enumerate().all(|(i, b)| match i {
        4 | 9 => *b == b'.',
        _ => b.is_ascii_hexdigit(),
    });
    let dotted = |b: Option<u8>, beyond: Option<u8>| {
        b == Some(b'.') && beyond.is_some_and(|b| b.is_ascii_alphanumeric())
    };
    let before = byte_before(text, start);
    let behind = byte(text, end);
    let bound = !before.is_some_and(|b| is_word(b) || b == b'.')
        && !behind.is_some_and(is_word)
        && !dotted(behind, byte(text, end + 1));
    (shaped && bound && value.iter().any(u8::is_ascii_alphabetic)).then_some(Span { start, end, form: 1 })
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn six_pairs_and_three_fours() {
        for (text, value, form) in [
            ("00:00:5E:00:53:2A", "00:00:5E:00:53:2A", "pairs"),
            ("eth0 00-00-5e-00-53-2a,", "00-00-5e-00-53-2a", "pairs"),
            ("mac:00:00:5E:00:53:2A: up", "00:00:5E:00:53:2A", "pairs"),
            ("arp 0000.5e00.532a.", "0000.5e00.532a", "cisco"),
        ] {
            assert_eq!(find_all(&MAC, text), [(value.to_owned(), form)], "{text}");
        }
    }

    #[test]
    fn longer_chains_and_other_things_are_left() {
        for text in [
            "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD",
            "AA:BB:CC:DD:EE:FF:00:11",
            "00:00:5E:00:53:2A:7",
            "12:34:56",
            "x00:00:5E:00:53:2A",
            "00:00:5E:00:53:2Ag",
            "00:00:5E-00:53:2A",
            "1234.5678.9012",
            "10.0000.5e00.532a",
            "0000.5e00.532a.com",
        ] {
            assert_eq!(find_all(&MAC, text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in proptest::collection::vec(prop_oneof![Just(b':'), Just(b'-'), Just(b'.'), Just(b'a'), any::<u8>()], 0..60), at in 0usize..70) {
            find(&text, at, Anchor::HexPairs);
        }
    }
}
