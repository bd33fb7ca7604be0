//! The classification matrix: rows, and which info type falls into which.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::{Class, ClassId, RetentionRule, fnv};

/// A matrix. What its policy leaves unstated stays unstated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Matrix {
    /// Short name, such as `saas`.
    pub id: String,
    /// The policy's title of it.
    pub title: String,
    /// The rows, by [`ClassId`].
    pub classes: Vec<Class>,
    /// The policy's examples of each row, by [`ClassId`].
    pub examples: Vec<Vec<String>>,
    /// The row of an info type (`IP_ADDRESS`) or a family (`bank`).
    pub map: BTreeMap<String, ClassId>,
    /// The row of everything else.
    pub default: ClassId,
}

impl Matrix {
    /// The row of an info type: its own, else that of its family, else the default; and whether it fell to the default.
    pub fn class_of(&self, info_type: &str, family: &str) -> (ClassId, bool) {
        let own = self.map.get(info_type).or_else(|| self.map.get(family));
        own.map_or((self.default, true), |class| (*class, false))
    }

    /// The row with this id.
    pub fn find(&self, id: &str) -> Option<ClassId> {
        let row = self.classes.iter().position(|class| class.id == id)?;
        u16::try_from(row).ok().map(ClassId)
    }

    /// Retention phrases that could not be read, with the ids of their rows: reports show them as text only.
    pub fn unread_retentions(&self) -> impl Iterator<Item = (&str, &str)> {
        self.classes.iter().filter_map(|class| {
            let retention = class.retention.as_ref().filter(|r| r.rule.is_none())?;
            Some((class.id.as_str(), retention.text.as_str()))
        })
    }

    /// Hash of what the matrix says, in hexadecimal; comments and layout do not count.
    pub fn hash(&self) -> String {
        fnv([self.to_toml().as_str()])
    }

    /// The matrix as a file that [`parse`](Self::parse) reads.
    pub fn to_toml(&self) -> String {
        let mut out = format!("id = {}\ntitle = {}\n", quoted(&self.id), quoted(&self.title));
        for (row, class) in self.classes.iter().enumerate() {
            let examples = self.examples.get(row).map(Vec::as_slice).unwrap_or_default();
            write_class(&mut out, class, examples);
        }
        out.push_str("\n[map]\n");
        for (key, class) in &self.map {
            let _ = writeln!(out, "{} = {}", quoted_key(key), quoted(self.id_of(*class)));
        }
        let _ = writeln!(out, "default = {}", quoted(self.id_of(self.default)));
        out
    }

    fn id_of(&self, class: ClassId) -> &str {
        self.classes.get(usize::from(class.0)).map_or("", |class| class.id.as_str())
    }
}

fn write_class(out: &mut String, class: &Class, examples: &[String]) {
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(out, "{key} = {value}");
        }
    };
    line("\n[[category]]\nid", Some(quoted(&class.id)));
    line("name", Some(quoted(&class.name)));
    let examples: Vec<String> = examples.iter().map(|e| quoted(e)).collect();
    line("examples", (!examples.is_empty()).then(|| format!("[{}]", examples.join(", "))));
    line("sensitivity", class.sensitivity.map(|s| quoted(s.name())));
    line("gdpr_label", class.gdpr_label.as_deref().map(quoted));
    line("access", class.access.as_deref().map(quoted));
    line("retention", class.retention.as_ref().map(|r| retention(&r.text, r.rule.as_ref())));
}

fn retention(text: &str, rule: Option<&RetentionRule>) -> String {
    let mut table = format!("{{ text = {}", quoted(text));
    if let Some(rule) = rule {
        let _ = write!(table, ", after = {}", quoted(&rule.after));
        if !rule.period.is_empty() {
            let _ = write!(table, ", period = {}", quoted(&rule.period));
        }
    }
    table + " }"
}

/// A TOML basic string: one line, whatever the text.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn quoted_key(key: &str) -> String {
    let bare = key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if bare && !key.is_empty() { key.to_owned() } else { quoted(key) }
}
