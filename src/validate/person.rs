//! Judges names of persons. Nothing proves a name; this says what cannot be one.

use std::sync::LazyLock;

use super::person_label::label;
use super::person_mistaken::{is_copyright, is_firm, is_place, is_said_of_fields, names_a_thing};
use super::vicinity::contains_fold;
use super::word_table::WordTable;
use super::{Check, Subject};
use crate::lexicon::{FAMILY, GIVEN, NOT_NAMES};
use crate::model::Disposition;

/// Names that stand for anybody, words parted by single spaces.
static PLACEHOLDERS: LazyLock<WordTable> = LazyLock::new(|| {
    WordTable::of(
        [
            "alice",
            "bob",
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
        ]
        .into_iter(),
    )
});

/// Accounts, and types that fields are declared with: they stand for nobody.
static NOBODY: LazyLock<WordTable> = LazyLock::new(|| {
    WordTable::of(
        [
            "str", "string", "text", "char", "varchar", "charfield", "object", "admin", "administrator",
            "root", "system", "guest", "user", "anonymous", "nobody", "superuser", "daemon", "bot",
            "www-data", "postgres", "mysql", "ubuntu", "default", "service account", "support", "info",
            "webmaster", "noreply", "no-reply",
        ]
        .into_iter(),
    )
});

/// Words behind or in names of companies and institutions.
static COMPANY: LazyLock<WordTable> = LazyLock::new(|| {
    WordTable::of(
        [
            "inc", "ltd", "llc", "llp", "gmbh", "corp", "co", "plc", "ag", "sa", "bv", "nv", "pvt", "pte",
            "pty", "kg", "srl", "spa", "foundation", "university", "bank", "street", "company",
            "corporation", "limited", "group", "holdings", "institute", "college", "school", "hospital",
            "clinic", "association", "society", "technologies", "software", "systems", "solutions", "labs",
            "studio", "studios", "agency", "insurance", "church", "museum", "library", "hotel", "airport",
            "station", "avenue", "road", "boulevard", "theatre", "theater", "stadium", "award", "prize",
            "law", "act", "court", "memorial", "center", "centre", "bridge", "park", "beach", "island",
            "river", "valley", "county", "city", "team", "department", "committee", "motors", "motor",
            "press", "records", "pictures", "airlines", "university's", "partners", "associates",
            "industries", "cup", "league", "fund", "trust", "project", "license", "algorithm", "theorem",
            "protocol", "street's", "sons",
        ]
        .into_iter(),
    )
});

/// What a byte of a value can be: bits of [`CLASSES`].
const LOWER: u8 = 1;
pub(super) const UPPER: u8 = 2;
pub(super) const FOREIGN: u8 = 4;
const SPACE: u8 = 8;
const COMMA: u8 = 16;
const DOT: u8 = 32;
const BREAK: u8 = 64;
const SIGN: u8 = 128;

/// The bytes of words, and those that stand between words.
const LETTER: u8 = LOWER | UPPER | FOREIGN;
const GAP: u8 = SPACE | COMMA | DOT | BREAK;

/// Apostrophes and hyphens belong to words and are of no class.
static CLASSES: [u8; 256] = {
    let mut classes = [SIGN; 256];
    let mut b = 0;
    while b < 256 {
        classes[b] = match b as u8 {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            0x80.. => FOREIGN,
            b' ' => SPACE,
            b',' => COMMA,
            b'.' => DOT,
            b'\t' | b'\n' | b'\r' => BREAK,
            b'\'' | b'-' => 0,
            _ => SIGN,
        };
        b += 1;
    }
    classes
};

/// No name has more words, and none more bytes.
const MOST_WORDS: usize = 6;
const LONGEST: usize = 60;

/// A value as one look at each byte shows it.
pub(super) struct Name<'a> {
    value: &'a [u8],
    /// The first words.
    words: [&'a [u8]; MOST_WORDS],
    /// How many words there are.
    pub(super) count: usize,
    commas: usize,
    /// All classes of its bytes.
    classes: u8,
}

impl<'a> Name<'a> {
    fn read(value: &'a [u8]) -> Self {
        let mut name = Self { value, words: [&[]; MOST_WORDS], count: 0, commas: 0, classes: 0 };
        let mut start = 0;
        for (i, b) in value.iter().enumerate() {
            let class = CLASSES.get(usize::from(*b)).copied().unwrap_or(SIGN);
            name.classes |= class;
            if class & GAP != 0 {
                name.commas += usize::from(class == COMMA);
                name.push(start, i);
                start = i + 1;
            }
        }
        name.push(start, value.len());
        name
    }

    fn push(&mut self, start: usize, end: usize) {
        if start < end {
            if let (Some(slot), Some(word)) = (self.words.get_mut(self.count), self.value.get(start..end)) {
                *slot = word;
            }
            self.count += 1;
        }
    }

    pub(super) fn words(&self) -> &[&'a [u8]] {
        self.words.get(..self.count).unwrap_or(&self.words)
    }

    /// Whether it has a byte of any of these classes.
    pub(super) fn has(&self, classes: u8) -> bool {
        self.classes & classes != 0
    }

    /// The words with single spaces between them. `room` takes them where the value has other gaps.
    fn phrase<'b>(&'b self, room: &'b mut [u8; LONGEST]) -> &'b [u8] {
        let letters: usize = self.words().iter().map(|w| w.len()).sum();
        if letters + self.count == self.value.len() + 1 && !self.has(GAP & !SPACE) {
            return self.value;
        }
        let mut len = 0;
        for word in self.words() {
            let end = len + word.len();
            let Some(slot) = room.get_mut(len..end) else { break };
            slot.copy_from_slice(word);
            if let Some(gap) = room.get_mut(end) {
                *gap = b' ';
            }
            len = end + 1;
        }
        room.get(..len.saturating_sub(1)).unwrap_or(&[])
    }
}

/// A candidate name: by cue or gazetteer, or the whole value of a field or label.
pub(crate) fn person_name(subject: &Subject<'_>) -> Check {
    let name = Name::read(subject.value().trim_ascii());
    if is_masked(&name) {
        return Check::UNPROVEN.but(Disposition::Masked, "masked");
    }
    if let Some(why) = misshapen(&name) {
        return Check::refuted(why);
    }
    let mut room = [0; LONGEST];
    let phrase = name.phrase(&mut room);
    if name.has(FOREIGN) && is_said_of_fields(phrase) {
        return Check::refuted("what a form says");
    }
    if NOBODY.contains(phrase) {
        return Check::refuted("account or role, not a person");
    }
    if is_place(phrase) {
        return Check::refuted("a place or a method");
    }
    if subject.form != "field" && is_firm(phrase) {
        return Check::refuted("a firm or brand");
    }
    if PLACEHOLDERS.contains(phrase) {
        return Check::UNPROVEN.but(Disposition::Synthetic, "placeholder name");
    }
    if name.words().iter().skip(1).any(|w| COMPANY.contains(w)) || company_follows(subject) {
        return Check::refuted("organisation or place");
    }
    match subject.form {
        "field" | "label" | "weak" if is_expression(subject) => Check::refuted("not a name: code"),
        "field" => field(subject, &name),
        "label" | "weak" => label(subject, &name),
        _ => in_text(subject, &name),
    }
}

/// `name: Box<str>`, `name: ident(x)`, `name: self::Name`.
fn is_expression(subject: &Subject<'_>) -> bool {
    matches!(subject.after(2), [b'<' | b'(' | b'[' | b'{' | b'!' | b'/', ..] | b"::")
        && !matches!(subject.after(3), [b'<', b'/', ..] | b"<br")
}

/// `J*** D**`, `[REDACTED]`.
fn is_masked(name: &Name<'_>) -> bool {
    let value = name.value;
    let stars = name.has(SIGN) && value.len() <= LONGEST && value.windows(2).any(|w| w == b"**");
    let words: [&[u8]; 4] = [b"redacted", b"masked", b"[removed]", b"<removed>"];
    stars || words.iter().any(|m| value.len() <= m.len() + 2 && contains_fold(value, m))
}

/// Why the value has not the shape of a name, or `None`: one to six words of letters, apostrophes,
/// hyphens and dots, with at most one comma (`Last, First`).
fn misshapen(name: &Name<'_>) -> Option<&'static str> {
    if !(2..=LONGEST).contains(&name.value.len()) || !(1..=MOST_WORDS).contains(&name.count) {
        return Some("too short or too long for a name");
    }
    if name.has(SIGN) || name.commas > 1 {
        return Some("not a name: digits or signs");
    }
    if !name.has(LETTER) || name.has(DOT) && has_inner_dot(name.value) {
        return Some("not a name: no word, or a path");
    }
    (name.count == 1 && is_code(name.value)).then_some("not a name: code")
}

/// `os.path`, `s.get`: a dot between words in lower case.
fn has_inner_dot(value: &[u8]) -> bool {
    value.windows(3).any(|w| matches!(w, [a, b'.', c] if a.is_ascii_lowercase() && c.is_ascii_lowercase()))
}

/// All capitals, six or more, and no vowel; or capitals inside a word as in `camelCase` and `FooBarBaz`.
fn is_code(value: &[u8]) -> bool {
    let vowel = value
        .iter()
        .any(|b| matches!(b.to_ascii_uppercase(), b'A' | b'E' | b'I' | b'O' | b'U' | b'Y' | 0x80..));
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

/// Whether the next word after the value makes it the name of an organisation or place.
fn company_follows(subject: &Subject<'_>) -> bool {
    let after = subject.after(16);
    let Some(rest) = after.strip_prefix(b" ").or_else(|| after.strip_prefix(b", ")) else { return false };
    let end = rest.iter().position(|b| !b.is_ascii_alphabetic()).unwrap_or(rest.len());
    let word = rest.get(..end).unwrap_or(&[]);
    word.first().is_some_and(u8::is_ascii_uppercase) && COMPANY.contains(word)
}

fn is_known(word: &[u8]) -> bool {
    GIVEN.has(word) || FAMILY.has(word)
}

/// Whether a word belongs to no name. A letter may be an initial: `David I. Zuckerman`.
pub(super) fn is_common(word: &[u8]) -> bool {
    word.len() > 1 && NOT_NAMES.has(word) && !is_known(word)
}

/// The value of a column or key that asks for a name: any case.
fn field(subject: &Subject<'_>, name: &Name<'_>) -> Check {
    if name.words().iter().all(|w| is_common(w)) {
        return Check::refuted("not a name: common words");
    }
    if !name.has(UPPER | FOREIGN) && !name.words().iter().any(|w| is_known(w)) {
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

/// A name in running text: what stands around it can refute it.
fn in_text(subject: &Subject<'_>, name: &Name<'_>) -> Check {
    if matches!(subject.before(1), [b'@' | b'#' | b'/' | b'\\' | b'_' | b'.' | b'$' | b'&'])
        || matches!(subject.after(1), [b'_' | b'(' | b'/' | b'\\' | b'@' | b'=' | b'$'])
        || matches!(subject.after(2), [b'.' | b':', next] if next.is_ascii_alphanumeric() || *next == b':')
    {
        return Check::refuted("part of an identifier or path");
    }
    if matches!(subject.before(2), [digit, b' '] if digit.is_ascii_digit()) {
        return Check::refuted("street or count");
    }
    if name.words().iter().any(|w| is_common(w)) {
        return Check::refuted("not a name: common words");
    }
    if let Some(why) = names_a_thing(subject, !name.has(LOWER | FOREIGN)) {
        return Check::refuted(why);
    }
    if is_copyright(subject) {
        return Check::UNPROVEN.adjusted(-20, "public attribution");
    }
    if subject.form.starts_with("gazetteer") && title_goes_on(subject) {
        return Check::UNPROVEN.adjusted(-12, "part of a longer title");
    }
    if subject.form == "gazetteer-one" && fills_its_line(subject) {
        return Check::UNPROVEN.adjusted(22, "the line holds nothing else");
    }
    Check::UNPROVEN
}

/// Whether the value is a line of its own, as in a list of names.
fn fills_its_line(subject: &Subject<'_>) -> bool {
    matches!(subject.before(1), [] | [b'\n']) && matches!(subject.after(1), [] | [b'\n' | b'\r'])
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
    use super::super::person_label::OF_RECORD;
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
            ("tilda qvistrup", "label", Proof::Refuted),
            ("laura martinez", "label", Proof::Unproven),
            ("laura martinez", "weak", Proof::Refuted),
            ("laura", "label", Proof::Refuted),
            ("rose garden", "label", Proof::Refuted),
            ("Sierra Logistics", "label", Proof::Refuted),
            ("Jordan Shipping", "label", Proof::Refuted),
            ("Acme Inc", "label", Proof::Refuted),
            ("Quist GmbH", "field", Proof::Refuted),
            ("Internal Server Error", "label", Proof::Refuted),
            ("Kernel Panic Handler", "label", Proof::Refuted),
            ("Nightly Backup", "weak", Proof::Refuted),
            ("Help Desk", "label", Proof::Refuted),
            ("Monte Carlo", "gazetteer", Proof::Refuted),
            ("Charles Schwab", "gazetteer", Proof::Refuted),
            ("Charles Schwab", "field", Proof::Unproven),
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
        assert_eq!(judge("王建国", "field").proof, Proof::Unproven);
        for value in ["必填", "不能为空", "客服中心", "文字列"] {
            assert_eq!(judge(value, "field").proof, Proof::Refuted, "{value}");
        }
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
            ("MYANMAR LETTER |TAI LAING| DA", Proof::Refuted),
            ("MY LETTER TO |TAI LAING|", Proof::Unproven),
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

    #[test]
    fn records_of_persons_tell_names_from_things() {
        for (text, adjust) in [
            (r#"{"name": "|Maria Brobdin|", "email": "x"}"#, OF_RECORD),
            (r#"{"name": "|Maria Brobdin|", "price": "x"}"#, -15),
            (r#"{"name": "|Garden Brobdin|", "email": "x"}"#, -15),
            (r#"{"name": "|Lagado Brobdin|", "dob": "x"}"#, OF_RECORD),
        ] {
            let start = text.find('|').unwrap();
            let end = text.rfind('|').unwrap() - 1;
            let plain = text.replace('|', "");
            let check = person_name(&Subject { text: plain.as_bytes(), start, end, form: "weak" });
            assert_eq!((check.proof, check.adjust), (Proof::Unproven, adjust), "{text}");
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
