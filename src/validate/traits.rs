//! Values of fields that describe a person: words from lists where there are usual ones, short phrases elsewhere.
//! Names such as `race` or `orientation` count in the record of a person only, and only with a listed value.

use super::record::{OF_A_PERSON, speaks_of_person};
use super::vicinity::label_before;
use super::{Check, Subject};
use crate::lexicon::is_trait;
use crate::model::readable;

/// Points that a usual value adds.
pub(super) const USUAL: i8 = 10;

/// The most that validators of this file add.
pub(super) const MOST: i8 = OF_A_PERSON;

/// Longest phrase, in bytes.
const LONGEST: usize = 80;

/// Words that stand under names in code, schemas and forms, and describe nobody.
const OF_CODE: &[&str] = &[
    "string", "str", "text", "varchar", "char", "integer", "int", "bigint", "smallint", "boolean", "bool",
    "float", "double", "number", "numeric", "decimal", "object", "array", "list", "date", "datetime",
    "timestamp", "enum", "optional", "required", "any", "json", "jsonb", "uuid", "value", "example",
    "sample", "test", "todo", "default", "input", "select", "textarea", "label", "field", "hidden", "option",
    "options", "auto", "inherit", "center", "left", "right", "top", "bottom", "yes", "no", "on", "off",
    "not null", "ok", "error", "success", "failed", "pending", "enabled", "disabled", "active", "inactive",
    "public", "private", "internal", "other", "others", "not specified", "not applicable", "redacted",
    "self", "this", "new",
];

/// A salutation such as `Mrs`: under a name such as `title`, one letter is a grade, a size or nothing.
pub(crate) fn salutation(subject: &Subject<'_>) -> Check {
    if subject.value().len() < 2 { Check::refuted("no salutation") } else { listed(subject, "salutation") }
}

/// An occupation: what ends in the word for one (`Senior Engineer`), or begins with that of a head (`Head of Sales`).
pub(crate) fn job(subject: &Subject<'_>) -> Check {
    let value = std::str::from_utf8(subject.value()).unwrap_or("").to_lowercase();
    let words = || value.split([' ', ',', '/', '-']).filter(|word| !word.is_empty());
    let is = |kind, word: Option<&str>| word.is_some_and(|word| is_trait(kind, word));
    let names_one = is("job", words().next_back()) || is("job-head", words().next());
    if names_one && words().count() <= 6 && is_phrase(subject) {
        usual(subject)
    } else {
        Check::refuted("no occupation")
    }
}

/// Sex and gender.
pub(crate) fn gender(subject: &Subject<'_>) -> Check {
    listed(subject, "gender")
}

/// Marital status.
pub(crate) fn marital_status(subject: &Subject<'_>) -> Check {
    listed(subject, "marital-status")
}

/// Religion and denomination.
pub(crate) fn religion(subject: &Subject<'_>) -> Check {
    listed(subject, "religion")
}

/// Race, ethnicity, caste. Names that say so without doubt take other groups as well.
pub(crate) fn race(subject: &Subject<'_>) -> Check {
    listed_or_phrase(subject, "race")
}

/// Trade unions. Some are written like code: `ver.di`.
pub(crate) fn union(subject: &Subject<'_>) -> Check {
    if is_listed(subject, "trade-union") { usual(subject) } else { phrase(subject) }
}

/// Political party and opinion.
pub(crate) fn politics(subject: &Subject<'_>) -> Check {
    listed_or_phrase(subject, "politics")
}

/// Sexual orientation.
pub(crate) fn orientation(subject: &Subject<'_>) -> Check {
    listed(subject, "orientation")
}

/// Languages by name. Codes such as `en` say more about a machine than about a person.
pub(crate) fn language(subject: &Subject<'_>) -> Check {
    listed(subject, "language")
}

/// Diagnoses, medication, blood groups and the like.
pub(crate) fn health(subject: &Subject<'_>) -> Check {
    if is_icd10(subject.value()) {
        return usual(subject);
    }
    match (is_coded(subject.value()), subject.form) {
        (true, "weak") => Check::UNPROVEN.adjusted(CODED, "a code of diseases and its meaning"),
        (true, _) => usual(subject),
        _ => listed_or_phrase(subject, "blood"),
    }
}

/// Points that a code of diseases with its meaning behind it adds to a weak name.
pub(super) const CODED: i8 = 40;

/// `E11.9 type 2 diabetes`: a code with a part behind its full stop, and words.
fn is_coded(value: &[u8]) -> bool {
    let Some(blank) = value.iter().position(|b| *b == b' ') else { return false };
    let (code, words) = value.split_at(blank);
    let code = code.strip_suffix(b":").unwrap_or(code);
    let letters = words.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let is_word = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80 || b" -'&,/()%".contains(b);
    is_icd10(code)
        && code.contains(&b'.')
        && letters >= 4
        && value.len() <= LONGEST
        && words.iter().all(is_word)
}

/// A short phrase, of which there is no list.
pub(crate) fn phrase(subject: &Subject<'_>) -> Check {
    if is_phrase(subject) { of_record(subject) } else { Check::refuted("no phrase that describes a person") }
}

/// Words of forms, which ask for what others say.
const OF_FORMS: [&[u8]; 8] =
    [b"your", b"please", b"enter", b"clear", b"answer", b"antwort", b"search", b"suche"];

/// A short phrase in somebody's own words: no label of a form.
pub(crate) fn own_words(subject: &Subject<'_>) -> Check {
    let value = subject.value().to_ascii_lowercase();
    if OF_FORMS.iter().any(|word| memchr::memmem::find(&value, word).is_some()) {
        return Check::refuted("what a form asks for");
    }
    phrase(subject)
}

/// Results and profiles of genes: names of genes, places and variants (`BRCA1`, `D3S1358 15,17`, `rs429358`) with what was
/// found there, or a short phrase.
pub(crate) fn genetic(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let is_text = |b: &u8| b.is_ascii_alphanumeric() || b" ,./:;+*>()-".contains(b);
    let names = value.split(|b| !b.is_ascii_alphanumeric()).any(is_of_genes);
    if value.len() <= LONGEST && names && value.iter().all(is_text) {
        of_record(subject)
    } else {
        phrase(subject)
    }
}

/// Whether a word is written like the name of a gene or of a place in one: capitals and digits, or `rs` and a number.
fn is_of_genes(word: &[u8]) -> bool {
    let capitals = word.iter().filter(|b| b.is_ascii_uppercase()).count();
    let digits = word.iter().filter(|b| b.is_ascii_digit()).count();
    capitals > 0 && digits > 0 && capitals + digits >= 3 || word.starts_with(b"rs") && digits >= 3
}

/// What somebody wrote to somebody: running text of two words or more, which may ask and exclaim, or a short phrase.
pub(crate) fn message(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let is_letter = |b: &u8| b.is_ascii_alphabetic() || *b >= 0x80;
    let is_text = |b: &u8| is_letter(b) || b.is_ascii_digit() || b" \n-'&.,/+()%?!:;*#@\"".contains(b);
    let words = value.split(|b| *b == b' ').filter(|w| w.iter().any(is_letter)).count();
    if matches!(subject.before(1), b"*" | b"&") {
        return Check::refuted("a pointer's type");
    }
    if asks_to_confirm(value) {
        return Check::refuted("what a program asks");
    }
    if words >= 2 && value.iter().all(is_text) && !is_code(value) { Check::UNPROVEN } else { phrase(subject) }
}

/// `Are you sure you want to delete this item?`: dialogs ask so before they do what cannot be undone.
fn asks_to_confirm(value: &[u8]) -> bool {
    const SURE: &[u8] = b"are you sure you want to ";
    const ACTS: [&[u8]; 14] = [
        b"archive", b"cancel", b"clear", b"continue", b"delete", b"discard", b"exit", b"log", b"overwrite",
        b"proceed", b"quit", b"remove", b"reset", b"submit",
    ];
    let (head, rest) = value.split_at_checked(SURE.len()).unwrap_or((value, &[]));
    let act = rest.split(|b| !b.is_ascii_alphabetic()).next().unwrap_or(rest);
    head.eq_ignore_ascii_case(SURE) && ACTS.iter().any(|word| word.eq_ignore_ascii_case(act))
}

fn listed(subject: &Subject<'_>, kind: &'static str) -> Check {
    if is_listed(subject, kind) { usual(subject) } else { Check::refuted("none of the usual values") }
}

fn listed_or_phrase(subject: &Subject<'_>, kind: &'static str) -> Check {
    if is_listed(subject, kind) {
        usual(subject)
    } else if subject.form == "weak" {
        let check = phrase(subject);
        if kind == "blood" { check } else { Check::refuted("none of the usual values") }
    } else {
        phrase(subject)
    }
}

fn is_listed(subject: &Subject<'_>, kind: &str) -> bool {
    is_trait(kind, readable(subject.value()).trim().trim_end_matches('.'))
}

fn usual(subject: &Subject<'_>) -> Check {
    match subject.form {
        "weak" => of_record(subject),
        _ => Check::UNPROVEN.adjusted(USUAL, "one of the usual values"),
    }
}

/// A weak name is believed in the record of a person. In tables the engine knows the columns beside it.
pub(super) fn of_record(subject: &Subject<'_>) -> Check {
    if subject.form == "weak" && speaks_of_person(subject) {
        return Check::UNPROVEN.adjusted(OF_A_PERSON, "in the record of a person");
    }
    Check::UNPROVEN
}

/// What stands behind how many of it: the milk of `2x Oat milk`.
fn behind_count(value: &[u8]) -> &[u8] {
    let digits = value.iter().take(3).take_while(|b| b.is_ascii_digit()).count();
    match value.get(digits..) {
        Some([b'x', b' ', rest @ ..] | [b' ', b'x', b' ', rest @ ..]) if digits > 0 => rest,
        _ => value,
    }
}

/// Whether a value reads like words and not like code: letters, and nothing that only programs write.
pub(super) fn is_phrase(subject: &Subject<'_>) -> bool {
    let value = subject.value();
    let opens = behind_count(value).first().is_some_and(|b| b.is_ascii_alphabetic() || *b >= 0x80);
    let letters = value.iter().filter(|b| b.is_ascii_alphabetic() || **b >= 0x80).count();
    let is_word = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80 || b" -'&.,/+()%".contains(b);
    opens
        && value.len() <= LONGEST
        && letters >= 2
        && value.iter().all(is_word)
        && !is_code(value)
        && !subject.after(1).starts_with(b"(")
        && !OF_CODE.iter().any(|w| value.eq_ignore_ascii_case(w.as_bytes()))
        && !echoes(value, label_before(subject.before(48)))
}

/// Whether a value says what its name says: `title: "title"`, `school_grade: "grade"`, `occupation: "Select occupation"`.
fn echoes(value: &[u8], label: &[u8]) -> bool {
    let last = label.rsplit(|b| matches!(b, b'_' | b'-')).next().unwrap_or(label);
    value.eq_ignore_ascii_case(label) || value.eq_ignore_ascii_case(last) || asks_for(value, last)
}

/// Words with which forms ask.
const OF_PROMPTS: [&[u8]; 5] = [b"select", b"choose", b"enter", b"pick", b"specify"];

/// Whether a form asks: `Select occupation`, `Choose your religion`, `Please enter …`.
fn asks_for(value: &[u8], name: &[u8]) -> bool {
    let is = |word: &[u8], list: &[&[u8]]| list.iter().any(|w| w.eq_ignore_ascii_case(word));
    let mut words = value.split(|b| *b == b' ').peekable();
    let polite = words.next_if(|word| is(word, &[b"please"])).is_some();
    let asks = words.next().is_some_and(|word| is(word, &OF_PROMPTS));
    let of_what = words.next().unwrap_or(&[]);
    asks && (polite
        || is(of_what, &[b"a", b"an", b"the", b"your", b"one"])
        || of_what.eq_ignore_ascii_case(name))
}

/// Whether a value holds `fieldName`, `self.field` or `call(`. `PhD`, `GmbH` and `B.Tech` are words.
fn is_code(value: &[u8]) -> bool {
    let is_type = [&b"mut "[..], b"const "].iter().any(|word| value.starts_with(word));
    is_type
        || (0..value.len()).any(|at| match value.get(at..).unwrap_or(&[]) {
            [a, b, c, ..] if a.is_ascii_lowercase() && b.is_ascii_uppercase() => c.is_ascii_alphanumeric(),
            [b'.', b, ..] => {
                b.is_ascii_alphanumeric()
                    && !ends_in_initial(value.get(..at).unwrap_or(&[]))
                    && !is_abbreviated(value, at)
            }
            [b'(', b')', ..] => true,
            [a, b'(', ..] => *a != b' ',
            _ => false,
        })
}

/// Whether the full stop at `at` is one of an abbreviation behind other words, or that ends with one: `Olmi s.r.l`, `d.o.o.`.
fn is_abbreviated(value: &[u8], at: usize) -> bool {
    let is_end = |b: &u8| matches!(b, b' ' | b',');
    let start = value.get(..at).and_then(|head| head.iter().rposition(is_end)).map_or(0, |p| p + 1);
    let word = value.get(start..).unwrap_or(&[]);
    let word = word.split(is_end).next().unwrap_or(word);
    (start > 0 || word.ends_with(b".")) && word.split(|b| *b == b'.').all(|part| part.len() <= 2)
}

/// Whether a text ends in a capital that stands by itself, as in `S.L.`.
fn ends_in_initial(text: &[u8]) -> bool {
    match text {
        [.., before, last] => last.is_ascii_uppercase() && !before.is_ascii_alphanumeric(),
        [last] => last.is_ascii_uppercase(),
        [] => false,
    }
}

/// A code of the International Classification of Diseases, 10th revision: `E11.9`.
fn is_icd10(value: &[u8]) -> bool {
    let [chapter, first, second, rest @ ..] = value else { return false };
    let digits = first.is_ascii_digit() && (second.is_ascii_digit() || matches!(second, b'A' | b'B'));
    let tail = match rest {
        [] => true,
        [b'.', tail @ ..] => {
            (1..=4).contains(&tail.len()) && tail.iter().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        }
        _ => false,
    };
    chapter.is_ascii_uppercase() && *chapter != b'U' && digits && tail
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::{Proof, Validator};
    use proptest::prelude::*;

    fn points(of: Validator, value: &str, form: &'static str) -> Option<i8> {
        let check = of(&Subject::alone(value, form));
        (check.proof != Proof::Refuted).then_some(check.adjust)
    }

    #[test]
    fn values_of_old_files_are_read() {
        let found = |bytes: &[u8]| {
            gender(&Subject { text: bytes, start: 0, end: bytes.len(), form: "field" }).proof
                != Proof::Refuted
        };
        assert!(found("männlich".as_bytes()) && found(b"m\xE4nnlich"));
        assert!(!found(b"m\xE4rz") && !found(b"\xFF"));
    }

    #[test]
    fn usual_values_are_worth_more() {
        for (of, value) in [
            (gender as Validator, "F"),
            (salutation, "Ms."),
            (job, "Senior Engineer"),
            (job, "Head of Sales"),
            (religion, "Hindu"),
            (race, "Asian"),
            (marital_status, "Divorced"),
            (health, "O+"),
            (health, "E11.9"),
            (health, "F32"),
        ] {
            assert_eq!(points(of, value, "field"), Some(USUAL), "{value}");
            assert_eq!(points(of, value, "weak"), Some(0), "{value} on its own");
        }
        assert_eq!(points(health, "Type 2 diabetes (early)", "field"), Some(0));
        assert_eq!(points(health, "E11.9 type 2 diabetes", "weak"), Some(CODED));
        assert_eq!(points(health, "E11.9 type 2 diabetes", "field"), Some(USUAL));
        assert_eq!(points(health, "E11 connection lost", "weak"), Some(0));
        assert_eq!(points(union, "ver.di", "field"), Some(USUAL));
        assert_eq!(points(race, "Some group", "field"), Some(0));
    }

    #[test]
    fn look_alikes_are_refuted() {
        for (of, value, form) in [
            (orientation as Validator, "landscape", "weak"),
            (race, "condition", "weak"),
            (salutation, "x", "weak"),
            (job, "The Manager and the Sea", "weak"),
            (politics, "counterparty", "weak"),
            (gender, "CharField", "field"),
            (religion, "true", "field"),
            (health, "varchar", "field"),
            (health, "self.value", "field"),
            (health, "getValue", "field"),
            (phrase, "call()", "field"),
            (phrase, "v.Tech", "field"),
            (phrase, "JobTitle", "field"),
            (message, "props.text ?? default", "field"),
            (message, "string", "field"),
            (message, "getText()", "field"),
            (genetic, "loadProfile()", "field"),
            (genetic, "BRCA1 = x", "field"),
            (phrase, "12", "field"),
            (phrase, "first_name", "field"),
            (phrase, "", "field"),
            (language, "en", "weak"),
        ] {
            assert_eq!(points(of, value, form), None, "{value}");
        }
    }

    #[test]
    fn words_with_capitals_and_dots() {
        for value in [
            "PhD",
            "Larkspur Logistics GmbH",
            "Consultora Ejemplo S.L.",
            "Olmi e figli s.r.l.",
            "Olmi s.r.l",
            "d.o.o. Kras",
            "Lipa Sp. z o.o. Sp.k.",
            "B.Tech",
            "U.S. Army",
        ] {
            assert_eq!(points(phrase, value, "field"), Some(0), "{value}");
        }
        assert_eq!(points(message, "Are you free on Friday? Call me!", "field"), Some(0));
        assert_eq!(points(message, "Are you sure you want to come?", "field"), Some(0));
        assert_eq!(points(message, "Are you sure you want to delete this item?", "field"), None);
        for value in
            ["TH01 6,9.3 TPOX 8,11", "D3S1358 15,17 vWA 16,18", "Carrier of CFTR deltaF508", "rs429358"]
        {
            assert_eq!(points(genetic, value, "field"), Some(0), "{value}");
        }
    }

    #[test]
    fn what_is_called_is_no_phrase() {
        let subject = Subject { text: b"job_title = Column(String)", start: 12, end: 18, form: "field" };
        assert_eq!(phrase(&subject).proof, Proof::Refuted);
    }

    #[test]
    fn a_value_that_repeats_its_name_is_none() {
        for (text, proof) in [
            ("occupation: occupation", Proof::Refuted),
            ("school_grade: grade", Proof::Refuted),
            ("occupation: Select occupation", Proof::Refuted),
            ("religion: Please enter yours", Proof::Refuted),
            ("occupation: Select committee clerk", Proof::Unproven),
        ] {
            let start = text.find(' ').unwrap() + 1;
            let subject = Subject { text: text.as_bytes(), start, end: text.len(), form: "field" };
            assert_eq!(phrase(&subject).proof, proof, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_value_is_survived(value in "\\PC{0,90}") {
            for of in [gender as Validator, health, race, phrase] {
                let _ = points(of, &value, "weak");
            }
        }
    }
}
