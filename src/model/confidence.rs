//! How sure a finding is.

use std::fmt;

/// A confidence from 0 to 100.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Confidence(u8);

impl Confidence {
    /// Clamps `points` to 0..=100.
    pub fn new(points: i32) -> Self {
        Self(u8::try_from(points.clamp(0, 100)).unwrap_or(0))
    }

    /// Reads a number from 0 to 100, or a word for the least of a band: `low`, `medium`, `high`.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "low" => Some(Band::Low.floor()),
            "medium" => Some(Band::Medium.floor()),
            "high" => Some(Band::High.floor()),
            number => number.parse().ok().filter(|n| *n <= 100).map(Self),
        }
    }

    /// The number of points, 0 to 100.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// The band that people read: high from 85, medium from 60, low from 30.
    pub const fn band(self) -> Band {
        match self.0 {
            85.. => Band::High,
            60..=84 => Band::Medium,
            30..=59 => Band::Low,
            _ => Band::Trace,
        }
    }
}

/// A confidence in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// Below 30: kept only for `explain`.
    Trace,
    /// 30 to 59.
    Low,
    /// 60 to 84.
    Medium,
    /// 85 to 100.
    High,
}

impl Band {
    /// The word used on the command line and in every report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trace => "trace",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// The least confidence of the band.
    pub const fn floor(self) -> Confidence {
        Confidence(match self {
            Self::Trace => 0,
            Self::Low => 30,
            Self::Medium => 60,
            Self::High => 85,
        })
    }
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_meet_without_a_gap() {
        for points in 0..=100 {
            let c = Confidence::new(points);
            assert!(c >= c.band().floor());
        }
        let band = |points| Confidence::new(points).band();
        assert_eq!(band(29), Band::Trace);
        assert_eq!(band(30), Band::Low);
        assert_eq!(band(60), Band::Medium);
        assert_eq!(band(85), Band::High);
        assert_eq!(Confidence::new(400).get(), 100);
        assert_eq!(Confidence::new(-4).get(), 0);
    }
}
