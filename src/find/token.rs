//! Identifiers of letters and digits in one piece, such as `ABCPE1234F`: the form says where each stands.

use super::{Anchor, Finder, Span, byte, byte_before, is_word};

/// Finds tokens by their shapes. In a form `9` is a digit, `A` a letter, `X` either, and anything else itself. `mixed` is
/// any other token of 6 to 20 capitals and digits with four digits or more among them.
pub(crate) static TOKEN: Finder = Finder {
    name: "token",
    forms: &[
        "mixed",
        "A9999999",
        "AA999999",
        "A9999999A",
        "9999999A",
        "9999999AA",
        "AA9999999",
        "A99999999",
        "99999999A",
        "AA999999A",
        "99AA99999",
        "AAA999999",
        "AAA9999999",
        "AAAAA9999A",
        "999999A999X",
        "AAAA0XXXXXX",
        "999999999XX9",
        "99AAAAA9999AXAX",
        "AAXXAAXXAXXXA",
        "AAAAAAXXAXXAXXXA",
        "AXXXX999999XXXXX",
        "AXXXX999999XXXXX99",
        "99999999999999999A",
        "AAAA999999AAAAAAX9",
        "AA99 99999999999",
    ],
    anchors: &[Anchor::CountryDigits, Anchor::Lettered],
    literals: &[],
    find,
};

/// Number of the form `mixed`.
const MIXED: u8 = 0;

/// Number of the last form.
const INDIAN: u8 = 24;

/// How long the driver licence of an Indian state is whose first group has `len` bytes: state, office, then the year and a number
/// (`MH12 20110000001`).
fn indian_licence(tail: &[u8], len: usize) -> Option<usize> {
    const WHOLE: usize = "MH12 20110000001".len();
    let number = tail.get(len + 1..WHOLE)?;
    let office = matches!(tail, [b'A'..=b'Z', b'A'..=b'Z', a, b, b' ' | b'-', ..] if a.is_ascii_digit() && b.is_ascii_digit());
    let dated =
        matches!(number, [b'1', b'9', ..] | [b'2', b'0', ..]) && number.iter().all(u8::is_ascii_digit);
    (len == 4 && office && dated).then_some(WHOLE)
}

/// Longest token that has a form.
const LONGEST: usize = 20;

fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let part = |b: &&u8| b.is_ascii_alphanumeric();
    let head = text.get(at.saturating_sub(LONGEST)..at)?;
    let start = behind_escape(text, at - head.iter().rev().take_while(part).count());
    let tail = text.get(start..text.len().min(start + LONGEST + 1))?;
    let len = tail.iter().take_while(part).count();
    if let Some(len) = indian_licence(tail, len) {
        let whole = opens(text, start) && closes(text, start + len);
        return whole.then_some(Span { start, end: start + len, form: INDIAN });
    }
    let token = tail.get(..len).filter(|token| (6..=LONGEST).contains(&token.len()))?;
    let form = form(token)?;
    (opens(text, start) && closes(text, start + len)).then_some(Span { start, end: start + len, form })
}

/// Behind the escape that stands at `start`, such as the `\n` of JSON and logs; `start` if there is none.
fn behind_escape(text: &[u8], start: usize) -> usize {
    let escaped =
        byte_before(text, start) == Some(b'\\') && matches!(byte(text, start), Some(b'n' | b't' | b'r'));
    start + usize::from(escaped)
}

/// The number of the form that a token has.
fn form(token: &[u8]) -> Option<u8> {
    let known = (0..).zip(TOKEN.forms).skip(1).find(|(_, form)| fits(token, form.as_bytes()));
    let is_mixed = || {
        let digits = token.iter().filter(|b| b.is_ascii_digit()).count();
        digits >= 4 && !token.iter().any(u8::is_ascii_lowercase)
    };
    known.map(|(number, _)| number).or_else(|| is_mixed().then_some(MIXED))
}

fn fits(token: &[u8], form: &[u8]) -> bool {
    let is = |(b, form): (&u8, &u8)| match form {
        b'9' => b.is_ascii_digit(),
        b'A' => b.is_ascii_alphabetic(),
        b'X' => true,
        exact => b == exact,
    };
    token.len() == form.len() && token.iter().zip(form).all(is)
}

fn opens(text: &[u8], start: usize) -> bool {
    let Some(before) = byte_before(text, start) else { return true };
    behind_escape(text, start - 1) == start
        || !is_word(before) && !matches!(before, b'-' | b'.' | b'/' | b'+' | b'@' | b'%' | b'&' | b'$')
}

fn closes(text: &[u8], end: usize) -> bool {
    match byte(text, end) {
        Some(b'-' | b'.' | b'/' | b':') => !byte(text, end + 1).is_some_and(is_word),
        Some(b) => !is_word(b) && !matches!(b, b'+' | b'=' | b'@' | b'%' | b'('),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tokens_are_found_by_shape() {
        for (text, value, form) in [
            ("PAN: ABCPE1234F.", "ABCPE1234F", "AAAAA9999A"),
            ("dni 12345678Z,", "12345678Z", "99999999A"),
            ("licence MH12 20110000001.", "MH12 20110000001", "AA99 99999999999"),
            ("nie=X1234567L", "X1234567L", "A9999999A"),
            ("AB123456C", "AB123456C", "AA999999A"),
            ("ab123456c", "ab123456c", "AA999999A"),
            ("cf RSSMRA85T10A562S", "RSSMRA85T10A562S", "AAAAAAXXAXXAXXXA"),
            ("27AAPFU0939F1ZV", "27AAPFU0939F1ZV", "99AAAAA9999AXAX"),
            ("HDFC0001234", "HDFC0001234", "AAAA0XXXXXX"),
            ("MORGA753116SM9IJ", "MORGA753116SM9IJ", "AXXXX999999XXXXX"),
            ("11010519491231002X", "11010519491231002X", "99999999999999999A"),
            ("\"1234567FA\"", "1234567FA", "9999999AA"),
            ("F162823540116", "F162823540116", "mixed"),
            ("\\nAB123456C\\n", "AB123456C", "AA999999A"),
        ] {
            assert_eq!(find_all(&TOKEN, text), [(value.to_owned(), form)], "{text}");
        }
    }

    #[test]
    fn parts_of_other_things_are_not_found() {
        for text in [
            "_AB123456C",
            "a-AB123456C",
            "AB123456C-1",
            "AB123456C=",
            "/12345678Z",
            "12345678Z@example.com",
            "1.12345678Z",
            "sha256abc",
            "ab123456789",
            "AB12",
            "ABCDEFGHIJKLMNOPQRST1234567",
            "naïve12345678Z",
        ] {
            assert_eq!(find_all(&TOKEN, text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(text in proptest::collection::vec(any::<u8>(), 0..80), at in 0usize..100) {
            let _ = find(&text, at, Anchor::Lettered);
        }

        #[test]
        fn spans_are_whole_tokens(text in "[0-9A-Za-z ]{0,60}", at in 0usize..60) {
            if let Some(span) = find(text.as_bytes(), at, Anchor::Lettered) {
                let value = &text[span.start..span.end];
                prop_assert!((6..=LONGEST).contains(&value.len()) && !value.contains(' '));
                prop_assert!(text.split(' ').any(|token| token == value));
            }
        }
    }
}
