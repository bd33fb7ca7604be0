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
    fn signs_of_east_asia_are_told() {
        for name in ["谢秀芳", "山田", "やまだ", "김철수"] {
            assert!(is_east_asian(name.as_bytes()), "{name}");
        }
        for other in ["", "谢", "谢秀芳 A", "Jan", "Ян", "12", "谢秀芳谢秀芳谢"] {
            assert!(!is_east_asian(other.as_bytes()), "{other}");
        }
    }
}
