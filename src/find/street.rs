//! Street lines of US addresses (USPS Publication 28), with unit and last line where they follow, PO
//! boxes, and last lines alone.

use super::last_line;
use super::lower_case;
use super::street_name::{corner, is_ordinal, is_year, street_name};
use super::tokens::{
    closes, digits_at, has_word, is_term, opens, skip_blanks, skip_separator, token_end, word_start,
};
use super::unit::units;
use super::word_list::WordList;
use super::{Anchor, Finder, Span, byte, byte_before};
use crate::lexicon::Sense;

/// Finds street lines and last lines of US addresses.
pub(crate) static STREET: Finder = Finder {
    name: "street",
    forms: &["full", "street", "street-weak", "street-unit", "po-box", "city-state-zip", "street-directed"],
    anchors: &[Anchor::NumberWord, Anchor::CapitalWord, Anchor::LowerZip],
    literals: &[],
    find,
};

const FULL: u8 = 0;
const LINE: u8 = 1;
const WEAK: u8 = 2;
const UNIT: u8 = 3;
const BOX: u8 = 4;
const CITY: u8 = 5;
const DIRECTED: u8 = 6;

fn find(text: &[u8], at: usize, anchor: Anchor) -> Option<Span> {
    match anchor {
        Anchor::NumberWord => line_from(text, house_number(text, at)?, at + 1),
        Anchor::CapitalWord => at_capital(text, at),
        Anchor::LowerZip => {
            lower_case::line_before(text, at).map(|(start, end)| Span { start, end, form: FULL })
        }
        _ => None,
    }
}

/// What a capital can wake: a state before a ZIP, the `Box` of a PO box, a suffix behind an ordinal. What few
/// capitals lead to stays out of line, here and above, so that the way to a no is short.
fn at_capital(text: &[u8], at: usize) -> Option<Span> {
    let second = byte(text, at + 1)?;
    if matches!(second, b'o' | b'O') && has_word(text, at, "box") {
        return po_box(text, at);
    }
    if let Some(end) = last_line::state_zip(text, at) {
        return last_line_from(text, at, end);
    }
    let digit = |back| at.checked_sub(back).and_then(|i| byte(text, i)).is_some_and(|b| b.is_ascii_digit());
    // `17A Alder Road` has a digit at both places.
    if digit(3) {
        return behind_lettered(text, at);
    }
    if digit(4) { behind_ordinal(text, at) } else { None }
}

/// `6257A North Alder Road`: no capital follows the number's digits.
#[inline(never)]
fn behind_lettered(text: &[u8], at: usize) -> Option<Span> {
    let letter = at.checked_sub(2).and_then(|i| byte(text, i))?;
    let lettered = letter.is_ascii_alphabetic() && byte_before(text, at) == Some(b' ');
    line_from(text, lettered.then(|| house_number(text, at - 1)).flatten()?, at)
}

/// `500 3rd St`: the number's own space is no anchor, since no capital follows it.
#[inline(never)]
fn behind_ordinal(text: &[u8], at: usize) -> Option<Span> {
    let end = at - 1;
    let start = end - (1..=5).find(|n| end.checked_sub(n + 1).and_then(|i| byte(text, i)) == Some(b' '))?;
    if !is_ordinal(text.get(start..end)?) {
        return None;
    }
    let number = house_number(text, start.checked_sub(1)?)?;
    line_from(text, number, start)
}

/// Where the house number that ends at `end` starts: up to six digits, a range or a letter in front, an addition behind.
pub(super) fn house_number(text: &[u8], end: usize) -> Option<usize> {
    let end = before_addition(text, end);
    let mut start = end;
    let mut digits = 0;
    while let Some(b) = byte_before(text, start).filter(|b| b.is_ascii_alphanumeric() || *b == b'-') {
        start -= 1;
        digits = if b.is_ascii_digit() { digits + 1 } else { 0 };
        if end - start > 10 || digits > 6 {
            return None;
        }
    }
    let first = byte(text, start)?;
    let gridded = byte(text, start + 1).is_some_and(|b| b.is_ascii_digit());
    let grid = matches!(first, b'N' | b'S' | b'E' | b'W') && gridded && end - start > 2;
    ((first.is_ascii_digit() || grid) && opens(text, start) && !continues_a_number(text, start, end))
        .then_some(start)
}

/// Where the numbers before the word at `at` start: its house number and, as delivery lists print it, one of a building or
/// box before that (`9554 62 Rue Verte`).
pub(super) fn numbers_before(text: &[u8], at: usize) -> Option<usize> {
    house_number(text, at.checked_sub(1)?).map(|start| with_number_before(text, start))
}

/// Takes in a number before the house number at `start`. A year belongs to the sentence.
pub(super) fn with_number_before(text: &[u8], start: usize) -> usize {
    let end = start.checked_sub(1).filter(|end| byte(text, *end) == Some(b' '));
    let number = |end| house_number(text, end).filter(|at| text.get(*at..end).is_some_and(is_apart));
    end.and_then(number).filter(|at| !last_line::is_of_building(text, *at)).unwrap_or(start)
}

/// Whether a number before a house number can be another one of the address: digits alone, and no year.
fn is_apart(number: &[u8]) -> bool {
    number.iter().all(u8::is_ascii_digit) && !is_year(number)
}

/// Where the house number ends that has an addition up to `end`, `3813 1/2` or `17 bis`; `end` if it has none.
fn before_addition(text: &[u8], end: usize) -> usize {
    const ADDITIONS: [&[u8]; 4] = [b" 1/2", b" bis", b" ter", b" quater"];
    let added = |word: &&&[u8]| text.get(..end).is_some_and(|head| head.ends_with(word));
    ADDITIONS.iter().find(added).map_or(end, |word| end - word.len())
}

/// Times (`10:12 Main`) and thousands (`1,200 Main`).
fn continues_a_number(text: &[u8], start: usize, end: usize) -> bool {
    let digit_before = start.checked_sub(2).and_then(|i| byte(text, i)).is_some_and(|b| b.is_ascii_digit());
    digit_before
        && match byte_before(text, start) {
            Some(b':') => true,
            Some(b',') => end - start == 3,
            _ => false,
        }
}

/// A street line whose name starts at `name`.
#[inline(never)]
fn line_from(text: &[u8], start: usize, name: usize) -> Option<Span> {
    // `300 W 500 S` goes by directions, `1 A 1 B` by nothing.
    if is_term(text, name) && !matches!(byte(text, name), Some(b'N' | b'S' | b'E' | b'W')) {
        return None;
    }
    let street = street_name(text, name)?;
    let house = with_number_before(text, start);
    let start = with_part_before(text, house);
    if let Some(end) = street.sense.and_then(|_| corner(text, street.end)) {
        return Some(Span { start, end, form: LINE });
    }
    let unit = units(text, street.end);
    let end = unit.unwrap_or(street.end);
    let form = match (street.sense, unit) {
        (None, None) if street.directed => DIRECTED,
        (None, None) => return None,
        // `2016 Extra #1` is a list; without a suffix a sign is not enough.
        (None, Some(_)) if is_weak_unit(text, street.end) => WEAK,
        (_, Some(_)) => UNIT,
        (Some(_), None) if start < house => UNIT,
        (Some(Sense::Plain), None) => LINE,
        (Some(Sense::Ambiguous), None) if street.directed => LINE,
        (Some(Sense::Ambiguous), None) => WEAK,
    };
    let strict = matches!(form, WEAK | DIRECTED);
    if let Some(end) = last_line::forward(text, end, strict) {
        return Some(Span { start, end, form: FULL });
    }
    let town = (form != WEAK && starts_a_line(text, start)).then(|| last_line::town(text, end)).flatten();
    Some(Span { start, end: town.unwrap_or(end), form })
}

/// Takes in the part of a building before the house number at `house`, as British addresses have it: `Flat 4, 27 Alder Road`.
fn with_part_before(text: &[u8], house: usize) -> usize {
    static PARTS: WordList = WordList::of(&["flat", "apartment", "apt", "unit", "suite", "studio"]);
    let head = text.get(..house).and_then(|head| head.strip_suffix(b", ")).unwrap_or(&[]);
    let number = word_start_of_token(head);
    let Some(word) = number.checked_sub(1).filter(|i| byte(head, *i) == Some(b' ')) else { return house };
    let part = word_start(head, word, 12);
    let named = head.get(part..word).is_some_and(|word| PARTS.has(word)) && opens(text, part);
    if named && number < head.len() { part } else { house }
}

/// Where the letters and digits start that end `head`, at most five.
fn word_start_of_token(head: &[u8]) -> usize {
    let len = head.iter().rev().take(6).take_while(|b| b.is_ascii_alphanumeric()).count();
    head.len() - if len > 5 { 0 } else { len }
}

/// Whether nothing but blanks and quotes stands before `i` on its line.
fn starts_a_line(text: &[u8], i: usize) -> bool {
    let head = text.get(i.saturating_sub(8)..i).unwrap_or(&[]);
    head.iter().rev().find(|b| !matches!(b, b' ' | b'\t' | b'"' | b'\'')).is_none_or(|b| *b == b'\n')
}

/// Whether the part of a building at `i` says little by itself: `#1`, `No 1`, `2nd Floor`.
fn is_weak_unit(text: &[u8], i: usize) -> bool {
    skip_separator(text, i).is_some_and(|at| {
        byte(text, at).is_some_and(|b| b == b'#' || b.is_ascii_digit()) || has_word(text, at, "no")
    })
}

/// `PO Box 123`, `RR 2 Box 34A`, seen from the `B`.
#[inline(never)]
fn po_box(text: &[u8], at: usize) -> Option<Span> {
    let post = box_start(text, at);
    let start = post.or_else(|| last_line::rural_start(text, at))?;
    let hash = skip_blanks(text, at + 3);
    let number = skip_blanks(text, hash + usize::from(byte(text, hash) == Some(b'#')));
    let end = token_end(text, number);
    let digits = digits_at(text, number);
    let lettered = byte(text, number).is_some_and(|b| b.is_ascii_uppercase()) && post.is_some();
    let numbered = (1..=7).contains(&digits) && end - number <= digits + 1;
    if !(numbered || lettered && end == number + 1) || !closes(text, end) {
        return None;
    }
    Some(match last_line::forward(text, end, true) {
        Some(end) => Span { start, end, form: FULL },
        None => Span { start, end, form: BOX },
    })
}

/// Where `PO `, `P.O. `, `Post Office ` or `GPO ` before a `Box` at `at` starts.
fn box_start(text: &[u8], at: usize) -> Option<usize> {
    const BEFORE: &[&str] = &["po ", "p.o. ", "p.o ", "p. o. ", "p o ", "post office ", "gpo "];
    BEFORE.iter().find_map(|w| {
        let start = at.checked_sub(w.len())?;
        let same = text.get(start..at)?.eq_ignore_ascii_case(w.as_bytes());
        (same && opens(text, start)).then_some(start)
    })
}

/// A state and ZIP from `at` to `end`: with the street before it, or the city alone.
#[inline(never)]
fn last_line_from(text: &[u8], at: usize, end: usize) -> Option<Span> {
    if let Some(start) = last_line::street_before(text, at) {
        return Some(Span { start, end, form: FULL });
    }
    let start = last_line::city_before(text, at)?;
    Some(Span { start, end, form: CITY })
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;

    #[test]
    fn a_sign_alone_makes_no_unit_and_letters_no_house_number() {
        for (text, form) in [
            ("2016 Extra #1", "street-weak"),
            ("2016 Extra Apt 1", "street-unit"),
            ("2016 Alder Road #1", "street-unit"),
            ("N6W23456 Bluemound Road", "street"),
        ] {
            assert_eq!(find_all(&STREET, text).first().map(|f| f.1), Some(form), "{text}");
        }
        assert_eq!(find_all(&STREET, "NULL Alder Road"), []);
    }

    fn longest(text: &str) -> Option<(String, &'static str)> {
        find_all(&STREET, text).into_iter().max_by_key(|(v, _)| v.len())
    }

    #[test]
    fn finds_addresses() {
        for (text, value, form) in [
            (
                "at 4821 Maple Street, Springfield, IL 62704.",
                "4821 Maple Street, Springfield, IL 62704",
                "full",
            ),
            (
                "4821 N. Maple St\nSpringfield, IL 62704-1234",
                "4821 N. Maple St\nSpringfield, IL 62704-1234",
                "full",
            ),
            ("1520 N Wells, Chicago, IL 60610", "1520 N Wells, Chicago, IL 60610", "full"),
            ("500 3rd St S Jacksonville Beach FL 32250", "500 3rd St S Jacksonville Beach FL 32250", "full"),
            ("40 Courtland Street, Atlanta, Georgia", "40 Courtland Street, Atlanta, Georgia", "full"),
            ("2026 Green Bay Road, Evanston, 60201", "2026 Green Bay Road, Evanston, 60201", "full"),
            (
                "19 Alder Way, Suite 300, Aloha, Oregon 97007",
                "19 Alder Way, Suite 300, Aloha, Oregon 97007",
                "full",
            ),
            ("9 Oak Ave, Reno, NV 89501, USA", "9 Oak Ave, Reno, NV 89501, USA", "full"),
            ("lives at 77 Elm Road now", "77 Elm Road", "street"),
            ("lives at 9554 77 Elm Road now", "9554 77 Elm Road", "street"),
            ("since 2019 77 Elm Road", "77 Elm Road", "street"),
            ("Apt. 95 77 Elm Road", "77 Elm Road", "street"),
            ("77 elm, 12 Birch Blvd. NW", "12 Birch Blvd. NW", "street"),
            ("10 W 35TH ST", "10 W 35TH ST", "street"),
            ("225 Highway 150", "225 Highway 150", "street"),
            ("17A Alder Road", "17A Alder Road", "street"),
            ("6257b North Alder Road", "6257b North Alder Road", "street"),
            ("Flat 4, 27 Alder Rd, Bristol", "Flat 4, 27 Alder Rd, Bristol", "street-unit"),
            ("the flat, 27 Alder Rd now", "27 Alder Rd", "street"),
            ("12 Saint Johns Avenue Apt. 4B", "12 Saint Johns Avenue Apt. 4B", "street-unit"),
            ("6750 Koskikatu 25 Apt. 864", "6750 Koskikatu 25 Apt. 864", "street-unit"),
            ("31 Alder Court", "31 Alder Court", "street-weak"),
            ("31 Alder Court Unit 7", "31 Alder Court Unit 7", "street-unit"),
            ("31 Alder Court, San Luis Obispo, 93401", "31 Alder Court, San Luis Obispo, 93401", "full"),
            ("send to PO Box 1234 please", "PO Box 1234", "po-box"),
            ("P.O. Box 77, Reno, NV 89501", "P.O. Box 77, Reno, NV 89501", "full"),
            ("Unit 4719 Box 7394\nDPO AP 96542", "Unit 4719 Box 7394\nDPO AP 96542", "full"),
            ("born in Reno, NV 89501", "Reno, NV 89501", "city-state-zip"),
        ] {
            assert_eq!(longest(text), Some((value.to_owned(), form)), "{text}");
        }
    }

    #[test]
    fn finds_nothing_in_logs_and_code() {
        for text in [
            "12 Nov 2023 10:12:13 INFO Started",
            "GET / HTTP/1.1 200 OK",
            "10 Main entrance",
            "version 3 Release notes",
            "1.5 Main St",
            "10:12 Main St",
            "123 F. Supp. 2d 45",
            "x1234567 Main St",
            "returns 5 Items",
            "size 10 IN 20000 rows",
            "Box 12",
            "24 Hour Road",
            "a 30 Minute Drive",
        ] {
            assert_eq!(find_all(&STREET, text), [], "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "([A-Z][a-z]{0,3}|[0-9]{1,6}|[ ,.\n#'’–-]|PO Box|St|Ave|IL|Apt|Oregon){0,30}") {
            for (value, _) in find_all(&STREET, &text) {
                proptest::prop_assert!(!value.is_empty());
            }
        }
    }
}
