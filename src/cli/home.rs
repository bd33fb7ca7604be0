//! What may be shown of a file in which something is wrong. A repository may name any file of the machine as its matrix or bring a
//! link to one, and the log of a build has many readers.

use std::path::{Path, PathBuf};

use piidar::gate::normal;
use piidar::model::Fault;

/// What helps where nothing is shown.
const HELP: &str = "what lies outside of the repository, or is Git's own, is not shown from within it; \
                    name the file itself (--config, --baseline, --matrix, --rules) to see more";

/// The repository that a project lies in, or its folder.
#[derive(Debug)]
pub(crate) struct Home {
    /// As it is called, absolute.
    named: PathBuf,
    /// Where that is.
    real: Option<PathBuf>,
    /// The folder that the program runs in.
    current: PathBuf,
}

impl Home {
    /// The home of the project in `folder`.
    pub(crate) fn around(current: &Path, folder: &Path) -> Self {
        let folder = normal(&current.join(folder));
        let repository = folder.ancestors().find(|folder| folder.join(".git").exists());
        let named = repository.unwrap_or(&folder).to_owned();
        Self { real: named.canonicalize().ok(), named, current: current.to_owned() }
    }

    /// Faults as they may be told. `asked` are those of a file that the command line names, wherever that is.
    pub(crate) fn tellable(&self, asked: bool, faults: Vec<Fault>) -> Vec<Fault> {
        let mut told: Vec<Fault> = Vec::new();
        let mut hidden = Vec::new();
        for fault in faults {
            if fault.source.is_none() || self.shows(Path::new(&fault.file), asked) {
                told.push(fault);
            } else if !hidden.contains(&fault.file) {
                // How many there are tells something as well.
                hidden.push(fault.file.clone());
                told.push(fault.unsaid(HELP));
            }
        }
        told
    }

    /// Whether the text of a file may be shown: it lies where it seems to, and that is here or wherever the user says.
    fn shows(&self, file: &Path, asked: bool) -> bool {
        let full = normal(&self.current.join(file));
        let seems_here = full.starts_with(&self.named);
        let real = full.canonicalize().ok();
        let below =
            real.as_deref().zip(self.real.as_deref()).and_then(|(file, home)| file.strip_prefix(home).ok());
        match below {
            // Git keeps the credentials of a build in its own configuration.
            Some(below) => below.components().all(|part| part.as_os_str() != ".git"),
            None => asked && !seems_here,
        }
    }
}
