//! Names of persons that no pair of names and no word before gives away: a given name alone that does what persons do,
//! stands among others or speaks, and `Family, Given` on a line of its own.

use super::person::{is_given, is_name_shaped, name_end};
use super::person_cues::{acts, lives};
use super::tokens::{is_capital, word_end, word_start};
use super::word_list::WordList;
use super::{byte, byte_before};
use crate::lexicon::{FAMILY, GIVEN, NOT_NAMES};

/// Behind the given name at `at`, if it stands alone and what is around it speaks of a person. What stands behind it is
/// asked first: most capitalised words are followed by nothing of the kind.
pub(super) fn alone(text: &[u8], at: usize) -> Option<usize> {
    let end = name_end(text, at);
    let known = || text.get(at..end).is_some_and(|w| is_given(w) && is_name_shaped(w));
    let person = match (byte(text, end), byte(text, end + 1)) {
        (Some(b' ' | b'\'' | 0xE2), Some(b)) if !b.is_ascii_uppercase() && acts(text, end) => {
            known() || lives(text, end) && may_be_name(text, at, end)
        }
        (Some(b':'), Some(b' ' | b'"')) => starts_a_line(text, at) && speaks(text, end + 1) && known(),
        (Some(b','), Some(b' ')) if starts_a_line(text, at) && is_asked(text, end + 2) => known(),
        (Some(b','), Some(b' ')) if is_explained(text, end + 2) => known(),
        (Some(b'!' | b'?'), _) => follows_a_list(text, at) && known(),
        (Some(b','), Some(b' ')) => is_listed(text, at, end),
        (Some(b' '), Some(b'a')) => is_listed(text, at, end) || is_first_of_two(text, at, end),
        (None | Some(b'\n' | b'\r'), _)
            if byte_before(text, at) == Some(b' ') && is_behind_dash(text, at) =>
        {
            known()
        }
        _ => follows_a_list(text, at) && (is_listed(text, at, end) || is_last_of_two(text, at, end)),
    };
    person.then_some(end)
}

/// Whether the word from `at` to `end` can be a name that no list has.
fn may_be_name(text: &[u8], at: usize, end: usize) -> bool {
    static CROWDS: WordList = WordList::of(&["people", "women", "men", "children"]);
    let is_name = |w: &[u8]| w.len() > 3 && is_name_shaped(w) && !w.ends_with(b"s") && !CROWDS.has(w);
    text.get(at..end).is_some_and(|w| is_name(w) && !NOT_NAMES.has(w))
}

/// Whether somebody is spoken to from `i` on: `Ada, can you …`.
#[inline(never)]
fn is_asked(text: &[u8], i: usize) -> bool {
    static WORDS: WordList = WordList::of(&[
        "can", "could", "would", "will you", "please", "have you", "are you", "do you", "did you", "thank",
        "i", "i'm", "i've", "i'll", "we", "you", "your", "how are", "how do", "what do", "what are",
        "let me", "let's", "don't", "it's me", "this is", "where are", "why do", "why did", "why are",
        "thanks", "come", "call me", "look", "listen",
    ]);
    WORDS.at(text, i).is_some()
}

/// Whether it is said from `i` on who somebody is: `Ada, who is …`.
#[inline(never)]
fn is_explained(text: &[u8], i: usize) -> bool {
    static WORDS: WordList =
        WordList::of(&["who", "whose", "whom", "my wife", "my husband", "his wife", "her husband", "aged"]);
    WORDS.at(text, i).is_some()
}

/// Whether a line starts before `at` with nothing but a long dash, as names below a letter do.
#[inline(never)]
fn is_behind_dash(text: &[u8], at: usize) -> bool {
    let dashed = text.get(..at).and_then(|head| head.strip_suffix(b" ")).unwrap_or(&[]);
    let dash = ["—", "–"].iter().find_map(|dash| dashed.strip_suffix(dash.as_bytes()));
    dash.is_some_and(|head| matches!(head, [] | [.., b'\n']))
}

/// Whether the word from `at` to `end` is a given name before another one: `Ada and Ben`.
#[inline(never)]
fn is_first_of_two(text: &[u8], at: usize, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or(&[]);
    let second = name_end(text, end + 5);
    rest.starts_with(b" and ") && opens_a_pair(text, at) && is_pair(text, (at, end), (end + 5, second))
}

/// Whether the word from `at` to `end` is a given name behind another one.
#[inline(never)]
fn is_last_of_two(text: &[u8], at: usize, end: usize) -> bool {
    let Some(head) = text.get(..at).and_then(|head| head.strip_suffix(b" and ")) else { return false };
    let first = word_start(text, head.len(), 16);
    opens_a_pair(text, first) && is_pair(text, (first, head.len()), (at, end))
}

/// Whether no list stands before `at`.
fn opens_a_pair(text: &[u8], at: usize) -> bool {
    !text.get(..at).is_some_and(|head| head.ends_with(b", "))
}

/// Whether two words, each from and to, are given names and no family name follows.
fn is_pair(text: &[u8], first: (usize, usize), second: (usize, usize)) -> bool {
    let given = |(from, to): (usize, usize)| {
        is_capital(text, from) && text.get(from..to).is_some_and(|w| is_given(w) && is_name_shaped(w))
    };
    let goes_on = byte(text, second.1) == Some(b' ') && is_capital(text, second.1 + 1);
    !goes_on && given(first) && given(second)
}

fn starts_a_line(text: &[u8], at: usize) -> bool {
    byte_before(text, at).is_none_or(|b| b == b'\n')
}

/// Whether speech starts at `i`: a capital, maybe in quotes.
fn speaks(text: &[u8], i: usize) -> bool {
    let quote = i + usize::from(byte(text, i) == Some(b' '));
    is_capital(text, quote + usize::from(byte(text, quote) == Some(b'"')))
}

/// Whether a list seems to stand before `at`: `, ` or `and `.
fn follows_a_list(text: &[u8], at: usize) -> bool {
    matches!(text.get(at.saturating_sub(5)..at), Some([.., b',', b' '] | b" and "))
}

/// Names of persons in the plural.
static GROUPS: WordList = WordList::of(&[
    "founders", "authors", "brothers", "sisters", "friends", "children", "daughters", "sons", "siblings",
    "parents", "members", "partners", "editors", "directors", "writers", "students", "colleagues",
    "neighbours", "neighbors", "cousins", "kids",
]);

/// Whether the name from `at` to `end` stands in a list of three or more single names: known given names, or any behind
/// a word such as `founders`.
#[inline(never)]
fn is_listed(text: &[u8], at: usize, end: usize) -> bool {
    // Lists of code hold types, and no name has a capital that far inside.
    if text.get(at..end).is_none_or(is_camel) {
        return false;
    }
    let (mut first, mut words, mut last) = (at, 1, end);
    while let Some(before) = element_before(text, first).filter(|_| words < 8) {
        (first, words) = (before, words + 1);
    }
    let behind = words;
    while let Some((_, to)) = element_behind(text, last).filter(|_| words < 8) {
        (last, words) = (to, words + 1);
    }
    // Only now the lists are asked: most commas part two things.
    let Some(word) = text.get(at..end).filter(|w| words > 2 && w.len() > 2 && is_name_shaped(w)) else {
        return false;
    };
    let (mut known, mut families) = (0, 0);
    let mut next = first;
    for nth in 1..=words {
        let stop = if nth == behind { end } else { word_end(text, next) };
        let element = text.get(next..stop).unwrap_or(&[]);
        known += usize::from(nth != behind && GIVEN.has_plain(element));
        families += usize::from(FAMILY.has(element));
        next = element_behind(text, stop).map_or(stop, |(from, _)| from);
    }
    let plain = GIVEN.has_plain(word);
    // Three family names are a firm: `Lindqvist, Howard and Duarte`.
    if words == 3 && families == 3 && known + usize::from(plain) < 3 {
        return is_behind_group(text, first);
    }
    let name = plain || FAMILY.has(word) || !NOT_NAMES.has(word);
    // One unknown name among known ones is a name, too.
    let among_names = known > 1 && (plain || name && known + 2 >= words);
    among_names || name && is_behind_group(text, first)
}

/// Whether a word goes on with a capital behind its fourth letter: `HashMap`.
fn is_camel(word: &[u8]) -> bool {
    word.windows(2).skip(3).any(|w| matches!(w, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()))
}

/// Where the single capitalised word starts that stands before a comma or an `and` before `at`.
fn element_before(text: &[u8], at: usize) -> Option<usize> {
    let head = text.get(..at)?;
    let gap = [b", and ".as_slice(), b", ", b" and "].into_iter().find(|gap| head.ends_with(gap))?;
    let end = at - gap.len();
    let start = word_start(text, end, 16);
    let apart = byte_before(text, start).is_none_or(|b| matches!(b, b' ' | b'\n'));
    (start < end && is_capital(text, start) && apart && word_end(text, start) == end).then_some(start)
}

/// The single capitalised word, from and to, that follows a comma or an `and` at `end`.
fn element_behind(text: &[u8], end: usize) -> Option<(usize, usize)> {
    let rest = text.get(end..)?;
    let gap = [b", and ".as_slice(), b", ", b" and "].into_iter().find(|gap| rest.starts_with(gap))?;
    let start = end + gap.len();
    let stop = word_end(text, start);
    (stop > start && is_capital(text, start)).then_some((start, stop))
}

/// Whether a word for several persons stands before `at`, or with a colon.
fn is_behind_group(text: &[u8], at: usize) -> bool {
    let Some(space) = at.checked_sub(1).filter(|i| byte(text, *i) == Some(b' ')) else { return false };
    let end = space - usize::from(byte_before(text, space) == Some(b':'));
    let start = word_start(text, end, 12);
    text.get(start..end).is_some_and(|word| GROUPS.has(word))
}

/// `Family, Given M` as a line of its own, seen from the given name at `at`. From and to.
pub(super) fn inverted(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let comma = at.checked_sub(2).filter(|i| matches!(text.get(*i..at), Some([b',', b' '])))?;
    let stop = word_end(text, at);
    // Behind most words in a list stands neither a line end nor another word.
    if !matches!(byte(text, stop), None | Some(b' ' | b'\n' | b'\r')) {
        return None;
    }
    let given = text.get(at..stop).filter(|w| w.len() > 2 && GIVEN.has(w))?;
    let start = family_start(text, comma)?;
    let end = givens_end(text, at)?;
    let family = text.get(word_start(text, comma, 24)..comma)?;
    (GIVEN.has_plain(given) && !NOT_NAMES.has(family) || FAMILY.has_plain(family)).then_some((start, end))
}

/// Where the line starts whose one to three capitalised words end at `comma`.
fn family_start(text: &[u8], comma: usize) -> Option<usize> {
    let mut start = comma;
    for _ in 0..3 {
        let word = word_start(text, start, 24);
        if word == start || !is_capital(text, word) || text.get(word..start)?.contains(&b'.') {
            return None;
        }
        start = word;
        if starts_a_line(text, start) {
            return Some(start);
        }
        start = start.checked_sub(1).filter(|i| byte(text, *i) == Some(b' '))?;
    }
    None
}

/// Behind the one to three given names or initials from `at` to the end of the line.
fn givens_end(text: &[u8], at: usize) -> Option<usize> {
    let mut end = at;
    for nth in 0..3 {
        let next = end + usize::from(nth > 0);
        let stop = word_end(text, next);
        if stop == next || !is_capital(text, next) {
            return None;
        }
        end = stop + usize::from(byte(text, stop) == Some(b'.'));
        match byte(text, end) {
            None | Some(b'\n' | b'\r') => return Some(end),
            Some(b' ') => {}
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::super::person::PERSON;

    fn found(text: &str) -> Vec<String> {
        let alone = |f: &&str| matches!(*f, "alone" | "inverted");
        find_all(&PERSON, text).into_iter().filter(|(_, f)| alone(f)).map(|(value, _)| value).collect()
    }

    #[test]
    fn names_that_stand_alone() {
        for (text, names) in [
            ("So Jennifer said no.", &["Jennifer"][..]),
            ("Jennifer's daughter", &["Jennifer"]),
            ("Tildine lives at home", &["Tildine"]),
            ("Jennifer: You are late\nRobert: \"Yes\"", &["Jennifer", "Robert"]),
            ("Jennifer, can you call?", &["Jennifer"]),
            ("Come here, Jennifer!", &["Jennifer"]),
            ("Jennifer, I am late", &["Jennifer"]),
            ("So Jennifer broke her arm.", &["Jennifer"]),
            ("and Jennifer, who came", &["Jennifer"]),
            ("keys of Jennifer and Robert on", &["Jennifer", "Robert"]),
            ("It was great.\n— Jennifer\n", &["Jennifer"]),
            ("Jennifer is very friendly", &["Jennifer"]),
            ("Mingxuan is very friendly", &["Mingxuan"]),
            ("with Anna, Robert, Jennifer and Linda.", &["Anna", "Jennifer", "Linda", "Robert"]),
            ("Anna, Robert, Tildine and Linda", &["Anna", "Linda", "Robert", "Tildine"]),
            ("the founders Qvistrup, Hodge and Chen", &["Chen", "Hodge", "Qvistrup"]),
            ("Lopez, Howard and Duarte", &[]),
            ("Howard, Duarte, and Brooks sued", &[]),
            ("CHEN, JENNIFER\nVan Qvist Jr, Robert J.\n", &["CHEN, JENNIFER", "Van Qvist Jr, Robert J."]),
        ] {
            let mut expect: Vec<String> = names.iter().map(ToString::to_string).collect();
            let mut got = found(text);
            expect.sort();
            got.sort();
            assert_eq!(got, expect, "{text}");
        }
    }

    #[test]
    fn words_that_stand_alone_are_no_names() {
        for text in [
            "The Server said no",
            "Jenkins says no",
            "People lived here",
            "Note: You are late",
            "Jennifer: you",
            "see Jennifer: You",
            "Linux, Windows, Anna and Robert",
            "Linux, Windows and Solaris",
            "Washington, Oregon\n",
            "Chen, Jennifer and more",
            "Hello, World!",
            "Jennifer and Qvistrup",
            "The server broke her arm",
            "It was great — Jennifer\n",
            "MAC is very good",
            "JENNIFER_SAID said",
        ] {
            assert_eq!(found(text), <[String; 0]>::default(), "{text}");
        }
    }
}
