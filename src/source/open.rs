//! Opening and reading. Small files go whole into a buffer that is reused, large ones are read as streams.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::model::{Coverage, Defect, Reason, Status};

use super::git::{Blob, Objects};
use super::walk::{Entry, Origin};

/// An input, opened.
pub(crate) enum Opened {
    /// All of it is in the buffer: its first so many bytes.
    Whole(usize),
    /// Too large to search at once; its size, where known.
    Stream(Box<dyn Read + Send>, Option<u64>),
}

/// How much is held in memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Of what is searched at once.
    pub(crate) whole: usize,
    /// Of what cannot be read as a stream.
    pub(crate) held: usize,
}

/// Opens one input after the other. Its buffer only grows: what comes after an input is left from others, so that no byte is
/// written twice.
#[derive(Default)]
pub(crate) struct Opener {
    buffer: Vec<u8>,
    /// This thread's hold of the repository that was read last.
    objects: Option<Objects>,
}

impl Opener {
    /// Opens `entry`, and finds out what of it is new; reads it into the buffer if it is small enough.
    ///
    /// # Errors
    /// What the operating system says, or a reader of ours.
    pub(crate) fn open(&mut self, entry: &mut Entry, limits: Limits) -> io::Result<Opened> {
        match &entry.origin {
            Origin::Stdin => Ok(Opened::Stream(Box::new(io::stdin()), None)),
            Origin::File(path) => open_file(path, limits.whole, &mut self.buffer),
            Origin::Pipe(path) => Ok(Opened::Stream(Box::new(File::open(path)?), None)),
            Origin::Blob(blob) => {
                let blob = blob.clone();
                self.open_blob(entry, &blob, limits)
            }
            Origin::Text(text) => {
                self.buffer.clear();
                self.buffer.extend_from_slice(text);
                Ok(self.held(limits))
            }
            Origin::AtHand => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// The first `size` bytes of the buffer.
    pub(crate) fn bytes(&self, size: usize) -> &[u8] {
        self.buffer.get(..size).unwrap_or(&[])
    }

    fn open_blob(&mut self, entry: &mut Entry, blob: &Blob, limits: Limits) -> io::Result<Opened> {
        entry.added = blob.read(limits.held, &mut self.objects, &mut self.buffer)?;
        Ok(self.held(limits))
    }

    /// What is all in the buffer.
    fn held(&mut self, limits: Limits) -> Opened {
        let size = self.buffer.len();
        if size <= limits.whole {
            return Opened::Whole(size);
        }
        Opened::Stream(Box::new(io::Cursor::new(std::mem::take(&mut self.buffer))), Some(size as u64))
    }
}

/// Opens a file; reads it into `buffer` if it is at most `most` bytes long.
fn open_file(path: &Path, most: usize, buffer: &mut Vec<u8>) -> io::Result<Opened> {
    let mut file = open_at_once(path)?;
    let size = file.metadata()?.len();
    if usize::try_from(size).map_or(true, |size| size > most) {
        return Ok(Opened::Stream(Box::new(file), Some(size)));
    }
    let size = usize::try_from(size).unwrap_or(most);
    let (filled, ended) = read_whole(&mut file, size, most, buffer)?;
    if ended {
        return Ok(Opened::Whole(filled));
    }
    // It grew while it was read.
    buffer.truncate(filled);
    let start = io::Cursor::new(std::mem::take(buffer));
    Ok(Opened::Stream(Box::new(start.chain(file)), None))
}

/// Opens the file at `path` to be read back and forth.
///
/// # Errors
/// What the operating system says.
pub(crate) fn open_to_seek(path: &Path) -> io::Result<File> {
    open_at_once(path)
}

/// Opens a file, and waits for nothing: some of the kernel's say that they are empty files and have readers wait for news
/// (`/proc/kmsg`), and what was a file when its folder was listed may be a pipe by now.
#[cfg(unix)]
fn open_at_once(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    File::options().read(true).custom_flags(flags).open(path)
}

#[cfg(not(unix))]
fn open_at_once(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Reads on until the end, or until there are more than `most` bytes; gives how many there are, and whether that is all.
fn read_whole(
    file: &mut impl Read,
    size: usize,
    most: usize,
    buffer: &mut Vec<u8>,
) -> io::Result<(usize, bool)> {
    let mut filled = 0;
    loop {
        // One byte more than is expected: what fills all but that is all there is. Less is no end yet: some file systems give
        // a file in pieces.
        let room = (size + 1).max(filled + 1024);
        if buffer.len() < room {
            buffer.resize(room, 0);
        }
        let n = match file.read(buffer.get_mut(filled..room).unwrap_or(&mut [])) {
            Ok(n) => n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        filled += n;
        if n == 0 || (filled == size && size > 0) {
            return Ok((filled, true));
        }
        if filled > most {
            return Ok((filled, false));
        }
    }
}

/// Opens the file of this name beside `path`, if there is one.
pub(crate) fn open_beside(path: &Path, name: &str) -> Option<(PathBuf, File)> {
    let beside = path.with_file_name(name);
    // Only a file: a pipe would have us wait.
    std::fs::metadata(&beside).ok().filter(std::fs::Metadata::is_file)?;
    let file = open_at_once(&beside).ok()?;
    Some((beside, file))
}

/// The reason that stands for an error of the operating system or of a reader of ours.
pub(super) fn reason_of(e: &io::Error) -> Reason {
    if let Some(defect) = Defect::of(e) {
        return defect.reason;
    }
    match e.kind() {
        io::ErrorKind::NotFound => Reason::NotFound,
        io::ErrorKind::PermissionDenied => Reason::PermissionDenied,
        _ => Reason::ReadError,
    }
}

/// The ledger's entry for an input that could not be read, or not to its end.
pub(crate) fn coverage_of(shown: &str, e: &io::Error, scanned: u64, size: Option<u64>) -> Coverage {
    let status = if scanned > 0 { Status::Partial } else { Status::Skipped };
    Coverage { path: shown.to_owned(), status, reason: reason_of(e), detail: e.to_string(), scanned, size }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives three bytes at a time, as a file system in user space may.
    struct InPieces<'a>(&'a [u8]);

    impl Read for InPieces<'_> {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let most = to.len().min(3);
            self.0.read(to.get_mut(..most).unwrap_or(&mut []))
        }
    }

    #[test]
    fn a_file_that_comes_in_pieces_is_read_to_its_end() {
        let text = b"0123456789".repeat(300);
        // As long as expected, longer and shorter, and of no length at all, as the kernel says of its own.
        for size in [text.len(), text.len() - 1, text.len() + 1000, 0] {
            let mut buffer = Vec::new();
            let read = read_whole(&mut InPieces(&text), size, 4096, &mut buffer).unwrap();
            assert_eq!((read, &buffer[..text.len()]), ((text.len(), true), &text[..]), "{size}");
        }
        let (filled, ended) = read_whole(&mut InPieces(&text), 100, 1000, &mut Vec::new()).unwrap();
        assert!(filled > 1000 && !ended);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_in_the_place_of_a_file_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        assert!(matches!(open_file(&path, 4096, &mut Vec::new()), Ok(Opened::Whole(0))));
    }
}
