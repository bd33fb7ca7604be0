//! What the engine is given: text, and what its format knows of it.

use std::ops::Range;
use std::sync::Arc;

use crate::model::{Cell, Heading};
use crate::words::Names;

use super::rule_bits::RuleBits;
use super::score::Support;

/// A stretch of text to search.
pub(crate) struct Segment<'a> {
    /// The text, with context on both sides of what is owned.
    pub(crate) text: &'a [u8],
    /// Offset of `text[0]` in the document.
    pub(crate) base: u64,
    /// A finding belongs to this segment if it begins in here.
    pub(crate) owned: Range<usize>,
    /// The cells of a table, where the text is one.
    pub(crate) table: Option<Table<'a>>,
    /// Whether text between tags stands under the name of its tag.
    pub(crate) tags: bool,
    /// Whether a value without quotes is the rest of its line.
    pub(crate) lines: bool,
    /// What the path says.
    pub(crate) path: PathFacts,
}

/// The cells of a table, or of several, in order.
#[derive(Clone, Copy)]
pub(crate) struct Table<'a> {
    pub(crate) cells: &'a [Cell],
    /// What is known of the columns of each table.
    pub(crate) columns: &'a [Arc<Columns>],
    /// Rows of the last tables among these, where what is nothing has no cell: those of dumps and databases.
    pub(crate) rows: Option<&'a [u64]>,
    /// Whether what stands between the cells is running text; otherwise it holds nothing.
    pub(crate) in_text: bool,
}

impl Table<'_> {
    /// What is known of the column of a cell, if it has a name.
    #[inline]
    pub(super) fn column(&self, cell: &Cell) -> Option<&ColumnFacts> {
        self.columns.get(usize::from(cell.table))?.facts.get(usize::from(cell.column))
    }

    /// The table of a cell, in a dump.
    pub(super) fn heading(&self, cell: &Cell) -> Option<Arc<Heading>> {
        self.heading_of(usize::from(cell.table))
    }

    /// A table by its number, in a dump.
    pub(super) fn heading_of(&self, table: usize) -> Option<Arc<Heading>> {
        self.columns.get(table)?.heading.clone()
    }
}

/// What a path says about everything below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PathFacts {
    /// Tests, samples, documentation.
    pub(crate) test: bool,
    /// Lock files, bundles, vendored code.
    pub(crate) generated: bool,
}

/// A rule that a name supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FieldHit {
    /// Which rule.
    pub(crate) rule: u16,
    /// Index among the rule's field names in the catalogue.
    pub(crate) index: u16,
    /// How it supports it.
    pub(crate) kind: FieldKind,
    /// Whether the name ends like those of digests and tokens that stand for other values, although its own do not:
    /// `access_token`.
    pub(crate) is_token: bool,
}

/// How a name supports a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// Says what the value is.
    Strong,
    /// Says so only with support.
    Weak,
    /// Says so as a label in prose.
    Label,
    /// Says that it is something else. The index is that of a word against.
    Other,
}

/// The table of field names of all rules.
pub(crate) type FieldNames = Names<FieldHit>;

/// What the header says of each column, for each rule; made once per document.
#[derive(Default)]
pub(crate) struct Columns {
    pub(crate) facts: Vec<ColumnFacts>,
    /// The table that they are of, in a dump.
    pub(crate) heading: Option<Arc<Heading>>,
    /// The first of them that is a person's, so that a weak name beside it counts.
    pub(crate) personal: Option<usize>,
    /// Whether a whole cell of one of them may become a finding.
    pub(super) takes_values: bool,
    /// Whether the name of one of them says what its values are, so that the rows are records. Where none does, other cells may
    /// name the values: `Setting`, `Value`.
    pub(crate) are_told: bool,
}

/// What one column's name says.
#[derive(Default)]
pub(crate) struct ColumnFacts {
    /// Rules that take whole values under the name.
    pub(super) lanes: Vec<Lane>,
    /// Rules and names that a redacted value under the name is reported for.
    pub(super) masked: Vec<(u16, u16)>,
    /// Whether the name says that values stand for others.
    pub(super) stands_in: bool,
    /// What the name says for the rules that it says anything special for.
    pub(super) supports: Vec<(u16, Support)>,
    /// All of these rules.
    pub(super) named: RuleBits,
    /// Those among them that it speaks for.
    pub(super) speaks_for: RuleBits,
    /// A word against numbers of every kind in the name.
    pub(super) against: Option<u16>,
    /// Whether the header names a person in another column, which supports weak names.
    pub(super) siblings: bool,
    /// The column that its values have their names in, row by row.
    pub(super) named_by: Option<u16>,
}

/// A rule that takes whole values under a name.
#[derive(Clone, Copy)]
pub(super) struct Lane {
    pub(super) rule: u16,
    /// Index of the name.
    pub(super) index: u16,
    /// Way of the lane, as in [`super::compile::Detector::lane`].
    pub(super) slot: u8,
    /// The most points that a value could make of it.
    pub(super) reach: i32,
}

impl ColumnFacts {
    /// What the name says for a rule.
    pub(super) fn support(&self, rule: u16, numeric: bool) -> Support {
        let own = self.supports.iter().find(|(r, _)| *r == rule).map(|(_, support)| *support);
        own.unwrap_or_else(|| {
            let against = self.against.filter(|_| numeric);
            Support { against, misnamed: against.is_some(), ..Support::default() }
        })
    }
}

/// Folders that hold tests, samples or documentation.
const TEST_PARTS: &[&str] = &[
    "test", "tests", "spec", "specs", "__tests__", "fixtures", "fixture", "testdata", "mock", "mocks",
    "__mocks__", "stub", "stubs", "samples", "sample", "examples", "example", "docs", "doc", "locale",
    "locales", "i18n", "cassettes", "snapshots", "__snapshots__",
];

/// Endings of names of tests.
const TEST_ENDINGS: &[&str] =
    &["_test.go", ".spec.ts", ".test.js", ".test.ts", ".spec.js", "_test.py", "test.java", "_test.rs"];

/// Folders of code that somebody or something else wrote.
const GENERATED_PARTS: &[&str] =
    &["node_modules", "vendor", "dist", "target", ".next", "coverage", "third_party", "site-packages"];

/// Names of lock files.
const LOCK_FILES: &[&str] = &[
    "package-lock.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "poetry.lock",
    "cargo.lock",
    "go.sum",
    "composer.lock",
    "gemfile.lock",
    "pipfile.lock",
    "uv.lock",
    "flake.lock",
];

impl PathFacts {
    /// What `path`, relative to where the scan began, says.
    pub(crate) fn of(path: &str) -> Self {
        let path = path.to_ascii_lowercase();
        let mut parts: Vec<&str> = path.split(['/', '\\']).collect();
        let name = parts.pop().unwrap_or("");
        let has = |list: &[&str]| parts.iter().any(|p| list.contains(p));
        let python_test = name.starts_with("test_") && name.ends_with(".py");
        let bundle =
            [".min.js", ".min.css", ".map", ".bundle.js", ".chunk.js"].iter().any(|e| name.ends_with(e));
        Self {
            test: has(TEST_PARTS) || python_test || TEST_ENDINGS.iter().any(|e| name.ends_with(e)),
            generated: has(GENERATED_PARTS) || bundle || LOCK_FILES.contains(&name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_speak_by_whole_parts() {
        let facts = |path: &str| {
            let f = PathFacts::of(path);
            (f.test, f.generated)
        };
        assert_eq!(facts("src/main.rs"), (false, false));
        assert_eq!(facts("a/tests/users.csv"), (true, false));
        assert_eq!(facts("a/contests/users.csv"), (false, false));
        assert_eq!(facts("pkg/x_test.go"), (true, false));
        assert_eq!(facts("web/node_modules/x/index.js"), (false, true));
        assert_eq!(facts("Cargo.lock"), (false, true));
        assert_eq!(facts("static/app.min.js"), (false, true));
        assert_eq!(facts("tests.log"), (false, false));
    }
}
