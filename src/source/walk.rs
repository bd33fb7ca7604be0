//! The walk: every input in a fixed order, and word of everything that is left out.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::FileType;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;

use crate::model::{Coverage, Reason, Revision, Status};

use super::Sources;
use super::git::{Blob, Tracked};
use super::open::reason_of;
use super::places::Places;
use super::roots::{Roots, is_stdin};
use super::standing;

/// The name of the ignore file that is ours.
const IGNORE_FILE: &str = ".piidarignore";

/// Bytes of an ignore file that are read, at most. No people write more, and lines are held whole.
const MOST_IGNORES: u64 = 16 << 20;

/// Said of a link that leads back up: what is behind it is met on the straight way as well.
const CIRCLE: &str = "links in a circle";

/// A file to open.
#[derive(Clone)]
pub(crate) struct Entry {
    /// Where its bytes are.
    pub(crate) origin: Origin,
    /// How it is shown.
    pub(crate) shown: String,
    /// The path in its repository, or else the part of it below what was asked for: it may say something about the file.
    pub(crate) below: String,
    /// The commit that brought it.
    pub(crate) revision: Option<Arc<Revision>>,
    /// Its bytes that are new, once it is open; `None` if all are.
    pub(crate) added: Option<Vec<Range<u64>>>,
    /// The statement that its lines are rows of, where another file says so.
    pub(crate) opening: Option<Arc<[u8]>>,
}

/// Where the bytes of an input are.
#[derive(Clone)]
pub(crate) enum Origin {
    /// They come by standard input.
    Stdin,
    /// In a file.
    File(PathBuf),
    /// They come by a pipe that somebody else opened: what a shell makes of `<(pg_dump shop)`.
    Pipe(PathBuf),
    /// In a Git repository.
    Blob(Blob),
    /// Here.
    Text(Vec<u8>),
    /// With whoever speaks of it.
    AtHand,
}

impl Entry {
    /// An input of this name.
    pub(crate) fn new(origin: Origin, shown: impl Into<String>, below: impl Into<String>) -> Self {
        Self { origin, shown: shown.into(), below: below.into(), revision: None, added: None, opening: None }
    }
}

/// What the walk comes upon.
pub(crate) enum Found {
    /// A file to scan.
    File(Entry),
    /// Something that is not scanned.
    Left(Coverage),
}

/// Walks all sources in order, folders sorted by name, until `each` returns `false`.
pub(crate) fn walk(sources: &Sources, mut each: impl FnMut(Found) -> bool) {
    let roots = Arc::new(Roots::of(&sources.paths));
    let tour = Tour { sources, roots: Arc::clone(&roots), written: Places::of(&sources.outputs) };
    for root in roots.in_order(&sources.paths) {
        let more = if is_stdin(root) {
            each(Found::File(Entry::new(Origin::Stdin, "<stdin>", "")))
        } else {
            !roots.is_new(root) || walk_root(&tour, root, &mut each)
        };
        if !more {
            return;
        }
    }
}

/// A walk: what is asked for, and what is left out of it whatever is asked for.
struct Tour<'a> {
    sources: &'a Sources,
    /// What is asked for, of which one may lie in another.
    roots: Arc<Roots>,
    /// Reports of this run.
    written: Places,
}

fn walk_root(tour: &Tour<'_>, root: &Path, each: &mut impl FnMut(Found) -> bool) -> bool {
    match std::fs::metadata(root) {
        // What is named is scanned, link or not, ignored or not.
        Ok(meta) if meta.is_file() => each(tour.judge(None, root, Some(meta.file_type()))),
        Ok(meta) if meta.is_dir() => {
            let start = Start { root, folder: standing::folder(root) };
            if tour.sources.no_ignore {
                walk_all(tour, &start, each)
            } else {
                walk_minding_ignores(tour, &start, each)
            }
        }
        Ok(meta) if is_open_pipe(root, meta.file_type()) => {
            each(Found::File(Entry::new(Origin::Pipe(root.to_owned()), shown(root), "")))
        }
        Ok(_) => each(Found::Left(left(root, Reason::NotAFile, String::new()))),
        Err(e) => each(Found::Left(left(root, reason_of(&e), e.to_string()))),
    }
}

/// Whether a pipe is open already. For somebody at the other end of any other we might wait for ever.
#[cfg(unix)]
fn is_open_pipe(path: &Path, kind: FileType) -> bool {
    let is_open = ["/dev/fd", "/dev/stdin", "/proc/self/fd"].iter().any(|open| path.starts_with(open));
    is_open && std::os::unix::fs::FileTypeExt::is_fifo(&kind)
}

#[cfg(not(unix))]
fn is_open_pipe(_path: &Path, _kind: FileType) -> bool {
    false
}

/// A folder that was asked for.
struct Start<'a> {
    root: &'a Path,
    /// The same as its repository knows it.
    folder: PathBuf,
}

/// The plain walk for audits: no ignore files to look for, so it costs less.
fn walk_all(tour: &Tour<'_>, start: &Start<'_>, each: &mut impl FnMut(Found) -> bool) -> bool {
    let root = start.root;
    let walk = walkdir::WalkDir::new(root).follow_links(tour.sources.follow).sort_by_file_name();
    for item in walk.into_iter().filter_entry(|e| tour.roots.enters(e.path(), e.depth(), e.path_is_symlink()))
    {
        let found = match item {
            Ok(e) if e.file_type().is_dir() => None,
            Ok(e) => Some(tour.judge(Some(start), e.path(), Some(e.file_type()))),
            Err(e) => Some(Found::Left(walkdir_fault(root, &e))),
        };
        if found.is_some_and(|f| !each(f)) {
            return false;
        }
    }
    true
}

fn walkdir_fault(root: &Path, e: &walkdir::Error) -> Coverage {
    let path = e.path().unwrap_or(root);
    let reason = match e.io_error() {
        Some(io) => reason_of(io),
        None => Reason::Symlink, // the only other error: a link that leads back up
    };
    left(path, reason, e.io_error().map_or_else(|| CIRCLE.into(), ToString::to_string))
}

/// The walk that minds `.gitignore` (inside repositories) and `.piidarignore`. Nothing of the user's own
/// configuration counts, so that laptop and CI agree.
fn walk_minding_ignores(tour: &Tour<'_>, start: &Start<'_>, each: &mut impl FnMut(Found) -> bool) -> bool {
    let root = start.root;
    if let Some(name) = root.canonicalize().ok().and_then(|place| place.ancestors().find_map(endless)) {
        return each(Found::Left(unread(root, name)));
    }
    let roots = Arc::clone(&tour.roots);
    let walk = WalkBuilder::new(root)
        .hidden(false)
        .ignore(false)
        .git_global(false)
        .git_exclude(false)
        .add_custom_ignore_filename(IGNORE_FILE)
        .follow_links(tour.sources.follow)
        .sort_by_file_name(Ord::cmp)
        .filter_entry(move |e| {
            let is_folder = e.file_type().is_some_and(|kind| kind.is_dir());
            // Who is asked whether to go in takes it for met.
            !(is_folder && endless(e.path()).is_some())
                && roots.enters(e.path(), e.depth(), e.path_is_symlink())
        })
        .build();
    let mut ledger = Ledger { tour, start, tracked: None, unreadable: HashSet::new(), open: Vec::new() };
    for item in walk {
        let more = match item {
            Ok(e) => {
                let more = ledger.enter(e.depth(), e.path(), each);
                let kind = e.file_type();
                if kind.is_some_and(|k| k.is_dir()) {
                    ledger.open(e.path());
                    more
                } else {
                    more && each(tour.judge(Some(start), e.path(), kind))
                }
            }
            Err(e) => {
                let fault = ignore_fault(root, &e);
                ledger.note(path_of(&e).unwrap_or(root));
                each(Found::Left(fault))
            }
        };
        if !more {
            return false;
        }
    }
    ledger.close(0, each)
}

/// The ignore file in `folder` that would never end, or not soon: a repository may bring a link to a device.
fn endless(folder: &Path) -> Option<&'static str> {
    let is_endless = |name: &&str| {
        let meta = std::fs::metadata(folder.join(name));
        meta.is_ok_and(|meta| !meta.is_dir() && (!meta.is_file() || meta.len() > MOST_IGNORES))
    };
    [".gitignore", IGNORE_FILE].into_iter().find(is_endless)
}

/// A folder that is left alone because of that.
fn unread(folder: &Path, name: &str) -> Coverage {
    let detail = format!("{name} is not a file, or larger than 16 MiB; --no-ignore scans without it");
    left(folder, Reason::ReadError, detail)
}

fn ignore_fault(root: &Path, e: &ignore::Error) -> Coverage {
    let path = path_of(e).unwrap_or(root);
    if is_loop(e) {
        return left(path, Reason::Symlink, CIRCLE.to_owned());
    }
    let reason = e.io_error().map_or(Reason::ReadError, reason_of);
    left(path, reason, e.io_error().map_or_else(|| e.to_string(), plain))
}

/// The operating system's own words: the library puts the path before them, which the ledger tells anyway.
fn plain(e: &std::io::Error) -> String {
    let wrapped = e.get_ref().and_then(|inner| inner.downcast_ref::<walkdir::Error>());
    wrapped.and_then(walkdir::Error::io_error).unwrap_or(e).to_string()
}

fn is_loop(e: &ignore::Error) -> bool {
    match e {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. }
        | ignore::Error::WithDepth { err, .. }
        | ignore::Error::WithLineNumber { err, .. } => is_loop(err),
        _ => false,
    }
}

fn path_of(e: &ignore::Error) -> Option<&Path> {
    match e {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

impl Tour<'_> {
    /// What to do with something that is no folder, in the folder that was asked for or asked for itself.
    fn judge(&self, start: Option<&Start<'_>>, path: &Path, kind: Option<FileType>) -> Found {
        let reason = match kind {
            Some(k) if k.is_file() && self.written.find(path).is_some() => Reason::OwnReport,
            Some(k) if k.is_file() => return Found::File(entry(start, path)),
            Some(k) if k.is_symlink() => Reason::Symlink,
            _ => Reason::NotAFile,
        };
        Found::Left(left(path, reason, String::new()))
    }
}

fn entry(start: Option<&Start<'_>>, path: &Path) -> Entry {
    let below = match start {
        Some(start) => Some(start.folder.join(path.strip_prefix(start.root).unwrap_or(path))),
        // Outside of any repository a file that was named speaks by its own name only.
        None => standing::file(path).or_else(|| path.file_name().map(PathBuf::from)),
    };
    let below = below.as_deref().unwrap_or(path).to_string_lossy();
    Entry::new(Origin::File(path.to_owned()), shown(path), below)
}

/// How a path is shown: as it was asked for, without a leading `./`.
fn shown(path: &Path) -> String {
    let path = path.strip_prefix(".").ok().filter(|p| !p.as_os_str().is_empty()).unwrap_or(path);
    path.to_string_lossy().into_owned()
}

fn left(path: &Path, reason: Reason, detail: String) -> Coverage {
    left_out(shown(path), reason, detail)
}

/// The ledger's entry for something that is not opened.
pub(super) fn left_out(path: String, reason: Reason, detail: impl Into<String>) -> Coverage {
    Coverage { path, status: Status::Skipped, reason, detail: detail.into(), scanned: 0, size: None }
}

/// What ignore files leave out: the walk does not tell, so what a folder holds is compared with what came of it.
struct Ledger<'a> {
    tour: &'a Tour<'a>,
    start: &'a Start<'a>,
    /// What the repository in a folder keeps, of the one that somebody asked for last.
    tracked: Option<(PathBuf, Option<Tracked>)>,
    /// Folders of repositories that cannot be read; each is told once.
    unreadable: HashSet<PathBuf>,
    open: Vec<(PathBuf, HashSet<OsString>)>,
}

impl Ledger<'_> {
    /// Notes an entry at `depth`, after closing the folders that it is not in.
    fn enter(&mut self, depth: usize, path: &Path, each: &mut impl FnMut(Found) -> bool) -> bool {
        let more = self.close(depth, each);
        if let (Some((_, seen)), Some(name)) = (self.open.last_mut(), path.file_name()) {
            seen.insert(name.to_owned());
        }
        more
    }

    /// Notes an entry that the walk failed on: it is told as a fault, so it was not left out.
    fn note(&mut self, path: &Path) {
        let parent = self.open.iter_mut().rev().find(|(folder, _)| path.parent() == Some(folder));
        if let (Some((_, seen)), Some(name)) = (parent, path.file_name()) {
            seen.insert(name.to_owned());
        }
    }

    fn open(&mut self, path: &Path) {
        self.open.push((path.to_owned(), HashSet::new()));
    }

    /// Tells that ignore files leave out what is at `path`, but for what the repository keeps of it.
    fn ignored(&mut self, path: &Path, each: &mut impl FnMut(Found) -> bool) -> bool {
        if let Some(name) = endless(path) {
            return each(Found::Left(unread(path, name)));
        }
        let (kept, gap) = self.kept(path);
        // Some of what is ignored may be kept, and nobody can tell.
        if gap.is_some_and(|gap| !each(Found::Left(gap))) {
            return false;
        }
        let mut is_whole = false;
        for file in self.without_ours(path, &kept) {
            is_whole |= file.path() == path;
            if !each(self.tour.judge(Some(self.start), file.path(), file.file_type())) {
                return false;
            }
        }
        // Of a folder there may be more that is left out.
        is_whole || each(Found::Left(left(path, Reason::Ignored, String::new())))
    }

    /// What is kept at `path` by the nearest repository that it lies in: there may be others within that of the start.
    /// And what is wrong with it, once.
    fn kept(&mut self, path: &Path) -> (Vec<PathBuf>, Option<Coverage>) {
        let root = self.start.root;
        let mut above = path.ancestors().skip(1).take_while(|folder| folder.starts_with(root));
        let nearest = above.find(|folder| folder.join(".git").symlink_metadata().is_ok()).unwrap_or(root);
        let mut wrong = None;
        if self.tracked.as_ref().is_none_or(|(folder, _)| folder != nearest) {
            let around = Tracked::around(nearest);
            let (tracked, gap) = around.map_or_else(|gap| (None, Some(gap)), |tracked| (tracked, None));
            wrong = gap.filter(|_| self.unreadable.insert(nearest.to_owned()));
            self.tracked = Some((nearest.to_owned(), tracked));
        }
        let tracked = self.tracked.as_ref().and_then(|(_, tracked)| tracked.as_ref());
        (tracked.map(|tracked| tracked.at(path)).unwrap_or_default(), wrong)
    }

    /// Those of the files `kept` at `path` that no ignore file of ours leaves out.
    fn without_ours(&self, path: &Path, kept: &[PathBuf]) -> Vec<ignore::DirEntry> {
        let Some(folder) = path.parent().filter(|_| !kept.is_empty()) else { return Vec::new() };
        let (way, roots, all) = (path.to_owned(), Arc::clone(&self.tour.roots), kept.to_owned());
        let leads = move |at: &Path| {
            let next = all.get(all.partition_point(|kept| kept.as_path() < at));
            way.starts_with(at) || next.is_some_and(|kept| kept.starts_with(at))
        };
        let walk = WalkBuilder::new(folder)
            .standard_filters(false)
            .parents(true)
            .add_custom_ignore_filename(IGNORE_FILE)
            .sort_by_file_name(Ord::cmp)
            .filter_entry(move |e| leads(e.path()) && roots.enters(e.path(), e.depth(), e.path_is_symlink()))
            .build();
        let is_kept = |e: &ignore::DirEntry| {
            kept.binary_search_by(|kept| kept.as_path().cmp(e.path())).is_ok()
                && e.file_type().is_some_and(|kind| !kind.is_dir())
        };
        walk.filter_map(Result::ok).filter(is_kept).collect()
    }

    /// Closes folders down to `depth` and tells what was left out of them.
    fn close(&mut self, depth: usize, each: &mut impl FnMut(Found) -> bool) -> bool {
        while self.open.len() > depth {
            let Some((folder, seen)) = self.open.pop() else { break };
            let Ok(entries) = std::fs::read_dir(&folder) else { continue };
            let mut ignored: Vec<_> = entries
                .filter_map(Result::ok)
                .map(|e| e.file_name())
                .filter(|name| name != ".git" && !seen.contains(name))
                // What is asked for is scanned in its own right, ignored or not.
                .filter(|name| !self.tour.roots.hold(&folder.join(name)))
                .collect();
            ignored.sort();
            for name in ignored {
                let path = folder.join(name);
                if !self.ignored(&path, each) {
                    return false;
                }
            }
        }
        true
    }
}
