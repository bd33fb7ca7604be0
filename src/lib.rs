//! piidar finds personal data in files and says what it means.

pub mod classify;
mod detect;
mod find;
mod format;
pub mod gate;
mod lexicon;
pub mod model;
#[cfg(feature = "ner-onnx")]
pub mod ner;
pub mod report;
pub mod rules;
mod scan;
mod source;
mod validate;
mod words;

#[doc(hidden)]
pub use scan::Probe;
pub use scan::{BuildError, Explained, Explanation, Outcome, Scanner, ScannerBuilder, known};
pub use source::{GitScope, Sources};
