//! From rules to an engine: names become functions, words become tables.

use std::sync::{Arc, LazyLock};

use jiff::civil::Date;

use crate::find::{Anchor, FINDERS, Finder};
use crate::model::{Band, Catalog, Confidence, DispositionSet, NameRecognizer, TellsAge};
use crate::rules::{Match, Rule, Strength};
use crate::validate::{Adds, Validator, record_keys, validators};
use crate::words::{Vocabulary, Word, is_pseudonym};

use super::kernel::Level;
use super::literals::Literals;
use super::mask::{MASKS, Mask};
use super::pass::Wanted;
use super::pattern::Patterns;
use super::recognized;
use super::rule_bits::RuleBits;
use super::score::Support;
use super::segment::{FieldHit, FieldKind, FieldNames};

/// What a run wants of the engine.
#[derive(Clone)]
pub(crate) struct Options {
    /// Findings below are dropped.
    pub(crate) min_confidence: Confidence,
    /// Dispositions to give; others are only counted.
    pub(crate) show: DispositionSet,
    /// Published and reserved values count as real.
    pub(crate) samples_as_real: bool,
    /// What findings hold of the value.
    pub(crate) excerpt: Excerpt,
    /// Whether findings hold the key that they stand behind.
    pub(crate) keys: bool,
    /// The day on which ages are counted; without one nobody's is.
    pub(crate) today: Option<Date>,
    /// Whether findings hold a digest of the value.
    pub(crate) digests: bool,
    /// Whether columns are looked at as a whole.
    pub(crate) columns: bool,
    /// Who is asked for names in running text, besides the rules.
    pub(crate) recognizer: Option<Arc<dyn NameRecognizer>>,
}

/// What findings hold of the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Excerpt {
    /// Nothing: no report shows it.
    None,
    /// The masked value.
    Masked,
    /// The value itself, because the user asked for it.
    Raw,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            min_confidence: Band::Medium.floor(),
            show: DispositionSet::COUNTED,
            samples_as_real: false,
            excerpt: Excerpt::Masked,
            keys: true,
            today: None,
            digests: false,
            columns: false,
            recognizer: None,
        }
    }
}

/// Points by what applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Weights {
    pub(crate) base: u8,
    pub(crate) context: Option<u8>,
    pub(crate) field: Option<u8>,
    pub(crate) failed: Option<u8>,
}

impl Weights {
    /// Those of a whole value under a name: the name is what counts, so it is the field fact that carries the points.
    pub(super) fn of_name(self) -> Self {
        Self { base: 0, field: Some(self.base), ..self }
    }

    /// The most that any value could make of it, before its validator adds to it.
    pub(super) fn reach(self, support: Support) -> i32 {
        let Self { base, context, field, failed } = self;
        let by = |is: Option<u16>, points: Option<u8>| is.and(points).unwrap_or(0);
        let named = by(support.field, field).max(by(support.field, failed));
        i32::from(base.max(named).max(by(support.context().map(|(_, word)| word), context)))
    }
}

impl From<&Match> for Weights {
    fn from(m: &Match) -> Self {
        Self { base: m.base, context: m.context, field: m.field, failed: m.failed }
    }
}

/// A rule that takes candidates of a finder's form.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Binding {
    pub(crate) rule: u16,
    pub(crate) weights: Weights,
    /// Whether it may be reported with no word or name nearby.
    pub(crate) alone: bool,
}

/// A form of a finder's candidates, and the rules that take them.
pub(crate) struct Form {
    pub(crate) name: &'static str,
    /// All rules that take it.
    pub(crate) bindings: Vec<Binding>,
    /// Those that may be reported with no word or name nearby.
    pub(crate) alone: Vec<Binding>,
    /// All of them.
    pub(crate) rules: RuleBits,
}

/// A rule, ready to judge.
pub(crate) struct Detector {
    pub(crate) validator: Option<Validator>,
    /// Points that the validator adds at most.
    pub(crate) adds: Adds,
    pub(crate) mask: Mask,
    pub(crate) strength: Strength,
    pub(crate) numeric: bool,
    /// Whether `true` is a value to it.
    pub(crate) flags: bool,
    /// Whether each of several values in a list is one.
    pub(crate) lists: bool,
    /// Whether values behind a label may go on to the end of their line.
    pub(crate) whole_line: bool,
    /// What about its values says how old somebody is.
    pub(crate) minor: Option<TellsAge>,
    /// Whether the rule has words of its own against it.
    pub(crate) has_against: bool,
    /// Weights of whole values under a strong name, a weak name, a label.
    pub(crate) lane: [Option<Weights>; 3],
}

/// The finders that an anchor wakes, with their numbers.
pub(crate) struct Woken {
    pub(crate) anchor: Anchor,
    pub(crate) finders: Vec<(u8, &'static Finder)>,
}

/// How many finders one anchor may wake.
pub(crate) const MOST_FINDERS: usize = 8;

/// All rules, compiled. Immutable and shared by all threads; what changes is in a [`super::Scratch`].
pub(crate) struct Engine {
    pub(crate) level: Level,
    pub(crate) wanted: Wanted,
    /// Finders that some rule uses, by what wakes them.
    pub(crate) awake: Vec<Woken>,
    /// Those that literals wake.
    pub(crate) literals: Literals,
    /// Forms by finder.
    pub(crate) forms: Vec<Vec<Form>>,
    pub(crate) detectors: Vec<Detector>,
    pub(crate) fields: FieldNames,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) patterns: Patterns,
    pub(crate) options: Options,
    /// The finder that stands for the recogniser.
    pub(crate) recognizer: u8,
    /// Points below which a candidate is dropped: it could not be reported, and must not win an overlap. What is
    /// medium or more never loses to what is less, so a default scan needs nothing below medium.
    pub(crate) floor: Confidence,
    pub(crate) catalog: Arc<Catalog>,
    /// The engine that searches names, where this one lacks some of the rules or drops what is unsure: a name must not show
    /// what a full scan would mask.
    pub(crate) whole: Option<Whole>,
}

/// An engine of all rules, compiled when the first name that may hold a value has to be searched.
pub(crate) type Whole = Box<LazyLock<Option<Engine>, Box<dyn FnOnce() -> Option<Engine> + Send>>>;

/// Names of the forms of the built-in `field` finder, in the order of [`Detector::lane`].
pub(crate) const LANE_FORMS: [&str; 3] = ["field", "weak", "label"];

/// The finder that is part of the engine: whole values under a name.
pub(crate) const LANE: &str = "field";

impl Engine {
    /// Compiles linted rules; `catalog` has one entry a rule, in the same order.
    pub(crate) fn compile(
        rules: &[Rule],
        catalog: Arc<Catalog>,
        options: Options,
    ) -> Result<Self, regex::Error> {
        let mut engine = Self {
            level: Level::available().first().copied().unwrap_or(Level::PORTABLE),
            wanted: Wanted::NONE,
            awake: Vec::new(),
            literals: Literals::default(),
            forms: FINDERS.iter().map(|f| f.forms.iter().map(|name| Form::new(name)).collect()).collect(),
            detectors: Vec::new(),
            fields: FieldNames::default(),
            vocabulary: Vocabulary::default(),
            patterns: Patterns::default(),
            floor: options.min_confidence.clamp(Band::Low.floor(), Band::Medium.floor()),
            options,
            recognizer: recognized::number(),
            catalog: Arc::clone(&catalog),
            whole: None,
        };
        for (i, word) in catalog.against.iter().enumerate().take(super::COMMON_AGAINST.len()) {
            engine.vocabulary.add(word, Word { rule: None, index: index(i), against: true }, false);
        }
        record_keys().for_each(|key| engine.vocabulary.add_of_record(key));
        let mut own_against = super::COMMON_AGAINST.len();
        for (number, rule) in rules.iter().enumerate() {
            engine.add(index(number), rule)?;
        }
        let numbers = engine.rules_of_numbers();
        for (number, rule) in rules.iter().enumerate() {
            engine.add_words(index(number), rule, numbers, &mut own_against);
        }
        engine.patterns.build()?;
        engine.wake();
        engine.literals.build();
        Ok(engine)
    }

    fn add(&mut self, number: u16, rule: &Rule) -> Result<(), regex::Error> {
        let named = rule.validate.as_ref().and_then(|name| validators().find(|(n, ..)| n == name));
        let mut detector = Detector {
            validator: named.map(|(_, validator, _)| *validator),
            adds: named.map_or(Adds::NOTHING, |(.., adds)| *adds),
            mask: MASKS.iter().find(|(n, _)| *n == rule.mask).map_or(Mask::All, |(_, m)| *m),
            strength: rule.strength,
            numeric: rule.numeric,
            flags: rule.flags,
            lists: rule.lists,
            whole_line: rule.whole_line,
            minor: rule.minor,
            has_against: !rule.against.is_empty(),
            lane: [None; 3],
        };
        let most_added = detector.adds.most();
        for m in &rule.matches {
            match (&m.finder, &m.pattern) {
                (Some(name), _) if name == LANE => {
                    for (slot, form) in detector.lane.iter_mut().zip(LANE_FORMS) {
                        if m.forms.is_empty() || m.forms.iter().any(|f| f == form) {
                            *slot = Some(m.into());
                        }
                    }
                }
                (Some(name), _) => self.bind(number, name, m, most_added),
                (None, Some(pattern)) => self.patterns.add(number, m.into(), pattern)?,
                (None, None) => {}
            }
        }
        self.detectors.push(detector);
        Ok(())
    }

    fn bind(&mut self, rule: u16, name: &str, m: &Match, most_added: i8) {
        let Some(f) = FINDERS.iter().position(|f| f.name == name) else { return };
        let weights = Weights::from(m);
        let reach = i32::from(weights.base) + i32::from(most_added);
        for form in self.forms.get_mut(f).into_iter().flatten() {
            if m.forms.is_empty() || m.forms.iter().any(|wanted| wanted == form.name) {
                let binding = Binding { rule, weights, alone: reach >= i32::from(self.floor.get()) };
                form.bindings.push(binding);
                form.rules.add(rule);
                if binding.alone {
                    form.alone.push(binding);
                }
            }
        }
    }

    /// Rules that take what needs a word or a name that speaks for it: mostly bare numbers.
    fn rules_of_numbers(&self) -> RuleBits {
        let needy = self.forms.iter().flatten().filter(|form| form.alone.is_empty());
        needy.flat_map(|form| &form.bindings).map(|binding| binding.rule).collect()
    }

    fn add_words(&mut self, number: u16, rule: &Rule, numbers: RuleBits, own_against: &mut usize) {
        for (i, word) in rule.keywords.iter().enumerate() {
            let meaning = Word { rule: Some(number), index: index(i), against: false };
            self.vocabulary.add(word, meaning, numbers.has(number));
        }
        for word in &rule.against {
            let meaning = Word { rule: Some(number), index: index(*own_against), against: true };
            self.vocabulary.add(word, meaning, false);
            *own_against += 1;
        }
        for name in &rule.other_fields {
            let hit = FieldHit {
                rule: number,
                index: index(*own_against),
                kind: FieldKind::Other,
                is_token: false,
            };
            self.fields.add(name, hit, |_| false);
            *own_against += 1;
        }
        let kinds = [
            (&rule.fields, FieldKind::Strong),
            (&rule.weak_fields, FieldKind::Weak),
            (&rule.labels, FieldKind::Label),
        ];
        let names = kinds.iter().flat_map(|(names, kind)| names.iter().map(move |n| (n, *kind)));
        let mut scratch = Vec::new();
        for (i, (name, kind)) in names.enumerate() {
            let is_token = is_pseudonym(name.as_bytes(), &mut scratch);
            let hit = FieldHit { rule: number, index: index(i), kind, is_token };
            // `phone1` and `phone_2` are one name.
            self.fields.add(name, hit, |known| known.rule == number && known.kind == kind);
        }
    }

    /// Waits for the anchors of finders that some rule uses.
    fn wake(&mut self) {
        for (f, (finder, forms)) in FINDERS.iter().zip(&self.forms).enumerate() {
            if forms.iter().all(|form| form.bindings.is_empty()) {
                continue;
            }
            let number = u8::try_from(f).unwrap_or(u8::MAX);
            self.literals.add(number, finder);
            for anchor in finder.anchors {
                self.wanted.add(*anchor);
                let entry = (number, *finder);
                match self.awake.iter_mut().find(|woken| woken.anchor == *anchor) {
                    Some(woken) => woken.finders.push(entry),
                    None => self.awake.push(Woken { anchor: *anchor, finders: vec![entry] }),
                }
            }
        }
        if !self.fields.is_empty() {
            self.wanted.add(Anchor::Key);
            self.wanted.add(Anchor::Call);
            self.wanted.add(Anchor::WideColon);
        }
    }
}

impl Form {
    fn new(name: &'static str) -> Self {
        Self { name, bindings: Vec::new(), alone: Vec::new(), rules: RuleBits::default() }
    }
}

/// Rules and words number in the thousands at most; the linter refuses more.
fn index(i: usize) -> u16 {
    u16::try_from(i).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_anchor_wakes_more_finders_than_are_remembered() {
        for anchor in Anchor::ALL {
            let woken = FINDERS.iter().filter(|finder| finder.anchors.contains(&anchor)).count();
            assert!(woken <= MOST_FINDERS, "{anchor:?} wakes {woken}");
        }
    }
}
