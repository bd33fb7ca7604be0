//! Places on the earth as degrees: one coordinate, or latitude and longitude (RFC 5870, ISO 6709, degrees and minutes).

use super::record::{OF_A_PERSON, speaks_of_person_or_device};
use super::{Check, Subject};
use crate::model::Disposition;

/// The most that validators of this file add.
pub(super) const MOST: i8 = OF_A_PERSON;

/// Decimals from which a coordinate is precise: two are 1.1 km, and the law draws its line at 564 m (Cal. Civ. Code
/// 1798.140(w)), so two are counted as precise to be careful.
const PRECISE: usize = 2;

/// Centres of cities and points of samples: latitude and longitude in thousandths of a degree, as documentation has them.
static SAMPLES: [(i32, i32); 12] = [
    (40_712, -74_006),
    (37_774, -122_419),
    (51_507, -127),
    (48_856, 2_352),
    (52_520, 13_405),
    (28_613, 77_209),
    (19_076, 72_877),
    (35_689, 139_691),
    (-33_868, 151_209),
    (34_052, -118_243),
    (37_421, -122_084),
    (37_786, -122_399),
];

/// A coordinate or a pair of them as it was written.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    /// Degrees, in the order in which they stand.
    first: f64,
    /// The second of a pair.
    second: Option<f64>,
    /// Decimals of the degrees; minutes and seconds count as many.
    decimals: usize,
}

/// A precise place.
pub(crate) fn precise(subject: &Subject<'_>) -> Check {
    judge(subject, |decimals| decimals >= PRECISE)
}

/// A place that tells a city, not a house.
pub(crate) fn coarse(subject: &Subject<'_>) -> Check {
    judge(subject, |decimals| (1..PRECISE).contains(&decimals))
}

fn judge(subject: &Subject<'_>, fits: impl Fn(usize) -> bool) -> Check {
    let value = subject.value();
    let place = degrees(value).or_else(|| std::str::from_utf8(value).ok().and_then(read));
    let Some(place) = place.filter(Place::is_on_earth) else { return Check::refuted("no coordinates") };
    if place.is_sample() {
        return Check::UNPROVEN.but(Disposition::Synthetic, "centre of a city, or a sample");
    }
    if !fits(place.decimals) {
        return Check::refuted("of another precision");
    }
    if subject.form == "weak" && speaks_of_person_or_device(subject) {
        return Check::UNPROVEN.adjusted(OF_A_PERSON, "in the record of a person or device");
    }
    Check::UNPROVEN
}

impl Place {
    fn is_on_earth(&self) -> bool {
        match self.second {
            None => self.first.abs() <= 180.0,
            Some(second) => {
                let fits = |lat: f64, lon: f64| lat.abs() <= 90.0 && lon.abs() <= 180.0;
                fits(self.first, second) || fits(second, self.first)
            }
        }
    }

    /// Null island, the poles and the centres of cities.
    fn is_sample(&self) -> bool {
        let near = |degrees: f64, sample: i32| (degrees - f64::from(sample) / 1000.0).abs() < 0.0015;
        let null = |degrees: f64| degrees.abs() < 0.000_1 || (degrees.abs() - 90.0).abs() < 0.000_1;
        match self.second {
            None => {
                null(self.first)
                    || SAMPLES.iter().any(|(lat, lon)| near(self.first, *lat) || near(self.first, *lon))
            }
            Some(second) => {
                let both = |lat, lon| near(self.first, lat) && near(second, lon);
                null(self.first) && null(second) || SAMPLES.iter().any(|(a, b)| both(*a, *b) || both(*b, *a))
            }
        }
    }
}

/// Reads the plainest of them, one number such as `-74.006`, at a fraction of the cost: columns of numbers are asked about
/// value by value.
fn degrees(value: &[u8]) -> Option<Place> {
    let (sign, number) = match value.split_first()? {
        (b'-', number) => (-1.0, number),
        (b'+', number) => (1.0, number),
        _ => (1.0, value),
    };
    let dot = number.iter().take(4).position(|b| *b == b'.').filter(|dot| *dot > 0)?;
    let fraction = number.get(dot + 1..).filter(|fraction| (1..=15).contains(&fraction.len()))?;
    let (mut digits, mut scale, mut decimals) = (0u64, 1.0, 1);
    for (place, digit) in number.iter().take(dot).chain(fraction).enumerate() {
        digits = digits * 10 + u64::from(digit.is_ascii_digit().then(|| digit - b'0')?);
        scale *= if place < dot { 1.0 } else { 10.0 };
        decimals = if place > dot && *digit != b'0' { place - dot + 1 } else { decimals };
    }
    // Eighteen digits are more than a float tells apart, and much more than a place needs.
    let first = sign * digits as f64 / scale;
    Some(Place { first, second: None, decimals })
}

/// Reads a whole value: `40.7`, `40.7, -74.0`, `POINT(-74.0 40.7)`, `+40.7-074.0/`, `40°12'13"N 75°00'15"W`.
fn read(value: &str) -> Option<Place> {
    let value = value.trim();
    let inner = value.strip_prefix("POINT").map_or(value, |v| v.trim().trim_matches(['(', ')']));
    let inner = inner.trim_matches(['[', ']', ' ']);
    if inner.contains('°') || inner.ends_with(['N', 'S', 'E', 'W']) {
        return sexagesimal(inner);
    }
    let inner = inner.split(';').next()?;
    let (first, rest) = decimal(inner)?;
    let rest = rest.trim_start_matches([',', ' ', '\t', '/']);
    if rest.is_empty() {
        return Some(Place { first: first.0, second: None, decimals: first.1 });
    }
    let (second, rest) = decimal(rest)?;
    let altitude = rest.trim_start_matches([',', ' ', '/']);
    (altitude.is_empty() || decimal(altitude).is_some_and(|(_, rest)| rest.is_empty())).then_some(Place {
        first: first.0,
        second: Some(second.0),
        decimals: first.1.min(second.1),
    })
}

/// A number with a fraction at the start of `text`: degrees and how many decimals; and what stands behind it.
fn decimal(text: &str) -> Option<((f64, usize), &str)> {
    let signed = text.strip_prefix(['+', '-']).unwrap_or(text);
    let len = text.len() - signed.len()
        + signed.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(signed.len());
    let (number, rest) = text.split_at_checked(len)?;
    let (whole, fraction) = number.split_once('.')?;
    let whole_digits = whole.trim_start_matches(['+', '-']).len();
    let sound =
        (1..=3).contains(&whole_digits) && (1..=17).contains(&fraction.len()) && !fraction.contains('.');
    let degrees = number.parse().ok().filter(|_| sound)?;
    Some(((degrees, fraction.trim_end_matches('0').len().max(1)), rest))
}

/// `40°12'13.5"N` or `40.2037° N`, alone or with a second one: minutes are as good as two decimals, seconds as four.
fn sexagesimal(text: &str) -> Option<Place> {
    let mut found = [None; 2];
    let mut decimals = 0;
    let mut parts = text.split_inclusive(['N', 'S', 'E', 'W', 'n', 's', 'e', 'w']);
    for slot in &mut found {
        let Some(part) = parts.next() else { break };
        let part = part.trim_matches([',', ' ', '/']);
        let (degrees, precision) = angle(part)?;
        decimals = if decimals == 0 { precision } else { decimals.min(precision) };
        *slot = Some(degrees);
    }
    let [Some(first), second] = found else { return None };
    parts.next().is_none().then_some(Place { first, second, decimals })
}

fn angle(part: &str) -> Option<(f64, usize)> {
    let hemisphere = part.chars().last().filter(char::is_ascii_alphabetic)?;
    let is_separator = |c: char| matches!(c, '°' | '\'' | '"' | '′' | '″' | '’' | '”' | ' ');
    let numbers = part.trim_end_matches(hemisphere).split(is_separator).filter(|n| !n.is_empty());
    let written: Vec<&str> = numbers.collect();
    let numbers: Vec<f64> = written.iter().map(|n| n.parse().ok()).collect::<Option<_>>()?;
    let (degrees, precision) = match *numbers.as_slice() {
        [_] => decimal(written.first()?).filter(|(_, rest)| rest.is_empty())?.0,
        [degrees, minutes, seconds] => (degrees + minutes / 60.0 + seconds / 3600.0, 4),
        [degrees, minutes] => (degrees + minutes / 60.0, 2),
        _ => return None,
    };
    let sign = if matches!(hemisphere, 'S' | 's' | 'W' | 'w') { -1.0 } else { 1.0 };
    Some((sign * degrees, precision))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::Proof;
    use proptest::prelude::*;

    fn judged(value: &str) -> Option<Disposition> {
        let check = precise(&Subject::alone(value, "field"));
        (check.proof != Proof::Refuted).then_some(check.disposition)
    }

    #[test]
    fn precise_places() {
        for value in [
            "47.36912",
            "-122.52",
            "47.36912,8.53871",
            "47.36912, 8.53871, 408.0",
            "POINT(8.53871 47.36912)",
            "[8.53871, 47.36912]",
            "+47.36912+008.53871/",
            "47°22'09\"N 8°32'19\"E",
            "47° 22.147' N",
            "47.36912,8.53871;u=35",
            "47.36912 N",
            "47.36912° N, 8.53871° E",
            "47.36912N 8.53871E",
        ] {
            assert_eq!(judged(value), Some(Disposition::Real), "{value}");
        }
    }

    #[test]
    fn samples_are_nobodys() {
        for value in ["0.00000,0.00000", "40.7128,-74.0060", "-122.4194", "37.7749", "52.5200,13.4050"] {
            assert_eq!(judged(value), Some(Disposition::Synthetic), "{value}");
        }
    }

    #[test]
    fn other_numbers_are_none() {
        for value in [
            "47", "47,8", "190.5123", "47.3", "99.123,189.55", "1.2.3.4", "abc", "", "47.36912 x", "47.5%",
            "12.50, 200.75, x", "47°", "47 N", "47.36912 NW", "1234.5678",
        ] {
            assert_eq!(judged(value), None, "{value}");
        }
        assert_eq!(coarse(&Subject::alone("47.3,8.5", "field")).proof, Proof::Unproven);
        assert_eq!(coarse(&Subject::alone("47.36", "field")).proof, Proof::Refuted);
    }

    proptest! {
        #[test]
        fn the_plain_way_reads_what_the_other_reads(value in "[+-]?[0-9]{0,4}\\.?[0-9]{0,16}[ x]?") {
            if let Some(plain) = degrees(value.as_bytes()) {
                let other = read(&value).unwrap();
                prop_assert!((plain.first - other.first).abs() < 1e-9, "{plain:?} {other:?}");
                prop_assert_eq!((plain.second, plain.decimals), (other.second, other.decimals));
            }
        }

        #[test]
        fn any_value_is_survived(value in "[0-9.,°'\"NSEW +-]{0,40}|\\PC{0,40}") {
            let _ = judged(&value);
        }
    }
}
