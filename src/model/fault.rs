//! What is wrong with a file that a person wrote: rules, matrix, policy, configuration.

use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

/// One thing that is wrong, where it is, and a way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file as the user named it; empty for the command line.
    pub file: String,
    /// The file's text, where there is something to point at.
    pub source: Option<Arc<str>>,
    /// The bytes of `source` that are wrong.
    pub span: Option<Range<usize>>,
    /// What is wrong.
    pub message: String,
    /// What was expected, or what to do.
    pub help: Option<String>,
}

impl Fault {
    /// Faults of a file that are kept and told: nobody reads more, and a file may hold millions.
    pub const MOST: usize = 100;

    /// A fault without a place.
    pub fn new(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self { file: file.into(), source: None, span: None, message: message.into(), help: None }
    }

    /// Adds the place in a text.
    #[must_use]
    pub fn at(self, source: Arc<str>, span: Range<usize>) -> Self {
        Self { source: Some(source), span: Some(span), ..self }
    }

    /// Adds what was expected, or what to do.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The place alone, for a file whose text is not to be shown: what is wrong there often cites it.
    #[must_use]
    pub fn unsaid(self, help: impl Into<String>) -> Self {
        let Some((source, span)) = self.source.as_deref().zip(self.span.clone()) else {
            return self.help(help);
        };
        let (before, start) = lines_before(source, span.start);
        let column = source.get(start..span.start).map_or(1, |line| line.chars().count() + 1);
        let place = format!("{}:{}:{column}", self.file, before + 1);
        Self::new(place, "something is wrong here").help(help)
    }

    /// The fault as an error, in the manner of a compiler: place, source line, caret, what was expected.
    /// Control characters of the file do not reach the terminal.
    pub fn render(&self, color: bool) -> String {
        self.render_as(Level::ERROR, color)
    }

    /// The fault as a warning.
    pub fn render_warning(&self, color: bool) -> String {
        self.render_as(Level::WARNING, color)
    }

    fn render_as(&self, level: Level<'_>, color: bool) -> String {
        let mut group = level.primary_title(self.message.as_str()).elements(self.snippet());
        if self.source.is_none() && !self.file.is_empty() {
            group = group.element(Origin::path(self.shown_file()));
        }
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
        }
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group])
    }

    /// Titles and sources are made harmless by the renderer; a path it takes as it is.
    fn shown_file(&self) -> String {
        normalize_untrusted_str(&self.file)
    }

    fn snippet(&self) -> Option<Snippet<'_, annotate_snippets::Annotation<'_>>> {
        let source = self.source.as_deref()?;
        let span = whole_characters(source, self.span.clone()?);
        // The renderer goes through all that it is given, for each fault again.
        let (before, start) = lines_before(source, span.start);
        let rest = source[span.end..].lines().next().unwrap_or_default();
        let end = span.end + rest.len();
        let (source, span) = (&source[start..end], span.start - start..span.end - start);
        let path = (!self.file.is_empty()).then(|| self.shown_file());
        Some(
            Snippet::source(source)
                .line_start(before + 1)
                .path(path)
                .annotation(AnnotationKind::Primary.span(span)),
        )
    }
}

/// How many lines end before `at`, and where its own begins.
fn lines_before(text: &str, at: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..at.min(text.len())];
    let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    (before.iter().filter(|b| **b == b'\n').count(), start)
}

/// The span within the text and on the borders of its characters, whatever the caller computed.
fn whole_characters(text: &str, span: Range<usize>) -> Range<usize> {
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_fault_shows_place_line_caret_and_a_way_out() {
        let source = "id = \"x\"\nbase = 120\n";
        let fault = Fault::new("rules/x.toml", "`base` is more than 100")
            .at(source.into(), 16..19)
            .help("points go from 0 to 100");
        let text = fault.render(false);
        assert!(text.starts_with("error: `base` is more than 100\n"), "{text}");
        for part in ["rules/x.toml:2:8", "base = 120", "^^^", "help: points go from 0 to 100"] {
            assert!(text.contains(part), "{part} in\n{text}");
        }
        assert!(fault.render_warning(false).starts_with("warning: "));
        assert!(fault.render(true).contains('\u{1b}'));
    }

    #[test]
    fn only_the_lines_of_a_fault_are_shown_and_counted_from_the_first() {
        let source: Arc<str> = "a = 1\r\nb = [\r\n2,\r\nx]\r\nc = 1\r\n".into();
        let text = Fault::new("f", "no number").at(source.clone(), 18..19).render(false);
        assert!(text.contains("f:4:1") && text.contains("4 | x]") && !text.contains("c = 1"), "{text}");
        let text = Fault::new("f", "no numbers").at(source.clone(), 11..20).render(false);
        assert!(text.contains("f:2:5") && text.contains("4 | | x]"), "{text}");
        let text = Fault::new("f", "no end").at(source.clone(), source.len()..source.len()).render(false);
        assert!(text.contains("f:5:6") || text.contains("f:6:1"), "{text}");
    }

    #[test]
    fn what_is_not_to_be_shown_leaves_its_place() {
        let source: Arc<str> = "a\né = hunter2\n".into();
        let fault = Fault::new("/etc/x", "unknown key `hunter2`").help("did you mean `hunter`?");
        let text = fault.clone().at(source.clone(), 7..14).unsaid("name it").render(false);
        assert!(
            text.contains("/etc/x:2:5") && text.contains("name it") && !text.contains("hunter"),
            "{text}"
        );
        let text = fault.at(source, 3..99).unsaid("name it").render(false);
        assert!(text.contains("/etc/x:2:1") && !text.contains("hunter"), "{text}");
        let text = Fault::new("/etc/x", "there is no such file").unsaid("name it").render(false);
        assert!(text.contains("there is no such file"), "{text}");
    }

    #[test]
    fn a_fault_without_a_place_says_what_it_can() {
        assert_eq!(Fault::new("", "no such type `X`").render(false), "error: no such type `X`");
        let text = Fault::new("rules", "no rules").render(false);
        assert!(text.contains("no rules") && text.contains("--> rules"), "{text}");
    }

    #[test]
    fn a_hostile_path_cannot_act_on_the_terminal() {
        let fault = Fault::new("a\u{1b}[31m\u{202e}.toml", "no rules\u{1b}[31m");
        for fault in [fault.clone(), fault.at("id = 1\u{1b}".into(), 0..2)] {
            let text = fault.render(false);
            assert!(text.contains(".toml") && !text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn rendering_never_panics(source in "\\PC{0,40}(\n|\r\n|\t|é|\u{1b})?\\PC{0,9}", a in 0usize..60, b in 0usize..60) {
            let fault = Fault::new("f", "m").at(source.as_str().into(), a..b);
            prop_assert!(!fault.render(true).is_empty());
        }
    }
}
