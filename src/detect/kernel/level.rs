//! Which kernel this processor has, and calls of it.

use super::Pass;
use super::portable::Portable;
#[cfg(target_arch = "x86_64")]
use super::{avx2::Avx2, avx512::Avx512};

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
pub(in crate::detect) fn with_kernel<P: Pass>(level: Level, pass: P) {
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
