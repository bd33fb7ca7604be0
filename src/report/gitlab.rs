//! A report for GitLab's code quality widget: one issue per place.
//! (Format: docs.gitlab.com, "Code Quality report format".)

use std::io;
use std::io::Write;
use std::sync::Arc;

use serde::Serialize;

use super::places::{Level, Places, Spot};
use super::reporter::{Format, Needs, Options, Reporter};
use super::visible::visible;
use crate::model::{Batch, Catalog, Sensitivity, Summary};

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "gitlab",
    extensions: &[],
    about: "a code quality report for GitLab: one issue per place",
    needs: Needs::ALARMS,
    open,
};

/// Starts a report.
fn open(out: Box<dyn Write + Send>, options: &Options) -> Box<dyn Reporter> {
    let places = Places::new(&options.catalog);
    Box::new(CodeQuality { out, catalog: Arc::clone(&options.catalog), places })
}

struct CodeQuality {
    out: Box<dyn Write + Send>,
    catalog: Arc<Catalog>,
    places: Places,
}

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u64,
}

impl Reporter for CodeQuality {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        self.places.add(batch);
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        let (spots, rest) = self.places.finish();
        let listed = spots.iter().map(|spot| self.issue(spot));
        let left = rest.iter().map(|rest| Issue {
            description: rest.message(&self.catalog),
            fingerprint: rest.fingerprint(&self.catalog),
            check_name: self.catalog.rule(rest.rule).info_type.clone(),
            severity: "info",
            location: location(rest.site.file(), 1),
        });
        let issues: Vec<Issue> = listed.chain(left).collect();
        serde_json::to_writer_pretty(&mut self.out, &issues)?;
        writeln!(self.out)?;
        self.out.flush()
    }
}

impl CodeQuality {
    fn issue(&self, spot: &Spot) -> Issue {
        let class = self.catalog.class(spot.group.class);
        let severity = match (class.sensitivity, Level::of(class)) {
            (Some(Sensitivity::VeryHigh), _) => "critical",
            (_, Level::Error) => "major",
            (_, Level::Warning) => "minor",
            (_, Level::Note) => "info",
        };
        Issue {
            description: spot.message(&self.catalog),
            check_name: self.catalog.rule(spot.group.rule).info_type.clone(),
            fingerprint: spot.fingerprint(&self.catalog),
            severity,
            location: location(spot.site.file(), spot.place().map_or(1, |at| at.line)),
        }
    }
}

fn location(path: &str, begin: u64) -> Location {
    Location { path: visible(path).into_owned(), lines: Lines { begin } }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::report::sample;

    #[test]
    fn sample_as_code_quality() {
        let issues: Vec<Value> = serde_json::from_str(&sample::report("gitlab", 80, false)).unwrap();
        let told: Vec<_> = issues
            .iter()
            .map(|i| [&i["severity"], &i["check_name"], &i["location"]["path"]].map(|v| v.as_str().unwrap()))
            .collect();
        let hostile = "logs/\\x1b[31mred\\u{200b}\\nline.json";
        assert_eq!(
            told,
            [
                ["major", "EMAIL_ADDRESS", "data/users.csv"],
                ["critical", "US_SSN", "data/users.csv"],
                ["major", "EMAIL_ADDRESS", hostile],
                ["minor", "IP_ADDRESS", hostile],
            ]
        );
        assert_eq!(issues[1]["location"]["lines"]["begin"], 2);
        let mut fingerprints: Vec<_> = issues.iter().map(|i| i["fingerprint"].as_str().unwrap()).collect();
        fingerprints.sort_unstable();
        fingerprints.dedup();
        assert_eq!(fingerprints.len(), issues.len());
    }
}
