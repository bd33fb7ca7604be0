//! What is known of a column: counts and sketches of its values that can be put together, whoever made them.

use std::sync::Arc;

use super::{ByDisposition, Confidence, Disposition, Distinct, Heading, RuleId};

/// A column of a table, or the part of it that lies in one window. It holds no value, and no more than a few kilobytes.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnSketch {
    /// The table, in a dump or a database.
    pub table: Option<Arc<Heading>>,
    /// Number of the column, from 0.
    pub column: u16,
    /// Cells.
    pub rows: u64,
    /// Of these, those that are neither empty nor a mark for nothing, such as `NULL`, `\N` and `n/a`.
    pub values: u64,
    /// The different ones among them, byte by byte.
    pub distinct: Distinct,
    /// Those that are nothing but digits.
    pub numbers: Numbers,
    /// Rules that the column's name speaks for, the first being the one that knows it best.
    pub named: Vec<RuleId>,
    /// Rules that whole values pass, in order.
    pub types: Vec<TypeTally>,
}

/// Values of at most eighteen digits and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// How many.
    pub count: u64,
    /// The least.
    pub least: u64,
    /// The greatest.
    pub greatest: u64,
}

/// How many values of a column pass one rule as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeTally {
    /// The rule.
    pub rule: RuleId,
    /// Values that pass with the support of the column's name.
    pub named: u64,
    /// Others, whose shape alone says something: at least low confidence.
    pub shaped: u64,
    /// Others, whose shape says little: numbers of nine digits, say.
    pub bare: u64,
    /// By [`Disposition`] as index, values that were redacted already included.
    pub dispositions: ByDisposition,
    /// The highest confidence of a value.
    pub confidence: Confidence,
    /// Whether that takes check digits that hold.
    pub checked: bool,
}

impl ColumnSketch {
    /// A column of which nothing is known yet.
    pub fn new(table: Option<Arc<Heading>>, column: u16) -> Self {
        Self {
            table,
            column,
            rows: 0,
            values: 0,
            distinct: Distinct::default(),
            numbers: Numbers::NONE,
            named: Vec::new(),
            types: Vec::new(),
        }
    }

    /// Takes in another part of the column.
    pub fn merge(&mut self, other: &Self) {
        self.rows += other.rows;
        self.values += other.values;
        self.distinct.merge(&other.distinct);
        self.numbers.merge(other.numbers);
        if self.named.is_empty() {
            self.named.clone_from(&other.named);
        }
        for theirs in &other.types {
            self.add(theirs);
        }
    }

    /// How many different values there are, about.
    pub fn different(&self) -> u64 {
        self.distinct.estimate().min(self.values)
    }

    /// Adds values that pass a rule.
    pub fn add(&mut self, passed: &TypeTally) {
        match self.types.binary_search_by_key(&passed.rule, |tally| tally.rule) {
            Ok(at) => self.types.get_mut(at).into_iter().for_each(|own| own.merge(passed)),
            Err(at) => self.types.insert(at, passed.clone()),
        }
    }

    /// Cells that hold nothing.
    pub const fn nulls(&self) -> u64 {
        self.rows.saturating_sub(self.values)
    }
}

impl Numbers {
    /// None.
    pub const NONE: Self = Self { count: 0, least: u64::MAX, greatest: 0 };

    /// Adds one.
    pub fn insert(&mut self, number: u64) {
        self.merge(Self { count: 1, least: number, greatest: number });
    }

    /// Adds others.
    pub fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.least = self.least.min(other.least);
        self.greatest = self.greatest.max(other.greatest);
    }
}

impl TypeTally {
    /// Values that pass, for whatever reason.
    pub const fn passed(&self) -> u64 {
        self.named + self.shaped + self.bare
    }

    /// Values of one disposition.
    pub fn count(&self, of: Disposition) -> u64 {
        self.dispositions.get(of as usize).copied().unwrap_or(0)
    }

    /// The disposition that most values have; of equally many, the one that weighs more.
    pub fn disposition(&self) -> Disposition {
        let most = Disposition::ALL.into_iter().rev().max_by_key(|d| self.count(*d));
        most.unwrap_or(Disposition::Real)
    }

    fn merge(&mut self, other: &Self) {
        self.named += other.named;
        self.shaped += other.shaped;
        self.bare += other.bare;
        self.dispositions.iter_mut().zip(other.dispositions).for_each(|(sum, n)| *sum += n);
        self.confidence = self.confidence.max(other.confidence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(rule: u16, bare: u64) -> TypeTally {
        TypeTally {
            rule: RuleId(rule),
            named: 0,
            shaped: 0,
            bare,
            dispositions: [bare, 0, 0, 0, 0, 0],
            confidence: Confidence::new(5),
            checked: false,
        }
    }

    #[test]
    fn parts_of_a_column_add_up() {
        let mut whole = ColumnSketch::new(None, 3);
        let mut part = ColumnSketch { rows: 10, values: 8, ..ColumnSketch::new(None, 3) };
        part.numbers.insert(70);
        part.numbers.insert(30);
        part.add(&tally(7, 4));
        whole.merge(&part);
        part.add(&tally(2, 1));
        part.named.push(RuleId(7));
        whole.merge(&part);
        assert_eq!((whole.rows, whole.nulls(), whole.values), (20, 4, 16));
        assert_eq!(whole.numbers, Numbers { count: 4, least: 30, greatest: 70 });
        assert_eq!(whole.named, [RuleId(7)]);
        let passed: Vec<_> = whole.types.iter().map(|t| (t.rule.0, t.passed())).collect();
        assert_eq!(passed, [(2, 1), (7, 8)]);
    }

    #[test]
    fn the_disposition_is_that_of_most_values() {
        let of = |dispositions| TypeTally { dispositions, ..tally(0, 0) }.disposition();
        assert_eq!(of([1, 0, 9, 0, 0, 0]), Disposition::Synthetic);
        assert_eq!(of([2, 2, 0, 0, 0, 0]), Disposition::Real);
    }
}
