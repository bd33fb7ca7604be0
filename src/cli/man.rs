//! `piidar man`.

use std::io;
use std::path::Path;

use anyhow::Context;
use clap::CommandFactory;
use clap_mangen::{Man, generate_to};

use super::Exit;
use super::args::Cli;

/// Writes the page of the program to standard output, or the pages of all commands into a folder.
pub(crate) fn run(folder: Option<&Path>) -> anyhow::Result<Exit> {
    // `piidar help` needs no page of its own, let alone one for each command.
    let command = Cli::command().disable_help_subcommand(true);
    match folder {
        None => Man::new(command).render(&mut io::stdout().lock())?,
        Some(folder) => generate_to(command, folder)
            .with_context(|| format!("cannot write pages into {}", folder.display()))?,
    }
    Ok(Exit::Pass)
}
