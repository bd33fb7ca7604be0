//! Dictionaries: values that batches speak of by their numbers.

use std::collections::HashMap;

use super::batch::{MOST_ITEMS, MOST_UNPACKED};
use crate::format::rows::{Stop, excessive};
use crate::format::value::Value;
use crate::model::{Defect, Reason};

/// Values of dictionaries as text, by the number of the dictionary.
pub(super) type Dictionaries = HashMap<i64, Words>;

/// The values of a dictionary, one after another, and where each ends.
#[derive(Default)]
pub(super) struct Words {
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Words {
    /// Adds the value with this number, which comes after those that are there.
    pub(super) fn add(&mut self, number: u64, value: Value<'_>) -> Result<(), Stop> {
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        if number > MOST_ITEMS || self.text.len() as u64 > MOST_UNPACKED {
            return Err(excessive("a dictionary that is too large").into());
        }
        if number < self.ends.len() {
            return Err(Defect::error(Reason::UnsupportedKind, "a dictionary of nested values").into());
        }
        // Those between have no text.
        self.ends.resize(number, self.text.len());
        value.write(&mut self.text);
        self.ends.push(self.text.len());
        Ok(())
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The value with this number.
    pub(super) fn get(&self, number: usize) -> Option<&[u8]> {
        let start = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(start..*self.ends.get(number)?)
    }
}
