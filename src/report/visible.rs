//! Makes hostile characters visible. Paths, names and values come from outside: raw, they could move
//! the cursor, turn a line around or hide what stands in it.

use std::borrow::Cow;
use std::fmt::Write;

/// `text` with every character that does not show itself written as an escape: `\n`, `\x1b`, `\u{202e}`.
/// Backslashes stay as they are, for the sake of paths; only JSON Lines tell the two apart.
pub fn visible(text: &str) -> Cow<'_, str> {
    if is_plain(text) { Cow::Borrowed(text) } else { Cow::Owned(escaped(text)) }
}

/// Whether nothing in `text` needs an escape.
pub(super) fn is_plain(text: &str) -> bool {
    let ascii = text.bytes().all(|b| matches!(b, 0x20..=0x7e));
    ascii || !text.chars().any(is_hostile)
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        // Writing to a String cannot fail.
        let _ = match c {
            '\n' => out.write_str("\\n"),
            '\r' => out.write_str("\\r"),
            '\t' => out.write_str("\\t"),
            c if !is_hostile(c) => out.write_char(c),
            c if c.is_ascii() => write!(out, "\\x{:02x}", u32::from(c)),
            c => write!(out, "\\u{{{:x}}}", u32::from(c)),
        };
    }
    out
}

/// Whether a character does something other than to show itself: controls (Cc), marks that set the
/// direction of text (UAX #9), what is invisible by default (`Default_Ignorable_Code_Point` of UAX #44,
/// but for the variation selectors that emoji need), separators of lines, and noncharacters.
pub(super) fn is_hostile(c: char) -> bool {
    match c {
        ' '..='~' => false,
        '\u{a1}'..='\u{34e}' => c == '\u{ad}',
        _ => c.is_control() || is_invisible(c) || u32::from(c) & 0xfffe == 0xfffe,
    }
}

const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fdd0}'..='\u{fdef}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_text_is_borrowed() {
        for text in ["", "src/a b.rs", "Zürich", "東京/файл", "C:\\data", "❤\u{fe0f}", "a\u{a0}b"] {
            assert!(matches!(visible(text), Cow::Borrowed(same) if same == text), "{text:?}");
        }
    }

    #[test]
    fn hostile_characters_show() {
        for (text, shown) in [
            ("a\nb\r\tc", "a\\nb\\r\\tc"),
            ("\u{1b}[31m", "\\x1b[31m"),
            ("\u{0}\u{7f}", "\\x00\\x7f"),
            ("\u{9b}2J", "\\u{9b}2J"),
            ("a\u{202e}txt.exe", "a\\u{202e}txt.exe"),
            ("\u{2066}\u{2069}\u{200e}\u{61c}", "\\u{2066}\\u{2069}\\u{200e}\\u{61c}"),
            ("z\u{200b}w\u{feff}", "z\\u{200b}w\\u{feff}"),
            ("soft\u{ad}hyphen", "soft\\u{ad}hyphen"),
            ("\u{e0041}\u{ffff}\u{2028}", "\\u{e0041}\\u{ffff}\\u{2028}"),
        ] {
            assert_eq!(visible(text), shown);
        }
    }

    proptest! {
        #[test]
        fn nothing_hostile_is_left(text in any::<String>()) {
            let shown = visible(&text);
            prop_assert!(shown.chars().all(|c| !c.is_control() && !is_hostile(c)));
            prop_assert_eq!(visible(&shown), shown.as_ref());
        }

        #[test]
        fn nothing_of_a_hostile_mix_is_left(text in "[a\u{0}-\u{20}\u{7f}-\u{a0}\u{200b}-\u{206f}\u{61c}]{0,40}") {
            prop_assert!(visible(&text).chars().all(|c| !is_hostile(c)));
        }
    }
}
