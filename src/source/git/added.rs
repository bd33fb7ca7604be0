//! Which bytes of a file are new: those of the lines that a comparison with its old version would show as added.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

/// The bytes of `new` on lines that `old` does not have, in order.
pub(super) fn added(old: &[u8], new: &[u8]) -> Vec<Range<u64>> {
    let input = InternedInput::new(old, new);
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    // Of equal ways to tell a change, the one that Git shows.
    diff.postprocess_lines(&input);
    let mut starts = Starts { lines: new, line: 0, byte: 0 };
    let hunks = diff.hunks().filter(|hunk| !hunk.after.is_empty());
    hunks.map(|hunk| starts.of(hunk.after.start)..starts.of(hunk.after.end)).collect()
}

/// Finds where lines start, onward from the last one.
struct Starts<'a> {
    /// From the line on.
    lines: &'a [u8],
    line: u32,
    byte: u64,
}

impl Starts<'_> {
    fn of(&mut self, line: u32) -> u64 {
        while self.line < line && !self.lines.is_empty() {
            let length = memchr::memchr(b'\n', self.lines).map_or(self.lines.len(), |end| end + 1);
            self.lines = self.lines.get(length..).unwrap_or(&[]);
            self.byte += length as u64;
            self.line += 1;
        }
        self.byte
    }
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
}
