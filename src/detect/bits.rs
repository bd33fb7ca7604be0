//! Masks of the bytes of one step, and what the pass does with them.

use std::ops::{BitAnd, BitOr, Not};

/// A mask in memory: bit `i` of word `n` speaks of byte `64 * n + i`.
pub(super) type Words = [u64; 8];

/// A mask as a [kernel](super::kernel::Kernel) holds it.
pub(super) trait Bits:
    Copy + Default + BitAnd<Output = Self> + BitOr<Output = Self> + Not<Output = Self>
{
    /// Out of memory.
    fn of(words: &Words) -> Self;

    /// Into memory.
    fn words(self) -> Words;

    /// These bits and not those.
    fn without(self, other: Self) -> Self;

    /// Whether any bit is set.
    fn any(self) -> bool;

    /// The mask moved up by a word; `last` is the mask of the step before, whose last word comes first.
    fn word_up(self, last: Self) -> Self;

    /// The mask moved up by `N` bits, less than a word; `word_up` is the same moved up by a word.
    fn up<const N: u32>(self, word_up: Self) -> Self;
}

/// A mask that can be moved up: it knows what the step before it leaves.
#[derive(Clone, Copy, Default)]
pub(super) struct Chain<B> {
    bits: B,
    word_up: B,
}

impl<B: Bits> Chain<B> {
    /// A chain that has seen one bit, right before the first step.
    pub(super) fn behind_one() -> Self {
        Self { bits: B::of(&[0, 0, 0, 0, 0, 0, 0, 1 << 63]), word_up: B::default() }
    }

    /// Moves on to the next step.
    #[inline(always)]
    pub(super) fn put(&mut self, bits: B) {
        self.word_up = bits.word_up(self.bits);
        self.bits = bits;
    }

    #[inline(always)]
    pub(super) fn bits(&self) -> B {
        self.bits
    }

    /// The mask moved up by `N`: bit `i` now speaks of byte `i - N`.
    #[inline(always)]
    pub(super) fn back<const N: u32>(&self) -> B {
        self.bits.up::<N>(self.word_up)
    }

    /// Whether the step, or the word before it, has any.
    #[inline(always)]
    pub(super) fn is_live(&self) -> bool {
        (self.bits | self.word_up).any()
    }

    /// Leaves nothing for the next step.
    #[inline(always)]
    pub(super) fn forget(&mut self) {
        self.bits = B::default();
    }
}

/// Colons that a group of one to four hex digits separates from a colon of `c`.
#[inline(always)]
pub(super) fn next_link<B: Bits>(c: &Chain<B>, colons: B, h2: B, h3: B, fourfold: B) -> B {
    colons & (c.back::<2>() | c.back::<3>() & h2 | c.back::<4>() & h2 & h3 | c.back::<5>() & fourfold)
}
