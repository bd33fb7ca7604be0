//! What a whole run came to.

use std::collections::BTreeMap;

use super::{Batch, ByDisposition, Coverage, Reason, Sensitivity, Status};

/// Counts of findings under one heading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All findings.
    pub findings: u64,
    /// Those of high confidence.
    pub high: u64,
    /// Those of medium confidence.
    pub medium: u64,
    /// Those of lower confidence.
    pub low: u64,
    /// Documents with at least one.
    pub documents: u64,
}

/// Totals of a run. Order of keys is fixed, so that reports agree between runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents scanned completely or in part.
    pub documents: u64,
    /// Of these, those with at least one finding that is shown.
    pub documents_with_findings: u64,
    /// Bytes scanned.
    pub bytes: u64,
    /// Inputs scanned completely.
    pub complete: u64,
    /// Inputs scanned in part.
    pub partial: u64,
    /// Inputs not scanned.
    pub skipped: u64,
    /// Inputs per reason code, partial and skipped together.
    pub reasons: BTreeMap<Reason, u64>,
    /// Findings by info type.
    pub by_type: BTreeMap<String, Tally>,
    /// Findings by row of the matrix, by [`ClassId`](super::ClassId) as index.
    pub by_class: BTreeMap<u16, Tally>,
    /// Findings by sensitivity; those of rows that state none are missing here.
    pub by_sensitivity: BTreeMap<Sensitivity, u64>,
    /// Findings by disposition as index, of those shown.
    pub by_disposition: ByDisposition,
    /// Believed findings of dispositions that were not shown, by disposition as index.
    pub hidden: ByDisposition,
    /// Findings shown that tell of somebody under 18.
    pub minors: u64,
    /// Findings by standing as index, those that are not shown included.
    pub by_standing: [u64; 3],
    /// Whether the scan was stopped before its end.
    pub interrupted: bool,
}

impl Summary {
    /// Findings shown in all.
    pub fn findings(&self) -> u64 {
        self.by_disposition.iter().sum()
    }

    /// Inputs that could not be scanned, or not completely.
    pub fn failures(&self) -> u64 {
        self.reasons.iter().filter(|(reason, _)| reason.is_failure()).map(|(_, n)| n).sum()
    }

    /// Whether something could not be scanned.
    pub fn is_incomplete(&self) -> bool {
        self.interrupted || self.reasons.keys().any(|r| r.is_failure())
    }

    /// Whether anything at all was not scanned completely, apart from the run's own reports.
    pub fn has_gaps(&self) -> bool {
        self.interrupted || self.reasons.keys().any(|r| r.is_gap())
    }

    /// Adds an entry of the coverage ledger.
    fn add_coverage(&mut self, entry: &Coverage) {
        match entry.status {
            Status::Complete => self.complete += 1,
            Status::Partial => self.partial += 1,
            Status::Skipped => self.skipped += 1,
        }
        if entry.status != Status::Complete {
            *self.reasons.entry(entry.reason).or_default() += 1;
        }
    }

    /// Adds what a batch says of its document apart from the findings.
    pub(crate) fn add_document_part(&mut self, batch: &Batch) {
        self.bytes += batch.bytes;
        for (sum, n) in self.hidden.iter_mut().zip(batch.hidden) {
            *sum += n;
        }
        if !batch.last {
            return;
        }
        match &batch.coverage {
            Some(entry) => self.add_coverage(entry),
            None => self.complete += 1,
        }
        self.documents += u64::from(batch.coverage.as_ref().is_none_or(|c| c.status != Status::Skipped));
    }
}
