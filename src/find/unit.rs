//! Parts of buildings behind a street (USPS Publication 28, section 213): `Apt. 4B`, `#12`, `2nd Floor`.

use super::byte;
use super::tokens::{closes, digits_at, is_capital, skip_blanks, skip_separator, token_end};
use super::word_list::WordList;

/// Words before the part's number.
static DESIGNATORS: WordList = WordList::of(&[
    "apt", "apartment", "suite", "ste", "unit", "floor", "fl", "flr", "room", "rm", "bldg", "bld",
    "building", "lot", "spc", "trlr", "dept", "ph", "penthouse", "lockbox", "no",
]);

/// Words that an ordinal stands before.
static STOREYS: WordList = WordList::of(&["floor", "fl", "flr"]);

/// Storeys in words.
static ORDINALS: WordList = WordList::of(&[
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "ground",
    "top",
]);

/// Behind all parts that follow at `i`, at most four; `None` if there is none.
pub(super) fn units(text: &[u8], i: usize) -> Option<usize> {
    let mut end = unit(text, i)?;
    for _ in 0..3 {
        end = unit(text, end).unwrap_or(end);
    }
    Some(end)
}

/// Behind a part (`, Apt. 4B`, `#12`, next line `Suite 200`) that follows at `i`.
pub(super) fn unit(text: &[u8], i: usize) -> Option<usize> {
    let at = skip_separator(text, i)?;
    // This is asked behind every word of a street: the cheap doubt comes first.
    match (byte(text, at)?, byte(text, at + 1)) {
        (b'#', _) => return numbered(text, at),
        (b'0'..=b'9', Some(b' ' | b',')) => return None,
        (b'0'..=b'9', _) => return storey(text, at),
        (_, Some(second)) if second.is_ascii_alphabetic() => {}
        _ => return None,
    }
    if let Some(end) = storey(text, at) {
        return Some(end);
    }
    let Some(len) = DESIGNATORS.at(text, at) else { return glued(text, at) };
    let end = at + len + usize::from(byte(text, at + len) == Some(b'.'));
    let hash = skip_blanks(text, end);
    let apart = hash > end || byte(text, end) == Some(b'#');
    apart.then(|| numbered(text, hash)).flatten()
}

/// Behind the number of a part at `i`, with or without a `#`: up to seven letters and digits with a digit among
/// them, or a capital.
fn numbered(text: &[u8], i: usize) -> Option<usize> {
    let value = skip_blanks(text, i + usize::from(byte(text, i) == Some(b'#')));
    if value > i
        && let Some(len) = DESIGNATORS.at(text, value)
    {
        // `# APT 25`.
        return numbered(text, skip_blanks(text, value + len));
    }
    let end = token_end(text, value);
    let token = text.get(value..end)?;
    let lettered = token.len() == 1 && is_capital(text, value);
    ((1..=7).contains(&token.len()) && (lettered || token.iter().any(u8::is_ascii_digit))).then_some(end)
}

/// Behind `2nd Floor`, `15TH FL` or `Second Floor` at `i`.
fn storey(text: &[u8], i: usize) -> Option<usize> {
    let digits = digits_at(text, i);
    let ordinal = if digits > 0 {
        let is_ordinal = digits < 3 && matches!(token_end(text, i) - i - digits, 2);
        is_ordinal.then_some(digits + 2)?
    } else {
        ORDINALS.at(text, i)?
    };
    let word = skip_blanks(text, i + ordinal);
    let len = STOREYS.at(text, word).filter(|_| word > i + ordinal)?;
    Some(word + len)
}

/// Behind `Suite100` at `i`.
fn glued(text: &[u8], i: usize) -> Option<usize> {
    const WORDS: [&[u8]; 5] = [b"suite", b"ste.", b"ste", b"unit", b"apt"];
    if !matches!(byte(text, i), Some(b's' | b'S' | b'u' | b'U' | b'a' | b'A')) {
        return None;
    }
    let len = WORDS.iter().find_map(|word| {
        let head = text.get(i..i + word.len())?;
        head.eq_ignore_ascii_case(word).then_some(word.len())
    })?;
    let digits = digits_at(text, i + len);
    let end = i + len + digits;
    ((1..=5).contains(&digits) && closes(text, end)).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_buildings() {
        for (text, rest) in [
            (", Apt. 4B, Reno", ", Reno"),
            (" #12 x", " x"),
            (" # APT 25", ""),
            ("\nSuite 200", ""),
            (" 15TH FLOOR", ""),
            (", Second Floor, x", ", x"),
            (" Suite100", ""),
            (" No 2202", ""),
            (" Bld A FLR 3 STE 222", ""),
            (" Apt. 581 Suite 636,", ","),
        ] {
            let end = units(text.as_bytes(), 0);
            assert_eq!(end.map(|end| &text[end..]), Some(rest), "{text}");
        }
        for text in [
            "Apt 4", " Suites 200", " Suite for", " unit tests", " 15 Floor", " 115th Floor", " Floor",
            " Second", " #", " unit7x",
        ] {
            assert_eq!(unit(text.as_bytes(), 0), None, "{text}");
        }
    }
}
