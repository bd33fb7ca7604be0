//! One span before the rules that may take it: validator, surroundings, score.

use std::ops::Range;

use crate::model::{Cell, Confidence, Disposition, Evidence, FactKind};
use crate::validate::{Check, Proof, Subject};
use crate::words::{Key, WordBits, Zone, key_before};

use super::compile::{Detector, Engine, LANE_FORMS, Weights};
use super::context::{is_close, noisy, zones};
use super::engine::{Origin, Raw, Scratch, offset};
use super::score::{Scored, Support, weigh};
use super::segment::{ColumnFacts, FieldHit, FieldKind, Segment};
use super::trace::Trace;

/// A span with what is known of its surroundings; found out when first asked for, once for all rules.
struct Around<'s, 'e> {
    segment: &'s Segment<'s>,
    raw: Raw,
    cell: Option<Cell>,
    column: Option<&'s ColumnFacts>,
    key: Option<Option<Key>>,
    hits: &'e [FieldHit],
    words_known: bool,
    /// The only rule that may take the span, if one positive word is all that it can want of the words nearby.
    sole: Option<u16>,
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
    /// Judges `raw` for every rule that may take it and adds what survives to `scratch.scored`.
    pub(super) fn judge(
        &self,
        segment: &Segment<'_>,
        raw: &Raw,
        scratch: &mut Scratch,
        trace: &mut impl Trace,
    ) {
        let cell = segment.table.and_then(|t| t.cells.get(raw.cell as usize)).copied();
        let column = segment.table.zip(cell).and_then(|(t, c)| t.columns.get(c.column));
        let mut around = Around {
            segment,
            raw: *raw,
            cell,
            column,
            key: None,
            hits: &[],
            words_known: false,
            key_words: 0,
            sole: None,
        };
        match raw.origin {
            Origin::Finder { finder, form } => {
                let bindings = self.bindings.get(usize::from(finder)).and_then(|f| f.get(usize::from(form)));
                let forms = self.finders.get(usize::from(finder)).map_or(&[][..], |f| f.forms);
                let form = forms.get(usize::from(form)).copied().unwrap_or("");
                let bindings = bindings.map_or(&[][..], Vec::as_slice);
                around.sole = match bindings {
                    [one] => self
                        .detectors
                        .get(usize::from(one.rule))
                        .filter(|d| !d.numeric && !d.has_against)
                        .map(|_| one.rule),
                    _ => None,
                };
                for b in bindings {
                    self.try_rule(b.rule, b.weights, form, None, &mut around, scratch, trace);
                }
            }
            Origin::Lane { rule, index, slot } => {
                let lane = self.detectors.get(usize::from(rule)).map(|d| d.lane);
                let lane = lane.and_then(|l| l.get(usize::from(slot)).copied().flatten());
                let Some(weights) = lane else { return };
                // The name is what counts, so it is the field fact that carries the points.
                let weights = Weights { base: 0, field: Some(weights.base), ..weights };
                let form = LANE_FORMS.get(usize::from(slot)).copied().unwrap_or("");
                self.try_rule(rule, weights, form, Some(index), &mut around, scratch, trace);
            }
            Origin::Pattern { rule, base, context, field } => {
                let weights = Weights { base, context: Some(context), field: Some(field), failed: None };
                self.try_rule(rule, weights, "pattern", None, &mut around, scratch, trace);
            }
            Origin::Masked { rule, index } => {
                let mut evidence = Evidence::new("already masked");
                evidence.push(FactKind::Field, 90, index);
                self.key(&mut around, scratch);
                let scored = around.scored(rule, evidence, Disposition::Masked);
                trace.scored(&scored);
                scratch.scored.push(scored);
            }
        }
    }

    #[allow(clippy::too_many_arguments)] // the parts of one claim, kept apart so that nothing is built for spans that fail
    fn try_rule<'e, T: Trace>(
        &'e self,
        rule: u16,
        weights: Weights,
        form: &'static str,
        name: Option<u16>,
        around: &mut Around<'_, 'e>,
        scratch: &mut Scratch,
        trace: &mut T,
    ) {
        let Some(detector) = self.detectors.get(usize::from(rule)) else { return };
        let claim = Claim { rule, detector, weights, form, name };
        let check = claim.check(around);
        if check.proof == Proof::Refuted {
            trace.refuted(around.raw.start, around.raw.end, rule, check.note);
            return;
        }
        if !T::FULL && claim.best(&check) < i32::from(self.floor().get()) {
            return;
        }
        let support = self.support(&claim, around, scratch);
        let Some(evidence) = weigh(weights, &check, support, around.segment.path) else {
            trace.refuted(around.raw.start, around.raw.end, rule, check.note);
            return;
        };
        if name.is_some() {
            // The name brought the value, so nobody asked for the key yet; the report will.
            self.key(around, scratch);
        }
        let sample = self.options.samples_as_real && check.disposition == Disposition::Synthetic;
        let disposition = if sample { Disposition::Real } else { check.disposition };
        let scored = around.scored(rule, evidence, disposition);
        trace.scored(&scored);
        if scored.confidence >= self.floor() {
            scratch.scored.push(scored);
        }
    }

    /// What the surroundings say for a claim.
    fn support<'e>(
        &'e self,
        claim: &Claim<'_>,
        around: &mut Around<'_, 'e>,
        scratch: &mut Scratch,
    ) -> Support {
        let Claim { rule, detector, weights, .. } = *claim;
        let mut support = Support { field: claim.name, ..Support::default() };
        if let Some(facts) = around.column {
            let hit = |hit: &&FieldHit| hit.rule == rule && hit.kind != FieldKind::Weak;
            support.field = support.field.or_else(|| facts.hits.iter().find(hit).map(|h| h.index));
            let own = |list: &[(u16, u16)]| list.iter().find(|(r, _)| *r == rule).map(|(_, word)| *word);
            support.keyword = own(&facts.keywords);
            if facts.siblings && support.keyword.is_none() && claim.form == "weak" {
                support.keyword = Some(0);
            }
            support.against = own(&facts.against_rules).or(facts.against.filter(|_| detector.numeric));
            support.misnamed = support.against.is_some() && support.keyword.is_none();
        } else if support.field.is_none() && around.cell.is_none() {
            self.key(around, scratch);
            let wanted = |h: &&FieldHit| h.rule == rule && h.kind != FieldKind::Weak;
            support.field = around.hits.iter().find(wanted).map(|h| h.index);
        }
        let named = support.field.is_some() && claim.form != "weak";
        let may_rise = weights.context.is_some_and(|c| c > weights.base) && support.keyword.is_none();
        if !named && (may_rise || detector.numeric || detector.has_against) {
            self.words(around, scratch);
            let mine = |against: bool| {
                move |w: &&crate::words::Word| {
                    w.against == against && w.rule.map_or(detector.numeric, |r| r == rule)
                }
            };
            let first = |against| scratch.words.iter().position(|w| mine(against)(&w));
            let index = |at: Option<usize>| at.and_then(|at| scratch.words.get(at)).map(|w| w.index);
            let (keyword, against) = (first(false), first(true));
            support.outdone = keyword.zip(against).is_some_and(|(k, a)| k < a);
            support.misnamed |= against.is_some_and(|a| a < around.key_words) && !support.outdone;
            support.keyword = support.keyword.or(index(keyword));
            support.against = support.against.or(index(against));
        }
        support.noise = detector.numeric && around.is_noisy();
        support
    }

    /// Finds out the key that the value stands behind.
    fn key<'e>(&'e self, around: &mut Around<'_, 'e>, scratch: &mut Scratch) {
        if around.key.is_some() || around.cell.is_some() {
            return;
        }
        let text = around.segment.text;
        let key = key_before(text, around.raw.start as usize);
        around.key = Some(key);
        if let Some((wide, hits)) = key.and_then(|k| self.widest(text, k, &mut scratch.name)) {
            around.key = Some(Some(wide));
            around.hits = hits;
        }
    }

    /// Finds out which words of which rules stand nearby.
    fn words<'e>(&'e self, around: &mut Around<'_, 'e>, scratch: &mut Scratch) {
        if around.words_known {
            return;
        }
        around.words_known = true;
        scratch.words.clear();
        self.key(around, scratch);
        let text = around.segment.text;
        let frame = around.frame();
        // A key speaks for its own value: words around it may be other values' keys, so only its own words count
        // against the value.
        let key = around.key.flatten().filter(|k| !k.prose);
        let words = &mut scratch.words;
        let bits = WordBits(&scratch.noticed.words);
        if let Some(key) = key {
            let zone = Zone { start: key.start, end: key.end };
            self.vocabulary.walk(text, bits, zone, around.sole, |w, _| {
                words.push(w);
                true
            });
            around.key_words = words.len();
        }
        let value = around.raw.start as usize..around.raw.end as usize;
        for zone in zones(text, frame, value.clone()) {
            self.vocabulary.walk(text, bits, zone, around.sole, |w, at| {
                if !w.against || key.is_none() && is_close(text, &value, at) {
                    words.push(w);
                }
                around.sole.is_none() || w.against || w.rule != around.sole
            });
            if around.sole.is_some() && words.iter().any(|w| !w.against && w.rule == around.sole) {
                break;
            }
        }
    }
}

impl Claim<'_> {
    /// The most that any surroundings could make of it.
    fn best(&self, check: &Check) -> i32 {
        let Weights { base, context, field, failed } = self.weights;
        let most = base.max(context.unwrap_or(0)).max(field.unwrap_or(0)).max(failed.unwrap_or(0));
        i32::from(most) + i32::from(check.adjust)
    }

    /// Asks the validator.
    fn check(&self, around: &Around<'_, '_>) -> Check {
        let Some(validator) = self.detector.validator else { return Check::UNPROVEN };
        let frame = around.frame();
        let (start, end) = (around.raw.start as usize - frame.start, around.raw.end as usize - frame.start);
        let text = around.segment.text.get(frame).unwrap_or(&[]);
        validator(&Subject { text, start, end, form: self.form })
    }
}

impl Around<'_, '_> {
    /// What the value may be judged by: its cell, or the whole text.
    fn frame(&self) -> Range<usize> {
        self.cell.map_or(0..self.segment.text.len(), |c| c.start as usize..c.end as usize)
    }

    fn is_noisy(&self) -> bool {
        self.cell.is_none() && noisy(self.segment.text, self.raw.start as usize..self.raw.end as usize)
    }

    fn scored(&self, rule: u16, evidence: Evidence, disposition: Disposition) -> Scored {
        Scored {
            start: self.raw.start,
            end: self.raw.end,
            rule,
            confidence: Confidence::new(evidence.total()),
            disposition,
            evidence,
            key: self.key.flatten().map(|k| (offset(k.start), offset(k.end))),
            cell: self.cell.map(|c| (c.row, c.column)),
        }
    }
}
