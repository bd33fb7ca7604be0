//! What finds names of persons by other means than rules, such as a model that the user supplies.

use std::ops::Range;

/// A name that a recogniser believes to see.
#[derive(Clone, Debug, PartialEq)]
pub struct RecognizedName {
    /// Bytes of the text that was shown.
    pub span: Range<usize>,
    /// How sure it is, from 0 to 1.
    pub certainty: f32,
}

/// Finds names of persons in a line or a cell of running text.
///
/// The same text must give the same names, on any thread: what is found may not depend on how a document is cut.
pub trait NameRecognizer: Send + Sync {
    /// Appends the names in `text`.
    ///
    /// # Errors
    /// What failed, in words. The document then counts as scanned in part.
    fn recognize(&self, text: &str, names: &mut Vec<RecognizedName>) -> Result<(), String>;
}
