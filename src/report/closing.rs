//! How every report for people ends: tables by category and type, what was not scanned, and one line.

use std::io;
use std::io::Write;

use super::ledger::Ledger;
use super::paint::{BOLD, DIM, GOOD, PLAIN, WARN, of, paint};
use super::reporter::Options;
use super::table::{Cell, Column, RIGID, Table, cut, width};
use super::visible::visible;
use super::words::{count, list, size, thousands};
use crate::model::{ByDisposition, Class, Disposition, Standing, Summary, Tally};

static CATEGORIES: [Column; 5] = [
    Column { least: 12, drop: 0, right: false },
    Column { least: RIGID, drop: 2, right: false },
    Column { least: 8, drop: 3, right: false },
    Column { least: RIGID, drop: 0, right: true },
    Column { least: RIGID, drop: 1, right: true },
];

static TYPES: [Column; 3] = [
    Column { least: 12, drop: 0, right: false },
    Column { least: RIGID, drop: 0, right: true },
    Column { least: RIGID, drop: 1, right: true },
];

static GAPS: [Column; 4] = [
    Column { least: 14, drop: 0, right: false },
    Column { least: RIGID, drop: 2, right: false },
    Column { least: RIGID, drop: 0, right: false },
    Column { least: 12, drop: 1, right: false },
];

/// Said of a scan that was stopped.
pub(super) const INTERRUPTED: &str = "Interrupted: these are the numbers of what was scanned until then.";

/// The end of a report.
pub(super) struct Closing<'a> {
    pub(super) summary: &'a Summary,
    pub(super) ledger: &'a Ledger,
    pub(super) options: &'a Options,
}

impl Closing<'_> {
    /// Writes all of it.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.summary.findings() > 0 {
            self.categories(out)?;
            self.types(out)?;
        }
        self.gaps(out)?;
        if self.summary.interrupted {
            self.line(out, WARN, INTERRUPTED)?;
        }
        for sentence in minors(self.summary).into_iter().chain(not_shown(self.summary, self.options)) {
            self.line(out, PLAIN, &sentence)?;
        }
        self.last_line(out)
    }

    /// Rows of the matrix, in its order.
    fn categories(&self, out: &mut dyn Write) -> io::Result<()> {
        let catalog = &self.options.catalog;
        let mut table = headed(&CATEGORIES, &["Category", "Sensitivity", "Retention", "Findings", "Files"]);
        for (number, tally) in &self.summary.by_class {
            if let Some(class) = catalog.classes.get(usize::from(*number)) {
                table.push(category(class, tally));
            }
        }
        self.table(out, &table)?;
        let profile = format!("Classified under the profile {}.", visible(&catalog.profile));
        self.line(out, DIM, &profile)?;
        out.write_all(b"\n")
    }

    /// Info types, most frequent first.
    fn types(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = headed(&TYPES, &["Type", "Findings", "Files"]);
        for (name, tally) in types(self.summary) {
            let [findings, files] = numbers(tally);
            table.push(vec![Cell::plain(name), findings, files]);
        }
        self.table(out, &table)?;
        out.write_all(b"\n")
    }

    /// What was not scanned completely, and why.
    fn gaps(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = Table::new(&GAPS, 2);
        for entry in self.ledger.listed() {
            let style = if entry.reason.is_failure() { WARN } else { DIM };
            table.push(vec![
                Cell::plain(&entry.path),
                Cell::plain(entry.status.name()),
                Cell::new(entry.reason.code(), style),
                Cell::new(&entry.detail, DIM),
            ]);
        }
        if table.len() == 0 {
            return Ok(());
        }
        self.line(out, BOLD, "Not scanned completely")?;
        self.table(out, &table)?;
        if let Some(more) = more_gaps(self.ledger, self.summary) {
            self.line(out, DIM, &format!("  {more}"))?;
        }
        out.write_all(b"\n")
    }

    /// What it all came to.
    fn last_line(&self, out: &mut dyn Write) -> io::Result<()> {
        let summary = self.summary;
        let style = match summary.findings() {
            0 if summary.is_incomplete() => WARN,
            0 => GOOD,
            _ => BOLD,
        };
        self.line(out, style, &last_words(summary))
    }

    fn table(&self, out: &mut dyn Write, table: &Table) -> io::Result<()> {
        table.write(out, self.options.room(), self.options.color)
    }

    /// Writes a sentence, broken between words where it is too long.
    fn line(&self, out: &mut dyn Write, style: anstyle::Style, text: &str) -> io::Result<()> {
        for line in wrapped(text, self.options.room()) {
            paint(out, self.options.color, style, &cut(line, self.options.room()))?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}

/// Types and their tallies, most frequent first.
pub(super) fn types(summary: &Summary) -> Vec<(&String, &Tally)> {
    let mut types: Vec<_> = summary.by_type.iter().collect();
    // A stable sort: types of equal number stay in the order of their names.
    types.sort_by_key(|(_, tally)| std::cmp::Reverse(tally.findings));
    types
}

/// `… and 12 more: 10 symlink, 2 ignored`.
pub(super) fn more_gaps(ledger: &Ledger, summary: &Summary) -> Option<String> {
    let rest = ledger.unlisted(summary);
    if rest.is_empty() {
        return None;
    }
    let reasons: Vec<_> = rest.iter().map(|(r, n)| format!("{} {r}", thousands(*n))).collect();
    Some(format!("… and {} more: {}", thousands(rest.values().sum()), reasons.join(", ")))
}

/// `3 findings tell of people under 18`.
pub(super) fn minors(summary: &Summary) -> Option<String> {
    let tell = if summary.minors == 1 { "tells of somebody" } else { "tell of people" };
    (summary.minors > 0).then(|| format!("{} {tell} under 18", count(summary.minors, "finding")))
}

/// What was found and is not shown, a sentence for each reason.
pub(super) fn not_shown(summary: &Summary, options: &Options) -> impl Iterator<Item = String> {
    hidden(summary, options).into_iter().chain(accepted(summary, options))
}

/// `3 synthetic and 2 technical findings not shown (--show all)`.
fn hidden(summary: &Summary, options: &Options) -> Option<String> {
    let total: u64 = summary.hidden.iter().sum();
    if total == 0 {
        return None;
    }
    let findings = if total == 1 { "finding" } else { "findings" };
    let hint = if options.shown_all { "" } else { " (--show all)" };
    Some(format!("{} {findings} not shown{hint}", list(&by_disposition(summary.hidden))))
}

/// `120 known and 3 suppressed findings not shown (--show known,suppressed)`.
fn accepted(summary: &Summary, options: &Options) -> Option<String> {
    let [_, known, suppressed] = summary.by_standing;
    let hide = |standing: &Standing, n: u64| if options.standings.contains(standing) { 0 } else { n };
    let by_hand = Standing::Suppressed { reason: "".into(), in_source: false };
    let counts = [("known", hide(&Standing::Known, known)), ("suppressed", hide(&by_hand, suppressed))];
    let told: Vec<_> = counts.into_iter().filter(|(_, n)| *n > 0).collect();
    let names: Vec<_> = told.iter().map(|(name, _)| *name).collect();
    let parts: Vec<_> = told.iter().map(|(name, n)| format!("{} {name}", thousands(*n))).collect();
    let findings = if told.iter().map(|(_, n)| n).sum::<u64>() == 1 { "finding" } else { "findings" };
    let hint = names.join(",");
    (!told.is_empty()).then(|| format!("{} {findings} not shown (--show {hint})", list(&parts)))
}

/// What it all came to: `12 findings in 4 of 132 files (1.2 MB); 3 not scanned`.
pub(super) fn last_words(summary: &Summary) -> String {
    format!("{}{}", verdict(summary), unscanned(summary))
}

/// Lines of `text` that fit, unless a single word does not.
fn wrapped(text: &str, room: usize) -> Vec<&str> {
    let (mut lines, mut rest) = (Vec::new(), text);
    while width(rest) > room {
        // Spaces at the start are an indent.
        let indent = rest.len() - rest.trim_start().len();
        let breaks = rest.match_indices(' ').map(|(at, _)| at).filter(|at| *at > indent);
        let fits = |at: &usize| rest.get(..*at).is_some_and(|line| width(line) <= room);
        let Some((line, after)) = breaks.take_while(fits).last().and_then(|at| rest.split_at_checked(at))
        else {
            break;
        };
        lines.push(line);
        rest = after.trim_start();
    }
    lines.push(rest);
    lines
}

/// `12 findings in 4 of 132 files (1.2 MB)`.
fn verdict(summary: &Summary) -> String {
    let files = format!("{} ({})", count(summary.documents, "file"), size(summary.bytes));
    let gaps = summary.partial + summary.skipped;
    match (summary.findings(), summary.documents) {
        (0, 0) if gaps == 0 => "There was nothing to scan".to_owned(),
        (0, 0) => "Nothing was scanned".to_owned(),
        (0, _) if summary.by_standing.iter().any(|n| *n > 0) => {
            format!("Nothing new found in {files}")
        }
        (0, _) => format!("No personal data found in {files}"),
        (n, _) => {
            let kinds = kinds(summary);
            format!(
                "{}{kinds} in {} of {files}",
                count(n, "finding"),
                thousands(summary.documents_with_findings)
            )
        }
    }
}

/// ` (10 real, 2 role)` unless all are real.
fn kinds(summary: &Summary) -> String {
    if summary.findings() == summary.by_disposition[Disposition::Real as usize] {
        return String::new();
    }
    format!(" ({})", by_disposition(summary.by_disposition).join(", "))
}

fn by_disposition(counts: ByDisposition) -> Vec<String> {
    let all = Disposition::ALL.iter().zip(counts).filter(|(_, n)| *n > 0);
    all.map(|(d, n)| format!("{} {d}", thousands(n))).collect()
}

/// `; 2 scanned in part, 3 not scanned`.
fn unscanned(summary: &Summary) -> String {
    let parts = [(summary.partial, "scanned in part"), (summary.skipped, "not scanned")];
    let parts = parts.iter().filter(|(n, _)| *n > 0);
    let parts: Vec<_> = parts.map(|(n, what)| format!("{} {what}", thousands(*n))).collect();
    if parts.is_empty() { String::new() } else { format!("; {}", parts.join(", ")) }
}

fn headed(columns: &'static [Column], names: &[&str]) -> Table {
    let mut table = Table::new(columns, 0);
    table.push(names.iter().map(|name| Cell::new(name, BOLD)).collect());
    table
}

fn category(class: &Class, tally: &Tally) -> Vec<Cell> {
    let style = of(class.sensitivity);
    let [findings, files] = numbers(tally);
    let sensitivity = class.sensitivity.map_or("", |s| s.name());
    vec![
        Cell::plain(&class.name),
        Cell::new(sensitivity, style),
        Cell::plain(&retention(class)),
        findings,
        files,
    ]
}

fn numbers(tally: &Tally) -> [Cell; 2] {
    [tally.findings, tally.documents].map(|n| Cell::plain(&thousands(n)))
}

/// The retention class, or the policy's words where they could not be read; empty where unstated.
pub(super) fn retention(class: &Class) -> String {
    let words = |r: &crate::model::Retention| r.rule.as_ref().map_or(r.text.clone(), ToString::to_string);
    class.retention.as_ref().map(words).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closing(summary: &Summary) -> String {
        let mut out = Vec::new();
        let options = crate::report::sample::options(80, false);
        Closing { summary, ledger: &Ledger::default(), options: &options }.write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn sentences_break_between_words() {
        assert_eq!(wrapped("one two three", 20), ["one two three"]);
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("  one two three", 7), ["  one", "two", "three"]);
        assert_eq!(wrapped("unbreakable one", 7), ["unbreakable one"]);
    }

    #[test]
    fn nothing_found_is_one_line() {
        let clean = Summary { documents: 1, complete: 1, bytes: 12, ..Summary::default() };
        assert_eq!(closing(&clean), "No personal data found in 1 file (12 B)\n");
        assert_eq!(closing(&Summary::default()), "There was nothing to scan\n");
        let gaps = Summary { documents: 1200, partial: 1, skipped: 3, ..clean };
        assert_eq!(
            closing(&gaps),
            "No personal data found in 1,200 files (12 B); 1 scanned in part, 3 not scanned\n"
        );
        let skipped = Summary { skipped: 2, ..Summary::default() };
        assert_eq!(closing(&skipped), "Nothing was scanned; 2 not scanned\n");
    }

    #[test]
    fn one_is_singular_throughout() {
        let one = Summary {
            documents: 1,
            documents_with_findings: 1,
            by_disposition: [1, 0, 0, 0, 0, 0],
            hidden: [0, 0, 1, 0, 0, 0],
            ..Summary::default()
        };
        let text = closing(&one);
        assert!(
            text.ends_with("1 synthetic finding not shown (--show all)\n1 finding in 1 of 1 file (0 B)\n"),
            "{text}"
        );
    }

    #[test]
    fn an_interrupted_run_says_so() {
        let summary = Summary { interrupted: true, ..Summary::default() };
        assert!(closing(&summary).starts_with("Interrupted: "));
    }
}
