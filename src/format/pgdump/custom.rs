//! The rows of an entry in the custom form: chunks, each after its length, that make one stream.

use std::io::{self, BufReader, Read};

use flate2::read::ZlibDecoder;

use crate::format::lz4::Frames;

use super::contents::Compression;
use super::primitive::{damaged, integer, skip};

/// The bytes of chunks, up to the one that is empty.
pub(super) struct Chunks<R> {
    pub(super) input: R,
    int_size: u8,
    /// Bytes of the chunk that are left.
    left: u64,
    ended: bool,
}

impl<R: Read> Chunks<R> {
    pub(super) const fn new(input: R, int_size: u8) -> Self {
        Self { input, int_size, left: 0, ended: false }
    }

    /// Begins the next chunk, if there is one.
    fn next(&mut self) -> io::Result<()> {
        self.left = u64::try_from(integer(&mut self.input, self.int_size)?)
            .map_err(|_| damaged("a chunk is shorter than nothing"))?;
        self.ended = self.left == 0;
        Ok(())
    }

    /// Reads over what is left; gives how much that was.
    pub(super) fn skip(&mut self) -> io::Result<u64> {
        let mut skipped = 0;
        while !self.ended {
            skip(&mut self.input, self.left)?;
            skipped += self.left;
            self.next()?;
        }
        Ok(skipped)
    }
}

impl<R: Read> Read for Chunks<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !self.ended {
            self.next()?;
        }
        let most = usize::try_from(self.left).unwrap_or(out.len()).min(out.len());
        let n = self.input.read(out.get_mut(..most).unwrap_or(&mut []))?;
        if n == 0 && most > 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= n as u64;
        Ok(n)
    }
}

/// The rows of one entry.
pub(super) enum Rows<R: Read> {
    /// As they are, in a member of known size.
    Member(io::Take<R>),
    Plain(Chunks<R>),
    Zlib(Box<ZlibDecoder<Chunks<R>>>),
    Lz4(Box<Frames<BufReader<Chunks<R>>>>),
    Zstd(Box<zstd::Decoder<'static, BufReader<Chunks<R>>>>),
}

impl<R: Read> Rows<R> {
    /// The rows that `chunks` hold.
    pub(super) fn unpack(chunks: Chunks<R>, compression: Compression) -> io::Result<Self> {
        Ok(match compression {
            Compression::None => Self::Plain(chunks),
            Compression::Zlib => Self::Zlib(Box::new(ZlibDecoder::new(chunks))),
            Compression::Lz4 => Self::Lz4(Box::new(Frames::new(BufReader::new(chunks)))),
            Compression::Zstd => Self::Zstd(Box::new(zstd::Decoder::new(chunks)?)),
        })
    }

    /// What follows the rows.
    pub(super) fn finish(self) -> io::Result<R> {
        let mut chunks = match self {
            Self::Member(mut member) => {
                let left = member.limit();
                skip(&mut member, left)?;
                return Ok(member.into_inner());
            }
            Self::Plain(chunks) => chunks,
            Self::Zlib(rows) => rows.into_inner(),
            Self::Lz4(rows) => rows.into_inner().into_inner(),
            Self::Zstd(rows) => rows.finish().into_inner(),
        };
        chunks.skip()?;
        Ok(chunks.input)
    }
}

impl<R: Read> Read for Rows<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Member(rows) => rows.read(out),
            Self::Plain(rows) => rows.read(out),
            Self::Zlib(rows) => rows.read(out),
            Self::Lz4(rows) => rows.read(out),
            Self::Zstd(rows) => rows.read(out),
        }
    }
}
