//! Whether the record around a value is one of a person. Names such as `title`, `language` or `position` mean
//! something about somebody there, and nothing in settings and code.

use std::sync::LazyLock;

use super::Subject;
use super::vicinity::trim_end;
use super::word_table::WordTable;
use crate::lexicon::{FAMILY, GIVEN};

/// How much of the text before a value is its record at most, in bytes.
pub(crate) const BEFORE: usize = 400;
/// How much of it behind the value.
pub(crate) const BEHIND: usize = 240;

/// Keys that only records of natural persons have: shops and projects have mailboxes and telephones as well.
static OF_NATURAL_PERSONS: &[&str] = &[
    "dob",
    "date_of_birth",
    "dateofbirth",
    "birthdate",
    "birth_date",
    "birthday",
    "birthdt",
    "gender",
    "sex",
    "ssn",
    "passport",
    "patient",
    "patient_id",
    "patientid",
    "employee_id",
    "employeeid",
    "emp_no",
    "student_id",
    "geburtsdatum",
    "date_de_naissance",
    "fecha_de_nacimiento",
    "data_di_nascita",
    "geboortedatum",
    "data_de_nascimento",
    "data_urodzenia",
    "datum_narozeni",
    "fodelsedatum",
    "dogum_tarihi",
    "дата_рождения",
    "出生日期",
    "生年月日",
    "생년월일",
    "تاريخ_الميلاد",
];

/// Keys that records of persons have besides, and hardly any others.
static OF_PERSONS: &[&str] = &[
    "email",
    "e_mail",
    "mail",
    "phone",
    "mobile",
    "telephone",
    "phone_number",
    "mobile_number",
    "email_address",
    "surname",
    "lastname",
    "last_name",
    "firstname",
    "first_name",
    "givenname",
    "given_name",
    "full_name",
    "fullname",
    "patient_name",
    "nachname",
    "vorname",
    "nom",
    "prenom",
    "apellido",
    "apellidos",
    "cognome",
    "sobrenome",
    "achternaam",
    "voornaam",
    "nazwisko",
    "telefon",
    "telefono",
    "telefoon",
    "telefone",
    "courriel",
    "correo",
    "correo_electronico",
    "indirizzo_email",
    "mailadresse",
    "nm",
    "imie",
    "jmeno",
    "prijmeni",
    "fornamn",
    "efternamn",
    "soyad",
    "телефон",
    "фамилия",
    "电话",
    "手机",
    "姓名",
    "氏名",
    "電話番号",
    "전화번호",
    "휴대폰",
    "الهاتف",
    "الجوال",
    "اسم_العائلة",
];

/// Keys that tie a record to a person by way of an account, a device or an address of one.
static OF_DEVICES: &[&str] = &[
    "user_id", "userid", "uid", "customer_id", "customerid", "device_id", "deviceid", "visitor_id",
    "visitorid", "client_ip", "clientip", "remote_ip", "x_forwarded_for", "ip", "ip_address", "imei", "idfa",
    "gaid", "anonymous_id", "anonymousid", "distinct_id", "username", "driver_id",
];

/// Keys of what has a name: a record of a person where the name is one.
static OF_NAMES: &[&str] = &["name", "employee", "patient", "customer", "member", "client", "user", "person"];

/// Keys that an address has beside its street.
static OF_ADDRESSES: &[&str] = &[
    "city", "town", "locality", "postal_code", "postalcode", "postcode", "post_code", "zip", "zip_code",
    "zipcode", "ort", "plz", "ville", "code_postal",
];

/// All keys of records of persons.
fn of_persons() -> impl Iterator<Item = &'static str> {
    OF_NATURAL_PERSONS.iter().chain(OF_PERSONS).copied()
}

/// Points that a record of a person adds to a name that says little by itself.
pub(super) const OF_A_PERSON: i8 = 45;

static PERSONS: LazyLock<WordTable> = LazyLock::new(|| WordTable::of(of_persons()));
static NATURAL_PERSONS: LazyLock<WordTable> =
    LazyLock::new(|| WordTable::of(OF_NATURAL_PERSONS.iter().copied()));
static PERSONS_OR_DEVICES: LazyLock<WordTable> =
    LazyLock::new(|| WordTable::of(of_persons().chain(OF_DEVICES.iter().copied())));
static ADDRESSES: LazyLock<WordTable> = LazyLock::new(|| WordTable::of(OF_ADDRESSES.iter().copied()));
static NAMES: LazyLock<WordTable> = LazyLock::new(|| WordTable::of(OF_NAMES.iter().copied()));

/// Whether a name in normal form is a key that records of persons have, with or without its owner before it
/// (`customer_home_phone`).
fn is_key_of_person(name: &[u8]) -> bool {
    of_persons().any(|key| {
        let owner = name.strip_suffix(key.as_bytes());
        owner.is_some_and(|owner| {
            owner.is_empty() || owner.strip_suffix(b"_").is_some_and(|owner| !is_maker(owner))
        })
    })
}

/// Which of the names of a table's columns, in normal form, are keys of persons. A column of names is one beside what only a
/// natural person has.
pub(crate) fn are_keys_of_persons(names: &[Vec<u8>]) -> Vec<bool> {
    let of_natural = names.iter().any(|name| NATURAL_PERSONS.contains(name));
    // Normal forms know the case of ASCII letters only.
    let is_key = |name: &[u8]| {
        is_key_of_person(name)
            || !name.is_ascii() && is_key_of_person(String::from_utf8_lossy(name).to_lowercase().as_bytes())
    };
    names.iter().map(|name| is_key(name) || of_natural && name == b"name").collect()
}

/// All keys that may make a record one of a person, an account or a device.
pub(crate) fn keys() -> impl Iterator<Item = &'static str> {
    of_persons().chain(OF_DEVICES.iter().copied()).chain(OF_NAMES.iter().copied())
}

/// Whether keys near the value are those of a person's record, or one of them has the name of a person.
pub(super) fn speaks_of_person(subject: &Subject<'_>) -> bool {
    has_key(subject, |text, mark| is_named(text, mark, &PERSONS) || names_a_person(text, mark))
}

/// The same, for keys that only a natural person has.
pub(super) fn speaks_of_natural_person(subject: &Subject<'_>) -> bool {
    has_key(subject, |text, mark| is_named(text, mark, &NATURAL_PERSONS))
}

/// The same, and for keys of accounts and devices as well.
pub(super) fn speaks_of_person_or_device(subject: &Subject<'_>) -> bool {
    has_key(subject, |text, mark| is_named(text, mark, &PERSONS_OR_DEVICES) || names_a_person(text, mark))
}

/// Whether keys near the value are those of an address.
pub(super) fn speaks_of_address(subject: &Subject<'_>) -> bool {
    has_key(subject, |text, mark| is_named(text, mark, &ADDRESSES))
}

/// How much of a name is looked at, in bytes.
const LONGEST_NAME: usize = 48;

/// Longest key that is looked at: names are short.
const LONGEST: usize = 24;

/// Whether `key` is one of `keys`, with or without its owner before it (`customer_email`), and with any separator
/// (`First-Name`, `First name`).
fn is_any(key: &[u8], keys: &WordTable) -> bool {
    let mut plain = [0; LONGEST];
    let Some(plain) = plain.get_mut(..key.len()) else { return false };
    plain.copy_from_slice(key);
    plain.iter_mut().filter(|b| matches!(b, b'-' | b' ')).for_each(|b| *b = b'_');
    let owner = plain.iter().position(|b| *b == b'_').and_then(|at| plain.split_at_checked(at));
    keys.contains(plain)
        || owner.is_some_and(|(owner, rest)| !is_maker(owner) && keys.contains(rest.get(1..).unwrap_or(&[])))
}

/// Whether somebody is named as who made or keeps a thing: the record is one of the thing, as in `Author-email: …`.
fn is_maker(owner: &[u8]) -> bool {
    const MAKERS: [&[u8]; 6] = [b"author", b"maintainer", b"publisher", b"support", b"upstream", b"vendor"];
    MAKERS.iter().any(|maker| owner.eq_ignore_ascii_case(maker))
}

/// Whether a key near the value is one that `speaks`, as its text and the place of its mark tell.
fn has_key(subject: &Subject<'_>, speaks: impl Fn(&[u8], usize) -> bool) -> bool {
    let before = last_block(without_own_key(subject.before(BEFORE)));
    let behind = first_block(subject.after(BEHIND));
    [before, behind]
        .into_iter()
        .any(|text| memchr::memchr3_iter(b':', b'=', b'>', text).any(|mark| speaks(text, mark)))
}

/// Whether what stands before the mark is one of `keys`: a word or, where a blank stands before that, a label.
fn is_named(text: &[u8], mark: usize, keys: &WordTable) -> bool {
    if text.get(mark) == Some(&b'>') {
        return element_before(text, mark).is_some_and(|name| is_any(name, keys));
    }
    let Some((before, key)) = key_before(text, mark) else { return false };
    is_any(key, keys)
        || before.last() == Some(&b' ') && label_before(text, mark).is_some_and(|label| is_any(label, keys))
}

/// Whether the key that the mark ends is that of a name, and a given and a family name stand behind it, both known.
fn names_a_person(text: &[u8], mark: usize) -> bool {
    if !key_before(text, mark).is_some_and(|(_, key)| NAMES.contains(key)) {
        return false;
    }
    let behind = text.get(mark + 1..text.len().min(mark + 1 + LONGEST_NAME)).unwrap_or(&[]);
    let start = behind.iter().position(|b| !matches!(b, b' ' | b'"' | b'\'')).unwrap_or(behind.len());
    let mut words = behind.get(start..).unwrap_or(&[]).split(|b| !(b.is_ascii_alphabetic() || *b >= 0x80));
    let is_capital = |word: &&[u8]| word.first().is_some_and(|b| b.is_ascii_uppercase() || *b >= 0x80);
    let given = words.next().filter(is_capital).is_some_and(|word| GIVEN.has_plain(word));
    given && words.next().filter(is_capital).is_some_and(|word| FAMILY.has(word))
}

/// The name of the element whose start ends with a `>`. Ends of elements repeat names, also the value's own.
fn element_before(text: &[u8], mark: usize) -> Option<&[u8]> {
    let inner = text.get(mark.saturating_sub(LONGEST + 2)..mark)?;
    let open = memchr::memrchr(b'<', inner)?;
    let name = inner.get(open + 1..)?;
    name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')).then_some(name)
}

/// The text before a value up to the key that it stands behind, which says nothing about the record.
fn without_own_key(before: &[u8]) -> &[u8] {
    let head =
        trim_end(before, |b| matches!(b, b' ' | b'"' | b'\'' | b'\\' | b'`' | b':' | b'=' | b'>' | b'['));
    trim_end(head, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}

/// What stands behind the last blank line or end of a record.
fn last_block(text: &[u8]) -> &[u8] {
    let end = memchr::memrchr2_iter(b'\n', b'}', text).find(|at| ends_record(text, *at));
    text.get(end.unwrap_or(0)..).unwrap_or(&[])
}

/// What stands before the first of them.
fn first_block(text: &[u8]) -> &[u8] {
    let end = memchr::memchr2_iter(b'\n', b'}', text).find(|at| ends_record(text, *at));
    text.get(..end.unwrap_or(text.len())).unwrap_or(&[])
}

/// Whether a record ends at `at`: at a blank line, or where an object of a list is closed at the end of a line or before
/// another.
fn ends_record(text: &[u8], at: usize) -> bool {
    let ends = [&b"\n\n"[..], b"}\n", b"},{", b"}, {", b"},\n"];
    text.get(at..).is_some_and(|behind| ends.iter().any(|end| behind.starts_with(end)))
}

/// What stands before the name that the mark ends, and the name, without quotes.
fn key_before(text: &[u8], mark: usize) -> Option<(&[u8], &[u8])> {
    let head = trim_end(text.get(..mark)?, |b| matches!(b, b' ' | b'"' | b'\'' | b'\\' | b'`'));
    let word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    let start = head.iter().rposition(|b| !word(b)).map_or(0, |at| at + 1);
    head.split_at_checked(start).filter(|(_, key)| !key.is_empty())
}

/// The label of several words that opens its line before the mark: `Date of birth: …`.
fn label_before(text: &[u8], mark: usize) -> Option<&[u8]> {
    let head = text.get(mark.saturating_sub(LONGEST + 1)..mark)?;
    let start = memchr::memrchr(b'\n', head).map_or(0, |at| at + 1);
    let is_whole = start > 0 || head.len() == mark;
    Some(head.get(start..)?.trim_ascii()).filter(|label| is_whole && label.contains(&b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_person(text: &str) -> bool {
        let at = text.find("VALUE").unwrap();
        speaks_of_person(&Subject { text: text.as_bytes(), start: at, end: at + 5, form: "weak" })
    }

    #[test]
    fn records_of_persons() {
        for text in [
            r#"{"name": "x", "email": "y", "gender_": "VALUE"}"#,
            r#"{"title": "VALUE", "firstName": "x"}"#,
            "First-Name: x\nTitle: VALUE\n",
            "Date of birth: x\nTitle: VALUE\n",
            "Title: VALUE\n  Phone number: x\n",
            "title=VALUE customer_email=x",
            "<user><title>VALUE</title><email>x</email></user>",
            "<home-phone>x</home-phone>\n<title>VALUE</title>",
            "{\n  \"title\": \"VALUE\",\n  \"phone\": 1\n}\n",
        ] {
            assert!(of_person(text), "{text}");
        }
    }

    #[test]
    fn other_records() {
        for text in [
            r#"{"title": "VALUE", "width": 3}"#,
            "email: x\n\ntitle: VALUE",
            "{\"email\": 1}\n{\"title\": \"VALUE\"}\n{\"phone\": 2}",
            "[{\"email\": 1},{\"title\": \"VALUE\"},{\"phone\": 2}]",
            "send an email with title VALUE",
            "change the date of birth: x\ntitle: VALUE",
            "VALUE",
            "<title>VALUE</title>",
            "<user><gender>VALUE</gender></user>",
            "gender: VALUE",
            "Name: six\nHome-page: VALUE\nAuthor: x\nAuthor-email: y\n",
            "Maintainer-Email: y\nClassifier: Operating System: VALUE\n",
        ] {
            assert!(!of_person(text), "{text}");
        }
    }

    #[test]
    fn a_town_or_a_postcode_makes_an_address() {
        let of_address = |text: &str| {
            let at = text.find("VALUE").unwrap();
            speaks_of_address(&Subject { text: text.as_bytes(), start: at, end: at + 5, form: "weak" })
        };
        for text in [
            r#"{"city": "x", "country": "y", "line1": "VALUE"}"#,
            r#"{"line1": "VALUE", "line2": null, "postal_code": "x"}"#,
            r#"{"line1": "VALUE", "postalCode": "x"}"#,
        ] {
            assert!(of_address(text), "{text}");
        }
        for text in
            [r#"{"line1": "VALUE", "color": "x"}"#, "city: x\n\nline1: VALUE", "the city line1: VALUE"]
        {
            assert!(!of_address(text), "{text}");
        }
    }

    #[test]
    fn names_of_columns_of_persons() {
        for name in ["email", "phone_number", "customer_home_phone", "birth_date", "nachname"] {
            assert!(is_key_of_person(name.as_bytes()), "{name}");
        }
        for name in ["", "_email_", "author_email", "microphone", "phone_model", "id"] {
            assert!(!is_key_of_person(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn accounts_and_devices_count_where_they_are_asked_for() {
        let text = br#"{"user_id": 7, "lat": "VALUE"}"#;
        let subject = Subject { text, start: 23, end: 28, form: "weak" };
        assert!(speaks_of_person_or_device(&subject) && !speaks_of_person(&subject));
    }
}
