//! Databases: one thread reads the rows, so that all workers can search them.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use rusqlite::Connection;

use crate::format::{Extent, Grid, Page, Reader, Window, database_fault, read_tables};
use crate::model::{Classified, Coverage, Defect, Reason, Status};
use crate::source::{Entry, Origin, database_of, has_log, open_database};

use super::job::Job;
use super::limits::{IN_MEMORY, PAGES_AHEAD};
use super::unpack::fill;
use super::windows::Windows;
use super::worker::{Part, Plan, Start, Worker};

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
    /// Starts to read what `open` opens. A fault that is known already is told at the end.
    fn start(
        extent: Extent,
        fault: Option<io::Error>,
        open: impl FnOnce() -> rusqlite::Result<Connection> + Send + 'static,
    ) -> io::Result<Self> {
        let (sender, messages) = sync_channel(PAGES_AHEAD);
        std::thread::Builder::new().spawn(move || {
            // The library is not ours, and what it reads is anybody's.
            let unread = catch_unwind(AssertUnwindSafe(|| read(extent, open, &sender)));
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

fn read(
    extent: Extent,
    open: impl FnOnce() -> rusqlite::Result<Connection>,
    sender: &SyncSender<Message>,
) -> Option<io::Error> {
    match open() {
        Ok(db) => read_tables(&db, extent, &mut |page| sender.send(Message::Page(page)).is_ok()),
        Err(e) => Some(database_fault(&e)),
    }
}

fn failed() -> io::Error {
    Defect::error(Reason::Internal, "the reader of databases failed; please report it")
}

impl Worker {
    /// Has a database read that `head` is the beginning of: where it lies, or from memory if it lies in no file of its own.
    pub(super) fn database(
        &mut self,
        job: Job<'_>,
        entry: &Entry,
        mut head: Vec<u8>,
        mut rest: Reader,
        size: Option<u64>,
    ) -> io::Result<Start> {
        let plan = Arc::new(Plan::database(entry, size));
        let pages = if let (Origin::File(path), Some(size)) = (&entry.origin, size) {
            let path = path.clone();
            let extent = Extent { page: job.window, size, budget: job.budget, has_log: has_log(&path) };
            Pages::start(extent, None, move || open_database(&path))?
        } else {
            fill(&mut rest, &mut head, IN_MEMORY + 1);
            if head.len() > IN_MEMORY {
                return Ok(Part::left(too_large(entry)).into());
            }
            Pages::of_bytes(job, head, rest.read(&mut [0]).err())?
        };
        Ok(Start::Large(plan, Box::new(Windows::Rows(pages))))
    }

    /// Scans a database that lies in memory.
    pub(super) fn whole_database(&mut self, job: Job<'_>, entry: &Entry, bytes: &[u8]) -> io::Result<Part> {
        let plan = Plan::database(entry, Some(bytes.len() as u64));
        let mut pages = Pages::of_bytes(job, bytes.to_vec(), None)?;
        let (mut buffer, mut findings, mut columns, mut all) = (Vec::new(), Vec::new(), Vec::new(), [0; 5]);
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
    fn of_bytes(job: Job<'_>, bytes: Vec<u8>, fault: Option<io::Error>) -> io::Result<Self> {
        let size = bytes.len() as u64;
        let extent = Extent { page: job.window, size, budget: job.budget, has_log: false };
        Self::start(extent, fault, move || database_of(&bytes))
    }
}

/// Makes offsets those of the values: nothing else of a database has bytes that anybody could count.
pub(super) fn place_in_cells(grid: &Grid, base: u64, findings: &mut [Classified]) {
    for Classified { finding, .. } in findings {
        let at = |cell: u32| base + u64::from(cell);
        let behind = grid.cells.partition_point(|cell| at(cell.start) <= finding.start);
        let Some(cell) = behind.checked_sub(1).and_then(|n| grid.cells.get(n)) else { continue };
        finding.start -= at(cell.start);
        finding.end -= at(cell.start);
    }
}

fn too_large(entry: &Entry) -> Coverage {
    Coverage {
        path: entry.shown.clone(),
        status: Status::Skipped,
        reason: Reason::OverBudget,
        detail: format!("a database of more than {IN_MEMORY} bytes in a stream; unpack it first"),
        scanned: 0,
        size: None,
    }
}
