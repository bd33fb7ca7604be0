//! Postcodes that have letters: of the United Kingdom (BS 7666), Canada (Canada Post), Ireland (Eircode) and the Netherlands
//! (NEN 5825). Digits alone are as often anything else.

use super::traits::of_record;
use super::{Check, Subject};
use crate::lexicon::is_uk_area;
use crate::model::Disposition;

/// Codes that are nobody's: pseudo codes of the NHS, samples of the publishers, the residence of the king and of prime
/// ministers, Santa Claus. Without blanks; the first stands for all that begin so.
const NOBODYS: [&[u8]; 7] = [b"ZZ99", b"AA11AA", b"AA111AA", b"SW1A1AA", b"SW1A2AA", b"H0H0H0", b"A1A1A1"];

/// A postcode under its name, with or without its blank, in either case.
pub(crate) fn postcode(subject: &Subject<'_>) -> Check {
    let mut room = [0; 8];
    let Some(code) = compact(subject.value(), &mut room) else {
        return Check::refuted("no postcode with letters");
    };
    if NOBODYS.iter().any(|of| code.starts_with(of)) {
        return Check::UNPROVEN.but(Disposition::Synthetic, "reserved or sample postcode");
    }
    let whole = |len: Option<usize>| len == Some(code.len());
    if whole(british(code)) || whole(canadian(code)) || is_irish(code) || is_dutch(code) {
        Check::UNPROVEN
    } else {
        Check::refuted("no postcode with letters")
    }
}

/// A postcode of digits, which says something only in the record of a person: four to seven of them, in the USA with four more, in
/// some countries in two groups.
pub(crate) fn postcode_of_digits(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    let parts: Vec<&[u8]> = value.split(|b| matches!(b, b'-' | b' ')).collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let is_written = matches!(lengths[..], [4..=7] | [4 | 5, 3 | 4] | [2 | 3, 2..=4]);
    let is_digits = parts.iter().all(|part| part.iter().all(u8::is_ascii_digit));
    let says_nothing =
        value.iter().all(|b| matches!(b, b'0' | b'-')) || value.iter().all(|b| matches!(b, b'9' | b'-'));
    if is_written && is_digits && !says_nothing {
        of_record(subject)
    } else {
        Check::refuted("no postcode of digits")
    }
}

/// The letters and digits of `value` in capitals; `None` if there is anything else but blanks, or more than the room holds.
fn compact<'r>(value: &[u8], room: &'r mut [u8; 8]) -> Option<&'r [u8]> {
    let mut len = 0;
    for b in value.iter().filter(|b| **b != b' ') {
        let slot = room.get_mut(len).filter(|_| b.is_ascii_alphanumeric())?;
        *slot = b.to_ascii_uppercase();
        len += 1;
    }
    room.get(..len)
}

/// The length of the postcode of the United Kingdom at the start of `text`, with one blank or none: outward `A9 A99 AA9
/// AA99 A9A AA9A` with the letters of an area, inward `9AA` without C, I, K, M, O and V.
pub(crate) fn british(text: &[u8]) -> Option<usize> {
    let letters = 1 + usize::from(text.get(1).is_some_and(u8::is_ascii_uppercase));
    let area = text.get(..letters).filter(|a| is_uk_area(a))?;
    let rest = text.get(area.len()..)?;
    outward_ends(rest).into_iter().find_map(|end| {
        let gap = usize::from(rest.get(end) == Some(&b' '));
        let [digit, first, second] = *rest.get(end + gap..)?.first_chunk::<3>()?;
        let unit = |b: u8| b.is_ascii_uppercase() && !b"CIKMOV".contains(&b);
        (digit.is_ascii_digit() && unit(first) && unit(second)).then_some(letters + end + gap + 3)
    })
}

/// Where the outward part may end that goes on with `rest` behind its letters: behind one digit, two, or one and a letter.
fn outward_ends(rest: &[u8]) -> impl IntoIterator<Item = usize> {
    let digit = |i: usize| rest.get(i).is_some_and(u8::is_ascii_digit);
    let letter = rest.get(1).is_some_and(|b| b"ABCDEFGHJKMNPRSTUVWXY".contains(b));
    let two = digit(0) && (digit(1) || letter);
    [two.then_some(2), digit(0).then_some(1)].into_iter().flatten()
}

/// The length of the postcode of Canada at the start of `text`, with one blank or none: `A1A 1A1`, never with D, F, I, O, Q
/// and U, nor W and Z first.
pub(crate) fn canadian(text: &[u8]) -> Option<usize> {
    let gap = usize::from(text.get(3) == Some(&b' '));
    let letter = |i: usize| text.get(i).is_some_and(|b| b.is_ascii_uppercase() && !b"DFIOQU".contains(b));
    let digit = |i: usize| text.get(i).is_some_and(u8::is_ascii_digit);
    let first = letter(0) && !matches!(text.first(), Some(b'W' | b'Z'));
    let local = digit(3 + gap) && letter(4 + gap) && digit(5 + gap);
    (first && digit(1) && letter(2) && local).then_some(6 + gap)
}

/// `D02X285`: a routing key, `D6W` among them, and four letters or digits, none of them an O.
fn is_irish(code: &[u8]) -> bool {
    let [letter, digit, third, unique @ ..] = code else { return false };
    let key = letter.is_ascii_uppercase() && digit.is_ascii_digit();
    let known = third.is_ascii_digit() || code.starts_with(b"D6W");
    key && known && unique.len() == 4 && !code.contains(&b'O') && unique.iter().any(u8::is_ascii_digit)
}

/// `1012AB`: four digits without a leading zero, and two letters that are not SA, SD or SS.
fn is_dutch(code: &[u8]) -> bool {
    let [b'1'..=b'9', b, c, d, letters @ ..] = code else { return false };
    let digits = [b, c, d].iter().all(|b| b.is_ascii_digit());
    let two = letters.len() == 2 && letters.iter().all(u8::is_ascii_uppercase);
    digits && two && !matches!(letters, b"SA" | b"SD" | b"SS")
}

#[cfg(test)]
mod tests {
    #[test]
    fn digits_are_written_as_postcodes_are() {
        let refuted = |code| postcode_of_digits(&Subject::alone(code, "weak")).proof == Proof::Refuted;
        for code in ["45402", "8001", "10115-1234", "560025", "00-950", "110 00", "1234-567", "100-0001"] {
            assert!(!refuted(code), "{code}");
        }
        for code in
            ["", "123", "12345678", "00000", "99999-9999", "45402-", "SW1A 2AA", "4.50", "12 34 56", "1-2"]
        {
            assert!(refuted(code), "{code}");
        }
    }

    use super::*;
    use crate::validate::Proof;

    #[test]
    fn postcodes_of_four_countries_are_told_from_others() {
        let judge = |value| postcode(&Subject::alone(value, "field"));
        for value in [
            "SW9 8ZZ", "sw98zz", "M1 1AE", "EC1A 1BB", "DN55 1PT", "K2P 1L4", "k2p1l4", "D02 X285",
            "D6W X285", "1012 AB",
        ] {
            assert_eq!(judge(value), Check::UNPROVEN, "{value}");
        }
        for value in ["ZZ99 3WZ", "AA1 1AA", "SW1A 2AA", "H0H 0H0"] {
            assert_eq!(judge(value).disposition, Disposition::Synthetic, "{value}");
        }
        for value in [
            "QA1 1AA", "SW9 8CZ", "SW9 8Z", "D2P 1L4", "W2P 1L4", "K2P 1L", "1012 SS", "0012 AB", "12345",
            "D02 XXXX", "D0X X285", "abc def", "SW9 8ZZ, London", "", "K2P-1L4",
        ] {
            assert_eq!(judge(value).proof, Proof::Refuted, "{value}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..12)) {
            let _ = postcode(&Subject { text: &bytes, start: 0, end: bytes.len(), form: "field" });
            proptest::prop_assert!(british(&bytes).is_none_or(|len| len <= bytes.len()));
            proptest::prop_assert!(canadian(&bytes).is_none_or(|len| len <= bytes.len()));
        }
    }
}
