//! `piidar baseline`: what is accepted.

use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use anyhow::bail;
use piidar::Sources;
use piidar::gate::{Accepted, Change, Recorder, Root, Unread, lies_in};
use piidar::model::Status;

use super::args::{Baseline, BaselineScan, Choice};
use super::file::write_whole;
use super::project::{Absent, KEY, Project, key, say};
use super::scan::builder;
use super::table::count;
use super::terminal::{self, shown};
use super::{Exit, Faults};

/// Creates, updates, checks or prunes the baseline.
pub(crate) fn run(command: &Baseline) -> anyhow::Result<Exit> {
    let args = command.scan();
    let project = Project::find(&args.config)?;
    project.warn();
    let path = project.baseline_path(args.baseline.as_deref());
    let shown = shown(&path);
    let before = match (command, project.accepted(args.baseline.as_deref())?) {
        (Baseline::Create(_), Some(_)) => {
            bail!("{shown} already exists; `piidar baseline update` brings it up to date")
        }
        (Baseline::Create(_), None) => Accepted::default(),
        (_, None) => bail!("{shown}: there is no baseline; `piidar baseline create` makes one"),
        (_, Some(before)) => before,
    };
    if before.is_keyed() && key()?.is_none() {
        bail!("{shown} was made with a key, and {KEY} is not set");
    }
    // Who checks or prunes compares with what is there; only who accepts anew adds digests.
    let keyed = before.is_keyed() || matches!(command, Baseline::Create(_) | Baseline::Update(_));
    let (found, scope) = record(args, &project, keyed)?;
    if scope.is_lost() && !matches!(command, Baseline::Check(_)) {
        return Ok(scope.refuse(&shown));
    }
    let Absent { gone, withheld } = project.absent(&before);
    let before = before.followed(&found, gone);
    let in_scope = |path: &str| scope.holds(path) && !withheld.contains(path);
    let after = match command {
        Baseline::Check(_) => {
            let exit = check(&before.changes(&found, in_scope))?;
            return Ok(if exit == Exit::Pass { scope.exit() } else { exit });
        }
        Baseline::Prune(_) => before.clone().pruned(&found, in_scope),
        Baseline::Create(_) | Baseline::Update(_) => before.clone().updated(&found, in_scope),
    };
    write_whole(&path, after.render().as_bytes())?;
    tell(&shown, &before, &after)?;
    Ok(scope.exit())
}

/// Scans and accepts everything, for `piidar init`.
pub(crate) fn create(project: &Project) -> anyhow::Result<()> {
    let (found, scope) = record(&BaselineScan::default(), project, true)?;
    let path = project.baseline_path(None);
    if scope.is_lost() {
        scope.refuse(&shown(&path));
        return Ok(());
    }
    write_whole(&path, found.render().as_bytes())?;
    tell(&shown(&path), &Accepted::default(), &found)?;
    scope.exit();
    Ok(())
}

/// Documents that were scanned completely.
struct Scope {
    roots: Vec<String>,
    unread: Unread,
    /// Whether anything was scanned.
    scanned: bool,
}

impl Scope {
    /// Says what could not be scanned, and that it keeps what was accepted.
    fn exit(&self) -> Exit {
        self.tell("its entries stay as they were")
    }

    /// Whether nothing could be scanned of what is there: that is no reason to accept anything.
    fn is_lost(&self) -> bool {
        !self.scanned && self.unread.failed().next().is_some()
    }

    /// Says that the baseline stays as it was, be it that there is none.
    fn refuse(&self, shown: &str) -> Exit {
        let exit = self.tell("nothing of it was compared");
        say(&format!("error: {shown}: not written, because nothing could be scanned"));
        exit
    }

    fn tell(&self, what: &str) -> Exit {
        for path in self.unread.failed() {
            say(&format!("warning: {}: could not be scanned; {what}", terminal::visible(path)));
        }
        if self.unread.failed().next().is_none() { Exit::Pass } else { Exit::Incomplete }
    }

    fn holds(&self, path: &str) -> bool {
        self.roots.iter().any(|root| lies_in(path, root)) && !self.unread.holds(path)
    }
}

/// Everything that a scan finds and nobody has accepted by hand.
fn record(args: &BaselineScan, project: &Project, keyed: bool) -> anyhow::Result<(Accepted, Scope)> {
    let choice = Choice {
        min_confidence: args.min_confidence,
        samples_as_real: args.samples_as_real,
        ..Choice::default()
    };
    let mut builder = builder(&choice, &args.knowledge, &args.model, project)?.details(false, true);
    if let Some(threads) = args.threads {
        builder = builder.threads(threads);
    }
    if !keyed {
        builder = builder.baseline_key(None);
    }
    let scanner = builder.build().map_err(Faults::from)?;
    let paths = if args.paths.is_empty() { vec![project.whole()] } else { args.paths.clone() };
    let roots = paths.iter().map(|path| below(&project.root, path)).collect();
    let sources =
        Sources { paths, git: None, no_ignore: args.no_ignore, follow: args.follow, outputs: Vec::new() };
    let (mut recorder, mut scanned) = (Recorder::new(project.root.clone()), false);
    scanner.run(&sources, &AtomicBool::new(false), |batch| {
        scanned |= batch.coverage.as_ref().is_none_or(|gap| gap.status != Status::Skipped);
        recorder.add(scanner.catalog(), &batch);
        Ok(())
    })?;
    let (found, unread) = recorder.finish();
    Ok((found, Scope { roots, unread, scanned }))
}

/// A root of the scan, below that of the project; empty for all of it.
fn below(root: &Root, path: &Path) -> String {
    root.below(&path.to_string_lossy())
}

/// Says what is new and what is accepted in vain.
fn check(changes: &[Change]) -> anyhow::Result<Exit> {
    let mut out = io::stdout().lock();
    for change in changes {
        let field = change.field.as_ref().map(|field| format!(" in {field}")).unwrap_or_default();
        let Change { path, info_type, before, now, .. } = change;
        let what = if now > before { "new" } else { "gone" };
        let line = format!("{what:4}  {path}: {info_type}{field}: {before} accepted, {now} found");
        writeln!(out, "{}", terminal::visible(&line))?;
    }
    let new = changes.iter().filter(|change| change.now > change.before).count();
    let gone = changes.len() - new;
    if changes.is_empty() {
        writeln!(out, "The baseline holds what is found, and nothing else.")?;
        return Ok(Exit::Pass);
    }
    let places = |n| count(n, "place", "places");
    writeln!(out, "{} with something new, {} with less than was accepted.", places(new), places(gone))?;
    Ok(Exit::Violation)
}

/// Says what is accepted now, and how much was before.
fn tell(shown: &str, before: &Accepted, after: &Accepted) -> io::Result<()> {
    let findings = |n: u64| count(usize::try_from(n).unwrap_or(usize::MAX), "finding", "findings");
    let files = count(after.paths().count(), "file", "files");
    let values = if after.is_keyed() { ", each value by its keyed digest" } else { "" };
    let was = if before.findings() == 0 { String::new() } else { format!(" (was {})", before.findings()) };
    let now = findings(after.findings());
    writeln!(io::stdout().lock(), "{shown}: {now}{was} in {files} accepted{values}.")
}
