//! Files that hold rows of an archive, beside the file that says of which tables (`pg_dump -Fd`).

use std::io::BufReader;
use std::path::PathBuf;
use std::sync::Arc;

use crate::format::{Openings, rows_id};
use crate::source::{Entry, Origin, open_beside};

/// The name of an archive's table of contents.
const NAME: &str = "toc.dat";

/// The table of contents that was read last: the files of an archive come one after another.
#[derive(Default)]
pub(super) struct Contents(Option<(PathBuf, Openings)>);

impl Contents {
    /// The statement that the lines of an input are rows of, if a table of contents beside it says so.
    pub(super) fn opening(&mut self, entry: &Entry) -> Option<Arc<[u8]>> {
        let Origin::File(path) = &entry.origin else { return None };
        let id = rows_id(path.file_name()?.to_str()?)?;
        if self.0.as_ref().is_none_or(|(known, _)| *known != path.with_file_name(NAME)) {
            let (beside, file) = open_beside(path, NAME)?;
            self.0 = Some((beside, Openings::read(&mut BufReader::new(file))));
        }
        let (_, openings) = self.0.as_ref()?;
        openings.get(id).map(Arc::from)
    }
}
