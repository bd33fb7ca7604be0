//! The words that findings only point to.

use crate::model::{Catalog, DocInfo, Fact, FactKind, Field, RuleId};

/// The name of a column or key, if it has one.
pub(super) fn field_name<'a>(doc: &'a DocInfo, field: &'a Field) -> Option<&'a str> {
    let name = match field {
        Field::None => None,
        Field::Column(number) => doc.columns.get(usize::from(*number)).map(String::as_str),
        Field::Key(key) => Some(&**key),
    };
    name.filter(|n| !n.is_empty())
}

/// The word for a kind of fact, as schemas promise it.
pub(super) const fn fact_name(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Shape => "shape",
        FactKind::Keyword => "keyword",
        FactKind::Field => "field",
        FactKind::Against => "against",
        FactKind::Value => "value",
        FactKind::Noise => "noise",
        FactKind::TestPath => "test-path",
        FactKind::GeneratedPath => "generated-path",
    }
}

/// The word that a fact points to, for kinds that have one.
pub(super) fn fact_word(catalog: &Catalog, rule: RuleId, fact: Fact) -> Option<&str> {
    let rule = catalog.rule(rule);
    let words = match fact.kind {
        FactKind::Keyword => &rule.keywords,
        FactKind::Field => &rule.fields,
        FactKind::Against => &catalog.against,
        _ => return None,
    };
    words.get(usize::from(fact.word)).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_without_a_name_have_none() {
        let doc =
            DocInfo { path: String::new(), columns: vec!["email".into(), String::new()], decoded: None };
        for (field, name) in [
            (Field::None, None),
            (Field::Column(0), Some("email")),
            (Field::Column(1), None),
            (Field::Column(9), None),
            (Field::Key("user.ssn".into()), Some("user.ssn")),
        ] {
            assert_eq!(field_name(&doc, &field), name);
        }
    }
}
