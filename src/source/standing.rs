//! Where a path stands in its repository: what it says of a file must not depend on how the file was asked for.

use std::path::{Path, PathBuf};

/// The part of a folder's path below the root of the repository that it lies in; empty for the root, and outside of any.
pub(super) fn folder(folder: &Path) -> PathBuf {
    let asked = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    below_root(asked).unwrap_or_default()
}

/// The path of a file below the root of its repository, by the name that it was asked for; `None` outside of any.
pub(crate) fn file(file: &Path) -> Option<PathBuf> {
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty());
    Some(below_root(parent.unwrap_or(Path::new(".")))?.join(file.file_name()?))
}

fn below_root(folder: &Path) -> Option<PathBuf> {
    let real = folder.canonicalize().ok()?;
    let root = real.ancestors().find(|above| above.join(".git").exists())?;
    real.strip_prefix(root).ok().map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_counted_from_the_root() {
        let temp = tempfile::tempdir().unwrap();
        let docs = temp.path().join("repo/docs");
        std::fs::create_dir_all(&docs).unwrap();
        std::fs::create_dir_all(temp.path().join("repo/.git")).unwrap();
        assert_eq!(folder(&docs), Path::new("docs"));
        assert_eq!(folder(&docs.join("..")), Path::new(""));
        assert_eq!(file(&docs.join("guide.md")), Some("docs/guide.md".into()));
        assert_eq!(file(&docs.join("../a.md")), Some("a.md".into()));
        assert_eq!(file(&temp.path().join("a.md")), None);
        assert_eq!(folder(temp.path()), Path::new(""));
    }
}
