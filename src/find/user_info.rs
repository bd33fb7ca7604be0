//! `name:password@` in a URL (RFC 3986, section 3.2.1), before its host.

use super::{Anchor, Finder, Span, byte, byte_before};

/// One form, `url`: from behind the slashes to before the `@`.
pub(crate) static USER_INFO: Finder =
    Finder { name: "user-info", forms: &["url"], anchors: &[Anchor::At], literals: &[], find };

/// Longest part of a URL before its host that is read, in bytes: tokens stand there as well.
const LONGEST: usize = 256;

fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let head = text.get(at.saturating_sub(LONGEST)..at)?;
    let info = head.iter().rev().take_while(|b| is_info(**b)).count();
    let start = at - info;
    let colon = text.get(start..at)?.iter().position(|b| *b == b':')?;
    let opens = text.get(..start)?.strip_suffix(b"://").is_some_and(ends_a_scheme);
    let has_host = byte(text, at + 1).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'[' | b'_'));
    (opens && has_host && colon + 1 < info).then_some(Span { start, end: at, form: 0 })
}

fn ends_a_scheme(head: &[u8]) -> bool {
    byte_before(head, head.len()).is_some_and(|b| b.is_ascii_alphanumeric())
}

/// What a name or password of a URL is written with.
fn is_info(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=:".contains(&b)
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_and_passwords_before_hosts() {
        for (text, info) in [
            ("DATABASE_URL=postgres://app:s3cr3t@db.internal:5432/x", "app:s3cr3t"),
            ("\"redis://:k9Yz2pQ7@cache:6379/0\"", ":k9Yz2pQ7"),
            ("git clone https://oauth2:glpat-abc@host/x.git", "oauth2:glpat-abc"),
            ("ftp://u:a%40b@[::1]/", "u:a%40b"),
        ] {
            assert_eq!(find_all(&USER_INFO, text), [(info.to_owned(), "url")], "{text}");
        }
        for text in [
            "https://example.org/a:b@c",
            "https://jane@example.org",
            "mailto:jane@example.org",
            "://u:p@h",
            "http://u:@h",
            "amqp://u:${PASSWORD}@mq",
            "http://u:pass@/x",
            "git@github.com:org/repo.git",
        ] {
            assert_eq!(find_all(&USER_INFO, text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(text in proptest::collection::vec(any::<u8>(), 0..40), at in 0usize..50) {
            let _ = find(&text, at, Anchor::At);
        }
    }
}
