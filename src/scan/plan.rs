//! What a document is, as far as its search depends on it.

use std::ops::Range;
use std::sync::Arc;

use crate::detect::{Columns, Engine, PathFacts, Scratch, Segment, Table};
use crate::format::{
    CellReader, Escapes, Grid, Header, Lexer, Notation, Plain, Store, Window, header, header_by_looks,
    is_dump, notation,
};
use crate::model::{Coverage, DocInfo, Reason, Status};
use crate::source::Entry;

use super::accept::{Ground, Searched};
use super::database::Tables;
use super::limits::{CONTEXT, TABLE_HEAD};
use super::meant::Stretch;
use super::records::Records;

/// What a worker knows of a document before it searches it.
pub(super) struct Plan {
    pub(super) info: Arc<DocInfo>,
    pub(super) path: PathFacts,
    pub(super) form: Form,
    /// Bytes of the input, where known.
    pub(super) size: Option<u64>,
    /// What is known of its records, if somebody wants to know what they hold as columns.
    pub(super) records: Option<Records>,
}

/// The row of cells that stand above the first.
pub(super) const ABOVE: u32 = u32::MAX;

/// How a document is written.
pub(super) enum Form {
    Text,
    Table(Header, Arc<Columns>),
    /// A dump, and the statement that it begins in.
    Dump(Option<Arc<[u8]>>),
    /// Text in a notation of keys, and whether somebody wants to know them.
    Keyed(&'static Notation, bool),
    Database(Tables),
}

impl Form {
    fn of(engine: &Engine, entry: &Entry, head: &[u8]) -> Self {
        let table = |header: Header| {
            let facts = if header.named { engine.columns(&header.names) } else { Columns::default() };
            Self::Table(header, Arc::new(facts))
        };
        let path = &entry.below;
        if let Some(header) = header(path, head) {
            table(header)
        } else if entry.opening.is_some() || is_dump(path, head) {
            Self::Dump(entry.opening.clone())
        } else if let Some(notation) = notation(path, head) {
            Self::Keyed(notation, engine.options.keys || engine.options.columns)
        } else {
            header_by_looks(path, head).map_or(Self::Text, table)
        }
    }
}

impl Plan {
    pub(super) fn new(
        engine: &Engine,
        entry: &Entry,
        head: &[u8],
        decoded: Option<&'static str>,
        size: Option<u64>,
    ) -> Self {
        // No more of it than a large document shows, so that its size changes nothing.
        let head = head.get(..TABLE_HEAD).unwrap_or(head);
        let form = Form::of(engine, entry, head);
        let columns =
            if let Form::Table(header, _) = &form { shown(engine, &header.names) } else { Vec::new() };
        let notation = if let Form::Keyed(notation, _) = form { Some(notation) } else { None };
        let wanted = notation.filter(|_| engine.options.columns);
        let records = wanted.and_then(|notation| Records::of(engine, notation, &entry.below, head));
        // Offsets in decoded text are not those of the bytes that were compared.
        let added = entry.added.clone().filter(|_| decoded.is_none());
        let (path, revision) = (entry.shown.clone(), entry.revision.clone());
        let info = DocInfo { path, columns, decoded, revision, added, ..DocInfo::default() };
        Self { info: Arc::new(info), path: PathFacts::of(&entry.below), form, size, records }
    }

    /// The notation of keys, if somebody wants to know them.
    pub(super) fn keys(&self) -> Option<&'static Notation> {
        match self.form {
            Form::Keyed(notation, true) => Some(notation),
            _ => None,
        }
    }

    /// How characters of the document are written that do not stand as themselves.
    pub(super) const fn escapes(&self) -> Option<&'static Escapes> {
        match self.form {
            Form::Keyed(notation, _) => notation.escapes,
            _ => None,
        }
    }

    /// Bytes of context that windows are cut with: enough of it has to be left where it is read as it is meant.
    pub(super) const fn context(&self) -> usize {
        if self.escapes().is_some() { CONTEXT * Escapes::MOST } else { CONTEXT }
    }

    /// What reads the cells of a document that begins like `head`, if only who reads all of it knows them.
    pub(super) fn reader(&self, head: &[u8]) -> Option<Box<dyn CellReader>> {
        match &self.form {
            Form::Dump(opening) => Some(Box::new(Lexer::new(opening.as_deref(), head))),
            Form::Keyed(notation, _) => notation.reader.map(|reader| reader()),
            _ => None,
        }
    }

    /// The window as the engine wants it. Where it was read as it is meant, offsets are those of what was read.
    pub(super) fn segment<'a>(
        &'a self,
        text: &'a [u8],
        window: &Window,
        grid: &'a Grid,
        columns: &'a [Arc<Columns>],
        plain: Option<&'a Plain>,
    ) -> Segment<'a> {
        match plain {
            Some(plain) => self.plain_segment(plain, window),
            None => self.written_segment(text, window, grid, columns),
        }
    }

    /// The window as it is written. A table's window is its rows and nothing else.
    fn written_segment<'a>(
        &'a self,
        text: &'a [u8],
        window: &Window,
        grid: &'a Grid,
        columns: &'a [Arc<Columns>],
    ) -> Segment<'a> {
        let rows = matches!(self.form, Form::Dump(_) | Form::Database(_)).then_some(&grid.rows[..]);
        let table = |in_text| Some(Table { cells: &grid.cells, columns, rows, in_text });
        let Stretch { text, base, owned } = self.stretch(text, window);
        let plain = Segment { text, base, owned, table: None, tags: false, lines: false, path: self.path };
        match &self.form {
            Form::Text => plain,
            // More of it is read ahead than a search needs.
            Form::Keyed(notation, _) if notation.escapes.is_some() || notation.tables => {
                Segment { tags: notation.tags, lines: notation.lines, ..around(plain) }
            }
            Form::Keyed(notation, _) => Segment {
                tags: notation.tags,
                lines: notation.lines,
                table: notation.reader.and(table(true)),
                ..plain
            },
            Form::Dump(_) => Segment { table: table(true), ..plain },
            Form::Database(_) | Form::Table(..) => Segment { table: table(false), ..plain },
        }
    }

    fn plain_segment<'a>(&self, plain: &'a Plain, window: &Window) -> Segment<'a> {
        let Range { start, end } = window.owned;
        let owned = plain.meant(start)..plain.meant(end);
        let (tags, lines) = match self.form {
            Form::Keyed(notation, _) => (notation.tags, notation.lines),
            _ => (false, false),
        };
        around(Segment { text: &plain.text, base: 0, owned, table: None, tags, lines, path: self.path })
    }

    /// The text that the cells of a window stand in.
    pub(super) fn stretch<'a>(&self, text: &'a [u8], window: &Window) -> Stretch<'a> {
        let owned = window.owned.clone();
        match self.form {
            Form::Table(..) => {
                let text = text.get(owned).unwrap_or(&[]);
                Stretch { text, base: window.start(), owned: 0..text.len() }
            }
            _ => Stretch { text, base: window.base, owned },
        }
    }

    /// What is known of a store of rows.
    pub(super) fn database(store: &Store, entry: &Entry, size: Option<u64>) -> Self {
        let (path, revision) = (entry.shown.clone(), entry.revision.clone());
        let info = DocInfo { path, revision, ..DocInfo::default() };
        let tables = Tables::of(store, entry);
        Self {
            info: Arc::new(info),
            path: PathFacts::of(&entry.below),
            form: Form::Database(tables),
            size,
            records: None,
        }
    }

    pub(super) fn searched<'a>(&'a self, text: &'a [u8], window: &'a Window, grid: &'a Grid) -> Searched<'a> {
        let ground = match self.form {
            Form::Text | Form::Keyed(..) | Form::Dump(_) => Ground::Text,
            Form::Table(..) => Ground::Table,
            Form::Database(_) => Ground::Cells,
        };
        let cells = if let Form::Dump(_) = self.form { &grid.cells[..] } else { &[] };
        Searched { path: &self.info.path, text, window, ground, cells, plain: None, meant: None }
    }

    /// The number of a row from 1; `None` above the first.
    pub(super) fn row(&self, row: u64) -> Option<u64> {
        match self.form {
            Form::Table(..) => (row != u64::from(ABOVE)).then_some(row + 1),
            _ => Some(row),
        }
    }

    /// The document's entry in the ledger if the scan is stopped before its end.
    pub(super) fn interrupted(&self, scanned: u64) -> Coverage {
        let status = if scanned > 0 { Status::Partial } else { Status::Skipped };
        let path = self.info.path.clone();
        Coverage {
            path,
            status,
            reason: Reason::Interrupted,
            detail: String::new(),
            scanned,
            size: self.size,
        }
    }
}

/// The segment with no more context than a search needs.
fn around(segment: Segment<'_>) -> Segment<'_> {
    let Segment { text, base, owned: Range { start, end }, .. } = segment;
    let from = start.saturating_sub(CONTEXT);
    let text = text.get(from..text.len().min(end + CONTEXT)).unwrap_or(&[]);
    Segment { text, base: base + from as u64, owned: start - from..end - from, ..segment }
}
/// Names as reports may show them.
fn shown(engine: &Engine, names: &[String]) -> Vec<String> {
    let mut scratch = Scratch::default();
    names.iter().map(|name| engine.disguised(name, &mut scratch).into_owned()).collect()
}
