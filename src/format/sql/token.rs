//! The smallest parts: blanks, words, names, strings. Every one of them says where it ends.

use crate::model::readable;

/// Why something was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// It ends beyond the text that is there.
    More,
    /// It is not what it seemed to be; this is how far the text had to be looked at to know.
    Not(usize),
}

pub(super) type Read<T> = Result<T, Stop>;

/// The byte at `at`.
#[inline(always)]
pub(super) fn byte(text: &[u8], at: usize) -> Read<u8> {
    text.get(at).copied().ok_or(Stop::More)
}

/// Where `needle` stands at or after `from`.
pub(super) fn find(text: &[u8], from: usize, needle: &[u8]) -> Read<usize> {
    let rest = text.get(from..).ok_or(Stop::More)?;
    memchr::memmem::find(rest, needle).map(|n| from + n).ok_or(Stop::More)
}

/// Skips white space and comments.
pub(super) fn blanks(text: &[u8], mut at: usize) -> Read<usize> {
    loop {
        at = match byte(text, at)? {
            b' ' | b'\t' | b'\r' | b'\n' => at + 1,
            b'#' => find(text, at, b"\n")?,
            b'-' if byte(text, at + 1)? == b'-' => find(text, at, b"\n")?,
            b'/' if byte(text, at + 1)? == b'*' => find(text, at + 2, b"*/")? + 2,
            _ => return Ok(at),
        };
    }
}

/// The word at `at` and where it ends; it may be empty.
pub(super) fn word(text: &[u8], at: usize) -> Read<(&[u8], usize)> {
    let rest = text.get(at..).ok_or(Stop::More)?;
    let len = rest.iter().position(|b| !is_bare(*b)).ok_or(Stop::More)?;
    Ok((rest.get(..len).unwrap_or(&[]), at + len))
}

/// Whether a byte may stand in a name without quotes.
pub(super) const fn is_bare(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'#' | b'@' | 0x80..)
}

/// A name without its quotes, with all parts of its path.
pub(super) fn name(text: &[u8], mut at: usize) -> Read<(String, usize)> {
    let mut whole = String::new();
    loop {
        let (part, end) = part(text, at)?;
        whole.push_str(&part);
        at = end;
        if byte(text, at)? != b'.' {
            return Ok((whole, at));
        }
        whole.push('.');
        at += 1;
    }
}

fn part(text: &[u8], at: usize) -> Read<(String, usize)> {
    let close = match byte(text, at)? {
        b'[' => b']',
        quote @ (b'"' | b'`') => quote,
        _ => {
            let (name, end) = word(text, at)?;
            return if name.is_empty() { Err(Stop::Not(at)) } else { Ok((readable(name).into(), end)) };
        }
    };
    let end = string_end(text, at + 1, close, false)?;
    let name = readable(text.get(at + 1..end).unwrap_or(&[])).into_owned();
    let quote = char::from(close);
    let doubled = [quote, quote].iter().collect::<String>();
    Ok((name.replace(&doubled, &quote.to_string()), end + 1))
}

/// The names in brackets whose `(` stands at `at`, and where they end.
pub(super) fn names(text: &[u8], at: usize) -> Read<(Vec<String>, usize)> {
    let (mut names, mut at) = (Vec::new(), at + 1);
    loop {
        let (name, end) = name(text, blanks(text, at)?)?;
        names.push(name);
        at = blanks(text, end)?;
        match byte(text, at)? {
            b',' => at += 1,
            b')' => return Ok((names, at + 1)),
            _ => return Err(Stop::Not(at)),
        }
    }
}

/// The quote that closes a string whose first byte is at `at`: one that is neither doubled nor, where backslashes
/// escape, after one.
#[inline]
pub(super) fn string_end(text: &[u8], at: usize, quote: u8, escapes: bool) -> Read<usize> {
    string(text, at, quote, escapes).map(|(end, _)| end)
}

/// The same, and whether anything in the string is escaped.
#[inline]
pub(super) fn string(text: &[u8], mut at: usize, quote: u8, escapes: bool) -> Read<(usize, bool)> {
    let mut escaped = false;
    loop {
        let rest = text.get(at..).ok_or(Stop::More)?;
        let next = if escapes { memchr::memchr2(quote, b'\\', rest) } else { memchr::memchr(quote, rest) };
        at += next.ok_or(Stop::More)?;
        if byte(text, at)? == quote && byte(text, at + 1)? != quote {
            return Ok((at, escaped));
        }
        escaped = true;
        at += 2;
    }
}

/// What a dollar quote at `at` opens and closes with, if there is one: `$$` or `$tag$`.
pub(super) fn dollar_tag(text: &[u8], at: usize) -> Read<Option<&[u8]>> {
    let rest = text.get(at + 1..).ok_or(Stop::More)?;
    let len = rest.iter().position(|b| !b.is_ascii_alphanumeric() && *b != b'_').ok_or(Stop::More)?;
    let is_tag = rest.get(len) == Some(&b'$') && !rest.first().is_some_and(u8::is_ascii_digit);
    Ok(text.get(at..at + len + 2).filter(|_| is_tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_spaces_and_comments() {
        assert_eq!(blanks(b" \n\t x", 0), Ok(4));
        assert_eq!(blanks(b"-- a\n/* b\n */# c\n x", 0), Ok(18));
        assert_eq!(blanks(b"-1", 0), Ok(0));
        assert_eq!(blanks(b"/1", 0), Ok(0));
        for open in ["", "  ", "-", "-- a", "/* a *", "# a"] {
            assert_eq!(blanks(open.as_bytes(), 0), Err(Stop::More), "{open}");
        }
    }

    #[test]
    fn names_of_every_dialect() {
        let of = |text: &str| name(text.as_bytes(), 0).map(|(name, _)| name);
        for (text, expect) in [
            ("users ", "users"),
            ("public.users(", "public.users"),
            ("\"Sales\".\"Order \"\"x\"\" Lines\" ", "Sales.Order \"x\" Lines"),
            ("`db`.`my``t` ", "db.my`t"),
            ("[dbo].[a]]b] ", "dbo.a]b"),
            ("größe ", "größe"),
        ] {
            assert_eq!(of(text).as_deref(), Ok(expect), "{text}");
        }
        assert_eq!(of("(a)"), Err(Stop::Not(0)));
        assert_eq!(of("users"), Err(Stop::More), "it may go on");
        assert_eq!(of("\"open"), Err(Stop::More));
        let list = b"( a, `b c` ,\n[d] -- e\n) ";
        assert_eq!(names(list, 0), Ok((vec!["a".into(), "b c".into(), "d".into()], list.len() - 1)));
        assert_eq!(names(b"(a b)", 0), Err(Stop::Not(3)));
        assert_eq!(names(b"(1+2)", 0), Err(Stop::Not(2)));
    }

    #[test]
    fn strings_end_at_their_own_quote() {
        let end = |text: &str, escapes| string_end(text.as_bytes(), 0, b'\'', escapes);
        assert_eq!(end("abc' ", false), Ok(3));
        assert_eq!(end("it''s' ", false), Ok(5));
        assert_eq!(end("it\\'s' ", true), Ok(5));
        assert_eq!(end("C:\\' ", false), Ok(3));
        assert_eq!(end("C:\\\\' ", true), Ok(4));
        for (open, escapes) in
            [("abc", false), ("abc'", false), ("abc''", false), ("abc\\'", true), ("\\", true)]
        {
            assert_eq!(end(open, escapes), Err(Stop::More), "{open}");
        }
    }

    #[test]
    fn dollars_may_quote() {
        assert_eq!(dollar_tag(b"$$x", 0), Ok(Some(&b"$$"[..])));
        assert_eq!(dollar_tag(b"$body$x", 0), Ok(Some(&b"$body$"[..])));
        assert_eq!(dollar_tag(b"$1$", 0), Ok(None));
        assert_eq!(dollar_tag(b"$12.50", 0), Ok(None));
        assert_eq!(dollar_tag(b"$body", 0), Err(Stop::More));
    }
}
