//! The pipeline: the only room that knows sources, formats, detection and classification.

mod accept;
mod build;
mod contents;
mod database;
mod explain;
mod headings;
mod job;
mod limits;
mod meant;
mod order;
mod plain;
mod plan;
mod pool;
mod probe;
mod queue;
mod records;
mod tables;
mod unpack;
mod windows;
mod worker;

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

pub use build::{BuildError, ScannerBuilder, known};
pub use explain::{Explained, Explanation, Outcome};
#[doc(hidden)]
pub use probe::Probe;

use crate::detect::Engine;
use crate::model::{Batch, Catalog};
use crate::source::{Entry, Feed, Origin, Sources};

use job::{Job, Settings};
use worker::Worker;

/// Finds and classifies personal data. Built once, shared by all threads; cloning is cheap.
///
/// ```
/// let scanner = piidar::Scanner::builder().build()?;
/// let batch = scanner.scan_bytes("note.txt", b"Write to jane.roe@wonderland.org, please.");
/// let found = &batch.findings[0];
/// assert_eq!(scanner.catalog().rule(found.finding.rule).info_type, "EMAIL_ADDRESS");
/// assert_eq!(&*found.finding.excerpt, "j***@w******.org");
/// # Ok::<(), piidar::BuildError>(())
/// ```
#[derive(Clone)]
pub struct Scanner {
    engine: Arc<Engine>,
    settings: Settings,
    threads: usize,
    names: Arc<[String]>,
}

impl Scanner {
    /// Starts with the built-in rules, the default matrix and the defaults of the command line.
    pub fn builder() -> ScannerBuilder {
        ScannerBuilder::default()
    }

    /// The words of rules and matrix that findings point into.
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.engine.catalog
    }

    /// Scans a document that lies in memory. Its name says what the document is, as a path would.
    pub fn scan_bytes(&self, name: &str, bytes: &[u8]) -> Batch {
        let entry = Entry::new(Origin::AtHand, name, name);
        Worker::default().whole(self.job(), &entry, bytes).batch
    }

    /// Scans all `sources` and gives batches to `each`, in the same order on any number of threads. Batches of one document are
    /// adjacent and the last of them says so. Setting `stop` ends the scan soon, with what is not scanned in the coverage of the batches.
    ///
    /// # Errors
    /// The first error of `each`, or a repository or revision that is not there; faults of inputs are coverage, not errors.
    pub fn run(
        &self,
        sources: &Sources,
        stop: &AtomicBool,
        each: impl FnMut(Batch) -> io::Result<()>,
    ) -> io::Result<()> {
        pool::run(self.job(), self.threads, &Feed::open(sources)?, stop, each)
    }

    fn job(&self) -> Job<'_> {
        Job { engine: &self.engine, settings: &self.settings }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many findings of medium confidence or more a document has.
    fn findings(name: &str, text: &str) -> usize {
        let scanner = Scanner::builder().samples_as_real(true).build().unwrap();
        scanner.scan_bytes(name, text.as_bytes()).findings.len()
    }

    #[test]
    fn the_name_of_a_column_or_key_can_speak_against_its_values() {
        let table = |column: &str| format!("id,{column}\n1,91.32.103.44\n2,23.25.91.54\n");
        assert_eq!(findings("hosts.csv", &table("addr")), 2);
        assert_eq!(findings("hosts.csv", &table("app_version")), 0);
        assert_eq!(findings("a.json", "{\"latest-build\": \"91.32.103.44\"}"), 0);
        assert_eq!(findings("a.log", "build 7 done\n91.32.103.44 closed\n"), 1, "a line of its own");
    }

    #[test]
    fn only_close_words_speak_against_a_number() {
        assert_eq!(findings("a.txt", "order 201-555-0123"), 0);
        assert_eq!(findings("a.txt", "my order never came, so please try 201-555-0123"), 1);
        assert_eq!(findings("a.txt", "block my card 4222222222222"), 1, "the keyword is nearer");
    }
}
