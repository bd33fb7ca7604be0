//! Addresses outside the United States, found from their postcode: GB, CA, AU, IN and the European
//! `12345 City`; and street words that other languages put before or into the name.

use super::abroad::behind_street;
use super::address_block::{block_start, city_end, european_street, named_house, numbered_start};
use super::country::country;
use super::named_street::{named_street, postcode_start};
use super::small_street::{follows_a_small_word, opens_a_road, small_prefix_line, word_behind_line};
use super::street::numbers_before;
use super::street_name::{corner, is_particle, is_year};
use super::tokens::{
    closes, digits_at, has_word, is_capital, opens, skip_blanks, skip_separator, token_end, word_end,
};
use super::unit::units;
use super::word_list::{Endings, WordList};
use super::{Anchor, Finder, Span, byte, byte_before};
use crate::lexicon::{pin_serves, state_names};
use crate::validate::{british_postcode, canadian_postcode};

/// Finds addresses by the postcodes of other countries.
pub(crate) static POSTAL: Finder = Finder {
    name: "postal",
    forms: &["foreign", "postcode", "street", "street-weak"],
    anchors: &[Anchor::NumberWord, Anchor::CapitalWord],
    literals: &[],
    find,
};

const FOREIGN: u8 = 0;
const POSTCODE: u8 = 1;
pub(super) const LINE: u8 = 2;
const WEAK: u8 = 3;

fn find(text: &[u8], at: usize, anchor: Anchor) -> Option<Span> {
    match anchor {
        // `12 Via Olmo 71`: the street's word wakes nothing behind a number.
        Anchor::NumberWord => {
            european(text, at).or_else(|| at_capital(text, at + 1).map(|s| to_country(text, s)))
        }
        Anchor::CapitalWord => at_capital(text, at).map(|span| to_country(text, span)),
        _ => None,
    }
}

/// Takes in the town and country behind a street: `Olmo utca 12, Breda, Netherlands`.
fn to_country(text: &[u8], span: Span) -> Span {
    let street = matches!(span.form, LINE | WEAK);
    match street.then(|| behind_street(text, span.end)).flatten() {
        Some(end) => Span { end, form: FOREIGN, ..span },
        None => span,
    }
}

/// What a capital can wake. Most words end at the first two bytes or at what stands behind them.
fn at_capital(text: &[u8], at: usize) -> Option<Span> {
    let digit = |i| byte(text, i).is_some_and(|b| b.is_ascii_digit());
    if digit(at + 1) || (digit(at + 2) && byte(text, at + 1).is_some_and(|b| b.is_ascii_uppercase())) {
        return lettered(text, at);
    }
    if follows_a_small_word(text, at)
        && let Some(span) = small_prefix_line(text, at)
    {
        return Some(span);
    }
    let end = word_end(text, at);
    match (byte(text, end)?, byte(text, end + 1)) {
        // Words for streets that stand behind the name, in Hungarian and Turkish among others.
        (b' ', Some(b'u' | b't' | b's' | b'c' | b'i' | b'g' | 0xC3)) if opens_a_road(text, end + 1) => {
            word_behind_line(text, at, end + 1)
        }
        // A word or a sign behind it: only the first word of a street can stand here.
        (b' ', Some(b'A'..=b'Z' | b'a'..=b'z')) if !opens_a_street(*text.get(at)?) => None,
        (b' ', Some(b'A'..=b'Z' | b'a'..=b'z')) => prefix_line(text, at, end),
        (b' ' | b'\t' | b'-' | b'.' | 0xE2, _) => before_a_number(text, at, end),
        _ => None,
    }
}

/// What a capitalised word from `at` to `end` can be that a number may follow.
#[inline(never)]
fn before_a_number(text: &[u8], at: usize, end: usize) -> Option<Span> {
    if let Some(pin) = pin_behind(text, end) {
        return indian(text, at, pin);
    }
    if !matches!(byte(text, end), Some(b' ' | b'.')) {
        return None;
    }
    if byte(text, end + 1).is_some_and(|b| b.is_ascii_digit()) {
        return australian(text, at, end)
            .or_else(|| ending_line(text, at, end))
            .or_else(|| crossing(text, at, end));
    }
    prefix_line(text, at, end)
}

/// A postcode that starts with letters at `at`: GB or CA.
#[inline(never)]
fn lettered(text: &[u8], at: usize) -> Option<Span> {
    let code = text.get(at..)?;
    let apart = |len: &usize| code.get(len - 4) == Some(&b' ');
    let len = canadian_postcode(code).or_else(|| british_postcode(code).filter(apart))?;
    let end = Some(at + len).filter(|end| closes(text, *end))?;
    let start = block_start(text, at).or_else(|| numbered_start(text, at)).or_else(|| named_house(text, at));
    let Some(start) = start else {
        return Some(Span { start: at, end, form: POSTCODE });
    };
    Some(Span { start, end: country(text, end), form: FOREIGN })
}

/// `NSW 2000`: the postcode's first digit must be the state's.
fn australian(text: &[u8], at: usize, word: usize) -> Option<Span> {
    let first: &[u8] = match text.get(at..word)? {
        b"NSW" => b"12",
        b"VIC" => b"38",
        b"QLD" => b"49",
        b"SA" => b"5",
        b"WA" => b"6",
        b"TAS" => b"7",
        b"NT" => b"0",
        b"ACT" => b"02",
        _ => return None,
    };
    let agrees = byte(text, word + 1).is_some_and(|b| first.contains(&b));
    if !agrees || digits_at(text, word + 1) != 4 || !closes(text, word + 5) {
        return None;
    }
    let start = block_start(text, at).or_else(|| numbered_start(text, at))?;
    Some(Span { start, end: country(text, word + 5), form: FOREIGN })
}

/// Where a six-digit PIN starts that follows a city at `i` behind a space, a hyphen or an en dash.
fn pin_behind(text: &[u8], i: usize) -> Option<usize> {
    let mut at = skip_blanks(text, i);
    at += match text.get(at..)? {
        [b'-', ..] => 1,
        [0xE2, 0x80, 0x93 | 0x94, ..] => 3,
        _ => 0,
    };
    at = skip_blanks(text, at);
    let first = byte(text, at).filter(|b| at > i && matches!(b, b'1'..=b'9'));
    (first.is_some() && pin_end(text, at).is_some()).then_some(at)
}

/// Behind the PIN at `i`: `400053` or `400 053`.
fn pin_end(text: &[u8], i: usize) -> Option<usize> {
    let end = match digits_at(text, i) {
        6 => i + 6,
        3 if byte(text, i + 3) == Some(b' ') && digits_at(text, i + 4) == 3 => i + 7,
        _ => return None,
    };
    closes(text, end).then_some(end)
}

/// An Indian address around a city at `at` and its PIN: the state behind it must agree, or address
/// words stand before it.
fn indian(text: &[u8], at: usize, pin: usize) -> Option<Span> {
    let end = pin_end(text, pin)?;
    let state = state_behind(text, end);
    let agrees =
        pin_serves(text.get(pin..)?, state.map_or(b"", |(from, to)| text.get(from..to).unwrap_or(b"")))?;
    let joined = digits_at(text, pin) == 6;
    let block = block_start(text, at).or_else(|| joined.then(|| numbered_start(text, at)).flatten());
    if !agrees && (state.is_some() || block.is_none()) {
        return None;
    }
    let end = country(text, state.map_or(end, |(_, to)| to));
    Some(Span { start: block.unwrap_or(at), end, form: FOREIGN })
}

/// The Indian state that follows at `i`, from and to.
fn state_behind(text: &[u8], i: usize) -> Option<(usize, usize)> {
    let at = skip_separator(text, i)?;
    state_names().find(|s| has_word(text, at, s)).map(|s| (at, at + s.len()))
}

/// `12345 Berlin`, `75002 Paris`, `1012 AB Amsterdam` with a street before it, seen from the space.
#[inline(never)]
fn european(text: &[u8], at: usize) -> Option<Span> {
    let code = postcode_start(text, at)?;
    let prefix = byte_before(text, code) == Some(b'-')
        && code.checked_sub(2).and_then(|i| byte(text, i)).is_some_and(|b| b.is_ascii_uppercase());
    let first = if prefix { code - 2 } else { code };
    if !opens(text, first) {
        return None;
    }
    let before = european_street(text, first).or_else(|| named_street(text, first, at));
    let end = city_end(text, dutch_letters(text, at))?;
    match before {
        Some(start) => Some(Span { start, end: country(text, end), form: FOREIGN }),
        None if prefix => Some(Span { start: first, end: street_behind(text, end)?, form: FOREIGN }),
        None => None,
    }
}

/// Behind the street and its number that follow the city that ends at `city`: `D-50674 Köln, Lindenstr. 48`.
fn street_behind(text: &[u8], city: usize) -> Option<usize> {
    let mut at = skip_separator(text, city).filter(|_| byte(text, city) == Some(b','))?;
    for _ in 0..3 {
        let end = word_end(text, at);
        let word = text.get(at..end).filter(|_| is_capital(text, at))?;
        let number = end + usize::from(byte(text, end) == Some(b'.')) + 1;
        if byte(text, number - 1) != Some(b' ') {
            return None;
        }
        if street_ending(word).is_some() {
            let stop = token_end(text, number);
            let digits = digits_at(text, number);
            let house = (1..=4).contains(&digits) && stop <= number + digits + 1;
            return (house && closes(text, stop)).then_some(stop);
        }
        at = number;
    }
    None
}

/// Where the city starts: behind the two letters of a Dutch postcode, if they follow the space at `at`.
fn dutch_letters(text: &[u8], at: usize) -> usize {
    let two = text.get(at + 1..at + 3).is_some_and(|t| t.iter().all(u8::is_ascii_uppercase));
    let comma = usize::from(byte(text, at + 3) == Some(b','));
    let city = at + 4 + comma;
    if two && byte(text, city - 1) == Some(b' ') && is_capital(text, city) { city } else { at + 1 }
}

/// Endings of street names that nothing else has, and those that other words have too.
static ENDINGS: Endings = Endings::of(&[
    "straße", "strasse", "straat", "gatan", "katu", "gasse", "gracht", "vägen", "veien", "vegen", "allee",
    "stræti", "utca", "stræde", "gränd", "steenweg", "puiestee", "chaussee", "straede",
]);
static WEAK_ENDINGS: Endings = Endings::of(&[
    "weg", "platz", "ring", "damm", "ufer", "laan", "plein", "vej", "tie", "tee", "vei", "gade", "kade",
    "gata", "dijk", "dreef", "steig", "pfad", "kuja", "polku", "braut",
]);

/// Whether a word ends like a street, and how surely.
pub(super) fn street_ending(word: &[u8]) -> Option<bool> {
    let tail = |e: &[u8]| {
        word.len().checked_sub(e.len()).and_then(|n| word.get(n..)).is_some_and(|t| t.eq_ignore_ascii_case(e))
    };
    let ends = |e: &[u8]| word.len() >= e.len() + 2 && tail(e);
    let whole = |e: &[u8]| word.len() == e.len() && tail(e);
    if ENDINGS.any(word, |e| ends(e) || whole(e)) || word.ends_with(b"str") && word.len() > 5 {
        return Some(true);
    }
    // `String 5`, `Committee 5`.
    static OTHERS: WordList = WordList::of(&[
        "string", "spring", "during", "monitoring", "engineering", "committee", "employee", "guarantee",
        "brigade", "upgrade", "decade", "facade", "renegade", "blockade",
    ]);
    (WEAK_ENDINGS.any(word, ends) && !OTHERS.has(word)).then_some(false)
}

/// `Parijsstraat 8`, `6750 Laukaantie 80`: a street word from `at` to `word` and a house number.
fn ending_line(text: &[u8], at: usize, word: usize) -> Option<Span> {
    let sure = street_ending(text.get(at..word)?)?;
    let end = number_behind(text, word + 1)?;
    let numbered = numbers_before(text, at);
    let unit = corner(text, end).or_else(|| units(text, end));
    let form = if sure || numbered.is_some() || unit.is_some() { LINE } else { WEAK };
    Some(Span { start: numbered.unwrap_or(at), end: unit.unwrap_or(end), form })
}

/// Behind a house number of one to four digits and a letter at `i`.
pub(super) fn number_behind(text: &[u8], i: usize) -> Option<usize> {
    let end = token_end(text, i);
    let digits = digits_at(text, i);
    let decimal = byte(text, end) == Some(b'.') && digits_at(text, end + 1) > 0;
    let year = text.get(i..end).is_some_and(is_year);
    ((1..=4).contains(&digits) && end - i <= digits + 1 && !decimal && !year).then_some(end)
}

/// Words before a street's name that are hardly ever another's.
static SURE_PREFIXES: WordList = WordList::of(&[
    "rue", "rua", "calle", "avenida", "chemin", "ulica", "ul", "carrer", "piazza", "viale", "allée",
    "travessa", "avenue", "boulevard", "avda", "praça", "piazzale", "piazzetta", "vicolo", "carretera",
    "callejón", "passeig", "rúa", "ulice", "strada", "bulevardul", "aleea", "intrarea", "soseaua", "șoseaua",
    "splaiul", "jalan", "jl", "estrada", "rodovia", "pasaje", "rambla", "ladeira",
]);

/// Words before a street's name that stand before much else.
static OTHER_PREFIXES: WordList = WordList::of(&[
    "via", "impasse", "paseo", "corso", "quai", "place", "route", "largo", "bd", "av", "plaza", "camino",
    "ronda", "alameda", "passage", "cours",
]);

/// Whether a word stands before the names of streets.
pub(super) fn is_street_prefix(word: &[u8]) -> bool {
    SURE_PREFIXES.has(word) || OTHER_PREFIXES.has(word)
}

/// Whether the word before a street's name at `at` is hardly ever another.
fn is_sure_prefix(text: &[u8], at: usize) -> bool {
    SURE_PREFIXES.at(text, at).is_some()
}

/// Whether a street word that starts a line can start with this capital.
fn opens_a_street(first: u8) -> bool {
    matches!(first, b'R' | b'C' | b'A' | b'V' | b'P' | b'U' | b'J' | b'L' | b'T' | b'S' | b'B' | b'I' | b'E')
}

/// `Rua do Arenque 1634`, `Via Franscini 71`, `12 Rue de la Paix`: a street word, its name and a house number on
/// either side.
#[inline(never)]
fn prefix_line(text: &[u8], at: usize, word: usize) -> Option<Span> {
    let street = text.get(at..word)?;
    // `Str.` ends streets in German, and begins them in Romanian, with a word before the number.
    if !opens_a_street(byte(text, at)?) || !(is_street_prefix(street) || street == b"Str") {
        return None;
    }
    prefixed_line(text, at, word)
}

/// A street whose word for it stands from `at` to `word`.
pub(super) fn prefixed_line(text: &[u8], at: usize, word: usize) -> Option<Span> {
    let sure = is_sure_prefix(text, at);
    let before = numbers_before(text, at);
    let (name, number) = name_and_number(text, word)?;
    let behind = number.unwrap_or(name);
    let unit = corner(text, behind).or_else(|| units(text, behind));
    let certain = sure || number.is_some() && (before.is_some() || is_number_said(text, name));
    let form = if certain || unit.is_some() { LINE } else { WEAK };
    let numbered = number.is_some() || before.is_some() && sure;
    let end = unit.or(number).unwrap_or(name);
    numbered.then_some(Span { start: before.unwrap_or(at), end, form })
}

/// Articles and prepositions of the languages whose street words stand in front.
pub(super) fn is_romance_particle(word: &[u8]) -> bool {
    is_particle(word) && !matches!(word, b"of" | b"the")
}

/// Behind a word for a house number and its blank at `i`: `No. `, `nr `.
fn behind_number_word(text: &[u8], i: usize) -> usize {
    static WORDS: WordList = WordList::of(&["no", "nr", "nº", "n°", "num", "núm", "number"]);
    let Some(len) = WORDS.at(text, i) else { return i };
    let end = i + len + usize::from(byte(text, i + len) == Some(b'.'));
    skip_blanks(text, end)
}

/// Whether a word for a house number follows the name that ends at `name`: `Bd. Unirii nr. 22`.
fn is_number_said(text: &[u8], name: usize) -> bool {
    let at = skip_blanks(text, name + usize::from(byte(text, name) == Some(b',')));
    behind_number_word(text, at) > at
}

/// `Calle 50 No. 23-41`, `Carrera 7 # 71-21`: streets of Colombia have numbers, and houses the next street's and their own.
fn crossing(text: &[u8], at: usize, word: usize) -> Option<Span> {
    static WORDS: WordList =
        WordList::of(&["calle", "carrera", "cra", "cl", "kr", "diagonal", "transversal", "avenida", "av"]);
    text.get(at..word).filter(|word| WORDS.has(word))?;
    let street = word + usize::from(byte(text, word) == Some(b'.')) + 1;
    let sign = skip_blanks(text, token_end(text, street));
    let hash = usize::from(byte(text, sign) == Some(b'#'));
    let house = skip_blanks(text, if hash > 0 { sign + hash } else { behind_number_word(text, sign) });
    let digits = digits_at(text, house);
    let joint =
        house + digits + usize::from(byte(text, house + digits).is_some_and(|b| b.is_ascii_uppercase()));
    let own = digits_at(text, skip_blanks(text, joint + 1));
    let end = skip_blanks(text, joint + 1) + own;
    let is_house = matches!(digits, 1..=3) && byte(text, joint) == Some(b'-') && matches!(own, 1..=3);
    let said = house > sign && digits_at(text, street) > 0;
    (is_house && said && closes(text, end)).then_some(Span { start: at, end, form: LINE })
}

/// Behind the name that follows a street word that ends at `word`, and behind the house number that follows it.
fn name_and_number(text: &[u8], word: usize) -> Option<(usize, Option<usize>)> {
    let mut end = word + usize::from(byte(text, word) == Some(b'.'));
    let mut name = None;
    for _ in 0..5 {
        if byte(text, end) != Some(b' ') && byte(text, end) != Some(b',') {
            break;
        }
        // Behind a comma stands the number, or no more of the street.
        let parted = byte(text, end) == Some(b',');
        let next = skip_blanks(text, end + 1);
        if let Some(number) = name.and_then(|_| number_behind(text, behind_number_word(text, next))) {
            return Some((end, Some(number)));
        }
        end = word_end(text, next);
        let capital = is_capital(text, next);
        if end == next || parted || !(capital || is_romance_particle(text.get(next..end)?)) {
            break;
        }
        name = if capital { Some(end) } else { name };
    }
    Some((name?, None))
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;

    fn longest(text: &str) -> Option<(String, &'static str)> {
        find_all(&POSTAL, text).into_iter().max_by_key(|(v, _)| v.len())
    }

    #[test]
    fn quotes_and_other_values_are_no_part_of_an_address() {
        for text in ["(NULL, N'Erlenstraße 12, 10999 Berlin')", "('Erlenstraße 12, 10999 Berlin')"] {
            let value = longest(text).map(|f| f.0);
            assert_eq!(value.as_deref(), Some("Erlenstraße 12, 10999 Berlin"), "{text}");
        }
        assert_eq!(find_all(&POSTAL, "1CD00;BLOCK OCTANT-234567;So"), []);
    }

    #[test]
    fn sentences_and_signs_around_addresses() {
        for (text, value, form) in [
            (
                "On 7 August he had lived at 9 Alder Close, Leeds LS3 1AB.",
                "9 Alder Close, Leeds LS3 1AB",
                "foreign",
            ),
            (
                "As of 2021 she, aged 43, was living in 47 Gum St, Ultimo NSW 2007",
                "47 Gum St, Ultimo NSW 2007",
                "foreign",
            ),
            (
                "5 Mill House, Alder Road in Leeds LS3 1AB",
                "5 Mill House, Alder Road in Leeds LS3 1AB",
                "foreign",
            ),
            ("Erlenstraße 88/2/14, 1070 Wien", "Erlenstraße 88/2/14, 1070 Wien", "foreign"),
            ("Str. Olmo nr. 55, x", "Str. Olmo nr. 55", "street"),
            ("Bd. Olmo nr. 22, x", "Bd. Olmo nr. 22", "street"),
            ("Calle 50 No. 23-41, x", "Calle 50 No. 23-41", "street"),
            ("Carrera 7 # 71-21, x", "Carrera 7 # 71-21", "street"),
            ("Via Olmo, 12 - 20121 Milano", "Via Olmo, 12 - 20121 Milano", "foreign"),
        ] {
            assert_eq!(longest(text), Some((value.to_owned(), form)), "{text}");
        }
    }

    #[test]
    fn finds_addresses_of_other_countries() {
        for (text, value, form) in [
            ("to 21 Alder Close, London SW9 8ZZ.", "21 Alder Close, London SW9 8ZZ", "foreign"),
            (
                "21 Alder Close\nLeeds\nLS2 9ZZ, United Kingdom",
                "21 Alder Close\nLeeds\nLS2 9ZZ, United Kingdom",
                "foreign",
            ),
            ("77 Birch Rd, Ottawa, ON K2P 1L4", "77 Birch Rd, Ottawa, ON K2P 1L4", "foreign"),
            ("at 51 Quist Dale, Olmbury, TQ3 4XY.", "51 Quist Dale, Olmbury, TQ3 4XY", "foreign"),
            ("6 Alder Nook\nDubbo NSW 2830", "6 Alder Nook\nDubbo NSW 2830", "foreign"),
            ("Erlenstraße 61/23, 10999 Berlin", "Erlenstraße 61/23, 10999 Berlin", "foreign"),
            ("Unit 3/45 Gum St, Dubbo NSW 2830", "Unit 3/45 Gum St, Dubbo NSW 2830", "foreign"),
            ("Erlenstraße 12, 10999 Berlin", "Erlenstraße 12, 10999 Berlin", "foreign"),
            ("Quist | Erlenstraße 12 | 10999 Berlin | Tel.", "Erlenstraße 12 | 10999 Berlin", "foreign"),
            (
                "wohnt Am Erlenweg 5a\nD-10999 Berlin, Germany",
                "Erlenweg 5a\nD-10999 Berlin, Germany",
                "foreign",
            ),
            ("12 rue de la Paix, 75002 Paris", "12 rue de la Paix, 75002 Paris", "foreign"),
            ("Elzenstraat 8, 1012 AB Amsterdam", "Elzenstraat 8, 1012 AB Amsterdam", "foreign"),
            ("Calle Olmo 5, 28013 Madrid", "Calle Olmo 5, 28013 Madrid", "foreign"),
            (
                "Flat No 4, Shanti Niwas, MG Road,\nPune - 411001, Maharashtra, India",
                "Flat No 4, Shanti Niwas, MG Road,\nPune - 411001, Maharashtra, India",
                "foreign",
            ),
            ("in Pune 411001, Maharashtra", "Pune 411001, Maharashtra", "foreign"),
            ("code is SW9 8ZZ", "SW9 8ZZ", "postcode"),
            ("near Elzenstraat 8", "Elzenstraat 8", "street"),
            ("at Rua do Olmo 163", "Rua do Olmo 163", "street"),
            ("at Via Olmo 71", "Via Olmo 71", "street-weak"),
            ("at 12 Via Olmo 71", "12 Via Olmo 71", "street"),
            ("at 12 Rue de la Orme Vert now", "12 Rue de la Orme Vert", "street"),
            ("near 12 Elmevej 3", "12 Elmevej 3", "street"),
            ("near Elzengasse 64 and Birch Harbor", "Elzengasse 64 and Birch Harbor", "street"),
            ("near Elmevej 3", "Elmevej 3", "street-weak"),
            ("near Elmevej 3, Aarhus, Denmark", "Elmevej 3, Aarhus, Denmark", "foreign"),
            ("at 77 12 Rue de Orme, Lille", "77 12 Rue de Orme", "street"),
            ("at Via Olmo, 71", "Via Olmo, 71", "street-weak"),
            ("at Piazzetta Olmo Verde 7", "Piazzetta Olmo Verde 7", "street"),
            ("at Olmostræde 7", "Olmostræde 7", "street"),
        ] {
            let text = format!("x {text}");
            assert_eq!(longest(&text), Some((value.to_owned(), form)), "{text}");
        }
    }

    #[test]
    fn an_indian_address_of_two_lines_is_one() {
        let text = "Attn: Asha Verma  \n504, 5th Floor, Nila Tower, Plot No. 25, Lake View School Road,  \nSVP Nagar, Andheri (West), Mumbai – 400053, Maharashtra, India.";
        let found = find_all(&POSTAL, text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].0.starts_with("504,") && found[0].0.ends_with("India"), "{found:?}");
    }

    #[test]
    fn finds_nothing_in_logs_and_code() {
        for text in [
            "see Order - 123456",
            "see Figure 12, 20000 People",
            "took 1234 Items and 12345 Rows",
            "51 Items were sent, Olmbury NSW 2830",
            "51 Quist Dale NSW 2830",
            "the Page 12",
            "in Pune - 411001, Karnataka",
            "an Intel I7 8AB",
            "String 5",
            "the Upgrade Path, Rue the day",
            "12 Via the API",
            "Calle Qvist, 2017",
            "Via the API 12",
            "error H1 2",
        ] {
            assert_eq!(find_all(&POSTAL, text), [], "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "([A-Z][a-zß]{0,3}|[0-9]{1,6}|[ ,.\n#'’–-]|SW9 8ZZ|straße|Rua|rue|Pune){0,30}") {
            for (value, _) in find_all(&POSTAL, &text) {
                proptest::prop_assert!(!value.is_empty());
            }
        }
    }
}
