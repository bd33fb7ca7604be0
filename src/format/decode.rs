//! UTF-16 becomes UTF-8 before anybody searches it.

use std::io::{self, Read};

use encoding_rs::{CoderResult, UTF_16BE, UTF_16LE};

/// Name of the encoding, for reports.
pub(crate) const fn name(big_endian: bool) -> &'static str {
    if big_endian { "utf-16be" } else { "utf-16le" }
}

fn decoder(big_endian: bool) -> encoding_rs::Decoder {
    let encoding = if big_endian { UTF_16BE } else { UTF_16LE };
    encoding.new_decoder_with_bom_removal()
}

/// Decodes a whole document into `out`. Broken units become U+FFFD.
pub(crate) fn decode_whole(big_endian: bool, bytes: &[u8], out: &mut Vec<u8>) {
    let mut decoder = decoder(big_endian);
    let need = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len().saturating_mul(3));
    out.clear();
    out.resize(need, 0);
    let (_, _, written, _) = decoder.decode_to_utf8(bytes, out, true);
    out.truncate(written);
}

/// A reader of UTF-8 over a reader of UTF-16.
pub(crate) struct Decoder<R> {
    inner: R,
    decoder: encoding_rs::Decoder,
    raw: Vec<u8>,
    from: usize,
    to: usize,
    ended: bool,
    finished: bool,
}

impl<R: Read> Decoder<R> {
    /// Decodes what `inner` gives.
    pub(crate) fn new(big_endian: bool, inner: R) -> Self {
        let raw = vec![0; 64 * 1024];
        Self { inner, decoder: decoder(big_endian), raw, from: 0, to: 0, ended: false, finished: false }
    }
}

impl<R: Read> Read for Decoder<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        // The decoder may need room for one character more than it writes.
        while !self.finished && out.len() >= 4 {
            if self.from == self.to && !self.ended {
                self.from = 0;
                self.to = self.inner.read(&mut self.raw)?;
                self.ended = self.to == 0;
            }
            let raw = self.raw.get(self.from..self.to).unwrap_or(&[]);
            let (result, read, written, _) = self.decoder.decode_to_utf8(raw, out, self.ended);
            self.from += read;
            self.finished = self.ended && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_are_removed_and_broken_units_replaced() {
        let mut out = Vec::new();
        decode_whole(false, b"\xff\xfea\0@\0", &mut out);
        assert_eq!(out, b"a@");
        decode_whole(true, b"\0a\xd8\0\0b", &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "a\u{fffd}b");
    }

    proptest! {
        #[test]
        fn the_reader_gives_what_the_whole_gives(text in "\\PC{0,300}", big_endian: bool, room in 4usize..40) {
            let bytes: Vec<u8> = text
                .encode_utf16()
                .flat_map(|u| if big_endian { u.to_be_bytes() } else { u.to_le_bytes() })
                .collect();
            let mut reader = Decoder::new(big_endian, bytes.as_slice());
            let mut got = Vec::new();
            let mut buffer = vec![0; room];
            loop {
                let n = reader.read(&mut buffer).unwrap();
                if n == 0 {
                    break;
                }
                got.extend_from_slice(&buffer[..n]);
            }
            let mut whole = Vec::new();
            decode_whole(big_endian, &bytes, &mut whole);
            prop_assert_eq!(&got, &whole);
        }
    }
}
