//! A set of rules in a register.

/// A set of rules by the low bits of their numbers. It may seem to hold a rule that shares its bit with another, but never lacks one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RuleBits(u128);

impl RuleBits {
    /// One more.
    pub(crate) fn add(&mut self, rule: u16) {
        self.0 |= 1 << (rule % 128);
    }

    /// All of both.
    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether it may hold a rule.
    pub(crate) fn has(self, rule: u16) -> bool {
        self.0 >> (rule % 128) & 1 != 0
    }

    /// Whether both may hold the same rule.
    pub(crate) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl FromIterator<u16> for RuleBits {
    fn from_iter<I: IntoIterator<Item = u16>>(rules: I) -> Self {
        let mut bits = Self::default();
        rules.into_iter().for_each(|rule| bits.add(rule));
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_added_and_may_hold_what_shares_its_bit() {
        let bits: RuleBits = [3, 200].into_iter().collect();
        assert!(bits.has(3) && bits.has(200) && bits.has(72));
        assert!(!bits.has(4));
        assert!(bits.meets([200].into_iter().collect()));
        assert!(!bits.meets([4, 73].into_iter().collect()));
        assert!(!bits.meets(RuleBits::default()));
    }
}
