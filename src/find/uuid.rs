//! `8-4-4-4-12` hexadecimal digits: a UUID (RFC 9562).

use super::{Anchor, Finder, Span, byte, byte_before, is_word};

/// Form: `uuid`.
pub(crate) static UUID: Finder =
    Finder { name: "uuid", forms: &["uuid"], anchors: &[Anchor::Uuid], literals: &[], find };

/// How long a UUID is.
const LENGTH: usize = 36;

/// `at` is the last hyphen. The anchor has seen all before it, so the node's twelve digits are left to look at.
fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let start = at.checked_sub(23)?;
    let end = start + LENGTH;
    let node = text.get(at + 1..end)?;
    let shaped = node.iter().fold(true, |all, b| all & b.is_ascii_hexdigit());
    let word = |b: Option<u8>| b.is_some_and(is_word);
    let more = byte(text, end) == Some(b'-') && byte(text, end + 1).is_some_and(|b| b.is_ascii_hexdigit());
    let bound = !word(byte_before(text, start)) && !word(byte(text, end)) && !more;
    (shaped && bound).then_some(Span { start, end, form: 0 })
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    const VALUE: &str = "550e8400-e29b-41d4-a716-446655440000";

    #[test]
    fn finds_a_uuid_with_free_ends() {
        for text in
            [VALUE.to_owned(), format!("{{{VALUE}}}"), format!("urn:uuid:{VALUE}."), format!("k={VALUE}&")]
        {
            assert_eq!(find_all(&UUID, &text), [(VALUE.to_owned(), "uuid")], "{text}");
        }
        for text in
            [format!("x{VALUE}"), format!("{VALUE}0"), format!("{VALUE}-00"), VALUE.replace("e29b", "e29g")]
        {
            assert_eq!(find_all(&UUID, &text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in proptest::collection::vec(any::<u8>(), 0..60), at in 0usize..70) {
            find(&text, at, Anchor::Uuid);
        }
    }
}
