//! Letters beyond ASCII: a walk over a text knows the case of ASCII letters only, so words of other letters are known in
//! each of their spellings.

/// `lower` as it is, and with those of its letters in capitals that ASCII does not have: all of them, and the first one
/// alone. For `рнокпп` also `РНОКПП` and `Рнокпп`; for `emšo` also `emŠo`.
pub(super) fn spellings(lower: &str) -> Vec<String> {
    let mut spellings = vec![lower.to_owned()];
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
}
