//! Where keywords count, and where a number is part of noise.

use std::ops::Range;

use crate::words::{ByteBits, Zone};

/// How far before a value keywords count, in bytes.
pub(super) const BEFORE: usize = 60;

/// How far behind a value keywords count.
pub(super) const AFTER: usize = 30;

/// How far keywords count before a value and behind it, in bytes.
pub(super) const REACH: (usize, usize) = (BEFORE, AFTER);

/// The same for a value within a frame, such as its cell.
pub(super) fn reach(frame: Range<usize>, value: &Range<usize>) -> (usize, usize) {
    let (before, behind) = (value.start.saturating_sub(frame.start), frame.end.saturating_sub(value.end));
    (before.min(BEFORE), behind.min(AFTER))
}

/// How near a word must be to count against a value: as a label of its own (`order 2015550123`). Further away it
/// speaks of something else.
const CLOSE_BEFORE: usize = 24;

/// The same for a word behind a value.
const CLOSE_BEHIND: usize = 8;

/// A line this short before a value lets the line above count as well: forms have labels above values.
const SHORT: usize = 20;

/// The stretches before and behind a value in which keywords count. They hold whole words. Both are shorter than
/// the 64 bytes that are looked at together.
pub(super) fn zones(
    line_ends: ByteBits<'_>,
    words: ByteBits<'_>,
    frame: Range<usize>,
    value: Range<usize>,
) -> [Zone; 2] {
    [before(line_ends, words, frame.start, value.start), behind(line_ends, words, frame.end, value.end)]
}

fn before(line_ends: ByteBits<'_>, words: ByteBits<'_>, frame: usize, value: usize) -> Zone {
    let first = value.saturating_sub(BEFORE).max(frame);
    let reach = value - first;
    let ends = line_ends.before(value);
    let on_line = ends.leading_zeros() as usize;
    let mut start = first;
    if on_line < reach {
        let above = (ends & u64::MAX >> 1 >> on_line).leading_zeros() as usize;
        start = if on_line >= SHORT { value - on_line } else { value - above.min(reach) };
    }
    if start > frame && words.before(start) >> 63 != 0 {
        start += (words.from(start).trailing_ones() as usize).min(value - start);
    }
    Zone { start, end: value }
}

fn behind(line_ends: ByteBits<'_>, words: ByteBits<'_>, frame: usize, value: usize) -> Zone {
    let reach = frame.saturating_sub(value).min(AFTER);
    let mut end = value + (line_ends.from(value).trailing_zeros() as usize).min(reach);
    if end < frame && words.from(end) & 1 != 0 {
        end -= (words.before(end).leading_ones() as usize).min(end - value);
    }
    Zone { start: value, end }
}

/// Whether a word that starts at `at` is near enough to `value`, on the same line, to count against it.
pub(super) fn is_close(text: &[u8], value: &Range<usize>, at: usize) -> bool {
    let between = text.get(at..value.start).unwrap_or(&[]);
    at + CLOSE_BEFORE >= value.start && at < value.end + CLOSE_BEHIND && !between.contains(&b'\n')
}

/// How long a run of base64 characters must be to be noise.
const NOISE_RUN: usize = 40;

/// Whether a number is part of a long run of base64 characters, such as a hash or a key.
pub(super) fn noisy(text: &[u8], value: Range<usize>) -> bool {
    let joint = |i: Option<usize>| {
        i.and_then(|i| text.get(i)).is_some_and(|b| matches!(b, b'+' | b'/' | b'_' | b'=' | b'-'))
    };
    if !joint(value.start.checked_sub(1)) && !joint(Some(value.end)) {
        return false;
    }
    let run = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'_' | b'-');
    let head = text.get(value.start.saturating_sub(NOISE_RUN * 2)..value.start).unwrap_or(&[]);
    let tail = text.get(value.end..text.len().min(value.end + NOISE_RUN * 2)).unwrap_or(&[]);
    let before = head.iter().rev().take_while(run);
    let behind = tail.iter().take_while(run);
    let (mut len, mut lower, mut upper) = (value.len(), false, false);
    for b in before.chain(behind) {
        len += 1;
        lower |= b.is_ascii_lowercase();
        upper |= b.is_ascii_uppercase();
    }
    len >= NOISE_RUN && lower && upper
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::is_word;

    fn context(text: &str) -> (String, String) {
        let at = text.find("VALUE").unwrap();
        let line_ends = ByteBits::of(text.as_bytes(), |b| b == b'\n');
        let words = ByteBits::of(text.as_bytes(), is_word);
        let value = at..at + 5;
        let [before, behind] = zones(ByteBits(&line_ends), ByteBits(&words), 0..text.len(), value);
        (text[before.start..before.end].into(), text[behind.start..behind.end].into())
    }

    #[test]
    fn keywords_count_on_the_same_line_or_above_a_short_one() {
        assert_eq!(context("a b VALUE c\nd"), ("a b ".into(), " c".into()));
        assert_eq!(context("Phone\nVALUE"), ("Phone\n".into(), String::new()));
        assert_eq!(context("x\nPhone\n  VALUE"), ("Phone\n  ".into(), String::new()));
        let long = format!("Phone\n{} VALUE", "a ".repeat(20));
        assert!(!context(&long).0.contains("Phone"));
    }

    #[test]
    fn only_close_words_count_against() {
        let (value, mut text) = (100..110, [b' '; 120]);
        let close = |text: &[u8], at| is_close(text, &value, at);
        assert!(close(&text, 94) && close(&text, 76) && close(&text, 111));
        assert!(!close(&text, 75) && !close(&text, 118));
        text[98] = b'\n';
        assert!(!close(&text, 94) && close(&text, 111));
    }

    #[test]
    fn zones_hold_whole_words() {
        let text = format!("{} {}VALUE{}", "long".repeat(20), " ".repeat(50), " x".repeat(40));
        let (before, behind) = context(&text);
        assert!(!before.contains("long"));
        assert!(behind.len() <= AFTER);
    }

    #[test]
    fn numbers_in_base64_are_noise() {
        let key = "AbC/123456789+dEfGhIjKlMnOpQrStUvWxYzAbCdEfGhIj";
        assert!(noisy(key.as_bytes(), 4..13));
        assert!(!noisy(b"a/b/123456789/c", 4..13));
        assert!(!noisy(b"id 123456789", 3..12));
    }
}
