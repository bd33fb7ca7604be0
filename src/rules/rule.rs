//! What a rule file says.

use std::sync::Arc;

use crate::model::TellsAge;

/// One rule: how one info type looks. See `rules/README.md` for the format.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Rule {
    /// The rule file as it was named when it was read.
    pub file: String,
    /// The text of the rule file.
    pub text: Arc<str>,
    /// Unique, lower case with hyphens: `us-ssn`. The file has the same name.
    pub id: String,
    /// What it finds, upper case: `US_SSN`.
    pub info_type: String,
    /// What people call it.
    pub name: String,
    /// What kind of thing it is; the matrix maps families to rows.
    pub family: String,
    /// Name of the validator that judges every candidate.
    pub validate: Option<String>,
    /// Name of the mask that reports show values through.
    pub mask: String,
    /// What the rule goes by, for overlaps between rules: the stronger keeps the span.
    pub strength: Strength,
    /// What about its values says how old somebody is, if anything.
    pub minor: Option<TellsAge>,
    /// Whether values are numbers, so that the common words against numbers and noise spans apply.
    pub numeric: bool,
    /// Whether `true` is a value to it.
    pub flags: bool,
    /// Whether each of several values in a list is one: no choice has such names.
    pub lists: bool,
    /// Whether values after a label may go on over commas and the like to the end of their line.
    pub whole_line: bool,
    /// Names of columns and keys, normalised (`date_of_birth`), that say: this value is one.
    pub fields: Vec<String>,
    /// Names that say so only with support from a keyword or a sibling column.
    pub weak_fields: Vec<String>,
    /// Names that say that the value is something else, however it looks: `product_name` is no person's.
    pub other_fields: Vec<String>,
    /// Labels in prose (`Attn:`) that say so; phrases in lower case.
    pub labels: Vec<String>,
    /// Words nearby that speak for it; phrases with single spaces, lower case.
    pub keywords: Vec<String>,
    /// Words nearby that speak against it, besides the common ones.
    pub against: Vec<String>,
    /// How candidates are found, and what each way is worth.
    pub matches: Vec<Match>,
    /// Texts in which the rule must find something, published test values counted as real.
    pub hit: Vec<String>,
    /// Texts in which it must find nothing.
    pub miss: Vec<String>,
}

/// One way in which candidates of a rule are found. Points are confidences from 0 to 100; the highest
/// that applies is where the score starts.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Match {
    /// A named finder; either this or `pattern`.
    pub finder: Option<String>,
    /// Which of the finder's forms; all if empty.
    pub forms: Vec<String>,
    /// A regular expression (Rust `regex` syntax, on bytes).
    pub pattern: Option<String>,
    /// Shape and validation alone.
    pub base: u8,
    /// With a keyword nearby.
    pub context: Option<u8>,
    /// Under a field name of the rule.
    pub field: Option<u8>,
    /// Under a field name of the rule, where the validator says that the check digits are wrong.
    pub failed: Option<u8>,
}

/// What a rule goes by, weakest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Nothing but a length.
    Length,
    /// A keyword or a field name.
    #[default]
    Keyword,
    /// A structure that few other things have.
    Structure,
    /// Check digits.
    Checksum,
}

impl Strength {
    /// Every strength, weakest first.
    pub const ALL: [Self; 4] = [Self::Length, Self::Keyword, Self::Structure, Self::Checksum];

    /// The word that rule files use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Keyword => "keyword",
            Self::Structure => "structure",
            Self::Checksum => "checksum",
        }
    }

    /// Reads the word that [`name`](Self::name) writes.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == word)
    }
}
