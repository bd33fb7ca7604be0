//! Ages of persons in prose: `a 47-year-old woman`, `I am 34 years old`, `âgée de 62 ans`. Things have an age too, so a word for a person has to stand
//! beside it.

use super::tokens::{digits_at, word_end, word_start};
use super::word_list::WordList;
use super::{Anchor, Finder, Span, byte, byte_before};
use crate::lexicon::GIVEN;

/// One form, `told`; the span is the number.
pub(crate) static YEARS_OLD: Finder = Finder {
    name: "years-old",
    forms: &["told"],
    anchors: &[],
    literals: &["year", "\u{e2}g\u{e9}", "a\u{f1}os", "\u{e4}hrig"],
    find,
};

/// Who can have an age.
static PERSONS: WordList = WordList::of(&[
    "woman", "man", "girl", "boy", "female", "male", "lady", "gentleman", "daughter", "son", "child", "kid",
    "baby", "sister", "brother", "niece", "nephew", "grandson", "granddaughter", "mother", "father", "wife",
    "husband", "patient", "student", "teenager", "schoolboy", "schoolgirl", "pupil", "victim", "suspect",
    "resident", "employee", "guy", "teen", "toddler", "infant", "widow", "widower", "veteran", "pensioner",
    "adult",
]);

/// What makes years an age. One literal wakes the finder for all of them, since literals are few.
const OLD: [&[u8]; 3] = [b"year-old ", b"year old ", b"years old"];

/// What stands before an age that is somebody's.
const TELLERS: [&[u8]; 7] =
    [b"i am", b"i'm", b"i\xE2\x80\x99m", b"she's", b"he's", b"she turned", b"he turned"];

/// `at` is where a literal stands.
fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    match text.get(at)? {
        b'y' => english(text, at),
        b'a' => spanish(text, at),
        _ if text.get(at..)?.starts_with("\u{e2}".as_bytes()) => french(text, at),
        _ => german(text, at),
    }
}

/// `at` is the first letter of `year`.
fn english(text: &[u8], at: usize) -> Option<Span> {
    let old = text.get(at..).is_some_and(|rest| OLD.iter().any(|old| rest.starts_with(old)));
    if !old {
        return None;
    }
    let joint = at.checked_sub(1).filter(|i| matches!(byte(text, *i), Some(b'-' | b' ')))?;
    let span = number_before(text, joint)?;
    (is_told(text, span.start) || names_a_person(text, at)).then_some(span)
}

/// The number of up to three digits that ends at `end` and stands alone.
fn number_before(text: &[u8], end: usize) -> Option<Span> {
    let digits = text.get(..end)?.iter().rev().take(4).take_while(|b| b.is_ascii_digit()).count();
    let start = end - digits;
    let free = byte_before(text, start).is_none_or(|b| matches!(b, b' ' | b'\n' | b'(' | b'"' | b'\t'));
    ((1..=3).contains(&digits) && free).then_some(Span { start, end, form: 0 })
}

/// Who can have an age in Spanish and German. What has one in German and is no person has another word behind it.
static HABLANTES: WordList = WordList::of(&[
    "paciente", "mujer", "hombre", "var\u{f3}n", "ni\u{f1}o", "ni\u{f1}a", "joven", "se\u{f1}or",
    "se\u{f1}ora", "hijo", "hija", "anciano", "anciana", "tengo", "tiene", "cumpli\u{f3}", "cumple",
]);
static DEUTSCHE: WordList = WordList::of(&[
    "patient", "patientin", "mann", "frau", "m\u{e4}dchen", "junge", "sohn", "tochter", "kind", "fahrer",
    "fahrerin", "opfer", "t\u{e4}ter", "zeuge", "zeugin", "sch\u{fc}ler", "sch\u{fc}lerin", "rentner",
    "rentnerin", "bruder", "schwester",
]);

/// `at` is the first letter of `años`: `paciente de 62 años`, `tengo 62 años`.
fn spanish(text: &[u8], at: usize) -> Option<Span> {
    let span = number_before(text, at.checked_sub(1).filter(|gap| byte(text, *gap) == Some(b' '))?)?;
    let head = text.get(span.start.saturating_sub(24)..span.start)?.trim_ascii_end();
    let head = head.strip_suffix(b" de").unwrap_or(head).trim_ascii_end();
    let head = head.strip_suffix(b",").unwrap_or(head);
    HABLANTES.has(head.rsplit(|b| matches!(b, b' ' | b'\n')).next()?).then_some(span)
}

/// `at` is the first letter of `âgé`: `âgée de 62 ans`.
fn french(text: &[u8], at: usize) -> Option<Span> {
    const OLD: usize = "\u{e2}g\u{e9}".len();
    let rest = text.get(at + OLD..text.len().min(at + OLD + 16))?;
    let number = rest.iter().position(u8::is_ascii_digit)?;
    let leads = matches!(rest.get(..number), Some(b" de " | b"e de " | b"s de " | b"es de "));
    let start = at + OLD + number;
    let end = start + digits_at(text, start);
    let is_age = leads && end - start <= 3 && text.get(end..).is_some_and(|unit| unit.starts_with(b" ans"));
    is_age.then_some(Span { start, end, form: 0 })
}

/// `at` is the umlaut of `jährig`: `der 62-jährige Patient`, `die 62-Jährige`.
fn german(text: &[u8], at: usize) -> Option<Span> {
    let joint = at.checked_sub(2).filter(|i| byte(text, *i) == Some(b'-'))?;
    let word = text.get(joint + 1..word_end(text, joint + 1))?;
    let next = word_end(text, joint + 1) + 1;
    let is_somebody = match word.first()? {
        b'J' => word.len() > "J\u{e4}hrig".len(),
        _ => text.get(next..word_end(text, next)).is_some_and(|word| DEUTSCHE.has(word)),
    };
    number_before(text, joint).filter(|_| is_somebody)
}

/// Whether the words before an age at `start` say whose it is.
fn is_told(text: &[u8], start: usize) -> bool {
    let head = text.get(start.saturating_sub(40)..start).unwrap_or(&[]).trim_ascii_end();
    if let Some(who) = head.strip_suffix(b" is").or_else(|| head.strip_suffix(b" was")) {
        let word = who.get(word_start(who, who.len(), 24)..).unwrap_or(&[]);
        return is_somebody(word);
    }
    TELLERS.iter().any(|teller| {
        let from = head.len().checked_sub(teller.len());
        let same = from.and_then(|i| head.get(i..)).is_some_and(|end| end.eq_ignore_ascii_case(teller));
        same && from.and_then(|i| byte_before(head, i)).is_none_or(|b| !b.is_ascii_alphanumeric())
    })
}

/// `she`, `brother`, or a given name.
fn is_somebody(word: &[u8]) -> bool {
    let is_name = || word.first().is_some_and(u8::is_ascii_uppercase) && GIVEN.has_plain(word);
    PERSONS.has(word) || word.eq_ignore_ascii_case(b"she") || word.eq_ignore_ascii_case(b"he") || is_name()
}

/// Whether a person, perhaps behind one more word, follows `year-old` at `at`: `47-year-old retired man`.
fn names_a_person(text: &[u8], at: usize) -> bool {
    const OLD: usize = "year-old ".len();
    let first = word_end(text, at + OLD);
    let second = word_end(text, first + 1);
    let is_person = |from: usize, to: usize| {
        text.get(from..to).is_some_and(|word| PERSONS.has(word)) && !goes_on(text, to)
    };
    byte(text, at + OLD - 1) == Some(b' ')
        && (is_person(at + OLD, first) || byte(text, first) == Some(b' ') && is_person(first + 1, second))
}

/// Whether the word that ends at `end` is part of the name of a thing: `man page`, `child process`. Small words, verbs of persons
/// and what somebody is doing follow a person.
fn goes_on(text: &[u8], end: usize) -> bool {
    #[rustfmt::skip]
    const SMALL: [&[u8]; 28] = [
        b"a", b"and", b"at", b"but", b"by", b"for", b"from", b"had", b"has", b"have", b"in", b"is", b"lives", b"living", b"named", b"of",
        b"on", b"or", b"presented", b"presents", b"said", b"to", b"uses", b"was", b"were", b"who", b"whose", b"with",
    ];
    let word = text.get(end + 1..word_end(text, end + 1)).unwrap_or(&[]);
    let does = word.len() > 6 && word.ends_with(b"ing");
    byte(text, end) == Some(b' ')
        && word.first().is_some_and(u8::is_ascii_lowercase)
        && !(does || SMALL.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;

    #[test]
    fn ages_of_persons_are_found() {
        for (text, age) in [
            ("patient is a 47-year-old woman", "47"),
            ("a 47-year-old retired man", "47"),
            ("I am 34 years old", "34"),
            ("my 9-year-old daughter uses the app", "9"),
            ("my 9 year old son", "9"),
            ("I'm a 32-year-old woman building a startup", "32"),
            ("a 28-year-old guy", "28"),
            ("her brother is 27 years old", "27"),
            ("Jennifer was 27 years old", "27"),
            ("Le patient, \u{e2}g\u{e9} de 62 ans, se plaint", "62"),
            ("\u{e2}g\u{e9}e de 7 ans", "7"),
            ("El paciente, de 62 a\u{f1}os, acudi\u{f3}", "62"),
            ("tengo 34 a\u{f1}os", "34"),
            ("Der 62-j\u{e4}hrige Patient klagt", "62"),
            ("die 62-J\u{e4}hrige wurde", "62"),
        ] {
            assert_eq!(find_all(&YEARS_OLD, text), [(age.to_owned(), "told")], "{text}");
        }
    }

    #[test]
    fn ages_of_things_are_not() {
        for text in [
            "\u{e2}g\u{e9} de 62 jours",
            "\u{e2}g\u{e9} 62 ans",
            "notre entreprise f\u{ea}te ses 62 ans",
            "desde hace 62 a\u{f1}os",
            "contrato de 5 a\u{f1}os",
            "das 10-j\u{e4}hrige Jubil\u{e4}um",
            "langj\u{e4}hrige Erfahrung",
            "62-j\u{e4}hrig",
            "a 10-year-old bug",
            "a 2-year-old man page",
            "3 year old child process",
            "12-year-old employee handbook",
            "a 10-year-old driver update",
            "a 2-year-old man string",
            "the library is 5 years old",
            "our child process was 5 years old",
            "Jenkins is 12 years old",
            "1.5-year-old man",
            "x9-year-old man",
            "year-old man",
            "5-year-old laptop of a man",
        ] {
            assert_eq!(find_all(&YEARS_OLD, text), [], "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "([0-9]{1,4}|[ -]|year-old |years old|man|I am|\\PC){0,20}") {
            for (value, _) in find_all(&YEARS_OLD, &text) {
                proptest::prop_assert!(!value.is_empty());
            }
        }
    }
}
