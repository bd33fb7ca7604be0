//! Byte classes as bit masks, what is done with such masks, and the beginnings of literals.
//!
//! The only `unsafe` code of the crate lives here: calls of vector instructions, made after the processor was asked whether it has
//! them. With `Portable` in their place the whole program takes 1.8 times the time on the sources of Rust crates and 1.65 times on
//! logs, with `Avx2` 1.07 times (154 and 100 MB, one thread, least of three turns, AVX-512), so they stay. Every kernel must give what
//! `Portable` gives: the tests of the pass and of literals hold all of them against definitions, byte by byte.
#![allow(unsafe_code)]

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod level;
mod portable;

use super::bits::Bits;
use super::heads::{HEAD, Heads};
use super::step::{Classes, STEP};

pub(crate) use level::Level;
pub(super) use level::with_kernel;

/// A way to look at many bytes at once. A value of it, and of its masks, is the proof that the processor has its instructions: only
/// [`with_kernel`] can name them.
pub(super) trait Kernel: Copy {
    /// How it holds the mask of a step.
    type Bits: Bits;

    /// The classes of one step.
    fn classes(self, bytes: &[u8; STEP], c: &mut Classes);

    /// Those of the first 64 bytes at which a literal may begin, as far as `heads` says.
    fn begins(self, bytes: &[u8; BEGINS], heads: &Heads) -> u64;
}

/// What is looked at to find the beginnings of literals in 64 bytes.
pub(super) const BEGINS: usize = 64 + HEAD - 1;

/// Something to run with a kernel.
pub(super) trait Pass {
    /// Runs with `kernel`. Implementations are `#[inline(always)]`.
    fn run<K: Kernel>(self, kernel: K);
}
