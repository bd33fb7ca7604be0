//! `piidar matrix`: what findings mean, and a matrix from a policy.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Subcommand;
use piidar::classify::{Matrix, import as import_policy};
use piidar::model::Fault;
use piidar::rules::RuleSet;

use super::knowledge;
use super::rules::write_faults;
use super::table::{count, write_table};

/// What to do about matrices.
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
    /// Make a matrix file of the table in a policy (Markdown)
    Import {
        /// The policy
        policy: PathBuf,
        /// Write the matrix into this file, if the policy could be read, instead of to standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Id of the matrix [default: the file's name]
        #[arg(long)]
        id: Option<String>,
    },
}

/// `matrix list`: one line per matrix.
pub(crate) fn list(matrices: &[Matrix], out: &mut dyn Write) -> io::Result<()> {
    let row = |m: &Matrix| vec![m.id.clone(), m.classes.len().to_string(), m.title.clone()];
    let rows: Vec<Vec<String>> = matrices.iter().map(row).collect();
    write_table(out, &["NAME", "CATEGORIES", "TITLE"], &rows)
}

/// `matrix show`: what the matrix comes to as comments, then its file, so that the output is a matrix file itself.
pub(crate) fn show(matrix: &Matrix, text: &str, out: &mut dyn Write) -> io::Result<()> {
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
pub(crate) fn check(read: &Result<Matrix, Vec<Fault>>, color: bool, out: &mut dyn Write) -> io::Result<bool> {
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
pub(crate) fn import(
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
    use piidar::classify::BUILTIN_MATRICES;

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
