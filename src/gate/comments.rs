//! Comments that accept nothing: what they were for is gone.

use std::collections::BTreeMap;

use crate::model::Batch;

/// Comments that are named; more are only counted.
const MOST: usize = 10;

/// Watches the comments of a run.
#[derive(Debug, Default)]
pub struct Comments {
    /// Those of the document at hand: line and findings by place.
    open: BTreeMap<u64, (u64, u64)>,
    idle: Vec<(String, u64)>,
    more: u64,
}

impl Comments {
    /// Takes the comments of a document or of a part of it; parts may tell of one comment, each with its own findings. What a
    /// history brought nobody can change any more, so it is not asked.
    pub fn add(&mut self, batch: &Batch) {
        if batch.doc.revision.is_some() {
            return;
        }
        for comment in &batch.suppressions {
            let (line, used) = self.open.entry(comment.start).or_default();
            *line = comment.line.max(*line);
            *used += comment.used;
        }
        if !batch.last {
            return;
        }
        for (_, (line, used)) in std::mem::take(&mut self.open) {
            if used == 0 && self.idle.len() < MOST {
                self.idle.push((batch.doc.path.clone(), line));
            } else {
                self.more += u64::from(used == 0);
            }
        }
    }

    /// Path and line (0 if unknown) of the first that accepted nothing.
    pub fn idle(&self) -> &[(String, u64)] {
        &self.idle
    }

    /// How many more there are.
    pub fn more(&self) -> u64 {
        self.more
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ByDisposition, DocInfo, Revision, Suppression};

    #[test]
    fn a_comment_that_any_part_needs_is_not_idle() {
        let info = DocInfo { path: "a.txt".into(), ..DocInfo::default() };
        let doc = std::sync::Arc::new(info);
        let mut comments = Comments::default();
        let mut part = |last, told: &[(u64, u64, u64)]| {
            let suppressions = told.iter().map(|(start, line, used)| Suppression {
                start: *start,
                line: *line,
                used: *used,
            });
            comments.add(&Batch {
                doc: std::sync::Arc::clone(&doc),
                findings: vec![],
                coverage: None,
                bytes: 0,
                suppressions: suppressions.collect(),
                hidden: ByDisposition::default(),
                columns: vec![],
                last,
            });
        };
        part(false, &[(10, 2, 0), (90, 7, 0)]);
        part(true, &[(90, 0, 1)]);
        assert_eq!(comments.idle(), [("a.txt".to_owned(), 2)]);
        assert_eq!(comments.more(), 0);
    }

    #[test]
    fn comments_of_the_past_are_left_alone() {
        let revision = Revision { commit: "ab12".into(), author_date: None };
        let doc = DocInfo { revision: Some(revision.into()), ..DocInfo::default() };
        let mut comments = Comments::default();
        comments.add(&Batch {
            doc: doc.into(),
            findings: vec![],
            coverage: None,
            bytes: 0,
            suppressions: vec![Suppression { start: 0, line: 1, used: 0 }],
            hidden: ByDisposition::default(),
            columns: vec![],
            last: true,
        });
        assert!(comments.idle().is_empty());
    }
}
