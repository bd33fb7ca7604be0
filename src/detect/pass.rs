//! The one pass over the bytes: from class masks to anchors, by shifts and ANDs that look only backwards, so
//! that no look-ahead crosses a block. What it gives is defined by [`Anchor::holds`].

use crate::find::Anchor;

use super::kernel::{Classes, Kernel, Level, Pass, with_kernel};

/// An anchor and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Event {
    /// Position in the text.
    pub(crate) at: u32,
    /// [`Anchor`] as a number.
    pub(crate) anchor: u8,
}

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

    /// Whether any of these is waited for.
    const fn any(self, anchors: u32) -> bool {
        self.0 & anchors != 0
    }
}

const fn bit(anchor: Anchor) -> u32 {
    1 << anchor as u8
}

/// Fills `events` with the anchors of `text`, roughly in order (exactly by block of 64 bytes).
pub(crate) fn anchors(level: Level, wanted: Wanted, text: &[u8], events: &mut Vec<Event>) {
    events.clear();
    with_kernel(level, Sweep { text, wanted, events });
}

struct Sweep<'a> {
    text: &'a [u8],
    wanted: Wanted,
    events: &'a mut Vec<Event>,
}

impl Pass for Sweep<'_> {
    #[inline(always)]
    #[allow(unsafe_code)]
    unsafe fn run<K: Kernel>(mut self) {
        let mut carry = Carry::default();
        let (blocks, rest) = self.text.as_chunks::<64>();
        for (n, block) in blocks.iter().enumerate() {
            // SAFETY: passed on from the caller.
            let classes = unsafe { K::classes(block) };
            self.block(n * 64, &classes, &mut carry);
        }
        // What ends at the end of the text ends before a byte that is no digit: one block more, of zeros.
        let mut last = [0; 64];
        for (to, from) in last.iter_mut().zip(rest) {
            *to = *from;
        }
        // SAFETY: as above.
        let classes = unsafe { K::classes(&last) };
        self.block(blocks.len() * 64, &classes, &mut carry);
    }
}

/// Masks of the block before, for shifts that reach back into it.
#[derive(Clone, Copy, Default)]
struct Carry {
    c: Classes,
    digits2: u64,
    digits4: u64,
    digits8: u64,
    digits9: u64,
    ends3: u64,
    ends2_sep: u64,
    ends3_sep: u64,
    ends4_gap: u64,
    ends6_gap: u64,
    link1: u64,
    link2: u64,
    link3: u64,
    pair_colon: u64,
    pair_hyphen: u64,
    quad_dot: u64,
    four_hyphen: u64,
    eight_hyphen: u64,
    hex: u64,
    hex4: u64,
    dot2: u64,
    digit_dot: u64,
}

/// `now` moved up by `n`, filled from the block before.
#[inline(always)]
const fn back(now: u64, before: u64, n: u32) -> u64 {
    now << n | before >> (64 - n)
}

impl Sweep<'_> {
    #[inline(always)]
    fn block(&mut self, base: usize, c: &Classes, carry: &mut Carry) {
        if c.at != 0 {
            self.checked(base, 0, c.at, Anchor::At);
        }
        if c.plus != 0 {
            self.checked(base, 0, c.plus, Anchor::Plus);
        }
        let hex = c.digit | c.hex_letter;
        self.keys(base, c, &carry.c);
        self.words(base, c, &carry.c);
        if c.digit | carry.c.digit != 0 {
            self.digits(base, c, carry);
        } else {
            clear_digits(carry);
        }
        self.hexes(base, c, hex, carry);
        carry.c = *c;
        carry.hex = hex;
    }

    /// Anchors made of digits only.
    #[inline(always)]
    fn digits(&mut self, base: usize, c: &Classes, carry: &mut Carry) {
        let p = &carry.c;
        let d = c.digit;
        let d1 = back(d, p.digit, 1);
        let digits2 = d & d1;
        let digits4 = digits2 & back(digits2, carry.digits2, 2);
        let digits8 = digits4 & back(digits4, carry.digits4, 4);
        let digits9 = digits8 & back(d, p.digit, 8);
        // A run of exactly n digits ends before this byte.
        let d2 = back(d, p.digit, 2);
        let d3 = back(d, p.digit, 3);
        let d4 = back(d, p.digit, 4);
        let d5 = back(d, p.digit, 5);
        let ends2 = !d & d1 & d2 & !d3;
        let ends3 = !d & d1 & d2 & d3 & !d4;
        let ends4 = !d & d1 & d2 & d3 & d4 & !d5;
        let gap = c.space | c.hyphen;
        let sep = gap | c.dot;
        let ends2_sep = ends2 & sep;
        let ends3_sep = ends3 & sep;
        let ends4_gap = ends4 & gap;
        let three_before = back(ends3_sep, carry.ends3_sep, 5);
        let phone = ends4 & three_before & back(ends3_sep, carry.ends3_sep, 9);
        let ssn = ends4 & back(ends2_sep, carry.ends2_sep, 5) & back(ends3_sep, carry.ends3_sep, 8);
        if phone | ssn != 0 {
            self.checked(base, 12, phone, Anchor::Groups334);
            self.checked(base, 11, ssn, Anchor::Groups324);
        }
        let mut ends6_gap = 0;
        if ends4_gap | carry.ends4_gap != 0 {
            let ends6 = !d
                & d1
                & back(digits4, carry.digits4, 1)
                & back(digits2, carry.digits2, 5)
                & !back(d, p.digit, 7);
            ends6_gap = ends6 & gap;
            let four = d & back(ends4_gap, carry.ends4_gap, 1) & back(ends4_gap, carry.ends4_gap, 6);
            let six = d & back(ends6_gap, carry.ends6_gap, 1) & back(ends4_gap, carry.ends4_gap, 8);
            self.checked(base, 10, four, Anchor::Groups4);
            self.checked(base, 12, six, Anchor::Groups4);
        }
        self.push(base, 0, !d & back(digits9, carry.digits9, 1), Anchor::Digits);
        let joined = p.colon | p.hyphen | p.dot | p.letter | p.digit;
        let open = back(c.colon | c.hyphen | c.dot | c.letter | d, joined, 1);
        let label = c.colon & back(c.letter, p.letter, 1);
        let label_before = p.colon & (p.letter << 1);
        let zero = c.zero & (!open | back(label, label_before, 1));
        let zero_before = carry.ends3; // zeros of the block before that may open a number
        self.checked(base, 1, d & back(zero, zero_before, 1), Anchor::TrunkZero);
        if c.paren != 0 {
            self.checked(base, 0, c.paren & d1, Anchor::Paren);
        }
        self.quads(base, c, carry, d1, d2, d3);
        carry.digits2 = digits2;
        carry.digits4 = digits4;
        carry.digits8 = digits8;
        carry.digits9 = digits9;
        carry.ends2_sep = ends2_sep;
        carry.ends3_sep = ends3_sep;
        carry.ends4_gap = ends4_gap;
        carry.ends6_gap = ends6_gap;
        carry.ends3 = zero;
    }

    /// Third dots of dotted quads.
    #[inline(always)]
    fn quads(&mut self, base: usize, c: &Classes, carry: &mut Carry, d1: u64, d2: u64, d3: u64) {
        let first = c.dot & d1;
        let next = |now: u64, before: u64| {
            first & (back(now, before, 2) | (back(now, before, 3) & d2) | (back(now, before, 4) & d2 & d3))
        };
        let mut second = 0;
        if first != 0 {
            second = next(first, carry.digit_dot);
            let third = next(second, carry.dot2);
            self.checked(base, 0, third, Anchor::Quad);
        }
        carry.digit_dot = first;
        carry.dot2 = second;
    }

    /// Anchors made of hex groups: IPv6, MAC addresses, UUIDs.
    #[inline(always)]
    fn hexes(&mut self, base: usize, c: &Classes, hex: u64, carry: &mut Carry) {
        let p = carry.c;
        let joints = c.colon | c.hyphen | c.dot;
        if joints == 0 {
            carry.link1 = 0;
            carry.link2 = 0;
            carry.link3 = 0;
            carry.pair_colon = 0;
            carry.pair_hyphen = 0;
            carry.quad_dot = 0;
            carry.four_hyphen = 0;
            carry.eight_hyphen = 0;
            carry.hex4 = hex & back(hex, carry.hex, 1) & back(hex, carry.hex, 2) & back(hex, carry.hex, 3);
            return;
        }
        let h1 = back(hex, carry.hex, 1);
        let h2 = back(hex, carry.hex, 2);
        let h3 = back(hex, carry.hex, 3);
        let h4 = back(hex, carry.hex, 4);
        let hex4 = hex & h1 & h2 & h3;
        let twice = h1 & h2;
        let fourfold = twice & h3 & h4;
        self.colons(base, c, carry, [h1, h2, h3, h4]);
        let pair_colon = c.colon & twice;
        let pair_hyphen = c.hyphen & twice;
        let chain = |now: u64, before: u64| {
            let two = now & back(now, before, 3);
            if two == 0 {
                return 0;
            }
            two & back(now, before, 6) & back(now, before, 9) & back(now, before, 12)
        };
        let five = chain(pair_colon, carry.pair_colon) | chain(pair_hyphen, carry.pair_hyphen);
        let quad_dot = c.dot & fourfold;
        let pairs = five | (quad_dot & back(quad_dot, carry.quad_dot, 5));
        if pairs != 0 {
            self.checked(base, 0, pairs, Anchor::HexPairs);
        }
        let four_hyphen = c.hyphen & fourfold;
        let eight_hyphen = four_hyphen & back(hex4, carry.hex4, 5);
        if four_hyphen != 0 {
            let uuid = four_hyphen
                & back(four_hyphen, carry.four_hyphen, 5)
                & back(four_hyphen, carry.four_hyphen, 10)
                & back(eight_hyphen, carry.eight_hyphen, 15);
            self.checked(base, 0, uuid, Anchor::Uuid);
        }
        carry.pair_colon = pair_colon;
        carry.pair_hyphen = pair_hyphen;
        carry.quad_dot = quad_dot;
        carry.four_hyphen = four_hyphen;
        carry.eight_hyphen = eight_hyphen;
        carry.hex4 = hex4;
        let _ = p;
    }

    /// Chains of hex groups and colons.
    #[inline(always)]
    fn colons(&mut self, base: usize, c: &Classes, carry: &mut Carry, [h1, h2, h3, h4]: [u64; 4]) {
        if c.colon == 0 {
            carry.link1 = 0;
            carry.link2 = 0;
            carry.link3 = 0;
            return;
        }
        let link1 = c.colon & h1;
        let next = |now: u64, before: u64| {
            link1
                & (back(now, before, 2)
                    | (back(now, before, 3) & h2)
                    | (back(now, before, 4) & h2 & h3)
                    | (back(now, before, 5) & h2 & h3 & h4))
        };
        let link2 = next(link1, carry.link1);
        let link3 = next(link2, carry.link2);
        let link4 = next(link3, carry.link3);
        let double = c.colon & back(c.colon, carry.c.colon, 1);
        let third = link3 & !link4;
        if double | third != 0 {
            self.checked(base, 0, double | third, Anchor::Colons);
        }
        carry.link1 = link1;
        carry.link2 = link2;
        carry.link3 = link3;
    }

    /// Capitalised words behind a number or behind a word.
    #[inline(always)]
    fn words(&mut self, base: usize, c: &Classes, p: &Classes) {
        let after_space = c.capital & back(c.space, p.space, 1);
        self.push(base, 1, after_space & back(c.digit, p.digit, 2), Anchor::NumberWord);
        let after_line = c.capital & back(c.line_end, p.line_end, 1);
        if after_space | after_line != 0 {
            let word = c.letter | c.dot | c.comma | c.high;
            let word_before = p.letter | p.dot | p.comma | p.high;
            self.push(base, 0, (after_space | after_line) & back(word, word_before, 2), Anchor::CapitalWord);
        }
    }

    /// Ends of keys.
    #[inline(always)]
    fn keys(&mut self, base: usize, c: &Classes, p: &Classes) {
        let marks = c.colon | c.equal;
        if marks == 0 {
            return;
        }
        let ends = |c: &Classes| c.letter | c.quote | c.space | c.underscore | c.high;
        let behind_end = back(ends(c), ends(p), 1);
        let behind_number = back(c.digit, p.digit, 1) & back(c.letter, p.letter, 2);
        self.push(base, 0, marks & (behind_end | behind_number), Anchor::Key);
    }

    /// Pushes the positions of `mask`, each moved down by `shift`.
    #[inline(always)]
    fn push(&mut self, base: usize, shift: usize, mut mask: u64, anchor: Anchor) {
        if !self.wanted.any(bit(anchor)) {
            return;
        }
        while mask != 0 {
            let at = base + mask.trailing_zeros() as usize;
            if let Some(at) = at.checked_sub(shift).filter(|at| *at <= self.text.len()) {
                #[allow(clippy::cast_possible_truncation)] // windows are far below 4 GB
                self.events.push(Event { at: at as u32, anchor: anchor as u8 });
            }
            mask &= mask - 1;
        }
    }

    /// The same for masks that only nearly say what the anchor means.
    #[inline(always)]
    fn checked(&mut self, base: usize, shift: usize, mut mask: u64, anchor: Anchor) {
        if !self.wanted.any(bit(anchor)) {
            return;
        }
        while mask != 0 {
            let at = (base + mask.trailing_zeros() as usize).wrapping_sub(shift);
            if anchor.holds(self.text, at) {
                #[allow(clippy::cast_possible_truncation)] // windows are far below 4 GB
                self.events.push(Event { at: at as u32, anchor: anchor as u8 });
            }
            mask &= mask - 1;
        }
    }
}

/// A block without digits, behind one without: nothing of digits reaches into the next.
#[inline(always)]
fn clear_digits(carry: &mut Carry) {
    carry.digits2 = 0;
    carry.digits4 = 0;
    carry.digits8 = 0;
    carry.digits9 = 0;
    carry.ends2_sep = 0;
    carry.ends3_sep = 0;
    carry.ends4_gap = 0;
    carry.ends6_gap = 0;
    carry.ends3 = 0;
    carry.digit_dot = 0;
    carry.dot2 = 0;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all() -> Wanted {
        let mut wanted = Wanted::NONE;
        Anchor::ALL.into_iter().for_each(|a| wanted.add(a));
        wanted
    }

    fn by_pass(level: Level, text: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        anchors(level, all(), text, &mut events);
        events.sort();
        events
    }

    fn by_definition(text: &[u8]) -> Vec<Event> {
        let mut events: Vec<_> = (0..=text.len())
            .flat_map(|at| Anchor::ALL.map(|anchor| (at, anchor)))
            .filter(|(at, anchor)| anchor.holds(text, *at))
            .map(|(at, anchor)| Event { at: u32::try_from(at).unwrap(), anchor: anchor as u8 })
            .collect();
        events.sort();
        events
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
            "Dear Mr. Smith,\nRegards,\r\nÉmile Zola at 12 Main St",
        ] {
            agrees(text.as_bytes());
            for pad in [1, 31, 52, 60, 63, 64, 65, 120] {
                let padded = format!("{}{text}", "x".repeat(pad));
                agrees(padded.as_bytes());
                let spaced = format!("{}{text}", " ".repeat(pad));
                agrees(spaced.as_bytes());
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_of_the_relevant_bytes(text in "[0-9a-fA-Z@:=.+ ()_\",\r\n-]{0,300}") {
            agrees(text.as_bytes());
        }

        #[test]
        fn any_numbers(text in "([0-9]{1,9}[-. :]){0,60}") {
            agrees(text.as_bytes());
        }

        #[test]
        fn any_hex(text in "([0-9a-f]{1,5}[:.-]){0,60}") {
            agrees(text.as_bytes());
        }

        #[test]
        fn any_bytes(text in proptest::collection::vec(any::<u8>(), 0..400)) {
            agrees(&text);
        }
    }
}
