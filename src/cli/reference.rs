//! `piidar rules doc`: every type of data that is found, with what it goes by and what it means, as Markdown.

use std::collections::BTreeMap;
use std::io::{self, Write};

use piidar::classify::{Laws, Matrix};
use piidar::model::{Class, LawFacts};
use piidar::rules::{Match, Rule, RuleSet};

/// Names and words of a rule that are told; the rest is counted.
const MOST: usize = 16;

/// Writes the reference of all rules, with their rows of the matrix.
pub(crate) fn write(set: &RuleSet, matrix: &Matrix, out: &mut dyn Write) -> io::Result<()> {
    let rules = set.rules.iter().filter_map(|rule| Some((rule, class(matrix, rule)?)));
    let mut rules: Vec<(&Rule, &Class)> = rules.collect();
    rules.sort_by_key(|(rule, _)| &rule.info_type);
    writeln!(out, "# Detectors\n\nWritten by `piidar rules doc`; do not edit.\n")?;
    writeln!(out, "{}", ABOUT.trim())?;
    writeln!(out, "\n| type | what it is | category | sensitivity |\n|---|---|---|---|")?;
    let mut sections: BTreeMap<&str, usize> = BTreeMap::new();
    for (rule, class) in &rules {
        let link = link(&rule.info_type, sections.entry(&rule.info_type).or_default());
        writeln!(out, "| {link} | {} | {} | {} |", rule.name, class.name, sensitivity(class))?;
    }
    rules.into_iter().try_for_each(|(rule, class)| section(rule, class, out))
}

/// A link to the next section of a type. Of sections with one name, all but the first get a number where Markdown is shown.
fn link(info_type: &str, before: &mut usize) -> String {
    let number = if *before > 0 { format!("-{before}") } else { String::new() };
    *before += 1;
    format!("[{info_type}](#{}{number})", info_type.to_lowercase())
}

/// What is the same for all types.
const ABOUT: &str = "
A *way* is how values are found: by a form of a finder, or by a pattern. Its points say how certain a finding is: by its shape and validation alone,
with a keyword nearby, under the name of a column or key or after a label, and there with wrong check digits. From 85 points a finding is high,
from 60 medium, from 30 low; below 60 it is not reported unless `--min-confidence` asks for it. Words against it, noise and test paths take points off.

Categories and what they mean come from the matrix, which can be replaced; facts of law do not depend on it, and are not legal advice.
`finds` and `leaves` are examples that run with the tests, where published test values count as real; `\\n` stands for the end of a line.
";

/// Every rule has its row: a matrix has a default.
fn class<'m>(matrix: &'m Matrix, rule: &Rule) -> Option<&'m Class> {
    let (id, _) = matrix.class_of(&rule.info_type, &rule.family);
    matrix.classes.get(usize::from(id.0))
}

fn sensitivity(class: &Class) -> &'static str {
    class.sensitivity.map_or("", |level| level.name())
}

fn section(rule: &Rule, class: &Class, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n## {}\n\n{}; rule `{}`, family `{}`.", rule.info_type, rule.name, rule.id, rule.family)?;
    let about = about(rule);
    if !about.is_empty() {
        writeln!(out, "{about}")?;
    }
    writeln!(out, "\n- **Category**: {}", row(class))?;
    writeln!(out, "- **Laws**: {}", laws(&Laws::builtin().of(&rule.info_type, &rule.family)))?;
    let checked = rule
        .validate
        .as_ref()
        .map_or("nothing but the shape".to_owned(), |name| format!("validator `{name}`"));
    writeln!(
        out,
        "- **Checked by**: {checked}; goes by {}; shown through the mask `{}`",
        rule.strength.name(),
        rule.mask
    )?;
    let lists = [
        ("Columns and keys", &rule.fields),
        ("Columns and keys that need support", &rule.weak_fields),
        ("Labels", &rule.labels),
        ("Keywords", &rule.keywords),
        ("Words against it", &rule.against),
    ];
    for (title, words) in lists.into_iter().filter(|(_, words)| !words.is_empty()) {
        writeln!(out, "- **{title}**: {}", some(words))?;
    }
    if let Some(limit) = limit(rule) {
        writeln!(out, "- **Limit**: {limit}")?;
    }
    ways(rule, out)?;
    examples("finds", &rule.hit, out)?;
    examples("leaves", &rule.miss, out)
}

/// What the rule file says at its head.
fn about(rule: &Rule) -> String {
    let head = rule.text.lines().map_while(|line| line.strip_prefix('#'));
    head.map(str::trim).collect::<Vec<_>>().join("\n")
}

fn row(class: &Class) -> String {
    let retention = class.retention.as_ref().map(|retention| retention.text.clone());
    let rest = [
        class.sensitivity.map(|s| s.name().to_owned()),
        class.gdpr_label.clone(),
        class.access.clone(),
        retention,
    ];
    [Some(class.name.clone())].into_iter().chain(rest).flatten().collect::<Vec<_>>().join("; ")
}

/// What is not stated is left out.
fn laws(facts: &LawFacts) -> String {
    let named = |name: &str, text: &str| (!text.is_empty()).then(|| format!("{name} {text}"));
    let articles: Vec<String> = facts.articles.iter().map(u8::to_string).collect();
    let all = [
        named("GDPR class", &facts.gdpr),
        named("GDPR article", &articles.join(", ")),
        named("CCPA", &facts.ccpa),
        facts.spi.filter(|spi| *spi).map(|_| "sensitive personal information (CPRA)".to_owned()),
        named("HIPAA", &facts.hipaa),
        facts.pci.filter(|pci| *pci).map(|_| "PCI DSS".to_owned()),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// The first words of a list, and how many there are besides.
fn some(words: &[String]) -> String {
    let first: Vec<String> = words.iter().take(MOST).map(|word| format!("`{word}`")).collect();
    let more = words.len().saturating_sub(MOST);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    first.join(", ") + &more
}

/// What a reader of the points should know.
fn limit(rule: &Rule) -> Option<&'static str> {
    let by_shape = rule.matches.iter().filter(|way| !is_named(way)).map(|way| way.base).max();
    match by_shape {
        None => Some("found after a name or label, or in a column; never by its shape"),
        Some(..60) => Some("not reported without a keyword nearby or the name of a column or key"),
        _ => None,
    }
}

/// Whether a way goes by a name alone.
fn is_named(way: &Match) -> bool {
    way.finder.as_deref() == Some("field")
}

fn ways(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n| way | alone | keyword | name | wrong check digits |\n|---|--:|--:|--:|--:|")?;
    let points = |points: Option<u8>| points.map(|n| n.to_string()).unwrap_or_default();
    for way in &rule.matches {
        let alone = Some(way.base).filter(|_| !is_named(way));
        let field = way.field.or(is_named(way).then_some(way.base));
        let [alone, context, field, failed] = [alone, way.context, field, way.failed].map(points);
        writeln!(out, "| {} | {alone} | {context} | {field} | {failed} |", name(way))?;
    }
    Ok(())
}

/// A finder with its forms, or a pattern; pipes would end the cell.
fn name(way: &Match) -> String {
    let forms = way.forms.join("`, `");
    match (&way.finder, &way.pattern) {
        (Some(finder), _) if forms.is_empty() => finder.clone(),
        (Some(finder), _) => format!("{finder}: `{forms}`"),
        (None, pattern) => format!("`{}`", pattern.as_deref().unwrap_or_default().replace('|', "\\|")),
    }
}

fn examples(title: &str, texts: &[String], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{title}:\n\n```text")?;
    for text in texts {
        writeln!(out, "{}", text.replace('\n', "\\n"))?;
    }
    writeln!(out, "```")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_section_of_a_type_has_its_own_link() {
        let mut before = 0;
        let links = [(); 3].map(|()| link("EMAIL_ADDRESS", &mut before));
        let anchors = ["email_address", "email_address-1", "email_address-2"];
        assert_eq!(links, anchors.map(|anchor| format!("[EMAIL_ADDRESS](#{anchor})")));
    }
}
