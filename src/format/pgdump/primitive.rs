//! The smallest parts of an archive: bytes, integers, strings.

use std::io::{self, Read};

use crate::model::{Defect, Reason};

/// Longest string that is read: a definition, or a list of columns. Nothing says that a length is true.
const LONGEST: u64 = 16 * 1024 * 1024;

/// An archive that is not what it seems to be.
pub(super) fn damaged(what: &str) -> io::Error {
    Defect::error(Reason::Damaged, format!("PostgreSQL archive: {what}"))
}

/// The next byte.
pub(super) fn byte(input: &mut impl Read) -> io::Result<u8> {
    let mut byte = [0];
    input.read_exact(&mut byte)?;
    let [byte] = byte;
    Ok(byte)
}

/// An integer: its sign, then so many bytes, the lowest first.
pub(super) fn integer(input: &mut impl Read, size: u8) -> io::Result<i64> {
    let sign = byte(input)?;
    let mut value = 0u64;
    for place in 0..size {
        value |= u64::from(byte(input)?) << (8 * u32::from(place));
    }
    let value = i64::try_from(value).unwrap_or(i64::MAX);
    Ok(if sign == 0 { value } else { -value })
}

/// A string after its length; empty where there is none.
pub(super) fn string(input: &mut impl Read, size: u8) -> io::Result<Vec<u8>> {
    let length = u64::try_from(integer(input, size)?).unwrap_or(0);
    if length > LONGEST {
        return Err(Defect::error(
            Reason::OverBudget,
            format!("PostgreSQL archive: a definition of more than {LONGEST} bytes"),
        ));
    }
    let mut text = Vec::new();
    input.take(length).read_to_end(&mut text)?;
    if (text.len() as u64) < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(text)
}

/// Reads over so many bytes.
pub(super) fn skip(input: &mut impl Read, bytes: u64) -> io::Result<()> {
    let skipped = io::copy(&mut input.take(bytes), &mut io::sink())?;
    if skipped < bytes { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_have_a_sign_and_a_size() {
        assert_eq!(integer(&mut &b"\0\x01\x02\0\0"[..], 4).unwrap(), 513);
        assert_eq!(integer(&mut &b"\x01\x01\0\0\0"[..], 4).unwrap(), -1);
        assert_eq!(integer(&mut &b"\0\xff\xff\xff\xff\xff\xff\xff\xff"[..], 8).unwrap(), i64::MAX);
        assert!(integer(&mut &b"\0\x01"[..], 4).is_err());
    }

    #[test]
    fn strings_are_as_long_as_they_say_or_none() {
        assert_eq!(string(&mut &b"\0\x02ab!"[..], 1).unwrap(), b"ab");
        assert_eq!(string(&mut &b"\x01\x01"[..], 1).unwrap(), b"");
        assert_eq!(string(&mut &b"\0\x03ab"[..], 1).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        let huge = string(&mut &b"\0\xff\xff\xff\x7f"[..], 4).unwrap_err();
        assert_eq!(Defect::of(&huge).unwrap().reason, Reason::OverBudget);
    }
}
