//! User agents of browsers, seen from the last product of them: `… 20100101 Firefox/115.0`, `… 120.0.0.0 Safari/537.36`.

use super::{Anchor, Finder, Span, byte_before};

/// See the module.
pub(super) static USER_AGENT: Finder =
    Finder { name: "user-agent", forms: &["agent"], anchors: &[Anchor::NumberWord], literals: &[], find };

/// How far before the word an agent may begin, and how far behind it may end, in bytes.
const BEFORE: usize = 300;
const BEHIND: usize = 120;

/// What follows the number in the agents of browsers.
static WORDS: [&[u8]; 3] = [b"Safari/", b"Firefox/", b"Mobile "];

/// Hardly a number stands before one of these words, so that is asked first.
fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let word = text.get(at + 1..)?;
    if matches!(word.first(), Some(b'S' | b'F' | b'M')) && WORDS.iter().any(|w| word.starts_with(w)) {
        return whole(text, at);
    }
    None
}

/// From `Mozilla/` to the quote or the end of the line.
#[inline(never)]
fn whole(text: &[u8], at: usize) -> Option<Span> {
    let head = text.get(at.saturating_sub(BEFORE)..at)?;
    let opens = |at: &usize| head.get(*at..).is_some_and(|rest| rest.starts_with(b"Mozilla/"));
    let start = at - head.len() + memchr::memrchr_iter(b'M', head).find(opens)?;
    let ends = |b: &u8| matches!(b, b'"' | b'\'' | b'`' | b'\n' | b'\r' | b'\t' | b'|' | b'<' | b'\\');
    let rest = text.get(at..text.len().min(at + BEHIND))?;
    let end = at + rest.iter().position(ends).unwrap_or(rest.len());
    // Without a branch a byte: hardly ever there is an end.
    let is_one = !text.get(start..at)?.iter().fold(false, |any, b| any | ends(b));
    (is_one && !byte_before(text, start).is_some_and(super::is_word)).then_some(Span { start, end, form: 0 })
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;

    #[test]
    fn agents_of_browsers() {
        for agent in [
            "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0",
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0",
            "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36",
        ] {
            let text = format!("x \"{agent}\" y");
            assert_eq!(find_all(&USER_AGENT, &text), [(agent.to_owned(), "agent")], "{text}");
        }
    }

    #[test]
    fn other_words_behind_numbers() {
        for text in [
            "12 Safari/3",
            "5 Mobile phones",
            "Mozilla/5.0\" 7 Firefox/1",
            "3 Main",
            "xMozilla/5.0 (a) 7 Safari/1",
        ] {
            assert_eq!(find_all(&USER_AGENT, text), [], "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "(Mozilla/|[0-9]| Safari/| Firefox/| Mobile |\"|\\PC){0,60}") {
            find_all(&USER_AGENT, &text);
        }
    }
}
