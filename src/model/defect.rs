//! What a reader that is ours has to say when an input ends early.

use std::{error, fmt, io};

use super::Reason;

/// Why an input cannot be read on, in the words of the ledger. It travels inside an [`io::Error`].
#[derive(Debug)]
pub(crate) struct Defect {
    /// The reason.
    pub(crate) reason: Reason,
    /// In words.
    pub(crate) detail: String,
}

impl Defect {
    /// As an error of a reader.
    pub(crate) fn error(reason: Reason, detail: impl Into<String>) -> io::Error {
        io::Error::other(Self { reason, detail: detail.into() })
    }

    /// The defect that `e` carries, if one of our readers raised it.
    pub(crate) fn of(e: &io::Error) -> Option<&Self> {
        e.get_ref()?.downcast_ref()
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl error::Error for Defect {}
