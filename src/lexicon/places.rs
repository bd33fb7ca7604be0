//! Postal codes and the areas that they serve.

use std::sync::LazyLock;

/// A range of leading digits and the rest of its line.
struct Range {
    from: u16,
    to: u16,
    areas: &'static str,
}

/// The states of each prefix of three digits; empty for one that is not in use.
static ZIPS: LazyLock<Box<[&'static str]>> = LazyLock::new(|| {
    let mut states = vec![""; 1000];
    for range in ranges(include_str!("../../rules/lexicons/zip-prefixes.txt")) {
        let served = states.get_mut(usize::from(range.from)..=usize::from(range.to)).unwrap_or_default();
        // Of ranges that overlap the first counts.
        served.iter_mut().filter(|s| s.is_empty()).for_each(|s| *s = range.areas);
    }
    states.into()
});
static PINS: LazyLock<Vec<Range>> =
    LazyLock::new(|| ranges(include_str!("../../rules/lexicons/india-pins.txt")));
/// Sorted, to be searched.
static UK_AREAS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let list = include_str!("../../rules/lexicons/uk-areas.txt");
    let mut areas: Vec<_> = list.lines().filter(|l| !l.starts_with('#')).collect();
    areas.sort_unstable();
    areas
});

fn ranges(list: &'static str) -> Vec<Range> {
    list.lines().filter(|l| !l.starts_with('#')).filter_map(range).collect()
}

fn range(line: &'static str) -> Option<Range> {
    let (digits, areas) = line.split_once(' ')?;
    let (from, to) = digits.split_once('-')?;
    Some(Range { from: from.parse().ok()?, to: to.parse().ok()?, areas })
}

/// The number that the first `n` digits make.
fn leading(code: &[u8], n: usize) -> Option<u16> {
    code.get(..n)?
        .iter()
        .try_fold(0, |sum, b| b.is_ascii_digit().then(|| sum * 10 + u16::from(b.wrapping_sub(b'0'))))
}

fn areas(ranges: &'static [Range], number: u16) -> impl Iterator<Item = &'static str> {
    ranges.iter().filter(move |r| (r.from..=r.to).contains(&number)).map(|r| r.areas)
}

/// Whether a ZIP code's first three digits are those of the state (two capitals).
pub(crate) fn zip_serves(zip: &[u8], state: &[u8]) -> bool {
    state_of_zip(zip).is_some_and(|s| s.as_bytes().split(|b| *b == b' ').any(|one| one == state))
}

/// The states that a ZIP code's first three digits serve, separated by spaces; `None` if they are not in use.
pub(crate) fn state_of_zip(zip: &[u8]) -> Option<&'static str> {
    ZIPS.get(usize::from(leading(zip, 3)?)).copied().filter(|states| !states.is_empty())
}

/// Whether an Indian PIN's first two digits serve the state; `None` if they are not in use.
pub(crate) fn pin_serves(pin: &[u8], state: &[u8]) -> Option<bool> {
    let mut served = areas(&PINS, leading(pin, 2)?).peekable();
    served.peek()?;
    Some(served.any(|line| line.split(", ").any(|s| s.as_bytes().eq_ignore_ascii_case(state))))
}

/// The names of the Indian states, several a line.
pub(crate) fn state_names() -> impl Iterator<Item = &'static str> {
    PINS.iter().flat_map(|r| r.areas.split(", "))
}

/// Whether these capitals are a postcode area of the United Kingdom.
pub(crate) fn is_uk_area(letters: &[u8]) -> bool {
    UK_AREAS.binary_search_by(|area| area.as_bytes().cmp(letters)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_know_their_areas() {
        assert!(zip_serves(b"62704", b"IL") && !zip_serves(b"62704", b"CA"));
        assert!(zip_serves(b"20500", b"DC") && zip_serves(b"96799", b"AS"));
        assert_eq!(state_of_zip(b"00001"), None);
        assert_eq!(pin_serves(b"400053", b"Maharashtra"), Some(true));
        assert_eq!(pin_serves(b"400053", b"Karnataka"), Some(false));
        assert_eq!(pin_serves(b"293456", b"Karnataka"), None);
        assert!(is_uk_area(b"SW") && is_uk_area(b"M") && !is_uk_area(b"QQ"));
        assert!(state_names().any(|s| s == "tamil nadu"));
    }
}
