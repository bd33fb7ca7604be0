//! `piidar config`: the configuration in use, and the schema of its file.

use std::io::{self, Write};

use piidar::gate::{Policy, SCHEMA};

use super::args::{Choice, ConfigArgs, ConfigCommand, Knowledge, NamesModel};
use super::project::Project;
use super::scan::builder;
use super::table::count;
use super::{Exit, Faults, terminal};

/// Shows or checks.
pub(crate) fn run(command: &ConfigCommand) -> anyhow::Result<Exit> {
    match command {
        ConfigCommand::Schema => io::stdout().lock().write_all(SCHEMA.as_bytes())?,
        ConfigCommand::Check { config, knowledge } => check(config, knowledge, &mut io::stdout().lock())?,
    }
    Ok(Exit::Pass)
}

/// Says what the configuration comes to, once nothing is wrong with it.
fn check(args: &ConfigArgs, knowledge: &Knowledge, out: &mut dyn Write) -> anyhow::Result<()> {
    let project = Project::find(args)?;
    project.warn();
    let scanner = builder(&Choice::default(), knowledge, &NamesModel::default(), &project)?;
    let scanner = scanner.build().map_err(Faults::from)?;
    let file = project.file.as_deref().unwrap_or("none; `piidar init` writes one");
    writeln!(out, "configuration  {}", terminal::visible(file))?;
    let catalog = scanner.catalog();
    writeln!(
        out,
        "rules          {}, profile {}",
        count(catalog.rules.len(), "rule", "rules"),
        catalog.profile
    )?;
    writeln!(out, "reported from  a confidence of {}", scanner.min_confidence().get())?;
    for zone in &project.config.zones {
        writeln!(out, "zone           {}: {}", terminal::visible(&zone.name), says(&zone.policy))?;
    }
    let place = if project.config.zones.is_empty() { "policy" } else { "elsewhere" };
    writeln!(out, "{place:<15}{}", says(&project.config.policy))?;
    let entries = project.allowed.entries.len();
    writeln!(out, "accepted       by {}", count(entries, "entry", "entries"))?;
    if let Some(accepted) = project.accepted(None)? {
        let findings = usize::try_from(accepted.findings()).unwrap_or(usize::MAX);
        let keyed = if accepted.is_keyed() { ", with keyed digests" } else { "" };
        writeln!(out, "baseline       {}{keyed}", count(findings, "finding", "findings"))?;
    }
    Ok(())
}

fn says(policy: &Policy) -> String {
    if policy.is_open() {
        return "everything passes".to_owned();
    }
    format!("fails on {}", terminal::visible(&policy.describe()))
}
