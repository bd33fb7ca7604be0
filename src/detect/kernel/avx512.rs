//! The kernel of AVX-512.

use std::arch::x86_64::{
    __m512i, __mmask64, _mm_cvtsi64_si128, _mm_loadu_si128, _mm512_alignr_epi64, _mm512_and_si512,
    _mm512_andnot_si512, _mm512_broadcast_i32x4, _mm512_cmpeq_epi8_mask, _mm512_cmplt_epu8_mask,
    _mm512_loadu_si512, _mm512_movepi8_mask, _mm512_or_si512, _mm512_set1_epi8, _mm512_setzero_si512,
    _mm512_shuffle_epi8, _mm512_sll_epi64, _mm512_srl_epi64, _mm512_srli_epi16, _mm512_storeu_si512,
    _mm512_sub_epi8, _mm512_test_epi8_mask, _mm512_test_epi64_mask, _mm512_xor_si512,
};
use std::ops::{BitAnd, BitOr, Not};

use super::{BEGINS, Kernel};
use crate::detect::bits::{Bits, Words};
use crate::detect::heads::{HEAD, Heads};
use crate::detect::step::{Classes, STEP};

/// 64 bytes at once; needs AVX-512 F and BW.
#[derive(Clone, Copy)]
pub(super) struct Avx512(pub(super) ());

/// Masks of AVX-512.
#[derive(Clone, Copy)]
pub(super) struct One(__m512i);

impl Kernel for Avx512 {
    type Bits = One;

    #[inline(always)]
    fn classes(self, bytes: &[u8; STEP], c: &mut Classes) {
        // SAFETY: there is a value of this type only where there are AVX-512 F and BW.
        unsafe { classes(bytes, c) }
    }

    #[inline(always)]
    fn begins(self, bytes: &[u8; BEGINS], heads: &Heads) -> u64 {
        // SAFETY: as above.
        unsafe { begins(bytes, heads) }
    }
}

#[inline(never)]
#[target_feature(enable = "avx512f,avx512bw")]
fn classes(bytes: &[u8; STEP], c: &mut Classes) {
    let fill = |b: u8| _mm512_set1_epi8(b.cast_signed());
    let is = |x, b| _mm512_cmpeq_epi8_mask(x, fill(b));
    let lower = |x| _mm512_or_si512(x, fill(0x20));
    let range = |x, first, count| _mm512_cmplt_epu8_mask(_mm512_sub_epi8(x, fill(first)), fill(count));
    all(bytes, &mut c.digit, |x| range(x, b'0', 10));
    all(bytes, &mut c.zero, |x| is(x, b'0'));
    all(bytes, &mut c.at, |x| is(x, b'@'));
    all(bytes, &mut c.colon, |x| is(x, b':'));
    all(bytes, &mut c.equal, |x| is(x, b'='));
    all(bytes, &mut c.dot, |x| is(x, b'.'));
    all(bytes, &mut c.hyphen, |x| is(x, b'-'));
    all(bytes, &mut c.space, |x| is(x, b' '));
    all(bytes, &mut c.paren, |x| is(x, b')'));
    all(bytes, &mut c.plus, |x| is(x, b'+') | is(x, 0xEF));
    all(bytes, &mut c.hex_letter, |x| range(lower(x), b'a', 6));
    all(bytes, &mut c.capital, |x| range(x, b'A', 26) | range(x, 0xC3, 3));
    all(bytes, &mut c.letter, |x| range(lower(x), b'a', 26));
    all(bytes, &mut c.line_end, |x| is(x, b'\n'));
    all(bytes, &mut c.quote, |x| is(x, b'\''));
    all(bytes, &mut c.double_quote, |x| is(x, b'"'));
    all(bytes, &mut c.comma, |x| is(x, b',') | is(x, b'\r'));
    all(bytes, &mut c.underscore, |x| is(x, b'_'));
    all(bytes, &mut c.high, |x| _mm512_movepi8_mask(x));
    all(bytes, &mut c.cover, |x| is(x, b'*') | is(x, b'#') | is(lower(x), b'x'));
}

/// The bytes of `class`.
#[target_feature(enable = "avx512f,avx512bw")]
fn all(bytes: &[u8; STEP], out: &mut Words, class: impl Fn(__m512i) -> __mmask64) {
    let (blocks, _) = bytes.as_chunks::<64>();
    for (word, block) in out.iter_mut().zip(blocks) {
        // SAFETY: the load is the 64 bytes of `block`.
        *word = class(unsafe { _mm512_loadu_si512(block.as_ptr().cast()) });
    }
}

#[target_feature(enable = "avx512f,avx512bw")]
fn begins(bytes: &[u8; BEGINS], heads: &Heads) -> u64 {
    let half = _mm512_set1_epi8(15);
    // SAFETY: each load is the 16 bytes of `table`.
    let table = |table: &[u8; 16]| unsafe { _mm512_broadcast_i32x4(_mm_loadu_si128(table.as_ptr().cast())) };
    let mut groups = [_mm512_set1_epi8(-1); 2];
    for place in 0..HEAD {
        // SAFETY: the load ends within the 67 bytes.
        let x = unsafe { _mm512_loadu_si512(bytes.as_ptr().add(place).cast()) };
        let lower = _mm512_and_si512(x, half);
        let upper = _mm512_and_si512(_mm512_srli_epi16::<4>(x), half);
        for (set, groups) in heads.halves.iter().zip(&mut groups) {
            let have_lower = _mm512_shuffle_epi8(table(&set[place].lower), lower);
            let have_upper = _mm512_shuffle_epi8(table(&set[place].upper), upper);
            *groups = _mm512_and_si512(*groups, _mm512_and_si512(have_lower, have_upper));
        }
    }
    let any = _mm512_or_si512(groups[0], groups[1]);
    _mm512_test_epi8_mask(any, any)
}

impl Default for One {
    #[inline(always)]
    fn default() -> Self {
        // SAFETY: code that can name a kernel's masks runs only where the processor has its instructions.
        unsafe { Self(_mm512_setzero_si512()) }
    }
}

impl BitAnd for One {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        // SAFETY: as above.
        unsafe { Self(_mm512_and_si512(self.0, other.0)) }
    }
}

impl BitOr for One {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        // SAFETY: as above.
        unsafe { Self(_mm512_or_si512(self.0, other.0)) }
    }
}

impl Not for One {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        // SAFETY: as above.
        unsafe { Self(_mm512_xor_si512(self.0, _mm512_set1_epi8(-1))) }
    }
}

impl Bits for One {
    #[inline(always)]
    fn of(words: &Words) -> Self {
        // SAFETY: as above; the load is the eight words.
        unsafe { Self(_mm512_loadu_si512(words.as_ptr().cast())) }
    }

    #[inline(always)]
    fn words(self) -> Words {
        let mut words = [0; 8];
        // SAFETY: as above; the store is the eight words.
        unsafe { _mm512_storeu_si512(words.as_mut_ptr().cast(), self.0) };
        words
    }

    #[inline(always)]
    fn without(self, other: Self) -> Self {
        // SAFETY: as above.
        unsafe { Self(_mm512_andnot_si512(other.0, self.0)) }
    }

    #[inline(always)]
    fn any(self) -> bool {
        // SAFETY: as above.
        unsafe { _mm512_test_epi64_mask(self.0, self.0) != 0 }
    }

    #[inline(always)]
    fn word_up(self, last: Self) -> Self {
        // SAFETY: as above.
        unsafe { Self(_mm512_alignr_epi64::<7>(self.0, last.0)) }
    }

    #[inline(always)]
    fn up<const N: u32>(self, word_up: Self) -> Self {
        // SAFETY: as above.
        unsafe {
            let (left, right) = (_mm_cvtsi64_si128(i64::from(N)), _mm_cvtsi64_si128(i64::from(64 - N)));
            Self(_mm512_or_si512(_mm512_sll_epi64(self.0, left), _mm512_srl_epi64(word_up.0, right)))
        }
    }
}
