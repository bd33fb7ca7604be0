//! The name of a street behind its house number: directionals, words, suffix (USPS Publication 28, sections 232 to 234).

use super::byte;
use super::tokens::{closes, digits_at, is_capital, is_letter, token_end};
use super::unit::unit;
use super::word_list::WordList;
use crate::lexicon::{SUFFIXES, Sense};

/// A street's name.
pub(super) struct Street {
    /// Behind it, and behind a directional that follows.
    pub(super) end: usize,
    /// How sure the suffix is; `None` without one, where only a unit can make it an address.
    pub(super) sense: Option<Sense>,
    /// Whether a directional stands before the name or behind it.
    pub(super) directed: bool,
}

/// The street whose name starts at `name`: up to six words, the suffix or the number of a road among them.
pub(super) fn street_name(text: &[u8], name: usize) -> Option<Street> {
    let street = match prefixed(text, name) {
        Some(end) => Street { end, sense: Some(Sense::Plain), directed: false },
        None => words(text, name)?,
    };
    let behind = directional(text, street.end);
    let before = name.checked_sub(1).and_then(|i| directional(text, i));
    let directed = behind.is_some() || before.is_some_and(|end| end < street.end);
    Some(Street { end: behind.unwrap_or(street.end), directed, ..street })
}

/// Most bare numbers and single letters in a street's name: lists and formulas have more.
const MOST_TERMS: usize = 4;

/// What a number counts rather than a house: `24 Hour Road Service`, `30 Minute Drive`.
static TIMES: WordList = WordList::of(&[
    "hour", "hours", "minute", "minutes", "week", "weeks", "month", "months", "year", "years",
]);

/// Words from `name` on as far as they can belong to a street.
fn words(text: &[u8], name: usize) -> Option<Street> {
    let mut best = Street { end: name, sense: None, directed: false };
    let (mut at, mut terms) = (name, 0);
    for nth in 0..6 {
        if let Some((end, sense)) = numbered_road(text, at) {
            return Some(Street { end, sense: Some(sense), directed: false });
        }
        let end = token_end(text, at);
        let token = text.get(at..end).filter(|t| !t.is_empty())?;
        if nth == 0 && TIMES.has(token) {
            return None;
        }
        terms += usize::from(token.len() == 1 || is_bare_number(token));
        if terms > MOST_TERMS || nth > 0 && unit(text, at - 1).is_some() {
            break;
        }
        let sense = if nth > 0 { suffix(text, at, token) } else { None };
        if best.sense == Some(Sense::Plain) && sense != Some(Sense::Plain) {
            break;
        }
        let end = dotted(text, end);
        match sense {
            Some(s) if best.sense.is_none() || s == Sense::Plain => {
                best = Street { end: lettered_avenue(text, token, end), sense: Some(s), directed: false };
            }
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

/// Behind the full stop at `end`, and behind a second letter with its own: `U.S.`, `N.E.`
fn dotted(text: &[u8], end: usize) -> usize {
    if byte(text, end) != Some(b'.') {
        return end;
    }
    let second = is_capital(text, end + 1) && byte(text, end + 2) == Some(b'.');
    if second { end + 3 } else { end + 1 }
}

/// Roads that are known by a number. Those of the second list are ordinary words.
static HIGHWAYS: WordList = WordList::of(&["highway", "hwy", "rte", "interstate"]);
static ROADS: WordList = WordList::of(&["route", "road", "rd", "cr", "loop", "fm", "sr", "rr"]);

/// Behind `Highway 150`, `Hwy. 45`, `Rte 2`, `HIGHWAY A1A` at `i`, and how sure it is.
fn numbered_road(text: &[u8], i: usize) -> Option<(usize, Sense)> {
    let sure = HIGHWAYS.at(text, i);
    let len = sure.or_else(|| ROADS.at(text, i).filter(|_| is_capital(text, i)))?;
    let number = i + len + usize::from(byte(text, i + len) == Some(b'.')) + 1;
    let end = token_end(text, number);
    let token = text.get(number..end)?;
    let digits = token.iter().filter(|b| b.is_ascii_digit()).count();
    (byte(text, number - 1) == Some(b' ') && (1..=4).contains(&digits) && token.len() <= digits + 2)
        .then_some((end, if sure.is_some() { Sense::Plain } else { Sense::Ambiguous }))
}

/// Behind the letter of `Avenue H` whose first word ends at `end`, or `end`.
fn lettered_avenue(text: &[u8], word: &[u8], end: usize) -> usize {
    let avenue = word.eq_ignore_ascii_case(b"avenue") || word.eq_ignore_ascii_case(b"ave");
    let letter = byte(text, end + 1).is_some_and(|b| b.is_ascii_uppercase() && !b"NSEW".contains(&b));
    if avenue && byte(text, end) == Some(b' ') && letter && closes(text, end + 2) { end + 2 } else { end }
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

/// Behind the second street of a corner that follows at `i`: ` and Birch Avenue`.
pub(super) fn corner(text: &[u8], i: usize) -> Option<usize> {
    let second = text.get(i..)?.strip_prefix(b" and ").or_else(|| text.get(i..)?.strip_prefix(b" & "))?;
    let name = text.len() - second.len();
    let street = words(text, name).filter(|s| s.sense.is_some() && is_capital(text, name))?;
    Some(street.end)
}

/// Whether digits are a year: `2020 Ada Birch` is who holds the rights since then.
pub(super) fn is_year(digits: &[u8]) -> bool {
    matches!(digits, [b'1', b'9', _, _] | [b'2', b'0', _, _])
}

/// Articles and prepositions within names of streets.
pub(super) fn is_particle(token: &[u8]) -> bool {
    const PARTICLES: [&[u8]; 18] = [
        b"of", b"the", b"de", b"la", b"du", b"des", b"le", b"el", b"los", b"las", b"del", b"da", b"do",
        b"dos", b"di", b"della", b"delle", b"das",
    ];
    PARTICLES.contains(&token)
}

/// `1st`, `42ND`.
pub(super) fn is_ordinal(token: &[u8]) -> bool {
    let digits = digits_at(token, 0);
    let rest = token.get(digits..).unwrap_or(&[]);
    (1..=3).contains(&digits)
        && [b"st", b"nd", b"rd", b"th"].iter().any(|s| rest.eq_ignore_ascii_case(s.as_slice()))
}

/// Words that come before the name: `Highway 150`, `Avenue C`, `Rue de Tanger`.
static PREFIXES: WordList = WordList::of(&[
    "highway", "hwy", "county road", "state road", "state route", "us highway", "rue", "calle", "rua",
    "avenida", "viale", "piazza", "chemin", "impasse", "avenue", "camino", "carrer", "paseo", "corso",
    "quai", "travessa", "boulevard", "ul.", "via",
]);

/// Behind a street with the word in front that starts at `name`.
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
        "ne", "nw", "se", "sw", "n", "s", "e", "w", "n.e", "n.w", "s.e", "s.w", "north", "south", "east",
        "west", "northeast", "northwest", "southeast", "southwest",
    ]);
    let comma = usize::from(byte(text, i) == Some(b','));
    let at = i + comma + 1;
    if byte(text, i + comma) != Some(b' ') || !is_capital(text, at) {
        return None;
    }
    let end = at + WORDS.at(text, at)?;
    // `S` of `Sébastien` is none.
    (!is_letter(text, end)).then(|| end + usize::from(byte(text, end) == Some(b'.')))
}
