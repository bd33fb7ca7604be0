//! One span before the rules that may take it: surroundings, validator, score.

use std::ops::Range;

use crate::find::{Span, is_own_label};
use crate::model::{Cell, Confidence, Disposition, Evidence, FactKind};
use crate::validate::{Check, Proof, RECORD_BEFORE, RECORD_BEHIND, Subject};
use crate::words::{ByteBits, Key, Mark, Word, Zone, mark_before, mark_of_quoted};

use super::cells::beside;
use super::compile::{Detector, Engine, Form, LANE_FORMS, Weights};
use super::context::{REACH, is_close, noisy, reach, zones};
use super::engine::{Origin, Raw, Scene, Scratch, offset};
use super::rule_bits::RuleBits;
use super::score::{Scored, Support, weigh};
use super::segment::{ColumnFacts, FieldHit, FieldKind, PathFacts};
use super::spotted::{Lookup, Which};
use super::trace::Trace;

/// Said of digests and tokens in place of values.
const PSEUDONYMISED: &str = "pseudonymised: still personal data (GDPR art. 4(5))";

/// The form of numbers behind the words that announce them, which must not announce another.
const LABELLED: &str = "labelled";

/// Whether the word at `at` ends a label of what begins at `value`.
fn is_label_of(text: &[u8], words: ByteBits<'_>, at: usize, value: usize) -> bool {
    let end = at + words.from(at).trailing_ones() as usize;
    text.get(end..value).is_some_and(is_own_label)
}

/// A span with what stands around it. The words nearby are in [`Scratch::words`].
struct Around<'s, 'e> {
    scene: &'s Scene<'s>,
    raw: Raw,
    cell: Option<Cell>,
    column: Option<&'s ColumnFacts>,
    key: Option<Key>,
    hits: &'e [FieldHit],
    /// How many of the words are the key's own.
    key_words: usize,
}

/// A rule that wants a span.
struct Claim<'d> {
    rule: u16,
    detector: &'d Detector,
    weights: Weights,
    form: &'static str,
    /// Index of the name that brought it, on the field lane.
    name: Option<u16>,
}

impl Engine {
    /// Judges what a finder found, unless every rule that may take it needs a word or a name to speak for it and none can be
    /// near. Most numbers end here.
    pub(super) fn judge_found<T: Trace>(
        &self,
        scene: &Scene<'_>,
        finder: u8,
        span: Span,
        cell: u32,
        scratch: &mut Scratch,
        trace: &mut T,
    ) {
        let Span { start, end, form } = span;
        let needy = self.found_form(finder, form).filter(|form| form.alone.is_empty());
        if needy.is_some_and(|form| !self.may_have_support(scene, start..end, cell, form.rules, scratch))
            && !trace.wants(offset(start), offset(end), cell)
        {
            return;
        }
        let origin = Origin::Finder { finder, form };
        self.judge(scene, Raw { start: offset(start), end: offset(end), origin, cell }, scratch, trace);
    }

    /// Judges `raw` for every rule that may take it and adds what survives to `scratch.scored`.
    pub(super) fn judge<T: Trace>(&self, scene: &Scene<'_>, raw: Raw, scratch: &mut Scratch, trace: &mut T) {
        let full = trace.wants(raw.start, raw.end, raw.cell);
        let around = self.look_around(scene, raw, scratch);
        match raw.origin {
            Origin::Finder { .. } => {
                let Some(form) = self.form(raw.origin) else { return };
                let alone = !full && around.is_alone(&scratch.words);
                let mut named = None;
                for b in if alone { &form.alone } else { &form.bindings } {
                    // A run of digits may be the number of a dozen countries: most of them nobody speaks for.
                    let mut is_named =
                        || named.get_or_insert_with(|| around.spoken_for(&scratch.words)).has(b.rule);
                    if full || b.alone || is_named() {
                        self.claim(b.rule, b.weights, form.name, None, &around, scratch, trace);
                    }
                }
            }
            Origin::Lane { rule, index, slot } => {
                let lane = self.detectors.get(usize::from(rule)).map(|d| d.lane);
                let lane = lane.and_then(|l| l.get(usize::from(slot)).copied().flatten());
                let Some(weights) = lane.map(Weights::of_name) else { return };
                let form = LANE_FORMS.get(usize::from(slot)).copied().unwrap_or("");
                self.claim(rule, weights, form, Some(index), &around, scratch, trace);
            }
            Origin::Pattern { pattern } => {
                let Some((rule, weights)) = self.patterns.claim(pattern) else { return };
                self.claim(rule, weights, "pattern", None, &around, scratch, trace);
            }
            Origin::Masked { rule, index, stands_in } => {
                let mut evidence = Evidence::new(if stands_in { PSEUDONYMISED } else { "already masked" });
                evidence.push(FactKind::Field, 90, index);
                let scored = around.scored(rule, evidence, Disposition::Masked);
                trace.scored(&scored);
                scratch.scored.push(scored);
            }
        }
    }

    /// Whether a word or a name that speaks for one of the `rules` may stand near a value: a doubt that is much cheaper
    /// than to look around.
    fn may_have_support(
        &self,
        scene: &Scene<'_>,
        value: Range<usize>,
        cell: u32,
        rules: RuleBits,
        scratch: &mut Scratch,
    ) -> bool {
        let text = scene.segment.text;
        let lookup = self.keywords(scene);
        let table = scene.segment.table.as_ref();
        if let Some((table, own)) = table.and_then(|t| Some((t, t.cells.get(cell as usize)?))) {
            let reach = reach(own.start as usize..own.end as usize, &value);
            let column = table.column(own);
            return column.is_some_and(|column| column.speaks_for.meets(rules))
                || self
                    .told_beside(scene, (value.start, cell), column, scratch)
                    .iter()
                    .any(|hit| rules.has(hit.rule))
                || reach != (0, 0)
                    && lookup.may_have_words(&value, reach)
                    && scratch.spotted.any_near(lookup, Which::For, &value, reach);
        }
        let quoted = || mark_of_quoted(text, scene.breaks(), value.start);
        scratch.spotted.any_near(lookup, Which::For, &value, REACH)
            || mark_before(text, value.start).is_some_and(|mark| self.may_name(scene, mark, rules, scratch))
            || quoted().is_some_and(|mark| self.may_name(scene, mark, rules, scratch))
    }

    /// Whether the key that `mark` ends may speak for a value and one of the `rules`.
    fn may_name(&self, scene: &Scene<'_>, mark: Mark, rules: RuleBits, scratch: &mut Scratch) -> bool {
        let (Mark::Sign(at) | Mark::Tag(at)) = mark;
        scratch.spotted.any_for_before(self.keywords(scene), at) || self.is_named(scene, mark, rules, scratch)
    }

    #[allow(clippy::too_many_arguments)] // the parts of one claim, kept apart so that nothing is built for spans that fail
    fn claim<T: Trace>(
        &self,
        rule: u16,
        weights: Weights,
        form: &'static str,
        name: Option<u16>,
        around: &Around<'_, '_>,
        scratch: &mut Scratch,
        trace: &mut T,
    ) {
        let Some(detector) = self.detectors.get(usize::from(rule)) else { return };
        let claim = Claim { rule, detector, weights, form, name };
        let support = claim.support(around, &scratch.words);
        if !trace.wants(around.raw.start, around.raw.end, around.raw.cell)
            && !self.may_reach(&claim, support, around, scratch)
        {
            return;
        }
        let check = claim.check(around);
        if check.proof == Proof::Refuted {
            trace.refuted(around.raw.start, around.raw.end, rule, check.note);
            return;
        }
        let support = Support { noise: detector.numeric && around.is_noisy(), ..support };
        let path = self.path_facts(around.scene);
        let Some(evidence) = weigh(weights, &check, support, path) else {
            trace.refuted(around.raw.start, around.raw.end, rule, check.note);
            return;
        };
        let sample = self.options.samples_as_real && check.disposition == Disposition::Synthetic;
        let disposition = if sample { Disposition::Real } else { check.disposition };
        let scored = around.scored(rule, evidence, disposition);
        trace.scored(&scored);
        if scored.confidence >= self.floor {
            if around.fills_cell()
                && let Some(settled) = scratch.settled.get_mut(around.raw.cell as usize)
            {
                *settled = Some((rule, scored.confidence));
            }
            scratch.scored.push(scored);
        }
    }

    /// What the path says of values. Samples that count as real may lie among samples.
    fn path_facts(&self, scene: &Scene<'_>) -> PathFacts {
        let said = scene.segment.path;
        PathFacts { test: said.test && !self.options.samples_as_real, ..said }
    }

    /// Whether any value could make the claim a finding. Whether it stands in the record of a person is asked last, and only
    /// where that would be enough.
    fn may_reach(
        &self,
        claim: &Claim<'_>,
        support: Support,
        around: &Around<'_, '_>,
        scratch: &mut Scratch,
    ) -> bool {
        let adds = claim.detector.adds;
        let missing = i32::from(self.floor.get()) - claim.weights.reach(support);
        if around.fills_cell() {
            return adds.in_cells && i32::from(adds.value) >= missing;
        }
        i32::from(adds.value) >= missing
            || i32::from(adds.record) >= missing && {
                let record = (around.raw.start as usize).saturating_sub(RECORD_BEFORE)
                    ..around.raw.end as usize + RECORD_BEHIND;
                scratch.spotted.any_of_record(self.keywords(around.scene), record)
            }
    }

    /// Finds out what stands around a span.
    fn look_around<'s>(&self, scene: &'s Scene<'s>, raw: Raw, scratch: &mut Scratch) -> Around<'s, '_> {
        let table = scene.segment.table.as_ref();
        let cell = table.and_then(|t| t.cells.get(raw.cell as usize)).copied();
        let column = table.zip(cell).and_then(|(t, c)| t.column(&c));
        let mut around = Around { scene, raw, cell, column, key: None, hits: &[], key_words: 0 };
        scratch.words.clear();
        match cell {
            // What fills its cell has nothing around it.
            Some(_) if around.fills_cell() => self.beside(&mut around, scratch),
            Some(_) => {
                self.beside(&mut around, scratch);
                self.words(&mut around, scratch);
            }
            None => {
                self.key(&mut around, scratch);
                self.words(&mut around, scratch);
            }
        }
        around
    }

    /// Finds out what the cell beside says, where that and not the column names the value.
    fn beside<'e>(&'e self, around: &mut Around<'_, 'e>, scratch: &mut Scratch) {
        around.hits = self.told_beside(
            around.scene,
            (around.raw.start as usize, around.raw.cell),
            around.column,
            scratch,
        );
        around.column = around.column.filter(|_| around.hits.is_empty());
    }

    /// What rules know of the name of what begins at `at` in a cell, where that stands in another cell.
    fn told_beside(
        &self,
        scene: &Scene<'_>,
        (at, cell): (usize, u32),
        column: Option<&ColumnFacts>,
        scratch: &mut Scratch,
    ) -> &[FieldHit] {
        // Hardly any table is of such columns.
        let Some(of_names) = column.and_then(|column| column.named_by) else { return &[] };
        let named = scene.segment.table.and_then(|table| beside(table, cell as usize, offset(at), of_names));
        named.and_then(|key| self.name_in(scene, key, scratch)).map_or(&[], |(_, hits)| hits)
    }

    pub(super) fn lookup<'a>(&'a self, text: &'a [u8], words: ByteBits<'a>) -> Lookup<'a> {
        Lookup { text, words, vocabulary: &self.vocabulary }
    }

    /// The form of what a finder gave, if one did.
    fn form(&self, origin: Origin) -> Option<&Form> {
        let Origin::Finder { finder, form } = origin else { return None };
        self.found_form(finder, form)
    }

    /// A form of a finder.
    fn found_form(&self, finder: u8, form: u8) -> Option<&Form> {
        self.forms.get(usize::from(finder))?.get(usize::from(form))
    }

    /// The keywords of a scene.
    fn keywords<'a>(&'a self, scene: &'a Scene<'_>) -> Lookup<'a> {
        self.lookup(scene.segment.text, scene.words())
    }

    /// Finds out the key that the value stands behind.
    fn key<'e>(&'e self, around: &mut Around<'_, 'e>, scratch: &mut Scratch) {
        let text = around.scene.segment.text;
        let at = around.raw.start as usize;
        let scene = around.scene;
        // A call says nothing of its arguments unless its name does.
        let near = mark_before(text, at).and_then(|mark| {
            let found = self.key_at(scene, mark, scratch);
            found.filter(|(_, name)| name.is_some() || !mark.is_of_call(text))
        });
        let quoted = || {
            let mark = mark_of_quoted(text, scene.breaks(), at)?;
            self.key_at(scene, mark, scratch)
        };
        if let Some((key, name)) = near.or_else(quoted) {
            around.key = Some(key);
            around.hits = name.map_or(&[], |name| self.fields.get(name));
        }
    }

    /// Finds out which words of which rules stand nearby.
    fn words(&self, around: &mut Around<'_, '_>, scratch: &mut Scratch) {
        let Scratch { words, spotted, .. } = scratch;
        let text = around.scene.segment.text;
        let lookup = self.keywords(around.scene);
        // A key speaks for its own value: words around it may be other values' keys, so only its own words count
        // against the value.
        let key = around.key.filter(|k| !k.prose);
        if let Some(key) = key {
            spotted.each(lookup, Zone { start: key.start, end: key.end }, |w, _| words.push(w));
            around.key_words = words.len();
        }
        let value = around.raw.start as usize..around.raw.end as usize;
        // Most values have no keyword near them, and then nobody need know where the stretches end.
        if !spotted.any_near(lookup, Which::All, &value, reach(around.frame(), &value)) {
            return;
        }
        let is_labelled = self.form(around.raw.origin).is_some_and(|form| form.name == LABELLED);
        for zone in zones(around.scene.line_ends(), lookup.words, around.frame(), value.clone()) {
            spotted.each(lookup, zone, |w, at| {
                let counts = if w.against {
                    key.is_none() && is_close(text, &value, at)
                } else {
                    !is_labelled || is_label_of(text, lookup.words, at, value.start)
                };
                if counts {
                    words.push(w);
                }
            });
        }
    }
}

impl Claim<'_> {
    /// What the surroundings say for the claim.
    fn support(&self, around: &Around<'_, '_>, words: &[Word]) -> Support {
        let Self { rule, detector, weights, .. } = *self;
        let mut support = match around.column {
            Some(facts) => self.by_column(facts),
            None => around.by_key(rule, self.name),
        };
        let named = support.field.is_some() && self.form != "weak";
        let may_rise = weights.context.is_some_and(|c| c > weights.base) && support.context().is_none();
        if !named && !words.is_empty() && (may_rise || detector.numeric || detector.has_against) {
            let first = |against: bool| {
                let mine = |w: &Word| w.against == against && w.rule.map_or(detector.numeric, |r| r == rule);
                words.iter().position(mine)
            };
            let index = |at: Option<usize>| at.and_then(|at| words.get(at)).map(|w| w.index);
            let (keyword, against) = (first(false), first(true));
            support.outdone = keyword.zip(against).is_some_and(|(k, a)| k < a);
            support.misnamed |= against.is_some_and(|a| a < around.key_words) && !support.outdone;
            support.keyword = support.keyword.or(index(keyword));
            support.against = support.against.or(index(against));
        }
        support
    }

    /// What the name of the column says.
    fn by_column(&self, facts: &ColumnFacts) -> Support {
        let mut support = facts.support(self.rule, self.detector.numeric);
        support.field = self.name.or(support.field);
        support.siblings = self.form == "weak" && facts.siblings;
        support
    }

    /// Asks the validator.
    fn check(&self, around: &Around<'_, '_>) -> Check {
        let Some(validator) = self.detector.validator else { return Check::UNPROVEN };
        let frame = around.frame();
        let (start, end) = (around.raw.start as usize - frame.start, around.raw.end as usize - frame.start);
        let text = around.scene.segment.text.get(frame).unwrap_or(&[]);
        let check = validator(&Subject { text, start, end, form: self.form });
        debug_assert!(check.adjust <= self.detector.adds.most(), "the table says less than {check:?}");
        check
    }
}

impl Around<'_, '_> {
    /// What the value may be judged by: its cell, or the whole text.
    fn frame(&self) -> Range<usize> {
        self.cell.map_or(0..self.scene.segment.text.len(), |c| c.start as usize..c.end as usize)
    }

    /// Whether the value is all that its cell holds.
    fn fills_cell(&self) -> bool {
        self.cell.is_some_and(|cell| (cell.start, cell.end) == (self.raw.start, self.raw.end))
    }

    /// Whether no word or name nearby speaks for any rule.
    fn is_alone(&self, words: &[Word]) -> bool {
        self.hits.is_empty() && words.is_empty() && self.column.is_none_or(|c| c.supports.is_empty())
    }

    /// What the name before the value says for the rule, unless it is known what brought it.
    fn by_key(&self, rule: u16, name: Option<u16>) -> Support {
        let mine = |is: fn(FieldKind) -> bool| {
            self.hits.iter().find(|h| h.rule == rule && is(h.kind)).map(|h| h.index)
        };
        let field = || mine(|kind| matches!(kind, FieldKind::Strong | FieldKind::Label));
        let against = mine(|kind| kind == FieldKind::Other);
        Support { field: name.or_else(field), against, misnamed: against.is_some(), ..Support::default() }
    }

    /// The rules that a word or name nearby speaks for or against.
    fn spoken_for(&self, words: &[Word]) -> RuleBits {
        let words = words.iter().filter_map(|w| w.rule);
        let names = self.hits.iter().map(|hit| hit.rule);
        let near: RuleBits = words.chain(names).collect();
        self.column.map_or(near, |column| near.and(column.named))
    }

    fn is_noisy(&self) -> bool {
        self.cell.is_none() && noisy(self.scene.segment.text, self.raw.start as usize..self.raw.end as usize)
    }

    fn scored(&self, rule: u16, evidence: Evidence, disposition: Disposition) -> Scored {
        Scored {
            start: self.raw.start,
            end: self.raw.end,
            rule,
            confidence: Confidence::new(evidence.total()),
            disposition,
            evidence,
            key: self.key.map(|k| (offset(k.start), offset(k.end))),
            cell: self.cell,
        }
    }
}
