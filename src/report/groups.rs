//! Findings of a document put together: one group for each field and type. Sheets and reports for other programs list
//! places, not every value in them.

use std::collections::HashMap;

use cardinality_estimator::CardinalityEstimator;

use crate::model::{Catalog, ClassId, Classified, Confidence, Disposition, Field, Place, RuleId};

/// Fields of one document that have groups of their own. Data whose keys are data would have one a record.
pub(super) const MOST_FIELDS: usize = 10_000;

/// The groups of one document. Their size does not depend on how much is found.
#[derive(Default)]
pub(super) struct Groups {
    fields: HashMap<Field, Vec<Group>>,
}

/// What was found of one type in one field.
pub(super) struct Group {
    /// The rule that found it first.
    pub(super) rule: RuleId,
    /// Row of the matrix.
    pub(super) class: ClassId,
    /// Findings by [`Disposition`] as index.
    counts: [u64; 5],
    /// Distinct values: exact for few, within about 2 % for many.
    pub(super) distinct: CardinalityEstimator<u64>,
    /// The first value of the highest confidence, masked.
    pub(super) sample: Box<str>,
    /// The highest confidence.
    pub(super) confidence: Confidence,
    /// Where the first one stands.
    pub(super) first: Place,
}

impl Groups {
    /// Adds a finding that stands under `field`.
    pub(super) fn add(&mut self, catalog: &Catalog, field: &Field, found: &Classified) {
        let is_full = self.fields.len() >= MOST_FIELDS && !self.fields.contains_key(field);
        let field = if is_full { &Field::None } else { field };
        let groups = match self.fields.get_mut(field) {
            Some(groups) => groups,
            None => self.fields.entry(field.clone()).or_default(),
        };
        let info_type = |rule: RuleId| &catalog.rule(rule).info_type;
        let is_same = |group: &&mut Group| info_type(group.rule) == info_type(found.finding.rule);
        match groups.iter_mut().find(is_same) {
            Some(group) => group.add(found),
            None => groups.push(Group::of(found)),
        }
    }

    /// Whether there were more fields than have groups.
    pub(super) fn are_cut(&self) -> bool {
        self.fields.len() >= MOST_FIELDS
    }

    /// The groups by field, then by type; none are left.
    pub(super) fn take(&mut self, catalog: &Catalog) -> impl Iterator<Item = (Field, Group)> + use<> {
        let mut fields: Vec<_> = self.fields.drain().collect();
        fields.sort_by(|(a, _), (b, _)| a.cmp(b));
        for (_, groups) in &mut fields {
            groups.sort_by(|a, b| catalog.rule(a.rule).info_type.cmp(&catalog.rule(b.rule).info_type));
        }
        fields.into_iter().flat_map(|(field, groups)| groups.into_iter().map(move |g| (field.clone(), g)))
    }
}

impl Group {
    fn of(found: &Classified) -> Self {
        let finding = &found.finding;
        let mut group = Self {
            rule: finding.rule,
            class: found.class,
            counts: [0; 5],
            distinct: CardinalityEstimator::new(),
            sample: finding.excerpt.clone(),
            confidence: finding.confidence,
            first: finding.place,
        };
        group.add(found);
        group
    }

    fn add(&mut self, found: &Classified) {
        let finding = &found.finding;
        if let Some(count) = self.counts.get_mut(finding.disposition as usize) {
            *count += 1;
        }
        self.distinct.insert_hash(finding.digest);
        if finding.confidence > self.confidence {
            self.confidence = finding.confidence;
            self.sample.clone_from(&finding.excerpt);
        }
    }

    /// All findings.
    pub(super) fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The disposition that weighs most of those found.
    pub(super) fn disposition(&self) -> Option<Disposition> {
        Disposition::ALL.into_iter().find(|d| self.count(*d) > 0)
    }

    /// Findings of one disposition.
    pub(super) fn count(&self, of: Disposition) -> u64 {
        self.counts.get(of as usize).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distinct_values_are_counted_and_estimated() {
        let hashes: Vec<u64> = (0..100).map(|n: u64| n.wrapping_mul(0x9E37_79B9_7F4A_7C15)).collect();
        for (values, least, most) in [(&hashes[..1], 1, 1), (&hashes[..3], 3, 3), (&hashes[..], 99, 101)] {
            let mut sketch = CardinalityEstimator::<u64>::new();
            values.iter().chain(values).for_each(|hash| sketch.insert_hash(*hash));
            assert!((least..=most).contains(&sketch.estimate()), "{}", sketch.estimate());
        }
    }
}
