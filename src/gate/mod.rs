//! The gate: whether what was found is acceptable. Pure; knows no reports.

use crate::model::{Batch, Catalog, Disposition, Sensitivity};

/// What must not be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// Anything that counts.
    Any,
    /// Anything of at least this sensitivity.
    Sensitivity(Sensitivity),
}

/// Judges batches as they come.
#[derive(Clone, Debug)]
pub struct Gate {
    fail_on: Option<FailOn>,
    levels: Vec<Option<Sensitivity>>,
    violations: u64,
}

impl Gate {
    /// A gate; without `fail_on` everything passes.
    pub fn new(fail_on: Option<FailOn>, catalog: &Catalog) -> Self {
        Self { fail_on, levels: catalog.classes.iter().map(|c| c.sensitivity).collect(), violations: 0 }
    }

    /// Counts the findings that must not be. Only real data and role addresses count, and of a change only what it adds.
    pub fn judge(&mut self, batch: &Batch) {
        let Some(fail_on) = self.fail_on else { return };
        let violates = |class: usize| match fail_on {
            FailOn::Any => true,
            FailOn::Sensitivity(least) => {
                self.levels.get(class).copied().flatten().is_some_and(|s| s >= least)
            }
        };
        let counted = batch.findings.iter().filter(|f| {
            matches!(f.finding.disposition, Disposition::Real | Disposition::Role)
                && violates(f.class.0.into())
                && batch.doc.is_added(f.finding.start..f.finding.end)
        });
        self.violations += counted.count() as u64;
    }

    /// How many findings must not be.
    pub fn violations(&self) -> u64 {
        self.violations
    }
}
