//! Files that a command writes and that are kept: whole, or not at all. And those that say what a scan does, which are small.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use anyhow::Context;

use super::outputs::{folder_of, permissions, without_name};

/// Who may read a file that is to be committed: everybody, for it holds no values.
const READERS: u32 = 0o644;

/// Bytes that a file of rules, a matrix or a policy may have.
const MOST: u64 = 16 << 20;

/// The text of a file that says what a scan does. A repository may bring a link to what never ends.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    if File::open(path)?.take(MOST + 1).read_to_string(&mut text)? as u64 > MOST {
        return Err(io::Error::other("it is larger than 16 MiB"));
    }
    Ok(text)
}

/// Writes the file at `path`, whole or not at all; one that is there already keeps its permissions.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let cannot = || format!("cannot write {}", path.display());
    let file = tempfile::Builder::new().prefix(".piidar-").tempfile_in(folder_of(path));
    let mut file = file.map_err(without_name).with_context(cannot)?;
    file.write_all(bytes).with_context(cannot)?;
    let permissions = path.metadata().map_or_else(|_| permissions(READERS), |meta| Some(meta.permissions()));
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions).with_context(cannot)?;
    }
    file.persist(path).map(drop).map_err(|e| without_name(e.error)).with_context(cannot)
}
