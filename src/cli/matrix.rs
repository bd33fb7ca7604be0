//! `piidar matrix`: what findings mean, and a matrix from a policy.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Subcommand;
use piidar::classify::{BUILTIN_MATRICES, Matrix, import as import_policy};
use piidar::model::Fault;
use piidar::rules::RuleSet;

use super::args::When;
use super::rules::write_faults;
use super::table::{count, write_table};
use super::{Exit, Faults, file, knowledge, terminal};

/// What to do with matrices.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the matrices that come with the program
    List,
    /// Show a matrix
    Show {
        /// Name or file [default: saas]
        matrix: Option<String>,
    },
    /// Check a matrix file
    Check {
        /// The file
        file: PathBuf,
    },
    /// Make a matrix file from the table in a policy (Markdown)
    Import {
        /// The policy
        policy: PathBuf,
        /// Write the matrix to this file instead of standard output, if all of the policy could be read
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Id of the matrix [default: the file's name]
        #[arg(long)]
        id: Option<String>,
    },
}

/// Lists, shows, checks or imports matrices.
pub(crate) fn run(command: &Command) -> anyhow::Result<Exit> {
    let mut out = io::stdout().lock();
    let good = match command {
        Command::List => {
            let names = BUILTIN_MATRICES.iter().map(|(name, _)| Some(*name));
            let all: Result<Vec<Matrix>, _> = names.map(knowledge::matrix).collect();
            list(&all.map_err(Faults)?, &mut out)?;
            true
        }
        Command::Show { matrix } => {
            let read = knowledge::matrix(matrix.as_deref()).map_err(Faults)?;
            show(&read, &read.to_toml(), &mut out)?;
            true
        }
        Command::Check { file } => {
            let name = file.to_str().context("the path is not UTF-8")?;
            check(&knowledge::matrix(Some(name)), terminal::colors(When::Auto), &mut out)?
        }
        Command::Import { policy, id, output: None } => import_file(policy, id.as_deref(), &mut out)?,
        Command::Import { policy, id, output: Some(path) } => {
            let mut text = Vec::new();
            let good = import_file(policy, id.as_deref(), &mut text)?;
            if good {
                file::write_whole(path, &text)?;
            }
            good
        }
    };
    Ok(if good { Exit::Pass } else { Exit::Fault })
}

/// [`import`] of a file, whose name makes the id if there is none; faults go to standard error.
fn import_file(policy: &Path, id: Option<&str>, out: &mut dyn Write) -> anyhow::Result<bool> {
    let shown = policy.display().to_string();
    let text = file::read_text(policy).with_context(|| format!("cannot read {shown}"))?;
    let stem = policy.file_stem().map(|s| s.to_string_lossy().to_lowercase().replace([' ', '_', '.'], "-"));
    let id = id.map(str::to_owned).or(stem).unwrap_or_default();
    Ok(import(&shown, &text, &id, terminal::colors_on_stderr(), out, &mut io::stderr().lock())?)
}

/// `matrix list`: one line per matrix.
fn list(matrices: &[Matrix], out: &mut dyn Write) -> io::Result<()> {
    let row = |m: &Matrix| vec![m.id.clone(), m.classes.len().to_string(), m.title.clone()];
    let rows: Vec<Vec<String>> = matrices.iter().map(row).collect();
    write_table(out, &["NAME", "CATEGORIES", "TITLE"], &rows)
}

/// `matrix show`: what the matrix comes to as comments, then its file, so that the output is a matrix file itself.
fn show(matrix: &Matrix, text: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}: {}, {}", matrix.id, categories(matrix), mapped(matrix))?;
    for class in &matrix.classes {
        let sensitivity = class.sensitivity.map_or("not stated", |s| s.name());
        let retention = match &class.retention {
            Some(retention) => {
                retention.rule.as_ref().map_or_else(|| "not understood".into(), ToString::to_string)
            }
            None => "not stated".to_owned(),
        };
        writeln!(out, "#   {}: sensitivity {sensitivity}, retention {retention}", class.id)?;
    }
    writeln!(out, "\n{}", text.trim_end())
}

/// `matrix check`: all faults, or what was checked. Gives whether all is well.
fn check(read: &Result<Matrix, Vec<Fault>>, color: bool, out: &mut dyn Write) -> io::Result<bool> {
    match read {
        Ok(matrix) => {
            write_unread(matrix, out)?;
            write_gaps(matrix, out)?;
            writeln!(out, "{}, {}: ok", categories(matrix), mapped(matrix))?;
        }
        Err(faults) => write_faults(faults, color, out)?,
    }
    Ok(read.is_ok())
}

/// `matrix import`: the matrix of a policy as a file on `out`; on `err` all faults, or the phrases that were not
/// understood. Gives whether there is a matrix.
fn import(
    file: &str,
    policy: &str,
    id: &str,
    color: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<bool> {
    match import_policy(policy, id) {
        Ok(matrix) => {
            write_unread(&matrix, err)?;
            write_gaps(&matrix, err)?;
            write!(out, "{}", matrix.to_toml())?;
            Ok(true)
        }
        Err(mut faults) => {
            for fault in faults.iter_mut().filter(|fault| fault.file.is_empty()) {
                fault.file = file.into();
            }
            write_faults(&faults, color, err)?;
            Ok(false)
        }
    }
}

fn write_unread(matrix: &Matrix, out: &mut dyn Write) -> io::Result<()> {
    for (id, phrase) in matrix.unread_retentions() {
        writeln!(
            out,
            "warning: the retention of `{id}` is not understood and shown as text only: {phrase:?}"
        )?;
    }
    Ok(())
}

/// What the map leaves to the default row though there are others, and what it names that no rule finds.
fn write_gaps(matrix: &Matrix, out: &mut dyn Write) -> io::Result<()> {
    let rules = RuleSet::builtin(&piidar::known()).unwrap_or_default();
    let types = rules.types();
    let left = types.iter().filter(|(name, family)| matrix.class_of(name, family).1);
    let left = left.map(|(_, family)| *family).collect::<BTreeSet<_>>();
    if let Some(row) = matrix.classes.get(usize::from(matrix.default.0))
        && !left.is_empty()
        && matrix.classes.len() > 1
    {
        let families = left.into_iter().collect::<Vec<_>>().join(", ");
        writeln!(out, "warning: `[map]` leaves these families to its default, `{}`: {families}", row.id)?;
    }
    // Some families there are no rules of, yet.
    let ours = knowledge::matrix(None).map(|ours| ours.map).unwrap_or_default();
    let has = |key: &str| types.iter().any(|(name, family)| [*name, *family].contains(&key));
    for key in matrix.map.keys().filter(|key| !has(key) && !ours.contains_key(*key)) {
        writeln!(out, "warning: `[map]` names `{key}`, which is no type or family of the built-in rules")?;
    }
    Ok(())
}

fn categories(matrix: &Matrix) -> String {
    count(matrix.classes.len(), "category", "categories")
}

fn mapped(matrix: &Matrix) -> String {
    count(matrix.map.len(), "type or family mapped", "types and families mapped")
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str =
        "**Our data**\n\n|Data Category|Retention|\n|-|-|\n|Contact|5 years|\n|Logs|a while|\n";

    fn written(write: impl FnOnce(&mut dyn Write) -> io::Result<bool>) -> (bool, String) {
        let mut out = Vec::new();
        let good = write(&mut out).unwrap();
        (good, String::from_utf8(out).unwrap())
    }

    #[test]
    fn list_show_and_check() {
        let (name, text) = BUILTIN_MATRICES[0];
        let matrix = Matrix::parse(name, text).unwrap();
        let (_, listed) = written(|out| list(std::slice::from_ref(&matrix), out).map(|()| true));
        assert!(listed.starts_with("NAME  CATEGORIES  TITLE\nsaas  8           Data"), "{listed}");
        let (_, shown) = written(|out| show(&matrix, text, out).map(|()| true));
        assert!(
            shown.contains("#   sensitive: sensitivity very-high, retention service-end+P1Y\n"),
            "{shown}"
        );
        assert_eq!(Matrix::parse("shown", &shown), Ok(matrix.clone()), "what is shown is a matrix file");
        let two = text
            .replace("[map]\n", "[map]\nCONTCAT = 'pii'\nEMPLOYEE_ID = 'pii'\n")
            .replace("bank = ", "banc = ");
        let (_, said) = written(|out| check(&Matrix::parse("m.toml", &two), false, out));
        let told: Vec<_> = said.lines().filter(|line| line.starts_with("warning: ")).collect();
        assert!(
            told.len() == 4 && told[0].ends_with("its default, `pii`: bank") && said.contains("`CONTCAT`"),
            "{said}"
        );
        let (good, said) = written(|out| check(&Ok(matrix), false, out));
        assert!(good && said.starts_with("8 categories, ") && said.ends_with(": ok\n"), "{said}");
        let (good, said) = written(|out| check(&Matrix::parse("m.toml", "id = 1"), false, out));
        assert!(!good && said.contains("m.toml:1:6") && said.ends_with("4 faults\n"), "{said}");
    }

    #[test]
    fn import_writes_a_matrix_and_says_what_it_did_not_understand() {
        let mut err = Vec::new();
        let (good, toml) = written(|out| import("p.md", POLICY, "ours", false, out, &mut err));
        let err = String::from_utf8(err).unwrap();
        assert!(good && err.contains("retention of `logs`"), "{err}");
        assert!(err.contains("to its default, `contact`: account, address, "), "{err}");
        let matrix = Matrix::parse("m", &toml).unwrap();
        assert_eq!((matrix.title.as_str(), matrix.classes.len()), ("Our data", 2));
    }

    #[test]
    fn import_shows_all_faults() {
        let mut err = Vec::new();
        let policy = "|Data Category|Sensitivity|\n|-|-|\n|A|extreme|\n||low|\n";
        let (good, toml) = written(|out| import("p.md", policy, "ours", false, out, &mut err));
        let err = String::from_utf8(err).unwrap();
        assert!(!good && toml.is_empty() && err.contains("p.md:3:1") && err.ends_with("2 faults\n"), "{err}");
    }
}
