//! A token-classification model of a few hundred bytes: a table with a row of scores for each word.

use serde_json::json;

use crate::support::Folder;

/// The words that the tokenizer knows, and the class that the model gives them: other, first word of a name, further word.
const WORDS: [(&str, usize); 4] = [("[UNK]", 0), ("Zorvath", 1), ("Quillon", 2), ("Vexley", 2)];
const CLASSES: usize = 3;

/// Writes the three files of a model. `classes` is how many the network really gives.
pub(crate) fn write(folder: &Folder, classes: usize) {
    folder.file("model/model.onnx", network(classes));
    folder.file("model/tokenizer.json", tokenizer().to_string());
    folder.file("model/config.json", config(["O", "B-PER", "I-PER"]).to_string());
}

/// As many classes as the configuration names.
pub(crate) fn sound(folder: &Folder) {
    write(folder, CLASSES);
}

pub(crate) fn config(labels: [&str; CLASSES]) -> serde_json::Value {
    let labels: serde_json::Map<_, _> =
        (0..).map(|id: usize| id.to_string()).zip(labels.map(Into::into)).collect();
    json!({ "id2label": labels, "max_position_embeddings": 8 })
}

fn tokenizer() -> serde_json::Value {
    let words: serde_json::Map<_, _> =
        WORDS.iter().enumerate().map(|(id, (word, _))| ((*word).to_owned(), id.into())).collect();
    json!({
        "version": "1.0",
        "added_tokens": [],
        "pre_tokenizer": { "type": "Whitespace" },
        "model": { "type": "WordLevel", "vocab": words, "unk_token": "[UNK]" },
    })
}

/// `logits = Gather(scores, input_ids)`, in the wire format of ONNX (onnx.proto, IR version 8).
fn network(classes: usize) -> Vec<u8> {
    let score = |class: usize, of: usize| if class == of { 6.0_f32 } else { 0.0 };
    let rows = WORDS.iter().flat_map(|(_, of)| (0..classes).map(move |class| score(class, *of)));
    let scores = [
        number(1, WORDS.len() as u64),
        number(1, classes as u64),
        number(2, 1),
        bytes(8, b"scores"),
        bytes(9, &rows.flat_map(f32::to_le_bytes).collect::<Vec<_>>()),
    ];
    let gather = [bytes(1, b"scores"), bytes(1, b"input_ids"), bytes(2, b"logits"), bytes(4, b"Gather")];
    let graph = [
        bytes(1, &gather.concat()),
        bytes(2, b"tiny"),
        bytes(5, &scores.concat()),
        bytes(11, &value("input_ids", 7, &["batch", "tokens"])),
        bytes(11, &value("attention_mask", 7, &["batch", "tokens"])),
        bytes(12, &value("logits", 1, &["batch", "tokens", "classes"])),
    ];
    [number(1, 8), bytes(8, &number(2, 13)), bytes(7, &graph.concat())].concat()
}

/// A `ValueInfoProto` of a tensor with named dimensions.
fn value(name: &str, element: u64, dimensions: &[&str]) -> Vec<u8> {
    let shape: Vec<u8> = dimensions.iter().flat_map(|name| bytes(1, &bytes(2, name.as_bytes()))).collect();
    let tensor = [number(1, element), bytes(2, &shape)].concat();
    [bytes(1, name.as_bytes()), bytes(2, &bytes(1, &tensor))].concat()
}

/// A field that holds a number.
fn number(field: u64, n: u64) -> Vec<u8> {
    [varint(field << 3), varint(n)].concat()
}

/// A field that holds bytes.
fn bytes(field: u64, value: &[u8]) -> Vec<u8> {
    [varint(field << 3 | 2), varint(value.len() as u64), value.to_vec()].concat()
}

fn varint(mut n: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while n >= 0x80 {
        out.push(n.to_le_bytes()[0] | 0x80);
        n >>= 7;
    }
    out.push(n.to_le_bytes()[0]);
    out
}
