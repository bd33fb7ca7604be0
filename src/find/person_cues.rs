//! Words that announce a person's name, and shapes that only names have.

use super::byte;
use super::tokens::word_start;

/// What a capitalised word says of the words behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// `Mr`: a name follows.
    Honorific,
    /// `Judge`: a name may follow.
    WeakHonorific,
    /// `Dear`: a name follows, or a word for everybody.
    Salutation,
}

const HONORIFICS: &[&[u8]] = &[
    b"mr",
    b"mrs",
    b"ms",
    b"mx",
    b"dr",
    b"prof",
    b"herr",
    b"frau",
    b"monsieur",
    b"madame",
    b"mme",
    b"mlle",
    "señor".as_bytes(),
    "señora".as_bytes(),
    b"sra",
    b"srta",
    b"signor",
    b"signora",
    b"shri",
    b"smt",
    b"dhr",
    b"mevr",
];

const WEAK_HONORIFICS: &[&[u8]] = &[
    b"miss",
    b"sir",
    b"dame",
    b"lord",
    b"lady",
    b"rev",
    b"reverend",
    b"hon",
    b"capt",
    b"captain",
    b"col",
    b"maj",
    b"lt",
    b"sgt",
    b"fr",
    b"kumari",
    b"doctor",
    b"professor",
    b"judge",
    b"justice",
    b"senator",
    b"detective",
    b"officer",
    b"nurse",
    b"sister",
    b"brother",
    b"uncle",
    b"aunt",
    b"teacher",
    b"sri",
    b"kum",
    b"adv",
    b"don",
    b"sr",
    b"sig",
    b"dott",
    b"pan",
    b"pani",
    b"mister",
];

const SALUTATIONS: &[&[u8]] = &[
    b"dear",
    b"hi",
    b"hello",
    b"hey",
    b"respected",
    b"cher",
    "chère".as_bytes(),
    b"lieber",
    b"liebe",
    b"hallo",
    b"bonjour",
    b"hola",
    b"estimado",
    b"estimada",
    b"querido",
    b"caro",
    b"cara",
    b"ciao",
    b"beste",
];

/// Lengths that words of some lists have, by their first letter's low five bits: most words end here.
type Lengths = [u16; 32];

static CAPITAL: Lengths = lengths(&[HONORIFICS, WEAK_HONORIFICS, SALUTATIONS]);
static LOWER: Lengths = lengths(&[ROLES, &[b"named", b"surnamed", b"is", b"am", b"name"]]);

const fn lengths(lists: &[&[&[u8]]]) -> Lengths {
    let mut table = [0; 32];
    let mut l = 0;
    while l < lists.len() {
        let mut w = 0;
        while w < lists[l].len() {
            let word = lists[l][w];
            table[(word[0] & 31) as usize] |= 1 << word.len();
            w += 1;
        }
        l += 1;
    }
    table
}

/// Whether a word may be in the lists of the table.
fn may_be_in(table: &Lengths, word: &[u8]) -> bool {
    let lengths = word.first().and_then(|b| table.get(usize::from(b & 31)));
    word.len() < 16 && lengths.is_some_and(|l| l & (1 << word.len()) != 0)
}

/// The cue that the capitalised word, which starts at `start`, gives.
pub(super) fn capital_cue(text: &[u8], start: usize, word: &[u8]) -> Option<Cue> {
    let bare = word.strip_suffix(b".").unwrap_or(word);
    if !may_be_in(&CAPITAL, bare) {
        return None;
    }
    let is_in = |list: &[&[u8]]| list.iter().any(|w| w.eq_ignore_ascii_case(bare));
    if is_in(HONORIFICS) {
        let drive = bare.eq_ignore_ascii_case(b"dr") && follows_a_number(text, start);
        return (!drive).then_some(Cue::Honorific);
    }
    if is_in(SALUTATIONS) && bare.len() == word.len() && stands_alone(text, start) {
        return Some(Cue::Salutation);
    }
    is_in(WEAK_HONORIFICS).then_some(Cue::WeakHonorific)
}

/// Whether a house number stands within 40 bytes before `start` on its line: then `Dr` is a drive.
fn follows_a_number(text: &[u8], start: usize) -> bool {
    let line = text.get(start.saturating_sub(40)..start).unwrap_or(&[]);
    let line = line.rsplit(|b| matches!(b, b'\n' | b',' | b';')).next().unwrap_or(&[]);
    line.windows(2).any(|w| matches!(w, [d, b' '] if d.is_ascii_digit()))
}

/// Whether the word at `start` is a word of its own and not part of a path, a handle or an identifier.
pub(super) fn stands_alone(text: &[u8], start: usize) -> bool {
    start.checked_sub(1).and_then(|i| byte(text, i)).is_none_or(|b| {
        matches!(
            b,
            b' ' | b'\n'
                | b'\t'
                | b'\r'
                | b'"'
                | b'\''
                | b'('
                | b'>'
                | b','
                | b':'
                | b';'
                | b'['
                | b'='
                | b'|'
                | b'*'
        ) || b >= 0x80
    })
}

/// Words for what a person is to somebody; two capitalised words must follow.
const ROLES: &[&[u8]] = &[
    b"patient",
    b"customer",
    b"employee",
    b"client",
    b"colleague",
    b"applicant",
    b"tenant",
    b"resident",
    b"passenger",
    b"student",
    b"guardian",
    b"spouse",
    b"wife",
    b"husband",
    b"son",
    b"daughter",
    b"brother",
    b"sister",
    b"mother",
    b"father",
    b"friend",
    b"beneficiary",
    b"defendant",
    b"plaintiff",
    b"witness",
    b"agent",
    b"specialist",
    b"individual",
    b"insured",
    b"policyholder",
    b"victim",
    b"suspect",
    b"owner",
    b"holder",
    b"nurse",
    b"doctor",
    b"officer",
    b"teacher",
    b"supervisor",
    b"manager",
    b"director",
    b"assistant",
    b"secretary",
    b"cousin",
    b"uncle",
    b"aunt",
    b"member",
    b"donor",
];

/// Whether a lower-case word announces a name: `Some(true)` if it says so (`named`), `Some(false)` if
/// it says who the person is (`patient`).
pub(super) fn lower_cue(text: &[u8], start: usize, word: &[u8]) -> Option<bool> {
    if !may_be_in(&LOWER, word) {
        return None;
    }
    match word {
        b"named" | b"surnamed" => return Some(true),
        b"is" => return word_before_is(text, start, b"name").then_some(true),
        b"am" => return word_before_is(text, start, b"I").then_some(true),
        b"name" => return Some(false),
        _ => {}
    }
    ROLES.contains(&word).then_some(false)
}

fn word_before_is(text: &[u8], start: usize, is: &[u8]) -> bool {
    let Some(end) = start.checked_sub(1).filter(|i| byte(text, *i) == Some(b' ')) else { return false };
    let before = word_start(text, end, 8);
    text.get(before..end).is_some_and(|w| w.eq_ignore_ascii_case(is))
}

/// Particles of names, lower case.
pub(super) fn is_particle(word: &[u8]) -> bool {
    matches!(
        word,
        b"de"
            | b"van"
            | b"von"
            | b"bin"
            | b"binti"
            | b"ibn"
            | b"al"
            | b"el"
            | b"da"
            | b"dos"
            | b"di"
            | b"du"
            | b"del"
            | b"della"
            | b"der"
            | b"den"
            | b"des"
            | b"la"
            | b"le"
            | b"ter"
            | b"ten"
            | b"zu"
            | b"zur"
            | b"y"
    )
}

/// Whether the last line with text before the line at `line` is a sign-off.
pub(super) fn signs_off_before(text: &[u8], line: usize) -> bool {
    const SIGN_OFFS: &[&str] = &[
        "regards",
        "best regards",
        "kind regards",
        "warm regards",
        "with regards",
        "thanks and regards",
        "thanks & regards",
        "best",
        "best wishes",
        "all the best",
        "thanks",
        "many thanks",
        "thank you",
        "sincerely",
        "yours sincerely",
        "sincerely yours",
        "yours faithfully",
        "yours truly",
        "respectfully",
        "cordially",
        "cheers",
        "love",
        "mit freundlichen grüßen",
        "viele grüße",
        "beste grüße",
        "liebe grüße",
        "cordialement",
        "bien à vous",
        "saludos",
        "atentamente",
        "un saludo",
        "cordiali saluti",
        "distinti saluti",
        "met vriendelijke groet",
    ];
    let before = text.get(line.saturating_sub(48)..line).unwrap_or(&[]).trim_ascii_end();
    // The line end that was cut off, or the word before would be on the same line.
    let Some(last) = before.rsplit(|b| *b == b'\n').next() else { return false };
    let last = last.trim_ascii().trim_ascii_start();
    let last = last.strip_prefix(b"> ").unwrap_or(last);
    let last = last
        .strip_suffix(b",")
        .or_else(|| last.strip_suffix(b"!"))
        .or_else(|| last.strip_suffix(b"."))
        .unwrap_or(last);
    (4..=26).contains(&last.len()) && SIGN_OFFS.iter().any(|s| last.eq_ignore_ascii_case(s.as_bytes()))
}

/// Endings of family names that hardly another word has.
pub(super) fn has_surname_ending(word: &[u8]) -> bool {
    const ENDINGS: &[&str] = &[
        "dóttir", "dottir", "ović", "ović", "ević", "ovic", "evic", "ová", "enko", "wicz", "czyk", "escu",
        "opoulos", "shvili", "idze", "ński", "nski", "wski", "wska", "cki", "sson", "gaard", "quist",
        "qvist", "ström", "yan", "ovich", "evich", "ishvili", "oğlu", "zadeh", "stein", "berger", "bauer",
        "mann", "stra",
    ];
    word.len() >= 7 && ENDINGS.iter().any(|e| word.ends_with(e.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_are_words_of_their_own() {
        let cue = |w: &str| capital_cue(w.as_bytes(), 0, w.as_bytes());
        assert_eq!(cue("Mr."), Some(Cue::Honorific));
        assert_eq!(cue("Dear"), Some(Cue::Salutation));
        assert_eq!(cue("Judge"), Some(Cue::WeakHonorific));
        assert_eq!(cue("Mrx"), None);
        assert_eq!(capital_cue(b"12 King Dr", 8, b"Dr"), None);
        assert!(signs_off_before(b"x\nBest regards,\n\n", 17));
        assert!(!signs_off_before(b"x\nWith pleasure,\n", 17));
    }
}
