//! What became of every input: nothing is skipped in silence.

use std::fmt;

/// How much of an input was scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Every byte.
    Complete,
    /// A part; the rest is lost for the reason given.
    Partial,
    /// Nothing.
    Skipped,
}

impl Status {
    /// The word used in every report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Partial => "partial",
            Self::Skipped => "skipped",
        }
    }
}

/// Why an input was not scanned completely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The path does not exist (any more).
    NotFound,
    /// The operating system refused.
    PermissionDenied,
    /// Reading failed half-way or at once.
    ReadError,
    /// The bytes are not what they claim to be.
    Damaged,
    /// A limit on size, depth or time was reached.
    OverBudget,
    /// The scan was stopped.
    Interrupted,
    /// The scanner failed on this input: a bug, contained.
    Internal,
    /// A kind of file that nobody claims to read (yet).
    UnsupportedKind,
    /// Not a regular file: socket, device, named pipe.
    NotAFile,
    /// A symbolic link, and `--follow` was not given.
    Symlink,
    /// Left out by an ignore file.
    Ignored,
    /// A report of an earlier run, which this run writes anew.
    OwnReport,
    /// A Git repository within another.
    Submodule,
    /// History that a shallow clone does not have.
    ShallowHistory,
}

impl Reason {
    /// The code used in every report.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::PermissionDenied => "permission-denied",
            Self::ReadError => "read-error",
            Self::Damaged => "damaged",
            Self::OverBudget => "over-budget",
            Self::Interrupted => "interrupted",
            Self::Internal => "internal-error",
            Self::UnsupportedKind => "unsupported-kind",
            Self::NotAFile => "not-a-file",
            Self::Symlink => "symlink",
            Self::Ignored => "ignored",
            Self::OwnReport => "own-report",
            Self::Submodule => "submodule",
            Self::ShallowHistory => "shallow-history",
        }
    }

    /// Whether the input *could not* be scanned (which changes the exit code), rather than was left
    /// out by rule or is of a kind that nobody claims to read.
    pub const fn is_failure(self) -> bool {
        !matches!(
            self,
            Self::UnsupportedKind
                | Self::NotAFile
                | Self::Symlink
                | Self::Ignored
                | Self::OwnReport
                | Self::Submodule
                | Self::ShallowHistory
        )
    }
}

impl Reason {
    /// Whether something is left of the input that nobody has looked at. A report that is written anew is gone after the run.
    pub const fn is_gap(self) -> bool {
        !matches!(self, Self::OwnReport)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// One line of the coverage ledger: an input that was not completely scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Shown path of the input.
    pub path: String,
    /// How much of it was scanned.
    pub status: Status,
    /// Why not all of it.
    pub reason: Reason,
    /// In words, such as the operating system's message or the kind of file. May be empty.
    pub detail: String,
    /// Bytes that were scanned.
    pub scanned: u64,
    /// Bytes of the whole input, where known.
    pub size: Option<u64>,
}
