//! What is other than before: between two folders, and between a commit and the index.

use std::io;

use gix::ObjectId;
use gix::bstr::{BString, ByteSlice};
use rustc_hash::FxHashMap;

use crate::model::{Defect, Reason};

use super::objects::{Item, ItemKind, Objects, join};

/// Paths of one comparison, at most: folders that hold one another many times over are a few bytes and have more paths than
/// there is memory for.
const MOST: usize = 4_000_000;

/// A path at which there is something else than before.
pub(super) struct Change {
    pub(super) path: BString,
    pub(super) what: What,
}

/// What there is now.
pub(super) enum What {
    /// A file, and what it was made of, if that is known.
    File { new: ObjectId, old: Option<ObjectId> },
    /// A commit of another repository.
    Submodule(ObjectId),
    /// A folder that cannot be read.
    Lost(io::Error),
}

impl What {
    /// The id of what there is, if it can be read.
    pub(super) fn id(&self) -> Option<ObjectId> {
        match self {
            Self::File { new, .. } | Self::Submodule(new) => Some(*new),
            Self::Lost(_) => None,
        }
    }
}

/// All that is other than before.
#[derive(Default)]
pub(super) struct Changes {
    pub(super) changed: Vec<Change>,
    /// Files that are not where they were.
    pub(super) gone: Vec<(BString, ObjectId)>,
}

/// What is other in folder `new` than in `old`.
pub(super) fn between(objects: &mut Objects, old: Option<ObjectId>, new: Option<ObjectId>) -> Changes {
    let mut changes = Changes::default();
    let mut open = vec![(BString::default(), old, new)];
    while let Some((folder, old, new)) = open.pop() {
        // What was there and cannot be read is as if it had not been: then all that is there now is new.
        let before = old.and_then(|id| objects.folder(&id).ok()).unwrap_or_default();
        let mut before: FxHashMap<BString, Item> =
            before.into_iter().map(|item| (item.name.clone(), item)).collect();
        let after = match new.map(|id| objects.folder(&id)) {
            Some(Ok(after)) => after,
            None => Vec::new(),
            Some(Err(e)) => {
                changes.push(folder, What::Lost(e));
                continue;
            }
        };
        for item in after {
            let was = before.remove(&item.name);
            changes.compare(
                &mut open,
                join(folder.as_bstr(), item.name.as_bstr()),
                was.as_ref(),
                Some(&item),
            );
        }
        for (name, was) in before {
            changes.compare(&mut open, join(folder.as_bstr(), name.as_bstr()), Some(&was), None);
        }
        if changes.changed.len() > MOST {
            let words = format!("more than {MOST} paths");
            changes.push(folder, What::Lost(Defect::error(Reason::OverBudget, words)));
            break;
        }
    }
    changes.sort();
    changes
}

/// Folders to compare: their path, what there was and what there is.
type Open = Vec<(BString, Option<ObjectId>, Option<ObjectId>)>;

impl Changes {
    /// Notes what is other at `path`; folders are left to be looked into.
    fn compare(&mut self, open: &mut Open, path: BString, was: Option<&Item>, is: Option<&Item>) {
        let of = |item: Option<&Item>, kind| item.filter(|item| item.kind == kind).map(|item| item.id);
        let folders = (of(was, ItemKind::Folder), of(is, ItemKind::Folder));
        if folders.0 != folders.1 {
            open.push((path.clone(), folders.0, folders.1));
        }
        let submodules = (of(was, ItemKind::Submodule), of(is, ItemKind::Submodule));
        if let (before, Some(id)) = submodules
            && before != Some(id)
        {
            self.push(path.clone(), What::Submodule(id));
        }
        match (of(was, ItemKind::File), of(is, ItemKind::File)) {
            (old, Some(new)) if old != Some(new) => self.push(path, What::File { new, old }),
            (Some(old), None) => self.gone.push((path, old)),
            _ => {}
        }
    }

    pub(super) fn push(&mut self, path: BString, what: What) {
        self.changed.push(Change { path, what });
    }

    pub(super) fn sort(&mut self) {
        self.changed.sort_by(|a, b| a.path.cmp(&b.path));
        self.gone.sort();
    }
}
