//! The first bytes of literals, as tables by which many literals are looked for at once.

/// How many bytes of a literal are looked at first.
pub(super) const HEAD: usize = 4;

/// Groups of literals.
const GROUPS: usize = 16;

/// Which groups have a literal with which byte at each place of its head, a bit for each group.
pub(super) struct Heads {
    /// By byte, for plain code.
    pub(super) bytes: [[u16; 256]; HEAD],
    /// By the halves of a byte, for vector instructions, whose tables have sixteen entries of eight bits: two sets of eight groups.
    pub(super) halves: [[Halves; HEAD]; 2],
}

/// The groups that have a byte with this half, by lower and by upper half.
#[derive(Clone, Copy, Default)]
pub(super) struct Halves {
    pub(super) lower: [u8; 16],
    pub(super) upper: [u8; 16],
}

impl Heads {
    /// Puts literals into groups. Each goes where it makes the fewest other bytes look like a head, so the shortest, which say least
    /// of themselves, should come first.
    pub(super) fn of<'a>(literals: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut groups = [Group::default(); GROUPS];
        for literal in literals {
            let cost = |group: &Group| group.with(literal).looks_alike() - group.looks_alike();
            if let Some(group) = groups.iter_mut().min_by_key(|group| cost(group)) {
                *group = group.with(literal);
            }
        }
        let mut heads = Self { bytes: [[0; 256]; HEAD], halves: [[Halves::default(); HEAD]; 2] };
        for (number, group) in groups.iter().enumerate() {
            heads.tell(number, group);
        }
        heads
    }

    fn tell(&mut self, number: usize, group: &Group) {
        let bit = 1 << (number % 8);
        for (place, (lower, upper)) in group.0.iter().enumerate() {
            let has = |half: usize, halves: &u16| halves >> half & 1 != 0;
            let tables = &mut self.halves[number / 8][place];
            for half in 0..16 {
                tables.lower[half] |= bit * u8::from(has(half, lower));
                tables.upper[half] |= bit * u8::from(has(half, upper));
            }
            for (byte, groups) in self.bytes[place].iter_mut().enumerate() {
                *groups |= u16::from(has(byte & 15, lower) && has(byte >> 4, upper)) << number;
            }
        }
    }
}

/// The halves of the bytes that the literals of a group have at each place of their heads: lower and upper, a bit for each half.
#[derive(Clone, Copy, Default)]
struct Group([(u16, u16); HEAD]);

impl Group {
    /// The group with one more literal. One that is shorter than a head may be followed by anything.
    fn with(mut self, literal: &[u8]) -> Self {
        for (place, (lower, upper)) in self.0.iter_mut().enumerate() {
            match literal.get(place) {
                Some(b) => (*lower, *upper) = (*lower | 1 << (b & 15), *upper | 1 << (b >> 4)),
                None => (*lower, *upper) = (u16::MAX, u16::MAX),
            }
        }
        self
    }

    /// How often a head looks like one of the group.
    fn looks_alike(&self) -> u64 {
        let often = |(lower, upper): &(u16, u16)| {
            let uppers = OFTEN.iter().enumerate().map(|(half, often)| often * u64::from(upper >> half & 1));
            uppers.sum::<u64>() * u64::from(lower.count_ones())
        };
        self.0.iter().map(often).product()
    }
}

/// How often bytes with each upper half are met: small letters more than others, then blanks with signs, digits and capitals.
const OFTEN: [u64; 16] = [1, 1, 4, 3, 2, 2, 12, 8, 1, 1, 1, 1, 1, 1, 1, 1];
