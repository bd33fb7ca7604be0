//! The commits of a history, from the oldest on.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;
use std::sync::Arc;

use gix::ObjectId;
use gix::date::Time;
use gix::date::time::format::ISO8601_STRICT;
use gix::hashtable::{HashMap, HashSet};

use crate::model::Revision;

use super::objects::{Objects, damaged};

/// What is needed of a commit to go on from it.
pub(super) struct Commit {
    pub(super) id: ObjectId,
    pub(super) tree: ObjectId,
    pub(super) parents: Vec<ObjectId>,
    /// When it was made, by which commits are put in order that have no other.
    made: i64,
    written: Option<Time>,
}

/// Commits in an order in which parents come first, and those that could not be read.
#[derive(Default)]
pub(super) struct Commits {
    pub(super) commits: Vec<Commit>,
    pub(super) lost: Vec<(ObjectId, io::Error)>,
}

impl Commit {
    /// Reads a commit.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn read(objects: &mut Objects, id: ObjectId) -> io::Result<Self> {
        let mut fields = objects.commit(&id)?;
        let whole = fields;
        let tree = fields.tree_id().map_err(|e| damaged(&id, &e))?;
        let made = whole.committer().map(|who| who.seconds()).unwrap_or_default();
        let written = whole.author().and_then(|who| who.time()).ok();
        Ok(Self { id, tree, parents: whole.parent_ids().collect(), made, written })
    }

    /// Whether none of its parents are still to come.
    fn is_ready(&self, waiting: &HashMap<ObjectId, Self>) -> bool {
        !self.parents.iter().any(|parent| waiting.contains_key(parent))
    }

    /// What findings say of it.
    pub(super) fn revision(&self) -> Arc<Revision> {
        let author_date = self.written.and_then(|time| time.format(ISO8601_STRICT).ok());
        Arc::new(Revision { commit: self.id.to_string(), author_date })
    }
}

/// How a commit is shown.
pub(super) fn shown(id: &ObjectId) -> String {
    format!("commit {}", id.to_hex_with_len(Revision::SHORT))
}

/// The ancestors of `tips`, themselves included, without those of `hidden`. A clone may end at `ends`, whose parents are
/// elsewhere.
pub(super) fn commits(
    objects: &mut Objects,
    tips: &[ObjectId],
    hidden: &[ObjectId],
    ends: &HashSet,
) -> Commits {
    let not = explore(objects, hidden, &HashMap::default(), ends).0;
    let (commits, lost) = explore(objects, tips, &not, ends);
    Commits { commits: in_order(commits), lost }
}

/// Commits that `tips` lead to, without those in `not`; those that cannot be read apart.
fn explore(
    objects: &mut Objects,
    tips: &[ObjectId],
    not: &HashMap<ObjectId, Commit>,
    ends: &HashSet,
) -> (HashMap<ObjectId, Commit>, Vec<(ObjectId, io::Error)>) {
    let (mut open, mut seen) = (tips.to_vec(), HashSet::default());
    let (mut commits, mut lost) = (HashMap::default(), Vec::new());
    while let Some(id) = open.pop() {
        if not.contains_key(&id) || !seen.insert(id) {
            continue;
        }
        match Commit::read(objects, id) {
            Ok(mut commit) => {
                if ends.contains(&id) {
                    commit.parents.clear();
                }
                open.extend_from_slice(&commit.parents);
                commits.insert(id, commit);
            }
            Err(e) => lost.push((id, e)),
        }
    }
    (commits, lost)
}

/// Parents before their children, and else the oldest first.
fn in_order(mut waiting: HashMap<ObjectId, Commit>) -> Vec<Commit> {
    let mut children: HashMap<ObjectId, Vec<ObjectId>> = HashMap::default();
    for commit in waiting.values() {
        commit.parents.iter().for_each(|parent| children.entry(*parent).or_default().push(commit.id));
    }
    let due = |commit: &Commit| Reverse((commit.made, commit.id));
    let mut ready: BinaryHeap<_> = waiting.values().filter(|c| c.is_ready(&waiting)).map(due).collect();
    let mut ordered = Vec::with_capacity(waiting.len());
    while let Some(Reverse((_, id))) = ready.pop() {
        // A commit may name one parent twice, and is then called twice.
        let Some(commit) = waiting.remove(&id) else { continue };
        ordered.push(commit);
        let children = children.remove(&id).unwrap_or_default();
        let children = children.iter().filter_map(|id| waiting.get(id));
        ready.extend(children.filter(|child| child.is_ready(&waiting)).map(due));
    }
    ordered
}
