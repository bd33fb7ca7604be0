//! The places that a report for other programs lists: one for each column of a table, and one for each type in any other
//! document. However much is found, they are no more than such programs take.

use std::collections::HashMap;
use std::sync::Arc;

use super::groups::{Group, Groups, Named};
use super::site::Site;
use super::visible::visible;
use crate::model::{Batch, Catalog, Class, Field, Place, Revision, RuleId, Sensitivity, Standing, fnv};

/// Places that are listed. Programs that show results refuse more (GitHub shows 5,000 of a run).
const MOST: usize = 4_900;

/// One place.
pub(super) struct Spot {
    /// The document.
    pub(super) site: Site,
    /// Name of the column, where it is one (or of the key, where keys are places); in a dump after that of its table.
    pub(super) column: Option<String>,
    /// What was found there.
    pub(super) group: Group,
    /// The commit that brought it first, in a history.
    pub(super) revision: Option<Arc<Revision>>,
}

/// Findings that no place is listed for.
pub(super) struct Rest {
    pub(super) rule: RuleId,
    pub(super) findings: u64,
    pub(super) places: u64,
    /// One of the places.
    pub(super) site: Site,
}

/// Collects the places of a run.
pub(super) struct Places {
    catalog: Arc<Catalog>,
    /// How many of them are listed.
    most: usize,
    /// Whether keys are places of their own, as columns are.
    by_key: bool,
    groups: Groups,
    spots: Vec<Spot>,
    rest: Vec<Rest>,
    /// Places of a history by their fingerprints: all versions of a file are one.
    versions: HashMap<String, usize>,
}

impl Places {
    /// As many as programs take.
    pub(super) fn new(catalog: &Arc<Catalog>) -> Self {
        Self::at_most(MOST, catalog)
    }

    /// As many as this.
    pub(super) fn at_most(most: usize, catalog: &Arc<Catalog>) -> Self {
        let catalog = Arc::clone(catalog);
        Self {
            catalog,
            most,
            by_key: false,
            groups: Groups::by_standing(),
            spots: Vec::new(),
            rest: Vec::new(),
            versions: HashMap::new(),
        }
    }

    /// With a place for each key as well.
    pub(super) fn by_key(self) -> Self {
        Self { by_key: true, ..self }
    }

    /// Takes the findings of a document or of a part of it.
    pub(super) fn add(&mut self, batch: &Batch) {
        for found in &batch.findings {
            let field = match &found.finding.field {
                Field::Key(_) if !self.by_key => Field::None,
                field => field.clone(),
            };
            self.groups.add(&self.catalog, &field, found);
        }
        if !batch.last {
            return;
        }
        let site = Site::of(&batch.doc);
        for Named { table, field, is_column, groups } in self.groups.take(&self.catalog, &batch.doc) {
            let full = if table.is_empty() { field.clone() } else { format!("{table}.{field}") };
            let column = Some(full).filter(|_| (is_column || self.by_key) && !field.is_empty());
            for group in groups {
                let revision = batch.doc.revision.clone();
                self.push(Spot { site: site.clone(), column: column.clone(), group, revision });
            }
        }
        if self.spots.len() > 2 * self.most {
            self.cut();
        }
    }

    /// Adds a place, in a history to that of an earlier version.
    fn push(&mut self, spot: Spot) {
        let next = self.spots.len();
        if spot.revision.is_some() {
            let number = *self.versions.entry(spot.fingerprint(&self.catalog)).or_insert(next);
            if let Some(earlier) = self.spots.get_mut(number) {
                return earlier.group.merge(&spot.group);
            }
        }
        self.spots.push(spot);
    }

    /// The places in the order of documents, and what had to be left out.
    pub(super) fn finish(&mut self) -> (Vec<Spot>, Vec<Rest>) {
        if self.spots.len() > self.most {
            self.cut();
        }
        let catalog = &self.catalog;
        self.rest.sort_by(|a, b| catalog.rule(a.rule).info_type.cmp(&catalog.rule(b.rule).info_type));
        (std::mem::take(&mut self.spots), std::mem::take(&mut self.rest))
    }

    /// Leaves out the least sensitive places beyond the most; of equal ones, the later.
    fn cut(&mut self) {
        let mut ranked: Vec<_> = std::mem::take(&mut self.spots).into_iter().enumerate().collect();
        ranked.sort_by_key(|(at, spot)| {
            let sensitivity = self.catalog.class(spot.group.class).sensitivity;
            (std::cmp::Reverse((sensitivity, spot.group.confidence)), *at)
        });
        for (_, spot) in ranked.split_off(self.most) {
            self.leave_out(&spot);
        }
        ranked.sort_by_key(|(at, _)| *at);
        self.spots = ranked.into_iter().map(|(_, spot)| spot).collect();
        let of_history = self.spots.iter().enumerate().filter(|(_, spot)| spot.revision.is_some());
        self.versions = of_history.map(|(at, spot)| (spot.fingerprint(&self.catalog), at)).collect();
    }

    fn leave_out(&mut self, spot: &Spot) {
        let info_type = self.info_type(spot.group.rule);
        let known = self.rest.iter().position(|rest| self.info_type(rest.rule) == info_type);
        match known.and_then(|at| self.rest.get_mut(at)) {
            Some(rest) => {
                rest.findings += spot.group.total();
                rest.places += 1;
            }
            None => self.rest.push(Rest {
                rule: spot.group.rule,
                findings: spot.group.total(),
                places: 1,
                site: spot.site.clone(),
            }),
        }
    }

    fn info_type(&self, rule: RuleId) -> &str {
        &self.catalog.rule(rule).info_type
    }
}

impl Spot {
    /// Where the first one stands in the file; `None` where nobody knows, or where lines are those of what is packed in it.
    pub(super) fn place(&self) -> Option<Place> {
        Some(self.group.first).filter(|place| place.line > 0 && self.site.inside().is_none())
    }

    /// What was found, in one sentence without a raw value.
    pub(super) fn message(&self, catalog: &Catalog) -> String {
        self.message_with(catalog, |text| visible(text).into_owned())
    }

    /// The same, with every word that is not ours written as `outside` writes it.
    pub(super) fn message_with(&self, catalog: &Catalog, outside: impl Fn(&str) -> String) -> String {
        let info_type = outside(&catalog.rule(self.group.rule).info_type);
        let class = catalog.class(self.group.class);
        let under = self.column.as_ref().map(|c| format!(" in column {}", outside(c))).unwrap_or_default();
        let sample = if self.group.sample.is_empty() {
            String::new()
        } else {
            format!(", such as {}", outside(&self.group.sample))
        };
        let count = match self.group.total() {
            1 => format!("{info_type}{under}{}", sample.replacen(", such as", ":", 1)),
            n => format!("{n} findings of {info_type}{under}{sample}"),
        };
        let retention = class.retention.as_ref().and_then(|r| r.rule.as_ref());
        let says = [
            Some(outside(&class.name)),
            class.sensitivity.map(|s| format!("sensitivity {s}")),
            retention.map(|r| format!("retention {}", outside(&r.to_string()))),
            self.minors(),
        ];
        let says: Vec<_> = says.into_iter().flatten().collect();
        let since = self.revision.as_ref().map(|revision| format!(", first in commit {}", revision.short()));
        let inside = self.inside(outside).unwrap_or_default();
        format!("{count} ({}){}{inside}", says.join(", "), since.unwrap_or_default())
    }

    /// `2 under 18`: how many tell of somebody young, if any do.
    pub(super) fn minors(&self) -> Option<String> {
        match self.group.minors.filter(|minors| *minors > 0)? {
            minors if minors == self.group.total() => Some("under 18".to_owned()),
            minors => Some(format!("{minors} under 18")),
        }
    }

    /// `, inside users.csv, line 7`, where it is packed.
    fn inside(&self, outside: impl Fn(&str) -> String) -> Option<String> {
        let name = outside(self.site.inside()?);
        let line = self.group.first.line;
        let line = if line > 0 { format!(", line {line}") } else { String::new() };
        Some(format!(", inside {name}{line}"))
    }

    /// A name of the place that stays the same while the file, the column, the type and the standing do; nothing in it depends on a
    /// value or a line.
    pub(super) fn fingerprint(&self, catalog: &Catalog) -> String {
        let column = self.column.as_deref().unwrap_or_default();
        let info_type = &catalog.rule(self.group.rule).info_type;
        match &self.group.standing {
            Standing::New => fnv([&*self.site.path, column, info_type]),
            accepted => fnv([&*self.site.path, column, info_type, accepted.name()]),
        }
    }
}

impl Rest {
    /// What is not listed, in one sentence.
    pub(super) fn message(&self, catalog: &Catalog) -> String {
        let info_type = &catalog.rule(self.rule).info_type;
        format!("{} more findings of {info_type} in {} places", self.findings, self.places)
    }

    /// A name that stays the same while the type does.
    pub(super) fn fingerprint(&self, catalog: &Catalog) -> String {
        fnv(["more", &catalog.rule(self.rule).info_type])
    }
}

/// How programs that know only three levels should take a sensitivity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Error,
    Warning,
    Note,
}

impl Level {
    /// The level of a row of the matrix; one that states no sensitivity is worth a warning.
    pub(super) fn of(class: &Class) -> Self {
        match class.sensitivity {
            Some(Sensitivity::VeryHigh | Sensitivity::High) => Self::Error,
            Some(Sensitivity::Medium) | None => Self::Warning,
            Some(Sensitivity::Low) => Self::Note,
        }
    }
}
