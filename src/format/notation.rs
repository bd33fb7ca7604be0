//! What every notation of keys has in common, and how findings are told theirs.
//!
//! Values are searched as text like any other. Only what was found asks for its keys, and they are walked onward from the
//! last answer.

use crate::model::{Field, Finding};

use super::escapes::Escapes;
use super::grid::Grid;

/// Reads a document in order, in stretches that may end anywhere, and knows under which keys it stands. It takes what it
/// gets: what is not well formed costs names, never the way back, and memory is bounded.
pub(crate) trait Walk: Send {
    /// Reads on.
    fn walk(&mut self, text: &[u8]);

    /// The path of the value that begins or goes on here; `None` where there is none or it is not sure.
    fn path(&self) -> Option<String>;

    /// A walker that stands at the same place.
    fn copy(&self) -> Box<dyn Walk>;

    /// Reads on over the first `owned` bytes of `text`, and hands out the values of records that begin there. `are_many` says whether
    /// each document is a record.
    fn records(&mut self, _text: &[u8], _owned: usize, _are_many: bool, _value: Values<'_>) {}
}

/// Takes paths of values, and the values without escapes; of long ones the beginning.
pub(crate) type Values<'v> = &'v mut dyn FnMut(String, &str);

/// Says of the name of a document and how it begins whether it is written so.
type Claims = fn(path: &str, head: &[u8]) -> bool;

/// A way to write names of values.
pub(crate) struct Notation {
    /// Whether a document is written so, by its name and how it begins.
    pub(super) claims: Claims,
    /// A walker at the beginning of a document.
    pub(super) walker: fn() -> Box<dyn Walk>,
    /// Whether a path says which part of a line it is. A key right before the value says more.
    pub(super) roles: bool,
    /// Whether elements between tags are values under their names.
    pub(crate) tags: bool,
    /// Whether a value without quotes is the rest of its line.
    pub(crate) lines: bool,
    /// What reads values that stand under names of a standard, or in tables.
    pub(crate) reader: Option<fn() -> Box<dyn CellReader>>,
    /// Whether those are cells of tables that stand in the text.
    pub(crate) tables: bool,
    /// Whether values of records can be told, and whether each document is one, by its name and how it begins.
    pub(crate) records: Option<Claims>,
    /// How characters are written that do not stand as themselves. Text is searched as it is meant.
    pub(crate) escapes: Option<&'static Escapes>,
}

/// Reads cells in order and runs ahead of the windows, which end where it says.
pub(crate) trait CellReader: Send {
    /// Where it reads on in the text that it was given last: a window may end there.
    fn at(&self) -> usize;

    /// Reads on in `text` to `until` or a little further and adds the cells to `grid`. `false` if it must see more of
    /// the document first; then `text` has to grow at its end. `ended` says that it cannot.
    fn read(&mut self, text: &[u8], until: usize, ended: bool, grid: &mut Grid) -> bool {
        while self.at() < until {
            if self.at() >= text.len() {
                return ended;
            }
            if !self.step(text, until, ended, grid) {
                return false;
            }
        }
        true
    }

    /// One unit of the same: at least a byte of it, or the reader takes it for something else. There is text left.
    fn step(&mut self, text: &[u8], until: usize, ended: bool, grid: &mut Grid) -> bool;

    /// The first `len` bytes of the text go away, and the grid of what was read is another from now on.
    fn shift(&mut self, len: usize);
}

impl Notation {
    /// A notation whose paths say more than the nearest key, and that has nothing else.
    pub(super) const fn new(claims: Claims, walker: fn() -> Box<dyn Walk>) -> Self {
        Self {
            claims,
            walker,
            roles: false,
            tags: false,
            lines: false,
            reader: None,
            tables: false,
            records: None,
            escapes: None,
        }
    }

    /// The same, with characters written so.
    pub(super) const fn escaped(self, escapes: &'static Escapes) -> Self {
        Self { escapes: Some(escapes), ..self }
    }

    /// The same, where a value without quotes is the rest of its line.
    pub(super) const fn of_lines(self) -> Self {
        Self { lines: true, ..self }
    }

    /// A walker at the beginning of a document.
    pub(crate) fn begin(&self) -> Box<dyn Walk> {
        (self.walker)()
    }

    /// Tells `findings` the keys that they stand under. They are in ascending order of start, `text` begins at `base` in the
    /// document, and `walker` stands there, or there is none yet at the document's beginning.
    pub(crate) fn name<'f>(
        &self,
        walker: &mut Option<Box<dyn Walk>>,
        text: &[u8],
        base: u64,
        findings: impl IntoIterator<Item = &'f mut Finding>,
    ) {
        let mut at = 0;
        for finding in findings {
            let walker = walker.get_or_insert_with(|| self.begin());
            let start = usize::try_from(finding.start.saturating_sub(base)).unwrap_or(usize::MAX);
            walker.walk(text.get(at..start).unwrap_or(&[]));
            at = at.max(start);
            let is_column = matches!(finding.field, Field::Column(_));
            if is_column || self.roles && finding.field != Field::None {
                continue;
            }
            if let Some(path) = walker.path() {
                finding.field = Field::Key(path.into());
            }
        }
    }
}

/// Whether the name of a document ends so, after its last dot.
pub(super) fn has_ending(path: &str, endings: &[&str]) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    endings.iter().any(|e| ending.eq_ignore_ascii_case(e))
}

/// The first line of a document that is not empty.
pub(super) fn first_line(head: &[u8]) -> Option<&[u8]> {
    head.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).find(|line| !line.is_empty())
}
