//! From anchors to findings: spans, then candidates with their scores, then what overlap leaves.

use std::hash::{DefaultHasher, Hasher};
use std::ops::Range;

use crate::find::{Anchor, Span};
use crate::model::{
    Band, ByDisposition, Cell, Classified, ColumnSketch, Confidence, Disposition, Field, Finding, Minor,
    Place, RecognizedName, RuleId, Standing, readable,
};
use crate::validate::age::minor;
use crate::words::{ByteBits, WIDE_COLON, Word, is_pseudonym, marks_of_pairs};

use super::cells::{NO_CELL, beside, frame_of, index_cells, trimmed};
use super::compile::{Engine, Excerpt, MOST_FINDERS, Woken};
use super::extent::outer_call;
use super::lane::{LastKey, Marks, NameCache, Named, UnknownKeys, is_flag, is_masked, is_null, is_opaque};
use super::line::line_end;
use super::literals::Literals;
use super::mask::{Mask, mask};
use super::overlap::{Ranked, resolve};
use super::pass::{Noticed, anchors};
use super::score::Scored;
use super::segment::{FieldKind, Lane, Segment, Table};
use super::spotted::Spotted;
use super::trace::Trace;

/// Buffers of one worker, reused for ever.
#[derive(Default)]
pub(crate) struct Scratch {
    noticed: Noticed,
    pub(super) scored: Vec<Scored>,
    pub(super) order: Vec<Ranked>,
    pub(super) spotted: Spotted,
    /// The words around the span that is being judged, nearest first.
    pub(super) words: Vec<Word>,
    pub(super) last_key: LastKey,
    pub(super) names: NameCache,
    pub(super) unknown: UnknownKeys,
    pub(super) marks: Marks,
    cell_at: Vec<u32>,
    /// For each cell of a table, which rule took all of it last, and how sure it was.
    pub(super) settled: Vec<Option<(u16, Confidence)>>,
    /// What the recogniser saw last.
    pub(super) recognized: Vec<RecognizedName>,
    /// Why the recogniser failed, if it did since somebody asked.
    pub(super) unrecognized: Option<String>,
    /// That of [`Engine::whole`].
    pub(super) of_whole: Option<Box<Scratch>>,
}

impl Scratch {
    /// Why the recogniser could not see all of what it was shown, if so. Asked once a segment.
    pub(crate) fn take_failure(&mut self) -> Option<String> {
        self.unrecognized.take()
    }
}

/// A segment and what the pass noticed in it.
pub(super) struct Scene<'a> {
    pub(super) segment: &'a Segment<'a>,
    noticed: &'a Noticed,
}

impl Scene<'_> {
    /// Where an anchor stands.
    fn places(&self, anchor: Anchor) -> &[u32] {
        &self.noticed.places[anchor as usize]
    }

    /// Where literals begin, and whom they wake.
    fn literals<'l>(&self, literals: &'l Literals) -> impl Iterator<Item = (usize, &'l Woken)> {
        self.noticed.literals.iter().map(|place| literals.woken(*place))
    }

    /// Where marks of keys stand, by their last bytes: signs, then those of calls, of pairs in them and of calls around them.
    fn marks(&self) -> impl Iterator<Item = usize> + '_ {
        let text = self.segment.text;
        let of_call = move |open: &u32| {
            let open = *open as usize;
            std::iter::once(open).chain(marks_of_pairs(text, open)).chain(outer_call(text, open))
        };
        let signs = self.places(Anchor::Key).iter().map(|mark| *mark as usize);
        let wide = self.places(Anchor::WideColon).iter().map(|colon| *colon as usize + WIDE_COLON.len() - 1);
        signs.chain(wide).chain(self.places(Anchor::Call).iter().flat_map(of_call))
    }

    /// Which bytes are part of words.
    pub(super) fn words(&self) -> ByteBits<'_> {
        ByteBits(&self.noticed.words)
    }

    /// Which bytes end lines.
    pub(super) fn line_ends(&self) -> ByteBits<'_> {
        ByteBits(&self.noticed.line_ends)
    }

    /// Which bytes are what redacted values are covered with.
    fn covers(&self) -> ByteBits<'_> {
        ByteBits(&self.noticed.covers)
    }

    /// Which bytes end lines or are `"`.
    pub(super) fn breaks(&self) -> ByteBits<'_> {
        ByteBits(&self.noticed.breaks)
    }
}

/// A span that a rule may take, not judged yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Raw {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) origin: Origin,
    /// Index of the cell it lies in, in a table.
    pub(super) cell: u32,
}

/// Where a span comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// A whole value under a name: rule, index of the name, way of the lane.
    Lane { rule: u16, index: u16, slot: u8 },
    /// A redacted value under a name, or one that stands for another.
    Masked { rule: u16, index: u16, stands_in: bool },
    /// A finder's form.
    Finder { finder: u8, form: u8 },
    /// A match of a pattern, by its number.
    Pattern { pattern: u16 },
}

/// What each finder of an anchor found last; nothing at first.
type LastFound = [Span; MOST_FINDERS];

impl Engine {
    /// Appends the findings that begin in what the segment owns, by ascending start. `hidden` counts those of
    /// dispositions that are not shown. Gives what is known of columns, where somebody wants to know.
    pub(crate) fn detect(
        &self,
        segment: &Segment<'_>,
        scratch: &mut Scratch,
        hidden: &mut ByDisposition,
        out: &mut Vec<Classified>,
    ) -> Vec<ColumnSketch> {
        let columns = if self.options.columns {
            self.census(segment, scratch)
        } else {
            self.candidates(segment, scratch, &mut ());
            Vec::new()
        };
        let kept = || scratch.order.iter().filter_map(|ranked| ranked.of(&scratch.scored));
        let counts = |scored: &&Scored| {
            segment.owned.contains(&(scored.start as usize))
                && scored.confidence >= self.options.min_confidence
        };
        let is_shown = |scored: &&Scored| self.options.show.contains(scored.disposition);
        out.reserve(kept().filter(counts).filter(is_shown).count());
        for scored in kept().filter(counts) {
            if is_shown(&scored) {
                let class = self.catalog.rule(RuleId(scored.rule)).class;
                out.push(Classified {
                    finding: self.finding(segment, scored),
                    class,
                    standing: Standing::New,
                });
            } else if let Some(count) = hidden.get_mut(scored.disposition as usize) {
                *count += 1;
            }
        }
        columns
    }

    /// Fills `scratch.scored` with all candidates and `scratch.order` with what overlap leaves, by ascending start.
    pub(super) fn candidates(&self, segment: &Segment<'_>, scratch: &mut Scratch, trace: &mut impl Trace) {
        let mut noticed = std::mem::take(&mut scratch.noticed);
        anchors(self.level, self.wanted, segment.text, &mut noticed);
        self.literals.find(self.level, segment.text, &mut noticed.literals);
        scratch.scored.clear();
        scratch.spotted.reset(segment.text.len());
        scratch.marks.reset(segment.text.len());
        scratch.last_key = LastKey::default();
        let scene = Scene { segment, noticed: &noticed };
        self.elements(&scene, scratch, trace);
        match segment.table {
            Some(table) => self.in_table(&scene, table, scratch, trace),
            None => self.in_text(&scene, scratch, trace),
        }
        self.by_pattern(&scene, scratch, trace);
        self.by_recognizer(&scene, scratch, trace);
        scratch.noticed = noticed;
        // What a default report shows is never hidden by what it does not show.
        let strength = |s: &Scored| {
            let rule = self.detectors.get(usize::from(s.rule));
            (s.confidence.band() >= Band::Medium, rule.map(|d| d.strength))
        };
        let Scratch { scored, order, .. } = scratch;
        resolve(scored, order, strength, |loser, winner| trace.overlapped(loser, winner));
    }

    /// Running text, where keys are looked for as well.
    fn in_text<T: Trace>(&self, scene: &Scene<'_>, scratch: &mut Scratch, trace: &mut T) {
        let text = scene.segment.text;
        for mark in scene.marks() {
            self.under_key(scene, 0..text.len(), mark, NO_CELL, scratch, trace);
        }
        for woken in &self.awake {
            let mut last = LastFound::default();
            for at in scene.places(woken.anchor) {
                self.find(scene, woken, 0..text.len(), *at as usize, NO_CELL, &mut last, scratch, trace);
            }
        }
        for (at, woken) in scene.literals(&self.literals) {
            self.find(scene, woken, 0..text.len(), at, NO_CELL, &mut LastFound::default(), scratch, trace);
        }
    }

    /// Elements under names, where text between tags stands under them.
    fn elements<T: Trace>(&self, scene: &Scene<'_>, scratch: &mut Scratch, trace: &mut T) {
        let text = if scene.segment.tags { scene.segment.text } else { &[] };
        for close in memchr::memchr_iter(b'>', text) {
            let Some(named) = self.named_element(scene, close, scratch) else { continue };
            self.whole_value(scene, &named, NO_CELL, scratch, trace);
        }
    }

    /// A table: a cell is a text of its own, and its column is its name.
    fn in_table<T: Trace>(&self, scene: &Scene<'_>, table: Table<'_>, scratch: &mut Scratch, trace: &mut T) {
        let takes_values = T::FULL || table.columns.iter().any(|columns| columns.takes_values);
        let values = if takes_values { table.cells } else { &[] };
        scratch.settled.clear();
        scratch.settled.resize(values.len(), None);
        let mut cell_at = std::mem::take(&mut scratch.cell_at);
        index_cells(table.cells, scene.segment.text.len(), &mut cell_at);
        for mark in scene.marks() {
            let Some((frame, number)) = frame_of(scene, table, &cell_at, offset(mark)) else { continue };
            // The value of a key between cells may be one of them.
            let frame = if number == NO_CELL { 0..scene.segment.text.len() } else { frame };
            self.under_key(scene, frame, mark, number, scratch, trace);
        }
        for woken in &self.awake {
            let mut last = LastFound::default();
            for at in scene.places(woken.anchor) {
                let Some((frame, cell)) = frame_of(scene, table, &cell_at, *at) else { continue };
                self.find(scene, woken, frame, *at as usize, cell, &mut last, scratch, trace);
            }
        }
        for (at, woken) in scene.literals(&self.literals) {
            let Some((frame, cell)) = frame_of(scene, table, &cell_at, offset(at)) else { continue };
            self.find(scene, woken, frame, at, cell, &mut LastFound::default(), scratch, trace);
        }
        scratch.cell_at = cell_at;
        // Last, since a finder that took a cell has mostly said more of it than its column's name could.
        for (number, cell) in values.iter().enumerate() {
            self.whole_cell(scene, table, number, cell, scratch, trace);
        }
    }

    /// Matches of users' patterns.
    fn by_pattern<T: Trace>(&self, scene: &Scene<'_>, scratch: &mut Scratch, trace: &mut T) {
        let cell_at = std::mem::take(&mut scratch.cell_at);
        let text = scene.segment.text;
        let frame = |at: usize| match scene.segment.table {
            Some(table) => frame_of(scene, table, &cell_at, offset(at)),
            None => Some((0..text.len(), NO_CELL)),
        };
        self.patterns.run(text, &frame, &mut |m, cell| {
            let origin = Origin::Pattern { pattern: m.pattern };
            let raw = Raw { start: offset(m.start), end: offset(m.end), origin, cell };
            self.judge(scene, raw, scratch, trace);
        });
        scratch.cell_at = cell_at;
    }

    /// What the finders of an anchor make of it; they see nothing outside `frame`. Several anchors of one value lead to it
    /// one after another: what a finder found last is passed over.
    #[allow(clippy::too_many_arguments)] // one call in the innermost loop; a struct would be built for each anchor
    #[inline(always)]
    fn find<T: Trace>(
        &self,
        scene: &Scene<'_>,
        woken: &Woken,
        frame: Range<usize>,
        at: usize,
        cell: u32,
        last: &mut LastFound,
        scratch: &mut Scratch,
        trace: &mut T,
    ) {
        let Some(view) = scene.segment.text.get(frame.clone()) else { return };
        for ((number, finder), last) in woken.finders.iter().zip(last) {
            let Some(span) = (finder.find)(view, at - frame.start, woken.anchor) else { continue };
            let found =
                Span { start: frame.start + span.start, end: frame.start + span.end, form: span.form };
            let is_again = std::mem::replace(last, found) == found;
            if !is_again && found.start < found.end {
                self.judge_found(scene, *number, found, cell, scratch, trace);
            }
        }
    }

    /// A value within `frame` behind a key that a rule knows.
    fn under_key<T: Trace>(
        &self,
        scene: &Scene<'_>,
        frame: Range<usize>,
        mark: usize,
        cell: u32,
        scratch: &mut Scratch,
        trace: &mut T,
    ) {
        let text = scene.segment.text.get(..frame.end).unwrap_or(&[]);
        if !self.may_be_named(scene, text, mark, scratch) {
            return;
        }
        match self.named_value(scene, text, mark, scratch) {
            Some(named) => self.whole_value(scene, &named, cell, scratch, trace),
            None => self.listed(scene, text, mark, cell, scratch, trace),
        }
    }

    /// A value under a name that a rule knows.
    fn whole_value<T: Trace>(
        &self,
        scene: &Scene<'_>,
        named: &Named<'_>,
        cell: u32,
        scratch: &mut Scratch,
        trace: &mut T,
    ) {
        let text = scene.segment.text;
        let masked = is_masked(text, scene.covers(), named.start, named.end);
        let value = text.get(named.start..named.end).unwrap_or(&[]);
        let stands_in = !masked
            && is_opaque(value)
            && is_pseudonym(text.get(named.name.clone()).unwrap_or(&[]), scratch.names.buffer());
        let is_flag = is_flag(value);
        let first = scratch.scored.len();
        for hit in named.hits.iter().filter(|hit| !is_flag || self.takes_flags(hit.rule)) {
            let stands_in = stands_in && !hit.is_token;
            let origin = if (masked || stands_in) && hit.kind == FieldKind::Strong {
                Origin::Masked { rule: hit.rule, index: hit.index, stands_in }
            } else if let Some((slot, _)) = self.lane_of(hit, named.prose) {
                Origin::Lane { rule: hit.rule, index: hit.index, slot }
            } else {
                continue;
            };
            let raw = Raw { start: offset(named.start), end: offset(named.end), origin, cell };
            self.judge(scene, raw, scratch, trace);
            let detector = self.detectors.get(usize::from(hit.rule));
            let lines = scene.segment.lines;
            if (named.prose || lines) && detector.is_some_and(|detector| detector.whole_line) {
                let end = line_end(text, named.start, named.end, lines);
                end.into_iter()
                    .for_each(|end| self.judge(scene, Raw { end: offset(end), ..raw }, scratch, trace));
            }
        }
        // What stands in a call stands under the key before the call: `last_name: String::from("…")`.
        let key = (offset(named.name.start), offset(named.name.end));
        let is_other = |scored: &&mut Scored| scored.key.is_none_or(|(_, end)| end != key.1);
        let found = scratch.scored.iter_mut().skip(first);
        found.filter(is_other).for_each(|scored| scored.key = Some(key));
    }

    /// The whole cell, for rules that know the column's name.
    fn whole_cell<T: Trace>(
        &self,
        scene: &Scene<'_>,
        table: Table<'_>,
        number: usize,
        cell: &Cell,
        scratch: &mut Scratch,
        trace: &mut T,
    ) {
        let Some(facts) = table.column(cell) else { return };
        if let Some(of_names) = facts.named_by {
            let named = beside(table, number, cell.start, of_names)
                .and_then(|key| self.named_cell(scene, key, cell, scratch));
            named.iter().for_each(|named| self.whole_value(scene, named, offset(number), scratch, trace));
            return;
        }
        if facts.lanes.is_empty() && facts.masked.is_empty() {
            return;
        }
        let text = scene.segment.text;
        let Some((start, end)) = trimmed(text, cell) else { return };
        let full = trace.wants(offset(start), offset(end), offset(number));
        // A lane that nothing could come of, or nothing more than there is, need not be asked.
        let settled = scratch.settled.get(number).copied().flatten();
        let is_open = |lane: &&Lane| {
            let least =
                settled.filter(|(rule, _)| *rule == lane.rule).map(|(_, sure)| i32::from(sure.get()) + 1);
            full || lane.reach >= least.unwrap_or(i32::from(self.floor.get()))
        };
        if facts.masked.is_empty() && !facts.lanes.iter().any(|lane| is_open(&lane)) {
            return;
        }
        let value = text.get(start..end).unwrap_or(&[]);
        if is_null(value) {
            return;
        }
        let is_flag = is_flag(value);
        let raw = |origin| Raw { start: offset(start), end: offset(end), origin, cell: offset(number) };
        let stands_in = facts.stands_in && is_opaque(value);
        let masked = stands_in || is_masked(text, scene.covers(), start, end);
        if masked {
            for (rule, index) in &facts.masked {
                let origin = Origin::Masked { rule: *rule, index: *index, stands_in };
                self.judge(scene, raw(origin), scratch, trace);
            }
        }
        for lane in facts.lanes.iter().filter(is_open) {
            let is_redacted = masked && facts.masked.iter().any(|(rule, _)| *rule == lane.rule);
            if !is_redacted && (!is_flag || self.takes_flags(lane.rule)) {
                let origin = Origin::Lane { rule: lane.rule, index: lane.index, slot: lane.slot };
                self.judge(scene, raw(origin), scratch, trace);
            }
        }
    }

    /// Whether `true` is a value to a rule.
    fn takes_flags(&self, rule: u16) -> bool {
        self.detectors.get(usize::from(rule)).is_some_and(|detector| detector.flags)
    }

    /// Whether a value of a rule tells of somebody under age.
    fn minor(&self, rule: u16, value: &[u8]) -> Option<Minor> {
        let tells = self.detectors.get(usize::from(rule))?.minor?;
        minor(tells, value, self.options.today?)
    }

    /// What reports may show of a value.
    pub(crate) fn excerpt(&self, rule: u16, disposition: Disposition, value: &[u8]) -> Box<str> {
        let how = match disposition {
            Disposition::Masked => Mask::Redacted,
            _ => self.detectors.get(usize::from(rule)).map_or(Mask::All, |d| d.mask),
        };
        match self.options.excerpt {
            Excerpt::None => Box::default(),
            Excerpt::Raw => readable(value).into(),
            Excerpt::Masked => mask(how, value).into_boxed_str(),
        }
    }

    fn finding(&self, segment: &Segment<'_>, scored: &Scored) -> Finding {
        let (start, end) = (scored.start as usize, scored.end as usize);
        let value = segment.text.get(start..end).unwrap_or(&[]);
        let key = || {
            let (from, to) = scored.key.filter(|_| self.options.keys)?;
            let name = segment.text.get(from as usize..to as usize)?;
            // The mark of a list item is no part of its first key, nor the dot before a method.
            Some(Field::Key(readable(name).trim_start_matches(['-', ' ', '.']).into()))
        };
        let field = match scored.cell {
            Some(cell) => Field::Column(cell.column),
            None => key().unwrap_or(Field::None),
        };
        Finding {
            rule: RuleId(scored.rule),
            disposition: scored.disposition,
            confidence: scored.confidence,
            start: segment.base + u64::from(scored.start),
            end: segment.base + u64::from(scored.end),
            place: Place { line: 0, column: 0 },
            field,
            table: scored.cell.zip(segment.table).and_then(|(cell, table)| table.heading(&cell)),
            row: scored.cell.map(|cell| u64::from(cell.row)),
            evidence: scored.evidence,
            excerpt: self.excerpt(scored.rule, scored.disposition, value),
            minor: self.minor(scored.rule, value),
            digest: if self.options.digests { digest(value) } else { 0 },
            keyed: None,
        }
    }
}

/// The same for the same value, whatever the case of its letters.
fn digest(value: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.iter().for_each(|b| hasher.write_u8(b.to_ascii_lowercase()));
    hasher.finish()
}

/// Segments are far below 4 GB.
pub(super) const fn offset(at: usize) -> u32 {
    at as u32
}
