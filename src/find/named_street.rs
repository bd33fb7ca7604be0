//! Streets whose names hold no word for a street, told by what stands around them: a house number behind the name, and a
//! postcode and a town in the next part. `Libuňská 950, 448 91 Nýřany`.

use super::abroad::MONTHS;
use super::address_block::before_slash;
use super::street_name::{is_particle, is_year};
use super::tokens::{digits_at, is_capital, word_end, word_start};
use super::word_list::WordList;
use super::{byte, byte_before};
use crate::lexicon::NOT_NAMES;

/// Small words within names of streets.
static SMALL: WordList = WordList::of(&[
    "ulica", "ulice", "ul", "cesta", "pot", "trg", "put", "nábřeží", "náměstí", "třída", "kuja", "katu",
    "tie", "polku", "utca", "út", "tér", "sétány", "na", "nad", "pod", "u", "v", "po", "za", "kod", "af",
    "av", "til", "allé", "och", "og", "van", "den", "der", "het", "ter", "op", "aan", "im", "am", "an",
    "auf", "zum", "zur", "e", "y",
]);

/// What is counted and is no street: `Room 5, 10999 Berlin`.
static COUNTED: WordList = WordList::of(&[
    "room", "box", "no", "nr", "rule", "item", "part", "volume", "issue", "annex", "appendix", "level",
    "grade", "group", "day", "week", "year", "age", "size", "over", "under", "about",
]);

/// Where the street starts whose house number ends before the postcode from `code` to `stop`, with a comma or a line end
/// between them. A year is no postcode.
#[inline(never)]
pub(super) fn named_street(text: &[u8], code: usize, stop: usize) -> Option<usize> {
    if is_year(text.get(code..stop)?) {
        return None;
    }
    let head = text.get(code.saturating_sub(24)..code)?;
    let line = head.trim_ascii_end();
    let bare = line.strip_suffix(b",").unwrap_or(line);
    let broken = head.get(line.len()..)?.contains(&b'\n');
    let parted = bare.len() < line.len() || broken;
    let bare = bare.strip_suffix(b".").unwrap_or(bare);
    let end = code - head.len() + bare.len();
    let number = before_slash(text, word_start(text, end, 8));
    let digits = digits_at(text, number);
    let house = text.get(number..end)?;
    let dotted = house.contains(&b'.');
    if !parted || dotted || !(1..=4).contains(&digits) || house.len() > 8 || is_year(house) {
        return None;
    }
    name_before(text, number)
}

/// Where the capitalised words start that end before the house number at `number`.
fn name_before(text: &[u8], number: usize) -> Option<usize> {
    let (mut at, mut start) = (number, None);
    for nth in 0..5 {
        let Some(space) = at.checked_sub(1).filter(|i| byte(text, *i) == Some(b' ')) else { break };
        let comma = nth == 0 && byte_before(text, space) == Some(b',');
        let end = space - usize::from(comma);
        let word = word_start(text, end, 28);
        let bare = text.get(word..end)?;
        let bare = bare.strip_suffix(b".").unwrap_or(bare);
        let whole = word_end(text, word) == word + bare.len();
        let capital = is_capital(text, word);
        if !whole || bare.is_empty() || !(capital || SMALL.has(bare) || is_particle(bare)) {
            break;
        }
        if nth == 0 && (MONTHS.has(bare) || COUNTED.has(bare) || NOT_NAMES.has(bare)) {
            return None;
        }
        start = if capital && bare.len() > 2 { Some(word) } else { start };
        at = word;
    }
    start
}

/// Where the postcode starts whose last digit is before `end`: four or five digits, or two groups as in Poland, Portugal, Brazil,
/// Czechia and Sweden.
pub(super) fn postcode_start(text: &[u8], end: usize) -> Option<usize> {
    let digits_before = |end: usize| {
        text.get(end.saturating_sub(6)..end)
            .unwrap_or(&[])
            .iter()
            .rev()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let last = digits_before(end);
    let joint = end.checked_sub(last + 1)?;
    match (last, byte(text, joint)) {
        (4 | 5, _) => return Some(joint + 1),
        (3, Some(b'-')) | (2, Some(b' ')) => {}
        _ => return None,
    }
    let first = digits_before(joint);
    let fits = if last == 3 { matches!(first, 2 | 4 | 5) } else { first == 3 };
    fits.then(|| joint - first)
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::super::postal::POSTAL;

    fn found(text: &str) -> Vec<(String, &'static str)> {
        find_all(&POSTAL, text).into_iter().filter(|(_, form)| *form == "foreign").collect()
    }

    #[test]
    fn a_number_and_a_postcode_make_a_street() {
        for (text, value) in [
            ("at Elmská 950, 448 91 Olmany since", "Elmská 950, 448 91 Olmany"),
            ("to Olmova 8c/1, 88531 Elmje.", "Olmova 8c/1, 88531 Elmje"),
            ("to pl. Elmina 16, 98-944 Olmice", "Elmina 16, 98-944 Olmice"),
            ("Elmsingel 819, 2448 IY, Olmtum", "Elmsingel 819, 2448 IY, Olmtum"),
            ("Pod elmi 9a\n  1877 Olmje", ""),
            ("Stara elmska pot 9b, 5049 Olm", ""),
            ("Stara pot 9b, 5049 Olmgeš", "Stara pot 9b, 5049 Olmgeš"),
            ("Rua das Elmas, 12\n4050-123 Olmo", "Rua das Elmas, 12\n4050-123 Olmo"),
        ] {
            let expect = if value.is_empty() { vec![] } else { vec![(value.to_owned(), "foreign")] };
            assert_eq!(found(text), expect, "{text}");
        }
    }

    #[test]
    fn other_numbers_in_two_parts_make_none() {
        for text in [
            "May 12, 2020 Berlin",
            "Version 3, 12345 Users",
            "Table 12, 10999 Berlin",
            "Elmova 1998, 10999 Berlin",
            "about 12, 10999 Berlin",
            "Elmova 10.1,\n10999 Berlin",
            "Elmova 12,\n2004 Edition",
            "Elmova 12 10999 Berlin",
            "Elmova 12345, 10999 Berlin",
            "Elmova 12, 10999 berlin",
            "Elmova 12, 1099 91 Berlin",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
