//! Telephone numbers in full-width digits, as East Asian input methods type them: `０２０－７９４６－０９５８`.

use super::phone::{BARE, INTERNATIONAL, NATIONAL, nanp_form};
use super::{Span, byte};

/// A full-width plus sign in UTF-8.
pub(super) const PLUS: &[u8] = "＋".as_bytes();

const OPENING: &[u8] = "（".as_bytes();
const CLOSING: &[u8] = "）".as_bytes();

/// Signs between groups: full-width ones, the ideographic space, the long mark that is typed for a hyphen, and hyphens.
static GAPS: [&[u8]; 9] = [
    "－".as_bytes(),
    OPENING,
    CLOSING,
    "\u{3000}".as_bytes(),
    "ー".as_bytes(),
    "‐".as_bytes(),
    "−".as_bytes(),
    b"-",
    b" ",
];

/// Most signs between two groups.
const PARTED: usize = 2;

/// Most digits of a number (ITU-T E.164).
const MOST: usize = 15;

/// The number that starts with a full-width digit or plus sign at `at`.
#[inline(never)]
pub(super) fn wide(text: &[u8], at: usize) -> Option<Span> {
    if goes_on(text, at) {
        return None;
    }
    let plus = text.get(at..)?.starts_with(PLUS);
    let number = Number::read(text, at + if plus { PLUS.len() } else { 0 })?;
    let form = number.form(plus)?;
    let area = number.closes && text.get(..at)?.ends_with(OPENING);
    Some(Span { start: at - if area { OPENING.len() } else { 0 }, end: number.end, form })
}

/// The full-width digit at `i`, as ASCII.
fn digit(text: &[u8], i: usize) -> Option<u8> {
    match *text.get(i..i + 3)? {
        [0xEF, 0xBC, low @ 0x90..=0x99] => Some(low - 0x60),
        _ => None,
    }
}

/// The length of the sign between groups at `i`.
fn gap(text: &[u8], i: usize) -> Option<usize> {
    let rest = text.get(i..)?;
    GAPS.iter().find(|sign| rest.starts_with(sign)).map(|sign| sign.len())
}

/// Whether a number reaches to `at` from before.
fn goes_on(text: &[u8], at: usize) -> bool {
    let mut head = text.get(..at).unwrap_or(&[]);
    for _ in 0..PARTED {
        head = GAPS.iter().find_map(|sign| head.strip_suffix(*sign)).unwrap_or(head);
    }
    let ends_in_digit = head.len().checked_sub(3).is_some_and(|i| digit(head, i).is_some());
    ends_in_digit || head.ends_with(PLUS)
}

/// Groups of full-width digits.
#[derive(Default)]
struct Number {
    digits: [u8; MOST],
    len: usize,
    lengths: [u8; 8],
    count: usize,
    end: usize,
    /// Whether a parenthesis closes behind the first group.
    closes: bool,
}

impl Number {
    /// Reads groups from `at` on; `None` if they are too many.
    fn read(text: &[u8], at: usize) -> Option<Self> {
        let (mut number, mut at, mut parted) = (Self::default(), at, 1);
        loop {
            if let Some(digit) = digit(text, at) {
                number.push(digit, parted > 0)?;
                at += 3;
                (number.end, parted) = (at, 0);
            } else if let Some(len) = gap(text, at).filter(|_| parted <= PARTED) {
                number.closes |= number.count == 1 && parted == 0 && text.get(at..)?.starts_with(CLOSING);
                at += len;
                parted += 1;
            } else {
                return (number.len > 0).then_some(number);
            }
        }
    }

    fn push(&mut self, digit: u8, opens_group: bool) -> Option<()> {
        self.count += usize::from(opens_group);
        *self.lengths.get_mut(self.count.checked_sub(1)?)? += 1;
        *self.digits.get_mut(self.len)? = digit;
        self.len += 1;
        Some(())
    }

    fn form(&self, plus: bool) -> Option<u8> {
        let digits = self.digits.get(..self.len)?;
        match (digits, self.lengths.get(..self.count)?) {
            ([b'1'..=b'9', ..], _) if plus => (self.len >= 8).then_some(INTERNATIONAL),
            _ if plus => None,
            ([b'0', b'1'..=b'9', ..], [_]) => matches!(self.len, 10 | 11).then_some(BARE),
            ([b'0', b'1'..=b'9', ..], _) => (9..=12).contains(&self.len).then_some(NATIONAL),
            (_, [3, 3, 4]) => Some(nanp_form(digits.get(..3)?, digits.get(3..6)?)),
            ([b'1', ..], [1, 3, 3, 4]) => Some(nanp_form(digits.get(1..4)?, digits.get(4..7)?)),
            _ => None,
        }
    }
}

/// Whether a full-width plus sign stands at `i` whose number is written in ASCII.
pub(super) fn is_before_ascii(text: &[u8], i: usize) -> bool {
    let next = i + PLUS.len();
    text.get(i..).is_some_and(|rest| rest.starts_with(PLUS))
        && byte(text, next).is_some_and(|b| b.is_ascii_digit() || b == b'(')
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::super::phone::PHONE;
    use proptest::prelude::*;

    #[test]
    fn full_width_numbers_are_found() {
        for (text, value, form) in [
            ("電話：０２０－７９４６－０９５８です", "０２０－７９４６－０９５８", "national"),
            ("２０１－５５５－０１２３", "２０１－５５５－０１２３", "national"),
            ("（２０１）５５５－０１２３", "（２０１）５５５－０１２３", "national"),
            (
                "at ＋１　（２０１）　５５５－０１２３ x",
                "＋１　（２０１）　５５５－０１２３",
                "international",
            ),
            ("＋４４ ２０ ７９４６ ０９５８。", "＋４４ ２０ ７９４６ ０９５８", "international"),
            ("call ＋44 20 7946 0958 now", "＋44 20 7946 0958", "international"),
            ("０２０７９４６０９５８", "０２０７９４６０９５８", "bare"),
            ("０２０ー７９４６ー０９５８", "０２０ー７９４６ー０９５８", "national"),
        ] {
            assert_eq!(find_all(&PHONE, text), [(value.to_owned(), form)], "{text}");
        }
    }

    #[test]
    fn other_full_width_digits_are_left_alone() {
        for text in [
            "２０２３年１２月",
            "第１２３４５６７８９０号",
            "１００－２００－３００",
            "０１２３",
            "＋１２３",
            "＋０２０７９４６０９５８",
            "価格：１，２３４，５６７円",
            "a＋44 20 7946 0958",
            "０２０－７９４６－０９５８－１２３４－５６",
        ] {
            assert_eq!(find_all(&PHONE, text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_signs_are_survived(text in "[０-９＋（）－ー\u{3000} 0-9x]{0,24}") {
            for (value, _) in find_all(&PHONE, &text) {
                prop_assert!(value.chars().filter(|c| c.is_numeric()).count() >= 8);
            }
        }
    }
}
