//! What the international bank account numbers of each country consist of.

use std::sync::LazyLock;

/// A stretch of characters of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// How many characters.
    pub(crate) len: usize,
    /// `n` digits, `a` letters, `c` either.
    pub(crate) kind: u8,
}

/// What follows the check digits in a country's numbers.
struct Country {
    code: [u8; 2],
    parts: Vec<Part>,
}

/// Sorted by code, to be searched.
static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let lines = include_str!("../../rules/lexicons/iban.txt").lines().filter(|l| !l.starts_with('#'));
    let mut countries: Vec<Country> = lines.filter_map(country).collect();
    countries.sort_unstable_by_key(|c| c.code);
    countries
});

fn country(line: &str) -> Option<Country> {
    let (code, structure) = line.split_once(' ')?;
    let code = code.as_bytes().first_chunk().copied()?;
    let mut parts = Vec::new();
    let mut len = 0;
    for b in structure.bytes() {
        if b.is_ascii_digit() {
            len = len * 10 + usize::from(b - b'0');
        } else {
            parts.push(Part { len, kind: b });
            len = 0;
        }
    }
    Some(Country { code, parts })
}

/// The parts of the numbers of a country (two capitals), without its letters and the check digits.
pub(crate) fn iban_parts(code: [u8; 2]) -> Option<&'static [Part]> {
    let at = COUNTRIES.binary_search_by_key(&code, |c| c.code).ok()?;
    COUNTRIES.get(at).map(|c| c.parts.as_slice())
}

/// How many letters and digits the whole number of a country (two capitals) has.
pub(crate) fn iban_length(code: [u8; 2]) -> Option<usize> {
    iban_parts(code).map(|parts| 4 + parts.iter().map(|part| part.len).sum::<usize>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_those_of_the_registry() {
        for (code, len) in
            [(b"NO", 15), (b"DE", 22), (b"GB", 22), (b"FR", 27), (b"MT", 31), (b"RU", 33), (b"MA", 28)]
        {
            assert_eq!(iban_length(*code), Some(len));
        }
        assert_eq!(iban_length(*b"US"), None);
        assert!(COUNTRIES.len() > 100);
        assert!(COUNTRIES.iter().all(|c| c.parts.iter().all(|p| p.len > 0 && b"nac".contains(&p.kind))));
    }
}
