//! How a scan goes, and what it needs to know all the time.

use crate::classify::Documents;
use crate::detect::Engine;
use crate::format::Budget;
use crate::model::{DocLabel, Labels};
use crate::source::Entry;

use super::accept::Acceptance;
use super::limits::{UNPACKED, WHOLE, WINDOW};

/// How a scan goes, whatever it looks for.
#[derive(Clone)]
pub(super) struct Settings {
    /// Whether findings need lines and columns.
    pub(super) places: bool,
    /// Bytes that a window owns.
    pub(super) window: usize,
    /// What packed inputs may become.
    pub(super) budget: Budget,
    /// Who may accept findings.
    pub(super) acceptance: Acceptance,
    /// Of which documents it is worked out what they are.
    pub(super) labels: Labels,
}

impl Default for Settings {
    fn default() -> Self {
        let (acceptance, labels) = (Acceptance::default(), Labels::default());
        Self { places: true, window: WINDOW, budget: UNPACKED, acceptance, labels }
    }
}

/// What a scan needs to know all the time.
#[derive(Clone, Copy)]
pub(super) struct Job<'a> {
    pub(super) engine: &'a Engine,
    pub(super) settings: &'a Settings,
}

impl Job<'_> {
    /// Bytes up to which a document is searched as one window; tests of windows ask for none.
    pub(super) fn whole(&self) -> usize {
        if self.settings.window < WINDOW { 0 } else { WHOLE.max(self.settings.window) }
    }

    /// What the document is as a whole, by its first bytes.
    pub(super) fn label(&self, entry: &Entry, head: &[u8]) -> Option<DocLabel> {
        Documents::builtin()?.label(&entry.below, head, &self.engine.catalog.classes)
    }
}
