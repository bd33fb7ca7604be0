//! Progress on standard error, where that is a terminal.

use std::time::Duration;

use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};

/// Files and bytes so far; nothing at all where it is not wanted.
pub(crate) struct Progress {
    bar: ProgressBar,
    files: u64,
    bytes: u64,
}

impl Progress {
    pub(crate) fn new(wanted: bool) -> Self {
        let bar = if wanted { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        if wanted {
            bar.enable_steady_tick(Duration::from_millis(120));
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} [{elapsed}]") {
                bar.set_style(style);
            }
        }
        Self { bar, files: 0, bytes: 0 }
    }

    /// Counts a batch.
    pub(crate) fn add(&mut self, bytes: u64, files: u64) {
        self.files += files;
        self.bytes += bytes;
        if !self.bar.is_hidden() {
            self.bar.set_message(format!("{} files, {}", HumanCount(self.files), HumanBytes(self.bytes)));
        }
    }

    /// Writes something else without the two disturbing each other.
    pub(crate) fn beside<T>(&self, write: impl FnOnce() -> T) -> T {
        if self.bar.is_hidden() { write() } else { self.bar.suspend(write) }
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
