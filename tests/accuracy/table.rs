//! Scores as a table of Markdown, and the place of it in a document.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::score::{Counts, Criterion, Ratios};

const HEAD: &str = "\
| set | type | labelled | found | overlap P | R | F1 | exact P | R | F1 | false records |
|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
";

/// Scores by set and type; sets have labels of types that are not ours, which are left out.
pub fn table(scores: &BTreeMap<(String, String), Counts>) -> String {
    let mut out = HEAD.to_owned();
    for ((set, kind), c) in scores {
        let [overlap, exact] = [Criterion::Overlap, Criterion::Exact].map(|by| cells(c.ratios(by)));
        let (labelled, found, alarmed, clean) = (c.labelled, c.found, c.alarmed, c.clean);
        let _ = writeln!(
            out,
            "| {set} | {kind} | {labelled} | {found} | {overlap} | {exact} | {alarmed} of {clean} |"
        );
    }
    out
}

fn cells(ratios: Ratios) -> String {
    let precision = ratios.precision.map_or("-".to_owned(), |p| format!("{p:.3}"));
    format!("{precision} | {:.3} | {:.3}", ratios.recall, ratios.f1)
}

/// `document` with `table` between its marks.
pub fn put(document: &str, mark: &str, table: &str) -> String {
    let (open, close) = (format!("<!-- {mark} -->\n"), format!("<!-- end of {mark} -->"));
    let (before, rest) = document.split_once(&open).unwrap();
    let (_, behind) = rest.split_once(&close).unwrap();
    format!("{before}{open}\n{table}\n{close}{behind}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_goes_between_its_marks() {
        let document = "a\n<!-- t -->\nold\n<!-- end of t -->\nb\n";
        let put = |text| put(text, "t", "| new |\n");
        assert_eq!(put(document), "a\n<!-- t -->\n\n| new |\n\n<!-- end of t -->\nb\n");
        assert_eq!(put(&put(document)), put(document));
    }

    #[test]
    fn nothing_found_has_no_precision() {
        let scores =
            BTreeMap::from([(("s".into(), "A".into()), Counts { labelled: 2, ..Counts::default() })]);
        assert!(
            table(&scores).ends_with("| s | A | 2 | 0 | - | 0.000 | 0.000 | - | 0.000 | 0.000 | 0 of 0 |\n")
        );
    }
}
