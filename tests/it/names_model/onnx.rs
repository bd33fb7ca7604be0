//! The real ONNX Runtime with a tiny model. Where `ORT_DYLIB_PATH` names no library, only what needs none is tested.

use std::path::PathBuf;

use super::tiny;
use crate::support::Folder;

/// The library of ONNX Runtime, or a word about why the test ends here.
fn runtime() -> Option<PathBuf> {
    let path = std::env::var_os("ORT_DYLIB_PATH").map(PathBuf::from).filter(|path| path.is_file());
    if path.is_none() {
        eprintln!("skipped: ORT_DYLIB_PATH names no library of ONNX Runtime");
    }
    path
}

/// Line, column and length of the names that are found.
fn names(text: &str) -> Vec<(u64, u64, u64)> {
    let folder = Folder::new();
    tiny::sound(&folder);
    folder.file("a.txt", text);
    let run = folder.run(&["scan", "a.txt", "--format", "jsonl", "--names-model", "model"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let number = |f: &serde_json::Value, key: &str| f[key].as_u64().unwrap();
    let length = |f: &serde_json::Value| number(f, "end") - number(f, "start");
    run.findings().iter().map(|f| (number(f, "line"), number(f, "column"), length(f))).collect()
}

#[test]
fn a_model_finds_names_that_no_rule_knows() {
    if runtime().is_none() {
        return;
    }
    assert_eq!(names("then Zorvath Quillon left the room\n"), [(1, 6, 15)]);
    assert_eq!(names("Then nobody left the room\nbut Zorvath came\n"), [(2, 5, 7)]);
    assert_eq!(names("Zorvath Zorvath\n"), [(1, 1, 7), (1, 9, 7)]);
    assert_eq!(names("Özil, Zorvath\n"), [(1, 7, 7)]);
}

#[test]
fn a_text_longer_than_the_model_takes_is_shown_in_pieces() {
    if runtime().is_none() {
        return;
    }
    let long = format!("{}Zorvath Quillon {}Zorvath\n", "word ".repeat(7), "word ".repeat(40));
    assert_eq!(names(&long), [(1, 36, 15), (1, 252, 7)]);
}

#[test]
fn a_model_that_cannot_be_used_is_refused_with_its_name() {
    let refused = |folder: &Folder, file: &str, why: &str| {
        folder.scan(&["--names-model", "model"]).fault(&[file, why]);
    };
    let folder = Folder::new();
    refused(&folder, "config.json", "No such file");
    tiny::sound(&folder);
    folder.file("model/config.json", tiny::config(["O", "B-LOC", "I-LOC"]).to_string());
    refused(&folder, "config.json", "no class for persons");
    tiny::sound(&folder);
    folder.file("model/tokenizer.json", "{}");
    refused(&folder, "tokenizer.json", "");
    tiny::sound(&folder);
    let run = folder.scan(&["--names-model", "model", "--onnx-runtime", "nothing.so"]);
    run.fault(&["nothing.so", "--onnx-runtime or ORT_DYLIB_PATH"]);
    if runtime().is_none() {
        return;
    }
    folder.file("model/model.onnx", "no network");
    refused(&folder, "model.onnx", "");
    tiny::write(&folder, 5);
    refused(&folder, "model.onnx", "not 3 classes");
}
