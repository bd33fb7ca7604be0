//! Byte classes as bit masks, what is done with such masks, and the beginnings of literals.
//!
//! The only `unsafe` code of the crate lives here: calls of vector instructions, made after the processor was asked whether it has
//! them. With [`Portable`] in their place the whole program takes 1.8 times the time on the sources of Rust crates and 1.65 times on
//! logs, with `Avx2` 1.07 times (154 and 100 MB, one thread, least of three turns, AVX-512), so they stay. Every kernel must give what
//! [`Portable`] gives: the tests of the pass and of literals hold all of them against definitions, byte by byte.
#![allow(unsafe_code)]

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod portable;

use super::bits::Bits;
use super::heads::{HEAD, Heads};
use super::step::{Classes, STEP};

use portable::Portable;
#[cfg(target_arch = "x86_64")]
use {avx2::Avx2, avx512::Avx512};

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

/// A kernel that this processor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Level(Instructions);

/// What a kernel needs of the processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Instructions {
    /// AVX-512 F and BW.
    #[cfg(target_arch = "x86_64")]
    Avx512,
    /// AVX2.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// Nothing.
    Portable,
}

impl Level {
    /// The kernel that runs everywhere.
    pub(crate) const PORTABLE: Self = Self(Instructions::Portable);

    /// The kernels that this processor has, fastest first. Never empty.
    pub(crate) fn available() -> Vec<Self> {
        let mut levels = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            let has_bits = is_x86_feature_detected!("bmi1")
                && is_x86_feature_detected!("bmi2")
                && is_x86_feature_detected!("lzcnt")
                && is_x86_feature_detected!("popcnt");
            let has_avx2 = is_x86_feature_detected!("avx2") && has_bits;
            if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512bw") && has_avx2 {
                levels.push(Self(Instructions::Avx512));
            }
            if has_avx2 {
                levels.push(Self(Instructions::Avx2));
            }
        }
        levels.push(Self::PORTABLE);
        levels
    }
}

/// Runs `pass`, compiled for the instructions of `level`.
///
/// Each arm has its own copy of the whole pass, so that the kernel and all mask arithmetic are inlined into a
/// function that may use the instructions.
pub(super) fn with_kernel<P: Pass>(level: Level, pass: P) {
    match level.0 {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `Level::available` is the only source of these levels, and it asked the processor.
        Instructions::Avx512 => unsafe { run_avx512(pass) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        Instructions::Avx2 => unsafe { run_avx2(pass) },
        Instructions::Portable => pass.run(Portable(())),
    }
}

/// Something to run with a kernel.
pub(super) trait Pass {
    /// Runs with `kernel`. Implementations are `#[inline(always)]`.
    fn run<K: Kernel>(self, kernel: K);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx2,bmi1,bmi2,lzcnt,popcnt")]
fn run_avx512<P: Pass>(pass: P) {
    pass.run(Avx512(()));
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn run_avx2<P: Pass>(pass: P) {
    pass.run(Avx2(()));
}
