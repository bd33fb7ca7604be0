//! A worker at one's fingertips, for benches and for tests that count allocations: a scan without files, threads and
//! set-up.

use crate::format::Window;
use crate::source::{Entry, Origin};

use super::Scanner;
use super::plan::Plan;
use super::worker::Worker;

/// Searches windows of one document again and again, in buffers that it keeps.
pub struct Probe<'a> {
    scanner: &'a Scanner,
    worker: Worker,
    plan: Plan,
}

impl Scanner {
    /// A warm worker for a document that has this name and begins like `head`.
    #[doc(hidden)]
    pub fn probe(&self, name: &str, head: &[u8]) -> Probe<'_> {
        let entry = Entry::new(Origin::AtHand, name, name);
        let plan = Plan::new(&self.engine, &entry, head, None, None);
        Probe { scanner: self, worker: Worker::default(), plan }
    }
}

impl Probe<'_> {
    /// How many findings there are in `text`, taken as all of the document.
    pub fn count(&mut self, text: &[u8]) -> usize {
        let window = Window { base: 0, owned: 0..text.len(), number: 0, last: true, fault: None };
        self.worker.read(&self.plan, text);
        self.worker.window(self.scanner.job(), &self.plan, text, &window).batch.findings.len()
    }
}
