//! What is asked for, where some of it may lie within the rest: each file comes once.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::places::Places;

/// The files and folders that are asked for, and which of them were met. What takes memory is their number, not that of files.
pub(super) struct Roots {
    places: Places,
    met: Vec<AtomicBool>,
}

/// Whether a path stands for standard input.
pub(super) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

impl Roots {
    /// `paths`, none of which was met.
    pub(super) fn of(paths: &[PathBuf]) -> Self {
        let met = paths.iter().map(|_| AtomicBool::new(false)).collect();
        Self { places: Places::of(paths), met }
    }

    /// `paths` as they are to be walked: those within others last. A folder that is walked meets what of them it does not
    /// leave out, and names it by its whole way; the rest then comes because it is asked for.
    pub(super) fn in_order<'p>(&self, paths: &'p [PathBuf]) -> Vec<&'p PathBuf> {
        let mut ordered: Vec<_> = paths.iter().collect();
        ordered.sort_by_cached_key(|path| if is_stdin(path) { 0 } else { self.places.above(path) });
        ordered
    }

    /// Whether `path` was not met before, if it is asked for; then it is met now.
    pub(super) fn is_new(&self, path: &Path) -> bool {
        self.meet(self.places.number(path))
    }

    /// Whether a walk goes into `path`, or takes it, so many levels below where it began.
    pub(super) fn enters(&self, path: &Path, depth: usize, is_link: bool) -> bool {
        if depth == 0 {
            return true;
        }
        if path.file_name().is_some_and(|name| name == ".git") {
            return false;
        }
        // Where one thing is asked for, it has been met.
        self.met.len() < 2 || self.meet(if is_link { None } else { self.places.find(path) })
    }

    /// Whether `path` is asked for.
    pub(super) fn hold(&self, path: &Path) -> bool {
        self.met.len() > 1 && self.places.find(path).is_some()
    }

    fn meet(&self, root: Option<usize>) -> bool {
        let met = root.and_then(|number| self.met.get(number));
        met.is_none_or(|met| !met.swap(true, Ordering::Relaxed))
    }
}
