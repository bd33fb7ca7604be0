//! Judges postal addresses: whether ZIP and state agree, and whether it is a famous or made-up one.

use super::{Check, Proof, Subject};
use crate::lexicon::{ADDRESS_WORDS, SUFFIXES, state_of_zip, zip_serves};
use crate::model::Disposition;

/// Addresses that everybody knows, that licence texts hold or that people make up, lower case, words parted by single spaces.
const PLACEHOLDERS: &[&str] = &[
    "123 main st",
    "1234 main st",
    "123 fake st",
    "123 any st",
    "123 anywhere",
    "123 example",
    "123 test",
    "123 sample",
    "1234 elm st",
    "123 elm st",
    "742 evergreen ter",
    "1600 pennsylvania ave",
    "221b baker st",
    "1 infinite loop",
    "1600 amphitheatre p",
    "10 downing st",
    "51 franklin st",
    "59 temple pl",
    "675 mass ave",
];

/// Words that only made-up addresses hold.
const MADE_UP: &[&str] = &[
    "anytown",
    "musterstr",
    "musterstadt",
    "musterweg",
    "springfield usa",
    "your street",
    "your address",
    "h0h 0h0",
    "zz99",
    "lorem",
];

/// ZIP codes that people type for any.
const ANY_ZIP: &[&[u8]] = &[b"00000", b"12345", b"99999", b"11111"];

/// A candidate address. See `/rules/detectors/postal-address.toml` for the forms.
pub(crate) fn postal_address(subject: &Subject<'_>) -> Check {
    let value = subject.value().trim_ascii();
    let whole = matches!(subject.form, "field" | "label" | "weak");
    if let Some(why) = not_an_address(value).filter(|_| whole) {
        return Check::refuted(why);
    }
    if whole && matches!(subject.before(1), b"*" | b"&") {
        return Check::refuted("not an address: a pointer's type");
    }
    if is_citation(value) {
        return Check::refuted("legal citation");
    }
    if is_masked(value) {
        return Check::UNPROVEN.but(Disposition::Masked, "masked");
    }
    let mut plain = [0; 160];
    let plain = simplified(value, &mut plain);
    let zip = zip_of(value);
    if is_made_up(plain) || zip.is_some_and(|z| ANY_ZIP.contains(&z)) {
        return Check::UNPROVEN.but(Disposition::Synthetic, "well-known or made-up address");
    }
    match subject.form {
        "full" | "city-state-zip" => by_zip(value, zip, subject.form),
        "street" if fills_its_line(subject) => Check::UNPROVEN.adjusted(17, "the line holds nothing else"),
        _ => Check::UNPROVEN,
    }
}

/// Why the value of an address field is no address, or `None`.
fn not_an_address(value: &[u8]) -> Option<&'static str> {
    let value = value.strip_suffix(b",").or_else(|| value.strip_suffix(b";")).unwrap_or(value);
    let has = |f: fn(&u8) -> bool| value.iter().any(f);
    let letters = value.iter().filter(|b| b.is_ascii_alphabetic() || **b >= 0x80).count();
    if !(5..=160).contains(&value.len()) {
        return Some("too short or too long for an address");
    }
    if has(|b| matches!(b, b'@' | b'{' | b'}' | b'<' | b'\\' | b'_' | b'=' | b'$'))
        || value.windows(3).any(|w| w == b"://")
    {
        return Some("not an address: link, mail or code");
    }
    if letters < 2 || value.windows(2).any(|w| w == b"0x") {
        return Some("not an address: no words");
    }
    let spaced = has(|b| matches!(b, b' ' | b',' | b'\n')) || value.iter().any(|b| *b >= 0x80);
    if !spaced || !(has(u8::is_ascii_digit) || has_address_word(value)) {
        return Some("not an address: neither number nor street word");
    }
    None
}

fn words(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    value.split(|b| !(b.is_ascii_alphanumeric() || *b >= 0x80)).filter(|w| !w.is_empty())
}

fn has_address_word(value: &[u8]) -> bool {
    words(value).skip(1).any(|w| ADDRESS_WORDS.has(w) || SUFFIXES.has_plain(w))
        || value.windows(5).any(|w| w.eq_ignore_ascii_case(b"stras"))
        || value.windows(4).any(|w| w.eq_ignore_ascii_case(b"rue "))
}

/// `123 F. Supp. 2d 45`, `410 U.S. 113`.
fn is_citation(value: &[u8]) -> bool {
    words(value).nth(1).is_some_and(|w| w.eq_ignore_ascii_case(b"F"))
        && words(value).any(|w| w.eq_ignore_ascii_case(b"Supp"))
        || value.windows(4).any(|w| w == b" v. ")
}

fn is_masked(value: &[u8]) -> bool {
    value.windows(3).any(|w| w == b"***" || w == b"xxx" || w == b"XXX")
        || value.windows(8).any(|w| w.eq_ignore_ascii_case(b"redacted"))
}

/// Lower case letters and digits with single spaces between them, as far as they fit.
fn simplified<'a>(value: &[u8], room: &'a mut [u8; 160]) -> &'a [u8] {
    let mut len = 0;
    for b in value {
        let keep = b.is_ascii_alphanumeric() || *b >= 0x80;
        let after_space = len == 0 || room.get(len - 1) == Some(&b' ');
        if !keep && after_space {
            continue;
        }
        let Some(slot) = room.get_mut(len) else { break };
        *slot = if keep { b.to_ascii_lowercase() } else { b' ' };
        len += 1;
    }
    room.get(..len).unwrap_or(&[])
}

fn is_made_up(plain: &[u8]) -> bool {
    let holds = |w: &&str| plain.windows(w.len()).any(|p| p == w.as_bytes());
    PLACEHOLDERS.iter().any(|p| plain.starts_with(p.as_bytes())) || MADE_UP.iter().any(holds)
}

/// The last five digits that stand alone, or before `-1234`.
fn zip_of(value: &[u8]) -> Option<&[u8]> {
    words(value).filter(|w| w.len() == 5 && w.iter().all(u8::is_ascii_digit)).last()
}

/// The last two-capital word before the ZIP.
fn state_of(value: &[u8]) -> Option<&[u8]> {
    words(value).filter(|w| w.len() == 2 && w.iter().all(u8::is_ascii_uppercase) && *w != b"US").last()
}

/// US addresses with their last line: the ZIP's first three digits belong to a state.
fn by_zip(value: &[u8], zip: Option<&[u8]>, form: &str) -> Check {
    let Some(zip) = zip else { return Check::UNPROVEN };
    if state_of_zip(zip).is_none() {
        return Check::UNPROVEN.adjusted(-20, "ZIP is not in use");
    }
    match state_of(value) {
        Some(state) if zip_serves(zip, state) => Check { proof: Proof::Proven, ..agreed(form) },
        Some(_) if form == "full" => Check::UNPROVEN.adjusted(-15, "ZIP is another state's"),
        Some(_) => Check::UNPROVEN.adjusted(-30, "ZIP is another state's"),
        None => Check::UNPROVEN,
    }
}

fn agreed(form: &str) -> Check {
    Check::PROVEN.adjusted(if form == "full" { 10 } else { 0 }, "ZIP agrees with the state")
}

/// Whether nothing but blanks, quotes and commas stands on the value's line around it.
fn fills_its_line(subject: &Subject<'_>) -> bool {
    let before = subject.before(8).iter().rev().find(|b| !matches!(b, b' ' | b'\t' | b'"' | b'\''));
    let after = subject.after(8).iter().find(|b| !matches!(b, b' ' | b'\t' | b'"' | b'\'' | b',' | b'.'));
    let edge = |b: Option<&u8>| b.is_none_or(|b| matches!(b, b'\n' | b'\r'));
    edge(before) && edge(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(value: &str, form: &'static str) -> Check {
        postal_address(&Subject::alone(value, form))
    }

    #[test]
    fn zip_and_state_prove_each_other() {
        for (value, form, proof, adjust) in [
            ("4821 Maple Street, Springfield, IL 62704", "full", Proof::Proven, 10),
            ("4821 Maple Street, Springfield, CA 62704", "full", Proof::Unproven, -15),
            ("Reno, NV 89501", "city-state-zip", Proof::Proven, 0),
            ("Reno, NV 62704", "city-state-zip", Proof::Unproven, -30),
            ("4821 Maple Street, Aloha, Oregon 97007", "full", Proof::Unproven, 0),
            ("4821 Maple Street", "street", Proof::Unproven, 17),
            ("31 Alder Court", "street-weak", Proof::Unproven, 0),
        ] {
            let check = judge(value, form);
            assert_eq!(
                (check.proof, check.adjust, check.disposition),
                (proof, adjust, Disposition::Real),
                "{value}"
            );
        }
    }

    #[test]
    fn knows_made_up_addresses() {
        for value in [
            "123 Main St",
            "123 Main Street, Anytown, USA",
            "742 Evergreen Terrace",
            "1600 Pennsylvania Ave NW, Washington, DC 20500",
            "9 Oak Ave, Reno, NV 12345",
            "Musterstraße 1, 10999 Berlin",
        ] {
            assert_eq!(judge(value, "full").disposition, Disposition::Synthetic, "{value}");
        }
        assert_eq!(judge("*** Oak Ave 5", "field").disposition, Disposition::Masked);
    }

    #[test]
    fn fields_must_look_like_addresses() {
        for value in [
            "10.0.0.1",
            "0x7ffe12ab cd",
            "a@b.example",
            "https://x.example/1 a",
            "north",
            "12345",
            "localhost:80",
            "12",
            "user_addr 1",
        ] {
            assert_eq!(judge(value, "field").proof, Proof::Refuted, "{value}");
        }
        for value in ["12 rue Verte", "Erlenstraße 12", "MG Road, Pune", "Apt 4, 77 Elm Road"] {
            assert_ne!(judge(value, "field").proof, Proof::Refuted, "{value}");
        }
        assert_eq!(judge("123 F. Supp. 2d 45", "street").proof, Proof::Refuted);
        let pointer = Subject { text: b"addr: *mut u32", start: 7, end: 14, form: "field" };
        assert_eq!(postal_address(&pointer).proof, Proof::Refuted);
    }

    proptest::proptest! {
        #[test]
        fn never_panics(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            for form in ["full", "street", "field", "foreign"] {
                let _ = postal_address(&Subject { text: &bytes, start: 0, end: bytes.len(), form });
            }
        }
    }
}
