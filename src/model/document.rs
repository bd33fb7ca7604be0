//! What a document is as a whole, beside what is found in it, and what both come to.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use super::{Catalog, ClassId, Classified, Disposition, Sensitivity};

/// Of which documents it is worked out what they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Labels {
    /// Nobody asks.
    #[default]
    None,
    /// Of those in which something is found.
    Found,
    /// Of all.
    All,
}

/// What a document is: a service log, an incident report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocLabel {
    /// Short name, such as `service-log`.
    pub name: Arc<str>,
    /// Its row of the matrix; `None` if the matrix has none for such documents.
    pub class: Option<ClassId>,
    /// How sure, of a hundred.
    pub score: u8,
    /// Whether its retention is that of all that is in it.
    pub governs: bool,
    /// What to do about personal data in such a document; empty if there is nothing special.
    pub advice: Arc<str>,
    /// What the score is made of.
    pub evidence: Vec<DocSignal>,
}

/// What spoke for a label or against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocSignal {
    /// In words, such as `path`.
    pub what: String,
    /// Points that it gave or took.
    pub points: i8,
}

impl DocLabel {
    /// The row whose retention is that of all that is in the document, if there is one.
    pub fn governing(&self) -> Option<ClassId> {
        self.class.filter(|_| self.governs)
    }
}

/// What is found in a document, summed up beside its label.
#[derive(Clone, Debug, Default)]
pub struct DocContent {
    classes: BTreeSet<ClassId>,
    /// Findings that are personal data, by info type.
    personal: BTreeMap<String, u64>,
}

impl DocContent {
    /// Counts a finding, unless it is nobody's.
    pub fn add(&mut self, catalog: &Catalog, found: &Classified) {
        if !matches!(found.finding.disposition, Disposition::Real | Disposition::Role) {
            return;
        }
        self.classes.insert(found.class);
        let rule = catalog.rule(found.finding.rule);
        if matches!(rule.laws.gdpr.as_str(), "P" | "9" | "10") {
            match self.personal.get_mut(&rule.info_type) {
                Some(number) => *number += 1,
                None => _ = self.personal.insert(rule.info_type.clone(), 1),
            }
        }
    }

    /// The highest sensitivity of the document's own row and of those of all that is in it.
    pub fn sensitivity(&self, catalog: &Catalog, label: Option<&DocLabel>) -> Option<Sensitivity> {
        self.rows(label).filter_map(|class| catalog.class(class).sensitivity).max()
    }

    /// How long the document is kept, as retention classes: that of its own row alone where the label governs, or else its
    /// own and those of all that is in it, in the order of the matrix. The policy does not say which of several wins.
    pub fn retentions(&self, catalog: &Catalog, label: Option<&DocLabel>) -> Vec<String> {
        let rows: BTreeSet<ClassId> = match label.and_then(DocLabel::governing) {
            Some(class) => BTreeSet::from([class]),
            None => self.rows(label).collect(),
        };
        let mut all: Vec<String> = Vec::new();
        for retention in rows.into_iter().filter_map(|class| catalog.class(class).retention.as_ref()) {
            let text = retention.rule.as_ref().map_or_else(|| retention.text.clone(), ToString::to_string);
            if !all.contains(&text) {
                all.push(text);
            }
        }
        all
    }

    /// What the policy's label of such documents does not say, and what to do about it.
    pub fn warnings(&self, catalog: &Catalog, label: Option<&DocLabel>) -> Vec<String> {
        let Some((label, class)) = label.and_then(|label| Some((label, label.class?))) else {
            return Vec::new();
        };
        if self.personal.is_empty() {
            return Vec::new();
        }
        let policy = catalog.class(class).gdpr_label.as_deref().unwrap_or_default();
        let says_none =
            ["n/a", "none", "not applicable"].iter().any(|word| policy.eq_ignore_ascii_case(word));
        // GDPR art. 4(1), recital 30.
        let none = says_none
            .then(|| format!("contains personal data ({self}): the GDPR label {policy} does not hold"));
        // GDPR art. 4(5), recital 26.
        let pseudonyms = policy.to_ascii_lowercase().contains("pseudonym");
        let still = pseudonyms.then(|| format!("{policy} is still personal data ({self})"));
        let advice = (!label.advice.is_empty()).then(|| label.advice.to_string());
        none.into_iter().chain(still).chain(advice).collect()
    }

    fn rows(&self, label: Option<&DocLabel>) -> impl Iterator<Item = ClassId> {
        self.classes.iter().copied().chain(label.and_then(|label| label.class))
    }
}

impl fmt::Display for DocContent {
    /// `EMAIL_ADDRESS 2, IP_ADDRESS 40`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, (info_type, number)) in self.personal.iter().enumerate() {
            let comma = if n > 0 { ", " } else { "" };
            write!(f, "{comma}{info_type} {number}")?;
        }
        Ok(())
    }
}
