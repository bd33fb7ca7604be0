//! Streams of xz. The library's own reader wants a whole chunk of up to 64 kB before it gives anything of it, so that of a
//! stream that is cut off much would be missing; its decoder takes what there is. What follows a stream is told from it here:
//! the decoder would lose the end of the stream with what it does not know after it.

use std::io::{self, BufRead, Read};

use lzma_rust2::{Action, Status, XzStream};

use super::packing::has_more;

/// Unpacks streams that were written one after another.
pub(super) struct Streams<R> {
    inner: R,
    /// Of the stream that is being read.
    decoder: Option<XzStream>,
    memory: u32,
}

impl<R: BufRead> Streams<R> {
    /// Unpacks `inner` with so many kB of memory, at most.
    pub(super) fn new(inner: R, memory: u32) -> Self {
        Self { inner, decoder: Some(XzStream::new_mem_limit(false, memory)), memory }
    }
}

impl<R: BufRead> Read for Streams<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let Some(decoder) = &mut self.decoder else {
                if !has_more(&mut self.inner)? {
                    return Ok(0);
                }
                self.decoder = Some(XzStream::new_mem_limit(false, self.memory));
                continue;
            };
            let packed = self.inner.fill_buf()?;
            let action = if packed.is_empty() { Action::Finish } else { Action::Run };
            let done = decoder.process(packed, out, action)?;
            self.inner.consume(done.bytes_consumed);
            if done.status == Status::StreamEnd {
                self.decoder = None;
            }
            if done.bytes_produced > 0 || out.is_empty() {
                return Ok(done.bytes_produced);
            }
            if done.bytes_consumed == 0 && self.decoder.is_some() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Write};

    use lzma_rust2::{XzOptions, XzWriter};

    use super::*;

    fn pack(text: &[u8]) -> Vec<u8> {
        let mut writer = XzWriter::new(Vec::new(), XzOptions::with_preset(1)).unwrap();
        writer.write_all(text).unwrap();
        writer.finish().unwrap()
    }

    /// What can be read, and why it is not more.
    fn unpack(packed: &[u8], step: usize) -> (Vec<u8>, Option<io::ErrorKind>) {
        let mut all = Vec::new();
        let fault =
            Streams::new(BufReader::with_capacity(step, packed), 128 << 10).read_to_end(&mut all).err();
        (all, fault.map(|e| e.kind()))
    }

    #[test]
    fn streams_are_one_and_padding_is_nothing() {
        let (one, two) = (pack(b"one "), pack(b"two"));
        for step in [1, 7, 4096] {
            assert_eq!(unpack(&[&one[..], &[0; 4], &two].concat(), step), (b"one two".to_vec(), None));
            assert_eq!(unpack(&pack(b""), step), (Vec::new(), None));
        }
    }

    #[test]
    fn what_is_no_stream_behind_one_takes_nothing_from_it() {
        let (text, fault) = unpack(&[&pack(b"one ")[..], &pack(b"two"), b"this is no stream"].concat(), 4096);
        assert_eq!((text, fault), (b"one two".to_vec(), Some(io::ErrorKind::InvalidData)));
    }

    #[test]
    fn what_is_there_of_a_stream_is_given() {
        let text: Vec<u8> = (0..20_000)
            .flat_map(|n: u32| format!("{}\n", n.wrapping_mul(2_654_435_761)).into_bytes())
            .collect();
        let packed = pack(&text);
        let (read, fault) = unpack(&packed[..packed.len() / 2], 4096);
        assert_eq!(fault, Some(io::ErrorKind::UnexpectedEof));
        assert!(text.starts_with(&read) && read.len() * 3 > text.len(), "{} of {}", read.len(), text.len());
    }
}
