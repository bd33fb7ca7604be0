//! Where a document lies, for programs that open files: what is packed has no path of its own, only the file that holds it.

use std::sync::Arc;

use crate::model::DocInfo;

/// The place of a document.
#[derive(Clone, Debug)]
pub(super) struct Site {
    /// Path as shown: `dump.sql.gz!dump.sql` for what is packed.
    pub(super) path: Arc<str>,
    /// How many bytes of it name the file.
    file: usize,
}

impl Site {
    /// Where `doc` lies.
    pub(super) fn of(doc: &DocInfo) -> Self {
        Self { path: doc.path.as_str().into(), file: doc.container.unwrap_or(doc.path.len()) }
    }

    /// The path of the file, the packed one if the document is in one.
    pub(super) fn file(&self) -> &str {
        self.path.get(..self.file).unwrap_or(&self.path)
    }

    /// The name of the document within a packed file.
    pub(super) fn inside(&self) -> Option<&str> {
        self.path.get(self.file + 1..)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_packed_lies_in_another_file() {
        let site = |path: &str, container| {
            let site = Site::of(&DocInfo { path: path.into(), container, ..DocInfo::default() });
            (site.file().to_owned(), site.inside().map(str::to_owned))
        };
        assert_eq!(site("wow!.csv", None), ("wow!.csv".into(), None));
        assert_eq!(site("wow!.csv.gz!wow!.csv", Some(11)), ("wow!.csv.gz".into(), Some("wow!.csv".into())));
        assert_eq!(site("a.gz.xz!a.gz!a", Some(7)), ("a.gz.xz".into(), Some("a.gz!a".into())));
    }
}
