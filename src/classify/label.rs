//! What a document is, by its path and its first bytes. It goes over each of them a bounded number of times.

use std::sync::Arc;

use super::documents::{Documents, Enough, Kind, Shape};
use crate::model::{Class, ClassId, DocLabel, DocSignal};

/// Bytes of a document that decide.
pub const HEAD: usize = 256 * 1024;

/// Lines in which shapes are looked for, and bytes of each: how a document is built shows early.
const LINES: usize = 512;
const LINE: usize = 4096;

/// Points of each part, of a hundred.
const PATH: i32 = 35;
const STRUCTURE: i32 = 35;
const WORDS: i32 = 30;

/// Points that a label needs, and those by which it must lead.
const LEAST: i32 = 55;
const LEAD: i32 = 15;

/// Distinct words below which they say nothing, and from which on they say all that they can.
const FEW: usize = 3;
const MANY: usize = 5;

/// What was seen of a document.
struct Sight<'a> {
    documents: &'a Documents,
    /// By pattern of paths.
    paths: Vec<bool>,
    /// By shape.
    shapes: Vec<bool>,
    /// By word.
    words: Vec<bool>,
}

impl Documents {
    /// What the document with this path (relative to where it was looked for) and these first [`HEAD`] bytes is; `None` if no
    /// kind is clear enough. `classes` are the rows of the matrix.
    pub fn label(&self, path: &str, text: &[u8], classes: &[Class]) -> Option<DocLabel> {
        if self.code.is_match(path.as_bytes()) {
            return None;
        }
        let head = text.get(..HEAD).unwrap_or(text);
        let paths = self.paths.matches(path.as_bytes());
        let mut sight = Sight { documents: self, paths, shapes: Vec::new(), words: self.words_in(head) };
        // How a document is built is by far the dearest to find out, and path and words of most leave nothing to decide.
        let may_be = |(n, kind)| score(&sight.evidence(n, kind)) + STRUCTURE >= LEAST;
        if !self.kinds.iter().enumerate().any(may_be) {
            return None;
        }
        sight.shapes = self.shapes_in(head);
        let told = self.kinds.iter().enumerate().map(|(n, kind)| (kind, sight.evidence(n, kind)));
        let mut scored: Vec<_> = told.map(|(kind, evidence)| (score(&evidence), kind, evidence)).collect();
        scored.sort_by_key(|(score, ..)| -score);
        let mut scored = scored.into_iter();
        let (best, kind, evidence) = scored.next()?;
        let second = scored.next().map_or(0, |(score, ..)| score);
        let points = u8::try_from(best).ok().filter(|_| best >= LEAST && best - second >= LEAD)?;
        Some(DocLabel {
            name: sight.name(kind),
            class: classes.iter().position(|class| class.id == kind.id).and_then(class_id),
            score: points,
            governs: kind.whole.is_some_and(|whole| points >= whole),
            advice: Arc::clone(&kind.advice),
            evidence,
        })
    }

    /// Which shapes the document is of.
    fn shapes_in(&self, head: &[u8]) -> Vec<bool> {
        let mut seen = vec![false; self.lines.len()];
        let mut lines_of = vec![0_usize; self.shapes.len()];
        let mut lines = 0;
        for line in head.split(|b| *b == b'\n').take(LINES) {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            lines += usize::from(!line.trim_ascii().is_empty());
            let matched = self.lines.matches(line.get(..LINE).unwrap_or(line));
            for (count, shape) in lines_of.iter_mut().zip(&self.shapes) {
                *count += usize::from(any(&matched, shape));
            }
            seen.iter_mut().zip(&matched).for_each(|(seen, now)| *seen |= now);
        }
        let is_seen = |(shape, count): (&Shape, usize)| match shape.enough {
            Enough::Distinct(least) => {
                let patterns = seen.get(shape.patterns.clone()).unwrap_or_default();
                patterns.iter().filter(|seen| **seen).count() >= least
            }
            Enough::Lines(least) => count >= least,
            Enough::Share(share) => count > 0 && count * 100 >= lines * share,
        };
        self.shapes.iter().zip(lines_of).map(is_seen).collect()
    }

    /// Which words occur as words of their own.
    fn words_in(&self, head: &[u8]) -> Vec<bool> {
        let is_letter = |at: Option<&u8>| at.is_some_and(u8::is_ascii_alphanumeric);
        let mut seen = vec![false; self.words.list.len()];
        for found in self.words.search.find_overlapping_iter(head) {
            let number = found.pattern().as_usize();
            let Some((word, seen)) = self.words.list.get(number).zip(seen.get_mut(number)) else { continue };
            let before = found.start().checked_sub(1).and_then(|at| head.get(at));
            *seen |= !is_letter(before) && (word.open || !is_letter(head.get(found.end())));
        }
        seen
    }
}

fn class_id(row: usize) -> Option<ClassId> {
    u16::try_from(row).ok().map(ClassId)
}

fn any(matched: &[bool], shape: &Shape) -> bool {
    matched.get(shape.patterns.clone()).unwrap_or_default().contains(&true)
}

/// The sum of all signals, which is never below 0.
fn score(evidence: &[DocSignal]) -> i32 {
    evidence.iter().map(|signal| i32::from(signal.points)).sum::<i32>().max(0)
}

impl Sight<'_> {
    /// What speaks for a kind and against it.
    fn evidence(&self, number: usize, kind: &Kind) -> Vec<DocSignal> {
        let mut signals = Vec::new();
        let mut add = |what: String, points: i32| {
            signals.extend(
                i8::try_from(points).ok().filter(|p| *p != 0).map(|points| DocSignal { what, points }),
            );
        };
        let is_path = |patterns: &std::ops::Range<usize>| {
            self.paths.get(patterns.clone()).is_some_and(|p| p.contains(&true))
        };
        add("path".to_owned(), if is_path(&kind.path) { PATH } else { 0 });
        add("path of something else".to_owned(), if is_path(&kind.path_against) { -PATH } else { 0 });
        let mut left = 100;
        for shape in self.seen(&kind.structure) {
            let worth = i32::from(shape.worth).min(left);
            left -= worth;
            add(shape.what.clone(), STRUCTURE * worth / 100);
        }
        for shape in self.seen(&kind.against) {
            add(shape.what.clone(), -STRUCTURE);
        }
        let words = self.words_of(number);
        let points = if words.len() < FEW { 0 } else { WORDS * words.len().min(MANY) as i32 / MANY as i32 };
        add(format!("words: {}", words.get(..MANY).unwrap_or(&words).join(", ")), points);
        signals
    }

    fn seen<'s>(&'s self, shapes: &'s [usize]) -> impl Iterator<Item = &'s Shape> {
        let seen = shapes.iter().filter(|number| self.shapes.get(**number) == Some(&true));
        seen.filter_map(|number| self.documents.shapes.get(*number))
    }

    /// Words that speak for a kind, each once.
    fn words_of(&self, kind: usize) -> Vec<&str> {
        let list = self.documents.words.list.iter().zip(&self.words);
        let seen = list.filter(|(word, seen)| **seen && word.kinds.contains(&kind));
        seen.map(|(word, _)| word.text.as_str()).collect()
    }

    /// What documents of this kind are called: by their shape, if it has a name for them.
    fn name(&self, kind: &Kind) -> Arc<str> {
        let by_shape = self.seen(&kind.structure).find_map(|shape| shape.label.as_ref());
        Arc::clone(by_shape.unwrap_or(&kind.label))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn label(path: &str, text: &str) -> Option<(String, u8)> {
        let label = Documents::builtin().unwrap().label(path, text.as_bytes(), &[])?;
        Some((label.name.to_string(), label.score))
    }

    #[test]
    fn path_and_structure_are_enough_and_one_of_them_is_not() {
        let log = "2026-01-31T10:11:12Z INFO one\n2026-01-31T10:11:13Z INFO two\n";
        assert_eq!(label("a/app.log", log), Some(("service-log".into(), 70)));
        assert_eq!(label("a/notes.txt", log), None);
        assert_eq!(label("a/app.log", "what I did today\n"), None);
    }

    #[test]
    fn source_code_is_no_document() {
        let text = "name,email,phone\n";
        assert_eq!(label("users.csv", text).map(|(name, _)| name), Some("contact-list".into()));
        assert_eq!(label("users.rs", text), None);
    }

    #[test]
    fn words_are_words_of_their_own() {
        let documents = Documents::builtin().unwrap();
        let seen = |text: &str| {
            let words = documents.words_in(text.as_bytes());
            let list = documents.words.list.iter().zip(words).filter(|(_, seen)| *seen);
            list.map(|(word, _)| word.text.clone()).collect::<Vec<_>>()
        };
        assert_eq!(seen("The BREACH, exfiltrated; cpus and icpu"), ["breach", "exfiltrat"]);
    }

    proptest! {
        #[test]
        fn what_stands_behind_the_head_does_not_matter(text in "[a-z ,\n]{0,200}", more: Vec<u8>) {
            let documents = Documents::builtin().unwrap();
            let mut head = text.repeat(HEAD / text.len().max(1) + 1).into_bytes();
            head.resize(HEAD, b'\n');
            let longer = [&head[..], &more].concat();
            let label = |bytes: &[u8]| documents.label("users.csv", bytes, &[]);
            prop_assert_eq!(label(&head), label(&longer));
        }

        #[test]
        fn any_bytes_are_read(path: String, bytes: Vec<u8>) {
            let label = Documents::builtin().unwrap().label(&path, &bytes, &[]);
            prop_assert!(label.is_none_or(|label| label.score >= 55));
        }
    }
}
