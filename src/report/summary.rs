//! Only the closing tables.

use std::io;
use std::io::Write;

use super::closing::Closing;
use super::ledger::Ledger;
use super::reporter::{Options, Reporter};
use crate::model::{Batch, Summary};

/// Starts a report.
pub(super) fn open(out: Box<dyn Write + Send>, options: &Options) -> Box<dyn Reporter> {
    Box::new(Totals { out, options: options.clone(), ledger: Ledger::default() })
}

struct Totals {
    out: Box<dyn Write + Send>,
    options: Options,
    ledger: Ledger,
}

impl Reporter for Totals {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        self.ledger.add(batch);
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let mut text = Vec::new();
        Closing { summary, ledger: &self.ledger, options: &self.options }.write(&mut text)?;
        self.out.write_all(&text)?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use snapbox::prelude::*;
    use snapbox::{assert_data_eq, str};

    use crate::report::sample;

    #[test]
    fn sample_as_summary() {
        assert_data_eq!(sample::report("summary", 100, false), str![[]].raw());
    }

    #[test]
    fn narrow_sample() {
        assert_data_eq!(sample::report("summary", 48, false), str![[]].raw());
    }
}
