//! Records of a notation of keys as rows of a table whose columns are their paths: asked for by reports on columns only.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::detect::{Columns, Engine, Segment, Table};
use crate::format::{HEAD, Notation, Window};
use crate::model::{ByDisposition, Cell, ColumnSketch, Heading};

use super::job::Job;
use super::plan::Plan;
use super::worker::Worker;

/// Paths of one window that are columns.
const MOST: usize = 10_000;

/// What is known of the records of a document from its beginning.
pub(super) struct Records {
    notation: &'static Notation,
    /// Whether each document of the notation is one.
    are_many: bool,
    /// The paths that the document begins with.
    heading: Arc<Heading>,
    columns: Arc<Columns>,
    /// One of them that is a person's. What stands beside a path is asked of the document's beginning, so that it does not depend on
    /// windows.
    personal: Option<String>,
}

/// Values of a window, each on a line of its own.
struct Sheet<'r> {
    engine: &'r Engine,
    records: &'r Records,
    /// Table and column by path.
    known: FxHashMap<String, (u16, u16)>,
    /// Tables: that of the paths at the document's beginning, and one for each further path.
    columns: Vec<Arc<Columns>>,
    text: Vec<u8>,
    cells: Vec<Cell>,
}

impl Records {
    /// Those of a document that begins like `head`; `None` if its notation has none.
    pub(super) fn of(engine: &Engine, notation: &'static Notation, path: &str, head: &[u8]) -> Option<Self> {
        let head = head.get(..HEAD).unwrap_or(head);
        let are_many = (notation.records?)(path, head);
        let mut columns: Vec<String> = Vec::new();
        notation.begin().records(head, head.len(), are_many, &mut |path, _| {
            if !columns.contains(&path) {
                columns.push(path);
            }
        });
        let heading = Arc::new(Heading { table: String::new(), columns });
        let columns = Arc::new(engine.columns_of(&heading));
        let personal = columns.personal.and_then(|first| heading.columns.get(first)).cloned();
        Some(Self { notation, are_many, heading, columns, personal })
    }
}

impl Worker {
    /// What is known of the columns of a window's records.
    pub(super) fn read_records(
        &mut self,
        job: Job<'_>,
        plan: &Plan,
        text: &[u8],
        window: &Window,
    ) -> Vec<ColumnSketch> {
        let Some(records) = &plan.records else { return Vec::new() };
        let mut sheet = Sheet::new(job.engine, records);
        let walker = self.grid.walker.as_ref();
        let mut walker = walker.map_or_else(|| records.notation.begin(), |walker| walker.copy());
        let (rest, owned) = (text.get(window.owned.start..).unwrap_or(&[]), window.owned.len());
        walker.records(rest, owned, records.are_many, &mut |path, value| sheet.add(path, value));
        let table = Table { cells: &sheet.cells, columns: &sheet.columns, rows: None, in_text: false };
        let (text, owned) = (&sheet.text[..], 0..sheet.text.len());
        let segment =
            Segment { text, base: 0, owned, table: Some(table), tags: false, lines: false, path: plan.path };
        job.engine.detect(&segment, &mut self.scratch, &mut ByDisposition::default(), &mut Vec::new())
    }
}

impl<'r> Sheet<'r> {
    fn new(engine: &'r Engine, records: &'r Records) -> Self {
        let number = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let paths = records.heading.columns.iter().cloned();
        let known = paths.enumerate().map(|(column, path)| (path, (0, number(column)))).collect();
        let columns = vec![Arc::clone(&records.columns)];
        Self { engine, records, known, columns, text: Vec::new(), cells: Vec::new() }
    }

    fn add(&mut self, path: String, value: &str) {
        let known = self.known.get(&path).copied();
        let Some((table, column)) = known.or_else(|| self.column(path)) else { return };
        let at = |text: &[u8]| u32::try_from(text.len()).unwrap_or(u32::MAX);
        let start = at(&self.text);
        self.text.extend_from_slice(value.as_bytes());
        self.cells.push(Cell { start, end: at(&self.text), row: 0, table, column });
        self.text.push(b'\n');
    }

    /// A column of a path that the document does not begin with. What its name says is found out beside those that it does.
    fn column(&mut self, path: String) -> Option<(u16, u16)> {
        let table = u16::try_from(self.columns.len()).ok().filter(|n| usize::from(*n) <= MOST)?;
        let names: Vec<&String> = self.records.personal.iter().chain([&path]).collect();
        let mut columns = columns_of(self.engine, &names);
        columns.facts.drain(..names.len() - 1);
        let heading = Heading { table: String::new(), columns: vec![path.clone()] };
        columns.heading = Some(self.engine.disguised_heading(&Arc::new(heading)));
        self.columns.push(Arc::new(columns));
        self.known.insert(path, (table, 0));
        Some((table, 0))
    }
}

/// What the names of such columns say.
fn columns_of(engine: &Engine, paths: &[&String]) -> Columns {
    let columns = paths.iter().map(|path| (*path).clone()).collect();
    engine.columns_of(&Arc::new(Heading { table: String::new(), columns }))
}
