//! Addresses that end in a country, or in a region's code and a postcode, whatever the order of their parts: a number,
//! a street, parts of a building, a town. `17 Elzenstraat 8 Apt. 12, Breda, Netherlands`.

use super::country::country_at;
use super::postal::{is_street_prefix, street_ending};
use super::street::{house_number, with_number_before};
use super::street_name::{is_particle, is_year};
use super::tokens::{closes, digits_at, is_capital, is_term, skip_separator, token_end, word_end};
use super::unit::units;
use super::word_list::WordList;
use super::{Anchor, Finder, Span, byte};
use crate::lexicon::SUFFIXES;

/// Finds addresses from their first number forwards to their country.
pub(crate) static ABROAD: Finder = Finder {
    name: "abroad",
    forms: &["abroad", "numbers"],
    anchors: &[Anchor::NumberWord],
    literals: &[],
    find,
};

/// How far an address reaches behind its first number.
const LONGEST: usize = 160;

const TO_COUNTRY: u8 = 0;
const NUMBERS: u8 = 1;

fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let start = if MONTHS.at(text, at + 1).is_some() { None } else { house_number(text, at) }?;
    let number = text.get(start..at)?;
    let lettered = number.iter().filter(|b| b.is_ascii_alphabetic()).count() > 1;
    let start = with_number_before(text, start);
    let year = is_year(text.get(start..at)?);
    if year || lettered || is_term(text, at + 1) {
        return None;
    }
    let (end, form) = match to_country(text, at + 1) {
        Some(end) => (end, TO_COUNTRY),
        None => (between_numbers(text, at + 1)?, NUMBERS),
    };
    Some(Span { start, end, form })
}

/// Behind the address that goes on at `first` behind its number.
fn to_country(text: &[u8], first: usize) -> Option<usize> {
    Parts { at: first, parted: false, is_street: false, in_town: false }.read(text)
}

/// Behind the country, or the region's code and postcode, of the address whose street ends at `end`.
pub(super) fn behind_street(text: &[u8], end: usize) -> Option<usize> {
    let mut parts = Parts { at: end, parted: false, is_street: true, in_town: false };
    parts.pass_gap(text, end)?;
    parts.read(text)
}

/// Behind the second number of `17 Elzenhof 8`, whose name starts at `first`: a street without a word for it, which
/// needs words nearby.
fn between_numbers(text: &[u8], first: usize) -> Option<usize> {
    let mut at = first;
    for _ in 0..4 {
        let end = word_end(text, at);
        if end < at + 2 || byte(text, end) != Some(b' ') || !is_capital(text, at) {
            return None;
        }
        at = end + 1;
        let digits = digits_at(text, at);
        if digits > 0 {
            return ((1..=4).contains(&digits) && closes(text, at + digits)).then_some(at + digits);
        }
    }
    None
}

/// `12 May 2020, Leeds, England` is a date.
pub(super) static MONTHS: WordList = WordList::of(&[
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
    "dec",
]);

/// Words for streets that stand behind their names in Hungarian, Turkish, Greek, Estonian and Latvian.
static STREET_WORDS: WordList = WordList::of(&[
    "u", "utca", "út", "útja", "tér", "tere", "sokak", "sokağı", "caddesi", "cad", "str", "tee", "põik",
    "tänav", "iela",
]);

/// Words within the names of towns: `Brod nad Elbou`, `Weil am Rhein`, `Stow on the Wold`.
static JOINTS: WordList = WordList::of(&[
    "am", "an", "auf", "bei", "im", "ob", "der", "on", "upon", "under", "en", "sur", "sous", "lès", "aan",
    "den", "op", "u", "v", "nad", "pod",
]);

/// What was read of an address.
struct Parts {
    /// Where the next word starts.
    at: usize,
    /// Whether a comma or a line end was passed.
    parted: bool,
    /// Whether a street's word, a second number or a part of a building was met.
    is_street: bool,
    /// Whether a capitalised word stood behind the comma or line end.
    in_town: bool,
}

impl Parts {
    /// Behind the last part of the address, if it comes within [`LONGEST`] bytes.
    fn read(mut self, text: &[u8]) -> Option<usize> {
        let first = self.at;
        while self.at < first + LONGEST {
            if let Some(end) = self.last(text) {
                return Some(end);
            }
            self.step(text)?;
        }
        None
    }

    /// Passes a word and what parts it from the next one; `None` where no address goes on like that.
    fn step(&mut self, text: &[u8]) -> Option<()> {
        if let Some(end) = in_brackets(text, self.at).filter(|_| self.in_town) {
            return self.pass_gap(text, end);
        }
        let end = token_end(text, self.at);
        let word = text.get(self.at..end).filter(|w| !w.is_empty())?;
        let digits = digits_at(text, self.at);
        let numbered = (1..=5).contains(&digits) && word.len() <= digits + 1;
        let street = STREET_WORDS.has(word);
        let joint = self.parted && (JOINTS.has(word) || MISSING.has(word));
        let capital = is_capital(text, self.at);
        if !(capital || numbered || street || joint || is_particle(word)) {
            return None;
        }
        self.in_town |= self.parted && capital;
        let named = is_street_prefix(word) || street_ending(word).is_some() || SUFFIXES.has(word);
        self.is_street |= street || numbered && !self.parted || named && !self.parted;
        let dot = byte(text, end) == Some(b'.');
        // A long word with a full stop ends a sentence.
        let end = if dot && word.len() <= 3 { end + 1 } else { end };
        let unit = units(text, end);
        self.is_street |= unit.is_some();
        self.pass_gap(text, unit.unwrap_or(end))
    }

    /// Passes blanks, a comma and line ends at `end`.
    fn pass_gap(&mut self, text: &[u8], end: usize) -> Option<()> {
        self.at = skip_separator(text, end)?;
        self.parted |= text.get(end..self.at)?.iter().any(|b| matches!(b, b',' | b'\n'));
        Some(())
    }

    /// Behind the country or the region's code and postcode that starts at the next word.
    fn last(&self, text: &[u8]) -> Option<usize> {
        if !self.is_street {
            return None;
        }
        if let Some(len) = country_at(text, self.at) {
            let end = self.at + len;
            let named = in_brackets(text, end + 1).unwrap_or(end);
            return Some(postcode(text, named).unwrap_or(end));
        }
        let end = token_end(text, self.at);
        let code = text.get(self.at..end)?;
        let region = matches!(code.len(), 2 | 3) && code.iter().all(u8::is_ascii_uppercase);
        let region = region && self.parted || self.in_town && self.is_region(text, code);
        region.then(|| postcode(text, end)).flatten()
    }

    /// Whether `code` behind a comma is a region's (ISO 3166-2: up to three capitals and digits), or what programs write
    /// where they know none.
    fn is_region(&self, text: &[u8], code: &[u8]) -> bool {
        let comma = text.get(..self.at).unwrap_or(&[]).trim_ascii_end().ends_with(b",");
        let of_standard = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit();
        comma && ((1..=3).contains(&code.len()) && code.iter().all(of_standard) || MISSING.has(code))
    }
}

/// What programs that fill in templates write for a part that an address does not have.
static MISSING: WordList = WordList::of(&["nan", "null", "none"]);

/// Behind a word in brackets at `i`: `(Greek)`, `(West)`.
fn in_brackets(text: &[u8], i: usize) -> Option<usize> {
    let end = word_end(text, i + 1);
    let bracketed = byte(text, i) == Some(b'(') && end > i + 1 && byte(text, end) == Some(b')');
    bracketed.then_some(end + 1)
}

/// Behind the postcode of four to six digits that follows at `i`.
fn postcode(text: &[u8], i: usize) -> Option<usize> {
    let at = skip_separator(text, i)?;
    let end = at + digits_at(text, at);
    // `, HP 0812-4455-6677`: a telephone number.
    let goes_on = byte(text, end) == Some(b'-') && digits_at(text, end + 1) > 0;
    ((4..=6).contains(&(end - at)) && closes(text, end) && !goes_on).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;

    #[test]
    fn addresses_reach_to_their_country() {
        for (text, value) in [
            (
                "at 17 Elzenstraat 8 Apt. 12, Breda, Netherlands.",
                "17 Elzenstraat 8 Apt. 12, Breda, Netherlands",
            ),
            (
                "9554 62 Rue Verte Apt. 9\nLille\n, HF\n 59000 x",
                "9554 62 Rue Verte Apt. 9\nLille\n, HF\n 59000",
            ),
            ("12 Alder u. 49. Suite 3\nBrno, JM 60200", "12 Alder u. 49. Suite 3\nBrno, JM 60200"),
            (
                "77 Birch Rd\n Suite 6\n LEEDS\n United Kingdom 75419 x",
                "77 Birch Rd\n Suite 6\n LEEDS\n United Kingdom 75419",
            ),
            ("7 Orme 43\nAlder Sfax\n, 13\n 44939", "7 Orme 43\nAlder Sfax\n, 13\n 44939"),
            ("7 Orme 43\nMuel\n, Z\n 16518", "7 Orme 43\nMuel\n, Z\n 16518"),
            ("7 Orme 43\nHumil, nan 78618", "7 Orme 43\nHumil, nan 78618"),
            ("77 2027 Birch St, Brno, Czech Republic", "77 2027 Birch St, Brno, Czech Republic"),
            (
                "5 Olmo 8\nΑΓΛΑΝ (ΑΓΛΑ)\n, NI\n Cyprus (Greek) 78891",
                "5 Olmo 8\nΑΓΛΑΝ (ΑΓΛΑ)\n, NI\n Cyprus (Greek) 78891",
            ),
            ("5 Gewerbepark 45 Suite 9, Brú, Iceland", "5 Gewerbepark 45 Suite 9, Brú, Iceland"),
            (
                "5 Elm Road, Brod u Lipy v Horach, Czech Republic",
                "5 Elm Road, Brod u Lipy v Horach, Czech Republic",
            ),
        ] {
            let longest = find_all(&ABROAD, text).into_iter().max_by_key(|(v, _)| v.len());
            assert_eq!(longest, Some((value.to_owned(), "abroad")), "{text}");
        }
    }

    #[test]
    fn dates_counts_and_sentences_are_no_addresses() {
        for text in [
            "on 12 May 2020, Berlin, Germany",
            "77 Birch Rd, Brno, HP 0812-4455-6677",
            "sold 12 Pandas to Berlin, Germany",
            "of 3 Pandas, Berlin, Germany",
            "at 12 Alder Road. The Town, Germany",
            "in 5 Main Modules, AB 1",
            "error 5 Foo bar 12, AB cd",
            "error 5 Foo 12345",
            "0x1e00 Port 0",
            "2015 Ada Birch\n 2016 ABC DEF 8623",
        ] {
            assert_eq!(find_all(&ABROAD, text), [], "{text}");
        }
    }

    #[test]
    fn regions_stand_behind_a_town_and_a_comma() {
        for text in [
            "3 Rows 12\n 10 23456",
            "3 Rows 12, 10 23456",
            "3 Rows 12\nTotal 10 23456",
            "3 Rows 12\nTotal, 1045 23456",
            "3 Rows 12 (Total) nan 23456",
        ] {
            let forms: Vec<_> = find_all(&ABROAD, text).into_iter().map(|(_, form)| form).collect();
            assert_eq!(forms, ["numbers"], "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "([A-Z][a-z]{0,3}|[0-9]{1,6}|[ ,.\n#'’–-]|Suite 5|Spain|Chad|AB|Road|é){0,30}") {
            for (value, _) in find_all(&ABROAD, &text) {
                proptest::prop_assert!(!value.is_empty());
            }
        }
    }
}
