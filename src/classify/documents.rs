//! What documents there are and what they go by, read from `rules/documents.toml`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use aho_corasick::AhoCorasick;
use regex_syntax::hir::Hir;
use toml::Spanned;

use super::patterns::{Patterns, read};
use crate::model::{Fault, Section, Sheet};

const ROOT_KEYS: &[&str] = &["code", "shape", "document"];
const SHAPE_KEYS: &[&str] =
    &["name", "what", "label", "worth", "distinct", "least", "share", "lines", "headings", "names"];
const DOCUMENT_KEYS: &[&str] =
    &["id", "label", "whole", "advice", "path", "path_against", "structure", "against", "words"];

/// Kinds of documents, and what each goes by.
#[derive(Debug)]
pub struct Documents {
    /// Paths of what is no document.
    pub(super) code: Patterns,
    pub(super) kinds: Vec<Kind>,
    pub(super) shapes: Vec<Shape>,
    /// What paths say of kinds; [`Kind`] knows which patterns are its own.
    pub(super) paths: Patterns,
    /// What lines say of shapes.
    pub(super) lines: Patterns,
    pub(super) words: Words,
}

/// A kind of document: a row of the matrix.
#[derive(Debug, Default)]
pub(super) struct Kind {
    /// The row of the matrix.
    pub(super) id: String,
    /// What such documents are called, unless a shape knows better.
    pub(super) label: Arc<str>,
    /// Points from which on its retention is that of all that is in it.
    pub(super) whole: Option<u8>,
    pub(super) advice: Arc<str>,
    /// Patterns of [`Documents::paths`] that speak for it, and against it.
    pub(super) path: Range<usize>,
    pub(super) path_against: Range<usize>,
    /// Shapes that speak for it, and against it, by number.
    pub(super) structure: Vec<usize>,
    pub(super) against: Vec<usize>,
}

/// A way in which documents are built.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) name: String,
    pub(super) what: String,
    /// What documents of it are called.
    pub(super) label: Option<Arc<str>>,
    /// Of a hundred: how much of it is proof enough.
    pub(super) worth: u8,
    /// Its patterns in [`Documents::lines`].
    pub(super) patterns: Range<usize>,
    pub(super) enough: Enough,
}

/// When a shape is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Enough {
    /// So many of its patterns occur.
    Distinct(usize),
    /// So many lines match.
    Lines(usize),
    /// So many of a hundred lines match.
    Share(usize),
}

/// The vocabulary of all kinds, searched for at once.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) search: AhoCorasick,
    pub(super) list: Vec<Word>,
}

/// A word, and the kinds that it speaks for.
#[derive(Debug, Default)]
pub(super) struct Word {
    pub(super) text: String,
    /// Whether it may go on.
    pub(super) open: bool,
    pub(super) kinds: Vec<usize>,
}

impl Documents {
    /// The kinds that come with the program; compiled at first use.
    pub fn builtin() -> Option<&'static Self> {
        static DOCUMENTS: LazyLock<Option<Documents>> = LazyLock::new(|| {
            // A test reads it; it cannot be at fault in a build that passed.
            Documents::parse("rules/documents.toml", include_str!("../../rules/documents.toml")).ok()
        });
        DOCUMENTS.as_ref()
    }

    /// Reads the file.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Fault>> {
        let (mut sheet, root) = Sheet::read(file, text);
        let root = Section::root(&root);
        sheet.only(&root, ROOT_KEYS);
        let mut reader = Reader::new(sheet);
        let code = reader.list(&root, "code");
        for section in reader.sheet.tables(&root, "shape") {
            reader.shape(&section);
        }
        for section in reader.sheet.tables(&root, "document") {
            reader.kind(&section);
        }
        reader.finish(&code)
    }
}

/// What has been read so far.
struct Reader {
    sheet: Sheet,
    kinds: Vec<Kind>,
    shapes: Vec<Shape>,
    paths: Vec<Hir>,
    lines: Vec<Hir>,
    /// Kinds of each word, and whether it is open.
    words: BTreeMap<(String, bool), Vec<usize>>,
    /// What stands around patterns of each of the [`WAYS`].
    around: [[Hir; 2]; WAYS.len()],
}

impl Reader {
    fn new(sheet: Sheet) -> Self {
        Self {
            sheet,
            kinds: Vec::new(),
            shapes: Vec::new(),
            paths: Vec::new(),
            lines: Vec::new(),
            words: BTreeMap::new(),
            around: WAYS.map(|(_, before, behind)| {
                [before, behind].map(|side| read(side).unwrap_or_else(|_| Hir::fail()))
            }),
        }
    }

    /// Patterns.
    fn list(&mut self, section: &Section<'_>, key: &str) -> Vec<Hir> {
        let mut patterns = Vec::new();
        for text in self.sheet.texts(section, key) {
            match read(text.get_ref()) {
                Ok(pattern) => patterns.push(pattern),
                Err(e) => self.sheet.fault(text.span(), format!("`{key}` is not a pattern: {e}"), None),
            }
        }
        patterns
    }

    fn shape(&mut self, section: &Section<'_>) {
        self.sheet.only(section, SHAPE_KEYS);
        let name = self.sheet.required(section, "name", "what documents name it by").map(Spanned::into_inner);
        let what = self.sheet.required(section, "what", "what is seen, in words").map(Spanned::into_inner);
        let from = self.lines.len();
        for ((key, ..), [before, behind]) in WAYS.iter().zip(self.around.clone()) {
            let patterns = self.list(section, key);
            let whole = |pattern| Hir::concat(vec![before.clone(), pattern, behind.clone()]);
            self.lines.extend(patterns.into_iter().map(whole));
        }
        let mut number = |key| self.sheet.number(section, key).and_then(|n| usize::try_from(n).ok());
        let enough = [number("distinct").map(Enough::Distinct), number("least").map(Enough::Lines)];
        let enough = enough.into_iter().flatten().chain(number("share").map(Enough::Share)).next();
        if enough.is_none() {
            let help = Some("one of `distinct`, `least` and `share`".to_owned());
            self.sheet.fault(section.key("name"), "nothing says when the shape is present", help);
        }
        self.shapes.push(Shape {
            name: name.unwrap_or_default(),
            what: what.unwrap_or_default(),
            label: self.sheet.text(section, "label").map(|label| label.into_inner().into()),
            worth: self.sheet.points(section, "worth").map_or(100, Spanned::into_inner),
            patterns: from..self.lines.len(),
            enough: enough.unwrap_or(Enough::Lines(1)),
        });
    }

    fn kind(&mut self, section: &Section<'_>) {
        self.sheet.only(section, DOCUMENT_KEYS);
        let id = self.sheet.required(section, "id", "a row of the matrix").map(Spanned::into_inner);
        let label = self.sheet.required(section, "label", "what such documents are called");
        let kind = Kind {
            id: id.unwrap_or_default(),
            label: label.map(Spanned::into_inner).unwrap_or_default().into(),
            whole: self.sheet.points(section, "whole").map(Spanned::into_inner),
            advice: self.sheet.text(section, "advice").map(Spanned::into_inner).unwrap_or_default().into(),
            path: self.path(section, "path"),
            path_against: self.path(section, "path_against"),
            structure: self.named(section, "structure"),
            against: self.named(section, "against"),
        };
        for word in self.sheet.texts(section, "words").into_iter().map(Spanned::into_inner) {
            let open = word.ends_with('*');
            let word = word.trim_end_matches('*').to_owned();
            self.words.entry((word, open)).or_default().push(self.kinds.len());
        }
        self.kinds.push(kind);
    }

    fn path(&mut self, section: &Section<'_>, key: &str) -> Range<usize> {
        let (from, patterns) = (self.paths.len(), self.list(section, key));
        self.paths.extend(patterns);
        from..self.paths.len()
    }

    /// Shapes by name.
    fn named(&mut self, section: &Section<'_>, key: &str) -> Vec<usize> {
        let mut shapes = Vec::new();
        for name in self.sheet.texts(section, key) {
            match self.shapes.iter().position(|shape| shape.name == *name.get_ref()) {
                Some(number) => shapes.push(number),
                None => {
                    let names = self.shapes.iter().map(|shape| shape.name.as_str());
                    self.sheet.unknown(name.span(), "shape", name.get_ref(), names);
                }
            }
        }
        shapes
    }

    fn finish(self, code: &[Hir]) -> Result<Documents, Vec<Fault>> {
        self.sheet.finish(())?;
        // Each pattern compiles by itself; all together they may be too many.
        let too_many = |e: String| vec![Fault::new("", e)];
        let set = |patterns: &[Hir]| Patterns::new(patterns).map_err(|e| too_many(e.to_string()));
        let words = self.words.into_iter();
        let list: Vec<Word> = words.map(|((text, open), kinds)| Word { text, open, kinds }).collect();
        let texts = list.iter().map(|word| word.text.as_str());
        let search = AhoCorasick::builder().ascii_case_insensitive(true).build(texts);
        Ok(Documents {
            code: set(code)?,
            paths: set(&self.paths)?,
            lines: set(&self.lines)?,
            words: Words { search: search.map_err(|e| too_many(e.to_string()))?, list },
            kinds: self.kinds,
            shapes: self.shapes,
        })
    }
}

/// Where a shape's patterns may match, and what stands before and after them: anywhere in a line, as a heading with its marks and
/// number, or as a column, a key or a name before an equals sign.
const WAYS: [(&str, &str, &str); 3] = [
    ("lines", "", ""),
    ("headings", r"^[\s#*_=]{0,8}(\d{1,2}[.)\\]{0,2}\s*)?", r"[\s.]{0,2}(\*\*|:|#|$)"),
    ("names", r#"(^|[,;|\t"'{])"#, r#"(["',;|\t=]|\r?$)"#),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kinds_that_come_with_the_program_can_be_read() {
        let text = include_str!("../../rules/documents.toml");
        let documents = Documents::parse("documents.toml", text).map_err(|faults| faults[0].render(false));
        let documents = documents.unwrap();
        let ids: Vec<_> = documents.kinds.iter().map(|kind| kind.id.as_str()).collect();
        assert_eq!(
            ids,
            ["incident", "compliance", "operational", "technical", "client", "analytics", "pii", "sensitive"]
        );
        let used: Vec<usize> =
            documents.kinds.iter().flat_map(|k| k.structure.iter().chain(&k.against).copied()).collect();
        let idle = documents.shapes.iter().enumerate().filter(|(n, _)| !used.contains(n));
        let idle: Vec<_> = idle.map(|(_, shape)| &shape.name).collect();
        assert!(idle.is_empty(), "nobody asks for {idle:?}");
    }

    #[test]
    fn what_is_wrong_is_told() {
        let text = "code = ['(']\n[[shape]]\nname = 'a'\nwhat = 'b'\nlines = ['x']\n\
                    [[document]]\nid = 'pii'\nlabel = 'l'\nstructure = ['c']\nfoo = 1\n";
        let faults = Documents::parse("x", text).unwrap_err();
        let said: Vec<_> = faults.iter().map(|fault| fault.message.lines().next().unwrap()).collect();
        assert_eq!(
            said,
            [
                "`code` is not a pattern: regex parse error:",
                "nothing says when the shape is present",
                "unknown key `foo`",
                "unknown shape `c`"
            ]
        );
    }
}
