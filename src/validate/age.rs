//! Who is under 18 on the day of the scan, by a date of birth or an age.

use jiff::Timestamp;
use jiff::civil::Date;

use super::attributes::years;
use super::birth::{bare, without_time};
use super::calendar;
use crate::model::{Minor, TellsAge};

/// Whether a value tells of somebody under age on the day `today`. What can be read in two ways is read as the younger.
pub(crate) fn minor(tells: TellsAge, value: &[u8], today: Date) -> Option<Minor> {
    match tells {
        TellsAge::Name | TellsAge::Flag => Some(Minor::Said),
        TellsAge::Years => years(value).and_then(Minor::of_age),
        TellsAge::Birth => born(bare(value), today),
    }
}

fn born(value: &[u8], today: Date) -> Option<Minor> {
    match calendar::read(without_time(value)) {
        Some(date) => {
            readings(value, date, today).filter_map(|date| age(date, today)).min().and_then(Minor::of_age)
        }
        None => by_number(std::str::from_utf8(value).ok()?, today),
    }
}

/// The dates that a value may mean: with day and month as they were read, and the other way round where both can be
/// months; a year of two digits as one of the last hundred.
fn readings(value: &[u8], date: calendar::Date, today: Date) -> impl Iterator<Item = Date> {
    let is_numeric = !value.iter().any(|b| b.is_ascii_alphabetic() || *b >= 0x80);
    let year_first = value.iter().take_while(|b| b.is_ascii_digit()).count() >= 4;
    let century =
        if date.short && i32::from(date.year) <= i32::from(today.year()) % 100 { 2000 } else { 1900 };
    let year = if date.short { date.year + century } else { date.year };
    let of = move |month: u8, day: u8| {
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    let turned = (is_numeric && !year_first).then(|| of(date.day, date.month)).flatten();
    [of(date.month, date.day), turned].into_iter().flatten()
}

/// Whole years from a date to another; `None` if it lies ahead or further back than anybody lived.
fn age(born: Date, today: Date) -> Option<u8> {
    let before_birthday = (today.month(), today.day()) < (born.month(), born.day());
    let years = today.year() - born.year() - i16::from(before_birthday);
    u8::try_from(years).ok().filter(|years| *years <= 120)
}

/// A year, or seconds or milliseconds since 1970.
fn by_number(value: &str, today: Date) -> Option<Minor> {
    let number: i64 = value.parse().ok()?;
    if value.len() == 4 {
        let years = i64::from(today.year()) - number;
        return match years {
            18 => Some(Minor::Perhaps),
            _ => u8::try_from(years).ok().and_then(Minor::of_age),
        };
    }
    let seconds = if value.trim_start_matches('-').len() > 10 { number / 1000 } else { number };
    let born = Timestamp::from_second(seconds).ok()?.to_zoned(jiff::tz::TimeZone::UTC).date();
    age(born, today).and_then(Minor::of_age)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TODAY: Date = jiff::civil::date(2026, 1, 1);

    fn of(value: &str) -> Option<&'static str> {
        minor(TellsAge::Birth, value.as_bytes(), TODAY).map(Minor::name)
    }

    #[test]
    fn ages_on_the_day_of_the_scan() {
        for (value, band) in [
            ("2010-05-01", Some("13-15")),
            ("2013-01-01", Some("13-15")),
            ("2013-01-02", Some("under-13")),
            ("2008-01-01", None),
            ("2008-01-02", Some("16-17")),
            ("12 March 2020", Some("under-13")),
            ("2007-12-31T00:00:00Z", None),
            ("01.02.10", Some("13-15")),
            ("01.02.76", None),
            ("1980-03-12", None),
            ("2027-01-01", None),
            ("2008", Some("perhaps")),
            ("2009", Some("16-17")),
            ("2007", None),
            ("1420070400", Some("under-13")),
            ("1420070400000", Some("under-13")),
            ("-311472000", None),
            ("nobody", None),
        ] {
            assert_eq!(of(value), band, "{value}");
        }
    }

    #[test]
    fn what_can_be_two_dates_is_the_later() {
        assert_eq!(of("01/02/2010"), Some("13-15"));
        // 1 December 2008 or 12 January 2008: 17 either way; 1 February 2008 or 2 January 2008 likewise.
        assert_eq!(of("12/01/2008"), Some("16-17"));
        assert_eq!(of("01/02/2008"), Some("16-17"));
    }

    #[test]
    fn ages_and_names() {
        let of = |tells, value: &str| minor(tells, value.as_bytes(), TODAY);
        assert_eq!(of(TellsAge::Years, "12 years"), Some(Minor::Under13));
        assert_eq!(of(TellsAge::Years, "18"), None);
        assert_eq!(of(TellsAge::Name, "x"), Some(Minor::Said));
    }

    proptest! {
        #[test]
        fn any_value_is_survived(value in "[0-9TZ:., a-z/-]{0,30}|\\PC{0,30}") {
            let _ = of(&value);
        }
    }
}
