//! Looking around a value: the line before it, the word before it, without regular expressions.

/// Whether `text` holds `word`, given in lower case, in any case of ASCII letters.
pub(crate) fn contains_fold(text: &[u8], word: &[u8]) -> bool {
    let Some((first, rest)) = word.split_first() else { return false };
    // The first byte is compared alone, because it settles nearly every place.
    text.windows(word.len()).any(|w| {
        w.split_first()
            .is_some_and(|(b, tail)| b.eq_ignore_ascii_case(first) && tail.eq_ignore_ascii_case(rest))
    })
}

/// Whether `text` ends with `word` in any case of ASCII letters.
pub(crate) fn ends_fold(text: &[u8], word: &[u8]) -> bool {
    text.len()
        .checked_sub(word.len())
        .and_then(|i| text.get(i..))
        .is_some_and(|t| t.eq_ignore_ascii_case(word))
}

/// `text` without the bytes at its end that `drop` names.
pub(crate) fn trim_end(text: &[u8], drop: impl Fn(u8) -> bool) -> &[u8] {
    let end = text.iter().rposition(|b| !drop(*b)).map_or(0, |i| i + 1);
    text.get(..end).unwrap_or(&[])
}

/// The longest end of `text` of which every byte is one that `keep` names.
pub(crate) fn tail(text: &[u8], keep: impl Fn(u8) -> bool) -> &[u8] {
    let start = text.iter().rposition(|b| !keep(*b)).map_or(0, |i| i + 1);
    text.get(start..).unwrap_or(&[])
}

/// The word that labels a value: what stands before it, behind blanks, quotes, brackets, `:` and `=`.
pub(crate) fn label_before(before: &[u8]) -> &[u8] {
    let end = trim_end(before, |b| matches!(b, b' ' | b'\t' | b'"' | b'\'' | b'(' | b'[' | b':' | b'='));
    tail(end, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_labels() {
        for (before, label) in [
            ("\"app_version\": \"", "app_version"),
            ("AssemblyVersion(\"", "AssemblyVersion"),
            ("a version ", "version"),
            ("x, ", ""),
            ("", ""),
        ] {
            assert_eq!(label_before(before.as_bytes()), label.as_bytes(), "{before}");
        }
        assert!(contains_fold(b"X-MESSAGE-ID: <", b"message-id"));
        assert!(!contains_fold(b"", b"a") && !contains_fold(b"a", b""));
        assert!(ends_fold(b"AppVersion", b"version") && !ends_fold(b"ion", b"version"));
    }
}
