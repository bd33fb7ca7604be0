//! Values of typed columns as text, written as a table of text would have them.

use std::io::Write;

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, ToSpan};

/// A value as a format has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value<'a> {
    /// Nothing, or nothing that could say anything about a person: a truth, a time of day.
    None,
    /// Text.
    Text(&'a [u8]),
    /// Bytes that may be text.
    Bytes(&'a [u8]),
    /// A whole number.
    Integer(i128),
    /// A number.
    Real(f64),
    /// A whole number, and how many of its digits come after the point.
    Decimal(i128, i32),
    /// Days since 1970-01-01.
    Day(i64),
    /// Time since 1970-01-01T00:00, and how many of its units are a second.
    Moment(i64, i64),
    /// Sixteen bytes that are an identifier (RFC 9562).
    Uuid([u8; 16]),
    /// Bytes that are written as hexadecimal digits.
    Hex(&'a [u8]),
}

/// Digits after the point of a decimal number that are written out: more are no amount of anything.
const MOST_DECIMALS: usize = 40;

impl Value<'_> {
    /// A decimal number whose digits are a whole number in two's complement, the high byte first.
    pub(super) fn big_endian(bytes: &[u8], scale: i32) -> Self {
        let sign = if bytes.first().is_some_and(|b| *b >= 0x80) { u8::MAX } else { 0 };
        let mut all = [sign; 16];
        let Some(low) = all.len().checked_sub(bytes.len()).and_then(|at| all.get_mut(at..)) else {
            // It is larger than any amount.
            return Self::None;
        };
        low.copy_from_slice(bytes);
        Self::Decimal(i128::from_be_bytes(all), scale)
    }

    /// Writes it after `out`; what has no text writes nothing.
    pub(super) fn write(self, out: &mut Vec<u8>) {
        // Writing to a vector does not fail.
        let _ = match self {
            Self::None => Ok(()),
            Self::Text(bytes) | Self::Bytes(bytes) => {
                out.extend_from_slice(bytes);
                Ok(())
            }
            Self::Integer(n) => write!(out, "{n}"),
            Self::Real(x) if x.is_finite() => write!(out, "{x}"),
            Self::Real(_) => Ok(()),
            Self::Decimal(n, scale) => {
                decimal(n, scale, out);
                Ok(())
            }
            Self::Day(days) => day(days).map_or(Ok(()), |day| write!(out, "{day}")),
            Self::Moment(time, unit) => moment(time, unit, out),
            Self::Uuid(bytes) => uuid(u128::from_be_bytes(bytes), out),
            Self::Hex(bytes) => bytes.iter().try_for_each(|b| write!(out, "{b:02x}")),
        };
    }
}

fn decimal(n: i128, scale: i32, out: &mut Vec<u8>) {
    let digits = n.unsigned_abs().to_string();
    let decimals = usize::try_from(scale).unwrap_or(0);
    if n < 0 {
        out.push(b'-');
    }
    if decimals > MOST_DECIMALS {
        out.extend_from_slice(digits.as_bytes());
        return;
    }
    let padded = format!("{digits:0>width$}", width = decimals + 1);
    let (whole, behind) = padded.split_at_checked(padded.len() - decimals).unwrap_or((&padded, ""));
    out.extend_from_slice(whole.as_bytes());
    if !behind.is_empty() {
        out.push(b'.');
        out.extend_from_slice(behind.as_bytes());
    }
    let zeros = usize::try_from(scale.saturating_neg()).unwrap_or(0);
    out.extend(std::iter::repeat_n(b'0', zeros.min(MOST_DECIMALS)));
}

fn day(days: i64) -> Option<Date> {
    // Jiff knows the years from -9999 to 9999, and a span of days that it can hold.
    let days = i32::try_from(days).ok().filter(|days| days.unsigned_abs() < 4_000_000)?;
    Date::constant(1970, 1, 1).checked_add(days.days()).ok()
}

/// A moment at midnight is a day: many libraries have no other type for one.
fn moment(time: i64, unit: i64, out: &mut Vec<u8>) -> std::io::Result<()> {
    let unit = unit.max(1);
    let since = SignedDuration::from_secs(time.div_euclid(unit));
    let Ok(moment) = DateTime::constant(1970, 1, 1, 0, 0, 0, 0).checked_add(since) else { return Ok(()) };
    if moment.time() == jiff::civil::Time::midnight() && time.rem_euclid(unit) == 0 {
        write!(out, "{}", moment.date())
    } else {
        write!(out, "{moment}")
    }
}

fn uuid(n: u128, out: &mut Vec<u8>) -> std::io::Result<()> {
    let part = |from: u32, digits: u32| (n >> (from * 4)) & ((1 << (digits * 4)) - 1);
    let (a, b, c, d, e) = (part(24, 8), part(20, 4), part(16, 4), part(12, 4), part(0, 12));
    write!(out, "{a:08x}-{b:04x}-{c:04x}-{d:04x}-{e:012x}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(value: Value<'_>) -> String {
        let mut out = Vec::new();
        value.write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn values_are_written_as_text_has_them() {
        for (value, expect) in [
            (Value::None, ""),
            (Value::Text(b"a b"), "a b"),
            (Value::Integer(-42), "-42"),
            (Value::Real(4_111_111_111_111_111.0), "4111111111111111"),
            (Value::Real(1.5), "1.5"),
            (Value::Real(f64::NAN), ""),
            (Value::Decimal(12345, 2), "123.45"),
            (Value::Decimal(-5, 2), "-0.05"),
            (Value::Decimal(7, 0), "7"),
            (Value::Decimal(7, -3), "7000"),
            (Value::Decimal(7, i32::MAX), "7"),
            (
                Value::Decimal(i128::MIN, i32::MIN),
                "-1701411834604692317316873037158841057280000000000000000000000000000000000000000",
            ),
            (Value::Day(0), "1970-01-01"),
            (Value::Day(2359), "1976-06-17"),
            (Value::Day(-1), "1969-12-31"),
            (Value::Day(i64::MAX), ""),
            (Value::Moment(203_817_600_000, 1000), "1976-06-17"),
            (Value::Moment(203_817_661, 1), "1976-06-17T00:01:01"),
            (Value::Moment(1, 1000), "1970-01-01T00:00:00"),
            (Value::Moment(-1, 1_000_000_000), "1969-12-31T23:59:59"),
            (Value::Moment(i64::MAX, 1), ""),
            (Value::Hex(&[0, 0xAB]), "00ab"),
            (
                Value::Uuid(*b"\x12\x34\x56\x78\x9a\xbc\xde\xf0\x12\x34\x56\x78\x9a\xbc\xde\xf0"),
                "12345678-9abc-def0-1234-56789abcdef0",
            ),
        ] {
            assert_eq!(text(value), expect, "{value:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(n: i128, m: i64, unit: i64, scale: i32) {
            for value in [Value::Decimal(n, scale), Value::Day(m), Value::Moment(m, unit)] {
                prop_assert!(text(value).len() < 200);
            }
        }
    }
}
