//! The contract of a finder: from an anchor that the one pass over the bytes noticed to the span of a candidate.

/// What the pass over the bytes notices. Each anchor names the position that a finder is called with.
/// A candidate belongs to the window that owns its first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(crate) enum Anchor {
    /// `@` with a word byte before it: the `@`.
    At,
    /// `+` before a digit or `(`: the `+`. Likewise a full-width plus sign (U+FF0B), and the first of a run of full-width
    /// digits (U+FF10 to U+FF19): their first byte.
    Plus,
    /// A run of two or more digits that starts with `0` and is no hour (`07:`), at a line's start or behind a blank, quote,
    /// opening bracket, `=`, `,`, `;`, `|`, `>`, a byte beyond ASCII, or a letter and `:`: the `0`.
    TrunkZero,
    /// `)` behind a digit, and a digit next or behind one space: the `)`.
    Paren,
    /// Exactly three digits, a separator of `-. `, three digits, the same separator, four digits: the first digit.
    Groups334,
    /// Exactly 3-2-4 digits, separated likewise: the first digit.
    Groups324,
    /// Exactly 4, then 4 or 6 digits, then at least one more, separated by one space or hyphen: the first digit.
    Groups4,
    /// A run of nine or more digits: the position behind its last digit.
    Digits,
    /// A run of twelve or more digits: the position behind its last digit.
    LongDigits,
    /// `a.b.c.` with one to three digits each and a digit behind: the third dot.
    Quad,
    /// The third colon of a chain of hex groups of one to four, or the second of a `::`: that colon.
    Colons,
    /// The fifth equal separator (`:` or `-`) of six hex pairs, or the second dot of `HHHH.HHHH.HHHH`: that separator.
    HexPairs,
    /// The last hyphen of an 8-4-4-4-12 hex group: that hyphen.
    Uuid,
    /// A space between a digit and a letter that starts a capitalised word: the space.
    NumberWord,
    /// A capitalised word at the start of the text or of a line, or behind a space behind a word, comma or dot: the capital.
    CapitalWord,
    /// `:` or `=` behind a letter, a quote, a space, `_`, or a digit behind a letter: that byte.
    Key,
    /// Such a `=` with twelve bytes behind it that are no space, line end, quote, comma or carriage return: that `=`.
    Assigned,
    /// Two letters at the start of a word with two digits behind them, as in `DE89…`: the first letter.
    CountryDigits,
    /// Three ways in which capitals stand among the digits of an identifier. Four digits behind a capital: the fourth
    /// digit. A capital behind six digits or more that are no fraction of six or nine: the capital. A capital, two
    /// digits, a capital, two digits and a capital: the last.
    Lettered,
    /// Five places in numbers of uneven groups. `-`, `+` or `/` behind five digits and before a digit or capital: that
    /// byte. Groups of exactly two or three, three and three digits, or of two, two and two, between any of `-. `: the
    /// position behind them. A digit, a hyphen and seven digits: the seventh. Exactly three digits, `/`, three, `-` and four:
    /// the position behind them.
    Uneven,
    /// A date of digits: one or two, a separator of `/.-`, one or two, the same separator, exactly four: the position
    /// behind them. Or with three letters in the middle, between hyphens: `22-Nov-1972`. Or the year first, `1972-11-22`,
    /// behind a space and a word or dot before it: not at the start of a line, where logs have theirs.
    Dated,
    /// Two letters between blanks, the first in lower case, and exactly five digits, as in `il 62704`: the position
    /// behind them.
    LowerZip,
    /// `(` behind a letter or digit and before `"` or `'`, as in `setName("…`: the `(`.
    Call,
    /// `：`, the colon of East Asia: its first byte.
    WideColon,
    /// One of the finder's own [`literals`](Finder::literals), which a search of its own finds: its first byte. The last: the
    /// pass does not notice it.
    Literal,
}

impl Anchor {
    /// How many anchors the pass notices.
    pub(crate) const COUNT: usize = Self::Literal as usize;
}

/// The span of a candidate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    /// First byte.
    pub(crate) start: usize,
    /// Behind the last byte.
    pub(crate) end: usize,
    /// Index into [`Finder::forms`].
    pub(crate) form: u8,
}

/// A finder: a member of this room. It knows shapes, never rules.
pub(crate) struct Finder {
    /// The name that rules use.
    pub(crate) name: &'static str,
    /// The forms that a candidate can have, by [`Span::form`]; rules give each its weights.
    pub(crate) forms: &'static [&'static str],
    /// What wakes it.
    pub(crate) anchors: &'static [Anchor],
    /// Bytes that wake it as well, for what no anchor says. They are searched for in all text: few, rare and as long as may be.
    pub(crate) literals: &'static [&'static str],
    /// Looks at the text around an anchor's position. Must not look further than [`REACH`] bytes to
    /// either side, must never panic, and must run in time linear in what it looks at.
    pub(crate) find: fn(text: &[u8], at: usize, anchor: Anchor) -> Option<Span>,
}

/// How far from an anchor a candidate may reach, in bytes. Windows overlap by this much.
pub(crate) const REACH: usize = 1024;

/// The byte at `i`, or `None` outside the text.
pub(crate) fn byte(text: &[u8], i: usize) -> Option<u8> {
    text.get(i).copied()
}

/// The byte before `i`, or `None` at the start of the text.
pub(crate) fn byte_before(text: &[u8], i: usize) -> Option<u8> {
    i.checked_sub(1).and_then(|i| byte(text, i))
}

/// The character beyond ASCII that starts at `i`; `None` if the bytes there are not UTF-8.
pub(super) fn char_at(text: &[u8], i: usize) -> Option<char> {
    (2..=4).find_map(|len| std::str::from_utf8(text.get(i..i + len)?).ok()?.chars().next())
}

/// The character beyond ASCII that ends before `i`; `None` if the bytes there are not UTF-8.
pub(super) fn char_before(text: &[u8], i: usize) -> Option<char> {
    (2..=4).find_map(|len| std::str::from_utf8(text.get(i.checked_sub(len)?..i)?).ok()?.chars().next())
}

/// Whether a byte can be part of a word: letters, digits, `_` and every byte of a non-ASCII character.
pub(crate) const fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80
}
