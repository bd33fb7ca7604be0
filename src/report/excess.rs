//! Decides which of very many findings of a document are shown, and counts the rest in bounded memory.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{Field, Heading};

/// Findings shown of one type under one field.
const PER_GROUP: u64 = 20;
/// Findings shown of one document.
const PER_DOCUMENT: usize = 200;
/// Groups that are told apart; hostile input may have a new key for every value.
const GROUPS: usize = 256;
/// Groups that get a line of their own when they are more than is shown.
const LINES: usize = 20;

/// Findings of one type under one field.
struct Group {
    info_type: usize,
    table: Option<Arc<Heading>>,
    field: Field,
    shown: u64,
    more: u64,
}

/// Counts of one document.
#[derive(Default)]
pub(super) struct Excess {
    groups: Vec<Group>,
    /// Groups by type, table and column, if any. A group keeps its table, so the place of one says which it is.
    columns: HashMap<(usize, usize, Option<u16>), usize>,
    /// Groups by type and key.
    keys: HashMap<usize, HashMap<Box<str>, usize>>,
    /// Findings beyond all groups, by type.
    beyond: HashMap<usize, u64>,
    shown: usize,
}

/// Findings that are not shown: of which type, under which field if that is told, how many.
#[derive(Debug, PartialEq)]
pub(super) struct More {
    pub(super) info_type: usize,
    pub(super) table: Option<Arc<Heading>>,
    pub(super) field: Field,
    pub(super) number: u64,
}

impl Excess {
    /// Counts a finding, and says whether to show it.
    pub(super) fn admit(&mut self, info_type: usize, table: Option<&Arc<Heading>>, field: &Field) -> bool {
        let room = self.shown < PER_DOCUMENT;
        let known = self.find(info_type, table, field).or_else(|| self.open(info_type, table, field));
        let Some(group) = known.and_then(|n| self.groups.get_mut(n)) else {
            *self.beyond.entry(info_type).or_default() += 1;
            return false;
        };
        let show = room && group.shown < PER_GROUP;
        let counted = if show { &mut group.shown } else { &mut group.more };
        *counted += 1;
        self.shown += usize::from(show);
        show
    }

    fn find(&self, info_type: usize, table: Option<&Arc<Heading>>, field: &Field) -> Option<usize> {
        match field {
            Field::None => self.columns.get(&(info_type, place(table), None)),
            Field::Column(n) => self.columns.get(&(info_type, place(table), Some(*n))),
            Field::Key(key) => self.keys.get(&info_type).and_then(|keys| keys.get(key)),
        }
        .copied()
    }

    /// Opens a group unless there are too many.
    fn open(&mut self, info_type: usize, table: Option<&Arc<Heading>>, field: &Field) -> Option<usize> {
        let number = self.groups.len();
        if number >= GROUPS {
            return None;
        }
        match field {
            Field::None => self.columns.insert((info_type, place(table), None), number),
            Field::Column(n) => self.columns.insert((info_type, place(table), Some(*n)), number),
            Field::Key(key) => self.keys.entry(info_type).or_default().insert(key.clone(), number),
        };
        let table = table.cloned();
        self.groups.push(Group { info_type, table, field: field.clone(), shown: 0, more: 0 });
        Some(number)
    }

    /// What is not shown, and forgets the document.
    pub(super) fn finish(&mut self) -> Vec<More> {
        let done = std::mem::take(self);
        let mut lines: Vec<More> = Vec::new();
        let mut rest = done.beyond;
        for Group { info_type, table, field, more: number, .. } in
            done.groups.into_iter().filter(|g| g.more > 0)
        {
            if lines.len() < LINES {
                lines.push(More { info_type, table, field, number });
            } else {
                *rest.entry(info_type).or_default() += number;
            }
        }
        let mut rest: Vec<_> = rest.into_iter().collect();
        rest.sort_unstable();
        let untold = |(info_type, number)| More { info_type, table: None, field: Field::None, number };
        lines.extend(rest.into_iter().map(untold));
        lines
    }
}

/// Where a table lies in memory, which no other does as long as it is kept.
fn place(table: Option<&Arc<Heading>>) -> usize {
    table.map_or(0, |t| Arc::as_ptr(t).addr())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_of_a_type_and_field_are_shown() {
        let mut excess = Excess::default();
        let shown = (0..100).filter(|_| excess.admit(3, None, &Field::Column(1))).count();
        assert_eq!(shown, 20);
        assert!(excess.admit(3, None, &Field::None) && excess.admit(4, None, &Field::Column(1)));
        assert!(excess.admit(3, None, &Field::Key("a".into())));
        let more = More { info_type: 3, table: None, field: Field::Column(1), number: 80 };
        assert_eq!(excess.finish(), [more]);
        assert_eq!(excess.finish(), []);
        assert!(excess.admit(3, None, &Field::Column(1)));
    }

    #[test]
    fn endless_keys_stay_bounded() {
        let mut excess = Excess::default();
        let key = |n: u32| Field::Key(format!("user{n}").into());
        let shown = (0..10_000).filter(|n| excess.admit(n.to_owned() as usize % 2, None, &key(*n))).count();
        assert_eq!(shown, 200);
        assert_eq!(excess.groups.len(), GROUPS);
        let lines = excess.finish();
        assert_eq!(lines.len(), LINES + 2);
        assert_eq!(lines.iter().map(|more| more.number).sum::<u64>(), 9_800);
    }
}
