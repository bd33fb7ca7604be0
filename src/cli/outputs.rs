//! Where reports go: standard output, and files that appear only when they are whole.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use piidar::model::{Batch, StandingSet, Summary};
use piidar::report::{FORMATS, Format, Needs, Options, Reporter, for_extension, named};
use tempfile::TempPath;

use super::args::Output;

/// A report that was asked for with `-o`.
pub(crate) struct Wanted {
    format: &'static Format,
    pub(crate) path: PathBuf,
}

/// Refuses to put a report in the place of a file that was given to be scanned.
pub(crate) fn spare_inputs(files: &[Wanted], inputs: &[PathBuf]) -> anyhow::Result<()> {
    let place = |path: &Path| path.canonicalize().ok().filter(|place| place.is_file());
    let inputs: Vec<_> = inputs.iter().filter_map(|path| place(given(path))).collect();
    let lost = files.iter().find(|wanted| place(&wanted.path).is_some_and(|p| inputs.contains(&p)));
    if let Some(Wanted { path, .. }) = lost {
        let path = path.display();
        bail!("-o {path} would replace a file that is to be scanned; write the report to another file");
    }
    Ok(())
}

/// Where the bytes of an input come from: `-` may be a file as well.
fn given(path: &Path) -> &Path {
    if path.as_os_str() == "-" { Path::new("/dev/stdin") } else { path }
}

/// What standard output gets, and what files get.
pub(crate) fn plan(output: &Output) -> anyhow::Result<(Option<&'static Format>, Vec<Wanted>)> {
    let wanted = output.output.iter().map(|o| parse(o)).collect::<anyhow::Result<Vec<_>>>()?;
    let (printed, files): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|w| w.path.as_os_str() == "-");
    let asked = output.format.as_deref().and_then(named);
    let mut printed = asked.into_iter().chain(printed.into_iter().map(|w| w.format));
    let (first, second) = (printed.next(), printed.next());
    if second.is_some() {
        bail!("standard output takes one report; give the others files, as in -o csv:report.csv");
    }
    one_each(&files)?;
    Ok((first.or_else(|| unasked(output)), files))
}

/// What standard output gets where nobody says it: a report for people, or with `-o` only the closing tables.
fn unasked(output: &Output) -> Option<&'static Format> {
    match (output.quiet, output.output.is_empty()) {
        (true, _) => None,
        (false, true) => named("human"),
        (false, false) => named("summary"),
    }
}

/// Refuses two reports for one file, of which one would be lost.
fn one_each(files: &[Wanted]) -> anyhow::Result<()> {
    let mut places = HashSet::new();
    let twice = files.iter().find(|w| !is_special(&w.path) && !places.insert(place_of(&w.path)));
    match twice {
        None => Ok(()),
        Some(Wanted { path, .. }) => {
            bail!("two reports for {}; give each a file of its own", path.display())
        }
    }
}

/// Where a file lies or will lie, whatever it is called.
fn place_of(path: &Path) -> PathBuf {
    let later = || Some(folder_of(path).canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(later).unwrap_or_else(|| path.to_owned())
}

/// Reads `[FORMAT:]FILE`.
fn parse(output: &str) -> anyhow::Result<Wanted> {
    if let Some((format, path)) = output.split_once(':').and_then(|(f, p)| named(f).map(|f| (f, p))) {
        return Ok(Wanted { format, path: path.into() });
    }
    let path = PathBuf::from(output);
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("");
    let Some(format) = for_extension(extension) else {
        let names: Vec<_> = FORMATS.iter().map(|f| f.name).collect();
        bail!(
            "-o {output}: no format has this extension; name one, as in jsonl:{output} ({})",
            names.join(", ")
        );
    };
    Ok(Wanted { format, path })
}

/// All reports of a run.
pub(crate) struct Outputs {
    stdout: Option<Report>,
    files: Vec<FileReport>,
}

/// A report, and what of the accepted findings it takes.
struct Report {
    reporter: Box<dyn Reporter>,
    standings: StandingSet,
}

impl Report {
    fn open(format: &Format, out: Box<dyn Write + Send>, options: &Options) -> Self {
        Self {
            reporter: (format.open)(out, options),
            standings: format.needs.standings.unwrap_or(options.standings),
        }
    }

    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        self.reporter.batch(&batch.shown(self.standings))
    }
}

struct FileReport {
    report: Report,
    /// Where it is written until it is whole. It has no name, or else a scan of its folder would come upon its own report.
    unnamed: File,
    path: PathBuf,
}

impl Outputs {
    /// What all formats together want to know of findings.
    pub(crate) fn needs(stdout: Option<&Format>, files: &[Wanted]) -> Needs {
        let all = stdout.into_iter().chain(files.iter().map(|w| w.format));
        all.fold(Needs::default(), |sum, f| Needs {
            excerpt: sum.excerpt || f.needs.excerpt,
            place: sum.place || f.needs.place,
            distinct: sum.distinct || f.needs.distinct,
            columns: sum.columns || f.needs.columns,
            labels: sum.labels.max(f.needs.labels),
            standings: None,
        })
    }

    /// Opens all reports.
    pub(crate) fn open(
        stdout: Option<&Format>,
        files: Vec<Wanted>,
        options: &Options,
    ) -> anyhow::Result<Self> {
        let stdout = stdout.map(|f| {
            let out: Box<dyn Write + Send> = Box::new(BufWriter::with_capacity(1 << 16, io::stdout()));
            Report::open(f, out, options)
        });
        let files = files.into_iter().map(|w| FileReport::open(w, options)).collect::<anyhow::Result<_>>()?;
        Ok(Self { stdout, files })
    }

    /// Whether anybody still listens.
    pub(crate) fn is_closed(&self, quiet: bool) -> bool {
        self.stdout.is_none() && self.files.is_empty() && !quiet
    }

    /// Gives a batch to all reports. Standard output that was closed is left alone from then on.
    pub(crate) fn batch(&mut self, batch: &Batch) -> anyhow::Result<()> {
        if let Some(report) = &mut self.stdout {
            let written = report.batch(batch);
            self.mind_pipe(written)?;
        }
        for file in &mut self.files {
            file.report.batch(batch).with_context(|| file.cannot())?;
        }
        Ok(())
    }

    /// Ends all reports and puts files in their places.
    pub(crate) fn finish(mut self, summary: &Summary) -> anyhow::Result<()> {
        for file in self.files.drain(..) {
            file.finish(summary)?;
        }
        if let Some(report) = &mut self.stdout {
            let written = report.reporter.finish(summary);
            self.mind_pipe(written)?;
        }
        Ok(())
    }

    fn mind_pipe(&mut self, written: io::Result<()>) -> anyhow::Result<()> {
        match written {
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {
                self.stdout = None;
                Ok(())
            }
            other => other.context("cannot write to standard output"),
        }
    }
}

impl FileReport {
    fn open(wanted: Wanted, options: &Options) -> anyhow::Result<Self> {
        let Wanted { format, path } = wanted;
        let cannot = || format!("cannot write {}", path.display());
        if path.is_dir() {
            bail!("{}: it is a folder", cannot());
        }
        let unnamed = match is_special(&path) {
            true => tempfile::tempfile(),
            false => tempfile::tempfile_in(folder_of(&path)),
        };
        let unnamed = unnamed.map_err(without_name).with_context(cannot)?;
        let file = unnamed.try_clone().with_context(cannot)?;
        let options = Options { color: false, width: usize::MAX, ..options.clone() };
        let report = Report::open(format, Box::new(BufWriter::with_capacity(1 << 16, file)), &options);
        Ok(Self { report, unnamed, path })
    }

    fn finish(mut self, summary: &Summary) -> anyhow::Result<()> {
        let cannot = self.cannot();
        self.report.reporter.finish(summary).with_context(|| cannot.clone())?;
        self.put_in_place().context(cannot)
    }

    /// Gives the whole report its name.
    fn put_in_place(&mut self) -> io::Result<()> {
        self.unnamed.rewind()?;
        if is_special(&self.path) {
            let mut special = File::options().write(true).open(&self.path)?;
            return io::copy(&mut self.unnamed, &mut special).map(drop);
        }
        // A link keeps its place; what it leads to is replaced.
        let target = self.path.canonicalize().unwrap_or_else(|_| self.path.clone());
        let named = self.beside(&target).map_err(without_name)?;
        named.persist(target).map_err(|e| without_name(e.error))
    }

    /// Gives the report a name of no meaning beside `target`: to the file itself where the system can, to a copy elsewhere.
    fn beside(&mut self, target: &Path) -> io::Result<TempPath> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".piidar-");
        settle_permissions(&self.unnamed, target);
        if let Ok(linked) = builder.make_in(folder_of(target), |name| link(&self.unnamed, name)) {
            return Ok(linked.into_temp_path());
        }
        if let Some(permissions) = permissions(READERS) {
            builder.permissions(permissions);
        }
        let mut copy = builder.tempfile_in(folder_of(target))?;
        io::copy(&mut self.unnamed, copy.as_file_mut())?;
        settle_permissions(copy.as_file(), target);
        Ok(copy.into_temp_path())
    }

    fn cannot(&self) -> String {
        format!("cannot write {}", self.path.display())
    }
}

/// Whether there is something that is neither file nor folder: a device, a pipe. It is written to, never replaced.
fn is_special(path: &Path) -> bool {
    path.metadata().is_ok_and(|meta| !meta.is_file() && !meta.is_dir())
}

/// The error without the temporary name of the file, which means nothing to anybody.
pub(crate) fn without_name(e: io::Error) -> io::Error {
    use io::ErrorKind::{NotADirectory, NotFound, PermissionDenied, ReadOnlyFilesystem, StorageFull};
    match e.kind() {
        // The library tells the name in the words of the error itself.
        NotADirectory | NotFound | PermissionDenied | ReadOnlyFilesystem | StorageFull => e.kind().into(),
        _ => e,
    }
}

/// The folder that a file lies or will lie in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Names a file that has no name: Linux keeps such files among those that a process has open.
#[cfg(target_os = "linux")]
fn link(file: &File, name: &Path) -> io::Result<()> {
    use std::os::fd::AsRawFd;

    use rustix::fs::{AtFlags, CWD, linkat};
    let open = format!("/proc/self/fd/{}", file.as_raw_fd());
    Ok(linkat(CWD, open, CWD, name, AtFlags::SYMLINK_FOLLOW)?)
}

#[cfg(not(target_os = "linux"))]
fn link(_file: &File, _name: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Who may read a report: its owner and the group, as far as the user's mask lets them.
const READERS: u32 = 0o640;

/// These permissions, where the system knows such.
#[cfg(unix)]
pub(crate) fn permissions(mode: u32) -> Option<std::fs::Permissions> {
    Some(std::os::unix::fs::PermissionsExt::from_mode(mode))
}

#[cfg(not(unix))]
pub(crate) fn permissions(_mode: u32) -> Option<std::fs::Permissions> {
    None
}

/// Gives a file, which was made with the user's mask, the permissions of what is at `target` already, or else those of a report.
#[cfg(unix)]
fn settle_permissions(file: &File, target: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let there = || Some(target.metadata().ok()?.permissions());
    let own = || Some(std::fs::Permissions::from_mode(file.metadata().ok()?.permissions().mode() & READERS));
    if let Some(permissions) = there().or_else(own) {
        // A report that only its owner can read is still a report.
        let _ = file.set_permissions(permissions);
    }
}

#[cfg(not(unix))]
fn settle_permissions(_file: &File, _target: &Path) {}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_name_gets_one_that_is_free() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = tempfile::tempfile_in(folder.path()).unwrap();
        file.write_all(b"whole").unwrap();
        let (free, taken) = (folder.path().join("free"), folder.path().join("taken"));
        std::fs::write(&taken, "old").unwrap();
        link(&file, &free).unwrap();
        assert_eq!(std::fs::read(&free).unwrap(), b"whole");
        assert_eq!(link(&file, &taken).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read(&taken).unwrap(), b"old");
    }
}
