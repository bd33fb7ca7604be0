//! Several tables in one CSV, as spreadsheets and services export them: below an empty line, and often a title, stand other names of
//! columns.

use crate::format::coded::Code;
use crate::format::csv::{Dialect, row};
use crate::format::first_row::{BELOW, names_columns, stands_over};
use crate::format::header::{claims, delimiter};
use crate::format::notation::{CellReader, Notation};
use crate::format::sniff::HEAD;
use crate::format::{Grid, offset};
use crate::model::Cell;

use super::current::{Current, name};
use super::markdown::{Line, SCREEN, line};

/// Such tables. They have no keys.
pub(in crate::format) const SHEETS: Notation =
    Notation { claims: are_several, reader: Some(|| Box::new(Sheets::default())), ..SCREEN };

/// Bytes of a row. Longer ones are running text.
const LONGEST: usize = 64 * 1024;

/// Whether a table in text has others behind it, as far as a document is looked at to know what it is.
pub(in crate::format) fn are_several(path: &str, head: &[u8]) -> bool {
    let (ended, head) = (head.len() < HEAD, head.get(..HEAD).unwrap_or(head));
    // Nearly all tables end here: no row of them begins with nothing.
    let is_empty = |pair: &[u8]| matches!(pair, [b'\n', b'\n' | b'\r' | b',' | b';' | b'\t' | b'|']);
    if !claims(path) || !head.windows(2).any(is_empty) {
        return false;
    }
    let mut sheets = Sheets::default();
    sheets.read(head, head.len(), ended, &mut Grid::default());
    sheets.count > 1
}

/// Reads tables and hands out the cells of their rows.
struct Sheets {
    table: Current,
    dialect: Dialect,
    /// Columns of the table; none before the first.
    width: usize,
    /// Tables so far.
    count: usize,
    /// Whether an empty line was the last.
    is_fresh: bool,
    at: usize,
}

impl Default for Sheets {
    fn default() -> Self {
        let (table, dialect) = (Current::default(), Dialect { delimiter: b',' });
        Self { table, dialect, width: 0, count: 0, is_fresh: true, at: 0 }
    }
}

/// The cells of a row, with their quotes taken off: where they begin and end, and whether quotes are doubled in them.
type Cells = Vec<(usize, usize, bool)>;

impl CellReader for Sheets {
    fn at(&self) -> usize {
        self.at
    }

    fn step(&mut self, text: &[u8], _: usize, ended: bool, grid: &mut Grid) -> bool {
        if self.is_fresh && !self.begin(text, ended) {
            return false;
        }
        let mut cells = Cells::new();
        match next_row(text, self.at, self.dialect, ended, &mut cells) {
            Row::Cut => return false,
            Row::Endless(next) => self.at = next,
            Row::Whole(next) => {
                let told = told(text, &cells);
                // One value behind an empty line is a title.
                self.is_fresh = told == 0 || told == 1 && self.is_fresh;
                if !self.is_fresh && cells.len() <= self.width {
                    self.row(&cells, grid);
                }
                self.at = next;
            }
        }
        true
    }

    fn shift(&mut self, len: usize) {
        self.at -= len;
        self.table.shift();
    }
}

impl Sheets {
    /// Behind an empty line: passes over the names of another table if they stand here. `false` if more has to be seen.
    fn begin(&mut self, text: &[u8], ended: bool) -> bool {
        let end = match line(text, self.at, ended) {
            Line::Whole(end, _) => end,
            Line::Endless => return true,
            Line::Cut => return false,
        };
        let dialect = Dialect { delimiter: delimiter(text.get(self.at..end).unwrap_or(&[])).0 };
        let mut names = Cells::new();
        let Row::Whole(first) = next_row(text, self.at, dialect, ended, &mut names) else { return ended };
        if told(text, &names) < 2 {
            return true;
        }
        let Some(below) = rows_below(text, first, dialect, ended) else { return false };
        let value = |(start, end, _): &(usize, usize, bool)| text.get(*start..*end).unwrap_or(&[]);
        let named: Vec<_> = names.iter().map(value).collect();
        let below: Vec<Vec<&[u8]>> = below.iter().map(|row| row.iter().map(value).collect()).collect();
        let is_even = below.first().is_some_and(|row| row.len() == names.len());
        let are_names =
            if self.width == 0 { names_columns(&named, || below) } else { stands_over(&named, &below) };
        let called: Vec<_> = named.iter().map(|cell| name(cell)).collect();
        if !is_even || !are_names {
            return true;
        }
        // The names of the table that goes on may stand there again.
        let is_other = called != self.table.columns();
        if !is_other || self.table.begin(called) {
            (self.dialect, self.width, self.at) = (dialect, names.len(), first);
            self.count += usize::from(is_other);
        }
        true
    }

    fn row(&mut self, cells: &Cells, grid: &mut Grid) {
        let Some(place) = self.table.row(grid) else { return };
        for (column, (start, end, is_coded)) in (0..).zip(cells) {
            let cell = Cell { start: offset(*start), end: offset(*end), column, ..place };
            grid.push(cell, is_coded.then_some(Code::Quoted));
        }
    }
}

/// A row of which is known where the next begins, one that is too long with where that is searched for, or one whose end is to come.
enum Row {
    Whole(usize),
    Endless(usize),
    Cut,
}

fn next_row(text: &[u8], at: usize, dialect: Dialect, ended: bool, cells: &mut Cells) -> Row {
    let view = text.get(..text.len().min(at + LONGEST)).unwrap_or(&[]);
    let ended = ended && view.len() == text.len();
    match row(view, at, dialect, ended, |start, end, is_coded| cells.push((start, end, is_coded))) {
        Some(next) => Row::Whole(next),
        None if view.len() == at + LONGEST => {
            let rest = view.get(at..).unwrap_or(&[]);
            Row::Endless(memchr::memchr(b'\n', rest).map_or(view.len(), |end| at + end + 1))
        }
        None => Row::Cut,
    }
}

/// The rows from `at` up to an empty one, as many as are looked at; `None` if more has to be seen.
fn rows_below(text: &[u8], mut at: usize, dialect: Dialect, ended: bool) -> Option<Vec<Cells>> {
    let mut rows = Vec::new();
    while rows.len() < BELOW && at < text.len() {
        let mut cells = Cells::new();
        match next_row(text, at, dialect, ended, &mut cells) {
            Row::Cut => return None,
            Row::Endless(_) => return Some(rows),
            Row::Whole(next) => at = next,
        }
        if told(text, &cells) == 0 {
            return Some(rows);
        }
        rows.push(cells);
    }
    (rows.len() == BELOW || ended).then_some(rows)
}

/// How many of the cells say anything.
fn told(text: &[u8], cells: &Cells) -> usize {
    let says = |(start, end, _): &&(usize, usize, bool)| {
        text.get(*start..*end).is_some_and(|cell| !cell.trim_ascii().is_empty())
    };
    cells.iter().filter(says).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{cells as all, check};
    use super::*;

    const SHOWN: &str = "Topic,Start\nWeekly,10:00\n\nParticipants\nName,Mail,Note\nTilda,t@x.org,\"a \"\"b\"\"\"\nRavi,r@x.org,\n\n\
                         \"Zoe\nQ.\",z@x.org,x\n";

    #[test]
    fn tables_stand_below_empty_lines() {
        let rows = [
            "1.Topic[1]=Weekly",
            "1.Start[1]=10:00",
            "2.Name[1]=Tilda",
            "2.Mail[1]=t@x.org",
            "2.Note[1]=~a \"\"b\"\"",
            "2.Name[2]=Ravi",
            "2.Mail[2]=r@x.org",
            "2.Note[2]=",
            "2.Name[3]=Zoe\nQ.",
            "2.Mail[3]=z@x.org",
            "2.Note[3]=x",
        ];
        check::<Sheets>(SHOWN, &rows);
        let is = |text: &str| are_several("a.csv", text.as_bytes());
        assert!(is(SHOWN) && is(&SHOWN.replace('\n', "\r\n")) && is("a;b\nx;1\n;\nc;d;e\n1;2;3\n"));
        assert!(is("a,b\nx,1\n\nc,d\ny,2\n"));
        assert!(!are_several("a.txt", SHOWN.as_bytes()));
        for no in [
            // One table with empty lines, and what stands below it.
            "name,mail\nTilda,t@x.org\n\nRavi,r@x.org\n\nname,mail\nZoe,z@x.org\n",
            "name,mail\nTilda,t@x.org\n\nTotal,,1\n",
            "name,mail\nTilda,t@x.org\n\nMade by,Ravi,today\nfor,Zoe,x\n",
            "name,mail\nTilda,\"\n\na,b,c\n1,2,3\n\"\n",
            "name,mail\nTilda,t@x.org\n",
            "name,town,age\nTilda,Hull,5\n\nRavi,Hull,n/a\nZoe,Leeds,7\n",
            "",
        ] {
            assert!(!is(no), "{no}");
        }
    }

    proptest! {
        #[test]
        fn any_cut_is_the_same(text in "(name,mail\n|a;b;c\n|Tilda,t@x.org\n|1;2;3\n|[,;\"\n a]|\r\n){0,40}", step in 1usize..9) {
            let text = text.as_bytes();
            prop_assert_eq!(all(Sheets::default(), text, step), all(Sheets::default(), text, text.len()));
        }

        #[test]
        fn any_bytes_will_do(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            all(Sheets::default(), &[b"name,mail\nTilda,t@x.org\n\n", &bytes[..]].concat(), 7);
        }
    }
}
