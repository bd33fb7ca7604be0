//! A TOML file while it is being read: its text, and everything found wrong with it so far. Reading goes on
//! after a fault, so that a person sees all of them at once.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Fault, nearest};

/// The file and its faults.
pub(crate) struct Sheet {
    file: String,
    source: Arc<str>,
    faults: Vec<Fault>,
    warnings: Vec<Fault>,
    /// Lines that are not TOML: what stands there is not judged further.
    broken: Vec<usize>,
}

/// A table of the file.
#[derive(Clone, Debug)]
pub(crate) struct Section<'a> {
    table: &'a DeTable<'a>,
    span: Range<usize>,
}

impl Sheet {
    /// Reads the syntax of a file, as far as it goes; `file` is its name in faults.
    pub(crate) fn read<'t>(file: &str, text: &'t str) -> (Self, Spanned<DeTable<'t>>) {
        let (faults, warnings, broken) = (Vec::new(), Vec::new(), Vec::new());
        let mut sheet = Self { file: file.into(), source: text.into(), faults, warnings, broken };
        let (root, errors) = DeTable::parse_recoverable(text);
        for error in errors.into_iter().take(Fault::MOST) {
            let span = error.span().unwrap_or(0..0);
            sheet.fault(span.clone(), error.message(), None);
            sheet.broken.push(sheet.line(span.start));
        }
        (sheet, root)
    }

    /// The value if nothing is wrong, with what is merely odd; else all that is wrong.
    pub(crate) fn finish<T>(self, value: T) -> Result<(T, Vec<Fault>), Vec<Fault>> {
        if self.faults.is_empty() { Ok((value, self.warnings)) } else { Err(self.faults) }
    }

    /// The text of the file.
    pub(crate) const fn source(&self) -> &Arc<str> {
        &self.source
    }

    /// Something is wrong here.
    pub(crate) fn fault(&mut self, span: Range<usize>, message: impl Into<String>, help: Option<String>) {
        if self.faults.len() < Fault::MOST && !self.broken.contains(&self.line(span.start)) {
            let fault = self.describe(span, message.into(), help);
            self.faults.push(fault);
        }
    }

    /// Something is odd here.
    pub(crate) fn warn(&mut self, span: Range<usize>, message: impl Into<String>, help: Option<String>) {
        if self.warnings.len() < Fault::MOST {
            let warning = self.describe(span, message.into(), help);
            self.warnings.push(warning);
        }
    }

    /// This word is none of those that are accepted here.
    pub(crate) fn unknown<'w>(
        &mut self,
        span: Range<usize>,
        what: &str,
        word: &str,
        accepted: impl IntoIterator<Item = &'w str>,
    ) {
        self.fault(span, format!("unknown {what} `{word}`"), Some(suggestion(word, accepted)));
    }

    /// The span of `part` of a string value, if the file writes it without escapes; else that of the whole value.
    pub(crate) fn inside(&self, value: &Spanned<String>, part: Range<usize>) -> Range<usize> {
        let raw = self.source.get(value.span()).and_then(|raw| raw.find(value.get_ref().as_str()));
        match raw {
            Some(at) => {
                let at = value.span().start + at;
                at + part.start..at + part.end
            }
            None => value.span(),
        }
    }

    fn describe(&self, span: Range<usize>, message: String, help: Option<String>) -> Fault {
        Fault { help, ..Fault::new(self.file.as_str(), message).at(Arc::clone(&self.source), span) }
    }

    fn line(&self, at: usize) -> usize {
        let before = self.source.as_bytes().get(..at).unwrap_or(self.source.as_bytes());
        before.iter().filter(|b| **b == b'\n').count()
    }

    /// A key that has to be there is not. After a syntax error nobody knows what is there.
    pub(crate) fn missing(&mut self, section: &Section<'_>, key: &str, help: &str) {
        if self.broken.is_empty() {
            self.fault(section.place(&self.source), format!("missing key `{key}`"), Some(help.into()));
        }
    }

    /// Faults every key of the section but these.
    pub(crate) fn only(&mut self, section: &Section<'_>, keys: &[&str]) {
        for key in section.table.keys() {
            if !keys.contains(&key.get_ref().as_ref()) {
                self.unknown(key.span(), "key", key.get_ref(), keys.iter().copied());
            }
        }
    }

    /// A string.
    pub(crate) fn text(&mut self, section: &Section<'_>, key: &str) -> Option<Spanned<String>> {
        let value = section.table.get(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some(Spanned::new(value.span(), text.to_owned())),
            None => self.wrong_type(value, key, "a string"),
        }
    }

    /// A string that has to be there and to say something.
    pub(crate) fn required(
        &mut self,
        section: &Section<'_>,
        key: &str,
        help: &str,
    ) -> Option<Spanned<String>> {
        if section.table.get(key).is_none() {
            self.missing(section, key, help);
        }
        let text = self.text(section, key)?;
        if text.get_ref().trim().is_empty() {
            self.fault(text.span(), format!("`{key}` is empty"), Some(help.into()));
        }
        Some(text)
    }

    /// A list of strings; empty if it is not there.
    pub(crate) fn texts(&mut self, section: &Section<'_>, key: &str) -> Vec<Spanned<String>> {
        let Some(value) = section.table.get(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            return self.wrong_type(value, key, "a list of strings").unwrap_or_default();
        };
        let mut texts = Vec::new();
        for item in items.iter() {
            match item.get_ref().as_str() {
                Some(text) => texts.push(Spanned::new(item.span(), text.to_owned())),
                None => self.wrong_type(item, key, "a list of strings").unwrap_or_default(),
            }
        }
        texts
    }

    /// Confidence points: a whole number from 0 to 100.
    pub(crate) fn points(&mut self, section: &Section<'_>, key: &str) -> Option<Spanned<u8>> {
        let value = section.table.get(key)?;
        let Some(number) = value.get_ref().as_integer() else {
            return self.wrong_type(value, key, "a whole number from 0 to 100");
        };
        match i64::from_str_radix(number.as_str(), number.radix()).map(u8::try_from) {
            Ok(Ok(points @ 0..=100)) => Some(Spanned::new(value.span(), points)),
            _ => {
                let message = format!("`{key}` is not between 0 and 100");
                self.fault(value.span(), message, Some("points are confidences from 0 to 100".into()));
                None
            }
        }
    }

    /// A whole number from 0 up.
    pub(crate) fn number(&mut self, section: &Section<'_>, key: &str) -> Option<u64> {
        let value = section.table.get(key)?;
        let number = value.get_ref().as_integer();
        let number = number.and_then(|n| u64::from_str_radix(n.as_str(), n.radix()).ok());
        number.or_else(|| self.wrong_type(value, key, "a whole number from 0 up"))
    }

    /// A list of whole numbers from 0 up; empty if it is not there.
    pub(crate) fn numbers(&mut self, section: &Section<'_>, key: &str) -> Vec<u64> {
        let Some(value) = section.table.get(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            return self.wrong_type(value, key, "a list of whole numbers").unwrap_or_default();
        };
        let number = |item: &DeValue<'_>| {
            let number = item.as_integer()?;
            u64::from_str_radix(number.as_str(), number.radix()).ok()
        };
        let numbers: Option<Vec<u64>> = items.iter().map(|item| number(item.get_ref())).collect();
        numbers.or_else(|| self.wrong_type(value, key, "a list of whole numbers")).unwrap_or_default()
    }

    /// A string or a whole number, as it is written.
    pub(crate) fn word(&mut self, section: &Section<'_>, key: &str) -> Option<Spanned<String>> {
        let value = section.table.get(key)?;
        match value.get_ref().as_integer() {
            Some(number) => Some(Spanned::new(value.span(), number.as_str().to_owned())),
            None => self.text(section, key),
        }
    }

    /// A date, as it is written, in quotes or not.
    pub(crate) fn date(&mut self, section: &Section<'_>, key: &str) -> Option<Spanned<String>> {
        let value = section.table.get(key)?;
        match (value.get_ref().as_datetime(), value.get_ref().as_str()) {
            (Some(date), _) => Some(Spanned::new(value.span(), date.to_string())),
            (None, Some(text)) => Some(Spanned::new(value.span(), text.to_owned())),
            (None, None) => self.wrong_type(value, key, "a date, such as 2027-01-31"),
        }
    }

    /// A fault about this place that may have to be told later.
    pub(crate) fn later(
        &self,
        span: Range<usize>,
        message: impl Into<String>,
        help: Option<String>,
    ) -> Fault {
        self.describe(span, message.into(), help)
    }

    /// `true` or `false`; `false` if it is not there.
    pub(crate) fn flag(&mut self, section: &Section<'_>, key: &str) -> bool {
        let Some(value) = section.table.get(key) else { return false };
        let flag = value.get_ref().as_bool();
        flag.or_else(|| self.wrong_type(value, key, "true or false")).unwrap_or_default()
    }

    /// A table.
    pub(crate) fn table<'a>(&mut self, section: &Section<'a>, key: &str) -> Option<Section<'a>> {
        let value = section.table.get(key)?;
        match value.get_ref().as_table() {
            Some(table) => Some(Section { table, span: value.span() }),
            None => self.wrong_type(value, key, "a table"),
        }
    }

    /// The tables of `[[key]]`; none if it is not there.
    pub(crate) fn tables<'a>(&mut self, section: &Section<'a>, key: &str) -> Vec<Section<'a>> {
        let Some(value) = section.table.get(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            let tables = format!("`[[{key}]]` tables");
            return self.wrong_type(value, key, &tables).unwrap_or_default();
        };
        let mut tables = Vec::new();
        for item in items.iter() {
            match item.get_ref().as_table() {
                Some(table) => tables.push(Section { table, span: item.span() }),
                None => self.wrong_type(item, key, &format!("`[[{key}]]` tables")).unwrap_or_default(),
            }
        }
        tables
    }

    fn wrong_type<T>(&mut self, value: &Spanned<DeValue<'_>>, key: &str, expected: &str) -> Option<T> {
        let found = value.get_ref().type_str();
        self.fault(
            value.span(),
            format!("`{key}` has the wrong type"),
            Some(format!("expected {expected}, found {found}")),
        );
        None
    }
}

impl<'a> Section<'a> {
    /// The whole file, from its first key.
    pub(crate) fn root(root: &'a Spanned<DeTable<'a>>) -> Self {
        let table = root.get_ref();
        let start = table.keys().map(|key| key.span().start).min().unwrap_or(0);
        Self { table, span: start..usize::MAX }
    }

    /// The keys, with their places.
    pub(crate) fn keys(&self) -> impl Iterator<Item = (&'a str, Range<usize>)> + use<'a> {
        self.table.keys().map(|key| (key.get_ref().as_ref(), key.span()))
    }

    /// Whether the key holds a list with nothing in it.
    pub(crate) fn is_empty_list(&self, key: &str) -> bool {
        self.table.get(key).and_then(|value| value.get_ref().as_array()).is_some_and(|list| list.is_empty())
    }

    /// Whether a key is there.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The place of a key; the start of the file if it is not there.
    pub(crate) fn key(&self, key: &str) -> Range<usize> {
        self.keys().find(|(name, _)| *name == key).map(|(_, span)| span).unwrap_or_default()
    }

    /// Its first line, to point at where something is missing.
    pub(crate) fn place(&self, source: &str) -> Range<usize> {
        let start = self.span.start;
        let text = source.get(start..self.span.end.min(source.len())).unwrap_or("");
        let line = text.lines().next().unwrap_or("");
        start..start + line.len()
    }
}

/// What to write in place of a word that is not accepted.
fn suggestion<'w>(wrong: &str, accepted: impl IntoIterator<Item = &'w str>) -> String {
    let accepted: Vec<&str> = accepted.into_iter().collect();
    let all = format!("accepted: {}", accepted.join(", "));
    match nearest(wrong, accepted.iter().copied()) {
        Some(word) => format!("did you mean `{word}`? {all}"),
        None => all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads one of each and gives the messages.
    fn faults(text: &str) -> Vec<String> {
        let (mut sheet, root) = Sheet::read("x.toml", text);
        let root = Section::root(&root);
        sheet.only(&root, &["name", "list", "flag", "points", "part"]);
        sheet.required(&root, "name", "say something");
        sheet.texts(&root, "list");
        sheet.flag(&root, "flag");
        sheet.points(&root, "points");
        sheet.tables(&root, "part");
        sheet.finish(()).err().into_iter().flatten().map(|f| f.message).collect()
    }

    #[test]
    fn all_faults_are_found_at_once() {
        assert_eq!(faults("name = 'a'\nlist = ['b']\nflag = true\npoints = 0x64\n[[part]]"), [""; 0]);
        assert_eq!(
            faults("nmae = 'a'\nlist = [1, 'b', 2]\nflag = 1\npoints = 101\npart = 3"),
            [
                "unknown key `nmae`",
                "missing key `name`",
                "`list` has the wrong type",
                "`list` has the wrong type",
                "`flag` has the wrong type",
                "`points` is not between 0 and 100",
                "`part` has the wrong type",
            ]
        );
        assert_eq!(faults("name = ''\npoints = -1\npart = [1]").len(), 3);
    }

    #[test]
    fn after_a_syntax_error_only_what_is_certain_is_said() {
        let found = faults("name = \nflag = 1\npoints = 300\nlist = [1\n");
        assert!(found.len() >= 3, "{found:?}");
        assert!(found.contains(&"`points` is not between 0 and 100".to_owned()), "{found:?}");
        assert!(!found.iter().any(|f| f.contains("missing key")), "{found:?}");
    }

    #[test]
    fn a_place_inside_a_string_is_found() {
        let text = "a = '''(x'''\nb = \"\\u0028x\"\n";
        let (mut sheet, root) = Sheet::read("x.toml", text);
        let root = Section::root(&root);
        let a = sheet.text(&root, "a").unwrap();
        assert_eq!(sheet.inside(&a, 1..2), 8..9);
        let b = sheet.text(&root, "b").unwrap();
        assert_eq!(sheet.inside(&b, 0..1), b.span());
    }
}
