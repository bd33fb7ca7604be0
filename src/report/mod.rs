//! Reports: one format per file. They see findings and totals, write bytes to whatever they are given,
//! and know neither files nor terminals.

mod cells;
mod closing;
mod columns;
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
mod junit;
mod ledger;
mod markdown;
mod markup;
mod paint;
mod places;
mod reporter;
#[cfg(test)]
mod sample;
mod sarif;
mod sast;
mod site;
mod summary;
mod table;
mod terms;
mod verdicts;
mod visible;
mod words;

pub use reporter::{Format, Needs, Options, Reporter};
pub use visible::visible;

/// Every format; values and help of `--format` come from here. The first is the default.
pub static FORMATS: &[Format] = &[
    human::FORMAT,
    summary::FORMAT,
    jsonl::FORMAT,
    csv::FORMAT,
    inventory::FORMAT,
    columns::FORMAT,
    coverage::FORMAT,
    sarif::FORMAT,
    github::FORMAT,
    gitlab::FORMAT,
    sast::FORMAT,
    junit::FORMAT,
    markdown::FORMAT,
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
