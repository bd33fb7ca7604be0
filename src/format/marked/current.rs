//! The table that rows are read of.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::format::Grid;
use crate::model::{Cell, Heading, readable};

/// Bytes and words of the name of a column. What is longer is a sentence, which may speak of anything.
const LONGEST: usize = 64;
const MOST_WORDS: usize = 6;

/// What the two columns of a table are called whose rows name their values.
const FIELDS: [&str; 12] = [
    "field", "key", "attribute", "property", "item", "label", "detail", "information", "feld", "merkmal",
    "champ", "campo",
];
const VALUES: [&str; 9] =
    ["value", "values", "details", "data", "answer", "wert", "angabe", "valeur", "valor"];

/// Names in such a table: each makes a heading of its own, and nobody has more to say of one thing.
const MOST_FIELDS: usize = 500;

/// The table that rows are read of, if there is one, and how many there were.
#[derive(Default)]
pub(super) struct Current {
    /// Tables with names of columns so far.
    count: u32,
    heading: Option<Arc<Heading>>,
    slot: Slot,
    /// Rows so far.
    rows: u32,
    /// Headings of rows that name their values, by those names.
    named: FxHashMap<String, Arc<Heading>>,
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
            self.named.clear();
        }
        is_named
    }

    /// Whether each of its rows says by its first cell what its second is: `| Date of birth | 1984-07-19 |`.
    pub(super) fn is_of_fields(&self) -> bool {
        let is_one_of = |name: &str, words: &[&str]| words.iter().any(|word| name.eq_ignore_ascii_case(word));
        self.named.len() < MOST_FIELDS
            && matches!(self.columns(), [field, value] if is_one_of(field, &FIELDS) && is_one_of(value, &VALUES))
    }

    /// A row begins whose first cell is `name`, in such a table: where its cells belong.
    pub(super) fn field(&mut self, name: String, grid: &mut Grid) -> Option<Cell> {
        self.record();
        self.part(name, grid)
    }

    /// A record begins, which has a line for each of its values.
    pub(super) fn record(&mut self) {
        self.rows += 1;
    }

    /// A line of the record or the row begins, whose value is called `name`: where its cells belong.
    pub(super) fn part(&mut self, name: String, grid: &mut Grid) -> Option<Cell> {
        let of = self.heading.as_ref()?;
        let heading = self.named.entry(name).or_insert_with_key(|name| {
            let columns = of.columns.iter().take(1).chain([name]).cloned().collect();
            Arc::new(Heading { table: of.table.clone(), columns })
        });
        grid.count(heading, 1);
        Some(Cell { start: 0, end: 0, row: self.rows, table: grid.slot(heading)?, column: 0 })
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
    fn rows_of_fields_have_names_of_their_own() {
        let (mut table, mut grid) = (Current::default(), Grid::default());
        let begin = |table: &mut Current, names: [&str; 2]| table.begin(names.map(str::to_owned).to_vec());
        assert!(begin(&mut table, ["Name", "Value"]) && !table.is_of_fields());
        assert!(begin(&mut table, ["FIELD", "Value"]) && table.is_of_fields());
        let row =
            |table: &mut Current, grid: &mut Grid, name: &str| table.field(name.to_owned(), grid).unwrap();
        let (first, second) = (row(&mut table, &mut grid, "Phone"), row(&mut table, &mut grid, "Email"));
        assert_eq!([(first.table, first.row), (second.table, second.row)], [(0, 1), (1, 2)]);
        let names: Vec<_> = grid.headings.iter().map(|heading| heading.columns.join("/")).collect();
        assert_eq!(names, ["FIELD/Phone", "FIELD/Email"]);
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
