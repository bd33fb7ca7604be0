//! Which paths of a repository were asked for, and how they are shown.

use std::path::{Path, PathBuf};

use gix::bstr::{BStr, BString, ByteSlice};

/// What of a repository is looked at, and from where.
#[derive(Clone, Debug, Default)]
pub(super) struct View {
    /// Paths that were asked for, with all below them; none is everything.
    pub(super) limits: Vec<BString>,
    /// Where whoever asks stands.
    pub(super) stand: Stand,
}

/// Where somebody stands who looks at a repository.
#[derive(Clone, Debug)]
pub(super) enum Stand {
    /// In this folder of it.
    Inside(BString),
    /// Elsewhere; this is the way to it.
    Outside(PathBuf),
}

impl Default for Stand {
    fn default() -> Self {
        Self::Inside(BString::default())
    }
}

impl View {
    /// Whether `path` was asked for.
    pub(super) fn holds(&self, path: &BStr) -> bool {
        self.limits.is_empty() || self.limits.iter().any(|limit| is_below(path, limit.as_bstr()))
    }

    /// Whether something below the folder `path` was asked for.
    pub(super) fn leads_to(&self, path: &BStr) -> bool {
        self.limits.iter().any(|limit| is_below(limit.as_bstr(), path))
    }

    /// `path` as it is shown: the way to it from where one stands.
    pub(super) fn shown(&self, path: &BStr) -> String {
        match &self.stand {
            Stand::Inside(folder) => way(folder.as_bstr(), path).to_str_lossy().into_owned(),
            Stand::Outside(root) => {
                let root = root.strip_prefix(".").unwrap_or(root);
                root.join(&*path.to_str_lossy()).to_string_lossy().into_owned()
            }
        }
    }
}

/// Whether `path` is `folder` or below it. All is below the folder without a name.
pub(super) fn is_below(path: &BStr, folder: &BStr) -> bool {
    folder.is_empty()
        || path.strip_prefix(folder.as_bytes()).is_some_and(|rest| matches!(rest, [] | [b'/', ..]))
}

/// The way from a folder to a path, both seen from one place.
fn way(from: &BStr, to: &BStr) -> BString {
    let mut from: Vec<&[u8]> = from.split(|b| *b == b'/').filter(|name| !name.is_empty()).collect();
    let mut to = to.as_bytes();
    from.reverse();
    while let (Some(name), Some((first, rest))) = (from.last(), to.split_once_str(b"/"))
        && *name == first
    {
        from.pop();
        to = rest;
    }
    let mut way = b"../".repeat(from.len());
    way.extend_from_slice(to);
    way.into()
}

/// The names of `path` below `root`, with `/` between them.
pub(super) fn below(root: &Path, path: &Path) -> Option<BString> {
    let names = path.strip_prefix(root).ok()?.components().map(|name| name.as_os_str().as_encoded_bytes());
    Some(names.collect::<Vec<_>>().join(&b'/').into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_where_one_stands() {
        let shown = |folder: &str, path: &str| {
            let view = View { limits: vec![], stand: Stand::Inside(folder.into()) };
            view.shown(path.into())
        };
        assert_eq!(shown("", "src/a.rs"), "src/a.rs");
        assert_eq!(shown("src", "src/a.rs"), "a.rs");
        assert_eq!(shown("src/b", "src/a.rs"), "../a.rs");
        assert_eq!(shown("docs/x", "src/a.rs"), "../../src/a.rs");
        assert_eq!(shown("sr", "src/a.rs"), "../src/a.rs");
        let view = View { limits: vec![], stand: Stand::Outside("../app".into()) };
        assert_eq!(Path::new(&view.shown("src/a.rs".into())), Path::new("../app/src/a.rs"));
    }

    #[test]
    fn a_limit_is_a_path_and_all_below_it() {
        let view = View { limits: vec!["src/git".into(), "README.md".into()], ..View::default() };
        for (path, holds, leads) in [
            ("src/git/mod.rs", true, false),
            ("src/git", true, true),
            ("src/gitter.rs", false, false),
            ("src", false, true),
            ("", false, true),
            ("README.md", true, true),
        ] {
            assert_eq!((view.holds(path.into()), view.leads_to(path.into())), (holds, leads), "{path}");
        }
        assert!(View::default().holds("anything".into()));
    }
}
