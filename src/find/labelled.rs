//! Numbers behind the words that announce them: `patient number H1-8203848`, `Client ID is 558812`.

use super::{Anchor, Finder, Span, byte_before, is_word};

/// Finds a token with digits behind the last word of a label, or behind `is`. Whether there is a label, and which, is for the
/// words of rules to say.
pub(crate) static LABELLED: Finder = Finder {
    name: "labelled",
    forms: &["labelled", "amount"],
    anchors: &[],
    literals: &[
        "umber ", "ummer ", "ID ", "id ", "No. ", "no. ", "Nr. ", "MRN ", "MBI ", "PIN ", "code ", "ccount ",
        "is ", "ist ",
    ],
    find,
};

/// Bytes of a value in which its first digit stands.
const FIRST_DIGIT: usize = 8;

/// Shortest and longest value.
const FEWEST: usize = 4;
const MOST: usize = 24;

fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let label = text.get(at..)?.iter().position(|b| *b == b' ')?;
    let start = at + label + 1 + usize::from(text.get(at + label + 1) == Some(&b'#'));
    // Words follow mostly, and then nothing more is asked.
    if !text.get(start..text.len().min(start + FIRST_DIGIT))?.iter().any(u8::is_ascii_digit) {
        return None;
    }
    let token = text.get(start..text.len().min(start + MOST + 1))?;
    if let Some(len) = amount(token) {
        return opens_word(text, at).then_some(Span { start, end: start + len, form: AMOUNT });
    }
    let is_part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/' | b'(' | b')' | b'_');
    let len = token.iter().take_while(is_part).count();
    let value = without_bracket(token.get(..len).filter(|_| len <= MOST)?);
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    if digits < 3 || !(FEWEST..=MOST).contains(&value.len()) || is_date(value) {
        return None;
    }
    // Code parts the digits of a number so.
    let is_code = value.contains(&b'_') && value.first().is_some_and(u8::is_ascii_digit);
    let opens = value.first().is_some_and(u8::is_ascii_alphanumeric) && !is_code;
    let end = start + value.len();
    (opens && opens_word(text, at) && !goes_on(text, end)).then_some(Span { start, end, form: 0 })
}

/// `2023-11-15`, `20231115T…`
fn is_date(value: &[u8]) -> bool {
    value.len() >= 10
        && value.get(4) == Some(&b'-')
        && value.get(7) == Some(&b'-')
        && value.starts_with(b"20")
        || value.len() >= 8 && value.starts_with(b"20") && value.get(8) == Some(&b'T')
}

/// Number of the form `amount`.
const AMOUNT: u8 = 1;

/// How long the sum of money is that `token` begins with: `$84,200`.
fn amount(token: &[u8]) -> Option<usize> {
    let sign = ["$", "€", "£", "₹"].iter().find(|sign| token.starts_with(sign.as_bytes()))?.len();
    let is_part = |b: &&u8| b.is_ascii_digit() || matches!(b, b',' | b'.');
    let sum = token.get(sign..)?;
    let len = sum.iter().take_while(is_part).count();
    let whole = sum.get(..len)?.iter().rposition(u8::is_ascii_digit)? + 1;
    sum.first()?.is_ascii_digit().then_some(sign + whole)
}

/// Whether a label is that of the value behind it: neither a number nor another label stands `between` them.
pub(crate) fn is_own_label(between: &[u8]) -> bool {
    const OTHERS: [&[u8]; 6] = [b"umber", b"ummer", b"ID", b" id ", b"code", b"ccount"];
    let holds = |other: &&[u8]| memchr::memmem::find(between, other).is_some();
    !between.iter().any(|b| b.is_ascii_digit() || matches!(b, b'\n' | b';')) && !OTHERS.iter().any(holds)
}

/// The value without signs at its end, and without a bracket that closes none of its own.
fn without_bracket(mut value: &[u8]) -> &[u8] {
    while let [rest @ .., last] = value {
        let is_own = *last == b')' && rest.contains(&b'(');
        if is_own || !matches!(last, b'-' | b'/' | b'(' | b')' | b'_') {
            break;
        }
        value = rest;
    }
    value
}

/// Whether the literal at `at` is a word, or the end of one that it may end: `number`, `account`, `HKID`.
fn opens_word(text: &[u8], at: usize) -> bool {
    let is_end = matches!(text.get(at..at + 2), Some(b"um" | b"cc" | b"ID"));
    is_end || !byte_before(text, at).is_some_and(is_word)
}

/// Whether a value does not end before `end`: that of a URL, a decimal or a variable.
fn goes_on(text: &[u8], end: usize) -> bool {
    match text.get(end) {
        Some(b'.' | b',' | b':') => text.get(end + 1).is_some_and(u8::is_ascii_alphanumeric),
        Some(b) => is_word(*b) || matches!(b, b'_' | b'@' | b'%' | b'+' | b'=' | b'\\'),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_behind_their_labels() {
        for (text, value) in [
            ("patient number H1-8203848 was", "H1-8203848"),
            ("Client ID 558812.", "558812"),
            ("the customer number is KD-2291847, and", "KD-2291847"),
            ("my HKID is J445408(9).", "J445408(9)"),
            ("My member number has changed. It is M-4711-22.", "M-4711-22"),
            ("record number MRN_98765, and", "MRN_98765"),
            ("Kundennummer 4711-22", "4711-22"),
            ("member no. 88-1273", "88-1273"),
            ("claim No. #AB12345)", "AB12345"),
            ("sort code 20-00-00, account 55779911.", "20-00-00"),
        ] {
            assert_eq!(find_all(&LABELLED, text).first(), Some(&(value.to_owned(), "labelled")), "{text}");
        }
        assert_eq!(find_all(&LABELLED, "account 55779911.").len(), 1);
    }

    #[test]
    fn sums_of_money_are_told_from_numbers() {
        let amount = [("$84,200".to_owned(), "amount")];
        assert_eq!(find_all(&LABELLED, "her salary is $84,200."), amount);
        assert_eq!(find_all(&LABELLED, "her name is $NAME1234"), []);
    }

    #[test]
    fn what_is_no_number_behind_a_label() {
        for text in [
            "number of 1234 items",
            "a valid 12345 key",
            "number 17",
            "line number 3.1415",
            "id 1234_5678",
            "number 10.0.0.1",
            "number is unknown",
            "barcode 12345678",
            "policy number 2023-11-15 applied",
            "staff id 550e8400-e29b-41d4-a716-446655440000",
            "this 12345 and a list 12345",
        ] {
            assert_eq!(find_all(&LABELLED, text), [], "{text}");
        }
    }

    #[test]
    fn labels_belong_to_the_next_number() {
        for own in [" ", " is ", ". It is ", " of the applicant is "] {
            assert!(is_own_label(own.as_bytes()), "{own}");
        }
        for another in [" 8524. Chart number ", " and my policy number is ", ";\n", " one: run id "] {
            assert!(!is_own_label(another.as_bytes()), "{another}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(head in "\\PC{0,20}", literal in 0usize..14, tail in "\\PC{0,50}") {
            let text = format!("{head}{}{tail}", LABELLED.literals[literal]);
            if let Some(span) = find(text.as_bytes(), head.len(), Anchor::Literal) {
                prop_assert!(span.start < span.end && span.end <= text.len());
            }
        }
    }
}
