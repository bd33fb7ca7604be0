//! Places as one word: geohash, Open Location Code, what3words, and the numbers of map services.

use super::record::OF_A_PERSON;
use super::traits::of_record;
use super::{Check, Subject};

/// The most that the validator adds.
pub(super) const MOST: i8 = OF_A_PERSON;

/// Digits of an Open Location Code (github.com/google/open-location-code).
const OPEN_LOCATION: &[u8] = b"23456789CFGHJMPQRVWX";

/// Judges a code of a place that is no larger than a few kilometres.
pub(crate) fn geocode(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    if is_open_location(value)
        || is_three_words(value)
        || is_geohash(value)
        || is_place_id(value)
        || is_cell(value)
    {
        return of_record(subject);
    }
    Check::refuted("no code of a place")
}

/// `8FWH4HX8+9C`, or the end of it: `4HX8+9C`.
fn is_open_location(value: &[u8]) -> bool {
    let mut parts = value.splitn(2, |b| *b == b'+');
    let (Some(area), Some(place)) = (parts.next(), parts.next()) else { return false };
    let is_code = |part: &[u8]| part.iter().all(|b| OPEN_LOCATION.contains(&b.to_ascii_uppercase()));
    matches!(area.len(), 4 | 6 | 8) && (2..=7).contains(&place.len()) && is_code(area) && is_code(place)
}

/// `///filled.count.soap`
fn is_three_words(value: &[u8]) -> bool {
    let words = value.strip_prefix(b"///").unwrap_or(value).split(|b| *b == b'.');
    let is_word = |word: &[u8]| word.len() >= 3 && word.iter().all(|b| b.is_ascii_lowercase() || *b >= 0x80);
    words.clone().count() == 3 && words.clone().all(is_word)
}

/// Five characters or more, which is less than five kilometres, with a digit among them.
fn is_geohash(value: &[u8]) -> bool {
    let is_digit =
        |b: &u8| b.is_ascii_digit() || b.is_ascii_lowercase() && !matches!(b, b'a' | b'i' | b'l' | b'o');
    (5..=12).contains(&value.len())
        && value.iter().all(is_digit)
        && value.iter().any(u8::is_ascii_digit)
        && value.iter().any(u8::is_ascii_lowercase)
}

/// The number that Google Maps has for a place.
fn is_place_id(value: &[u8]) -> bool {
    let is_token = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    value.starts_with(b"ChIJ") && value.len() == 27 && value.iter().all(is_token)
}

/// A cell of H3 or S2: 15 or 16 hexadecimal digits, of which H3 begins with `8`.
fn is_cell(value: &[u8]) -> bool {
    matches!((value.len(), value.first()), (15, Some(b'8')) | (16, _))
        && value.iter().all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;

    #[test]
    fn codes_of_places() {
        let proof = |value| geocode(&Subject::alone(value, "field")).proof;
        for good in [
            "u281z7j",
            "8FWH4HX8+9C",
            "4HX8+9C",
            "///filled.count.soap",
            "filled.count.soap",
            "ChIJ2V-Mo_l1nkcRfZixfUq4DAE",
            "8928308280fffff",
            "47a1cbd595522b39",
        ] {
            assert_eq!(proof(good), Proof::Unproven, "{good}");
        }
        for bad in [
            "u28",
            "Berlin",
            "8FWH4HX8",
            "8FWH4HXA+9C",
            "a.b.c",
            "1.2.3",
            "filled count soap",
            "uvwxyz",
            "17",
            "",
        ] {
            assert_eq!(proof(bad), Proof::Refuted, "{bad}");
        }
    }
}
