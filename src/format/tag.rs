//! Tags of HTML, as far as tables and their cells ask for them.

/// Bytes of a tag. Longer ones are text.
const LONGEST: usize = 16 * 1024;

/// A tag or a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    /// Where it opens.
    pub(super) start: usize,
    /// After its last byte.
    pub(super) end: usize,
    /// Its name as it is written, with the slash of an end tag; that of a comment is `!--`.
    pub(super) name: &'t [u8],
    /// What else it holds.
    pub(super) attributes: &'t [u8],
}

/// What follows in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next<'t> {
    Tag(Tag<'t>),
    /// Nothing before this place, where a tag may begin whose end cannot be seen, or where the text ends.
    Cut(usize),
}

/// What would say it cannot be seen yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unseen;

impl Tag<'_> {
    /// Whether it is one of these, which are written in small letters.
    pub(super) fn is(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.name.eq_ignore_ascii_case(name.as_bytes()))
    }

    /// The number that an attribute says, 1 if there is none: of `colspan` and `rowspan` that is what they are without.
    pub(super) fn number(&self, attribute: &str) -> u32 {
        let is_it = |at: &[u8]| at.eq_ignore_ascii_case(attribute.as_bytes());
        let Some(at) = self.attributes.windows(attribute.len()).position(is_it) else { return 1 };
        let behind = self.attributes.get(at + attribute.len()..).unwrap_or(&[]).trim_ascii_start();
        let value = behind.strip_prefix(b"=").unwrap_or(&[]).trim_ascii_start();
        let digits =
            value.iter().skip_while(|b| matches!(b, b'"' | b'\'')).take_while(|b| b.is_ascii_digit());
        digits
            .fold(None, |n: Option<u32>, b| {
                Some(n.unwrap_or(0).saturating_mul(10).saturating_add(u32::from(b - b'0')))
            })
            .unwrap_or(1)
    }
}

/// The next tag or comment of `text` at `from` or after it. `ended` says that the text does not go on.
pub(super) fn next(text: &[u8], mut from: usize, ended: bool) -> Next<'_> {
    loop {
        let rest = text.get(from..).unwrap_or(&[]);
        let Some(open) = memchr::memchr(b'<', rest) else { return Next::Cut(text.len()) };
        match at(text, from + open, ended) {
            Ok(Some(tag)) => return Next::Tag(tag),
            Ok(None) => from += open + 1,
            Err(Unseen) => return Next::Cut(from + open),
        }
    }
}

/// The tag or comment that opens at `start`, if one does.
pub(super) fn at(text: &[u8], start: usize, ended: bool) -> Result<Option<Tag<'_>>, Unseen> {
    let view = text.get(start..text.len().min(start + LONGEST)).unwrap_or(&[]);
    let is_all = ended || view.len() == LONGEST;
    let (end, name) = match length(view, is_all) {
        Ok(Some(length)) => length,
        Err(Unseen) if !is_all => return Err(Unseen),
        Ok(None) | Err(Unseen) => return Ok(None),
    };
    let (head, tag) = (view.get(1..name), view.get(name..end));
    let attributes = tag.and_then(|tag| tag.strip_suffix(b">")).unwrap_or(&[]);
    Ok(Some(Tag { start, end: start + end, name: head.unwrap_or(&[]), attributes }))
}

/// The length of the tag that `view` begins with, and that of its name with the bracket; `None` if it begins with none. `is_all`
/// says that no more than `view` can be seen.
fn length(view: &[u8], is_all: bool) -> Result<Option<(usize, usize)>, Unseen> {
    const OPEN: &[u8] = b"<!--";
    if view.starts_with(OPEN) {
        let end = memchr::memmem::find(view.get(OPEN.len()..).unwrap_or(&[]), b"-->").ok_or(Unseen)?;
        return Ok(Some((OPEN.len() + end + 3, OPEN.len())));
    }
    let slash = usize::from(view.get(1) == Some(&b'/'));
    let first = view.get(1 + slash).ok_or(Unseen)?;
    if !first.is_ascii_alphabetic() {
        return if OPEN.starts_with(view) { Err(Unseen) } else { Ok(None) };
    }
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':' | b'_');
    let name = view.iter().skip(1 + slash).position(|b| !is_name(b)).ok_or(Unseen)? + 1 + slash;
    // Most tags of tables hold nothing else.
    if view.get(name) == Some(&b'>') {
        return Ok(Some((name + 1, name)));
    }
    let mut from = name;
    loop {
        let rest = view.get(from..).unwrap_or(&[]);
        let end = from + memchr::memchr2(b'>', b'<', rest).ok_or(Unseen)?;
        match quote(view, from, end) {
            Some(Some(behind)) => from = behind,
            Some(None) if !is_all => return Err(Unseen),
            // What opens within a tag is one itself: that before was none.
            _ => return Ok((view.get(end) == Some(&b'>')).then_some((end + 1, name))),
        }
    }
}

/// The first value in quotes that begins between `from` and `end`: after its end, if it has one.
fn quote(view: &[u8], from: usize, end: usize) -> Option<Option<usize>> {
    let part = view.get(from..end)?;
    let is_opening =
        |at: &usize| part.get(..*at).is_some_and(|before| before.trim_ascii_end().ends_with(b"="));
    let open = memchr::memchr2_iter(b'"', b'\'', part).find(is_opening)?;
    let first = from + open + 1;
    Some(memchr::memchr(*part.get(open)?, view.get(first..)?).map(|len| first + len + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(text: &str) -> Vec<String> {
        let (mut at, mut all) = (0, Vec::new());
        while let Next::Tag(tag) = next(text.as_bytes(), at, true) {
            all.push(format!(
                "{}|{}",
                String::from_utf8_lossy(tag.name),
                String::from_utf8_lossy(tag.attributes)
            ));
            at = tag.end;
        }
        all
    }

    #[test]
    fn tags_are_told_from_text() {
        assert_eq!(tags("a <td> b </TD > <br/>"), ["td|", "/TD| ", "br|/"]);
        assert_eq!(tags("1 < 2 <3 <@> <x <b>"), ["b|"]);
        assert_eq!(tags("<a title=\"1 > 2\" b = '<'>x"), ["a| title=\"1 > 2\" b = '<'"]);
        assert_eq!(tags("<a title=it's><b x=\"never closed>"), ["a| title=it's", "b| x=\"never closed"]);
        assert_eq!(tags("<!-- <td> --><tr><!-- never"), ["!--| <td> --", "tr|"]);
    }

    #[test]
    fn what_cannot_be_seen_is_waited_for() {
        for text in
            ["x<", "x<t", "x</", "x<td", "x<td a=\"", "x<td a=\"> <b>", "x<!", "x<!-- a", "x<td a='\">"]
        {
            assert_eq!(next(text.as_bytes(), 0, false), Next::Cut(1), "{text}");
        }
        for text in ["x<1", "x< ", "x<!D", "x</1", "x"] {
            assert_eq!(next(text.as_bytes(), 0, false), Next::Cut(text.len()), "{text}");
        }
    }

    #[test]
    fn spans_are_numbers() {
        let number = |tag: &str| match next(tag.as_bytes(), 0, true) {
            Next::Tag(tag) => tag.number("colspan"),
            Next::Cut(_) => 0,
        };
        for (tag, expect) in [
            ("<td>", 1),
            ("<td COLSPAN=3>", 3),
            ("<td class=a colspan = '02' >", 2),
            ("<td colspan=\"99999999999\">", u32::MAX),
            ("<td colspan>", 1),
            ("<td rowspan=4>", 1),
        ] {
            assert_eq!(number(tag), expect, "{tag}");
        }
    }
}
