//! What can be wrong with the words of a rule, one check per function.

use std::collections::BTreeSet;

use toml::Spanned;

use crate::model::Sheet;

/// `us-ssn`: lower-case words and numbers joined by single hyphens.
pub(super) fn id(sheet: &mut Sheet, id: &Spanned<String>, file: &str) {
    hyphenated(sheet, id, "an id");
    let stem = stem(file);
    if id.get_ref() != stem {
        let message = format!("the id `{}` is not the name of the file", id.get_ref());
        sheet.fault(id.span(), message, Some(format!("the file says `{stem}`")));
    }
}

/// Lower-case words and numbers joined by single hyphens.
pub(super) fn hyphenated(sheet: &mut Sheet, word: &Spanned<String>, what: &str) {
    if !is_joined(word.get_ref(), '-', |c| c.is_ascii_lowercase()) {
        let help = "lower-case letters and digits, joined by single hyphens";
        sheet.fault(word.span(), format!("`{}` is not {what}", word.get_ref()), Some(help.into()));
    }
}

/// `US_SSN`: upper-case words and numbers joined by single underscores.
pub(super) fn info_type(sheet: &mut Sheet, word: &Spanned<String>) {
    let starts = word.get_ref().starts_with(|c: char| c.is_ascii_uppercase());
    if !starts || !is_joined(word.get_ref(), '_', |c| c.is_ascii_uppercase()) {
        let help = "upper-case letters and digits, joined by single underscores: `US_SSN`";
        sheet.fault(word.span(), format!("`{}` is not an info type", word.get_ref()), Some(help.into()));
    }
}

/// Names of fields as the engine normalises them; other scripts than Latin stand as they are.
pub(super) fn names(sheet: &mut Sheet, key: &str, names: &[Spanned<String>]) {
    once_each(sheet, key, names);
    for name in names {
        let normal = is_joined(name.get_ref(), '_', |c| c.is_ascii_lowercase() || is_lower_beyond_ascii(c));
        if !normal {
            let message = format!("`{}` in `{key}` is not normalised", name.get_ref());
            let help = "lower case, with single underscores between words: `date_of_birth`";
            sheet.fault(name.span(), message, Some(help.into()));
        }
    }
}

/// Words and phrases to look for nearby.
pub(super) fn phrases(sheet: &mut Sheet, key: &str, phrases: &[Spanned<String>]) {
    once_each(sheet, key, phrases);
    for phrase in phrases {
        let text = phrase.get_ref();
        let words: Vec<&str> = text.split_whitespace().collect();
        if words.is_empty() || words.join(" ") != *text || text.to_lowercase() != *text {
            let message = format!("`{text}` in `{key}` is not normalised");
            let help = "lower case, with single spaces between words";
            sheet.fault(phrase.span(), message, Some(help.into()));
        }
    }
}

/// Examples: some, and each says something.
pub(super) fn examples(sheet: &mut Sheet, examples: &[Spanned<String>]) {
    for example in examples.iter().filter(|e| e.get_ref().is_empty()) {
        sheet.fault(example.span(), "an example without text", None);
    }
}

fn once_each(sheet: &mut Sheet, key: &str, words: &[Spanned<String>]) {
    let mut seen = BTreeSet::new();
    for word in words {
        if !seen.insert(word.get_ref()) {
            sheet.warn(word.span(), format!("`{}` is listed twice in `{key}`", word.get_ref()), None);
        }
    }
}

fn is_joined(word: &str, joint: char, is_letter: impl Fn(char) -> bool) -> bool {
    word.split(joint).all(|part| !part.is_empty() && part.chars().all(|c| is_letter(c) || c.is_ascii_digit()))
}

fn is_lower_beyond_ascii(c: char) -> bool {
    !c.is_ascii() && !c.is_whitespace() && !c.is_control() && c.to_lowercase().eq([c])
}

/// The name of a file without folders and ending, whatever the system's separator.
fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.strip_suffix(".toml").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_words() {
        let lower = |word| is_joined(word, '-', |c| c.is_ascii_lowercase());
        for good in ["iban", "us-ssn", "2fa-code"] {
            assert!(lower(good), "{good}");
        }
        for bad in ["", "-a", "a-", "a--b", "a_b", "Ab", "a b", "é"] {
            assert!(!lower(bad), "{bad}");
        }
    }

    #[test]
    fn stems() {
        for file in ["iban", "iban.toml", "rules/iban.toml", "C:\\rules\\iban.toml"] {
            assert_eq!(stem(file), "iban");
        }
    }

    #[test]
    fn field_names_may_be_of_any_script() {
        let faults = |name: &str| {
            let (mut sheet, _) = Sheet::read("x", "");
            names(&mut sheet, "fields", &[Spanned::new(0..0, name.into())]);
            sheet.finish(()).is_err()
        };
        for good in ["email", "date_of_birth", "straße", "जन्म_तिथि", "address_2"] {
            assert!(!faults(good), "{good}");
        }
        for bad in ["eMail", "date of birth", "a__b", "É", "", "e-mail"] {
            assert!(faults(bad), "{bad}");
        }
    }
}
