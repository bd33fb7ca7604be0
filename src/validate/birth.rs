//! Dates of birth. Any date can be one: only the name of the field or label says so, and the value must be a
//! date and no more.

use super::calendar::{self, Date};
use super::{Check, Subject};
use crate::model::Disposition;

/// Dates that stand for "unknown" in databases and forms: year, month, day.
static PLACEHOLDERS: [(u16, u8, u8); 12] = [
    (0, 0, 0),
    (0, 1, 1),
    (1, 1, 1),
    (1111, 11, 11),
    (1753, 1, 1),
    (1900, 1, 1),
    (1970, 1, 1),
    (1980, 1, 1),
    (1990, 1, 1),
    (2000, 1, 1),
    (9999, 12, 31),
    (9999, 9, 9),
];

/// Judges a date of birth.
pub(crate) fn date_of_birth(subject: &Subject<'_>) -> Check {
    let value = bare(subject.value());
    let day = without_time(value);
    match calendar::read(day) {
        Some(date) if is_moment(value.get(day.len()..).unwrap_or(&[])) => {
            judge(date).adjusted(-40, "a moment, not a day")
        }
        Some(date) => judge(date),
        None if is_day_before_year(subject, value) => Check::UNPROVEN,
        None if is_start_of_a_thing(subject.after(40)) => Check::refuted("the beginning of a thing"),
        None => number(value),
    }
}

fn judge(date: Date) -> Check {
    if is_placeholder(date) {
        return Check::UNPROVEN.but(Disposition::Synthetic, "stands for an unknown date");
    }
    if date.is_real() { Check::UNPROVEN } else { Check::refuted("no date of the calendar since 1900") }
}

fn is_placeholder(date: Date) -> bool {
    PLACEHOLDERS.iter().any(|&(year, month, day)| {
        let year_fits = if date.short { year % 100 == date.year } else { year == date.year };
        year_fits && (month, day) == (date.month, date.day)
    })
}

/// The value without quotes, spaces and the full stop or bracket of the sentence around it.
pub(super) fn bare(value: &[u8]) -> &[u8] {
    let is_wrapping =
        |b: &u8| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'(' | b')' | b'.' | b'*');
    let start = value.iter().position(|b| !is_wrapping(b)).unwrap_or(value.len());
    let end = value.iter().rposition(|b| !is_wrapping(b)).map_or(start, |i| i + 1);
    value.get(start..end).unwrap_or(&[])
}

/// The value without a time of day (`T00:00:00Z`, ` 12:00:00 AM`; `000000` behind eight digits).
pub(super) fn without_time(value: &[u8]) -> &[u8] {
    if let Some((day, b"000000")) = value.split_at_checked(8)
        && day.iter().all(u8::is_ascii_digit)
    {
        return day;
    }
    let Some(colon) = value.iter().position(|b| *b == b':') else { return value };
    let head = value.get(..colon).unwrap_or(&[]);
    let Some(joint) = head.iter().rposition(|b| matches!(b, b'T' | b't' | b' ')) else { return value };
    let time = value.get(joint + 1..).unwrap_or(&[]);
    let is_time = |b: &u8| b.is_ascii_digit() || b" :.+-ZzAaPpMm".contains(b);
    let whole = time.len() <= 24 && time.first().is_some_and(u8::is_ascii_digit) && time.iter().all(is_time);
    if whole { head.get(..joint).unwrap_or(&[]) } else { value }
}

/// Whether a time of day is none at which a day begins somewhere: with other minutes than those of the world's time zones,
/// or with seconds. Programs write days of birth as midnight, shifted by a zone at most.
fn is_moment(time: &[u8]) -> bool {
    let mut parts = time.split(|b| *b == b':').skip(1).map(|p| p.get(..2).unwrap_or(p));
    let minutes = parts.next().unwrap_or(b"00");
    let seconds = parts.next().unwrap_or(b"00");
    !matches!(minutes, b"00" | b"30" | b"45" | b"15" | b"59") || !matches!(seconds, b"00" | b"59")
}

/// Whether a label's value was cut at the comma of `March 12, 1980`.
fn is_day_before_year(subject: &Subject<'_>, value: &[u8]) -> bool {
    let [b',', b' ', year @ ..] = subject.after(6) else { return false };
    let mut whole = [b' '; 32];
    let Some((head, tail)) = whole.split_at_mut_checked(value.len()) else { return false };
    let Some(slot) = tail.get_mut(1..5).filter(|_| year.len() == 4 && year.iter().all(u8::is_ascii_digit))
    else {
        return false;
    };
    head.copy_from_slice(value);
    slot.copy_from_slice(year);
    whole.get(..value.len() + 5).and_then(calendar::read).is_some_and(Date::is_real)
}

/// `2009 (project start)`: the bracket behind a year says of what it is.
fn is_start_of_a_thing(behind: &[u8]) -> bool {
    const THINGS: [&[u8]; 12] = [
        b"brand", b"business", b"company", b"founded", b"initial", b"launch", b"product", b"project",
        b"release", b"start", b"team", b"website",
    ];
    let Some(inner) = behind.strip_prefix(b" (") else { return false };
    let inner = inner.split(|b| matches!(b, b')' | b'\n')).next().unwrap_or(inner);
    let mut words = inner.split(|b| !b.is_ascii_alphabetic());
    words.any(|word| THINGS.iter().any(|thing| thing.eq_ignore_ascii_case(word)))
}

/// A year of birth, or a time in seconds or milliseconds since 1970 as programs store dates.
fn number(value: &[u8]) -> Check {
    let digits = value.strip_prefix(b"-").unwrap_or(value);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Check::refuted("not a date");
    }
    let is_signed = digits.len() < value.len();
    let year = || digits.iter().fold(0u16, |n, b| n.wrapping_mul(10).wrapping_add(u16::from(b - b'0')));
    match digits.len() {
        4 if !is_signed && calendar::is_year(year()) => Check::UNPROVEN.adjusted(-15, "year only"),
        // A leading zero is that of an identifier, and ten digits from 2 on lie in the future.
        9..=13 if is_time(digits) => Check::UNPROVEN.adjusted(-25, "time since 1970"),
        _ => Check::refuted("not a date"),
    }
}

/// Whether digits can be seconds (9 or 10) or milliseconds (11 to 13) between 1900 and 2033.
fn is_time(digits: &[u8]) -> bool {
    match (digits.len(), digits.first()) {
        (_, Some(b'0')) => false,
        (10 | 13, first) => first == Some(&b'1'),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;
    use proptest::prelude::*;

    fn judged(value: &str) -> (Proof, Disposition, i8) {
        let check = date_of_birth(&Subject::alone(value, "field"));
        (check.proof, check.disposition, check.adjust)
    }

    #[test]
    fn years_of_things_are_refuted() {
        for (text, proof) in [
            ("born: 2009 (project start)", Proof::Refuted),
            ("born: 1984 (Reno)", Proof::Unproven),
            ("born: 1984, project start", Proof::Unproven),
        ] {
            let subject = Subject { text: text.as_bytes(), start: 6, end: 10, form: "field" };
            assert_eq!(date_of_birth(&subject).proof, proof, "{text}");
        }
    }

    #[test]
    fn dates_are_kept() {
        for value in [
            "1980-03-12",
            "17/06/1976",
            "06/17/76",
            "12.03.1980.",
            "(12 March 1980)",
            " 1980-03-12 ",
            "1980-03-12T00:00:00Z",
            "1980-03-12T00:00:00.000+02:00",
            "1980-03-12 00:00:00",
            "3/12/1980 12:00:00 AM",
            "12. März 1980",
            "March 12, 1980",
            "2010-05-01",
            "19800312",
            "19800312000000",
        ] {
            assert_eq!(judged(value), (Proof::Unproven, Disposition::Real, 0), "{value}");
        }
        for (value, adjust) in [
            ("1980", -15),
            ("-311472000", -25),
            ("321667200000", -25),
            ("321667200", -25),
            ("1980-03-12T07:32:00Z", -40),
            ("1980-03-12 18:30:00.417", 0),
            ("1980-03-12T18:30:17", -40),
        ] {
            assert_eq!(judged(value), (Proof::Unproven, Disposition::Real, adjust), "{value}");
        }
    }

    #[test]
    fn placeholders_are_nobodys() {
        for value in [
            "1970-01-01",
            "01/01/1970",
            "01/01/70",
            "1900-01-01T00:00:00",
            "0000-00-00",
            "00/00/0000",
            "0001-01-01",
            "1111-11-11",
            "9999-12-31",
            "31 Dec 9999",
            "00000000",
        ] {
            assert_eq!(judged(value), (Proof::Unproven, Disposition::Synthetic, 0), "{value}");
        }
    }

    #[test]
    fn other_values_are_refuted() {
        for value in [
            "",
            "null",
            "N/A",
            "1899-01-02",
            "2150-01-02",
            "31/02/1980",
            "12:30",
            "today",
            "45",
            "1850",
            "0123456789",
            "9876543210",
            "12 March 1980 in London",
            "%Y-%m-%d",
            "YYYY-MM-DD",
        ] {
            assert_eq!(judged(value).0, Proof::Refuted, "{value}");
        }
    }

    #[test]
    fn a_label_cut_at_the_comma_is_read_to_its_year() {
        let of = |text: &str| {
            date_of_birth(&Subject { text: text.as_bytes(), start: 0, end: 8, form: "label" }).proof
        };
        assert_eq!(of("March 12, 1980"), Proof::Unproven);
        assert_eq!(of("March 12, Berlin"), Proof::Refuted);
        assert_eq!(of("March 12"), Proof::Refuted);
    }

    proptest! {
        #[test]
        fn any_value_is_survived(value in "[0-9TZ:., a-z/-]{0,40}|\\PC{0,40}") {
            let _ = judged(&value);
        }
    }
}
