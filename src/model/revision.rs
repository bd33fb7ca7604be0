//! Where in a history something came from.

/// A commit that brought a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its id, in hexadecimal.
    pub commit: String,
    /// When its author wrote it, as RFC 3339 has it; `None` if the commit says nothing that is a date.
    pub author_date: Option<String>,
}

impl Revision {
    /// Digits of a commit's id by which people know it.
    pub(crate) const SHORT: usize = 10;

    /// So much of the id as people use.
    pub fn short(&self) -> &str {
        self.commit.get(..Self::SHORT).unwrap_or(&self.commit)
    }
}
