//! From the text of a rule file to a rule, with all that is wrong with it.

use std::sync::Arc;

use toml::Spanned;

use super::{Known, Match, Rule, Strength, anchors, lint, slow};
use crate::model::{Fault, Section, Sheet, TellsAge, did_you_mean};

const RULE_KEYS: &[&str] = &[
    "id", "info_type", "name", "family", "validate", "mask", "strength", "minor", "numeric", "flags",
    "whole_line", "lists", "fields", "weak_fields", "other_fields", "labels", "keywords", "against", "match",
    "hit", "miss",
];
const MATCH_KEYS: &[&str] = &["finder", "forms", "pattern", "base", "context", "field", "failed"];

/// What is used where a rule names no mask: hides everything.
const DEFAULT_MASK: &str = "all";

/// Reads one file. With the rule come warnings; without it all faults.
pub(super) fn read(file: &str, text: &str, known: &Known<'_>) -> Result<(Rule, Vec<Fault>), Vec<Fault>> {
    let (mut sheet, root) = Sheet::read(file, text);
    let root = Section::root(&root);
    sheet.only(&root, RULE_KEYS);
    let mut rule = identity(&mut sheet, &root, file);
    rule.text = Arc::clone(sheet.source());
    if let Some(validate) = sheet.text(&root, "validate") {
        named(&mut sheet, "validator", &validate, known.validators);
        rule.validate = Some(validate.into_inner());
    }
    if let Some(mask) = sheet.text(&root, "mask") {
        named(&mut sheet, "mask", &mask, known.masks);
        rule.mask = mask.into_inner();
    }
    rule.strength = strength(&mut sheet, &root);
    rule.minor = minor(&mut sheet, &root);
    rule.numeric = sheet.flag(&root, "numeric");
    rule.flags = sheet.flag(&root, "flags");
    rule.lists = sheet.flag(&root, "lists");
    rule.whole_line = sheet.flag(&root, "whole_line");
    words(&mut sheet, &root, &mut rule);
    examples(&mut sheet, &root, &mut rule);
    matches(&mut sheet, &root, &mut rule, known);
    sheet.finish(rule)
}

/// A rule with nothing but its names.
fn identity(sheet: &mut Sheet, root: &Section<'_>, file: &str) -> Rule {
    let id = sheet.required(root, "id", "the name of the file, such as `us-ssn`");
    let info_type = sheet.required(root, "info_type", "what the rule finds, such as `US_SSN`");
    let name = sheet.required(root, "name", "what people call it");
    let family =
        sheet.required(root, "family", "what kind of thing it is, such as `bank`; the matrix maps it");
    if let Some(id) = &id {
        lint::id(sheet, id, file);
    }
    if let Some(info_type) = &info_type {
        lint::info_type(sheet, info_type);
    }
    if let Some(family) = &family {
        lint::hyphenated(sheet, family, "a family");
    }
    let text = |value: Option<Spanned<String>>| value.map(Spanned::into_inner).unwrap_or_default();
    Rule {
        file: file.into(),
        text: "".into(),
        id: text(id),
        info_type: text(info_type),
        name: text(name),
        family: text(family),
        validate: None,
        mask: DEFAULT_MASK.into(),
        strength: Strength::default(),
        minor: None,
        numeric: false,
        flags: false,
        lists: false,
        whole_line: false,
        fields: Vec::new(),
        weak_fields: Vec::new(),
        other_fields: Vec::new(),
        labels: Vec::new(),
        keywords: Vec::new(),
        against: Vec::new(),
        matches: Vec::new(),
        hit: Vec::new(),
        miss: Vec::new(),
    }
}

fn named(sheet: &mut Sheet, what: &str, name: &Spanned<String>, known: &[&str]) {
    if !known.contains(&name.get_ref().as_str()) {
        sheet.unknown(name.span(), what, name.get_ref(), known.iter().copied());
    }
}

fn strength(sheet: &mut Sheet, root: &Section<'_>) -> Strength {
    let Some(word) = sheet.text(root, "strength") else { return Strength::default() };
    Strength::parse(word.get_ref()).unwrap_or_else(|| {
        let accepted = Strength::ALL.into_iter().map(Strength::name);
        sheet.unknown(word.span(), "strength", word.get_ref(), accepted);
        Strength::default()
    })
}

fn minor(sheet: &mut Sheet, root: &Section<'_>) -> Option<TellsAge> {
    let word = sheet.text(root, "minor")?;
    let tells = TellsAge::parse(word.get_ref());
    if tells.is_none() {
        let accepted = TellsAge::ALL.into_iter().map(TellsAge::name);
        sheet.unknown(word.span(), "way to tell an age", word.get_ref(), accepted);
    }
    tells
}

/// A check of a list of words, which it knows by their key.
type Lint = fn(&mut Sheet, &str, &[Spanned<String>]);

fn words(sheet: &mut Sheet, root: &Section<'_>, rule: &mut Rule) {
    let mut list = |key: &str, lint: Lint| {
        let words = sheet.texts(root, key);
        lint(sheet, key, &words);
        words.into_iter().map(Spanned::into_inner).collect()
    };
    rule.fields = list("fields", lint::names);
    rule.weak_fields = list("weak_fields", lint::names);
    rule.other_fields = list("other_fields", lint::names);
    rule.labels = list("labels", lint::phrases);
    rule.keywords = list("keywords", lint::phrases);
    rule.against = list("against", lint::phrases);
}

fn examples(sheet: &mut Sheet, root: &Section<'_>, rule: &mut Rule) {
    let mut list = |key: &str, help: &str| -> Vec<String> {
        let texts = sheet.texts(root, key);
        lint::examples(sheet, &texts);
        if !root.has(key) {
            sheet.missing(root, key, help);
        } else if texts.is_empty() {
            sheet.fault(root.key(key), format!("`{key}` is empty"), Some(help.into()));
        }
        texts.into_iter().map(Spanned::into_inner).collect()
    };
    rule.hit = list("hit", "texts in which the rule must find something");
    rule.miss = list("miss", "look-alikes in which the rule must find nothing");
}

fn matches(sheet: &mut Sheet, root: &Section<'_>, rule: &mut Rule, known: &Known<'_>) {
    let sections = sheet.tables(root, "match");
    if sections.is_empty() {
        sheet.missing(root, "match", "at least one `[[match]]`: how candidates are found");
    }
    for section in sections {
        match_keys(sheet, &section);
        let found = one_match(sheet, &section, known);
        order_of_points(sheet, &section, &found);
        idle_points(sheet, &section, &found, rule);
        rule.matches.push(found);
    }
}

/// Faults every key that a match does not have. In TOML all that stands below `[[match]]` belongs to it, so
/// a key of the rule that slipped there is told where to go.
fn match_keys(sheet: &mut Sheet, section: &Section<'_>) {
    for (key, span) in section.keys().filter(|(key, _)| !MATCH_KEYS.contains(key)) {
        if RULE_KEYS.contains(&key) {
            let help = "it belongs to the rule: put it above the first `[[match]]`";
            sheet.fault(span, format!("`{key}` is inside a match"), Some(help.into()));
        } else {
            sheet.unknown(span, "key", key, MATCH_KEYS.iter().copied());
        }
    }
}

fn one_match(sheet: &mut Sheet, section: &Section<'_>, known: &Known<'_>) -> Match {
    let finder = sheet.text(section, "finder");
    let pattern = sheet.text(section, "pattern");
    let place = section.place(sheet.source());
    match (section.has("finder"), section.has("pattern")) {
        (true, true) => sheet.fault(place, "both `finder` and `pattern`", Some("give one of them".into())),
        (false, false) => {
            sheet.missing(section, "finder", "`finder` or `pattern` says how candidates are found")
        }
        _ => {}
    }
    let forms = forms(sheet, section, finder.as_ref(), known);
    if let Some(pattern) = &pattern {
        check_pattern(sheet, pattern);
    }
    if !section.has("base") {
        sheet.missing(section, "base", "points for shape and validation alone, 0 to 100");
    }
    let mut points = |key| sheet.points(section, key).map(Spanned::into_inner);
    Match {
        finder: finder.map(Spanned::into_inner),
        forms,
        pattern: pattern.map(Spanned::into_inner),
        base: points("base").unwrap_or_default(),
        context: points("context"),
        field: points("field"),
        failed: points("failed"),
    }
}

fn forms(
    sheet: &mut Sheet,
    section: &Section<'_>,
    finder: Option<&Spanned<String>>,
    known: &Known<'_>,
) -> Vec<String> {
    let forms = sheet.texts(section, "forms");
    match finder {
        Some(finder) => match known.forms(finder.get_ref()) {
            Some(known) => forms.iter().for_each(|form| named(sheet, "form", form, known)),
            None => {
                let names = known.finders().map(|(name, _)| name);
                sheet.unknown(finder.span(), "finder", finder.get_ref(), names);
            }
        },
        None => {
            for form in &forms {
                sheet.fault(form.span(), "only a finder has forms", Some("leave `forms` out".into()));
            }
        }
    }
    forms.into_iter().map(Spanned::into_inner).collect()
}

fn check_pattern(sheet: &mut Sheet, pattern: &Spanned<String>) {
    let hir = match anchors::parse(pattern.get_ref()) {
        Ok(hir) => hir,
        Err(error) => {
            let (message, part) = wrong_part(&error, pattern.get_ref().len());
            let span = sheet.inside(pattern, part);
            return sheet.fault(span, format!("the pattern is wrong: {message}"), None);
        }
    };
    if hir.properties().minimum_len().is_none_or(|len| len == 0) {
        let help = "a match needs at least one byte";
        sheet.fault(
            pattern.span(),
            "the pattern matches the empty text or nothing at all",
            Some(help.into()),
        );
    } else if anchors::compiled(pattern.get_ref()).is_err() {
        let help =
            "use smaller repetitions in `{…}`, or `(?-u)` to match bytes instead of Unicode characters";
        sheet.fault(pattern.span(), "the pattern is too large", Some(help.into()));
    } else if let Some(why) = slow::slow_pattern(&hir) {
        let help =
            "ask for a literal of three bytes or a run of three digits (`[0-9]`, not `\\d`), or for a finder";
        sheet.warn(pattern.span(), why, Some(help.into()));
    }
}

/// What is wrong with a pattern, and which bytes of it.
fn wrong_part(error: &regex_syntax::Error, len: usize) -> (String, std::ops::Range<usize>) {
    match error {
        regex_syntax::Error::Parse(error) => {
            (error.kind().to_string(), error.span().start.offset..error.span().end.offset)
        }
        regex_syntax::Error::Translate(error) => {
            (error.kind().to_string(), error.span().start.offset..error.span().end.offset)
        }
        other => (other.to_string(), 0..len),
    }
}

/// More evidence should not be worth less.
fn order_of_points(sheet: &mut Sheet, section: &Section<'_>, found: &Match) {
    let steps = [
        ("base", Some(found.base), "context", found.context),
        ("base", Some(found.base), "field", found.field),
        ("context", found.context, "field", found.field),
        ("failed", found.failed, "field", found.field),
    ];
    for (less, a, more, b) in steps {
        if let (Some(a), Some(b)) = (a, b)
            && a > b
        {
            let message = format!("`{less}` = {a} is more than `{more}` = {b}");
            sheet.warn(section.key(more), message, Some("more evidence should not be worth less".into()));
        }
    }
}

/// Points that can never be given.
fn idle_points(sheet: &mut Sheet, section: &Section<'_>, found: &Match, rule: &Rule) {
    let no_names = rule.fields.is_empty() && rule.weak_fields.is_empty() && rule.labels.is_empty();
    let no_context = rule.keywords.is_empty() && rule.weak_fields.is_empty();
    let idle = [
        // Columns of people count for weak names as keywords do.
        ("context", found.context.is_some() && no_context, "`keywords`"),
        ("field", found.field.is_some() && no_names, "`fields`"),
        ("failed", found.failed.is_some() && no_names, "`fields`"),
        ("failed", found.failed.is_some() && rule.validate.is_none(), "`validate`"),
    ];
    for (key, _, needs) in idle.into_iter().filter(|(_, is_idle, _)| *is_idle) {
        let message = format!("`{key}` never counts, because the rule has no {needs}");
        sheet.warn(section.key(key), message, None);
    }
}

/// Why a word of the user names no rule.
pub(super) fn unknown_type(flag: &str, word: &str, rules: &[Rule]) -> Fault {
    let mut types: Vec<&str> = rules.iter().map(|r| r.info_type.as_str()).collect();
    types.sort_unstable();
    types.dedup();
    let ids = rules.iter().map(|r| r.id.as_str());
    let question = did_you_mean(word, types).or_else(|| did_you_mean(word, ids));
    let question = question.map(|question| format!("{question} ")).unwrap_or_default();
    let help = format!("{question}`piidar rules list` names all types and rules");
    Fault::new("", format!("{flag}: unknown type `{word}`")).help(help)
}
