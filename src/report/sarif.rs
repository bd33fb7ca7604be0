//! SARIF 2.1.0 (OASIS), as code scanning services read it: one result per place, with how many values lie there. No value,
//! and nothing that a value could be guessed from, is in it.

use std::io;
use std::io::Write;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::places::{Level, Places, Rest, Spot};
use super::reporter::{Format, Needs, Options, Reporter};
use super::site::Site;
use super::visible::visible;
use super::words::count;
use crate::model::{
    Batch, Catalog, Coverage, RuleId, RuleInfo, Sensitivity, Standing, StandingSet, Status, Summary,
};

/// Inputs that were not scanned completely and are named; the rest is counted.
const MOST_NOTIFICATIONS: usize = 1_000;

/// What a path may hold as it is in a URI (RFC 3986, unreserved characters and the separator).
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "sarif",
    extensions: &["sarif"],
    about: "SARIF 2.1.0, for code scanning services: one result per place",
    needs: Needs { standings: Some(StandingSet::ALL), ..Needs::PRINTED },
    open,
};

/// Starts a report.
fn open(out: Box<dyn Write + Send>, options: &Options) -> Box<dyn Reporter> {
    let places = Places::new(&options.catalog);
    Box::new(Sarif { out, catalog: Arc::clone(&options.catalog), places, gaps: Vec::new(), unnamed: 0 })
}

struct Sarif {
    out: Box<dyn Write + Send>,
    catalog: Arc<Catalog>,
    places: Places,
    /// What could not be scanned, and where.
    gaps: Vec<(Site, Coverage)>,
    /// How many more there are.
    unnamed: u64,
}

impl Reporter for Sarif {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        self.places.add(batch);
        let gap = batch.coverage.as_ref().filter(|c| batch.last && c.status != Status::Complete);
        match gap.filter(|c| c.reason.is_failure()) {
            Some(gap) if self.gaps.len() < MOST_NOTIFICATIONS => {
                self.gaps.push((Site::of(&batch.doc), gap.clone()));
            }
            Some(_) => self.unnamed += 1,
            None => {}
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let (spots, rest) = self.places.finish();
        let listed = spots.iter().map(|spot| self.result(spot));
        let results: Vec<Value> = listed.chain(rest.iter().map(|rest| self.rest(rest))).collect();
        let rules: Vec<Value> = self.catalog.rules.iter().map(|rule| self.rule(rule)).collect();
        let log = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "piidar",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                } },
                "columnKind": "unicodeCodePoints",
                "invocations": [{
                    "executionSuccessful": !summary.is_incomplete(),
                    "toolExecutionNotifications": self.notifications(),
                }],
                "results": results,
                "properties": {
                    "profile": self.catalog.profile,
                    "findings": summary.by_standing.iter().sum::<u64>(),
                    "new": summary.by_standing.first(),
                    "documents": summary.documents,
                },
            }],
        });
        serde_json::to_writer(&mut self.out, &log)?;
        writeln!(self.out)?;
        self.out.flush()
    }
}

impl Sarif {
    fn rule(&self, rule: &RuleInfo) -> Value {
        let class = self.catalog.class(rule.class);
        let category = &class.name;
        let help = format!(
            "{} is {category} under the profile {}. Remove the value, replace it by an invented one, or accept the place. \
             `piidar explain FILE:LINE` tells what counted.",
            rule.info_type, self.catalog.profile
        );
        json!({
            "id": rule.id,
            "name": rule.info_type,
            "shortDescription": { "text": format!("Personal data: {}", rule.info_type) },
            "help": { "text": help },
            "defaultConfiguration": { "level": level(Level::of(class)) },
            "properties": {
                "tags": ["security", "privacy", "pii"],
                "security-severity": severity(class.sensitivity),
            },
        })
    }

    fn result(&self, spot: &Spot) -> Value {
        let group = &spot.group;
        let class = self.catalog.class(group.class);
        let mut location = location(&spot.site);
        if let Some(at) = spot.place() {
            location["physicalLocation"]["region"] =
                json!({ "startLine": at.line, "startColumn": at.column });
        }
        let retention = class.retention.as_ref().and_then(|r| r.rule.as_ref()).map(ToString::to_string);
        let mut result = json!({
            "ruleId": self.catalog.rule(group.rule).id,
            "ruleIndex": group.rule.0,
            "level": level(Level::of(class)),
            "message": { "text": spot.message(&self.catalog) },
            "locations": [location],
            "partialFingerprints": { "piidarPlace/v1": spot.fingerprint(&self.catalog) },
            "properties": {
                "findings": group.total(),
                "minors": group.minors,
                "column": spot.column.as_ref().map(|column| visible(column)),
                "confidence": group.confidence.get(),
                "category": class.id,
                "sensitivity": class.sensitivity.map(|s| s.name()),
                "retentionClass": retention,
                "commit": spot.revision.as_ref().map(|revision| &revision.commit),
            },
        });
        // Who shows results takes those with suppressions for settled.
        match &group.standing {
            Standing::New => {}
            Standing::Known => {
                result["baselineState"] = json!("unchanged");
                result["suppressions"] = json!([{ "kind": "external", "justification": "in the baseline" }]);
            }
            Standing::Suppressed { in_source, .. } => {
                let kind = if *in_source { "inSource" } else { "external" };
                let why = group.standing.justification().map(visible);
                result["suppressions"] = json!([{ "kind": kind, "justification": why.unwrap_or_default() }]);
            }
        }
        result
    }

    /// All places of a type that are not listed, as one result.
    fn rest(&self, rest: &Rest) -> Value {
        let RuleId(index) = rest.rule;
        let rule = self.catalog.rule(rest.rule);
        let class = self.catalog.class(rule.class);
        json!({
            "ruleId": rule.id,
            "ruleIndex": index,
            "level": level(Level::of(class)),
            "message": { "text": rest.message(&self.catalog) },
            "locations": [location(&rest.site)],
            "properties": { "findings": rest.findings },
        })
    }

    /// What could not be scanned.
    fn notifications(&self) -> Vec<Value> {
        let named = self.gaps.iter().map(|(site, gap)| {
            let detail =
                if gap.detail.is_empty() { String::new() } else { format!(": {}", visible(&gap.detail)) };
            json!({
                "descriptor": { "id": gap.reason.code() },
                "level": "warning",
                "message": { "text": format!("{} {}{detail}", gap.status.name(), gap.reason) },
                "locations": [location(site)],
            })
        });
        let unnamed = (self.unnamed > 0).then(|| {
            let text = format!("{} more could not be scanned completely", count(self.unnamed, "input"));
            json!({ "level": "warning", "message": { "text": text } })
        });
        named.chain(unnamed).collect()
    }
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

/// The score by which GitHub sorts security results: 9.0 and more is critical, 7.0 high, 4.0 medium, less low.
const fn severity(sensitivity: Option<Sensitivity>) -> &'static str {
    match sensitivity {
        Some(Sensitivity::VeryHigh) => "9.0",
        Some(Sensitivity::High) => "7.0",
        Some(Sensitivity::Medium) | None => "5.0",
        Some(Sensitivity::Low) => "3.0",
    }
}

/// Where a document lies. What is packed has no address: its name is a logical location in its file.
fn location(site: &Site) -> Value {
    let mut location = json!({ "physicalLocation": { "artifactLocation": { "uri": uri(site.file()) } } });
    if let Some(name) = site.inside() {
        let (name, full) = (visible(name), visible(&site.path));
        location["logicalLocations"] =
            json!([{ "name": name, "fullyQualifiedName": full, "kind": "resource" }]);
    }
    location
}

/// A path as a URI: relative as it is, absolute as a file.
fn uri(path: &str) -> String {
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    format!("{scheme}{}", utf8_percent_encode(path, PATH))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn paths_become_uris() {
        for (path, expect) in [
            ("data/users.csv", "data/users.csv"),
            ("/srv/a b.csv", "file:///srv/a%20b.csv"),
            ("100%/ä.txt", "100%25/%C3%A4.txt"),
            ("c:x", "c%3Ax"),
        ] {
            assert_eq!(uri(path), expect);
        }
    }

    #[test]
    fn sample_as_sarif() {
        let log: Value = serde_json::from_str(&sample::report("sarif", 80, false)).unwrap();
        let run = &log["runs"][0];
        let texts: Vec<_> =
            run["results"].as_array().unwrap().iter().map(|r| &r["message"]["text"]).collect();
        assert_eq!(
            texts,
            [
                "2 findings of EMAIL_ADDRESS in column email, such as j***@example.net (Personal Identifiable \
                 Information (PII), sensitivity high, retention service-end+P1Y)",
                "2 findings of US_SSN in column ssn, such as ***-**-1234 (Sensitive Data, sensitivity very-high, \
                 retention service-end+P1Y)",
                "EMAIL_ADDRESS: i***@example.org (Personal Identifiable Information (PII), sensitivity high, \
                 retention service-end+P1Y)",
                "IP_ADDRESS: 192.0.*.* (Unstated)",
            ]
        );
        assert_eq!(run["invocations"][0]["executionSuccessful"], false);
        assert_eq!(run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap().len(), 1);
    }
}
