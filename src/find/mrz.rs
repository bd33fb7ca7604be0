//! Machine-readable zones of passports, identity cards and visas (ICAO Doc 9303): two lines of 44 or 36, three of 30.

use super::{Anchor, Finder, Span, byte};

/// Forms by kind of document.
pub(crate) static MRZ: Finder =
    Finder { name: "mrz", forms: &["td1", "td2", "td3"], anchors: &[Anchor::Lettered], literals: &[], find };

/// Lengths of the lines, by form.
const LENGTHS: [usize; 3] = [30, 36, 44];

/// `at` lies in the line with the dates. The line before it has the same length, and so has the line behind it in a
/// document of three.
fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let (start, end) = line_around(text, at)?;
    let form = LENGTHS.iter().position(|len| *len == end - start)?;
    let dates = text.get(if form == 0 { start..start + 15 } else { start + 13..start + 28 })?;
    if !is_dates(dates) {
        return None;
    }
    let before = line_before(text, start).filter(|line| line.1 - line.0 == end - start);
    let behind = || line_behind(text, end).filter(|line| line.1 - line.0 == end - start);
    let span = |start, end| Some(Span { start, end, form: u8::try_from(form).ok()? });
    match (form, before) {
        (0, before) => span(before?.0, behind()?.1),
        (_, Some(before)) => span(before.0, end),
        (_, None) => span(start, end),
    }
}

/// Six digits, a check digit, a sex, six digits and a check digit.
fn is_dates(text: &[u8]) -> bool {
    text.iter().enumerate().all(|(i, b)| match i {
        7 => matches!(b, b'M' | b'F' | b'X' | b'<'),
        _ => b.is_ascii_digit(),
    })
}

const fn is_part(b: u8) -> bool {
    b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'<'
}

/// The run of letters, digits and fillers around `at`, if it is no longer than the longest line.
fn line_around(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let longest = 44;
    let part = |b: &&u8| is_part(**b);
    let head = text.get(at.saturating_sub(longest + 1)..at)?.iter().rev().take_while(part).count();
    let start = at - head;
    let len = text.get(start..text.len().min(start + longest + 1))?.iter().take_while(part).count();
    (len <= longest).then_some((start, start + len))
}

fn line_before(text: &[u8], start: usize) -> Option<(usize, usize)> {
    let end = text.get(..start)?.strip_suffix(b"\n")?.len();
    let end = end - usize::from(end > 0 && byte(text, end - 1) == Some(b'\r'));
    line_around(text, end).filter(|line| line.1 == end)
}

fn line_behind(text: &[u8], end: usize) -> Option<(usize, usize)> {
    let start = end + usize::from(byte(text, end) == Some(b'\r'));
    if byte(text, start) == Some(b'\n') { line_around(text, start + 1) } else { None }
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    const NAME: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
    const NUMBER: &str = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
    const CARD: [&str; 3] = [
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ];

    #[test]
    fn the_specimens_are_found() {
        for end in ["\n", "\r\n"] {
            let passport = [NAME, NUMBER].join(end);
            assert_eq!(find_all(&MRZ, &format!("scan:\n{passport}\nok")), [(passport, "td3")]);
            let card = CARD.join(end);
            assert_eq!(find_all(&MRZ, &card), [(card.clone(), "td1")]);
        }
        assert_eq!(find_all(&MRZ, NUMBER), [(NUMBER.to_owned(), "td3")]);
        for text in [&NUMBER[1..], &CARD[1..].join("\n"), &NUMBER.replace("122F", "122Q"), NAME] {
            assert_eq!(find_all(&MRZ, text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(text in proptest::collection::vec(prop_oneof![Just(b'<'), Just(b'\n'), Just(b'7'), any::<u8>()], 0..140), at in 0usize..150) {
            let _ = find(&text, at, Anchor::Lettered);
        }
    }
}
