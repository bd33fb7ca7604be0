//! Tables whose rows name their values: `meta_key` and `meta_value`, `Field` and `Value`.

/// How columns of names are called, or the last words of what they are called.
const NAMES: [&str; 17] = [
    "field", "key", "attribute", "property", "item", "label", "detail", "information", "name", "parameter",
    "setting", "variable", "question", "feld", "merkmal", "champ", "campo",
];

/// The same of columns of values.
const VALUES: [&str; 10] =
    ["value", "values", "details", "data", "answer", "response", "wert", "angabe", "valeur", "valor"];

/// Whether a column of this name, in its normal form, holds names of values.
pub(crate) fn is_of_names(normal: &[u8]) -> bool {
    ends_in(normal, &NAMES)
}

/// Whether a column of this name, in its normal form, holds values that something beside them names.
pub(crate) fn is_of_values(normal: &[u8]) -> bool {
    ends_in(normal, &VALUES)
}

fn ends_in(normal: &[u8], words: &[&str]) -> bool {
    let last = normal.rsplit(|b| *b == b'_').next().unwrap_or_default();
    words.iter().any(|word| word.as_bytes() == last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_says_what_a_column_holds() {
        for names in ["field", "meta_key", "attribute_name", "label"] {
            assert!(is_of_names(names.as_bytes()) && !is_of_values(names.as_bytes()), "{names}");
        }
        for values in ["value", "meta_value", "new_value", "survey_answer"] {
            assert!(is_of_values(values.as_bytes()) && !is_of_names(values.as_bytes()), "{values}");
        }
        for no in ["", "monkey", "valued", "key_id", "value_type"] {
            assert!(!is_of_names(no.as_bytes()) && !is_of_values(no.as_bytes()), "{no}");
        }
    }
}
