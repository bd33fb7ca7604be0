//! Whether somebody is under 18, by what was found.

/// How young somebody is: the bands in which laws and policies treat people differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Minor {
    /// Under 13: COPPA (15 U.S.C. 6501).
    Under13,
    /// 13 to 15: GDPR art. 8(1); Cal. Civ. Code 1798.120(c).
    Under16,
    /// 16 or 17: India's DPDP Act 2023, s. 2(f), and many a policy.
    Under18,
    /// 17 or 18: nothing but the year of birth is known.
    Perhaps,
    /// A field's name says so, not an age.
    Said,
}

impl Minor {
    /// The word that reports use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Under13 => "under-13",
            Self::Under16 => "13-15",
            Self::Under18 => "16-17",
            Self::Perhaps => "perhaps",
            Self::Said => "said",
        }
    }

    /// What lists for people say of such a value.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Under13 => "minor under-13",
            Self::Under16 => "minor 13-15",
            Self::Under18 => "minor 16-17",
            Self::Perhaps => "perhaps minor",
            Self::Said => "minor",
        }
    }

    /// The band of an age in years; `None` from 18 on.
    pub const fn of_age(years: u8) -> Option<Self> {
        match years {
            0..13 => Some(Self::Under13),
            13..16 => Some(Self::Under16),
            16..18 => Some(Self::Under18),
            _ => None,
        }
    }
}

/// What about a value says how old somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TellsAge {
    /// It is a date of birth.
    Birth,
    /// It is an age in years.
    Years,
    /// Its field is one of children.
    Name,
    /// It is a flag, set for children: `true` is a value.
    Flag,
}

impl TellsAge {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Birth, Self::Years, Self::Name, Self::Flag];

    /// The word that rule files use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Birth => "birth",
            Self::Years => "age",
            Self::Name => "sign",
            Self::Flag => "flag",
        }
    }

    /// Reads the word that [`name`](Self::name) writes.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tells| tells.name() == word)
    }
}
