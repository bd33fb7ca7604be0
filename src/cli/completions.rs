//! `piidar completions`.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use super::Exit;
use super::args::Cli;

/// Writes the script of a shell to standard output.
pub(crate) fn run(shell: Shell) -> anyhow::Result<Exit> {
    // The generator panics where it cannot write; a vector takes everything.
    let mut script = Vec::new();
    generate(shell, &mut Cli::command(), "piidar", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(Exit::Pass)
}
