//! The command line. It belongs to the binary and sees only the public side of the library; it alone knows the
//! terminal and the environment.

mod args;
mod baseline;
mod completions;
mod config;
mod explain;
mod file;
mod init;
mod knowledge;
mod man;
mod matrix;
mod names;
mod outputs;
mod progress;
mod project;
mod reference;
mod rules;
mod scan;
mod table;
mod terminal;
mod verdict;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use piidar::classify::{BUILTIN_MATRICES, Matrix};
use piidar::model::{Confidence, DispositionSet, Fault};
use piidar::rules::{Rule, RuleSet};
use piidar::{BuildError, Scanner};

use args::{Cli, Command};
use project::Project;

/// The exit codes, in the order in which they win: 2, 1, 3, 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All is well.
    Pass = 0,
    /// Something was found that must not be.
    Violation = 1,
    /// Wrong usage or configuration, or a report that could not be written.
    Fault = 2,
    /// Something could not be scanned.
    Incomplete = 3,
}

/// Runs the program.
pub(crate) fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|fault| tell(fault.location())));
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(e) => {
            let told = e.print().and_then(|()| io::stdout().flush());
            // Help and version were asked for, and go to standard output.
            let asked = !e.use_stderr();
            let exit =
                if asked { told.map_or_else(|e| report(&e.into()), |()| Exit::Pass) } else { Exit::Fault };
            return ExitCode::from(exit as u8);
        }
    };
    let exit = run(&cli.command).unwrap_or_else(|e| report(&e));
    ExitCode::from(exit as u8)
}

fn run(command: &Command) -> anyhow::Result<Exit> {
    match command {
        Command::Scan(args) => scan::run(args),
        Command::Rules(args) => run_rules(args),
        Command::Matrix(args) => run_matrix(args),
        Command::Explain(args) => explain::run(args),
        Command::Baseline(args) => baseline::run(args),
        Command::Init(args) => init::run(args),
        Command::Config(args) => config::run(args),
        Command::Completions { shell } => completions::run(*shell),
        Command::Man { dir } => man::run(dir.as_deref()),
    }
}

/// Says where a fault of ours or of a library happened, and not what: that may hold values. What it costs, the ledger says.
fn tell(place: Option<&std::panic::Location<'_>>) {
    let place = place.map_or_else(String::new, |place| format!(" at {place}"));
    let _ = writeln!(io::stderr(), "internal error{place}; see what was not scanned completely");
}

/// Says what went wrong, on standard error.
fn report(e: &anyhow::Error) -> Exit {
    let broken_pipe = e.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe);
    if broken_pipe {
        return Exit::Pass;
    }
    let mut err = io::stderr().lock();
    // There is nowhere to go if standard error is closed.
    let _ = match e.downcast_ref::<Faults>() {
        Some(Faults(faults)) => rules::write_faults(faults, terminal::colors_on_stderr(), &mut err),
        None => writeln!(err, "error: {}", terminal::visible(&format!("{e:#}"))),
    };
    Exit::Fault
}

/// Faults of rules, matrix or command line.
#[derive(Debug, thiserror::Error)]
#[error("{} faults", .0.len())]
pub(crate) struct Faults(pub(crate) Vec<Fault>);

impl From<BuildError> for Faults {
    fn from(e: BuildError) -> Self {
        Self(e.faults)
    }
}

fn run_rules(args: &args::Rules) -> anyhow::Result<Exit> {
    let color = terminal::colors(args::When::Auto);
    let mut out = io::stdout().lock();
    match args {
        args::Rules::List { knowledge } => {
            rules::list(&knowledge::rules(knowledge, &project()?).map_err(Faults)?, &mut out)?
        }
        args::Rules::Show { id, knowledge } => {
            let set = knowledge::rules(knowledge, &project()?).map_err(Faults)?;
            let rule = set.get(id).with_context(|| format!("no rule {id}; see `piidar rules list`"))?;
            rules::show(rule, &mut out)?;
        }
        args::Rules::Doc { knowledge } => {
            let project = project()?;
            let set = knowledge::rules(knowledge, &project).map_err(Faults)?;
            reference::write(&set, &knowledge::matrix_of(knowledge, &project).map_err(Faults)?, &mut out)?;
        }
        args::Rules::Check { knowledge } => {
            let loaded = knowledge::rules(knowledge, &project()?);
            let scanner = example_scanner(loaded.as_ref().ok())?;
            let finds = |rule: &Rule, text: &str| finds(&scanner, rule, text);
            let good = rules::check(&loaded, &finds, color, &mut out)?;
            return Ok(if good { Exit::Pass } else { Exit::Fault });
        }
    }
    Ok(Exit::Pass)
}

/// The project of the current folder.
fn project() -> anyhow::Result<Project> {
    Project::find(&args::ConfigArgs::default())
}

/// A scanner for examples: everything of at least low confidence counts, published test values too.
fn example_scanner(rules: Option<&RuleSet>) -> Result<Scanner, Faults> {
    let builder = Scanner::builder().samples_as_real(true).show(DispositionSet::ALL);
    let builder = builder.min_confidence(Confidence::new(30)).threads(1);
    let builder = match rules {
        Some(rules) => builder.rules(rules.clone()),
        None => builder,
    };
    Ok(builder.build()?)
}

fn finds(scanner: &Scanner, rule: &Rule, text: &str) -> bool {
    // An example of several lines may be a table; it is tried as both.
    let names: &[&str] = if text.contains('\n') { &["example.txt", "example.csv"] } else { &["example.txt"] };
    let found = |name: &&str| {
        let batch = scanner.scan_bytes(name, text.as_bytes());
        batch.findings.iter().any(|f| scanner.catalog().rule(f.finding.rule).id == rule.id)
    };
    names.iter().any(found)
}

fn run_matrix(args: &matrix::Command) -> anyhow::Result<Exit> {
    let color = terminal::colors(args::When::Auto);
    let mut out = io::stdout().lock();
    let good = match args {
        matrix::Command::List => {
            let all: Result<Vec<Matrix>, _> =
                BUILTIN_MATRICES.iter().map(|(name, _)| knowledge::matrix(Some(name))).collect();
            matrix::list(&all.map_err(Faults)?, &mut out)?;
            true
        }
        matrix::Command::Show { matrix: name } => {
            let read = knowledge::matrix(name.as_deref()).map_err(Faults)?;
            matrix::show(&read, &read.to_toml(), &mut out)?;
            true
        }
        matrix::Command::Check { file } => {
            let name = file.to_str().context("the path is not UTF-8")?;
            matrix::check(&knowledge::matrix(Some(name)), color, &mut out)?
        }
        matrix::Command::Import { policy, id, output: None } => import(policy, id.as_deref(), &mut out)?,
        matrix::Command::Import { policy, id, output: Some(path) } => {
            let mut text = Vec::new();
            let good = import(policy, id.as_deref(), &mut text)?;
            if good {
                file::write_whole(path, &text)?;
            }
            good
        }
    };
    Ok(if good { Exit::Pass } else { Exit::Fault })
}

fn import(policy: &Path, id: Option<&str>, out: &mut dyn Write) -> anyhow::Result<bool> {
    let shown = policy.display().to_string();
    let text = std::fs::read_to_string(policy).with_context(|| format!("cannot read {shown}"))?;
    let stem = policy.file_stem().map(|s| s.to_string_lossy().to_lowercase().replace([' ', '_', '.'], "-"));
    let id = id.map(str::to_owned).or(stem).unwrap_or_default();
    Ok(matrix::import(&shown, &text, &id, terminal::colors_on_stderr(), out, &mut io::stderr().lock())?)
}
