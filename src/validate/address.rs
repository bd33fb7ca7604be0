//! Judges postal addresses: whether ZIP and state agree, and whether it is a famous or made-up one.

use super::place::names_a_region;
use super::record::speaks_of_address;
use super::vicinity::contains_fold;
use super::{Check, Proof, Subject};
use crate::lexicon::{ADDRESS_WORDS, SUFFIXES, state_of_zip, zip_serves};
use crate::model::Disposition;

/// How the streets start, in lower case, that a house number makes an address that everybody knows, that licence
/// texts hold or that people make up.
#[rustfmt::skip]
fn known_streets(house: &[u8]) -> &'static [&'static [u8]] {
    match house {
        b"123" => &[b"main st", b"fake st", b"any st", b"anywhere", b"example", b"test", b"sample", b"elm st"],
        b"1234" => &[b"main st", b"elm st"],
        b"742" => &[b"evergreen ter"],
        b"1600" => &[b"pennsylvania ave", b"amphitheatre p"],
        b"221b" | b"221B" => &[b"baker st"],
        b"1" => &[b"infinite loop"],
        b"10" => &[b"downing st"],
        b"51" => &[b"franklin st"],
        b"59" => &[b"temple pl"],
        b"675" => &[b"mass ave"],
        _ => &[],
    }
}

/// Words that only made-up addresses hold.
const MADE_UP: [&[u8]; 10] = [
    b"anytown", b"musterstr", b"musterstadt", b"musterweg", b"springfield usa", b"your street",
    b"your address", b"h0h 0h0", b"zz99", b"lorem",
];

/// What stands for an address that was taken out.
const TAKEN_OUT: &[u8] = b"redacted";

/// How many bytes of the words above are looked for at once; no word is shorter.
const HEAD: usize = 4;

/// For each byte, at which places of the words' heads it stands: a bit a place. The last word is [`TAKEN_OUT`].
static HEADS: [u64; 256] = {
    let mut heads = [0; 256];
    let mut word = 0;
    while word <= MADE_UP.len() {
        let head = if word < MADE_UP.len() { MADE_UP[word] } else { TAKEN_OUT };
        let mut at = 0;
        while at < HEAD {
            heads[head[at] as usize] |= 1 << (word * HEAD + at);
            at += 1;
        }
        word += 1;
    }
    heads
};

/// The first and the last place of each head.
const HEAD_STARTS: u64 = u64::MAX / 15;
const HEAD_ENDS: u64 = HEAD_STARTS << (HEAD - 1);

/// What a byte of an address can be: bits of [`CLASSES`].
const DIGIT: u16 = 1;
const LETTER: u16 = 2;
const FOREIGN: u16 = 4;
const SEPARATOR: u16 = 8;
const CODE: u16 = 16;
const COLON: u16 = 32;
const STAR: u16 = 64;
const DOT: u16 = 128;
const CROSS: u16 = 256;

/// The bytes of words.
const WORD: u16 = DIGIT | LETTER | FOREIGN;

static CLASSES: [u16; 256] = {
    let mut classes = [0; 256];
    let mut b = 0;
    while b < 256 {
        classes[b] = match b as u8 {
            b'0'..=b'9' => DIGIT,
            b'x' | b'X' => LETTER | CROSS,
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            0x80.. => FOREIGN,
            b' ' | b',' | b'\n' => SEPARATOR,
            b'@' | b'{' | b'}' | b'<' | b'\\' | b'_' | b'=' | b'$' => CODE,
            b':' => COLON,
            b'*' => STAR,
            b'.' => DOT,
            _ => 0,
        };
        b += 1;
    }
    classes
};

/// Signs of roads, towns and houses in Chinese and Japanese, and syllables for roads and quarters in Korean.
const OF_EAST_ASIA: [char; 16] =
    ['路', '街', '道', '巷', '弄', '号', '號', '市', '区', '區', '県', '县', '町', '丁', '座', '동'];

/// How much of an address is compared with known ones.
const ROOM: usize = 160;

/// A value as one look at each byte shows it.
struct Survey<'a> {
    value: &'a [u8],
    /// All classes of its bytes.
    classes: u16,
    letters: usize,
    first_words: [&'a [u8]; 2],
    /// The last five digits that stand alone, or before `-1234`.
    zip: Option<&'a [u8]>,
    /// The last word of two capitals.
    state: Option<&'a [u8]>,
    /// Whether one of the words may be in it that are looked for by their heads.
    is_suspect: bool,
}

impl<'a> Survey<'a> {
    fn read(value: &'a [u8]) -> Self {
        let none: &[u8] = &[];
        let (mut classes, mut letters, mut first_words, mut zip, mut state) = (0, 0, [none; 2], None, None);
        let (mut start, mut of_word, mut words) = (0, 0, 0);
        let (mut run, mut reached) = (0, 0);
        // The end of the value ends a word, too.
        for (i, b) in value.iter().chain(b" ").enumerate() {
            let class = CLASSES.get(usize::from(*b)).copied().unwrap_or(0);
            if class & WORD != 0 {
                start = if of_word == 0 { i } else { start };
                of_word |= class;
                letters += usize::from(class & (LETTER | FOREIGN) != 0);
                run = reached_by(run, b.to_ascii_lowercase());
                reached |= run;
            } else if of_word != 0 {
                let word = value.get(start..i).unwrap_or(&[]);
                if let Some(slot) = first_words.get_mut(words) {
                    *slot = word;
                }
                match *word {
                    [_, _, _, _, _] if of_word == DIGIT => zip = Some(word),
                    [b'A'..=b'Z', b'A'..=b'Z'] if word != b"US" => state = Some(word),
                    _ => {}
                }
                run = reached_by(run, b' ');
                reached |= run;
                (of_word, words) = (0, words + 1);
            }
            classes |= if i < value.len() { class } else { 0 };
        }
        Self { value, classes, letters, first_words, zip, state, is_suspect: reached & HEAD_ENDS != 0 }
    }

    /// Whether it has a byte of any of these classes.
    fn has(&self, classes: u16) -> bool {
        self.classes & classes != 0
    }
}

/// The places of [`HEADS`] that `b` reaches when those of `run` are behind it.
fn reached_by(run: u64, b: u8) -> u64 {
    (run << 1 | HEAD_STARTS) & HEADS.get(usize::from(b)).copied().unwrap_or(0)
}

/// A candidate address. See `/rules/detectors/postal-address.toml` for the forms.
pub(crate) fn postal_address(subject: &Subject<'_>) -> Check {
    let value = subject.value().trim_ascii();
    let survey = Survey::read(value.strip_suffix(b",").or_else(|| value.strip_suffix(b";")).unwrap_or(value));
    let whole = matches!(subject.form, "field" | "label" | "weak");
    if whole && let Some(why) = not_an_address(&survey) {
        return Check::refuted(why);
    }
    if whole && matches!(subject.before(1), b"*" | b"&") {
        return Check::refuted("not an address: a pointer's type");
    }
    if whole && is_statement(&survey, subject.after(1)) {
        return Check::refuted("not an address: code");
    }
    if matches!(survey.first_words, [b"200", b"OK"]) {
        return Check::refuted("not an address: a status of HTTP");
    }
    if is_citation(&survey) {
        return Check::refuted("legal citation");
    }
    if is_masked(&survey) {
        return Check::UNPROVEN.but(Disposition::Masked, "masked");
    }
    if is_made_up(&survey) || survey.zip.is_some_and(is_any_zip) {
        return Check::UNPROVEN.but(Disposition::Synthetic, "well-known or made-up address");
    }
    match subject.form {
        "full" | "city-state-zip" => by_zip(&survey, subject.form),
        "street-directed" if names_a_region(survey.value) => {
            Check::UNPROVEN.adjusted(-30, "a number and the name of a region")
        }
        "street" if town_follows(subject) => Check::UNPROVEN.adjusted(20, "the field of a town follows"),
        "street" | "street-weak" | "street-directed" if fills_its_line(subject) => {
            alone_on_its_line(&survey, subject.form)
        }
        _ => Check::UNPROVEN,
    }
}

/// Points that the fields of a town or postcode add to a line beside them.
pub(super) const OF_AN_ADDRESS: i8 = 52;

/// A line of an address, under a name that lines of texts have as well.
pub(crate) fn address_line(subject: &Subject<'_>) -> Check {
    let check = postal_address(&Subject { form: "weak", ..*subject });
    if check.proof != Proof::Refuted && speaks_of_address(subject) {
        return check.adjusted(OF_AN_ADDRESS, "beside the fields of a town or postcode");
    }
    check
}

/// A street that is all there is on its line, as in a list of addresses. A suffix that is an ordinary word counts if
/// streets of houses have it, and if the number is neither that of a heading nor a year.
fn alone_on_its_line(survey: &Survey<'_>, form: &str) -> Check {
    let [house, _] = survey.first_words;
    let year = matches!(house, [b'1', b'9', _, _] | [b'2', b'0', _, _]);
    let points = match form {
        "street" => 17,
        "street-directed" if !year => 22,
        "street-weak" if !year && house.len() >= 3 && is_residential(survey) => 37,
        _ => return Check::UNPROVEN,
    };
    Check::UNPROVEN.adjusted(points, "the line holds nothing else")
}

fn is_residential(survey: &Survey<'_>) -> bool {
    const SUFFIXES: [&[u8]; 22] = [
        b"circle", b"cove", b"court", b"cr", b"crescent", b"cv", b"dr", b"drive", b"glen", b"heights",
        b"hill", b"hollow", b"manor", b"mews", b"place", b"plaza", b"ridge", b"square", b"ter", b"trail",
        b"turnpike", b"way",
    ];
    let last = words(survey.value).last().unwrap_or(&[]);
    SUFFIXES.iter().any(|suffix| suffix.eq_ignore_ascii_case(last))
}

/// Why the value of an address field is no address, or `None`.
fn not_an_address(survey: &Survey<'_>) -> Option<&'static str> {
    let value = survey.value;
    if !(5..=ROOM).contains(&value.len()) {
        return Some("too short or too long for an address");
    }
    let sum = || value.windows(3).any(|w| w == b" + ");
    if survey.has(CODE) || sum() || survey.has(COLON) && value.windows(3).any(|w| w == b"://") {
        return Some("not an address: link, mail or code");
    }
    if survey.letters < 2 || survey.has(CROSS) && value.windows(2).any(|w| w == b"0x") {
        return Some("not an address: no words");
    }
    if !survey.has(SEPARATOR | FOREIGN)
        || !(survey.has(DIGIT) && (survey.has(FOREIGN) || has_number(value)) || has_address_word(value))
    {
        return Some("not an address: neither number nor street word");
    }
    (is_sentence(survey) && !has_address_word(value)).then_some("not an address: a sentence")
}

/// Whether a digit stands apart from small letters, as in `12`, `B-4` and `SW9`. In `IPv4` and `Address6` it is part of a name.
fn has_number(value: &[u8]) -> bool {
    let mut before = b' ';
    value.iter().any(|b| {
        let apart = b.is_ascii_digit() && !before.is_ascii_lowercase();
        // The digits behind a first one are as far apart as that is.
        before = if b.is_ascii_digit() && !apart { before } else { *b };
        apart
    })
}

/// `void 0`, `new Address6(…)`: statements of code, where an address could stand.
fn is_statement(survey: &Survey<'_>, behind: &[u8]) -> bool {
    match survey.first_words {
        [b"void", b"0"] => true,
        [b"new" | b"await" | b"function", _] => behind == b"(",
        _ => false,
    }
}

/// Whether it begins with an article and a small word and ends in a small one: `An integer that holds 4 bytes`. German
/// streets begin with `An der`.
fn is_sentence(survey: &Survey<'_>) -> bool {
    let small = |word: &[u8]| word.len() > 1 && word.iter().all(u8::is_ascii_lowercase);
    let [article, next] = survey.first_words;
    matches!(article, b"A" | b"An" | b"The" | b"This")
        && small(next)
        && !matches!(next, b"der" | b"den" | b"dem" | b"die" | b"das")
        && words(survey.value).last().is_some_and(small)
}

fn words(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    value.split(|b| !(b.is_ascii_alphanumeric() || *b >= 0x80)).filter(|w| !w.is_empty())
}

fn has_address_word(value: &[u8]) -> bool {
    words(value).skip(1).any(|w| ADDRESS_WORDS.has(w) || SUFFIXES.has_plain(w))
        || value.windows(5).any(|w| w.eq_ignore_ascii_case(b"stras"))
        || value.windows(4).any(|w| w.eq_ignore_ascii_case(b"rue "))
        || std::str::from_utf8(value).is_ok_and(|value| value.contains(OF_EAST_ASIA))
}

/// `123 F. Supp. 2d 45`, `410 U.S. 113`.
fn is_citation(survey: &Survey<'_>) -> bool {
    survey.first_words[1].eq_ignore_ascii_case(b"F")
        && words(survey.value).any(|w| w.eq_ignore_ascii_case(b"Supp"))
        || survey.has(DOT) && survey.value.windows(4).any(|w| w == b" v. ")
}

fn is_masked(survey: &Survey<'_>) -> bool {
    survey.has(STAR | CROSS) && survey.value.windows(3).any(|w| w == b"***" || w == b"xxx" || w == b"XXX")
        || survey.is_suspect && contains_fold(survey.value, TAKEN_OUT)
}

fn is_made_up(survey: &Survey<'_>) -> bool {
    let [house, _] = survey.first_words;
    let streets = known_streets(house);
    if streets.is_empty() && !survey.is_suspect {
        return false;
    }
    let mut plain = [0; ROOM];
    let plain = simplified(survey.value, &mut plain);
    let street = plain.get(house.len() + 1..).unwrap_or(&[]);
    streets.iter().any(|s| street.starts_with(s)) || MADE_UP.iter().any(|word| contains_fold(plain, word))
}

/// Lower case letters and digits with single spaces between them, as far as they fit.
fn simplified<'a>(value: &[u8], room: &'a mut [u8; ROOM]) -> &'a [u8] {
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

/// ZIP codes that people type for any.
fn is_any_zip(zip: &[u8]) -> bool {
    matches!(zip, b"00000" | b"12345" | b"99999" | b"11111")
}

/// US addresses with their last line: the ZIP's first three digits belong to a state.
fn by_zip(survey: &Survey<'_>, form: &str) -> Check {
    let Some(zip) = survey.zip else { return Check::UNPROVEN };
    if state_of_zip(zip).is_none() {
        return Check::UNPROVEN.adjusted(-20, "ZIP is not in use");
    }
    match survey.state {
        Some(state) if zip_serves(zip, state) => Check { proof: Proof::Proven, ..agreed(form) },
        Some(_) if form == "full" => Check::UNPROVEN.adjusted(-15, "ZIP is another state's"),
        Some(_) => Check::UNPROVEN.adjusted(-30, "ZIP is another state's"),
        None => Check::UNPROVEN,
    }
}

fn agreed(form: &str) -> Check {
    Check::PROVEN.adjusted(if form == "full" { 10 } else { 0 }, "ZIP agrees with the state")
}

/// Whether the next key of the record is one of towns: `"line1": "…", "city": "…"`.
fn town_follows(subject: &Subject<'_>) -> bool {
    const TOWNS: [&[u8]; 6] = [b"city", b"town", b"locality", b"suburb", b"ort", b"ville"];
    let is_between =
        |b: &u8| matches!(b, b'.' | b'"' | b'\'' | b',' | b';' | b'&' | b'\n' | b'\r') || *b == b' ';
    let behind = subject.after(40);
    let key = behind.iter().position(|b| !is_between(b)).and_then(|at| behind.get(at..)).unwrap_or(&[]);
    let len = key.iter().position(|b| !b.is_ascii_alphabetic()).unwrap_or(key.len());
    let (key, rest) = key.split_at(len);
    let mark = rest.iter().find(|b| !matches!(b, b'"' | b'\'' | b' '));
    TOWNS.iter().any(|town| town.eq_ignore_ascii_case(key)) && matches!(mark, Some(b':' | b'='))
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
            ("3100 Alder Court", "street-weak", Proof::Unproven, 37),
            ("3100 Alder Port", "street-weak", Proof::Unproven, 0),
            ("2010 Alder Court", "street-weak", Proof::Unproven, 0),
            ("55 West Alder", "street-directed", Proof::Unproven, 22),
            ("2010 W. Alder", "street-directed", Proof::Unproven, 0),
            ("100 West Virginia", "street-directed", Proof::Unproven, -30),
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
            "1 + start of 2",
            "void 0",
            "An integer representation of an IPv4 IP address",
            "The number of bytes, 4 or more",
        ] {
            assert_eq!(judge(value, "field").proof, Proof::Refuted, "{value}");
        }
        for value in [
            "12 rue Verte",
            "Erlenstraße 12",
            "MG Road, Pune",
            "Apt 4, 77 Elm Road",
            "An der Alster 5",
            "The Mews, 4 Elm Road",
        ] {
            assert_ne!(judge(value, "field").proof, Proof::Refuted, "{value}");
        }
        assert_eq!(judge("123 F. Supp. 2d 45", "street").proof, Proof::Refuted);
        assert_eq!(judge("200 OK Way", "street-weak").proof, Proof::Refuted);
        let text = b"{'line1': '918 W Juneberry St', 'city': 'x'}";
        assert_eq!(postal_address(&Subject { text, start: 11, end: 29, form: "street" }).adjust, 20);
        let line = |text: &str| {
            let start = text.find("4 Elm").unwrap();
            address_line(&Subject { text: text.as_bytes(), start, end: start + 5, form: "weak" }).adjust
        };
        assert_eq!(line("{'line1': '4 Elm', 'city': 'x'}"), OF_AN_ADDRESS);
        assert_eq!(line("{'line1': '4 Elm', 'line2': 'x'}"), 0);
        let call = Subject { text: b"address = new Address6('x')", start: 10, end: 22, form: "field" };
        assert_eq!(postal_address(&call).proof, Proof::Refuted);
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
