//! Names in prose that somebody else finds: through the library, and with a model of the user's own.

#[cfg(feature = "ner-onnx")]
mod onnx;
#[cfg(feature = "ner-onnx")]
mod tiny;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use piidar::model::{NameRecognizer, Reason, RecognizedName, Status};
use piidar::{Scanner, Sources};
use proptest::prelude::*;

use crate::support::Folder;

/// Sees a name in every `Zorvath`, and breaks on `Brokn`.
struct Zorvaths;

impl NameRecognizer for Zorvaths {
    fn recognize(&self, text: &str, names: &mut Vec<RecognizedName>) -> Result<(), String> {
        assert!(!text.contains('\n'), "lines are shown one at a time");
        let spans = text.match_indices("Zorvath").map(|(at, name)| at..at + name.len());
        names.extend(spans.map(|span| RecognizedName { span, certainty: 0.95 }));
        // What a recogniser says of bytes that are not there must do no harm.
        names.push(RecognizedName { span: text.len()..text.len() + 9, certainty: 1.0 });
        if text.contains("Brokn") { Err("out of cheese".to_owned()) } else { Ok(()) }
    }
}

/// Line and column.
type Spot = (u64, u32);

/// The places of what is found, and what the ledger says.
fn found(name: &str, text: &str, window: usize) -> (Vec<Spot>, Vec<(Status, Reason, String)>) {
    let folder = Folder::new();
    let paths = vec![folder.file(name, text)];
    let builder = Scanner::builder().names(Arc::new(Zorvaths)).threads(2).window(window);
    let sources = Sources { paths, ..Sources::default() };
    let (mut places, mut ledger) = (Vec::new(), Vec::new());
    let done = builder.build().unwrap().run(&sources, &AtomicBool::new(false), |batch| {
        places.extend(batch.findings.iter().map(|f| (f.finding.place.line, f.finding.place.column)));
        ledger.extend(batch.coverage.map(|gap| (gap.status, gap.reason, gap.detail)));
        Ok(())
    });
    done.unwrap();
    (places, ledger)
}

#[test]
fn a_recognizer_adds_to_what_rules_find() {
    assert_eq!(found("a.txt", "then Zorvath left\n", 1 << 20).0, [(1, 6)]);
    assert_eq!(found("a.csv", "id,note\n7,then Zorvath left\n8,nobody\n", 1 << 20).0, [(2, 8)]);
    assert_eq!(found("a.txt", "then nobody left\n", 1 << 20).0, []);
}

#[test]
fn what_a_recognizer_could_not_see_is_told_and_the_rest_found() {
    let (places, ledger) = found("a.txt", "Zorvath\nBrokn Zorvath\nZorvath\n", 1 << 20);
    assert_eq!(places, [(1, 1), (2, 7), (3, 1)]);
    assert_eq!(ledger, [(Status::Partial, Reason::Internal, "out of cheese".to_owned())]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    // What is longer than sixteen windows is cut within; no line that a recogniser is shown is as long as one of 256 kB.
    #[test]
    fn no_cut_changes_what_is_shown(lines in prop::collection::vec("(then |Özil )?(Zorvath|nobody)( left){0,30}", 1..40), window in 64..400usize) {
        let text = lines.join("\n");
        prop_assert_eq!(found("a.txt", &text, window).0, found("a.txt", &text, 1 << 20).0);
    }
}

#[cfg(not(feature = "ner-onnx"))]
#[test]
fn a_build_without_models_says_so() {
    let folder = Folder::new();
    let run = folder.run(&["scan", "--names-model", "somewhere"]);
    run.fault(&["somewhere", "this build cannot run models", "--features ner-onnx"]);
}
