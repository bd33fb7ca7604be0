//! Logins in lines of logs, where programs say that somebody came, went or did something: beside the address that they came
//! from, or by the program's own words. The span is the login. Names that were tried and belong to nobody (`invalid user x`) are
//! left out.

use super::tokens::digits_at;
use super::{Anchor, Finder, Span, byte};

/// One form, `came`.
pub(crate) static LOGIN: Finder =
    Finder { name: "login", forms: &["came"], anchors: &[Anchor::Quad], literals: &LITERALS, find };

/// Where the login stands, seen from the words that a program writes.
#[derive(Clone, Copy)]
enum Place {
    /// Behind the words: one of the first list stands before them, and one of the second follows the login.
    Behind(&'static [&'static [u8]], &'static [&'static [u8]]),
    /// Before the words: the first byte stands before the login, and the second follows the words.
    Before(u8, u8),
}

/// What PAM, su, sudo and cron write.
const WRITTEN: [(&str, Place); 4] = [
    ("ed for user ", Place::Behind(&[b"session open", b"session clos"], PAM)),
    ("(to root", Place::Behind(&[b""], &[b" on "])),
    (": TTY", Place::Before(b' ', b'=')),
    ("CMD ", Place::Before(b'(', b'(')),
];

const PAM: &[&[u8]] = &[b"(uid=", b" by ", b"\n", b"\r", b"\""];

static LITERALS: [&str; WRITTEN.len()] = {
    let mut literals = [""; WRITTEN.len()];
    let mut n = 0;
    while n < literals.len() {
        literals[n] = WRITTEN[n].0;
        n += 1;
    }
    literals
};

/// What OpenSSH writes before a login and ` from `: ways to prove who one is (RFC 4252, section 5, and RFC 4462).
const WAYS: [&[u8]; 5] = [
    b"password for ",
    b"publickey for ",
    b"keyboard-interactive/pam for ",
    b"gssapi-with-mic for ",
    b"hostbased for ",
];

/// What it writes before a login and an address.
const USERS: [&[u8]; 2] = [b"authenticating user ", b"isconnected from user "];

/// Longest login, as of `useradd`, in bytes.
const LONGEST: usize = 32;

fn find(text: &[u8], at: usize, anchor: Anchor) -> Option<Span> {
    let span = if anchor == Anchor::Quad { beside_address(text, at) } else { by_words(text, at) }?;
    (2..=LONGEST).contains(&(span.end - span.start)).then_some(span)
}

/// The login beside the address whose third dot is at `dot`.
fn beside_address(text: &[u8], dot: usize) -> Option<Span> {
    let behind = dot + 1 + digits_at(text, dot + 1);
    // In chains of numbers there are many dots.
    if byte(text, behind) != Some(b' ') {
        return None;
    }
    let head = text.get(..dot)?;
    let start = dot - head.iter().rev().take(11).take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    // `203.0.113.7 - jdoe [10/Oct/2023`: the third word of a line, `-` for nobody.
    if text.get(behind..behind + 3) == Some(b" - ") && byte(text, behind + 3) != Some(b'-') {
        return login_at(text, behind + 3, &[b" ["]);
    }
    let (end, words) = match text.get(..start)?.strip_suffix(b" from ") {
        Some(head) => (head.len(), &WAYS[..]),
        None => (start.checked_sub(1).filter(|end| byte(text, *end) == Some(b' '))?, &USERS[..]),
    };
    let span = login_before(text, end)?;
    let head = text.get(..span.start)?;
    words.iter().any(|words| head.ends_with(words)).then_some(span)
}

/// The login that the words at `at` tell.
fn by_words(text: &[u8], at: usize) -> Option<Span> {
    let rest = text.get(at..)?;
    let (words, place) = WRITTEN.iter().find(|(words, _)| rest.starts_with(words.as_bytes()))?;
    let behind = at + words.len();
    let opens = |at: usize, openings: &[&[u8]]| {
        openings.iter().any(|opening| text.get(..at).is_some_and(|head| head.ends_with(opening)))
    };
    match *place {
        Place::Behind(openings, ends) => {
            let gap = if rest.get(words.len()..)?.starts_with(b") ") { 2 } else { 0 };
            login_at(text, behind + gap, ends).filter(|_| opens(at, openings))
        }
        Place::Before(opening, next) => {
            let head = text.get(..at).filter(|_| byte(text, behind) == Some(next))?;
            let end = [&b") "[..], b" "].iter().find_map(|gap| head.strip_suffix(*gap))?.len();
            login_before(text, end).filter(|span| opens(span.start, &[&[opening]]))
        }
    }
}

/// The login that begins at `start`, if one of `ends` follows.
fn login_at(text: &[u8], start: usize, ends: &[&[u8]]) -> Option<Span> {
    let line = text.get(start..text.len().min(start + LONGEST + 8))?;
    let (login, rest) = line.split_at(line.iter().take_while(|b| is_login(b)).count());
    ends.iter().any(|end| rest.starts_with(end)).then_some(Span { start, end: start + login.len(), form: 0 })
}

/// The login that ends at `end`.
fn login_before(text: &[u8], end: usize) -> Option<Span> {
    let head = text.get(end.saturating_sub(LONGEST + 1)..end)?;
    let len = head.iter().rev().take_while(|b| is_login(b)).count();
    (len > 0).then_some(Span { start: end - len, end, form: 0 })
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
