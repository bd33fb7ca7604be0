//! How a telephone number is written: its digits, their groups, and the signs around them.

/// A number as written.
#[derive(Default)]
pub(super) struct Written {
    digits: [u8; 20],
    len: usize,
    groups: [u8; 8],
    count: usize,
    /// Whether it starts with `+`.
    pub(super) plus: bool,
    /// Whether its first group stands in parentheses.
    pub(super) area: bool,
    /// The first sign between groups, as ASCII; 0 for none.
    pub(super) separator: u8,
    /// Whether all signs between groups are that one.
    pub(super) uniform: bool,
}

impl Written {
    /// Reads a whole value; an extension at its end is left out. `None` if it holds anything else.
    pub(super) fn read(value: &[u8]) -> Option<Self> {
        let mut written = Self { uniform: true, ..Self::default() };
        let mut rest = strip_scheme(value.trim_ascii());
        let mut gap = true;
        while let Some((b, tail)) = first_sign(rest) {
            rest = tail;
            match b {
                b'0'..=b'9' => {
                    written.push(b, gap)?;
                    gap = false;
                }
                b'+' if written.len == 0 => written.plus = true,
                b'(' if tail.starts_with(b"0)") => {
                    rest = tail.get(2..).unwrap_or(&[]);
                    gap = written.zero_in_parentheses()?;
                }
                b'(' | b')' => {
                    written.area |= written.len == 0 && !written.plus;
                    gap = true;
                }
                b => match sign(b, tail) {
                    Some((sign, width)) => {
                        rest = tail.get(width..).unwrap_or(&[]);
                        written.part(sign);
                        gap = true;
                    }
                    None if written.len >= 7 && extension(b, tail) => break,
                    None => return None,
                },
            }
        }
        (written.len > 0).then_some(written)
    }

    /// The digits, in ASCII.
    pub(super) fn digits(&self) -> &[u8] {
        self.digits.get(..self.len).unwrap_or(&[])
    }

    /// How many digits each group has.
    pub(super) fn groups(&self) -> &[u8] {
        self.groups.get(..self.count).unwrap_or(&[])
    }

    fn push(&mut self, digit: u8, opens_group: bool) -> Option<()> {
        self.count += usize::from(opens_group);
        *self.groups.get_mut(self.count.checked_sub(1)?)? += 1;
        *self.digits.get_mut(self.len)? = digit;
        self.len += 1;
        Some(())
    }

    /// `+44 (0)20`: a trunk prefix that is not dialled from abroad. `(0)20`: one that is. Says whether a
    /// new group starts behind it.
    fn zero_in_parentheses(&mut self) -> Option<bool> {
        if self.len == 0 && !self.plus {
            self.area = true;
            self.push(b'0', true)?;
            return Some(false);
        }
        if !self.plus {
            self.push(b'0', true)?;
        }
        Some(true)
    }

    fn part(&mut self, sign: u8) {
        if self.len > 0 {
            self.uniform &= matches!(self.separator, 0) || self.separator == sign;
            self.separator = if self.separator == 0 { sign } else { self.separator };
        }
    }
}

/// The first byte of `text`, or the ASCII sign that a full-width form (U+FF01 to U+FF5E) or an ideographic space
/// stands for, and what follows.
fn first_sign(text: &[u8]) -> Option<(u8, &[u8])> {
    match *text {
        [0xEF, 0xBC, low @ 0x81..=0xBF, ref tail @ ..] => Some((low - 0x60, tail)),
        [0xE3, 0x80, 0x80, ref tail @ ..] => Some((b' ', tail)),
        // The long mark of Katakana, typed for a hyphen.
        [0xE3, 0x83, 0xBC, ref tail @ ..] => Some((b'-', tail)),
        [b, ref tail @ ..] => Some((b, tail)),
        [] => None,
    }
}

/// Without `tel:` (RFC 3966) and its likes.
fn strip_scheme(value: &[u8]) -> &[u8] {
    if value.first().is_none_or(|b| !b.is_ascii_alphabetic()) {
        return value;
    }
    let schemes: [&[u8]; 4] = [b"tel:", b"sms:", b"callto:", b"fax:"];
    let scheme = schemes.iter().find(|s| value.get(..s.len()).is_some_and(|v| v.eq_ignore_ascii_case(s)));
    scheme.and_then(|s| value.get(s.len()..)).unwrap_or(value)
}

/// A sign between groups that starts with `b`: its ASCII kin, and how many more bytes it has.
fn sign(b: u8, tail: &[u8]) -> Option<(u8, usize)> {
    match (b, tail) {
        (b' ' | b'-' | b'.' | b'/', _) => Some((b, 0)),
        (b'\t', _) | (0xC2, [0xA0, ..]) => Some((b' ', usize::from(b == 0xC2))),
        (0xE2, [0x80, 0x87 | 0xAF, ..]) => Some((b' ', 2)),
        (0xE2, [0x80, 0x90..=0x95, ..] | [0x88, 0x92, ..]) => Some((b'-', 2)),
        _ => None,
    }
}

/// Whether `b` and `tail` are an extension: a word for it and one to seven digits, to the end.
fn extension(b: u8, tail: &[u8]) -> bool {
    const WORDS: [&[u8]; 8] = [b"", b"x", b"ext", b"extn", b"extension", b"poste", b"durchwahl", b"app"];
    let tail = if matches!(b, b',' | b';' | b'#') { tail.trim_ascii_start() } else { tail };
    let letters = tail.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let (word, rest) = tail.split_at(letters);
    let known = WORDS.iter().any(|w| match b {
        b',' | b';' | b'#' => word.eq_ignore_ascii_case(w) && (b == b'#' || !w.is_empty()),
        _ => w.split_first().is_some_and(|(first, w)| b | 0x20 == *first && word.eq_ignore_ascii_case(w)),
    });
    let signs = rest.iter().take_while(|b| matches!(b, b'.' | b':' | b'=' | b' ' | b'#')).count();
    let number = rest.get(signs..).unwrap_or(&[]);
    known && (1..=7).contains(&number.len()) && number.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn digits_and_groups_are_read() {
        let cases: [(&str, &str, &[u8]); 14] = [
            ("+1 (201) 555-0123", "12015550123", &[1, 3, 3, 4]),
            ("+44 (0)20 7946 0958", "442079460958", &[2, 2, 4, 4]),
            ("+44(0)2079460958", "442079460958", &[2, 10]),
            ("(0)30 23125 123", "03023125123", &[3, 5, 3]),
            ("(0221) 4710 123", "02214710123", &[4, 4, 3]),
            ("tel:+1-201-555-0123;ext=4", "12015550123", &[1, 3, 3, 4]),
            ("201-555-0123 x12", "2015550123", &[3, 3, 4]),
            ("201.555.0123 ext. 12", "2015550123", &[3, 3, 4]),
            ("201-555-0123#12", "2015550123", &[3, 3, 4]),
            ("06\u{a0}39\u{202f}98\u{2011}12\u{2212}34", "0639981234", &[2, 2, 2, 2, 2]),
            (" 2015550123\t", "2015550123", &[10]),
            ("++1 201 555 0123", "12015550123", &[1, 3, 3, 4]),
            ("＋１\u{3000}（２０１）\u{3000}５５５－０１２３", "12015550123", &[1, 3, 3, 4]),
            ("+44) 20 7946 0958", "442079460958", &[2, 2, 4, 4]),
        ];
        for (value, digits, groups) in cases {
            let written = Written::read(value.as_bytes()).unwrap();
            assert_eq!(written.digits(), digits.as_bytes(), "{value}");
            assert_eq!(written.groups(), groups, "{value}");
        }
    }

    #[test]
    fn anything_else_is_no_number() {
        for value in ["", "abc", "201-555-CALL", "x12", "201 555 0123 or so", "201 + 1", "1,234,567", "12:30"]
        {
            assert!(Written::read(value.as_bytes()).is_none(), "{value}");
        }
        assert!(Written::read(&[b'1'; 40]).is_none());
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(value in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = Written::read(&value);
        }
    }
}
