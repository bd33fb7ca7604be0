//! Telephone numbers: whether a plan assigns them, and whether they are somebody's.

use super::phone_customs::{CUSTOMS, WITHOUT_TRUNK};
use super::phone_fiction::{is_pattern, placeholder};
use super::phone_plan::{self as plan, Kind};
use super::phone_written::Written;
use super::{Check, Proof, Subject};
use crate::model::Disposition;

const UNASSIGNED: &str = "not an assigned number range";
const COLUMNS: &str = "two columns of digits look the same";
const WRONG_LENGTH: &str = "no such length in this country";
const NO_AREA: Check = Check::UNPROVEN.but(Disposition::Synthetic, "555 is no area code");
const PATTERN: Check = Check::UNPROVEN.but(Disposition::Synthetic, "a pattern of digits");

/// Digits of the shortest number under a field name; fewer are a flag, a count or a code.
const SHORTEST: usize = 5;

/// Judges a number by its form; in a field also what no finder would find.
pub(super) fn phone(subject: &Subject<'_>) -> Check {
    let value = subject.value();
    if subject.form == "bare" && value.iter().all(u8::is_ascii_digit) {
        return bare(value);
    }
    let named = matches!(subject.form, "field" | "label" | "weak");
    let Some(written) = Written::read(value) else {
        return Check::refuted("more than a telephone number");
    };
    if named && written.digits().len() < SHORTEST {
        return Check::refuted("too few digits");
    }
    let check = match judge(&written, subject.form, named) {
        check if check.note == COLUMNS && has_a_letter(subject) => check.adjusted(0, ""),
        check => check,
    };
    match check.proof {
        Proof::Refuted if is_plausible(&written, subject.form) => Check::failed(check.note),
        Proof::Proven | Proof::Unproven if check.disposition == Disposition::Real => {
            match other_shape(&written) {
                Some(why) => Check::UNPROVEN.adjusted(check.adjust.min(-20), why),
                None => check,
            }
        }
        _ => check,
    }
}

/// Whether a letter for a telephone stands before the number as signatures have it, so that no column begins there: `M: `.
fn has_a_letter(subject: &Subject<'_>) -> bool {
    let before = subject.before(4);
    let label = before.trim_ascii_end().strip_suffix(b":").unwrap_or(&[]);
    let [head @ .., letter] = label else { return false };
    matches!(letter, b'M' | b'T' | b'P' | b'H' | b'W' | b'C')
        && !head.last().is_some_and(u8::is_ascii_alphanumeric)
}

/// `111-222-3333`: three groups of one digit each. `01 02 03 04 05`: pairs that count.
fn are_patterns(written: &Written) -> bool {
    if written.groups() == [2, 2, 2, 2, 2] {
        let pair =
            |d: &[u8]| d.iter().fold(0u8, |n, b| n.wrapping_mul(10).wrapping_add(b.wrapping_sub(b'0')));
        let digits = written.digits();
        return digits
            .chunks(2)
            .zip(digits.chunks(2).skip(1))
            .all(|(a, b)| pair(b) == pair(a).wrapping_add(1));
    }
    let mut rest = written.digits();
    written.groups() == [3, 3, 4]
        && written.groups().iter().all(|n| {
            let (group, behind) = rest.split_at_checked(usize::from(*n)).unwrap_or((rest, &[]));
            rest = behind;
            group.windows(2).all(|w| matches!(w, [a, b] if a == b))
        })
}

/// `555-200-0000`: the North American plan gives 555 to no area, and samples are full of it.
fn has_area_555(written: &Written) -> bool {
    written.groups() == [3, 3, 4] && written.digits().starts_with(b"555")
}

/// Whether a name or label may keep a number that no plan accepts; behind a label it must be written in groups.
fn is_plausible(written: &Written, form: &str) -> bool {
    let grouped = form == "label" && (written.plus || written.groups().len() > 1);
    (form == "field" || grouped) && (7..=15).contains(&written.digits().len()) && !is_other_thing(written)
}

/// What is written like this more often than telephone numbers are. `0065 0302 0304`: tables of codes; numbers in few
/// countries. `071052-15084`: a Latvian personal code, if it starts with a day and a month; Indian mobiles seldom do.
fn other_shape(written: &Written) -> Option<&'static str> {
    match (written.groups(), written.separator, written.digits()) {
        ([4, 4, 4], b' ', _) if !written.plus && written.uniform => {
            Some("three columns of digits look the same")
        }
        ([6, 5], b'-', [b'0'..=b'3', _, b'0', ..] | [b'0'..=b'3', _, b'1', b'0'..=b'2', ..]) => {
            Some("personal codes look the same")
        }
        _ => None,
    }
}

fn judge(written: &Written, form: &str, named: bool) -> Check {
    match (form, written.digits()) {
        _ if written.plus => international(written.digits()),
        (_, digits) if is_pattern(digits) || are_patterns(written) => PATTERN,
        _ if has_area_555(written) => NO_AREA,
        ("international", digits) => international(without_access_code(digits)),
        _ if named && is_other_thing(written) => Check::refuted("a date or an address"),
        ("unassignable", digits) => north_american(digits, 0),
        (_, [b'0', b'0', digits @ ..]) if named => international(digits),
        (_, [b'0', ..]) => national(written),
        // `98201-44736`: North America has no such groups.
        ("spaced", digits) if written.groups() == [5, 5] => {
            in_plan(91, digits).unwrap_or(Check::refuted(UNASSIGNED))
        }
        ("spaced", digits) if is_behind_calling_code(written) => international(digits),
        ("spaced", _) if written.groups() == [3, 3, 2, 2] => {
            in_a_field(written).unwrap_or(Check::refuted(UNASSIGNED))
        }
        (_, [b'1', _, _, _, _, _, _, _, _, _, _] | [_, _, _, _, _, _, _, _, _, _]) if !brazilian(written) => {
            let check = north_american(written.digits(), -28);
            if named && check.proof != Proof::Proven { in_a_field(written).unwrap_or(check) } else { check }
        }
        ("national", [b'8', digits @ ..]) if written.groups() == [1, 3, 3, 2, 2] => {
            in_plan(7, digits).unwrap_or(Check::UNPROVEN.adjusted(-28, UNASSIGNED))
        }
        ("national", digits) => in_plan(55, digits).unwrap_or(Check::UNPROVEN.adjusted(-28, UNASSIGNED)),
        _ => in_a_field(written).unwrap_or(Check::refuted(UNASSIGNED)),
    }
}

/// What a number is worth that a plan accepts or that is kept for fiction, which plans often leave out;
/// `None` for any other.
fn in_plan(cc: u16, national: &[u8]) -> Option<Check> {
    match placeholder(cc, national) {
        Some(why) => Some(Check::UNPROVEN.but(Disposition::Synthetic, why)),
        None => assigned(cc, national),
    }
}

/// What a number that a plan accepts is worth; `None` if it does not.
fn assigned(cc: u16, national: &[u8]) -> Option<Check> {
    Some(match plan::check(cc, national)? {
        Kind::Organisational => Check::PROVEN.but(Disposition::Role, "toll-free or shared cost"),
        _ => Check::PROVEN,
    })
}

/// Digits that start with a calling code (ITU-T E.164).
fn international(digits: &[u8]) -> Check {
    let Some((cc, width)) = plan::calling_code(digits) else { return Check::refuted("no such country code") };
    let national = digits.get(width..).unwrap_or(&[]);
    if cc == 1 && national.len() == 10 {
        return north_american(national, -20);
    }
    let trunk = plan::trunk(cc);
    let bare = if trunk.is_empty() { None } else { national.strip_prefix(trunk) };
    if let Some(check) = in_plan(cc, national).or_else(|| in_plan(cc, bare?)) {
        return check;
    }
    let fits = plan::possible_length(cc, national.len());
    if fits { Check::UNPROVEN.adjusted(-20, UNASSIGNED) } else { Check::refuted(WRONG_LENGTH) }
}

/// Without the `00` or `011` that is dialled before a calling code.
fn without_access_code(digits: &[u8]) -> &[u8] {
    let rest = digits.strip_prefix(b"011").filter(|_| digits.len() >= 12);
    rest.or_else(|| digits.strip_prefix(b"00")).unwrap_or(digits)
}

/// Ten digits of the North American plan, or eleven with its 1. `odd` is added if the plan can never assign
/// them, which generated data does not care about.
fn north_american(digits: &[u8], odd: i8) -> Check {
    let ten = if digits.len() == 11 { digits.strip_prefix(b"1").unwrap_or(digits) } else { digits };
    let fictional = matches!(ten, [_, _, _, b'5', b'5', b'5', ..]);
    match in_plan(1, ten) {
        Some(check) if fictional && check.disposition == Disposition::Real => {
            check.adjusted(-25, "exchange 555 has few real lines")
        }
        Some(check) => check,
        None if is_assignable(ten) => Check::UNPROVEN.adjusted(-20, "area code not assigned"),
        None => Check::UNPROVEN.adjusted(odd, "formatted but not assignable"),
    }
}

/// `N[0-8]X NXX XXXX` without N11, the shape of the North American plan.
fn is_assignable(ten: &[u8]) -> bool {
    let part = |a: u8, b: u8, c: u8| a >= b'2' && (b, c) != (b'1', b'1');
    matches!(*ten, [a, b, c, d, e, f, _, _, _, _] if part(a, b, c) && b != b'9' && part(d, e, f))
}

/// Groups that start with a trunk 0: some country's plan must accept the digits, and people there must
/// write them in these groups, because loose plans such as the German one accept nearly anything.
fn national(written: &Written) -> Check {
    let digits = written.digits();
    let rest = digits.get(1..).unwrap_or(&[]);
    if let Some(why) = placeholder(0, rest) {
        return Check::UNPROVEN.but(Disposition::Synthetic, why);
    }
    if let Some(check) = customary(written, rest) {
        return check;
    }
    let keeps_zero = |cc: u16| cc == 39;
    let known =
        CUSTOMS.iter().any(|(cc, _)| plan::check(*cc, if keeps_zero(*cc) { digits } else { rest }).is_some());
    match known || plan::check(49, rest).is_some() {
        true if written.groups().len() == 1 => Check::PROVEN,
        true => Check::UNPROVEN.adjusted(-20, "in no customary grouping"),
        false => Check::UNPROVEN.adjusted(-28, UNASSIGNED),
    }
}

/// The first country whose plan accepts the number and whose people group it like that.
fn customary(written: &Written, rest: &[u8]) -> Option<Check> {
    let of_custom = CUSTOMS.iter().filter(|(_, all)| all.contains(&written.groups())).find_map(|(cc, _)| {
        let digits = if *cc == 39 { written.digits() } else { rest };
        assigned(*cc, digits)
    });
    let check = of_custom.or_else(|| area_and_number(written, rest))?;
    let columns = written.groups().len() == 2 && written.separator == b' ' && !written.area;
    let mobile = || [44, 49, 33, 61].iter().any(|cc| plan::check(*cc, rest) == Some(Kind::Mobile));
    let doubt = columns && check.disposition == Disposition::Real && !mobile();
    Some(if doubt { check.adjusted(-6, COLUMNS) } else { check })
}

/// German and Austrian numbers: an area code of any length and the rest, or a mobile in any groups.
fn area_and_number(written: &Written, rest: &[u8]) -> Option<Check> {
    let two = matches!(written.groups(), [3..=5, 4..=8]);
    let area = written.area && matches!(written.groups(), [3..=5, ..]);
    [49, 43].into_iter().find_map(|cc| {
        let mobile = plan::check(cc, rest) == Some(Kind::Mobile) && written.groups().len() <= 4;
        if two || area || mobile { assigned(cc, rest) } else { None }
    })
}

/// The highest signed and unsigned 32-bit integers and their successors.
static WORD_LIMITS: [&[u8]; 4] = [b"2147483647", b"2147483648", b"4294967295", b"4294967296"];

/// A run of digits without any sign.
fn bare(digits: &[u8]) -> Check {
    if is_pattern(digits) {
        return PATTERN;
    }
    match *digits {
        [b'0', ref rest @ ..] => trunk_and_digits(rest).unwrap_or(Check::refuted(UNASSIGNED)),
        [b'1', _, _, _, _, _, _, _, _, _] => Check::refuted("seconds since 1970"),
        _ if WORD_LIMITS.contains(&digits) => Check::refuted("a limit of 32-bit integers"),
        [_, _, _, _, _, _, _, _, _, _] => ten_digits(digits),
        [b'1', _, _, _, _, _, _, _, _, _, _] => elsewhere(north_american(digits, 0), 86, digits),
        _ => with_calling_code(digits).unwrap_or(Check::refuted(UNASSIGNED)),
    }
}

/// A North American number, or an Indian mobile, which starts with 6 to 9.
fn ten_digits(digits: &[u8]) -> Check {
    let check = north_american(digits, 0);
    match digits.first() {
        Some(b'6'..=b'9') if !is_assignable(digits) => elsewhere(check, 91, digits),
        Some(b'6'..=b'9') if check.proof == Proof::Unproven => in_plan(91, digits).unwrap_or(check),
        _ if is_assignable(digits) => check,
        _ => elsewhere(check, 1, digits),
    }
}

/// `check` if it settles the matter, else what the plan of `cc` says.
fn elsewhere(check: Check, cc: u16, digits: &[u8]) -> Check {
    let settled = check.proof == Proof::Proven || check.disposition == Disposition::Synthetic;
    if settled { check } else { in_plan(cc, digits).unwrap_or(Check::refuted(UNASSIGNED)) }
}

/// Digits behind a trunk 0, where countries agree on what such a run is.
fn trunk_and_digits(rest: &[u8]) -> Option<Check> {
    if let Some(why) = placeholder(0, rest) {
        return Some(Check::UNPROVEN.but(Disposition::Synthetic, why));
    }
    [44, 33, 61, 91, 31, 32, 353, 41, 46, 81, 49].into_iter().find_map(|cc| assigned(cc, rest))
}

/// A whole international number that lacks its plus.
fn with_calling_code(digits: &[u8]) -> Option<Check> {
    let (cc, width) = plan::calling_code(digits)?;
    in_plan(cc, digits.get(width..)?)
}

/// A value of a telephone field in any country's way of writing.
fn in_a_field(written: &Written) -> Option<Check> {
    let digits = written.digits();
    if let Some(why) = placeholder(0, digits) {
        return Some(Check::UNPROVEN.but(Disposition::Synthetic, why));
    }
    if digits.len() == 7 {
        return Some(Check::UNPROVEN.adjusted(-15, "no area code"));
    }
    WITHOUT_TRUNK.iter().find_map(|cc| assigned(*cc, digits)).or_else(|| with_calling_code(digits))
}

/// `(34) 912 34 56 78`: what stands in parentheses is the whole calling code.
fn is_behind_calling_code(written: &Written) -> bool {
    let code = plan::calling_code(written.digits()).map(|(_, width)| width);
    written.area && written.digits().len() > 8 && written.groups().first().copied().map(usize::from) == code
}

/// `(11) 96123-4567`: two digits of area, four or five, four.
fn brazilian(written: &Written) -> bool {
    written.area && matches!(written.groups(), [2, 4 | 5, 4])
}

/// Dates and IP addresses in a telephone field.
fn is_other_thing(written: &Written) -> bool {
    let year = |y: &[u8]| matches!(y, [b'1', b'9', ..] | [b'2', b'0', ..]);
    let digits = written.digits();
    let part = |from: usize| digits.get(from..).unwrap_or(&[]);
    let simple = !written.plus && !written.area && written.uniform;
    match (written.groups(), written.separator) {
        ([4, 1 | 2, 1 | 2], b'-' | b'/' | b'.') => simple && year(digits),
        ([a @ (1 | 2), b @ (1 | 2), 4], b'-' | b'/' | b'.') => simple && year(part(usize::from(a + b))),
        ([1..=3, 1..=3, 1..=3, 1..=3], b'.') => simple,
        ([13], _) => digits.starts_with(b"1"),
        ([8], _) => year(digits) && matches!(part(4), [b'0' | b'1', _, b'0'..=b'3', _]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Disposition::{Real, Role, Synthetic};
    use proptest::prelude::*;

    fn judged(value: &str, form: &'static str) -> Check {
        phone(&Subject::alone(value, form))
    }

    #[test]
    fn what_is_too_short_is_no_number_whatever_its_name() {
        for (value, form) in [("0", "field"), ("1234", "label")] {
            assert_eq!(judged(value, form).proof, Proof::Refuted, "{value}");
        }
    }

    // Real numbers here are of ranges that stand for nobody in particular: the plan accepts them.
    #[test]
    fn numbers_are_judged_by_their_plan() {
        use Proof::{Proven, Refuted, Unproven};
        for (value, form, proof, adjust, disposition) in [
            ("+1 201 200 0000", "international", Proven, 0, Real),
            ("+1-237-200-0000", "international", Unproven, -20, Real),
            ("+1-201-100-0000", "international", Unproven, -20, Real),
            ("+1 201 555 4321", "international", Proven, -25, Real),
            ("+1-201-555-0123", "international", Unproven, 0, Synthetic),
            ("+1 800 200 0000", "international", Proven, 0, Role),
            ("+44 (0)20 7000 0000", "international", Proven, 0, Real),
            ("+44 020 7000 0000", "international", Proven, 0, Real),
            ("+44 20 7946 0958", "international", Unproven, 0, Synthetic),
            ("+44 50 7000 0000", "international", Unproven, -20, Real),
            ("+44 20 7000", "international", Refuted, 0, Real),
            ("+999 20 7000 0000", "international", Refuted, 0, Real),
            ("+39 02-36618 300", "international", Proven, 0, Real),
            ("+46 (0)8 928 571 38", "international", Proven, 0, Real),
            ("0044 20 7000 0000", "international", Proven, 0, Real),
            ("001-201-200-0000", "international", Proven, 0, Real),
            ("01164 3 331 6005", "international", Proven, 0, Real),
            ("12012000000", "international", Proven, 0, Real),
            ("(201) 200-0000", "national", Proven, 0, Real),
            ("1-201-200-0000", "national", Proven, 0, Real),
            ("237-200-0000", "national", Unproven, -20, Real),
            ("(888) 200-0000", "national", Proven, 0, Role),
            ("100-200-3000", "unassignable", Unproven, 0, Real),
            ("123-456-7890", "unassignable", Unproven, 0, Synthetic),
            ("000-000-0000", "unassignable", Unproven, 0, Synthetic),
            ("020 7000 0000", "national", Proven, 0, Real),
            ("0800 200 0000", "national", Proven, 0, Role),
            ("01 40 00 00 00", "national", Proven, 0, Real),
            ("01 99 00 12 34", "national", Unproven, 0, Synthetic),
            ("030 2000000", "national", Proven, -6, Real),
            ("030/2000000", "national", Proven, 0, Real),
            ("0171/2000000", "national", Proven, 0, Real),
            ("(0221) 2000 123", "national", Proven, 0, Real),
            ("(0)30 23125 123", "national", Unproven, 0, Synthetic),
            ("0491 570 006", "national", Unproven, 0, Synthetic),
            ("070-1740605", "national", Unproven, 0, Synthetic),
            ("(11) 96123-4567", "national", Proven, 0, Real),
            ("2012000000", "bare", Proven, 0, Real),
            ("9800000001", "bare", Proven, 0, Real),
            ("2372000000", "bare", Unproven, -20, Real),
            ("2011000000", "bare", Refuted, 0, Real),
            ("1706659200", "bare", Refuted, 0, Real),
            ("2147483648", "bare", Refuted, 0, Real),
            ("13000000001", "bare", Proven, 0, Real),
            ("442070000000", "bare", Proven, 0, Real),
            ("02070000000", "bare", Proven, 0, Real),
            ("1234567890", "bare", Unproven, 0, Synthetic),
            ("5555555555", "bare", Unproven, 0, Synthetic),
            ("4006381333931", "bare", Refuted, 0, Real),
        ] {
            let check = judged(value, form);
            assert_eq!(
                (check.proof, check.adjust, check.disposition),
                (proof, adjust, disposition),
                "{value} {check:?}"
            );
        }
    }

    #[test]
    fn placeholders_are_known_in_every_form() {
        for (value, form) in [
            ("000-000-0000", "field"),
            ("123-4567", "field"),
            ("0123456789", "field"),
            ("(123) 456-7890", "field"),
            ("555-555-5555", "national"),
            ("555-000-2000", "national"),
            ("222-333-4444", "national"),
            ("111-222-3333", "unassignable"),
            ("01 02 03 04 05", "national"),
            ("+1 234 567 8900", "international"),
            ("15555215554", "bare"),
            ("9876543210", "bare"),
            ("491570006", "field"),
            ("2015550123", "bare"),
        ] {
            assert_eq!(judged(value, form).disposition, Synthetic, "{value}");
        }
    }

    #[test]
    fn a_field_keeps_what_looks_like_a_number() {
        use Proof::{Failed, Proven, Refuted, Unproven};
        for (value, proof, adjust) in [
            ("2012000000", Proven, 0),
            ("(201) 200-0000 x12", Proven, 0),
            ("111-200-3456", Unproven, -28),
            ("200-1234", Unproven, -15),
            ("612 34 56 71", Proven, 0),
            ("512 345 671", Proven, 0),
            ("98000 00001", Proven, 0),
            ("020 7000 0000", Proven, 0),
            ("02070000000", Proven, 0),
            ("0044 20 7000 0000", Proven, 0),
            ("+44 20 7000", Failed, 0),
            ("99999 12", Unproven, -15),
            ("1706659200123", Refuted, 0),
            ("2023-01-02", Refuted, 0),
            ("01.02.2023", Refuted, 0),
            ("192.168.10.100", Refuted, 0),
            ("12345", Refuted, 0),
            ("000-12-345", Failed, 0),
            ("none", Refuted, 0),
            ("", Refuted, 0),
        ] {
            let check = judged(value, "field");
            assert_eq!((check.proof, check.adjust), (proof, adjust), "{value} {check:?}");
        }
    }

    #[test]
    fn a_label_keeps_groups_and_columns_are_doubted() {
        use Proof::{Failed, Proven, Refuted, Unproven};
        for (value, form, proof, adjust) in [
            ("(1800) 2000.000", "national", Proven, 0),
            ("612 345 671", "spaced", Proven, 0),
            ("(72) 200-000", "label", Proven, 0),
            ("000-12-345", "label", Failed, 0),
            ("00012345", "label", Refuted, 0),
            ("01.02.2023", "label", Refuted, 0),
            ("0065 0302 0304", "national", Unproven, -28),
            ("091052-15084", "national", Unproven, -20),
            ("098752-15084", "national", Proven, 0),
            ("0069 0307 0300", "international", Unproven, -20),
        ] {
            let check = judged(value, form);
            assert_eq!((check.proof, check.adjust), (proof, adjust), "{value} {check:?}");
        }
    }

    proptest! {
        #[test]
        fn any_value_is_survived(value in "[-+0-9 ().x/]{0,24}", form in 0usize..7) {
            let form = ["international", "national", "bare", "unassignable", "spaced", "field", "label"][form];
            let _ = judged(&value, form);
        }
    }
}
