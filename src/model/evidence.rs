//! What spoke for a finding and against it, in a form that costs no allocation.

/// What kind of fact counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// The shape alone: where the score starts.
    Shape,
    /// A keyword nearby; `word` indexes the rule's keywords.
    Keyword,
    /// Columns beside a weak name that tables of people have.
    Siblings,
    /// The name of the column or key; `word` indexes the rule's field names.
    Field,
    /// A word nearby that speaks against; `word` indexes the catalogue's words against.
    Against,
    /// The validator's own adjustment, told in [`Evidence::note`].
    Value,
    /// The value lies in a stretch of noise, such as a hash or a minified line.
    Noise,
    /// The path looks like tests, samples or documentation.
    TestPath,
    /// The path is generated, vendored or a lock file.
    GeneratedPath,
}

/// One fact and what it counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What kind of fact.
    pub kind: FactKind,
    /// Points that it gave or took.
    pub points: i8,
    /// Which word, for kinds that have one.
    pub word: u16,
}

/// The arithmetic of one confidence: the points of all facts add up to it, before clamping to 0..=100.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    facts: [Fact; Self::MOST],
    len: u8,
    /// What the validator had to say, empty if nothing.
    pub note: &'static str,
}

impl Evidence {
    /// How many facts fit. A score has seven at most, since keyword, siblings and field name count once together.
    pub const MOST: usize = 8;

    /// The evidence of a bare shape.
    pub const fn new(note: &'static str) -> Self {
        let none = Fact { kind: FactKind::Shape, points: 0, word: 0 };
        Self { facts: [none; Self::MOST], len: 0, note }
    }

    /// Adds a fact. More than [`MOST`](Self::MOST) are left out, which no scorer reaches.
    pub fn push(&mut self, kind: FactKind, points: i8, word: u16) {
        if let Some(slot) = self.facts.get_mut(usize::from(self.len)) {
            *slot = Fact { kind, points, word };
            self.len += 1;
        }
    }

    /// The facts in the order in which they counted.
    pub fn facts(&self) -> &[Fact] {
        self.facts.get(..usize::from(self.len)).unwrap_or(&[])
    }

    /// The sum of all points.
    pub fn total(&self) -> i32 {
        self.facts().iter().map(|f| i32::from(f.points)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_add_up() {
        let mut e = Evidence::new("");
        e.push(FactKind::Shape, 55, 0);
        e.push(FactKind::Keyword, 40, 3);
        e.push(FactKind::TestPath, -15, 0);
        assert_eq!(e.total(), 80);
        assert_eq!(e.facts().len(), 3);
        for _ in 0..20 {
            e.push(FactKind::Noise, 0, 0);
        }
        assert_eq!(e.facts().len(), Evidence::MOST);
    }
}
