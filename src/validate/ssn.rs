//! Numbers of the US social security administration and tax service. They have no check digit.

use super::number::Number;
use super::{Check, Subject};
use crate::model::Disposition;

/// Numbers that were printed in advertisements, samples and manuals, and are nobody's.
/// Sources: SSA history pages on misused numbers, FTC and SSA samples, common placeholders.
static PLACEHOLDERS: [u64; 6] = [42_103_580, 78_051_120, 123_121_234, 123_456_789, 219_099_999, 457_555_462];

/// The range that the SSA set aside for advertisements.
const ADVERTISING: std::ops::RangeInclusive<u64> = 987_654_320..=987_654_329;

/// Judges a social security number: area, group and serial (SSA, POMS RM 10201.035, randomised since 2011).
pub(crate) fn us_ssn(subject: &Subject<'_>) -> Check {
    let Some(number) = nine_digits(subject) else { return Check::refuted("not nine digits") };
    if is_placeholder(number) {
        return Check::UNPROVEN.but(Disposition::Synthetic, "published or made-up number");
    }
    let (area, group, serial) = parts(number);
    if matches!(area, 0 | 666 | 900..) || group == 0 || serial == 0 {
        return Check::refuted("never issued area, group or serial");
    }
    grouped(subject)
}

/// Judges an individual taxpayer number: 9NN and a group of the ranges that the IRS gives out.
pub(crate) fn us_itin(subject: &Subject<'_>) -> Check {
    let Some(number) = nine_digits(subject) else { return Check::refuted("not nine digits") };
    // The advertising range of the SSN lies within the ITIN's groups.
    if is_placeholder(number) {
        return Check::refuted("social security placeholder");
    }
    let (area, group, _) = parts(number);
    if area < 900 || !matches!(group, 50..=65 | 70..=88 | 90..=92 | 94..=99) {
        return Check::refuted("not an area and group of an ITIN");
    }
    grouped(subject)
}

fn nine_digits(subject: &Subject<'_>) -> Option<Number> {
    Number::read(subject.value()).filter(|n| n.len == 9)
}

fn parts(number: Number) -> (u64, u64, u64) {
    (number.value / 1_000_000, number.value / 10_000 % 100, number.value % 10_000)
}

fn is_placeholder(number: Number) -> bool {
    let (area, group, serial) = parts(number);
    // `111-22-3333`
    let typed = area % 111 == 0 && group % 11 == 0 && serial % 1111 == 0;
    typed
        || number.is_sequence()
        || ADVERTISING.contains(&number.value)
        || PLACEHOLDERS.contains(&number.value)
}

/// Hyphens are how these numbers are written; spaces and dots group many others.
fn grouped(subject: &Subject<'_>) -> Check {
    match subject.value().get(3) {
        Some(b' ' | b'.') => Check::UNPROVEN.adjusted(-20, "not grouped by hyphens"),
        _ => Check::UNPROVEN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;

    fn judged(validator: fn(&Subject<'_>) -> Check, value: &str) -> (Proof, Disposition, i8) {
        let check = validator(&Subject::alone(value, "3-2-4"));
        (check.proof, check.disposition, check.adjust)
    }

    const REAL: (Proof, Disposition, i8) = (Proof::Unproven, Disposition::Real, 0);
    const MADE_UP: (Proof, Disposition, i8) = (Proof::Unproven, Disposition::Synthetic, 0);
    const NONE: (Proof, Disposition, i8) = (Proof::Refuted, Disposition::Real, 0);

    #[test]
    fn social_security_numbers() {
        // Real ones are shown by the last area with serial 0001, not by anybody's number.
        for (value, want) in [
            ("899-99-0001", REAL),
            ("899990001", REAL),
            ("899 99 0001", (Proof::Unproven, Disposition::Real, -20)),
            ("899.99.0001", (Proof::Unproven, Disposition::Real, -20)),
            ("078-05-1120", MADE_UP),
            ("219-09-9999", MADE_UP),
            ("457-55-5462", MADE_UP),
            ("123-45-6789", MADE_UP),
            ("987-65-4321", MADE_UP),
            ("987-65-4325", MADE_UP),
            ("111-11-1111", MADE_UP),
            ("111-22-3333", MADE_UP),
            ("111-22-3334", REAL),
            ("000000000", MADE_UP),
            ("000-12-3456", NONE),
            ("666-12-3456", NONE),
            ("900-12-3456", NONE),
            ("899-00-0001", NONE),
            ("899-99-0000", NONE),
            ("899-99-000", NONE),
        ] {
            assert_eq!(judged(us_ssn, value), want, "{value}");
        }
    }

    #[test]
    fn taxpayer_numbers() {
        for (value, want) in [
            ("900-70-0001", REAL),
            ("999-99-0001", REAL),
            ("900500001", REAL),
            ("987-65-4321", NONE),
            ("999-99-9999", NONE),
            ("900-93-0001", NONE),
            ("900-66-0001", NONE),
            ("900-17-0001", NONE),
            ("899-70-0001", NONE),
        ] {
            assert_eq!(judged(us_itin, value), want, "{value}");
        }
    }
}
