//! India: Aadhaar (UIDAI), PAN (Income Tax Department), GSTIN and the number of the voter's card.

use super::verdict::judged;
use super::{Check, Compact, Proof, Subject, letter_of, value};
use crate::model::Disposition;
use crate::validate::luhn;

/// Multiplication in the dihedral group of ten elements, on which Verhoeff's check digit rests.
const PRODUCTS: [[u8; 10]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
    [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
    [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
    [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
    [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
    [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];

/// What becomes of a digit by its place from the right.
const PERMUTATIONS: [[u8; 10]; 8] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
    [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
    [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
    [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
    [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
    [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
    [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
];

/// Numbers that the authority publishes for developers, and those of manuals.
const AADHAARS: [&str; 7] = [
    "234123412346", "234567890124", "999941057058", "999971658847", "999933119405", "999955183433",
    "999990501894",
];

/// Judges an Aadhaar: twelve digits, not from 0 or 1 and no palindrome, with Verhoeff's check digit.
pub(super) fn aadhaar(subject: &Subject<'_>) -> Check {
    let number = Compact::shaped(subject.value(), "999999999999").filter(|n| n.digit(0) > 1);
    match number.filter(|n| !n.all().iter().eq(n.all().iter().rev())) {
        Some(number) => judged(&number, verhoeff(number.all()), &AADHAARS),
        None => Check::refuted("not twelve digits from 2"),
    }
}

fn verhoeff(digits: &[u8]) -> bool {
    let at = |table: &[[u8; 10]], row: usize, column: u8| {
        table.get(row).and_then(|row| row.get(usize::from(column))).copied().unwrap_or(0)
    };
    let sum = digits.iter().rev().enumerate().fold(0, |sum, (i, b)| {
        at(&PRODUCTS, usize::from(sum), at(&PERMUTATIONS, i % 8, b.wrapping_sub(b'0')))
    });
    sum == 0
}

/// Numbers of forms and manuals.
const PANS: [&str; 5] = ["ABCPE1234F", "AAAPL1234C", "AAAAA0000A", "ABCDE1234F", "XXXXX0000X"];

/// Judges a PAN: five letters, four digits, a letter. The fourth letter says who holds it: P a person, others
/// organisations. The formula of the last letter is not published.
pub(super) fn pan(subject: &Subject<'_>) -> Check {
    match Compact::shaped(subject.value(), "AAAAA9999A") {
        Some(number) => holder(&number, 0),
        None => Check::refuted("not five letters, four digits and a letter"),
    }
}

/// What the PAN that begins at `start` says of its holder.
fn holder(number: &Compact, start: usize) -> Check {
    let is_sample = PANS.iter().any(|pan| pan.as_bytes() == number.part(start, 10));
    match number.letter(start + 3) {
        Some(b'P') if is_sample => Check::UNPROVEN.but(Disposition::Synthetic, "published number"),
        _ if number.number(start + 5, 4) == 0 => Check::refuted("no number 0000 is given out"),
        Some(b'P') => Check::UNPROVEN,
        Some(b'A' | b'B' | b'C' | b'F' | b'G' | b'H' | b'J' | b'K' | b'L' | b'T') => Check::UNPROVEN
            .but(Disposition::Role, "held by an organisation")
            .adjusted(-20, "held by an organisation"),
        _ => Check::refuted("no kind of holder has this fourth letter"),
    }
}

/// Judges a GSTIN: state, PAN, entity, Z and a check character modulo 36 (Goods and Services Tax Network).
pub(super) fn gstin(subject: &Subject<'_>) -> Check {
    let number = Compact::shaped(subject.value(), "99AAAAA9999AXAX");
    let is_state = |n: &Compact| matches!(n.number(0, 2), 1..=38 | 97 | 99);
    let Some(number) =
        number.filter(|n| is_state(n) && n.letter(13) == Some(b'Z') && n.letter(12) != Some(b'0'))
    else {
        return Check::refuted("not a state, a PAN, an entity and Z");
    };
    let count = |(i, b): (usize, &u8)| {
        let product = value(*b) * if i % 2 == 0 { 1 } else { 2 };
        product / 36 + product % 36
    };
    let sum: u32 = number.part(0, 14).iter().enumerate().map(count).sum();
    let check = letter_of(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", u64::from((36 - sum % 36) % 36));
    let holder = holder(&number, 2);
    match judged(&number, check == number.letter(14), &["27AAPFU0939F1ZV"]) {
        check if check.proof == Proof::Proven && check.disposition == Disposition::Real => {
            Check { proof: check.proof, adjust: 0, ..holder }
        }
        check => check,
    }
}

/// Judges the number of a voter's card (EPIC): three letters and seven digits. Most, but not all, fulfil the Luhn check.
pub(super) fn epic(subject: &Subject<'_>) -> Check {
    match Compact::shaped(subject.value(), "AAA9999999") {
        Some(number) if luhn::value_holds(number.number(3, 7)) => judged(&number, true, &["WKH1186253"]),
        Some(_) => Check::UNPROVEN.adjusted(-10, "Luhn check digit is wrong"),
        None => Check::refuted("not three letters and seven digits"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::verdict::says;
    use super::*;

    #[test]
    fn aadhaars() {
        says(
            aadhaar,
            &[
                ("2000 0000 0007", "failed"),
                ("2341 2341 2346", "sample"),
                ("234123412347", "failed"),
                ("123412341234", "refuted"),
                ("222222222222", "refuted"),
                ("999941057058", "sample"),
                ("23412341234", "refuted"),
            ],
        );
        let proven =
            (0..10).filter(|d| super::super::verdict::said(aadhaar, &format!("20000000000{d}")) == "proven");
        assert_eq!(proven.count(), 1, "one check digit of ten");
    }

    #[test]
    fn published_aadhaars_pass_the_check_digit() {
        for number in AADHAARS {
            assert!(verhoeff(number.as_bytes()), "{number}");
        }
    }

    #[test]
    fn pans() {
        says(
            pan,
            &[
                ("BNZPM2501F", "unproven"),
                ("bnzpm2501f", "unproven"),
                ("AAPFU0939F", "organisation"),
                ("ABCPE1234F", "sample"),
                ("ABCDE1234F", "refuted"),
                ("BNZPM0000F", "refuted"),
                ("BNZPM250F", "refuted"),
            ],
        );
    }

    #[test]
    fn tax_numbers_of_traders() {
        says(
            gstin,
            &[
                ("27AAPFU0939F1ZV", "sample"),
                ("27AAPFU0939F1ZA", "failed"),
                ("39AAPFU0939F1ZV", "refuted"),
                ("27AAPFU0939F1YV", "refuted"),
                ("27AAPFU0939F", "refuted"),
            ],
        );
    }

    #[test]
    fn voters_cards() {
        says(
            epic,
            &[
                ("WKH1186253", "sample"),
                ("WKH1186254", "unproven"),
                ("ABC1000009", "proven"),
                ("WK11186253", "refuted"),
            ],
        );
    }
}
