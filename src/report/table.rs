//! Aligned columns that fit a width.

use std::borrow::Cow;
use std::io;
use std::io::Write;

use anstyle::Style;
use unicode_width::UnicodeWidthChar;

use super::paint::{PLAIN, paint};
use super::visible::visible;

/// Spaces between columns.
const GAP: usize = 2;

/// How a column gives way where the width does not suffice.
pub(super) struct Column {
    /// It is not shortened below this width, or not at all if [`RIGID`].
    pub(super) least: usize,
    /// Columns of higher number are dropped first; those of 0 never are.
    pub(super) drop: u8,
    /// Whether its cells stand at the right, as numbers do.
    pub(super) right: bool,
}

/// A [`Column::least`] that forbids shortening.
pub(super) const RIGID: usize = usize::MAX;

/// A cell: text that is safe to show, and its style.
pub(super) struct Cell {
    text: String,
    width: usize,
    style: Style,
}

impl Cell {
    /// A cell in a style.
    pub(super) fn new(text: &str, style: Style) -> Self {
        let text = visible(text).into_owned();
        Self { width: width(&text), text, style }
    }

    /// A cell without a style.
    pub(super) fn plain(text: &str) -> Self {
        Self::new(text, PLAIN)
    }
}

/// Rows of cells, held until all are known. Columns in which every cell is empty do not show.
pub(super) struct Table {
    columns: &'static [Column],
    indent: usize,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// An empty table.
    pub(super) const fn new(columns: &'static [Column], indent: usize) -> Self {
        Self { columns, indent, rows: Vec::new() }
    }

    /// Adds a row with a cell for each column.
    pub(super) fn push(&mut self, row: Vec<Cell>) {
        self.rows.push(row);
    }

    /// Number of rows.
    pub(super) const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Writes all rows, none of them wider than `room`.
    pub(super) fn write(&self, out: &mut dyn Write, room: usize, color: bool) -> io::Result<()> {
        let widths = self.widths(room.saturating_sub(self.indent));
        for row in &self.rows {
            self.write_row(out, row, &widths, color)?;
        }
        Ok(())
    }

    fn write_row(&self, out: &mut dyn Write, row: &[Cell], widths: &[usize], color: bool) -> io::Result<()> {
        // Spaces are owed until something follows them, so that no line ends in them.
        let mut owed = self.indent;
        for ((cell, column), room) in row.iter().zip(self.columns).zip(widths).filter(|(_, w)| **w > 0) {
            let text = cut(&cell.text, *room);
            let spare = room.saturating_sub(width(&text));
            let (before, after) = if column.right { (spare, 0) } else { (0, spare) };
            if !text.is_empty() {
                write!(out, "{:1$}", "", owed + before)?;
                paint(out, color, cell.style, &text)?;
                owed = 0;
            } else {
                owed += before;
            }
            owed += after + GAP;
        }
        out.write_all(b"\n")
    }

    /// The width that each column gets; 0 for those that do not show.
    fn widths(&self, room: usize) -> Vec<usize> {
        let mut widths: Vec<usize> = (0..self.columns.len()).map(|n| self.natural(n)).collect();
        self.drop_columns(&mut widths, room);
        let floors: Vec<usize> = self.columns.iter().zip(&widths).map(|(c, w)| c.least.min(*w)).collect();
        shrink(&mut widths, room, |n| floors.get(n).copied().unwrap_or(1));
        shrink(&mut widths, room, |_| 1);
        widths
    }

    fn natural(&self, column: usize) -> usize {
        self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width).max().unwrap_or(0)
    }

    /// Drops columns until the rest could fit if shortened.
    fn drop_columns(&self, widths: &mut [usize], room: usize) {
        loop {
            let floors: Vec<usize> =
                self.columns.iter().zip(widths.iter()).map(|(c, w)| c.least.min(*w)).collect();
            let shown = self.columns.iter().zip(widths.iter_mut()).filter(|(c, w)| c.drop > 0 && **w > 0);
            match shown.max_by_key(|(c, _)| c.drop) {
                Some((_, width)) if total(&floors) > room => *width = 0,
                _ => return,
            }
        }
    }
}

/// Width of all columns that show, with their gaps.
fn total(widths: &[usize]) -> usize {
    let shown = widths.iter().filter(|w| **w > 0).count();
    widths.iter().sum::<usize>() + shown.saturating_sub(1) * GAP
}

/// Takes from the widest column that is above its floor until all fit or none is left.
fn shrink(widths: &mut [usize], room: usize, floor: impl Fn(usize) -> usize) {
    // A cell as long as a novel is cut first, so that the loop stays short.
    for (n, width) in widths.iter_mut().enumerate() {
        *width = (*width).min(room.max(floor(n)));
    }
    while total(widths) > room {
        let above = widths.iter_mut().enumerate().filter(|(n, w)| **w > floor(*n));
        let Some((_, widest)) = above.max_by_key(|(_, w)| **w) else { return };
        *widest -= 1;
    }
}

/// Columns of a terminal that `text` fills, rather too many than too few.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(width_of).sum() }
}

/// U+FE0F makes the sign before it an emoji, which may be wider by one.
fn width_of(c: char) -> usize {
    if c == '\u{fe0f}' { 1 } else { c.width().unwrap_or(0) }
}

/// `text` cut at its end to fit, with `…` for what is missing.
pub(super) fn cut(text: &str, room: usize) -> Cow<'_, str> {
    if width(text) <= room {
        return Cow::Borrowed(text);
    }
    let kept = fitting(text.chars(), room);
    Cow::Owned(text.chars().take(kept).chain(['…']).collect())
}

/// `text` cut at its start: of a path the end says more.
pub(super) fn cut_start(text: &str, room: usize) -> Cow<'_, str> {
    if width(text) <= room {
        return Cow::Borrowed(text);
    }
    let dropped = text.chars().count() - fitting(text.chars().rev(), room);
    Cow::Owned(['…'].into_iter().chain(text.chars().skip(dropped)).collect())
}

/// How many characters fit if one column is left for `…`.
fn fitting(text: impl Iterator<Item = char>, room: usize) -> usize {
    let mut used = 1;
    text.map(width_of)
        .take_while(|w| {
            used += w;
            used <= room
        })
        .count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    use super::*;

    static COLUMNS: [Column; 4] = [
        Column { least: RIGID, drop: 0, right: true },
        Column { least: 6, drop: 0, right: false },
        Column { least: RIGID, drop: 2, right: false },
        Column { least: 4, drop: 1, right: false },
    ];

    fn written(rows: &[[&str; 4]], room: usize) -> String {
        let mut table = Table::new(&COLUMNS, 2);
        for row in rows {
            table.push(row.iter().map(|text| Cell::plain(text)).collect());
        }
        let mut out = Vec::new();
        table.write(&mut out, room, false).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn columns_align_by_display_width() {
        let rows = [["1", "東京", "x", "end"], ["200", "abc", "", ""]];
        assert_eq!(written(&rows, 80), "    1  東京  x  end\n  200  abc\n");
    }

    #[test]
    fn empty_columns_do_not_show() {
        assert_eq!(written(&[["1", "", "x", ""]], 80), "  1  x\n");
        assert_eq!(written(&[], 80), "");
    }

    #[test]
    fn narrow_tables_shorten_then_drop() {
        let rows = [["1", "a long sentence", "rigid", "another one"]];
        assert_eq!(written(&rows, 80), "  1  a long sentence  rigid  another one\n");
        assert_eq!(written(&rows, 32), "  1  a long s…  rigid  another …\n");
        assert_eq!(written(&rows, 22), "  1  a long …  anothe…\n");
        assert_eq!(written(&rows, 12), "  1  a long…\n");
    }

    #[test]
    fn cuts_count_wide_characters() {
        assert_eq!(cut("abcdef", 6), "abcdef");
        assert_eq!(cut("abcdefg", 6), "abcde…");
        assert_eq!(cut("東京都", 4), "東…");
        assert_eq!(cut_start("src/report/table.rs", 10), "…/table.rs");
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide(
            rows in prop::collection::vec(any::<[String; 4]>(), 1..4), room in 40_usize..120,
        ) {
            let rows: Vec<[&str; 4]> = rows.iter().map(|r| [&r[0], &r[1], &r[2], &r[3]].map(String::as_str)).collect();
            let text = written(&rows, room);
            prop_assert_eq!(text.lines().count(), rows.len());
            for line in text.lines() {
                prop_assert!(line.width() <= room, "{line:?}");
            }
        }
    }
}
