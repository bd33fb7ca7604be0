//! piidar finds personal data in files and says what it means.
//!
//! ```
//! use piidar::Scanner;
//!
//! let scanner = Scanner::builder().build()?;
//! let batch = scanner.scan_bytes("people.csv", b"name,email\nJane Roe,jane.roe@example.org\n");
//! for found in &batch.findings {
//!     let rule = scanner.catalog().rule(found.finding.rule);
//!     println!("{} in bytes {} to {}: {}", rule.info_type, found.finding.start, found.finding.end, found.finding.excerpt);
//! }
//! assert_eq!(batch.findings.len(), 1, "the name; addresses of example.org are nobody's");
//! # Ok::<(), piidar::BuildError>(())
//! ```
//!
//! [`Scanner::run`] walks folders, packed files and repositories ([`Sources`]) on several threads and gives such batches in the order of the walk.
//! Values are masked unless [`ScannerBuilder::reveal`] asks for them, and nothing leaves the machine.

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
pub use source::{GitScope, Sources, Tracked};
