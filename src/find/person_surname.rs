//! Family names that are known by their shape: endings and beginnings that hardly another word has.

use super::word_list::Endings;
use crate::lexicon::FAMILY;

/// Endings of family names, by language.
#[rustfmt::skip]
static ENDINGS: Endings = Endings::of(&[
    // Slavonic and Baltic.
    "ović", "ević", "šić", "čić", "nić", "lić", "rić", "tić", "kić", "ovic", "evic", "ovič", "evič", "nčič", "ová", "ská", "cká",
    "ský", "cký", "enko", "wicz", "czyk", "czak", "ński", "nski", "wski", "dzki", "cki", "ńska", "wska", "nska", "cka", "nsky",
    "vsky", "vskaya", "nskaya", "ovich", "evich", "chuk", "czuk", "nov", "kov", "lov", "rov", "sov", "tov", "yev", "aev",
    "eev", "iev", "nova", "kova", "lova", "rova", "sova", "tova", "yeva", "aeva", "eeva", "ieva", "auskas", "inskas",
    "iūnas", "ienė", "aitė", "ytė", "evičius", "avičius", "iņš", "iņa",
    // Germanic and Nordic.
    "dóttir", "dottir", "sson", "nsen", "rsen", "tsen", "ksen", "dsen", "gaard", "gård", "quist", "qvist", "kvist", "ström",
    "strøm", "gren", "lund", "holm", "dahl", "stein", "berger", "bauer", "mann", "meier", "meyer", "maier", "huber", "hofer",
    "müller", "schmidt", "stra", "aert", "änen", "ainen", "oinen", "äinen", "kkinen", "kkonen", "kkanen", "ttinen", "ttonen",
    "ttanen", "ttunen", "ppinen", "ppanen", "rhonen", "rtanen", "rvinen", "rvonen", "lkonen", "mminen", "htinen", "htonen", "hkonen",
    "ynen", "önen",
    // Romance.
    "escu", "eanu", "elli", "etti", "ucci", "acci", "otti", "azzi", "ozzi", "izzi", "uzzi", "aldi", "ndez", "ález", "ínez", "inez",
    "guez", "érrez", "eira", "ães",
    // Of the Balkans, the Caucasus and beyond.
    "opoulos", "opoulou", "akis", "idis", "idou", "shvili", "idze", "adze", "yan", "oğlu", "oglu", "zadeh", "zade", "nejad",
    // Of Asia.
    "moto", "mura", "yama", "gawa", "kawa", "shima", "hashi", "guchi", "zaki", "shita", "krishnan", "swamy", "murthy", "nathan",
    "wardena", "singhe",
]);

/// Endings that other words have as well, but hardly those behind a given name.
static LOOSE: Endings = Endings::of(&[
    "inen", "onen", "anen", "unen", "nin", "mans", "ssen", "kina", "inga", "vich", "sky", "ini",
]);

/// Whether a capitalised word behind a given name is a family name by its shape.
pub(super) fn is_surname_behind_given(word: &[u8]) -> bool {
    is_surname(word) || word.len() >= 7 && LOOSE.any(word, |ending| word.ends_with(ending))
}

/// Whether a capitalised word is a family name by its shape.
pub(super) fn is_surname(word: &[u8]) -> bool {
    has_surname_ending(word) || has_surname_beginning(word) || is_double(word)
}

/// Endings of family names that hardly another word has.
fn has_surname_ending(word: &[u8]) -> bool {
    word.len() >= 7 && ENDINGS.any(word, |ending| word.ends_with(ending))
}

/// `McGregor`, `O'Hara`: a capital behind the beginning, as no other words have.
fn has_surname_beginning(word: &[u8]) -> bool {
    let rest = match word {
        [b'M', b'c', rest @ ..] | [b'M', b'a', b'c', rest @ ..] | [b'F', b'i', b't', b'z', rest @ ..] => rest,
        [b'O' | b'D', b'\'', rest @ ..] | [b'O' | b'D', 0xE2, 0x80, 0x99, rest @ ..] => rest,
        _ => return false,
    };
    matches!(rest, [b'A'..=b'Z', b'a'..=b'z', b'a'..=b'z', ..])
}

/// `Garcia-Quist`: two names, one of them known.
fn is_double(word: &[u8]) -> bool {
    let Some(hyphen) = memchr::memchr(b'-', word) else { return false };
    let (first, second) = (word.get(..hyphen), word.get(hyphen + 1..));
    let capital = second.and_then(<[u8]>::first).is_some_and(|b| b.is_ascii_uppercase() || *b >= 0x80);
    capital && [first, second].into_iter().flatten().any(|part| part.len() > 2 && FAMILY.has_plain(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_endings_need_a_given_name() {
        for word in ["Kuivonen", "Heymans", "Optionen"] {
            assert!(is_surname_behind_given(word.as_bytes()) && !is_surname(word.as_bytes()), "{word}");
        }
        assert!(!is_surname_behind_given(b"Mini") && !is_surname_behind_given(b"Station"));
    }

    #[test]
    fn family_names_have_their_shape() {
        for word in [
            "Karlsdóttir", "Kowalewski", "Brankovič", "Korhonen", "Papadopoulos", "McAllister", "O'Hara",
            "Smith-Qvist", "Takamoto", "Ferrucci", "Petrenko",
        ] {
            assert!(is_surname(word.as_bytes()), "{word}");
        }
        for word in
            ["Server", "Station", "Machine", "Macro", "Mc", "O'clock", "Linux-Kernel", "Markov", "Smith-", ""]
        {
            assert!(!is_surname(word.as_bytes()), "{word}");
        }
    }
}
