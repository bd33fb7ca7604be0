//! What a finding means: a row of the classification matrix, and the catalogue that gives indices their words.

use std::fmt;

use super::{LawFacts, TellsAge};

/// Index of a rule in the [`Catalog`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u16);

/// Index of a matrix row in the [`Catalog`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(pub u16);

/// The matrix's own four levels, ordered: policies compare them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sensitivity {
    /// `low`
    Low,
    /// `medium`
    Medium,
    /// `high`
    High,
    /// `very-high`
    VeryHigh,
}

impl Sensitivity {
    /// Every level, lowest first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::VeryHigh];

    /// The word used on the command line, in matrix files and in every report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::VeryHigh => "very-high",
        }
    }

    /// Reads the word that [`name`](Self::name) writes.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == word)
    }
}

impl fmt::Display for Sensitivity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// How long a row may be kept: the policy's words and, where they could be read, their machine form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retention {
    /// The policy's own words, byte-exact.
    pub text: String,
    /// What they mean; `None` if they could not be read.
    pub rule: Option<RetentionRule>,
}

/// The machine form of a retention phrase, such as `service-end+P1Y`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionRule {
    /// What the period counts from: `service-end`, `record-date`, `unspecified` or `never`.
    pub after: String,
    /// ISO 8601 duration such as `P1Y`; empty for none.
    pub period: String,
}

impl fmt::Display for RetentionRule {
    /// The retention class: the anchor, then `+` and the period unless it is empty or zero.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.period.as_str() {
            "" | "P0D" => f.write_str(&self.after),
            period => write!(f, "{}+{period}", self.after),
        }
    }
}

/// A row of the matrix. What the policy leaves unstated is `None`, and stays empty in every output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// Short id, such as `pii`.
    pub id: String,
    /// The policy's name of the row.
    pub name: String,
    /// How sensitive.
    pub sensitivity: Option<Sensitivity>,
    /// What the policy calls it under the GDPR. Not a statement of law.
    pub gdpr_label: Option<String>,
    /// Who may see it.
    pub access: Option<String>,
    /// How long it may be kept.
    pub retention: Option<Retention>,
}

/// What reports need to know of a rule.
#[derive(Clone, Debug, Default)]
pub struct RuleInfo {
    /// The rule's id, such as `us-ssn`.
    pub id: String,
    /// What it finds, such as `US_SSN`.
    pub info_type: String,
    /// Words that [`FactKind::Keyword`](super::FactKind::Keyword) points into.
    pub keywords: Vec<String>,
    /// Words that [`FactKind::Field`](super::FactKind::Field) points into.
    pub fields: Vec<String>,
    /// The matrix row that findings of this rule fall into.
    pub class: ClassId,
    /// Whether the matrix says nothing of it, so that it fell to the default row.
    pub by_default: bool,
    /// What laws say of it.
    pub laws: LawFacts,
    /// What about its findings says how old somebody is, if anything.
    pub tells_age: Option<TellsAge>,
}

/// Gives the indices in findings their words. Built once, shared by the whole run.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// All active rules, by [`RuleId`].
    pub rules: Vec<RuleInfo>,
    /// The rows of the matrix, by [`ClassId`].
    pub classes: Vec<Class>,
    /// Words that [`FactKind::Against`](super::FactKind::Against) points into.
    pub against: Vec<String>,
    /// Id of the matrix profile, such as `saas`.
    pub profile: String,
    /// Hash of all rules, in hexadecimal.
    pub rules_hash: String,
    /// Hash of the matrix, in hexadecimal.
    pub matrix_hash: String,
}

impl Catalog {
    /// The rule of a finding. Ids come from the compiler of this catalogue, so the index holds.
    pub fn rule(&self, id: RuleId) -> &RuleInfo {
        &self.rules[usize::from(id.0)]
    }

    /// The matrix row of a finding; the index holds likewise.
    pub fn class(&self, id: ClassId) -> &Class {
        &self.classes[usize::from(id.0)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_ordered_and_named() {
        assert!(Sensitivity::VeryHigh > Sensitivity::High);
        for s in Sensitivity::ALL {
            assert_eq!(Sensitivity::parse(s.name()), Some(s));
        }
    }

    #[test]
    fn retention_classes_read_well() {
        let class = |after: &str, period: &str| {
            RetentionRule { after: after.into(), period: period.into() }.to_string()
        };
        assert_eq!(class("service-end", "P1Y"), "service-end+P1Y");
        assert_eq!(class("service-end", "P0D"), "service-end");
        assert_eq!(class("record-date", "P8Y"), "record-date+P8Y");
    }
}
