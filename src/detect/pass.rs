//! The one pass over the bytes: from class masks to anchors, by shifts and ANDs that look only backwards, so
//! that no look-ahead crosses a block. What it gives is defined by [`Anchor::holds`].

use crate::find::Anchor;
use crate::words::WIDE_COLON;

use super::bits::{Bits, Chain, next_link};
use super::engine::offset;
use super::kernel::{Kernel, Level, Pass, with_kernel};
use super::step::Step;

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
}

/// Bytes that one step looks at: masks of eight words, so that the shifts and ANDs below are vector instructions.
const STEP: usize = 8 * 64;

/// Notices the anchors of `text`.
pub(crate) fn anchors(level: Level, wanted: Wanted, text: &[u8], noticed: &mut Noticed) {
    noticed.places.iter_mut().for_each(Vec::clear);
    noticed.words.clear();
    noticed.line_ends.clear();
    noticed.breaks.clear();
    noticed.covers.clear();
    // A text starts as if behind a line end.
    let carry = Carry { line_end: Chain::behind_one(), ..Carry::default() };
    with_kernel(level, Sweep { text, wanted, noticed, carry, masks: Masks::default() });
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
struct Carry {
    digit: Chain,
    letter: Chain,
    capital: Chain,
    colon: Chain,
    hyphen: Chain,
    dot: Chain,
    space: Chain,
    line_end: Chain,
    key_end: Chain,
    opening: Chain,
    assigned: Chain,
    value: Chain,
    value2: Chain,
    value4: Chain,
    value8: Chain,
    word_end: Chain,
    hex: Chain,
    hex4: Chain,
    digits2: Chain,
    digits4: Chain,
    digits8: Chain,
    digits9: Chain,
    ends2_sep: Chain,
    ends3_sep: Chain,
    ends4_gap: Chain,
    ends6_gap: Chain,
    zero: Chain,
    label: Chain,
    digit_dot: Chain,
    second_dot: Chain,
    link1: Chain,
    link2: Chain,
    link3: Chain,
    pair_colon: Chain,
    pair_hyphen: Chain,
    quad_dot: Chain,
    four_hyphen: Chain,
    eight_hyphen: Chain,
    mark: Chain,
}

/// The masks of one step by anchor, each moved up by what [`SHIFTS`] says.
#[derive(Default)]
struct Masks {
    of: [Bits; Anchor::COUNT],
    /// A bit for each anchor whose mask is not empty.
    live: u32,
    /// [`Anchor::Groups4`] of the shape 4-6-, which ends two bytes further on than 4-4-.
    six: Bits,
    six_is_live: bool,
}

/// Masks of anchors that are chains of hex groups.
#[derive(Default)]
struct Chained {
    pairs: Bits,
    uuid: Bits,
    /// Third colons.
    third: Bits,
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

struct Sweep<'a> {
    text: &'a [u8],
    wanted: Wanted,
    noticed: &'a mut Noticed,
    carry: Carry,
    masks: Masks,
}

impl Pass for Sweep<'_> {
    #[inline(always)]
    #[allow(unsafe_code)]
    unsafe fn run<K: Kernel>(mut self) {
        let (steps, rest) = self.text.as_chunks::<STEP>();
        // What ends at the end of the text ends before a byte that is no digit: one step more, filled with zeros.
        let mut last = [0; STEP];
        last[..rest.len()].copy_from_slice(rest);
        let mut step = Step::default();
        // One loop for both, so that there is one copy of the code.
        for (n, bytes) in steps.iter().chain([&last]).enumerate() {
            let (blocks, _) = bytes.as_chunks::<64>();
            for (i, block) in blocks.iter().enumerate() {
                // SAFETY: passed on from the caller.
                step.put(i, &unsafe { K::classes(block) });
            }
            self.step(n * STEP, &step);
        }
    }
}

impl Sweep<'_> {
    #[inline(always)]
    fn step(&mut self, base: usize, s: &Step) {
        self.noticed.words.extend_from_slice(&s.word.0);
        self.noticed.line_ends.extend_from_slice(&s.line_end.0);
        self.noticed.breaks.extend_from_slice(&s.break_.0);
        self.noticed.covers.extend_from_slice(&s.cover.0);
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
        self.mask(Anchor::WideColon, s.plus);
        self.keys(s);
        self.words(s);
        self.digits(s);
        self.hexes(s);
        self.emit(base);
    }

    /// Whether it is empty is asked while it is in a register: read back right after it was written, it would wait for memory.
    #[inline(always)]
    fn mask(&mut self, anchor: Anchor, bits: Bits) {
        self.masks.live |= u32::from(bits.any()) << anchor as u8;
        self.masks.of[anchor as usize] = bits;
    }

    /// Ends of keys.
    #[inline(always)]
    fn keys(&mut self, s: &Step) {
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
    fn words(&mut self, s: &Step) {
        self.carry.line_end.put(s.line_end);
        self.carry.word_end.put(s.word_end);
        let after_space = s.capital & self.carry.space.back::<1>();
        let after_line = s.capital & self.carry.line_end.back::<1>();
        self.mask(Anchor::NumberWord, after_space & self.carry.digit.back::<2>());
        let word = after_line | after_space & self.carry.word_end.back::<2>();
        self.mask(Anchor::CapitalWord, word);
    }

    /// Anchors made of digits only.
    #[inline(always)]
    fn digits(&mut self, s: &Step) {
        let live = self.carry.digit.is_live();
        if !live {
            self.no_digits();
            return;
        }
        let k = &mut self.carry;
        let d = s.digit;
        let (d1, d2, d3) = (k.digit.back::<1>(), k.digit.back::<2>(), k.digit.back::<3>());
        let (d4, d5) = (k.digit.back::<4>(), k.digit.back::<5>());
        k.digits2.put(d & d1);
        k.digits4.put(k.digits2.bits() & k.digits2.back::<2>());
        k.digits8.put(k.digits4.bits() & k.digits4.back::<4>());
        k.digits9.put(k.digits8.bits() & k.digit.back::<8>());
        // A run of exactly n digits ends before this byte.
        let run2 = (d1 & d2).without(d);
        let run3 = run2 & d3;
        let gap = s.space | s.hyphen;
        let sep = gap | s.dot;
        let ends4 = (run3 & d4).without(d5);
        k.ends2_sep.put(run2.without(d3) & sep);
        k.ends3_sep.put(run3.without(d4) & sep);
        k.ends4_gap.put(ends4 & gap);
        let six_before = k.digits4.back::<1>() & k.digits2.back::<5>();
        let ends6 = six_before.without(d | k.digit.back::<7>());
        k.ends6_gap.put(ends6 & gap);
        let phone = ends4 & k.ends3_sep.back::<5>() & k.ends3_sep.back::<9>();
        let ssn = ends4 & k.ends2_sep.back::<5>() & k.ends3_sep.back::<8>();
        let four = d & k.ends4_gap.back::<1>() & k.ends4_gap.back::<6>();
        let six = d & k.ends6_gap.back::<1>() & k.ends4_gap.back::<8>();
        let long = k.digits9.back::<1>().without(d);
        let longer = long & k.digits4.back::<9>();
        let joined = k.hyphen.back::<1>() | k.dot.back::<1>() | k.letter.back::<1>() | d1;
        k.label.put(s.colon & k.letter.back::<1>());
        let opens = !(joined | k.colon.back::<1>()) | k.label.back::<1>();
        k.zero.put(s.zero & opens);
        let trunk = d & k.zero.back::<1>();
        k.digit_dot.put(s.dot & d1);
        let first = k.digit_dot.bits();
        let second = next_dot(&k.digit_dot, first, d2, d3);
        k.second_dot.put(second);
        let third = next_dot(&k.second_dot, first, d2, d3);
        self.mask(Anchor::Digits, long);
        self.mask(Anchor::LongDigits, longer);
        self.mask(Anchor::Groups334, phone);
        self.mask(Anchor::Groups324, ssn);
        self.mask(Anchor::Groups4, four);
        self.masks.six_is_live = six.any();
        self.masks.six = six;
        self.mask(Anchor::TrunkZero, trunk);
        self.mask(Anchor::Paren, s.paren & d1);
        self.mask(Anchor::Quad, third);
        self.identifiers(s);
    }

    /// Anchors of digits among letters and in uneven groups. The chains are those of [`Self::digits`].
    #[inline(always)]
    fn identifiers(&mut self, s: &Step) {
        // What is neither a word, a blank, a quote, a comma nor `)`: `-`, `.` and `/` among others.
        self.carry.mark.put(s.value.without(s.word | s.paren));
        let k = &self.carry;
        let d = s.digit;
        let (d1, d2, d3) = (k.digit.back::<1>(), k.digit.back::<2>(), k.digit.back::<3>());
        let (d4, d5) = (k.digit.back::<4>(), k.digit.back::<5>());
        let run2 = (d1 & d2).without(d);
        let run3 = run2 & d3;
        let six_before = k.digits4.back::<1>() & k.digits2.back::<5>();
        let country = d & d1 & k.letter.back::<2>() & k.letter.back::<3>();
        let country = country.without(k.letter.back::<4>() | d4);
        let behind = (s.capital & six_before).without(k.dot.back::<7>() | k.dot.back::<10>());
        let among = s.capital & d1 & d2 & k.capital.back::<3>() & d4 & d5 & k.capital.back::<6>();
        let lettered = k.digits4.bits() & k.capital.back::<4>() | behind | among;
        let joint = k.digits4.back::<1>() & d5 & k.mark.bits().without(s.dot);
        let pairs = run2.without(d3) & k.ends2_sep.back::<3>() & k.ends2_sep.back::<6>();
        let threes =
            run3.without(d4) & k.ends3_sep.back::<4>() & (k.ends3_sep.back::<8>() | k.ends2_sep.back::<8>());
        let seven = k.digits4.bits() & k.digits4.back::<3>() & k.hyphen.back::<7>() & k.digit.back::<8>();
        let year = (run3 & d4).without(d5) & k.mark.back::<5>();
        let slashed = year & k.ends3_sep.back::<5>() & k.mark.back::<9>();
        let dated = year & k.digit.back::<6>() & (k.mark.back::<7>() | k.mark.back::<8>());
        let named = year & k.letter.back::<6>() & k.hyphen.back::<9>();
        let iso = run2.without(d3) & k.ends2_sep.back::<3>() & k.ends4_gap.back::<6>() & k.space.back::<11>();
        let two = k.letter.back::<7>() & k.letter.back::<8>().without(k.capital.back::<8>());
        let lower = run3 & d4 & d5 & k.space.back::<6>() & two & k.space.back::<9>();
        self.mask(Anchor::Dated, dated | named | iso);
        self.mask(Anchor::LowerZip, lower);
        self.mask(Anchor::CountryDigits, country);
        self.mask(Anchor::Lettered, lettered);
        self.mask(Anchor::Uneven, joint | pairs | threes | seven | slashed);
    }

    /// A step without digits behind one without: nothing made of digits reaches on.
    #[inline(always)]
    fn no_digits(&mut self) {
        let k = &mut self.carry;
        for chain in [
            &mut k.digits2,
            &mut k.digits4,
            &mut k.digits8,
            &mut k.digits9,
            &mut k.ends2_sep,
            &mut k.ends3_sep,
            &mut k.ends4_gap,
            &mut k.ends6_gap,
            &mut k.zero,
            &mut k.label,
            &mut k.digit_dot,
            &mut k.second_dot,
        ] {
            chain.forget();
        }
    }

    /// Anchors made of hex groups: IPv6, MAC addresses, UUIDs.
    #[inline(always)]
    fn hexes(&mut self, s: &Step) {
        let k = &mut self.carry;
        k.hex.put(s.hex);
        let h1 = k.hex.back::<1>();
        let h2 = k.hex.back::<2>();
        let h3 = k.hex.back::<3>();
        let twice = h1 & h2;
        let fourfold = twice & h3 & k.hex.back::<4>();
        k.hex4.put(s.hex & h1 & h2 & h3);
        k.pair_colon.put(s.colon & twice);
        k.pair_hyphen.put(s.hyphen & twice);
        k.quad_dot.put(s.dot & fourfold);
        k.four_hyphen.put(s.hyphen & fourfold);
        k.eight_hyphen.put(k.four_hyphen.bits() & k.hex4.back::<5>());
        k.link1.put(s.colon & h1);
        let link1 = k.link1.bits();
        // Most steps of most texts have none of these.
        let mut chained = Chained::default();
        if (k.pair_colon.bits() | k.pair_hyphen.bits() | k.quad_dot.bits()).any() {
            chained.pairs =
                five(&k.pair_colon) | five(&k.pair_hyphen) | k.quad_dot.bits() & k.quad_dot.back::<5>();
        }
        if k.four_hyphen.bits().any() {
            chained.uuid = k.four_hyphen.bits()
                & k.four_hyphen.back::<5>()
                & k.four_hyphen.back::<10>()
                & k.eight_hyphen.back::<15>();
        }
        if link1.any() {
            k.link2.put(next_link(&k.link1, link1, h2, h3, fourfold));
            k.link3.put(next_link(&k.link2, link1, h2, h3, fourfold));
            chained.third = k.link3.bits().without(next_link(&k.link3, link1, h2, h3, fourfold));
        } else {
            k.link2.put(Bits::default());
            k.link3.put(Bits::default());
        }
        let double = s.colon & k.colon.back::<1>();
        self.mask(Anchor::HexPairs, chained.pairs);
        self.mask(Anchor::Uuid, chained.uuid);
        self.mask(Anchor::Colons, chained.third | double);
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
            self.emit_checked(base, SHIFTS[number], anchor, self.masks.of[number]);
        }
        if self.masks.six_is_live && self.wanted.has(Anchor::Groups4) {
            self.emit_checked(base, 12, Anchor::Groups4, self.masks.six);
        }
    }

    #[inline(always)]
    fn emit_common(&mut self, base: usize, anchor: Anchor) {
        let places = &mut self.noticed.places[anchor as usize];
        for (i, mut mask) in self.masks.of[anchor as usize].0.into_iter().enumerate() {
            let first = base + i * 64;
            while mask != 0 {
                places.push(offset(first + mask.trailing_zeros() as usize - SHIFTS[anchor as usize]));
                mask &= mask - 1;
            }
        }
    }

    #[inline(never)]
    fn emit_checked(&mut self, base: usize, shift: usize, anchor: Anchor, bits: Bits) {
        let places = &mut self.noticed.places[anchor as usize];
        // Which of the words have any is found out without a branch: mostly one does, and which cannot be foreseen.
        let mut live =
            bits.0.iter().enumerate().fold(0_u8, |live, (i, mask)| live | u8::from(*mask != 0) << i);
        while live != 0 {
            let i = live.trailing_zeros() as usize;
            live &= live - 1;
            let mut mask = bits.0[i % 8];
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

// Functions rather than closures: a closure that is not inlined would not be compiled for the kernel's instructions.

/// Dots that a group of one to three digits separates from a dot of `c`.
#[inline(always)]
fn next_dot(c: &Chain, dots: Bits, d2: Bits, d3: Bits) -> Bits {
    dots & (c.back::<2>() | c.back::<3>() & d2 | c.back::<4>() & d2 & d3)
}

/// Separators of hex pairs that four more stand before.
#[inline(always)]
fn five(c: &Chain) -> Bits {
    c.bits() & c.back::<3>() & c.back::<6>() & c.back::<9>() & c.back::<12>()
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
