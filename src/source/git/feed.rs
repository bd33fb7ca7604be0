//! What a repository gives to the scan, for each way to ask.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use gix::bstr::{BStr, ByteSlice};
use gix::{ObjectId, Repository, ThreadSafeRepository, worktree};

use crate::model::{Reason, Revision};
use crate::source::open::coverage_of;
use crate::source::walk::{Entry, Found, Origin, left_out};

use super::absent::Absent;
use super::changes::{Change, What, between};
use super::novelty::New;
use super::objects::Objects;
use super::past::Past;
use super::renames::pair;
use super::repository::{self, wrong};
use super::staged::staged;
use super::view::{Stand, View, is_below};
use super::{Blob, GitScope};

/// A repository and what was asked of it, all of which is there.
pub(crate) struct GitFeed {
    repo: ThreadSafeRepository,
    view: View,
    task: Task,
    /// Paths that were asked for and are in neither end of what was asked for.
    absent: Vec<Absent>,
}

/// What to do.
enum Task {
    /// The index, and the folder of the commit that it follows.
    Staged(worktree::Index, ObjectId),
    /// The folders of two commits.
    Diff(ObjectId, ObjectId),
    History(Past),
}

impl GitFeed {
    /// Opens the repository that `paths` lie in.
    ///
    /// # Errors
    /// What was asked for is not there, and why.
    pub(crate) fn open(scope: &GitScope, paths: &[PathBuf]) -> io::Result<Self> {
        let (shared, mut view) = repository::open(paths)?;
        let repo = shared.to_thread_local();
        let task = match scope {
            GitScope::Staged => index(&repo)?,
            GitScope::Diff(range) => {
                let (old, new) = repository::ends_of(&repo, range)?;
                diff(&repo, old, new)?
            }
            GitScope::DiffBase(base) => {
                let (base, head) = (repository::commit(&repo, base)?, repository::commit(&repo, "HEAD")?);
                diff(&repo, repository::merge_base(&repo, base, head)?, head)?
            }
            GitScope::History { range, messages } => {
                // What may be gone by now has no place but in the repository.
                view.stand = Stand::default();
                Task::History(Past::open(&repo, range.as_deref(), *messages)?)
            }
        };
        let absent = absent(&shared, &task, paths);
        absent.iter().try_for_each(|path| path.is_no_revision(&repo, scope))?;
        Ok(Self { repo: shared, view, task, absent })
    }

    /// Gives all that was asked for, in a fixed order, until `each` returns `false`.
    pub(crate) fn walk(&self, mut each: impl FnMut(Found) -> bool) {
        let mut objects = Objects::of(&self.repo.objects);
        let mut changes = match &self.task {
            Task::Staged(index, head) => staged(index, &mut objects, Some(*head)),
            Task::Diff(old, new) => between(&mut objects, Some(*old), Some(*new)),
            Task::History(past) => return past.walk(self, &mut objects, &mut each),
        };
        pair(&mut changes, &objects);
        if !self.absent.iter().all(|path| each(Found::Left(path.left()))) {
            return;
        }
        let wanted = changes.changed.into_iter().filter(|change| self.view.holds(change.path.as_bstr()));
        let _ = wanted.map(|change| self.changed(change)).all(each);
    }

    /// What of the repository is looked at.
    pub(super) fn view(&self) -> &View {
        &self.view
    }

    /// Paths that were asked for and were not met so far.
    pub(super) fn absent(&self) -> &[Absent] {
        &self.absent
    }

    fn changed(&self, Change { path, what }: Change) -> Found {
        let path = path.as_bstr();
        match what {
            What::File { new, old } => Found::File(self.file(path, new, old, None)),
            What::Submodule(_) => self.submodule(path),
            What::Lost(e) => self.lost(path, &e),
        }
    }

    /// Something that the history brought.
    pub(super) fn brought(&self, new: New<'_>, revision: Option<&Arc<Revision>>) -> Found {
        match new {
            New::File(path, id) => Found::File(self.file(path, id, None, revision.cloned())),
            New::Submodule(path) => self.submodule(path),
            New::Lost(path, e) => self.lost(path, &e),
        }
    }

    fn file(
        &self,
        path: &BStr,
        id: ObjectId,
        old: Option<ObjectId>,
        revision: Option<Arc<Revision>>,
    ) -> Entry {
        let origin = Origin::Blob(Blob { store: Arc::clone(&self.repo.objects), id, old });
        let below = path.to_str_lossy().into_owned();
        Entry { revision, ..Entry::new(origin, self.view.shown(path), below) }
    }

    fn submodule(&self, path: &BStr) -> Found {
        let detail = "a repository of its own; scan it there";
        Found::Left(left_out(self.view.shown(path), Reason::Submodule, detail))
    }

    fn lost(&self, folder: &BStr, e: &io::Error) -> Found {
        let shown = if folder.is_empty() { ".".to_owned() } else { self.view.shown(folder) };
        Found::Left(coverage_of(&shown, e, 0, None))
    }
}

/// Those of `paths` that are neither in the work tree nor in the index or the commits between which `task` looks.
fn absent(shared: &ThreadSafeRepository, task: &Task, paths: &[PathBuf]) -> Vec<Absent> {
    let mut absent: Vec<_> =
        paths.iter().filter_map(|path| Absent::of(path, repository::limit(shared, path))).collect();
    if absent.is_empty() {
        return absent;
    }
    let repo = shared.to_thread_local();
    let mut objects = Objects::of(&shared.objects);
    let trees = match task {
        Task::Staged(index, head) => {
            let staged = |place: &BStr| index.entries().iter().any(|e| is_below(e.path(index), place));
            absent.retain(|path| !path.is(staged));
            vec![*head]
        }
        Task::Diff(old, new) => vec![*old, *new],
        Task::History(past) => past.ends().filter_map(|id| repository::tree(&repo, id).ok()).collect(),
    };
    absent.retain(|path| !trees.iter().any(|tree| path.is_in(&mut objects, *tree)));
    absent
}

fn index(repo: &Repository) -> io::Result<Task> {
    if repo.workdir().is_none() {
        return Err(wrong("a bare repository has no index, so nothing in it is staged"));
    }
    let index = repo.index_or_empty().map_err(|e| wrong(format!("the index cannot be read: {e}")))?;
    let head = repo.head_tree_id_or_empty().map_err(|e| wrong(format!("HEAD cannot be read: {e}")))?;
    Ok(Task::Staged(index, head.detach()))
}

fn diff(repo: &Repository, old: ObjectId, new: ObjectId) -> io::Result<Task> {
    Ok(Task::Diff(repository::tree(repo, old)?, repository::tree(repo, new)?))
}
