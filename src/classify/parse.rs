//! From the text of a matrix file to a matrix, with all that is wrong with it.

use std::collections::BTreeMap;

use toml::Spanned;

use super::Matrix;
use super::retention::{ANCHORS, NEVER, SERVICE_END, UNSPECIFIED, is_period, parse_phrase};
use crate::model::{Class, ClassId, Fault, Retention, RetentionRule, Section, Sensitivity, Sheet};

const MATRIX_KEYS: &[&str] = &["id", "title", "category", "map"];
const CATEGORY_KEYS: &[&str] =
    &["id", "name", "examples", "sensitivity", "gdpr_label", "access", "retention"];
const RETENTION_KEYS: &[&str] = &["text", "after", "period"];
/// The entry of `[map]` for everything that has none.
const DEFAULT: &str = "default";

impl Matrix {
    /// Reads a matrix file; `file` is its name in faults.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Fault>> {
        let (mut sheet, root) = Sheet::read(file, text);
        let root = Section::root(&root);
        sheet.only(&root, MATRIX_KEYS);
        let mut matrix = Self {
            id: id(&mut sheet, &root, "short name of the matrix, such as `saas`"),
            title: sheet
                .required(&root, "title", "what the policy calls the matrix")
                .map(text_of)
                .unwrap_or_default(),
            classes: Vec::new(),
            examples: Vec::new(),
            map: BTreeMap::new(),
            default: ClassId(0),
        };
        categories(&mut sheet, &root, &mut matrix);
        map(&mut sheet, &root, &mut matrix);
        sheet.finish(matrix).map(|(matrix, _)| matrix)
    }
}

fn text_of(text: Spanned<String>) -> String {
    text.into_inner()
}

fn id(sheet: &mut Sheet, section: &Section<'_>, help: &str) -> String {
    let Some(id) = sheet.required(section, "id", help) else { return String::new() };
    if !is_id(id.get_ref()) {
        let help = "lower-case letters and digits, joined by single hyphens";
        sheet.fault(id.span(), format!("`{}` is not an id", id.get_ref()), Some(help.into()));
    }
    id.into_inner()
}

/// Lower-case letters and digits, joined by single hyphens.
pub(super) fn is_id(id: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    id.split('-').all(is_part)
}

fn is_info_type(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_uppercase())
        && key.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

fn categories(sheet: &mut Sheet, root: &Section<'_>, matrix: &mut Matrix) {
    let sections = sheet.tables(root, "category");
    if sections.is_empty() {
        sheet.missing(root, "category", "at least one `[[category]]`: the rows of the matrix");
    }
    for section in sections {
        sheet.only(&section, CATEGORY_KEYS);
        let class = category(sheet, &section);
        if matrix.find(&class.id).is_some() {
            sheet.fault(section.key("id"), format!("two categories have the id `{}`", class.id), None);
        }
        matrix.classes.push(class);
        matrix.examples.push(sheet.texts(&section, "examples").into_iter().map(text_of).collect());
    }
}

fn category(sheet: &mut Sheet, section: &Section<'_>) -> Class {
    Class {
        id: id(sheet, section, "short name of the row, such as `pii`"),
        name: sheet
            .required(section, "name", "what the policy calls the row")
            .map(text_of)
            .unwrap_or_default(),
        sensitivity: sensitivity(sheet, section),
        gdpr_label: stated(sheet, section, "gdpr_label"),
        access: stated(sheet, section, "access"),
        retention: retention(sheet, section),
    }
}

/// A text that may be missing, but not empty: unstated is written by leaving the key out.
fn stated(sheet: &mut Sheet, section: &Section<'_>, key: &str) -> Option<String> {
    section
        .has(key)
        .then(|| sheet.required(section, key, "leave it out if the policy does not state it"))?
        .map(text_of)
}

fn sensitivity(sheet: &mut Sheet, section: &Section<'_>) -> Option<Sensitivity> {
    let word = sheet.text(section, "sensitivity")?;
    let level = Sensitivity::parse(word.get_ref());
    if level.is_none() {
        let levels = Sensitivity::ALL.into_iter().map(Sensitivity::name);
        sheet.unknown(word.span(), "sensitivity", word.get_ref(), levels);
    }
    level
}

fn retention(sheet: &mut Sheet, section: &Section<'_>) -> Option<Retention> {
    let table = sheet.table(section, "retention")?;
    sheet.only(&table, RETENTION_KEYS);
    let text = sheet.required(&table, "text", "the policy's own words").map(text_of).unwrap_or_default();
    if !table.has("after") {
        if table.has("period") {
            sheet.missing(&table, "after", "what the period counts from");
        }
        let rule = parse_phrase(&text);
        return Some(Retention { text, rule });
    }
    let rule = machine_form(sheet, &table);
    Some(Retention { text, rule })
}

fn machine_form(sheet: &mut Sheet, table: &Section<'_>) -> Option<RetentionRule> {
    let after = sheet.text(table, "after")?;
    if !ANCHORS.contains(&after.get_ref().as_str()) {
        sheet.unknown(after.span(), "anchor", after.get_ref(), ANCHORS.iter().copied());
    }
    let after = after.into_inner();
    let period = sheet.text(table, "period");
    let endless = after == NEVER || after == UNSPECIFIED;
    match &period {
        Some(period) if endless => {
            sheet.fault(period.span(), format!("`{after}` has no period"), Some("leave `period` out".into()));
        }
        Some(period) if !is_period(period.get_ref()) => {
            let message = format!("`{}` is not a period", period.get_ref());
            sheet.fault(period.span(), message, Some("ISO 8601, such as `P1Y`, `P6M` or `P30D`".into()));
        }
        None if !endless && after != SERVICE_END => {
            sheet.missing(table, "period", "how long after it, such as `P1Y`");
        }
        _ => {}
    }
    let implied = if after == SERVICE_END { "P0D" } else { "" };
    let period = period.map_or_else(|| implied.to_owned(), text_of);
    Some(RetentionRule { after, period })
}

fn map(sheet: &mut Sheet, root: &Section<'_>, matrix: &mut Matrix) {
    let help = format!("`[map]` with `{DEFAULT} = \"…\"`: the row of what has none of its own");
    let Some(section) = sheet.table(root, "map") else {
        if !root.has("map") {
            sheet.missing(root, "map", &help);
        }
        return;
    };
    if !section.has(DEFAULT) {
        sheet.missing(&section, DEFAULT, &help);
    }
    for (key, span) in section.keys() {
        if !is_info_type(key) && !is_id(key) {
            let help = "an info type (`IP_ADDRESS`) or a family (`bank`)";
            sheet.fault(span, format!("`{key}` is neither"), Some(help.into()));
        }
        let Some(class) = sheet.text(&section, key) else { continue };
        match matrix.find(class.get_ref()) {
            Some(id) if key == DEFAULT => matrix.default = id,
            Some(id) => {
                matrix.map.insert(key.to_owned(), id);
            }
            None => {
                let ids = matrix.classes.iter().map(|c| c.id.as_str());
                sheet.unknown(class.span(), "category", class.get_ref(), ids);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{BUILTIN_MATRICES, SAAS};
    use super::*;
    use proptest::prelude::*;

    fn messages(text: &str) -> Vec<String> {
        Matrix::parse("m.toml", text).err().into_iter().flatten().map(|f| f.message).collect()
    }

    #[test]
    fn built_in_matrices_are_good_and_known_by_their_ids() {
        for (name, text) in BUILTIN_MATRICES {
            let matrix =
                Matrix::parse(name, text).unwrap_or_else(|faults| panic!("{}", faults[0].render(false)));
            assert_eq!(matrix.id, *name);
            assert_eq!(Matrix::parse(name, &matrix.to_toml()), Ok(matrix));
        }
    }

    #[test]
    fn the_most_specific_entry_wins() {
        let matrix = Matrix::parse("saas", SAAS).unwrap();
        let row = |info_type, family| {
            let (class, fell) = matrix.class_of(info_type, family);
            (matrix.classes[usize::from(class.0)].id.as_str(), fell)
        };
        assert_eq!(row("EMAIL_ADDRESS", "contact"), ("pii", false));
        assert_eq!(row("SWIFT_BIC", "bank"), ("technical", false));
        assert_eq!(row("ANY_ACCOUNT", "bank"), ("sensitive", false));
        assert_eq!(row("GEOLOCATION_COARSE", "location"), ("client", false));
        assert_eq!(row("NEW_TYPE", "new-family"), ("pii", true));
    }

    #[test]
    fn the_rows_of_the_default_matrix_stand_as_the_policy_has_them() {
        let matrix = Matrix::parse("saas", SAAS).unwrap();
        let rows: Vec<String> = matrix
            .classes
            .iter()
            .zip(&matrix.examples)
            .map(|(c, examples)| {
                let retention = c.retention.clone().unwrap();
                let (label, access) = (c.gdpr_label.clone().unwrap(), c.access.clone().unwrap());
                let class = retention.rule.clone().unwrap().to_string();
                assert_eq!(
                    parse_phrase(&retention.text),
                    retention.rule,
                    "the machine form is what the words say"
                );
                let sensitivity = c.sensitivity.unwrap();
                format!("{}|{}|{}|{sensitivity}|{label}|{access}|{class}", c.id, c.name, examples.join(", "))
            })
            .collect();
        assert_eq!(
            rows,
            [
                "pii|Personal Identifiable Information (PII)|Name, Email, Phone Number, Billing Address|high|Personal Data|Strict access control, encryption|service-end+P1Y",
                "sensitive|Sensitive Personal Data|Payment details, Social Security Numbers|very-high|Special Category Data|Restricted access, strong encryption|service-end+P1Y",
                "client|Client Data|Client network configurations, Service usage data|high|Personal Data|Role-based access, encryption|service-end+P1Y",
                "operational|Operational Data|System performance metrics, Service logs|medium|N/A|Role-based access|record-date+P5Y",
                "technical|Technical Data|Infrastructure blueprints, System configurations|medium|N/A|Access limited to technical staff|service-end+P1Y",
                "analytics|Analytics Data|Resource usage statistics, Traffic analysis|low|Pseudonymized Data|Aggregated access, de-identification|service-end",
                "incident|Incident Data|Security incident reports, Breach notifications|high|Personal Data|Restricted access, encryption|record-date+P8Y",
                "compliance|Compliance and Audit Data|Audit logs, Compliance documentation|high|N/A|Restricted access, encryption|record-date+P8Y",
            ]
        );
    }

    #[test]
    fn all_faults_come_at_once_and_where_they_stand() {
        let text = r#"id = "My matrix"
[[category]]
id = "a"
name = "A"
sensitivity = "highest"
access = ""
retention = { text = "5 years", after = "record_date", period = "5Y" }
[[category]]
id = "a"
colour = "red"
retention = { text = "x", period = "P1Y" }
[map]
bank = "b"
Mixed = "a"
"#;
        let mut found = messages(text);
        found.sort();
        assert_eq!(
            found,
            [
                "`5Y` is not a period",
                "`Mixed` is neither",
                "`My matrix` is not an id",
                "`access` is empty",
                "missing key `after`",
                "missing key `default`",
                "missing key `name`",
                "missing key `title`",
                "two categories have the id `a`",
                "unknown anchor `record_date`",
                "unknown category `b`",
                "unknown key `colour`",
                "unknown sensitivity `highest`",
            ]
        );
        assert_eq!(messages("").len(), 4);
        let faults = Matrix::parse("m.toml", text).unwrap_err();
        let anchor = faults.iter().find(|f| f.message.contains("anchor")).unwrap();
        assert_eq!(&text[anchor.span.clone().unwrap()], "\"record_date\"");
        assert!(anchor.help.clone().unwrap().starts_with("did you mean `record-date`?"));
    }

    #[test]
    fn a_phrase_without_machine_form_is_read() {
        let text = "id='m'\ntitle='M'\n[[category]]\nid='a'\nname='A'\nretention={text='Retain for 5 years'}\n[map]\ndefault='a'";
        let matrix = Matrix::parse("m", text).unwrap();
        let rule = matrix.classes[0].retention.clone().unwrap().rule.unwrap();
        assert_eq!(rule.to_string(), "record-date+P5Y");
    }

    fn words() -> impl Strategy<Value = Option<String>> {
        prop::option::of("\\PC{0,8}\n?[a-z\"\\\\\u{7f}é]".prop_map(String::from))
    }

    fn classes() -> impl Strategy<Value = (Class, Vec<String>)> {
        let level = prop::option::of(prop::sample::select(Sensitivity::ALL.to_vec()));
        let retention = prop::option::of(prop::sample::select(vec![
            "for 3 days",
            "indefinitely",
            "for the duration of service",
            "no \"longer\"",
        ]));
        let examples = prop::collection::vec("\\PC{0,9}", 0..3);
        (words(), words(), words(), level, retention, examples).prop_map(
            |(name, label, access, level, phrase, examples)| {
                let retention = phrase.map(|text| Retention { text: text.into(), rule: parse_phrase(text) });
                let name = name.unwrap_or("row".into());
                (
                    Class {
                        id: String::new(),
                        name,
                        sensitivity: level,
                        gdpr_label: label,
                        access,
                        retention,
                    },
                    examples,
                )
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            rows in prop::collection::vec(classes(), 1..5),
            map in prop::collection::btree_map("[A-Z][A-Z_]{0,8}|[a-z]{1,6}(-[a-z]{1,4})?", 0u16..9, 0..6),
            title in "\\PC{0,20}x",
        ) {
            let (mut classes, examples): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
            for (i, class) in classes.iter_mut().enumerate() {
                class.id = format!("row-{i}");
            }
            let last = classes.len() as u16 - 1;
            let map = map.into_iter().filter(|(key, _)| key != DEFAULT);
            let map = map.map(|(key, row)| (key, ClassId(row.min(last)))).collect();
            let matrix = Matrix { id: "m".into(), title, classes, examples, map, default: ClassId(last) };
            prop_assert_eq!(Matrix::parse("m", &matrix.to_toml()), Ok(matrix));
        }
    }
}
