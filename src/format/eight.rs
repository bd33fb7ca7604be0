//! Eight bytes at a time, for what ends soon: a search over the whole text would cost that more than it reads.

/// The highest bit of the first byte of `word` that is `byte`; bytes above it may be marked without reason.
pub(super) const fn bytes_like(byte: u8, word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    let zero = word ^ (ONES * byte as u64);
    zero.wrapping_sub(ONES) & !zero & (ONES << 7)
}

/// The first of two bytes, if it is among the first sixteen.
#[inline(always)]
pub(super) fn near(text: &[u8], one: u8, other: u8) -> Option<usize> {
    let (words, _) = text.get(..16)?.as_chunks::<8>();
    words.iter().enumerate().find_map(|(number, word)| {
        let word = u64::from_le_bytes(*word);
        let found = bytes_like(one, word) | bytes_like(other, word);
        (found != 0).then(|| 8 * number + found.trailing_zeros() as usize / 8)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_near_comes_first(text in "[,\n-a+]{0,24}|[\\x00-\\x7f]{0,24}") {
            let first = memchr::memchr2(b',', b'\n', text.as_bytes());
            prop_assert_eq!(near(text.as_bytes(), b',', b'\n'), first.filter(|at| *at < 16 && text.len() >= 16));
        }
    }
}
