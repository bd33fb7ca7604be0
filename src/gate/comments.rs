//! Comments that accept nothing: what they were for is gone.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::inline::may_hold_a_value;
use crate::model::{Batch, did_you_mean};

/// Comments that are named; more are only counted.
const MOST: usize = 10;

/// Watches the comments of a run.
#[derive(Debug, Default)]
pub struct Comments {
    /// Ids and info types of all rules; none if nobody knows them.
    names: Arc<[String]>,
    /// Comments of the document at hand, by place.
    open: BTreeMap<u64, Open>,
    idle: Vec<Idle>,
    more: u64,
}

/// A comment of the document at hand.
#[derive(Debug, Default)]
struct Open {
    line: u64,
    used: u64,
    unknown: Option<String>,
}

/// A comment that does not do what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idle {
    /// The document.
    pub path: String,
    /// Its line, from 1.
    pub line: u64,
    /// What it names and no rule has, if that is why, with the names that may be meant.
    pub unknown: Option<String>,
}

impl Comments {
    /// Watches comments that may name these rules and types.
    pub fn of(names: Arc<[String]>) -> Self {
        Self { names, ..Self::default() }
    }

    /// Takes the comments of a document or of a part of it; parts may tell of one comment, each with its own findings. What a
    /// history brought nobody can change any more, so it is not asked.
    pub fn add(&mut self, batch: &Batch) {
        if batch.doc.revision.is_some() {
            return;
        }
        for comment in &batch.suppressions {
            let unknown = self.unknown(&comment.types);
            let open = self.open.entry(comment.start).or_default();
            open.line = comment.line.max(open.line);
            open.used += comment.used;
            open.unknown = unknown;
        }
        if !batch.last {
            return;
        }
        for (_, Open { line, used, unknown }) in std::mem::take(&mut self.open) {
            if used > 0 && unknown.is_none() {
                continue;
            }
            if self.idle.len() < MOST {
                self.idle.push(Idle { path: batch.doc.path.clone(), line, unknown });
            } else {
                self.more += 1;
            }
        }
    }

    /// The first that accepted nothing, or that name what is not there.
    pub fn idle(&self) -> &[Idle] {
        &self.idle
    }

    /// How many more there are.
    pub fn more(&self) -> u64 {
        self.more
    }

    /// The first of `types` that no rule has, as a message tells it.
    fn unknown(&self, types: &[String]) -> Option<String> {
        let is_known = |word: &&String| self.names.iter().any(|name| name.eq_ignore_ascii_case(word));
        let word = types.iter().filter(|_| !self.names.is_empty()).find(|word| !is_known(word))?;
        // Who accepts a value may have put it where its type belongs.
        let is_name = word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        if !is_name || may_hold_a_value(word) {
            return Some("a word that names no type".to_owned());
        }
        let is_type = |name: &&str| !name.contains(|c: char| c.is_ascii_lowercase());
        let names = self.names.iter().map(String::as_str);
        let meant = did_you_mean(word, names.clone().filter(is_type)).or_else(|| did_you_mean(word, names));
        let meant = meant.map(|question| format!("; {question}")).unwrap_or_default();
        Some(format!("the unknown type `{word}`{meant}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ByDisposition, DocInfo, Revision, Suppression};

    #[test]
    fn a_comment_that_any_part_needs_is_not_idle() {
        let info = DocInfo { path: "a.txt".into(), ..DocInfo::default() };
        let doc = Arc::new(info);
        let mut comments = Comments::default();
        let mut part = |last, told: &[(u64, u64, u64)]| {
            let suppressions = told.iter().map(|(start, line, used)| Suppression {
                start: *start,
                line: *line,
                used: *used,
                types: vec![],
            });
            comments.add(&Batch {
                doc: Arc::clone(&doc),
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
        assert_eq!(comments.idle(), [Idle { path: "a.txt".into(), line: 2, unknown: None }]);
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
            suppressions: vec![Suppression { start: 0, line: 1, used: 0, types: vec![] }],
            hidden: ByDisposition::default(),
            columns: vec![],
            last: true,
        });
        assert!(comments.idle().is_empty());
    }
}
