//! A given name and an unknown word that something around them makes a person: a line or a cell of their own, an age, who it is,
//! or another person beside them.

use super::person_cues::is_role_before;
use super::tokens::{closes, digits_at, is_capital, word_end, word_start};
use super::word_list::WordList;
use super::{byte, byte_before};
use crate::lexicon::{FAMILY, GIVEN};

/// Whether the words from `start` to `end`, a given name and another, stand as names of persons do.
#[inline(never)]
pub(super) fn stands_apart(text: &[u8], start: usize, end: usize) -> bool {
    // `- Jasmine Tea`: such names begin those of goods as often.
    static PLANTS: WordList = WordList::of(&[
        "jasmine", "rosemary", "amber", "hazel", "holly", "clementine", "sherry", "margarita", "myrtle",
        "angelica",
    ]);
    if PLANTS.at(text, start).is_some() {
        return false;
    }
    tells_age(text, end)
        || is_apposed(text, start)
        || is_said_to_be(text, end)
        || is_party(text, end)
        || is_beside_person(text, start, end)
        || speaks(text, start, end)
        || opens_an_item(text, start).is_some_and(|opening| ends_an_item(text, end, opening))
}

/// `, 34,`, ` (34)` and ` (34,`: an age behind the name.
fn tells_age(text: &[u8], end: usize) -> bool {
    let number = end + 2;
    let digits = digits_at(text, number);
    matches!(digits, 1 | 2)
        && match text.get(end..number) {
            Some(b", ") => byte(text, number + digits) == Some(b','),
            Some(b" (") => matches!(byte(text, number + digits), Some(b')' | b',')),
            _ => false,
        }
}

/// `the claimant, `: a word for what a person is, and a comma.
fn is_apposed(text: &[u8], start: usize) -> bool {
    let comma = start.checked_sub(2).filter(|i| text.get(*i..start) == Some(b", "));
    comma.is_some_and(|comma| is_role_before(text, comma))
}

/// `, who`, `, our new head`: who somebody is.
fn is_said_to_be(text: &[u8], end: usize) -> bool {
    static WORDS: WordList =
        WordList::of(&["who", "whose", "whom", "my", "our", "his", "her", "aged", "age", "born"]);
    text.get(end..end + 2) == Some(b", ") && WORDS.at(text, end + 2).is_some()
}

/// ` ("Landlord")`: a party of a contract.
fn is_party(text: &[u8], end: usize) -> bool {
    static PARTIES: WordList = WordList::of(&[
        "landlord", "tenant", "employee", "buyer", "seller", "borrower", "lessor", "lessee", "donor",
        "grantor", "grantee", "contractor", "consultant", "executor", "guarantor", "claimant", "defendant",
        "plaintiff", "witness", "deponent",
    ]);
    let rest = text.get(end..).unwrap_or(&[]);
    let gap = [" (\"", " (“", " (the \"", " (the “"].into_iter().find(|gap| rest.starts_with(gap.as_bytes()));
    gap.is_some_and(|gap| PARTIES.at(text, end + gap.len()).is_some())
}

/// Whether a given and a known family name stand beside the name, with `and`, `or` or a comma between.
fn is_beside_person(text: &[u8], start: usize, end: usize) -> bool {
    const GAPS: [&[u8]; 7] = [b", and ", b" and ", b" or ", b" & ", b", ", b"; ", b"/"];
    let head = text.get(..start).unwrap_or(&[]);
    let rest = text.get(end..).unwrap_or(&[]);
    GAPS.iter().any(|gap| head.ends_with(gap) && ends_with_person(text, start - gap.len()))
        || GAPS.iter().any(|gap| rest.starts_with(gap) && begins_with_person(text, end + gap.len()))
}

fn ends_with_person(text: &[u8], end: usize) -> bool {
    let last = word_start(text, end, 24);
    last.checked_sub(1).is_some_and(|space| is_person(text, word_start(text, space, 24), space, end))
}

fn begins_with_person(text: &[u8], start: usize) -> bool {
    let space = word_end(text, start);
    is_person(text, start, space, word_end(text, space + 1))
}

/// Whether a given name from `start` to `space` and a family name behind it to `end` are known, and nothing goes on.
fn is_person(text: &[u8], start: usize, space: usize, end: usize) -> bool {
    let (Some(given), Some(family)) = (text.get(start..space), text.get(space + 1..end)) else {
        return false;
    };
    let apart = byte_before(text, start).is_none_or(|b| b.is_ascii_whitespace());
    let goes_on = byte(text, end) == Some(b' ') && is_capital(text, end + 1);
    byte(text, space) == Some(b' ')
        && apart
        && !goes_on
        && is_capital(text, start)
        && is_capital(text, space + 1)
        && GIVEN.has_plain(given)
        && FAMILY.has_plain(family)
}

/// What opens an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// `- `, `2. `
    Mark,
    /// `Client: `
    Label,
}

/// What opens the item that begins at `start`, if there is one.
fn opens_an_item(text: &[u8], start: usize) -> Option<Opening> {
    let space = start.checked_sub(1).filter(|i| byte(text, *i) == Some(b' '))?;
    let before = space.checked_sub(1)?;
    match byte(text, before)? {
        b':' => labels_a_person(text, before).then_some(Opening::Label),
        b'-' | b'*' | b'>' => begins_a_line(text, before).then_some(Opening::Mark),
        b'.' | b')' => {
            let head = text.get(..before).unwrap_or(&[]);
            let digits = head.iter().rev().take(4).take_while(|b| b.is_ascii_digit()).count();
            let numbered = (1..=3).contains(&digits) && begins_a_line(text, before - digits);
            numbered.then_some(Opening::Mark)
        }
        _ => None,
    }
}

/// Whether the word before the `:` at `colon` can be a label of persons: it is not one of those for things.
fn labels_a_person(text: &[u8], colon: usize) -> bool {
    static THINGS: WordList = WordList::of(&[
        "album", "arena", "artist", "band", "bar", "book", "branch", "brand", "building", "campaign",
        "carrier", "category", "church", "city", "class", "club", "college", "color", "colour", "company",
        "country", "course", "department", "district", "drug", "event", "film", "finish", "font", "game",
        "group", "hospital", "hotel", "league", "library", "location", "manufacturer", "model", "module",
        "movie", "name", "office", "org", "organisation", "organization", "place", "plan", "platform",
        "play", "plugin", "product", "program", "project", "publisher", "region", "release", "restaurant",
        "room", "school", "series", "server", "ship", "shop", "show", "site", "song", "species", "sponsor",
        "station", "status", "store", "street", "style", "subject", "supplier", "team", "theatre", "theme",
        "title", "tool", "topic", "town", "track", "university", "variety", "vendor", "venue", "version",
    ]);
    let end = colon - usize::from(byte_before(text, colon) == Some(b' '));
    let word = text.get(word_start(text, end, 24)..end).unwrap_or(&[]);
    let bracketed = byte_before(text, end) == Some(b')');
    bracketed || !word.is_empty() && !THINGS.has(word)
}

/// Whether nothing but blanks stands before `at` on its line.
fn begins_a_line(text: &[u8], at: usize) -> bool {
    let head = text.get(at.saturating_sub(8)..at).unwrap_or(&[]);
    let blank = head.iter().rev().take_while(|b| **b == b' ').count();
    byte_before(text, at - blank).is_none_or(|b| b == b'\n')
}

/// Whether such an item ends at `end`: with its line, or before a bar, a bracket, a dash, a semicolon or a mailbox; behind a label
/// with its sentence or before a comma, too.
fn ends_an_item(text: &[u8], end: usize, opening: Opening) -> bool {
    let rest = text.get(end..).unwrap_or(&[]);
    match rest {
        [] | [b'\n' | b'\r', ..] | [b' ', b'|' | b'(' | b'<', ..] => closes(text, end),
        [b' ', b'-', b' ', ..] => true,
        [b',' | b'.' | b';'] | [b',' | b'.' | b';', b' ' | b'\n', ..] => opening == Opening::Label,
        _ => rest.starts_with(" –".as_bytes()) || rest.starts_with(" —".as_bytes()),
    }
}

/// Whether a line begins with the name from `start` to `end`, and what its bearer says follows: `Tilda Quist: And before that?`
fn speaks(text: &[u8], start: usize, end: usize) -> bool {
    let opens = byte_before(text, start).is_none_or(|b| b == b'\n');
    opens && text.get(end..end + 2) == Some(b": ") && is_capital(text, end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(text: &str) -> bool {
        let start = text.find('[').unwrap();
        let end = text.find(']').unwrap() - 1;
        stands_apart(text.replace(['[', ']'], "").as_bytes(), start, end)
    }

    #[test]
    fn what_makes_a_name_a_persons() {
        for text in [
            "and [Tilda Qvanvist], 34, of Graz",
            "[Tilda Qvanvist] (34) was",
            "between [Tilda Qvanvist] (\"Landlord\") and",
            "by Robert Chen and [Tilda Qvanvist].",
            "[Tilda Qvanvist], Jennifer Walsh and others",
            "the defendant, [Tilda Qvanvist], of",
            "[Tilda Qvanvist], our new head",
            "x\n- [Tilda Qvanvist] (chair)",
            "x\n  * [Tilda Qvanvist]\n",
            "2. [Tilda Qvanvist]",
            "Interviewer: [Tilda Qvanvist]. Next",
            "Interviewer: [Tilda Qvanvist].",
            "x\n[Tilda Qvanvist]: And before?",
            "Client : [Tilda Qvanvist]\n",
            "Sold to: [Tilda Qvanvist] <t@x.org>",
            "- [Tilda Qvanvist] – nurse",
        ] {
            assert!(apart(text), "{text}");
        }
    }

    #[test]
    fn what_does_not() {
        for text in [
            "the [Tilda Qvanvist], 1934, was",
            "[Tilda Qvanvist] (2034)",
            "the table, [Tilda Qvanvist], of",
            "[Tilda Qvanvist], the new one",
            "x - [Tilda Qvanvist] (chair)",
            "x\n- [Tilda Qvanvist] and more",
            "| [Tilda Qvanvist] | x |",
            "Movie: [Tilda Qvanvist]\n",
            "- [Jasmine Qvanvist]\n",
            "- [Tilda Qvanvist], and",
            "x [Tilda Qvanvist]: And before?",
            "[Tilda Qvanvist]: and before",
            "version 2. [Tilda Qvanvist]",
            "std:: [Tilda Qvanvist]\n",
            "met [Tilda Qvanvist]",
            "the [Tilda Qvanvist] (\"Company\") and",
            "by Robert Page and [Tilda Qvanvist].",
            "[Tilda Qvanvist], Jennifer Walsh Theatre",
            "[Tilda Qvanvist]",
        ] {
            assert!(!apart(text), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "[A-Za-z0-9 .,:|()<>*\n–-]{0,40}", start in 0usize..50, end in 0usize..50) {
            let _ = stands_apart(text.as_bytes(), start, end);
        }
    }
}
