//! Path patterns as people know them from ignore files, and paths as configurations name them.

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// A set of path patterns. `*.lock` is a name at any depth, `vendor/` a folder with all that is in it, `tests/**` everything
/// below a folder; a slash at the beginning or within ties a pattern to the root.
#[derive(Clone, Debug)]
pub struct Globs(GlobSet);

impl Globs {
    /// Reads patterns; for one that is wrong, its number and what is wrong.
    ///
    /// # Errors
    /// The first pattern that is none.
    pub fn new<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Result<Self, (usize, String)> {
        let mut set = GlobSetBuilder::new();
        for (number, pattern) in patterns.into_iter().enumerate() {
            if let Some(why) = misleading(pattern) {
                return Err((number, why.to_owned()));
            }
            for spelled in spelled_out(pattern) {
                let glob = GlobBuilder::new(&spelled).literal_separator(true).build();
                set.add(glob.map_err(|e| (number, e.kind().to_string()))?);
            }
        }
        set.build().map(Self).map_err(|e| (0, e.kind().to_string()))
    }

    /// Whether a path below the root (with `/` between its parts) is one of these. What lies in an archive or a packed
    /// file is as its container.
    pub fn matches(&self, path: &str) -> bool {
        let container = path.split_once('!').map_or(path, |(container, _)| container);
        self.0.is_match(path) || self.0.is_match(container)
    }
}

/// Why a pattern does not mean what its author may think.
fn misleading(pattern: &str) -> Option<&'static str> {
    let parts = || pattern.split('/');
    if pattern.trim_matches('/').trim().is_empty() {
        Some("it names nothing; `**` is everything")
    } else if parts().any(|part| matches!(part, "." | "..")) {
        Some("paths are counted from the folder of the configuration, without `.` and `..`")
    } else if pattern.starts_with(['!', '#']) {
        Some("there are no exceptions and no comments here; the first zone that fits counts")
    } else if has_backslashes(pattern) {
        Some("there is `/` between the parts of a path, on Windows too; a star itself is `[*]`")
    } else {
        None
    }
}

/// Whether a backslash stands where somebody may mean the end of a folder: not before a sign that nobody means otherwise.
fn has_backslashes(pattern: &str) -> bool {
    let mut rest = pattern.chars();
    let backslash = || rest.find(|c| *c == '\\').map(|_| rest.next());
    std::iter::from_fn(backslash).any(|next| next.is_none_or(|c| !"[]{}!# \\".contains(c)))
}

/// The pattern with what people leave out.
fn spelled_out(pattern: &str) -> Vec<String> {
    let tied = pattern.trim_end_matches('/').contains('/');
    let pattern = pattern.trim_start_matches('/');
    let from = if tied { "" } else { "**/" };
    match pattern.strip_suffix('/') {
        Some(folder) => vec![format!("{from}{folder}/**")],
        // A name may be that of a file or of a folder.
        None if !pattern.contains(['*', '?', '[', '{']) => {
            vec![format!("{from}{pattern}"), format!("{from}{pattern}/**")]
        }
        None => vec![format!("{from}{pattern}")],
    }
}

/// Where paths are counted from: a configuration names them from its own folder, reports from the current one.
#[derive(Clone, Debug, Default)]
pub struct Root {
    /// The folder that the program runs in.
    current: PathBuf,
    /// The folder of the configuration.
    root: PathBuf,
}

impl Root {
    /// Both folders, absolute.
    pub fn new(current: &Path, root: &Path) -> Self {
        Self { current: normal(current), root: normal(root) }
    }

    /// A shown path as a path below the root with `/` between its parts; one that is not below it stays absolute.
    pub fn below(&self, shown: &str) -> String {
        if self.current == self.root && !shown.starts_with(['/', '.']) && !shown.contains("/..") {
            return shown.replace('\\', if cfg!(windows) { "/" } else { "\\" });
        }
        let full = normal(&self.current.join(shown));
        let below = full.strip_prefix(&self.root).unwrap_or(&full);
        let parts = below.components().map(|part| part.as_os_str().to_string_lossy());
        let joined = parts.collect::<Vec<_>>().join("/");
        joined.strip_prefix("//").map_or(joined.clone(), |rest| format!("/{rest}"))
    }
}

/// Whether a path below the root is `place`, or lies in it: in a folder, or in a packed file. The empty place is the root, which
/// holds everything.
pub fn lies_in(path: &str, place: &str) -> bool {
    let rest = path.strip_prefix(place);
    place.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '!']))
}

/// The path without `.` and `..`, by its words alone.
pub fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = normal.pop(),
            part => normal.push(part),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        Globs::new([pattern]).unwrap().matches(path)
    }

    #[test]
    fn paths_lie_in_folders_and_in_what_is_packed() {
        for (path, place) in [("a/b", "a"), ("a.gz!a", "a.gz"), ("a", "a"), ("a", "")] {
            assert!(lies_in(path, place), "{path} {place}");
        }
        assert!(!lies_in("ab", "a") && !lies_in("a", "a/b") && !lies_in("b/a", "a"));
    }

    #[test]
    fn patterns_mean_what_ignore_files_mean() {
        for (pattern, path) in [
            ("tests/**", "tests/a/b.txt"),
            ("*.lock", "a/Cargo.lock"),
            ("vendor/", "a/vendor/x/y.js"),
            ("vendor", "vendor/x.js"),
            ("/docs", "docs/a.md"),
            ("docs/*.md", "docs/a.md"),
            ("dump.sql.gz", "data/dump.sql.gz!dump.sql"),
            ("**/fixtures/**", "a/fixtures/b"),
        ] {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("tests/**", "src/tests/a.txt"),
            ("/docs", "a/docs/b.md"),
            ("docs/*.md", "docs/a/b.md"),
            ("vendor/", "vendored"),
            ("*.sql", "a.sqlite"),
        ] {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
        assert!(matches(r"a/\[b\].txt", "a/[b].txt") && matches("a/[*].txt", "a/*.txt"));
        assert_eq!(Globs::new(["a", "b["]).unwrap_err().0, 1);
        for misleading in
            ["", "/", " ", ".", "./a.py", "../**", "a/../b", "!a.py", "#a", r"src\data", r"src\**", r"src\"]
        {
            assert!(Globs::new([misleading]).is_err(), "{misleading}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn paths_are_counted_from_the_root() {
        let same = Root::new(Path::new("/r"), Path::new("/r"));
        let deeper = Root::new(Path::new("/r/a"), Path::new("/r"));
        for (root, shown, below) in [
            (&same, "a/b.txt", "a/b.txt"),
            (&same, "/r/a/b.txt", "a/b.txt"),
            (&same, "./a/../b.txt", "b.txt"),
            (&same, "/x/b.txt", "/x/b.txt"),
            (&same, "../x.txt", "/x.txt"),
            (&deeper, "b.txt", "a/b.txt"),
            (&deeper, "../c.txt", "c.txt"),
            (&deeper, "dump.gz!dump", "a/dump.gz!dump"),
        ] {
            assert_eq!(root.below(shown), below, "{shown}");
        }
    }
}
