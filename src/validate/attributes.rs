//! Numbers and tokens that describe a person by the name of their field: ages, pay, numbers of customers, vehicles, pictures.

use super::compact::Compact;
use super::record::{OF_A_PERSON, speaks_of_person_or_device};
use super::traits::{is_phrase, of_record};
use super::{Check, Subject};
use crate::model::Disposition;

/// The most that validators of this file add.
pub(super) const MOST: i8 = OF_A_PERSON;

/// Points for an age with the word for years behind it: what caches and files have is told in seconds and days.
pub(super) const IN_YEARS: i8 = 40;

/// An age in years, with or without the word.
pub(crate) fn age(subject: &Subject<'_>) -> Check {
    match years(subject.value()) {
        Some(_) if subject.form == "weak" && says_years(subject.value()) => {
            Check::UNPROVEN.adjusted(IN_YEARS, "an age in years")
        }
        Some(_) => of_record(subject),
        None => Check::refuted("no age of a person"),
    }
}

/// Reads `34`, `34 years`, `34 yrs`, `34 ans`: at most 120.
pub(crate) fn years(value: &[u8]) -> Option<u8> {
    let (number, unit) = number_and_unit(value)?;
    let digits = number.len();
    let is_unit = [&b""[..], b"yrs", b"y/o", b"yo", b"years old", b"y"].contains(&unit) || is_years(unit);
    let number: u8 = std::str::from_utf8(number).ok()?.parse().ok()?;
    (is_unit && number <= 120 && !(digits > 1 && value.first() == Some(&b'0'))).then_some(number)
}

/// The digits that a value begins with, and what follows them.
fn number_and_unit(value: &[u8]) -> Option<(&[u8], &[u8])> {
    let digits = value.iter().take_while(|b| b.is_ascii_digit()).count();
    value.split_at_checked(digits).map(|(number, unit)| (number, unit.trim_ascii()))
}

/// Whether the word for years stands behind a number.
fn says_years(value: &[u8]) -> bool {
    number_and_unit(value).is_some_and(|(_, unit)| !unit.is_empty())
}

/// Whether a word is that for years, in a language that is written with Latin letters.
fn is_years(word: &[u8]) -> bool {
    const YEARS: [&str; 14] = [
        "years", "jahre", "jahre alt", "ans", "años", "años de edad", "anni", "anos", "jaar", "år", "lat",
        "let", "vuotta", "yaş",
    ];
    YEARS.iter().any(|years| word.eq_ignore_ascii_case(years.as_bytes()))
}

/// Pay: an amount of three digits or more, with or without its currency.
pub(crate) fn salary(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = value.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let is_amount = value.iter().all(|b| b.is_ascii_alphanumeric() || *b >= 0x80 || b" .,'$/".contains(b));
    if is_amount && (3..=12).contains(&digits) && letters <= 12 && opens_an_amount(value) {
        return of_record(subject);
    }
    Check::refuted("no amount of pay")
}

fn opens_an_amount(value: &[u8]) -> bool {
    let currency = |b: &u8| b.is_ascii_uppercase() || *b >= 0x80 || matches!(b, b'$' | b' ');
    value.iter().find(|b| !currency(b)).is_some_and(u8::is_ascii_digit)
}

/// A number that somebody gave a customer, an employee, a student: a token with digits.
pub(crate) fn account_id(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    let is_token = value.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'/'));
    let opens = value.first().is_some_and(u8::is_ascii_alphanumeric);
    if !(is_token && opens && (2..=40).contains(&value.len()) && digits >= 2) {
        return Check::refuted("no number of an account");
    }
    let is_none = value.iter().all(|b| matches!(b, b'0' | b'-'));
    if is_none || subject.form == "labelled" && is_example(value) {
        return Check::UNPROVEN.but(Disposition::Synthetic, "stands for none");
    }
    of_record(subject)
}

/// Whether a number is an example, as messages and manuals have them: counted up, or a digit and zeros. In tables and fields such
/// numbers are given out.
fn is_example(value: &[u8]) -> bool {
    let is_round = value.iter().skip(1).all(|b| *b == b'0');
    is_round || Compact::read(value).is_some_and(|number| number.is_made_up())
}

/// Weights of the places of a vehicle identification number, and the place of its check digit (49 CFR 565.15; ISO 3779).
const VIN_WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/// A vehicle identification number. North American ones carry a check digit; European ones need not.
pub(crate) fn vin(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let values: Option<Vec<u32>> = value.iter().map(|b| vin_value(b.to_ascii_uppercase())).collect();
    let Some(values) = values.filter(|v| v.len() == VIN_WEIGHTS.len()) else {
        return Check::refuted("not 17 letters and digits");
    };
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    if !(4..17).contains(&digits) {
        return Check::refuted("no mixture of letters and digits");
    }
    let sum: u32 = values.iter().zip(VIN_WEIGHTS).map(|(v, w)| v * w).sum();
    let expected = if sum % 11 == 10 { b'X' } else { b'0' + u8::try_from(sum % 11).unwrap_or(0) };
    if value.get(8).map(u8::to_ascii_uppercase) == Some(expected) { Check::PROVEN } else { Check::UNPROVEN }
}

/// What a letter or digit of a VIN counts; `I`, `O` and `Q` do not occur.
fn vin_value(b: u8) -> Option<u32> {
    match b {
        b'0'..=b'9' => Some(u32::from(b - b'0')),
        b'A'..=b'H' => Some(u32::from(b - b'A') + 1),
        b'J'..=b'N' => Some(u32::from(b - b'J') + 1),
        b'P' => Some(7),
        b'R' => Some(9),
        b'S'..=b'Z' => Some(u32::from(b - b'S') + 2),
        _ => None,
    }
}

/// What was measured or reckoned: `27.4`, `128/82`, `85 %`, `84 kg`.
pub(crate) fn score(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let is_number = |b: &u8| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'/' | b'-');
    let number = value.iter().take_while(|b| is_number(b)).count();
    let (number, unit) = value.split_at(number);
    let unit = unit.trim_ascii();
    let is_unit = unit.len() <= 7
        && unit.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b'%' | b'/' | b'.' | b'\''));
    let opens = number.iter().find(|b| **b != b'-').is_some_and(u8::is_ascii_digit);
    let is_range = number.iter().skip(1).any(|b| *b == b'-');
    let is_default = number.iter().all(|b| matches!(b, b'0' | b'.'));
    if opens && !is_range && !is_default && number.len() <= 12 && is_unit {
        of_record(subject)
    } else {
        Check::refuted("no measure or score")
    }
}

/// A number plate: capitals and digits, of each at least one.
pub(crate) fn plate(subject: &Subject<'_>) -> Check {
    let value = std::str::from_utf8(subject.value()).unwrap_or_default();
    let count = |is: fn(char) -> bool| value.chars().filter(|c| is(*c)).count();
    let (digits, capitals) = (count(|c| c.is_ascii_digit()), count(char::is_uppercase));
    let others = count(|c| matches!(c, ' ' | '-' | '.'));
    let len = count(|_| true);
    let whole = digits + capitals + others == len;
    if !(whole && (4..=13).contains(&len) && digits >= 1 && (1..=6).contains(&capitals)) {
        return Check::refuted("no number plate");
    }
    if is_sample_plate(subject.value()) {
        return Check::UNPROVEN.but(Disposition::Synthetic, "a plate of forms");
    }
    of_record(subject)
}

/// Whether a plate is one that forms show: `AAA-000`, `XX 9999`, `ABC-123`.
fn is_sample_plate(value: &[u8]) -> bool {
    let is_one = |is: fn(&u8) -> bool| {
        let first = value.iter().find(|b| is(b));
        value.iter().filter(|b| is(b)).count() > 1 && value.iter().filter(|b| is(b)).all(|b| Some(b) == first)
    };
    let alike = value.len() >= 5 && is_one(u8::is_ascii_uppercase) && is_one(u8::is_ascii_digit);
    alike
        || Compact::read(value).is_some_and(|plate| matches!(plate.all(), b"ABC123" | b"ABC1234" | b"XYZ123"))
}

/// Endings of files of pictures, sound and film.
const MEDIA: &[&str] = &[
    ".jpg", ".jpeg", ".png", ".webp", ".heic", ".gif", ".bmp", ".tif", ".tiff", ".mp4", ".mov", ".webm",
    ".mp3", ".wav", ".m4a", ".ogg", ".avif",
];

/// A picture or a recording of somebody: the name of a file of that kind, or its address.
pub(crate) fn picture(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let path = value.split(|b| matches!(b, b'?' | b'#')).next().unwrap_or(value);
    let ends = |end: &&str| path.len() > end.len() && super::vicinity::ends_fold(path, end.as_bytes());
    let is_url = value.starts_with(b"https://") || value.starts_with(b"http://");
    let is_data = value.starts_with(b"data:image/") || value.starts_with(b"data:audio/");
    if MEDIA.iter().any(ends) || is_data || is_url && value.len() > 16 {
        return of_record(subject);
    }
    Check::refuted("no picture or recording")
}

/// A template or identifier of a face, finger, eye or voice: an opaque token, or the first number of a vector.
pub(crate) fn biometric(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    let is_token = value.iter().all(|b| b.is_ascii_alphanumeric() || b"+/=_-.:, []".contains(b));
    if is_token && value.len() >= 8 && digits >= 2 {
        of_record(subject)
    } else {
        Check::refuted("no template")
    }
}

/// What a flag has that is set.
pub(crate) fn set_flag(subject: &Subject<'_>) -> Check {
    let yes = [&b"true"[..], b"yes", b"y", b"t", b"1", b"on", b"positive"];
    let set = yes.iter().any(|v| subject.value().eq_ignore_ascii_case(v));
    if set { of_record(subject) } else { Check::refuted("no flag that is set") }
}

/// What a name alone says of somebody under age: a name, a word, a grade, a consent.
pub(crate) fn minor_sign(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let grade = (1..=2).contains(&value.len()) && value.iter().all(u8::is_ascii_digit);
    let flag = [&b"true"[..], b"false"].iter().any(|v| value.eq_ignore_ascii_case(v));
    let said = [&b"yes"[..], b"y", b"given", b"granted", b"obtained", b"1"]
        .iter()
        .any(|v| value.eq_ignore_ascii_case(v));
    // A field such as `parental_consent` is one of children whatever it says.
    let says = if flag { subject.form != "weak" } else { grade || said || is_phrase(subject) };
    if says { of_record(subject) } else { Check::refuted("says nothing of a child") }
}

/// Pages that somebody went to, with what led there: an address or a path.
pub(crate) fn page(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let is_url = value.starts_with(b"http://")
        || value.starts_with(b"https://")
        || value.starts_with(b"android-app://");
    let is_path = value.starts_with(b"/") && !value.starts_with(b"//") && value.len() > 1;
    if is_url || is_path { of_visit(subject) } else { Check::refuted("no page") }
}

/// When somebody came, and how long they stayed: a time, or a number of seconds.
pub(crate) fn visit(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    let is_time = value.iter().all(|b| b.is_ascii_digit() || b" .:-+/,TZhmsHMSPecnduoi".contains(b));
    // `u32` of code.
    let of_code = matches!(value, [b'u' | b'i', rest @ ..] if rest.iter().all(u8::is_ascii_digit));
    if is_time && !of_code && digits >= 1 && value.len() <= 40 {
        of_visit(subject)
    } else {
        Check::refuted("no time of a visit")
    }
}

/// Browser, system or kind of device in a field of its own: a short phrase, or the size of a screen.
pub(crate) fn device_trait(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let is_size = value.first().is_some_and(u8::is_ascii_digit)
        && value.iter().all(|b| b.is_ascii_digit() || *b == b'x');
    let is_word = |b: &u8| b.is_ascii_alphanumeric() || b" -,./()+".contains(b);
    let names = value.first().is_some_and(u8::is_ascii_alphabetic)
        && value.len() <= 60
        && value.iter().all(is_word)
        && value.iter().any(|b| b.is_ascii_uppercase() || *b == b' ');
    if !(is_size && value.contains(&b'x') || names) || names_a_type(subject) {
        return Check::refuted("no browser, system or device");
    }
    match subject.form {
        "field" if speaks_of_person_or_device(subject) => {
            Check::UNPROVEN.adjusted(OF_A_PERSON - 20, "in the record of a person or device")
        }
        _ => of_visit(subject),
    }
}

/// Whether a value is what code has behind a name: a pointer, a member, a type (`device: AllocationDevice`).
fn names_a_type(subject: &Subject<'_>) -> bool {
    let value = subject.value();
    let is_word = value.iter().all(u8::is_ascii_alphanumeric);
    let ends = [&b"Device"[..], b"Type", b"Kind", b"Info", b"Name"].iter().any(|e| value.ends_with(e));
    let member = |w: &[u8]| matches!(w, [a, b'.', b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic());
    matches!(subject.before(1), b"*" | b"&") || is_word && ends || value.windows(3).any(member)
}

/// Who came is told by an account, a device or an address in the record.
fn of_visit(subject: &Subject<'_>) -> Check {
    if subject.form == "weak" && speaks_of_person_or_device(subject) {
        return Check::UNPROVEN.adjusted(OF_A_PERSON, "in the record of a person or device");
    }
    Check::UNPROVEN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::{Proof, Validator};
    use proptest::prelude::*;

    fn passes(of: Validator, value: &str) -> bool {
        of(&Subject::alone(value, "field")).proof != Proof::Refuted
    }

    #[test]
    fn values_of_their_kind() {
        for (of, values) in [
            (age as Validator, &["34", "0", "120", "34 years", "7 yrs"][..]),
            (salary, &["52000", "$52,000", "EUR 52.000", "52,000.50 USD", "£38000", "12 LPA 500"]),
            (account_id, &["CUST-00123", "10021", "E1042"]),
            (vin, &["1M8GDM9AXKP042788", "WVWZZZ1JZXW000001"]),
            (plate, &["B-MA 1234", "AB12 CDE", "MH 12 AB 1234", "СВ 1234 АК"]),
            (picture, &["jane.jpg", "https://cdn.example.org/u/7", "faces/7.PNG?x=1"]),
            (biometric, &["0.1203, -0.2231", "[0.1203, -0.2231]", "AbCd0123456789=="]),
            (minor_sign, &["7", "yes", "Green Hill School"]),
            (set_flag, &["true", "Y", "1"]),
            (score, &["27.4", "128/82", "6.8 %", "84 kg", "-3", "1,820.50", "36.9C"]),
            (device_trait, &["iPhone 14", "Firefox 115.0", "MacBook", "390x844", "SamsungBrowser"]),
            (page, &["/pricing", "https://example.org/a"]),
            (visit, &["2023-10-10T13:55:36Z", "34.5", "00:03:12"]),
        ] {
            assert_eq!(values.iter().filter(|v| !passes(of, v)).collect::<Vec<_>>(), [&""; 0]);
        }
    }

    #[test]
    fn values_of_other_kinds() {
        for (of, values) in [
            (age as Validator, &["121", "-1", "034", "3.5", "old", "", "12px", "34 days"][..]),
            (salary, &["12", "none", "high", "v1.2.3.4-5000_x", "salary 5000", "12345678901234"]),
            (account_id, &["customer", "id", "a b 12", "-12", "x1", "{{id12}}"]),
            (vin, &["1M8GDM9AXKP04278", "1M8GDM9AXKP04278O", "ABCDEFGHJKLMNPRST", "12345678901234567"]),
            (plate, &["ABCD", "1234", "ab12 cde", "MUCH TOO LONG 1234"]),
            (picture, &["jane", "photo.txt", ".jpg", "photo"]),
            (biometric, &["enabled", "0.12", "true"]),
            (page, &["home", "/", "//x"]),
            (visit, &["yesterday", "now()", "", "u32", "i64"]),
            (set_flag, &["false", "0", "3", "no", ""]),
            (
                score,
                &[
                    "none", "", "0", "0.00", "60-100 bpm", "2024-03-01T10:00", "GpaScale", "3 of 5 points",
                    "v3", "./a",
                ],
            ),
            (device_trait, &["AllocationDevice", "MemoryInfoDeviceType", "c.getDevices", "linux", "null"]),
        ] {
            assert_eq!(values.iter().filter(|v| passes(of, v)).collect::<Vec<_>>(), [&""; 0]);
        }
    }

    #[test]
    fn examples_are_nobodys_in_prose_alone() {
        let of = |value, form| account_id(&Subject::alone(value, form)).disposition;
        for example in ["12345", "10000", "7777"] {
            assert_eq!(
                (of(example, "labelled"), of(example, "field")),
                (Disposition::Synthetic, Disposition::Real)
            );
        }
        assert_eq!(of("4711000", "labelled"), Disposition::Real);
    }

    #[test]
    fn the_check_digit_of_a_vehicle_proves() {
        let proof = |value| vin(&Subject::alone(value, "field")).proof;
        assert_eq!(proof("1M8GDM9AXKP042788"), Proof::Proven);
        assert_eq!(proof("1M8GDM9A1KP042788"), Proof::Unproven);
    }

    #[test]
    fn plates_of_forms_are_nobodys() {
        for value in ["AAA-000", "XX 9999", "ABC-123"] {
            assert_eq!(plate(&Subject::alone(value, "field")).disposition, Disposition::Synthetic, "{value}");
        }
        for value in ["AAA-010", "B-MA 1234", "ABC-321"] {
            assert_eq!(plate(&Subject::alone(value, "field")).disposition, Disposition::Real, "{value}");
        }
    }

    proptest! {
        #[test]
        fn any_value_is_survived(value in "\\PC{0,60}") {
            for of in [age as Validator, salary, account_id, vin, plate, picture, biometric, minor_sign, page, visit] {
                let _ = passes(of, &value);
            }
        }
    }
}
