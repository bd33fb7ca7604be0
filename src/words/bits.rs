//! A bit for each byte of a text, so that what stands around a value is found by shifts instead of loops.

/// A bit for each byte of a text, 64 a word; bytes beyond the text have none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ByteBits<'a>(pub(crate) &'a [u64]);

impl ByteBits<'_> {
    /// The bits of a text that nobody has looked at yet.
    pub(crate) fn of(text: &[u8], is: impl Fn(u8) -> bool) -> Vec<u64> {
        let bit = |(i, b): (usize, &u8)| u64::from(is(*b)) << i;
        text.chunks(64).map(|chunk| chunk.iter().enumerate().map(bit).sum()).collect()
    }

    /// The bits of the 64 bytes with the number `block`.
    #[inline(always)]
    pub(crate) fn block(self, block: usize) -> u64 {
        self.0.get(block).copied().unwrap_or(0)
    }

    /// The bit of one byte.
    #[inline(always)]
    pub(crate) fn has(self, at: usize) -> bool {
        self.block(at / 64) >> (at % 64) & 1 != 0
    }

    /// The bits of the 64 bytes before `at`: the highest is that of the byte before it.
    #[inline(always)]
    pub(crate) fn before(self, at: usize) -> u64 {
        let (block, shift) = (at / 64, at % 64);
        let low = block.checked_sub(1).map_or(0, |b| self.block(b));
        if shift == 0 { low } else { self.block(block) << (64 - shift) | low >> shift }
    }

    /// The bits of the 64 bytes from `at` on: the lowest is that of the byte there.
    #[inline(always)]
    pub(crate) fn from(self, at: usize) -> u64 {
        let (block, shift) = (at / 64, at % 64);
        let low = self.block(block) >> shift;
        if shift == 0 { low } else { low | self.block(block + 1) << (64 - shift) }
    }

    /// The last byte before `at` that has its bit set, no more than `most` bytes away.
    pub(crate) fn last_before(self, at: usize, most: usize) -> Option<usize> {
        let mut end = at;
        loop {
            let near = self.before(end);
            if near != 0 {
                let last = end - 1 - near.leading_zeros() as usize;
                return (at - last <= most).then_some(last);
            }
            end = end.checked_sub(64).filter(|end| at - end < most)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn shifts_say_what_loops_say(text in "[ab]{0,300}", at in 0usize..300, most in 1usize..250) {
            let at = at.min(text.len());
            let text = text.as_bytes();
            let bits = ByteBits::of(text, |b| b == b'a');
            let bits = ByteBits(&bits);
            let is = |i: usize| text.get(i) == Some(&b'a');
            for i in 0..64 {
                prop_assert_eq!(bits.from(at) >> i & 1 == 1, is(at + i));
                let before = at.checked_sub(i + 1).is_some_and(is);
                prop_assert_eq!(bits.before(at) << i >> 63 == 1, before);
            }
            let last = (at.saturating_sub(most)..at).rev().find(|i| is(*i));
            prop_assert_eq!(bits.last_before(at, most), last);
        }
    }
}
