//! What the next commit would change: the index against the commit that it would follow.

use gix::ObjectId;
use gix::bstr::{BString, ByteSlice};
use gix::index::State;
use gix::index::entry::Mode;
use rustc_hash::FxHashMap;

use super::changes::{Change, Changes, What, between};
use super::objects::{Objects, join};

/// What the index has other than the folder `head`; without one, all of it. The versions that a merge could not settle are
/// files as others are.
pub(super) fn staged(index: &State, objects: &mut Objects, head: Option<ObjectId>) -> Changes {
    let files = between(objects, None, head).changed.into_iter();
    let mut before: FxHashMap<BString, ObjectId> =
        files.filter_map(|change| Some((change.path, change.what.id()?))).collect();
    let mut changes = Changes::default();
    for Change { path, what } in entries(index, objects) {
        let was = before.remove(&path);
        match what {
            What::File { new, .. } if was != Some(new) => changes.push(path, What::File { new, old: was }),
            What::Submodule(id) if was != Some(id) => changes.push(path, what),
            What::Lost(_) => changes.push(path, what),
            What::File { .. } | What::Submodule(_) => {}
        }
    }
    changes.gone = before.into_iter().collect();
    changes.sort();
    changes
}

/// All that stands in the index.
fn entries(index: &State, objects: &mut Objects) -> Vec<Change> {
    let mut all = Vec::with_capacity(index.entries().len());
    for entry in index.entries() {
        let path = entry.path(index);
        if entry.mode.is_sparse() {
            // A folder that is not checked out stands for all that is in it.
            let folder = path.trim_end_with(|c| c == '/').as_bstr();
            let inside = between(objects, None, Some(entry.id)).changed.into_iter();
            all.extend(inside.map(|c| Change { path: join(folder, c.path.as_bstr()), ..c }));
        } else if entry.mode == Mode::COMMIT {
            all.push(Change { path: path.to_owned(), what: What::Submodule(entry.id) });
        } else {
            all.push(Change { path: path.to_owned(), what: What::File { new: entry.id, old: None } });
        }
    }
    all
}
