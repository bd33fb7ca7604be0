//! What a column holds as a whole: the type that most of its values pass, with the arithmetic.

use std::cmp::Reverse;

use super::{Band, ColumnSketch, Confidence, RuleId, TypeTally};

/// Percent of the values that must pass where the column's name speaks for the type.
const NAMED: u64 = 60;

/// Percent that must pass where the values alone say it.
const SHAPED: u64 = 80;

/// Percent that must pass where a value alone says little.
const BARE: u64 = 95;

/// Different values that a column must have: three that repeat are a choice.
const FEWEST: u64 = 5;

/// Values for each of which one in fifty must be different. Of a longer column no more are asked for: a million orders
/// may come from a few thousand customers.
const COUNTED: u64 = 1000;

/// Confidence of a schema: a name, and no value that could bear it out.
const SCHEMA: i32 = 60;

/// What a column holds, or why that cannot be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The rule that comes nearest.
    pub rule: RuleId,
    /// Whether the column is of its type.
    pub ruling: Ruling,
    /// How sure; nothing where it is not.
    pub confidence: Confidence,
    /// Percent of the values that had to pass.
    pub needed: u64,
}

/// How a verdict came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// The column is of the type.
    Holds,
    /// Its name says so, and it has no values.
    SchemaOnly,
    /// Too few of its values pass.
    Share,
    /// It has too few different values.
    Distinct,
    /// Its values are numbers that lie close together, as those that are given out one after the other do.
    Serial,
    /// More than one type takes its numbers, and nothing says which it is.
    Ambiguous,
}

impl Ruling {
    /// The word that reports use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::SchemaOnly => "schema_only",
            Self::Share => "too-few-pass",
            Self::Distinct => "too-few-distinct",
            Self::Serial => "serial-numbers",
            Self::Ambiguous => "ambiguous",
        }
    }

    /// Whether the column is taken to be of the type.
    pub const fn stands(self) -> bool {
        matches!(self, Self::Holds | Self::SchemaOnly)
    }
}

impl ColumnSketch {
    /// What the column holds; `None` if neither its name nor a value speaks for any type.
    pub fn verdict(&self) -> Option<Verdict> {
        if self.values == 0 {
            let confidence = Confidence::new(SCHEMA);
            return self.named.first().map(|rule| Verdict {
                rule: *rule,
                ruling: Ruling::SchemaOnly,
                confidence,
                needed: 0,
            });
        }
        let first = self.candidates().min_by_key(|tally| {
            let holds = self.ruling(tally) == Ruling::Holds;
            (Reverse((holds, tally.named > 0, tally.checked, tally.passed())), tally.rule)
        })?;
        let ruling = if self.is_ambiguous(first) { Ruling::Ambiguous } else { self.ruling(first) };
        let confidence = match ruling {
            Ruling::Holds => first.confidence.max(Band::Medium.floor()),
            _ => Confidence::default(),
        };
        Some(Verdict { rule: first.rule, ruling, confidence, needed: first.needed() })
    }

    /// Types that the column may be of. One number in ten passes a check digit by chance, so a few that do say nothing.
    pub fn candidates(&self) -> impl Iterator<Item = &TypeTally> {
        let by_chance = |tally: &TypeTally| tally.is_bare() && tally.passed() * 2 < self.values;
        self.types.iter().filter(move |tally| !by_chance(tally))
    }

    /// The arithmetic of a verdict, in words.
    pub fn arithmetic(&self, verdict: &Verdict) -> String {
        if verdict.ruling == Ruling::SchemaOnly {
            return "its name, and no values".to_owned();
        }
        let passed = self.types.iter().find(|t| t.rule == verdict.rule).map_or(0, TypeTally::passed);
        let (values, needed) = (self.values, verdict.needed);
        let different = self.different();
        format!(
            "{passed} of {values} values pass ({}, {needed} % needed); {different} different ({} needed)",
            percent(passed, values),
            self.fewest()
        )
    }

    fn ruling(&self, tally: &TypeTally) -> Ruling {
        if tally.passed() * 100 < tally.needed() * self.values {
            Ruling::Share
        } else if self.different() < self.fewest() {
            Ruling::Distinct
        } else if tally.is_bare() && self.is_serial() {
            Ruling::Serial
        } else {
            Ruling::Holds
        }
    }

    /// Different values that the column must have: more than one in fifty.
    fn fewest(&self) -> u64 {
        FEWEST.max(self.values.min(COUNTED) / 50 + 1)
    }

    /// Whether its numbers keep to a part of what numbers of their length could be: record numbers, times.
    const fn is_serial(&self) -> bool {
        let numbers = self.numbers;
        numbers.count * 2 > self.values && numbers.greatest - numbers.least < numbers.greatest / 2
    }

    /// Whether another type takes the numbers as well, and nothing says which it is.
    fn is_ambiguous(&self, first: &TypeTally) -> bool {
        let rival = |tally: &&TypeTally| {
            tally.rule != first.rule
                && tally.checked == first.checked
                && tally.is_bare()
                && self.ruling(tally) == Ruling::Holds
        };
        first.is_bare() && self.ruling(first) == Ruling::Holds && self.types.iter().any(|t| rival(&t))
    }
}

impl TypeTally {
    /// Percent of the values that must pass.
    const fn needed(&self) -> u64 {
        if self.named * 2 > self.passed() {
            NAMED
        } else if self.is_bare() {
            BARE
        } else {
            SHAPED
        }
    }

    /// Whether most values that pass say little alone.
    const fn is_bare(&self) -> bool {
        self.bare * 2 > self.passed()
    }
}

/// A share in percent, to the tenth.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    let tenths = (u128::from(part) * 1000).checked_div(u128::from(whole)).unwrap_or(0);
    format!("{}.{} %", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ByDisposition;

    /// A column of so many values, of which so many are different.
    fn column(values: u64, different: u64, types: &[TypeTally]) -> ColumnSketch {
        let mut column =
            ColumnSketch { rows: values, values, types: types.to_vec(), ..ColumnSketch::new(None, 0) };
        (0..different).for_each(|n| column.distinct.insert(n.wrapping_mul(0x9E37_79B9_7F4A_7C15)));
        column
    }

    fn tally(rule: u16, named: u64, shaped: u64, bare: u64) -> TypeTally {
        TypeTally {
            rule: RuleId(rule),
            named,
            shaped,
            bare,
            dispositions: ByDisposition::default(),
            confidence: Confidence::new(5),
            checked: false,
        }
    }

    #[track_caller]
    fn check(column: &ColumnSketch, expect: Option<(u16, Ruling)>) {
        assert_eq!(column.verdict().map(|v| (v.rule.0, v.ruling)), expect);
    }

    #[test]
    fn how_many_must_pass_depends_on_what_speaks_for_them() {
        for (tally, ruling) in [
            (tally(1, 60, 0, 0), Ruling::Holds),
            (tally(1, 59, 0, 0), Ruling::Share),
            (tally(1, 0, 80, 0), Ruling::Holds),
            (tally(1, 0, 79, 0), Ruling::Share),
            (tally(1, 0, 0, 95), Ruling::Holds),
            (tally(1, 0, 0, 94), Ruling::Share),
            (tally(1, 0, 40, 45), Ruling::Share),
        ] {
            check(&column(100, 50, &[tally]), Some((1, ruling)));
        }
        check(&column(100, 50, &[]), None);
    }

    #[test]
    fn a_choice_is_no_data() {
        let all = |n| [tally(1, 0, n, 0)];
        check(&column(10, 4, &all(10)), Some((1, Ruling::Distinct)));
        check(&column(10, 5, &all(10)), Some((1, Ruling::Holds)));
        check(&column(500, 10, &all(500)), Some((1, Ruling::Distinct)));
        check(&column(500, 11, &all(500)), Some((1, Ruling::Holds)));
        check(&column(1_000_000, 40, &all(1_000_000)), Some((1, Ruling::Holds)));
    }

    #[test]
    fn numbers_that_were_given_out_in_turn_are_none() {
        let serial = |least, greatest, tally| {
            let numbers = crate::model::Numbers { count: 100, least, greatest };
            ColumnSketch { numbers, ..column(100, 100, &[tally]) }
        };
        check(&serial(100_000_000, 100_000_099, tally(1, 0, 0, 100)), Some((1, Ruling::Serial)));
        check(&serial(1_000_000, 899_999_999, tally(1, 0, 0, 100)), Some((1, Ruling::Holds)));
        check(&serial(100_000_000, 100_000_099, tally(1, 100, 0, 0)), Some((1, Ruling::Holds)));
    }

    #[test]
    fn of_several_types_the_name_decides_then_the_proof() {
        let checked = TypeTally { checked: true, ..tally(3, 0, 0, 99) };
        check(&column(100, 99, &[tally(1, 0, 0, 100), tally(2, 70, 0, 0)]), Some((2, Ruling::Holds)));
        check(&column(100, 99, &[tally(1, 0, 0, 100), checked.clone()]), Some((3, Ruling::Holds)));
        check(&column(100, 99, &[tally(1, 0, 0, 100), tally(2, 0, 0, 96)]), Some((1, Ruling::Ambiguous)));
        let rival = TypeTally { checked: true, ..tally(4, 0, 0, 95) };
        check(&column(100, 99, &[checked, rival]), Some((3, Ruling::Ambiguous)));
    }

    #[test]
    fn the_arithmetic_is_shown() {
        let column = column(1000, 30, &[tally(1, 0, 985, 0)]);
        let verdict = column.verdict().unwrap();
        assert_eq!(verdict.confidence, Band::Medium.floor());
        assert_eq!(
            column.arithmetic(&verdict),
            "985 of 1000 values pass (98.5 %, 80 % needed); 30 different (21 needed)"
        );
        let schema = ColumnSketch { named: vec![RuleId(4)], rows: 2, ..ColumnSketch::new(None, 0) };
        check(&schema, Some((4, Ruling::SchemaOnly)));
    }
}
