//! Who issues payment cards, and which numbers are published for tests.

use std::sync::LazyLock;

use super::number::Number;

/// Digits that a prefix is compared by; no issuer needs more.
const PREFIX: u32 = 8;

/// A stretch of prefixes of which the same is known, up to the start of the next one.
struct Segment {
    /// First prefix, of [`PREFIX`] digits.
    start: u32,
    /// The numbers' lengths, as bits.
    lengths: u32,
    /// The brand with the narrowest range; empty where there is none.
    brand: &'static str,
}

/// A line's worth of the lexicon: a range of prefixes, last one included.
struct Range {
    first: u32,
    last: u32,
    lengths: u32,
    brand: &'static str,
}

static SEGMENTS: LazyLock<Box<[Segment]>> = LazyLock::new(|| segments(&ranges()));

static TEST_CARDS: LazyLock<Box<[u64]>> = LazyLock::new(|| {
    let mut cards: Vec<u64> =
        entries(include_str!("../../rules/lexicons/test-cards.txt")).filter_map(|l| l.parse().ok()).collect();
    cards.sort_unstable();
    cards.into()
});

/// Lengths of numbers that somebody issues or publishes, as bits, by their first three digits: most numbers end here.
static LENGTHS: LazyLock<Box<[u32]>> = LazyLock::new(|| {
    let mut lengths = vec![0; 1000];
    let step = 10u32.pow(PREFIX - 3);
    for range in ranges() {
        let known = lengths.get_mut((range.first / step) as usize..=(range.last / step) as usize);
        known.unwrap_or_default().iter_mut().for_each(|known| *known |= range.lengths);
    }
    for card in &*TEST_CARDS {
        let card = Number { value: *card, len: card.checked_ilog10().map_or(1, |n| n + 1) };
        if let Some(known) = usize::try_from(card.head(3)).ok().and_then(|head| lengths.get_mut(head)) {
            *known |= 1 << card.len;
        }
    }
    // A published number is known with zeros before it, too.
    lengths.iter_mut().take(100).for_each(|known| *known = u32::MAX);
    lengths.into()
});

/// Whether the number can have a brand or be a test card.
pub(super) fn may_be_known(number: Number) -> bool {
    let lengths = usize::try_from(number.head(3)).ok().and_then(|head| LENGTHS.get(head));
    lengths.is_some_and(|lengths| lengths & 1 << number.len != 0)
}

/// The brand that issues cards with this prefix and length.
pub(super) fn brand(number: Number) -> Option<&'static str> {
    let prefix = u32::try_from(number.head(PREFIX)).ok()?;
    let after = SEGMENTS.partition_point(|s| s.start <= prefix);
    let segment = SEGMENTS.get(after.checked_sub(1)?)?;
    (segment.lengths & 1 << number.len != 0).then_some(segment.brand)
}

/// Whether the number is published for tests, or lies in the block `4000 00` that vendors use for them.
pub(super) fn is_test_card(number: Number) -> bool {
    let vendor_block = number.len == 16 && number.head(6) == 400_000;
    vendor_block || TEST_CARDS.binary_search(&number.value).is_ok()
}

fn entries(lexicon: &'static str) -> impl Iterator<Item = &'static str> {
    lexicon.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'))
}

fn ranges() -> Vec<Range> {
    let mut ranges = Vec::new();
    for line in entries(include_str!("../../rules/lexicons/card-ranges.txt")) {
        let mut cells = line.split('|').map(str::trim);
        let (Some(brand), Some(prefixes), Some(lengths)) = (cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        let lengths =
            lengths.split(' ').filter_map(|n| n.parse::<u32>().ok()).fold(0, |bits, n| bits | 1 << n);
        ranges.extend(prefixes.split(' ').filter_map(|p| range(brand, p, lengths)));
    }
    ranges
}

fn range(brand: &'static str, prefixes: &str, lengths: u32) -> Option<Range> {
    let (first, last) = prefixes.split_once('-').unwrap_or((prefixes, prefixes));
    let scale = |p: &str| 10u32.checked_pow(PREFIX.checked_sub(u32::try_from(p.len()).ok()?)?);
    let last = (last.parse::<u32>().ok()? + 1) * scale(last)? - 1;
    Some(Range { first: first.parse::<u32>().ok()? * scale(first)?, last, lengths, brand })
}

/// Cuts overlapping ranges into stretches that do not overlap.
fn segments(ranges: &[Range]) -> Box<[Segment]> {
    let mut starts: Vec<u32> = ranges.iter().flat_map(|r| [r.first, r.last + 1]).collect();
    starts.sort_unstable();
    starts.dedup();
    starts.into_iter().map(|start| segment(ranges, start)).collect()
}

fn segment(ranges: &[Range], start: u32) -> Segment {
    let covering = || ranges.iter().filter(|r| (r.first..=r.last).contains(&start));
    let lengths = covering().fold(0, |bits, r| bits | r.lengths);
    let brand = covering().min_by_key(|r| r.last - r.first).map_or("", |r| r.brand);
    Segment { start, lengths, brand }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brand_of(text: &str) -> Option<&'static str> {
        brand(Number::read(text.as_bytes()).unwrap())
    }

    #[test]
    fn brands_go_by_prefix_and_length() {
        for (number, want) in [
            ("4111111111111111", Some("Visa")),
            ("411111111111111", None),
            ("2221000000000009", Some("Mastercard")),
            ("2720999999999996", Some("Mastercard")),
            ("2721000000000000", None),
            ("378282246310005", Some("American Express")),
            ("6011111111111117", Some("Discover")),
            ("30569309025904", Some("Diners Club")),
            ("3530111333300000", Some("JCB")),
            ("6205500000000000004", Some("UnionPay")),
            ("6759649826438453", Some("Maestro")),
            ("6527658900001005", Some("Discover")),
            ("5066991111111118", Some("Elo")),
            ("6062820524845321", Some("Hipercard")),
            ("9792030394440796", Some("Troy")),
            ("5019717010103742", Some("Dankort")),
            ("135410014004955", Some("UATP")),
            ("1706659200123456", None),
            ("9999999999999999", None),
            ("0000000000000000", None),
        ] {
            assert_eq!(brand_of(number), want, "{number}");
        }
    }

    #[test]
    fn lexicons_are_read_completely() {
        let lines = entries(include_str!("../../rules/lexicons/test-cards.txt")).count();
        assert_eq!(TEST_CARDS.len(), lines);
        assert!(TEST_CARDS.windows(2).all(|w| w[0] < w[1]), "sorted, each once");
        let card = |s: &str| is_test_card(Number::read(s.as_bytes()).unwrap());
        assert!(card("4242424242424242") && card("4000002500003155") && card("6771798021000008"));
        assert!(!card("4111111111111112"));
    }
}
