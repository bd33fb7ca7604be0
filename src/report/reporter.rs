//! The contract of report formats.

use std::io;
use std::io::Write;
use std::sync::Arc;

use jiff::Timestamp;

use crate::model::{Batch, Catalog, Confidence, Labels, StandingSet, Summary};

/// Turns batches into a report. Batches come in document order; those of one document are adjacent and
/// the last of them says so.
pub trait Reporter: Send {
    /// Takes the findings of a document or of a part of it.
    fn batch(&mut self, batch: &Batch) -> io::Result<()>;

    /// Ends the report and flushes it.
    fn finish(&mut self, summary: &Summary) -> io::Result<()>;
}

/// What a reporter is told. It asks nobody else: no terminal, no environment.
#[derive(Clone, Debug)]
pub struct Options {
    /// The words of rules and of the matrix.
    pub catalog: Arc<Catalog>,
    /// Terminal columns that a line may fill; `usize::MAX` where lines have no end. Formats for people
    /// never go below [`NARROWEST`](Self::NARROWEST).
    pub width: usize,
    /// Whether to write colours.
    pub color: bool,
    /// When the scan began.
    pub scanned_at: Timestamp,
    /// The least confidence that is reported.
    pub least: Confidence,
    /// Whether findings of all dispositions are shown, so that there is nothing to ask for with `--show all`.
    pub shown_all: bool,
    /// What of the findings that were accepted is shown.
    pub standings: StandingSet,
}

impl Options {
    /// Narrower than this nothing can be aligned.
    pub const NARROWEST: usize = 40;

    /// When the scan began: UTC to the second, without a zone, as formats for pipelines write it.
    pub(super) fn second(&self) -> String {
        self.scanned_at.strftime("%Y-%m-%dT%H:%M:%S").to_string()
    }

    /// Columns that a line may fill.
    pub(super) fn room(&self) -> usize {
        self.width.max(Self::NARROWEST)
    }
}

/// What a format wants to know of findings. What nobody wants need not be worked out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// The value, masked.
    pub excerpt: bool,
    /// Line, column, field and row.
    pub place: bool,
    /// Which values are the same.
    pub distinct: bool,
    /// What columns hold as a whole.
    pub columns: bool,
    /// What documents are as a whole.
    pub labels: Labels,
    /// What of the accepted findings it takes, whatever is shown elsewhere; `None` for what is shown.
    pub standings: Option<StandingSet>,
}

impl Needs {
    /// What a list of findings prints.
    pub(super) const PRINTED: Self = Self {
        excerpt: true,
        place: true,
        distinct: false,
        columns: false,
        labels: Labels::None,
        standings: None,
    };
    /// The same, with the documents that they stand in.
    pub(super) const LABELLED: Self = Self { labels: Labels::Found, ..Self::PRINTED };
    /// What programs get that cannot tell what was accepted from what was not.
    pub(super) const ALARMS: Self = Self { standings: Some(StandingSet::NEW), ..Self::PRINTED };
    /// Only what is counted.
    pub(super) const NONE: Self = Self { excerpt: false, place: false, ..Self::PRINTED };
}

/// A row of the table of formats.
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// Extensions of output files, without the dot, that ask for it.
    pub extensions: &'static [&'static str],
    /// One line of help.
    pub about: &'static str,
    /// What it wants to know of findings.
    pub needs: Needs,
    /// Starts a report.
    pub open: fn(Box<dyn Write + Send>, &Options) -> Box<dyn Reporter>,
}
