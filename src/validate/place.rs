//! Towns, regions and countries: words that say where somebody lives, in a record of theirs.

use super::traits::{is_phrase, of_record};
use super::{Check, Subject};

/// Longest name of a place, in bytes.
const LONGEST: usize = 60;

/// What a `state` is in that is no place.
const CONDITIONS: &[&str] = &[
    "open", "opened", "closed", "running", "stopped", "started", "finished", "done", "draft", "approved",
    "rejected", "queued", "waiting", "complete", "completed", "cancelled", "canceled", "unknown", "ready",
    "idle", "paused", "merged", "expired", "suspended", "blocked", "invited", "verified", "online",
    "offline", "initial", "final", "global", "none",
];

/// The name or the short form of a place: no digits, and a capital first.
pub(crate) fn place(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let opens = value.first().is_some_and(|b| b.is_ascii_uppercase() || *b >= 0x80);
    let is_written =
        value.len() <= LONGEST && !value.iter().any(|b| b.is_ascii_digit() || b"/+%".contains(b));
    let is_condition = CONDITIONS.iter().any(|word| value.eq_ignore_ascii_case(word.as_bytes()));
    if opens && is_written && !is_condition && is_phrase(subject) {
        of_record(subject)
    } else {
        Check::refuted("no name of a place")
    }
}

/// Words in lower case within names of streets, in the languages that have most of them.
const SMALL: &[&str] = &[
    "of", "the", "de", "du", "des", "la", "le", "les", "del", "della", "dei", "di", "da", "do", "dos", "das",
    "van", "der", "den", "het", "im", "am", "an", "zum", "zur", "auf", "in", "y", "e", "et", "und",
];

/// What forms call it.
const LABELS: &[&str] = &[
    "street", "street name", "straße", "strasse", "straßenname", "straat", "straatnaam", "calle", "rue",
    "ulica", "via",
];

/// The name of a street without a number: words with capitals, and small ones between them.
pub(crate) fn street_name(subject: &Subject<'_>) -> Check {
    let words = || subject.value().split(|b| *b == b' ').filter(|word| !word.is_empty());
    let is_named = |word: &[u8]| {
        word.first().is_some_and(|b| b.is_ascii_uppercase() || *b >= 0x80)
            || SMALL.iter().any(|small| small.as_bytes() == word)
    };
    let text = subject.value().to_ascii_lowercase();
    let is_label = LABELS.iter().any(|label| label.as_bytes() == text)
        || [&b"nummer"[..], b"number"].iter().any(|word| memchr::memmem::find(&text, word).is_some());
    if words().count() <= 6 && words().all(is_named) && !is_label {
        place(&Subject { form: "column", ..*subject })
    } else {
        Check::refuted("no name of a street")
    }
}

/// Lands, states and parts of the world that carry a direction before them, in lower case and sorted. Own list.
const REGIONS: [&[u8]; 65] = [
    b"aegean", b"africa", b"america", b"asia", b"australia", b"azerbaijan", b"ayrshire", b"bali", b"bengal",
    b"brabant", b"cape", b"carolina", b"caucasus", b"china", b"coast", b"cork", b"cyprus", b"dakota",
    b"darfur", b"dunbartonshire", b"england", b"europe", b"flanders", b"germany", b"glamorgan", b"goa",
    b"holland", b"india", b"indies", b"island", b"java", b"jersey", b"kalimantan", b"karelia", b"kazakhstan",
    b"khorasan", b"kivu", b"kordofan", b"korea", b"lanarkshire", b"lebanon", b"lothian", b"macedonia",
    b"midlands", b"moravia", b"nusa", b"ossetia", b"pacific", b"papua", b"pole", b"pomerania", b"rhine",
    b"sahara", b"savo", b"sikkim", b"slavonia", b"sudan", b"sulawesi", b"sumatra", b"sussex", b"timor",
    b"tyrol", b"vietnam", b"virginia", b"yorkshire",
];

/// Whether `value` is a number, a whole directional and the name of a region that goes by it: `100 West Virginia`. `100 W
/// Virginia` is a street.
pub(super) fn names_a_region(value: &[u8]) -> bool {
    let mut words = value.split(|b| matches!(b, b' ' | b'-')).skip(1);
    let (Some(direction), Some(name)) = (words.next(), words.next()) else { return false };
    is_direction(direction) && REGIONS.iter().any(|region| region.eq_ignore_ascii_case(name))
}

fn is_direction(word: &[u8]) -> bool {
    let directions: [&[u8]; 4] = [b"north", b"south", b"east", b"west"];
    directions.iter().any(|direction| direction.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;

    #[test]
    fn streets_are_capitalised_words() {
        for street in ["Lindenallee", "Rue de la Paix", "Unter den Linden", "Gran Vía"] {
            assert_eq!(street_name(&Subject::alone(street, "field")).proof, Proof::Unproven, "{street}");
        }
        for other in [
            "Street and number",
            "Straße und Hausnummer",
            "Straatnaam",
            "street",
            "Lindenallee 7",
            "getStreet()",
            "",
        ] {
            assert_eq!(street_name(&Subject::alone(other, "field")).proof, Proof::Refuted, "{other}");
        }
    }

    #[test]
    fn places_are_words_with_a_capital() {
        for place_name in ["Springfield", "São Paulo", "CA", "Baden-Württemberg", "Saint-Denis (La Réunion)"]
        {
            assert_eq!(place(&Subject::alone(place_name, "weak")).proof, Proof::Unproven, "{place_name}");
        }
        for other in ["active", "Open", "us-east-1", "reno", "12", "getState()", "N", "A/B", ""] {
            assert_eq!(place(&Subject::alone(other, "weak")).proof, Proof::Refuted, "{other}");
        }
    }

    #[test]
    fn regions_go_by_whole_directions() {
        for region in
            ["100 West Virginia", "12 North Macedonia", "56 SOUTH KHORASAN", "7 North Rhine-Westphalia"]
        {
            assert!(names_a_region(region.as_bytes()), "{region}");
        }
        for street in ["100 W Virginia", "12 West Alder", "12 North", "Virginia"] {
            assert!(!names_a_region(street.as_bytes()), "{street}");
        }
    }
}
