//! Findings of a document put together: one group for each field and type. Sheets and reports for other programs list
//! places, not every value in them.

use std::collections::HashMap;
use std::sync::Arc;

use super::verdicts::Judged;
use crate::model::{
    ByDisposition, Catalog, ClassId, Classified, Confidence, Disposition, Distinct, DocInfo, Field, Heading,
    Place, RuleId, Standing, Verdict,
};

/// Fields of one document that have groups of their own. Data whose keys are data would have one a record.
pub(super) const MOST_FIELDS: usize = 10_000;

/// The groups of one document. Their size does not depend on how much is found.
#[derive(Default)]
pub(super) struct Groups {
    /// By field, and by where the heading of its table lies in memory.
    fields: HashMap<(usize, Field), Known>,
    /// Whether new, known and suppressed findings of a field are groups apart.
    by_standing: bool,
}

struct Known {
    /// Kept, so that no other heading can take its place in memory.
    table: Option<Arc<Heading>>,
    groups: Vec<Group>,
}

/// Groups under one name.
pub(super) struct Named {
    /// Name of the table in a dump; empty elsewhere.
    pub(super) table: String,
    /// Name of the column or key; empty where the values have none.
    pub(super) field: String,
    /// Whether it is a column.
    pub(super) is_column: bool,
    /// By type.
    pub(super) groups: Vec<Group>,
}

/// What was found of one type in one field.
#[derive(Clone)]
pub(super) struct Group {
    /// The rule that found it first.
    pub(super) rule: RuleId,
    /// Row of the matrix.
    pub(super) class: ClassId,
    /// Whether it was expected, with the reason of the first.
    pub(super) standing: Standing,
    /// Findings by [`Disposition`] as index.
    counts: ByDisposition,
    /// Those that tell of somebody under 18; `None` where nobody counted.
    pub(super) minors: Option<u64>,
    /// Distinct values: exact for few, within about 2 % for many.
    pub(super) distinct: Distinct,
    /// The first value of the highest confidence, masked.
    pub(super) sample: Box<str>,
    /// The highest confidence.
    pub(super) confidence: Confidence,
    /// Where the first one stands.
    pub(super) first: Place,
}

impl Groups {
    /// Groups of which each holds findings of one standing.
    pub(super) fn by_standing() -> Self {
        Self { by_standing: true, ..Self::default() }
    }

    /// Adds a finding that stands under `field` of its table.
    pub(super) fn add(&mut self, catalog: &Catalog, field: &Field, found: &Classified) {
        let table = found.finding.table.as_ref().filter(|_| *field != Field::None);
        let mut key = (table.map_or(0, |t| Arc::as_ptr(t).addr()), field.clone());
        let mut table = table.cloned();
        if self.are_cut() && !self.fields.contains_key(&key) {
            (key, table) = ((0, Field::None), None);
        }
        let known = self.fields.entry(key).or_insert_with(|| Known { table, groups: Vec::new() });
        add_to(&mut known.groups, catalog, Group::of(found), self.by_standing);
    }

    /// Whether there were more fields than have groups.
    pub(super) fn are_cut(&self) -> bool {
        self.fields.len() >= MOST_FIELDS
    }

    /// The groups by table, by number of the column or name of the key, and by type; none are left. The same name in
    /// several statements of a dump is one.
    pub(super) fn take(&mut self, catalog: &Catalog, doc: &DocInfo) -> Vec<Named> {
        let mut fields: Vec<_> = self.fields.drain().map(|((_, field), known)| (field, known)).collect();
        let table = |known: &Known| known.table.as_ref().map(|t| t.table.clone()).unwrap_or_default();
        fields.sort_by(|(a, known_a), (b, known_b)| {
            let name =
                |field: &Field, known: &Known| field.name(doc, known.table.as_deref()).map(str::to_owned);
            table(known_a)
                .cmp(&table(known_b))
                .then_with(|| a.cmp(b))
                .then_with(|| name(a, known_a).cmp(&name(b, known_b)))
        });
        let mut numbers: HashMap<(String, String), usize> = HashMap::new();
        let mut all: Vec<Named> = Vec::new();
        for (field, known) in fields {
            let name = field.name(doc, known.table.as_deref()).unwrap_or_default().to_owned();
            let next = all.len();
            let number = *numbers.entry((table(&known), name.clone())).or_insert(next);
            if number == next {
                let is_column = matches!(field, Field::Column(_));
                all.push(Named { table: table(&known), field: name, is_column, groups: Vec::new() });
            }
            for group in known.groups {
                if let Some(named) = all.get_mut(number) {
                    add_to(&mut named.groups, catalog, group, self.by_standing);
                }
            }
        }
        let rank = |group: &Group| (catalog.rule(group.rule).info_type.clone(), group.standing.index());
        all.iter_mut().for_each(|named| named.groups.sort_by_key(rank));
        all
    }
}

/// Adds a group to that of its type (and of its standing, if that matters), if there is one.
fn add_to(groups: &mut Vec<Group>, catalog: &Catalog, group: Group, by_standing: bool) {
    let info_type = |rule: RuleId| &catalog.rule(rule).info_type;
    let is_one = |known: &&mut Group| {
        let same_standing = known.standing.index() == group.standing.index();
        info_type(known.rule) == info_type(group.rule) && (same_standing || !by_standing)
    };
    match groups.iter_mut().find(is_one) {
        Some(known) => known.merge(&group),
        None => groups.push(group),
    }
}

impl Group {
    fn of(found: &Classified) -> Self {
        let finding = &found.finding;
        let mut counts = ByDisposition::default();
        if let Some(count) = counts.get_mut(finding.disposition as usize) {
            *count = 1;
        }
        let mut distinct = Distinct::default();
        distinct.insert(finding.digest);
        Self {
            rule: finding.rule,
            class: found.class,
            standing: found.standing.clone(),
            counts,
            minors: Some(u64::from(finding.minor.is_some())),
            distinct,
            sample: finding.excerpt.clone(),
            confidence: finding.confidence,
            first: finding.place,
        }
    }

    /// The values of a column that pass the rule of its verdict, reported or not.
    pub(super) fn of_column(judged: &Judged, verdict: &Verdict, catalog: &Catalog) -> Self {
        Self {
            rule: verdict.rule,
            class: catalog.rule(verdict.rule).class,
            standing: Standing::New,
            counts: judged.tally().map_or(ByDisposition::default(), |tally| tally.dispositions),
            minors: None,
            distinct: judged.column.distinct.clone(),
            sample: Box::default(),
            confidence: verdict.confidence,
            first: Place { line: 0, column: 0 },
        }
    }

    /// Takes in what was found later.
    pub(super) fn merge(&mut self, later: &Self) {
        self.counts.iter_mut().zip(later.counts).for_each(|(sum, n)| *sum += n);
        self.minors = self.minors.zip(later.minors).map(|(sum, n)| sum + n);
        self.distinct.merge(&later.distinct);
        self.first = self.first.min(later.first);
        if later.confidence > self.confidence {
            self.confidence = later.confidence;
            self.sample.clone_from(&later.sample);
        }
    }

    /// All findings.
    pub(super) fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The disposition that weighs most of those found.
    pub(super) fn disposition(&self) -> Option<Disposition> {
        Disposition::ALL.into_iter().find(|d| self.count(*d) > 0)
    }

    /// Findings of one disposition.
    pub(super) fn count(&self, of: Disposition) -> u64 {
        self.counts.get(of as usize).copied().unwrap_or(0)
    }
}
