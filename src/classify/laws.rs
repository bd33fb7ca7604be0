//! What laws say of each kind of data: `rules/laws.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use toml::Spanned;

use crate::model::{Fault, LawFacts, Section, Sheet};

const ROOT_KEYS: &[&str] = &["type", "family"];
const KEYS: &[&str] = &["gdpr", "articles", "ccpa", "spi", "hipaa", "pci"];
const CLASSES: [&str; 4] = ["P", "9", "10", "none"];
const ARTICLES: [u64; 3] = [9, 10, 87];

/// Facts by info type and by family.
#[derive(Debug, Default)]
pub struct Laws {
    types: BTreeMap<String, LawFacts>,
    families: BTreeMap<String, LawFacts>,
}

impl Laws {
    /// The facts that come with the program.
    pub fn builtin() -> &'static Self {
        static LAWS: LazyLock<Laws> = LazyLock::new(|| {
            // A test reads it; it cannot be at fault in a build that passed.
            Laws::parse("rules/laws.toml", include_str!("../../rules/laws.toml")).unwrap_or_default()
        });
        &LAWS
    }

    /// Reads the file.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Fault>> {
        let (mut sheet, root) = Sheet::read(file, text);
        let root = Section::root(&root);
        sheet.only(&root, ROOT_KEYS);
        let mut list = |key: &str| {
            let Some(section) = sheet.table(&root, key) else { return BTreeMap::new() };
            let names: Vec<&str> = section.keys().map(|(name, _)| name).collect();
            let facts = |name: &str| Some((name.to_owned(), facts(&mut sheet, &section, name)?));
            names.into_iter().filter_map(facts).collect()
        };
        let laws = Self { types: list("type"), families: list("family") };
        sheet.finish(laws).map(|(laws, _)| laws)
    }

    /// What is said of an info type, or else of its family.
    pub fn of(&self, info_type: &str, family: &str) -> LawFacts {
        self.types.get(info_type).or_else(|| self.families.get(family)).cloned().unwrap_or_default()
    }
}

fn facts(sheet: &mut Sheet, list: &Section<'_>, name: &str) -> Option<LawFacts> {
    let section = sheet.table(list, name)?;
    sheet.only(&section, KEYS);
    let gdpr = sheet.required(&section, "gdpr", "P, 9, 10 or none")?;
    if !CLASSES.contains(&gdpr.get_ref().as_str()) {
        sheet.unknown(gdpr.span(), "class", gdpr.get_ref(), CLASSES);
    }
    let text = |text: Option<Spanned<String>>| text.map(Spanned::into_inner).unwrap_or_default();
    let articles = sheet.numbers(&section, "articles");
    if articles.iter().any(|article| !ARTICLES.contains(article)) {
        let help = "articles that reports tell apart: 9, 10, 87";
        sheet.fault(section.key("articles"), "no such article", Some(help.into()));
    }
    Some(LawFacts {
        gdpr: gdpr.into_inner(),
        articles: articles.into_iter().filter_map(|n| u8::try_from(n).ok()).collect(),
        ccpa: text(sheet.text(&section, "ccpa")),
        spi: section.has("spi").then(|| sheet.flag(&section, "spi")),
        hipaa: text(sheet.text(&section, "hipaa")),
        // What nobody calls card data is none.
        pci: Some(sheet.flag(&section, "pci")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_facts_that_come_with_the_program_can_be_read() {
        let laws = Laws::parse("laws.toml", include_str!("../../rules/laws.toml")).unwrap();
        let ssn = laws.of("US_SSN", "government-id");
        assert_eq!((ssn.gdpr.as_str(), &ssn.articles[..], ssn.spi), ("P", &[87][..], Some(true)));
        assert_eq!(laws.of("UK_NHS", "health").articles, [9]);
        assert_eq!(laws.of("PAYMENT_CARD", "card").pci, Some(true));
        assert_eq!(laws.of("PL_PESEL", "government-id").spi, Some(false));
        assert_eq!(laws.of("OWN", "of-my-own"), LawFacts::default());
    }

    #[test]
    fn what_is_wrong_is_told() {
        let text =
            "[type.A]\ngdpr = 'X'\n[type.B]\nspi = true\n[family.c]\ngdpr = 'P'\narticles = [5]\nfoo = 1\n";
        let messages: Vec<_> =
            Laws::parse("x", text).unwrap_err().into_iter().map(|fault| fault.message).collect();
        assert_eq!(
            messages,
            ["unknown class `X`", "missing key `gdpr`", "unknown key `foo`", "no such article"]
        );
    }
}
