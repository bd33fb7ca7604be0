//! Logs of web servers in the Common and the Combined format (httpd.apache.org, `mod_log_config`): which part of a line a value
//! stands in.

use super::by_line::{ByLine, Grammar, closing_quote};
use super::notation::{Notation, first_line};

/// Access logs, told by their first line.
pub(super) const NOTATION: Notation = Notation {
    roles: true,
    ..Notation::new(
        |_, head| first_line(head).is_some_and(|line| is_entry(line, 0)),
        || ByLine::begin(AccessLog { before: 0 }),
    )
};

/// The same with the virtual host in front (`%v` or `%v:%p`).
pub(super) const OF_HOSTS: Notation = Notation {
    roles: true,
    ..Notation::new(
        |_, head| first_line(head).is_some_and(|line| is_entry(line, 1)),
        || ByLine::begin(AccessLog { before: 1 }),
    )
};

/// The parts of a line in order, where their names tell something.
const PARTS: [Option<&str>; 9] = [
    Some("client"),
    None,
    Some("user"),
    None,
    Some("request"),
    None,
    None,
    Some("referrer"),
    Some("user_agent"),
];

#[derive(Clone)]
struct AccessLog {
    /// Parts before the client.
    before: usize,
}

impl Grammar for AccessLog {
    const ALONE: bool = true;

    fn line(&mut self, _: &[u8]) {}

    fn path(&self, begun: &[u8]) -> Option<String> {
        let name = PARTS.get(parts(begun).count().checked_sub(self.before)?)?.as_ref()?;
        Some((*name).to_owned())
    }
}

/// The parts of a line that have ended.
fn parts(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let end = match rest {
            [b'"', inner @ ..] => closing_quote(inner, b'"')? + 2,
            [b'[', ..] => memchr::memchr(b']', rest)? + 1,
            _ => memchr::memchr(b' ', rest)?,
        };
        let part = rest.get(..end)?;
        rest = rest.get(end..)?.strip_prefix(b" ")?;
        Some(part)
    })
}

/// Whether a time in brackets and a request in quotes stand where they belong, after so many parts more than usual.
fn is_entry(line: &[u8], before: usize) -> bool {
    let begins = |at: usize, with: u8| parts(line).nth(at).is_some_and(|part| part.first() == Some(&with));
    begins(before + 3, b'[') && begins(before + 4, b'"')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "203.0.113.24 - r.chen [10/Oct/2023:13:55:36 +0000] \"GET /a\\\"b?x=y HTTP/1.1\" 200 53 \"https://example.com/?q=z\" \"Mozilla/5.0 (X11)\" 17";

    #[test]
    fn parts_have_roles() {
        for (value, role) in [
            ("203", Some("client")),
            ("r.chen", Some("user")),
            ("10/Oct", None),
            ("y HTTP", Some("request")),
            ("200", None),
            ("z\"", Some("referrer")),
            ("X11", Some("user_agent")),
            ("17", None),
        ] {
            let begun = &LINE[..LINE.find(value).unwrap()];
            assert_eq!(AccessLog { before: 0 }.path(begun.as_bytes()).as_deref(), role, "{value}");
            let of_host = format!("www.example.org:443 {begun}");
            assert_eq!(AccessLog { before: 1 }.path(of_host.as_bytes()).as_deref(), role, "{value}");
        }
    }

    #[test]
    fn entries_are_known() {
        assert!((NOTATION.claims)("x", format!("\n{LINE}\n").as_bytes()));
        let of_host = format!("www.example.org {LINE}\n");
        assert!((OF_HOSTS.claims)("x", of_host.as_bytes()) && !(NOTATION.claims)("x", of_host.as_bytes()));
        for text in ["", "a b c d e", "203.0.113.24 - - [10/Oct/2023] GET", "[1] \"x\" \"y\" [z] \"a\""] {
            assert!(!(NOTATION.claims)("access.log", text.as_bytes()), "{text}");
            assert!(!(OF_HOSTS.claims)("access.log", text.as_bytes()), "{text}");
        }
    }
}
