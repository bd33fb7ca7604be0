//! What columns hold as a whole: how many of their cells are nothing, how many are different, and which rules whole cells
//! pass, reported or not. Asked for by reports on columns; other scans pay nothing for it.

use std::hash::Hasher;
use std::ops::Range;

use rustc_hash::FxHasher;

use crate::model::{
    Band, ByDisposition, Cell, ColumnSketch, Confidence, Disposition, Evidence, FactKind, RuleId, TypeTally,
};
use crate::rules::Strength;

use super::cells::trimmed;
use super::compile::Engine;
use super::engine::Scratch;
use super::lane::is_null;
use super::score::Scored;
use super::segment::{Segment, Table};
use super::trace::Trace;

/// Columns of a table that are looked at: one more than reports keep, so that they can say that there were more.
const MOST_COLUMNS: usize = 10_001;

/// Digits of the longest number whose size counts.
const LONGEST_NUMBER: usize = 18;

/// Takes notes on the cells of one segment.
struct Census<'a> {
    engine: &'a Engine,
    text: &'a [u8],
    table: Table<'a>,
    owned: Range<usize>,
    /// Columns by table and number.
    columns: Vec<Vec<ColumnSketch>>,
    /// By rule, the first bytes of cells that passed it, a bit each: a cell may pass one rule in several ways.
    passed: Vec<Vec<u64>>,
}

impl Engine {
    /// Fills `scratch` with candidates as a scan does, and gives what is known of the columns.
    pub(super) fn census(&self, segment: &Segment<'_>, scratch: &mut Scratch) -> Vec<ColumnSketch> {
        let Some(table) = segment.table else {
            self.candidates(segment, scratch, &mut ());
            return Vec::new();
        };
        let mut census = Census {
            engine: self,
            text: segment.text,
            table,
            owned: segment.owned.clone(),
            columns: Vec::new(),
            passed: vec![Vec::new(); self.detectors.len()],
        };
        self.candidates(segment, scratch, &mut census);
        table.cells.iter().for_each(|cell| census.count(cell));
        census.count_rows();
        census.name();
        let known = |column: &ColumnSketch| column.rows + column.values > 0 || !column.named.is_empty();
        census.columns.into_iter().flatten().filter(known).collect()
    }
}

impl Trace for Census<'_> {
    const FULL: bool = false;

    /// Numbers that nothing speaks for are judged as well, where they are all that the cell holds.
    fn wants(&self, start: u32, end: u32, cell: u32) -> bool {
        self.table.cells.get(cell as usize).is_some_and(|cell| self.is_whole(cell, start, end))
    }

    fn scored(&mut self, scored: &Scored) {
        let Some(cell) = scored.cell.filter(|cell| self.is_whole(cell, scored.start, scored.end)) else {
            return;
        };
        let Some(passed) = self.passes(scored) else { return };
        if self.owned.contains(&(cell.start as usize)) && self.is_first(scored.rule, &cell) {
            self.column_of(&cell).into_iter().for_each(|column| column.add(&passed));
        }
    }
}

impl Census<'_> {
    /// Whether a span is all that a cell holds.
    fn is_whole(&self, cell: &Cell, start: u32, end: u32) -> bool {
        cell.start == start && cell.end == end
            || trimmed(self.text, cell) == Some((start as usize, end as usize))
    }

    /// What a candidate counts for, if it passes its rule.
    fn passes(&self, scored: &Scored) -> Option<TypeTally> {
        let points = |evidence: &Evidence, kinds: &[FactKind]| -> i32 {
            let facts = evidence.facts().iter().filter(|fact| kinds.contains(&fact.kind));
            facts.map(|fact| i32::from(fact.points)).sum()
        };
        let shape = points(&scored.evidence, &[FactKind::Shape]);
        let support = points(&scored.evidence, &[FactKind::Field, FactKind::Keyword, FactKind::Siblings]);
        let doubt = points(&scored.evidence, &[FactKind::Value, FactKind::Against]);
        let detector = self.engine.detectors.get(usize::from(scored.rule))?;
        let is = |confidence: Confidence, points: i32| points >= i32::from(confidence.get());
        let masked = scored.disposition == Disposition::Masked;
        // Where the check digits are wrong, the shape counts for nothing and is no fact.
        let stood = scored.evidence.facts().first().is_some_and(|fact| fact.kind == FactKind::Shape);
        let named = stood && support > 0 && is(Band::Medium.floor(), shape + support + doubt);
        let shaped = stood && !named && is(Band::Low.floor(), shape + doubt);
        // What any number or code of some length passes says nothing of a column either.
        let is_proof = detector.numeric && detector.strength >= Strength::Structure;
        let bare = stood && !named && !shaped && shape > 0 && shape + doubt > 0 && is_proof;
        let mut dispositions = ByDisposition::default();
        dispositions.get_mut(scored.disposition as usize).into_iter().for_each(|count| *count = 1);
        (masked || named || shaped || bare).then_some(TypeTally {
            rule: RuleId(scored.rule),
            named: u64::from(named && !masked),
            shaped: u64::from(shaped && !masked),
            bare: u64::from(bare && !masked),
            dispositions,
            confidence: scored.confidence,
            checked: detector.strength == Strength::Checksum,
        })
    }

    /// Whether the cell has not passed the rule before.
    fn is_first(&mut self, rule: u16, cell: &Cell) -> bool {
        let Some(bits) = self.passed.get_mut(usize::from(rule)) else { return false };
        bits.resize(self.text.len() / 64 + 1, 0);
        let Some(block) = bits.get_mut(cell.start as usize / 64) else { return false };
        let bit = 1 << (cell.start % 64);
        let is_first = *block & bit == 0;
        *block |= bit;
        is_first
    }

    /// A column by the number of its table and its own, unless it is beyond those that are looked at.
    fn column(&mut self, table: usize, number: usize) -> Option<&mut ColumnSketch> {
        if number >= MOST_COLUMNS {
            return None;
        }
        while self.columns.len() <= table {
            self.columns.push(Vec::new());
        }
        let columns = self.columns.get_mut(table)?;
        while columns.len() <= number {
            let next = u16::try_from(columns.len()).unwrap_or(u16::MAX);
            columns.push(ColumnSketch::new(self.table.heading_of(table), next));
        }
        columns.get_mut(number)
    }

    /// The column of a cell.
    fn column_of(&mut self, cell: &Cell) -> Option<&mut ColumnSketch> {
        self.column(usize::from(cell.table), usize::from(cell.column))
    }

    /// Counts a cell for its column.
    fn count(&mut self, cell: &Cell) {
        if !self.owned.contains(&(cell.start as usize)) {
            return;
        }
        let (start, end) = trimmed(self.text, cell).unwrap_or_default();
        let value = self.text.get(start..end).unwrap_or(&[]);
        let are_cells = self.table.rows.is_none();
        let Some(column) = self.column_of(cell) else { return };
        column.rows += u64::from(are_cells);
        if is_null(value) {
            return;
        }
        column.values += 1;
        column.distinct.insert(hash(value));
        if let Some(number) = number(value) {
            column.numbers.insert(number);
        }
    }

    /// Counts the rows of tables of which only values are cells.
    fn count_rows(&mut self) {
        let (rows, tables) = (self.table.rows.unwrap_or(&[]), self.table.columns);
        for (rows, table) in rows.iter().rev().zip((0..tables.len()).rev()) {
            let width = tables.get(table).and_then(|t| t.heading.as_ref()).map_or(0, |h| h.columns.len());
            for number in 0..width {
                self.column(table, number).into_iter().for_each(|column| column.rows += rows);
            }
        }
    }

    /// Notes which rules the names of columns speak for, of columns without cells as well.
    fn name(&mut self) {
        for (table, columns) in self.table.columns.iter().enumerate() {
            for (number, facts) in columns.facts.iter().enumerate() {
                let named = || facts.masked.iter().map(|(rule, _)| RuleId(*rule)).collect();
                if !facts.masked.is_empty() {
                    self.column(table, number).into_iter().for_each(|column| column.named = named());
                }
            }
        }
    }
}

/// A hash all of whose bits depend on all of the value (Fx, then the finish of MurmurHash3). It never leaves the process.
fn hash(value: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(value);
    let mut hash = hasher.finish();
    hash = (hash ^ hash >> 33).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    hash = (hash ^ hash >> 33).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    hash ^ hash >> 33
}

/// The value as a number, if it is nothing but digits.
fn number(value: &[u8]) -> Option<u64> {
    let is_number = value.len() <= LONGEST_NUMBER && value.iter().all(u8::is_ascii_digit);
    is_number.then(|| value.iter().fold(0, |n, digit| n * 10 + u64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_digits_alone() {
        assert_eq!(number(b"0042"), Some(42));
        assert_eq!(number(b"999999999999999999"), Some(999_999_999_999_999_999));
        for none in ["1234567890123456789", "1.5", "-1", "12a"] {
            assert_eq!(number(none.as_bytes()), None, "{none}");
        }
    }

    #[test]
    fn hashes_spread() {
        let first: std::collections::BTreeSet<u64> =
            (0..1000).map(|n| hash(format!("{n}").as_bytes()) >> 52).collect();
        assert!((850..1000).contains(&first.len()), "{}", first.len());
    }
}
