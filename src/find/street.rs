//! Street lines of US addresses (USPS Publication 28), with unit and last line where they follow, PO
//! boxes, and last lines alone.

use super::last_line::{self, LastLine};
use super::tokens::{closes, digits_at, has_word, is_capital, opens, skip_blanks, skip_separator, token_end};
use super::word_list::WordList;
use super::{Anchor, Finder, Span, byte, byte_before};
use crate::lexicon::{SUFFIXES, Sense};

/// Finds street lines and last lines of US addresses.
pub(crate) static STREET: Finder = Finder {
    name: "street",
    forms: &["full", "street", "street-weak", "street-unit", "po-box", "city-state-zip"],
    anchors: &[Anchor::NumberWord, Anchor::CapitalWord],
    find,
};

const FULL: u8 = 0;
const LINE: u8 = 1;
const WEAK: u8 = 2;
const UNIT: u8 = 3;
const BOX: u8 = 4;
const CITY: u8 = 5;

fn find(text: &[u8], at: usize, anchor: Anchor) -> Option<Span> {
    match anchor {
        Anchor::NumberWord => line_from(text, house_number(text, at)?, at + 1),
        Anchor::CapitalWord => at_capital(text, at),
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
    let ordinal = at.checked_sub(4).and_then(|i| byte(text, i)).is_some_and(|b| b.is_ascii_digit());
    if ordinal { behind_ordinal(text, at) } else { None }
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

/// Where the house number that ends at `end` starts: up to six digits, a range or a letter in front.
pub(super) fn house_number(text: &[u8], end: usize) -> Option<usize> {
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
    let street = street_name(text, name)?;
    let mut end = directional(text, street.end).unwrap_or(street.end);
    let unit = unit(text, end);
    end = unit.unwrap_or(end);
    let form = match (street.sense, unit) {
        (None, None) => return None,
        // `2016 Extra #1` is a list; without a suffix a sign is not enough.
        (None, Some(_)) if has_hash(text, street.end) => WEAK,
        (_, Some(_)) => UNIT,
        (Some(Sense::Plain), None) => LINE,
        (Some(Sense::Ambiguous), None) => WEAK,
    };
    let strict = street.sense == Some(Sense::Ambiguous);
    Some(match last_line::forward(text, end, strict) {
        Some(LastLine { end, .. }) => Span { start, end, form: FULL },
        None => Span { start, end, form },
    })
}

/// Whether the unit at `i` has a `#` for a word.
fn has_hash(text: &[u8], i: usize) -> bool {
    skip_separator(text, i).is_some_and(|at| byte(text, at) == Some(b'#'))
}

struct Street {
    end: usize,
    /// How sure the suffix is; `None` without one, where only a unit can make it an address.
    sense: Option<Sense>,
}

/// Up to six words: a name and its suffix.
fn street_name(text: &[u8], name: usize) -> Option<Street> {
    if let Some(end) = prefixed(text, name) {
        return Some(Street { end, sense: Some(Sense::Plain) });
    }
    let mut best = Street { end: name, sense: None };
    let mut at = name;
    for nth in 0..6 {
        let end = token_end(text, at);
        let token = text.get(at..end).filter(|t| !t.is_empty())?;
        if nth > 0 && unit(text, at - 1).is_some() {
            break;
        }
        let sense = if nth > 0 { suffix(text, at, token) } else { None };
        if best.sense == Some(Sense::Plain) && sense != Some(Sense::Plain) {
            break;
        }
        let end = end + usize::from(byte(text, end) == Some(b'.'));
        match sense {
            Some(s) if best.sense.is_none() || s == Sense::Plain => best = Street { end, sense: Some(s) },
            None if !is_name_part(text, at, token) && (nth == 0 || !is_bare_number(token)) => break,
            None if best.sense.is_none() => best.end = end,
            _ => {}
        }
        if byte(text, end) != Some(b' ') || token_end(text, end + 1) == end + 1 {
            break;
        }
        at = end + 1;
    }
    (best.end > name).then_some(best)
}

/// A suffix: lower case only where it is no ordinary word.
fn suffix(text: &[u8], at: usize, token: &[u8]) -> Option<Sense> {
    SUFFIXES.get(token).filter(|s| *s == Sense::Plain || is_capital(text, at))
}

fn is_name_part(text: &[u8], at: usize, token: &[u8]) -> bool {
    is_capital(text, at) || is_ordinal(token) || is_particle(token)
}

fn is_bare_number(token: &[u8]) -> bool {
    token.len() <= 4 && token.iter().all(u8::is_ascii_digit)
}

fn is_particle(token: &[u8]) -> bool {
    matches!(
        token,
        b"of"
            | b"the"
            | b"de"
            | b"la"
            | b"du"
            | b"des"
            | b"le"
            | b"el"
            | b"los"
            | b"las"
            | b"del"
            | b"da"
            | b"do"
            | b"dos"
    )
}

/// `1st`, `42ND`.
fn is_ordinal(token: &[u8]) -> bool {
    let digits = digits_at(token, 0);
    let rest = token.get(digits..).unwrap_or(&[]);
    (1..=3).contains(&digits)
        && [b"st", b"nd", b"rd", b"th"].iter().any(|s| rest.eq_ignore_ascii_case(s.as_slice()))
}

/// Words that come before the name: `Highway 150`, `Avenue C`, `Rue de Tanger`.
static PREFIXES: WordList = WordList::of(&[
    "highway",
    "hwy",
    "county road",
    "state road",
    "state route",
    "us highway",
    "rue",
    "calle",
    "rua",
    "avenida",
    "viale",
    "piazza",
    "chemin",
    "impasse",
    "avenue",
    "camino",
    "carrer",
    "paseo",
    "corso",
    "quai",
    "travessa",
]);

fn prefixed(text: &[u8], name: usize) -> Option<usize> {
    let mut at = name + PREFIXES.at(text, name)?;
    let mut named = false;
    for _ in 0..4 {
        if byte(text, at) != Some(b' ') {
            break;
        }
        let end = token_end(text, at + 1);
        let token = text.get(at + 1..end)?;
        let number = digits_at(token, 0) == token.len() && (1..=4).contains(&token.len());
        // `5 Avenue Road` ends in its suffix like any other; more than one number is no name.
        if SUFFIXES.has_plain(token) || (number && named) {
            break;
        }
        if !(number || is_name_part(text, at + 1, token)) {
            break;
        }
        named |= !is_particle(token);
        at = end;
    }
    named.then_some(at)
}

/// Behind a directional at `i`, if one follows a space or comma.
fn directional(text: &[u8], i: usize) -> Option<usize> {
    static WORDS: WordList = WordList::of(&[
        "ne",
        "nw",
        "se",
        "sw",
        "n",
        "s",
        "e",
        "w",
        "north",
        "south",
        "east",
        "west",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
    ]);
    let comma = usize::from(byte(text, i) == Some(b','));
    let at = i + comma + 1;
    if byte(text, i + comma) != Some(b' ') || !is_capital(text, at) {
        return None;
    }
    let end = at + WORDS.at(text, at)?;
    Some(end + usize::from(byte(text, end) == Some(b'.')))
}

/// Designators of a part of a building (Publication 28, section 213).
static UNITS: WordList = WordList::of(&[
    "apt",
    "apartment",
    "suite",
    "ste",
    "unit",
    "floor",
    "fl",
    "room",
    "rm",
    "bldg",
    "building",
    "lot",
    "spc",
    "trlr",
    "dept",
    "ph",
    "penthouse",
]);

/// Behind a unit (`, Apt. 4B`, `#12`, next line `Suite 200`) that follows at `i`.
pub(super) fn unit(text: &[u8], i: usize) -> Option<usize> {
    let at = skip_separator(text, i)?;
    let value = if byte(text, at) == Some(b'#') {
        skip_blanks(text, at + 1)
    } else {
        let end = at + UNITS.at(text, at)?;
        let end = end + usize::from(byte(text, end) == Some(b'.'));
        let hash = skip_blanks(text, end);
        if hash == end && byte(text, end) != Some(b'#') {
            return None;
        }
        skip_blanks(text, hash + usize::from(byte(text, hash) == Some(b'#')))
    };
    let end = token_end(text, value);
    let token = text.get(value..end)?;
    let lettered = token.len() == 1 && is_capital(text, value);
    ((1..=7).contains(&token.len()) && (lettered || token.iter().any(u8::is_ascii_digit))).then_some(end)
}

/// `PO Box 123`, seen from the `B`.
#[inline(never)]
fn po_box(text: &[u8], at: usize) -> Option<Span> {
    let start = box_start(text, at)?;
    let number = skip_blanks(text, at + 3);
    let digits = digits_at(text, number);
    let end = number + digits;
    if !(1..=7).contains(&digits) || !closes(text, end) {
        return None;
    }
    Some(match last_line::forward(text, end, true) {
        Some(LastLine { end, .. }) => Span { start, end, form: FULL },
        None => Span { start, end, form: BOX },
    })
}

/// Where `PO `, `P.O. `, `Post Office `, `GPO ` or a military `PSC 12 ` before a `Box` at `at` starts.
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
            ("77 elm, 12 Birch Blvd. NW", "12 Birch Blvd. NW", "street"),
            ("10 W 35TH ST", "10 W 35TH ST", "street"),
            ("225 Highway 150", "225 Highway 150", "street"),
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
