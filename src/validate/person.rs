//! Judges names of persons. Nothing proves a name; this says what cannot be one.

use super::vicinity::label_before;
use super::{Check, Subject};
use crate::lexicon::{FAMILY, GIVEN, NOT_NAMES};
use crate::model::Disposition;

/// Names that stand for anybody, lower case.
const PLACEHOLDERS: &[&str] = &[
    "john doe",
    "jane doe",
    "joe bloggs",
    "john smith",
    "jane smith",
    "john q public",
    "foo bar",
    "foo",
    "bar",
    "test user",
    "test test",
    "test",
    "lorem ipsum",
    "firstname lastname",
    "first last",
    "first name",
    "last name",
    "your name",
    "full name",
    "my name",
    "max mustermann",
    "erika mustermann",
    "jean dupont",
    "mario rossi",
    "juan pérez",
    "juan perez",
    "jan jansen",
    "jan kowalski",
    "a n other",
    "example user",
    "demo user",
    "sample user",
    "user name",
    "some name",
    "some one",
    "some body",
];

/// Accounts, and types that fields are declared with: they stand for nobody.
const NOBODY: &[&str] = &[
    "str",
    "string",
    "text",
    "char",
    "varchar",
    "charfield",
    "object",
    "admin",
    "administrator",
    "root",
    "system",
    "guest",
    "user",
    "anonymous",
    "nobody",
    "superuser",
    "daemon",
    "bot",
    "www-data",
    "postgres",
    "mysql",
    "ubuntu",
    "default",
    "service account",
    "support",
    "info",
    "webmaster",
    "noreply",
    "no-reply",
];

/// Words behind or in names of companies and institutions.
const COMPANY: &[&str] = &[
    "inc",
    "ltd",
    "llc",
    "llp",
    "gmbh",
    "corp",
    "co",
    "plc",
    "ag",
    "sa",
    "bv",
    "nv",
    "pvt",
    "pte",
    "pty",
    "kg",
    "srl",
    "spa",
    "foundation",
    "university",
    "bank",
    "street",
    "company",
    "corporation",
    "limited",
    "group",
    "holdings",
    "institute",
    "college",
    "school",
    "hospital",
    "clinic",
    "association",
    "society",
    "technologies",
    "software",
    "systems",
    "solutions",
    "labs",
    "studio",
    "studios",
    "agency",
    "insurance",
    "church",
    "museum",
    "library",
    "hotel",
    "airport",
    "station",
    "avenue",
    "road",
    "boulevard",
    "theatre",
    "theater",
    "stadium",
    "award",
    "prize",
    "law",
    "act",
    "court",
    "memorial",
    "center",
    "centre",
    "bridge",
    "park",
    "beach",
    "island",
    "river",
    "valley",
    "county",
    "city",
    "team",
    "department",
    "committee",
    "motors",
    "motor",
    "press",
    "records",
    "pictures",
    "airlines",
    "university's",
    "partners",
    "associates",
    "industries",
    "cup",
    "league",
    "fund",
    "trust",
    "project",
    "license",
    "algorithm",
    "theorem",
    "protocol",
    "street's",
    "sons",
];

/// A candidate name: by cue or gazetteer, or the whole value of a field or label.
pub(crate) fn person_name(subject: &Subject<'_>) -> Check {
    let value = subject.value().trim_ascii();
    if let Some(check) = masked(value) {
        return check;
    }
    if let Some(why) = misshapen(value) {
        return Check::refuted(why);
    }
    if is_any(value, NOBODY) {
        return Check::refuted("account or role, not a person");
    }
    if is_any(value, PLACEHOLDERS) {
        return Check::UNPROVEN.but(Disposition::Synthetic, "placeholder name");
    }
    if words(value).skip(1).any(is_company) || company_follows(subject) {
        return Check::refuted("organisation or place");
    }
    match subject.form {
        "field" | "label" | "weak" if is_expression(subject) => Check::refuted("not a name: code"),
        "field" => field(subject, value),
        "label" | "weak" => label(subject, value),
        _ => in_text(subject, value),
    }
}

/// `name: Box<str>`, `name: ident(x)`, `name: self::Name`.
fn is_expression(subject: &Subject<'_>) -> bool {
    matches!(subject.after(2), [b'<' | b'(' | b'[' | b'{' | b'!' | b'/', ..] | b"::")
        && !matches!(subject.after(3), [b'<', b'/', ..] | b"<br")
}

fn words(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    value.split(|b| matches!(b, b' ' | b',' | b'\t' | b'\n' | b'\r' | b'.')).filter(|w| !w.is_empty())
}

/// `J*** D**`, `[REDACTED]`.
fn masked(value: &[u8]) -> Option<Check> {
    let stars = value.windows(2).any(|w| w == b"**") && value.len() <= 60;
    let word = ["redacted", "masked", "[removed]", "<removed>"].iter().any(|m| {
        value.len() <= m.len() + 2 && value.windows(m.len()).any(|w| w.eq_ignore_ascii_case(m.as_bytes()))
    });
    (stars || word).then(|| Check::UNPROVEN.but(Disposition::Masked, "masked"))
}

/// Why the value has not the shape of a name, or `None`: one to five words of letters, apostrophes,
/// hyphens and dots, with at most one comma (`Last, First`).
fn misshapen(value: &[u8]) -> Option<&'static str> {
    let count = words(value).count();
    if value.len() < 2 || value.len() > 60 || !(1..=6).contains(&count) {
        return Some("too short or too long for a name");
    }
    let part = |b: &u8| {
        b.is_ascii_alphabetic()
            || *b >= 0x80
            || matches!(b, b' ' | b'\'' | b'-' | b'.' | b',' | b'\n' | b'\r' | b'\t')
    };
    if !value.iter().all(part) || value.iter().filter(|b| **b == b',').count() > 1 {
        return Some("not a name: digits or signs");
    }
    if !value.iter().any(|b| b.is_ascii_alphabetic() || *b >= 0x80) || has_inner_dot(value) {
        return Some("not a name: no word, or a path");
    }
    (count == 1 && is_code(value)).then_some("not a name: code")
}

/// `os.path`, `s.get`: a dot between words in lower case.
fn has_inner_dot(value: &[u8]) -> bool {
    value.windows(3).any(|w| matches!(w, [a, b'.', c] if a.is_ascii_lowercase() && c.is_ascii_lowercase()))
}

/// All capitals, six or more, and no vowel; or capitals inside a word as in `camelCase` and `FooBarBaz`.
fn is_code(value: &[u8]) -> bool {
    let vowel = value.iter().any(|b| b"AEIOUY".contains(&b.to_ascii_uppercase()) || *b >= 0x80);
    let humps = value
        .windows(2)
        .filter(|w| matches!(w, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()))
        .count();
    // `McDonald` and `FitzGerald`, not `FamilyName`.
    let far_hump = humps == 1 && value.iter().skip(1).take_while(|b| b.is_ascii_lowercase()).count() > 4;
    let lower_first = value.first().is_some_and(u8::is_ascii_lowercase);
    value.len() >= 6 && !vowel
        || humps > 1
        || far_hump
        || humps == 1 && lower_first && !value.starts_with(b"de")
}

fn is_any(value: &[u8], list: &[&str]) -> bool {
    list.iter().any(|known| {
        let mut left = words(value);
        let mut right = known.split(' ');
        loop {
            match (left.next(), right.next()) {
                (None, None) => return true,
                (Some(l), Some(r)) if l.eq_ignore_ascii_case(r.as_bytes()) => {}
                _ => return false,
            }
        }
    })
}

fn is_company(word: &[u8]) -> bool {
    COMPANY.iter().any(|c| word.eq_ignore_ascii_case(c.as_bytes()))
}

/// Whether the next word after the value makes it the name of an organisation or place.
fn company_follows(subject: &Subject<'_>) -> bool {
    let after = subject.after(16);
    let Some(rest) = after.strip_prefix(b" ").or_else(|| after.strip_prefix(b", ")) else { return false };
    let end = rest.iter().position(|b| !b.is_ascii_alphabetic()).unwrap_or(rest.len());
    let word = rest.get(..end).unwrap_or(&[]);
    word.first().is_some_and(u8::is_ascii_uppercase) && is_company(word)
}

fn is_known(word: &[u8]) -> bool {
    GIVEN.has(word) || FAMILY.has(word)
}

/// The value of a column or key that asks for a name: any case.
fn field(subject: &Subject<'_>, value: &[u8]) -> Check {
    if words(value).all(|w| NOT_NAMES.has(w) && !is_known(w)) {
        return Check::refuted("not a name: common words");
    }
    let lower = !value.iter().any(|b| b.is_ascii_uppercase() || *b >= 0x80);
    if lower && !words(value).any(is_known) {
        // Cells and quotes hold data; anything else may be a variable or a type.
        let points =
            if is_whole_cell(subject) || matches!(subject.before(1), b"\"" | b"'") { -15 } else { -30 };
        return Check::UNPROVEN.adjusted(points, "lower case and no known name");
    }
    Check::UNPROVEN
}

/// Whether the value is all that there is, as in a cell of a table.
fn is_whole_cell(subject: &Subject<'_>) -> bool {
    subject.start == 0 && subject.end == subject.text.len()
}

/// Whether the label before the value is in lower case, as the keys of configurations are.
fn is_behind_a_key(subject: &Subject<'_>) -> bool {
    label_before(subject.before(40)).first().is_some_and(u8::is_ascii_lowercase)
}

/// The value behind a label: each word capitalised or a particle, none of them a common word.
fn label(subject: &Subject<'_>, value: &[u8]) -> Check {
    if !words(value).all(|w| is_capitalised(w) || is_particle(w)) {
        return Check::refuted("not a name: lower-case words");
    }
    if words(value).any(|w| NOT_NAMES.has(w) && !is_known(w)) {
        return Check::refuted("not a name: common words");
    }
    let known = words(value).any(|w| GIVEN.has_plain(w) || FAMILY.has_plain(w));
    match (known, words(value).nth(1).is_some()) {
        (true, true) => Check::UNPROVEN.adjusted(10, "known name"),
        (false, true) if is_behind_a_key(subject) => {
            Check::UNPROVEN.adjusted(-15, "a setting, and no known name")
        }
        (true, false) | (false, true) => Check::UNPROVEN,
        (false, false) => Check::UNPROVEN.adjusted(-20, "one word and no known name"),
    }
}

fn is_capitalised(word: &[u8]) -> bool {
    word.first().is_some_and(|b| b.is_ascii_uppercase() || *b >= 0x80)
}

fn is_particle(word: &[u8]) -> bool {
    word.len() <= 5
        && [
            "de", "van", "von", "bin", "al", "da", "di", "du", "del", "der", "den", "la", "le", "dos", "ter",
            "zu", "y", "ibn", "della", "el",
        ]
        .iter()
        .any(|p| p.as_bytes() == word)
}

/// A name in running text: what stands around it can refute it.
fn in_text(subject: &Subject<'_>, value: &[u8]) -> Check {
    if matches!(subject.before(1), [b'@' | b'#' | b'/' | b'\\' | b'_' | b'.' | b'$' | b'&'])
        || matches!(subject.after(1), [b'_' | b'(' | b'/' | b'\\' | b'@' | b'=' | b'$'])
        || matches!(subject.after(2), [b'.' | b':', next] if next.is_ascii_alphanumeric() || *next == b':')
    {
        return Check::refuted("part of an identifier or path");
    }
    if matches!(subject.before(2), [digit, b' '] if digit.is_ascii_digit()) {
        return Check::refuted("street or count");
    }
    let common = words(value).filter(|w| NOT_NAMES.has(w) && !is_known(w)).count();
    if common > 0 {
        return Check::refuted("not a name: common words");
    }
    if is_copyright(subject) {
        return Check::UNPROVEN.adjusted(-20, "public attribution");
    }
    if subject.form.starts_with("gazetteer") && title_goes_on(subject) {
        return Check::UNPROVEN.adjusted(-12, "part of a longer title");
    }
    Check::UNPROVEN
}

/// `(c) 2020 First Last`: published on purpose.
fn is_copyright(subject: &Subject<'_>) -> bool {
    let before = subject.before(40);
    let line = before.rsplit(|b| *b == b'\n').next().unwrap_or(&[]);
    line.windows(3).any(|w| w.eq_ignore_ascii_case(b"(c)") || w.eq_ignore_ascii_case(b"yri"))
}

/// Whether another capitalised word follows directly, which is no known name: headings and works.
fn title_goes_on(subject: &Subject<'_>) -> bool {
    let after = subject.after(20);
    let Some([first, rest @ ..]) = after.strip_prefix(b" ") else { return false };
    let end = rest.iter().position(|b| !b.is_ascii_alphabetic()).unwrap_or(rest.len());
    first.is_ascii_uppercase() && end > 1 && !after.get(1..end + 2).is_some_and(is_known)
}

#[cfg(test)]
mod tests {
    use super::super::Proof;
    use super::*;

    fn judge(value: &str, form: &'static str) -> Check {
        person_name(&Subject::alone(value, form))
    }

    #[test]
    fn whole_values_are_judged() {
        for (value, form, proof) in [
            ("Francis Pereira", "label", Proof::Unproven),
            ("Tilda van der Quist", "label", Proof::Unproven),
            ("O'Neil, Sam", "field", Proof::Unproven),
            ("tilda", "field", Proof::Unproven),
            ("MÜLLER", "field", Proof::Unproven),
            ("J. R. Quist", "label", Proof::Unproven),
            ("tilda quist", "label", Proof::Refuted),
            ("Acme Inc", "label", Proof::Refuted),
            ("Quist GmbH", "field", Proof::Refuted),
            ("Internal Server Error", "label", Proof::Refuted),
            ("XKCDRTL", "field", Proof::Refuted),
            ("fooBar", "field", Proof::Refuted),
            ("os.path", "field", Proof::Refuted),
            ("user42", "field", Proof::Refuted),
            ("a@b.example", "label", Proof::Refuted),
            ("string", "field", Proof::Refuted),
            ("str", "field", Proof::Refuted),
            ("null", "field", Proof::Refuted),
            ("root", "field", Proof::Refuted),
            ("x", "field", Proof::Refuted),
            ("", "field", Proof::Refuted),
        ] {
            assert_eq!(judge(value, form).proof, proof, "{value}");
        }
    }

    #[test]
    fn placeholders_are_nobody() {
        for value in ["John Doe", "jane doe", "MAX MUSTERMANN", "Test User", "Your Name"] {
            assert_eq!(judge(value, "field").disposition, Disposition::Synthetic, "{value}");
        }
        assert_eq!(judge("J*** D**", "field").disposition, Disposition::Masked);
        assert_eq!(judge("Tilda Quist", "field").disposition, Disposition::Real);
    }

    #[test]
    fn surroundings_refute() {
        for (text, proof) in [
            ("met |Robert Chen| there", Proof::Unproven),
            ("the |Robert Chen| Foundation", Proof::Refuted),
            ("the |Robert Chen|, Inc.", Proof::Refuted),
            ("x/|Robert Chen|/y", Proof::Refuted),
            ("at 12 |Martin Luther| Dr", Proof::Refuted),
            ("x |Robert Chen|::new", Proof::Refuted),
        ] {
            let start = text.find('|').unwrap();
            let end = text.rfind('|').unwrap() - 1;
            let plain = text.replace('|', "");
            let check = person_name(&Subject { text: plain.as_bytes(), start, end, form: "gazetteer" });
            assert_eq!(check.proof, proof, "{text}");
        }
    }

    #[test]
    fn code_is_no_name() {
        for (text, form, proof, adjust) in [
            ("full_name: |Box|<str>", "field", Proof::Refuted, 0),
            ("name: |Ident|(x)", "label", Proof::Refuted, 0),
            ("given: |usize|,", "field", Proof::Unproven, -30),
            ("\"given\": \"|tildax|\"", "field", Proof::Unproven, -15),
            ("|tildax|", "field", Proof::Unproven, -15),
            ("<name>|Tilda|</name>", "field", Proof::Unproven, 0),
            ("- name: |Brobdin Lagado|", "label", Proof::Unproven, -15),
            ("Name: |Brobdin Lagado|", "label", Proof::Unproven, 0),
            ("family_name: |FamilyName|,", "field", Proof::Refuted, 0),
            ("family_name: |FitzGerald|,", "field", Proof::Unproven, 0),
            ("full_name = |s.get|", "field", Proof::Refuted, 0),
        ] {
            let start = text.find('|').unwrap();
            let end = text.rfind('|').unwrap() - 1;
            let plain = text.replace('|', "");
            let check = person_name(&Subject { text: plain.as_bytes(), start, end, form });
            assert_eq!((check.proof, check.adjust), (proof, adjust), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..80)) {
            for form in ["gazetteer", "label", "field", "weak"] {
                let _ = person_name(&Subject { text: &bytes, start: 0, end: bytes.len(), form });
            }
        }
        #[test]
        fn a_digit_is_never_in_a_name(name in "[A-Z][a-z]{2,8}", digit in 0..10) {
            let value = format!("{name}{digit}");
            proptest::prop_assert_eq!(person_name(&Subject { text: value.as_bytes(), start: 0, end: value.len(), form: "field" }).proof, Proof::Refuted);
        }
    }
}
