//! Digits in the groups that cards, social security numbers and the like are printed in, with one equal
//! separator throughout.
//!
//! A last short group may be part of the number (`4-4-4-4-3`) or stand on its own (a card and its CVC). The
//! finder cannot know, so it gives the number without it at the first group and with it at the second.

use super::digit_edges::{closes, opens};
use super::{Anchor, Finder, Span, byte, byte_before};
use crate::lexicon::iban_length;

/// Finds grouped digits; the form is the lengths of the groups. In `4-4-4-1` and `4-4-4-4-3` the last group
/// has one to three digits.
pub(crate) static GROUPS: Finder = Finder {
    name: "groups",
    forms: &["3-2-4", "4-4-4-4", "4-4-4-4-3", "4-6-5", "4-6-4", "4-4-4-1", "4-4-4"],
    anchors: &[Anchor::Groups324, Anchor::Groups4],
    literals: &[],
    find,
};

/// Three groups of four: few enough for any row of numbers to hold them.
const TWELVE: u8 = 6;

/// Bytes of a host name that are looked at.
const LONGEST_HOST: usize = 64;

/// How many groups are looked at: the longest form and one more.
const MOST: usize = 6;

fn find(text: &[u8], at: usize, anchor: Anchor) -> Option<Span> {
    match anchor {
        Anchor::Groups324 => social(text, at),
        Anchor::Groups4 => fours(text, at),
        _ => None,
    }
}

/// `078-05-1120`. Between spaces, a number to either side makes it a row of numbers. The end of a mail address is a
/// boundary like any other.
fn social(text: &[u8], at: usize) -> Option<Span> {
    let span = Span { start: at, end: at + 11, form: 0 };
    let spaced = byte(text, at + 3)? == b' ';
    let lonely = !spaced || (!ends_a_number(text, at) && !goes_on(text, span.end, b' '));
    let apart = opens(text, at) || !spaced && ends_an_address(text.get(..at)?);
    (lonely && apart && closes(text, span.end)).then_some(span)
}

/// Whether `before` ends in `name@host.tld`, as in a line whose separators were lost.
fn ends_an_address(before: &[u8]) -> bool {
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
    let host = before.iter().rev().take(LONGEST_HOST).take_while(|b| part(b)).count();
    let (head, host) = before.split_at(before.len() - host);
    let label = host.rsplit(|b| *b == b'.').next().unwrap_or(&[]);
    let named =
        label.len() >= 2 && label.len() + 2 <= host.len() && label.iter().all(u8::is_ascii_alphabetic);
    named && matches!(head, [.., b, b'@'] if b.is_ascii_alphanumeric())
}

/// Forms that start with a group of four.
fn fours(text: &[u8], at: usize) -> Option<Span> {
    let separator = byte(text, at + 4).filter(|b| matches!(b, b' ' | b'-'))?;
    let (start, tailed) = match four_before(text, at, separator) {
        None => (at, false),
        Some(first) if four_before(text, first, separator).is_none() => (first, true),
        Some(_) => return None,
    };
    let groups = Groups::read(text, start, separator);
    let (form, len) = if tailed { groups.form_with_tail()? } else { groups.form()? };
    let end = start + len;
    let whole = if tailed {
        !goes_on(text, end, separator) && !matches!(byte(text, end), Some(b'/' | b':'))
    } else {
        !groups.is_row_of_numbers()
    };
    let span = Span { start, end, form };
    let among = separator == b' ' && is_among_codes(text, span);
    (whole && !among && opens(text, start) && closes(text, end) && !is_iban_head(text, start)).then_some(span)
}

/// Whether codes of four letters and digits stand beside it, as in a table of characters: `507E 5043 5055 5048 504E`. For three
/// groups any code on either side is enough; for more of them there must be hexadecimal ones on both.
fn is_among_codes(text: &[u8], span: Span) -> bool {
    let sides = [code_before(text, span.start), code_behind(text, span.end)];
    let digits = |code: &[u8]| code.iter().filter(|b| b.is_ascii_digit()).count();
    let is_hex = |code: &[u8]| code.iter().all(u8::is_ascii_hexdigit) && (1..4).contains(&digits(code));
    if span.form != TWELVE {
        return sides.iter().all(|side| side.is_some_and(|(_, code)| is_hex(code)));
    }
    sides.into_iter().flatten().any(|(gap, code)| is_hex(code) || gap == b' ' && digits(code) > 0)
}

/// The four letters and digits before `start`, which may be the last of more, and the gap behind them.
fn code_before(text: &[u8], start: usize) -> Option<(u8, &[u8])> {
    let [code @ .., gap @ (b' ' | b'\t' | b'\n')] = text.get(start.checked_sub(5)?..start)? else {
        return None;
    };
    code.iter().all(u8::is_ascii_alphanumeric).then_some((*gap, code))
}

/// The four letters and digits behind `end`, and the gap before them.
fn code_behind(text: &[u8], end: usize) -> Option<(u8, &[u8])> {
    let [gap @ (b' ' | b'\t' | b'\n'), code @ ..] = text.get(end..end + 5)? else { return None };
    let whole = !text.get(end + 5).is_some_and(u8::is_ascii_alphanumeric);
    (whole && code.iter().all(u8::is_ascii_alphanumeric)).then_some((*gap, code))
}

/// The lengths of digit groups with one separator.
#[derive(Default)]
struct Groups {
    lengths: [usize; MOST],
}

impl Groups {
    /// Reads up to [`MOST`] groups from `start`; those that are missing have length 0.
    fn read(text: &[u8], start: usize, separator: u8) -> Self {
        let mut groups = Self::default();
        let mut at = start;
        for slot in &mut groups.lengths {
            *slot = digits_at(text, at);
            at += *slot + 1;
            if *slot == 0 || byte(text, at - 1) != Some(separator) {
                break;
            }
        }
        groups
    }

    /// The form of the number without a short last group, and its length in bytes.
    fn form(&self) -> Option<(u8, usize)> {
        match self.lengths {
            [4, 4, 4, 4, ..] => Some((1, 19)),
            [4, 6, 5, ..] => Some((3, 17)),
            [4, 6, 4, ..] => Some((4, 16)),
            [4, 4, 4, ..] => Some((TWELVE, 14)),
            _ => None,
        }
    }

    /// The form of the number together with its short last group, and its length in bytes.
    fn form_with_tail(&self) -> Option<(u8, usize)> {
        match self.lengths {
            [4, 4, 4, 4, tail @ 1..=3, ..] => Some((2, 20 + tail)),
            [4, 4, 4, tail @ 1..=3, ..] => Some((5, 15 + tail)),
            _ => None,
        }
    }

    /// Whether there are more groups of four than any number has. A fifth on its own may be a year.
    fn is_row_of_numbers(&self) -> bool {
        matches!(self.lengths, [4, 4, 4, 4, 4, more] if more > 0)
    }
}

/// The start of a group of four digits that ends, with a separator, before `at`. A longer number in front of a
/// space is something else; a letter in front makes it a group that no number starts with.
fn four_before(text: &[u8], at: usize, separator: u8) -> Option<usize> {
    let start = at.checked_sub(5)?;
    let group = text.get(start..at)?.split_last();
    let four = group.is_some_and(|(last, four)| *last == separator && four.iter().all(u8::is_ascii_digit));
    let longer = byte_before(text, start).is_some_and(|b| b.is_ascii_digit());
    (four && !longer).then_some(start)
}

/// Whether the code of a country with IBANs and two check digits stand before `start`: then this is the inside of one. In a
/// longer word, such as the tail of a UUID, they mean nothing.
fn is_iban_head(text: &[u8], start: usize) -> bool {
    let Some(head) = start.checked_sub(5) else { return false };
    let Some([a, b, c, d, b' ' | b'-']) = text.get(head..start) else { return false };
    let country = iban_length([a.to_ascii_uppercase(), b.to_ascii_uppercase()]);
    let is_head = country.is_some() && c.is_ascii_digit() && d.is_ascii_digit();
    is_head && !byte_before(text, head).is_some_and(|b| b.is_ascii_alphanumeric())
}

/// Whether a space and, before it, a digit stand before `start`.
fn ends_a_number(text: &[u8], start: usize) -> bool {
    matches!(text.get(..start), Some([.., d, b' ']) if d.is_ascii_digit())
}

/// Whether a separator and, behind it, a digit stand at `end`.
fn goes_on(text: &[u8], end: usize, separator: u8) -> bool {
    byte(text, end) == Some(separator) && digits_at(text, end + 1) > 0
}

/// How many digits stand at `i`, counted up to one more than any group has.
fn digits_at(text: &[u8], i: usize) -> usize {
    text.get(i..).unwrap_or(&[]).iter().take(7).take_while(|b| b.is_ascii_digit()).count()
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<(String, &'static str)> {
        find_all(&GROUPS, text)
    }

    #[test]
    fn groups_are_found_by_their_lengths() {
        for (text, value, form) in [
            ("SSN: 078-05-1120.", "078-05-1120", "3-2-4"),
            ("ssn 219 09 9999", "219 09 9999", "3-2-4"),
            ("078.05.1120", "078.05.1120", "3-2-4"),
            ("jane@example.org078-05-1120", "078-05-1120", "3-2-4"),
            ("card 4111 1111 1111 1111 exp 03/30", "4111 1111 1111 1111", "4-4-4-4"),
            ("4111-1111-1111-1111,", "4111-1111-1111-1111", "4-4-4-4"),
            ("4111 1111 1111 1111 2030", "4111 1111 1111 1111", "4-4-4-4"),
            ("Visa 4111 1111 1111 1111 Visa", "4111 1111 1111 1111", "4-4-4-4"),
            ("2341 2341 2346\n2030", "2341 2341 2346", "4-4-4"),
            ("4111 1111 1111 1111 03/30", "4111 1111 1111 1111", "4-4-4-4"),
            ("amex 3782 822463 10005", "3782 822463 10005", "4-6-5"),
            ("3782-822463-10005", "3782-822463-10005", "4-6-5"),
            ("3056-930902-5904", "3056-930902-5904", "4-6-4"),
            ("2341 2341 2346", "2341 2341 2346", "4-4-4"),
            ("2341 2341 2346 12/03/1980", "2341 2341 2346", "4-4-4"),
            ("2341 2341 2346 560001", "2341 2341 2346", "4-4-4"),
            ("DE: 2341 2341 2346", "2341 2341 2346", "4-4-4"),
            ("6205-5000-0000-0000-004", "6205-5000-0000-0000-004", "4-4-4-4-3"),
            ("4222-2222-2222-2", "4222-2222-2222-2", "4-4-4-1"),
            ("12345 4111 1111 1111 1111", "4111 1111 1111 1111", "4-4-4-4"),
            ("40aa-a0aa-a00000aaaa00 4111-1111-1111-1111", "4111-1111-1111-1111", "4-4-4-4"),
        ] {
            assert_eq!(found(text), [(value.to_owned(), form)], "{text}");
        }
    }

    #[test]
    fn a_hex_group_before_is_no_head_of_an_iban() {
        let card = [("4111-1111-1111-1111".to_owned(), "4-4-4-4")];
        assert_eq!(found("2001:db8::1:ca00 4111-1111-1111-1111"), card);
    }

    #[test]
    fn a_short_last_group_gives_both_readings() {
        let both = found("6205 5000 0000 0000 004");
        let want = [("6205 5000 0000 0000", "4-4-4-4"), ("6205 5000 0000 0000 004", "4-4-4-4-3")];
        assert_eq!(both, want.map(|(v, f)| (v.to_owned(), f)));
    }

    #[test]
    fn parts_of_other_things_are_not_found() {
        for text in [
            "078-05-11200",
            "1078-05-1120",
            "12-078-05-1120",
            "078-05-1120-3",
            "078-05.1120",
            "a078-05-1120",
            "$078 05 1120",
            "7 078 05 1120",
            "078 05 1120 7",
            "x4111 1111 1111 1111",
            "4111 1111-1111 1111",
            "4111-1111-1111-1111-1111-1111",
            "4111 1111 1111 1111 1111 1111",
            "DE89 3704 0044 0532 0130 00",
            "IBAN:DE89-3704-0044-0532-0130-00",
            "12345678-1234-1234-1234-123456789012",
            "2023-1234-5",
            "751C 8214 8146 6311 6761 8FE2",
            "99AB\n6794 8951 9414\n4F08",
            "20656 5252 5253 5254\n5255",
            "0491 570 006",
            "1234 5678",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(text in proptest::collection::vec(any::<u8>(), 0..80), at in 0usize..100) {
            let _ = find(&text, at, Anchor::Groups4);
            let _ = find(&text, at, Anchor::Groups324);
        }

        #[test]
        fn spans_are_the_groups_of_their_form(text in "(([0-9]{4}|[0-9]{2}|[0-9]{1,6}) ){2,6}[0-9]{0,4}") {
            for (value, form) in find_all(&GROUPS, &text) {
                let lengths: Vec<_> = value.split([' ', '-']).map(str::len).collect();
                let wanted: Vec<usize> = form.split('-').map(|n| n.parse().unwrap()).collect();
                let is_open = matches!(form, "4-4-4-1" | "4-4-4-4-3");
                let (head, last) = lengths.split_at(lengths.len() - usize::from(is_open));
                prop_assert_eq!(head, &wanted[..head.len()]);
                prop_assert!(last.iter().all(|len| (1..=3).contains(len)), "{value} as {form}");
            }
        }
    }
}
