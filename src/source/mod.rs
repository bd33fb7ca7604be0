//! Where input comes from: the only room that opens files. Knows no formats and no rules.

mod database;
mod git;
mod open;
mod places;
mod roots;
mod standing;
mod walk;

pub use git::GitScope;

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
    /// Files and folders, in the order in which they are scanned, those within others last and each file once; `-` is standard input. With `git`, what of a repository is
    /// scanned: all of it if there are none; one that is in neither the work tree nor the commits is told as not found.
    pub paths: Vec<PathBuf>,
    /// What to scan instead of files.
    pub git: Option<GitScope>,
    /// Whether ignore files are disregarded.
    pub no_ignore: bool,
    /// Whether symbolic links are followed.
    pub follow: bool,
    /// Files that this run writes: where the walk comes upon one, it is told and not scanned.
    pub outputs: Vec<PathBuf>,
}

/// Sources that can be read.
pub(crate) enum Feed<'a> {
    /// Files, of which the walk tells what it cannot read.
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
