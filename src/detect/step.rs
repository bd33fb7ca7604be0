//! The classes of the bytes of one step of the pass.

use super::bits::{Bits, Words};

/// Bytes that one step looks at.
pub(super) const STEP: usize = 8 * 64;

/// The classes that a [kernel](super::kernel::Kernel) finds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Classes {
    pub(super) digit: Words,
    pub(super) zero: Words,
    pub(super) at: Words,
    pub(super) colon: Words,
    pub(super) equal: Words,
    pub(super) dot: Words,
    pub(super) hyphen: Words,
    pub(super) space: Words,
    /// `)`
    pub(super) paren: Words,
    /// `+`, and 0xEF, which begins full-width signs and digits in UTF-8.
    pub(super) plus: Words,
    /// `a` to `f` in either case; digits are a class of their own.
    pub(super) hex_letter: Words,
    /// `A` to `Z`, and 0xC3 to 0xC5, which begin the accented capitals of Europe in UTF-8.
    pub(super) capital: Words,
    pub(super) letter: Words,
    pub(super) line_end: Words,
    /// `'`
    pub(super) quote: Words,
    /// `"`
    pub(super) double_quote: Words,
    /// `,` and carriage return.
    pub(super) comma: Words,
    /// `_`
    pub(super) underscore: Words,
    /// 0x80 and above.
    pub(super) high: Words,
    /// `X`, `x`, `*` and `#`: what redacted values are covered with.
    pub(super) cover: Words,
}

/// The classes that the pass works with.
pub(super) struct Step<B> {
    pub(super) digit: B,
    pub(super) zero: B,
    pub(super) at: B,
    pub(super) colon: B,
    pub(super) equal: B,
    pub(super) dot: B,
    pub(super) hyphen: B,
    pub(super) space: B,
    pub(super) paren: B,
    pub(super) plus: B,
    /// 0xEF, which begins full-width signs.
    pub(super) wide: B,
    pub(super) capital: B,
    pub(super) letter: B,
    pub(super) line_end: B,
    /// Digits and `a` to `f`.
    pub(super) hex: B,
    /// Either quote.
    pub(super) quote: B,
    /// Line ends and `"`.
    pub(super) break_: B,
    /// All but line ends, quotes, blanks, commas and carriage returns.
    pub(super) value: B,
    /// What a key may end with.
    pub(super) key_end: B,
    /// What the word before a capital may end with.
    pub(super) word_end: B,
    /// Letters, digits and bytes above ASCII.
    pub(super) word: B,
}

impl<B: Bits> Step<B> {
    #[inline(always)]
    pub(super) fn of(c: &Classes) -> Self {
        let [digit, space, dot, letter, line_end] =
            [&c.digit, &c.space, &c.dot, &c.letter, &c.line_end].map(B::of);
        let [double_quote, comma, high] = [&c.double_quote, &c.comma, &c.high].map(B::of);
        let quote = B::of(&c.quote) | double_quote;
        let plus = B::of(&c.plus);
        let paren = B::of(&c.paren);
        let text = letter | high;
        Self {
            digit,
            zero: B::of(&c.zero),
            at: B::of(&c.at),
            colon: B::of(&c.colon),
            equal: B::of(&c.equal),
            dot,
            hyphen: B::of(&c.hyphen),
            space,
            paren,
            plus,
            wide: plus & high,
            capital: B::of(&c.capital),
            letter,
            line_end,
            hex: digit | B::of(&c.hex_letter),
            quote,
            break_: line_end | double_quote,
            value: !(line_end | quote | space | comma),
            key_end: text | quote | space | paren | B::of(&c.underscore) | B::of(&c.cover),
            word_end: text | dot | comma,
            word: text | digit,
        }
    }
}
