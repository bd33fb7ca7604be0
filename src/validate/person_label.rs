//! Names of persons behind a label or a name that says little: every word has to look like one.

use super::person::{FOREIGN, Name, UPPER, is_common};
use super::record::{speaks_of_natural_person, speaks_of_person};
use super::vicinity::label_before;
use super::{Check, Subject};
use crate::lexicon::{FAMILY, GIVEN};
use crate::words::is_east_asian;

/// Whether the label before the value is in lower case, as the keys of configurations are.
fn is_behind_a_key(subject: &Subject<'_>) -> bool {
    label_before(subject.before(40)).first().is_some_and(u8::is_ascii_lowercase)
}

/// Points that the record of a person adds to several capitalised words under `name`: with those of a weak name, just enough.
pub(super) const OF_RECORD: i8 = 32;

/// The value behind a label: each word capitalised or a particle, none of them a common word.
pub(super) fn label(subject: &Subject<'_>, name: &Name<'_>) -> Check {
    if subject.form == "label" && is_known_in_lower_case(name) {
        return Check::UNPROVEN;
    }
    if !name.words().iter().all(|w| is_capitalised(w) || is_particle(w)) {
        return Check::refuted("not a name: lower-case words");
    }
    if name.words().iter().any(|w| is_common(w)) {
        return Check::refuted("not a name: common words");
    }
    let known = name.words().iter().any(|w| GIVEN.has_plain(w) || FAMILY.has_plain(w));
    // Names of China, Japan and Korea are written as one word.
    match (known, name.count > 1 || is_east_asian(subject.value())) {
        (true, true) => Check::UNPROVEN.adjusted(10, "known name"),
        (false, true) if subject.form == "weak" && is_in_record(subject, name) => {
            Check::UNPROVEN.adjusted(OF_RECORD, "in the record of a person")
        }
        (false, true) if is_behind_a_key(subject) => {
            Check::UNPROVEN.adjusted(-15, "a setting, and no known name")
        }
        (true, false) | (false, true) => Check::UNPROVEN,
        (false, false) => Check::UNPROVEN.adjusted(-20, "one word and no known name"),
    }
}

/// Whether a word behind the comma of `Family, Given` is a given name: one that means nothing else, or any behind a known family name.
pub(crate) fn is_given_behind(families: &[u8], word: &[u8]) -> bool {
    let known = || families.split(|b| *b == b' ').all(|family| FAMILY.has_plain(family));
    GIVEN.has_plain(word) || GIVEN.has(word) && known()
}

/// `laura quist`: a given and a family name that both mean nothing else, as they are typed into forms.
fn is_known_in_lower_case(name: &Name<'_>) -> bool {
    let [given, families @ ..] = name.words() else { return false };
    let known = GIVEN.has_plain(given) && families.iter().all(|family| FAMILY.has_plain(family));
    !name.has(UPPER | FOREIGN) && matches!(families.len(), 1 | 2) && known
}

/// Whether keys nearby make the value the name of a person. Shops have mailboxes and telephones too, so where there is nothing
/// else, the first word has to be a given name, if only one that means other things as well (`Maria`, `Rose`).
fn is_in_record(subject: &Subject<'_>, name: &Name<'_>) -> bool {
    let begins_as_name = name.words().first().is_some_and(|first| GIVEN.has(first));
    if begins_as_name { speaks_of_person(subject) } else { speaks_of_natural_person(subject) }
}

fn is_capitalised(word: &[u8]) -> bool {
    word.first().is_some_and(|b| b.is_ascii_uppercase() || *b >= 0x80)
}

#[rustfmt::skip]
fn is_particle(word: &[u8]) -> bool {
    matches!(
        word,
        b"de" | b"van" | b"von" | b"bin" | b"al" | b"da" | b"di" | b"du" | b"del" | b"der" | b"den" | b"la" | b"le"
            | b"dos" | b"ter" | b"zu" | b"y" | b"ibn" | b"della" | b"el" | b"pan" | b"pani"
    )
}
