//! A security report for GitLab, of the type SAST: one vulnerability per place.
//! (Format: docs.gitlab.com, "Security report schemas", version 15.)

use std::io;
use std::io::Write;
use std::sync::Arc;

use serde_json::{Value, json};

use super::ledger::Ledger;
use super::markup::code;
use super::places::{Places, Rest, Spot};
use super::reporter::{Format, Needs, Options, Reporter};
use super::visible::visible;
use crate::model::{Batch, Catalog, RuleId, Sensitivity, Summary};

/// The version of the schema.
const SCHEMA: &str = "15.0.4";

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "gitlab-sast",
    extensions: &[],
    about: "a security report for GitLab (SAST): one vulnerability per place",
    needs: Needs::ALARMS,
    open,
};

/// Starts a report.
fn open(out: Box<dyn Write + Send>, options: &Options) -> Box<dyn Reporter> {
    let places = Places::new(&options.catalog);
    let catalog = Arc::clone(&options.catalog);
    Box::new(Sast { out, catalog, places, ledger: Ledger::default(), began: options.second() })
}

struct Sast {
    out: Box<dyn Write + Send>,
    catalog: Arc<Catalog>,
    places: Places,
    ledger: Ledger,
    began: String,
}

impl Reporter for Sast {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        self.places.add(batch);
        self.ledger.add(batch);
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let (spots, rest) = self.places.finish();
        let listed = spots.iter().map(|spot| self.vulnerability(spot));
        let all: Vec<Value> = listed.chain(rest.iter().map(|rest| self.left_out(rest))).collect();
        let report = json!({ "version": SCHEMA, "scan": self.scan(summary), "vulnerabilities": all });
        serde_json::to_writer(&mut self.out, &report)?;
        writeln!(self.out)?;
        self.out.flush()
    }
}

impl Sast {
    /// What scanned, and whether it could scan everything. A report that can be made again byte for byte knows no end: it
    /// is said to be the beginning.
    fn scan(&self, summary: &Summary) -> Value {
        let tool = json!({
            "id": "piidar",
            "name": "piidar",
            "version": env!("CARGO_PKG_VERSION"),
            "vendor": { "name": "piidar" },
        });
        let failures = self.ledger.listed().filter(|entry| entry.reason.is_failure());
        let messages: Vec<Value> = failures
            .map(|entry| {
                let text = format!("{}: {} {}", visible(&entry.path), entry.status.name(), entry.reason);
                json!({ "level": "warn", "value": text })
            })
            .collect();
        json!({
            "type": "sast",
            "status": if summary.is_incomplete() { "failure" } else { "success" },
            "analyzer": tool,
            "scanner": tool,
            "start_time": self.began,
            "end_time": self.began,
            "messages": messages,
        })
    }

    fn vulnerability(&self, spot: &Spot) -> Value {
        let file = visible(spot.site.file());
        let mut location = json!({ "file": file });
        if let Some(at) = spot.place() {
            location["start_line"] = at.line.into();
        }
        let fingerprint = spot.fingerprint(&self.catalog);
        // Without it, two columns that begin in one line would be one vulnerability.
        let signature = json!({ "algorithm": "scope_offset", "value": fingerprint });
        json!({
            "id": fingerprint,
            "name": self.name(spot.group.rule),
            "description": spot.message_with(&self.catalog, code),
            "severity": severity(self.catalog.class(spot.group.class).sensitivity),
            "identifiers": self.identifiers(spot.group.rule),
            "location": location,
            "tracking": { "type": "source", "items": [{ "file": file, "signatures": [signature] }] },
        })
    }

    /// All places of a type that are not listed, as one.
    fn left_out(&self, rest: &Rest) -> Value {
        let class = self.catalog.rule(rest.rule).class;
        json!({
            "id": rest.fingerprint(&self.catalog),
            "name": self.name(rest.rule),
            "description": rest.message(&self.catalog),
            "severity": severity(self.catalog.class(class).sensitivity),
            "identifiers": self.identifiers(rest.rule),
            "location": { "file": visible(rest.site.file()) },
        })
    }

    fn name(&self, rule: RuleId) -> String {
        format!("Personal data: {}", self.catalog.rule(rule).info_type)
    }

    /// The rule, which vulnerabilities are told apart by, and the weakness that it is a case of.
    fn identifiers(&self, rule: RuleId) -> Value {
        let rule = self.catalog.rule(rule);
        json!([
            { "type": "piidar_rule", "name": format!("piidar {}", rule.id), "value": rule.id },
            {
                "type": "cwe",
                "name": "CWE-359",
                "value": "359",
                "url": "https://cwe.mitre.org/data/definitions/359.html",
            },
        ])
    }
}

const fn severity(sensitivity: Option<Sensitivity>) -> &'static str {
    match sensitivity {
        Some(Sensitivity::VeryHigh) => "Critical",
        Some(Sensitivity::High) => "High",
        Some(Sensitivity::Medium) => "Medium",
        Some(Sensitivity::Low) => "Low",
        None => "Unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn sample_as_sast() {
        let report: Value = serde_json::from_str(&sample::report("gitlab-sast", 80, false)).unwrap();
        let told: Vec<_> = report["vulnerabilities"]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| {
                [&v["severity"], &v["identifiers"][0]["value"], &v["location"]["file"]]
                    .map(|v| v.as_str().unwrap())
            })
            .collect();
        let hostile = "logs/\\x1b[31mred\\u{200b}\\nline.json";
        assert_eq!(
            told,
            [
                ["High", "email", "data/users.csv"],
                ["Critical", "us-ssn", "data/users.csv"],
                ["High", "email", hostile],
                ["Unknown", "ipv4", hostile],
            ]
        );
        assert_eq!(
            report["vulnerabilities"][1]["description"],
            "2 findings of `US_SSN` in column `ssn`, such as `***-**-1234` (`Sensitive Data`, sensitivity very-high, \
             retention `service-end+P1Y`)"
        );
        assert_eq!(report["scan"]["status"], "failure");
        assert_eq!(report["scan"]["start_time"], "2026-01-01T00:00:00");
        assert_eq!(report["scan"]["messages"][0]["value"], "locked.db: skipped permission-denied");
    }
}
