//! The words that findings only point to.

use super::closing::retention;
use crate::model::{Catalog, ClassId, DocContent, DocInfo, DocLabel, Fact, FactKind, RuleId, Sensitivity};

/// The word for a kind of fact, as schemas promise it.
pub(super) const fn fact_name(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Shape => "shape",
        FactKind::Keyword => "keyword",
        FactKind::Siblings => "siblings",
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

/// How sensitive a finding is where it stands: its own row, or that of the document if that is more.
pub(super) fn effective_sensitivity(catalog: &Catalog, doc: &DocInfo, class: ClassId) -> Option<Sensitivity> {
    let document = doc.label.as_ref().and_then(|label| label.class);
    catalog.class(class).sensitivity.max(document.and_then(|class| catalog.class(class).sensitivity))
}

/// How long a finding may be kept where it stands, as a retention class: as the document's row says if that holds for all that is
/// in it, or else as its own row does.
pub(super) fn effective_retention(catalog: &Catalog, doc: &DocInfo, class: ClassId) -> String {
    let governing = doc.label.as_ref().and_then(DocLabel::governing);
    retention(catalog.class(governing.unwrap_or(class)))
}

/// `service-log (Operational Data): high, record-date+P5Y, service-end+P1Y`: what a document is, and what it and all that
/// is in it come to.
pub(super) fn document(catalog: &Catalog, content: &DocContent, label: &DocLabel) -> String {
    let row = label.class.map(|class| format!(" ({})", catalog.class(class).name)).unwrap_or_default();
    let sensitivity = content.sensitivity(catalog, Some(label)).map(|s| s.name().to_owned());
    let rest: Vec<_> = sensitivity.into_iter().chain(content.retentions(catalog, Some(label))).collect();
    let colon = if rest.is_empty() { "" } else { ": " };
    format!("{}{row}{colon}{}", label.name, rest.join(", "))
}
