//! `local@domain`: an address of RFC 5321 in the subset that people use, internationalised (RFC 6531) or not. Quoted local
//! parts and address literals are not looked for; [`super::spelled`] finds words for signs, [`super::encoded`] `%40`.
//! `@name@example.org` is an account of the Fediverse.

use super::finder::{Anchor, Finder, Span, byte, byte_before, char_at, char_before, is_word};

/// Forms: `plain` for mailboxes, `handle` behind another `@`.
pub(crate) static EMAIL: Finder =
    Finder { name: "email", forms: &["plain", "handle"], anchors: &[Anchor::At], literals: &[], find };

/// Limits of RFC 5321, section 4.5.3.1, and RFC 1035.
const LONGEST_LOCAL: usize = 64;
const LONGEST_DOMAIN: usize = 253;
const LONGEST_LABEL: usize = 63;

/// `at` is the `@`. The domain first: most signs that are no addresses fail there at once.
fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let end = domain_end(text, at + 1)?;
    let start = local_start(text, at, end)?;
    let sign = byte_before(text, start) == Some(b'@');
    let is_handle = sign && !start.checked_sub(2).and_then(|i| byte(text, i)).is_some_and(is_word);
    Some(Span { start, end, form: u8::from(is_handle) })
}

/// Behind the last label that can be a top-level domain, of two or more.
pub(super) fn domain_end(text: &[u8], from: usize) -> Option<usize> {
    if byte(text, from)? == b'-' {
        return None;
    }
    let mut best = None;
    let mut label = from;
    while label - from < LONGEST_DOMAIN {
        let length = label_length(text, label)?;
        if length == 0 {
            break;
        }
        let end = label + length;
        if label > from {
            best = top_length(text.get(label..end)?).map(|n| label + n).or(best);
        }
        if byte(text, end) != Some(b'.') {
            break;
        }
        label = end + 1;
    }
    best
}

/// How many bytes of letters, digits and hyphens stand at `from`; `None` if more than a label can have.
fn label_length(text: &[u8], from: usize) -> Option<usize> {
    let mut i = from;
    loop {
        match byte(text, i) {
            Some(b) if b.is_ascii_alphanumeric() || b == b'-' => i += 1,
            Some(0x80..) => match char_at(text, i).filter(|c| c.is_alphanumeric()) {
                Some(c) => i += c.len_utf8(),
                None => break,
            },
            _ => break,
        }
        if i - from > LONGEST_LABEL {
            return None;
        }
    }
    Some(i - from)
}

/// How much of a label can be a top-level domain: all of `xn--…`, or its letters if they are two or more.
/// What is glued behind them (`com123-45`, `com谢谢`) is cut off; the validator looks at such cuts again.
fn top_length(label: &[u8]) -> Option<usize> {
    if label.get(..4).is_some_and(|head| head.eq_ignore_ascii_case(b"xn--")) {
        return (label.len() > 4).then_some(label.len());
    }
    let ascii = label.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    match label.get(ascii) {
        Some(0x80..) if ascii == 0 => {
            let letters = label.iter().take_while(|b| **b >= 0x80).count();
            (letters > 2).then_some(letters)
        }
        _ => (ascii >= 2).then_some(ascii),
    }
}

/// The first byte of the local part that ends before `at`.
pub(super) fn local_start(text: &[u8], at: usize, end: usize) -> Option<usize> {
    if !byte_before(text, at).is_some_and(|b| b.is_ascii_alphanumeric() || is_end(b)) {
        return None;
    }
    let run = run_start(text, at, end)?;
    let start = trim(text, drop_escape(text, trim(text, run, at), at), at);
    (start < at && at - start <= LONGEST_LOCAL).then_some(start)
}

const fn is_end(b: u8) -> bool {
    matches!(b, b'_' | b'-' | b'+') || b >= 0x80
}

/// Walks to the left over what a local part can hold; `None` if that is longer than a local part.
fn run_start(text: &[u8], at: usize, end: usize) -> Option<usize> {
    let quoted = byte(text, end) == Some(b'\'');
    let mut ampersand = None;
    let mut i = at;
    while let Some(b) = byte_before(text, i) {
        match b {
            _ if b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+' | b'~') => i -= 1,
            b'.' if byte(text, i) != Some(b'.') => i -= 1,
            // In `'name@example.com'` a quote, in `o'name@example.com` a letter of the name.
            b'\'' if !quoted && byte(text, i).is_some_and(|b| b.is_ascii_alphabetic()) => i -= 1,
            b'%' if is_escaped_boundary(text, i) => return Some(i + 2),
            b'%' => i -= 1,
            b'&' => {
                ampersand = ampersand.or(Some(i));
                i -= 1;
            }
            // Behind a query's `?` or `=`, the ampersand separates parameters.
            b'?' | b'=' | b'/' => return Some(ampersand.unwrap_or(i)),
            0x80.. => match char_before(text, i).filter(|c| is_letter(*c)) {
                Some(c) => i -= c.len_utf8(),
                None => break,
            },
            _ => break,
        }
        if at - i > LONGEST_LOCAL + 8 {
            return None;
        }
    }
    Some(i)
}

/// Letters of scripts that separate words by spaces; an ideograph before a name is not part of it.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && u32::from(c) < 0x2E80
}

/// Whether the two hex digits at `i` stand for a byte that ends a local part, such as `%3C` or `%20`.
fn is_escaped_boundary(text: &[u8], i: usize) -> bool {
    let digit = |i| byte(text, i).and_then(|b| char::from(b).to_digit(16));
    match (digit(i), digit(i + 1)) {
        (Some(high), Some(low)) => {
            let b = u8::try_from(high << 4 | low).unwrap_or_default();
            !b.is_ascii_alphanumeric() && !matches!(b, b'.' | b'_' | b'-' | b'+' | b'\'') && b < 0x80
        }
        _ => false,
    }
}

/// Without the signs that no name starts with.
fn trim(text: &[u8], start: usize, at: usize) -> usize {
    let run = text.get(start..at).unwrap_or(&[]);
    let signs =
        run.iter().take_while(|b| matches!(b, b'\'' | b'-' | b'.' | b'+' | b'%' | b'~' | b'&')).count();
    start + signs
}

/// Behind a backslash, the first letters belong to an escape: `\nname`, `\u003cname`.
fn drop_escape(text: &[u8], start: usize, at: usize) -> usize {
    if byte_before(text, start) != Some(b'\\') {
        return start;
    }
    let run = text.get(start..at).unwrap_or(&[]);
    let hex = |n: usize| run.get(1..=n).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    match run.first() {
        Some(b'u') if hex(4) => start + 5,
        Some(b'x') if hex(2) => start + 3,
        Some(b'n' | b't' | b'r') => start + 1,
        _ => start,
    }
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    fn values(text: &str) -> Vec<String> {
        find_all(&EMAIL, text).into_iter().map(|(value, _)| value).collect()
    }

    #[test]
    fn stops_at_the_right_places() {
        for (text, value) in [
            ("dpo@example.org", "dpo@example.org"),
            ("to ray.doe+tag@mail.example.co.uk.", "ray.doe+tag@mail.example.co.uk"),
            ("<ray@example.com>", "ray@example.com"),
            ("mailto:ray@example.com?subject=x", "ray@example.com"),
            ("(ray@example.com)", "ray@example.com"),
            ("ray@example.com:443", "ray@example.com"),
            ("ray@example.com...", "ray@example.com"),
            ("'ray@example.com'", "ray@example.com"),
            ("N'ray@example.com'", "ray@example.com"),
            ("o'ray@example.com", "o'ray@example.com"),
            ("-ray@example.com", "ray@example.com"),
            ("...ray@example.com", "ray@example.com"),
            ("email=ray@example.com&x=1", "ray@example.com"),
            ("?a=1&ray@example.com", "ray@example.com"),
            ("r&d@example.com", "r&d@example.com"),
            ("q=%3Cray@example.com%3E", "ray@example.com"),
            ("q=x%20ray@example.com", "ray@example.com"),
            (r"line\nray@example.com\n", "ray@example.com"),
            (r#""\u003cray@example.com\u003e""#, "ray@example.com"),
            (r"\tray@example.com", "ray@example.com"),
            ("rené@example.com", "rené@example.com"),
            ("ray@exämple.com", "ray@exämple.com"),
            ("иван@пример.рф", "иван@пример.рф"),
            ("联系ray@example.com谢谢", "ray@example.com"),
            ("“ray@example.com”", "ray@example.com"),
            ("ray@example.com’s", "ray@example.com"),
            ("ray@xn--exmple-cua.xn--p1ai", "ray@xn--exmple-cua.xn--p1ai"),
            ("ray@example.com123-45-6789", "ray@example.com"),
            ("ray@example.com.2024", "ray@example.com"),
            ("_ray_@example.com", "_ray_@example.com"),
            ("a,ray@example.com,b", "ray@example.com"),
        ] {
            assert_eq!(values(text), [value], "{text}");
        }
        assert_eq!(values("a@b.co,b@c.de"), ["a@b.co", "b@c.de"]);
    }

    #[test]
    fn another_sign_before_makes_a_handle() {
        for (text, form) in [
            ("follow @ray@social.example today", "handle"),
            ("(@ray@social.example)", "handle"),
            ("ray@social.example", "plain"),
            ("x@ray@social.example", "plain"),
        ] {
            assert_eq!(find_all(&EMAIL, text), [("ray@social.example".to_owned(), form)], "{text}");
        }
    }

    #[test]
    fn leaves_what_has_no_domain() {
        for text in [
            "root@localhost",
            "lodash@4.17.21",
            "@babel/core@7.0.0",
            "actions/checkout@v4",
            "Object@1b6d3586",
            "a@b.c",
            "a@-b.com",
            "ray.@example.com",
            "\"ray doe\"@example.com",
            "f@[192.0.2.1]",
            "name [at] example [dot] com",
            ".+@example.com",
            "image@sha256:0123",
            "a@b..com",
        ] {
            assert_eq!(values(text), [""; 0], "{text}");
        }
        assert_eq!(values(&format!("{}@example.com", "a".repeat(65))), [""; 0]);
        assert_eq!(values(&format!("a@{}.com", "b".repeat(64))), [""; 0]);
    }

    proptest! {
        #[test]
        fn every_plain_address_is_found(value in "[a-z][a-z0-9]{0,20}(\\.[a-z0-9]{1,9})?@[a-z0-9]{1,20}\\.[a-z]{2,8}") {
            prop_assert_eq!(values(&format!("To: <{value}>, x")), [value]);
        }

        #[test]
        fn never_panics(text in proptest::collection::vec(prop_oneof![Just(b'@'), Just(b'.'), Just(b'%'), Just(b'\\'), Just(b'a'), any::<u8>()], 0..60), at in 0usize..70) {
            find(&text, at, Anchor::At);
        }

        #[test]
        fn never_panics_on_text(text in "\\PC{0,40}") {
            values(&text);
        }
    }
}
