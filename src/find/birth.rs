//! Dates in prose behind a word for birth: `born on 12 March 1980`, `date of birth is 17/06/1976`.

use super::tokens::{digits_at, skip_blanks, word_end};
use super::word_list::WordList;
use super::{Anchor, Finder, Span, byte, byte_before};
use crate::validate::calendar::is_month;

/// See the module.
pub(super) static BIRTH: Finder = Finder {
    name: "birth",
    forms: &["dated"],
    anchors: &[Anchor::NumberWord, Anchor::CapitalWord, Anchor::TrunkZero, Anchor::Dated],
    // Months in lower case wake nobody.
    // How the verbs begin; `nació` and `nacida` share theirs, and `nasci` and `nascida`, since literals are few.
    literals: &[
        "n\u{e9} ", "n\u{e9}e ", "nato ", "nata ", "naci", "nasci", "born on ", "dob ", "geboren op ",
        "f\u{f8}dt ", "f\u{f6}dd ", "urodzon", "narozen",
    ],
    find,
};

/// Verbs and words for birth, where months are written in lower case: whole, with the blank behind them, or without their ending.
const VERBS: [&str; 15] = [
    "n\u{e9} ", "n\u{e9}e ", "nato ", "nata ", "nacid", "naci\u{f3} ", "nascid", "nasci ", "born on ",
    "dob ", "geboren op ", "f\u{f8}dt ", "f\u{f6}dd ", "urodzon", "narozen",
];

/// The same, for capitals: hardly a word begins so.
static OPENING: WordList = WordList::of(&VERBS);

/// How far before a date its word may stand.
const NEAR: usize = 48;

/// Behind this many bytes a date has ended, the longest of German months included.
const VERB: usize = "12. September 1980".len();

/// Words for birth, lower case.
static WORDS: WordList = WordList::of(&[
    "born", "birth", "birthday", "birthdate", "bday", "dob", "geboren", "geburtsdatum", "geburtstag",
    "naissance", "nacido", "nacida", "nacimiento", "nascita", "nascido", "nascida", "nascimento",
    "geboortedatum", "urodzony", "urodzona", "urodzenia", "narozen", "narozena", "född", "født", "fødd",
    "syntynyt",
]);

/// How the names of months begin in English, German, French, Spanish and Italian.
static MONTHS: WordList = WordList::of(&[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mai", "mär", "okt",
    "dez", "fév", "avr", "jui", "aoû", "déc", "ago", "gen", "mag", "giu", "lug", "set", "ott", "dic", "ene",
    "abr",
]);

/// Hardly a capital opens a month, so that is asked before anything else.
fn find(text: &[u8], at: usize, anchor: Anchor) -> Option<Span> {
    match anchor {
        Anchor::NumberWord if MONTHS.opens(text, at + 1) => day_first(text, at),
        Anchor::CapitalWord if MONTHS.opens(text, at) => {
            month_first(text, at).or_else(|| day_apart(text, at))
        }
        Anchor::TrunkZero if numeric_separator(text, at).is_some() => numeric(text, at),
        Anchor::Dated => numeric_before(text, at),
        // A verb at the beginning of a sentence woke nobody.
        Anchor::CapitalWord if OPENING.opens(text, at) => behind_verb(text, at),
        Anchor::Literal => behind_verb(text, at),
        _ => None,
    }
}

/// `12 March 1980`, seen from the space before the month.
#[inline(never)]
fn day_first(text: &[u8], at: usize) -> Option<Span> {
    let start = day_before(text, at)?;
    dated(text, start, year_behind(text, month_end(text, at + 1))?)
}

/// `12. Mai 1980` and `12th of March 1980`, seen from the month.
#[inline(never)]
fn day_apart(text: &[u8], at: usize) -> Option<Span> {
    let head = text.get(..at)?;
    let gap = [&b". "[..], b" of ", b"st of ", b"nd of ", b"rd of ", b"th of "];
    let start = gap.iter().find_map(|gap| day_before(text, head.strip_suffix(*gap)?.len()))?;
    dated(text, start, year_behind(text, month_end(text, at))?)
}

/// `dob 12 march 1980`, `nacida en Lugo el 12 de marzo de 1980`, seen from the verb at `at`.
#[inline(never)]
fn behind_verb(text: &[u8], at: usize) -> Option<Span> {
    let rest = text.get(at..text.len().min(at + NEAR)).filter(|_| opens_a_word(text, at))?;
    let is_head =
        |verb: &&&str| rest.get(..verb.len()).is_some_and(|head| head.eq_ignore_ascii_case(verb.as_bytes()));
    let verb = VERBS.iter().find(is_head)?.len();
    let day = verb + rest.get(verb..)?.iter().position(u8::is_ascii_digit)?;
    let start = at + day;
    let digits = Some(digits_at(text, start)).filter(|n| matches!(n, 1 | 2))?;
    let end = parted(text, start + digits).or_else(|| in_lower_case(text, start + digits))?;
    let span = Span { start, end, form: 0 };
    (leads_to_a_date(rest.get(verb..day)?, rest.get(verb - 1) == Some(&b' ')) && closes(text, end))
        .then_some(span)
}

/// Whether nothing stands between a verb and a date but the verb's ending, unless it `is_whole`, where it was, and a word that dates follow:
/// `a en Lugo el `.
fn leads_to_a_date(between: &[u8], is_whole: bool) -> bool {
    const BEFORE_DATES: [&[u8]; 9] = [b"le", b"el", b"il", b"em", b"op", b"den", b"dnia", b"dne", b"the"];
    let letters = between.iter().position(|b| !b.is_ascii_alphabetic()).unwrap_or(between.len());
    let Some(gap) = between.get(if is_whole { 0 } else { letters.min(2) }..) else { return false };
    if gap.trim_ascii().is_empty() {
        return gap == if is_whole { &b""[..] } else { b" " };
    }
    let is_name_or_short = |word: &[u8]| word.len() <= 4 || !word.first().is_some_and(u8::is_ascii_lowercase);
    let is_sign =
        |b: &u8| b.is_ascii() && !b.is_ascii_alphabetic() && !matches!(b, b' ' | b',' | b'-' | b'\'');
    let last = gap.strip_suffix(b" ").and_then(|gap| gap.rsplit(|b| *b == b' ').next());
    last.is_some_and(|word| BEFORE_DATES.contains(&word))
        && !gap.iter().any(is_sign)
        && gap.split(|b| matches!(b, b' ' | b',')).all(is_name_or_short)
}

/// Behind `/3/80` or `.03.1980` at `at`.
fn parted(text: &[u8], at: usize) -> Option<usize> {
    let separator = byte(text, at).filter(|b| matches!(b, b'/' | b'.' | b'-'))?;
    let month = Some(digits_at(text, at + 1)).filter(|n| matches!(n, 1 | 2))?;
    let year = at + month + 2;
    let digits = digits_at(text, year);
    (byte(text, year - 1) == Some(separator) && matches!(digits, 2 | 4)).then_some(year + digits)
}

/// Behind ` march 1980`, ` mars 80` or ` de marzo de 1980` at `at`.
fn in_lower_case(text: &[u8], at: usize) -> Option<usize> {
    let behind = |i: usize| i + if text.get(i..i + 4) == Some(b" de ") { 3 } else { 0 };
    let day = ordinal_end(text, at);
    let month = skip_blanks(text, behind(day + usize::from(byte(text, day) == Some(b'.'))));
    let is_month = byte(text, month).is_some_and(|b| b.is_ascii_lowercase())
        && (MONTHS.opens(text, month) || is_month(text.get(month..word_end(text, month))?));
    let year = is_month.then(|| skip_blanks(text, behind(month_end(text, month))))?;
    let digits = digits_at(text, year);
    matches!(digits, 2 | 4).then_some(year + digits)
}

/// `March 12, 1980`.
#[inline(never)]
fn month_first(text: &[u8], at: usize) -> Option<Span> {
    let day = skip_blanks(text, month_end(text, at));
    let digits = Some(digits_at(text, day)).filter(|n| matches!(n, 1 | 2))?;
    dated(text, at, year_behind(text, ordinal_end(text, day + digits))?)
}

/// `03/12/1980`.
#[inline(never)]
fn numeric(text: &[u8], at: usize) -> Option<Span> {
    dated(text, at, numeric_end(text, at)?)
}

/// The same, seen from behind a year of four digits, or `12-Mar-1980`.
#[inline(never)]
fn numeric_before(text: &[u8], end: usize) -> Option<Span> {
    let head = text.get(..end)?;
    if byte(text, end.checked_sub(6)?).is_some_and(|b| b.is_ascii_alphabetic()) {
        let start = day_before(text, end.checked_sub(9)?)?;
        return dated(text, start, end);
    }
    let len = head
        .iter()
        .rev()
        .take(11)
        .take_while(|b| b.is_ascii_digit() || matches!(b, b'/' | b'.' | b'-'))
        .count();
    (len <= 10).then(|| dated(text, end - len, end)).flatten()
}

/// The date from `start` to `end`, if it is a whole one behind a word for birth.
fn dated(text: &[u8], start: usize, end: usize) -> Option<Span> {
    (closes(text, end) && word_before(text, start)).then_some(Span { start, end, form: 0 })
}

/// Where the one or two digits that end at `at` start.
fn day_before(text: &[u8], at: usize) -> Option<usize> {
    let head = text.get(..at)?;
    let digits = head.iter().rev().take(3).take_while(|b| b.is_ascii_digit()).count();
    let start = at - digits;
    let apart = byte_before(text, start).is_none_or(|b| matches!(b, b' ' | b'\t' | b'\n' | b'(' | b'"'));
    (matches!(digits, 1 | 2) && apart).then_some(start)
}

/// Behind the month at `i` and its full stop.
fn month_end(text: &[u8], i: usize) -> usize {
    let end = word_end(text, i);
    end + usize::from(byte(text, end) == Some(b'.'))
}

/// Behind `st`, `nd`, `rd` or `th` at `i`, or `i`.
fn ordinal_end(text: &[u8], i: usize) -> usize {
    if matches!(text.get(i..i + 2), Some(b"st" | b"nd" | b"rd" | b"th" | b"er")) { i + 2 } else { i }
}

/// Behind the year that follows at `i` behind a comma and a space, or one of them.
fn year_behind(text: &[u8], i: usize) -> Option<usize> {
    let at = skip_blanks(text, i + usize::from(byte(text, i) == Some(b',')));
    (at > i && at - i <= 3 && digits_at(text, at) == 4).then_some(at + 4)
}

/// What parts the day at `at` from the month: one of `/ . -`.
fn numeric_separator(text: &[u8], at: usize) -> Option<u8> {
    byte(text, at + 2).filter(|b| matches!(b, b'/' | b'.' | b'-'))
}

/// Behind `03/12/1980`, `03.12.80`, with one separator throughout.
fn numeric_end(text: &[u8], at: usize) -> Option<usize> {
    numeric_separator(text, at).and_then(|_| parted(text, at + 2))
}

fn closes(text: &[u8], end: usize) -> bool {
    let goes_on = byte(text, end).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_'));
    let another = byte(text, end) == Some(b'-') && digits_at(text, end + 1) > 0;
    !goes_on && !another
}

/// Whether a word for birth stands before `start`, on its line, with no other number between.
fn word_before(text: &[u8], start: usize) -> bool {
    let head = text.get(start.saturating_sub(NEAR)..start).unwrap_or(&[]);
    let from = head.iter().rposition(|b| b.is_ascii_digit() || *b == b'\n').map_or(0, |p| p + 1);
    let near = head.get(from..).unwrap_or(&[]);
    // A window that cuts a word must not make another of its end.
    let cut = usize::from(from == 0 && start > NEAR);
    let mut words = near.split(|b| !(b.is_ascii_alphanumeric() || *b >= 0x80)).skip(cut);
    words.any(|word| WORDS.has(word)) || says_dob(near) || says_where(near) || is_verb_behind(text, start)
}

/// Whether it is said where somebody was born, before the date: `nato a Pisa il 1/3/1980`.
fn says_where(near: &[u8]) -> bool {
    const PLACED: [&str; 7] = [
        "nato a ", "nata a ", "n\u{e9} \u{e0} ", "n\u{e9}e \u{e0} ", "nato in ", "nata in ",
        "sinh ng\u{e0}y ",
    ];
    PLACED.iter().any(|words| {
        let at = memchr::memmem::find(near, words.as_bytes());
        at.is_some_and(|at| opens_a_word(near, at))
    })
}

/// Whether the verb of a German sentence ends it behind the date: `wurde am 12. Mai 1980 in Köln geboren`.
fn is_verb_behind(text: &[u8], start: usize) -> bool {
    let rest = text.get(start..text.len().min(start + 2 * NEAR)).unwrap_or(&[]);
    let end = rest.iter().position(|b| matches!(b, b'\n' | b';')).unwrap_or(rest.len());
    let sentence = rest.get(..end).unwrap_or(&[]);
    let Some(verb) = memchr::memmem::find(sentence, b" geboren") else { return false };
    // `geborene` is no verb, and another sentence or date says nothing of this one.
    let ends = !sentence.get(verb + b" geboren".len()).is_some_and(u8::is_ascii_alphabetic);
    let between = sentence.get(VERB.min(verb)..verb).unwrap_or(&[]);
    ends && !between.iter().any(|b| b.is_ascii_digit() || *b == b'.')
}

/// Words that a date stands directly behind, without the blank, dot or colon at their end. By themselves they say other things too.
const DIRECTLY: [&[u8]; 9] =
    [b"d.o.b", b"(b", b"geb", b"geb. am", b"n\xC3\xA9 le", b"n\xC3\xA9e le", b"nato il", b"nata il", b"dob"];

/// Whether `D.O.B.`, `geb.` or the like is what a date stands behind.
fn says_dob(near: &[u8]) -> bool {
    let near = near.trim_ascii_end();
    let near = near.strip_suffix(b":").unwrap_or(near);
    let near = near.strip_suffix(b".").unwrap_or(near);
    DIRECTLY.iter().any(|words| {
        let head = near.len().checked_sub(words.len()).and_then(|from| near.split_at_checked(from));
        head.is_some_and(|(head, tail)| {
            tail.eq_ignore_ascii_case(words)
                && !head.last().is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80)
        })
    })
}

/// Whether no word goes on at `at`: `signé le` ends like `né le`.
fn opens_a_word(text: &[u8], at: usize) -> bool {
    !byte_before(text, at).is_some_and(|b| b.is_ascii_alphanumeric() || b == b'-' || b >= 0x80)
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;

    #[test]
    fn dates_behind_a_word_for_birth() {
        for (text, value) in [
            ("she was born on 12 March 1980 in", "12 March 1980"),
            ("He was born in a village on June 17, 1976.", "June 17, 1976"),
            ("was born on June 17th, 1976, and", "June 17th, 1976"),
            ("My date of birth is 03/12/1980.", "03/12/1980"),
            ("my birthday: 03.12.80", "03.12.80"),
            ("(DOB 03-12-1980)", "03-12-1980"),
            ("geboren am 12. Mai 1980", "12. Mai 1980"),
            ("geb. 12.03.1980, wohnhaft", "12.03.1980"),
            ("Sie wurde am 12. März 1980 in Köln geboren.", "12. März 1980"),
            ("née le 12 mars 1980 à Tours", "12 mars 1980"),
            ("nato il 1 maggio 1980", "1 maggio 1980"),
            ("nata il 1/5/80 a Torino", "1/5/80"),
            ("nacido el 1 de enero de 1980", "1 de enero de 1980"),
            ("dob 12 march 80", "12 march 80"),
            ("Nacida el 12 de marzo de 1980 en", "12 de marzo de 1980"),
            ("Marta naci\u{f3} el 12 de marzo de 1980", "12 de marzo de 1980"),
            ("nacido en Lugo el 12 de marzo de 1980", "12 de marzo de 1980"),
            ("nata a San Remo il 1 maggio 1980", "1 maggio 1980"),
            ("nasci em 7/10/80", "7/10/80"),
            ("Nascida em 7 de outubro de 1980", "7 de outubro de 1980"),
            ("Geboren op 3 februari 1980 te", "3 februari 1980"),
            ("f\u{f8}dt den 12. august 1980", "12. august 1980"),
            ("f\u{f6}dd 3 juni 1980", "3 juni 1980"),
            ("Urodzona 14 sierpnia 1980 r.", "14 sierpnia 1980"),
            ("urodzony w Gdyni dnia 14 lipca 1980", "14 lipca 1980"),
            ("Narozen 5. ledna 1980", "5. ledna 1980"),
            ("(b. 12 March 1980)", "12 March 1980"),
            ("(b. March 12, 1980)", "March 12, 1980"),
            ("D.O.B 12-Mar-1980", "12-Mar-1980"),
            ("my date of birth is 12th of March 1980", "12th of March 1980"),
            ("geboren am 05.12.1980 in", "05.12.1980"),
            ("born on 1 Sept. 1980", "1 Sept. 1980"),
            ("was born far away on 22/11/1972.", "22/11/1972"),
            ("DOB 7-4-1980", "7-4-1980"),
            ("my date of birth is 22-nov-1972", "22-nov-1972"),
            ("born 2-Mar-1980, in", "2-Mar-1980"),
            ("she was born on 1980-03-12 in", "1980-03-12"),
            ("patient, d.o.b. 1980-03-12", "1980-03-12"),
            ("D.O.B.: 12/03/1980", "12/03/1980"),
            ("nato a Pisa il 12/03/1980", "12/03/1980"),
            ("n\u{e9}e \u{e0} Tours le 12/03/1980", "12/03/1980"),
        ] {
            let found = find_all(&BIRTH, text);
            let expect = Some(value).filter(|v| !v.is_empty()).map(|v| (v.to_owned(), "dated"));
            assert_eq!(found, expect.into_iter().collect::<Vec<_>>(), "{text}");
        }
    }

    #[test]
    fn other_dates_are_left_alone() {
        for text in [
            "released on 12 March 1980",
            "born in 1970 and hired on 12 March 2001",
            "reborn on 12 March 1980",
            "was born\non 12 March 1980",
            "born 03/12/1980/4",
            "released on 22/11/1972",
            "released on 1972-11-22",
            "born on 1972-11-22-1",
            "xd.o.b. 12/03/1980",
            "born in v1.22/11/1972",
            "released 22-nov-1972",
            "born 122-nov-1972",
            "born at 03:12:1980",
            "am 12.03.1980 zugezogen, 1990 geboren",
            "Am 9. November 1989 fiel die Mauer. Die in Hamburg geborene",
            "Anna, geb. Quist, erhielt am 28. Juli 1951",
            "n\u{e9}e Quist, received the prize on 10 December 1903",
            "sign\u{e9} le 12 mars 2019",
            "Bail sign\u{e9} le 01/03/2019",
            "nominato il 12 marzo 2008",
            "donato a Pisa il 12/03/2008",
            "NATO a Pisa 12/03/2008",
            "donato il 12/03/2008",
            "born on 12 mapped 1980",
            "n\u{e9} \u{e0} Paris, sign\u{e9} le 12 mars 2019",
            "nata la societ\u{e0} il 12 marzo 2019",
            "nacidos en 12 de ellas 1980",
            "la nata. El 12 de marzo de 2019",
            "appendix b. 12 March 2019",
            "a nata de 12 de marzo de 2019",
            "born on 12 Maple 1980",
            "born 123 March 1980",
            "dobby 2 March 198",
            "birthtime: Tue, 11 Mar 2014 10:20:30 GMT",
        ] {
            assert_eq!(find_all(&BIRTH, text), [], "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "(born|DOB|birth|March|Mai|[0-9]{1,4}|[ ,./\n-]|é){0,24}") {
            for (value, _) in find_all(&BIRTH, &text) {
                proptest::prop_assert!(value.len() >= 8);
            }
        }
    }
}
