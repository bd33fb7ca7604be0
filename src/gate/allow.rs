//! Entries of a configuration that accept findings, each for a reason.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::civil::Date;

use super::globs::{Globs, Root};
use super::shape::Shape;
use crate::model::{Fault, RuleInfo};

/// One entry. A finding has to fit everything that it names.
#[derive(Debug)]
pub struct Allow {
    /// Info types or rules.
    pub types: Vec<String>,
    /// Paths below the root.
    pub paths: Option<Globs>,
    /// Domains of mail addresses, with all domains below them.
    pub domains: Vec<String>,
    /// Shapes of values.
    pub values: Vec<Shape>,
    /// Why.
    pub reason: Arc<str>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The last day on which it holds.
    pub expires: Option<Date>,
    /// Says where it stands, to be told if it is of no use.
    pub place: Fault,
    /// How many findings it has accepted.
    pub used: AtomicU64,
}

/// All entries that hold, and where their paths are counted from.
#[derive(Debug, Default)]
pub struct AllowList {
    /// The entries; the first that fits counts.
    pub entries: Vec<Allow>,
    /// The root of their paths.
    pub root: Root,
}

/// A finding, as far as entries ask.
#[derive(Clone, Copy, Debug)]
pub struct Sighting<'a> {
    /// The document, as shown.
    pub path: &'a str,
    /// The rule.
    pub rule: &'a RuleInfo,
    /// The raw value.
    pub value: &'a [u8],
}

impl AllowList {
    /// Why a finding is accepted, if it is.
    pub fn reason(&self, seen: Sighting<'_>) -> Option<Arc<str>> {
        let entry = self.entries.iter().find(|entry| entry.fits(&self.root, seen))?;
        entry.used.fetch_add(1, Ordering::Relaxed);
        Some(Arc::clone(&entry.reason))
    }

    /// Entries that accepted nothing.
    pub fn idle(&self) -> impl Iterator<Item = &Fault> {
        self.entries.iter().filter(|e| e.used.load(Ordering::Relaxed) == 0).map(|e| &e.place)
    }
}

impl Allow {
    fn fits(&self, root: &Root, seen: Sighting<'_>) -> bool {
        (self.types.is_empty() || names(&self.types, seen.rule))
            && (self.values.is_empty() || self.values.iter().any(|shape| shape.matches(seen.value)))
            && (self.domains.is_empty() || self.domains.iter().any(|domain| is_at(seen.value, domain)))
            && self.paths.as_ref().is_none_or(|paths| paths.matches(&root.below(seen.path)))
    }
}

/// Whether a list names a rule, by its id or by its info type.
pub(crate) fn names<W: AsRef<str>>(list: &[W], rule: &RuleInfo) -> bool {
    list.iter().any(|word| {
        word.as_ref().eq_ignore_ascii_case(&rule.info_type) || word.as_ref().eq_ignore_ascii_case(&rule.id)
    })
}

/// Whether a mail address or the like is at a domain or below it.
fn is_at(value: &[u8], domain: &str) -> bool {
    let Some(at) = memchr::memrchr(b'@', value) else { return false };
    let host = value.get(at + 1..).unwrap_or(&[]);
    let Some(rest) = host.len().checked_sub(domain.len()) else { return false };
    let (below, own) = host.split_at(rest);
    own.eq_ignore_ascii_case(domain.as_bytes()) && (below.is_empty() || below.ends_with(b"."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Allow {
        Allow {
            types: Vec::new(),
            paths: None,
            domains: Vec::new(),
            values: Vec::new(),
            reason: "why".into(),
            owner: None,
            expires: None,
            place: Fault::new("piidar.toml", "never matched"),
            used: AtomicU64::new(0),
        }
    }

    #[test]
    fn a_finding_has_to_fit_everything_that_an_entry_names() {
        let rule = RuleInfo { id: "email".into(), info_type: "EMAIL_ADDRESS".into(), ..RuleInfo::default() };
        let narrow = Allow {
            types: vec!["email".into()],
            paths: Some(Globs::new(["docs/"]).unwrap()),
            domains: vec!["example.org".into()],
            ..entry()
        };
        let list = AllowList { entries: vec![narrow], root: Root::default() };
        let seen = |path, value: &'static str| Sighting { path, rule: &rule, value: value.as_bytes() };
        assert_eq!(list.idle().count(), 1);
        assert_eq!(list.reason(seen("docs/a.md", "jane@mail.Example.org")).as_deref(), Some("why"));
        assert_eq!(list.reason(seen("src/a.rs", "jane@example.org")), None);
        assert_eq!(list.reason(seen("docs/a.md", "jane@badexample.org")), None);
        assert_eq!(list.reason(seen("docs/a.md", "jane")), None);
        assert_eq!(list.idle().count(), 0);
    }
}
