//! The check digit of ISO/IEC 7812-1 annex B, named after H. P. Luhn.

/// Whether the digits, given from the right, fulfil the Luhn check: every second one counts double, with
/// the digits of the product added up, and the sum is a multiple of ten.
pub(super) fn holds(from_right: impl Iterator<Item = u8>) -> bool {
    let mut double = false;
    let sum: u32 = from_right
        .map(|digit| {
            let digit = u32::from(digit);
            let counted = if !double {
                digit
            } else if digit > 4 {
                2 * digit - 9
            } else {
                2 * digit
            };
            double = !double;
            counted
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn luhn(digits: &str) -> bool {
        holds(digits.bytes().rev().map(|b| b - b'0'))
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
