//! Words from outside in Markdown. They are shown in code spans, in which no markup, link, mention or HTML is read.

use super::visible::visible;

/// Characters of a word that are shown. Nobody reads further, and a report has to end somewhere.
const LONGEST: usize = 120;

/// `text` as a code span that may also stand in a cell of a table; nothing where there is no text. What would end the span
/// or the cell is written as an escape, like all that does not show itself.
pub(super) fn code(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let shown = visible(text).replace('`', "\\x60").replace('|', "\\x7c");
    match shown.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", shown.split_at(end).0),
        None => format!("`{shown}`"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_leaves_the_span() {
        for (text, shown) in [
            ("", ""),
            ("data/users.csv", "`data/users.csv`"),
            ("a`b | @octocat", "`a\\x60b \\x7c @octocat`"),
            ("a\n# <b>", "`a\\n# <b>`"),
            ("C:\\data\\", "`C:\\data\\`"),
        ] {
            assert_eq!(code(text), shown);
        }
        assert_eq!(code(&"x".repeat(1_000)).chars().count(), LONGEST + 3);
    }

    proptest! {
        #[test]
        fn a_span_is_a_span(text in "[a`|\\\\\n<@ ]{1,40}") {
            let shown = code(&text);
            let inner = shown.strip_prefix('`').and_then(|s| s.strip_suffix('`')).unwrap();
            prop_assert!(!inner.contains(['`', '|', '\n']));
        }
    }
}
