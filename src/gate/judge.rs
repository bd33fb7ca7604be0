//! The judge: takes findings as they come, says which were expected, and in the end whether the rest is acceptable.

use std::collections::HashSet;
use std::sync::Arc;

use super::baseline::Baseline;
use super::globs::Root;
use super::policy::{Policy, Zone};
use crate::model::{Batch, Catalog, DocInfo};

/// Distinct values that are counted, at most: a limit of as many or more is never exceeded.
const MOST_DISTINCT: usize = 1 << 20;

/// Judges batches as they come.
#[derive(Debug)]
pub struct Gate {
    catalog: Arc<Catalog>,
    root: Root,
    zones: Vec<Zone>,
    /// For what is in no zone.
    rest: Policy,
    baseline: Option<Baseline>,
    /// By zone; the last is for what is in none.
    counts: Vec<Count>,
    /// The document that was asked for last, and its zone.
    last: Option<(Arc<DocInfo>, usize)>,
}

#[derive(Clone, Debug, Default)]
struct Count {
    findings: u64,
    distinct: HashSet<u64>,
}

/// A policy that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The patterns of the zone; `None` for what is in none.
    pub zone: Option<String>,
    /// What the policy says.
    pub policy: String,
    /// Findings against it.
    pub findings: u64,
}

impl Gate {
    /// A gate with one policy for everything.
    pub fn new(policy: Policy, catalog: &Arc<Catalog>) -> Self {
        Self {
            catalog: Arc::clone(catalog),
            root: Root::default(),
            zones: Vec::new(),
            rest: policy,
            baseline: None,
            counts: vec![Count::default()],
            last: None,
        }
    }

    /// Adds zones, whose paths are relative to `root`; the first that contains a path counts.
    #[must_use]
    pub fn zones(self, zones: Vec<Zone>, root: Root) -> Self {
        Self { counts: vec![Count::default(); zones.len() + 1], zones, root, ..self }
    }

    /// Adds what was accepted before.
    #[must_use]
    pub fn baseline(self, baseline: Baseline) -> Self {
        Self { baseline: Some(baseline), ..self }
    }

    fn policies(&self) -> impl Iterator<Item = &Policy> {
        self.zones.iter().map(|zone| &zone.policy).chain([&self.rest])
    }

    /// Says of each finding whether it was accepted before, and counts those that must not be.
    pub fn judge(&mut self, batch: &mut Batch) {
        if let Some(baseline) = &mut self.baseline {
            baseline.judge(&self.catalog, batch);
        }
        if batch.findings.is_empty() {
            return;
        }
        let zone = self.zone_of(batch);
        let policy = self.zones.get(zone).map_or(&self.rest, |zone| &zone.policy);
        let Some(count) = self.counts.get_mut(zone) else { return };
        for found in batch.findings.iter().filter(|found| policy.forbids(found, &self.catalog)) {
            count.findings += 1;
            if policy.max_distinct.is_some() && count.distinct.len() < MOST_DISTINCT {
                count.distinct.insert(found.finding.digest);
            }
        }
    }

    /// The number of the zone that a document is in.
    fn zone_of(&mut self, batch: &Batch) -> usize {
        if self.zones.is_empty() {
            return 0;
        }
        if let Some((doc, zone)) = &self.last
            && Arc::ptr_eq(doc, &batch.doc)
        {
            return *zone;
        }
        let path = self.root.below(&batch.doc.path);
        let zone = self.zones.iter().position(|zone| zone.paths.matches(&path)).unwrap_or(self.zones.len());
        self.last = Some((Arc::clone(&batch.doc), zone));
        zone
    }

    /// Whether nothing that may still be found can change the verdict: a policy does not hold, or none forbids anything.
    pub fn is_decided(&self) -> bool {
        self.policies().all(Policy::is_open) || !self.violations().is_empty()
    }

    /// The policies that do not hold, in their order.
    pub fn violations(&self) -> Vec<Violation> {
        let names = self.zones.iter().map(|zone| Some(zone.name.clone())).chain([None]);
        names
            .zip(self.policies())
            .zip(&self.counts)
            .filter(|((_, policy), count)| policy.is_exceeded(count.findings, count.distinct.len() as u64))
            .map(|((zone, policy), count)| Violation {
                zone,
                policy: policy.describe(),
                findings: count.findings,
            })
            .collect()
    }
}
