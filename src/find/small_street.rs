//! Streets as sentences have them: with their word in lower case before the name (`12 rue de la Paix`, `ul. Cicha 86`) or
//! behind it (`Kossuth utca 12`).

use super::postal::{LINE, is_romance_particle, is_street_prefix, number_behind, prefixed_line};
use super::street::numbers_before;
use super::tokens::{is_capital, opens, word_end, word_start};
use super::unit::units;
use super::word_list::WordList;
use super::{Span, byte, byte_before};

/// Whether the word before the capital at `at` can be a street's in lower case, or an article behind one. Capitals are
/// many, and behind most of them the last letters decide.
pub(super) fn follows_a_small_word(text: &[u8], at: usize) -> bool {
    let Some([before @ .., b' ']) = text.get(at.saturating_sub(5)..at) else { return false };
    let street = matches!(
        before,
        [.., b'r' | b'n', b'u', b'e']
            | [.., b'r', b'u', b'a']
            | [.., b'u', b'l', b'.']
            | [.., b'v', b'i', b'a']
            | [b'a', b'l', b'l', b'e']
            | [b'l', b'a', b'c', b'e']
            | [b'v', b'a', b'r', b'd']
            | [b'e', b'm', b'i', b'n']
            | [b'q', b'u', b'a', b'i']
            | [b'n', b'i', b'd', b'a']
    );
    let article = || {
        matches!(
            before,
            [.., b' ', b'd' | b'l', b'e']
                | [.., b' ', b'l', b'a']
                | [.., b' ', b'd', b'u']
                | [b' ', b'd', b'e', b's']
        )
    };
    street || article()
}

/// `12 rue de la Paix`, `ul. Cicha 86`, `via Olmo 71`: with the street word in lower case, as it is
/// written in sentences. `at` is the capital behind it.
#[inline(never)]
pub(super) fn small_prefix_line(text: &[u8], at: usize) -> Option<Span> {
    let mut end = at.checked_sub(1)?;
    for _ in 0..3 {
        let dot = usize::from(byte_before(text, end) == Some(b'.'));
        let start = word_start(text, end - dot, 12);
        let word = text.get(start..end - dot)?;
        if is_street_prefix(word) && word.iter().all(|b| !b.is_ascii_uppercase()) && opens(text, start) {
            return prefixed_line(text, start, end - dot);
        }
        if dot > 0 || !is_romance_particle(word) || byte_before(text, start) != Some(b' ') {
            return None;
        }
        end = start - 1;
    }
    None
}

/// Words for streets and squares that stand behind their names: Hungarian, Turkish, Estonian, Latvian, Lithuanian.
static ROADS_BEHIND: WordList = WordList::of(&[
    "utca", "út", "útja", "tér", "tere", "körút", "sokak", "sokağı", "caddesi", "bulvarı", "tänav", "iela",
    "gatvė",
]);

/// Whether such a word stands at `i`.
pub(super) fn opens_a_road(text: &[u8], i: usize) -> bool {
    ROADS_BEHIND.at(text, i).is_some()
}

/// `Elm Lajos utca 12`, `Lajos` at `at` and the word for the street at `word`.
#[inline(never)]
pub(super) fn word_behind_line(text: &[u8], at: usize, word: usize) -> Option<Span> {
    let end = number_behind(text, word_end(text, word) + 1)?;
    let mut start = at;
    for _ in 0..2 {
        let before = start.checked_sub(1).map_or(start, |space| word_start(text, space, 24));
        if before + 1 >= start || !is_capital(text, before) || byte_before(text, start) != Some(b' ') {
            break;
        }
        start = before;
    }
    let numbered = numbers_before(text, start);
    let unit = units(text, end + usize::from(byte(text, end) == Some(b'.')));
    Some(Span { start: numbered.unwrap_or(start), end: unit.unwrap_or(end), form: LINE })
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::super::postal::POSTAL;

    #[test]
    fn streets_in_sentences_are_found() {
        for (text, value, form) in [
            ("habite au 12 rue de la Paix depuis", "12 rue de la Paix", "street"),
            ("lives on 33 avenue de Provence now", "33 avenue de Provence", "street"),
            ("in via Olmo 71 a", "via Olmo 71", "street-weak"),
            ("to ul. Elm Stefana 28.", "ul. Elm Stefana 28", "street"),
            ("at 643 ul. Cicha 86 St.", "643 ul. Cicha 86", "street"),
            ("near Elm Lajos utca 12.", "Elm Lajos utca 12", "street"),
            ("near 5 12 Elm utca 12.", "5 12 Elm utca 12", "street"),
            ("to ul. Elm 5\nBrno\n, ABC\n Poland 38837.", "ul. Elm 5\nBrno\n, ABC\n Poland 38837", "foreign"),
        ] {
            assert_eq!(find_all(&POSTAL, text), [(value.to_owned(), form)], "{text}");
        }
    }

    #[test]
    fn other_small_words_are_left_alone() {
        for text in [
            "true Value 12, la Paix 12",
            "route via the Port 12",
            "12 blue Chairs",
            "Press utca now",
            "12 boulevard of dreams",
        ] {
            assert_eq!(find_all(&POSTAL, text), [], "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "([A-Z][a-z]{0,3}|[0-9]{1,5}|[ ,.\n]|rue|de|la|ul\\.|via|utca|útja){0,20}") {
            for (value, _) in find_all(&POSTAL, &text) {
                proptest::prop_assert!(!value.is_empty());
            }
        }
    }
}
