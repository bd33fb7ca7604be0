//! Dates as people and programs write them: digits in the usual orders, or with the month's name in the languages
//! of Europe that most people speak.

/// A date as it was written. It need not be one of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    /// The year; with two digits as written.
    pub(super) year: u16,
    /// The month, 1 to 12 if real.
    pub(super) month: u8,
    /// The day of the month.
    pub(super) day: u8,
    /// Whether the year has two digits only.
    pub(super) short: bool,
}

/// The years in which a person who is alive, or lately was, can be born.
const YEARS: std::ops::RangeInclusive<u16> = 1900..=2100;

/// Names and abbreviations of the months, as dates have them, with and without accents.
#[rustfmt::skip]
static MONTHS: [&[&str]; 12] = [
    &["jan", "tammikuuta", "ianuarie", "january", "januar", "jänner", "janv", "janvier", "ene", "enero", "gen", "gennaio", "januari",
      "janeiro", "stycznia", "ledna", "ocak", "января"],
    &["feb", "helmikuuta", "februarie", "february", "februar", "févr", "fevr", "février", "fevrier", "febrero", "febbraio", "februari",
      "fev", "fevereiro", "lutego", "února", "şubat", "февраля"],
    &["mar", "maaliskuuta", "martie", "march", "mär", "mrz", "märz", "maerz", "marz", "mars", "marzo", "maart", "março", "marco",
      "marts", "marca", "března", "mart", "марта"],
    &["apr", "huhtikuuta", "aprilie", "april", "avr", "avril", "abr", "abril", "aprile", "kwietnia", "dubna", "nisan", "апреля"],
    &["may", "toukokuuta", "mai", "mayo", "mag", "maggio", "mei", "maj", "maio", "maja", "května", "mayıs", "мая"],
    &["jun", "kesäkuuta", "iunie", "june", "juni", "juin", "junio", "giu", "giugno", "junho", "czerwca", "června", "haziran", "июня"],
    &["jul", "heinäkuuta", "iulie", "july", "juli", "juil", "juillet", "julio", "lug", "luglio", "julho", "lipca", "července",
      "temmuz", "июля"],
    &["aug", "elokuuta", "august", "août", "aout", "ago", "agosto", "augustus", "augusti", "sierpnia", "srpna", "ağustos",
      "августа"],
    &["sep", "syyskuuta", "septembrie", "sept", "september", "septembre", "septiembre", "set", "settembre", "setembro", "września",
      "září", "eylül", "сентября"],
    &["oct", "lokakuuta", "octombrie", "october", "okt", "oktober", "octobre", "octubre", "ott", "ottobre", "out", "outubro",
      "października", "října", "ekim", "октября"],
    &["nov", "marraskuuta", "noiembrie", "november", "novembre", "noviembre", "novembro", "listopada", "listopadu", "kasım", "ноября"],
    &["dec", "joulukuuta", "decembrie", "december", "dez", "dezember", "déc", "décembre", "decembre", "dic", "diciembre", "dicembre",
      "dezembro", "desember", "grudnia", "prosince", "aralık", "декабря"],
];

/// Words between the parts of a date, and endings of ordinals; behind each part of one in East Asia, what it is; before a month
/// in code, where its name is from.
static FILLERS: [&str; 19] = [
    "time", "Month", "Calendar", "st", "nd", "rd", "th", "er", "of", "de", "del", "º", "°", "年", "月", "日",
    "년", "월", "일",
];

/// A part of a date.
#[derive(Clone, Copy)]
enum Part {
    /// Digits: value and how many.
    Number(u16, usize),
    /// The name of a month.
    Month(u8),
}

/// Reads a whole value as a date. A real date of the calendar wins where day and month could change places.
pub(super) fn read(value: &[u8]) -> Option<Date> {
    if let Some(date) = iso(value).or_else(|| compact(value)) {
        return Some(date);
    }
    let (parts, separators) = parts(value)?;
    match parts {
        [Some(Part::Number(a, len)), Some(Part::Number(b, 1..=2)), Some(Part::Number(c, last))] => {
            same(separators).then(|| numeric((a, len), b, (c, last)))?
        }
        [Some(Part::Number(day, 1..=2)), Some(Part::Month(month)), Some(Part::Number(year, len))]
        | [Some(Part::Month(month)), Some(Part::Number(day, 1..=2)), Some(Part::Number(year, len))] => {
            date((year, len), u16::from(month), day)
        }
        [Some(Part::Number(year, 4)), Some(Part::Month(month)), Some(Part::Number(day, 1..=2))] => {
            date((year, 4), u16::from(month), day)
        }
        _ => None,
    }
}

impl Date {
    /// Whether the calendar has this date, in years of people alive.
    pub(super) fn is_real(self) -> bool {
        let centuries: &[u16] = if self.short { &[1900, 2000] } else { &[0] };
        centuries.iter().any(|century| {
            let year = century + self.year;
            YEARS.contains(&year) && (1..=days_of(self.month, year)).contains(&self.day)
        })
    }
}

/// Whether a year of four digits can be one of birth.
pub(super) fn is_year(year: u16) -> bool {
    YEARS.contains(&year)
}

/// `YYYY-MM-DD`, as nearly all programs write it.
fn iso(value: &[u8]) -> Option<Date> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *value else { return None };
    let number = |digits: &[u8]| digits.iter().fold(0, |n, b| n * 10 + u16::from(b - b'0'));
    let all = [y0, y1, y2, y3, m0, m1, d0, d1];
    all.iter()
        .all(u8::is_ascii_digit)
        .then(|| date((number(&[y0, y1, y2, y3]), 4), number(&[m0, m1]), number(&[d0, d1])))?
}

/// Eight digits: `YYYYMMDD`, or else `DDMMYYYY` or `MMDDYYYY`.
fn compact(value: &[u8]) -> Option<Date> {
    if value.len() != 8 {
        return None;
    }
    let all = digits(value)?;
    let low = |n: u32, div: u32, modulus: u32| u16::try_from(n / div % modulus).unwrap_or(0);
    let year_first = date((low(all, 10_000, 10_000), 4), low(all, 100, 100), low(all, 1, 100))?;
    if year_first.is_real() || all < 10_000 {
        return Some(year_first);
    }
    let year_last = (low(all, 1, 10_000), 4);
    let other = either(year_last, low(all, 1_000_000, 100), low(all, 10_000, 100))?;
    Some(if other.is_real() { other } else { year_first })
}

/// `YYYY-MM-DD`, `DD.MM.YYYY`, `MM/DD/YY` and the like.
fn numeric(a: (u16, usize), b: u16, c: (u16, usize)) -> Option<Date> {
    match (a.1, c.1) {
        (4, 1..=2) => date(a, b, c.0),
        (1..=2, 2 | 4) => either(c, a.0, b),
        _ => None,
    }
}

/// Day and month in the order that makes a real date, day first.
fn either(year: (u16, usize), a: u16, b: u16) -> Option<Date> {
    let day_first = date(year, b, a)?;
    if day_first.is_real() {
        Some(day_first)
    } else {
        date(year, a, b).filter(|d| d.is_real()).or(Some(day_first))
    }
}

fn date(year: (u16, usize), month: u16, day: u16) -> Option<Date> {
    let short = match year.1 {
        2 => true,
        4 => false,
        _ => return None,
    };
    Some(Date { year: year.0, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()?, short })
}

/// Days of a month in the Gregorian calendar; 0 for no month.
pub(super) fn days_of(month: u8, year: u16) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// Whether the same separator stands between all parts.
fn same(separators: [u8; 2]) -> bool {
    separators[0] == separators[1]
}

/// Splits a value into three parts and the first byte of what separates them (0 for nothing).
fn parts(value: &[u8]) -> Option<([Option<Part>; 3], [u8; 2])> {
    let mut parts = [None; 3];
    let mut separators = [0; 2];
    let (mut count, mut rest, mut gap) = (0usize, value, 0u8);
    while let Some(first) = rest.first() {
        let kind = class(*first);
        let len = rest.iter().take_while(|b| class(**b) == kind).count();
        let (token, tail) = rest.split_at_checked(len)?;
        rest = tail;
        match part(kind, token)? {
            Token::Gap => gap = *first,
            Token::Filler => {}
            Token::Part(found) => {
                if let Some(slot) = count.checked_sub(1).and_then(|i| separators.get_mut(i)) {
                    *slot = gap;
                }
                *parts.get_mut(count)? = Some(found);
                count += 1;
                gap = 0;
            }
        }
    }
    Some((parts, separators))
}

/// What a stretch of bytes of one class is.
enum Token {
    Gap,
    Filler,
    Part(Part),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Letter,
    Other,
}

fn class(b: u8) -> Class {
    match b {
        b'0'..=b'9' => Class::Digit,
        b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => Class::Letter,
        _ => Class::Other,
    }
}

fn part(kind: Class, token: &[u8]) -> Option<Token> {
    match kind {
        Class::Digit if token.len() <= 4 => {
            Some(Token::Part(Part::Number(u16::try_from(digits(token)?).ok()?, token.len())))
        }
        Class::Digit => None,
        Class::Letter => word(token),
        Class::Other => {
            (token.len() <= 2 && token.iter().all(|b| b" -/.,".contains(b))).then_some(Token::Gap)
        }
    }
}

fn word(token: &[u8]) -> Option<Token> {
    if is_one_of(token, &FILLERS) {
        return Some(Token::Filler);
    }
    let month = (1..).zip(MONTHS).find(|(_, names)| is_one_of(token, names));
    month.map(|(month, _)| Token::Part(Part::Month(month)))
}

fn is_one_of(token: &[u8], names: &[&str]) -> bool {
    names.iter().any(|name| name.as_bytes().eq_ignore_ascii_case(token))
}

/// Whether a word is the name of a month.
pub(crate) fn is_month(word: &[u8]) -> bool {
    MONTHS.iter().any(|names| is_one_of(word, names))
}

/// A short run of digits as a value.
fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0u32, |sum, b| {
        if b.is_ascii_digit() { sum.checked_mul(10)?.checked_add(u32::from(b - b'0')) } else { None }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_usual_ways_to_write_a_date() {
        for text in [
            "1980-03-12",
            "1980/3/12",
            "1980.03.12",
            "19800312",
            "12/03/1980",
            "12-03-1980",
            "12.3.1980",
            "12. 3. 1980",
            "12 03 1980",
            "12031980",
            "12 March 1980",
            "1980, time.March, 12",
            "1980, Month.MARCH, 12",
            "1980年3月12日",
            "1980년 3월 12일",
            "12. března 1980",
            "12 de março de 1980",
            "12 марта 1980",
            "12 Mar 1980",
            "12-MAR-1980",
            "12Mar1980",
            "12th March 1980",
            "12th of March, 1980",
            "March 12, 1980",
            "Mar. 12, 1980",
            "March 12th, 1980",
            "1980-Mar-12",
            "12. März 1980",
            "12 mars 1980",
            "12 de marzo de 1980",
            "12 marzo 1980",
        ] {
            let want = Date { year: 1980, month: 3, day: 12, short: false };
            assert_eq!(read(text.as_bytes()), Some(want), "{text}");
        }
    }

    #[test]
    fn day_and_month_change_places_where_only_that_is_real() {
        for (text, month, day) in
            [("06/17/1976", 6, 17), ("17/06/1976", 6, 17), ("06/07/1976", 7, 6), ("06171976", 6, 17)]
        {
            assert_eq!(read(text.as_bytes()), Some(Date { year: 1976, month, day, short: false }), "{text}");
        }
        assert_eq!(read(b"1er janvier 76"), Some(Date { year: 76, month: 1, day: 1, short: true }));
    }

    #[test]
    fn the_calendar_knows_its_days() {
        for (text, real) in [
            ("2000-02-29", true),
            ("1900-02-29", false),
            ("29/02/00", true),
            ("30/02/80", false),
            ("31/04/1980", false),
            ("13/13/1980", false),
            ("1899-12-31", false),
            ("2101-01-01", false),
            ("0000-00-00", false),
        ] {
            assert_eq!(read(text.as_bytes()).map(Date::is_real), Some(real), "{text}");
        }
    }

    #[test]
    fn other_values_are_no_dates() {
        for text in [
            "", "12", "12/03", "12-03/1980", "1980-03-12-01", "12 Foo 1980", "12:03:1980", "192.168.0.1",
            "120380", "March", "a/b/c",
        ] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(value in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = read(&value).map(Date::is_real);
        }

        #[test]
        fn iso_dates_are_read_as_written(year in 1900u16..=2100, month in 1u8..=12, day in 1u8..=28) {
            let want = Date { year, month, day, short: false };
            prop_assert_eq!(read(format!("{year}-{month:02}-{day:02}").as_bytes()), Some(want));
            prop_assert!(want.is_real());
        }
    }
}
