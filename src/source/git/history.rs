//! All that ever was: the commits of a range from the oldest on, and of each the files that no commit before it had.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;
use std::sync::Arc;

use gix::ObjectId;
use gix::bstr::{BStr, BString, ByteSlice};
use gix::date::Time;
use gix::date::time::format::ISO8601_STRICT;
use gix::hashtable::{HashMap, HashSet};
use rustc_hash::FxHashSet;

use crate::model::Revision;

use super::objects::{ItemKind, Objects, damaged, join};
use super::view::View;

/// What is needed of a commit to go on from it.
pub(super) struct Commit {
    pub(super) id: ObjectId,
    tree: ObjectId,
    parents: Vec<ObjectId>,
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
    fn read(objects: &mut Objects, id: ObjectId) -> io::Result<Self> {
        let mut fields = objects.commit(&id)?;
        let whole = fields;
        let tree = fields.tree_id().map_err(|e| damaged(&id, &e))?;
        let made = whole.committer().map(|who| who.seconds()).unwrap_or_default();
        let written = whole.author().and_then(|who| who.time()).ok();
        Ok(Self { id, tree, parents: whole.parent_ids().collect(), made, written })
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
    let not = explore(objects, hidden, &HashSet::default(), ends).0;
    let not = not.iter().map(|commit| commit.id).collect();
    let (commits, lost) = explore(objects, tips, &not, ends);
    Commits { commits: in_order(commits), lost }
}

/// Commits that `tips` lead to, in no order.
fn explore(
    objects: &mut Objects,
    tips: &[ObjectId],
    not: &HashSet,
    ends: &HashSet,
) -> (Vec<Commit>, Vec<(ObjectId, io::Error)>) {
    let (mut open, mut seen) = (tips.to_vec(), HashSet::default());
    let (mut commits, mut lost) = (Vec::new(), Vec::new());
    while let Some(id) = open.pop() {
        if not.contains(&id) || !seen.insert(id) {
            continue;
        }
        match Commit::read(objects, id) {
            Ok(mut commit) => {
                if ends.contains(&id) {
                    commit.parents.clear();
                }
                open.extend_from_slice(&commit.parents);
                commits.push(commit);
            }
            Err(e) => lost.push((id, e)),
        }
    }
    (commits, lost)
}

/// Parents before their children, and else the oldest first.
fn in_order(commits: Vec<Commit>) -> Vec<Commit> {
    let places: HashMap<ObjectId, usize> = commits.iter().enumerate().map(|(n, c)| (c.id, n)).collect();
    let mut waiting = vec![0_usize; commits.len()];
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); commits.len()];
    for ((n, commit), waiting) in commits.iter().enumerate().zip(&mut waiting) {
        for parent in commit.parents.iter().filter_map(|id| places.get(id)) {
            *waiting += 1;
            children.get_mut(*parent).into_iter().for_each(|c| c.push(n));
        }
    }
    let due = |n: usize, commit: &Commit| Reverse((commit.made, commit.id, n));
    let mut ready: BinaryHeap<_> = commits
        .iter()
        .enumerate()
        .zip(&waiting)
        .filter(|(_, w)| **w == 0)
        .map(|((n, c), _)| due(n, c))
        .collect();
    let mut commits: Vec<Option<Commit>> = commits.into_iter().map(Some).collect();
    let mut ordered = Vec::with_capacity(commits.len());
    while let Some(Reverse((.., n))) = ready.pop() {
        ordered.extend(commits.get_mut(n).and_then(Option::take));
        for child in children.get(n).into_iter().flatten() {
            let Some(waiting) = waiting.get_mut(*child) else { continue };
            *waiting -= 1;
            if *waiting == 0 {
                ready.extend(commits.get(*child).and_then(Option::as_ref).map(|c| due(*child, c)));
            }
        }
    }
    ordered
}

/// What has been met, so that each file is met once.
pub(super) struct Novelty<'a> {
    view: &'a View,
    seen: HashSet,
    commits: HashSet,
    submodules: FxHashSet<BString>,
}

/// Something that is met for the first time.
pub(super) enum New<'a> {
    File(&'a BStr, ObjectId),
    Submodule(&'a BStr),
    /// A folder that cannot be read.
    Lost(&'a BStr, io::Error),
}

impl<'a> Novelty<'a> {
    pub(super) fn new(view: &'a View) -> Self {
        Self { view, seen: HashSet::default(), commits: HashSet::default(), submodules: FxHashSet::default() }
    }

    /// Goes through what `commit` has and no commit before it had, nor any of its parents, until `each` says `false`.
    pub(super) fn of(
        &mut self,
        objects: &mut Objects,
        commit: &Commit,
        each: &mut impl FnMut(New<'_>) -> bool,
    ) -> bool {
        for parent in &commit.parents {
            // A parent that was not gone through is outside the range: what it has was there before.
            if !self.commits.contains(parent)
                && let Ok(parent) = Commit::read(objects, *parent)
            {
                self.folder(objects, parent.tree, &mut |_| true);
                self.commits.insert(parent.id);
            }
        }
        self.commits.insert(commit.id);
        self.folder(objects, commit.tree, each)
    }

    /// Goes through a folder, files before folders.
    pub(super) fn folder(
        &mut self,
        objects: &mut Objects,
        root: ObjectId,
        each: &mut impl FnMut(New<'_>) -> bool,
    ) -> bool {
        let mut open = vec![(BString::default(), root)];
        while let Some((folder, id)) = open.pop() {
            let all = self.view.holds(folder.as_bstr());
            // A folder of which only a part was asked for may be met again as that part.
            if all && !self.seen.insert(id) {
                continue;
            }
            let items = match objects.folder(&id) {
                Ok(items) => items,
                Err(e) => {
                    if each(New::Lost(folder.as_bstr(), e)) {
                        continue;
                    }
                    return false;
                }
            };
            let first = open.len();
            for item in items {
                let path = join(folder.as_bstr(), item.name.as_bstr());
                let wanted = all || self.view.holds(path.as_bstr());
                let more = match item.kind {
                    ItemKind::Folder if wanted || self.view.leads_to(path.as_bstr()) => {
                        open.push((path, item.id));
                        true
                    }
                    ItemKind::File if wanted && self.seen.insert(item.id) => {
                        each(New::File(path.as_bstr(), item.id))
                    }
                    ItemKind::Submodule if wanted && self.submodules.insert(path.clone()) => {
                        each(New::Submodule(path.as_bstr()))
                    }
                    _ => true,
                };
                if !more {
                    return false;
                }
            }
            open.get_mut(first..).unwrap_or_default().reverse();
        }
        true
    }
}
