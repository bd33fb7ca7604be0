//! The tables of a dump: their columns and how many rows went by.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::model::Heading;

/// Names of columns that are kept, in bytes. What would need more is read as running text, so that memory is bounded.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// All tables of a dump.
#[derive(Default)]
pub(super) struct Tables {
    numbers: HashMap<String, usize>,
    all: Vec<Table>,
    /// Tables with the lists of columns that rows came with.
    headings: HashSet<Arc<Heading>>,
    /// Bytes of all names.
    bytes: usize,
}

#[derive(Default)]
struct Table {
    name: String,
    /// Rows so far.
    rows: u32,
    /// What the dump says it was created with.
    created: Option<Vec<String>>,
}

impl Tables {
    /// The number of the table with this name; `None` if there are too many names.
    pub(super) fn number(&mut self, name: &str) -> Option<usize> {
        let key = name.to_ascii_lowercase();
        if let Some(number) = self.numbers.get(&key) {
            return Some(*number);
        }
        self.afford(2 * name.len())?;
        let number = self.all.len();
        self.all.push(Table { name: name.to_owned(), ..Table::default() });
        self.numbers.insert(key, number);
        Some(number)
    }

    /// Notes what a table is created with, and gives what its rows will hold; `None` if there are too many names.
    pub(super) fn create(&mut self, name: &str, columns: Vec<String>) -> Option<Arc<Heading>> {
        self.afford(columns.iter().map(|c| cost(c)).sum())?;
        let number = self.number(name)?;
        let width = u16::try_from(columns.len()).ok();
        self.all.get_mut(number)?.created = Some(columns);
        self.heading(number, None, width?)
    }

    /// What rows of this width hold, in a statement that lists these columns or none; `None` if that cannot be, or if
    /// there are too many names.
    pub(super) fn heading(
        &mut self,
        number: usize,
        listed: Option<&[String]>,
        width: u16,
    ) -> Option<Arc<Heading>> {
        let fits = |columns: &[String]| columns.len() == usize::from(width);
        if !listed.is_none_or(fits) {
            return None;
        }
        let known = self.created(number).filter(|columns| fits(columns));
        let numbered = || (1..=width).map(|n| format!("#{n}")).collect();
        let columns = listed.or(known).map_or_else(numbered, <[String]>::to_vec);
        let heading = Heading { table: self.all.get(number)?.name.clone(), columns };
        if let Some(known) = self.headings.get(&heading) {
            return Some(Arc::clone(known));
        }
        self.afford(heading.columns.iter().map(|c| cost(c)).sum())?;
        let heading = Arc::new(heading);
        self.headings.insert(Arc::clone(&heading));
        Some(heading)
    }

    /// What the table was created with. Where its own name is unknown, the one without its schema decides.
    fn created(&self, number: usize) -> Option<&[String]> {
        let own = self.all.get(number)?;
        let bare = |name: &str| name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        let other = || {
            let number = self.numbers.get(&bare(&own.name))?;
            self.all.get(*number)
        };
        let created = own.created.as_ref().or_else(|| other()?.created.as_ref());
        created.map(Vec::as_slice)
    }

    /// The number of the next row of a table, from 1.
    #[inline]
    pub(super) fn next_row(&self, number: usize) -> u32 {
        self.all.get(number).map_or(0, |t| t.rows).saturating_add(1)
    }

    /// Counts a row.
    #[inline]
    pub(super) fn count_row(&mut self, number: usize) {
        if let Some(table) = self.all.get_mut(number) {
            table.rows = table.rows.saturating_add(1);
        }
    }

    fn afford(&mut self, bytes: usize) -> Option<()> {
        let sum = self.bytes.saturating_add(bytes);
        (sum <= MOST_BYTES).then(|| self.bytes = sum)
    }
}

/// What a name takes, about.
const fn cost(name: &str) -> usize {
    name.len() + size_of::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(names: &[&str]) -> Vec<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    #[test]
    fn columns_come_from_the_list_the_definition_or_the_width() {
        let mut tables = Tables::default();
        tables.create("T", owned(&["id", "email"]));
        let t = tables.number("t").unwrap();
        let columns = |tables: &mut Tables, number, listed: Option<&[String]>, width| {
            tables.heading(number, listed, width).map(|h| h.columns.clone())
        };
        assert_eq!(columns(&mut tables, t, None, 2), Some(owned(&["id", "email"])));
        assert_eq!(columns(&mut tables, t, None, 3), Some(owned(&["#1", "#2", "#3"])));
        assert_eq!(columns(&mut tables, t, Some(&owned(&["a"])), 1), Some(owned(&["a"])));
        assert_eq!(columns(&mut tables, t, Some(&owned(&["a"])), 2), None);
        let qualified = tables.number("dbo.T").unwrap();
        assert_eq!(columns(&mut tables, qualified, None, 2), Some(owned(&["id", "email"])));
        let (a, b) = (tables.heading(t, None, 2).unwrap(), tables.heading(t, None, 2).unwrap());
        assert!(Arc::ptr_eq(&a, &b), "one list is one heading");
    }

    #[test]
    fn names_are_not_kept_without_end() {
        let mut tables = Tables::default();
        let names = (0..100_000).map_while(|n| tables.number(&format!("{n}{}", "x".repeat(1000))));
        assert!(names.count() < 20_000);
    }
}
