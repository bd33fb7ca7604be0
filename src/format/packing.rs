//! Compressed streams: told by their first bytes, unpacked as they are read, and stopped where they would never end.

use std::io::{self, BufRead, BufReader, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::model::{Defect, Reason};

use super::{gzip, lz4, pgdump, xz};

/// Any reader that may be handed to another thread.
pub(crate) type Reader = Box<dyn Read + Send>;

/// A way to compress a stream.
pub(crate) struct Packing {
    /// Its name, for people.
    pub(crate) name: &'static str,
    /// Whether a stream that begins like this is packed so.
    claims: fn(&[u8]) -> bool,
    /// Endings of names, and what stands in their place when it is unpacked.
    endings: &'static [(&'static str, &'static str)],
    /// Starts to unpack. Streams that were written one after another are one stream.
    open: fn(BufReader<Reader>) -> io::Result<Reader>,
}

/// Every packing that is read.
static PACKINGS: &[Packing] = &[
    // RFC 1952.
    Packing {
        name: "gzip",
        claims: |head| head.starts_with(b"\x1f\x8b"),
        endings: &[(".gz", ""), (".gzip", ""), (".tgz", ".tar"), (".svgz", ".svg")],
        open: |packed| Ok(Box::new(gzip::Streams::new(packed))),
    },
    // RFC 8878; parallel writers begin with a frame to skip.
    Packing {
        name: "zstd",
        claims: |head| head.starts_with(b"\x28\xb5\x2f\xfd") || head.starts_with(b"\x50\x2a\x4d\x18"),
        endings: &[(".zst", ""), (".zstd", ""), (".tzst", ".tar")],
        open: |packed| Ok(Box::new(zstd::Decoder::with_buffer(packed)?)),
    },
    Packing {
        name: "bzip2",
        claims: is_bzip2,
        endings: &[(".bz2", ""), (".bz", ""), (".tbz2", ".tar"), (".tbz", ".tar")],
        open: |packed| Ok(Box::new(bzip2::bufread::MultiBzDecoder::new(packed))),
    },
    Packing {
        name: "xz",
        claims: |head| head.starts_with(b"\xfd7zXZ\x00"),
        endings: &[(".xz", ""), (".txz", ".tar")],
        open: |packed| Ok(Box::new(xz::Streams::new(packed, XZ_MEMORY))),
    },
    // lz4_Frame_format.md.
    Packing {
        name: "lz4",
        claims: |head| head.starts_with(b"\x04\x22\x4d\x18"),
        endings: &[(".lz4", "")],
        open: |packed| Ok(Box::new(lz4::Frames::new(packed))),
    },
    // An archive is a packed script.
    Packing {
        name: "PostgreSQL archive",
        claims: |head| head.starts_with(pgdump::MAGIC),
        endings: SCRIPTS,
        open: |packed| Ok(Box::new(pgdump::Script::new(packed, false))),
    },
    Packing {
        name: "PostgreSQL archive",
        claims: pgdump::is_tar,
        endings: SCRIPTS,
        open: |packed| Ok(Box::new(pgdump::Script::new(packed, true))),
    },
];

/// Endings of the names of archives of PostgreSQL.
const SCRIPTS: &[(&str, &str)] =
    &[(".dump", ".sql"), (".pgdump", ".sql"), (".backup", ".sql"), (".tar", ".sql")];

/// Memory that unpacking xz may take, in kB: what its strongest preset needs. (zstd has the like of its own: 128 MB.)
const XZ_MEMORY: u32 = 128 * 1024;

/// Bytes that are unpacked at a time, at most: what a decoder made before it met damage in the same call is lost.
const STEP: usize = 32 * 1024;

/// Passes over the zeros after a stream; whether there is more.
pub(super) fn has_more(packed: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let ahead = packed.fill_buf()?;
        let padding = ahead.iter().take_while(|b| **b == 0).count();
        let (is_end, is_more) = (ahead.is_empty(), padding < ahead.len());
        packed.consume(padding);
        if is_end || is_more {
            return Ok(is_more);
        }
    }
}

/// `BZh`, the size of its blocks, and the beginning of the first (or of the end, where there is none). The first three
/// alone could begin a text.
fn is_bzip2(head: &[u8]) -> bool {
    const BLOCK: &[u8] = b"\x31\x41\x59\x26\x53\x59";
    const END: &[u8] = b"\x17\x72\x45\x38\x50\x90";
    let level = head.strip_prefix(b"BZh").and_then(<[u8]>::split_first);
    level.is_some_and(|(level, rest)| {
        matches!(level, b'1'..=b'9') && (rest.starts_with(BLOCK) || rest.starts_with(END))
    })
}

/// How a stream that begins with `head` is packed, if it is.
pub(super) fn packing(head: &[u8]) -> Option<&'static Packing> {
    PACKINGS.iter().find(|p| (p.claims)(head))
}

impl Packing {
    /// What the unpacked file is called. Without an ending that says how it is packed, it has the same name.
    pub(crate) fn inner_name(&self, name: &str) -> String {
        let split = |ending: &str| {
            let at = name.len().checked_sub(ending.len()).filter(|at| *at > 0)?;
            let (stem, tail) = name.split_at_checked(at)?;
            tail.eq_ignore_ascii_case(ending).then_some(stem)
        };
        let found = self.endings.iter().find_map(|(ending, inner)| Some(split(ending)?.to_owned() + inner));
        found.unwrap_or_else(|| name.to_owned())
    }
}

// Packings are rows of one table.
impl PartialEq for Packing {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Packing {}

impl std::fmt::Debug for Packing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// How much a packed input may become.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    /// Bytes of the unpacked stream, at most.
    pub(crate) bytes: u64,
    /// How many times its size an input may become.
    pub(crate) ratio: u64,
    /// Bytes below which the ratio is nobody's concern.
    pub(crate) free: u64,
}

impl Budget {
    /// In words, why an input of `packed` bytes may not become more than the `given` bytes that it gave.
    pub(super) fn exceeded(&self, given: u64, packed: u64) -> Option<String> {
        let Self { bytes, ratio, free } = *self;
        if given > bytes {
            return Some(format!("it comes to more than {bytes} bytes (--max-unpacked)"));
        }
        let is_bomb = given > free && given / ratio.max(1) > packed;
        is_bomb.then(|| format!("it comes to more than {ratio} times its size (--max-ratio)"))
    }
}

/// Counts what is read of an input as it lies on the disk, for the ratio of whatever is packed in it.
#[derive(Clone, Default)]
pub(crate) struct Meter(Arc<AtomicU64>);

impl Meter {
    /// Counts what is read of `reader`.
    pub(crate) fn watch(&self, reader: Reader) -> Reader {
        Box::new(Metered { reader, meter: self.clone() })
    }
}

struct Metered {
    reader: Reader,
    meter: Meter,
}

impl Read for Metered {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(out)?;
        self.meter.0.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// A stream, unpacked.
pub(crate) struct Unpacker {
    packing: &'static Packing,
    inner: Reader,
    meter: Meter,
    budget: Budget,
    /// Bytes that were unpacked.
    given: u64,
}

impl Unpacker {
    /// Unpacks `reader`, a part of the input that `meter` watches.
    ///
    /// # Errors
    /// A [`Defect`], if the decoder cannot start.
    pub(crate) fn new(
        packing: &'static Packing,
        reader: Reader,
        meter: Meter,
        budget: Budget,
    ) -> io::Result<Self> {
        let inner = (packing.open)(BufReader::with_capacity(STEP, reader)).map_err(|e| defect(packing, e))?;
        Ok(Self { packing, inner, meter, budget, given: 0 })
    }

    /// What the decoder has to give next. The decoders are not ours, and what they read is anybody's.
    fn decode(&mut self, room: &mut [u8]) -> io::Result<usize> {
        match catch_unwind(AssertUnwindSafe(|| self.inner.read(room))) {
            Ok(result) => result.map_err(|e| defect(self.packing, e)),
            Err(_) => {
                Err(Defect::error(Reason::Internal, format!("the {} decoder failed", self.packing.name)))
            }
        }
    }

    /// Fails if so many bytes may not be given.
    fn afford(&self, given: u64) -> io::Result<()> {
        let exceeded = self.budget.exceeded(given, self.meter.0.load(Ordering::Relaxed));
        exceeded.map_or(Ok(()), |detail| Err(Defect::error(Reason::OverBudget, detail)))
    }
}

impl Read for Unpacker {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.afford(self.given)?;
        let left = usize::try_from(self.budget.bytes - self.given).unwrap_or(usize::MAX);
        if left == 0 {
            let more = self.decode(&mut [0])? as u64;
            return self.afford(self.given + more).map(|()| 0);
        }
        let most = out.len().min(STEP).min(left);
        let n = self.decode(out.get_mut(..most).unwrap_or(&mut []))?;
        self.given += n as u64;
        Ok(n)
    }
}

/// What a decoder's error means. Errors of whatever it reads from stay what they are.
fn defect(packing: &Packing, e: io::Error) -> io::Error {
    let name = packing.name;
    if e.kind() == io::ErrorKind::Interrupted || e.raw_os_error().is_some() || Defect::of(&e).is_some() {
        return e;
    }
    let text = e.to_string();
    match e.kind() {
        io::ErrorKind::UnexpectedEof => {
            Defect::error(Reason::Damaged, format!("{name}: the stream is cut off"))
        }
        io::ErrorKind::OutOfMemory => {
            Defect::error(Reason::OverBudget, format!("{name}: it needs too much memory"))
        }
        _ if text.contains("too much memory") => Defect::error(Reason::OverBudget, format!("{name}: {text}")),
        _ => Defect::error(Reason::Damaged, format!("{name}: {text}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packed = Vec::new();
        flate2::read::GzEncoder::new(bytes, flate2::Compression::fast()).read_to_end(&mut packed).unwrap();
        packed
    }

    /// What can be read of a packed stream, and why it is not more.
    fn unpack(packed: &[u8], budget: Budget) -> (Vec<u8>, Option<Reason>) {
        let meter = Meter::default();
        let reader = meter.watch(Box::new(io::Cursor::new(packed.to_vec())));
        let mut unpacker = Unpacker::new(packing(packed).unwrap(), reader, meter, budget).unwrap();
        let mut all = Vec::new();
        let fault = unpacker.read_to_end(&mut all).err();
        (all, fault.map(|e| Defect::of(&e).unwrap().reason))
    }

    const AMPLE: Budget = Budget { bytes: 1 << 30, ratio: 1000, free: 1 << 30 };

    #[test]
    fn names_lose_the_ending_that_says_how() {
        let name = |head: &[u8], name: &str| packing(head).unwrap().inner_name(name);
        assert_eq!(name(b"\x1f\x8b", "dump.sql.gz"), "dump.sql");
        assert_eq!(name(b"\x1f\x8b", "DUMP.SQL.GZ"), "DUMP.SQL");
        assert_eq!(name(b"\x1f\x8b", "backup.tgz"), "backup.tar");
        assert_eq!(name(b"\x1f\x8b", "backup"), "backup");
        assert_eq!(name(b"\x1f\x8b", "backup.xz"), "backup.xz", "it says something else");
        assert_eq!(name(b"\x1f\x8b", ".gz"), ".gz", "nothing would be left");
        assert_eq!(name(b"\xfd7zXZ\0", "größe.xz"), "größe");
        assert_eq!(name(b"\xfd7zXZ\0", "€xz"), "€xz");
    }

    #[test]
    fn packings_are_told_by_their_first_bytes() {
        let name = |head: &[u8]| packing(head).map(|p| p.name);
        assert_eq!(name(b"\x1f\x8b\x08\0"), Some("gzip"));
        assert_eq!(name(b"\x28\xb5\x2f\xfd\x04"), Some("zstd"));
        assert_eq!(name(b"BZh91AY&SY"), Some("bzip2"));
        assert_eq!(name(b"BZh9\x17rE8P\x90"), Some("bzip2"), "with nothing in it");
        assert_eq!(name(b"\xfd7zXZ\0\0\x04"), Some("xz"));
        for no in [&b"BZh91AY is how it begins"[..], b"BZh01AY&SY", b"BZhang", b"\x1f", b"", b"gzip"] {
            assert_eq!(name(no), None, "{no:?}");
        }
    }

    #[test]
    fn a_stream_may_be_as_long_as_the_budget_and_no_longer() {
        let packed = gzip(&[b'x'; 5000]);
        let most = |bytes| unpack(&packed, Budget { bytes, ..AMPLE });
        assert_eq!(most(5001), (vec![b'x'; 5000], None));
        assert_eq!(most(5000), (vec![b'x'; 5000], None));
        assert_eq!(most(4999), (vec![b'x'; 4999], Some(Reason::OverBudget)));
        assert_eq!(most(0), (vec![], Some(Reason::OverBudget)));
    }

    #[test]
    fn a_ratio_counts_behind_what_is_free() {
        let packed = gzip(&vec![b'x'; 4_000_000]);
        assert!(packed.len() < 40_000);
        let most = |ratio, free| unpack(&packed, Budget { ratio, free, ..AMPLE });
        assert_eq!(most(10, 5_000_000).1, None);
        assert_eq!(most(2000, 0).1, None);
        let (read, reason) = most(10, 1_000_000);
        assert_eq!(reason, Some(Reason::OverBudget));
        assert!((1_000_000..1_100_000).contains(&read.len()), "{}", read.len());
    }

    #[test]
    fn what_is_packed_twice_counts_against_what_lies_on_the_disk() {
        let packed = gzip(&gzip(&vec![b'x'; 4_000_000]));
        let meter = Meter::default();
        let budget = Budget { ratio: 2000, free: 0, ..AMPLE };
        let mut reader = meter.watch(Box::new(io::Cursor::new(packed)));
        for _ in 0..2 {
            let gzip = packing(b"\x1f\x8b").unwrap();
            reader = Box::new(Unpacker::new(gzip, reader, meter.clone(), budget).unwrap());
        }
        let fault = reader.read_to_end(&mut Vec::new()).unwrap_err();
        assert_eq!(Defect::of(&fault).unwrap().reason, Reason::OverBudget, "either ratio alone is below");
    }

    /// A disk that fails in the middle of a stream is no damage of the stream.
    #[test]
    fn faults_of_the_disk_stay_what_they_are() {
        struct Disk(io::Cursor<Vec<u8>>);
        impl Read for Disk {
            fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
                let n = self.0.read(out)?;
                if n == 0 { Err(io::Error::from_raw_os_error(5)) } else { Ok(n) }
            }
        }
        for packing in PACKINGS {
            let start = match packing.name {
                "gzip" => gzip(b"text").split_at(12).0.to_vec(),
                "zstd" => b"\x28\xb5\x2f\xfd\x04\0".to_vec(),
                "bzip2" => b"BZh91AY&SY".to_vec(),
                "lz4" => b"\x04\x22\x4d\x18\x64".to_vec(),
                "PostgreSQL archive" if (packing.claims)(b"PGDMP") => b"PGDMP\x01\x0e".to_vec(),
                "PostgreSQL archive" => b"toc.dat\0".to_vec(),
                _ => b"\xfd7zXZ\0\0\x04".to_vec(),
            };
            let disk = Box::new(Disk(io::Cursor::new(start)));
            let mut unpacker = Unpacker::new(packing, disk, Meter::default(), AMPLE).unwrap();
            let fault = unpacker.read_to_end(&mut Vec::new()).unwrap_err();
            assert_eq!(fault.raw_os_error(), Some(5), "{}", packing.name);
        }
    }
}
