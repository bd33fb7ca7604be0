//! The classes of the bytes of one step of the pass.

use super::bits::Bits;
use super::kernel::Classes;

/// The classes of one step.
#[derive(Default)]
pub(super) struct Step {
    pub(super) digit: Bits,
    pub(super) zero: Bits,
    pub(super) at: Bits,
    pub(super) colon: Bits,
    pub(super) equal: Bits,
    pub(super) dot: Bits,
    pub(super) hyphen: Bits,
    pub(super) space: Bits,
    pub(super) paren: Bits,
    pub(super) plus: Bits,
    pub(super) hex: Bits,
    pub(super) capital: Bits,
    pub(super) letter: Bits,
    pub(super) line_end: Bits,
    pub(super) break_: Bits,
    pub(super) cover: Bits,
    pub(super) value: Bits,
    pub(super) key_end: Bits,
    pub(super) quote: Bits,
    pub(super) word_end: Bits,
    pub(super) word: Bits,
}

impl Step {
    #[inline(always)]
    pub(super) fn put(&mut self, i: usize, c: &Classes) {
        self.digit.0[i] = c.digit;
        self.zero.0[i] = c.zero;
        self.at.0[i] = c.at;
        self.colon.0[i] = c.colon;
        self.equal.0[i] = c.equal;
        self.dot.0[i] = c.dot;
        self.hyphen.0[i] = c.hyphen;
        self.space.0[i] = c.space;
        self.paren.0[i] = c.paren;
        self.plus.0[i] = c.plus;
        self.hex.0[i] = c.digit | c.hex_letter;
        self.capital.0[i] = c.capital;
        self.letter.0[i] = c.letter;
        self.line_end.0[i] = c.line_end;
        self.cover.0[i] = c.cover;
        self.break_.0[i] = c.line_end | c.double_quote;
        self.value.0[i] = !(c.line_end | c.double_quote | c.quote | c.space | c.comma);
        self.key_end.0[i] = c.letter | c.quote | c.double_quote | c.space | c.underscore | c.high;
        self.quote.0[i] = c.quote | c.double_quote;
        self.word_end.0[i] = c.letter | c.dot | c.comma | c.high;
        self.word.0[i] = c.letter | c.digit | c.high;
    }
}
