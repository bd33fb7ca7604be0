//! Logs of systems as syslog writes them (RFC 3164, RFC 5424, and with times of ISO 8601): whether a value names the host or stands
//! in the message.

use super::by_line::{ByLine, Grammar};
use super::notation::{Notation, first_line};

/// System logs, told by their first line.
pub(super) const NOTATION: Notation = Notation {
    roles: true,
    ..Notation::new(
        |_, head| first_line(head).and_then(host).is_some_and(|rest| message(rest).is_some()),
        || ByLine::begin(Syslog),
    )
};

#[derive(Clone)]
struct Syslog;

impl Grammar for Syslog {
    const ALONE: bool = true;

    fn line(&mut self, _: &[u8]) {}

    fn path(&self, begun: &[u8]) -> Option<String> {
        let rest = host(begun)?;
        let part = if rest.is_empty() { Some("host") } else { message(rest).map(|_| "message") };
        part.map(str::to_owned)
    }
}

/// What begins with the host: after priority and time.
fn host(line: &[u8]) -> Option<&[u8]> {
    let priority = line.strip_prefix(b"<").and_then(|rest| behind(rest, b">"));
    let rest = priority.unwrap_or(line);
    let rest = rest.strip_prefix(b"1 ").filter(|_| priority.is_some()).unwrap_or(rest);
    // `Jan 31 08:16:12 `
    let old =
        rest.get(..16).filter(|t| t.get(3) == Some(&b' ') && t.get(9) == Some(&b':') && t.ends_with(b" "));
    if old.is_some_and(|time| time.iter().take(3).all(u8::is_ascii_alphabetic)) {
        return rest.get(16..);
    }
    let time = rest.get(..behind(rest, b" ").map(|host| rest.len() - host.len())?)?;
    let is_time = time.get(4) == Some(&b'-') && time.get(10) == Some(&b'T') && time.get(13) == Some(&b':');
    is_time.then(|| rest.get(time.len()..))?
}

/// What comes after host and program.
fn message(rest: &[u8]) -> Option<&[u8]> {
    behind(behind(rest, b" ")?, b" ")
}

fn behind<'t>(text: &'t [u8], mark: &[u8]) -> Option<&'t [u8]> {
    text.get(memchr::memmem::find(text, mark)? + mark.len()..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_roles() {
        for (begun, role) in [
            ("Jan 31 08:16:12 ", Some("host")),
            ("<34>Jan  1 08:16:12 ", Some("host")),
            ("2024-01-31T08:16:12.003Z ", Some("host")),
            ("<165>1 2024-01-31T08:16:12Z ", Some("host")),
            ("Jan 31 08:16:12 shop sshd[4711]: Failed password from ", Some("message")),
            ("<165>1 2024-01-31T08:16:12Z shop app 17 ID47 - from ", Some("message")),
            ("Jan 31 08:16:12 shop ", None),
            ("type=USER_LOGIN msg=audit(1706689012.123:4711): addr=", None),
            ("", None),
        ] {
            assert_eq!(Syslog.path(begun.as_bytes()).as_deref(), role, "{begun}");
        }
    }

    #[test]
    fn logs_are_known() {
        assert!((NOTATION.claims)("messages", b"Jan 31 08:16:12 shop sshd[1]: x\n"));
        for text in ["", "Jan went home", "2024-01-31 08:12:44 INFO x y", "one two three four five six"] {
            assert!(!(NOTATION.claims)("x.log", text.as_bytes()), "{text}");
        }
    }
}
