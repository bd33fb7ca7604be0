//! lz4 frames, one after another.

use std::io::{self, BufRead, Read};

use lz4_flex::frame::FrameDecoder;

/// Unpacks all frames of a stream. The decoder takes a stream that ends between two blocks for one that is over, so it is
/// watched whether it ran into the end.
pub(super) struct Frames<R: Read> {
    decoder: FrameDecoder<Watched<R>>,
    over: bool,
}

struct Watched<R> {
    input: R,
    /// Whether somebody asked for more than there is.
    exhausted: bool,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(out)?;
        self.exhausted |= n == 0 && !out.is_empty();
        Ok(n)
    }
}

impl<R: BufRead> Frames<R> {
    pub(super) fn new(input: R) -> Self {
        Self { decoder: FrameDecoder::new(Watched { input, exhausted: false }), over: false }
    }

    pub(super) fn into_inner(self) -> R {
        self.decoder.into_inner().input
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !self.over {
            let n = self.decoder.read(out)?;
            if n > 0 || out.is_empty() {
                return Ok(n);
            }
            let watched = self.decoder.get_mut();
            if watched.exhausted {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.over = watched.input.fill_buf()?.is_empty();
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn frame(text: &[u8]) -> Vec<u8> {
        let info = lz4_flex::frame::FrameInfo::new().block_size(lz4_flex::frame::BlockSize::Max64KB);
        let mut packer = lz4_flex::frame::FrameEncoder::with_frame_info(info, Vec::new());
        packer.write_all(text).unwrap();
        packer.finish().unwrap()
    }

    fn read(packed: &[u8]) -> (usize, bool) {
        let mut text = Vec::new();
        let mut frames = Frames::new(packed);
        let whole = frames.read_to_end(&mut text).is_ok();
        (text.len(), whole && frames.read(&mut [0]).is_ok_and(|n| n == 0))
    }

    #[test]
    fn frames_stand_one_behind_the_other() {
        assert_eq!(read(&[frame(b"one"), frame(b""), frame(b"two")].concat()), (6, true));
        assert_eq!(read(&frame(b"")), (0, true));
    }

    /// Wherever it is cut: between its blocks, too.
    #[test]
    fn a_frame_that_is_cut_off_is_none() {
        let whole = frame(&b"some text ".repeat(20_000));
        assert_eq!(read(&whole), (200_000, true));
        for end in 1..whole.len() {
            assert!(!read(&whole[..end]).1, "{end} of {}", whole.len());
        }
    }
}
