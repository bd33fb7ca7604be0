//! What a repository keeps although an ignore file names it: those say what is not to be added, and this was added all the same.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use gix::ThreadSafeRepository;
use gix::worktree::Index;

use super::repository::{discover, limit};

/// The index of a repository.
pub(in crate::source) struct Tracked {
    repo: ThreadSafeRepository,
    index: Index,
}

impl Tracked {
    /// That of the repository in which `folder` lies; `None` if it is in none that can be read.
    pub(in crate::source) fn around(folder: &Path) -> Option<Self> {
        // The library is not ours and the repository anybody's: whatever is wrong with it, ignore files count as they stand.
        catch_unwind(AssertUnwindSafe(|| {
            let repo = discover(folder).ok()?;
            let index = repo.to_thread_local().index_or_empty().ok()?;
            Some(Self { repo, index })
        }))
        .ok()?
    }

    /// The files at `path` or below it that the repository keeps, sorted; named as `path` is.
    pub(in crate::source) fn at(&self, path: &Path) -> Vec<PathBuf> {
        let Some(place) = limit(&self.repo, path) else { return Vec::new() };
        let entries = self.index.prefixed_entries(place.as_ref()).unwrap_or_default();
        let mut kept: Vec<_> = entries
            .iter()
            .filter_map(|entry| match entry.path(&self.index).strip_prefix(place.as_slice())? {
                [] => Some(path.to_owned()),
                [b'/', below @ ..] => Some(path.join(gix::path::from_byte_slice(below).ok()?)),
                _ => None,
            })
            .collect();
        kept.sort();
        kept
    }
}
