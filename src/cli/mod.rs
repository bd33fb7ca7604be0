//! The command line. It belongs to the binary and sees only the public side of the library; it alone knows the
//! terminal and the environment.

mod args;
mod baseline;
mod completions;
mod config;
mod explain;
mod file;
mod home;
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
use std::process::ExitCode;

use clap::Parser;
use piidar::BuildError;
use piidar::model::Fault;

use args::{Cli, Command};

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
        Command::Rules(args) => rules::run(args),
        Command::Matrix(command) => matrix::run(command),
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
