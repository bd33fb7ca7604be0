//! `piidar scan`.

use std::env;
use std::io;
use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, bail};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use piidar::gate::{Comments, FailOn, Gate, Policy};
use piidar::model::{Catalog, Counter, Disposition, DispositionSet, Sensitivity, StandingSet, Summary};
use piidar::report;
use piidar::{GitScope, Scanner, ScannerBuilder, Sources};

use super::args::{Choice, FailLevel, GateArgs, Git, Knowledge, NamesModel, Reveal, Scan, Show};
use super::names::with_names;
use super::outputs::{self, Outputs};
use super::progress::Progress;
use super::project::{Project, key};
use super::{Exit, Faults, knowledge, terminal, verdict};

/// Scans what the command line says.
pub(crate) fn run(args: &Scan) -> anyhow::Result<Exit> {
    let (stdout, files) = outputs::plan(&args.output)?;
    outputs::spare_inputs(&files, &args.paths)?;
    let written = files.iter().map(|wanted| wanted.path.clone()).collect();
    let needs = Outputs::needs(stdout, &files);
    let now = now()?;
    let project = Project::find(&args.config)?;
    let baseline = project.baseline(&args.baseline)?;
    let policy = policy(args, &project);
    let by_value =
        policy.max_distinct.is_some() || project.config.zones.iter().any(|z| z.policy.max_distinct.is_some());
    let mut builder = builder(&args.choice, &args.knowledge, &args.model, &project)?;
    builder = builder.today(now.to_zoned(TimeZone::UTC).date());
    builder = builder.reveal(reveal(args.output.show_values)?).digests(needs.distinct || by_value);
    builder = builder.columns(needs.columns).labels(needs.labels);
    builder = builder.details(needs.excerpt, needs.place || baseline.is_some());
    if let Some(threads) = args.threads {
        builder = builder.threads(threads);
    }
    if let Some(bytes) = args.limits.max_unpacked {
        builder = builder.max_unpacked(bytes);
    }
    if let Some(times) = args.limits.max_ratio {
        builder = builder.max_ratio(times);
    }
    // The end of the process frees it in no time.
    let scanner = ManuallyDrop::new(builder.build().map_err(Faults::from)?);
    check_levels(&policy, &project, scanner.catalog())?;
    let mut gate =
        Gate::new(policy, scanner.catalog()).zones(project.config.zones.clone(), project.root.clone());
    if let Some(baseline) = baseline {
        gate = gate.baseline(if is_change(&args.git) { baseline.of_a_change() } else { baseline });
    }
    let options = report::Options {
        catalog: Arc::clone(scanner.catalog()),
        width: terminal::width(),
        color: terminal::colors(args.output.color),
        scanned_at: now,
        least: scanner.min_confidence(),
        shown_all: shown(&args.choice) == DispositionSet::ALL,
        standings: standings(&args.choice),
    };
    let outputs = Outputs::open(stdout, files, &options)?;
    if !args.output.quiet {
        project.warn();
    }
    Run { scanner: &scanner, args, project: &project, shown: options.standings, written }.scan(outputs, gate)
}

/// A scan that is ready to begin.
struct Run<'a> {
    scanner: &'a Scanner,
    args: &'a Scan,
    project: &'a Project,
    shown: StandingSet,
    /// Files that get reports.
    written: Vec<PathBuf>,
}

impl Run<'_> {
    fn scan(&self, mut outputs: Outputs, mut gate: Gate) -> anyhow::Result<Exit> {
        let output = &self.args.output;
        let stop = Arc::new(AtomicBool::new(false));
        let interrupted = on_interrupt(&stop)?;
        let mut counter = Counter::new(self.scanner.catalog());
        let mut comments = Comments::of(self.scanner.names());
        let mut progress = Progress::new(terminal::progress() && !output.quiet && !output.no_progress);
        let mut fault = None;
        let result = self.scanner.run(&self.sources(), &stop, |mut batch| {
            gate.judge(&mut batch);
            comments.add(&batch);
            counter.add_standings(&batch);
            counter.add(&batch.shown(self.shown));
            progress.add(batch.bytes, u64::from(batch.last));
            let written = progress.beside(|| outputs.batch(&batch));
            if let Err(e) = written {
                fault = Some(e);
            }
            // A gate reads on where nobody else does: what was not looked at must not pass it.
            if fault.is_some() || outputs.is_closed(output.quiet) && gate.is_decided() {
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
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {
                self.tell(&gate, &comments, false);
                return Ok(self.exit(&gate, None));
            }
            Err(e) => return Err(e.into()),
        }
        outputs.finish(&summary)?;
        if !output.quiet {
            verdict::tell_unmapped(&summary, self.scanner.catalog());
        }
        self.tell(&gate, &comments, !summary.interrupted && self.covers_project());
        Ok(self.exit(&gate, Some(&summary)))
    }

    /// Says which policies do not hold, unless nothing is to be said.
    fn tell(&self, gate: &Gate, comments: &Comments, whole: bool) {
        if !self.args.output.quiet {
            verdict::tell(gate, comments, self.project, whole);
        }
    }

    /// The first that holds: a violation, then an incomplete scan.
    fn exit(&self, gate: &Gate, summary: Option<&Summary>) -> Exit {
        let (args, config): (&GateArgs, _) = (&self.args.gate, &self.project.config);
        let allow_incomplete = args.allow_incomplete || config.allow_incomplete;
        let strict_coverage = args.strict_coverage || config.strict_coverage;
        let gaps =
            |s: &Summary| (s.is_incomplete() && !allow_incomplete) || (s.has_gaps() && strict_coverage);
        if !gate.violations().is_empty() {
            Exit::Violation
        } else if summary.is_some_and(gaps) {
            Exit::Incomplete
        } else {
            Exit::Pass
        }
    }

    fn sources(&self) -> Sources {
        let (args, mut paths) = (self.args, self.args.paths.clone());
        let git = scope(&args.git);
        // Without a path, a repository is looked at as a whole, wherever in it one is.
        if paths.is_empty() && git.is_none() {
            paths.push(".".into());
        }
        let outputs = self.written.clone();
        Sources { paths, git, no_ignore: args.no_ignore, follow: args.follow, outputs }
    }

    /// Whether everything is scanned that the configuration is about.
    fn covers_project(&self) -> bool {
        let choice = &self.args.choice;
        let all_types = choice.types.is_empty() && choice.exclude_type.is_empty();
        let sources = self.sources();
        all_types && sources.git.is_none() && sources.paths.iter().any(|path| self.project.is_within(path))
    }
}

/// Whether a change is looked at, not all that there is.
const fn is_change(git: &Git) -> bool {
    git.staged || git.diff.is_some() || git.diff_base.is_some()
}

/// What of a repository is asked for; the command line takes one of these only.
fn scope(git: &Git) -> Option<GitScope> {
    let history = git.history.clone().map(|range| GitScope::History { range, messages: git.messages });
    history
        .or_else(|| git.diff.clone().map(GitScope::Diff))
        .or_else(|| git.diff_base.clone().map(GitScope::DiffBase))
        .or_else(|| git.staged.then_some(GitScope::Staged))
}

/// A scanner as every command wants it.
pub(crate) fn builder(
    choice: &Choice,
    knowledge: &Knowledge,
    model: &NamesModel,
    project: &Project,
) -> anyhow::Result<ScannerBuilder> {
    let config = &project.config;
    let mut rules = knowledge::rules(knowledge, project).map_err(Faults)?;
    let matrix = knowledge::matrix_of(knowledge, project).map_err(Faults)?;
    let unknown = project.unknown(&rules, &matrix);
    if !unknown.is_empty() {
        return Err(Faults(unknown).into());
    }
    // What is asked for by name is looked for, whatever the file leaves out.
    let (types, left_out) = match choice.types.is_empty() {
        true => (&config.types[..], &config.exclude_types[..]),
        false => (&choice.types[..], &[][..]),
    };
    rules.select(types, &[&choice.exclude_type, left_out].concat()).map_err(Faults)?;
    let mut builder = Scanner::builder().rules(rules).matrix(matrix).show(shown(choice));
    if let Some(least) = choice.min_confidence.or(config.min_confidence) {
        builder = builder.min_confidence(least);
    }
    if !project.allowed.entries.is_empty() {
        builder = builder.allow(Arc::clone(&project.allowed));
    }
    builder = builder.comments(!config.no_inline).baseline_key(key()?);
    Ok(with_names(builder, model)?.samples_as_real(choice.samples_as_real))
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
        Show::Credential => set.with(Disposition::Credential),
        Show::Known | Show::Suppressed => set,
        Show::All => DispositionSet::ALL,
    })
}

/// What of the accepted findings was asked for.
fn standings(choice: &Choice) -> StandingSet {
    choice.show.iter().fold(StandingSet::NEW, |set, show| match show {
        Show::Known => set.with_known(),
        Show::Suppressed => set.with_suppressed(),
        Show::All => StandingSet::ALL,
        Show::Synthetic | Show::Technical | Show::Masked | Show::Credential => set,
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

/// The policy outside of zones; the command line has the last word on the sensitivity.
fn policy(args: &Scan, project: &Project) -> Policy {
    let asked = args.gate.fail_on.map(|level| match level {
        FailLevel::Low => FailOn::Sensitivity(Sensitivity::Low),
        FailLevel::Medium => FailOn::Sensitivity(Sensitivity::Medium),
        FailLevel::High => FailOn::Sensitivity(Sensitivity::High),
        FailLevel::VeryHigh => FailOn::Sensitivity(Sensitivity::VeryHigh),
        FailLevel::Any => FailOn::Any,
    });
    let configured = project.config.policy.clone();
    // Who looks at a change wants to know whether it may come in, even in a project that has said nothing.
    let unsaid = (is_change(&args.git) && !project.states_policy()).then_some(FailOn::Any);
    Policy { fail_on: asked.or(configured.fail_on).or(unsaid), ..configured }
}

/// A sensitivity as a limit needs a matrix that states some.
fn check_levels(policy: &Policy, project: &Project, catalog: &Catalog) -> anyhow::Result<()> {
    let states_none = catalog.classes.iter().all(|c| c.sensitivity.is_none());
    let mut policies = project.config.zones.iter().map(|zone| &zone.policy).chain([policy]);
    if states_none && policies.any(|p| matches!(p.fail_on, Some(FailOn::Sensitivity(_)))) {
        bail!("fail-on: the matrix {} states no sensitivity; `any` is possible", catalog.profile);
    }
    Ok(())
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
