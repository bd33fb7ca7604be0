//! Words that set one person beside another: whom somebody meets, calls, asks or writes to. A known given name behind
//! them needs nothing else to be a person.

use super::tokens::{word_before, word_start};
use super::word_list::{Endings, WordList};

/// Longest word that is looked at before another, in bytes.
const LONGEST: usize = 14;

/// What is done to persons alone, and to no program or place.
static TO_PERSONS: WordList = WordList::of(&[
    "gave", "given", "gives", "handed", "lent", "owes", "met", "invited", "hugged", "kissed", "phoned",
    "emailed", "texted", "reminded", "warned", "thank", "tell", "tells", "ask", "asks", "hired", "sued",
    "arrested", "divorced", "accompanied", "interviewed", "examined", "congratulated", "blamed", "accused",
    "introduced", "persuaded", "begged",
]);

/// What comes before `with` and a person.
static WITH: WordList = WordList::of(&[
    "breakfast", "lunch", "dinner", "coffee", "tea", "drinks", "date", "dating", "chat", "chatted",
    "chatting", "talk", "talked", "talking", "speak", "speaking", "spoke", "spoken", "meet", "met",
    "meeting", "conversation", "appointment", "interview", "live", "lives", "lived", "living", "stayed",
    "staying", "argued", "arguing", "danced", "travelled", "traveled", "flirted", "touch", "holiday",
    "vacation", "weekend",
]);

/// What comes before `to` and a person.
static TO: WordList = WordList::of(&[
    "speak", "speaks", "speaking", "spoke", "spoken", "talk", "talks", "talked", "talking", "wrote",
    "married", "engaged", "listen", "listened", "listening", "said", "says", "whispered", "replied",
    "apologised", "apologized", "lied", "introduced", "promised", "handed", "thanks", "grateful", "tribute",
    "assistant",
]);

/// What comes before `for` and a person.
static FOR: WordList = WordList::of(&[
    "ask", "asked", "asking", "waited", "voted", "cared", "caring", "cooked", "present", "gift", "surprise",
    "babysit", "babysitting",
]);

/// What comes before `from` and a person.
static FROM: WordList = WordList::of(&[
    "letter", "letters", "postcard", "email", "emails", "call", "calls", "gift", "present", "heard", "hear",
    "voicemail", "invitation", "regards", "greetings", "divorced",
]);

/// What comes before `by` and a person.
static BY: WordList = WordList::of(&[
    "signed", "left", "led", "founded", "directed", "written", "painted", "taught", "treated", "examined",
    "approved", "reviewed", "prepared", "photographed", "narrated", "sung", "hosted", "coached",
    "accompanied", "interviewed", "composed",
]);

/// Whether the lower-case word that starts at `start` stands before persons: by itself, or as a preposition behind a word
/// for what persons do together.
pub(super) fn stands_before_persons(text: &[u8], start: usize, word: &[u8]) -> bool {
    let before = match word {
        b"with" => &WITH,
        b"to" => &TO,
        b"for" => &FOR,
        b"from" => &FROM,
        b"by" => &BY,
        _ => return TO_PERSONS.has(word),
    };
    word_before(text, start, LONGEST).is_some_and(|(_, word)| before.has(word))
}

/// Words of one who greets, thanks or agrees, before a comma and who is spoken to.
static ADDRESSING: Endings = Endings::of(&[
    "hello", "hi", "hey", "thanks", "you", "welcome", "morning", "afternoon", "evening", "night",
    "congratulations", "sorry", "bye", "goodbye", "cheers", "regards", "wishes", "sincerely", "love",
    "listen", "grüße", "grüßen", "danke", "gracias", "saludos", "abrazo", "bises", "merci", "grazie",
    "hilsen", "groet", "groeten", "bedankt",
]);

/// Whether somebody is spoken to, or signs, at `at`, behind a comma and a blank: `Thanks, X`.
pub(super) fn is_addressed(text: &[u8], at: usize) -> bool {
    let Some(head) = text.get(..at).and_then(|head| head.strip_suffix(b", ")) else { return false };
    // Most words before a comma are refused by their last two letters.
    ADDRESSING.admits(head) && {
        let word = head.get(word_start(head, head.len(), 16)..).unwrap_or(&[]);
        ADDRESSING.any(word, |is| word.eq_ignore_ascii_case(is))
    }
}

/// Words for persons of whom it is said what they are called.
static PERSONS: WordList = WordList::of(&[
    "man", "woman", "boy", "girl", "guy", "lady", "gentleman", "someone", "somebody", "person", "friend",
    "colleague", "neighbour", "neighbor", "mother", "father", "grandmother", "grandfather", "sister",
    "brother", "daughter", "son", "wife", "husband", "uncle", "aunt", "cousin", "niece", "nephew", "baby",
    "child", "teacher", "doctor", "nurse", "boss", "tenant", "landlord", "patient", "partner",
]);

/// Whether the word at `start`, `called` or `named`, speaks of a person: `a man called`, `my sister is called`.
pub(super) fn names_a_person(text: &[u8], start: usize) -> bool {
    let Some((at, word)) = word_before(text, start, LONGEST) else { return false };
    if matches!(word, b"is" | b"was") {
        return word_before(text, at, LONGEST).is_some_and(|(_, word)| PERSONS.has(word));
    }
    PERSONS.has(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_stand_behind_what_is_done_with_them() {
        let holds = |text: &str| {
            let start = text.rfind(' ').map_or(0, |i| i + 1);
            stands_before_persons(text.as_bytes(), start, text.as_bytes().get(start..).unwrap_or(&[]))
        };
        for text in ["she gave", "had dinner with", "we spoke to", "a letter from", "signed by", "ask for"] {
            assert!(holds(text), "{text}");
        }
        for text in
            ["built with", "connected to", "made by", "with", "code for", "imports from", "dinner  with"]
        {
            assert!(!holds(text), "{text}");
        }
    }

    #[test]
    fn who_is_called_something() {
        let names = |text: &str| names_a_person(text.as_bytes(), text.rfind(' ').map_or(0, |i| i + 1));
        assert!(names("a man called") && names("my sister is called") && names("his daughter was named"));
        assert!(
            !names("a file called") && !names("this is called") && !names("called") && !names("is called")
        );
    }

    #[test]
    fn who_is_spoken_to() {
        let addressed = |text: &str| is_addressed(text.as_bytes(), text.len());
        assert!(addressed("Thanks, ") && addressed("Good morning, ") && addressed("no!\nHello, "));
        assert!(!addressed("Linux, ") && !addressed("Thanks ") && !addressed(", "));
    }
}
