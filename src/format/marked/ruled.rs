//! Tables in columns of equal width, as SQL*Plus, `sqlcmd`, `sqlite3`, PowerShell and reStructuredText write them: a line of names, one with a rule
//! for each column, and rows. Blanks alone part the columns, so a value stands where the rule above it does.

use std::ops::Range;

use crate::format::notation::{CellReader, Notation};
use crate::format::{Grid, offset};
use crate::model::Cell;

use super::current::{Current, name};
use super::markdown::{Line, SCREEN, is_of_screens, line, trimmed};

/// Such tables where somebody kept what a program showed. They have no keys.
pub(in crate::format) const RULED: Notation =
    Notation { claims: is_ruled, reader: Some(|| Box::new(Ruled::default())), ..SCREEN };

/// Bytes of the shortest rule.
const SHORTEST: usize = 2;

/// Whether a document whose name does not say what it is holds such a table, as far as it is known.
fn is_ruled(path: &str, head: &[u8]) -> bool {
    let mut before: &[u8] = b"";
    is_of_screens(path)
        && head.split(|b| *b == b'\n').any(|line| {
            let columns = columns(line);
            let names = std::mem::replace(&mut before, line);
            !columns.is_empty() && places(names, &columns).is_some_and(|names| !names.is_empty())
        })
}

/// Reads tables and hands out the cells of their rows.
#[derive(Default)]
struct Ruled {
    table: Current,
    /// Where the columns of the table begin, in characters; empty between tables.
    columns: Vec<usize>,
    /// The names of the last table: programs write them again for each page of it.
    names: Vec<String>,
    at: usize,
    /// Whether a line that is too long is not over.
    within: bool,
}

impl CellReader for Ruled {
    fn at(&self) -> usize {
        self.at
    }

    fn step(&mut self, text: &[u8], _: usize, ended: bool, grid: &mut Grid) -> bool {
        let (end, next) = match line(text, self.at, ended) {
            Line::Whole(end, next) => (end, next),
            Line::Endless => return self.pass(text),
            Line::Cut => return false,
        };
        let own = text.get(self.at..end).unwrap_or(&[]);
        if std::mem::take(&mut self.within) {
            self.at = next;
        } else if self.columns.is_empty() {
            return self.text(text, own, next, ended);
        } else if columns(own).is_empty() && self.row(own, grid).is_some() {
            self.at = next;
        } else {
            self.columns.clear();
        }
        true
    }

    fn shift(&mut self, len: usize) {
        self.at -= len;
        self.table.shift();
    }
}

impl Ruled {
    /// A line of running text, or of names if rules stand below it. `false` if more has to be seen.
    fn text(&mut self, text: &[u8], names: &[u8], next: usize, ended: bool) -> bool {
        let (end, first) = match line(text, next, ended) {
            Line::Whole(end, first) => (end, first),
            Line::Endless => (next, next),
            Line::Cut => return false,
        };
        self.at = next;
        let columns = columns(text.get(next..end).unwrap_or(&[]));
        let Some(places) = places(names, &columns).filter(|_| !columns.is_empty()) else { return true };
        let called = |place: &Range<usize>| name(names.get(place.clone()).unwrap_or(&[]));
        let mut called: Vec<_> = places.iter().map(called).collect();
        called.resize(columns.len(), String::new());
        if called == self.names || self.table.begin(called.clone()) {
            (self.at, self.columns, self.names) = (first, columns, called);
        }
        true
    }

    /// The cells of a row; `None` if this is none.
    fn row(&mut self, row: &[u8], grid: &mut Grid) -> Option<()> {
        let places = places(row, &self.columns).filter(|places| !places.is_empty())?;
        let place = self.table.row(grid);
        for (column, at) in (0..).zip(places) {
            let (start, end) = (offset(self.at + at.start), offset(self.at + at.end));
            place.iter().for_each(|place| grid.push(Cell { start, end, column, ..*place }, None));
        }
        Some(())
    }

    /// Passes over what is there of a line that is too long, and over any table that it stands in.
    fn pass(&mut self, text: &[u8]) -> bool {
        self.columns.clear();
        self.within = true;
        self.at = text.len();
        true
    }
}

/// Where columns begin of which each has a rule in this line: `---------- -----`. Empty if it is no line of rules.
fn columns(row: &[u8]) -> Vec<usize> {
    let row = row.trim_ascii_end();
    let Some(rule) = row.trim_ascii_start().first().copied().filter(|b| matches!(b, b'-' | b'=')) else {
        return Vec::new();
    };
    let mut starts = Vec::new();
    for part in row.split(|b| *b == b' ').filter(|part| !part.is_empty()) {
        if part.len() < SHORTEST || part.iter().any(|b| *b != rule) {
            return Vec::new();
        }
        starts.push(part.as_ptr().addr() - row.as_ptr().addr());
    }
    if starts.len() > 1 { starts } else { Vec::new() }
}

/// Where the values of a row stand whose columns begin there, as far as it goes; `None` if one stands across the border of two columns.
fn places(row: &[u8], columns: &[usize]) -> Option<Vec<Range<usize>>> {
    let row = row.trim_ascii_end();
    let is_first = |b: &u8| b & 0xC0 != 0x80;
    let mut characters = row.iter().enumerate().filter(|(_, b)| is_first(b)).map(|(at, _)| at);
    let mut starts = Vec::new();
    let mut passed = 0;
    for column in columns {
        // Nothing reaches so far.
        let Some(start) = characters.nth(column - passed) else { break };
        passed = column + 1;
        starts.push(start);
    }
    let is_apart = |start: &usize| start.checked_sub(1).is_none_or(|gap| row.get(gap) == Some(&b' '));
    let ends = starts.iter().skip(1).copied().chain([row.len()]);
    starts
        .iter()
        .all(is_apart)
        .then(|| starts.iter().zip(ends).map(|(start, end)| trimmed(row, *start..end)).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{cells as all, check};
    use super::*;

    const SHOWN: &str = "SQL> select\n\n  ID NAME       TOWN\n---- ---------- -----\n   1 Tilda Q.   Łódź\n   2 Zoë        Hull\n\n2 rows selected.\n";

    #[test]
    fn values_stand_below_rules() {
        let rows = [
            "1.ID[1]=1",
            "1.NAME[1]=Tilda Q.",
            "1.TOWN[1]=Łódź",
            "1.ID[2]=2",
            "1.NAME[2]=Zoë",
            "1.TOWN[2]=Hull",
        ];
        check::<Ruled>(SHOWN, &rows);
        check::<Ruled>(&SHOWN.replace('\n', "\r\n"), &rows);
        let restructured =
            "====  =====\nname  town\n====  =====\nRavi\n      Hull\n====  =====\nmore  text\n";
        check::<Ruled>(restructured, &["1.name[1]=Ravi", "1.name[2]=", "1.town[2]=Hull"]);
        // Each page of a table has its names again.
        let pages = "id name\n-- ----\n 1 Ravi\n\nid name\n-- ----\n 2 Zoe\n\nid town\n-- ----\n 3 Hull\n";
        check::<Ruled>(
            pages,
            &["1.id[1]=1", "1.name[1]=Ravi", "1.id[2]=2", "1.name[2]=Zoe", "2.id[1]=3", "2.town[1]=Hull"],
        );
    }

    #[test]
    fn what_has_no_rules_is_no_table() {
        for no in [
            "name\n----\nTilda\n",
            "id name\n-- --x-\n 1 Ravi\n",
            "id name\n- ----\n 1 Ravi\n",
            "id name\n-- ====\n 1 Ravi\n",
            "a name of more\n-- -----------\n",
            "\n-- ----\n 1 Ravi\n",
            "id name\n-- ----\nnone of it\n",
        ] {
            check::<Ruled>(no, &[]);
        }
        let is = |path: &str, head: &str| is_ruled(path, head.as_bytes());
        assert!(is("spool.lst", SHOWN) && is("", SHOWN));
        assert!(
            !is("a.rs", SHOWN) && !is("a.txt", "Title\n-----\n-- -- --\n") && !is("a.txt", "\n-- --\na b")
        );
    }

    proptest! {
        #[test]
        fn any_cut_is_the_same(text in "(id name\r?\n|-- ----\r?\n| 1 Ravi\n|[-= aé]|\n){0,40}", step in 1usize..9) {
            let text = text.as_bytes();
            prop_assert_eq!(all(Ruled::default(), text, step), all(Ruled::default(), text, text.len()));
        }

        #[test]
        fn any_bytes_will_do(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            all(Ruled::default(), &[b"id name\n-- ----\n", &bytes[..]].concat(), 7);
        }
    }
}
