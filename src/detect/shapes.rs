//! The shapes of digit and hex groups, as masks of one step of the pass. What few texts have is worked out only in steps that may have
//! it, as the cheapest of its masks tells.

use crate::find::Anchor;

use super::bits::{Bits, Chain, next_link};
use super::pass::{Carry, Sweep};
use super::step::Step;

// Functions rather than closures: a closure that is not inlined would not be compiled for the kernel's instructions.

/// Digits before each byte.
struct Runs<B> {
    /// Whether there is one so many bytes before.
    d1: B,
    d2: B,
    d3: B,
    d4: B,
    d5: B,
    /// Whether a run of exactly so many digits ends there.
    two: B,
    three: B,
    four: B,
}

impl<B: Bits> Runs<B> {
    #[inline(always)]
    fn before(digit: &Chain<B>) -> Self {
        let (d1, d2, d3) = (digit.back::<1>(), digit.back::<2>(), digit.back::<3>());
        let (d4, d5) = (digit.back::<4>(), digit.back::<5>());
        let two_or_more = (d1 & d2).without(digit.bits());
        let two = two_or_more.without(d3);
        let three = (two_or_more & d3).without(d4);
        let four = (two_or_more & d3 & d4).without(d5);
        Self { d1, d2, d3, d4, d5, two, three, four }
    }

    /// Whether a run of five or more ends before the byte.
    #[inline(always)]
    fn five_or_more(&self, digit: B) -> B {
        (self.d1 & self.d2 & self.d3 & self.d4 & self.d5).without(digit)
    }
}

impl<B: Bits> Sweep<'_, B> {
    /// Anchors made of digits.
    #[inline(always)]
    pub(super) fn digits(&mut self, s: &Step<B>) {
        if !self.carry.digit.is_live() {
            self.carry.forget_digits();
            return;
        }
        let runs = Runs::before(&self.carry.digit);
        self.carry.count(s, &runs);
        self.groups(s, &runs);
        let k = &mut self.carry;
        let long = k.digits9.back::<1>().without(s.digit);
        let longer = long & k.digits4.back::<9>();
        let joined = k.hyphen.back::<1>() | k.dot.back::<1>() | k.letter.back::<1>() | runs.d1;
        k.label.put(s.colon & k.letter.back::<1>());
        let opens = !(joined | k.colon.back::<1>()) | k.label.back::<1>();
        k.zero.put(s.zero & opens);
        let trunk = s.digit & k.zero.back::<1>();
        let quad = k.quads(s, &runs);
        self.mask(Anchor::Digits, long);
        self.mask(Anchor::LongDigits, longer);
        self.mask(Anchor::TrunkZero, trunk);
        self.mask(Anchor::Paren, s.paren & runs.d1);
        self.mask(Anchor::Quad, quad);
        self.uneven(s, &runs);
        self.among_letters(s, &runs);
    }

    /// Groups of telephones, social security numbers and cards.
    #[inline(always)]
    fn groups(&mut self, s: &Step<B>, runs: &Runs<B>) {
        let k = &self.carry;
        let (mut phone, mut ssn) = (B::default(), B::default());
        if runs.four.any() {
            phone = runs.four & k.ends3_sep.back::<5>() & k.ends3_sep.back::<9>();
            ssn = runs.four & k.ends2_sep.back::<5>() & k.ends3_sep.back::<8>();
        }
        let four = s.digit & k.ends4_gap.back::<1>() & k.ends4_gap.back::<6>();
        let six = s.digit & k.ends6_gap.back::<1>() & k.ends4_gap.back::<8>();
        self.mask(Anchor::Groups334, phone);
        self.mask(Anchor::Groups324, ssn);
        self.mask(Anchor::Groups4, four);
        self.masks.six_is_live = six.any();
        self.masks.six = six.words();
    }

    /// Groups of uneven length, and dates.
    #[inline(always)]
    fn uneven(&mut self, s: &Step<B>, runs: &Runs<B>) {
        // What is neither a word, a blank, a quote, a comma nor `)`: `-`, `.` and `/` among others.
        self.carry.mark.put(s.value.without(s.word | s.paren));
        let k = &self.carry;
        let joint = k.digits4.back::<1>() & runs.d5 & k.mark.bits().without(s.dot);
        let (mut grouped, mut iso) = (B::default(), B::default());
        if k.ends2_sep.is_live() || k.ends3_sep.is_live() {
            let pair = runs.two & k.ends2_sep.back::<3>();
            let three = runs.three & k.ends3_sep.back::<4>();
            grouped = pair & (k.ends2_sep.back::<6>() | k.ends3_sep.back::<6>())
                | three & (k.ends3_sep.back::<8>() | k.ends2_sep.back::<8>());
            iso = pair & k.ends4_gap.back::<6>() & k.space.back::<11>();
        }
        let mut seven = B::default();
        if k.hyphen.is_live() {
            seven = k.digits4.bits() & k.digits4.back::<3>() & k.hyphen.back::<7>() & k.digit.back::<8>();
        }
        let year = runs.four & k.mark.back::<5>();
        let (mut slashed, mut dated) = (B::default(), B::default());
        if year.any() {
            slashed = year & k.ends3_sep.back::<5>() & k.mark.back::<9>();
            let in_digits = k.digit.back::<6>() & (k.mark.back::<7>() | k.mark.back::<8>());
            dated = year & (in_digits | k.letter.back::<6>() & k.hyphen.back::<9>());
        }
        self.mask(Anchor::Uneven, joint | grouped | seven | slashed);
        self.mask(Anchor::Dated, dated | iso);
    }

    /// Digits among and behind letters.
    #[inline(always)]
    fn among_letters(&mut self, s: &Step<B>, runs: &Runs<B>) {
        let k = &self.carry;
        let Runs { d1, d2, d4, d5, .. } = *runs;
        let country = s.digit & d1 & k.letter.back::<2>() & k.letter.back::<3>();
        let mut lettered = B::default();
        if k.capital.is_live() {
            let behind = (s.capital & k.six_before()).without(k.dot.back::<7>() | k.dot.back::<10>());
            let among = s.capital & d1 & d2 & k.capital.back::<3>() & d4 & d5 & k.capital.back::<6>();
            lettered = k.digits4.bits() & k.capital.back::<4>() | behind | among;
        }
        let mut lower = runs.five_or_more(s.digit) & k.space.back::<6>();
        if lower.any() {
            let two = k.letter.back::<7>() & k.letter.back::<8>().without(k.capital.back::<8>());
            lower = lower & two & k.space.back::<9>();
        }
        let country = country.without(k.letter.back::<4>() | d4);
        self.mask(Anchor::LowerZip, lower);
        self.mask(Anchor::CountryDigits, country);
        self.mask(Anchor::Lettered, lettered);
    }

    /// Anchors made of hex groups: IPv6, MAC addresses, UUIDs.
    #[inline(always)]
    pub(super) fn hexes(&mut self, s: &Step<B>) {
        let k = &mut self.carry;
        k.hex.put(s.hex);
        let (h1, h2, h3) = (k.hex.back::<1>(), k.hex.back::<2>(), k.hex.back::<3>());
        let twice = h1 & h2;
        let fourfold = twice & h3 & k.hex.back::<4>();
        k.hex4.put(s.hex & h1 & h2 & h3);
        k.pair_colon.put(s.colon & twice);
        k.pair_hyphen.put(s.hyphen & twice);
        k.quad_dot.put(s.dot & fourfold);
        k.four_hyphen.put(s.hyphen & fourfold);
        k.eight_hyphen.put(k.four_hyphen.bits() & k.hex4.back::<5>());
        k.link1.put(s.colon & h1);
        let mut pairs = B::default();
        if (k.pair_colon.bits() | k.pair_hyphen.bits() | k.quad_dot.bits()).any() {
            pairs = five(&k.pair_colon) | five(&k.pair_hyphen) | k.quad_dot.bits() & k.quad_dot.back::<5>();
        }
        let mut uuid = B::default();
        if k.four_hyphen.bits().any() {
            let fours = k.four_hyphen.bits() & k.four_hyphen.back::<5>() & k.four_hyphen.back::<10>();
            uuid = fours & k.eight_hyphen.back::<15>();
        }
        let link1 = k.link1.bits();
        let mut third = B::default();
        if link1.any() {
            k.link2.put(next_link(&k.link1, link1, h2, h3, fourfold));
            k.link3.put(next_link(&k.link2, link1, h2, h3, fourfold));
            third = k.link3.bits().without(next_link(&k.link3, link1, h2, h3, fourfold));
        } else {
            k.link2.put(B::default());
            k.link3.put(B::default());
        }
        let double = s.colon & k.colon.back::<1>();
        self.mask(Anchor::HexPairs, pairs);
        self.mask(Anchor::Uuid, uuid);
        self.mask(Anchor::Colons, third | double);
    }
}

impl<B: Bits> Carry<B> {
    /// Counts digits, and notes what groups of which lengths end with.
    #[inline(always)]
    fn count(&mut self, s: &Step<B>, runs: &Runs<B>) {
        let gap = s.space | s.hyphen;
        let sep = gap | s.dot;
        self.digits2.put(s.digit & runs.d1);
        self.digits4.put(self.digits2.bits() & self.digits2.back::<2>());
        self.digits8.put(self.digits4.bits() & self.digits4.back::<4>());
        self.digits9.put(self.digits8.bits() & self.digit.back::<8>());
        self.ends2_sep.put(runs.two & sep);
        self.ends3_sep.put(runs.three & sep);
        self.ends4_gap.put(runs.four & gap);
        let six = self.six_before().without(s.digit | self.digit.back::<7>());
        self.ends6_gap.put(six & gap);
    }

    /// Six digits or more before each byte.
    #[inline(always)]
    fn six_before(&self) -> B {
        self.digits4.back::<1>() & self.digits2.back::<5>()
    }

    /// Third dots of chains of numbers.
    #[inline(always)]
    fn quads(&mut self, s: &Step<B>, runs: &Runs<B>) -> B {
        self.digit_dot.put(s.dot & runs.d1);
        let first = self.digit_dot.bits();
        if !first.any() {
            self.second_dot.put(B::default());
            return B::default();
        }
        self.second_dot.put(next_dot(&self.digit_dot, first, runs));
        next_dot(&self.second_dot, first, runs)
    }

    /// A step without digits behind one without: nothing made of digits reaches on.
    #[inline(always)]
    fn forget_digits(&mut self) {
        for chain in [
            &mut self.digits2,
            &mut self.digits4,
            &mut self.digits8,
            &mut self.digits9,
            &mut self.ends2_sep,
            &mut self.ends3_sep,
            &mut self.ends4_gap,
            &mut self.ends6_gap,
            &mut self.zero,
            &mut self.label,
            &mut self.digit_dot,
            &mut self.second_dot,
        ] {
            chain.forget();
        }
    }
}

/// Dots that a group of one to three digits separates from a dot of `c`.
#[inline(always)]
fn next_dot<B: Bits>(c: &Chain<B>, dots: B, runs: &Runs<B>) -> B {
    dots & (c.back::<2>() | c.back::<3>() & runs.d2 | c.back::<4>() & runs.d2 & runs.d3)
}

/// Separators of hex pairs that four more stand before.
#[inline(always)]
fn five<B: Bits>(c: &Chain<B>) -> B {
    c.bits() & c.back::<3>() & c.back::<6>() & c.back::<9>() & c.back::<12>()
}
