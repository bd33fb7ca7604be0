//! A short value without its separators, in capitals, and the sums that check digits are made of.

/// Up to [`Compact::MOST`] letters and digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compact {
    bytes: [u8; Self::MOST],
    len: usize,
}

impl Compact {
    /// Most letters and digits: those of the longest bank account number.
    const MOST: usize = 34;

    /// Reads letters and digits with single separators between them; `None` for anything else.
    pub(super) fn read(value: &[u8]) -> Option<Self> {
        let mut compact = Self { bytes: [0; Self::MOST], len: 0 };
        let mut open = false;
        for b in value {
            match b {
                b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                    *compact.bytes.get_mut(compact.len)? = b.to_ascii_uppercase();
                    compact.len += 1;
                    open = true;
                }
                b' ' | b'-' | b'.' | b'/' | b'+' if open => open = false,
                _ => return None,
            }
        }
        open.then_some(compact)
    }

    /// The same, if it has a shape in which `9` is a digit, `A` a letter, `X` either.
    pub(super) fn shaped(value: &[u8], shape: &str) -> Option<Self> {
        Self::read(value).filter(|compact| fits(compact.all(), shape.as_bytes()))
    }

    /// All of it.
    pub(super) fn all(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or(&[])
    }

    /// `len` characters from `start` on; fewer if it ends before.
    pub(super) fn part(&self, start: usize, len: usize) -> &[u8] {
        self.all().get(start..self.len.min(start + len)).unwrap_or(&[])
    }

    /// The number that those characters make.
    pub(super) fn number(&self, start: usize, len: usize) -> u64 {
        number(self.part(start, len))
    }

    /// What the character at `i` counts.
    pub(super) fn digit(&self, i: usize) -> u32 {
        self.part(i, 1).first().map_or(0, |b| value(*b))
    }

    /// The character at `i`.
    pub(super) fn letter(&self, i: usize) -> Option<u8> {
        self.part(i, 1).first().copied()
    }

    /// Whether somebody made it up: one digit throughout, or digits counting up or down.
    pub(super) fn is_made_up(&self) -> bool {
        let step = |w: &[u8]| w.last().zip(w.first()).map(|(b, a)| (10 + value(*b) - value(*a) % 10) % 10);
        let first = step(self.part(0, 2));
        self.all().iter().all(u8::is_ascii_digit)
            && matches!(first, Some(0 | 1 | 9))
            && self.all().windows(2).all(|w| step(w) == first)
    }
}

/// Whether `text` has a shape in which `9` is a digit, `A` a letter, `X` either.
fn fits(text: &[u8], shape: &[u8]) -> bool {
    let is = |(b, shape): (&u8, &u8)| match shape {
        b'9' => b.is_ascii_digit(),
        b'A' => b.is_ascii_alphabetic(),
        _ => true,
    };
    text.len() == shape.len() && text.iter().zip(shape).all(is)
}

/// What a digit or capital counts: its face value, or from 10 for `A` to 35 for `Z`.
pub(super) fn value(b: u8) -> u32 {
    match b {
        b'0'..=b'9' => u32::from(b - b'0'),
        b'A'..=b'Z' => u32::from(b - b'A') + 10,
        _ => 0,
    }
}

/// The number that digits make.
pub(super) fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0u64, |sum, b| sum.wrapping_mul(10).wrapping_add(u64::from(value(*b))))
}

/// The sum of what the characters count, each times its weight.
pub(super) fn weighted(text: &[u8], weights: &[u32]) -> u32 {
    text.iter().zip(weights).map(|(b, weight)| value(*b) * weight).sum()
}

/// What is left of a number of letters and digits, divided by 97 (ISO/IEC 7064, MOD 97-10).
pub(super) fn mod_97(text: impl Iterator<Item = u8>) -> u32 {
    text.fold(0, |rest, b| {
        let value = value(b);
        (rest * if value > 9 { 100 } else { 10 } + value) % 97
    })
}

/// The check digit behind these digits after ISO/IEC 7064, MOD 11,10.
pub(super) fn mod_11_10(digits: &[u8]) -> u32 {
    let product = digits.iter().fold(10, |product, b| {
        let sum = (value(*b) + product) % 10;
        2 * if sum == 0 { 10 } else { sum } % 11
    });
    (11 - product) % 10
}

/// The character of `alphabet` with a number.
pub(super) fn letter_of(alphabet: &[u8], number: u64) -> Option<u8> {
    usize::try_from(number).ok().and_then(|i| alphabet.get(i)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_left_out() {
        let read =
            |text: &str| Compact::read(text.as_bytes()).map(|c| String::from_utf8(c.all().into()).unwrap());
        assert_eq!(read("ab 12-3.4/5").as_deref(), Some("AB12345"));
        for bad in ["", " 1", "1 ", "1--2", "1_2", "é", "12345678901234567890123456789012345"] {
            assert_eq!(read(bad), None, "{bad}");
        }
        assert!(Compact::shaped(b"12345678z", "99999999A").is_some());
        assert!(Compact::shaped(b"123456789", "99999999A").is_none());
    }

    #[test]
    fn parts_and_sums() {
        let compact = Compact::read(b"12-AB").unwrap();
        assert_eq!((compact.number(0, 2), compact.digit(2), compact.letter(3)), (12, 10, Some(b'B')));
        assert_eq!((compact.part(3, 9), compact.part(9, 1)), (&b"B"[..], &b""[..]));
        assert_eq!(weighted(b"12A", &[3, 2, 1]), 17);
        assert_eq!(mod_97(b"3214282912345698765432161182".iter().copied()), 1);
        assert_eq!(mod_97(b"WEST12345698765432GB82".iter().copied()), 1);
        assert_eq!((mod_11_10(b"8609574271"), mod_11_10(b"3339200596")), (9, 1));
    }

    #[test]
    fn made_up_numbers() {
        for (text, yes) in [
            ("111111111", true),
            ("123456789", true),
            ("987654321", true),
            ("890123", true),
            ("111222333", false),
            ("12A", false),
        ] {
            assert_eq!(Compact::read(text.as_bytes()).unwrap().is_made_up(), yes, "{text}");
        }
    }
}
