//! The table that rows are read of.

use std::sync::Arc;

use crate::format::Grid;
use crate::model::{Cell, Heading, readable};

/// Bytes and words of the name of a column. What is longer is a sentence, which may speak of anything.
const LONGEST: usize = 64;
const MOST_WORDS: usize = 6;

/// The table that rows are read of, if there is one, and how many there were.
#[derive(Default)]
pub(super) struct Current {
    /// Tables with names of columns so far.
    count: u32,
    heading: Option<Arc<Heading>>,
    slot: Slot,
    /// Rows so far.
    rows: u32,
}

/// The number of a table in the grid.
#[derive(Clone, Copy, Default)]
enum Slot {
    /// It has none yet, for it began a moment ago.
    #[default]
    New,
    /// It has to be asked for, for the grid is another.
    Lost,
    Known(Option<u16>),
}

impl Current {
    /// A table begins whose columns are called so. `false` if none of them is called anything.
    pub(super) fn begin(&mut self, columns: Vec<String>) -> bool {
        let is_named = columns.iter().any(|name| !name.is_empty());
        if is_named {
            // Names that no row stands below were not all of them.
            self.count += u32::from(self.heading.is_none() || self.rows > 0);
            let table = format!("table {}", self.count);
            self.heading = Some(Arc::new(Heading { table, columns }));
            (self.slot, self.rows) = (Slot::New, 0);
        }
        is_named
    }

    /// The table ends.
    pub(super) fn end(&mut self) {
        self.heading = None;
    }

    /// The names of its columns.
    pub(super) fn columns(&self) -> &[String] {
        self.heading.as_ref().map_or(&[], |heading| &heading.columns)
    }

    /// A row begins: where its cells belong. Their column and their place in the text are not known yet.
    pub(super) fn row(&mut self, grid: &mut Grid) -> Option<Cell> {
        let heading = self.heading.as_ref()?;
        self.rows += 1;
        match self.slot {
            // Nobody has to look for what cannot be there: a document may hold thousands of tables.
            Slot::New => {
                self.slot = Slot::Known(grid.add(heading));
                grid.announce(heading, 1);
            }
            Slot::Lost => {
                self.slot = Slot::Known(grid.slot(heading));
                grid.count(heading, 1);
            }
            Slot::Known(_) => grid.count(heading, 1),
        }
        let Slot::Known(Some(table)) = self.slot else { return None };
        Some(Cell { start: 0, end: 0, row: self.rows, table, column: 0 })
    }

    /// The grid is another from now on.
    pub(super) fn shift(&mut self) {
        self.slot = Slot::Lost;
    }
}

/// The name of a column that stands so in the text, or nothing if it is none.
pub(super) fn name(text: &[u8]) -> String {
    let text = readable(text);
    let words: Vec<_> = text.split_whitespace().take(MOST_WORDS + 1).collect();
    if words.len() > MOST_WORDS || text.len() > LONGEST { String::new() } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_a_few_words() {
        assert_eq!(name(b" Date  of\n birth "), "Date of birth");
        assert_eq!(name("Name der Person (wie im Ausweis)".as_bytes()), "Name der Person (wie im Ausweis)");
        assert_eq!(name(b"digits after the code, geographic or mobile"), "");
        assert_eq!((name(b""), name(&[b'a'; 65])), (String::new(), String::new()));
    }

    #[test]
    fn tables_are_counted_and_their_rows() {
        let (mut table, mut grid) = (Current::default(), Grid::default());
        assert!(table.row(&mut grid).is_none() && !table.begin(vec![String::new()]));
        assert!(table.begin(vec!["a".to_owned()]) && table.begin(vec!["b".to_owned()]));
        let row = |table: &mut Current, grid: &mut Grid| table.row(grid).map(|cell| (cell.table, cell.row));
        assert_eq!((row(&mut table, &mut grid), row(&mut table, &mut grid)), (Some((0, 1)), Some((0, 2))));
        let mut next = Grid::default();
        table.shift();
        assert_eq!(row(&mut table, &mut next), Some((0, 3)));
        assert!(table.begin(vec!["c".to_owned()]));
        assert_eq!(row(&mut table, &mut next), Some((1, 1)));
        let names: Vec<_> = next.read.iter().map(|heading| &*heading.table).collect();
        assert_eq!((names, next.rows), (vec!["table 1", "table 2"], vec![1, 1]));
    }
}
