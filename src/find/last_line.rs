//! The last line of US addresses: city, state and ZIP, from its state back and from a street forwards.

use super::country::country;
use super::street::house_number;
use super::tokens::{
    closes, digits_at, has_word, is_capital, opens, skip_blanks, skip_separator, token_end, word_before,
    word_start,
};
use super::word_list::WordList;
use super::{byte, byte_before};

/// States and territories by postal abbreviation (USPS Publication 28, appendix B).
const STATES: &[u8] = b"ALAKAZARCACOCTDEDCFLGAHIIDILINIAKSKYLAMEMDMAMIMNMSMOMTNENVNHNJNMNYNCNDOHOKORPARISCSDTNTXUTVTVAWAWVWIWYASFMGUMHMPPRPWVIAAAEAP";

/// Their names.
static STATE_NAMES: WordList = WordList::of(&[
    "alabama",
    "alaska",
    "arizona",
    "arkansas",
    "california",
    "colorado",
    "connecticut",
    "delaware",
    "district of columbia",
    "florida",
    "georgia",
    "hawaii",
    "idaho",
    "illinois",
    "indiana",
    "iowa",
    "kansas",
    "kentucky",
    "louisiana",
    "maine",
    "maryland",
    "massachusetts",
    "michigan",
    "minnesota",
    "mississippi",
    "missouri",
    "montana",
    "nebraska",
    "nevada",
    "new hampshire",
    "new jersey",
    "new mexico",
    "new york",
    "north carolina",
    "north dakota",
    "ohio",
    "oklahoma",
    "oregon",
    "pennsylvania",
    "rhode island",
    "south carolina",
    "south dakota",
    "tennessee",
    "texas",
    "utah",
    "vermont",
    "virginia",
    "washington",
    "west virginia",
    "wisconsin",
    "wyoming",
    "puerto rico",
]);

/// The same as bits: by the first letter, which second letters a code has.
static CODES: [u32; 26] = codes();

const fn codes() -> [u32; 26] {
    let mut table = [0; 26];
    let mut n = 0;
    while n < STATES.len() {
        table[(STATES[n] - b'A') as usize] |= 1 << (STATES[n + 1] - b'A');
        n += 2;
    }
    table
}

/// Whether two capitals are a state.
pub(super) fn is_state(code: &[u8]) -> bool {
    let &[a @ b'A'..=b'Z', b @ b'A'..=b'Z'] = code else { return false };
    (CODES[usize::from(a - b'A')] >> (b - b'A')) & 1 == 1
}

/// The length of a state's code or name at `i`.
#[inline]
fn state_at(text: &[u8], i: usize) -> Option<usize> {
    let [first, second] = *text.get(i..)?.first_chunk::<2>()?;
    match (first, second) {
        (b'A'..=b'Z', b'A'..=b'Z') => (is_state(&[first, second]) && closes(text, i + 2)).then_some(2),
        (b'A'..=b'Z', _) => STATE_NAMES.at(text, i).filter(|len| !names_a_city(text, i, *len)),
        _ => None,
    }
}

/// Whether the state's name of `len` bytes at `i` begins that of a city: `Kansas City`, `Virginia Beach`. New York City is in
/// the state of its name, so that nothing is wrong with it.
fn names_a_city(text: &[u8], i: usize, len: usize) -> bool {
    let behind = |word| byte(text, i + len) == Some(b' ') && has_word(text, i + len + 1, word);
    (behind("city") && !has_word(text, i, "new york")) || behind("beach")
}

/// Behind the ZIP code at `i`: `12345`, `12345-6789` or `123456789`.
fn zip_end(text: &[u8], i: usize) -> Option<usize> {
    let digits = digits_at(text, i);
    if !matches!(digits, 5 | 9) {
        return None;
    }
    let more = byte(text, i + 5) == Some(b'-') && digits_at(text, i + 6) == 4;
    let end = if more { i + 10 } else { i + digits };
    let decimal = matches!(byte(text, end), Some(b'.' | b'-' | b':')) && digits_at(text, end + 1) > 0;
    (closes(text, end) && !decimal).then_some(end)
}

/// Behind a state and ZIP at `i`, and a country behind them.
pub(super) fn state_zip(text: &[u8], i: usize) -> Option<usize> {
    let state = i + state_at(text, i)?;
    let comma = state + usize::from(byte(text, state) == Some(b','));
    let zip = skip_blanks(text, comma);
    (zip > comma).then(|| zip_end(text, zip)).flatten().map(|end| country(text, end))
}

/// Behind city, state and maybe ZIP that follow a street that ends at `i`, or behind a ZIP alone. `strict` asks for
/// the ZIP, since the street's suffix is an ordinary word.
pub(super) fn forward(text: &[u8], i: usize, strict: bool) -> Option<usize> {
    let mut at = skip_separator(text, i)?;
    let mut parted = byte(text, i) != Some(b' ');
    for nth in 0..7 {
        if let Some(end) = end_of_last_line(text, at, strict, parted).filter(|_| nth > 0 || !strict) {
            return Some(end);
        }
        let end = token_end(text, at);
        let named = is_capital(text, at) || byte(text, at) == Some(b'#');
        if end == at || !named {
            return None;
        }
        let end = end + usize::from(byte(text, end) == Some(b'.'));
        parted = byte(text, end) == Some(b',');
        at = skip_separator(text, end).filter(|n| n - end <= 8)?;
    }
    None
}

/// Behind a state, a ZIP or both at `at`; `parted` by a comma or line end from what stands before.
fn end_of_last_line(text: &[u8], at: usize, strict: bool, parted: bool) -> Option<usize> {
    if let Some(end) = state_zip(text, at) {
        return Some(end);
    }
    if let Some(len) = state_at(text, at).filter(|_| !strict) {
        let word = matches!(
            text.get(at..at + len),
            Some(b"IN" | b"OR" | b"ME" | b"OK" | b"HI" | b"OH" | b"LA" | b"DE" | b"AS")
        );
        let last = byte(text, at + len).is_none_or(|b| matches!(b, b'\n' | b'\r' | b'"'));
        return ((parted || last) && !word).then(|| country(text, at + len));
    }
    zip_end(text, at).filter(|_| parted || !strict)
}

/// Behind the rest of the line at `i`, if it holds nothing but a town: up to six capitalised words or short numbers.
pub(super) fn town(text: &[u8], i: usize) -> Option<usize> {
    let mut end = i;
    for _ in 0..7 {
        let at = end + text.get(end..)?.iter().take(4).take_while(|b| b" ,.;".contains(b)).count();
        if byte(text, at).is_none_or(|b| matches!(b, b'\n' | b'\r')) {
            return (end > i).then_some(end);
        }
        let next = token_end(text, at);
        let numbered = digits_at(text, at) > 0 && next - at <= 5;
        if at == end || next == at || !(is_capital(text, at) || numbered) {
            return None;
        }
        end = next;
    }
    None
}

/// Bytes of address lines.
pub(super) fn is_address_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric()
        || b >= 0x80
        || matches!(b, b' ' | b',' | b'.' | b'#' | b'-' | b'\'' | b'/' | b'&' | b'\n' | b'\r' | b'>')
}

/// Where the street starts whose last line has its state at `state`: the nearest house number, box or
/// military unit within 110 bytes and two line ends, or bars in place of them.
pub(super) fn street_before(text: &[u8], state: usize) -> Option<usize> {
    let mut at = state;
    let mut lines = 0;
    let mut words = 0;
    while let Some(b) = byte_before(text, at).filter(|b| is_address_byte(*b) || *b == b'|') {
        lines += usize::from(matches!(b, b'\n' | b'|'));
        if lines > 2 || state - at > 110 {
            return None;
        }
        at -= 1;
        if !opens(text, at) || !b.is_ascii_alphanumeric() {
            continue;
        }
        words += 1;
        if let Some(start) = delivery_start(text, at, words) {
            return Some(start);
        }
    }
    None
}

/// Where a delivery line starts that has its number or designator at `at`, `words` before the state.
/// A house number needs a street and a city behind it.
fn delivery_start(text: &[u8], at: usize, words: usize) -> Option<usize> {
    if byte(text, at).is_some_and(|b| b.is_ascii_digit()) {
        let end = token_end(text, at);
        if let Some((box_at, _)) = word_before(text, at, 12).filter(|(word, _)| has_word(text, *word, "box"))
        {
            return Some(box_line_start(text, box_at));
        }
        let named = byte(text, end) == Some(b' ') && name_follows(text, end + 1);
        return (!is_of_building(text, at) && named && words > 2).then(|| house_number(text, end)).flatten();
    }
    static MILITARY: WordList = WordList::of(&["uss", "usns", "uscgc", "psc", "cmr", "hhc"]);
    MILITARY.at(text, at).map(|_| at)
}

/// Whether the number at `at` is a part's of a building: `Apt. 12`, `#12`.
pub(super) fn is_of_building(text: &[u8], at: usize) -> bool {
    static WORDS: WordList = WordList::of(&[
        "apt", "suite", "ste", "unit", "room", "rm", "floor", "bldg", "building", "lot", "no", "no.",
    ]);
    byte_before(text, at) == Some(b'#')
        || word_before(text, at, 12).is_some_and(|(word, _)| WORDS.at(text, word).is_some())
}

/// A capital, or an ordinal such as `3rd`.
fn name_follows(text: &[u8], at: usize) -> bool {
    let digits = digits_at(text, at);
    is_capital(text, at)
        || ((1..=3).contains(&digits) && byte(text, at + digits).is_some_and(|b| b.is_ascii_alphabetic()))
}

/// `PO Box`, `P.O. Box`, `Unit 4719 Box`, `PSC 12 Box`, `RR 1 Box`: where it starts.
fn box_line_start(text: &[u8], box_at: usize) -> usize {
    static POST: WordList = WordList::of(&["po", "p.o.", "p.o"]);
    let post =
        word_before(text, box_at, 12).map(|(word, _)| word).filter(|word| POST.at(text, *word).is_some());
    post.or_else(|| rural_start(text, box_at)).unwrap_or(box_at)
}

/// Where the route or unit starts whose box is at `box_at`: `RR 2 Box`, `HC Route 68 Box`, `PSC 12, Box`.
pub(super) fn rural_start(text: &[u8], box_at: usize) -> Option<usize> {
    static WORDS: WordList = WordList::of(&["unit", "psc", "cmr", "rr", "hc", "hcr", "rfd", "route", "rte"]);
    let mut at = box_at;
    let mut start = None;
    let mut numbered = false;
    for _ in 0..4 {
        let gap = text.get(..at)?.iter().rev().take(3).take_while(|b| b" ,#".contains(b)).count();
        let word = word_start(text, at - gap, 12);
        if gap == 0 || word == at - gap {
            break;
        }
        numbered |= digits_at(text, word) > 0;
        if WORDS.at(text, word).is_some() {
            start = Some(word);
        } else if start.is_some() {
            break;
        }
        at = word;
    }
    start.filter(|_| numbered)
}

/// Where a city of one to three capitalised words before the state at `state` starts.
pub(super) fn city_before(text: &[u8], state: usize) -> Option<usize> {
    let mut end = state;
    while byte_before(text, end).is_some_and(|b| matches!(b, b' ' | b',')) && state - end < 3 {
        end -= 1;
    }
    let mut start = end;
    for _ in 0..3 {
        let stop = if start == end { end } else { start - 1 };
        let word = word_start(text, stop, 20);
        if word == stop || !is_capital(text, word) || text.get(word..stop)?.iter().any(u8::is_ascii_digit) {
            break;
        }
        start = word;
        if byte_before(text, start) != Some(b' ') {
            break;
        }
    }
    (start < end && end < state && opens(text, start)).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_and_zips_stand_together() {
        for (text, holds) in [
            ("IL 62704", true),
            ("IL, 62704", true),
            ("Oregon 97007", true),
            ("New York 10001-1234", true),
            ("XX 62704", false),
            ("IL 6270", false),
            ("IL 627045", false),
            ("IN 20000.5", false),
            ("ILL 62704", false),
        ] {
            assert_eq!(state_zip(text.as_bytes(), 0).is_some(), holds, "{text}");
        }
    }

    #[test]
    fn cities_with_names_of_states_are_no_states() {
        for (text, len) in [
            (", Kansas City, MO x", Some(17)),
            (", Virginia Beach, VA 23450 x", Some(26)),
            (", New York City x", Some(10)),
            (", Kansas x", Some(8)),
            (", Kansas City x", None),
        ] {
            assert_eq!(forward(text.as_bytes(), 0, false), len, "{text}");
        }
    }
}
