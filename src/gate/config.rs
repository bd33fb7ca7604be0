//! `piidar.toml`: what a project expects of a scan.

use std::sync::atomic::AtomicU64;

use jiff::civil::Date;
use toml::Spanned;

use super::allow::Allow;
use super::globs::Globs;
use super::inline::may_hold_a_value;
use super::policy::{FailOn, Policy, Zone};
use super::shape::Shape;
use crate::model::{Class, Confidence, Fault, Section, Sensitivity, Sheet, did_you_mean};

/// The JSON Schema of the file, for editors.
pub const SCHEMA: &str = include_str!("piidar.schema.json");

const ROOT_KEYS: &[&str] = &["scan", "policy", "zone", "allow"];
const SCAN_KEYS: &[&str] = &["types", "exclude_types", "min_confidence", "rules", "matrix", "inline"];
const POLICY_KEYS: &[&str] = &[
    "fail_on", "types", "categories", "gdpr_labels", "gdpr_articles", "min_confidence", "max_findings",
    "max_distinct",
];
const LIMIT_KEYS: &[&str] = &["min_confidence", "max_findings", "max_distinct"];
const REST_KEYS: &[&str] = &["allow_incomplete", "strict_coverage"];
const ZONE_KEYS: &[&str] = &["paths", "reason"];
const ALLOW_KEYS: &[&str] = &["types", "paths", "domains", "values", "reason", "owner", "expires"];

/// What the file says. What it does not say is `None`, empty or false.
#[derive(Debug, Default)]
pub struct Config {
    /// Look only for these types or rules.
    pub types: Vec<String>,
    /// Do not look for these types or rules.
    pub exclude_types: Vec<String>,
    /// Report findings that are at least this sure.
    pub min_confidence: Option<Confidence>,
    /// A folder of rules, from the file's folder.
    pub rules: Option<String>,
    /// A matrix: its name, or a file from the file's folder.
    pub matrix: Option<String>,
    /// Whether comments in documents accept nothing.
    pub no_inline: bool,
    /// Whether there is a policy, be it that everything passes.
    pub states_policy: bool,
    /// What must not be found outside of zones.
    pub policy: Policy,
    /// Whether inputs that could not be scanned do no harm.
    pub allow_incomplete: bool,
    /// Whether everything has to be scanned.
    pub strict_coverage: bool,
    /// Paths with a policy of their own.
    pub zones: Vec<Zone>,
    /// Findings that are accepted.
    pub allow: Vec<Allow>,
    /// Words that have to name a type or rule, a category or a label, and what to say if they do not.
    mentions: Vec<Mention>,
}

#[derive(Debug)]
struct Mention {
    what: Mentioned,
    word: String,
    fault: Fault,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mentioned {
    Type,
    Category,
    Label,
}

impl Mention {
    /// What is wrong, with the names that may be meant.
    fn told(&self, rules: &[(&str, &str)], classes: &[Class]) -> Fault {
        let (first, second): (Vec<&str>, Vec<&str>) = match self.what {
            Mentioned::Type => rules.iter().map(|(id, info_type)| (*info_type, *id)).unzip(),
            Mentioned::Category => classes.iter().map(|c| (c.id.as_str(), c.name.as_str())).unzip(),
            Mentioned::Label => {
                (classes.iter().filter_map(|c| c.gdpr_label.as_deref()).collect(), Vec::new())
            }
        };
        let question = |names: Vec<&str>| did_you_mean(&self.word, names);
        let Some(question) = question(first).or_else(|| question(second)) else { return self.fault.clone() };
        let all = self.fault.help.as_ref().map(|help| format!(" {help}")).unwrap_or_default();
        self.fault.clone().help(format!("{question}{all}"))
    }
}

impl Config {
    /// Reads the file. `today` decides which entries have expired; with the configuration come warnings.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn parse(file: &str, text: &str, today: Date) -> Result<(Self, Vec<Fault>), Vec<Fault>> {
        let (mut sheet, root) = Sheet::read(file, text);
        let root = Section::root(&root);
        sheet.only(&root, ROOT_KEYS);
        let mut config = Self::default();
        if let Some(section) = sheet.table(&root, "scan") {
            config.scan(&mut sheet, &section);
        }
        if let Some(section) = sheet.table(&root, "policy") {
            sheet.only(&section, &[POLICY_KEYS, REST_KEYS].concat());
            config.states_policy = true;
            config.policy = config.policy(&mut sheet, &section);
            config.allow_incomplete = sheet.flag(&section, "allow_incomplete");
            config.strict_coverage = sheet.flag(&section, "strict_coverage");
        }
        for section in sheet.tables(&root, "zone") {
            config.zone(&mut sheet, &section);
        }
        for section in sheet.tables(&root, "allow") {
            config.allow(&mut sheet, &section, today);
        }
        sheet.finish(config)
    }

    /// Everything that names a type, category or label that does not exist. `rules` are ids and types of all rules, active
    /// or not, and `known` the rows of the matrix.
    pub fn unknown<'r>(
        &self,
        rules: impl Iterator<Item = (&'r str, &'r str)>,
        known: &[Class],
    ) -> Vec<Fault> {
        let rules: Vec<_> = rules.collect();
        let is = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
        let exists = |mention: &&Mention| {
            let word = mention.word.as_str();
            let mut classes = known.iter();
            match mention.what {
                Mentioned::Type => rules.iter().any(|(id, info_type)| is(word, id) || is(word, info_type)),
                Mentioned::Category => classes.any(|class| is(word, &class.id) || is(word, &class.name)),
                Mentioned::Label => {
                    classes.any(|class| class.gdpr_label.as_ref().is_some_and(|label| is(word, label)))
                }
            }
        };
        let named = |mention: &Mention| mention.told(&rules, known);
        self.mentions.iter().filter(|mention| !exists(mention)).map(named).collect()
    }

    fn scan(&mut self, sheet: &mut Sheet, section: &Section<'_>) {
        sheet.only(section, SCAN_KEYS);
        self.types = self.mentioned(sheet, section, "types", Mentioned::Type);
        self.exclude_types = self.mentioned(sheet, section, "exclude_types", Mentioned::Type);
        self.min_confidence = confidence(sheet, section);
        self.rules = sheet.text(section, "rules").map(Spanned::into_inner);
        self.matrix = sheet.text(section, "matrix").map(Spanned::into_inner);
        self.no_inline = section.has("inline") && !sheet.flag(section, "inline");
    }

    fn policy(&mut self, sheet: &mut Sheet, section: &Section<'_>) -> Policy {
        let policy = Policy {
            fail_on: fail_on(sheet, section),
            types: self.mentioned(sheet, section, "types", Mentioned::Type),
            categories: self.mentioned(sheet, section, "categories", Mentioned::Category),
            gdpr_labels: self.mentioned(sheet, section, "gdpr_labels", Mentioned::Label),
            gdpr_articles: articles(sheet, section),
            min_confidence: confidence(sheet, section).unwrap_or_default(),
            max_findings: sheet.number(section, "max_findings"),
            max_distinct: sheet.number(section, "max_distinct"),
        };
        // A limit that says nothing of what it counts counts everything.
        let is_limited = LIMIT_KEYS.iter().any(|key| section.has(key));
        let unsaid = is_limited && policy.is_open() && !section.has("fail_on");
        Policy { fail_on: policy.fail_on.or(unsaid.then_some(FailOn::Any)), ..policy }
    }

    fn zone(&mut self, sheet: &mut Sheet, section: &Section<'_>) {
        sheet.only(section, &[ZONE_KEYS, POLICY_KEYS].concat());
        let name = patterns(sheet, section).join(", ");
        let paths = globs(sheet, section);
        if !section.has("paths") {
            sheet.missing(section, "paths", "the paths of the zone, such as [\"tests/**\"]");
        }
        if section.has("paths") && name.is_empty() {
            sheet.fault(section.key("paths"), "`paths` names nothing", Some("such as [\"tests/**\"]".into()));
        }
        let policy = self.policy(sheet, section);
        if policy.is_open() && !section.has("fail_on") {
            sheet.missing(section, "fail_on", "what must not be found there; `none` lets everything pass");
        }
        _ = sheet.text(section, "reason");
        if let Some(paths) = paths {
            self.zones.push(Zone { name, paths, policy });
        }
    }

    fn allow(&mut self, sheet: &mut Sheet, section: &Section<'_>, today: Date) {
        sheet.only(section, ALLOW_KEYS);
        let entry = Allow {
            types: self.mentioned(sheet, section, "types", Mentioned::Type),
            paths: globs(sheet, section),
            domains: sheet.texts(section, "domains").into_iter().map(Spanned::into_inner).collect(),
            values: shapes(sheet, section),
            reason: sheet
                .required(section, "reason", "why these findings are no leak; reports tell it")
                .map_or_else(|| "".into(), |reason| reason.into_inner().into()),
            owner: sheet.text(section, "owner").map(Spanned::into_inner),
            expires: date(sheet, section),
            place: sheet.later(
                section.place(sheet.source()),
                "this entry accepted nothing",
                Some("take it out if what it was for is gone".into()),
            ),
            used: AtomicU64::new(0),
        };
        if may_hold_a_value(&entry.reason) {
            let help = "reports show it: write it without addresses and numbers";
            sheet.fault(section.key("reason"), "this reason may contain a value", Some(help.into()));
        }
        names_something(sheet, section, &["paths", "domains", "values"]);
        if !["types", "paths", "domains", "values"].iter().any(|key| section.has(key)) {
            let help = "name at least one of: types, paths, domains, values";
            sheet.fault(section.place(sheet.source()), "this entry accepts everything", Some(help.into()));
        }
        match entry.expires {
            Some(day) if day < today => {
                let owner = entry.owner.as_ref().map(|owner| format!("; ask {owner}")).unwrap_or_default();
                let message = format!("this entry expired on {day}: what it accepted counts again");
                sheet.warn(section.key("expires"), message, Some(format!("renew it or take it out{owner}")));
            }
            _ => self.allow.push(entry),
        }
    }

    /// A list of words that have to name something.
    fn mentioned(
        &mut self,
        sheet: &mut Sheet,
        section: &Section<'_>,
        key: &str,
        what: Mentioned,
    ) -> Vec<String> {
        let (noun, help) = match what {
            Mentioned::Type => ("type", "see `piidar rules list`"),
            Mentioned::Category => ("category", "see `piidar matrix show`"),
            Mentioned::Label => ("GDPR label", "see `piidar matrix show`"),
        };
        names_something(sheet, section, &[key]);
        let mut words = Vec::new();
        for spanned in sheet.texts(section, key) {
            let message = format!("unknown {noun} `{}`", spanned.get_ref());
            let fault = sheet.later(spanned.span(), message, Some(help.into()));
            let word = spanned.into_inner();
            self.mentions.push(Mention { what, word: word.clone(), fault });
            words.push(word);
        }
        words
    }
}

/// Tells lists with nothing in them: whether that is to mean all or nothing, nobody can know.
fn names_something(sheet: &mut Sheet, section: &Section<'_>, keys: &[&str]) {
    for key in keys.iter().filter(|key| section.is_empty_list(key)) {
        sheet.fault(section.key(key), format!("`{key}` names nothing"), Some("leave it out".into()));
    }
}

fn fail_on(sheet: &mut Sheet, section: &Section<'_>) -> Option<FailOn> {
    let word = sheet.text(section, "fail_on")?;
    if word.get_ref() == "none" {
        return None;
    }
    let parsed = FailOn::parse(word.get_ref());
    if parsed.is_none() {
        let levels = Sensitivity::ALL.into_iter().map(Sensitivity::name);
        sheet.unknown(word.span(), "sensitivity", word.get_ref(), levels.chain(["any", "none"]));
    }
    parsed
}

fn confidence(sheet: &mut Sheet, section: &Section<'_>) -> Option<Confidence> {
    let word = sheet.word(section, "min_confidence")?;
    let parsed = Confidence::parse(word.get_ref());
    if parsed.is_none() {
        let help = "low, medium, high or a number from 0 to 100";
        sheet.fault(word.span(), format!("`{}` is not a confidence", word.get_ref()), Some(help.into()));
    }
    parsed
}

/// Articles of the GDPR that [`LawFacts`](crate::model::LawFacts) tell apart.
fn articles(sheet: &mut Sheet, section: &Section<'_>) -> Vec<u8> {
    names_something(sheet, section, &["gdpr_articles"]);
    let articles = sheet.numbers(section, "gdpr_articles");
    if articles.iter().any(|article| !matches!(article, 9 | 10 | 87)) {
        let help = "9 (special categories), 10 (criminal offences), 87 (national identification numbers)";
        sheet.fault(section.key("gdpr_articles"), "no such article", Some(help.into()));
    }
    articles.into_iter().filter_map(|article| u8::try_from(article).ok()).collect()
}

fn date(sheet: &mut Sheet, section: &Section<'_>) -> Option<Date> {
    let word = sheet.date(section, "expires")?;
    let parsed = word.get_ref().parse().ok();
    if parsed.is_none() {
        sheet.fault(word.span(), "this is not a date", Some("write it as 2027-01-31".into()));
    }
    parsed
}

/// The patterns as they are written, without faults: [`globs`] tells those.
fn patterns(sheet: &mut Sheet, section: &Section<'_>) -> Vec<String> {
    sheet.texts(section, "paths").into_iter().map(Spanned::into_inner).collect()
}

fn globs(sheet: &mut Sheet, section: &Section<'_>) -> Option<Globs> {
    if !section.has("paths") {
        return None;
    }
    let patterns = sheet.texts(section, "paths");
    match Globs::new(patterns.iter().map(|pattern| pattern.get_ref().as_str())) {
        Ok(globs) => Some(globs),
        Err((number, why)) => {
            let span = patterns.get(number).map_or_else(|| section.key("paths"), Spanned::span);
            sheet.fault(span, format!("this is not a path pattern: {why}"), None);
            None
        }
    }
}

fn shapes(sheet: &mut Sheet, section: &Section<'_>) -> Vec<Shape> {
    let mut shapes = Vec::new();
    for text in sheet.texts(section, "values") {
        match Shape::new(text.get_ref()) {
            Some(shape) => shapes.push(shape),
            None => {
                let help = "`#` is a digit, `?` one character, `*` any number of them";
                sheet.fault(text.span(), "this is not the shape of a value", Some(help.into()));
            }
        }
    }
    shapes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<(Config, Vec<Fault>), Vec<Fault>> {
        Config::parse("piidar.toml", text, Date::constant(2026, 6, 15))
    }

    const FULL: &str = r##"
[scan]
types = ["email", "US_SSN"]
min_confidence = "high"
inline = false
[policy]
fail_on = "high"
categories = ["sensitive"]
min_confidence = 70
strict_coverage = true
[[zone]]
paths = ["tests/**", "*.snap"]
fail_on = "any"
max_findings = 2
[[zone]]
paths = ["lab/"]
fail_on = "none"
reason = "never shipped"
[[allow]]
types = ["EMAIL_ADDRESS"]
domains = ["example.org"]
values = ["555-01##"]
reason = "our own desk"
owner = "desk"
expires = 2026-06-15
"##;

    #[test]
    fn a_full_file_says_what_it_says() {
        let (config, warnings) = parse(FULL).unwrap();
        assert!(warnings.is_empty(), "{warnings:?}");
        assert_eq!(config.types, ["email", "US_SSN"]);
        assert_eq!(config.min_confidence, Some(Confidence::new(85)));
        assert!(config.no_inline && config.strict_coverage && !config.allow_incomplete);
        assert_eq!(config.policy.fail_on, Some(FailOn::Sensitivity(Sensitivity::High)));
        assert_eq!(config.policy.min_confidence, Confidence::new(70));
        assert_eq!(config.zones.len(), 2);
        assert_eq!(config.zones[0].name, "tests/**, *.snap");
        assert_eq!(config.zones[0].policy.max_findings, Some(2));
        assert!(config.zones[1].policy.is_open());
        assert_eq!(&*config.allow[0].reason, "our own desk");
        let (empty, _) = parse("").unwrap();
        assert!(empty.policy.is_open() && empty.zones.is_empty() && !empty.no_inline);
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let text = "[scan]\ntype = ['a']\n[policy]\nfail_on = 'hihg'\nmin_confidence = 300\n[[zone]]\nfail_on = 'any'\n\
                    [[zone]]\npaths = ['a']\n[[zone]]\npaths = ['a[']\nfail_on = 'any'\n[[allow]]\nreason = 'x'\n[[allow]]\npaths = ['a']\n\
                    [[allow]]\nvalues = ['']\nreason = 'x'\nexpires = '2027-13-01'\n";
        let faults: Vec<_> = parse(text).unwrap_err().into_iter().map(|f| f.message).collect();
        assert_eq!(
            faults,
            [
                "unknown key `type`",
                "unknown sensitivity `hihg`",
                "`300` is not a confidence",
                "missing key `paths`",
                "missing key `fail_on`",
                "this is not a path pattern: unclosed character class; missing ']'",
                "this entry accepts everything",
                "missing key `reason`",
                "this is not the shape of a value",
                "this is not a date",
            ]
        );
    }

    #[test]
    fn a_limit_alone_counts_everything() {
        for limit in ["max_findings = 0", "max_distinct = 3", "min_confidence = 'high'"] {
            for (section, fails) in [("[policy]", true), ("[policy]\nfail_on = 'none'", false)] {
                let (config, _) = parse(&format!("{section}\n{limit}\n")).unwrap();
                assert_eq!(config.policy.fail_on == Some(FailOn::Any), fails, "{section} {limit}");
            }
            let narrow = parse(&format!("[policy]\ntypes = ['US_SSN']\n{limit}\n")).unwrap().0;
            assert_eq!(narrow.policy.fail_on, None, "{limit}");
            let zone = parse(&format!("[[zone]]\npaths = ['a/']\n{limit}\n")).unwrap().0;
            assert_eq!(zone.zones[0].policy.fail_on, Some(FailOn::Any), "{limit}");
        }
    }

    #[test]
    fn a_list_that_names_nothing_is_a_fault() {
        let policy = ["types", "categories", "gdpr_labels", "gdpr_articles"];
        let sections = [("[scan]", &["types", "exclude_types"][..]), ("[policy]", &policy)];
        let allow = ("[[allow]]\nreason = 'x'", &["types", "paths", "domains", "values"][..]);
        let zone = ("[[zone]]\nfail_on = 'any'\npaths = ['a']", &policy[..]);
        for (section, keys) in sections.into_iter().chain([allow, zone]) {
            for key in keys {
                let faults = parse(&format!("{section}\n{key} = []\n")).unwrap_err();
                let told: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
                assert_eq!(told, [format!("`{key}` names nothing")], "{section}");
            }
        }
    }

    #[test]
    fn an_entry_that_has_expired_accepts_nothing_and_is_told() {
        let text = "[[allow]]\npaths = ['a']\nreason = 'x'\nowner = 'jr'\nexpires = 2026-06-14\n";
        let (config, warnings) = parse(text).unwrap();
        assert!(config.allow.is_empty());
        assert_eq!(warnings[0].message, "this entry expired on 2026-06-14: what it accepted counts again");
        assert_eq!(warnings[0].help.as_deref(), Some("renew it or take it out; ask jr"));
    }
}
