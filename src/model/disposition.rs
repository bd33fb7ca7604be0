//! Why a finding counts as somebody's data, or does not.

use std::fmt;

/// What a finding is, once its value is understood. Only [`Real`](Self::Real) and
/// [`Role`](Self::Role) count for exit codes and are shown by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Disposition {
    /// Candidate personal data.
    Real,
    /// A shared mailbox or switchboard: an organisation more than a person.
    Role,
    /// A published test value, a reserved range or a documented placeholder.
    Synthetic,
    /// Valid but nobody's: loopback addresses, netmasks, broadcast addresses.
    Technical,
    /// Already redacted or tokenised.
    Masked,
    /// A password, key or token: nobody's data, and a matter for a scanner of secrets. It is counted so that it can be handed over.
    Credential,
}

/// Counts by disposition, as index.
pub type ByDisposition = [u64; Disposition::ALL.len()];

impl Disposition {
    /// Every disposition, in the order in which reports list them.
    pub const ALL: [Self; 6] =
        [Self::Real, Self::Role, Self::Synthetic, Self::Technical, Self::Masked, Self::Credential];

    /// The word used on the command line and in every report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::Role => "role",
            Self::Synthetic => "synthetic",
            Self::Technical => "technical",
            Self::Masked => "masked",
            Self::Credential => "credential",
        }
    }

    /// Reads the word that [`name`](Self::name) writes.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.name() == word)
    }
}

impl fmt::Display for Disposition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A set of dispositions, such as those that a report shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DispositionSet(u8);

impl DispositionSet {
    /// What counts: real data and role addresses.
    pub const COUNTED: Self = Self(0b11);
    /// Everything.
    pub const ALL: Self = Self(0b11_1111);

    /// The set with one more member.
    #[must_use]
    pub const fn with(self, one: Disposition) -> Self {
        Self(self.0 | 1 << one as u8)
    }

    /// Whether `one` is a member.
    pub const fn contains(self, one: Disposition) -> bool {
        self.0 & (1 << one as u8) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for d in Disposition::ALL {
            assert_eq!(Disposition::parse(d.name()), Some(d));
        }
        assert_eq!(Disposition::parse("REAL"), None);
    }

    #[test]
    fn only_real_and_role_count() {
        let counted: Vec<_> =
            Disposition::ALL.into_iter().filter(|d| DispositionSet::COUNTED.contains(*d)).collect();
        assert_eq!(counted, [Disposition::Real, Disposition::Role]);
        let more = DispositionSet::COUNTED.with(Disposition::Masked);
        assert!(more.contains(Disposition::Masked) && !more.contains(Disposition::Technical));
    }
}
