//! A believed, placed and masked candidate, and what it means.

use std::sync::Arc;

use super::{ClassId, Confidence, Coverage, Disposition, Evidence, RuleId};

/// What is known of a document as a whole, shared by its findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocInfo {
    /// Path as shown, relative to how it was asked for; bytes that are not UTF-8 are replaced.
    pub path: String,
    /// Column names by number, for tables.
    pub columns: Vec<String>,
    /// Name of the encoding if offsets are those of the decoded text, else `None`.
    pub decoded: Option<&'static str>,
}

/// The column or key that a value stands under.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// None, or not asked for.
    None,
    /// A column by number, from 0; its name is in [`DocInfo::columns`].
    Column(u16),
    /// A key.
    Key(Box<str>),
}

/// Where a person would look. Both are 0 where the run did not ask for places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from 1.
    pub line: u64,
    /// Column in characters, from 1.
    pub column: u32,
}

/// A proven and placed candidate. It holds no raw value unless the user asked for values.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: RuleId,
    /// Whether it counts.
    pub disposition: Disposition,
    /// How sure.
    pub confidence: Confidence,
    /// Byte offset of the first byte (see [`DocInfo::decoded`]).
    pub start: u64,
    /// Byte offset behind the last byte.
    pub end: u64,
    /// Line and column.
    pub place: Place,
    /// Column or key.
    pub field: Field,
    /// Data row in a table, from 1; `None` elsewhere or where places were not asked for.
    pub row: Option<u64>,
    /// What counted.
    pub evidence: Evidence,
    /// The value as reports may show it; empty where no report shows values.
    pub excerpt: Box<str>,
    /// Equal for equal values of one run, so that distinct ones can be counted; 0 where no report counts them. Never
    /// written: a value could be guessed from it.
    pub digest: u64,
}

/// A finding and its row of the matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Classified {
    /// What was found.
    pub finding: Finding,
    /// What it means.
    pub class: ClassId,
}

/// The findings of one document or of a window of it, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// The document.
    pub doc: Arc<DocInfo>,
    /// Findings by ascending start.
    pub findings: Vec<Classified>,
    /// Set on the last batch of a document that was not completely scanned.
    pub coverage: Option<Coverage>,
    /// Bytes that this batch covers.
    pub bytes: u64,
    /// Findings that were believed but are of a disposition that is not shown, by [`Disposition`] as index.
    pub hidden: [u64; 5],
    /// Whether this is the last batch of its document.
    pub last: bool,
}
