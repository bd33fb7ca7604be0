//! What a table's header says, for each column and rule; worked out once per document.

use std::sync::Arc;

use crate::model::Heading;
use crate::validate::are_keys_of_persons;
use crate::words::{
    ByteBits, Word, Zone, is_of_names, is_of_values, is_pseudonym, is_type, is_word, normalise,
};

use super::compile::{Engine, LANE_FORMS, Weights};
use super::score::Support;
use super::segment::{ColumnFacts, Columns, FieldHit, FieldKind, Lane};
use super::spotted::Spotted;

impl Engine {
    /// The facts of every column of a table of a dump or of a file of records. Of a path of keys the last says what stands
    /// there, as in JSON.
    pub(crate) fn columns_of(&self, heading: &Arc<Heading>) -> Columns {
        let is_told = |key: &&str| !is_type(key.trim_end_matches("[]"));
        let last = |path: &String| path.rsplit('.').find(is_told).unwrap_or(path).to_owned();
        let names: Vec<_> = heading.columns.iter().map(last).collect();
        Columns { heading: Some(self.disguised_heading(heading)), ..self.columns(&names) }
    }

    /// The facts of every column of a table with this header.
    pub(crate) fn columns(&self, header: &[String]) -> Columns {
        let mut scratch = Vec::new();
        let mut normal = |name: &String| {
            let told = self.told_by(name, &mut scratch);
            normalise(told.as_bytes(), &mut scratch);
            scratch.clone()
        };
        let names: Vec<Vec<u8>> = header.iter().map(&mut normal).collect();
        let personal = are_keys_of_persons(&names);
        let (first, count) = (personal.iter().position(|is| *is), personal.iter().filter(|is| **is).count());
        // No column is its own witness.
        let columns = header.iter().zip(personal);
        let facts: Vec<ColumnFacts> =
            columns.map(|(name, own)| self.column(name, count > usize::from(own), &mut scratch)).collect();
        let facts = with_names(facts, &names);
        let is_told =
            |column: &ColumnFacts| !column.masked.is_empty() || column.siblings && !column.lanes.is_empty();
        let are_told = facts.iter().any(is_told);
        let takes = |lane: &Lane| lane.reach >= i32::from(self.floor.get());
        let takes_values = facts.iter().any(|column| {
            !column.masked.is_empty() || column.named_by.is_some() || column.lanes.iter().any(takes)
        });
        Columns { facts, heading: None, personal: first, takes_values, are_told }
    }

    /// The part of a heading that says what stands below it.
    fn told_by<'n>(&self, name: &'n str, scratch: &mut Vec<u8>) -> &'n str {
        let [whole, bare, last] = parts(name);
        let mut hits = |part: &str| {
            let known = self.fields.find(part.as_bytes(), scratch);
            known.map_or(&[][..], |id| self.fields.get(id))
        };
        if let Some(part) = [whole, bare].into_iter().find(|part| !hits(part).is_empty()) {
            part
        } else if hits(last).iter().any(|hit| hit.kind == FieldKind::Strong) {
            // `process.name` is none of a person's.
            last
        } else {
            name
        }
    }

    fn column(&self, name: &str, siblings: bool, scratch: &mut Vec<u8>) -> ColumnFacts {
        let known = self.fields.find(self.told_by(name, scratch).as_bytes(), scratch);
        let hits = known.map_or(&[][..], |id| self.fields.get(id)).iter();
        let hits: Vec<FieldHit> = hits.filter(|h| h.kind != FieldKind::Label).copied().collect();
        normalise(name.as_bytes(), scratch);
        let words = self.words_of(scratch);
        let against = words.iter().find(|w| w.rule.is_none()).map(|w| w.index);
        let supports = self.supports(&hits, &words, against);
        let lanes = hits.iter().filter_map(|h| Some((h, self.lane_of(h, false)?.0)));
        let lanes = lanes.map(|(h, slot)| Lane { rule: h.rule, index: h.index, slot, reach: 0 }).collect();
        let strong = || hits.iter().filter(|h| h.kind == FieldKind::Strong);
        let masked = strong().map(|h| (h.rule, h.index)).collect();
        let stands_in = !strong().any(|h| h.is_token) && is_pseudonym(name.as_bytes(), scratch);
        let for_it = |(_, s): &&(u16, Support)| s.field.is_some() || s.keyword.is_some();
        let speaks_for = supports.iter().filter(for_it).map(|(rule, _)| *rule).collect();
        let named = supports.iter().map(|(rule, _)| *rule).collect();
        let named_by = None;
        let mut facts = ColumnFacts {
            lanes,
            masked,
            stands_in,
            supports,
            named,
            speaks_for,
            against,
            siblings,
            named_by,
        };
        let reach: Vec<i32> = facts.lanes.iter().map(|lane| self.reach(&facts, lane)).collect();
        facts.lanes.iter_mut().zip(reach).for_each(|(lane, reach)| lane.reach = reach);
        facts
    }

    /// What a name says for each rule that it names or holds a word of. `against` is its word against numbers of every kind.
    fn supports(&self, hits: &[FieldHit], words: &[Word], against: Option<u16>) -> Vec<(u16, Support)> {
        let by_name =
            |rule, kind| hits.iter().find(|h| h.rule == rule && h.kind == kind).map(|hit| hit.index);
        let by_word = |rule, against| {
            words.iter().find(|w| w.rule == Some(rule) && w.against == against).map(|word| word.index)
        };
        let named = hits.iter().filter(|h| h.kind != FieldKind::Weak).map(|h| h.rule);
        let mut supports: Vec<(u16, Support)> = Vec::new();
        for rule in named.chain(words.iter().filter_map(|w| w.rule)) {
            if supports.iter().any(|(known, _)| *known == rule) {
                continue;
            }
            let numeric = self.detectors.get(usize::from(rule)).is_some_and(|d| d.numeric);
            let (field, other) = (by_name(rule, FieldKind::Strong), by_name(rule, FieldKind::Other));
            let keyword = by_word(rule, false);
            let against = other.or_else(|| by_word(rule, true)).or(against.filter(|_| numeric));
            let misnamed = against.is_some() && (other.is_some() || keyword.is_none());
            supports.push((rule, Support { field, keyword, against, misnamed, ..Support::default() }));
        }
        supports
    }

    /// The most points that a value of the column could make of a lane.
    fn reach(&self, facts: &ColumnFacts, lane: &Lane) -> i32 {
        let detector = self.detectors.get(usize::from(lane.rule)).filter(|detector| detector.adds.in_cells);
        let way =
            detector.and_then(|detector| Some((detector, (*detector.lane.get(usize::from(lane.slot))?)?)));
        let Some((detector, weights)) = way else { return i32::MIN };
        let support = Support { field: Some(lane.index), ..facts.support(lane.rule, detector.numeric) };
        let support = Support { siblings: is_weak(lane.slot) && facts.siblings, ..support };
        Weights::of_name(weights).reach(support) + i32::from(detector.adds.value)
    }

    /// The keywords in a column's name, nearest to its end first.
    fn words_of(&self, name: &[u8]) -> Vec<Word> {
        let words = ByteBits::of(name, is_word);
        let lookup = self.lookup(name, ByteBits(&words));
        let mut spotted = Spotted::default();
        spotted.reset(name.len());
        let mut found = Vec::new();
        spotted.each(lookup, Zone { start: name.len().saturating_sub(64), end: name.len() }, |w, _| {
            found.push(w)
        });
        found
    }
}

/// Tells columns of values, of which no rule knows the name, where their names stand: in the nearest column of names before the first
/// of them, or else behind it.
fn with_names(mut facts: Vec<ColumnFacts>, names: &[Vec<u8>]) -> Vec<ColumnFacts> {
    let Some(first) = names.iter().position(|name| is_of_values(name)) else { return facts };
    let before = names.iter().take(first).rposition(|name| is_of_names(name));
    let behind = || names.iter().position(|name| is_of_names(name));
    let of_names = before.or_else(behind).and_then(|column| u16::try_from(column).ok());
    let is_unknown = |facts: &ColumnFacts| facts.lanes.is_empty() && facts.masked.is_empty();
    let values = facts.iter_mut().zip(names).filter(|(facts, name)| is_of_values(name) && is_unknown(facts));
    values.for_each(|(facts, _)| facts.named_by = of_names);
    facts
}

/// Whether a way of the lane is that of weak names.
fn is_weak(slot: u8) -> bool {
    LANE_FORMS.get(usize::from(slot)) == Some(&"weak")
}

/// What may be the name in a heading, the most of it first: without marks and numbers behind it, without brackets behind it
/// (`DOB (dd/mm/yyyy) *`), and of a path the last key (`users.dob`).
fn parts(heading: &str) -> [&str; 3] {
    let unmarked = |name: &'_ str| name.trim_end_matches(|c: char| !c.is_alphabetic()).len();
    let upto = |name: &'_ str| heading.get(..unmarked(name)).unwrap_or(heading);
    let whole = upto(heading);
    let bare = whole.find(['(', '[']).and_then(|at| whole.get(..at)).map_or(whole, upto);
    // With blanks it is an abbreviation.
    let last = bare.rsplit(['.', ':']).next().filter(|_| !bare.contains(' '));
    [whole, bare, last.unwrap_or(bare)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_hold_names() {
        for (heading, expect) in [
            ("dob", ["dob", "dob", "dob"]),
            ("DOB 1:", ["DOB", "DOB", "DOB"]),
            ("DOB (dd/mm/yyyy) *", ["DOB (dd/mm/yyyy", "DOB", "DOB"]),
            ("Salary [kEUR]", ["Salary [kEUR", "Salary", "Salary"]),
            ("users.dob", ["users.dob", "users.dob", "dob"]),
            ("shop:users.dob?", ["shop:users.dob", "shop:users.dob", "dob"]),
            // Near misses.
            ("St. Name", ["St. Name", "St. Name", "St. Name"]),
            ("(optional) dob", ["(optional) dob", "", ""]),
            ("Größe", ["Größe", "Größe", "Größe"]),
            ("#3", ["", "", ""]),
            ("", ["", "", ""]),
        ] {
            assert_eq!(parts(heading), expect, "{heading:?}");
        }
    }
}
