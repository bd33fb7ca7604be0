//! A believed, placed and masked candidate, and what it means.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::{
    ByDisposition, ClassId, ColumnSketch, Confidence, Coverage, Disposition, DocLabel, Evidence, Minor,
    Revision, RuleId, Standing, StandingSet, Suppression,
};

/// What is known of a document as a whole, shared by its findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocInfo {
    /// Path as shown, relative to how it was asked for; bytes that are not UTF-8 are replaced.
    pub path: String,
    /// How many bytes of the path name the file that it is packed in; `None` if it is a file itself.
    pub container: Option<usize>,
    /// Column names by number, where the document is one table.
    pub columns: Vec<String>,
    /// Name of the encoding if offsets are those of the decoded text, else `None`.
    pub decoded: Option<&'static str>,
    /// The commit that brought it, where a history is scanned.
    pub revision: Option<Arc<Revision>>,
    /// Its bytes on lines that its old version does not have, in order; `None` where it is not compared with one: then all of
    /// it is new.
    pub added: Option<Vec<Range<u64>>>,
    /// What it is as a whole; `None` if nothing in particular, or if nobody asked.
    pub label: Option<DocLabel>,
}

impl DocInfo {
    /// Whether any of these bytes are new.
    pub fn is_added(&self, bytes: Range<u64>) -> bool {
        let Some(added) = &self.added else { return true };
        let next = added.partition_point(|lines| lines.end <= bytes.start);
        added.get(next).is_some_and(|lines| lines.start < bytes.end)
    }
}

/// A table of a dump, and the columns that its rows came with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Heading {
    /// Name of the table, with its schema where the dump says it.
    pub table: String,
    /// Column names by number.
    pub columns: Vec<String>,
}

/// The column or key that a value stands under.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// None, or not asked for.
    None,
    /// A column by number, from 0; [`Field::name`] knows its name.
    Column(u16),
    /// A key.
    Key(Box<str>),
}

/// Where a person would look. Both are 0 where the run did not ask for places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from 1.
    pub line: u64,
    /// Column in characters, from 1.
    pub column: u32,
}

/// A digest that only who has the key can make, so that values can be told from one another in a file that others read.
pub type KeyedDigest = [u8; 16];

/// A proven and placed candidate. It holds no raw value unless the user asked for values.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: RuleId,
    /// Whether it counts.
    pub disposition: Disposition,
    /// How sure.
    pub confidence: Confidence,
    /// Byte offset of the first byte (see [`DocInfo::decoded`]).
    pub start: u64,
    /// Byte offset after the last byte.
    pub end: u64,
    /// Line and column.
    pub place: Place,
    /// Column or key.
    pub field: Field,
    /// The table, in a dump.
    pub table: Option<Arc<Heading>>,
    /// Data row in a table, from 1; `None` elsewhere or where places were not asked for.
    pub row: Option<u64>,
    /// What counted.
    pub evidence: Evidence,
    /// The value as reports may show it; empty where no report shows values.
    pub excerpt: Box<str>,
    /// Whether it tells of somebody under 18; `None` also where that cannot be told, or the day of the scan is not known.
    pub minor: Option<Minor>,
    /// Equal for equal values of one run, so that distinct ones can be counted; 0 where no report counts them. Never
    /// written: a value could be guessed from it.
    pub digest: u64,
    /// A keyed digest of type and value; `None` where the run has no key.
    pub keyed: Option<KeyedDigest>,
}

impl Field {
    /// The name of the column, of `table` if it has one, or of the key.
    pub fn name<'a>(&'a self, doc: &'a DocInfo, table: Option<&'a Heading>) -> Option<&'a str> {
        let columns = table.map_or(&doc.columns, |table| &table.columns);
        let name = match self {
            Self::None => None,
            Self::Column(number) => columns.get(usize::from(*number)).map(String::as_str),
            Self::Key(key) => Some(&**key),
        };
        name.filter(|n| !n.is_empty())
    }
}

impl Finding {
    /// The name of the column or key, if it has one.
    pub fn field_name<'a>(&'a self, doc: &'a DocInfo) -> Option<&'a str> {
        self.field.name(doc, self.table.as_deref())
    }

    /// The name of its table, in a dump or database; a file that is one table has no other name for it.
    pub fn table_name(&self) -> Option<&str> {
        self.table.as_ref().map(|heading| heading.table.as_str()).filter(|name| !name.is_empty())
    }
}

/// A finding and its row of the matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Classified {
    /// What was found.
    pub finding: Finding,
    /// What it means.
    pub class: ClassId,
    /// Whether it was expected. A scan knows only of what is suppressed; the rest is for the gate to say.
    pub standing: Standing,
}

/// The findings of one document or of a window of it, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// The document.
    pub doc: Arc<DocInfo>,
    /// Findings by ascending start.
    pub findings: Vec<Classified>,
    /// Set on the last batch of a document that was not completely scanned.
    pub coverage: Option<Coverage>,
    /// Bytes that this batch covers.
    pub bytes: u64,
    /// Comments in this batch that accept findings, by ascending start.
    pub suppressions: Vec<Suppression>,
    /// Findings that were believed but are of a disposition that is not shown, by [`Disposition`] as index.
    pub hidden: ByDisposition,
    /// What this batch adds to what is known of columns; empty where no report wants to know.
    pub columns: Vec<ColumnSketch>,
    /// Whether this is the last batch of its document.
    pub last: bool,
}

impl Batch {
    /// The batch as reports show it: without the findings whose standing is not in `shown`.
    pub fn shown(&self, shown: StandingSet) -> Cow<'_, Self> {
        if self.findings.iter().all(|found| shown.contains(&found.standing)) {
            return Cow::Borrowed(self);
        }
        let findings =
            self.findings.iter().filter(|found| shown.contains(&found.standing)).cloned().collect();
        Cow::Owned(Self {
            findings,
            doc: Arc::clone(&self.doc),
            coverage: self.coverage.clone(),
            suppressions: self.suppressions.clone(),
            columns: self.columns.clone(),
            ..*self
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_touches_an_added_line_is_added() {
        let doc = DocInfo { added: Some(vec![10..20, 30..31]), ..DocInfo::default() };
        for (bytes, added) in [(0..10, false), (5..11, true), (12..14, true), (19..25, true), (20..30, false)]
        {
            assert_eq!(doc.is_added(bytes.clone()), added, "{bytes:?}");
        }
        assert!(doc.is_added(20..31) && !doc.is_added(31..40));
        assert!(DocInfo::default().is_added(0..1), "nothing to compare with");
    }

    #[test]
    fn fields_without_a_name_have_none() {
        let owned = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        let doc = DocInfo { path: String::new(), columns: owned(&["email", ""]), ..DocInfo::default() };
        for (field, name) in [
            (Field::None, None),
            (Field::Column(0), Some("email")),
            (Field::Column(1), None),
            (Field::Column(9), None),
            (Field::Key("user.ssn".into()), Some("user.ssn")),
        ] {
            assert_eq!(field.name(&doc, None), name);
        }
        let table = Heading { table: "users".into(), columns: owned(&["id"]) };
        assert_eq!(Field::Column(0).name(&doc, Some(&table)), Some("id"));
        assert_eq!(Field::Column(1).name(&doc, Some(&table)), None);
    }
}
