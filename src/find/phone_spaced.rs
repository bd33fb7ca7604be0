//! Groups of telephone numbers that woke an anchor by their lengths alone: many other numbers are written like that, so that only a
//! word or a name nearby makes them telephones.

use super::finder::{Span, byte, byte_before};
use super::phone::{SPACED, digit_at, follows_plus, space_and_digit};
use super::word_list::WordList;

/// `612 345 678`, `12 345 678`, `612 34 56 78`, `12 34 56 78`, `22 824 88 00` or `415/666-7777`, `at` behind it.
pub(super) fn spaced(text: &[u8], at: usize) -> Option<Span> {
    if byte(text, at) == Some(b'-') {
        return fives(text, at);
    }
    let sign = |back: usize| at.checked_sub(back).and_then(|i| byte(text, i));
    let gap = |back: usize| sign(back) == Some(b' ');
    let digits = |back: usize| at.checked_sub(back).is_some_and(|i| digit_at(text, i));
    let pairs = gap(3) && gap(6) && gap(9) && (10..=12).all(digits);
    let slashed = sign(5) == Some(b'-') && sign(9) == Some(b'/') && digits(12);
    let start = if pairs_of_two(text, at) {
        at - 11
    } else if let Some(start) = behind_area(text, at) {
        start
    } else if gap(4) && gap(8) && digits(1) && digits(10) {
        at - 10 - usize::from(digits(11))
    } else if (pairs || slashed) && !digits(13) {
        at - 12
    } else {
        return None;
    };
    let row = space_and_digit(text, at)
        || byte_before(text, start) == Some(b' ') && digit_at(text, start.wrapping_sub(2));
    let trunk = byte(text, start) == Some(b'0');
    (!row && !trunk && !follows_plus(text, start)).then_some(Span { start, end: at, form: SPACED })
}

/// `98201-44736`, an Indian mobile, `at` its hyphen. Numbers of requirements have a letter and a hyphen before them.
fn fives(text: &[u8], at: usize) -> Option<Span> {
    let digits =
        |from: usize| text.get(from..from + 5).is_some_and(|five| five.iter().all(u8::is_ascii_digit));
    let start = at.checked_sub(5)?;
    let whole =
        digits(start) && digits(at + 1) && !digit_at(text, at + 6) && !digit_at(text, start.wrapping_sub(1));
    let mobile = matches!(byte(text, start), Some(b'6'..=b'9'));
    let apart = byte_before(text, start) != Some(b'-') && !follows_plus(text, start);
    (whole && mobile && apart).then_some(Span { start, end: at + 6, form: SPACED })
}

/// Whether four pairs of digits end at `at`, as Denmark and Norway write.
fn pairs_of_two(text: &[u8], at: usize) -> bool {
    let Some(start) = at.checked_sub(11) else { return false };
    let eleven = text.get(start..at).unwrap_or(&[]);
    let fits = |(nth, b): (usize, &u8)| if nth % 3 == 2 { *b == b' ' } else { b.is_ascii_digit() };
    eleven.iter().enumerate().all(fits) && !digit_at(text, start.wrapping_sub(1))
}

/// Where the area of two or three digits begins before three, two and two more that end at `at`: `22 824 88 00`, `495 123-45-67`.
fn behind_area(text: &[u8], at: usize) -> Option<usize> {
    let start = at.checked_sub(9)?;
    let fits = |(nth, b): (usize, &u8)| match nth {
        3 | 6 => matches!(b, b' ' | b'-'),
        _ => b.is_ascii_digit(),
    };
    let uniform = byte(text, at - 3) == byte(text, at - 6);
    let area = start.checked_sub(1).filter(|gap| byte(text, *gap) == Some(b' ') && uniform)?;
    let digits = text.get(..area)?.iter().rev().take(4).take_while(|b| b.is_ascii_digit()).count();
    let is_whole = matches!(digits, 2 | 3) && text.get(start..at)?.iter().enumerate().all(fits);
    is_whole.then_some(area - digits)
}

/// Words for telephones in countries whose numbers have nine digits and no trunk prefix.
static TELEPHONES: WordList = WordList::of(&[
    "tel", "phone", "telephone", "mobile", "mob", "cell", "whatsapp", "gsm", "móvil", "llamar", "llamarnos",
    "llamarme", "movil", "teléfono", "telefono", "celular", "telefone", "telemóvel", "telemovel", "telefon",
    "telefonu", "komórka", "komórkowy", "mobil", "mobilní",
]);

/// How far before nine digits their word may stand.
const NEAR: usize = 32;

/// Whether a word, or the sign behind one, is parted from what begins at `start` by a blank or colon.
pub(super) fn may_follow_a_word(text: &[u8], start: usize) -> bool {
    matches!(text.get(..start), Some([.., before, b' ' | b':']) if is_part(before))
}

/// Whether a byte may be part of the words before a number.
fn is_part(b: &u8) -> bool {
    b.is_ascii_alphabetic() || *b >= 0x80 || matches!(b, b' ' | b'.' | b':')
}

/// Whether a word for a telephone stands before `start`, on its line, with nothing but words between, where
/// [one may](may_follow_a_word).
#[inline(never)]
pub(super) fn is_behind_a_word(text: &[u8], start: usize) -> bool {
    let head = text.get(start.saturating_sub(NEAR)..start).unwrap_or(&[]);
    let from = head.iter().rposition(|b| !is_part(b)).map_or(0, |i| i + 1);
    // A window that cuts a word must not make another of its end.
    let cut = usize::from(from == 0 && start > NEAR);
    let near = head.get(from..).unwrap_or(&[]);
    near.split(|b| matches!(b, b' ' | b'.' | b':')).skip(cut).any(|word| TELEPHONES.has(word))
}
