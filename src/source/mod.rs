//! Where input comes from: the only room that opens files. Knows no formats and no rules.

mod database;
mod git;
mod open;
mod places;
mod roots;
mod standing;
mod walk;

pub use git::{GitScope, Tracked};

pub(crate) use database::{database_of, has_log, open_database};
pub(crate) use open::{Limits, Opened, Opener, coverage_of, open_beside, open_to_seek};
pub(crate) use standing::file as in_repository;
pub(crate) use walk::{Entry, Found, Origin};

use std::io;
use std::path::PathBuf;

use git::GitFeed;

/// What to scan.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Files and folders, in the order in which they are scanned, except that those within others come last; each file is scanned
    /// once, and `-` is standard input. With `git`, these are the parts of the repository to scan (all of it if there are none); one that
    /// is in neither the working tree nor the commits is reported as not found.
    pub paths: Vec<PathBuf>,
    /// What to scan instead of files.
    pub git: Option<GitScope>,
    /// Whether to disregard ignore files.
    pub no_ignore: bool,
    /// Whether to follow symbolic links.
    pub follow: bool,
    /// Files that this run writes: if the walk meets one, it is reported and not scanned.
    pub outputs: Vec<PathBuf>,
}

/// Sources that can be read.
pub(crate) enum Feed<'a> {
    /// Files. What cannot be read is reported by the walk.
    Files(&'a Sources),
    /// A repository.
    Git(Box<GitFeed>),
}

impl<'a> Feed<'a> {
    /// Opens what has to be there for a scan to begin.
    ///
    /// # Errors
    /// What was asked for is not there.
    pub(crate) fn open(sources: &'a Sources) -> io::Result<Self> {
        Ok(match &sources.git {
            Some(scope) => Self::Git(Box::new(GitFeed::open(scope, &sources.paths)?)),
            None => Self::Files(sources),
        })
    }

    /// Gives all inputs in a fixed order until `each` returns `false`.
    pub(crate) fn walk(&self, each: impl FnMut(Found) -> bool) {
        match self {
            Self::Files(sources) => walk::walk(sources, each),
            Self::Git(feed) => feed.walk(each),
        }
    }
}
