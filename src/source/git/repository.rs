//! Finding and opening a repository, and making sense of the revisions that were asked for.

use std::io;
use std::path::{Path, PathBuf};

use gix::bstr::BString;
use gix::discover::upwards;
use gix::hashtable::HashSet;
use gix::open::{Options, Permissions};
use gix::revision::plumbing::Spec;
use gix::sec::Permission;
use gix::sec::trust::Mapping;
use gix::{ObjectId, Repository, ThreadSafeRepository};

use super::view::{Stand, View, below};

/// What to do where a part of the history is not there.
const FETCH_MORE: &str = "this is a shallow clone: fetch more of its history (`git fetch --unshallow`; with actions/checkout, `fetch-depth: 0`)";

/// A fault of whoever asked.
pub(super) fn wrong(words: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, words.into())
}

/// Opens the repository that all `paths` lie in, and says what of it was asked for.
///
/// # Errors
/// There is none, or there are several.
pub(super) fn open(paths: &[PathBuf]) -> io::Result<(ThreadSafeRepository, View)> {
    let mut found: Option<ThreadSafeRepository> = None;
    let mut limits = Vec::new();
    for path in paths {
        let repo = discover(path)?;
        if found.as_ref().is_some_and(|first| real(first.git_dir()) != real(repo.git_dir())) {
            return Err(wrong(format!("{} lies in another Git repository than the others", path.display())));
        }
        limits.push(limit(&repo, path));
        found = Some(repo);
    }
    let repo = found.map_or_else(here, Ok)?;
    // Who asks for a whole repository wants all of it, whatever else was named.
    let limits = limits.into_iter().collect::<Option<Vec<_>>>().unwrap_or_default();
    let stand = stand(&repo);
    Ok((repo, View { limits, stand }))
}

/// The repository that one is in. Git tells its hooks by the environment which that is.
fn here() -> io::Result<ThreadSafeRepository> {
    let (way, trust) = (upwards::Options::default(), Mapping { full: options(), reduced: options() });
    let repo = ThreadSafeRepository::discover_with_environment_overrides_opts(".", way, trust);
    repo.map_err(|e| wrong(format!("this folder is in no Git repository that can be read: {e}")))
}

/// The repository that a path lies in.
///
/// # Errors
/// There is none that can be read.
pub(super) fn discover(path: &Path) -> io::Result<ThreadSafeRepository> {
    if path.as_os_str() == "-" {
        return Err(wrong("standard input is no part of a Git repository"));
    }
    // What was deleted is looked for where it was.
    let folder = path.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("."));
    let (way, trust) = (upwards::Options::default(), Mapping { full: options(), reduced: options() });
    let repo = ThreadSafeRepository::discover_opts(folder, way, trust);
    repo.map_err(|e| wrong(format!("{} is in no Git repository that can be read: {e}", path.display())))
}

/// What the library may take for one object: small ones may be told as changes of one that unpacks to more than there is
/// memory for. Without this, a repository that belongs to somebody else, as in a container, would get 16 MB.
const LARGEST: &str = "gitoxide.objects.allocLimit=512m";

/// Nothing counts but the repository itself and where Git says that it is: no configuration of a user or a machine, so that
/// laptop and CI agree, and nothing that names programs to run.
fn options() -> Options {
    let mut permissions = Permissions::isolated();
    permissions.env.git_prefix = Permission::Allow;
    permissions.env.objects = Permission::Allow;
    Options::default().permissions(permissions).config_overrides([LARGEST])
}

/// The path within the repository; `None` for all of it.
pub(super) fn limit(repo: &ThreadSafeRepository, path: &Path) -> Option<BString> {
    let root = real(repo.work_dir()?)?;
    // What is not there has a place all the same.
    let there = path.ancestors().find_map(|above| Some(real(above)?.join(path.strip_prefix(above).ok()?)))?;
    let in_git = real(repo.git_dir()).is_some_and(|git| there.starts_with(git));
    below(&root, &there).filter(|limit| !limit.is_empty() && !in_git)
}

/// A path without links, if there is something.
fn real(path: &Path) -> Option<PathBuf> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    path.canonicalize().ok()
}

fn stand(repo: &ThreadSafeRepository) -> Stand {
    let Some(root) = repo.work_dir() else { return Stand::default() };
    let here = std::env::current_dir().ok().and_then(|here| real(&here));
    let inside = real(root).zip(here).and_then(|(root, here)| below(&root, &here));
    inside.map_or_else(|| Stand::Outside(root.to_owned()), Stand::Inside)
}

/// Commits beyond which the history of a shallow clone is elsewhere.
///
/// # Errors
/// The file that names them cannot be read.
pub(super) fn ends(repo: &Repository) -> io::Result<HashSet> {
    let ends = repo
        .shallow_commits()
        .map_err(|e| wrong(format!("cannot tell whether this is a shallow clone: {e}")))?;
    Ok(ends.iter().flat_map(|ends| ends.iter().copied()).collect())
}

/// A commit by a name that Git understands.
///
/// # Errors
/// There is no such commit.
pub(super) fn commit(repo: &Repository, name: &str) -> io::Result<ObjectId> {
    let id = repo.rev_parse_single(name).map_err(|_| unknown(repo, name))?;
    peeled(repo, name, id.detach())
}

fn peeled(repo: &Repository, name: &str, id: ObjectId) -> io::Result<ObjectId> {
    let object = repo.find_object(id).map_err(|_| unknown(repo, name))?;
    Ok(object.peel_to_commit().map_err(|_| unknown(repo, name))?.id)
}

fn unknown(repo: &Repository, name: &str) -> io::Error {
    let way_out = if repo.is_shallow().unwrap_or(false) { format!("; {FETCH_MORE}") } else { String::new() };
    wrong(format!("`{name}` names no commit of this repository{way_out}"))
}

/// The folder of a commit.
///
/// # Errors
/// It cannot be read.
pub(super) fn tree(repo: &Repository, commit: ObjectId) -> io::Result<ObjectId> {
    let tree = repo.find_commit(commit).and_then(|commit| Ok(commit.tree_id()?.detach()));
    tree.map_err(|e| wrong(format!("commit {commit} cannot be read: {e}")))
}

/// Where two lines of work parted.
///
/// # Errors
/// Nobody here knows.
pub(super) fn merge_base(repo: &Repository, one: ObjectId, other: ObjectId) -> io::Result<ObjectId> {
    match repo.merge_base(one, other) {
        Ok(Some(base)) => Ok(base.detach()),
        _ if repo.is_shallow().unwrap_or(false) => Err(wrong(format!(
            "the commit where {one} and {other} parted is not in this repository; {FETCH_MORE}"
        ))),
        Ok(None) => Err(wrong(format!("{one} and {other} have no commit in common"))),
        Err(e) => Err(wrong(format!("cannot tell where {one} and {other} parted: {e}"))),
    }
}

/// Both ends of `A..B`; those of `A...B` are where they parted, and `B`.
///
/// # Errors
/// It is no range, or names what is not there.
pub(super) fn ends_of(repo: &Repository, range: &str) -> io::Result<(ObjectId, ObjectId)> {
    let spec = repo.rev_parse(range).map_err(|_| unknown(repo, range))?;
    match spec.detach() {
        Spec::Range { from, to } => Ok((peeled(repo, range, from)?, peeled(repo, range, to)?)),
        Spec::Merge { theirs, ours } => {
            let (one, other) = (peeled(repo, range, theirs)?, peeled(repo, range, ours)?);
            Ok((merge_base(repo, one, other)?, other))
        }
        _ => Err(wrong(format!("`{range}` is no range of commits; expected BASE..HEAD"))),
    }
}

/// The commits that a range begins from and those that it leaves out.
///
/// # Errors
/// It names what is not there.
pub(super) fn range(repo: &Repository, range: &str) -> io::Result<(Vec<ObjectId>, Vec<ObjectId>)> {
    let spec = repo.rev_parse(range).map_err(|_| unknown(repo, range))?;
    match spec.detach() {
        Spec::Include(id) => Ok((vec![peeled(repo, range, id)?], vec![])),
        Spec::Range { from, to } => Ok((vec![peeled(repo, range, to)?], vec![peeled(repo, range, from)?])),
        _ => Err(wrong(format!("`{range}` is no range of commits; expected BASE..HEAD or a commit"))),
    }
}
