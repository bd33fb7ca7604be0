//! Words that announce a person's name, and shapes that only names have.

use super::byte;
use super::person_company::{names_a_person, stands_before_persons};
use super::tokens::{closes, word_before, word_end, word_start};
use super::word_list::{Endings, WordList};

/// What a capitalised word says of the words behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// `Mr`: a name follows.
    Honorific,
    /// `Judge`: a name may follow.
    WeakHonorific,
    /// `Dear`: a name follows, or a word for everybody.
    Salutation,
    /// `I'm`: whoever speaks.
    Speaker,
    /// `Patientin`: a given and a family name may follow.
    Role,
}

static HONORIFICS: WordList = WordList::of(&[
    "mr", "mrs", "ms", "mx", "dr", "prof", "herr", "frau", "monsieur", "madame", "mme", "mlle", "señor",
    "señora", "sra", "srta", "signor", "signora", "shri", "smt", "dhr", "mevr",
]);

static WEAK_HONORIFICS: WordList = WordList::of(&[
    "miss", "sir", "dame", "lord", "lady", "rev", "reverend", "hon", "capt", "captain", "col", "maj", "lt",
    "sgt", "fr", "kumari", "doctor", "professor", "judge", "justice", "senator", "detective", "officer",
    "nurse", "sister", "brother", "uncle", "aunt", "teacher", "sri", "kum", "adv", "don", "sr", "sig",
    "dott", "pan", "pani", "mister", "messrs", "bapak", "ibu", "encik", "puan", "father", "trooper",
    "constable", "sergeant", "corporal", "lieutenant", "inspector", "admiral", "ambassador", "governor",
    "mayor", "councilman", "councilwoman", "congressman", "congresswoman", "bishop", "rabbi", "imam",
    "sheikh", "coach",
]);

/// What persons are called in letters, files and judgments, where a sentence or a line begins and in German.
static WRITTEN_ROLES: WordList = WordList::of(&[
    "patient", "patientin", "employee", "customer", "client", "claimant", "plaintiff", "defendant",
    "applicant", "witness", "tenant", "passenger", "insured", "victim", "deponent", "petitioner",
    "respondent", "zeuge", "zeugin", "mitarbeiter", "mitarbeiterin", "kunde", "kundin", "mieter", "mieterin",
    "antragsteller", "antragstellerin", "kollege", "kollegin",
]);

static SALUTATIONS: WordList = WordList::of(&[
    "dear", "hi", "hello", "hey", "respected", "cher", "chère", "lieber", "liebe", "hallo", "bonjour",
    "hola", "estimado", "estimada", "querido", "querida", "gentile", "egregio", "geachte", "kære", "kjære",
    "käre", "kära", "hej", "hei", "salut", "szanowny", "szanowna", "vážený", "vážená", "sayın", "thanks",
    "congratulations", "caro", "cara", "ciao", "beste",
]);

/// The cue that the capitalised word, which starts at `start`, gives.
pub(super) fn capital_cue(text: &[u8], start: usize, word: &[u8]) -> Option<Cue> {
    if word == b"I'm" || word == b"O" && is_child_of(text, start) {
        return Some(Cue::Speaker);
    }
    let bare = word.strip_suffix(b".").unwrap_or(word);
    if HONORIFICS.has(bare) {
        let drive = bare.eq_ignore_ascii_case(b"dr") && follows_a_number(text, start);
        return (!drive).then_some(Cue::Honorific);
    }
    if SALUTATIONS.has(bare) && bare.len() == word.len() && stands_alone(text, start) {
        return Some(Cue::Salutation);
    }
    if WRITTEN_ROLES.has(word) {
        return Some(Cue::Role);
    }
    WEAK_HONORIFICS.has(bare).then_some(Cue::WeakHonorific)
}

/// Whether the word at `i` says how somebody is related, and is part of what she is called: `Aunt Wang`.
pub(super) fn is_kin(text: &[u8], i: usize) -> bool {
    static KIN: WordList = WordList::of(&["sister", "brother", "uncle", "aunt"]);
    KIN.at(text, i).is_some()
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
static ROLES: WordList = WordList::of(&[
    "patient", "customer", "employee", "client", "colleague", "applicant", "tenant", "resident", "passenger",
    "student", "guardian", "spouse", "wife", "husband", "son", "daughter", "brother", "sister", "mother",
    "father", "friend", "beneficiary", "claimant", "respondent", "petitioner", "landlord", "landlady",
    "defendant", "plaintiff", "witness", "agent", "specialist", "individual", "insured", "policyholder",
    "victim", "suspect", "owner", "holder", "nurse", "doctor", "officer", "teacher", "supervisor", "manager",
    "director", "assistant", "secretary", "cousin", "uncle", "aunt", "member", "donor", "kid", "child",
    "niece", "nephew", "neighbor", "neighbour", "boss", "roommate", "boyfriend", "girlfriend", "apprentice",
]);

/// What a lower-case word says of the words behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LowerCue {
    /// `my name is`: whatever follows is a name.
    Surely,
    /// `named`, `said`: a name follows, if it is one.
    Name,
    /// `patient`: who a person is.
    Role,
    /// `gave`, `dinner with`: persons stand here, and much else.
    Company,
    /// `this is`: a given name, if nothing else is said of it.
    Itself,
}

/// The cue that the lower-case word, which starts at `start`, gives.
pub(super) fn lower_cue(text: &[u8], start: usize, word: &[u8]) -> Option<LowerCue> {
    static SAID: WordList =
        WordList::of(&["said", "says", "told", "asked", "replied", "married", "thanked", "starring"]);
    match word {
        b"named" | b"surnamed" => return Some(LowerCue::Name),
        b"called" => return names_a_person(text, start).then_some(LowerCue::Name),
        b"is" => return is_cue(text, start),
        b"ist" | b"est" | b"es" | b"\xC3\xA9" | b"\xC3\xA8" | b"er" | b"\xC3\xA4r" => {
            return is_told_as_name(text, start).then_some(LowerCue::Name);
        }
        b"o" => return is_child_of(text, start).then_some(LowerCue::Name),
        b"am" => return word_before_is(text, start, &[b"I"]).then_some(LowerCue::Name),
        b"m" => return text.get(..start)?.ends_with("I’".as_bytes()).then_some(LowerCue::Name),
        b"at" => {
            return word_before_is(text, start, &[b"shouted", b"yelled", b"smiled"])
                .then_some(LowerCue::Name);
        }
        b"me" | b"him" | b"her" => return calls(text, start).then_some(LowerCue::Surely),
        b"name" => return Some(LowerCue::Role),
        b"heer" | b"mevrouw" | b"monsieur" | b"madame" | b"senhor" | b"senhora" | b"signor" | b"signora"
        | b"signore" | b"se\xC3\xB1or" | b"se\xC3\xB1ora" | b"m'appelle" | b"sottoscritto"
        | b"sottoscritta" | b"soussign\xC3\xA9" | b"soussign\xC3\xA9e" => {
            return Some(LowerCue::Name);
        }
        // `heiße Luft` is hot air.
        b"chiamo" | b"heter" | b"heisse" | b"hei\xC3\x9Fe" => {
            return word_before_is(text, start, &[b"ich", b"mi", b"jag", b"jeg"]).then_some(LowerCue::Name);
        }
        b"llamo" | b"chamo" => return word_before_is(text, start, &[b"me"]).then_some(LowerCue::Name),
        _ => {}
    }
    if word.iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    if SAID.has(word) {
        let quoted = text.get(..start.saturating_sub(1)).unwrap_or(&[]);
        let speech = quoted.ends_with(b"\"") || quoted.ends_with("”".as_bytes());
        return Some(if speech { LowerCue::Surely } else { LowerCue::Name });
    }
    if ROLES.has(word) {
        return Some(LowerCue::Role);
    }
    stands_before_persons(text, start, word).then_some(LowerCue::Company)
}

/// `name is`, and `my name is`; `this is`.
fn is_cue(text: &[u8], start: usize) -> Option<LowerCue> {
    if word_before_is(text, start, &[b"this"]) {
        return Some(LowerCue::Itself);
    }
    if word_before_is(text, start, &[b"naam"]) {
        return Some(LowerCue::Name);
    }
    let name = start.checked_sub(5).filter(|_| word_before_is(text, start, &[b"name"]))?;
    let surely = word_before_is(text, name, &[b"my", b"maiden", b"his", b"her"]);
    Some(if surely { LowerCue::Surely } else { LowerCue::Name })
}

/// `mijn naam is`, `mein Name ist`, `meu nome é`: whether a word for a name stands before a form of *to be* at `start`.
fn is_told_as_name(text: &[u8], start: usize) -> bool {
    word_before_is(text, start, &[b"name", b"naam", b"nom", b"nombre", b"nome", b"navn", b"namn"])
}

/// `S/o`, `D/o`, `W/o`: the child or wife of whoever follows, as India writes. In small letters `w/o` is *without*.
fn is_child_of(text: &[u8], start: usize) -> bool {
    let before = text.get(start.saturating_sub(3)..start).unwrap_or(&[]);
    matches!(
        before,
        [b'S' | b'D' | b'W' | b's' | b'd', b'/']
            | [b' ' | b',' | b'\n' | b'(', b'S' | b'D' | b'W' | b's' | b'd', b'/']
    )
}

/// Whether nothing is said behind the name that ends at `end` but where its bearer is from: `This is Ada from …`.
pub(super) fn ends_introduction(text: &[u8], end: usize) -> bool {
    static MORE: WordList = WordList::of(&["from", "speaking", "calling", "again", "here"]);
    match byte(text, end) {
        Some(b' ') => MORE.at(text, end + 1).is_some(),
        next => next.is_none_or(|b| matches!(b, b'.' | b',' | b'!' | b'\n' | b'\r')),
    }
}

/// Whether whoever was named behind `this is` speaks on the telephone: `this is … calling`.
pub(super) fn is_on_the_line(text: &[u8], end: usize) -> bool {
    static SPEAKS: WordList = WordList::of(&["speaking", "calling"]);
    byte(text, end) == Some(b' ') && SPEAKS.at(text, end + 1).is_some()
}

/// `call me`, `named him`.
fn calls(text: &[u8], start: usize) -> bool {
    word_before_is(text, start, &[b"call", b"calls", b"called", b"named"])
}

/// Whether the word before the one at `start` is one of these.
fn word_before_is(text: &[u8], start: usize, words: &[&[u8]]) -> bool {
    word_before(text, start, 8).is_some_and(|(_, word)| words.iter().any(|is| is.eq_ignore_ascii_case(word)))
}

/// What only persons do.
static DEEDS: WordList = WordList::of(&[
    "says", "said", "asks", "asked", "tells", "told", "replied", "replies", "wrote", "writes", "explained",
    "explains", "argued", "shouted", "whispered", "smiled", "laughed", "nodded", "sighed", "thinks",
    "believes", "hopes", "lives", "lived", "spent", "was born", "is from", "is married", "had given",
    "married", "died", "studied", "grew up", "sings", "sang", "texted", "mentioned", "recalls", "recalled",
    "remembers", "will be talking", "and his", "and her", "called me", "called him", "called her",
    "called us", "called the", "called again", "phoned", "emailed", "wants to", "wanted to", "loves",
    "loved", "hates", "works at", "works as", "works for", "worked as", "worked at", "worked for",
    "moved to", "moved in", "moved out", "went to", "came to", "came back", "graduated", "retired",
    "teaches", "taught", "attended", "visited", "flew", "drove", "cried", "screamed", "agreed", "apologized",
    "apologised", "admitted", "insisted", "suggested", "complained", "wondered", "knew", "felt", "needs a",
    "had dinner", "had lunch", "got married", "got engaged", "is my", "is his", "is her", "is our", "was my",
    "was his", "was her", "is the mother", "is the father", "is very", "is so", "is a very", "was very",
    "was so", "was a very", "is always", "joined us", "will join", "will be speaking", "began writing",
    "began working", "left us", "passed away", "fell in", "broke up", "looked at", "turned to", "shook",
    "smiles", "laughs", "nods", "sighs", "lost his", "lost her", "is pregnant", "suffers", "suffered",
    "approved", "confirmed that", "signed up", "signed the", "plays the", "played the", "has a brother",
    "has a sister", "has two", "has three", "and I", "who lives", "who works", "is allergic",
]);

/// The deeds of them that companies and programs do not do either.
static LIVES: WordList = WordList::of(&[
    "lives", "lived", "was born", "is married", "had given", "smiled", "laughed", "nodded", "sighed",
    "whispered", "shouted", "grew up", "began writing", "cried", "screamed", "passed away", "got married",
    "got engaged", "is pregnant",
]);

/// Whether what stands behind a word that ends at `end` is done by persons alone.
pub(super) fn lives(text: &[u8], end: usize) -> bool {
    byte(text, end) == Some(b' ') && LIVES.at(text, end + 1).is_some()
}

/// What belongs to persons.
static BELONGINGS: WordList = WordList::of(&[
    "daughter", "son", "kid", "kids", "wife", "husband", "mother", "father", "brother", "sister", "parents",
    "friend", "boyfriend", "girlfriend", "address", "phone", "birthday", "house", "home", "account",
    "killer", "killers", "death", "funeral", "diary", "passport", "medication", "doctor", "boss", "mom",
    "mum", "dad", "grandmother", "grandfather", "grandma", "grandpa", "uncle", "aunt", "cousin", "niece",
    "nephew", "baby", "fiance", "partner", "roommate", "neighbour", "neighbor", "car", "bike", "dog", "cat",
    "bag", "wallet", "keys", "email", "job", "desk", "bedroom", "wedding", "party", "flat", "apartment",
    "kitchen", "garden", "surgery", "diagnosis", "appointment", "salary", "lawyer", "attorney", "landlord",
    "teacher", "therapist", "laptop", "handwriting", "voice", "face", "eyes", "hair", "hands", "shoulder",
    "visa", "medical", "social security", "personal", "date of birth", "prescription", "symptoms",
    "condition", "insurance", "bank account", "credit card", "résumé", "resume", "employment",
]);

/// Words before whoever made or does something.
static MAKERS: WordList = WordList::of(&[
    "by", "starring", "featuring", "features", "called", "producer", "songwriter", "singer", "actor",
    "actress", "author", "assistant to", "tribute to", "add", "remove", "contact", "with", "heard",
    "drummer", "guitarist", "composer", "journalist", "spokesman", "spokeswoman", "minister", "president",
    "chairman",
]);

/// Whether what stands behind a name that ends at `end` speaks of a person: a deed, or a belonging behind a genitive.
pub(super) fn acts(text: &[u8], end: usize) -> bool {
    let rest = text.get(end..).unwrap_or(&[]);
    if let [b' ', ..] = rest {
        return DEEDS.at(text, end + 1).is_some() || refers_back(text, end);
    }
    let genitive = [b"'s ".as_slice(), "’s ".as_bytes()].into_iter().find(|g| rest.starts_with(g));
    genitive.is_some_and(|g| BELONGINGS.at(text, end + g.len()).is_some())
}

/// Whether the next word but one behind a name that ends at `end` speaks of him or her: `broke his arm`.
#[inline(never)]
fn refers_back(text: &[u8], end: usize) -> bool {
    static PRONOUNS: WordList = WordList::of(&["his", "her", "himself", "herself", "hers"]);
    let verb = word_end(text, end + 1);
    verb > end + 2 && text.get(verb..verb + 2) == Some(b" h") && PRONOUNS.at(text, verb + 1).is_some()
}

/// Whether the word before a name that starts at `start` announces who made something.
pub(super) fn is_made_by(text: &[u8], start: usize) -> bool {
    word_before(text, start, 16).is_some_and(|(_, word)| MAKERS.has(word))
}

/// Behind what follows a name of a person and of nothing else: `, Jr.`, ` III`, `, MD`. `end` if nothing does.
pub(super) fn behind_title(text: &[u8], end: usize) -> usize {
    const TITLES: [&[u8]; 10] = [b"jr", b"sr", b"ii", b"iii", b"iv", b"md", b"m.d", b"phd", b"ph.d", b"esq"];
    let comma = usize::from(byte(text, end) == Some(b','));
    let at = end + comma + 1;
    if byte(text, end + comma) != Some(b' ') || !byte(text, at).is_some_and(|b| b.is_ascii_uppercase()) {
        return end;
    }
    let title = TITLES.iter().map(|t| at + t.len()).zip(TITLES).find(|(stop, title)| {
        text.get(at..*stop).is_some_and(|t| t.eq_ignore_ascii_case(title)) && closes(text, *stop)
    });
    title.map_or(end, |(stop, _)| stop)
}

/// Whether a word for what a person is to somebody ends at `end`.
pub(super) fn is_role_before(text: &[u8], end: usize) -> bool {
    text.get(word_start(text, end, 16)..end).is_some_and(|word| ROLES.has(word))
}

/// Particles of names.
const PARTICLES: [&[u8]; 24] = [
    b"de", b"van", b"von", b"bin", b"binti", b"ibn", b"al", b"el", b"da", b"dos", b"di", b"du", b"del",
    b"della", b"der", b"den", b"des", b"la", b"le", b"ter", b"ten", b"zu", b"zur", b"y",
];

/// Whether a word is a particle in lower case.
pub(super) fn is_particle(word: &[u8]) -> bool {
    PARTICLES.contains(&word)
}

/// Whether a word is a particle, in any case: `De Graaf`.
pub(super) fn is_any_particle(word: &[u8]) -> bool {
    PARTICLES.iter().any(|particle| particle.eq_ignore_ascii_case(word))
}

/// Lines that stand before the name of who wrote.
static SIGN_OFFS: Endings = Endings::of(&[
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
]);

/// Whether the last line with text before the line at `line` is a sign-off.
pub(super) fn signs_off_before(text: &[u8], line: usize) -> bool {
    let before = text.get(line.saturating_sub(48)..line).unwrap_or(&[]).trim_ascii_end();
    if !SIGN_OFFS.admits(without_mark(before)) {
        return false;
    }
    // The line end that was cut off, or the word before would be on the same line.
    let Some(last) = before.rsplit(|b| *b == b'\n').next() else { return false };
    let last = last.trim_ascii().trim_ascii_start();
    let last = last.strip_prefix(b"> ").unwrap_or(last);
    let last = without_mark(last);
    (4..=26).contains(&last.len()) && SIGN_OFFS.any(last, |s| last.eq_ignore_ascii_case(s))
}

/// A line without the mark at its end.
fn without_mark(line: &[u8]) -> &[u8] {
    match line {
        [rest @ .., b',' | b'!' | b'.'] => rest,
        _ => line,
    }
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
