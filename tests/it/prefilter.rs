//! The prefilter never loses: whatever a plain pattern finds in a text is a candidate of the engine, be it
//! reported, refuted or outdone. The patterns here are naive on purpose and know nothing of anchors.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use piidar::Scanner;
use piidar::model::{Confidence, DispositionSet};
use proptest::prelude::*;
use regex::bytes::Regex;

use crate::synthetic;

/// A shape, as anybody would write it, and the rules that should look at it.
struct Shape {
    pattern: Regex,
    rules: &'static [&'static str],
}

/// Between `(?:^|[…])` and the like stands the value; what may stand around it is only what leaves no doubt.
static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    let shape = |value: &str, rules| {
        let pattern = format!(r#"(?-u)(?:^|[\s"'<>;,(=])({value})(?:$|[\s"'<>;,)])"#);
        Shape { pattern: Regex::new(&pattern).unwrap(), rules }
    };
    // Digits after a space may belong to a phone number.
    let phone = |value: &str| {
        let pattern = format!(r#"(?-u)(?:^|[A-Za-z]:? ?|["'<>;,(=] ?)({value})(?:$|["'<>;,)]| [A-Za-z])"#);
        Shape { pattern: Regex::new(&pattern).unwrap(), rules: &["phone"] }
    };
    vec![
        shape(
            r"[a-z][a-z0-9]{0,20}(?:[.+_-][a-z0-9]{1,15}){0,2}@(?:[a-z0-9]{1,20}\.){1,3}(?:com|org|net|test|example)",
            &["email"],
        ),
        shape(r"[0-9]{3}-[0-9]{2}-[0-9]{4}", &["us-ssn"]),
        shape(
            r"(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])",
            &["ip-address"],
        ),
        shape(r"(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}", &["ip-address"]),
        shape(r"(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}", &["mac-address"]),
        shape(r"(?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}", &["mac-address"]),
        shape(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", &["advertising-id"]),
        shape(r"[0-9]{16}", &["payment-card"]),
        shape(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{4}", &["payment-card"]),
        shape(r"3[47][0-9]{2}-[0-9]{6}-[0-9]{5}", &["payment-card"]),
        phone(r"[2-9][0-9]{2}-[2-9][0-9]{2}-[0-9]{4}"),
        phone(r"\([2-9][0-9]{2}\) [2-9][0-9]{2}-[0-9]{4}"),
        phone(r"\+1[2-9][0-9]{2}[2-9][0-9]{6}"),
        phone(r"\+44 20 [0-9]{4} [0-9]{4}"),
    ]
});

static SCANNER: LazyLock<Scanner> = LazyLock::new(|| {
    let builder = Scanner::builder().samples_as_real(true).show(DispositionSet::ALL);
    builder.min_confidence(Confidence::new(0)).threads(1).build().unwrap()
});

/// First byte, byte after the last, and rule of every candidate of a text of one line.
fn candidates(line: &[u8]) -> BTreeSet<(usize, usize, String)> {
    let told = SCANNER.explain("a.txt", line, 1).candidates;
    let id = |c: &piidar::Explained| SCANNER.catalog().rule(c.rule).id.clone();
    told.iter().map(|c| (c.columns.0 - 1, c.columns.1 - 1, id(c))).collect()
}

/// Values that the naive patterns find and the engine does not look at.
fn lost(line: &str) -> Vec<String> {
    let candidates = candidates(line.as_bytes());
    let mut lost = Vec::new();
    for shape in SHAPES.iter() {
        let mut at = 0;
        // A match's last byte may be the next one's first.
        while let Some(found) = shape.pattern.captures_at(line.as_bytes(), at) {
            let value = found.get(1).unwrap();
            let seen = |rule: &&str| candidates.contains(&(value.start(), value.end(), (*rule).to_owned()));
            if !shape.rules.iter().any(seen) {
                lost.push(format!("{:?} in {line:?}, which has {candidates:?}", &line[value.range()]));
            }
            at = value.end();
        }
    }
    lost
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn nothing_is_lost_in_lines(line in synthetic::line()) {
        prop_assert_eq!(lost(&line.0), Vec::<String>::new());
    }

    /// At every place of the blocks that the pass goes by, with values close together.
    #[test]
    fn nothing_is_lost_at_any_place(
        pad in 0usize..130, values in prop::collection::vec(synthetic::any_value(), 1..5), between in "[ ,;'\"\t]",
    ) {
        let values: Vec<_> = values.into_iter().map(|v| v.text).collect();
        let line = format!("{}{between}{}{between}", "x".repeat(pad), values.join(&between));
        prop_assert_eq!(lost(&line), Vec::<String>::new());
    }

    #[test]
    fn nothing_is_lost_among_look_alikes(line in "([0-9a-f]{1,5}[:.@ -]{1,2}){0,40}") {
        prop_assert_eq!(lost(&line), Vec::<String>::new());
    }
}

/// The naive patterns do find things in what is generated, each of them.
#[test]
fn the_patterns_are_not_idle() {
    use proptest::strategy::{Strategy, ValueTree};
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut any = || synthetic::any_value().prop_map(|v| v.text).new_tree(&mut runner).unwrap().current();
    let values: Vec<_> = (0..4000).map(|_| any()).collect();
    for shape in SHAPES.iter() {
        let found = values.iter().filter(|v| shape.pattern.is_match(v.as_bytes())).count();
        assert!(found > 0, "{} finds nothing", shape.pattern);
    }
}
