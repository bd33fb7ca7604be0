//! `piidar rules`: what is looked for, and whether the rules are good.

use std::io::{self, Write};

use anyhow::Context;
use piidar::Scanner;
use piidar::model::{Confidence, DispositionSet, Fault};
use piidar::rules::{Rule, RuleSet};

use super::args::{ConfigArgs, Knowledge, Rules, When};
use super::project::Project;
use super::table::{count, write_table};
use super::{Exit, Faults, knowledge, reference, terminal};

/// Lists, shows, describes or checks rules.
pub(crate) fn run(args: &Rules) -> anyhow::Result<Exit> {
    let project = Project::find(&ConfigArgs::default())?;
    let rules = |wanted: &Knowledge| knowledge::rules(wanted, &project);
    let mut out = io::stdout().lock();
    match args {
        Rules::List { knowledge } => list(&rules(knowledge).map_err(Faults)?, &mut out)?,
        Rules::Show { id, knowledge } => {
            let set = rules(knowledge).map_err(Faults)?;
            let rule = set.get(id).with_context(|| format!("no rule {id}; see `piidar rules list`"))?;
            show(rule, &mut out)?;
        }
        Rules::Doc { knowledge } => {
            let matrix = knowledge::matrix_of(knowledge, &project).map_err(Faults)?;
            reference::write(&rules(knowledge).map_err(Faults)?, &matrix, &mut out)?;
        }
        Rules::Check { knowledge } => {
            let loaded = rules(knowledge);
            let scanner = example_scanner(loaded.as_ref().ok())?;
            let finds = |rule: &Rule, text: &str| finds(&scanner, rule, text);
            let good = check(&loaded, &finds, terminal::colors(When::Auto), &mut out)?;
            return Ok(if good { Exit::Pass } else { Exit::Fault });
        }
    }
    Ok(Exit::Pass)
}

/// A scanner for examples: everything of at least low confidence counts, published test values too.
fn example_scanner(rules: Option<&RuleSet>) -> Result<Scanner, Faults> {
    let builder = Scanner::builder().samples_as_real(true).show(DispositionSet::ALL);
    let builder = builder.min_confidence(Confidence::new(30)).threads(1);
    let builder = match rules {
        Some(rules) => builder.rules(rules.clone()),
        None => builder,
    };
    Ok(builder.build()?)
}

/// Whether the rule finds something in a text.
fn finds(scanner: &Scanner, rule: &Rule, text: &str) -> bool {
    // An example of several lines may be a table; it is tried as both.
    let names: &[&str] = if text.contains('\n') { &["example.txt", "example.csv"] } else { &["example.txt"] };
    let found = |name: &&str| {
        let batch = scanner.scan_bytes(name, text.as_bytes());
        batch.findings.iter().any(|f| scanner.catalog().rule(f.finding.rule).id == rule.id)
    };
    names.iter().any(found)
}

/// `rules list`: one line per rule.
fn list(set: &RuleSet, out: &mut dyn Write) -> io::Result<()> {
    let row = |rule: &Rule| {
        let names = [&rule.id, &rule.info_type, &rule.family].map(String::clone);
        names.into_iter().chain([rule.strength.name().to_owned(), rule.name.clone()]).collect()
    };
    let rows: Vec<Vec<String>> = set.rules.iter().map(row).collect();
    write_table(out, &["ID", "TYPE", "FAMILY", "GOES BY", "NAME"], &rows)
}

/// `rules show`: what the rule comes to as comments, then its file, so that the output is a rule file itself.
fn show(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}: {}", rule.name, rule.info_type)?;
    writeln!(out, "# from {}", rule.file)?;
    let ways = count(rule.matches.len(), "way to match", "ways to match");
    let fields = count(rule.fields.len(), "field name", "field names");
    let keywords = count(rule.keywords.len(), "keyword", "keywords");
    let examples = count(rule.hit.len() + rule.miss.len(), "example", "examples");
    writeln!(out, "# {ways}, {fields}, {keywords}, {examples}")?;
    writeln!(out, "# shown through the mask `{}`\n", rule.mask)?;
    writeln!(out, "{}", rule.text.trim_end())
}

/// `rules check`: all faults, then warnings, then the examples that fail; in the end what was checked, if all is
/// well. `finds` says whether the rule finds something in a text. Gives whether all is well.
fn check(
    loaded: &Result<RuleSet, Vec<Fault>>,
    finds: &dyn Fn(&Rule, &str) -> bool,
    color: bool,
    out: &mut dyn Write,
) -> io::Result<bool> {
    let set = match loaded {
        Ok(set) => set,
        Err(faults) => {
            write_faults(faults, color, out)?;
            return Ok(false);
        }
    };
    for warning in &set.warnings {
        writeln!(out, "{}\n", warning.render_warning(color))?;
    }
    let failed: Vec<Fault> = set.rules.iter().flat_map(|rule| failed_examples(rule, finds)).collect();
    if !failed.is_empty() {
        write_faults(&failed, color, out)?;
        return Ok(false);
    }
    let examples = set.rules.iter().map(|rule| rule.hit.len() + rule.miss.len()).sum();
    let rules = count(set.rules.len(), "rule", "rules");
    writeln!(out, "{rules}, {}: ok", count(examples, "example", "examples"))?;
    Ok(true)
}

/// Every fault with its place, and how many there are.
pub(crate) fn write_faults(faults: &[Fault], color: bool, out: &mut dyn Write) -> io::Result<()> {
    for fault in faults.iter().take(Fault::MOST) {
        writeln!(out, "{}\n", fault.render(color))?;
    }
    match faults.len() {
        few if few < Fault::MOST => writeln!(out, "{}", count(few, "fault", "faults")),
        _ => writeln!(out, "These are the first {} faults.", Fault::MOST),
    }
}

fn failed_examples(rule: &Rule, finds: &dyn Fn(&Rule, &str) -> bool) -> Vec<Fault> {
    let hits = rule.hit.iter().map(|text| (text, true));
    let misses = rule.miss.iter().map(|text| (text, false));
    let failed = hits.chain(misses).filter(|(text, hit)| finds(rule, text) != *hit);
    failed.map(|(text, hit)| failed_example(rule, text, hit)).collect()
}

fn failed_example(rule: &Rule, text: &str, hit: bool) -> Fault {
    let message = match hit {
        true => format!("{}: nothing is found in a `hit` example", rule.id),
        false => format!("{}: something is found in a `miss` example", rule.id),
    };
    let fault = Fault::new(rule.file.as_str(), message).help(format!("the example is {text:?}"));
    match rule.text.find(text) {
        Some(at) => fault.at(rule.text.clone(), at..at + text.len()),
        None => fault,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use piidar::rules::Known;

    const RULE: &str = "id = 'ticket'\ninfo_type = 'TICKET'\nname = 'Ticket'\nfamily = 'contact'\n\
                        hit = ['TICKET-123']\nmiss = ['TICKET-1']\n[[match]]\npattern = 'TICKET-[0-9]{3}'\nbase = 60\n";

    fn load(text: &str) -> Result<RuleSet, Vec<Fault>> {
        let known = Known { finders: &[], validators: &[], masks: &["all"] };
        RuleSet::of_files(&known, vec![("my/ticket.toml".into(), text.into())])
    }

    fn written(write: impl FnOnce(&mut dyn Write) -> io::Result<bool>) -> (bool, String) {
        let mut out = Vec::new();
        let good = write(&mut out).unwrap();
        (good, String::from_utf8(out).unwrap())
    }

    #[test]
    fn list_and_show() {
        let set = load(RULE).unwrap();
        let (_, text) = written(|out| list(&set, out).map(|()| true));
        assert_eq!(
            text,
            "ID      TYPE    FAMILY   GOES BY  NAME\nticket  TICKET  contact  keyword  Ticket\n"
        );
        let (_, text) = written(|out| show(set.get("TICKET").unwrap(), out).map(|()| true));
        assert!(
            text.starts_with("# Ticket: TICKET\n# from my/ticket.toml\n# 1 way to match, 0 field names"),
            "{text}"
        );
        assert_eq!(load(&text).unwrap().rules[0].id, "ticket", "what is shown is a rule file");
    }

    #[test]
    fn check_runs_the_examples() {
        let loaded = load(RULE);
        let (good, text) = written(|out| check(&loaded, &|_, text| text == "TICKET-123", false, out));
        assert_eq!((good, text.as_str()), (true, "1 rule, 2 examples: ok\n"));
        let (good, text) = written(|out| check(&loaded, &|_, text| text == "TICKET-1", false, out));
        assert!(!good && text.contains("my/ticket.toml:5:9") && text.ends_with("2 faults\n"), "{text}");
    }

    #[test]
    fn check_shows_all_faults() {
        let loaded = load(&RULE.replace("base = 60", "base = 600").replace("name =", "nmae ="));
        let (good, text) = written(|out| check(&loaded, &|_, _| true, false, out));
        assert!(!good && text.contains("did you mean `name`?") && text.ends_with("3 faults\n"), "{text}");
    }
}
