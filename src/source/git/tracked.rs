//! What a repository tracks although an ignore file names it: such a file only says what is not to be added. And what it tracks
//! although it is not in the work tree.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use gix::ThreadSafeRepository;
use gix::index::entry::Flags;
use gix::worktree::Index;

use crate::model::{Coverage, Reason};
use crate::source::walk::left_out;

use super::repository::{discover, limit};

/// What a repository keeps: its index.
pub struct Tracked {
    repo: ThreadSafeRepository,
    index: Index,
}

impl Tracked {
    /// That of the repository in which `folder` lies; `None` if it is in none.
    ///
    /// # Errors
    /// It cannot be read, in the words of the ledger.
    pub fn around(folder: &Path) -> Result<Option<Self>, Coverage> {
        // The library is not ours and the repository anybody's.
        let opened = catch_unwind(AssertUnwindSafe(|| {
            let repo = discover(folder).map_err(|e| (Reason::UnsupportedKind, e.to_string()))?;
            let index = repo.to_thread_local().index_or_empty();
            let index = index.map_err(|e| (Reason::Damaged, format!("the index cannot be read: {e}")))?;
            Ok(Self { repo, index })
        }));
        let (reason, why) = match opened {
            Ok(Ok(tracked)) => return Ok(Some(tracked)),
            Ok(Err(fault)) => fault,
            Err(_) => (Reason::Internal, "the repository cannot be read".to_owned()),
        };
        let Some(place) = repository(folder) else { return Ok(None) };
        let detail = format!("what ignore files name may be kept in it all the same; {why}");
        Err(left_out(place.to_string_lossy().into_owned(), reason, detail))
    }

    /// Whether the repository keeps `path` and a sparse checkout leaves it, or a folder that it is in, out of the work tree.
    pub fn withholds(&self, path: &Path) -> bool {
        let Some(place) = limit(&self.repo, path) else { return false };
        // In a sparse index a folder stands for all that is in it.
        let folders = memchr::memchr_iter(b'/', &place).map(|end| end + 1);
        folders.chain([place.len()]).any(|end| {
            let entry = place.get(..end).and_then(|name| self.index.entry_by_path(name.into()));
            entry.is_some_and(|entry| entry.flags.contains(Flags::SKIP_WORKTREE))
        })
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

/// The folder `.git` of the repository that `folder` lies in, if there is one that is meant to be read.
fn repository(folder: &Path) -> Option<PathBuf> {
    let is_one = |git: &PathBuf| git.join("HEAD").symlink_metadata().is_ok();
    let near = folder.join(".git");
    if is_one(&near) {
        return Some(near.strip_prefix(".").map_or(near.clone(), Path::to_owned));
    }
    let full = folder.canonicalize().ok()?;
    full.ancestors().map(|above| above.join(".git")).find(is_one)
}
