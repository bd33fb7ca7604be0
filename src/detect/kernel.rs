//! Byte classes of 64 bytes at a time, as bit masks: bit `i` speaks of byte `i`.
//!
//! The only `unsafe` code of the crate lives here: calls of vector instructions, made after the processor
//! was asked whether it has them. With [`Portable`] in their place the whole program takes 3.1 times the time on the sources
//! of Rust crates and 2.6 times on logs (214 and 100 MB, one thread, medians of four turns, AVX-512), so they stay. Every kernel must give what [`Portable`] gives: the tests of the
//! pass hold all of them against the definition of the anchors on random bytes.
#![allow(unsafe_code)]

/// One bit mask per class of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes {
    pub(super) digit: u64,
    pub(super) zero: u64,
    pub(super) at: u64,
    pub(super) colon: u64,
    pub(super) equal: u64,
    pub(super) dot: u64,
    pub(super) hyphen: u64,
    pub(super) space: u64,
    pub(super) paren: u64,
    /// `+`, and 0xEF, which begins full-width signs and digits in UTF-8.
    pub(super) plus: u64,
    /// `a` to `f` in either case; digits are a class of their own.
    pub(super) hex_letter: u64,
    /// `A` to `Z`, and 0xC3 to 0xC5, which begin the accented capitals of Europe in UTF-8.
    pub(super) capital: u64,
    pub(super) letter: u64,
    pub(super) line_end: u64,
    /// `'`
    pub(super) quote: u64,
    /// `"`
    pub(super) double_quote: u64,
    /// `,` and carriage return.
    pub(super) comma: u64,
    /// `_`
    pub(super) underscore: u64,
    /// 0x80 and above.
    pub(super) high: u64,
    /// `X`, `x`, `*` and `#`: what redacted values are covered with.
    pub(super) cover: u64,
}

/// A way to classify a block. A value of it is the proof that the processor has its instructions: only this module can make one.
pub(super) trait Kernel: Copy {
    /// The classes of 64 bytes.
    fn classes(self, block: &[u8; 64]) -> Classes;
}

/// Plain code that runs everywhere and defines what the others must give.
#[derive(Clone, Copy)]
pub(super) struct Portable(());

impl Kernel for Portable {
    #[inline(never)]
    fn classes(self, block: &[u8; 64]) -> Classes {
        let mut c = Classes::default();
        for (i, b) in block.iter().enumerate() {
            let bit = |is: bool| u64::from(is) << i;
            c.digit |= bit(b.is_ascii_digit());
            c.zero |= bit(*b == b'0');
            c.at |= bit(*b == b'@');
            c.colon |= bit(*b == b':');
            c.equal |= bit(*b == b'=');
            c.dot |= bit(*b == b'.');
            c.hyphen |= bit(*b == b'-');
            c.space |= bit(*b == b' ');
            c.paren |= bit(*b == b')');
            c.plus |= bit(matches!(b, b'+' | 0xEF));
            c.hex_letter |= bit(matches!(b | 0x20, b'a'..=b'f'));
            c.capital |= bit(b.is_ascii_uppercase() || matches!(b, 0xC3..=0xC5));
            c.letter |= bit(b.is_ascii_alphabetic());
            c.line_end |= bit(*b == b'\n');
            c.quote |= bit(*b == b'\'');
            c.double_quote |= bit(*b == b'"');
            c.comma |= bit(matches!(b, b',' | b'\r'));
            c.underscore |= bit(*b == b'_');
            c.high |= bit(*b >= 0x80);
            c.cover |= bit(matches!(b, b'X' | b'x' | b'*' | b'#'));
        }
        c
    }
}

#[cfg(target_arch = "x86_64")]
use x86::{Avx2, Avx512};

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        __m256i, __m512i, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_max_epu8, _mm256_movemask_epi8,
        _mm256_or_si256, _mm256_set1_epi8, _mm256_sub_epi8, _mm512_cmpeq_epi8_mask, _mm512_cmplt_epu8_mask,
        _mm512_loadu_si512, _mm512_movepi8_mask, _mm512_or_si512, _mm512_set1_epi8, _mm512_sub_epi8,
    };

    use super::{Classes, Kernel};

    /// Two halves of 32 bytes; needs AVX2.
    #[derive(Clone, Copy)]
    pub(super) struct Avx2(pub(super) ());

    /// A block of 64 bytes at once; needs AVX-512 F and BW.
    #[derive(Clone, Copy)]
    pub(super) struct Avx512(pub(super) ());

    impl Kernel for Avx2 {
        #[inline(always)]
        fn classes(self, block: &[u8; 64]) -> Classes {
            // SAFETY: there is a value of this type only where there is AVX2; both loads lie within the 64 bytes of `block`.
            unsafe {
                let low = _mm256_loadu_si256(block.as_ptr().cast::<__m256i>());
                let high = _mm256_loadu_si256(block.as_ptr().add(32).cast::<__m256i>());
                let bits = |a: __m256i, b: __m256i| {
                    let (a, b) = (_mm256_movemask_epi8(a), _mm256_movemask_epi8(b));
                    u64::from(a.cast_unsigned()) | u64::from(b.cast_unsigned()) << 32
                };
                let is = |b: u8| {
                    let b = _mm256_set1_epi8(b.cast_signed());
                    bits(_mm256_cmpeq_epi8(low, b), _mm256_cmpeq_epi8(high, b))
                };
                // `x` is below `first + count` and not below `first`: x - first, unsigned, is under `count`.
                let range = |x: __m256i, first: u8, count: u8| {
                    let off = _mm256_sub_epi8(x, _mm256_set1_epi8(first.cast_signed()));
                    let top = _mm256_set1_epi8((count - 1).cast_signed());
                    _mm256_cmpeq_epi8(_mm256_max_epu8(off, top), top)
                };
                let within = |first, count| bits(range(low, first, count), range(high, first, count));
                let case = _mm256_set1_epi8(0x20);
                let (low_lower, high_lower) = (_mm256_or_si256(low, case), _mm256_or_si256(high, case));
                Classes {
                    digit: within(b'0', 10),
                    zero: is(b'0'),
                    at: is(b'@'),
                    colon: is(b':'),
                    equal: is(b'='),
                    dot: is(b'.'),
                    hyphen: is(b'-'),
                    space: is(b' '),
                    paren: is(b')'),
                    plus: is(b'+') | is(0xEF),
                    hex_letter: bits(range(low_lower, b'a', 6), range(high_lower, b'a', 6)),
                    capital: within(b'A', 26) | within(0xC3, 3),
                    letter: bits(range(low_lower, b'a', 26), range(high_lower, b'a', 26)),
                    line_end: is(b'\n'),
                    quote: is(b'\''),
                    double_quote: is(b'"'),
                    comma: is(b',') | is(b'\r'),
                    underscore: is(b'_'),
                    high: bits(low, high),
                    cover: is(b'X') | is(b'x') | is(b'*') | is(b'#'),
                }
            }
        }
    }

    impl Kernel for Avx512 {
        #[inline(always)]
        fn classes(self, block: &[u8; 64]) -> Classes {
            // SAFETY: there is a value of this type only where there are AVX-512 F and BW; the load is the 64 bytes of `block`.
            unsafe {
                let x = _mm512_loadu_si512(block.as_ptr().cast::<__m512i>());
                let is = |b: u8| _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8(b.cast_signed()));
                let range = |x: __m512i, first: u8, count: u8| {
                    let off = _mm512_sub_epi8(x, _mm512_set1_epi8(first.cast_signed()));
                    _mm512_cmplt_epu8_mask(off, _mm512_set1_epi8(count.cast_signed()))
                };
                let lower = _mm512_or_si512(x, _mm512_set1_epi8(0x20));
                Classes {
                    digit: range(x, b'0', 10),
                    zero: is(b'0'),
                    at: is(b'@'),
                    colon: is(b':'),
                    equal: is(b'='),
                    dot: is(b'.'),
                    hyphen: is(b'-'),
                    space: is(b' '),
                    paren: is(b')'),
                    plus: is(b'+') | is(0xEF),
                    hex_letter: range(lower, b'a', 6),
                    capital: range(x, b'A', 26) | range(x, 0xC3, 3),
                    letter: range(lower, b'a', 26),
                    line_end: is(b'\n'),
                    quote: is(b'\''),
                    double_quote: is(b'"'),
                    comma: is(b',') | is(b'\r'),
                    underscore: is(b'_'),
                    high: _mm512_movepi8_mask(x),
                    cover: is(b'X') | is(b'x') | is(b'*') | is(b'#'),
                }
            }
        }
    }
}

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
