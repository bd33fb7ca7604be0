//! The words that findings only point to.

use crate::model::{Catalog, Fact, FactKind, RuleId};

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
