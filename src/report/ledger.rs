//! The coverage entries that a report for people lists: the first few, failures before the rest.

use std::collections::BTreeMap;

use crate::model::{Batch, Coverage, Reason, Status, Summary};

/// Entries that are listed; the rest is counted.
const MOST: usize = 20;

/// Holds no more entries than are listed, however many there are.
#[derive(Default)]
pub(super) struct Ledger {
    /// What could not be scanned.
    failures: Vec<Coverage>,
    /// What was left out by rule.
    others: Vec<Coverage>,
}

impl Ledger {
    /// Takes note of a document's end.
    pub(super) fn add(&mut self, batch: &Batch) {
        let gap = batch.coverage.as_ref().filter(|c| batch.last && c.status != Status::Complete);
        // Links are many, and what they lead to is mostly scanned elsewhere: they are only counted.
        let Some(entry) = gap.filter(|c| c.reason != Reason::Symlink) else { return };
        let list = if entry.reason.is_failure() { &mut self.failures } else { &mut self.others };
        if list.len() < MOST {
            list.push(entry.clone());
        }
    }

    /// The entries to list.
    pub(super) fn listed(&self) -> impl Iterator<Item = &Coverage> {
        self.failures.iter().chain(&self.others).take(MOST)
    }

    /// How many more there are, by reason.
    pub(super) fn unlisted(&self, summary: &Summary) -> BTreeMap<Reason, u64> {
        let mut rest = summary.reasons.clone();
        for entry in self.listed() {
            if let Some(number) = rest.get_mut(&entry.reason) {
                *number = number.saturating_sub(1);
            }
        }
        rest.retain(|_, number| *number > 0);
        rest
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{ByDisposition, DocInfo};

    fn skipped(reason: Reason) -> Batch {
        let coverage = Coverage {
            path: "x".into(),
            status: Status::Skipped,
            reason,
            detail: String::new(),
            scanned: 0,
            size: None,
        };
        let doc = Arc::new(DocInfo { path: "x".into(), ..DocInfo::default() });
        Batch {
            doc,
            findings: vec![],
            coverage: Some(coverage),
            bytes: 0,
            suppressions: vec![],
            hidden: ByDisposition::default(),
            columns: vec![],
            last: true,
        }
    }

    #[test]
    fn failures_are_listed_first_and_the_rest_is_counted() {
        let (mut ledger, mut summary) = (Ledger::default(), Summary::default());
        let mut reasons = vec![Reason::Symlink; 100];
        reasons.extend([Reason::Ignored; 30]);
        reasons.extend([Reason::Damaged; 3]);
        for reason in reasons {
            let batch = skipped(reason);
            ledger.add(&batch);
            summary.add_document_part(&batch);
        }
        let listed: Vec<_> = ledger.listed().map(|c| c.reason).collect();
        assert_eq!(listed.len(), MOST);
        assert_eq!(listed[..4], [Reason::Damaged, Reason::Damaged, Reason::Damaged, Reason::Ignored]);
        let unlisted = BTreeMap::from([(Reason::Symlink, 100), (Reason::Ignored, 13)]);
        assert_eq!(ledger.unlisted(&summary), unlisted);
    }
}
