//! What a card's magnetic stripe holds (ISO/IEC 7813): `%B…^NAME^…?` and `;…=…?`.

use super::{Anchor, Finder, Span, byte};

/// Forms: the tracks by number.
pub(crate) static TRACK: Finder =
    Finder { name: "track", forms: &["1", "2"], anchors: &[Anchor::LongDigits], literals: &[], find };

/// Most bytes of each track behind the number of the card.
const LONGEST: [usize; 2] = [60, 30];

/// `at` stands behind the number of the card.
fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let form: u8 = match byte(text, at)? {
        b'^' => 0,
        b'=' => 1,
        _ => return None,
    };
    let head = text.get(at.saturating_sub(21)..at)?;
    let digits = head.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let number = at - digits;
    let start = match (form, text.get(..number)?) {
        (0, [.., b'%', b'B' | b'b']) => number - 2,
        (1, [.., b';']) => number - 1,
        _ => return None,
    };
    let most = LONGEST.get(usize::from(form)).copied()?;
    let rest = text.get(at..text.len().min(at + most))?;
    let len = rest.iter().position(|b| *b == b'?' || b.is_ascii_control())?;
    let dates = rest.get(..len)?.iter().rev().take_while(|b| b.is_ascii_digit() || **b == b' ').count();
    let whole = rest.get(len) == Some(&b'?') && dates >= 7;
    (whole && (12..=19).contains(&digits)).then_some(Span { start, end: at + len + 1, form })
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tracks_are_found_whole() {
        for (text, value, form) in [
            ("x;4111111111111111=30121010000000000?y", ";4111111111111111=30121010000000000?", "2"),
            (
                "%B4111111111111111^ROE/JANE^30121010000000?",
                "%B4111111111111111^ROE/JANE^30121010000000?",
                "1",
            ),
        ] {
            assert_eq!(find_all(&TRACK, text), [(value.to_owned(), form)], "{text}");
        }
        for text in [
            "a=4111111111111111=3012",
            ";4111111111111111=x?",
            ";4111111111111111=30121010000",
            "B4111111111111111^A^301210100?",
        ] {
            assert_eq!(find_all(&TRACK, text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(text in proptest::collection::vec(any::<u8>(), 0..60), at in 0usize..70) {
            let _ = find(&text, at, Anchor::LongDigits);
        }
    }
}
