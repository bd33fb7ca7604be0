//! One worker: opens an input, learns what it is, and has its windows searched.

use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::detect::{Columns, Scratch, Trail};
use crate::format::{
    Cut, Cutter, Decoder, Grid, HEAD, Header, Kind, Layout, Lines, Meant, Plain, Reader, Returns, Window,
    cells, decode_whole, encoding_name, ends_rows, is_table, locate, make_line_ends, sniff,
};
use crate::gate::Mark;
use crate::model::{
    Batch, ByDisposition, Cell, Classified, Coverage, DocInfo, Field, Labels, Reason, Standing, Status,
};
use crate::source::{Entry, Limits, Opened, Opener, coverage_of};

use super::accept::Searched;
use super::contents::Contents;
use super::headings::{Disguises, Known};
use super::job::Job;
use super::limits::{IN_MEMORY, TABLE_HEAD, WHOLE};
use super::plan::{ABOVE, Form, Plan};
use super::unpack::{fill, unpack_whole};
use super::windows::Windows;

/// Buffers of one worker, reused for ever.
#[derive(Default)]
pub(super) struct Worker {
    pub(super) scratch: Scratch,
    opener: Opener,
    text: Vec<u8>,
    /// The cells of the window that is searched.
    pub(super) grid: Grid,
    known: Known,
    /// Keys as reports may show them.
    disguises: Disguises,
    contents: Contents,
    pub(super) columns: Vec<Arc<Columns>>,
    /// Values of the window that do not stand as they are meant.
    pub(super) meant: Meant,
    /// The window as it is meant, where it is not written so.
    pub(super) plain: Plain,
    /// Cells of tables in text, as the engine is shown them.
    pub(super) shown: Vec<Cell>,
}

/// The findings of a window, and what windows after it must know.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) batch: Batch,
    pub(super) lines: Lines,
    pub(super) rows: u64,
}

/// What comes of opening an input.
pub(super) enum Start {
    /// It is done.
    Done(Box<Part>),
    /// It is to be cut into windows.
    Large(Arc<Plan>, Box<Windows>),
}

impl From<Part> for Start {
    fn from(part: Part) -> Self {
        Self::Done(Box::new(part))
    }
}

impl Start {
    /// Notes what the document was packed in, if `entry` is not it by itself: its own name then goes on after that of the entry.
    fn out_of(mut self, entry: &Entry) -> Self {
        let doc = match &mut self {
            Self::Done(part) => Some(&mut part.batch.doc),
            Self::Large(plan, _) => Arc::get_mut(plan).map(|plan| &mut plan.info),
        };
        if let Some(doc) = doc.filter(|doc| doc.path.len() > entry.shown.len()) {
            Arc::make_mut(doc).container = Some(entry.shown.len());
        }
        self
    }
}

/// The mark that some programs put before UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

impl Worker {
    /// Opens and, if it is small, scans an input. Never panics: a fault of ours costs one input.
    pub(super) fn start(&mut self, job: Job<'_>, entry: &mut Entry) -> Start {
        let start = match catch_unwind(AssertUnwindSafe(|| self.try_start(job, entry))) {
            Ok(Ok(start)) => start,
            Ok(Err(e)) => Part::left(coverage_of(&entry.shown, &e, 0, None)).into(),
            Err(_) => Part::left(internal(&entry.shown, 0)).into(),
        };
        start.out_of(entry)
    }

    fn try_start(&mut self, job: Job<'_>, entry: &mut Entry) -> io::Result<Start> {
        entry.opening = self.contents.opening(entry);
        let mut opener = std::mem::take(&mut self.opener);
        let opened = opener.open(entry, Limits { whole: WHOLE.max(job.settings.window), held: IN_MEMORY });
        let start = match opened {
            Ok(Opened::Whole(size)) => {
                let bytes = opener.bytes(size);
                let is_one = !matches!(sniff(bytes), Kind::Packed(_) | Kind::Database(_));
                if is_one && size <= job.whole() {
                    Ok(self.whole(job, entry, bytes).into())
                } else {
                    let reader = Box::new(io::Cursor::new(bytes.to_vec()));
                    self.large(job, entry, reader, Some(size as u64))
                }
            }
            Ok(Opened::Stream(reader, size)) => self.large(job, entry, reader, size),
            Err(e) => Err(e),
        };
        self.opener = opener;
        start
    }

    /// Scans a document that lies in memory.
    pub(super) fn whole(&mut self, job: Job<'_>, entry: &Entry, bytes: &[u8]) -> Part {
        match sniff(bytes) {
            Kind::Other(kind) => Part::left(unsupported(entry, kind, Some(bytes.len() as u64))),
            Kind::Packed(packing) => match unpack_whole(entry, packing, bytes, job.settings.budget) {
                Ok((inner, fault)) => self.unpacked(job, &inner, fault),
                Err(coverage) => Part::left(coverage),
            },
            Kind::Database(store) => {
                let done = self.whole_database(job, store, entry, bytes);
                done.unwrap_or_else(|e| Part::left(coverage_of(&entry.shown, &e, 0, None)))
            }
            Kind::Text => {
                let (base, text) = bytes.strip_prefix(MARK).map_or((0, bytes), |t| (MARK.len(), t));
                self.whole_text(job, entry, text, base, None, bytes.len())
            }
            Kind::Utf16 { big_endian } => {
                let mut text = std::mem::take(&mut self.text);
                decode_whole(big_endian, bytes, &mut text);
                let part =
                    self.whole_text(job, entry, &text, 0, Some(encoding_name(big_endian)), bytes.len());
                self.text = text;
                part
            }
        }
    }

    fn whole_text(
        &mut self,
        job: Job<'_>,
        entry: &Entry,
        text: &[u8],
        base: usize,
        decoded: Option<&'static str>,
        size: usize,
    ) -> Part {
        let lines = of_returns(entry, text).then(|| with_line_ends(text));
        let text = lines.as_deref().unwrap_or(text);
        let plan = Plan::new(job.engine, entry, text, decoded, Some(size as u64));
        let window = Window { base: base as u64, owned: 0..text.len(), number: 0, last: true, fault: None };
        self.read(&plan, text);
        let mut part = self.search(job, &plan, text, &window);
        part.batch.bytes = size as u64;
        if job.settings.labels == Labels::All
            || job.settings.labels == Labels::Found && !part.batch.findings.is_empty()
        {
            drop(plan);
            Arc::make_mut(&mut part.batch.doc).label = job.label(entry, text);
        }
        part
    }

    /// The story of all candidates of a document that lies in memory, the text that it speaks of, and the comments in it.
    pub(super) fn trail(
        &mut self,
        job: Job<'_>,
        entry: &Entry,
        bytes: &[u8],
    ) -> Result<(Vec<u8>, Trail, Vec<Mark>), String> {
        let mut text = Vec::new();
        let decoded = match sniff(bytes) {
            Kind::Other(kind) => return Err(kind.to_owned()),
            Kind::Database(store) => return Err(format!("{} has no lines to explain", store.name)),
            Kind::Packed(packing) => {
                let (inner, _) =
                    unpack_whole(entry, packing, bytes, job.settings.budget).map_err(|gap| gap.detail)?;
                return self.trail(job, &inner.entry, &inner.head);
            }
            Kind::Text => {
                text.extend_from_slice(bytes.strip_prefix(MARK).unwrap_or(bytes));
                None
            }
            Kind::Utf16 { big_endian } => {
                decode_whole(big_endian, bytes, &mut text);
                Some(encoding_name(big_endian))
            }
        };
        if of_returns(entry, &text) {
            make_line_ends(&mut text);
        }
        let plan = Plan::new(job.engine, entry, &text, decoded, None);
        let window = Window { base: 0, owned: 0..text.len(), number: 0, last: true, fault: None };
        self.read(&plan, &text);
        self.lay_out(job, &plan, &text, &window);
        let trail = self.tell(job, &plan, &text, &window);
        let marks = job.settings.acceptance.marks(plan.searched(&text, &window, &self.grid));
        Ok((text, trail, marks))
    }

    /// Reads the cells of a dump that lies in memory; those of one in windows come with each window.
    pub(super) fn read(&mut self, plan: &Plan, text: &[u8]) {
        self.grid.clear();
        if let Some(mut reader) = plan.reader(text) {
            reader.read(text, text.len(), true, &mut self.grid);
        }
    }

    /// Finds out what is known of the cells of a window; gives the number of rows that it adds to its table.
    fn lay_out(&mut self, job: Job<'_>, plan: &Plan, text: &[u8], window: &Window) -> u64 {
        self.columns.clear();
        match &plan.form {
            Form::Text => 0,
            Form::Table(header, columns) => {
                self.columns.push(Arc::clone(columns));
                let rows = text.get(window.owned.clone()).unwrap_or(&[]);
                table_cells(header, rows, window.number == 0, &mut self.grid)
            }
            Form::Dump(_) | Form::Database(_) | Form::Keyed(..) => {
                let known = &mut self.known;
                let read = self.grid.read.iter().filter(|_| job.engine.options.columns);
                let headings = self.grid.headings.iter().chain(read);
                self.columns.extend(headings.map(|heading| known.columns(job.engine, heading)));
                if plan.has_tables() {
                    self.leave_text();
                }
                0
            }
        }
    }

    pub(super) fn large(
        &mut self,
        job: Job<'_>,
        entry: &Entry,
        mut reader: Reader,
        size: Option<u64>,
    ) -> io::Result<Start> {
        let mut head = read_head(&mut reader);
        let decoded = match sniff(&head) {
            Kind::Other(kind) => return Ok(Part::left(unsupported(entry, kind, size)).into()),
            Kind::Database(store) => return self.database(job, store, entry, head, reader, size),
            Kind::Packed(packing) => {
                return self.packed(job, entry, packing, Box::new(io::Cursor::new(head).chain(reader)));
            }
            Kind::Text => None,
            Kind::Utf16 { big_endian } => {
                reader = Box::new(Decoder::new(
                    big_endian,
                    io::Cursor::new(std::mem::take(&mut head)).chain(reader),
                ));
                head = read_head(&mut reader);
                Some(encoding_name(big_endian))
            }
        };
        let mut base = 0;
        if decoded.is_none() && head.starts_with(MARK) {
            head.drain(..MARK.len());
            base = MARK.len() as u64;
        }
        if of_returns(entry, &head) {
            make_line_ends(&mut head);
            reader = Box::new(Returns(reader));
        }
        if is_table(&entry.below) {
            fill(&mut reader, &mut head, TABLE_HEAD);
        }
        let known = head.len();
        let mut plan = Plan::new(job.engine, entry, &head, decoded, size);
        if job.settings.labels > Labels::None {
            fill(&mut reader, &mut head, TABLE_HEAD);
            Arc::make_mut(&mut plan.info).label = job.label(entry, &head);
        }
        let layout = match &plan.form {
            Form::Table(header, _) => Layout::Table { dialect: header.dialect, together: header.begins },
            // Whether labels are wanted must not change how it is read.
            _ => plan.reader(head.get(..known).unwrap_or(&head)).map_or(Layout::Text, Layout::Cells),
        };
        let cut = Cut { size: job.settings.window, context: plan.context(), layout, keys: plan.keys() };
        let cutter = Cutter::new(reader, head, base, cut);
        Ok(Start::Large(Arc::new(plan), Box::new(Windows::Text(Box::new(cutter)))))
    }

    /// Searches a window of a large document. `text` is what the cutter put into the buffer, and the grid what it put
    /// there.
    pub(super) fn window(&mut self, job: Job<'_>, plan: &Plan, text: &[u8], window: &Window) -> Part {
        let scanned = window.base + window.owned.end as u64;
        match catch_unwind(AssertUnwindSafe(|| self.search(job, plan, text, window))) {
            Ok(mut part) => {
                if let Some(fault) = &window.fault {
                    part.batch.coverage = Some(coverage_of(&plan.info.path, fault, scanned, plan.size));
                }
                part
            }
            Err(_) => Part::lost(plan, window, internal(&plan.info.path, scanned)),
        }
    }

    /// Hides what is personal data in the keys that findings stand under, and in the comments that accept them.
    fn disguise(&mut self, job: Job<'_>, findings: &mut [Classified]) {
        for Classified { finding, standing, .. } in findings {
            if let Field::Key(key) = &mut finding.field {
                self.disguises.put_on(job.engine, &mut self.scratch, key);
            }
            if let Standing::Suppressed { reason, in_source: true } = standing {
                let mut shown = Box::from(&**reason);
                self.disguises.put_on(job.engine, &mut self.scratch, &mut shown);
                *reason = shown.into();
            }
        }
    }

    fn search(&mut self, job: Job<'_>, plan: &Plan, text: &[u8], window: &Window) -> Part {
        let owned = text.get(window.owned.clone()).unwrap_or(&[]);
        let rows = self.lay_out(job, plan, text, window);
        let (mut findings, mut hidden) = (Vec::new(), ByDisposition::default());
        let mut columns = self.find(job, plan, text, window, &mut hidden, &mut findings);
        self.read_escapes(job, plan, &plan.stretch(text, window), &mut findings);
        let plain = Some(&self.plain).filter(|plain| !plain.text.is_empty());
        let meant = Some(&self.meant).filter(|_| !self.grid.coded.is_empty());
        let searched = Searched { plain, meant, ..plan.searched(text, window, &self.grid) };
        let suppressions = job.settings.acceptance.apply(&job.engine.catalog, searched, &mut findings);
        findings.iter_mut().for_each(|found| settle(plan, found));
        if let Form::Keyed(..) = plan.form {
            columns = if plan.has_tables() {
                self.tell_columns(window, &mut findings);
                self.read_tables(job, plan, text, window)
            } else {
                self.read_records(job, plan, text, window)
            };
        }
        if let Some(notation) = plan.keys() {
            let found = findings.iter_mut().map(|c| &mut c.finding);
            notation.name(&mut self.grid.walker, owned, window.start(), found);
        }
        let scanned = window.base + window.owned.end as u64;
        let failure = self.scratch.take_failure();
        self.disguise(job, &mut findings);
        let failed =
            |detail| Coverage { detail, status: Status::Partial, ..internal(&plan.info.path, scanned) };
        let unread = self.meant.take_unread().then(|| parts_left(plan, scanned));
        let lines = self.locate(job, plan, owned, window, &mut findings);
        let batch = Batch {
            doc: Arc::clone(&plan.info),
            findings,
            coverage: failure.map(failed).or(unread),
            bytes: owned.len() as u64,
            suppressions,
            hidden,
            columns,
            last: window.last,
        };
        Part { batch, lines, rows }
    }

    /// Gives findings their places, as far as anybody wants them, and says what the window holds of lines.
    fn locate(
        &self,
        job: Job<'_>,
        plan: &Plan,
        owned: &[u8],
        window: &Window,
        findings: &mut [Classified],
    ) -> Lines {
        match &plan.form {
            Form::Database(tables) => {
                tables.place(&self.grid, window.base, findings);
                Lines::default()
            }
            _ if job.settings.places => place(owned, window, findings),
            // Warnings about comments name their lines in any report.
            _ if job.settings.acceptance.comments => place(owned, window, &mut []),
            _ => Lines::default(),
        }
    }
}

/// Makes the row of a finding that of its document, drops the cell of one that stands under a key, and marks what was there
/// before.
fn settle(plan: &Plan, Classified { finding, standing, .. }: &mut Classified) {
    finding.row = finding.row.and_then(|row| plan.row(row));
    if let Form::Keyed(..) = plan.form {
        // Cells under names of a standard are no table's: the walk over the keys names them.
        (finding.table, finding.row) = (None, None);
        if let Field::Column(_) = finding.field {
            finding.field = Field::None;
        }
    }
    if standing.is_new() && !plan.info.is_added(finding.start..finding.end) {
        *standing = Standing::Known;
    }
}

/// Fills `out` with the cells of whole rows of a table; gives the number of rows.
fn table_cells(header: &Header, rows: &[u8], first: bool, out: &mut Grid) -> u64 {
    let count = cells(rows, header.dialect, out);
    let above = if first { header.above } else { 0 };
    // What stands above the rows keeps its place but has no name: it is no value of a column.
    for cell in out.cells.iter_mut().filter(|_| above > 0) {
        let row = cell.row.checked_sub(above);
        cell.column = row.map_or(u16::MAX, |_| cell.column);
        cell.row = row.unwrap_or(ABOVE);
    }
    u64::from(count.saturating_sub(above))
}

/// Gives findings their places within the window, and says what the window holds of lines.
fn place(owned: &[u8], window: &Window, findings: &mut [Classified]) -> Lines {
    let cursor = locate(owned, window.start(), findings.iter_mut().map(|c| &mut c.finding));
    if window.last { Lines::default() } else { cursor.finish(owned) }
}

/// Whether a document is a table whose rows end with a carriage return.
fn of_returns(entry: &Entry, head: &[u8]) -> bool {
    is_table(&entry.below) && ends_rows(head)
}

fn with_line_ends(text: &[u8]) -> Vec<u8> {
    let mut lines = text.to_vec();
    make_line_ends(&mut lines);
    lines
}

fn read_head(reader: &mut Reader) -> Vec<u8> {
    let mut head = Vec::with_capacity(HEAD);
    fill(reader, &mut head, HEAD);
    head
}

fn unsupported(entry: &Entry, kind: &str, size: Option<u64>) -> Coverage {
    Coverage {
        path: entry.shown.clone(),
        status: Status::Skipped,
        reason: Reason::UnsupportedKind,
        detail: kind.to_owned(),
        scanned: 0,
        size,
    }
}

/// The ledger's entry for a mail of which the text was read.
fn parts_left(plan: &Plan, scanned: u64) -> Coverage {
    Coverage {
        path: plan.info.path.clone(),
        status: Status::Partial,
        reason: Reason::UnsupportedKind,
        detail: "parts of mail that are not text".to_owned(),
        scanned,
        size: plan.size,
    }
}

/// The ledger's entry for a fault of ours.
pub(super) fn internal(path: &str, scanned: u64) -> Coverage {
    let status = if scanned > 0 { Status::Partial } else { Status::Skipped };
    let detail = "the scanner failed on this input; please report it".to_owned();
    Coverage { path: path.to_owned(), status, reason: Reason::Internal, detail, scanned, size: None }
}

impl Part {
    /// An input that was not scanned at all.
    pub(super) fn left(coverage: Coverage) -> Self {
        let info = DocInfo { path: coverage.path.clone(), ..DocInfo::default() };
        let batch = Batch {
            doc: Arc::new(info),
            findings: Vec::new(),
            coverage: Some(coverage),
            bytes: 0,
            suppressions: Vec::new(),
            hidden: ByDisposition::default(),
            columns: Vec::new(),
            last: true,
        };
        Self { batch, lines: Lines::default(), rows: 0 }
    }

    /// A window that could not be scanned.
    pub(super) fn lost(plan: &Plan, window: &Window, coverage: Coverage) -> Self {
        let mut part = Self::left(coverage);
        part.batch.doc = Arc::clone(&plan.info);
        part.batch.last = window.last;
        part
    }
}
