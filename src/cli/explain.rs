//! `piidar explain FILE:LINE`.

use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, bail};
use piidar::model::{Catalog, DocLabel, Evidence, FactKind, RuleId};
use piidar::report;
use piidar::{Explained, Explanation, Outcome, Scanner};

use super::args::Explain;
use super::project::Project;
use super::scan::{builder, reveal};
use super::table::count;
use super::{Exit, Faults, terminal};

/// Largest file that is read for one line.
const MOST: u64 = 1 << 28;

/// Tells the story of a line.
pub(crate) fn run(args: &Explain) -> anyhow::Result<Exit> {
    let (named, line) = place(&args.place)?;
    let path = on_disk(named);
    let size = std::fs::metadata(path).with_context(|| format!("cannot read {path}"))?.len();
    if size > MOST {
        bail!("{path} is too large to explain; cut out the lines in question first");
    }
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {path}"))?;
    let project = Project::find(&args.config)?;
    let scanner = builder(&args.choice, &args.knowledge, &args.model, &project)?
        .reveal(reveal(args.show_values)?)
        .threads(1);
    let scanner = scanner.build().map_err(Faults::from)?;
    let story = scanner.explain(path, &bytes, line);
    if story.unsupported.is_none() && line > story.lines.max(1) {
        bail!("{named} has {}, and none with the number {line}", count(story.lines, "line", "lines"));
    }
    write(&scanner, &format!("{named}:{line}"), &story, &mut io::stdout().lock())?;
    Ok(Exit::Pass)
}

fn place(place: &str) -> anyhow::Result<(&str, usize)> {
    let Some((path, last)) = numbered(place) else {
        bail!("{place}: expected a file and a line number, as in src/main.rs:42");
    };
    // Reports write line and column; all of the line is told.
    match numbered(path) {
        Some((file, line)) if !Path::new(on_disk(path)).exists() => Ok((file, line)),
        _ => Ok((path, last)),
    }
}

/// What stands before the last colon, and the number after it.
fn numbered(place: &str) -> Option<(&str, usize)> {
    let (path, number) = place.rsplit_once(':')?;
    Some((path, number.parse().ok().filter(|number| *number > 0)?))
}

/// The file that a place of a report lies in: what comes after `!` is inside of it.
fn on_disk(named: &str) -> &str {
    let mut outer = named;
    while !Path::new(outer).exists() {
        match outer.rsplit_once('!') {
            Some((before, _)) => outer = before,
            None => return named,
        }
    }
    outer
}

fn write(scanner: &Scanner, place: &str, story: &Explanation, out: &mut dyn Write) -> io::Result<()> {
    if let Some(kind) = &story.unsupported {
        return writeln!(out, "{}: not scanned: {kind}", terminal::visible(place));
    }
    let catalog = scanner.catalog();
    if let Some(document) = &story.document {
        write_document(catalog, document, out)?;
    }
    if story.candidates.is_empty() {
        return writeln!(out, "{}: nothing here looks like personal data", terminal::visible(place));
    }
    for (n, told) in story.candidates.iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        write_candidate(scanner, place, told, out)?;
    }
    Ok(())
}

/// What the document is as a whole, and why.
fn write_document(catalog: &Catalog, label: &DocLabel, out: &mut dyn Write) -> io::Result<()> {
    let row = label
        .class
        .map(|class| format!(" ({})", terminal::visible(&catalog.class(class).name)))
        .unwrap_or_default();
    writeln!(out, "document: {}{row}", label.name)?;
    for signal in &label.evidence {
        writeln!(out, "    {:+4}  {}", signal.points, signal.what)?;
    }
    writeln!(out, "    = {:3}\n", label.score)
}

fn write_candidate(scanner: &Scanner, place: &str, told: &Explained, out: &mut dyn Write) -> io::Result<()> {
    let catalog = scanner.catalog();
    let rule = catalog.rule(told.rule);
    let (from, to) = told.columns;
    let value = report::visible(&told.excerpt);
    writeln!(
        out,
        "{}:{from}-{to}  {}  {value}  (rule {})",
        terminal::visible(place),
        rule.info_type,
        rule.id
    )?;
    if let Some((confidence, disposition, evidence)) = &told.score {
        write_evidence(catalog, told.rule, evidence, out)?;
        let class = catalog.class(rule.class);
        writeln!(
            out,
            "    = {:3}  {} confidence, {disposition}, {}",
            confidence.get(),
            confidence.band(),
            terminal::visible(&class.name)
        )?;
    }
    let outcome = match &told.outcome {
        Outcome::Reported => "reported".to_owned(),
        Outcome::Refuted(why) => format!("refuted: {why}"),
        Outcome::TooLow => {
            format!("not reported: below the confidence of {}", scanner.min_confidence().get())
        }
        Outcome::Hidden => "not reported: its disposition does not count (see --show)".to_owned(),
        Outcome::Suppressed(reason) if reason.is_empty() => "accepted by hand".to_owned(),
        Outcome::Suppressed(reason) => format!("accepted by hand: {}", terminal::visible(reason)),
        Outcome::Overlapped(winner) => {
            format!("not reported: {} has the stronger claim", catalog.rule(*winner).info_type)
        }
    };
    writeln!(out, "    → {outcome}")
}

fn write_evidence(
    catalog: &Catalog,
    rule: RuleId,
    evidence: &Evidence,
    out: &mut dyn Write,
) -> io::Result<()> {
    let info = catalog.rule(rule);
    let word = |list: &[String], i: u16| list.get(usize::from(i)).cloned().unwrap_or_default();
    for fact in evidence.facts() {
        let what = match fact.kind {
            FactKind::Shape => "shape and validation".to_owned(),
            FactKind::Keyword => format!("keyword nearby: {}", word(&info.keywords, fact.word)),
            FactKind::Siblings => "columns of people beside it".to_owned(),
            FactKind::Field => format!("name of the field: {}", word(&info.fields, fact.word)),
            FactKind::Against => format!("word against it nearby: {}", word(&catalog.against, fact.word)),
            FactKind::Value => format!("the value itself: {}", evidence.note),
            FactKind::Noise => "part of a hash or key".to_owned(),
            FactKind::TestPath => "path of tests, samples or documentation".to_owned(),
            FactKind::GeneratedPath => "generated or vendored path".to_owned(),
        };
        writeln!(out, "    {:+4}  {what}", fact.points)?;
    }
    let told = evidence.facts().iter().any(|f| f.kind == FactKind::Value);
    if !evidence.note.is_empty() && !told {
        writeln!(out, "          ({})", evidence.note)?;
    }
    Ok(())
}
