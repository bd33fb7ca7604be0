//! What a scan says of the project in the end, on standard error: which policies do not hold, and what is accepted in vain.

use piidar::gate::{Comments, Gate, Idle};
use piidar::model::Fault;

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

fn warn(fault: &Fault) {
    say(&fault.render_warning(terminal::colors_on_stderr()));
}
