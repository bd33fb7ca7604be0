//! A summary in Markdown, for a pull request or the page of a pipeline: totals, the first places, and what was not scanned.
//! Whatever is not our own word stands in a code span. GitHub refuses more than 1 MiB; this stays well below.

use std::io;
use std::io::Write;

use super::closing::{INTERRUPTED, last_words, minors, more_gaps, not_shown, retention, types};
use super::ledger::Ledger;
use super::markup::code;
use super::places::{Places, Rest, Spot};
use super::reporter::{Format, Needs, Options, Reporter};
use super::words::thousands;
use crate::model::{Batch, Summary};

/// Places that are listed, and rows of any other table. A comment may have 65,536 characters.
const MOST: usize = 100;

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "markdown",
    extensions: &["md"],
    about: "a summary for pull requests: tables and the first places",
    needs: Needs::PRINTED,
    open,
};

/// Starts a report.
fn open(out: Box<dyn Write + Send>, options: &Options) -> Box<dyn Reporter> {
    let places = Places::at_most(MOST, &options.catalog).by_key();
    Box::new(Markdown { out, options: options.clone(), places, ledger: Ledger::default() })
}

struct Markdown {
    out: Box<dyn Write + Send>,
    options: Options,
    places: Places,
    ledger: Ledger,
}

impl Reporter for Markdown {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        self.places.add(batch);
        self.ledger.add(batch);
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        writeln!(self.out, "## piidar\n\n**{}**", last_words(summary))?;
        if summary.interrupted {
            writeln!(self.out, "\n{INTERRUPTED}")?;
        }
        if summary.findings() > 0 {
            self.categories(summary)?;
            self.types(summary)?;
            self.places()?;
        }
        self.gaps(summary)?;
        for sentence in minors(summary).into_iter().chain(not_shown(summary, &self.options)) {
            writeln!(self.out, "\n{sentence}.")?;
        }
        self.out.flush()
    }
}

impl Markdown {
    /// Rows of the matrix, in its order.
    fn categories(&mut self, summary: &Summary) -> io::Result<()> {
        self.head("| Category | Sensitivity | Retention | Findings | Files |\n|---|---|---|--:|--:|")?;
        for (number, tally) in summary.by_class.iter().take(MOST) {
            let Some(class) = self.options.catalog.classes.get(usize::from(*number)) else { continue };
            let sensitivity = class.sensitivity.map_or("", |s| s.name());
            let (name, kept) = (code(&class.name), code(&retention(class)));
            let [findings, files] = [tally.findings, tally.documents].map(thousands);
            writeln!(self.out, "| {name} | {sensitivity} | {kept} | {findings} | {files} |")?;
        }
        self.more(summary.by_class.len(), "categories")?;
        writeln!(self.out, "\nClassified under the profile {}.", code(&self.options.catalog.profile))
    }

    /// Info types, most frequent first.
    fn types(&mut self, summary: &Summary) -> io::Result<()> {
        self.head("| Type | Findings | Files |\n|---|--:|--:|")?;
        for (name, tally) in types(summary).into_iter().take(MOST) {
            let [findings, files] = [tally.findings, tally.documents].map(thousands);
            writeln!(self.out, "| {} | {findings} | {files} |", code(name))?;
        }
        self.more(summary.by_type.len(), "types")
    }

    /// The places, the least sensitive of very many left out.
    fn places(&mut self) -> io::Result<()> {
        let (spots, rest) = self.places.finish();
        writeln!(self.out, "\n### Where")?;
        self.head("| File | Line | Column | Type | Findings | Value | Sensitivity | Retention |\n|---|--:|---|---|--:|---|---|---|")?;
        for spot in &spots {
            writeln!(self.out, "{}", self.row(spot))?;
        }
        if !rest.is_empty() {
            writeln!(self.out)?;
        }
        for Rest { rule, findings, places, .. } in rest.iter().take(MOST) {
            let [findings, places] = [*findings, *places].map(thousands);
            let info_type = code(&self.options.catalog.rule(*rule).info_type);
            writeln!(self.out, "- {findings} more findings of {info_type} in {places} places")?;
        }
        self.more(rest.len(), "types")
    }

    fn row(&self, spot: &Spot) -> String {
        let group = &spot.group;
        let class = self.options.catalog.class(group.class);
        let minors = spot.minors().map(|minors| format!(" ({minors})")).unwrap_or_default();
        let line = if group.first.line > 0 { group.first.line.to_string() } else { String::new() };
        let cells = [
            code(&spot.site.path),
            line,
            code(spot.column.as_deref().unwrap_or_default()),
            code(&self.options.catalog.rule(group.rule).info_type) + &minors,
            thousands(group.total()),
            code(&group.sample),
            class.sensitivity.map_or("", |s| s.name()).to_owned(),
            code(&retention(class)),
        ];
        format!("| {} |", cells.join(" | "))
    }

    /// What was not scanned completely, and why.
    fn gaps(&mut self, summary: &Summary) -> io::Result<()> {
        if self.ledger.listed().next().is_none() {
            return Ok(());
        }
        writeln!(self.out, "\n### Not scanned completely")?;
        self.head("| Input | Status | Reason | Detail |\n|---|---|---|---|")?;
        for entry in self.ledger.listed() {
            let (path, detail) = (code(&entry.path), code(&entry.detail));
            writeln!(self.out, "| {path} | {} | {} | {detail} |", entry.status.name(), entry.reason)?;
        }
        match more_gaps(&self.ledger, summary) {
            Some(more) => writeln!(self.out, "\n{more}"),
            None => Ok(()),
        }
    }

    /// How many rows a table of that many has left out.
    fn more(&mut self, rows: usize, what: &str) -> io::Result<()> {
        match rows.saturating_sub(MOST) {
            0 => Ok(()),
            left => writeln!(self.out, "\n… and {left} more {what}"),
        }
    }

    /// The head of a table. What stands before it ends with an empty line, or it would be no table.
    fn head(&mut self, head: &str) -> io::Result<()> {
        writeln!(self.out, "\n{head}")
    }
}

#[cfg(test)]
mod tests {
    use snapbox::prelude::*;
    use snapbox::{assert_data_eq, str};

    use crate::report::sample;

    #[test]
    fn sample_as_markdown() {
        assert_data_eq!(sample::report("markdown", 80, false), str![[r#"
## piidar

**6 findings (5 real, 1 role) in 2 of 3 files (494 kB); 2 not scanned**

| Category | Sensitivity | Retention | Findings | Files |
|---|---|---|--:|--:|
| `Personal Identifiable Information (PII)` | high | `service-end+P1Y` | 3 | 2 |
| `Sensitive Data` | very-high | `service-end+P1Y` | 2 | 1 |
| `Unstated` |  |  | 1 | 1 |

Classified under the profile `saas`.

| Type | Findings | Files |
|---|--:|--:|
| `EMAIL_ADDRESS` | 3 | 2 |
| `US_SSN` | 2 | 1 |
| `IP_ADDRESS` | 1 | 1 |

### Where

| File | Line | Column | Type | Findings | Value | Sensitivity | Retention |
|---|--:|---|---|--:|---|---|---|
| `data/users.csv` | 2 | `email` | `EMAIL_ADDRESS` | 2 | `j***@example.net` | high | `service-end+P1Y` |
| `data/users.csv` | 2 | `ssn` | `US_SSN` | 2 | `***-**-1234` | very-high | `service-end+P1Y` |
| `logs/\x1b[31mred\u{200b}\nline.json` |  |  | `IP_ADDRESS` | 1 | `192.0.*.*` |  |  |
| `logs/\x1b[31mred\u{200b}\nline.json` | 7 | `=cmd\u{202e}()` | `EMAIL_ADDRESS` | 1 | `i***@example.org` | high | `service-end+P1Y` |

### Not scanned completely

| Input | Status | Reason | Detail |
|---|---|---|---|
| `locked.db` | skipped | permission-denied | `Permission denied (os error 13)` |
| `photo.png` | skipped | unsupported-kind |  |

3 synthetic and 2 technical findings not shown (--show all).

"#]].raw());
    }

    #[test]
    fn nothing_found_is_one_sentence() {
        assert_eq!(
            sample::empty_report("markdown"),
            "## piidar\n\n**No personal data found in 1 file (123 kB)**\n"
        );
    }

    #[test]
    fn no_name_is_markup() {
        let text = sample::one_finding("markdown", "a`|<b>@octocat\n# x](http://example.org)", "k", "`x`|");
        let row = text.lines().find(|line| line.contains("octocat")).unwrap();
        assert_eq!(
            row,
            "| `a\\x60\\x7c<b>@octocat\\n# x](http://example.org)` | 1 | `k` | `EMAIL_ADDRESS` | 1 | `\\x60x\\x60\\x7c` | high | \
             `service-end+P1Y` |"
        );
    }
}
