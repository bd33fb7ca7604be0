//! Databases and files of tables or records: one thread reads the rows, so that all workers can search them.

use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};

use crate::format::{Access, Extent, Grid, Page, Reader, Rows, Stop, Store, Window, read_tables};
use crate::model::{ByDisposition, Classified, Coverage, Defect, Field, Heading, Reason, Status};
use crate::source::{Entry, Origin, database_of, has_log, open_database, open_to_seek};

use super::job::Job;
use super::limits::{IN_MEMORY, PAGES_AHEAD};
use super::plan::Plan;
use super::unpack::fill;
use super::windows::Windows;
use super::worker::{Part, Start, Worker};

/// What the reading thread says.
enum Message {
    /// Here are rows.
    Page(Page),
    /// That was all, or why it was not.
    End(Option<io::Error>),
}

/// The rows of a database as windows.
pub(super) struct Pages {
    /// Gone when there are no more.
    messages: Option<Receiver<Message>>,
    base: u64,
    number: u32,
}

impl Pages {
    /// Starts to `read`. A fault that is known already is told at the end.
    fn start(
        extent: Extent,
        table: String,
        fault: Option<io::Error>,
        read: impl FnOnce(&mut Rows<'_>) -> Result<(), Stop> + Send + 'static,
    ) -> io::Result<Self> {
        let (sender, messages) = sync_channel(PAGES_AHEAD);
        std::thread::Builder::new().spawn(move || {
            let mut each = |page| sender.send(Message::Page(page)).is_ok();
            // The libraries are not ours, and what they read is anybody's.
            let unread =
                catch_unwind(AssertUnwindSafe(|| Rows::new(extent, &mut each).named(table).fill(read)));
            let unread = unread.unwrap_or_else(|_| Some(failed()));
            // Whoever has gone away wants to know nothing more.
            let _ = sender.send(Message::End(fault.or(unread)));
        })?;
        Ok(Self { messages: Some(messages), base: 0, number: 0 })
    }

    /// Puts the next rows into `buffer` and `grid`; `None` after the last, which are none.
    pub(super) fn next(&mut self, buffer: &mut Vec<u8>, grid: &mut Grid) -> Option<Window> {
        let message = self.messages.as_ref()?.recv().unwrap_or_else(|_| Message::End(Some(failed())));
        let (page, end) = match message {
            Message::Page(page) => (page, None),
            Message::End(unread) => (Page::default(), Some(unread)),
        };
        (*buffer, *grid) = (page.text, page.grid);
        let (base, number, last) = (self.base, self.number, end.is_some());
        self.base += buffer.len() as u64;
        self.number += 1;
        if last {
            self.stop();
        }
        Some(Window { base, owned: 0..buffer.len(), number, last, fault: end.flatten() })
    }

    /// Gives no more windows; the thread ends with the row that it is at.
    pub(super) fn stop(&mut self) {
        self.messages = None;
    }
}

fn failed() -> io::Error {
    Defect::error(Reason::Internal, "the reader of databases failed; please report it")
}

impl Worker {
    /// Has a store read that `head` is the beginning of: where it lies, or from memory if it lies in no file of its own and
    /// cannot be read as a stream.
    pub(super) fn database(
        &mut self,
        job: Job<'_>,
        store: &'static Store,
        entry: &Entry,
        mut head: Vec<u8>,
        mut rest: Reader,
        size: Option<u64>,
    ) -> io::Result<Start> {
        let extent =
            Extent { page: job.settings.window, size: size.unwrap_or(0), budget: job.settings.budget };
        let table = table_of(store, entry);
        let pages = match (store.access, &entry.origin) {
            (Access::Stream(read), _) => {
                let stream = Box::new(io::Cursor::new(head).chain(rest));
                Pages::start(extent, table, None, move |rows| read(stream, rows))?
            }
            (Access::Sqlite, Origin::File(path)) if size.is_some() => {
                let path = path.clone();
                let has_log = has_log(&path);
                Pages::start(extent, table, None, move |rows| {
                    read_tables(&open_database(&path)?, has_log, rows)
                })?
            }
            (Access::File(read), Origin::File(path)) if size.is_some() => {
                let file = Box::new(open_to_seek(path)?);
                Pages::start(extent, table, None, move |rows| read(file, rows))?
            }
            (Access::Sqlite | Access::File(_), _) => {
                fill(&mut rest, &mut head, IN_MEMORY + 1);
                if head.len() > IN_MEMORY {
                    return Ok(Part::left(too_large(store, entry)).into());
                }
                Pages::of_bytes(job, store, table, head, rest.read(&mut [0]).err())?
            }
        };
        let plan = Arc::new(Plan::database(store, entry, size));
        Ok(Start::Large(plan, Box::new(Windows::Rows(pages))))
    }

    /// Scans a store that lies in memory.
    pub(super) fn whole_database(
        &mut self,
        job: Job<'_>,
        store: &'static Store,
        entry: &Entry,
        bytes: &[u8],
    ) -> io::Result<Part> {
        let plan = Plan::database(store, entry, Some(bytes.len() as u64));
        let mut pages = Pages::of_bytes(job, store, table_of(store, entry), bytes.to_vec(), None)?;
        let (mut buffer, mut findings, mut columns, mut all) =
            (Vec::new(), Vec::new(), Vec::new(), ByDisposition::default());
        while let Some(window) = pages.next(&mut buffer, &mut self.grid) {
            let mut part = self.window(job, &plan, &buffer, &window);
            findings.append(&mut part.batch.findings);
            columns.append(&mut part.batch.columns);
            all.iter_mut().zip(part.batch.hidden).for_each(|(sum, hidden)| *sum += hidden);
            if window.last {
                part.batch.findings = findings;
                part.batch.hidden = all;
                part.batch.columns = columns;
                part.batch.bytes = window.base;
                return Ok(part);
            }
        }
        Err(failed())
    }
}

impl Pages {
    fn of_bytes(
        job: Job<'_>,
        store: &'static Store,
        table: String,
        bytes: Vec<u8>,
        fault: Option<io::Error>,
    ) -> io::Result<Self> {
        let extent =
            Extent { page: job.settings.window, size: bytes.len() as u64, budget: job.settings.budget };
        Self::start(extent, table, fault, move |rows| match store.access {
            Access::Sqlite => read_tables(&database_of(&bytes)?, false, rows),
            Access::File(read) => read(Box::new(io::Cursor::new(bytes)), rows),
            Access::Stream(read) => read(Box::new(io::Cursor::new(bytes)), rows),
        })
    }
}

/// What is known of the tables of a store.
pub(super) enum Tables {
    /// They have names and columns of their own.
    Own,
    /// Its records have keys, and together they are one table of this name.
    Keyed(Arc<Heading>),
}

impl Tables {
    /// Those of `store`.
    pub(super) fn of(store: &Store, entry: &Entry) -> Self {
        let heading = || Heading { table: table_of(store, entry), columns: Vec::new() };
        if store.keyed { Self::Keyed(Arc::new(heading())) } else { Self::Own }
    }

    /// Says where findings stand: offsets are those of the values, since nothing else of a store has bytes that anybody could
    /// count, and columns of records are keys.
    pub(super) fn place(&self, grid: &Grid, base: u64, findings: &mut [Classified]) {
        place_in_cells(grid, base, findings);
        let Self::Keyed(table) = self else { return };
        for Classified { finding, .. } in findings {
            let shape = finding.table.replace(Arc::clone(table));
            if let (Field::Column(number), Some(shape)) = (&finding.field, shape) {
                let key = shape.columns.get(usize::from(*number));
                finding.field = key.map_or(Field::None, |key| Field::Key(key.as_str().into()));
            }
        }
    }
}

/// The name of the one table of a store of records: a collection is called like the file that it was dumped to.
fn table_of(store: &Store, entry: &Entry) -> String {
    let file = entry.below.rsplit(std::path::is_separator).next().unwrap_or("");
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    if store.keyed { stem.to_owned() } else { String::new() }
}

fn place_in_cells(grid: &Grid, base: u64, findings: &mut [Classified]) {
    for Classified { finding, .. } in findings {
        let at = |cell: u32| base + u64::from(cell);
        let behind = grid.cells.partition_point(|cell| at(cell.start) <= finding.start);
        let Some(cell) = behind.checked_sub(1).and_then(|n| grid.cells.get(n)) else { continue };
        finding.start -= at(cell.start);
        finding.end -= at(cell.start);
    }
}

fn too_large(store: &Store, entry: &Entry) -> Coverage {
    Coverage {
        path: entry.shown.clone(),
        status: Status::Skipped,
        reason: Reason::OverBudget,
        detail: format!("{} of more than {IN_MEMORY} bytes in a stream; unpack it first", store.name),
        scanned: 0,
        size: None,
    }
}
