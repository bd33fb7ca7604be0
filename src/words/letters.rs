//! Letters beyond ASCII: a walk over a text knows the case of ASCII letters only, so words of other letters are known in
//! each of their spellings.

/// `lower` as it is, and with those of its letters in capitals that ASCII does not have: all of them, and the first one
/// alone. For `рнокпп` also `РНОКПП` and `Рнокпп`; for `emšo` also `emŠo`.
pub(super) fn spellings(lower: &str) -> Vec<String> {
    let mut spellings = vec![lower.to_owned()];
    // Nearly all words, at each start of the program.
    if lower.is_ascii() {
        return spellings;
    }
    let first = lower.chars().take(1).map(capital).chain(lower.chars().skip(1)).collect();
    for spelling in [lower.chars().map(capital).collect(), first] {
        if !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    spellings
}

/// The bytes of a name without the accents of its Latin letters: `Prénom` as `Prenom`, `Straße` as `Strasse`.
pub(super) fn without_accents(name: &[u8]) -> impl Iterator<Item = u8> {
    let (mut rest, mut second) = (name, None);
    std::iter::from_fn(move || {
        if second.is_some() {
            return second.take();
        }
        loop {
            match *rest {
                // Accents that follow their letter.
                [0xCC, 0x80..=0xBF, ref behind @ ..] | [0xCD, 0x80..=0xAF, ref behind @ ..] => rest = behind,
                [byte, ref behind @ ..] => {
                    let letter =
                        behind.split_first().and_then(|(low, rest)| Some((plain_letter(byte, *low)?, rest)));
                    let ((byte, more), behind) = letter.unwrap_or(((byte, None), behind));
                    (rest, second) = (behind, more);
                    return Some(byte);
                }
                [] => return None,
            }
        }
    })
}

/// Whether a letter with an accent ends within the last bytes of a text, or an accent does.
#[cold]
pub(super) fn ends_in_accents(text: &[u8]) -> bool {
    let tail = text.get(text.len().saturating_sub(9)..).unwrap_or(text);
    !tail.is_ascii() && tail.iter().any(|b| matches!(b, 0xC3..=0xC5 | 0xC8 | 0xCC | 0xCD))
}

/// The plain letter, or the two, for the letter of two bytes that these are, if it is a Latin one with an accent.
fn plain_letter(lead: u8, low: u8) -> Option<(u8, Option<u8>)> {
    // U+00C0 to U+00FF, and U+0100 to U+017F.
    const FIRST: &[u8; 64] = b"AAAAAAACEEEEIIIIDNOOOOO OUUUUY saaaaaaaceeeeiiiidnooooo ouuuuy y";
    const SECOND: &[u8; 128] =
        b"AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRr\
                                 SsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
    let at = usize::from(low.checked_sub(0x80).filter(|at| *at < 0x40)?);
    let letter = match lead {
        0xC3 => *FIRST.get(at)?,
        0xC4 => *SECOND.get(at)?,
        0xC5 => *SECOND.get(0x40 + at)?,
        // Of Romanian, with a comma below.
        0xC8 => *b"SsTt".get(at.checked_sub(0x18)?)?,
        _ => return None,
    };
    let second = match (lead, low) {
        (0xC3, 0x9F) => Some(b's'),
        (0xC3, 0x86 | 0xA6) | (0xC5, 0x92 | 0x93) => Some(b'e'),
        _ => None,
    };
    (letter != b' ').then_some((letter, second))
}

/// The capital of a letter beyond ASCII, where it is one letter; any other as it is.
fn capital(letter: char) -> char {
    let mut capitals = letter.to_uppercase();
    match (letter.is_ascii(), capitals.next(), capitals.next()) {
        (false, Some(capital), None) => capital,
        _ => letter,
    }
}

/// Whether a text is a few signs of the scripts of East Asia and nothing else: Han, Kana or Hangul, two to six.
pub(crate) fn is_east_asian(text: &[u8]) -> bool {
    let is_sign = |c: char| matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{3041}'..='\u{30FF}' | '\u{AC00}'..='\u{D7A3}');
    let signs = std::str::from_utf8(text).unwrap_or_default().chars();
    (2..=6).contains(&signs.clone().count()) && signs.into_iter().all(is_sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beyond_ascii_have_capitals() {
        for (lower, all) in [
            ("рнокпп", &["рнокпп", "РНОКПП", "Рнокпп"][..]),
            ("emšo", &["emšo", "emŠo"]),
            ("matični_broj", &["matični_broj", "matiČni_broj"]),
            ("école", &["école", "École"]),
            ("straße", &["straße"]),
            ("फोन", &["फोन"]),
            ("phone no", &["phone no"]),
            ("", &[""]),
        ] {
            assert_eq!(spellings(lower), all, "{lower}");
        }
    }

    #[test]
    fn accents_are_left_out() {
        for (name, plain) in [
            ("Prénom", "Prenom"),
            ("ÉCOLE", "ECOLE"),
            ("Straße", "Strasse"),
            ("płeć", "plec"),
            ("Doğum Yılı", "Dogum Yili"),
            ("ŞEHİR", "SEHIR"),
            ("příjmení", "prijmeni"),
            ("fødselsdato", "fodselsdato"),
            ("Œuvre æ", "Oeuvre ae"),
            ("oraș", "oras"),
            ("Pre\u{301}nom", "Prenom"),
            ("a×b þ", "a×b þ"),
            ("имя 姓名", "имя 姓名"),
            ("", ""),
        ] {
            assert_eq!(without_accents(name.as_bytes()).collect::<Vec<_>>(), plain.as_bytes(), "{name}");
        }
        assert_eq!(without_accents(b"a\xC3").collect::<Vec<_>>(), b"a\xC3", "it is cut off");
        let ends = |name: &str| ends_in_accents(name.as_bytes());
        assert!(ends("città") && ends("é1234567") && !ends("é12345678") && !ends("имя") && !ends("name"));
    }

    #[test]
    fn signs_of_east_asia_are_told() {
        for name in ["谢秀芳", "山田", "やまだ", "김철수"] {
            assert!(is_east_asian(name.as_bytes()), "{name}");
        }
        for other in ["", "谢", "谢秀芳 A", "Jan", "Ян", "12", "谢秀芳谢秀芳谢"] {
            assert!(!is_east_asian(other.as_bytes()), "{other}");
        }
    }
}
