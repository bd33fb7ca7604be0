//! Detection: from the bytes of a window to findings. Pure: the same bytes give the same findings, on any
//! thread and in windows of any size. Knows rules, finders and validators; knows no files, formats or reports.

mod bits;
mod cells;
mod census;
mod compile;
mod context;
mod engine;
mod explain;
mod extent;
mod judge;
mod kernel;
mod lane;
mod line;
mod literals;
mod mask;
mod overlap;
mod pass;
mod pattern;
mod recognized;
mod score;
mod segment;
mod spotted;
mod step;
mod table;
mod trace;

pub(crate) use compile::{Engine, Excerpt, Options};
pub(crate) use engine::Scratch;
pub(crate) use explain::Trail;
pub(crate) use mask::MASKS;
pub(crate) use score::Scored;
pub(crate) use segment::{Columns, PathFacts, Segment, Table};

/// Words that speak against numbers of every kind (detectors' negative words).
pub(crate) static COMMON_AGAINST: &[&str] = &[
    "order",
    "invoice",
    "invoice no",
    "ticket",
    "issue",
    "pr",
    "commit",
    "build",
    "version",
    "rev",
    "revision",
    "isbn",
    "issn",
    "doi",
    "sku",
    "upc",
    "ean",
    "gtin",
    "asin",
    "part number",
    "part no",
    "serial of product",
    "tracking",
    "awb",
    "port",
    "pid",
    "ppid",
    "tid",
    "offset",
    "length",
    "size",
    "bytes",
    "seed",
    "checksum",
    "crc",
    "hash",
    "row",
    "width",
    "height",
    "duration",
    "latency",
    "elapsed",
    "timeout",
    "retries",
    "error code",
    "status",
    "http",
    "exit code",
    "epoch",
    "timestamp",
    "uid",
    "gid",
    "inode",
    "sha",
    "md5",
    "request id",
    "trace id",
    "span id",
    "session id",
    "transaction id",
    "thread",
    "block",
    "nonce",
    "u32",
    "u64",
    "i32",
    "i64",
    "u128",
    "i128",
    "usize",
    "uint32",
    "uint64",
    "int32",
    "int64",
];
