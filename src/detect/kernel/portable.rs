//! The kernel of plain code.

use std::ops::{BitAnd, BitOr, Not};

use super::{BEGINS, Kernel};
use crate::detect::bits::{Bits, Words};
use crate::detect::heads::{HEAD, Heads};
use crate::detect::step::{Classes, STEP};

/// Plain code that runs everywhere and defines what the others must give.
#[derive(Clone, Copy)]
pub(super) struct Portable(pub(super) ());

/// Masks of plain code.
#[derive(Clone, Copy, Default)]
pub(super) struct Plain(Words);

impl Kernel for Portable {
    type Bits = Plain;

    fn classes(self, bytes: &[u8; STEP], c: &mut Classes) {
        let (eights, _) = bytes.as_chunks::<8>();
        let mut bits = [[0; STEP / 8]; 8 * TABLES.len()];
        for (n, eight) in eights.iter().enumerate() {
            for (table, bits) in TABLES.iter().zip(bits.as_chunks_mut::<8>().0) {
                let turned = turned(eight.map(|b| table[usize::from(b)]));
                bits.iter_mut().zip(turned).for_each(|(bits, turned)| bits[n] = turned);
            }
        }
        let words = bits.map(|bits| {
            let (words, _) = bits.as_chunks();
            std::array::from_fn(|n| u64::from_le_bytes(words[n]))
        });
        let [
            digit,
            zero,
            at,
            colon,
            equal,
            dot,
            hyphen,
            space,
            paren,
            plus,
            hex_letter,
            capital,
            letter,
            line_end,
            quote,
            double_quote,
            comma,
            underscore,
            high,
            cover,
            ..,
        ] = words;
        *c = Classes {
            digit,
            zero,
            at,
            colon,
            equal,
            dot,
            hyphen,
            space,
            paren,
            plus,
            hex_letter,
            capital,
            letter,
            line_end,
            quote,
            double_quote,
            comma,
            underscore,
            high,
            cover,
        };
    }

    fn begins(self, bytes: &[u8; BEGINS], heads: &Heads) -> u64 {
        let groups = |bytes: &[u8]| {
            heads.bytes.iter().zip(bytes).fold(u16::MAX, |groups, (table, b)| groups & table[usize::from(*b)])
        };
        let begins = |bytes: &[u8]| u64::from(groups(bytes) != 0);
        bytes.windows(HEAD).enumerate().fold(0, |all, (i, bytes)| all | begins(bytes) << i)
    }
}

/// The classes of a byte, in the order of [`Classes`].
const fn classes_of(b: u8) -> [bool; 20] {
    [
        b.is_ascii_digit(),
        b == b'0',
        b == b'@',
        b == b':',
        b == b'=',
        b == b'.',
        b == b'-',
        b == b' ',
        b == b')',
        matches!(b, b'+' | 0xEF),
        matches!(b | 0x20, b'a'..=b'f'),
        b.is_ascii_uppercase() || matches!(b, 0xC3..=0xC5),
        b.is_ascii_alphabetic(),
        b == b'\n',
        b == b'\'',
        b == b'"',
        matches!(b, b',' | b'\r'),
        b == b'_',
        b >= 0x80,
        matches!(b, b'X' | b'x' | b'*' | b'#'),
    ]
}

/// The classes of each byte, a bit each, eight to a table.
static TABLES: [[u8; 256]; 3] = {
    let mut tables = [[0; 256]; 3];
    let mut byte = 0;
    while byte < 256 {
        let classes = classes_of(byte as u8);
        let mut class = 0;
        while class < classes.len() {
            tables[class / 8][byte] |= (classes[class] as u8) << (class % 8);
            class += 1;
        }
        byte += 1;
    }
    tables
};

/// Eight rows of eight bits turned into columns: bit `i` of byte `n` comes from bit `n` of byte `i` (Warren, Hacker's Delight,
/// section 7-3).
fn turned(rows: [u8; 8]) -> [u8; 8] {
    let mut all = u64::from_le_bytes(rows);
    for (distance, mask) in
        [(7, 0x00AA_00AA_00AA_00AA), (14, 0x0000_CCCC_0000_CCCC), (28, 0x0000_0000_F0F0_F0F0)]
    {
        let differ = (all ^ all >> distance) & mask;
        all ^= differ ^ differ << distance;
    }
    all.to_le_bytes()
}

impl BitAnd for Plain {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        Self(std::array::from_fn(|n| self.0[n] & other.0[n]))
    }
}

impl BitOr for Plain {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        Self(std::array::from_fn(|n| self.0[n] | other.0[n]))
    }
}

impl Not for Plain {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        Self(self.0.map(|word| !word))
    }
}

impl Bits for Plain {
    #[inline(always)]
    fn of(words: &Words) -> Self {
        Self(*words)
    }

    #[inline(always)]
    fn words(self) -> Words {
        self.0
    }

    #[inline(always)]
    fn without(self, other: Self) -> Self {
        self & !other
    }

    #[inline(always)]
    fn any(self) -> bool {
        self.0.iter().fold(0, |all, word| all | word) != 0
    }

    #[inline(always)]
    fn word_up(self, last: Self) -> Self {
        Self(std::array::from_fn(|n| if n == 0 { last.0[7] } else { self.0[n - 1] }))
    }

    #[inline(always)]
    fn up<const N: u32>(self, word_up: Self) -> Self {
        Self(std::array::from_fn(|n| self.0[n] << N | word_up.0[n] >> (64 - N)))
    }
}
