//! Files that a command writes and that are kept: whole, or not at all.

use std::io::Write;
use std::path::Path;

use anyhow::Context;

use super::outputs::without_name;

/// Writes the file at `path`, whole or not at all; one that is there already keeps its permissions.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let cannot = || format!("cannot write {}", path.display());
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = tempfile::Builder::new().prefix(".piidar-").tempfile_in(folder);
    let mut file = file.map_err(without_name).with_context(cannot)?;
    file.write_all(bytes).with_context(cannot)?;
    let permissions = path.metadata().map_or_else(|_| readable(), |meta| Some(meta.permissions()));
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions).with_context(cannot)?;
    }
    file.persist(path).map(drop).map_err(|e| without_name(e.error)).with_context(cannot)
}

/// What a file that is to be committed may be: it holds no values.
#[cfg(unix)]
fn readable() -> Option<std::fs::Permissions> {
    Some(std::os::unix::fs::PermissionsExt::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable() -> Option<std::fs::Permissions> {
    None
}
