//! Rules and matrix as the command line names them.

use std::io;
use std::path::Path;

use piidar::classify::{BUILTIN_MATRICES, Matrix};
use piidar::model::Fault;
use piidar::rules::RuleSet;

use super::args::Knowledge;
use super::file::read_text;
use super::project::Project;

/// The rules: built in, and those of the user.
pub(crate) fn rules(knowledge: &Knowledge, project: &Project) -> Result<RuleSet, Vec<Fault>> {
    let builtin = RuleSet::builtin(&piidar::known())?;
    let configured = || project.config.rules.as_ref().map(|dir| project.path(dir));
    match knowledge.rules.clone().or_else(configured) {
        None => Ok(builtin),
        Some(dir) => {
            let (files, mut unread) = rule_files(&dir);
            match builtin.with_dir(&piidar::known(), files) {
                Ok(set) if unread.is_empty() => Ok(set),
                read => {
                    let wrong = read.err().unwrap_or_default();
                    unread.extend(project.tellable(knowledge.rules.is_some(), wrong));
                    Err(unread)
                }
            }
        }
    }
}

/// The matrix that the command line names, or else the configuration.
pub(crate) fn matrix_of(knowledge: &Knowledge, project: &Project) -> Result<Matrix, Vec<Fault>> {
    let is_builtin = |name: &str| BUILTIN_MATRICES.iter().any(|(builtin, _)| *builtin == name);
    let configured = project.config.matrix.as_ref().map(|name| {
        if is_builtin(name) { name.clone() } else { project.path(name).to_string_lossy().into_owned() }
    });
    // Who names a pipe waits for it; a repository may not make others wait.
    if let Some(name) = configured.as_deref().filter(|_| knowledge.matrix.is_none())
        && Path::new(name).metadata().is_ok_and(|meta| !meta.is_file())
    {
        return Err(vec![Fault::new(name, "this is no file")]);
    }
    let read = matrix(knowledge.matrix.as_deref().or(configured.as_deref()));
    read.map_err(|faults| project.tellable(knowledge.matrix.is_some(), faults))
}

/// Path and text.
type RuleFile = (String, String);

/// Every rule file in `dir` and below it, in the order of their names, and why others cannot be read.
fn rule_files(dir: &Path) -> (Vec<RuleFile>, Vec<Fault>) {
    let fault = |path: &Path, e: Option<&io::Error>| {
        let help = "a folder with rule files (*.toml), as --rules and `rules` in piidar.toml take it";
        Fault::new(path.display().to_string(), cannot_read(e)).help(help)
    };
    let (mut files, mut unread) = (Vec::new(), Vec::new());
    for entry in walkdir::WalkDir::new(dir).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(e) => {
                unread.push(fault(e.path().unwrap_or(dir), e.io_error()));
                continue;
            }
        };
        if entry.file_type().is_file() && entry.path().extension().is_some_and(|e| e == "toml") {
            match read_text(entry.path()) {
                Ok(text) => files.push((entry.path().display().to_string(), text)),
                Err(e) => unread.push(fault(entry.path(), Some(&e))),
            }
        }
    }
    if files.is_empty() && unread.is_empty() {
        let help = "rule files end with .toml; see `piidar rules show us-ssn` for one";
        unread.push(Fault::new(dir.display().to_string(), "no rule files here").help(help));
    }
    (files, unread)
}

/// The matrix of that name or file; the default one if there is none.
pub(crate) fn matrix(name: Option<&str>) -> Result<Matrix, Vec<Fault>> {
    let default = BUILTIN_MATRICES.first().map_or("", |(name, _)| name);
    let name = name.unwrap_or(default);
    if let Some((name, text)) = BUILTIN_MATRICES.iter().find(|(n, _)| *n == name) {
        return Matrix::parse(&format!("rules/matrix/{name}.toml"), text);
    }
    let text = read_text(Path::new(name)).map_err(|e| {
        let names: Vec<_> = BUILTIN_MATRICES.iter().map(|(n, _)| *n).collect();
        let help = format!("a file, or one of: {}", names.join(", "));
        let what = if e.kind() == io::ErrorKind::NotFound {
            "there is no such matrix".into()
        } else {
            cannot_read(Some(&e))
        };
        vec![Fault::new(name, what).help(help)]
    })?;
    Matrix::parse(name, &text)
}

/// Why something cannot be read, in words that do not depend on who read it.
fn cannot_read(e: Option<&io::Error>) -> String {
    match e.map(|e| (e.kind(), e)) {
        Some((io::ErrorKind::NotFound, _)) => "there is no such file or folder".to_owned(),
        Some((io::ErrorKind::PermissionDenied, _)) => "this may not be read: permission denied".to_owned(),
        Some((_, e)) => format!("this cannot be read: {e}"),
        None => "this cannot be read: links in a circle".to_owned(),
    }
}
