//! Files and folders by where they lie, so that each is known again under any of its names.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Paths without links in them, each with its number. A path that leads nowhere is none of them.
#[derive(Default)]
pub(super) struct Places {
    numbers: HashMap<PathBuf, usize>,
    names: HashSet<OsString>,
}

impl Places {
    /// The places of `paths`; of those that are one place the first counts.
    pub(super) fn of<'a>(paths: impl IntoIterator<Item = &'a PathBuf>) -> Self {
        let mut places = Self::default();
        for (number, path) in paths.into_iter().enumerate() {
            let Ok(place) = path.canonicalize() else { continue };
            places.names.extend(place.file_name().map(ToOwned::to_owned));
            places.numbers.entry(place).or_insert(number);
        }
        places
    }

    /// How many of them are folders above `path`.
    pub(super) fn above(&self, path: &Path) -> usize {
        let Ok(place) = path.canonicalize() else { return 0 };
        place.ancestors().skip(1).filter(|above| self.numbers.contains_key(*above)).count()
    }

    /// Which of them `path` is, whatever it is called.
    pub(super) fn number(&self, path: &Path) -> Option<usize> {
        self.numbers.get(&path.canonicalize().ok()?).copied()
    }

    /// Which of them `path` is. Nearly all are told by their names, without a look at the disk.
    pub(super) fn find(&self, path: &Path) -> Option<usize> {
        self.names.contains(path.file_name()?).then_some(())?;
        self.number(path)
    }
}
