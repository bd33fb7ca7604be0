//! What the classes of a token-classification model mean.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What a model says of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// No part of a person's name.
    Other,
    /// The first word of a name.
    Begin,
    /// A word of a name, or one in a scheme that does not mark where names begin.
    Inside,
}

/// The part of a `config.json` that matters, as the `transformers` library writes it.
#[derive(Deserialize)]
pub(super) struct Config {
    id2label: BTreeMap<usize, String>,
    max_position_embeddings: Option<usize>,
}

/// Tokens that most encoders take at once.
const USUAL: usize = 512;

impl Config {
    /// Reads a `config.json`.
    ///
    /// # Errors
    /// What is missing or wrong, in words.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let config: Self = serde_json::from_str(text).map_err(|e| e.to_string())?;
        match config.tags().iter().any(|tag| *tag != Tag::Other) {
            true => Ok(config),
            false => Err(format!(
                "no class for persons (PER, PERSON or the like) among: {}",
                config.id2label.values().map(String::as_str).collect::<Vec<_>>().join(", ")
            )),
        }
    }

    /// What each class means, by its number.
    pub(super) fn tags(&self) -> Vec<Tag> {
        let classes = self.id2label.keys().next_back().map_or(0, |last| last + 1);
        (0..classes.min(USUAL)).map(|id| self.id2label.get(&id).map_or(Tag::Other, |l| tag(l))).collect()
    }

    /// Most tokens that the model takes at once.
    pub(super) fn most_tokens(&self) -> usize {
        self.max_position_embeddings.map_or(USUAL, |most| most.clamp(8, USUAL))
    }
}

/// A label of the usual schemes: `B-PER`, `I-PERSON`, `E-PER`, `PER`, `GIVENNAME`.
fn tag(label: &str) -> Tag {
    let label = label.to_ascii_uppercase();
    let (mark, class) = match label.split_once(['-', '_']) {
        Some((mark, class)) if mark.len() == 1 => (mark, class),
        _ => ("", label.as_str()),
    };
    let class: String = class.chars().filter(char::is_ascii_alphanumeric).collect();
    match (mark, class.as_str()) {
        (_, class) if !PERSON.contains(&class) => Tag::Other,
        ("B" | "S" | "U", _) => Tag::Begin,
        _ => Tag::Inside,
    }
}

/// How public models name the class of persons' names.
const PERSON: &[&str] = &[
    "PER", "PERSON", "PERS", "NAME", "PERSONNAME", "NAMEPERSON", "GIVENNAME", "GIVENNAME1", "FIRSTNAME",
    "MIDDLENAME", "SURNAME", "LASTNAME", "LASTNAME1", "FULLNAME", "PATIENT", "DOCTOR",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_the_usual_schemes_are_known() {
        for label in ["B-PER", "B-PERSON", "b-per", "S-PER", "U-person", "B_NAME"] {
            assert_eq!(tag(label), Tag::Begin, "{label}");
        }
        for label in ["I-PER", "E-PER", "L-PER", "PER", "PERSON", "GIVENNAME", "FIRST_NAME", "last-name"] {
            assert_eq!(tag(label), Tag::Inside, "{label}");
        }
        for label in ["O", "B-LOC", "I-ORG", "MISC", "PERCENT", "B-USERNAME", "LABEL_1", ""] {
            assert_eq!(tag(label), Tag::Other, "{label}");
        }
    }

    #[test]
    fn a_configuration_says_what_classes_there_are() {
        let config = Config::parse(
            r#"{"id2label": {"0": "O", "2": "I-PER", "1": "B-PER"}, "max_position_embeddings": 128}"#,
        );
        let config = config.unwrap();
        assert_eq!(config.tags(), [Tag::Other, Tag::Begin, Tag::Inside]);
        assert_eq!(config.most_tokens(), 128);
    }

    #[test]
    fn a_configuration_without_persons_is_refused() {
        let refused = |text: &str| Config::parse(text).err().unwrap();
        assert!(
            refused(r#"{"id2label": {"0": "LABEL_0", "1": "LABEL_1"}}"#).contains("among: LABEL_0, LABEL_1")
        );
        assert!(refused(r#"{"id2label": {}}"#).contains("no class"));
        assert!(refused("{}").contains("id2label"));
        assert!(refused("").contains("EOF"));
        // Numbers that no model has cost no memory.
        let far = r#"{"id2label": {"0": "PER", "18446744073709551614": "O"}}"#;
        assert_eq!(Config::parse(far).unwrap().tags().len(), USUAL);
    }
}
