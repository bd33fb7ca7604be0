//! Masks of the 512 bytes of one step: arrays of eight words, so that shifts and ANDs of them are vector instructions.

use std::ops::{BitAnd, BitOr, Not};

/// A mask of the bytes of one step.
#[derive(Clone, Copy, Default)]
pub(super) struct Bits(pub(super) [u64; 8]);

impl Bits {
    /// Of no byte.
    pub(super) const NONE: Self = Self([0; 8]);

    #[inline(always)]
    pub(super) fn any(self) -> bool {
        self.0.iter().fold(0, |all, w| all | w) != 0
    }

    /// These bits and not those.
    #[inline(always)]
    pub(super) fn without(self, other: Self) -> Self {
        self & !other
    }
}

impl BitAnd for Bits {
    type Output = Self;
    #[inline(always)]
    fn bitand(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a &= b);
        self
    }
}

impl BitOr for Bits {
    type Output = Self;
    #[inline(always)]
    fn bitor(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a |= b);
        self
    }
}

impl Not for Bits {
    type Output = Self;
    #[inline(always)]
    fn not(mut self) -> Self {
        self.0.iter_mut().for_each(|a| *a = !*a);
        self
    }
}

/// A mask and the last word of the step before, so that it can be shifted.
#[derive(Clone, Copy, Default)]
pub(super) struct Chain([u64; 9]);

impl Chain {
    /// A chain that has seen one bit, right before the first step.
    pub(super) const fn behind_one() -> Self {
        Self([0, 0, 0, 0, 0, 0, 0, 0, 1 << 63])
    }

    /// Moves on to the next step.
    #[inline(always)]
    pub(super) fn put(&mut self, bits: Bits) {
        self.0[0] = self.0[8];
        self.0[1..].copy_from_slice(&bits.0);
    }

    #[inline(always)]
    pub(super) fn bits(&self) -> Bits {
        let mut out = [0; 8];
        out.copy_from_slice(&self.0[1..]);
        Bits(out)
    }

    /// The mask moved up by `N`: bit `i` now speaks of byte `i - N`.
    #[inline(always)]
    pub(super) fn back<const N: u32>(&self) -> Bits {
        let mut out = [0; 8];
        for (i, word) in out.iter_mut().enumerate() {
            *word = self.0[i + 1] << N | self.0[i] >> (64 - N);
        }
        Bits(out)
    }

    /// Whether the step, or the word before it, has any.
    #[inline(always)]
    pub(super) fn is_live(&self) -> bool {
        self.0.iter().fold(0, |all, w| all | w) != 0
    }

    /// Leaves nothing for the next step.
    #[inline(always)]
    pub(super) fn forget(&mut self) {
        self.0[8] = 0;
    }
}

/// Colons that a group of one to four hex digits separates from a colon of `c`.
#[inline(always)]
pub(super) fn next_link(c: &Chain, colons: Bits, h2: Bits, h3: Bits, fourfold: Bits) -> Bits {
    colons & (c.back::<2>() | c.back::<3>() & h2 | c.back::<4>() & h2 & h3 | c.back::<5>() & fourfold)
}
