//! What is accepted where the values can still be seen: by comments beside them and by entries of the configuration. Here
//! values also get their keyed digests.

use std::ops::Range;
use std::sync::Arc;

use crate::format::{Meant, Plain, Window};
use crate::gate::{AllowList, BaselineKey, Mark, Sighting, marks, near};
use crate::model::{Catalog, Cell, Classified, Standing, Suppression};

/// Who may accept findings during a scan.
#[derive(Clone, Debug)]
pub(super) struct Acceptance {
    /// Whether comments may.
    pub(super) comments: bool,
    /// Entries of the configuration.
    pub(super) list: Option<Arc<AllowList>>,
    /// The key for digests of values.
    pub(super) key: Option<BaselineKey>,
}

impl Default for Acceptance {
    fn default() -> Self {
        Self { comments: true, list: None, key: None }
    }
}

/// What comments there can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// Any.
    Text,
    /// Rows of a table: one accepts its own row.
    Table,
    /// None: all of it is data.
    Cells,
}

/// What was searched.
#[derive(Clone, Copy)]
pub(super) struct Searched<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a [u8],
    pub(super) window: &'a Window,
    pub(super) ground: Ground,
    /// The cells of a dump, by ascending start: what stands in one is data.
    pub(super) cells: &'a [Cell],
    /// The text as it is meant, where it is not written so.
    pub(super) plain: Option<&'a Plain>,
    /// The values of cells as they are meant, where some are not written so.
    pub(super) meant: Option<&'a Meant>,
}

impl Acceptance {
    /// Marks what is accepted among the findings of a window, and tells of the comments in it.
    pub(super) fn apply(
        &self,
        catalog: &Catalog,
        searched: Searched<'_>,
        findings: &mut [Classified],
    ) -> Vec<Suppression> {
        let mut marks = self.marks(searched);
        if self.key.is_some() || self.list.is_some() || !marks.is_empty() {
            for found in &*findings {
                let span = searched.span(found);
                near(&mut marks, &span).iter_mut().for_each(|mark| mark.hide(&span));
            }
            for found in findings {
                self.one(catalog, searched, &mut marks, found);
            }
        }
        let mut counted = (searched.window.owned.start, 1);
        marks.iter().filter_map(|mark| searched.told(mark, &mut counted)).collect()
    }

    /// The comments in a text that may accept something.
    pub(super) fn marks(&self, searched: Searched<'_>) -> Vec<Mark> {
        let mut marks = match searched.ground {
            Ground::Text if self.comments => marks(searched.text, false),
            Ground::Table if self.comments => marks(searched.text, true),
            _ => Vec::new(),
        };
        marks.retain(|mark| !searched.is_in_cell(mark.start));
        marks
    }

    /// Why a finding is accepted, if it is: what it is from then on.
    pub(super) fn verdict(
        &self,
        marks: &mut [Mark],
        span: &Range<usize>,
        seen: Sighting<'_>,
    ) -> Option<Standing> {
        let comment =
            near(marks, span).iter_mut().find(|mark| mark.accepts(span, seen.rule)).map(Mark::accept);
        let in_source = comment.is_some();
        let reason = comment.or_else(|| self.list.as_ref()?.reason(seen))?;
        Some(Standing::Suppressed { reason, in_source })
    }

    fn one(&self, catalog: &Catalog, searched: Searched<'_>, marks: &mut [Mark], found: &mut Classified) {
        let (span, rule) = (searched.span(found), catalog.rule(found.finding.rule));
        let value = searched.value(&span);
        if let Some(standing) = self.verdict(marks, &span, Sighting { path: searched.path, rule, value }) {
            found.standing = standing;
        }
        found.finding.keyed = self.key.as_ref().map(|key| key.digest(&rule.info_type, value));
    }
}

impl Searched<'_> {
    /// Where a finding stands in the text.
    fn span(&self, found: &Classified) -> Range<usize> {
        let at = |offset: u64| usize::try_from(offset.saturating_sub(self.window.base)).unwrap_or(usize::MAX);
        at(found.finding.start)..at(found.finding.end)
    }

    /// The value at `span`, as it is meant.
    fn value(&self, span: &Range<usize>) -> &[u8] {
        let written = || match self.plain {
            Some(plain) => plain.text.get(plain.meant(span.start)..plain.meant(span.end)),
            None => self.text.get(span.clone()),
        };
        self.meant.and_then(|meant| meant.value(span)).or_else(written).unwrap_or(&[])
    }

    fn is_in_cell(&self, at: usize) -> bool {
        let next = self.cells.partition_point(|cell| cell.end as usize <= at);
        self.cells.get(next).is_some_and(|cell| (cell.start as usize) <= at)
    }

    /// A comment of this window, or one before it that reaches into it. Lines are counted onward from those before.
    fn told(&self, mark: &Mark, (counted, lines): &mut (usize, u64)) -> Option<Suppression> {
        let owned = &self.window.owned;
        if !owned.contains(&mark.start) && mark.used == 0 {
            return None;
        }
        let between = self.text.get(*counted..mark.start);
        let line = between.map_or(0, |between| *lines + memchr::memchr_iter(b'\n', between).count() as u64);
        if line > 0 {
            (*counted, *lines) = (mark.start, line);
        }
        let (start, types) = (self.window.base + mark.start as u64, mark.types.clone());
        Some(Suppression { start, line, used: mark.used, types })
    }
}
