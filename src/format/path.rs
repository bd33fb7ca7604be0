//! Paths of keys as text: `users[].contact.email`, whatever the notation.

use std::borrow::Cow;

use crate::model::readable;

/// Bytes of a key that are kept.
pub(super) const LONGEST: usize = 128;

/// Levels of nesting whose names are kept.
pub(super) const DEEPEST: usize = 64;

/// Bytes of a path at which no more is added: nobody reads on, and hostile input must not make reports of it.
const ENOUGH: usize = 512;

/// Bytes that nearly every path has room in.
const USUAL: usize = 64;

/// What stands for a name that is not told.
const ANY: &str = "*";

/// A path of `steps`, keys as JSON writes them or `None` for an array. The last key is `untold` where it is a value itself.
pub(super) fn written<'n>(steps: impl Iterator<Item = Option<&'n [u8]>>, untold: bool) -> String {
    let mut path = String::with_capacity(USUAL);
    let mut steps = steps.peekable();
    while let Some(step) = steps.next() {
        if path.len() > ENOUGH {
            path.push('…');
            return path;
        }
        match step {
            None => path.push_str("[]"),
            Some(_) if untold && steps.peek().is_none() => dotted(&mut path, ANY),
            Some(name) => key(&mut path, &plain(name)),
        }
    }
    path
}

/// Adds a key.
pub(super) fn key(path: &mut String, name: &str) {
    if path.len() > ENOUGH {
        return;
    }
    // Nearly all are of this kind.
    let is_plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
    if is_plain && name.len() < LONGEST {
        dotted(path, name);
    } else if is_data(name) {
        dotted(path, ANY);
    } else if is_odd(name) {
        path.push_str("[\"");
        path.push_str(&name.replace('\\', "\\\\").replace('"', "\\\""));
        path.push_str("\"]");
    } else {
        dotted(path, name);
    }
}

fn dotted(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}

/// Whether a name could be taken for more than one, or for none.
fn is_odd(name: &str) -> bool {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '.' | '[' | ']' | '"' | '\'' | '\\' | '…');
    name.is_empty() || name == ANY || name.contains(is_mark)
}

/// Whether a key is data rather than a name: an address, a number, a date, a digest. Such keys would tell values, and there
/// would be a field for each of them.
fn is_data(name: &str) -> bool {
    let digits = name.chars().filter(|c| c.is_numeric()).count();
    let is_bare_number = digits > 0 && !name.contains(char::is_alphabetic);
    let colons = name.matches(':').count();
    // `@timestamp` is a name.
    let is_address = name.rfind('@').is_some_and(|at| at > 0);
    is_address || digits > 4 || is_bare_number || colons > 1 || name.len() >= LONGEST
}

/// A key or a value without its escapes.
pub(super) fn plain(name: &[u8]) -> Cow<'_, str> {
    let text = readable(name);
    if text.contains('\\') { Cow::Owned(unescaped(&text)) } else { text }
}

fn unescaped(text: &str) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let escape = if c == '\\' { chars.next() } else { None };
        let unit = chars.as_str().get(..4).filter(|_| escape == Some('u'));
        if let Some(unit) = unit.and_then(|hex| u16::from_str_radix(hex, 16).ok()) {
            chars.nth(3);
            units.push(unit);
            continue;
        }
        let meant = match escape {
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            other => other.unwrap_or(c),
        };
        units.extend_from_slice(meant.encode_utf16(&mut [0; 2]));
    }
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(names: &[&str]) -> String {
        let steps: Vec<_> = names.iter().map(|n| Some(n.as_bytes()).filter(|_| *n != "[]")).collect();
        written(steps.into_iter(), false)
    }

    #[test]
    fn names_are_joined() {
        for (names, expect) in [
            (&["users", "[]", "contact", "email"][..], "users[].contact.email"),
            (&["[]", "email"], "[].email"),
            (&["a", "[]", "[]", "b"], "a[][].b"),
            (&["a.b", "c d", "x"], r#"["a.b"]["c d"].x"#),
            (&["x", "", "a[0]"], r#"x[""]["a[0]"]"#),
            (&["say \\\"hi\\\"", "a\\\\b", "it's"], r#"["say \"hi\""]["a\\b"]["it's"]"#),
            (&["*", "$ref", "@type"], r#"["*"].$ref.@type"#),
            (&["名前", "Straße", "user-id", "x/y"], "名前.Straße.user-id.x/y"),
        ] {
            assert_eq!(path(names), expect);
        }
        assert_eq!(written([Some(&b"a"[..]), Some(b"b")].into_iter(), true), "a.*");
    }

    #[test]
    fn escapes_are_decoded() {
        for (name, expect) in [
            ("na\\u006de", "name"),
            ("Zo\\u00eb", "Zoë"),
            ("\\ud83d\\ude00", "😀"),
            ("\\ud83d", "\u{fffd}"),
            ("\\u00", "u00"),
            ("\\uäöü", "uäöü"),
            ("a\\/b\\", "a/b\\"),
            ("\\t\\n\\u001b", "\t\n\u{1b}"),
        ] {
            assert_eq!(plain(name.as_bytes()), expect, "{name}");
        }
        assert_eq!(plain(b"Zo\xeb"), "Zoë");
    }

    #[test]
    fn keys_that_are_data_are_not_told() {
        let (long, mac) = ("k".repeat(LONGEST), "de:ad:be:ef:ca:fe");
        for data in [
            "jane@example.org", "078-05-1120", "2024-01-30", "1", "4.5", "203.0.113.7", "3f9a1c0d7b", mac,
            &long,
        ] {
            assert_eq!(path(&["users", data, "phone"]), "users.*.phone", "{data}");
        }
        for name in ["line1", "sha256", "iso3166", "schema:email", "address-2", "q4", "$", "_"] {
            assert_eq!(path(&["x", name]), format!("x.{name}"));
        }
    }

    #[test]
    fn endless_paths_are_cut() {
        let names = vec!["a-rather-long-name"; 64];
        let path = path(&names);
        assert!(path.len() < ENOUGH + 2 * LONGEST && path.ends_with('…'), "{path}");
    }
}
