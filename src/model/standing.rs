//! Whether a finding was expected: what the gate makes of it.

use std::sync::Arc;

/// What a finding is to a project that has accepted some. Only [`New`](Self::New) ones count for exit codes and are shown
/// by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has said anything about it.
    #[default]
    New,
    /// Accepted before: it is in the baseline, or stands on a line that a change did not touch.
    Known,
    /// Accepted by hand.
    Suppressed {
        /// Why; may be empty.
        reason: Arc<str>,
        /// Whether a comment beside it says so, not the configuration.
        in_source: bool,
    },
}

impl Standing {
    /// The words used in every report, by [`index`](Self::index).
    pub const NAMES: [&'static str; 3] = ["new", "known", "suppressed"];

    /// Its place in tallies.
    pub const fn index(&self) -> usize {
        match self {
            Self::New => 0,
            Self::Known => 1,
            Self::Suppressed { .. } => 2,
        }
    }

    /// The word used in every report.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Known => "known",
            Self::Suppressed { .. } => "suppressed",
        }
    }

    /// Whether nobody has accepted it.
    pub fn is_new(&self) -> bool {
        *self == Self::New
    }

    /// Why it was accepted, where somebody said so.
    pub fn justification(&self) -> Option<&str> {
        match self {
            Self::Suppressed { reason, .. } => Some(&**reason).filter(|reason| !reason.is_empty()),
            Self::New | Self::Known => None,
        }
    }
}

/// A set of standings: those that a report shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandingSet([bool; 3]);

impl StandingSet {
    /// What nobody has accepted.
    pub const NEW: Self = Self([true, false, false]);
    /// Everything.
    pub const ALL: Self = Self([true; 3]);

    /// The set with what was accepted before.
    #[must_use]
    pub const fn with_known(self) -> Self {
        Self([self.0[0], true, self.0[2]])
    }

    /// The set with what was accepted by hand.
    #[must_use]
    pub const fn with_suppressed(self) -> Self {
        Self([self.0[0], self.0[1], true])
    }

    /// Whether it holds this one.
    pub fn contains(self, standing: &Standing) -> bool {
        self.0.get(standing.index()).is_some_and(|held| *held)
    }
}

/// A comment in a document that accepts findings near it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// Byte offset of its first byte.
    pub start: u64,
    /// Its line, from 1; 0 where another part of the document tells it.
    pub line: u64,
    /// How many findings it has accepted. Where a document comes in parts, each part tells its own.
    pub used: u64,
    /// The types or rules that it names.
    pub types: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suppressed(reason: &str) -> Standing {
        Standing::Suppressed { reason: reason.into(), in_source: true }
    }

    #[test]
    fn names_and_places_in_tallies_agree() {
        for standing in [Standing::New, Standing::Known, suppressed("sample")] {
            assert_eq!(Standing::NAMES[standing.index()], standing.name());
        }
        assert_eq!(suppressed("sample").justification(), Some("sample"));
        assert_eq!(suppressed("").justification(), None);
    }

    #[test]
    fn sets_hold_what_was_put_in() {
        let suppressed = suppressed("sample");
        assert!(StandingSet::NEW.contains(&Standing::New) && !StandingSet::NEW.contains(&Standing::Known));
        assert!(StandingSet::NEW.with_known().contains(&Standing::Known));
        assert!(!StandingSet::NEW.with_known().contains(&suppressed));
        assert_eq!(StandingSet::NEW.with_known().with_suppressed(), StandingSet::ALL);
    }
}
