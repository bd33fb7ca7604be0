//! The check digit of ISO/IEC 7812-1 annex B, named after H. P. Luhn.

/// What a digit counts: every second one double, with the digits of the product added up.
const fn counted(digit: u8, double: bool) -> u8 {
    match (double, digit) {
        (false, _) => digit,
        (true, 5..) => 2 * digit - 9,
        (true, _) => 2 * digit,
    }
}

/// What two neighbouring digits count, the first one double.
static PAIRS: [u8; 100] = {
    let mut pairs = [0; 100];
    let mut pair = 0;
    while pair < 100 {
        pairs[pair as usize] = counted(pair / 10, true) + counted(pair % 10, false);
        pair += 1;
    }
    pairs
};

/// Whether the digits, given from the right, fulfil the Luhn check: their count is a multiple of ten.
pub(super) fn holds(from_right: impl Iterator<Item = u8>) -> bool {
    let mut double = true;
    let count = from_right.map(|digit| {
        double = !double;
        u32::from(counted(digit, double))
    });
    count.sum::<u32>().is_multiple_of(10)
}

/// As [`holds`], of the digits of `value`. Leading zeros count nothing.
pub(super) fn value_holds(value: u64) -> bool {
    let (mut sum, mut rest) = (0, value);
    while rest != 0 {
        sum += u32::from(PAIRS.get((rest % 100) as usize).copied().unwrap_or(0));
        rest /= 100;
    }
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn luhn(digits: &str) -> bool {
        let holds = holds(digits.bytes().rev().map(|b| b - b'0'));
        if let Ok(value) = digits.parse() {
            assert_eq!(value_holds(value), holds, "{digits}");
        }
        holds
    }

    #[test]
    fn published_values_hold() {
        for ok in ["4111111111111111", "378282246310005", "79927398713", "490154203237518", "0"] {
            assert!(luhn(ok), "{ok}");
        }
        for bad in ["4111111111111112", "378282246310006", "79927398710", "352099001761482"] {
            assert!(!luhn(bad), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn one_changed_digit_is_noticed(digits in "[0-9]{9,22}", at in 0usize..9, by in 1u8..10) {
            let mut changed = digits.clone().into_bytes();
            changed[at] = b'0' + (changed[at] - b'0' + by) % 10;
            let changed = String::from_utf8(changed).unwrap();
            prop_assert!(!(luhn(&digits) && luhn(&changed)));
        }
    }
}
