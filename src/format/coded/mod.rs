//! Values of cells as they are meant: strings without their escapes, bytes without their digits, folded lines as one.

mod lines;
mod markup;
mod meant;
mod strings;

pub(super) use markup::read_markup;
pub(crate) use meant::Meant;

/// How a cell that does not stand as it is meant is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// Its quote is doubled in it.
    Quoted,
    /// A backslash escapes, besides (MySQL's strings).
    Escaped,
    /// So it does, and numbers of bytes and characters may come after it (fields of `COPY`, `E'…'`: PostgreSQL, 4.1.2.2
    /// and `COPY`).
    Numbered,
    /// Digits of bytes: `0x6A`, `X'6A'`.
    Hex,
    /// Lines that begin with a blank go on with the line before.
    Folded,
    /// So they do, and a backslash escapes (vCard, RFC 6350, 3.4; iCalendar, RFC 5545, 3.3.11).
    Card,
    /// `=` and two digits are a byte (RFC 2045, 6.7; vCard 2.1).
    Printable,
    /// Base64, folded (LDIF, RFC 2849).
    Base64,
    /// So is a part of a mail, or a piece of one (RFC 2045, 6.8). What is no text there is a file of its own.
    Part,
    /// Words in other character sets than ASCII, in folded lines (RFC 2047).
    Words,
    /// Tags and entities stand in it (HTML).
    Markup,
}

/// Whether bytes of mail are text: in UTF-8, cut at any byte, or in an older set of a byte for each character.
fn is_of_mail(bytes: &[u8]) -> bool {
    is_piece(bytes) || is_old(bytes)
}

/// Whether bytes may be text of western Europe in Windows-1252 or its like: no control characters, and few beyond ASCII.
fn is_old(bytes: &[u8]) -> bool {
    let is_written = |b: &u8| matches!(b, b'\t' | b'\n' | 0x0C | b'\r' | b' '..=b'~' | 0x80..);
    bytes.iter().all(is_written) && bytes.iter().filter(|b| !b.is_ascii()).count() * 4 <= bytes.len()
}

/// Whether bytes are text that was cut at any byte.
fn is_piece(bytes: &[u8]) -> bool {
    let tail = bytes.iter().take(3).take_while(|b| matches!(b, 0x80..=0xBF)).count();
    let bytes = bytes.get(tail..).unwrap_or(&[]);
    let whole = match std::str::from_utf8(bytes) {
        Err(e) if e.error_len().is_none() => e.valid_up_to(),
        _ => bytes.len(),
    };
    is_text(bytes.get(..whole).unwrap_or(&[]))
}

/// Whether bytes are text.
fn is_text(bytes: &[u8]) -> bool {
    memchr::memchr(0, bytes).is_none() && std::str::from_utf8(bytes).is_ok()
}
