//! Payment card numbers (ISO/IEC 7812): issuer prefix, length and Luhn check digit, all three.
//!
//! Luhn alone lets every tenth number pass; with prefix and length it is one in forty of 16 digits.

use super::card_ranges::{brand, is_test_card, may_be_known};
use super::number::Number;
use super::{Check, Subject, luhn};
use crate::model::Disposition;

/// Judges a payment card number. The note of a proven one is its brand.
pub(crate) fn payment_card(subject: &Subject<'_>) -> Check {
    let Some(number) = Number::read(subject.value()) else { return Check::refuted("not a card number") };
    // The cheap questions first: most ids and times have no issuer's prefix.
    if !may_be_known(number) {
        return of_no_known_issuer(number);
    }
    let Some(brand) = brand(number) else {
        return if is_test_card(number) { test(subject.form) } else { of_no_known_issuer(number) };
    };
    if is_test_card(number) && luhn::value_holds(number.value) {
        return test(subject.form);
    }
    if is_made_up(number) || !fits(number, subject.form) {
        return Check::refuted("digits or grouping of no card");
    }
    if !luhn::value_holds(number.value) {
        return Check::failed("Luhn check digit is wrong");
    }
    if is_filler(number) {
        return Check::PROVEN.but(Disposition::Synthetic, "one digit repeated behind the issuer's prefix");
    }
    weigh(number, subject.form, brand)
}

/// A number of a published list. One in a run of digits needs no word nearby: nothing else has its digits.
fn test(form: &str) -> Check {
    let bare = matches!(form, "14" | "15" | "16" | "17" | "18" | "19");
    let check = Check::PROVEN.but(Disposition::Synthetic, "published test card");
    if bare { check.adjusted(20, check.note) } else { check }
}

/// Sixteen digits that open like a bank's or a merchant's card (ISO/IEC 7812-1, major industries 3 to 6) and pass
/// Luhn: issuers get new prefixes, so a word or name nearby may keep them.
fn of_no_known_issuer(number: Number) -> Check {
    let banking = number.len == 16 && matches!(number.head(1), 3..=6);
    if banking && !is_made_up(number) && !is_filler(number) && luhn::value_holds(number.value) {
        Check::UNPROVEN.adjusted(-25, "no known issuer's prefix")
    } else {
        Check::refuted("no issuer has this prefix and length")
    }
}

/// Old short Visa numbers look like article numbers (EAN of 400 to 440), UATP has a prefix of one digit, and rows of
/// neighbouring numbers look like groups.
fn weigh(number: Number, form: &str, brand: &'static str) -> Check {
    match (brand, form) {
        ("Visa", "13") => Check::UNPROVEN.adjusted(-10, "thirteen digits are more often an article number"),
        (_, "4-4-4-4") if are_neighbours(number) => {
            Check::UNPROVEN.adjusted(-30, "groups as near each other as in a list of numbers")
        }
        ("UATP", _) if number.len == 15 => {
            Check::UNPROVEN.adjusted(-30, "a prefix of one digit proves little")
        }
        _ => Check { note: brand, ..Check::PROVEN },
    }
}

/// Whether a grouping in 4-6-x is one of the brands that print it: American Express and Diners Club.
fn fits(number: Number, form: &str) -> bool {
    match form {
        "4-6-5" => matches!(number.head(2), 34 | 37),
        "4-6-4" => matches!(number.head(2), 30 | 36 | 38 | 39),
        _ => true,
    }
}

/// Whether at least two of the three pairs of neighbours among four groups of four are no more than a hundred apart.
fn are_neighbours(number: Number) -> bool {
    let group = |n: u32| number.value / 10u64.pow(4 * n) % 10_000;
    (0..3).filter(|n| group(*n).abs_diff(group(n + 1)) <= 100).count() >= 2
}

/// Counting up, down or not at all, or hardly anything but zeros.
fn is_made_up(number: Number) -> bool {
    number.is_sequence() || number.counts().next().is_some_and(|zeros| zeros > 11)
}

/// Whether the digits between the prefix of six and the check digit are nearly all the same.
fn is_filler(number: Number) -> bool {
    let len = number.len.saturating_sub(7);
    let between = Number { value: number.value / 10, len };
    // Of few digits, nearly all are the same by chance too often.
    let spared = u32::from(len >= 8);
    len > 0 && between.counts().any(|count| count + spared >= len)
}

#[cfg(test)]
mod tests {
    use crate::validate::Proof;

    use super::*;
    use proptest::prelude::*;

    fn check(value: &str, form: &'static str) -> Check {
        payment_card(&Subject::alone(value, form))
    }

    /// Appends the Luhn check digit.
    fn with_check_digit(body: &str) -> String {
        (0..10)
            .map(|d| format!("{body}{d}"))
            .find(|n| luhn::holds(n.bytes().rev().map(|b| b - b'0')))
            .unwrap()
    }

    #[test]
    fn test_cards_are_proven_but_nobodys() {
        for (value, form) in [
            ("4111111111111111", "16"),
            ("4111 1111 1111 1111", "4-4-4-4"),
            ("5500-0000-0000-0004", "4-4-4-4"),
            ("378282246310005", "15"),
            ("3782-822463-10005", "4-6-5"),
            ("3056-930902-5904", "4-6-4"),
            ("6771798021000008", "16"),
            ("5078601870000127985", "19"),
            ("4000000000000002", "16"),
            ("4222222222222", "13"),
            ("6205 5000 0000 0000 004", "4-4-4-4-3"),
        ] {
            let check = check(value, form);
            assert_eq!((check.proof, check.disposition), (Proof::Proven, Disposition::Synthetic), "{value}");
        }
        let filler = check(&with_check_digit("549876111111111"), "16");
        assert_eq!(filler.disposition, Disposition::Synthetic);
    }

    #[test]
    fn other_cards_are_proven() {
        for (body, form, brand) in [
            ("401234567890123", "16", "Visa"),
            ("533312345678901", "16", "Mastercard"),
            ("37123456789012", "15", "American Express"),
            ("623456780912345678", "19", "UnionPay"),
            ("58123456780", "12", "Maestro"),
        ] {
            let check = check(&with_check_digit(body), form);
            assert_eq!((check.proof, check.disposition), (Proof::Proven, Disposition::Real), "{body}");
            assert_eq!((check.adjust, check.note), (0, brand));
        }
    }

    #[test]
    fn weak_lengths_cost_points() {
        for (body, form, adjust) in [
            ("401234567890", "13", -10),
            ("17066592001234", "15", -30),
            ("543054315432543", "4-4-4-4", -30),
            ("350012345678901", "16", -25),
        ] {
            let check = check(&with_check_digit(body), form);
            assert_eq!((check.proof, check.adjust), (Proof::Unproven, adjust), "{body}");
        }
        assert_eq!(check(&with_check_digit("750012345678901"), "16").proof, Proof::Refuted);
        assert_eq!(check("3500123456789012", "16").proof, Proof::Refuted);
        assert_eq!(check("4242424242424242", "16").adjust, 20);
        assert_eq!(check("4242 4242 4242 4242", "4-4-4-4").adjust, 0);
    }

    #[test]
    fn a_wrong_check_digit_fails_and_the_rest_is_refuted() {
        assert_eq!(check("4012345678901234", "16").proof, Proof::Failed);
        for (value, form) in [
            ("4111111111111", "x"),
            ("1706659200123", "13"),
            ("1706659200123456", "16"),
            ("1706659200123456789", "19"),
            ("20240131235959", "14"),
            ("9780306406157", "13"),
            ("4444444444444444", "16"),
            ("4567890123456789", "16"),
            ("9876543210987654", "16"),
            ("5500000000000012", "16"),
            ("411111111111111", "15"),
            ("5333 123456 78901", "4-6-5"),
            ("", "16"),
            ("4111a", "16"),
        ] {
            let proof = check(value, form).proof;
            let want = if form == "x" { Proof::Failed } else { Proof::Refuted };
            assert_eq!(proof, want, "{value}");
        }
    }

    proptest! {
        #[test]
        fn a_changed_digit_is_never_proven(body in "4[0-9]{14}", at in 0usize..16, by in 1u8..10) {
            let mut changed = with_check_digit(&body).into_bytes();
            changed[at] = b'0' + (changed[at] - b'0' + by) % 10;
            let check = check(&String::from_utf8(changed).unwrap(), "16");
            prop_assert_ne!(check.proof, Proof::Proven);
        }

        #[test]
        fn any_value_is_survived(value in "\\PC{0,30}") {
            check(&value, "16");
        }
    }
}
