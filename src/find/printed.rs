//! Numbers in the uneven groups in which countries print them: `640823-3234`, `529.982.247-25`, `12-3456789`.

use super::digit_edges::{closes, opens};
use super::{Anchor, Finder, Span, byte, byte_before};

/// Finds digits in groups; the form is the lengths of the groups. `A` is a capital in the place of a check digit. A slash has
/// forms of its own, because only one country prints it.
pub(crate) static PRINTED: Finder = Finder {
    name: "printed",
    forms: &FORMS,
    anchors: &[Anchor::Uneven, Anchor::Groups334],
    // Switzerland's country code, which all numbers of its social insurance begin with.
    literals: &["756"],
    find,
};

/// The lengths of the groups.
const FORMS: [&str; 25] = [
    "2-7", "2-8-1", "3-3-3", "3-3-4", "2-3-3-3", "3-3-3-2", "2-3-3-4-2", "2-3-3-1", "7-1", "6-3", "6-3A",
    "6-4", "6/3", "6/4", "8-4", "6-5", "6-7", "6-2-4", "3-7-1", "3-4-4-2", "5-7-1", "1-4-5-2-1", "2-2-2-3-2",
    "1-2-2-2-3-3-2", "2-6-6-1",
];

/// How the forms are written: groups by their lengths, with what stands between them.
const SHAPES: [(&str, &str); 48] = [
    ("2-7", "2-7"),
    ("2-8-1", "2-8-1"),
    ("2-6-6-1", "2-6-6-1"),
    ("8-6-1", "2-6-6-1"),
    ("6-2-6-1", "2-6-6-1"),
    ("3 3 3", "3-3-3"),
    ("3-3-3", "3-3-3"),
    ("3.3.3", "3-3-3"),
    ("3 3 4", "3-3-4"),
    ("3-3-4", "3-3-4"),
    ("2 3 3 3", "2-3-3-3"),
    ("2-3-3-3", "2-3-3-3"),
    ("2.3.3.3", "2-3-3-3"),
    ("3.3.3-2", "3-3-3-2"),
    ("3 3 3 2", "3-3-3-2"),
    ("3-3-3-2", "3-3-3-2"),
    ("2.3.3/4-2", "2-3-3-4-2"),
    ("2.3.3-1", "2-3-3-1"),
    ("2.3.3-A", "2-3-3-1"),
    ("8-1", "7-1"),
    ("7-1", "7-1"),
    ("8-A", "7-1"),
    ("7-A", "7-1"),
    ("6/3", "6/3"),
    ("6-3", "6-3"),
    ("6-3A", "6-3A"),
    ("6+3A", "6-3A"),
    ("6-4", "6-4"),
    ("6+4", "6-4"),
    ("6/4", "6/4"),
    ("8-4", "8-4"),
    ("8+4", "8-4"),
    ("6-5", "6-5"),
    ("6-7", "6-7"),
    ("6-2-4", "6-2-4"),
    ("3-7-1", "3-7-1"),
    ("3.4.4.2", "3-4-4-2"),
    ("5-7-1", "5-7-1"),
    ("1-4-5-2-1", "1-4-5-2-1"),
    ("1 4 5 2 1", "1-4-5-2-1"),
    ("2.2.2-3.2", "2-2-2-3-2"),
    ("2.2.2-3-2", "2-2-2-3-2"),
    ("2-2-2-3-2", "2-2-2-3-2"),
    ("2 2 2 3 2", "2-2-2-3-2"),
    ("1 2 2 2 3 3 2", "1-2-2-2-3-3-2"),
    ("1-2-2-2-3-3-2", "1-2-2-2-3-3-2"),
    ("1.2.2.2.3.3.2", "1-2-2-2-3-3-2"),
    ("1 2 2 2 3 3-2", "1-2-2-2-3-3-2"),
];

/// Longest number in bytes, separators included.
const LONGEST: usize = 24;

/// Longest shape in bytes.
const LONGEST_SHAPE: u32 = 13;

/// The shapes as numbers, and the forms as theirs.
static NUMBERS: [(u128, u8); SHAPES.len()] = {
    let mut numbers = [(0, 0); SHAPES.len()];
    let mut n = 0;
    while n < SHAPES.len() {
        let (written, form) = (SHAPES[n].0.as_bytes(), SHAPES[n].1.as_bytes());
        let mut i = 0;
        while i < written.len() {
            numbers[n].0 = numbers[n].0 << 8 | written[i] as u128;
            i += 1;
        }
        while !is_same(FORMS[numbers[n].1 as usize].as_bytes(), form) {
            numbers[n].1 += 1;
        }
        n += 1;
    }
    numbers
};

const fn is_same(a: &[u8], b: &[u8]) -> bool {
    let mut same = a.len() == b.len();
    let mut i = 0;
    while same && i < a.len() {
        same = a[i] == b[i];
        i += 1;
    }
    same
}

fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let start = start_of(text, at)?;
    let (end, shape) = read(text, start)?;
    let form = shape.form()?;
    (opens(text, start) && closes(text, end)).then_some(Span { start, end, form })
}

/// Where the groups begin that `at` stands in or behind.
fn start_of(text: &[u8], at: usize) -> Option<usize> {
    let mut start = at;
    loop {
        match byte_before(text, start) {
            Some(b) if b.is_ascii_digit() => start -= 1,
            Some(b)
                if start < at
                    && is_separator(b)
                    && is_digit(text, start)
                    && start >= 2
                    && is_digit(text, start - 2) =>
            {
                start -= 1;
            }
            _ => return (start < at || is_digit(text, start)).then_some(start),
        }
        if at - start > LONGEST {
            return None;
        }
    }
}

/// The groups from `start` on: their end and shape. A capital counts as the check digit where the word ends with it.
fn read(text: &[u8], start: usize) -> Option<(usize, Shape)> {
    let (mut at, mut shape, mut group) = (start, Shape::default(), 0);
    while at < start + LONGEST {
        match byte(text, at) {
            Some(b) if b.is_ascii_digit() => group += 1,
            Some(b)
                if is_separator(b)
                    && group > 0
                    && (is_digit(text, at + 1) || b != b' ' && is_letter(text, at + 1)) =>
            {
                shape.put_group(group)?;
                shape.put(b)?;
                group = 0;
            }
            Some(_) if is_letter(text, at) => {
                shape.put_group(group)?;
                shape.put(b'A')?;
                return Some((at + 1, shape));
            }
            _ => {
                shape.put_group(group)?;
                return Some((at, shape));
            }
        }
        at += 1;
    }
    None
}

/// What groups look like, as in [`NUMBERS`].
#[derive(Default)]
struct Shape(u128);

impl Shape {
    fn put(&mut self, b: u8) -> Option<()> {
        self.0 = self.0 << 8 | u128::from(b);
        (self.0 >> (8 * LONGEST_SHAPE) == 0).then_some(())
    }

    /// A group of up to nine digits; none stands for nothing.
    fn put_group(&mut self, digits: u8) -> Option<()> {
        match digits {
            0 => Some(()),
            1..=9 => self.put(b'0' + digits),
            _ => None,
        }
    }

    fn form(&self) -> Option<u8> {
        NUMBERS.iter().find(|(shape, _)| *shape == self.0).map(|(_, form)| *form)
    }
}

const fn is_separator(b: u8) -> bool {
    matches!(b, b' ' | b'-' | b'.' | b'/' | b'+')
}

fn is_digit(text: &[u8], i: usize) -> bool {
    byte(text, i).is_some_and(|b| b.is_ascii_digit())
}

/// Whether a single capital ends a word at `i`.
fn is_letter(text: &[u8], i: usize) -> bool {
    byte(text, i).is_some_and(|b| b.is_ascii_uppercase())
        && !byte(text, i + 1).is_some_and(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn groups_are_found_by_their_lengths() {
        for (text, value, form) in [
            ("pnr 640823-3234.", "640823-3234", "6-4"),
            ("19640823-3234", "19640823-3234", "8-4"),
            ("131052-308T,", "131052-308T", "6-3A"),
            ("rc 710319/2745", "710319/2745", "6/4"),
            ("SIN: 130 692 544", "130 692 544", "3-3-3"),
            ("\"123-456-782\"", "123-456-782", "3-3-3"),
            ("cpf 529.982.247-25", "529.982.247-25", "3-3-3-2"),
            ("11.222.333/0001-81", "11.222.333/0001-81", "2-3-3-4-2"),
            ("12.345.678-5", "12.345.678-5", "2-3-3-1"),
            ("12345678-K;", "12345678-K", "7-1"),
            ("EIN 12-3456789", "12-3456789", "2-7"),
            ("86 095 742 719", "86 095 742 719", "2-3-3-3"),
            ("85.07.30-033.28", "85.07.30-033.28", "2-2-2-3-2"),
            ("2 95 10 99 126 111 93", "2 95 10 99 126 111 93", "1-2-2-2-3-3-2"),
            ("1-2345-67890-12-1", "1-2345-67890-12-1", "1-4-5-2-1"),
            ("800101-1234567", "800101-1234567", "6-7"),
            ("800101-14-5678", "800101-14-5678", "6-2-4"),
            ("NHS 943 476 5919", "943 476 5919", "3-3-4"),
            ("161175-19997", "161175-19997", "6-5"),
            ("001-1234567-8", "001-1234567-8", "3-7-1"),
            ("12345-1234567-1", "12345-1234567-1", "5-7-1"),
        ] {
            assert_eq!(find_all(&PRINTED, text), [(value.to_owned(), form)], "{text}");
        }
    }

    #[test]
    fn parts_of_other_things_are_not_found() {
        for text in [
            "2023-01-31 31.12.2023",
            "192.168.100.200",
            "$123 456 789",
            "1234567-8-9",
            "x640823-3234",
            "640823-3234x",
            "640823-3234-1",
            "12-3456789012",
            "550e8400-12345678-1234",
            "0.123-456-789",
            "123,456,789",
            "20240131-101112",
            "123 456 789 123 456 789",
        ] {
            assert_eq!(find_all(&PRINTED, text), [], "{text}");
        }
    }

    #[test]
    fn every_form_is_written_somehow() {
        for form in PRINTED.forms {
            assert!(SHAPES.iter().any(|(_, name)| name == form), "{form}");
        }
        for (written, form) in SHAPES {
            assert!(PRINTED.forms.contains(&form), "{form}");
            assert!(written.len() <= LONGEST_SHAPE as usize, "{written}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(text in proptest::collection::vec(any::<u8>(), 0..80), at in 0usize..100) {
            let _ = find(&text, at, Anchor::Uneven);
        }

        #[test]
        fn spans_have_a_shape_of_their_form(text in "([0-9]{2,3}|[0-9]{6}[-+/])([-./ ]?([0-9]{1,4}|[0-9]{7}|K)){1,4}") {
            for (value, form) in find_all(&PRINTED, &text) {
                let mut shape = String::new();
                for part in value.split_inclusive(|c: char| !c.is_ascii_digit()) {
                    let mark = part.trim_start_matches(|c: char| c.is_ascii_digit());
                    let digits = part.len() - mark.len();
                    shape += &if digits > 0 { digits.to_string() } else { String::new() };
                    shape += &mark.replace('K', "A");
                }
                prop_assert!(SHAPES.contains(&(&shape, form)), "{value}: {shape} is no {form}");
            }
        }
    }
}
