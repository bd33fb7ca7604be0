//! Which bytes of a file are new: those of the lines that a comparison with its old version would show as added.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

/// Pairs of lines that are compared at most. Time grows with them where lines repeat: half a second for so many, and
/// ten minutes for two files of 12 MB.
const MOST: usize = 400_000_000;

/// The bytes of `new` on lines that `old` does not have, in order.
pub(super) fn added(old: &[u8], new: &[u8]) -> Vec<Range<u64>> {
    let input = InternedInput::new(old, new);
    let pairs = input.before.len().saturating_mul(input.after.len());
    let is_new = if pairs > MOST { without_order(&input) } else { in_order(&input) };
    let (mut ranges, mut end) = (Vec::<Range<u64>>::new(), 0);
    for (line, is_new) in new.split_inclusive(|b| *b == b'\n').zip(is_new) {
        let start = end;
        end += line.len() as u64;
        match ranges.last_mut().filter(|last| last.end == start) {
            Some(last) if is_new => last.end = end,
            None if is_new => ranges.push(start..end),
            _ => {}
        }
    }
    ranges
}

/// The lines that Git shows as added.
fn in_order(input: &InternedInput<&[u8]>) -> Vec<bool> {
    let mut diff = Diff::compute(Algorithm::Histogram, input);
    diff.postprocess_lines(input);
    (0..).zip(&input.after).map(|(line, _)| diff.is_added(line)).collect()
}

/// The lines that the old version does not hold as often, wherever it holds them.
fn without_order(input: &InternedInput<&[u8]>) -> Vec<bool> {
    let mut there = vec![0_u32; input.interner.num_tokens() as usize];
    for line in &input.before {
        there.get_mut(line.0 as usize).into_iter().for_each(|count| *count += 1);
    }
    let mut take =
        |line: u32| there.get_mut(line as usize).filter(|count| **count > 0).map(|count| *count -= 1);
    input.after.iter().map(|line| take(line.0).is_none()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts<'a>(old: &str, new: &'a str) -> Vec<&'a str> {
        let at = |n: u64| usize::try_from(n).unwrap();
        added(old.as_bytes(), new.as_bytes()).into_iter().map(|r| &new[at(r.start)..at(r.end)]).collect()
    }

    #[test]
    fn added_lines_are_those_that_git_shows() {
        assert_eq!(texts("", "a\nb\n"), ["a\nb\n"]);
        assert_eq!(texts("a\nb\n", "a\nb\n"), [""; 0]);
        assert_eq!(texts("a\nb\nc\n", "a\nc\n"), [""; 0], "only taken away");
        assert_eq!(texts("a\nb\nc\n", "a\nB\nc\nd"), ["B\n", "d"]);
        assert_eq!(texts("a", "a\n"), ["a\n"], "the end of the line is new");
        assert_eq!(texts("x\n}\n", "x\n}\ny\n}\n"), ["y\n}\n"]);
    }

    #[test]
    fn lines_that_repeat_for_ever_end_soon() {
        let text =
            |step: usize| (0..30_000).map(|n| format!("{}\n", n * step % 11 * (n % 7))).collect::<String>();
        let (old, new) = (text(3), text(5) + "jane\n" + &text(4));
        let last = texts(&old, &new);
        assert!(last.iter().any(|lines| lines.contains("jane")));
        assert_eq!(texts(&old, &format!("x\n{old}y\n")), ["x\n", "y\n"]);
    }
}
