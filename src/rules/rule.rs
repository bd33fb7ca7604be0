//! What a rule file says.

use serde::Deserialize;

/// One rule: how one info type looks. See `rules/README.md` for the format.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    /// Unique, lower case with hyphens: `us-ssn`. The file has the same name.
    pub(crate) id: String,
    /// What it finds, upper case: `US_SSN`.
    pub(crate) info_type: String,
    /// What people call it.
    pub(crate) name: String,
    /// What kind of thing it is; the matrix maps families to rows.
    pub(crate) family: String,
    /// Name of the validator that judges every candidate.
    #[serde(default)]
    pub(crate) validate: Option<String>,
    /// Name of the mask that reports show values through.
    #[serde(default = "default_mask")]
    pub(crate) mask: String,
    /// What the rule goes by, for overlaps between rules: the stronger keeps the span.
    #[serde(default)]
    pub(crate) strength: Strength,
    /// Whether values are numbers, so that the common words against numbers and noise spans apply.
    #[serde(default)]
    pub(crate) numeric: bool,
    /// Names of columns and keys, normalised (`date_of_birth`), that say: this value is one.
    #[serde(default)]
    pub(crate) fields: Vec<String>,
    /// Names that say so only with support from a keyword or a sibling column.
    #[serde(default)]
    pub(crate) weak_fields: Vec<String>,
    /// Labels in prose (`Attn`), normalised likewise, that say so.
    #[serde(default)]
    pub(crate) labels: Vec<String>,
    /// Words nearby that speak for it; phrases with single spaces, lower case.
    #[serde(default)]
    pub(crate) keywords: Vec<String>,
    /// Words nearby that speak against it, besides the common ones.
    #[serde(default)]
    pub(crate) against: Vec<String>,
    /// How candidates are found, and what each way is worth.
    #[serde(rename = "match")]
    pub(crate) matches: Vec<Match>,
    /// Texts in which the rule must find something, published test values counted as real.
    pub(crate) hit: Vec<String>,
    /// Texts in which it must find nothing.
    pub(crate) miss: Vec<String>,
}

/// One way in which candidates of a rule are found. Points are confidences from 0 to 100; the highest
/// that applies is where the score starts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Match {
    /// A named finder; either this or `pattern`.
    #[serde(default)]
    pub(crate) finder: Option<String>,
    /// Which of the finder's forms; all if empty.
    #[serde(default)]
    pub(crate) forms: Vec<String>,
    /// A regular expression (Rust `regex` syntax, on bytes).
    #[serde(default)]
    pub(crate) pattern: Option<String>,
    /// Shape and validation alone.
    pub(crate) base: u8,
    /// With a keyword nearby.
    #[serde(default)]
    pub(crate) context: Option<u8>,
    /// Under a field name of the rule.
    #[serde(default)]
    pub(crate) field: Option<u8>,
    /// Under a field name of the rule, where the validator says that the check digits are wrong.
    #[serde(default)]
    pub(crate) failed: Option<u8>,
}

/// What a rule goes by, weakest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Strength {
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

fn default_mask() -> String {
    "all".into()
}
