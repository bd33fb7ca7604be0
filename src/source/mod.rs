//! Where input comes from: the only room that opens files. Knows no formats and no rules.

mod database;
mod open;
mod walk;

pub(crate) use database::{database_of, has_log, open_database};
pub(crate) use open::{Opened, coverage_of, open};
pub(crate) use walk::{Entry, Found, walk};

use std::path::PathBuf;

/// What to scan.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Files and folders, in the order in which they are scanned; `-` is standard input.
    pub paths: Vec<PathBuf>,
    /// Whether ignore files are disregarded.
    pub no_ignore: bool,
    /// Whether symbolic links are followed.
    pub follow: bool,
}
