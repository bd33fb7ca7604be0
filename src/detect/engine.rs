//! From anchors to findings: spans, then candidates with their scores, then what overlap leaves.

use std::ops::Range;

use crate::find::Anchor;
use crate::model::{Band, Cell, Confidence, Disposition, Field, Finding, Place, readable};

use super::compile::{Engine, Excerpt, Weights};
use super::lane::is_nothing;
use super::mask::mask;
use super::overlap::resolve;
use super::pass::{Event, Noticed, anchors};
use super::score::Scored;
use super::segment::{Segment, Table};
use super::trace::Trace;

/// Buffers of one worker, reused for ever.
#[derive(Default)]
pub(crate) struct Scratch {
    pub(super) noticed: Noticed,
    spans: Vec<Raw>,
    pub(super) scored: Vec<Scored>,
    pub(super) words: Vec<crate::words::Word>,
    pub(super) name: Vec<u8>,
}

/// A span that a rule may take, not judged yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Raw {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) origin: Origin,
    /// Index of the cell it lies in, in a table.
    pub(super) cell: u32,
}

/// Where a span comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// A whole value under a name: rule, index of the name, way of the lane.
    Lane { rule: u16, index: u16, slot: u8 },
    /// A redacted value under a name.
    Masked { rule: u16, index: u16 },
    /// A finder's form.
    Finder { finder: u8, form: u8 },
    /// A match of a rule's pattern, and its weights.
    Pattern { rule: u16, base: u8, context: u8, field: u8 },
}

/// No cell.
const NO_CELL: u32 = u32::MAX;

/// Anchors by number.
const ANCHORS: [Anchor; Anchor::COUNT] = Anchor::ALL;

impl Engine {
    /// Appends the findings that begin in what the segment owns, by ascending start. `hidden` counts those of
    /// dispositions that are not shown.
    pub(crate) fn detect(
        &self,
        segment: &Segment<'_>,
        scratch: &mut Scratch,
        hidden: &mut [u64; 5],
        out: &mut Vec<Finding>,
    ) {
        self.candidates(segment, scratch, &mut ());
        for scored in &scratch.scored {
            if !segment.owned.contains(&(scored.start as usize))
                || scored.confidence < self.options.min_confidence
            {
                continue;
            }
            if self.options.show.contains(scored.disposition) {
                out.push(self.finding(segment, scored));
            } else if let Some(count) = hidden.get_mut(scored.disposition as usize) {
                *count += 1;
            }
        }
    }

    /// Fills `scratch.scored` with what overlap leaves, by ascending start.
    pub(super) fn candidates(&self, segment: &Segment<'_>, scratch: &mut Scratch, trace: &mut impl Trace) {
        anchors(self.level, self.wanted, segment.text, &mut scratch.noticed);
        scratch.spans.clear();
        scratch.scored.clear();
        match segment.table {
            Some(table) => self.table_spans(segment.text, table, scratch),
            None => self.text_spans(segment.text, scratch),
        }
        self.patterns.run(segment.text, &mut |m| scratch.spans.push(raw_pattern(&m)));
        if let Some(table) = segment.table.filter(|_| !self.patterns.is_empty()) {
            place_in_cells(&mut scratch.spans, table.cells);
        }
        // Unstable, because a stable sort allocates; the origin makes the order one and only.
        scratch.spans.sort_unstable_by_key(|s| (s.start, s.end, s.origin));
        scratch.spans.dedup_by_key(|s| (s.start, s.end, s.origin));
        for i in 0..scratch.spans.len() {
            if let Some(raw) = scratch.spans.get(i).copied() {
                self.judge(segment, &raw, scratch, trace);
            }
        }
        // What a default report shows is never hidden by what it does not show.
        let strength = |s: &Scored| {
            let rule = self.detectors.get(usize::from(s.rule));
            (s.confidence.band() >= Band::Medium, rule.map(|d| d.strength))
        };
        resolve(&mut scratch.scored, strength, |loser, winner| trace.overlapped(loser, winner));
    }

    /// Spans in running text, where keys are looked for as well.
    fn text_spans(&self, text: &[u8], scratch: &mut Scratch) {
        for i in 0..scratch.noticed.events.len() {
            let Some(event) = scratch.noticed.events.get(i).copied() else { break };
            if usize::from(event.anchor) == Anchor::Key as usize {
                self.named_spans(text, event.at as usize, scratch);
            }
            self.find(text, 0..text.len(), event, NO_CELL, &mut scratch.spans);
        }
    }

    /// Spans in a table: a cell is a text of its own, and its column is its name.
    fn table_spans(&self, text: &[u8], table: Table<'_>, scratch: &mut Scratch) {
        scratch.noticed.events.sort_unstable_by_key(|e| e.at);
        let mut events = scratch.noticed.events.iter().copied().peekable();
        for (number, cell) in table.cells.iter().enumerate() {
            while events.next_if(|e| e.at < cell.start).is_some() {}
            while let Some(event) = events.next_if(|e| e.at <= cell.end) {
                let frame = cell.start as usize..cell.end as usize;
                self.find(text, frame, event, u32::try_from(number).unwrap_or(NO_CELL), &mut scratch.spans);
            }
            self.cell_spans(text, table, number, cell, &mut scratch.spans);
        }
    }

    /// Calls the finders that wait for an anchor; they see nothing outside `frame`.
    fn find(&self, text: &[u8], frame: Range<usize>, event: Event, cell: u32, spans: &mut Vec<Raw>) {
        let Some(finders) = self.by_anchor.get(usize::from(event.anchor)) else { return };
        let Some(anchor) = ANCHORS.get(usize::from(event.anchor)).copied() else { return };
        let Some(view) = text.get(frame.clone()) else { return };
        let at = event.at as usize - frame.start;
        for f in finders {
            let Some(finder) = self.finders.get(usize::from(*f)) else { continue };
            let Some(span) = (finder.find)(view, at, anchor) else { continue };
            let origin = Origin::Finder { finder: *f, form: span.form };
            let raw = Raw {
                start: offset(frame.start + span.start),
                end: offset(frame.start + span.end),
                origin,
                cell,
            };
            // Several anchors of one value lead to it one after another.
            let seen =
                spans.last().is_some_and(|s| s.start == raw.start && s.end == raw.end && s.origin == origin);
            if !seen && span.start < span.end {
                spans.push(raw);
            }
        }
    }

    /// A value behind a key that a rule knows.
    fn named_spans(&self, text: &[u8], mark: usize, scratch: &mut Scratch) {
        let Some(named) = self.named_value(text, mark, &mut scratch.name) else { return };
        let masked = text.get(named.start..named.end).is_some_and(super::lane::is_masked);
        for hit in named.hits {
            let origin = if masked && hit.kind == super::segment::FieldKind::Strong {
                Origin::Masked { rule: hit.rule, index: hit.index }
            } else if let Some((slot, _)) = self.lane_of(hit, named.prose) {
                Origin::Lane { rule: hit.rule, index: hit.index, slot }
            } else {
                continue;
            };
            let (start, end) = (offset(named.start), offset(named.end));
            scratch.spans.push(Raw { start, end, origin, cell: NO_CELL });
        }
    }

    /// The whole cell, for rules that know the column's name.
    fn cell_spans(&self, text: &[u8], table: Table<'_>, number: usize, cell: &Cell, spans: &mut Vec<Raw>) {
        let Some(facts) = table.columns.get(cell.column).filter(|f| !f.hits.is_empty()) else { return };
        let Some((start, end)) = trimmed(text, cell) else { return };
        let value = text.get(start..end).unwrap_or(&[]);
        let masked = super::lane::is_masked(value);
        for hit in &facts.hits {
            let origin = if masked && hit.kind == super::segment::FieldKind::Strong {
                Origin::Masked { rule: hit.rule, index: hit.index }
            } else if let Some((slot, _)) = self.lane_of(hit, false) {
                Origin::Lane { rule: hit.rule, index: hit.index, slot }
            } else {
                continue;
            };
            if !is_nothing(value) {
                let cell = u32::try_from(number).unwrap_or(NO_CELL);
                spans.push(Raw { start: offset(start), end: offset(end), origin, cell });
            }
        }
    }

    fn finding(&self, segment: &Segment<'_>, scored: &Scored) -> Finding {
        let (start, end) = (scored.start as usize, scored.end as usize);
        let value = segment.text.get(start..end).unwrap_or(&[]);
        let how = self.detectors.get(usize::from(scored.rule)).map_or(super::mask::Mask::All, |d| d.mask);
        let excerpt = match self.options.excerpt {
            Excerpt::None => Box::default(),
            Excerpt::Raw => readable(value).into(),
            Excerpt::Masked if scored.disposition == Disposition::Masked => readable(value).into(),
            Excerpt::Masked => mask(how, value).into_boxed_str(),
        };
        let key = || {
            let (from, to) = scored.key.filter(|_| self.options.keys)?;
            let name = segment.text.get(from as usize..to as usize)?;
            // The mark of a list item is no part of its first key.
            Some(Field::Key(readable(name).trim_start_matches(['-', ' ']).into()))
        };
        let field = match scored.cell {
            Some((_, column)) => Field::Column(column),
            None => key().unwrap_or(Field::None),
        };
        Finding {
            rule: crate::model::RuleId(scored.rule),
            disposition: scored.disposition,
            confidence: scored.confidence,
            start: segment.base + u64::from(scored.start),
            end: segment.base + u64::from(scored.end),
            place: Place { line: 0, column: 0 },
            field,
            row: scored.cell.map(|(row, _)| u64::from(row)),
            evidence: scored.evidence,
            excerpt,
        }
    }

    /// Points below which a candidate is dropped: it could not be reported, and must not win an overlap. What is
    /// medium or more never loses to what is less, so a default scan needs nothing below medium.
    pub(super) fn floor(&self) -> Confidence {
        self.options.min_confidence.clamp(Band::Low.floor(), Band::Medium.floor())
    }
}

/// A cell's value without the spaces around it.
fn trimmed(text: &[u8], cell: &Cell) -> Option<(usize, usize)> {
    let value = text.get(cell.start as usize..cell.end as usize)?;
    let first = value.iter().position(|b| !b.is_ascii_whitespace())?;
    let last = value.iter().rposition(|b| !b.is_ascii_whitespace())?;
    Some((cell.start as usize + first, cell.start as usize + last + 1))
}

fn raw_pattern(m: &super::pattern::Match) -> Raw {
    let Weights { base, context, field, .. } = m.weights;
    let origin = Origin::Pattern {
        rule: m.rule,
        base,
        context: context.unwrap_or(base),
        field: field.unwrap_or(base),
    };
    Raw { start: offset(m.start), end: offset(m.end), origin, cell: NO_CELL }
}

/// Gives spans of patterns the cell that they lie in; those that lie in none are dropped.
fn place_in_cells(spans: &mut Vec<Raw>, cells: &[Cell]) {
    spans.retain_mut(|s| {
        if s.cell != NO_CELL {
            return true;
        }
        let at = cells.partition_point(|c| c.end < s.start);
        s.cell = u32::try_from(at).unwrap_or(NO_CELL);
        cells.get(at).is_some_and(|c| c.start <= s.start && s.end <= c.end)
    });
}

/// Segments are far below 4 GB.
#[allow(clippy::cast_possible_truncation)]
pub(super) const fn offset(at: usize) -> u32 {
    at as u32
}
