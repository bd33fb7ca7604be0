//! The names of cookies and what kind each is.

use super::word_table::WordTable;
use std::sync::LazyLock;

/// What a cookie is for: the four kinds that privacy policies distinguish, and analytics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Keeps somebody signed in.
    Session,
    /// Remembers a choice.
    Preference,
    /// Protects forms, tells bots apart.
    Security,
    /// Counts visits.
    Analytics,
    /// Follows somebody across sites.
    Advertising,
}

impl Kind {
    const ALL: [(&'static str, Self); 5] = [
        ("session", Self::Session),
        ("preference", Self::Preference),
        ("security", Self::Security),
        ("analytics", Self::Analytics),
        ("advertising", Self::Advertising),
    ];

    /// The kind as a note for the evidence.
    pub(crate) const fn note(self) -> &'static str {
        match self {
            Self::Session => "session cookie",
            Self::Preference => "preference cookie",
            Self::Security => "security cookie",
            Self::Analytics => "analytics cookie",
            Self::Advertising => "advertising cookie",
        }
    }
}

/// What is known of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    /// What it is for.
    pub(crate) kind: Kind,
    /// An ordinary word or parameter too: counts only inside a cookie header.
    pub(crate) ordinary: bool,
}

/// The names of the lexicon.
struct Names {
    /// Folds case, which names do not: of two that differ in case only, the first stands for both.
    exact: WordTable,
    /// What is known of each word of `exact`.
    of_exact: Vec<(&'static str, Known)>,
    /// Beginnings of names, sorted by their first byte.
    prefixes: Vec<(&'static str, Known)>,
}

static NAMES: LazyLock<Names> =
    LazyLock::new(|| Names::parse(include_str!("../../rules/lexicons/cookies.txt")));

impl Names {
    fn parse(lexicon: &'static str) -> Self {
        let (mut prefixes, of_exact): (Vec<_>, Vec<_>) =
            lexicon.lines().filter_map(entry).partition(|(name, _)| name.ends_with('*'));
        for (name, _) in &mut prefixes {
            *name = name.trim_end_matches('*');
        }
        prefixes.sort_by_key(|(name, _)| *name);
        Self { exact: WordTable::of(of_exact.iter().map(|(name, _)| *name)), of_exact, prefixes }
    }

    fn find(&self, name: &[u8]) -> Option<Known> {
        let exact = || self.of_exact.get(self.exact.find(name)?).map(|(_, known)| *known);
        exact().or_else(|| self.find_prefix(name))
    }

    /// The longest listed beginning of `name`.
    fn find_prefix(&self, name: &[u8]) -> Option<Known> {
        let first = *name.first()?;
        let from = self.prefixes.partition_point(|(p, _)| p.as_bytes().first() < Some(&first));
        let same =
            self.prefixes.get(from..)?.iter().take_while(|(p, _)| p.as_bytes().first() == Some(&first));
        same.filter(|(p, _)| name.starts_with(p.as_bytes()))
            .max_by_key(|(p, _)| p.len())
            .map(|(_, known)| *known)
    }
}

/// `kind name [header]`
fn entry(line: &'static str) -> Option<(&'static str, Known)> {
    let mut words = line.split_ascii_whitespace();
    let kind = words.next()?;
    let (_, kind) = Kind::ALL.into_iter().find(|(word, _)| *word == kind)?;
    let name = words.next()?;
    Some((name, Known { kind, ordinary: words.next() == Some("header") }))
}

/// What is known of the cookie `name`. The prefixes `__Host-` and `__Secure-` (RFC 6265bis) are looked
/// through.
pub(crate) fn known(name: &[u8]) -> Option<Known> {
    let bare = name.strip_prefix(b"__Host-").or_else(|| name.strip_prefix(b"__Secure-"));
    match bare.and_then(|bare| NAMES.find(bare)) {
        Some(known) => Some(Known { ordinary: false, ..known }),
        None => NAMES.find(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_kinds() {
        for (name, kind, ordinary) in [
            ("JSESSIONID", Kind::Session, false),
            ("PHPSESSID", Kind::Session, false),
            ("sid", Kind::Session, true),
            ("SESSION_SECRET", Kind::Session, true),
            ("__Host-session", Kind::Session, false),
            ("__Host-anything", Kind::Security, false),
            ("__Secure-1PSIDTS", Kind::Session, false),
            ("csrftoken", Kind::Security, false),
            ("_ga", Kind::Analytics, false),
            ("_ga_ABCDEF1234", Kind::Analytics, false),
            ("_gat_UA-1-1", Kind::Analytics, false),
            ("lang", Kind::Preference, true),
            ("_fbp", Kind::Advertising, false),
            ("IDE", Kind::Advertising, true),
            ("wp-settings-time-1", Kind::Preference, false),
            ("wp-settings-1", Kind::Session, false),
        ] {
            assert_eq!(known(name.as_bytes()), Some(Known { kind, ordinary }), "{name}");
        }
        for name in ["", "x", "Path", "href", "_g", "JSESSION", "Cookie", "#"] {
            assert_eq!(known(name.as_bytes()), None, "{name}");
        }
    }

    #[test]
    fn every_line_of_the_lexicon_is_read() {
        let lexicon = include_str!("../../rules/lexicons/cookies.txt");
        let lines = lexicon.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
        for line in lines {
            assert!(entry(line).is_some(), "{line}");
        }
    }
}
