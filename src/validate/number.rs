//! A number of up to 19 digits, read from a value with or without separators.

/// Digits as a value; leading zeros are kept by `len`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// The value, less than 10^19.
    pub(super) value: u64,
    /// How many digits there are.
    pub(super) len: u32,
}

impl Number {
    /// Most digits that fit a `u64` whatever they are.
    const MOST: u32 = 19;

    /// Reads digits with single spaces, hyphens or dots between them; `None` for anything else.
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let (mut number, mut rest) = (Self { value: 0, len: 0 }, text);
        while let Some((chunk, tail)) = rest.split_first_chunk()
            && number.len + 8 <= Self::MOST
            && let Some(eight) = eight_digits(*chunk)
        {
            number = Self { value: number.value * 100_000_000 + eight, len: number.len + 8 };
            rest = tail;
        }
        let mut open = number.len > 0;
        for b in rest {
            match b {
                b'0'..=b'9' if number.len < Self::MOST => {
                    number = Self { value: number.value * 10 + u64::from(b - b'0'), len: number.len + 1 };
                    open = true;
                }
                b' ' | b'-' | b'.' if open => open = false,
                _ => return None,
            }
        }
        open.then_some(number)
    }

    /// How often each of the digits 0 to 9 occurs.
    pub(super) fn counts(self) -> impl Iterator<Item = u32> {
        let (mut counts, mut rest) = (0u64, self.value);
        for _ in 0..self.len {
            counts += 1 << (COUNT_BITS * (rest % 10));
            rest /= 10;
        }
        (0..10).map(move |digit| (counts >> (COUNT_BITS * digit)) as u32 & ((1 << COUNT_BITS) - 1))
    }

    /// The first `n` digits, filled up with zeros where there are fewer.
    pub(super) fn head(self, n: u32) -> u64 {
        if n <= self.len {
            self.value / pow10(self.len - n)
        } else {
            self.value.saturating_mul(pow10(n - self.len))
        }
    }

    /// Whether each digit differs from the one before it by the same step of 0, 1 or -1, round the clock.
    pub(super) fn is_sequence(self) -> bool {
        let step = |rest: u64| (rest % 10 + 10 - rest / 10 % 10) % 10;
        let first = step(self.value);
        if self.len < 2 || !matches!(first, 0 | 1 | 9) {
            return false;
        }
        let mut rest = self.value;
        (1..self.len).all(|_| {
            let same = step(rest) == first;
            rest /= 10;
            same
        })
    }

    /// Whether these are 14 digits of year, month, day, hour, minute and second.
    pub(super) fn is_timestamp(self) -> bool {
        let part = |div: u64, modulus: u64| self.value / div % modulus;
        self.len == 14
            && (1900..=2100).contains(&part(10_000_000_000, 10_000))
            && (1..=12).contains(&part(100_000_000, 100))
            && (1..=31).contains(&part(1_000_000, 100))
            && part(10_000, 100) < 24
            && part(100, 100) < 60
            && part(1, 100) < 61
    }
}

/// Enough for a count of digits.
const COUNT_BITS: u64 = 6;

fn pow10(n: u32) -> u64 {
    const POWERS: [u64; 20] = {
        let mut powers = [1; 20];
        let mut n = 1;
        while n < 20 {
            powers[n] = powers[n - 1] * 10;
            n += 1;
        }
        powers
    };
    POWERS.get(n as usize).copied().unwrap_or(u64::MAX)
}

/// The value of eight ASCII digits, worked out for all at once: neighbours become pairs, pairs become fours, fours
/// the whole.
fn eight_digits(text: [u8; 8]) -> Option<u64> {
    const HIGH: u64 = 0xF0F0_F0F0_F0F0_F0F0;
    const ZEROS: u64 = u64::from_le_bytes([b'0'; 8]);
    let bytes = u64::from_le_bytes(text);
    // A digit keeps its high half, even with six added; of other bytes none does both.
    let raised = bytes.wrapping_add(0x0606_0606_0606_0606);
    if (bytes & HIGH) != ZEROS || (raised & HIGH) != ZEROS {
        return None;
    }
    let digits = bytes - ZEROS;
    let pairs = (digits * 10 + (digits >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    Some((fours * 10_000 + (fours >> 32)) & 0xFFFF_FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<Number> {
        Number::read(text.as_bytes())
    }

    #[test]
    fn digits_are_read_with_single_separators() {
        assert_eq!(number("078-05-1120"), Some(Number { value: 78_051_120, len: 9 }));
        assert_eq!(number("9999999999999999999"), Some(Number { value: 9_999_999_999_999_999_999, len: 19 }));
        for bad in ["", "-1", "1--2", "1-", "12a", "12345678901234567890"] {
            assert_eq!(number(bad), None, "{bad}");
        }
        assert_eq!(number("0123"), Some(Number { value: 123, len: 4 }));
        assert_eq!(number("378282246310005").map(|n| n.head(4)), Some(3782));
        assert_eq!(number("12").map(|n| n.head(4)), Some(1200));
    }

    #[test]
    fn patterns_are_noticed() {
        for yes in ["1111", "123456789", "987654321", "4567890123456", "3210987"] {
            assert!(number(yes).is_some_and(Number::is_sequence), "{yes}");
        }
        for no in ["1112", "4111111111111111", "1"] {
            assert!(!number(no).is_some_and(Number::is_sequence), "{no}");
        }
        assert!(number("20240131235959").is_some_and(Number::is_timestamp));
        assert!(!number("20241331235959").is_some_and(Number::is_timestamp));
        assert!(!number("30569309025904").is_some_and(Number::is_timestamp));
    }
}
