//! Logins in lines of logs, by the words with which programs tell that somebody came, went or did something. The span is the
//! login. Names that were tried and belong to nobody (`invalid user x`) are left out.

use memchr::memrchr2;

use super::{Anchor, Finder, Span, byte};

/// One form, `came`.
pub(crate) static LOGIN: Finder =
    Finder { name: "login", forms: &["came"], anchors: &[], literals: &LITERALS, find };

/// Where the login stands from what a program writes.
#[derive(Clone, Copy)]
enum Place {
    /// Behind that, before one of these.
    Behind(&'static [&'static [u8]]),
    /// Behind that, the way to prove it and `for`, before `from`.
    BehindWay,
    /// Before that, behind the first of these bytes, and the second follows that.
    Before(u8, u8),
    /// Before the time in brackets and the request that ends with that: the third word of a line, `-` for nobody.
    BeforeRequest,
}

/// What programs write.
const WRITTEN: [(&str, Place); 12] = [
    // OpenSSH.
    ("Accepted ", Place::BehindWay),
    ("Failed ", Place::BehindWay),
    ("authenticating user ", Place::Behind(&[b" "])),
    ("Disconnected from user ", Place::Behind(&[b" "])),
    // PAM, su, sudo, cron.
    ("session opened for user ", Place::Behind(PAM)),
    ("session closed for user ", Place::Behind(PAM)),
    ("su for root by ", Place::Behind(&[b"\n", b"\r", b"\""])),
    ("(to root", Place::Behind(&[b" on "])),
    (": TTY", Place::Before(b' ', b'=')),
    ("CMD ", Place::Before(b'(', b'(')),
    // Common and combined logs of web servers.
    ("HTTP/1", Place::BeforeRequest),
    ("HTTP/2", Place::BeforeRequest),
];

const PAM: &[&[u8]] = &[b"(uid=", b" by ", b"\n", b"\r", b"\""];

/// Ways to prove who one is (RFC 4252, section 5, and RFC 4462).
const WAYS: [&str; 5] = [
    "password for ",
    "publickey for ",
    "keyboard-interactive/pam for ",
    "gssapi-with-mic for ",
    "hostbased for ",
];

static LITERALS: [&str; WRITTEN.len()] = {
    let mut literals = [""; WRITTEN.len()];
    let mut n = 0;
    while n < literals.len() {
        literals[n] = WRITTEN[n].0;
        n += 1;
    }
    literals
};

/// Longest login, as of `useradd`, in bytes.
const LONGEST: usize = 32;

/// Longest request that is looked over, in bytes.
const LONGEST_LINE: usize = 512;

fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let rest = text.get(at..)?;
    let (words, place) = WRITTEN.iter().find(|(words, _)| rest.starts_with(words.as_bytes()))?;
    let span = match *place {
        Place::Behind(ends) => behind(text, at + words.len(), ends),
        Place::BehindWay => behind_way(text, at + words.len()),
        Place::Before(opening, next) if byte(text, at + words.len()) == Some(next) => {
            before(text, at, opening)
        }
        Place::Before(..) => None,
        Place::BeforeRequest => before_request(text, at),
    }?;
    (2..=LONGEST).contains(&(span.end - span.start)).then_some(span)
}

/// The login that begins at `at` or behind `) ` there, if one of `ends` follows.
fn behind(text: &[u8], at: usize, ends: &[&[u8]]) -> Option<Span> {
    let rest = text.get(at..text.len().min(at + LONGEST + 10))?;
    let line = rest.strip_prefix(b") ").unwrap_or(rest);
    let start = at + rest.len() - line.len();
    let closes =
        |len: usize| line.get(len..).is_some_and(|rest| ends.iter().any(|end| rest.starts_with(end)));
    let len = line.iter().take_while(|b| is_login(b)).count();
    // A full stop may end the sentence.
    let len = [len, len.saturating_sub(1)].into_iter().find(|len| closes(*len))?;
    Some(Span { start, end: start + len, form: 0 })
}

/// The login behind the way that is named at `at`.
fn behind_way(text: &[u8], at: usize) -> Option<Span> {
    let rest = text.get(at..)?;
    let way = WAYS.iter().find(|way| rest.starts_with(way.as_bytes()))?;
    behind(text, at + way.len(), &[b" from "])
}

/// The login before `at`, or before ` ` or `) ` there, if `opening` stands before it.
fn before(text: &[u8], at: usize, opening: u8) -> Option<Span> {
    let rest = text.get(at.saturating_sub(LONGEST + 3)..at)?;
    let head = [&b") "[..], b" "].iter().find_map(|gap| rest.strip_suffix(*gap)).unwrap_or(rest);
    let end = at - (rest.len() - head.len());
    let start = end - head.iter().rev().take_while(|b| is_login(b)).count();
    (start.checked_sub(1).and_then(|at| byte(text, at)) == Some(opening)).then_some(Span {
        start,
        end,
        form: 0,
    })
}

/// `203.0.113.7 - jdoe [10/Oct/2023:13:55:36 +0000] "GET / HTTP/1.1"`, where `at` is the version's.
fn before_request(text: &[u8], at: usize) -> Option<Span> {
    const TIME: usize = "[10/Oct/2023:13:55:36 +0000] ".len();
    let line = text.get(at.saturating_sub(LONGEST_LINE)..at)?;
    let quote = at - line.len() + memrchr2(b'"', b'\n', line)?;
    let open = quote.checked_sub(TIME).filter(|open| byte(text, *open) == Some(b'['))?;
    let span = before(text, open, b' ')?;
    let client = text.get(..span.start)?.strip_suffix(b" - ")?;
    let is_client = client.last().is_some_and(|b| *b != b'\n');
    (is_client && byte(text, span.start) != Some(b'-')).then_some(span)
}

fn is_login(b: &u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-')
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn who_came_is_found() {
        for (text, login) in [
            ("sshd[48314]: Accepted publickey for jquist from 203.0.113.7 port 4937 ssh2", "jquist"),
            ("sshd[48314]: Failed password for j.quist from 203.0.113.7 port 4937 ssh2", "j.quist"),
            ("sshd[9]: Connection closed by authenticating user jquist 203.0.113.7 port 1", "jquist"),
            ("pam_unix(sshd:session): session opened for user jquist(uid=1000) by (uid=0)", "jquist"),
            ("pam_unix(cron:session): session closed for user jquist\n", "jquist"),
            ("su: (to root) jquist on pts/0", "jquist"),
            ("sudo:   jquist : TTY=pts/0 ; PWD=/srv ; USER=root", "jquist"),
            ("CRON[77]: (jquist) CMD (/usr/bin/true)", "jquist"),
            ("203.0.113.7 - jquist [10/Oct/2023:13:55:36 +0000] \"GET / HTTP/1.1\" 200 1", "jquist"),
        ] {
            assert_eq!(find_all(&LOGIN, text), [(login.to_owned(), "came")], "{text}");
        }
    }

    #[test]
    fn other_lines_have_nobody() {
        for text in [
            "Failed password for invalid user jquist from 203.0.113.7 port 4937 ssh2",
            "Failed password for all users from the console",
            "Usage: a (PARENT) CMD [x]",
            "203.0.113.7 - - [10/Oct/2023:13:55:36 +0000] \"GET / HTTP/1.1\" 200 1",
            "x[a] \"GET / HTTP/1.1\"",
            "CMD (",
            "() CMD (x)",
            "echo x: TTY=pts/0",
        ] {
            assert_eq!(find_all(&LOGIN, text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(
            n in 0..WRITTEN.len(),
            before in "[ -~\n]{0,40}",
            behind in "[ -~\n]{0,40}",
        ) {
            let text = [before.as_str(), WRITTEN[n].0, behind.as_str()].concat();
            for (login, _) in find_all(&LOGIN, &text) {
                prop_assert!((2..=LONGEST).contains(&login.len()) && login.bytes().all(|b| is_login(&b)));
            }
        }
    }
}
