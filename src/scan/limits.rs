//! Sizes and budgets: the only place that says "enough".

use crate::format::Budget;

/// Bytes that a window owns. Speed hardly depends on it from 64 kB to 16 MB; memory does, where every cell is a finding.
pub(super) const WINDOW: usize = 128 * 1024;

/// Inputs up to this size are read whole; larger ones are cut into windows that all workers share.
pub(super) const WHOLE: usize = 4 * WINDOW;

/// Context of a window on both sides: a candidate reaches at most [`REACH`](crate::find::REACH) from its anchor,
/// and what overlaps it as far again.
pub(super) const CONTEXT: usize = 3 * crate::find::REACH;

/// Bytes of a table that its header is looked for in, and those of any document that say what it is.
pub(super) const TABLE_HEAD: usize = crate::classify::HEAD;

/// Inputs that one worker takes at a time.
pub(super) const CHUNK: usize = 64;

/// Most threads: a hundred thousand of them end the machine, not the scan.
pub(super) const THREADS: usize = 1024;

/// Jobs that may be done before the one that reports wait for.
pub(super) const JOBS_AHEAD: u64 = 32;

/// Windows of one input that may be done, for each thread, before the one that reports wait for: one that is searched and two
/// that wait keep every thread busy.
pub(super) const WINDOWS_AHEAD: usize = 2;

/// What a packed input may become: a terabyte, and a thousand times its size where it is more than 256 MB.
pub(super) const UNPACKED: Budget = Budget { bytes: 1 << 40, ratio: 1000, free: 256 << 20 };

/// Packings around one another that are opened.
pub(super) const PACKINGS: usize = 3;

/// Bytes of a document that are held in memory where it cannot be cut into windows: packed ones for a caller who gave bytes
/// or to explain a line, databases in a stream, and files in a Git repository.
pub(super) const IN_MEMORY: usize = 256 << 20;

/// Windows of a database that wait to be searched.
pub(super) const PAGES_AHEAD: usize = 2;
