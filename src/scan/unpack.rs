//! Inputs out of their packings: whatever is packed in what is packed, down to a document that a format reads.

use std::io::{self, Cursor, Read};

use crate::format::{Budget, HEAD, Kind, Meter, Packing, Reader, Unpacker, sniff};
use crate::model::{Coverage, Defect, Reason, Status};
use crate::source::{Entry, Origin, coverage_of};

use super::job::Job;
use super::limits::{IN_MEMORY, PACKINGS};
use super::worker::{Part, Start, Worker};

/// The document in a packed input.
pub(super) struct Unpacked {
    /// It, under its own name.
    pub(super) entry: Entry,
    /// What was read of it to learn what it is.
    pub(super) head: Vec<u8>,
    /// The rest.
    pub(super) rest: Reader,
}

/// Opens the packings of `entry`, whose bytes `packed` gives.
///
/// # Errors
/// The ledger's entry, if there is nothing to scan.
pub(super) fn unpack(
    entry: &Entry,
    mut packing: &'static Packing,
    packed: Reader,
    budget: Budget,
) -> Result<Unpacked, Coverage> {
    let meter = Meter::default();
    let mut reader = meter.watch(packed);
    let mut entry = entry.clone();
    for _ in 0..PACKINGS {
        entry = inside(&entry, packing);
        let unpacker = Unpacker::new(packing, reader, meter.clone(), budget);
        let mut rest: Reader = Box::new(unpacker.map_err(|e| coverage_of(&entry.shown, &e, 0, None))?);
        let mut head = Vec::with_capacity(HEAD);
        fill(&mut rest, &mut head, HEAD);
        match sniff(&head) {
            Kind::Packed(next) => packing = next,
            _ => return Ok(Unpacked { entry, head, rest }),
        }
        reader = Box::new(Cursor::new(head).chain(rest));
    }
    Err(too_deep(&entry))
}

/// Unpacks what lies in memory, all of it that may; says why that is not all, if it is not.
///
/// # Errors
/// The ledger's entry, if there is nothing to scan.
pub(super) fn unpack_whole(
    entry: &Entry,
    packing: &'static Packing,
    bytes: &[u8],
    budget: Budget,
) -> Result<(Unpacked, Option<io::Error>), Coverage> {
    let mut inner = unpack(entry, packing, Box::new(Cursor::new(bytes.to_vec())), budget)?;
    let (all, fault) = inner.hold(IN_MEMORY);
    let too_large =
        || Defect::error(Reason::OverBudget, format!("it unpacks to more than {IN_MEMORY} bytes"));
    Ok((inner, if all { fault } else { Some(too_large()) }))
}

impl Unpacked {
    /// All of it as one stream.
    pub(super) fn reader(self) -> Reader {
        Box::new(Cursor::new(self.head).chain(self.rest))
    }

    /// Reads on until `head` holds `most` bytes or there are no more; says whether it holds all, and why it is not more.
    pub(super) fn hold(&mut self, most: usize) -> (bool, Option<io::Error>) {
        fill(&mut self.rest, &mut self.head, most);
        if self.head.len() >= most { (false, None) } else { (true, self.rest.read(&mut [0]).err()) }
    }
}

impl Worker {
    /// Scans the document of a packed input; all of it that there is lies in memory.
    pub(super) fn unpacked(&mut self, job: Job<'_>, inner: &Unpacked, fault: Option<io::Error>) -> Part {
        let mut part = self.whole(job, &inner.entry, &inner.head);
        if let Some(fault) = fault {
            // What is no text so far might have been some.
            let scanned = part.batch.coverage.map_or(inner.head.len() as u64, |c| c.scanned);
            part.batch.coverage = Some(coverage_of(&inner.entry.shown, &fault, scanned, None));
        }
        part
    }

    /// Opens the packings of an input; a small document is scanned at once.
    pub(super) fn packed(
        &mut self,
        job: Job<'_>,
        entry: &Entry,
        packing: &'static Packing,
        packed: Reader,
    ) -> io::Result<Start> {
        let mut inner = match unpack(entry, packing, packed, job.settings.budget) {
            Ok(inner) => inner,
            Err(coverage) => return Ok(Part::left(coverage).into()),
        };
        if job.whole() > 0 {
            let (all, fault) = inner.hold(job.whole() + 1);
            if all {
                return Ok(self.unpacked(job, &inner, fault).into());
            }
        }
        let entry = inner.entry.clone();
        self.large(job, &entry, inner.reader(), None)
    }
}

/// The entry inside `entry`: `dump.sql.gz!dump.sql`. It lies where its packing lies.
fn inside(entry: &Entry, packing: &Packing) -> Entry {
    let start = entry.below.rfind(std::path::is_separator).map_or(0, |at| at + 1);
    let (folder, file) = entry.below.split_at_checked(start).unwrap_or_default();
    let inner = packing.inner_name(file);
    // Only standard input has no name but the one that it is shown by.
    let name = if file.is_empty() { entry.shown.rsplit('!').next().unwrap_or("") } else { &inner };
    let shown = format!("{}!{name}", entry.shown);
    // Lines inside cannot be told from those of another version, so all of them are new.
    Entry {
        revision: entry.revision.clone(),
        opening: entry.opening.clone(),
        ..Entry::new(Origin::AtHand, shown, folder.to_owned() + &inner)
    }
}

fn too_deep(entry: &Entry) -> Coverage {
    Coverage {
        path: entry.shown.clone(),
        status: Status::Skipped,
        reason: Reason::OverBudget,
        detail: format!("packed more than {PACKINGS} times"),
        scanned: 0,
        size: None,
    }
}

/// Reads on until `head` holds `most` bytes or there are no more. What was read before a fault counts; the fault is told to
/// whoever reads on.
pub(super) fn fill(reader: &mut Reader, head: &mut Vec<u8>, most: usize) {
    let missing = most.saturating_sub(head.len());
    if let Err(e) = reader.by_ref().take(missing as u64).read_to_end(head) {
        *reader = Box::new(Broken(Some(e)));
    }
}

/// What is left of a reader that failed.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_inside_lies_where_its_packing_lies() {
        let Kind::Packed(gzip) = sniff(b"\x1f\x8b\x08") else { panic!("it is gzip") };
        let named = |shown: &str, below: &str| {
            let entry = Entry::new(Origin::AtHand, shown, below);
            let inner = inside(&entry, gzip);
            (inner.shown, inner.below)
        };
        let owned = |shown: &str, below: &str| (shown.to_owned(), below.to_owned());
        assert_eq!(
            named("x/tests/a.csv.gz", "tests/a.csv.gz"),
            owned("x/tests/a.csv.gz!a.csv", "tests/a.csv")
        );
        assert_eq!(named("a.gz.gz!a.gz", "a.gz"), owned("a.gz.gz!a.gz!a", "a"));
        assert_eq!(named("wow!.csv.gz", "wow!.csv.gz"), owned("wow!.csv.gz!wow!.csv", "wow!.csv"));
        assert_eq!(named("<stdin>", ""), owned("<stdin>!<stdin>", ""));
        assert_eq!(named("<stdin>!<stdin>", ""), owned("<stdin>!<stdin>!<stdin>", ""));
    }

    #[test]
    fn what_was_read_before_a_fault_counts() {
        let failing = Broken(Some(io::Error::other("disk on fire")));
        let mut reader: Reader = Box::new(Cursor::new(b"text".to_vec()).chain(failing));
        let mut head = Vec::new();
        fill(&mut reader, &mut head, 100);
        assert_eq!(head, b"text");
        let fault = reader.read(&mut [0]).unwrap_err();
        assert_eq!((fault.to_string(), reader.read(&mut [0]).unwrap()), ("disk on fire".to_owned(), 0));
    }
}
