//! What must not be found, and where.

use crate::model::{Catalog, Classified, Confidence, Disposition, Sensitivity};

use super::allow::names;
use super::globs::Globs;

/// From what sensitivity on a finding must not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// Anything that counts.
    Any,
    /// Anything of at least this sensitivity.
    Sensitivity(Sensitivity),
}

impl FailOn {
    /// Reads a sensitivity or `any`.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "any" => Some(Self::Any),
            word => Sensitivity::parse(word).map(Self::Sensitivity),
        }
    }
}

/// What must not be found in one part of a tree. A finding that fits one of the first five is a violation.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// By sensitivity.
    pub fail_on: Option<FailOn>,
    /// By info type or rule.
    pub types: Vec<String>,
    /// By row of the matrix: its id or its name.
    pub categories: Vec<String>,
    /// By what the matrix calls it under the GDPR, such as `Special Category Data`.
    pub gdpr_labels: Vec<String>,
    /// By articles of the GDPR that have rules of their own for such data: 9, 10, 87.
    pub gdpr_articles: Vec<u8>,
    /// Findings of a lower confidence never violate it.
    pub min_confidence: Confidence,
    /// How many violations are tolerated.
    pub max_findings: Option<u64>,
    /// How many distinct values of violations are tolerated.
    pub max_distinct: Option<u64>,
}

impl Policy {
    /// Whether nothing can violate it.
    pub fn is_open(&self) -> bool {
        self.fail_on.is_none()
            && self.types.is_empty()
            && self.categories.is_empty()
            && self.gdpr_labels.is_empty()
            && self.gdpr_articles.is_empty()
    }

    /// Whether a finding must not be. Only real data and role addresses that nobody has accepted count.
    pub fn forbids(&self, found: &Classified, catalog: &Catalog) -> bool {
        let finding = &found.finding;
        let counts = found.standing.is_new()
            && matches!(finding.disposition, Disposition::Real | Disposition::Role)
            && finding.confidence >= self.min_confidence;
        if !counts || self.is_open() {
            return false;
        }
        let (class, rule) = (catalog.class(found.class), catalog.rule(finding.rule));
        let is = |list: &[String], word: &str| list.iter().any(|w| w.eq_ignore_ascii_case(word));
        let is_sensitive = self.fail_on.is_some_and(|fail_on| match fail_on {
            FailOn::Any => true,
            FailOn::Sensitivity(least) => class.sensitivity.is_some_and(|level| level >= least),
        });
        is_sensitive
            || names(&self.types, rule)
            || rule.laws.articles.iter().any(|article| self.gdpr_articles.contains(article))
            || is(&self.categories, &class.id)
            || is(&self.categories, &class.name)
            || class.gdpr_label.as_ref().is_some_and(|label| is(&self.gdpr_labels, label))
    }

    /// What it says, for people.
    pub fn describe(&self) -> String {
        let mut parts = Vec::new();
        match self.fail_on {
            Some(FailOn::Any) => parts.push("anything".to_owned()),
            Some(FailOn::Sensitivity(level)) => parts.push(format!("sensitivity {level} or more")),
            None => {}
        }
        for list in [&self.types, &self.categories, &self.gdpr_labels] {
            parts.extend(list.iter().cloned());
        }
        parts.extend(self.gdpr_articles.iter().map(|article| format!("GDPR art. {article}")));
        let mut text = parts.join(", ");
        if self.min_confidence > Confidence::default() {
            text.push_str(&format!("; from a confidence of {}", self.min_confidence.get()));
        }
        if let Some(most) = self.max_findings {
            text.push_str(&format!("; up to {most} tolerated"));
        }
        if let Some(most) = self.max_distinct {
            text.push_str(&format!("; up to {most} distinct values tolerated"));
        }
        text
    }

    /// Whether so many violations, of so many distinct values, are too many.
    pub(super) fn is_exceeded(&self, findings: u64, distinct: u64) -> bool {
        match (self.max_findings, self.max_distinct) {
            (None, None) => findings > 0,
            (by_count, by_value) => {
                by_count.is_some_and(|most| findings > most) || by_value.is_some_and(|most| distinct > most)
            }
        }
    }
}

/// Paths with a policy of their own.
#[derive(Clone, Debug)]
pub struct Zone {
    /// How messages call it: its patterns.
    pub name: String,
    /// Paths below the root.
    pub paths: Globs,
    /// What must not be found there.
    pub policy: Policy,
}
