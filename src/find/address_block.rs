//! The lines before a postcode: where an address starts, and whether there is one.

use super::last_line::street_before;
use super::postal::{is_street_prefix, street_ending};
use super::street::{house_number, with_number_before};
use super::tokens::{digits_at, is_capital, opens, tokens, word_end, word_start};
use super::word_list::WordList;
use super::{byte, byte_before};
use crate::lexicon::{ADDRESS_WORDS, SUFFIXES};

/// How far an address reaches before its postcode.
const LONGEST: usize = 220;

/// Where the address starts whose postcode or city is at `end`: at its first token that has a digit or
/// is an address word, with the capitalised words before it. `None` if there is none, or if one of
/// number and address word is missing.
pub(super) fn block_start(text: &[u8], end: usize) -> Option<usize> {
    let from = first_line(text, end);
    let whole = block(text, from, end);
    let behind = || behind_prose(text, from, end).and_then(|from| block(text, from, end));
    whole.map(|whole| behind().unwrap_or(whole))
}

/// Words of sentences that the lines of an address do not hold, at least not before its number: `lived at 9 Alder Close`.
static PROSE: WordList = WordList::of(&[
    "at", "in", "is", "was", "are", "were", "has", "have", "had", "live", "lives", "lived", "living",
    "moved", "reside", "resides", "resided", "residing", "with", "since", "from", "my", "her", "his",
    "their", "our", "your", "who", "that", "which", "she", "he", "they", "we", "it",
]);

/// Behind the last such word from `from` to `end`, if there is one.
fn behind_prose(text: &[u8], from: usize, end: usize) -> Option<usize> {
    let is_prose = |token: &[u8]| token.first().is_some_and(u8::is_ascii_lowercase) && PROSE.has(token);
    let prose = tokens(text, from, end).filter(|(_, token)| is_prose(token));
    prose.last().map(|(at, token)| at + token.len())
}

/// [`block_start`] within `from` and `end`.
fn block(text: &[u8], from: usize, end: usize) -> Option<usize> {
    let mut start = None;
    let (mut number, mut word) = (false, false);
    for (at, token) in tokens(text, from, end) {
        let digits = token.iter().any(u8::is_ascii_digit);
        let known = ADDRESS_WORDS.has(token);
        if (digits && opens(text, at)) || (known && is_capital(text, at)) {
            start = start.or(Some(at));
        }
        number |= digits;
        word |= known;
    }
    (number && word).then(|| start.map(|s| with_words_before(text, s, from))).flatten()
}

/// Where the street starts before a postcode at `end` whose shape is its own: at a house number with names behind it, in at
/// least two parts, whatever the street is called (`51 Charlotte Dale, Pearsonbury`).
pub(super) fn numbered_start(text: &[u8], end: usize) -> Option<usize> {
    static SMALL: WordList =
        WordList::of(&["of", "the", "upon", "on", "in", "de", "la", "le", "du", "des", "sur", "st"]);
    let start = street_before(text, end)?;
    let block = text.get(start..end)?;
    let is_named = |word: &[u8]| {
        word.first().is_none_or(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b >= 0x80)
            || SMALL.has(word)
    };
    let parted = block.iter().any(|b| matches!(b, b',' | b'\n'));
    let named =
        block.split(|b| !(b.is_ascii_alphanumeric() || *b >= 0x80 || b"'-./".contains(b))).all(is_named);
    (parted && named).then(|| with_number_before(text, start))
}

/// Words that end the names of British houses.
static HOUSES: WordList = WordList::of(&[
    "cottage", "cottages", "house", "farm", "farmhouse", "lodge", "hall", "barn", "mill", "manor", "grange",
    "rectory", "vicarage", "villa", "bungalow", "croft", "stables",
]);

/// Where a house starts that has a name instead of a number, before a postcode at `end`: it and its street are parts of one line
/// (`Rose Cottage, Church Lane, Wetherby,`).
pub(super) fn named_house(text: &[u8], end: usize) -> Option<usize> {
    let mut start = line_start(text, end, end.saturating_sub(LONGEST));
    let last = |part: &[u8], list: &dyn Fn(&[u8]) -> bool| {
        part.trim_ascii().rsplit(|b| *b == b' ').next().is_some_and(list)
    };
    let mut house = None;
    for part in text.get(start..end)?.split(|b| *b == b',') {
        if house.is_some() && last(part, &|word| SUFFIXES.has(word)) {
            return house;
        }
        house = last(part, &|word| HOUSES.has(word)).then(|| name_from(part)).flatten().map(|at| start + at);
        start += part.len() + 1;
    }
    None
}

/// Where the capitalised words start that end `part`: two to four of them.
fn name_from(part: &[u8]) -> Option<usize> {
    let mut start = part.trim_ascii_end().len();
    let mut words = 0;
    while words < 4 {
        let word = word_start(part, start, 24);
        if word == start || !is_capital(part, word) {
            break;
        }
        words += 1;
        let parted = byte_before(part, word) == Some(b' ');
        if !parted || words == 4 {
            return (words > 1).then_some(word);
        }
        start = word - 1;
    }
    (words > 1).then_some(start + 1)
}

/// Where the first line of the address starts: lines before the current one belong to it if they end in
/// a comma, or are short where no number was seen yet; up to three.
fn first_line(text: &[u8], end: usize) -> usize {
    let floor = end.saturating_sub(LONGEST);
    let mut start = line_start(text, end, floor);
    for _ in 0..3 {
        let line_end = |s: &usize| *s > floor && byte(text, *s) == Some(b'\n');
        let Some(stop) = start.checked_sub(1).filter(line_end) else { break };
        let before = line_start(text, stop, floor);
        let line = text.get(before..stop).unwrap_or(&[]).trim_ascii_end();
        let short = (2..=60).contains(&line.len()) && !line.contains(&b':');
        if !(line.ends_with(b",") || (short && has_no_number(text, start, end))) {
            break;
        }
        start = before;
    }
    start
}

/// Whether no number stands from `start` to `end`, so that the street must stand before.
fn has_no_number(text: &[u8], start: usize, end: usize) -> bool {
    !text.get(start..end).unwrap_or(&[]).iter().any(u8::is_ascii_digit)
}

/// Where the line of `end` starts, or the part behind a label, a quote or a sentence's end in it.
fn line_start(text: &[u8], end: usize, floor: usize) -> usize {
    let mut at = end;
    while at > floor {
        match byte_before(text, at) {
            Some(b'\n' | b'"' | b':' | b'|' | b'\t' | b'=' | b';' | b'{' | b'}' | b'<' | b'>') => break,
            _ => at -= 1,
        }
    }
    at
}

/// Takes in capitalised words and commas directly before `start`, not before `from`.
fn with_words_before(text: &[u8], start: usize, from: usize) -> usize {
    if byte(text, start).is_some_and(|b| b.is_ascii_digit()) {
        return start;
    }
    let mut at = start;
    while at > from {
        let gap = at - usize::from(byte_before(text, at) == Some(b' '));
        let gap = gap - usize::from(gap > from && gap < at && byte_before(text, gap) == Some(b','));
        let word = word_start(text, gap, 24);
        if gap == at || word == gap || word < from || !is_capital(text, word) {
            break;
        }
        at = word;
    }
    at
}

/// Where the street starts that stands before a European postcode at `code`, within 80 bytes, on the
/// same line or the one before.
pub(super) fn european_street(text: &[u8], code: usize) -> Option<usize> {
    let floor = code.saturating_sub(80);
    let mut at = code;
    while at > floor
        && byte_before(text, at).is_some_and(|b| matches!(b, b' ' | b',' | b'\n' | b'\r' | b'-' | b'|'))
    {
        at -= 1;
    }
    if at == code {
        return None;
    }
    let mut numbered = false;
    for _ in 0..8 {
        let word = before_slash(text, without_quote(text, word_start(text, at, 32), at));
        if word == at || word < floor {
            return None;
        }
        numbered |= digits_at(text, word) > 0;
        if is_street(text.get(word..at)?) {
            return street_from(text, word, numbered);
        }
        let next = word.checked_sub(1).filter(|i| byte(text, *i) == Some(b' '))?;
        // `Calle Olmo, 5`: a comma between the name and its number.
        let comma = digits_at(text, word) > 0 && byte_before(text, next) == Some(b',');
        at = next - usize::from(comma);
    }
    None
}

/// Where the number starts whose parts behind slashes are at `at`: `61/23`, a house and a door, or `61/2/23` with a stair.
pub(super) fn before_slash(text: &[u8], at: usize) -> usize {
    let before = |at: usize| {
        let slash = at.checked_sub(1).filter(|i| byte(text, *i) == Some(b'/') && digits_at(text, at) > 0)?;
        Some(word_start(text, slash, 5)).filter(|house| digits_at(text, *house) > 0)
    };
    let door = before(at).unwrap_or(at);
    before(door).unwrap_or(door)
}

/// Where the word from `start` to `end` starts behind the quote of SQL: `N'Erlenstraße`. Other letters before an apostrophe may be
/// part of a name in Romance languages.
fn without_quote(text: &[u8], start: usize, end: usize) -> usize {
    match text.get(start..end) {
        Some([b'N' | b'E', b'\'', ..]) => start + 2,
        _ => start,
    }
}

fn is_street(word: &[u8]) -> bool {
    let bare = word.strip_suffix(b".").unwrap_or(word);
    is_street_prefix(bare) || street_ending(bare).is_some()
}

/// Takes in the house number or the adjective before a street word at `word`; there must be a number.
fn street_from(text: &[u8], word: usize, numbered: bool) -> Option<usize> {
    let Some(space) = word.checked_sub(1).filter(|i| byte(text, *i) == Some(b' ')) else {
        return numbered.then_some(word);
    };
    let number = house_number(text, space).or_else(|| {
        let comma = byte_before(text, space) == Some(b',');
        comma.then(|| house_number(text, space - 1)).flatten()
    });
    if number.is_some() {
        return number;
    }
    numbered.then_some(word)
}

/// Behind a city of up to three words at `i`: `Frankfurt am Main`, `Saint-Denis`.
pub(super) fn city_end(text: &[u8], i: usize) -> Option<usize> {
    static PARTICLES: WordList = WordList::of(&["am", "an", "der", "sur", "en", "la"]);
    let mut end = word_end(text, i);
    if end < i + 3 || !is_capital(text, i) {
        return None;
    }
    for _ in 0..2 {
        let mut at = end + 1;
        if byte(text, end) == Some(b' ') && PARTICLES.at(text, at).is_some() {
            at = word_end(text, at) + 1;
        }
        let next = word_end(text, at);
        if byte(text, end) != Some(b' ') || next == at || !is_capital(text, at) {
            break;
        }
        end = next;
    }
    Some(end)
}
