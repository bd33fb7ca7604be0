//! Names that a recogniser sees in running text: which lines and cells it is shown, and what becomes of its answers.

use std::ops::Range;

use crate::find::{FINDERS, RECOGNIZER, form_of};
use crate::model::RecognizedName;

use super::cells::NO_CELL;
use super::compile::Engine;
use super::engine::{Origin, Raw, Scene, Scratch, offset};
use super::trace::Trace;

/// Longest line or cell that a recogniser is shown, in bytes. What is longer is no prose.
const LONGEST: usize = 2000;

impl Engine {
    /// Shows the recogniser what begins in the segment, a line or cell at a time, so that no cut changes what it sees.
    pub(super) fn by_recognizer<T: Trace>(&self, scene: &Scene<'_>, scratch: &mut Scratch, trace: &mut T) {
        if self.options.recognizer.is_none() {
            return;
        }
        let segment = scene.segment;
        match segment.table {
            Some(table) => {
                let begins_here = |start: u32| segment.owned.contains(&(start as usize));
                for (number, cell) in (0..).zip(table.cells).filter(|(_, cell)| begins_here(cell.start)) {
                    let span = cell.start as usize..cell.end as usize;
                    self.recognize(scene, span, number, scratch, trace);
                }
            }
            None => {
                for line in lines(segment.text, &segment.owned) {
                    self.recognize(scene, line, NO_CELL, scratch, trace);
                }
            }
        }
    }

    fn recognize<T: Trace>(
        &self,
        scene: &Scene<'_>,
        span: Range<usize>,
        cell: u32,
        scratch: &mut Scratch,
        trace: &mut T,
    ) {
        let (Some(recognizer), Some(text)) = (&self.options.recognizer, shown(scene.segment.text, &span))
        else {
            return;
        };
        let mut names = std::mem::take(&mut scratch.recognized);
        names.clear();
        if let Err(why) = recognizer.recognize(text, &mut names) {
            scratch.unrecognized.get_or_insert(why);
        }
        for name in names.iter().filter(|name| is_within(name, text)) {
            self.judge(scene, self.raw_name(name, span.start, cell), scratch, trace);
        }
        scratch.recognized = names;
    }

    fn raw_name(&self, name: &RecognizedName, base: usize, cell: u32) -> Raw {
        Raw {
            start: offset(base + name.span.start),
            end: offset(base + name.span.end),
            origin: Origin::Finder { finder: self.recognizer, form: form_of(name.certainty) },
            cell,
        }
    }
}

/// The number of the finder that stands for the recogniser.
pub(super) fn number() -> u8 {
    let at = FINDERS.iter().position(|finder| finder.name == RECOGNIZER.name);
    at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

/// A recogniser is not ours: what it says of bytes that are not there is no name.
fn is_within(name: &RecognizedName, text: &str) -> bool {
    !name.span.is_empty() && text.get(name.span.clone()).is_some()
}

/// Lines that begin in `owned`, without their ends.
fn lines<'t>(text: &'t [u8], owned: &Range<usize>) -> impl Iterator<Item = Range<usize>> + use<'t> {
    let line_from = move |at: usize| {
        let rest = text.get(at..)?;
        Some(at..memchr::memchr(b'\n', rest).map_or(text.len(), |end| at + end))
    };
    let begins = owned.start == 0 || text.get(owned.start - 1) == Some(&b'\n');
    let first = if begins {
        line_from(owned.start)
    } else {
        line_from(owned.start).and_then(|l| line_from(l.end + 1))
    };
    let end = owned.end;
    std::iter::successors(first, move |line| line_from(line.end + 1)).take_while(move |line| line.start < end)
}

/// The text of a line or cell that may hold a name: words with a capital, or in a script without. Bytes that are no
/// UTF-8 are no text for a model.
fn shown<'t>(text: &'t [u8], span: &Range<usize>) -> Option<&'t str> {
    let bytes = text.get(span.clone()).filter(|bytes| (2..=LONGEST).contains(&bytes.len()))?;
    let capital =
        |pair: &[u8]| pair[0].is_ascii_uppercase() && (pair[1].is_ascii_alphabetic() || pair[1] >= 0x80);
    let may_hold = bytes.windows(2).any(capital) || bytes.iter().any(|b| *b >= 0x80);
    may_hold.then(|| std::str::from_utf8(bytes).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, owned: Range<usize>) -> Vec<&str> {
        lines(text.as_bytes(), &owned).map(|line| &text[line]).collect()
    }

    #[test]
    fn a_line_belongs_to_the_window_that_owns_its_beginning() {
        let text = "one\ntwo\n\nfour";
        assert_eq!(cut(text, 0..text.len()), ["one", "two", "", "four"]);
        assert_eq!(cut(text, 0..4), ["one"]);
        assert_eq!(cut(text, 0..5), ["one", "two"]);
        assert_eq!(cut(text, 4..9), ["two", ""]);
        assert_eq!(cut(text, 5..text.len()), ["", "four"]);
        assert_eq!(cut(text, 10..text.len()), [""; 0]);
        assert_eq!(cut("", 0..0), [""; 0]);
    }

    #[test]
    fn what_holds_no_name_is_not_shown() {
        let see = |text: &[u8]| shown(text, &(0..text.len())).is_some();
        assert!(see(b"met Tilda there"));
        assert!(see("ärger mit Özil".as_bytes()));
        assert!(!see(b"nothing here") && !see(b"A") && !see(b"X 9") && !see(b""));
        assert!(!see(b"Latin-1 M\xfcller"));
        assert!(!see("Tilda ".repeat(400).as_bytes()));
    }
}
