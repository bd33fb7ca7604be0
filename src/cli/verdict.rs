//! What a scan says of the project in the end, on standard error: which policies do not hold, and what is accepted in vain.

use piidar::gate::{Comments, Gate, Idle};
use piidar::model::{Catalog, Fault, Summary};

use super::project::{Project, say};
use super::table::count;
use super::terminal;

/// How to go on from a violation.
const HINT: &str = "help: remove the values, or accept them: a comment `piidar:allow(TYPE) reason`, an entry in piidar.toml, or \
                    `piidar baseline update`";

/// Tells. Entries that accepted nothing are told only if `whole`: where only a part was scanned, they may be for the rest.
pub(crate) fn tell(gate: &Gate, comments: &Comments, project: &Project, whole: bool) {
    for Idle { path, line, unknown } in comments.idle() {
        let what = unknown.as_ref().map_or_else(
            || "this piidar:allow accepts nothing".to_owned(),
            |unknown| format!("this piidar:allow names {unknown}"),
        );
        say(&terminal::visible(&format!("warning: {path}:{line}: {what}")));
    }
    if comments.more() > 0 {
        say(&format!("warning: {} more comments accept nothing or name unknown types", comments.more()));
    }
    if whole {
        project.allowed.idle().for_each(warn);
    }
    let violations = gate.violations();
    for violation in &violations {
        let zone = violation.zone.as_ref().map(|zone| format!(" in the zone {zone}")).unwrap_or_default();
        let findings = usize::try_from(violation.findings).unwrap_or(usize::MAX);
        let found = count(findings, "new finding", "new findings");
        let text = format!("error: {found} against the policy{zone}: {}", violation.policy);
        say(&terminal::visible(&text));
    }
    if !violations.is_empty() {
        say(HINT);
    }
}

/// Says which types were found that the matrix says nothing of: what it says of its default row may be wrong for them.
pub(crate) fn tell_unmapped(summary: &Summary, catalog: &Catalog) {
    let falls = |name: &str| catalog.rules.iter().find(|rule| rule.by_default && rule.info_type == name);
    let mut found = summary.by_type.keys().filter_map(|name| falls(name)).peekable();
    let row = found.peek().and_then(|rule| catalog.classes.get(usize::from(rule.class.0)));
    // Of a single row there is nothing to choose.
    let Some(row) = row.filter(|_| catalog.classes.len() > 1) else { return };
    let names = found.map(|rule| rule.info_type.as_str()).collect::<Vec<_>>().join(", ");
    let text = format!("warning: the matrix `{}` maps neither type nor family of {names}", catalog.profile);
    say(&terminal::visible(&format!("{text}: classified as `{}`, its default", row.id)));
}

fn warn(fault: &Fault) {
    say(&fault.render_warning(terminal::colors_on_stderr()));
}
