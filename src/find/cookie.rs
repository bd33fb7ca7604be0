//! `name=value` where the name is a cookie's, or stands in a `Cookie:` or `Set-Cookie:` header.

use super::{Anchor, Finder, Span, byte, byte_before, is_word};
use crate::validate::cookie::{is_identifier, is_name_byte, is_value_byte};
use crate::validate::cookie_names::known;

/// Forms: `known` (the name is listed, the value says what it is, or it stands in a jar) and `header` (any name inside a header). The
/// span is the value.
pub(crate) static COOKIE: Finder = Finder {
    name: "cookie",
    forms: &["known", "header"],
    anchors: &[Anchor::Assigned, Anchor::Digits],
    literals: &[],
    find,
};

/// Limits of what is looked at: a name, a value, a header's line.
const LONGEST_NAME: usize = 64;
const LONGEST_VALUE: usize = 960;
const LONGEST_LINE: usize = 512;

/// What may follow a cookie in `Set-Cookie` (RFC 6265, section 5.2, and later drafts).
static ATTRIBUTES: [&[u8]; 9] = [
    b"expires", b"max-age", b"domain", b"path", b"secure", b"httponly", b"samesite", b"partitioned",
    b"priority",
];

/// How many bytes an identifier has at least; what is shorter is seen here before anything is counted.
const SHORTEST_VALUE: usize = 12;

/// Fires on many a `=` in code and on long numbers, so the cheapest tests come first.
fn find(text: &[u8], at: usize, anchor: Anchor) -> Option<Span> {
    match anchor {
        Anchor::Digits if byte(text, at) == Some(b'\t') => in_jar(text, at),
        Anchor::Digits => of_analytics(text, at),
        _ if opens_a_long_value(text, at + 1) => named(text, at),
        _ => None,
    }
}

/// `GA1.2.1283746512.1709542123`, `fb.1.1709542123456.1283746512`: cookies of Google and Meta, wherever they stand. The last number
/// ends at `end`.
fn of_analytics(text: &[u8], end: usize) -> Option<Span> {
    // Nine or ten digits stand there, and mostly no dot before them.
    let is_dot = |n: usize| byte(text, end.wrapping_sub(n)) == Some(b'.');
    let (nine, ten) = (is_dot(10), is_dot(11));
    if !(nine | ten) {
        return None;
    }
    let dot = end - if nine { 10 } else { 11 };
    let head = text.get(dot.saturating_sub(24)..dot)?;
    let digits = head.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let head = head.get(..head.len() - digits)?;
    let sign = match head {
        [.., b'G', b'A', b'1', b'.', b'0'..=b'9', b'.'] if (6..=10).contains(&digits) => 6,
        [.., b'f', b'b', b'.', b'0'..=b'9', b'.'] if digits == 13 => 5,
        _ => return None,
    };
    let start = dot - digits - sign;
    let is_apart = byte_before(text, start).is_none_or(|b| !(is_word(b) || matches!(b, b'.' | b'-')));
    is_apart.then_some(Span { start, end, form: 0 })
}

/// The value on a line of a cookie jar as browsers and curl keep it: domain, flag, path, flag, a time that ends at `at`, name, value.
fn in_jar(text: &[u8], at: usize) -> Option<Span> {
    let head = text.get(at.saturating_sub(24)..at)?;
    let time = head.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let flag = head.get(..head.len() - time)?;
    if !flag.ends_with(b"\tTRUE\t") && !flag.ends_with(b"\tFALSE\t") {
        return None;
    }
    let rest = text.get(at + 1..text.len().min(at + 2 + LONGEST_NAME))?;
    let name = rest.iter().position(|b| !is_name_byte(*b)).filter(|name| rest.get(*name) == Some(&b'\t'))?;
    let start = at + 1 + name + 1;
    let end = (start + value_length(text, start, false)).min(at + LONGEST_VALUE);
    // A mailbox is found as one.
    let value = text.get(start..end).filter(|value| memchr::memmem::find(value, b"%40").is_none())?;
    is_identifier(value).then_some(Span { start, end, form: 0 })
}

/// Whether the value at `from` has the length of an identifier.
#[inline]
fn opens_a_long_value(text: &[u8], from: usize) -> bool {
    let head = text.get(from..).and_then(|rest| rest.first_chunk::<SHORTEST_VALUE>());
    // Without a branch a byte: where a value ends cannot be foreseen.
    head.is_some_and(|head| head.iter().fold(true, |all, b| all & is_value_byte(*b)))
}

/// The value behind the `=` at `at`, if it and its name are a cookie's.
#[inline(never)]
fn named(text: &[u8], at: usize) -> Option<Span> {
    let from = at + 1;
    let start = name_start(text, at).filter(|start| bounds_a_name(text, *start))?;
    let form = form(text, start, at).filter(|_| is_identifier(text.get(from..).unwrap_or(&[])))?;
    let end = from + value_length(text, from, in_query(text, start));
    is_identifier(text.get(from..end)?).then_some(Span { start: from, end, form })
}

/// The form that the name gives, if it is a cookie's at all.
fn form(text: &[u8], start: usize, at: usize) -> Option<u8> {
    let name = text.get(start..at)?;
    match known(name) {
        Some(known) if !known.ordinary || in_header(text, start) => Some(0),
        Some(_) => None,
        None if !in_header(text, start) => None,
        None => (!ATTRIBUTES.iter().any(|a| name.eq_ignore_ascii_case(a))).then_some(1),
    }
}

fn name_start(text: &[u8], at: usize) -> Option<usize> {
    let head = text.get(at.saturating_sub(LONGEST_NAME + 1)..at)?;
    let length = head.iter().rev().take_while(|b| is_name_byte(**b)).count();
    (1..=LONGEST_NAME).contains(&length).then_some(at - length)
}

/// Whether a name can start here: not in the middle of an expression.
fn bounds_a_name(text: &[u8], start: usize) -> bool {
    byte_before(text, start).is_none_or(|b| {
        b.is_ascii_whitespace()
            || matches!(b, b';' | b'"' | b'\'' | b',' | b'(' | b'`' | b':' | b'?' | b'&' | b'[' | b'{')
    })
}

/// Whether the name is a parameter of a URL, which ends at the next `&`.
fn in_query(text: &[u8], start: usize) -> bool {
    matches!(byte_before(text, start), Some(b'?' | b'&'))
}

/// How long the value at `from` is.
fn value_length(text: &[u8], from: usize, query: bool) -> usize {
    let rest = text.get(from..).unwrap_or(&[]).iter().take(LONGEST_VALUE);
    rest.take_while(|b| is_value_byte(**b) && !(query && matches!(**b, b'&' | b'#'))).count()
}

/// Whether the name stands in a list behind `Cookie:`, `Set-Cookie:` or `document.cookie =`.
fn in_header(text: &[u8], start: usize) -> bool {
    if !matches!(byte_before(text, start), Some(b' ' | b';' | b':' | b'"' | b'\'' | b'`')) {
        return false;
    }
    let from = start.saturating_sub(LONGEST_LINE);
    let window = text.get(from..start).unwrap_or(&[]);
    let line = memchr::memrchr(b'\n', window).map_or(0, |i| i + 1);
    opens_list(window.get(line..).unwrap_or(&[]))
}

/// Whether the last `cookie` in `line` opens a list that reaches to its end.
fn opens_list(line: &[u8]) -> bool {
    let ends = memchr::memrchr2_iter(b'k', b'K', line).filter_map(|k| {
        let word = line.get(k.checked_sub(3)?..k + 3)?;
        word.eq_ignore_ascii_case(b"cookie").then_some(k + 3)
    });
    ends.take(1).any(|end| {
        let rest = line.get(end..).unwrap_or(&[]);
        let rest = rest.strip_prefix(b"2").unwrap_or(rest);
        if let Some(list) = value_beside(rest) {
            return !list.contains(&b'"');
        }
        let head =
            rest.iter().take(6).take_while(|b| matches!(b, b' ' | b':' | b'=' | b'"' | b'\'' | b'`')).count();
        let (mark, list) = rest.split_at_checked(head).unwrap_or((rest, &[]));
        let marked = mark.iter().any(|b| matches!(b, b':' | b'=')) || mark == b" '" || mark == b" \"";
        marked && !list.iter().any(|b| matches!(b, b'"' | b'\'' | b'`' | b'{' | b'('))
    })
}

/// What stands behind the rest of a header's name where name and value are told apart: `", "value": "…` and `", "…`.
fn value_beside(rest: &[u8]) -> Option<&[u8]> {
    let next = rest.strip_prefix(b"\",")?.trim_ascii_start().strip_prefix(b"\"")?;
    let Some(value) = next.strip_prefix(b"value\"") else { return Some(next) };
    value.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start().strip_prefix(b"\"")
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    const ID: &str = "q8Zt3vLk29sBx0Pw";

    #[test]
    fn known_names_and_headers() {
        for (text, found) in [
            ("_ga=GA1.2.1234567890.1706659200; x".to_owned(), vec![("GA1.2.1234567890.1706659200", "known")]),
            (format!("Set-Cookie: JSESSIONID={ID}; Path=/"), vec![(ID, "known")]),
            (format!("Cookie: sid={ID}; tool={ID}; lang=en"), vec![(ID, "known"), (ID, "header")]),
            (format!("Cookie:tool={ID}"), vec![(ID, "header")]),
            (format!("-H 'Cookie: tool={ID}'"), vec![(ID, "header")]),
            (format!("{{\"cookie\": \"tool={ID}\"}}"), vec![(ID, "header")]),
            (format!("{{\"name\": \"Cookie\", \"value\": \"a=1; tool={ID}\"}}"), vec![(ID, "header")]),
            (format!("[\"Cookie\",\"a=1; tool={ID}\"]"), vec![(ID, "header")]),
            (format!("document.cookie = \"tool={ID}; path=/\""), vec![(ID, "header")]),
            (format!("curl --cookie 'tool={ID}'"), vec![(ID, "header")]),
            (format!("?_ga={ID}&x=1"), vec![(ID, "known")]),
            (format!("Set-Cookie: __Host-a={ID}"), vec![(ID, "known")]),
        ] {
            let expected: Vec<_> = found.into_iter().map(|(v, f)| (v.to_owned(), f)).collect();
            assert_eq!(find_all(&COOKIE, &text), expected, "{text}");
        }
    }

    #[test]
    fn some_values_say_what_they_are() {
        for (text, value) in [
            ("{\"name\":\"_ga\",\"value\":\"GA1.2.1283746512.1709542123\"}", "GA1.2.1283746512.1709542123"),
            ("x,fb.1.1709542123456.1283746512,y", "fb.1.1709542123456.1283746512"),
            ("a.b\tTRUE\t/\tFALSE\t1802254272\tsid\tq8Zt3vLk29sBx0Pw\n", ID),
        ] {
            assert_eq!(find_all(&COOKIE, text), [(value.to_owned(), "known")], "{text}");
        }
        for text in [
            "10.2.1283746512.1709542123",
            "xGA1.2.1283746512.1709542123",
            "fb.1.170954212345.1283746512",
            "a\tTRUE\t/\tFALSE\t1802254272\ttheme\tdark\n",
            "a\tTRUE\t/\tFALSE\t1802254272\tmail\tray%40firma12.example\n",
            "a\tx\t1802254272\tsid\tq8Zt3vLk29sBx0Pw\n",
        ] {
            assert_eq!(find_all(&COOKIE, text), [], "{text}");
        }
    }

    #[test]
    fn code_and_attributes_are_left() {
        for text in [
            format!("sid={ID}"),
            format!("session = {ID}"),
            format!("access_token={ID}"),
            format!("tool={ID}"),
            "_ga=1".to_owned(),
            "JSESSIONID=getSession().id0123".to_owned(),
            format!("Cookie: a=1\ntool={ID}"),
            format!("cookie policy: see tool={ID}"),
            "Set-Cookie: a=1; Domain=host0123456789.example.com; Path=/a0b1c2d3e4f5".to_owned(),
            format!("parse(cookie), f(\"x\") tool={ID}"),
            format!("x_ga={ID}"),
            format!("\"cookie\",\"a\",\"tool={ID}\""),
        ] {
            assert_eq!(find_all(&COOKIE, &text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in proptest::collection::vec(prop_oneof![Just(b'='), Just(b'a'), Just(b'1'), any::<u8>()], 0..60), at in 0usize..70) {
            find(&text, at, Anchor::Key);
        }

        #[test]
        fn never_panics_in_headers(text in "Cookie: [a-z=;0-9 \"k]{0,60}") {
            find_all(&COOKIE, &text);
        }
    }
}
