//! `piidar scan`.

use std::env;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, bail};
use jiff::Timestamp;
use piidar::gate::{FailOn, Gate};
use piidar::model::{Confidence, Counter, Disposition, DispositionSet, Sensitivity, Summary};
use piidar::report::{self, Format};
use piidar::{GitScope, Scanner, ScannerBuilder, Sources};

use super::args::{Choice, FailLevel, GateArgs, Git, Knowledge, Output, Reveal, Scan, Show};
use super::outputs::{self, Outputs};
use super::progress::Progress;
use super::{Exit, Faults, knowledge, terminal};

/// Scans what the command line says.
pub(crate) fn run(args: &Scan) -> anyhow::Result<Exit> {
    let files = args.output.output.iter().map(|o| outputs::parse(o)).collect::<anyhow::Result<Vec<_>>>()?;
    let stdout = stdout_format(&args.output);
    let needs = Outputs::needs(stdout, &files);
    let mut builder = builder(&args.choice, &args.knowledge)?;
    builder = builder.reveal(reveal(args.output.show_values)?).details(needs.excerpt, needs.place);
    builder = builder.digests(needs.distinct);
    if let Some(threads) = args.threads {
        builder = builder.threads(threads);
    }
    if let Some(bytes) = args.limits.max_unpacked {
        builder = builder.max_unpacked(bytes);
    }
    if let Some(times) = args.limits.max_ratio {
        builder = builder.max_ratio(times);
    }
    let scanner = builder.build().map_err(Faults::from)?;
    let gate = gate(&args.gate, &scanner)?;
    let options = report::Options {
        catalog: Arc::clone(scanner.catalog()),
        width: terminal::width(),
        color: terminal::colors(args.output.color),
        scanned_at: now()?,
        shown_all: shown(&args.choice) == DispositionSet::ALL,
    };
    let outputs = Outputs::open(stdout, files, &options)?;
    scan(&scanner, args, outputs, gate)
}

fn scan(scanner: &Scanner, args: &Scan, mut outputs: Outputs, mut gate: Gate) -> anyhow::Result<Exit> {
    let stop = Arc::new(AtomicBool::new(false));
    let interrupted = on_interrupt(&stop)?;
    let mut counter = Counter::new(scanner.catalog());
    let mut progress = Progress::new(terminal::progress() && !args.output.quiet && !args.output.no_progress);
    let mut fault = None;
    let result = scanner.run(&sources(args), &stop, |batch| {
        counter.add(&batch);
        gate.judge(&batch);
        progress.add(batch.bytes, u64::from(batch.last));
        let written = progress.beside(|| outputs.batch(&batch));
        if let Err(e) = written {
            fault = Some(e);
        }
        if fault.is_some() || outputs.is_closed(args.output.quiet) {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        Ok(())
    });
    progress.finish();
    if let Some(e) = fault {
        return Err(e);
    }
    let mut summary = counter.finish();
    summary.interrupted = interrupted.load(Ordering::Relaxed);
    match result {
        Ok(()) => {}
        // Nobody reads any more: what was found until then decides.
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => return Ok(verdict(&gate, None, &args.gate)),
        Err(e) => return Err(e.into()),
    }
    outputs.finish(&summary)?;
    Ok(verdict(&gate, Some(&summary), &args.gate))
}

/// The first that holds: a violation, then an incomplete scan.
fn verdict(gate: &Gate, summary: Option<&Summary>, args: &GateArgs) -> Exit {
    let gaps =
        |s: &Summary| (s.is_incomplete() && !args.allow_incomplete) || (s.has_gaps() && args.strict_coverage);
    if gate.violations() > 0 {
        Exit::Violation
    } else if summary.is_some_and(gaps) {
        Exit::Incomplete
    } else {
        Exit::Pass
    }
}

fn sources(args: &Scan) -> Sources {
    let (mut paths, git) = (args.paths.clone(), scope(&args.git));
    // Without a path, a repository is looked at as a whole, wherever in it one is.
    if paths.is_empty() && git.is_none() {
        paths.push(".".into());
    }
    Sources { paths, git, no_ignore: args.no_ignore, follow: args.follow }
}

fn scope(git: &Git) -> Option<GitScope> {
    let history = git.history.clone().map(|range| GitScope::History { range, messages: git.messages });
    // The command line takes one of them only.
    history
        .or_else(|| git.diff.clone().map(GitScope::Diff))
        .or_else(|| git.diff_base.clone().map(GitScope::DiffBase))
        .or_else(|| git.staged.then_some(GitScope::Staged))
}

/// What standard output gets: a report for people, or with `-o` only the closing tables.
fn stdout_format(output: &Output) -> Option<&'static Format> {
    match &output.format {
        Some(name) => report::named(name),
        None if output.quiet => None,
        None if output.output.is_empty() => report::named("human"),
        None => report::named("summary"),
    }
}

/// A scanner as `scan` and `explain` want it.
pub(crate) fn builder(choice: &Choice, knowledge: &Knowledge) -> anyhow::Result<ScannerBuilder> {
    let mut rules = knowledge::rules(knowledge).map_err(Faults)?;
    rules.select(&choice.types, &choice.exclude_type).map_err(Faults)?;
    let matrix = knowledge::matrix(knowledge.matrix.as_deref()).map_err(Faults)?;
    let builder = Scanner::builder().rules(rules).matrix(matrix).show(shown(choice));
    let least = Confidence::new(i32::from(choice.min_confidence));
    Ok(builder.min_confidence(least).samples_as_real(choice.samples_as_real))
}

/// When reports say that the scan began: now, or the second that `SOURCE_DATE_EPOCH` names, so that reports can be made
/// again byte for byte (reproducible-builds.org).
fn now() -> anyhow::Result<Timestamp> {
    let Some(set) = env::var_os("SOURCE_DATE_EPOCH") else {
        // Nobody wants a scan by the nanosecond.
        return Ok(Timestamp::from_second(Timestamp::now().as_second())?);
    };
    let seconds = set.to_str().and_then(|s| s.parse().ok());
    let time = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
    time.with_context(|| format!("SOURCE_DATE_EPOCH is {}, not a number of seconds", set.display()))
}

/// What counts, and what was asked for besides.
fn shown(choice: &Choice) -> DispositionSet {
    choice.show.iter().fold(DispositionSet::COUNTED, |set, show| match show {
        Show::Synthetic => set.with(Disposition::Synthetic),
        Show::Technical => set.with(Disposition::Technical),
        Show::Masked => set.with(Disposition::Masked),
        Show::All => DispositionSet::ALL,
    })
}

/// Whether raw values are wanted. A build log is no place for them.
pub(crate) fn reveal(wanted: Option<Reveal>) -> anyhow::Result<bool> {
    match wanted {
        None => Ok(false),
        Some(Reveal::Yes) if terminal::ci() => bail!(
            "--show-values would put personal data into a build log (CI is set); --show-values=force does it all the same"
        ),
        Some(_) => Ok(true),
    }
}

fn gate(args: &GateArgs, scanner: &Scanner) -> anyhow::Result<Gate> {
    let fail_on = args.fail_on.map(|level| match level {
        FailLevel::Low => FailOn::Sensitivity(Sensitivity::Low),
        FailLevel::Medium => FailOn::Sensitivity(Sensitivity::Medium),
        FailLevel::High => FailOn::Sensitivity(Sensitivity::High),
        FailLevel::VeryHigh => FailOn::Sensitivity(Sensitivity::VeryHigh),
        FailLevel::Any => FailOn::Any,
    });
    let catalog = scanner.catalog();
    let states_none = catalog.classes.iter().all(|c| c.sensitivity.is_none());
    if matches!(fail_on, Some(FailOn::Sensitivity(_))) && states_none {
        bail!("--fail-on: the matrix {} states no sensitivity; --fail-on any is possible", catalog.profile);
    }
    Ok(Gate::new(fail_on, catalog))
}

/// The first Ctrl-C ends the scan with its reports; the second ends the program.
fn on_interrupt(stop: &Arc<AtomicBool>) -> anyhow::Result<Arc<AtomicBool>> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let (stop, seen) = (Arc::clone(stop), Arc::clone(&interrupted));
    ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::Relaxed) {
            #[allow(clippy::exit)] // the user insists, and nothing else would end a read that hangs
            std::process::exit(130);
        }
        stop.store(true, Ordering::Relaxed);
    })?;
    Ok(interrupted)
}
