//! Bytes of a document as text for people.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// `bytes` as text: UTF-8, or else Windows-1252 (of which Latin-1 is the greater part), in which every byte is a
/// character, so that names and masks of old files do not turn into replacement marks.
pub(crate) fn readable(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_a_character() {
        assert_eq!(readable("Zoë".as_bytes()), "Zoë");
        assert_eq!(readable(b"Zo\xeb \x96 T\xe9l\xe9phone"), "Zoë – Téléphone");
        assert_eq!(readable(b""), "");
    }
}
