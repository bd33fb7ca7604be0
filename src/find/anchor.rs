//! The definition of every anchor, byte by byte. The fast pass in `detect` must agree with it on every
//! input; tests hold the two against each other, and finders are tested through this one.

use super::finder::{Anchor, byte, byte_before, is_word};
use crate::words::WIDE_COLON;

impl Anchor {
    /// All anchors that the pass notices, by number.
    pub(crate) const ALL: [Self; Self::COUNT] = [
        Self::At,
        Self::Plus,
        Self::TrunkZero,
        Self::Paren,
        Self::Groups334,
        Self::Groups324,
        Self::Groups4,
        Self::Digits,
        Self::LongDigits,
        Self::Quad,
        Self::Colons,
        Self::HexPairs,
        Self::Uuid,
        Self::NumberWord,
        Self::CapitalWord,
        Self::Key,
        Self::Assigned,
        Self::CountryDigits,
        Self::Lettered,
        Self::Uneven,
        Self::Dated,
        Self::LowerZip,
        Self::Call,
        Self::WideColon,
    ];

    /// Whether this anchor stands at `i`, by definition.
    pub(crate) fn holds(self, text: &[u8], i: usize) -> bool {
        let at = |i| byte(text, i);
        let before = byte_before(text, i);
        match self {
            Self::At => {
                at(i) == Some(b'@') && before.is_some_and(|b| b.is_ascii_alphanumeric() || is_joint(b))
            }
            Self::Plus => plus(text, i) || wide(text, i),
            Self::TrunkZero => {
                let label = before == Some(b':')
                    && i.checked_sub(2).and_then(at).is_some_and(|b| b.is_ascii_alphabetic());
                // `07:` is an hour.
                let opens = label || before.is_none_or(opens_a_number);
                at(i) == Some(b'0') && is_digit(at(i + 1)) && at(i + 2) != Some(b':') && opens
            }
            Self::Paren => {
                at(i) == Some(b')')
                    && is_digit(before)
                    && (is_digit(at(i + 1)) || (at(i + 1) == Some(b' ') && is_digit(at(i + 2))))
            }
            Self::Groups334 => groups(text, i, &[3, 3, 4]),
            Self::Groups324 => groups(text, i, &[3, 2, 4]),
            Self::Groups4 => groups4(text, i),
            Self::Digits => !is_digit(at(i)) && digits_before(text, i) >= 9,
            Self::LongDigits => !is_digit(at(i)) && digits_before(text, i) >= 12,
            Self::Quad => quad(text, i),
            Self::Colons => colons(text, i),
            Self::HexPairs => hex_pairs(text, i),
            Self::Uuid => uuid(text, i),
            Self::NumberWord => at(i) == Some(b' ') && is_digit(before) && capital_at(text, i + 1),
            Self::CapitalWord => capital_at(text, i) && opens_a_word(text, i),
            Self::Key => {
                let ends_a_key = |b: u8, before: Option<u8>| {
                    b.is_ascii_alphabetic()
                        // `**Phone**: …`, `Phone (home): …`
                        || matches!(b, b'"' | b'\'' | b' ' | b'_' | b'*' | b'#' | b')')
                        || b >= 0x80
                        || b.is_ascii_digit() && before.is_some_and(|b| b.is_ascii_alphabetic())
                };
                matches!(at(i), Some(b':' | b'='))
                    && before.is_some_and(|b| ends_a_key(b, i.checked_sub(2).and_then(at)))
            }
            Self::Assigned => {
                let is_value = |b: &u8| !matches!(b, b' ' | b'\n' | b'\r' | b'"' | b'\'' | b',');
                at(i) == Some(b'=')
                    && Self::Key.holds(text, i)
                    && text.get(i + 1..i + 13).is_some_and(|value| value.iter().all(is_value))
            }
            Self::CountryDigits => {
                let letter = |i| at(i).is_some_and(|b: u8| b.is_ascii_alphabetic());
                let opens = !before.is_some_and(is_word);
                opens && letter(i) && letter(i + 1) && is_digit(at(i + 2)) && is_digit(at(i + 3))
            }
            Self::Lettered => lettered(text, i),
            Self::Uneven => {
                joint(text, i) || three_groups(text, i) || seven_behind_hyphen(text, i) || slashed(text, i)
            }
            Self::Dated => dated(text, i) || year_first(text, i),
            Self::LowerZip => lower_zip(text, i),
            Self::Call => call(text, i),
            Self::WideColon => text.get(i..).is_some_and(|rest| rest.starts_with(WIDE_COLON)),
            // Which they are only their finder says.
            Self::Literal => false,
        }
    }
}

/// Whether a call with a quoted argument opens at `i`.
fn call(text: &[u8], i: usize) -> bool {
    matches!(text.get(i..i + 2), Some(b"(\"" | b"('"))
        && byte_before(text, i).is_some_and(|b| b.is_ascii_alphanumeric())
}

/// Whether a plus sign stands at `i` and a number may follow.
fn plus(text: &[u8], i: usize) -> bool {
    byte(text, i) == Some(b'+') && byte(text, i + 1).is_some_and(|b| b.is_ascii_digit() || b == b'(')
}

/// Whether a full-width plus sign or the first of full-width digits starts at `i`.
fn wide(text: &[u8], i: usize) -> bool {
    let digit = |i: usize| matches!(text.get(i..i + 3), Some([0xEF, 0xBC, 0x90..=0x99]));
    let first = || digit(i) && !i.checked_sub(3).is_some_and(digit);
    text.get(i..i + 3) == Some(&[0xEF, 0xBC, 0x8B]) || first()
}

/// Whether the text or a line starts at `i`, or a space behind a word, a comma or a dot stands before.
fn opens_a_word(text: &[u8], i: usize) -> bool {
    let joins = |b: u8| b.is_ascii_alphabetic() || matches!(b, b'.' | b',' | b'\r') || b >= 0x80;
    match byte_before(text, i) {
        None | Some(b'\n') => true,
        Some(b' ') => i.checked_sub(2).and_then(|i| byte(text, i)).is_some_and(joins),
        Some(_) => false,
    }
}

fn is_joint(b: u8) -> bool {
    matches!(b, b'_' | b'.' | b'-' | b'+' | b'%' | b'\'' | b'~' | b'=' | b'&' | b'"') || b >= 0x80
}

fn opens_a_number(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'"' | b'\'' | b'(' | b'=' | b',' | b';' | b'|' | b'>' | b'[')
        || b >= 0x80
}

fn is_digit(b: Option<u8>) -> bool {
    b.is_some_and(|b| b.is_ascii_digit())
}

fn is_hex(b: Option<u8>) -> bool {
    b.is_some_and(|b| b.is_ascii_hexdigit())
}

fn digits_before(text: &[u8], i: usize) -> usize {
    text.get(..i).unwrap_or(&[]).iter().rev().take_while(|b| b.is_ascii_digit()).count()
}

fn digits_at(text: &[u8], i: usize) -> usize {
    text.get(i..).unwrap_or(&[]).iter().take_while(|b| b.is_ascii_digit()).count()
}

fn capital_at(text: &[u8], i: usize) -> bool {
    byte(text, i).is_some_and(|b| b.is_ascii_uppercase() || matches!(b, 0xC3..=0xC5))
}

/// Digit groups of exactly these lengths, not part of a longer run, with one equal separator.
fn groups(text: &[u8], i: usize, lengths: &[usize]) -> bool {
    if is_digit(byte_before(text, i)) {
        return false;
    }
    let mut at = i;
    let mut separator = None;
    for (n, len) in lengths.iter().enumerate() {
        if n > 0 {
            match (byte(text, at), separator) {
                (Some(b @ (b'-' | b'.' | b' ')), None) => separator = Some(b),
                (Some(b), Some(s)) if b == s => {}
                _ => return false,
            }
            at += 1;
        }
        if digits_at(text, at) != *len {
            return false;
        }
        at += len;
    }
    true
}

fn groups4(text: &[u8], i: usize) -> bool {
    let separator = |i| matches!(byte(text, i), Some(b' ' | b'-'));
    if is_digit(byte_before(text, i)) || digits_at(text, i) != 4 || !separator(i + 4) {
        return false;
    }
    let second = digits_at(text, i + 5);
    matches!(second, 4 | 6) && separator(i + 5 + second) && is_digit(byte(text, i + 6 + second))
}

/// `a.b.c.` with one to three digits each (the first may be the tail of more) and a digit behind.
fn quad(text: &[u8], i: usize) -> bool {
    let mut at = i;
    for group in 0..3 {
        let digits = digits_before(text, at);
        if byte(text, at) != Some(b'.') || digits == 0 || (group < 2 && digits > 3) {
            return false;
        }
        at = at.wrapping_sub(digits + 1);
    }
    is_digit(byte(text, i + 1))
}

fn hex_before(text: &[u8], i: usize) -> usize {
    text.get(..i).unwrap_or(&[]).iter().rev().take(5).take_while(|b| b.is_ascii_hexdigit()).count()
}

fn colons(text: &[u8], i: usize) -> bool {
    if byte(text, i) != Some(b':') {
        return false;
    }
    if byte_before(text, i) == Some(b':') {
        let hex_first = i >= 2 && is_hex(byte(text, i - 2));
        return hex_first || is_hex(byte(text, i + 1));
    }
    chain(text, i) == 3
}

/// How many colons, each with one to four hex digits before it, end at `i` (counted up to 4).
fn chain(text: &[u8], i: usize) -> usize {
    let mut at = i;
    let mut links = 0;
    while links < 4 && byte(text, at) == Some(b':') {
        let hex = hex_before(text, at);
        if hex == 0 {
            break;
        }
        links += 1;
        match at.checked_sub(hex + 1) {
            Some(next) if hex <= 4 => at = next,
            _ => break,
        }
    }
    links
}

fn hex_pairs(text: &[u8], i: usize) -> bool {
    let Some(separator @ (b':' | b'-' | b'.')) = byte(text, i) else { return false };
    let (links, step) = if separator == b'.' { (2, 5) } else { (5, 3) };
    (0..links).all(|link| {
        let Some(at) = i.checked_sub(link * step) else { return false };
        byte(text, at) == Some(separator)
            && (1..step).all(|back| at.checked_sub(back).is_some_and(|p| is_hex(byte(text, p))))
    }) && is_hex(byte(text, i + 1))
}

fn uuid(text: &[u8], i: usize) -> bool {
    [0, 5, 10, 15].iter().all(|back| i.checked_sub(*back).is_some_and(|p| byte(text, p) == Some(b'-')))
        && (1..=23).all(|back| {
            back % 5 == 0 && back <= 15 || i.checked_sub(back).is_some_and(|p| is_hex(byte(text, p)))
        })
        && is_hex(byte(text, i + 1))
}

fn lettered(text: &[u8], i: usize) -> bool {
    let is_capital =
        |back| i.checked_sub(back).and_then(|i| byte(text, i)).is_some_and(|b| b.is_ascii_uppercase());
    let digits = |backs: &[usize]| {
        backs.iter().all(|back| i.checked_sub(*back).is_some_and(|i| is_digit(byte(text, i))))
    };
    let dot = |back| i.checked_sub(back).and_then(|i| byte(text, i)) == Some(b'.');
    let ahead = digits(&[0, 1, 2, 3]) && is_capital(4);
    let behind = is_capital(0) && digits(&[1, 2, 3, 4, 5, 6]) && !dot(7) && !dot(10);
    let among = is_capital(0) && digits(&[1, 2, 4, 5]) && is_capital(3) && is_capital(6);
    ahead || behind || among
}

fn joint(text: &[u8], i: usize) -> bool {
    matches!(byte(text, i), Some(b'-' | b'+' | b'/'))
        && digits_before(text, i) >= 5
        && byte(text, i + 1).is_some_and(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

/// Whether groups of two, two and two digits, of two or three, three and three, or of three, two and two end before `i`.
fn three_groups(text: &[u8], i: usize) -> bool {
    let separator = |back| {
        i.checked_sub(back).and_then(|i| byte(text, i)).is_some_and(|b| matches!(b, b'-' | b'.' | b' '))
    };
    // Most numbers that are asked about are whole.
    if !separator(3) && !separator(4) {
        return false;
    }
    let mut lengths = [0; 3];
    let mut at = i;
    for (n, len) in lengths.iter_mut().enumerate() {
        if n > 0 {
            match at.checked_sub(1).filter(|sep| matches!(byte(text, *sep), Some(b'-' | b'.' | b' '))) {
                Some(sep) => at = sep,
                None => return false,
            }
        }
        *len = digits_before(text, at);
        at -= *len;
    }
    !is_digit(byte(text, i)) && matches!(lengths, [2, 2, 2 | 3] | [3, 3, 2 | 3])
}

fn seven_behind_hyphen(text: &[u8], i: usize) -> bool {
    let digit = |back| i.checked_sub(back).is_some_and(|i| is_digit(byte(text, i)));
    (0..7).all(digit) && i.checked_sub(7).and_then(|i| byte(text, i)) == Some(b'-') && digit(8)
}

/// `415/666-7777` before `i`.
fn slashed(text: &[u8], i: usize) -> bool {
    let sign = |back: usize| i.checked_sub(back).and_then(|at| byte(text, at));
    sign(5) == Some(b'-')
        && sign(9) == Some(b'/')
        && !is_digit(byte(text, i))
        && digits_before(text, i) == 4
        && digits_before(text, i - 5) == 3
        && digits_before(text, i - 9) == 3
}

/// ` 1972-11-22` before `i`, in running text.
fn year_first(text: &[u8], i: usize) -> bool {
    let sign = |back: usize| i.checked_sub(back).and_then(|at| byte(text, at));
    let joins = |b: u8| b.is_ascii_alphabetic() || b == b'.' || b >= 0x80;
    sign(3) == Some(b'-')
        && sign(6) == Some(b'-')
        && sign(11) == Some(b' ')
        && sign(12).is_some_and(joins)
        && !is_digit(byte(text, i))
        && digits_before(text, i) == 2
        && digits_before(text, i - 3) == 2
        && digits_before(text, i - 6) == 4
}

fn dated(text: &[u8], i: usize) -> bool {
    let group = |end: usize, separator: u8| {
        let at = end.checked_sub(1).filter(|at| byte(text, *at) == Some(separator))?;
        let digits = digits_before(text, at);
        matches!(digits, 1 | 2).then_some(at - digits)
    };
    if is_digit(byte(text, i)) || digits_before(text, i) != 4 {
        return false;
    }
    let year = i - 4;
    if let Some([b'0'..=b'9', b'-', month @ .., b'-']) =
        year.checked_sub(6).and_then(|from| text.get(from..year))
    {
        return month.iter().all(u8::is_ascii_alphabetic);
    }
    let separator = byte_before(text, year).filter(|b| matches!(b, b'/' | b'.' | b'-'));
    separator.is_some_and(|s| group(year, s).and_then(|middle| group(middle, s)).is_some())
}

fn lower_zip(text: &[u8], i: usize) -> bool {
    if is_digit(byte(text, i)) || digits_before(text, i) != 5 {
        return false;
    }
    let state = i.checked_sub(9).and_then(|from| text.get(from..i - 5));
    matches!(state, Some([b' ', b'a'..=b'z', b'a'..=b'z' | b'A'..=b'Z', b' ']))
}

/// Every span that `finder` gives on `text`, by the definition of its anchors. For tests of finders.
#[cfg(test)]
pub(crate) fn find_all(finder: &super::Finder, text: &str) -> Vec<(String, &'static str)> {
    let bytes = text.as_bytes();
    let literals = finder.literals.iter().flat_map(|literal| text.match_indices(literal));
    let literals = literals.map(|(i, _)| (Anchor::Literal, i));
    let mut spans: Vec<super::Span> = (0..=bytes.len())
        .flat_map(|i| finder.anchors.iter().map(move |a| (*a, i)))
        .filter(|(a, i)| a.holds(bytes, *i))
        .chain(literals)
        .filter_map(|(a, i)| (finder.find)(bytes, i, a))
        .collect();
    spans.sort_by_key(|s| (s.start, s.end, s.form));
    spans.dedup();
    spans
        .iter()
        .map(|s| {
            let value = String::from_utf8_lossy(&bytes[s.start..s.end]).into_owned();
            (value, finder.forms[usize::from(s.form)])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(anchor: Anchor, text: &str) -> Vec<usize> {
        (0..=text.len()).filter(|i| anchor.holds(text.as_bytes(), *i)).collect()
    }

    #[test]
    fn anchors_stand_where_their_definition_says() {
        assert_eq!(places(Anchor::At, "a@b @c"), [1]);
        assert_eq!(places(Anchor::Plus, "+1 a+b +(44)"), [0, 7]);
        assert_eq!(places(Anchor::Plus, "１２ ＋１（３），"), [0, 7, 10, 16]);
        assert_eq!(places(Anchor::TrunkZero, "020 0.5 10:02 \"0171 07:12"), [0, 15]);
        assert_eq!(places(Anchor::Paren, "(201) 555 f(1) (2)3"), [4, 17]);
        assert_eq!(places(Anchor::Groups334, "201-555-0123 1201-555-0123 201-555.0123"), [0]);
        assert_eq!(places(Anchor::Groups324, "078-05-1120"), [0]);
        assert_eq!(places(Anchor::Groups4, "4111 1111 1111 1111"), [0, 5]);
        assert_eq!(places(Anchor::Digits, "123456789 12345678"), [9]);
        assert_eq!(places(Anchor::LongDigits, "123456789012 12345678901"), [12]);
        assert_eq!(places(Anchor::Quad, "1.2.3.4 v1.2.3"), [5]);
        assert_eq!(places(Anchor::Colons, "12:34:56 2001:db8::1 a::b 1:2:3:4:5"), [18, 23, 31]);
        assert_eq!(places(Anchor::HexPairs, "00:11:22:33:44:55 0011.2233.4455"), [14, 27]);
        assert_eq!(places(Anchor::Uuid, "550e8400-e29b-41d4-a716-446655440000"), [23]);
        assert_eq!(places(Anchor::NumberWord, "12 Main st 5 a"), [2]);
        assert_eq!(places(Anchor::CapitalWord, "Mr. Ray,\nBob\n\nAda: Ed"), [0, 4, 9, 14]);
        assert_eq!(places(Anchor::Assigned, "a=0123456789ab b=0123456789a c:0123456789abc"), [1]);
        assert_eq!(places(Anchor::CountryDigits, "DE89 37 xDE89 gb42 D89 _DE89"), [0, 14]);
        assert_eq!(places(Anchor::Lettered, "AB1234 123456Z .123456Z A12B34C"), [5, 13, 30]);
        assert_eq!(places(Anchor::Lettered, "0.123456789Z 1234567890Z a1234 12345X"), [23]);
        assert_eq!(places(Anchor::Uneven, "12345-6 1234-5 12345/K 12345-k 123456+78"), [5, 20, 37]);
        assert_eq!(places(Anchor::Uneven, "130 692 544 30-12-23 2023-01-31 1-1234567"), [11, 17, 20, 40]);
        assert_eq!(places(Anchor::Uneven, "22 824 88 00, 824-88-00, 1824 88 00, 824 88 0"), [12, 23]);
        assert_eq!(
            places(Anchor::Dated, "17/06/1976 1.2.1980, 2020-01-02 1/2-1980 12/12/19800 1/2/80"),
            [10, 19]
        );
        assert_eq!(places(Anchor::Dated, "22-nov-1972 2-NOV-1972 22-nove-1972 22/nov/1972"), [11, 22]);
        assert_eq!(places(Anchor::Dated, "on 1972-11-22, [1972-11-22] 1972-11-22 is 1972-11-223"), [13]);
        assert_eq!(places(Anchor::Uneven, "415/666-7777 1415/666-7777 415/666-77777 415/666.7777"), [12]);
        assert_eq!(places(Anchor::LowerZip, "st il 62704 IL 62704 il 627045 xil 62704 il  62704"), [11]);
        assert_eq!(places(Anchor::Call, "f(\"a\") (\"b\") g2('c') h( 'd') i(\u{201c}e"), [1, 15]);
        assert_eq!(places(Anchor::WideColon, "a:１， 姓名：x"), [15]);
        assert_eq!(places(Anchor::Key, "a=1 \"b\": 2 12:34 (x)=2 a1=3"), [1, 7, 20, 25]);
        assert_eq!(places(Anchor::Key, "**b**: 1 x *= 2 *.c:"), [5, 12, 19]);
    }
}
