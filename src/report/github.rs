//! Workflow commands of GitHub Actions: an annotation for each place, beside the line in the change.

use std::io;
use std::io::Write;
use std::sync::Arc;

use super::places::{Level, Places, Spot};
use super::reporter::{Format, Needs, Options, Reporter};
use super::visible::visible;
use super::words::count;
use crate::model::{Batch, Catalog, Summary};

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "github",
    extensions: &[],
    about: "GitHub Actions annotations: one per place",
    needs: Needs::ALARMS,
    open,
};

/// Starts a report.
fn open(out: Box<dyn Write + Send>, options: &Options) -> Box<dyn Reporter> {
    let places = Places::new(&options.catalog);
    Box::new(Annotations { out, catalog: Arc::clone(&options.catalog), places })
}

struct Annotations {
    out: Box<dyn Write + Send>,
    catalog: Arc<Catalog>,
    places: Places,
}

impl Reporter for Annotations {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        self.places.add(batch);
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let (spots, rest) = self.places.finish();
        for spot in &spots {
            let command = command(Level::of(self.catalog.class(spot.group.class)));
            writeln!(self.out, "::{command} {}::{}", self.place(spot), data(&spot.message(&self.catalog)))?;
        }
        for rest in &rest {
            writeln!(self.out, "::notice title=piidar::{}", data(&rest.message(&self.catalog)))?;
        }
        if summary.failures() > 0 {
            let left = count(summary.failures(), "input");
            writeln!(self.out, "::warning title=piidar::{left} could not be scanned")?;
        }
        self.out.flush()
    }
}

impl Annotations {
    fn place(&self, spot: &Spot) -> String {
        let title = property(&self.catalog.rule(spot.group.rule).info_type);
        let file = property(&visible(spot.site.file()));
        match spot.place() {
            None => format!("title={title},file={file}"),
            Some(at) => format!("title={title},file={file},line={},col={}", at.line, at.column),
        }
    }
}

const fn command(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    }
}

/// The text of a command. A line of its own in a path or a value must not become a command (the escapes of the official
/// toolkit, `escapeData`).
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command, where `:` and `,` end it as well (`escapeProperty`).
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use snapbox::prelude::*;
    use snapbox::{assert_data_eq, str};

    use super::*;
    use crate::report::sample;

    #[test]
    fn sample_as_annotations() {
        assert_data_eq!(sample::report("github", 80, false), str![[r#"
::error title=EMAIL_ADDRESS,file=data/users.csv,line=2,col=9::2 findings of EMAIL_ADDRESS in column email, such as j***@example.net (Personal Identifiable Information (PII), sensitivity high, retention service-end+P1Y)
::error title=US_SSN,file=data/users.csv,line=2,col=9::2 findings of US_SSN in column ssn, such as ***-**-1234 (Sensitive Data, sensitivity very-high, retention service-end+P1Y)
::error title=EMAIL_ADDRESS,file=logs/\x1b[31mred\u{200b}\nline.json,line=7,col=9::EMAIL_ADDRESS: i***@example.org (Personal Identifiable Information (PII), sensitivity high, retention service-end+P1Y)
::warning title=IP_ADDRESS,file=logs/\x1b[31mred\u{200b}\nline.json::IP_ADDRESS: 192.0.*.* (Unstated)
::warning title=piidar::1 input could not be scanned

"#]].raw());
    }

    #[test]
    fn no_text_is_a_command() {
        assert_eq!(data("a\r\n::error::x 100%"), "a%0D%0A::error::x 100%25");
        assert_eq!(property("a,b:c\n"), "a%2Cb%3Ac%0A");
    }
}
