//! Names that are declared with a type before their value: `lastName: String = "…"`, as Kotlin, Rust, Scala, Swift, Python and
//! TypeScript write them.

/// Longest type that is looked at, with the blanks around it.
const LONGEST: usize = 48;

/// The `=` behind the type that stands behind the `:` at `colon`, if a quoted value or a call follows it.
pub(crate) fn sign_behind_type(text: &[u8], colon: usize) -> Option<usize> {
    let rest = text.get(colon + 1..text.len().min(colon + 1 + 2 * LONGEST))?;
    // Hardly any value behind a colon is a type, and most are refused by their first byte.
    let blanks = rest.iter().take(2).take_while(|b| **b == b' ').count();
    if text.get(colon) != Some(&b':')
        || !rest.get(blanks).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'&')
    {
        return None;
    }
    let sign =
        rest.iter().take(LONGEST).position(|b| !is_of_type(*b)).filter(|at| rest.get(*at) == Some(&b'='))?;
    let name = rest.get(blanks..sign)?.trim_ascii_end();
    // Words of a type are joined by a bar, or belong to a borrowed one: `string | null`, `&'static str`.
    let joined = !name.contains(&b' ') || name.contains(&b'|') || name.starts_with(b"&");
    (joined && begins_a_value(rest.get(sign + 1..)?)).then_some(colon + 1 + sign)
}

/// The `:` before the type that ends before the `=` at `sign`.
pub(super) fn colon_before_type(text: &[u8], sign: usize) -> Option<usize> {
    let from = sign.saturating_sub(LONGEST);
    let head = text.get(from..sign)?;
    let named =
        |at: &usize| head.get(at.wrapping_sub(1)).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let mut colons = memchr::memrchr_iter(b':', head).filter(named).map(|at| from + at);
    colons.find(|colon| sign_behind_type(text, *colon) == Some(sign))
}

fn is_of_type(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"_.:<>[]?&'| ".contains(&b)
}

/// Whether a quote, or what is called, stands behind an `=` and blanks.
fn begins_a_value(rest: &[u8]) -> bool {
    let rest = rest.trim_ascii_start();
    let callee = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || b"_.: ".contains(b)).count();
    match rest.first() {
        Some(b'"' | b'\'') => true,
        Some(b) if b.is_ascii_alphabetic() => rest.get(callee) == Some(&b'('),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_stand_between_a_name_and_its_value() {
        for text in [
            "lastName: String = \"x\"",
            "last_name: &str = \"x\"",
            "last_name: &'static str = \"x\"",
            "name: string | null = 'x'",
            "name: Option<String> = Some(\"x\")",
            "dob: date = date(1984, 7, 19)",
            "dob:std::string=\"x\"",
        ] {
            let colon = text.find(':').unwrap();
            let sign = text.find('=').unwrap();
            assert_eq!(sign_behind_type(text.as_bytes(), colon), Some(sign), "{text}");
            assert_eq!(colon_before_type(text.as_bytes(), sign), Some(colon), "{text}");
        }
    }

    #[test]
    fn values_and_other_signs_are_no_types() {
        for text in [
            "name: \"x\" = y",
            "name: the name is = \"x\"",
            "name: String == \"x\"",
            "name: String => \"x\"",
            "name: String = other",
            "name: String, y = \"x\"",
            "name: 12 = \"x\"",
            "name: = \"x\"",
            "name: String",
        ] {
            let colon = text.find(':').unwrap();
            assert_eq!(sign_behind_type(text.as_bytes(), colon), None, "{text}");
        }
        assert_eq!(colon_before_type(b"last = \"x\"", 5), None);
        assert_eq!(colon_before_type(b": String = \"x\"", 9), None);
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "[a-zA-Z:=&'|.<>\" (]{0,60}", at in 0usize..70) {
            let _ = sign_behind_type(text.as_bytes(), at);
            let _ = colon_before_type(text.as_bytes(), at);
        }
    }
}
