//! The one pass over the bytes: from class masks to anchors, by shifts and ANDs that look only backwards, so
//! that no look-ahead crosses a block. What it gives is defined by [`Anchor::holds`].

use crate::find::Anchor;
use crate::words::WIDE_COLON;

use super::bits::{Bits, Chain, Words};
use super::engine::offset;
use super::kernel::{Kernel, Level, Pass, with_kernel};
use super::literals::Place;
use super::step::{Classes, STEP, Step};

/// Which anchors anybody waits for, a bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wanted(u32);

impl Wanted {
    /// None.
    pub(crate) const NONE: Self = Self(0);

    /// One more.
    pub(crate) fn add(&mut self, anchor: Anchor) {
        self.0 |= 1 << anchor as u8;
    }

    /// Whether this one is waited for.
    const fn has(self, anchor: Anchor) -> bool {
        self.0 & 1 << anchor as u8 != 0
    }
}

/// What the pass gives: anchors, and where words and lines end.
#[derive(Default)]
pub(crate) struct Noticed {
    /// The places of each anchor, nearly in order.
    pub(crate) places: [Vec<u32>; Anchor::COUNT],
    /// A bit for each byte of the text: whether it is part of a word.
    pub(crate) words: Vec<u64>,
    /// Whether it is a line end.
    pub(crate) line_ends: Vec<u64>,
    /// Whether it is a line end or `"`.
    pub(crate) breaks: Vec<u64>,
    /// Whether it is what redacted values are covered with.
    pub(crate) covers: Vec<u64>,
    /// The literals that wake finders, which a search of its own puts down.
    pub(super) literals: Vec<Place>,
}

/// Notices the anchors of `text`.
pub(crate) fn anchors(level: Level, wanted: Wanted, text: &[u8], noticed: &mut Noticed) {
    noticed.places.iter_mut().for_each(Vec::clear);
    noticed.words.clear();
    noticed.line_ends.clear();
    noticed.breaks.clear();
    noticed.covers.clear();
    with_kernel(level, Look { text, wanted, noticed });
    part_words(noticed);
}

/// Ends words at wide colons. Other signs of East Asia stay part of them: what they part is no key.
fn part_words(noticed: &mut Noticed) {
    for at in &noticed.places[Anchor::WideColon as usize] {
        for at in *at as usize..*at as usize + WIDE_COLON.len() {
            noticed.words.get_mut(at / 64).into_iter().for_each(|words| *words &= !(1 << (at % 64)));
        }
    }
}

/// Masks that reach from one step into the next.
#[derive(Default)]
pub(super) struct Carry<B> {
    pub(super) digit: Chain<B>,
    pub(super) letter: Chain<B>,
    pub(super) capital: Chain<B>,
    pub(super) colon: Chain<B>,
    pub(super) hyphen: Chain<B>,
    pub(super) dot: Chain<B>,
    pub(super) space: Chain<B>,
    pub(super) line_end: Chain<B>,
    pub(super) key_end: Chain<B>,
    pub(super) opening: Chain<B>,
    pub(super) assigned: Chain<B>,
    pub(super) value: Chain<B>,
    pub(super) value2: Chain<B>,
    pub(super) value4: Chain<B>,
    pub(super) value8: Chain<B>,
    pub(super) word_end: Chain<B>,
    pub(super) hex: Chain<B>,
    pub(super) hex4: Chain<B>,
    pub(super) digits2: Chain<B>,
    pub(super) digits4: Chain<B>,
    pub(super) digits8: Chain<B>,
    pub(super) digits9: Chain<B>,
    pub(super) ends2_sep: Chain<B>,
    pub(super) ends3_sep: Chain<B>,
    pub(super) ends4_gap: Chain<B>,
    pub(super) ends6_gap: Chain<B>,
    pub(super) zero: Chain<B>,
    pub(super) label: Chain<B>,
    pub(super) digit_dot: Chain<B>,
    pub(super) second_dot: Chain<B>,
    pub(super) link1: Chain<B>,
    pub(super) link2: Chain<B>,
    pub(super) link3: Chain<B>,
    pub(super) pair_colon: Chain<B>,
    pub(super) pair_hyphen: Chain<B>,
    pub(super) quad_dot: Chain<B>,
    pub(super) four_hyphen: Chain<B>,
    pub(super) eight_hyphen: Chain<B>,
    pub(super) mark: Chain<B>,
}

/// The masks of one step by anchor, each moved up by what [`SHIFTS`] says.
#[derive(Default)]
pub(super) struct Masks {
    of: [Words; Anchor::COUNT],
    /// A bit for each anchor whose mask is not empty.
    live: u32,
    /// [`Anchor::Groups4`] of the shape 4-6-, which ends two bytes further on than 4-4-.
    pub(super) six: Words,
    pub(super) six_is_live: bool,
}

/// How far behind an anchor the byte stands by which the pass notices it.
const SHIFTS: [usize; Anchor::COUNT] = {
    let mut shifts = [0; Anchor::COUNT];
    shifts[Anchor::Groups334 as usize] = 12;
    shifts[Anchor::Groups324 as usize] = 11;
    shifts[Anchor::Groups4 as usize] = 10;
    shifts[Anchor::TrunkZero as usize] = 1;
    shifts[Anchor::NumberWord as usize] = 1;
    shifts[Anchor::Assigned as usize] = 12;
    shifts[Anchor::CountryDigits as usize] = 3;
    shifts[Anchor::Call as usize] = 1;
    shifts
};

/// Anchors that ordinary text is full of; their masks say all that the anchor means.
const COMMON: [Anchor; 5] =
    [Anchor::Key, Anchor::CapitalWord, Anchor::NumberWord, Anchor::Digits, Anchor::LongDigits];

/// The same as bits; all others are rare enough for a second look.
const COMMON_BITS: u32 = {
    let [a, b, c, d, e] = COMMON;
    1 << a as u8 | 1 << b as u8 | 1 << c as u8 | 1 << d as u8 | 1 << e as u8
};

/// Anchors by number.
const ANCHORS: [Anchor; Anchor::COUNT] = Anchor::ALL;

/// What the pass is called with.
struct Look<'a> {
    text: &'a [u8],
    wanted: Wanted,
    noticed: &'a mut Noticed,
}

impl Pass for Look<'_> {
    #[inline(always)]
    fn run<K: Kernel>(self, kernel: K) {
        let Self { text, wanted, noticed } = self;
        // A text starts as if behind a line end.
        let carry = Carry { line_end: Chain::behind_one(), ..Carry::default() };
        let mut sweep = Sweep::<K::Bits> { text, wanted, noticed, carry, masks: Masks::default() };
        let (steps, rest) = text.as_chunks::<STEP>();
        // What ends at the end of the text ends before a byte that is no digit: one step more, filled with zeros.
        let mut last = [0; STEP];
        last[..rest.len()].copy_from_slice(rest);
        // Classes are written in pieces and read as a whole, which has to wait for the pieces to arrive in memory. So those of the next
        // step are worked out before a step is looked at.
        let mut classes = [Classes::default(), Classes::default()];
        for n in 0..=steps.len() + 1 {
            if let Some(bytes) = steps.get(n).or_else(|| (n == steps.len()).then_some(&last)) {
                kernel.classes(bytes, &mut classes[n % 2]);
            }
            if let Some(before) = n.checked_sub(1) {
                sweep.step(before * STEP, &classes[before % 2]);
            }
        }
    }
}

/// The pass at work.
pub(super) struct Sweep<'a, B> {
    text: &'a [u8],
    wanted: Wanted,
    noticed: &'a mut Noticed,
    pub(super) carry: Carry<B>,
    pub(super) masks: Masks,
}

impl<B: Bits> Sweep<'_, B> {
    #[inline(always)]
    fn step(&mut self, base: usize, classes: &Classes) {
        let s = &Step::<B>::of(classes);
        self.noticed.words.extend_from_slice(&s.word.words());
        self.noticed.line_ends.extend_from_slice(&classes.line_end);
        self.noticed.breaks.extend_from_slice(&s.break_.words());
        self.noticed.covers.extend_from_slice(&classes.cover);
        self.carry.digit.put(s.digit);
        self.carry.letter.put(s.letter);
        self.carry.capital.put(s.capital);
        self.carry.colon.put(s.colon);
        self.carry.space.put(s.space);
        self.carry.hyphen.put(s.hyphen);
        self.carry.dot.put(s.dot);
        self.masks.live = 0;
        self.masks.six_is_live = false;
        self.mask(Anchor::At, s.at);
        self.mask(Anchor::Plus, s.plus);
        self.mask(Anchor::WideColon, s.wide);
        self.keys(s);
        self.words(s);
        self.digits(s);
        self.hexes(s);
        self.emit(base);
    }

    /// Whether it is empty is asked while it is in a register: read back right after it was written, it would wait for memory.
    #[inline(always)]
    pub(super) fn mask(&mut self, anchor: Anchor, bits: B) {
        self.masks.live |= u32::from(bits.any()) << anchor as u8;
        self.masks.of[anchor as usize] = bits.words();
    }

    /// Ends of keys.
    #[inline(always)]
    fn keys(&mut self, s: &Step<B>) {
        self.carry.key_end.put(s.key_end);
        let marks = s.colon | s.equal;
        let numbered = self.carry.digit.back::<1>() & self.carry.letter.back::<2>();
        let behind = self.carry.key_end.back::<1>() | numbered;
        self.mask(Anchor::Key, marks & behind);
        let k = &mut self.carry;
        k.assigned.put(s.equal & behind);
        k.value.put(s.value);
        k.value2.put(s.value & k.value.back::<1>());
        k.value4.put(k.value2.bits() & k.value2.back::<2>());
        k.value8.put(k.value4.bits() & k.value4.back::<4>());
        let value12 = k.value8.bits() & k.value4.back::<8>();
        let assigned = value12 & k.assigned.back::<12>();
        // What may be `(` behind a word: no word, blank, quote, comma, `)` or mark.
        let symbol = s.value.without(s.word | s.paren | marks);
        k.opening.put(symbol & (k.letter.back::<1>() | k.digit.back::<1>()));
        let call = s.quote & k.opening.back::<1>();
        self.mask(Anchor::Assigned, assigned);
        self.mask(Anchor::Call, call);
    }

    /// Capitalised words behind a number or behind a word.
    #[inline(always)]
    fn words(&mut self, s: &Step<B>) {
        self.carry.line_end.put(s.line_end);
        self.carry.word_end.put(s.word_end);
        let after_space = s.capital & self.carry.space.back::<1>();
        let after_line = s.capital & self.carry.line_end.back::<1>();
        self.mask(Anchor::NumberWord, after_space & self.carry.digit.back::<2>());
        let word = after_line | after_space & self.carry.word_end.back::<2>();
        self.mask(Anchor::CapitalWord, word);
    }

    /// Turns the masks of the step into places.
    #[inline(always)]
    fn emit(&mut self, base: usize) {
        let live = self.masks.live & self.wanted.0;
        for anchor in COMMON {
            if live >> anchor as u8 & 1 != 0 {
                self.emit_common(base, anchor);
            }
        }
        let mut rare = live & !COMMON_BITS;
        while rare != 0 {
            let number = rare.trailing_zeros() as usize;
            rare &= rare - 1;
            let anchor = ANCHORS[number];
            let mask = self.masks.of[number];
            self.emit_checked(base, SHIFTS[number], anchor, &mask);
        }
        if self.masks.six_is_live && self.wanted.has(Anchor::Groups4) {
            let six = self.masks.six;
            self.emit_checked(base, 12, Anchor::Groups4, &six);
        }
    }

    #[inline(always)]
    fn emit_common(&mut self, base: usize, anchor: Anchor) {
        let places = &mut self.noticed.places[anchor as usize];
        for (i, mut mask) in self.masks.of[anchor as usize].into_iter().enumerate() {
            let first = base + i * 64;
            while mask != 0 {
                places.push(offset(first + mask.trailing_zeros() as usize - SHIFTS[anchor as usize]));
                mask &= mask - 1;
            }
        }
    }

    #[inline(never)]
    fn emit_checked(&mut self, base: usize, shift: usize, anchor: Anchor, bits: &Words) {
        let places = &mut self.noticed.places[anchor as usize];
        // Which of the words have any is found out without a branch: mostly one does, and which cannot be foreseen.
        let mut live = bits.iter().enumerate().fold(0_u8, |live, (i, mask)| live | u8::from(*mask != 0) << i);
        while live != 0 {
            let i = live.trailing_zeros() as usize;
            live &= live - 1;
            let mut mask = bits[i % 8];
            while mask != 0 {
                let at = base + i * 64 + mask.trailing_zeros() as usize - shift;
                if stands(anchor, self.text, at) {
                    places.push(offset(at));
                }
                mask &= mask - 1;
            }
        }
    }
}

/// Whether an anchor stands where its mask nearly says so: what the mask leaves open is mostly the next byte.
fn stands(anchor: Anchor, text: &[u8], at: usize) -> bool {
    let next = text.get(at + 1);
    match anchor {
        Anchor::Assigned => at + 12 < text.len(),
        Anchor::Quad => next.is_some_and(u8::is_ascii_digit),
        Anchor::HexPairs | Anchor::Uuid => next.is_some_and(u8::is_ascii_hexdigit),
        _ => anchor.holds(text, at),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::find::Anchor;

    fn all() -> Wanted {
        let mut wanted = Wanted::NONE;
        Anchor::ALL.into_iter().for_each(|a| wanted.add(a));
        wanted
    }

    type Place = (usize, Anchor);

    fn by_pass(level: Level, text: &[u8]) -> Vec<Place> {
        let mut noticed = Noticed::default();
        anchors(level, all(), text, &mut noticed);
        let of =
            |anchor: Anchor| noticed.places[anchor as usize].iter().map(move |at| (*at as usize, anchor));
        let mut places: Vec<Place> = Anchor::ALL.into_iter().flat_map(of).collect();
        places.sort_by_key(|(at, anchor)| (*at, *anchor as u8));
        places
    }

    fn by_definition(text: &[u8]) -> Vec<Place> {
        (0..=text.len())
            .flat_map(|at| Anchor::ALL.map(|anchor| (at, anchor)))
            .filter(|(at, anchor)| anchor.holds(text, *at))
            .collect()
    }

    fn agrees(text: &[u8]) {
        let expect = by_definition(text);
        for level in Level::available() {
            let got = by_pass(level, text);
            if got != expect {
                let extra: Vec<_> = got.iter().filter(|e| !expect.contains(e)).collect();
                let lost: Vec<_> = expect.iter().filter(|e| !got.contains(e)).collect();
                panic!("{level:?} on {:?}: extra {extra:?}, lost {lost:?}", String::from_utf8_lossy(text));
            }
        }
    }

    #[test]
    fn typical_lines_give_what_the_definition_gives() {
        for text in [
            "",
            "1.2.3.4",
            "call (201) 555-0123 or 201-555-0123, +44 20 7946 0958 and 06 39 98 12 34 now",
            "ssn 078-05-1120; card 4111 1111 1111 1111 or 3782 822463 10005 or 4111-1111-1111-1111-123",
            "ts=1706659200123 2023-11-04T10:02:33.123Z 10:02 id=123456789",
            "fe80::1 2001:db8:0:0:0:0:2:1 00:11:22:33:44:55 0011.2233.4455 550e8400-e29b-41d4-a716-446655440000",
            "\"email\":\"a@b.co\",\"tel\": \"0171/3920012\" tel:020 7946 0958",
            "sid=0123456789ab; x=012345678 9ab&y=0123456789abc,z=0123456789a\"n=0123456789a",
            "DE89 3704 gb42nawi0445 ABCPE1234F 12345678Z RSSMRA85T10A562S 10:11:12.123456Z 1.123456789Z",
            "640823-3234 131052+308T 710319/2745 130 692 544 529.982.247-25 85.07.30-033.28 12-3456789 12345678-K",
            "Dear Mr. Smith,\nRegards,\r\nÉmile Zola at 12 Main St",
        ] {
            agrees(text.as_bytes());
            for pad in [1, 31, 52, 60, 63, 64, 65, 120, 500, 510, 511, 512, 513, 1020] {
                let padded = format!("{}{text}", "x".repeat(pad));
                agrees(padded.as_bytes());
                let spaced = format!("{}{text}", " ".repeat(pad));
                agrees(spaced.as_bytes());
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_of_the_relevant_bytes(text in "[0-9a-fA-Z@:=.+ ()_\",\r\n-]{0,1100}") {
            agrees(text.as_bytes());
        }

        #[test]
        fn any_numbers(text in "([0-9]{1,9}[-. :]){0,200}") {
            agrees(text.as_bytes());
        }

        #[test]
        fn any_identifiers(text in "([A-Za-z]{0,3}[0-9]{1,7}[A-Z.]{0,2}[-+/. ]?){0,120}") {
            agrees(text.as_bytes());
        }

        #[test]
        fn any_hex(text in "([0-9a-f]{1,5}[:.-]){0,200}") {
            agrees(text.as_bytes());
        }

        #[test]
        fn any_bytes(text in proptest::collection::vec(any::<u8>(), 0..400)) {
            agrees(&text);
        }
    }
}
