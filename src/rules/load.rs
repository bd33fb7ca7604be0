//! All rules of a run: the built-in ones, those of the user, and the choice among them.

use std::collections::{BTreeMap, BTreeSet};

use super::read::{read, unknown_type};
use super::{BUILTIN, Known, Rule};
use crate::model::{Fault, fnv};

/// The active rules, by id.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RuleSet {
    /// The rules in the order of their ids, whatever the order of the files.
    pub rules: Vec<Rule>,
    /// Hash of the texts of all active rules, in hexadecimal.
    pub hash: String,
    /// Ids and info types of the rules that were not chosen.
    pub left_out: Vec<String>,
    /// What is odd, but not wrong, in the rules that were read.
    pub warnings: Vec<Fault>,
}

impl RuleSet {
    /// The rules that come with the program.
    ///
    /// # Errors
    /// All faults of all files.
    pub fn builtin(known: &Known<'_>) -> Result<Self, Vec<Fault>> {
        let name = |id: &str| format!("rules/detectors/{id}.toml");
        let files: Vec<_> = BUILTIN.iter().map(|(id, text)| (name(id), (*text).to_owned())).collect();
        Self::of_files(known, files)
    }

    /// These rules and no others: (path, text) of each file.
    ///
    /// # Errors
    /// All faults of all files.
    pub fn of_files(known: &Known<'_>, files: Vec<(String, String)>) -> Result<Self, Vec<Fault>> {
        Self::default().with_dir(known, files)
    }

    /// Adds the rules of the user: path and text of each file in a folder. A rule replaces the built-in one
    /// with the same id.
    ///
    /// # Errors
    /// All faults of all files, and two files with one id.
    pub fn with_dir(mut self, known: &Known<'_>, files: Vec<(String, String)>) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut new: BTreeMap<String, Rule> = BTreeMap::new();
        for (path, text) in files {
            match read(&path, &text, known) {
                Ok((rule, warnings)) => {
                    self.warnings.retain(|w| !self.rules.iter().any(|r| r.id == rule.id && r.file == w.file));
                    self.warnings.extend(warnings);
                    if let Some(twin) = new.insert(rule.id.clone(), rule) {
                        faults.push(duplicate(&twin, &path));
                    }
                }
                Err(wrong) => faults.extend(wrong),
            }
        }
        self.rules.retain(|rule| !new.contains_key(&rule.id));
        self.rules.extend(new.into_values());
        if self.rules.is_empty() && faults.is_empty() {
            faults.push(Fault::new("", "no rules").help("a scan with no rules finds nothing"));
        }
        if faults.is_empty() { Ok(self.settled()) } else { Err(faults) }
    }

    /// Keeps the rules that `only` names (all if it is empty) without those that `except` names, by info type
    /// or rule id in any letter case.
    ///
    /// # Errors
    /// Names that no rule has, and a choice that leaves no rule. The set is then as it was.
    pub fn select(&mut self, only: &[String], except: &[String]) -> Result<(), Vec<Fault>> {
        if only.is_empty() && except.is_empty() && !self.rules.is_empty() {
            return Ok(());
        }
        let mut faults = self.unknown("--type", only);
        faults.extend(self.unknown("--exclude-type", except));
        let chosen = |rule: &Rule| {
            (only.is_empty() || only.iter().any(|word| is_named(rule, word)))
                && !except.iter().any(|word| is_named(rule, word))
        };
        if faults.is_empty() && !self.rules.iter().any(chosen) {
            let help = "`--type` and `--exclude-type` together leave nothing to look for";
            faults.push(Fault::new("", "no rule is active").help(help));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let left = self.rules.iter().filter(|rule| !chosen(rule));
        self.left_out.extend(left.flat_map(|rule| [rule.id.clone(), rule.info_type.clone()]));
        self.rules.retain(chosen);
        *self = std::mem::take(self).settled();
        Ok(())
    }

    /// These rules, and those of `others` whose ids they lack.
    pub(crate) fn and(mut self, others: Self) -> Self {
        let lacks = |rule: &Rule| self.rules.iter().all(|own| own.id != rule.id);
        let missing: Vec<_> = others.rules.into_iter().filter(lacks).collect();
        self.rules.extend(missing);
        self.settled()
    }

    /// The rule with this id, or else the first of this info type, in any letter case.
    pub fn get(&self, word: &str) -> Option<&Rule> {
        let by_id = self.rules.iter().find(|rule| rule.id.eq_ignore_ascii_case(word));
        by_id.or_else(|| self.rules.iter().find(|rule| is_named(rule, word)))
    }

    /// Every info type of the active rules with its family, once each.
    pub fn types(&self) -> BTreeSet<(&str, &str)> {
        self.rules.iter().map(|rule| (rule.info_type.as_str(), rule.family.as_str())).collect()
    }

    /// Ids and info types of all rules that were read, chosen or not.
    pub fn names(&self) -> Vec<String> {
        let active = self.rules.iter().flat_map(|rule| [rule.id.clone(), rule.info_type.clone()]);
        let mut names: Vec<_> = active.chain(self.left_out.iter().cloned()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    fn unknown(&self, flag: &str, words: &[String]) -> Vec<Fault> {
        let is_known = |word: &&String| self.rules.iter().any(|rule| is_named(rule, word));
        words.iter().filter(|w| !is_known(w)).map(|w| unknown_type(flag, w, &self.rules)).collect()
    }

    /// The order and the hash brought up to date.
    fn settled(mut self) -> Self {
        self.rules.sort_by(|a, b| a.id.cmp(&b.id));
        self.hash = fnv(self.rules.iter().map(|rule| &*rule.text));
        self
    }
}

fn is_named(rule: &Rule, word: &str) -> bool {
    rule.info_type.eq_ignore_ascii_case(word) || rule.id.eq_ignore_ascii_case(word)
}

fn duplicate(twin: &Rule, path: &str) -> Fault {
    let message = format!("two rules have the id `{}`", twin.id);
    Fault::new(path, message).help(format!("the other is in {}", twin.file))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KNOWN: Known<'static> = Known {
        finders: &[("email", &["plain", "quoted"]), ("digits", &[])],
        validators: &["email", "luhn"],
        masks: &["all", "email"],
    };

    /// A rule by finder.
    const EMAIL: &str = r#"
id = "email"
info_type = "EMAIL_ADDRESS"
name = "Email address"
family = "contact"
validate = "email"
mask = "email"
strength = "structure"
fields = ["email", "e_mail", "mail_address"]
keywords = ["email", "contact us"]
hit = ["mail ann@example.org"]
miss = ["git@host:path"]

[[match]]
finder = "email"
forms = ["plain"]
base = 90
context = 95
field = 99
"#;

    /// A rule by pattern.
    const STAFF: &str = r#"
id = "staff-id"
info_type = "EMPLOYEE_ID"
name = "Staff number"
family = "person"
hit = ["EMP-00123"]
miss = ["EMP-1"]

[[match]]
pattern = 'EMP-[0-9]{5}'
base = 60
"#;

    fn load(files: &[(&str, &str)]) -> Result<RuleSet, Vec<Fault>> {
        let files = files.iter().map(|(p, t)| (format!("{p}.toml"), (*t).to_owned())).collect();
        RuleSet::of_files(&KNOWN, files)
    }

    fn messages(text: &str) -> Vec<String> {
        load(&[("email", text)]).err().into_iter().flatten().map(|f| f.message).collect()
    }

    #[test]
    fn good_rules_load_in_the_order_of_their_ids() {
        let set = load(&[("staff-id", STAFF), ("email", EMAIL)]).unwrap();
        let ids: Vec<_> = set.rules.iter().map(|r| r.id.as_str()).collect();
        assert_eq!(ids, ["email", "staff-id"]);
        assert_eq!(set.hash, load(&[("email", EMAIL), ("staff-id", STAFF)]).unwrap().hash);
        assert!(set.warnings.is_empty(), "{:?}", set.warnings);
        let email = set.get("EMAIL_ADDRESS").unwrap();
        assert_eq!((email.matches[0].base, email.matches[0].field), (90, Some(99)));
        assert_eq!(email.strength, super::super::Strength::Structure);
        assert_eq!(set.get("staff-id").unwrap().mask, "all");
    }

    #[test]
    fn every_kind_of_fault_is_found_where_it_stands() {
        // (what is replaced, by what, message, text under the caret)
        let cases = [
            ("fields =", "feilds =", "unknown key `feilds`", "feilds"),
            ("context = 95", "contxt = 95", "unknown key `contxt`", "contxt"),
            ("base = 90", "base = 90\nmask = \"all\"", "`mask` is inside a match", "mask"),
            ("id = \"email\"", "id = \"Email\"", "`Email` is not an id", "\"Email\""),
            ("id = \"email\"", "id = \"mail\"", "the id `mail` is not the name of the file", "\"mail\""),
            ("EMAIL_ADDRESS", "Email", "`Email` is not an info type", "\"Email\""),
            ("\"contact\"", "\"Con tact\"", "`Con tact` is not a family", "\"Con tact\""),
            ("validate = \"email\"", "validate = \"emial\"", "unknown validator `emial`", "\"emial\""),
            ("mask = \"email\"", "mask = \"none\"", "unknown mask `none`", "\"none\""),
            ("\"structure\"", "\"strong\"", "unknown strength `strong`", "\"strong\""),
            ("\"e_mail\"", "\"E-Mail\"", "`E-Mail` in `fields` is not normalised", "\"E-Mail\""),
            (
                "\"contact us\"",
                "\"Contact  us\"",
                "`Contact  us` in `keywords` is not normalised",
                "\"Contact  us\"",
            ),
            ("finder = \"email\"", "finder = \"mail\"", "unknown finder `mail`", "\"mail\""),
            ("\"plain\"", "\"plane\"", "unknown form `plane`", "\"plane\""),
            ("base = 90", "base = 101", "`base` is not between 0 and 100", "101"),
            ("base = 90", "base = \"90\"", "`base` has the wrong type", "\"90\""),
            ("base = 90\n", "", "missing key `base`", "[[match]]"),
            ("finder = \"email\"", "", "missing key `finder`", "[[match]]"),
            ("forms =", "pattern = 'abc'\nforms =", "both `finder` and `pattern`", "[[match]]"),
            ("hit = [\"mail ann@example.org\"]", "hit = []", "`hit` is empty", "hit"),
            ("miss = [\"git@host:path\"]", "miss = [\"\"]", "an example without text", "\"\""),
            ("miss = [\"git@host:path\"]", "", "missing key `miss`", "id = \"email\""),
            ("name = \"Email address\"", "name = ", "", ""),
        ];
        for (good, bad, message, under) in cases {
            let text = EMAIL.replacen(good, bad, 1);
            assert_ne!(text, EMAIL, "{good}");
            let faults = load(&[("email", &text)]).unwrap_err();
            let found = faults.iter().find(|f| f.message.starts_with(message));
            let fault = found.unwrap_or_else(|| panic!("{message} in {faults:?}"));
            if !under.is_empty() {
                assert_eq!(&text[fault.span.clone().unwrap()], under, "{message}");
            }
        }
        let text = EMAIL.replacen("mask = \"email\"", "mask = \"emali\"", 1);
        let help = load(&[("email", &text)]).unwrap_err()[0].help.clone().unwrap();
        assert_eq!(help, "did you mean `email`? accepted: all, email");
    }

    #[test]
    fn faults_of_all_files_come_at_once() {
        let bad =
            EMAIL.replace("base = 90", "base = 300").replace("\"luhn\"", "1").replace("hit =", "hits =");
        let faults = load(&[("email", &bad), ("staff", STAFF), ("c", "= 1"), ("email2", "")]).unwrap_err();
        let mut files: Vec<_> = faults.iter().map(|f| f.file.as_str()).collect();
        files.dedup();
        assert_eq!(files, ["email.toml", "staff.toml", "c.toml", "email2.toml"]);
        assert!(messages(&bad).len() >= 3);
    }

    #[test]
    fn a_wrong_pattern_is_shown_inside_its_string() {
        for (pattern, under) in [
            ("'EMP-[0-9]{5}('", "("),
            ("'''EMP-[z-a]'''", "z-a"),
            ("\"EMP-\\\\p{Nope}\"", "\"EMP-\\\\p{Nope}\""),
            ("'EMP-(?=x)'", "(?="),
        ] {
            let text = STAFF.replace("'EMP-[0-9]{5}'", pattern);
            let faults = load(&[("staff-id", &text)]).unwrap_err();
            assert!(faults[0].message.starts_with("the pattern is wrong: "), "{faults:?}");
            assert_eq!(&text[faults[0].span.clone().unwrap()], under);
        }
        for (pattern, told) in [("(?:EMP)*", "empty text"), ("(?:[a-z]{1000}){1000}", "too large")] {
            let text = STAFF.replace("EMP-[0-9]{5}", pattern);
            let faults = load(&[("staff-id", &text)]).unwrap_err();
            assert!(faults[0].message.contains(told) && faults[0].span.is_some(), "{faults:?}");
        }
    }

    #[test]
    fn oddities_are_warnings() {
        let text =
            EMAIL.replace("context = 95", "context = 80\nfailed = 100").replace("\"e_mail\"", "\"email\"");
        let warnings = load(&[("email", &text)]).unwrap().warnings;
        let warnings: Vec<_> = warnings.iter().map(|w| w.message.as_str()).collect();
        assert_eq!(
            warnings,
            [
                "`email` is listed twice in `fields`",
                "`base` = 90 is more than `context` = 80",
                "`failed` = 100 is more than `field` = 99",
            ]
        );
        let text =
            STAFF.replace("base = 60", "base = 60\nfield = 70").replace("EMP-[0-9]{5}", "[A-Z]+-[0-9]{2}");
        let warnings = load(&[("staff-id", &text)]).unwrap().warnings;
        assert!(warnings[0].message.contains("slow"), "{warnings:?}");
        assert!(warnings[1].message.contains("never counts"), "{warnings:?}");
    }

    #[test]
    fn rules_of_the_user_replace_built_in_ones() {
        let set = load(&[("email", EMAIL), ("staff-id", STAFF)]).unwrap();
        let mine = EMAIL.replace("Email address", "Mine");
        let files = vec![("my/email.toml".to_owned(), mine.clone())];
        let with = set.clone().with_dir(&KNOWN, files).unwrap();
        assert_eq!((with.rules.len(), with.rules[0].name.as_str()), (2, "Mine"));
        assert_ne!(with.hash, set.hash);
        let twice = vec![("a/email.toml".to_owned(), mine.clone()), ("b/email.toml".to_owned(), mine)];
        let faults = set.with_dir(&KNOWN, twice).unwrap_err();
        assert_eq!(faults[0].message, "two rules have the id `email`");
        assert!(load(&[]).is_err(), "no rules at all is a fault");
    }

    #[test]
    fn rules_are_chosen_by_type_or_id() {
        let set = load(&[("email", EMAIL), ("staff-id", STAFF)]).unwrap();
        let choose = |only: &[&str], except: &[&str]| {
            let words = |w: &[&str]| w.iter().map(|w| w.to_string()).collect::<Vec<_>>();
            let mut set = set.clone();
            let result = set.select(&words(only), &words(except));
            result.map(|()| set.rules.into_iter().map(|r| r.id).collect::<Vec<_>>())
        };
        assert_eq!(choose(&[], &[]).unwrap(), ["email", "staff-id"]);
        assert_eq!(choose(&["email_address"], &[]).unwrap(), ["email"]);
        assert_eq!(choose(&[], &["EMAIL"]).unwrap(), ["staff-id"]);
        let faults = choose(&["EMAIL_ADRESS"], &["staf-id", "x"]).unwrap_err();
        assert_eq!(faults.len(), 3);
        assert!(faults[0].help.clone().unwrap().starts_with("did you mean `EMAIL_ADDRESS`?"), "{faults:?}");
        assert_eq!(
            faults[1].help.as_deref(),
            Some("did you mean `staff-id`? `piidar rules list` names all types and rules")
        );
        assert!(choose(&["email"], &["email"]).is_err());
    }

    #[test]
    fn the_built_in_table_holds_each_rule_once() {
        let ids: BTreeSet<_> = BUILTIN.iter().map(|(id, _)| id).collect();
        assert_eq!(ids.len(), BUILTIN.len());
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(at in 0usize..400, cut in 0usize..40, noise in "\\PC{0,12}") {
            let mut text: Vec<char> = EMAIL.chars().collect();
            let at = at.min(text.len());
            let end = (at + cut).min(text.len());
            text.splice(at..end, noise.chars());
            let text: String = text.into_iter().collect();
            if let Err(faults) = load(&[("email", &text)]) {
                for fault in faults {
                    prop_assert!(!fault.render(false).is_empty());
                }
            }
        }
    }
}
