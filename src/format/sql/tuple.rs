//! One row: the values in the brackets of an `INSERT`, or a line of a `COPY` block.

use crate::format::coded::Code;
use crate::format::csv::{Dialect, row};
use crate::format::{Grid, offset};
use crate::model::Cell;

use super::token::{Read, Stop, blanks, byte, dollar_tag, find, is_bare, string, string_end};

/// Most columns of a table; no database has as many.
const MOST_COLUMNS: u16 = u16::MAX - 1;

/// Bytes that only go by outside of strings. The others mean something.
const PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let special = b"'\"`(),[];-/#$";
    let mut i = 0;
    while i < special.len() {
        plain[special[i] as usize] = false;
        i += 1;
    }
    plain
};

/// Appends the cells of the tuple whose `(` stands at `open`; gives where it ends, and its width.
pub(super) fn tuple(
    text: &[u8],
    open: usize,
    escapes: bool,
    mut place: Cell,
    out: &mut Grid,
) -> Read<(usize, u16)> {
    let mut at = open + 1;
    place.column = 0;
    loop {
        at = match simple(text, at, escapes, place, out) {
            Some(end) => end,
            None => value(text, at, escapes, place, out)?,
        };
        place.column += 1;
        match byte(text, at)? {
            b',' if place.column < MOST_COLUMNS => at += 1,
            b')' => return Ok((at + 1, place.column)),
            _ => return Err(Stop::Not(at)),
        }
    }
}

/// Appends the cell of a value that is one string or one word and nothing else, as most are; gives where its `,` or
/// `)` stands. `None` where it has to be looked at more closely.
#[inline(always)]
fn simple(text: &[u8], from: usize, escapes: bool, place: Cell, out: &mut Grid) -> Option<usize> {
    let from = from + usize::from(text.get(from) == Some(&b' '));
    let rest = text.get(from..)?;
    let (start, end, next, code) = if rest.first() == Some(&b'\'') {
        let (end, escaped) = string(text, from + 1, b'\'', escapes).ok()?;
        let code = if escapes { Code::Escaped } else { Code::Quoted };
        (from + 1, end, end + 1, escaped.then_some(code))
    } else {
        let len = rest.iter().position(|b| PLAIN.get(usize::from(*b)) != Some(&true))?;
        let trimmed =
            !rest.first()?.is_ascii_whitespace() && !rest.get(len.checked_sub(1)?)?.is_ascii_whitespace();
        (from, from + len, trimmed.then_some(from + len)?, rest.starts_with(b"0x").then_some(Code::Hex))
    };
    if !matches!(text.get(next), Some(b',' | b')')) {
        return None;
    }
    push(text, start, end, place, code, out);
    Some(next)
}

/// Appends the cells of the value that begins at `from`; gives where its `,` or `)` stands. A value's strings are
/// its cells, whatever casts and functions stand around them; a value without strings is one itself.
#[inline]
fn value(text: &[u8], from: usize, escapes: bool, place: Cell, out: &mut Grid) -> Read<usize> {
    let (mut at, mut depth, mut bare) = (from, 0, true);
    loop {
        let b = byte(text, at)?;
        if PLAIN.get(usize::from(b)) == Some(&true) {
            at += 1;
            continue;
        }
        at = match b {
            b',' | b')' if depth == 0 => break,
            b'\'' if is_chosen(text, at) => {
                let close = [closing(byte(text, at + 1)?), b'\''];
                let end = find(text, at + 2, &close)?;
                push(text, at + 2, end, place, None, out);
                bare = false;
                end + 2
            }
            b'\'' | b'"' => {
                let kind = Quoting::of(text, at, escapes);
                let (end, escaped) = string(text, at + 1, b, kind.escapes)?;
                if !may_follow(byte(text, end + 1)?) {
                    return Err(Stop::Not(end + 1));
                }
                push(text, at + 1, end, place, kind.code(escaped), out);
                bare = false;
                end + 1
            }
            b'`' => string_end(text, at + 1, b, false)? + 1,
            b'$' => match dollar_tag(text, at)? {
                Some(tag) => {
                    let end = find(text, at + tag.len(), tag)?;
                    push(text, at + tag.len(), end, place, None, out);
                    bare = false;
                    end + tag.len()
                }
                None => at + 1,
            },
            b'(' | b'[' => {
                depth += 1;
                at + 1
            }
            b')' | b']' if depth > 0 => {
                depth -= 1;
                at + 1
            }
            b'-' | b'/' | b'#' => blanks(text, at)?.max(at + 1),
            b',' => at + 1,
            _ => return Err(Stop::Not(at)),
        };
    }
    let value = text.get(from..at).unwrap_or(&[]);
    let start = from + value.iter().take_while(|b| b.is_ascii_whitespace()).count();
    if start == at {
        return Err(Stop::Not(at));
    }
    if bare {
        let end = at - value.iter().rev().take_while(|b| b.is_ascii_whitespace()).count();
        let code = value.trim_ascii_start().starts_with(b"0x").then_some(Code::Hex);
        push(text, start, end, place, code, out);
    }
    Ok(at)
}

/// Whether the quote at `at` is one of Oracle's: `q'[it's]'`, `nq'!it's!'`.
fn is_chosen(text: &[u8], at: usize) -> bool {
    let start = text.get(..at).unwrap_or(&[]).iter().rposition(|b| !is_bare(*b)).map_or(0, |n| n + 1);
    matches!(text.get(start..at), Some([b'q' | b'Q'] | [b'n' | b'N', b'q' | b'Q']))
}

/// What ends a string that `open` begins.
const fn closing(open: u8) -> u8 {
    match open {
        b'[' => b']',
        b'{' => b'}',
        b'<' => b'>',
        b'(' => b')',
        other => other,
    }
}

/// Functions that SQLite writes around strings whose backslashes mean something (shell.c, `.dump`).
const DECODERS: [&[u8]; 2] = [b"unistr(", b"replace("];

/// What the quote of a string says about what is in it.
struct Quoting {
    /// Whether a backslash keeps the string open.
    escapes: bool,
    prefix: Option<Code>,
    /// Whether anything in it may be escaped for other reasons than its quotes.
    decoded: bool,
}

impl Quoting {
    /// Of the quote at `at`: it may open `E'…'` or `X'…'`.
    fn of(text: &[u8], at: usize, escapes: bool) -> Self {
        let before = |n: usize| at.checked_sub(n).and_then(|i| text.get(i)).copied().unwrap_or(b' ');
        let prefix = match before(1) | 0x20 {
            _ if is_bare(before(2)) => None,
            b'e' => Some(Code::Numbered),
            b'x' => Some(Code::Hex),
            _ => None,
        };
        let is_decoded = |f: &&[u8]| at.checked_sub(f.len()).and_then(|i| text.get(i..at)) == Some(*f);
        if before(1) == b'(' && DECODERS.iter().any(is_decoded) {
            return Self { escapes, prefix: Some(Code::Numbered), decoded: true };
        }
        Self {
            escapes: escapes || prefix == Some(Code::Numbered),
            prefix,
            decoded: prefix == Some(Code::Hex),
        }
    }

    /// How the string is written, if something in it is escaped or nothing is.
    fn code(&self, escaped: bool) -> Option<Code> {
        let other = if self.escapes { Code::Escaped } else { Code::Quoted };
        (escaped || self.decoded).then(|| self.prefix.unwrap_or(other))
    }
}

/// Whether a byte may come after a closing quote. What may not tells that the quote closes nothing.
const fn may_follow(b: u8) -> bool {
    matches!(
        b,
        b',' | b')' | b']' | b' ' | b'\t' | b'\r' | b'\n' | b':' | b'|' | b'+' | b'-' | b'*' | b'/' | b'='
    )
}

/// Appends the cells of the line `start..end` of a `COPY` block; gives its width.
pub(super) fn fields(
    text: &[u8],
    start: usize,
    end: usize,
    delimiter: u8,
    mut place: Cell,
    out: &mut Grid,
) -> Read<u16> {
    let line = text.get(start..end).unwrap_or(&[]);
    let mut from = start;
    place.column = 0;
    let mut code = None;
    for at in memchr::memchr2_iter(delimiter, b'\\', line) {
        if line.get(at) == Some(&b'\\') {
            code = Some(Code::Numbered);
            continue;
        }
        push(text, from, start + at, place, code.take(), out);
        from = start + at + 1;
        place.column += 1;
        if place.column == MOST_COLUMNS {
            return Err(Stop::Not(from));
        }
    }
    push(text, from, end, place, code, out);
    Ok(place.column + 1)
}

/// Appends the cells of the row at `start` of a block of CSV; gives where the next begins, and its width.
pub(super) fn record(
    text: &[u8],
    start: usize,
    dialect: Dialect,
    ended: bool,
    mut place: Cell,
    out: &mut Grid,
) -> Read<(usize, u16)> {
    place.column = 0;
    let next = row(text, start, dialect, ended, |start, end, is_coded| {
        if place.column < MOST_COLUMNS {
            push(text, start, end, place, is_coded.then_some(Code::Quoted), out);
            place.column += 1;
        }
    });
    next.map(|next| (next, place.column)).ok_or(Stop::More)
}

/// Adds a cell unless it says nothing.
#[inline(always)]
fn push(text: &[u8], start: usize, end: usize, place: Cell, code: Option<Code>, out: &mut Grid) {
    let says_nothing = matches!(text.get(start..end), None | Some(b"" | b"\\N" | b"NULL" | b"DEFAULT"));
    if !says_nothing {
        out.push(Cell { start: offset(start), end: offset(end), ..place }, code);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Cell = Cell { start: 0, end: 0, row: 1, table: 0, column: 0 };

    /// Columns and values, where it ends, how wide it is.
    type Parts<'a> = (Vec<(u16, &'a str)>, usize, u16);

    fn read(text: &str, escapes: bool) -> Read<Parts<'_>> {
        let mut out = Grid::default();
        let (end, width) = tuple(text.as_bytes(), 0, escapes, PLACE, &mut out)?;
        let cells = out.cells.iter().map(|c| (c.column, &text[c.start as usize..c.end as usize])).collect();
        Ok((cells, end, width))
    }

    fn cells(text: &str) -> Vec<(u16, &str)> {
        let (cells, end, _) = read(text, false).unwrap();
        assert_eq!(end, text.len());
        cells
    }

    #[test]
    fn values_of_every_kind() {
        assert_eq!(cells("(1,'x',NULL)"), [(0, "1"), (1, "x")]);
        assert_eq!(cells("(1,DEFAULT,'x',DEFAULTS)"), [(0, "1"), (2, "x"), (3, "DEFAULTS")]);
        assert_eq!(cells("( -1.5e3 , 'it''s' ,\n '' )"), [(0, "-1.5e3"), (1, "it''s")]);
        assert_eq!(cells("(0x4A6F,X'4A6F',b'01')"), [(0, "0x4A6F"), (1, "4A6F"), (2, "01")]);
        assert_eq!(cells("(N'Zoë',_binary 'a',E'it\\'s')"), [(0, "Zoë"), (1, "a"), (2, "it\\'s")]);
        assert_eq!(cells("('{}'::jsonb,NULL::text)"), [(0, "{}"), (1, "NULL::text")]);
        assert_eq!(cells("(CAST(N'a' AS Date),now())"), [(0, "a"), (1, "now()")]);
        assert_eq!(cells("(ARRAY['a','b'],'c')"), [(0, "a"), (0, "b"), (1, "c")]);
        assert_eq!(cells("(TO_DATE('1', 'DD'), 2)"), [(0, "1"), (0, "DD"), (1, "2")]);
        assert_eq!(cells("($$it's$$, $a$b$$c$a$, $1.50)"), [(0, "it's"), (1, "b$$c"), (2, "$1.50")]);
        assert_eq!(cells("('a' /* ) */, -- ,\n 'b' # )\n)"), [(0, "a"), (1, "b")]);
        assert_eq!(cells("(\"a, b\", 'x'||'y')"), [(0, "a, b"), (1, "x"), (1, "y")]);
        assert_eq!(cells("(q'[it's]', nQ'!a ' b!', seq'x')"), [(0, "it's"), (1, "a ' b"), (2, "x")]);
        assert_eq!(read("('it\\'s',2)", true).unwrap().0, [(0, "it\\'s"), (1, "2")]);
    }

    #[test]
    fn strings_that_a_function_decodes_are_coded() {
        let text = b"(unistr('a\\u0040b'),replace('a\\nb','\\n',char(10)),f('a\\b'),'c')";
        let mut out = Grid::default();
        tuple(text, 0, false, PLACE, &mut out).unwrap();
        assert_eq!(out.coded, [(0, Code::Numbered), (1, Code::Numbered)]);
    }

    #[test]
    fn spaces_around_values_are_none_of_theirs() {
        assert_eq!(cells("( 1 ,  2,3  , 'a' ,  'b')"), [(0, "1"), (1, "2"), (2, "3"), (3, "a"), (4, "b")]);
        assert_eq!(cells("( 1, 'a b', a b )"), [(0, "1"), (1, "a b"), (2, "a b")]);
    }

    #[test]
    fn what_is_no_tuple_is_refused() {
        for text in ["()", "(,1)", "(1,)", "(1;", "('it's')", "('it\\'s')", "(1]", "('a'b)"] {
            assert!(matches!(read(text, false), Err(Stop::Not(_))), "{text}");
        }
        for text in ["(", "(1", "('a", "('a'", "(f(1)", "(/* )", "($$a)"] {
            assert_eq!(read(text, false), Err(Stop::More), "{text}");
        }
    }

    #[test]
    fn lines_of_a_copy_block() {
        let line = "1\t\\N\t\ttwo words";
        let mut out = Grid::default();
        assert_eq!(fields(line.as_bytes(), 0, line.len(), b'\t', PLACE, &mut out), Ok(4));
        let cells: Vec<_> =
            out.cells.iter().map(|c| (c.column, &line[c.start as usize..c.end as usize])).collect();
        assert_eq!(cells, [(0, "1"), (3, "two words")]);
    }
}
