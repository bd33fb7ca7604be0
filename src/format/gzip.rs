//! Streams of gzip. The library's own reader of several streams takes the zeros that tapes and block devices leave behind the
//! last one for damage; `gzip` passes over them, and so does this.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

use super::packing::has_more;

/// Unpacks streams that were written one after another.
pub(super) struct Streams<R> {
    /// Of the stream that is being read; none after the last.
    decoder: Option<GzDecoder<R>>,
}

impl<R: BufRead> Streams<R> {
    /// Unpacks `inner`.
    pub(super) fn new(inner: R) -> Self {
        Self { decoder: Some(GzDecoder::new(inner)) }
    }
}

impl<R: BufRead> Read for Streams<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while let Some(decoder) = &mut self.decoder {
            let len = decoder.read(out)?;
            if len > 0 || out.is_empty() {
                return Ok(len);
            }
            let mut inner = self.decoder.take().map(GzDecoder::into_inner);
            let is_next = inner.as_mut().map_or(Ok(false), has_more)?;
            self.decoder = inner.filter(|_| is_next).map(GzDecoder::new);
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Write};

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn pack(text: &[u8]) -> Vec<u8> {
        let mut writer = GzEncoder::new(Vec::new(), Compression::fast());
        writer.write_all(text).unwrap();
        writer.finish().unwrap()
    }

    /// What can be read, and whether that is all.
    fn unpack(packed: &[u8], step: usize) -> (Vec<u8>, bool) {
        let mut all = Vec::new();
        let whole = Streams::new(BufReader::with_capacity(step, packed)).read_to_end(&mut all).is_ok();
        (all, whole)
    }

    #[test]
    fn streams_are_one_and_padding_is_nothing() {
        let (one, two) = (pack(b"one "), pack(b"two"));
        for step in [1, 7, 4096] {
            assert_eq!(unpack(&[&one[..], &two].concat(), step), (b"one two".to_vec(), true));
            assert_eq!(
                unpack(&[&one[..], &[0; 512], &two, &[0; 9000]].concat(), step),
                (b"one two".to_vec(), true)
            );
            assert_eq!(unpack(&pack(b""), step), (Vec::new(), true));
        }
    }

    #[test]
    fn what_is_no_stream_behind_one_is_told() {
        for behind in [&b"no stream"[..], b"\0\0no", b"\x1f\x8b\x08"] {
            assert_eq!(unpack(&[&pack(b"one")[..], behind].concat(), 4096), (b"one".to_vec(), false));
        }
        let packed = pack(b"one");
        assert!(!unpack(&packed[..packed.len() - 1], 4096).1);
    }
}
