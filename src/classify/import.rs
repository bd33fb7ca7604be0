//! From a policy in Markdown to a matrix: the first table that looks like one.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::parse::is_id;
use super::retention::parse_phrase;
use super::{Matrix, SAAS};
use crate::model::{Class, ClassId, Fault, Retention, Sensitivity, nearest};

/// Reads the classification table of a policy: a Markdown table with a column for the category and at least
/// one of examples, sensitivity, GDPR, access and retention, in any order. The map from info types to rows is that of
/// the default matrix as far as the policy has its rows.
///
/// # Errors
/// No such table, or everything that is wrong with it. Faults bear no file name; the caller knows it.
pub fn import(markdown: &str, id: &str) -> Result<Matrix, Vec<Fault>> {
    let source: Arc<str> = markdown.into();
    let mut faults = Vec::new();
    if !is_id(id) {
        let help = "lower-case letters and digits, joined by single hyphens";
        faults.push(Fault::new("", format!("`{id}` is not an id")).help(help));
    }
    let Some(table) = find_table(markdown) else {
        let help = "a Markdown table with a column `Data Category` and at least one of `Examples`, `Sensitivity`, \
                    `GDPR`, `Access`, `Retention`";
        faults.push(Fault::new("", "no classification table").help(help));
        return Err(faults);
    };
    let mut matrix = Matrix {
        id: id.into(),
        title: table.title,
        classes: Vec::new(),
        examples: Vec::new(),
        map: BTreeMap::new(),
        default: ClassId(0),
    };
    for row in &table.rows {
        match read_row(row, &table.columns, &matrix) {
            Ok((class, examples)) => {
                matrix.classes.push(class);
                matrix.examples.push(examples);
            }
            Err(fault) => faults.push(fault.at(Arc::clone(&source), row.place.clone())),
        }
    }
    if matrix.classes.is_empty() && faults.is_empty() {
        faults.push(Fault::new("", "the table has no rows").at(source, table.place));
    }
    fill_map(&mut matrix)?;
    if faults.is_empty() { Ok(matrix) } else { Err(faults) }
}

/// What a column of the table says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Category,
    Examples,
    Sensitivity,
    Gdpr,
    Access,
    Retention,
    Other,
}

impl Column {
    /// By the words of its head. "GDPR Classification" is no category, so that comes last.
    fn named(head: &str) -> Self {
        let head = head.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
        match () {
            () if has(&["gdpr"]) => Self::Gdpr,
            () if has(&["sensitiv"]) => Self::Sensitivity,
            () if has(&["example"]) => Self::Examples,
            () if has(&["access"]) => Self::Access,
            () if has(&["retention", "retain"]) => Self::Retention,
            () if has(&["category", "categories", "data class", "data type", "type of data"]) => {
                Self::Category
            }
            () => Self::Other,
        }
    }
}

struct Table {
    title: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    place: Range<usize>,
}

/// The cells of a line, and where it stands.
struct Row {
    cells: Vec<String>,
    place: Range<usize>,
}

/// The first table with the right columns, outside fenced code.
fn find_table(markdown: &str) -> Option<Table> {
    let lines = lines_outside_code(markdown);
    for (i, (place, line)) in lines.iter().enumerate() {
        let Some((_, rule)) = lines.get(i + 1).filter(|(_, rule)| is_delimiter_row(rule)) else { continue };
        let columns: Vec<Column> = cells(line).iter().map(|head| Column::named(head)).collect();
        let useful = columns.iter().any(|c| !matches!(c, Column::Category | Column::Other));
        if columns.contains(&Column::Category) && useful && cells(rule).len() == columns.len() {
            let body = lines.iter().skip(i + 2).take_while(|(_, line)| line.contains('|'));
            let rows = body.map(|(place, line)| Row { cells: cells(line), place: place.clone() }).collect();
            let before = lines.get(..i).unwrap_or_default();
            return Some(Table { title: title(before), columns, rows, place: place.clone() });
        }
    }
    None
}

/// The lines of a text with their places, without blanks around them and without fenced code.
fn lines_outside_code(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut fence = None;
    let mut at = 0;
    let mut lines = Vec::new();
    for raw in text.split_inclusive('\n') {
        let line = raw.trim();
        let start = at + (raw.len() - raw.trim_start().len());
        at += raw.len();
        let mark = ["```", "~~~"].into_iter().find(|mark| line.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (Some(_), _) => {}
            (None, None) => lines.push((start..start + line.len(), line)),
        }
    }
    lines
}

/// `|---|:---:|`
fn is_delimiter_row(line: &str) -> bool {
    let is_rule = |cell: &String| {
        let dashes = cell.strip_prefix(':').unwrap_or(cell);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        !dashes.is_empty() && dashes.bytes().all(|b| b == b'-')
    };
    line.contains('|') && cells(line).iter().all(is_rule)
}

/// The cells of a table line: split at pipes that are not escaped, without marks around the whole cell.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' if characters.peek() == Some(&'|') => {
                characters.next();
                push(&mut cells, '|');
            }
            '|' => cells.push(String::new()),
            c => push(&mut cells, c),
        }
    }
    if cells.len() > 1 && cells.last().is_some_and(|last| last.trim().is_empty()) {
        cells.pop();
    }
    cells.iter().map(|cell| plain(cell).to_owned()).collect()
}

fn push(cells: &mut [String], c: char) {
    if let Some(cell) = cells.last_mut() {
        cell.push(c);
    }
}

/// A text without the marks of emphasis, code or heading around all of it.
fn plain(text: &str) -> &str {
    let mut text = text.trim();
    for mark in ["**", "__", "*", "_", "`"] {
        let inner = text.strip_prefix(mark).and_then(|t| t.strip_suffix(mark));
        if let Some(inner) = inner.filter(|inner| !inner.contains(mark)) {
            text = inner.trim();
        }
    }
    text
}

/// The nearest heading or bold line above the table.
fn title(before: &[(Range<usize>, &str)]) -> String {
    let is_title = |line: &&str| line.starts_with('#') || (line.starts_with("**") && line.ends_with("**"));
    let line = before.iter().rev().map(|(_, line)| *line).find(is_title);
    let title = plain(line.unwrap_or_default().trim_start_matches('#'));
    if title.is_empty() { "Data Classification Matrix".into() } else { title.into() }
}

/// A row of the matrix. What the policy leaves blank is not stated.
fn read_row(row: &Row, columns: &[Column], matrix: &Matrix) -> Result<(Class, Vec<String>), Fault> {
    let cell = |column: Column| {
        let i = columns.iter().position(|c| *c == column)?;
        let text = row.cells.get(i)?;
        (!matches!(text.as_str(), "" | "-" | "–" | "—")).then_some(text.as_str())
    };
    let Some(name) = cell(Column::Category) else {
        return Err(Fault::new("", "a row without a category"));
    };
    let class = Class {
        id: short_id(name, matrix),
        name: name.into(),
        sensitivity: cell(Column::Sensitivity).map(sensitivity).transpose()?,
        gdpr_label: cell(Column::Gdpr).map(String::from),
        access: cell(Column::Access).map(String::from),
        retention: cell(Column::Retention)
            .map(|text| Retention { text: text.into(), rule: parse_phrase(text) }),
    };
    Ok((class, cell(Column::Examples).map(list).unwrap_or_default()))
}

/// What policies call their levels, beside the names of ours.
const WORDS: [(Sensitivity, &[&str]); 4] = [
    (Sensitivity::Low, &["public", "open", "unclassified"]),
    (Sensitivity::Medium, &["internal", "internal-use-only", "moderate"]),
    (Sensitivity::High, &["confidential", "private"]),
    (
        Sensitivity::VeryHigh,
        &["restricted", "secret", "top-secret", "critical", "strictly-confidential", "highly-confidential"],
    ),
];

fn sensitivity(text: &str) -> Result<Sensitivity, Fault> {
    let parts = text.split(|c: char| c.is_whitespace() || c == '-').filter(|part| !part.is_empty());
    let word = parts.collect::<Vec<_>>().join("-").to_lowercase();
    let named = || WORDS.iter().find(|(_, words)| words.contains(&&*word)).map(|(level, _)| *level);
    Sensitivity::parse(&word).or_else(named).ok_or_else(|| {
        let names = Sensitivity::ALL.map(Sensitivity::name);
        let guess = nearest(&word, names).map(|name| format!("did you mean `{name}`? ")).unwrap_or_default();
        let help = format!("{guess}what is understood: {}", understood());
        Fault::new("", format!("unknown sensitivity `{text}`")).help(help)
    })
}

/// `low (public, open, …); …`.
fn understood() -> String {
    let levels = WORDS.iter().map(|(level, words)| format!("{level} ({})", words.join(", ")));
    levels.collect::<Vec<_>>().join("; ")
}

/// The items between commas that do not stand in brackets.
fn list(text: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let parts = text.split(|c| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    });
    parts.map(str::trim).filter(|part| !part.is_empty()).map(String::from).collect()
}

/// A short name that no row has yet: the acronym in brackets, or else as many words as it takes, or else a number.
fn short_id(name: &str, matrix: &Matrix) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let by_words = (1..=words.len()).filter_map(|n| words.get(..n)).map(|words| words.join("-"));
    let candidates = acronym(name).into_iter().chain(by_words);
    let numbered = (matrix.classes.len() + 1..).map(|n| format!("row-{n}"));
    let mut free = candidates.chain(numbered).filter(|id| is_id(id) && matrix.find(id).is_none());
    free.next().unwrap_or_default()
}

/// `Personal Identifiable Information (PII)`: `pii`.
fn acronym(name: &str) -> Option<String> {
    let inside = name.split_once('(')?.1.split_once(')')?.0.trim();
    let is_acronym =
        inside.len() >= 2 && inside.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    is_acronym.then(|| inside.to_ascii_lowercase())
}

/// The default matrix's map as far as its rows are here too; the rest falls to the default row, which is the
/// default matrix's too or else the first of the most sensitive.
fn fill_map(matrix: &mut Matrix) -> Result<(), Vec<Fault>> {
    let saas = Matrix::parse("rules/matrix/saas.toml", SAAS)?;
    let here = |class: ClassId| {
        let class = saas.classes.get(usize::from(class.0))?;
        matrix.find(&class.id)
    };
    let map = saas.map.iter().filter_map(|(key, class)| Some((key.clone(), here(*class)?))).collect();
    let most = matrix.classes.iter().map(|class| class.sensitivity).max().flatten();
    let first = matrix.classes.iter().find(|class| class.sensitivity == most);
    let fallback = first.and_then(|class| matrix.find(&class.id)).unwrap_or(ClassId(0));
    matrix.default = here(saas.default).unwrap_or(fallback);
    matrix.map = map;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const POLICY: &str = "\
# Policy

| Kind | Count |
|------|-------|
| x    | 1     |

```
| Data Category | Examples |
|---|---|
| not this | one |
```

## What we *keep*

| Retention | **Data Category** | `Sensitivity` | GDPR classification | Examples |
| :-- | --- | :-: | --- | --: |
| 30 days | Contact Data | High | Personal Data | Mail (home, work), Phone |
| forever and a day | **Log \\| Trace** Data | very high | - |
| | Contact Numbers | | N/A | |

Text | with a pipe.
";

    #[test]
    fn a_table_is_found_and_read_whatever_its_columns() {
        let matrix = import(POLICY, "mine").unwrap();
        let ids: Vec<_> = matrix.classes.iter().map(|c| c.id.as_str()).collect();
        assert_eq!(ids, ["contact", "log", "contact-numbers"]);
        assert_eq!((matrix.id.as_str(), matrix.title.as_str()), ("mine", "What we *keep*"));
        assert_eq!(matrix.examples[0], ["Mail (home, work)", "Phone"]);
        let [contact, log, numbers] = &matrix.classes[..] else { panic!() };
        assert_eq!(contact.retention.clone().unwrap().rule.unwrap().to_string(), "record-date+P30D");
        assert_eq!((log.name.as_str(), log.gdpr_label.clone()), ("**Log | Trace** Data", None));
        assert_eq!(log.sensitivity, Some(Sensitivity::VeryHigh));
        assert_eq!(matrix.unread_retentions().collect::<Vec<_>>(), [("log", "forever and a day")]);
        assert_eq!((numbers.sensitivity, numbers.gdpr_label.as_deref()), (None, Some("N/A")));
        assert_eq!(matrix.default, ClassId(1), "no row of the default matrix: the most sensitive one");
        assert_eq!(Matrix::parse("m", &matrix.to_toml()), Ok(matrix));
    }

    #[test]
    fn faults_stand_at_their_row() {
        let text = "| Category | Sensitivity |\n|---|---|\n| A | Purple |\n| | High |\n| B | Hihg |\n";
        let faults = import(text, "My id").unwrap_err();
        let said: Vec<_> =
            faults.iter().map(|f| (f.message.as_str(), f.span.clone().map(|s| &text[s]))).collect();
        assert_eq!(
            said,
            [
                ("`My id` is not an id", None),
                ("unknown sensitivity `Purple`", Some("| A | Purple |")),
                ("a row without a category", Some("| | High |")),
                ("unknown sensitivity `Hihg`", Some("| B | Hihg |")),
            ]
        );
        assert!(faults[3].help.clone().unwrap().starts_with("did you mean `high`?"));
        assert_eq!(import("no table", "x").unwrap_err()[0].message, "no classification table");
        assert!(import("| Category | Access |\n|---|---|\n", "x").is_err());
    }

    #[test]
    fn ids_are_short_and_free() {
        let table = "|Data Category|Examples|\n|-|-|\n|Card Data (PCI)|a|\n|Card Data|b|\n|Card Data|c|\n|Données|d|\n|Данные|e|\n";
        let ids: Vec<_> = import(table, "x").unwrap().classes.into_iter().map(|c| c.id).collect();
        assert_eq!(ids, ["pci", "card", "card-data", "donn", "row-5"]);
    }

    #[test]
    fn the_default_matrix_as_a_table_gives_the_default_matrix() {
        let saas = Matrix::parse("saas", SAAS).unwrap();
        let row = |(class, examples): (&Class, &Vec<String>)| {
            let level = class.sensitivity.unwrap().name().replace('-', " ");
            let [label, access] = [&class.gdpr_label, &class.access].map(|cell| cell.as_deref().unwrap());
            let kept = &class.retention.as_ref().unwrap().text;
            format!("| {} | {} | {level} | {label} | {access} | {kept} |\n", class.name, examples.join(", "))
        };
        let rows: String = saas.classes.iter().zip(&saas.examples).map(row).collect();
        let head = "| Data Category | Examples | Sensitivity | GDPR | Access Control | Retention |";
        let policy = format!("## {}\n\n{head}\n|---|---|---|---|---|---|\n{rows}", saas.title);
        let imported = import(&policy, "saas").unwrap();
        assert_eq!(imported.to_toml(), saas.to_toml());
        assert_eq!(imported, saas);
        assert_eq!(imported.hash(), saas.hash());
    }

    proptest! {
        #[test]
        fn any_text_is_imported_or_refused(text in "(\\| ?(Data Category|Access|-+:?|\\PC{0,6})? ?|\n){0,30}") {
            if let Err(faults) = import(&text, "x") {
                prop_assert!(faults.iter().all(|f| !f.render(false).is_empty()));
            }
        }

        #[test]
        fn any_table_is_read_row_by_row(
            rows in prop::collection::vec(("[A-Z][a-zA-Z|]{0,9}", "[a-z |]{0,9}", 0usize..5), 1..9),
            order in Just(["Data Category", "Access Controls", "Sensitivity Level"]).prop_shuffle(),
        ) {
            let escape = |text: &str| text.replace('|', "\\|");
            let mut text = format!("|{}|\n|-|-|-|\n", order.join("|"));
            let levels = ["Low", "MEDIUM", "High", "very high", ""];
            for (name, access, level) in &rows {
                let cell = |head: &&str| match *head {
                    "Data Category" => escape(name),
                    "Access Controls" => escape(access),
                    _ => levels[*level].to_owned(),
                };
                text += &format!("| {} |\n", order.iter().map(cell).collect::<Vec<_>>().join(" | "));
            }
            let matrix = import(&text, "x").unwrap();
            prop_assert_eq!(matrix.classes.len(), rows.len());
            for (class, (name, access, level)) in matrix.classes.iter().zip(&rows) {
                prop_assert_eq!(&class.name, name);
                prop_assert_eq!(class.access.as_deref().unwrap_or(""), access.trim());
                prop_assert_eq!(class.sensitivity, Sensitivity::ALL.get(*level).copied());
            }
            prop_assert_eq!(Matrix::parse("m", &matrix.to_toml()), Ok(matrix));
        }
    }
}
