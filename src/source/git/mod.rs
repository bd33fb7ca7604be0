//! Git repositories: the only place that knows how they are made. Nothing is run, neither hooks nor filters nor Git itself,
//! and nothing is written.

mod absent;
mod added;
mod changes;
mod feed;
mod history;
mod novelty;
mod objects;
mod past;
mod people;
mod renames;
mod repository;
mod staged;
mod tracked;
mod view;

use std::io;
use std::ops::Range;
use std::sync::Arc;

use gix::ObjectId;
use gix::odb::Store;

pub(crate) use feed::GitFeed;
pub(crate) use objects::Objects;
pub use tracked::Tracked;

/// Which part of a Git repository to scan, instead of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GitScope {
    /// What the next commit would change, as it is in the index.
    Staged,
    /// What changed between the two ends of a range, such as `v1.0..HEAD`.
    Diff(String),
    /// What changed since the current branch left this branch or commit.
    DiffBase(String),
    /// Every version of every file that a commit introduced.
    History {
        /// The commits, such as `v1.0..HEAD`; all that branches and tags lead to if `None`.
        range: Option<String>,
        /// Whether to scan messages, authors, committers and taggers as well.
        messages: bool,
    },
}

/// A file in a repository.
#[derive(Clone)]
pub(crate) struct Blob {
    store: Arc<Store>,
    id: ObjectId,
    /// The version to compare it with.
    old: Option<ObjectId>,
}

impl Blob {
    /// Reads it into `buffer`, if there are at most `most` bytes, and gives those on lines that its old version does not have;
    /// `None` if it has no old version. A thread's hold of the repository is kept in `hold`.
    ///
    /// # Errors
    /// Why it cannot be read, in the words of the ledger.
    pub(super) fn read(
        &self,
        most: usize,
        hold: &mut Option<Objects>,
        buffer: &mut Vec<u8>,
    ) -> io::Result<Option<Vec<Range<u64>>>> {
        let held = hold.take().filter(|objects| objects.are_of(&self.store));
        let objects = hold.insert(held.unwrap_or_else(|| Objects::of(&self.store)));
        objects.blob(&self.id, most, buffer)?;
        let mut before = Vec::new();
        // Where the old version cannot be read, nothing speaks against any line of the new one.
        let old = self.old.filter(|old| objects.blob(old, most, &mut before).is_ok());
        Ok(old.map(|_| added::added(&before, buffer)))
    }
}
