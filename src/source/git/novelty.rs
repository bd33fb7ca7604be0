//! What a commit brings: the files that no commit before it had, each once.

use std::io;

use gix::ObjectId;
use gix::bstr::{BStr, BString, ByteSlice};
use gix::hashtable::HashSet;
use rustc_hash::FxHashSet;

use super::history::Commit;
use super::objects::{Item, ItemKind, Objects, join};
use super::view::View;

/// What has been met.
pub(super) struct Novelty<'a> {
    view: &'a View,
    /// Files, and folders of which everything has been met.
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

/// A folder that is gone through.
struct Folder {
    path: BString,
    id: ObjectId,
    /// Whether everything in it was asked for.
    whole: bool,
}

impl<'a> Novelty<'a> {
    /// Nothing has been met.
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
            if self.commits.insert(*parent)
                && let Ok(parent) = Commit::read(objects, *parent)
            {
                self.folder(objects, parent.tree, &mut |_| true);
            }
        }
        self.commits.insert(commit.id);
        self.folder(objects, commit.tree, each)
    }

    /// Goes through what is new in a folder, files before folders.
    pub(super) fn folder(
        &mut self,
        objects: &mut Objects,
        id: ObjectId,
        each: &mut impl FnMut(New<'_>) -> bool,
    ) -> bool {
        let mut open = vec![self.enter(BString::default(), id)];
        while let Some(folder) = open.pop() {
            // A folder of which only a part was asked for may be met again as that part.
            if folder.whole && !self.seen.insert(folder.id) {
                continue;
            }
            let first = open.len();
            let more = match objects.folder(&folder.id) {
                Ok(items) => items.iter().all(|item| self.item(&folder, item, &mut open, each)),
                Err(e) => each(New::Lost(folder.path.as_bstr(), e)),
            };
            if !more {
                return false;
            }
            open.get_mut(first..).unwrap_or_default().reverse();
        }
        true
    }

    fn enter(&self, path: BString, id: ObjectId) -> Folder {
        Folder { whole: self.view.holds(path.as_bstr()), path, id }
    }

    /// Gives an item if it is new, and opens it if it is a folder.
    fn item(
        &mut self,
        folder: &Folder,
        item: &Item,
        open: &mut Vec<Folder>,
        each: &mut impl FnMut(New<'_>) -> bool,
    ) -> bool {
        // Most of what a commit has is what was there before.
        if self.seen.contains(&item.id) {
            return true;
        }
        let path = join(folder.path.as_bstr(), item.name.as_bstr());
        let wanted = folder.whole || self.view.holds(path.as_bstr());
        match item.kind {
            ItemKind::Folder if wanted || self.view.leads_to(path.as_bstr()) => {
                open.push(self.enter(path, item.id));
                true
            }
            ItemKind::File if wanted => {
                self.seen.insert(item.id);
                each(New::File(path.as_bstr(), item.id))
            }
            ItemKind::Submodule if wanted && !self.submodules.contains(&path) => {
                let more = each(New::Submodule(path.as_bstr()));
                self.submodules.insert(path);
                more
            }
            _ => true,
        }
    }
}
