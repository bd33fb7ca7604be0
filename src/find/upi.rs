//! `name@bank`: addresses of the Unified Payments Interface, which have no dot behind the `@`.

use super::word_list::WordList;
use super::{Anchor, Finder, Span, byte, byte_before};

/// Forms: `known` under a handle of a bank or payment app, `other` under any word.
pub(crate) static UPI: Finder =
    Finder { name: "upi", forms: &["known", "other"], anchors: &[Anchor::At], literals: &[], find };

/// Handles in use: NPCI's list of members and apps. It grows, so a word nearby stands in for those that are missing;
/// and for `slice`, which is a word of programs as well.
static HANDLES: WordList = WordList::of(&[
    "upi", "ybl", "ibl", "axl", "apl", "yapl", "rapl", "okhdfcbank", "okicici", "okaxis", "oksbi",
    "okbizaxis", "paytm", "ptaxis", "pthdfc", "ptsbi", "ptyes", "sbi", "hdfcbank", "icici", "axisbank",
    "axisb", "kotak", "barodampay", "pnb", "cnrb", "idfcbank", "idfcfirst", "federal", "fbl", "indus",
    "yesbank", "rbl", "dbs", "citi", "hsbc", "scb", "aubank", "postbank", "jio", "airtel", "freecharge",
    "ikwik", "mobikwik", "pockets", "jupiteraxis", "superyes", "waicici", "wahdfcbank", "waaxis", "wasbi",
    "timecosmos", "fam", "naviaxis", "tapicici",
]);

fn find(text: &[u8], at: usize, _: Anchor) -> Option<Span> {
    let behind = text.get(at + 1..text.len().min(at + 66))?;
    let word = behind.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let end = at + 1 + word;
    if !(2..=64).contains(&word) || goes_on(text, end) {
        return None;
    }
    let is_local = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    let head = text.get(at.saturating_sub(257)..at)?;
    let local = head.iter().rev().take_while(is_local).count();
    let start = at - local;
    let first = byte(text, start).filter(u8::is_ascii_alphanumeric);
    let glued =
        byte_before(text, start).is_some_and(|b| matches!(b, b'@' | b'+' | b'/' | b'%' | b'\\') || b >= 0x80);
    let form = u8::from(!HANDLES.has(behind.get(..word)?));
    (first.is_some() && (2..=256).contains(&local) && !glued).then_some(Span { start, end, form })
}

/// Whether the word behind the `@` is part of a host, a path or a prompt: `root@host:~$`, `image@sha256:…`.
fn goes_on(text: &[u8], end: usize) -> bool {
    match byte(text, end) {
        Some(b'.') => byte(text, end + 1).is_some_and(|b| b.is_ascii_alphanumeric()),
        Some(b) => {
            b.is_ascii_alphanumeric()
                || b >= 0x80
                || matches!(b, b'-' | b'_' | b':' | b'/' | b'@' | b'(' | b'=')
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::find_all;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_without_a_dot() {
        for (text, value, form) in [
            ("pay to name@ybl", "name@ybl", "known"),
            ("upi://pay?pa=jane.roe@okaxis&pn=J", "jane.roe@okaxis", "known"),
            ("vpa 9876543210@PAYTM.", "9876543210@PAYTM", "known"),
            ("jane@mybank,", "jane@mybank", "other"),
        ] {
            assert_eq!(find_all(&UPI, text), [(value.to_owned(), form)], "{text}");
        }
        for text in
            ["a@b.co", "root@host:~$", "img@sha256", "x@y-z", "/@user", "git@hub/x", "@ybl", "-@ybl", "n@ybl"]
        {
            assert_eq!(find_all(&UPI, text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(text in proptest::collection::vec(any::<u8>(), 0..40), at in 0usize..50) {
            let _ = find(&text, at, Anchor::At);
        }
    }
}
