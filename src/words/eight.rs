//! Eight bytes of a text, looked at together: where a word ends cannot be foreseen, and a branch that is taken wrongly
//! costs as much as a dozen instructions.

/// Eight bytes, the first of them the lowest.
#[derive(Clone, Copy)]
pub(crate) struct Eight(u64);

/// Some of [`Eight`] bytes: the highest bit of each.
#[derive(Clone, Copy)]
pub(crate) struct SomeOf(pub(crate) u64);

/// Eight times the same byte.
pub(crate) const fn each(b: u8) -> u64 {
    u64::from_ne_bytes([b; 8])
}

/// The last eight bytes of a text, the very last the highest; zeros where it is shorter.
#[inline(always)]
pub(super) fn last_eight(text: &[u8]) -> u64 {
    text.last_chunk::<8>().map_or_else(
        || text.iter().fold(0, |eight, b| eight >> 8 | u64::from(*b) << 56),
        |eight| u64::from_le_bytes(*eight),
    )
}

/// The highest bits.
const HIGH: u64 = each(0x80);

impl Eight {
    /// The same as a number.
    pub(crate) const fn new(bytes: u64) -> Self {
        Self(bytes)
    }

    /// The bytes as they stand in a text.
    pub(crate) const fn of(bytes: [u8; 8]) -> Self {
        Self(u64::from_le_bytes(bytes))
    }

    /// Those that lie between two ASCII characters, both included.
    #[inline(always)]
    pub(crate) const fn between(self, first: u8, last: u8) -> SomeOf {
        // Adding to seven bits never carries into the next byte.
        let low = self.0 & !HIGH;
        SomeOf((low + each(0x80 - first)) & !(low + each(0x7f - last)) & !self.0 & HIGH)
    }

    /// ASCII letters.
    #[inline(always)]
    pub(crate) const fn letters(self) -> SomeOf {
        Self(self.0 | each(0x20)).between(b'a', b'z')
    }

    /// ASCII digits.
    #[inline(always)]
    pub(crate) const fn digits(self) -> SomeOf {
        self.between(b'0', b'9')
    }

    /// What is not ASCII.
    #[inline(always)]
    pub(crate) const fn wide(self) -> SomeOf {
        SomeOf(self.0 & HIGH)
    }
}

impl SomeOf {
    /// These and others.
    #[inline(always)]
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// How many of the bytes from the first on are all among them.
    #[inline(always)]
    pub(crate) const fn run_from_first(self) -> usize {
        ((self.0 ^ HIGH).trailing_zeros() / 8) as usize
    }

    /// How many of the bytes up to the last are all among them.
    #[inline(always)]
    pub(crate) const fn run_to_last(self) -> usize {
        ((self.0 ^ HIGH).leading_zeros() / 8) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_bytes_are_told_as_one_is() {
        for b in 0..=u8::MAX {
            let eight = Eight::of([b, 0, b, b' ', b, 0xff, 0x7f, b]);
            let told = |some: SomeOf| some.0 & 0x80 != 0;
            assert_eq!(told(eight.letters()), b.is_ascii_alphabetic(), "{b}");
            assert_eq!(told(eight.digits()), b.is_ascii_digit(), "{b}");
            assert_eq!(told(eight.wide()), !b.is_ascii(), "{b}");
            assert_eq!(told(eight.between(b'-', b'.')), matches!(b, b'-' | b'.'), "{b}");
            assert_eq!(eight.digits().run_to_last(), usize::from(b.is_ascii_digit()), "{b}");
        }
    }

    #[test]
    fn runs_are_counted_from_both_ends() {
        assert_eq!(Eight::of(*b"abcdefgh").letters().run_from_first(), 8);
        assert_eq!(Eight::of(*b"abc.efgh").letters().run_from_first(), 3);
        assert_eq!(Eight::of(*b"abc.ef12").letters().or(Eight::of(*b"abc.ef12").digits()).run_to_last(), 4);
    }
}
