//! Pages of networks that are about one person each.

use super::{Anchor, Finder, Span};

/// Finds the name of the page behind what opens its address.
pub(crate) static PROFILE: Finder = Finder {
    name: "profile",
    forms: &["page"],
    anchors: &[],
    literals: &[
        "linkedin.com/in",
        "linkedin.com/pub",
        FACEBOOK,
        "xing.com/profile",
        RESEARCHER,
        NUMBERED,
        "researchgate.net/profile",
    ],
    find,
};

/// What opens the page of a researcher, with the first group of the iD.
const RESEARCHER: &str = "orcid.org/0000";

/// What opens the pages of two networks that go by numbers.
const NUMBERED: &str = "vk.com";
const FACEBOOK: &str = "facebook.com/profile.php?id=";

/// Most bytes of a name.
const MOST: usize = 100;

fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let rest = text.get(at..)?;
    let literal = PROFILE.literals.iter().find(|literal| rest.starts_with(literal.as_bytes()))?;
    let behind = at + literal.len();
    let start = match *literal {
        RESEARCHER => behind - "0000".len(),
        NUMBERED if text.get(behind..)?.starts_with(b"/id") => behind + "/id".len(),
        FACEBOOK => behind,
        _ if text.get(behind) == Some(&b'/') => behind + 1,
        _ => return None,
    };
    let is_name =
        |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'%') || **b >= 0x80;
    let name = text.get(start..text.len().min(start + MOST))?;
    let len = name.iter().take_while(is_name).count();
    let name = name.get(..len)?;
    let len = len - name.iter().rev().take_while(|b| matches!(b, b'.' | b'-' | b'_')).count();
    let is_number = |name: &[u8]| name.iter().all(u8::is_ascii_digit);
    let is_page = *literal != NUMBERED || name.get(..len).is_some_and(is_number);
    (is_page && len >= 3).then_some(Span { start, end: start + len, form: 0 })
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_pages() {
        for (text, name) in [
            ("https://www.linkedin.com/in/tilda-quist-4a7b12/ and", "tilda-quist-4a7b12"),
            ("see de.linkedin.com/in/tilda.quist.", "tilda.quist"),
            ("https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
            ("<a href=\"https://www.xing.com/profile/Tilda_Quist\">", "Tilda_Quist"),
            ("facebook.com/profile.php?id=100009912881", "100009912881"),
            ("https://vk.com/id7718281", "7718281"),
        ] {
            assert_eq!(find_all(&PROFILE, text), [(name.to_owned(), "page")], "{text}");
        }
        for text in [
            "linkedin.com/in/",
            "linkedin.com/inside",
            "linkedin.com/in/{slug}",
            "linkedin.com/company/acme",
            "vk.com/ideas",
        ] {
            assert_eq!(find_all(&PROFILE, text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(literal in 0usize..7, tail in "\\PC{0,120}") {
            let text = format!("{}{tail}", PROFILE.literals[literal]);
            if let Some(span) = find(text.as_bytes(), 0, Anchor::Literal) {
                prop_assert!(span.start < span.end && span.end <= text.len());
            }
        }
    }
}
