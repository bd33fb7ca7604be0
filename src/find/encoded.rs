//! Mailboxes whose sign is percent-encoded (RFC 3986, section 2.1): `/unsubscribe/jane%40example.org`.

use super::email::{domain_end, local_start};
use super::{Anchor, Finder, Span};

/// One form, `encoded`.
pub(crate) static ENCODED: Finder =
    Finder { name: "encoded-email", forms: &["encoded"], anchors: &[], literals: &["%40"], find };

/// `at` is the percent sign.
fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let end = domain_end(text, at + "%40".len())?;
    Some(Span { start: local_start(text, at, end)?, end, form: 0 })
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;

    #[test]
    fn signs_are_read_in_addresses_of_the_web() {
        for (text, value) in [
            ("<a href=\"mailto:jane.roe%40example.org?subject=Hi\">", "jane.roe%40example.org"),
            ("GET /unsubscribe/jane%40example.org HTTP/1.1", "jane%40example.org"),
            ("/unsub?e=jane%40example.org&c=9", "jane%40example.org"),
        ] {
            assert_eq!(find_all(&ENCODED, text), [(value.to_owned(), "encoded")], "{text}");
        }
        for text in [
            "?redirect=%2Fu%3Femail%3Djane%2540example.org",
            "100%40",
            "/a/%40scope%2Fname",
            "x%40y",
            "\"%40s.name\"",
        ] {
            assert_eq!(find_all(&ENCODED, text), [], "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(text in "(%40|[a-z]{1,3}|[.=/?é]){0,16}") {
            for (value, _) in find_all(&ENCODED, &text) {
                proptest::prop_assert!(value.contains("40") && value.len() > 6);
            }
        }
    }
}
