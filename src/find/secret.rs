//! Keys and tokens that say by their first letters whose they are, as their services document it.

use super::{Anchor, Finder, Span, byte, byte_before, is_word};

/// Forms: `token` for keys in one piece, `pem` for the first line of a private key.
pub(crate) static SECRET: Finder = Finder {
    name: "secret",
    forms: &["token", "pem"],
    anchors: &[],
    literals: &[
        "AKIA", "ASIA", "AIza", "ghp_", "gho_", "ghs_", "github_pat", "glpat", "xoxb", "xoxp", "sk_live_",
        ".eyJ", "-----BEGIN",
    ],
    find,
};

/// Shortest and longest token, in bytes: signed ones carry their claims.
const SHORTEST: usize = 20;
const LONGEST: usize = 1000;

/// Longest header of a signed token, in bytes.
const LONGEST_HEADER: usize = 200;

/// `at` is the first byte of the literal.
fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    match byte(text, at)? {
        b'-' => pem(text, at),
        // The claims of a signed token, behind its header.
        b'.' => token(text, at - header(text, at)?),
        _ => token(text, at),
    }
}

/// The line `-----BEGIN RSA PRIVATE KEY-----`.
fn pem(text: &[u8], at: usize) -> Option<Span> {
    const END: &[u8] = b"PRIVATE KEY-----";
    let line = text.get(at..text.len().min(at + 60))?;
    let key = line.windows(END.len()).position(|part| part == END)?;
    let one_line = !line.get(..key)?.contains(&b'\n');
    one_line.then_some(Span { start: at, end: at + key + END.len(), form: 1 })
}

/// Length of the `eyJ…` that ends at `end`.
fn header(text: &[u8], end: usize) -> Option<usize> {
    let head = text.get(end.saturating_sub(LONGEST_HEADER)..end)?;
    let len = head.iter().rev().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).count();
    text.get(end - len..end)?.starts_with(b"eyJ").then_some(len)
}

fn token(text: &[u8], start: usize) -> Option<Span> {
    // Asked first, so that of many literals in a row only one is read to its end.
    if byte_before(text, start).is_some_and(|b| is_word(b) || matches!(b, b'-' | b'.' | b'/' | b'+')) {
        return None;
    }
    let tail = text.get(start..text.len().min(start + LONGEST))?;
    let in_token = |b: &u8| b.is_ascii_alphanumeric() || b"_-./+=,".contains(b);
    let len = tail.iter().take_while(|b| in_token(b)).count();
    let cut = tail.get(..len)?.iter().rev().take_while(|b| matches!(b, b'.' | b',')).count();
    let token = tail.get(..len - cut)?;
    (token.len() >= SHORTEST && is_written_so(token)).then_some(Span {
        start,
        end: start + token.len(),
        form: 0,
    })
}

/// Whether a token may be one of its service: those of AWS are twenty capitals and digits.
fn is_written_so(token: &[u8]) -> bool {
    let is_aws = token.starts_with(b"AKIA") || token.starts_with(b"ASIA");
    let fits = token.len() == 20 && token.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    token.iter().any(u8::is_ascii_digit) && (!is_aws || fits)
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tokens_are_known_by_their_first_letters() {
        for (text, value, form) in [
            ("key AKIA0123456789ABCDEF.", "AKIA0123456789ABCDEF", "token"),
            (
                "t=ghp_0123456789abcdefghijABCDEFGHIJ012345",
                "ghp_0123456789abcdefghijABCDEFGHIJ012345",
                "token",
            ),
            ("Bearer eyJhbGciOiJI.eyJzdWIiOiIx.c2ln_w-1", "eyJhbGciOiJI.eyJzdWIiOiIx.c2ln_w-1", "token"),
            ("-----BEGIN EC PRIVATE KEY-----\nMHc", "-----BEGIN EC PRIVATE KEY-----", "pem"),
        ] {
            assert_eq!(find_all(&SECRET, text), [(value.to_owned(), form)], "{text}");
        }
        for text in [
            "AKIRA was a film",
            "ghp_short1",
            "xAKIA0123456789ABCDEF",
            "a/eyJhbGciOiJI.eyJzdWIiOiIx.c2ln_w-1",
            "-----BEGIN CERTIFICATE-----\nPRIVATE KEY-----",
            "-----BEGIN PUBLIC KEY-----",
            "a.eyJhbGciOiJIUzI1NiJ9",
            "ASIAN_COUNTRIES_AND_THEIR_CAPITALS_1",
            "ASIAwDQYJKoZIhvcNAQEBBQADggEPADCC",
        ] {
            assert_eq!(find_all(&SECRET, text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(text in proptest::collection::vec(any::<u8>(), 0..40), at in 0usize..50) {
            let _ = find(&text, at, Anchor::Literal);
        }
    }
}
