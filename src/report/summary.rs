//! Only the closing tables.

use std::io;
use std::io::Write;

use super::closing::Closing;
use super::ledger::Ledger;
use super::reporter::{Format, Needs, Options, Reporter};
use crate::model::{Batch, Summary};

/// Its row in the table.
pub(super) const FORMAT: Format =
    Format { name: "summary", extensions: &[], about: "only the closing tables", needs: Needs::NONE, open };

/// Starts a report.
fn open(out: Box<dyn Write + Send>, options: &Options) -> Box<dyn Reporter> {
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
        assert_data_eq!(
            sample::report("summary", 100, false),
            str![[r#"
Category                                 Sensitivity  Retention        Findings  Files
Personal Identifiable Information (PII)  high         service-end+P1Y         3      2
Sensitive Data                           very-high    service-end+P1Y         2      1
Unstated                                                                      1      1
Classified under the profile saas.

Type           Findings  Files
EMAIL_ADDRESS         3      2
US_SSN                2      1
IP_ADDRESS            1      1

Not scanned completely
  locked.db  skipped  permission-denied  Permission denied (os error 13)
  photo.png  skipped  unsupported-kind

3 synthetic and 2 technical findings not shown (--show all)
6 findings (5 real, 1 role) in 2 of 3 files (494 kB); 2 not scanned

"#]]
            .raw()
        );
    }

    #[test]
    fn narrow_sample() {
        assert_data_eq!(
            sample::report("summary", 48, false),
            str![[r#"
Category            Sensitivity  Findings  Files
Personal Identifi…  high                3      2
Sensitive Data      very-high           2      1
Unstated                                1      1
Classified under the profile saas.

Type           Findings  Files
EMAIL_ADDRESS         3      2
US_SSN                2      1
IP_ADDRESS            1      1

Not scanned completely
  locked.db  permission-denied  Permission deni…
  photo.png  unsupported-kind

3 synthetic and 2 technical findings not shown
(--show all)
6 findings (5 real, 1 role) in 2 of 3 files (494
kB); 2 not scanned

"#]]
            .raw()
        );
    }
}
