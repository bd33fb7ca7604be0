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

/// Published numbers in order, and a bit for each [`spread`] of one, which keeps most others from being searched for.
struct TestCards {
    sorted: Box<[u64]>,
    spreads: [u64; 64],
}

static TEST_CARDS: LazyLock<TestCards> = LazyLock::new(|| {
    let mut sorted: Vec<u64> =
        entries(include_str!("../../rules/lexicons/test-cards.txt")).filter_map(|l| l.parse().ok()).collect();
    sorted.sort_unstable();
    let mut spreads = [0; 64];
    for card in &sorted {
        let (word, bit) = spread(*card);
        if let Some(bits) = spreads.get_mut(word) {
            *bits |= bit;
        }
    }
    TestCards { sorted: sorted.into(), spreads }
});

/// Where a number's bit stands among 4096: the word, and the bit in it.
fn spread(card: u64) -> (usize, u64) {
    let hash = card.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((hash >> 58) as usize, 1 << (hash >> 52 & 63))
}

impl TestCards {
    fn contain(&self, card: u64) -> bool {
        let (word, bit) = spread(card);
        self.spreads.get(word).is_some_and(|bits| bits & bit != 0) && self.sorted.binary_search(&card).is_ok()
    }
}

/// What is known of numbers by their first three digits.
#[derive(Clone, Copy)]
struct Head {
    /// Lengths of numbers that somebody issues or publishes, as bits.
    lengths: u32,
    /// The segment of the first of these prefixes.
    segment: usize,
}

/// How many prefixes have the same first three digits.
const PER_HEAD: u32 = 10u32.pow(PREFIX - 3);

static HEADS: LazyLock<Box<[Head]>> = LazyLock::new(|| {
    // A published number is known with zeros before it, too.
    let lengths = |digits: u32| if digits < 100 { u32::MAX } else { 0 };
    let segment = |digits: u32| SEGMENTS.partition_point(|s| s.start <= digits * PER_HEAD).saturating_sub(1);
    let mut heads: Box<[Head]> =
        (0..1000).map(|digits| Head { lengths: lengths(digits), segment: segment(digits) }).collect();
    for range in ranges() {
        note_lengths(&mut heads, range.first, range.last, range.lengths);
    }
    for card in &*TEST_CARDS.sorted {
        let card = Number { value: *card, len: card.ilog10() + 1 };
        note_lengths(&mut heads, prefix(card), prefix(card), 1 << card.len);
    }
    heads
});

fn note_lengths(heads: &mut [Head], first: u32, last: u32, lengths: u32) {
    let known = heads.get_mut((first / PER_HEAD) as usize..=(last / PER_HEAD) as usize);
    known.unwrap_or_default().iter_mut().for_each(|head| head.lengths |= lengths);
}

/// The first digits as prefixes are compared.
fn prefix(number: Number) -> u32 {
    u32::try_from(number.head(PREFIX)).unwrap_or(u32::MAX)
}

/// Whether the number can have a brand or be a test card. Most numbers end here.
pub(super) fn may_be_known(number: Number) -> bool {
    let head = HEADS.get((prefix(number) / PER_HEAD) as usize);
    head.is_some_and(|head| head.lengths & 1 << number.len != 0)
}

/// The brand that issues cards with this prefix and length.
pub(super) fn brand(number: Number) -> Option<&'static str> {
    let prefix = prefix(number);
    let from = HEADS.get((prefix / PER_HEAD) as usize)?.segment;
    let segment = SEGMENTS.get(from..)?.iter().take_while(|s| s.start <= prefix).last()?;
    (segment.lengths & 1 << number.len != 0).then_some(segment.brand)
}

/// Whether the number is published for tests, or lies in the block `4000 00` that vendors use for them.
pub(super) fn is_test_card(number: Number) -> bool {
    let vendor_block = number.len == 16 && prefix(number) / 100 == 400_000;
    vendor_block || TEST_CARDS.contain(number.value)
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
        assert_eq!(TEST_CARDS.sorted.len(), lines);
        assert!(TEST_CARDS.sorted.windows(2).all(|w| w[0] < w[1]), "sorted, each once");
        let card = |s: &str| is_test_card(Number::read(s.as_bytes()).unwrap());
        assert!(card("4242424242424242") && card("4000002500003155") && card("6771798021000008"));
        assert!(!card("4111111111111112"));
    }
}
