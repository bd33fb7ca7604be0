//! The kernel of AVX2.

use std::arch::x86_64::{
    __m256i, _mm_cvtsi64_si128, _mm_loadu_si128, _mm256_alignr_epi8, _mm256_and_si256, _mm256_andnot_si256,
    _mm256_broadcastsi128_si256, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_max_epu8,
    _mm256_movemask_epi8, _mm256_or_si256, _mm256_permute2x128_si256, _mm256_set1_epi8, _mm256_setzero_si256,
    _mm256_shuffle_epi8, _mm256_sll_epi64, _mm256_srl_epi64, _mm256_srli_epi16, _mm256_storeu_si256,
    _mm256_sub_epi8, _mm256_testz_si256, _mm256_xor_si256,
};
use std::ops::{BitAnd, BitOr, Not};

use super::{BEGINS, Kernel};
use crate::detect::bits::{Bits, Words};
use crate::detect::heads::{HEAD, Heads};
use crate::detect::step::{Classes, STEP};

/// 32 bytes at once; needs AVX2.
#[derive(Clone, Copy)]
pub(super) struct Avx2(pub(super) ());

/// Masks of AVX2.
#[derive(Clone, Copy)]
pub(super) struct Pair([__m256i; 2]);

impl Kernel for Avx2 {
    type Bits = Pair;

    #[inline(always)]
    fn classes(self, bytes: &[u8; STEP], c: &mut Classes) {
        // SAFETY: there is a value of this type only where there is AVX2.
        unsafe { classes(bytes, c) }
    }

    #[inline(always)]
    fn begins(self, bytes: &[u8; BEGINS], heads: &Heads) -> u64 {
        // SAFETY: as above.
        unsafe { begins(bytes, heads) }
    }
}

// Not inlined, so that masks are written where they belong: there are far more of them than registers.
#[inline(never)]
#[target_feature(enable = "avx2")]
fn classes(bytes: &[u8; STEP], c: &mut Classes) {
    let fill = |b: u8| _mm256_set1_epi8(b.cast_signed());
    let is = |x, b| _mm256_cmpeq_epi8(x, fill(b));
    let or = |a, b| _mm256_or_si256(a, b);
    let lower = |x| or(x, fill(0x20));
    // `x` is below `first + count` and not below `first`: x - first, unsigned, is under `count`.
    let range = |x, first, count: u8| {
        let top = fill(count - 1);
        _mm256_cmpeq_epi8(_mm256_max_epu8(_mm256_sub_epi8(x, fill(first)), top), top)
    };
    let (quarters, _) = bytes.as_chunks();
    for (n, quarter) in quarters.iter().enumerate() {
        let x = &Quarter::of(quarter, n);
        x.put(&mut c.digit, |x| range(x, b'0', 10));
        x.put(&mut c.zero, |x| is(x, b'0'));
        x.put(&mut c.at, |x| is(x, b'@'));
        x.put(&mut c.colon, |x| is(x, b':'));
        x.put(&mut c.equal, |x| is(x, b'='));
        x.put(&mut c.dot, |x| is(x, b'.'));
        x.put(&mut c.hyphen, |x| is(x, b'-'));
        x.put(&mut c.space, |x| is(x, b' '));
        x.put(&mut c.paren, |x| is(x, b')'));
        x.put(&mut c.plus, |x| or(is(x, b'+'), is(x, 0xEF)));
        x.put(&mut c.hex_letter, |x| range(lower(x), b'a', 6));
        x.put(&mut c.capital, |x| or(range(x, b'A', 26), range(x, 0xC3, 3)));
        x.put(&mut c.letter, |x| range(lower(x), b'a', 26));
        x.put(&mut c.line_end, |x| is(x, b'\n'));
        x.put(&mut c.quote, |x| is(x, b'\''));
        x.put(&mut c.double_quote, |x| is(x, b'"'));
        x.put(&mut c.comma, |x| or(is(x, b','), is(x, b'\r')));
        x.put(&mut c.underscore, |x| is(x, b'_'));
        x.put(&mut c.high, |x| x);
        x.put(&mut c.cover, |x| or(or(is(x, b'*'), is(x, b'#')), is(lower(x), b'x')));
    }
}

/// A quarter of a step: as many bytes as there are registers for.
struct Quarter([__m256i; 4], usize);

impl Quarter {
    #[target_feature(enable = "avx2")]
    fn of(bytes: &[u8; STEP / 4], number: usize) -> Self {
        let (parts, _) = bytes.as_chunks::<32>();
        // SAFETY: each load is the 32 bytes of `part`.
        let load = |part: &[u8; 32]| unsafe { _mm256_loadu_si256(part.as_ptr().cast()) };
        Self([load(&parts[0]), load(&parts[1]), load(&parts[2]), load(&parts[3])], number)
    }

    /// Puts down the bytes for which `class` sets the highest bit.
    #[target_feature(enable = "avx2")]
    fn put(&self, out: &mut Words, class: impl Fn(__m256i) -> __m256i) {
        let halves = out.as_mut_ptr().cast::<u32>();
        for (i, bytes) in self.0.iter().enumerate() {
            let bits = _mm256_movemask_epi8(class(*bytes)).cast_unsigned();
            // SAFETY: numbers are below four, so this is one half of one of eight words. This processor keeps the lower half first.
            unsafe { halves.add(4 * self.1 + i).write(bits) };
        }
    }
}

#[target_feature(enable = "avx2")]
fn begins(bytes: &[u8; BEGINS], heads: &Heads) -> u64 {
    let half = _mm256_set1_epi8(15);
    let all = _mm256_set1_epi8(-1);
    // SAFETY: each load is the 16 bytes of `table`.
    let table =
        |table: &[u8; 16]| unsafe { _mm256_broadcastsi128_si256(_mm_loadu_si128(table.as_ptr().cast())) };
    let mut groups = [[all; 2]; 2];
    for place in 0..HEAD {
        // SAFETY: both loads end within the 67 bytes.
        let load = |from: usize| unsafe { _mm256_loadu_si256(bytes.as_ptr().add(place + from).cast()) };
        for (i, x) in [load(0), load(32)].into_iter().enumerate() {
            let lower = _mm256_and_si256(x, half);
            let upper = _mm256_and_si256(_mm256_srli_epi16::<4>(x), half);
            for (set, groups) in heads.halves.iter().zip(&mut groups) {
                let have_lower = _mm256_shuffle_epi8(table(&set[place].lower), lower);
                let have_upper = _mm256_shuffle_epi8(table(&set[place].upper), upper);
                groups[i] = _mm256_and_si256(groups[i], _mm256_and_si256(have_lower, have_upper));
            }
        }
    }
    let nowhere = |i: usize| {
        let any = _mm256_or_si256(groups[0][i], groups[1][i]);
        _mm256_movemask_epi8(_mm256_cmpeq_epi8(any, _mm256_setzero_si256())).cast_unsigned()
    };
    !(u64::from(nowhere(0)) | u64::from(nowhere(1)) << 32)
}

/// What has a twin for each half.
#[inline(always)]
fn both(a: Pair, b: Pair, f: impl Fn(__m256i, __m256i) -> __m256i) -> Pair {
    Pair([f(a.0[0], b.0[0]), f(a.0[1], b.0[1])])
}

impl Default for Pair {
    #[inline(always)]
    fn default() -> Self {
        // SAFETY: code that can name a kernel's masks runs only where the processor has its instructions.
        unsafe { Self([_mm256_setzero_si256(); 2]) }
    }
}

impl BitAnd for Pair {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        // SAFETY: as above.
        both(self, other, |a, b| unsafe { _mm256_and_si256(a, b) })
    }
}

impl BitOr for Pair {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        // SAFETY: as above.
        both(self, other, |a, b| unsafe { _mm256_or_si256(a, b) })
    }
}

impl Not for Pair {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        // SAFETY: as above.
        both(self, self, |a, _| unsafe { _mm256_xor_si256(a, _mm256_set1_epi8(-1)) })
    }
}

impl Bits for Pair {
    #[inline(always)]
    fn of(words: &Words) -> Self {
        // SAFETY: as above; both loads lie within the eight words.
        unsafe {
            let halves = words.as_ptr().cast::<__m256i>();
            Self([_mm256_loadu_si256(halves), _mm256_loadu_si256(halves.add(1))])
        }
    }

    #[inline(always)]
    fn words(self) -> Words {
        let mut words = [0; 8];
        // SAFETY: as above; both stores lie within the eight words.
        unsafe {
            let halves = words.as_mut_ptr().cast::<__m256i>();
            _mm256_storeu_si256(halves, self.0[0]);
            _mm256_storeu_si256(halves.add(1), self.0[1]);
        }
        words
    }

    #[inline(always)]
    fn without(self, other: Self) -> Self {
        // SAFETY: as above.
        both(self, other, |a, b| unsafe { _mm256_andnot_si256(b, a) })
    }

    #[inline(always)]
    fn any(self) -> bool {
        // SAFETY: as above.
        unsafe {
            let either = _mm256_or_si256(self.0[0], self.0[1]);
            _mm256_testz_si256(either, either) == 0
        }
    }

    #[inline(always)]
    fn word_up(self, last: Self) -> Self {
        // The upper lane of the first and the lower lane of the second; then each lane moves up by a word.
        // SAFETY: as above.
        let up = |first, second| unsafe {
            _mm256_alignr_epi8::<8>(second, _mm256_permute2x128_si256::<0x21>(first, second))
        };
        Self([up(last.0[1], self.0[0]), up(self.0[0], self.0[1])])
    }

    #[inline(always)]
    fn up<const N: u32>(self, word_up: Self) -> Self {
        // SAFETY: as above.
        both(self, word_up, |a, b| unsafe {
            let (left, right) = (_mm_cvtsi64_si128(i64::from(N)), _mm_cvtsi64_si128(i64::from(64 - N)));
            _mm256_or_si256(_mm256_sll_epi64(a, left), _mm256_srl_epi64(b, right))
        })
    }
}
