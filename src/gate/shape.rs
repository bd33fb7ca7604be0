//! Shapes of values, so that a configuration can accept some values without holding any.

use regex::bytes::{Regex, RegexBuilder};

/// A value with wild cards: `#` is a digit, `?` any one character, `*` any run of them; everything else stands for itself,
/// whatever the case of its letters.
#[derive(Clone, Debug)]
pub struct Shape(Regex);

impl Shape {
    /// Reads a shape; `None` for one that is empty or too long to be a value's.
    pub fn new(shape: &str) -> Option<Self> {
        let mut pattern = String::from("^");
        for part in shape.chars() {
            match part {
                '#' => pattern.push_str("[0-9]"),
                '?' => pattern.push_str("(?:(?su:.)|(?s-u:.))"),
                '*' => pattern.push_str("(?s-u:.)*"),
                other => pattern.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
            }
        }
        pattern.push('$');
        let built = RegexBuilder::new(&pattern).case_insensitive(true).size_limit(1 << 20).build();
        built.ok().filter(|_| !shape.trim().is_empty()).map(Self)
    }

    /// Whether a value has this shape.
    pub fn matches(&self, value: &[u8]) -> bool {
        self.0.is_match(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wild_cards_stand_for_what_they_say() {
        for (shape, value, fits) in [
            ("*@example.com", "Jane.Roe@EXAMPLE.com", true),
            ("*@example.com", "jane@example.community", false),
            ("555-01##", "555-0142", true),
            ("555-01##", "555-01x2", false),
            ("555-01##", "1-555-0142", false),
            ("a.c", "abc", false),
            ("m?ller*", "Müller, Eva", true),
            ("(###) *", "(201) 555\n0142", true),
        ] {
            assert_eq!(Shape::new(shape).unwrap().matches(value.as_bytes()), fits, "{shape} {value}");
        }
        assert!(Shape::new("?").unwrap().matches(b"\xff"), "not UTF-8");
        assert!(Shape::new("").is_none() && Shape::new(" ").is_none());
    }
}
