//! Mailboxes written so that programs do not see them: `name [at] example [dot] com`, `name at example dot com`. Both signs have
//! to be spelled out, or one of them in brackets: `at` and `dot` are words.

use super::{Anchor, Finder, Span, byte};

/// One form, `spelled`.
pub(crate) static SPELLED: Finder = Finder {
    name: "spelled-email",
    forms: &["spelled"],
    anchors: &[],
    literals: &["[at]", "(at)", "{at}", "[AT]", "(AT)", "dot "],
    find,
};

/// Longest part between two signs, in bytes: that of a label (RFC 1035).
const LONGEST: usize = 63;

/// Most labels of a domain.
const MOST_LABELS: usize = 5;

/// `at` is the bracket before `at`, or the first byte of the first `dot`.
fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let bare = byte(text, at) == Some(b'd');
    let (local_end, domain) = if bare { before_dot(text, at)? } else { (at, skip_blanks(text, at + 4)) };
    let local_end = back_over_blanks(text, local_end);
    let head = text.get(local_end.saturating_sub(LONGEST + 1)..local_end)?;
    let local = head.iter().rev().take_while(|b| is_label(**b) || matches!(b, b'.' | b'_' | b'+')).count();
    let end = domain_end(text, domain, bare)?;
    let start = local_end - local;
    ((1..=LONGEST).contains(&local)).then_some(Span { start, end, form: 0 })
}

/// Where the local part ends and the domain begins, of `name at example dot com` whose `dot` is at `dot`.
fn before_dot(text: &[u8], dot: usize) -> Option<(usize, usize)> {
    let blank = dot.checked_sub(1).filter(|blank| byte(text, *blank) == Some(b' '))?;
    let head = text.get(blank.saturating_sub(LONGEST + 1)..blank)?;
    let label = blank - head.iter().rev().take_while(|b| is_label(**b)).count();
    let local_end = text.get(..label)?.strip_suffix(b" at ")?.len();
    (label < blank).then_some((local_end, label))
}

/// Behind the last label of a domain of two or more. A spelled dot parts them, or a plain one unless the sign is `bare`.
fn domain_end(text: &[u8], from: usize, bare: bool) -> Option<usize> {
    let mut end = from + label_length(text, from)?;
    let mut labels = 1;
    while let Some(next) = behind_dot(text, end, bare).filter(|_| labels < MOST_LABELS)
        && let Some(length) = label_length(text, next)
    {
        end = next + length;
        labels += 1;
    }
    (labels > 1).then_some(end)
}

/// Behind the dot at `at`, with its blanks.
fn behind_dot(text: &[u8], at: usize, bare: bool) -> Option<usize> {
    let word = skip_blanks(text, at);
    let dot = if bare { &[" dot "][..] } else { &["[dot]", "(dot)", "{dot}", "[DOT]", "(DOT)", ".", "dot "] };
    let from = if bare { at } else { word };
    let rest = text.get(from..)?;
    let found = dot.iter().find(|dot| rest.starts_with(dot.as_bytes()))?;
    let next = from + found.len();
    // A full stop and a blank end a sentence.
    if *found == "." { Some(next).filter(|_| from == at) } else { Some(skip_blanks(text, next)) }
}

fn label_length(text: &[u8], from: usize) -> Option<usize> {
    let label = text.get(from..text.len().min(from + LONGEST + 1))?;
    let length = label.iter().take_while(|b| is_label(**b)).count();
    (1..=LONGEST).contains(&length).then_some(length)
}

const fn is_label(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'-'
}

fn skip_blanks(text: &[u8], at: usize) -> usize {
    at + usize::from(byte(text, at) == Some(b' '))
}

fn back_over_blanks(text: &[u8], at: usize) -> usize {
    at - usize::from(super::byte_before(text, at) == Some(b' '))
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn signs_may_be_words() {
        for (text, value) in [
            ("name [at] example [dot] com", "name [at] example [dot] com"),
            ("mail jane.roe(at)mail(dot)example(dot)org, please", "jane.roe(at)mail(dot)example(dot)org"),
            ("jane_d [at] example.org.", "jane_d [at] example.org"),
            ("write jane at mail dot example dot com now", "jane at mail dot example dot com now"),
            ("jane at example dot com", "jane at example dot com"),
        ]
        .map(|(text, value)| (text, value.trim_end_matches(" now")))
        {
            assert_eq!(find_all(&SPELLED, text), [(value.to_owned(), "spelled")], "{text}");
        }
        for text in [
            "the dot product at x",
            "at the dot",
            "look [at] this",
            "x[at]",
            "[at] example [dot] com",
            "jane [at] example. Then",
            "meet at noon dot",
        ] {
            assert_eq!(find_all(&SPELLED, text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "[a ]{0,3}(\\[at\\]| at | dot |\\.|a|é){0,8}", at in 0usize..30) {
            let _ = find(text.as_bytes(), at, Anchor::Literal);
            find_all(&SPELLED, &text);
        }
    }
}
