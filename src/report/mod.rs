//! Reports: one format a file. They see findings and totals, write bytes to whatever they are given,
//! and know neither files nor terminals.

mod cells;
mod closing;
mod coverage;
mod csv;
mod excess;
mod github;
mod gitlab;
mod groups;
mod human;
mod inventory;
mod json;
mod jsonl;
mod ledger;
mod paint;
mod places;
mod reporter;
#[cfg(test)]
mod sample;
mod sarif;
mod summary;
mod table;
mod terms;
mod visible;
mod words;

pub use reporter::{Format, Needs, Options, Reporter};

/// Every format; values and help of `--format` come from here. The first is the default.
pub static FORMATS: &[Format] = &[
    Format {
        name: "human",
        extensions: &["txt"],
        about: "findings by file, then tables, for people",
        needs: Needs::PRINTED,
        open: human::open,
    },
    Format {
        name: "summary",
        extensions: &[],
        about: "only the closing tables",
        needs: Needs::NONE,
        open: summary::open,
    },
    Format {
        name: "jsonl",
        extensions: &["jsonl", "ndjson"],
        about: "one JSON object a line, for programs",
        needs: Needs::PRINTED,
        open: jsonl::open,
    },
    Format {
        name: "csv",
        extensions: &["csv"],
        about: "one row a finding, for spreadsheets",
        needs: Needs::PRINTED,
        open: csv::open,
    },
    Format {
        name: "inventory",
        extensions: &[],
        about: "one row for each place, field and type: the data inventory, as CSV",
        needs: Needs { distinct: true, accepted: true, ..Needs::PRINTED },
        open: inventory::open,
    },
    Format {
        name: "coverage",
        extensions: &[],
        about: "one row an input: what was scanned and what was not, as CSV",
        needs: Needs::NONE,
        open: coverage::open,
    },
    Format {
        name: "sarif",
        extensions: &["sarif"],
        about: "SARIF 2.1.0, for code scanning services: one result a place",
        needs: Needs { accepted: true, ..Needs::PRINTED },
        open: sarif::open,
    },
    Format {
        name: "github",
        extensions: &[],
        about: "annotations of GitHub Actions: one a place",
        needs: Needs::PRINTED,
        open: github::open,
    },
    Format {
        name: "gitlab",
        extensions: &[],
        about: "a code quality report for GitLab: one issue a place",
        needs: Needs::PRINTED,
        open: gitlab::open,
    },
];

/// The format of that name.
pub fn named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.name == name)
}

/// The format that an output file with this extension asks for.
pub fn for_extension(extension: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.extensions.iter().any(|e| e.eq_ignore_ascii_case(extension)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_extensions_are_unique() {
        for format in FORMATS {
            assert_eq!(named(format.name).map(|f| f.about), Some(format.about));
            for extension in format.extensions {
                assert_eq!(for_extension(extension).map(|f| f.name), Some(format.name));
            }
        }
        assert!(named("HUMAN").is_none() && for_extension("").is_none());
        assert_eq!(for_extension("CSV").map(|f| f.name), Some("csv"));
    }
}
