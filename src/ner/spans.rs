//! From what a model says of words to names.

use std::ops::Range;

use crate::model::RecognizedName;

use super::labels::Tag;

/// A word and what the model says of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tagged {
    /// Its bytes.
    pub(super) span: Range<usize>,
    pub(super) tag: Tag,
    /// How sure the model is, from 0 to 1.
    pub(super) certainty: f32,
}

/// Joins words of a name. A name is as certain as its least certain word.
pub(super) fn names(text: &str, words: &[Tagged], names: &mut Vec<RecognizedName>) {
    let mut open: Option<RecognizedName> = None;
    for word in words.iter().filter(|word| word.tag != Tag::Other) {
        let gap = open.as_ref().and_then(|name| text.get(name.span.end..word.span.start));
        match &mut open {
            Some(name) if word.tag == Tag::Inside && gap.is_some_and(joins) => {
                name.span.end = word.span.end;
                name.certainty = name.certainty.min(word.certainty);
            }
            _ => {
                let next = RecognizedName { span: word.span.clone(), certainty: word.certainty };
                names.extend(open.replace(next).and_then(|name| trimmed(text, name)));
            }
        }
    }
    names.extend(open.and_then(|name| trimmed(text, name)));
}

/// Whether what stands between two words may stand within a name: `Anne-Marie O'Neil`, `J. Doe`.
fn joins(gap: &str) -> bool {
    gap.len() <= 3 && gap.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '-' | '\'' | '’' | '.'))
}

/// Without the spaces that some tokenizers count as part of a word.
fn trimmed(text: &str, name: RecognizedName) -> Option<RecognizedName> {
    let shown = text.get(name.span.clone())?;
    let start = name.span.start + (shown.len() - shown.trim_start().len());
    let end = start + shown.trim().len();
    (start < end).then_some(RecognizedName { span: start..end, ..name })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names in a text whose words are tagged by the mark after them: `Ada/B Byron/I wrote`.
    fn found(marked: &str) -> Vec<(String, f32)> {
        let (mut text, mut words) = (String::new(), Vec::new());
        for word in marked.split(' ') {
            let (plain, mark) = word.split_once('/').unwrap_or((word, "O"));
            text.push_str(if text.is_empty() { "" } else { " " });
            let span = text.len()..text.len() + plain.len();
            text.push_str(plain);
            let tag = match mark.as_bytes()[0] {
                b'B' => Tag::Begin,
                b'I' => Tag::Inside,
                _ => Tag::Other,
            };
            let certainty = mark[1..].parse().unwrap_or(1.0);
            words.push(Tagged { span, tag, certainty });
        }
        let mut found = Vec::new();
        names(&text, &words, &mut found);
        found.into_iter().map(|name| (text[name.span].to_owned(), name.certainty)).collect()
    }

    #[test]
    fn words_of_a_name_are_joined() {
        assert_eq!(found("met Ada/B Byron/I there"), [("Ada Byron".to_owned(), 1.0)]);
        assert_eq!(found("Ada/B0.9 Byron/I0.5"), [("Ada Byron".to_owned(), 0.5)]);
        assert_eq!(found("Ada/I Byron/I"), [("Ada Byron".to_owned(), 1.0)]);
    }

    #[test]
    fn names_beside_each_other_are_two() {
        let two = [("Ada".to_owned(), 1.0), ("Byron".to_owned(), 1.0)];
        assert_eq!(found("Ada/B Byron/B"), two);
        assert_eq!(found("Ada/B and Byron/I"), two);
    }

    #[test]
    fn what_is_no_name_gives_none() {
        assert_eq!(found("nothing of this kind"), []);
        assert_eq!(found(""), []);
    }

    #[test]
    fn spaces_are_no_part_of_a_name() {
        let word = Tagged { span: 3..8, tag: Tag::Begin, certainty: 1.0 };
        let blank = Tagged { span: 3..4, tag: Tag::Begin, certainty: 1.0 };
        let outside = Tagged { span: 8..90, tag: Tag::Begin, certainty: 1.0 };
        let mut found = Vec::new();
        names("met  Ada.", &[word, blank, outside], &mut found);
        assert_eq!(found, [RecognizedName { span: 5..8, certainty: 1.0 }]);
    }
}
