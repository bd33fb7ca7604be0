//! Paths that were asked for and are nowhere: a mistyped one must not pass for one in which nothing was found.

use std::io;
use std::path::{Path, PathBuf};

use gix::ObjectId;
use gix::Repository;
use gix::bstr::{BStr, BString, ByteSlice};

use crate::model::{Coverage, Reason};
use crate::source::walk::left_out;

use super::GitScope;
use super::objects::{ItemKind, Objects};
use super::repository::wrong;

/// A path that is not in the work tree.
#[derive(Clone, Debug)]
pub(super) struct Absent {
    /// As it was asked for.
    path: PathBuf,
    /// Its place in the repository, where it has one.
    place: Option<BString>,
}

impl Absent {
    /// `path`, if it is not in the work tree; its place in the repository would be `place`.
    pub(super) fn of(path: &Path, place: Option<BString>) -> Option<Self> {
        path.symlink_metadata().is_err().then(|| Self { path: path.to_owned(), place })
    }

    /// Whether it is `known` to somebody by its place.
    pub(super) fn is(&self, known: impl FnOnce(&BStr) -> bool) -> bool {
        self.place.as_ref().is_some_and(|place| known(place.as_bstr()))
    }

    /// Whether the folder `tree` holds it.
    pub(super) fn is_in(&self, objects: &mut Objects, tree: ObjectId) -> bool {
        self.is(|place| holds(objects, tree, place))
    }

    /// Nothing, unless it is the name of commits: that was meant for an option, and is wrong usage.
    ///
    /// # Errors
    /// It is.
    pub(super) fn is_no_revision(&self, repo: &Repository, scope: &GitScope) -> io::Result<()> {
        let Some(name) = self.path.to_str().filter(|name| repo.rev_parse(*name).is_ok()) else {
            return Ok(());
        };
        let way_out = match scope {
            GitScope::History { .. } => format!("write --history={name} for their history"),
            _ => "only paths can stand here".to_owned(),
        };
        Err(wrong(format!("there is no path `{name}`, but commits have this name; {way_out}")))
    }

    /// What the ledger says of it.
    pub(super) fn left(&self) -> Coverage {
        let detail = "neither in the working tree nor in the part of the repository that was asked for";
        left_out(self.path.to_string_lossy().into_owned(), Reason::NotFound, detail)
    }
}

/// Whether there is something at `path` below a folder.
fn holds(objects: &mut Objects, mut folder: ObjectId, path: &BStr) -> bool {
    let mut names = path.split(|byte| *byte == b'/').peekable();
    while let Some(name) = names.next() {
        let items = objects.folder(&folder).unwrap_or_default();
        match items.into_iter().find(|item| item.name == name) {
            Some(_) if names.peek().is_none() => return true,
            Some(item) if item.kind == ItemKind::Folder => folder = item.id,
            _ => return false,
        }
    }
    true
}
