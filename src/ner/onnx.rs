//! A token-classification model in ONNX, run by the ONNX Runtime that is on the user's machine.

use std::borrow::Cow;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use ort::session::{Session, SessionInputValue};
use ort::value::Tensor;
use tokenizers::{Encoding, Tokenizer, TruncationParams};

use crate::model::{Fault, NameRecognizer, RecognizedName};

use super::labels::{Config, Tag};
use super::spans::{Tagged, names};

/// Names that a model sees.
///
/// One model serves all threads, one text at a time; the runtime spreads the work of a text over the cores.
pub struct OnnxNames {
    tokenizer: Tokenizer,
    session: Mutex<Session>,
    inputs: Vec<Input>,
    tags: Vec<Tag>,
}

/// What a model may ask to be told of a text.
#[derive(Clone, Copy)]
enum Input {
    Ids,
    Attention,
    Types,
}

impl Input {
    fn named(name: &str) -> Option<Self> {
        match name {
            "input_ids" => Some(Self::Ids),
            "attention_mask" => Some(Self::Attention),
            "token_type_ids" => Some(Self::Types),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Ids => "input_ids",
            Self::Attention => "attention_mask",
            Self::Types => "token_type_ids",
        }
    }

    fn of(self, encoding: &Encoding) -> &[u32] {
        match self {
            Self::Ids => encoding.get_ids(),
            Self::Attention => encoding.get_attention_mask(),
            Self::Types => encoding.get_type_ids(),
        }
    }
}

impl OnnxNames {
    /// Loads `model.onnx`, `tokenizer.json` and `config.json` from `folder`, as `optimum-cli export onnx --task
    /// token-classification` writes them. `runtime` is the shared library of ONNX Runtime, 1.17 or newer. The first
    /// library that a process loads stays; of later calls it is not looked at.
    ///
    /// # Errors
    /// Which file is missing or wrong, and how. A model that loads but cannot be run fails here as well: it is shown a
    /// word.
    pub fn load(folder: &Path, runtime: &Path) -> Result<Self, Fault> {
        let config = in_file(&folder.join("config.json"), |path| {
            Config::parse(&fs::read_to_string(path).map_err(|e| e.to_string())?)
        })?;
        let tokenizer =
            in_file(&folder.join("tokenizer.json"), |path| tokenizer(path, config.most_tokens()))?;
        let environment = in_file(runtime, |path| {
            let builder = ort::init_from(path).map_err(|e| e.to_string())?;
            builder.with_telemetry(false).build().map_err(|e| e.to_string())
        })
        .map_err(|fault| {
            fault.help("name the library of ONNX Runtime with --onnx-runtime or ORT_DYLIB_PATH")
        })?;
        in_file(&folder.join("model.onnx"), |path| {
            let session = session(&environment, path)?;
            let inputs = inputs(&session)?;
            let model = Self { tokenizer, session: Mutex::new(session), inputs, tags: config.tags() };
            model.recognize("Name", &mut Vec::new())?;
            Ok(model)
        })
    }

    /// What the model says of the words of a piece of text that is no longer than it takes.
    fn tagged(&self, encoding: &Encoding) -> Result<Vec<Tagged>, String> {
        let tensors: Result<Vec<_>, String> =
            self.inputs.iter().map(|input| tensor(*input, encoding)).collect();
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let outputs = session.run(tensors?).map_err(|e| e.to_string())?;
        let first = outputs.values().next().ok_or("the model gives nothing")?;
        let (shape, scores) = first.try_extract_tensor::<f32>().map_err(|e| e.to_string())?;
        let (tokens, classes) = (encoding.get_ids().len(), self.tags.len());
        if scores.len() != tokens * classes {
            return Err(format!(
                "the model gives {shape}, not {classes} classes for each of {tokens} tokens"
            ));
        }
        Ok(words(encoding, scores, &self.tags))
    }
}

impl NameRecognizer for OnnxNames {
    fn recognize(&self, text: &str, found: &mut Vec<RecognizedName>) -> Result<(), String> {
        let encoding = self.tokenizer.encode(text, true).map_err(|e| e.to_string())?;
        let mut words = Vec::new();
        for piece in std::iter::once(&encoding).chain(encoding.get_overflowing()) {
            words.append(&mut self.tagged(piece)?);
        }
        names(text, &words, found);
        Ok(())
    }
}

/// Does something with a file; what goes wrong is told with its name.
fn in_file<T>(path: &Path, open: impl FnOnce(&Path) -> Result<T, String>) -> Result<T, Fault> {
    open(path).map_err(|why| Fault::new(path.display().to_string(), why))
}

/// The tokenizer, which cuts what is longer than the model takes into pieces.
fn tokenizer(path: &Path, most: usize) -> Result<Tokenizer, String> {
    let mut tokenizer = Tokenizer::from_file(path).map_err(|e| e.to_string())?;
    let pieces = TruncationParams { max_length: most, ..TruncationParams::default() };
    tokenizer.with_padding(None).with_truncation(Some(pieces)).map_err(|e| e.to_string())?;
    Ok(tokenizer)
}

fn session(environment: &ort::environment::Environment, path: &Path) -> Result<Session, String> {
    let mut builder = Session::builder(environment).map_err(|e| e.to_string())?;
    builder.commit_from_file(path).map_err(|e| e.to_string())
}

fn inputs(session: &Session) -> Result<Vec<Input>, String> {
    let known =
        |name: &str| Input::named(name).ok_or_else(|| format!("asks for `{name}`, which no text has"));
    session.inputs().iter().map(|input| known(input.name())).collect()
}

fn tensor<'v>(
    input: Input,
    encoding: &Encoding,
) -> Result<(Cow<'static, str>, SessionInputValue<'v>), String> {
    let numbers: Vec<i64> = input.of(encoding).iter().map(|n| i64::from(*n)).collect();
    let tensor = Tensor::from_array(([1, numbers.len()], numbers)).map_err(|e| e.to_string())?;
    Ok((Cow::Borrowed(input.name()), tensor.into()))
}

/// The words of an encoding. A word is what its first token is, and reaches to its last.
fn words(encoding: &Encoding, scores: &[f32], tags: &[Tag]) -> Vec<Tagged> {
    let mut words: Vec<(u32, Tagged)> = Vec::new();
    let tokens =
        encoding.get_word_ids().iter().zip(encoding.get_offsets()).zip(scores.chunks_exact(tags.len()));
    for ((word, (start, end)), scores) in tokens {
        let Some(word) = *word else { continue };
        match words.last_mut() {
            Some((last, tagged)) if *last == word => tagged.span.end = *end,
            _ => {
                let (tag, certainty) = best(scores, tags);
                words.push((word, Tagged { span: *start..*end, tag, certainty }));
            }
        }
    }
    words.into_iter().map(|(_, tagged)| tagged).collect()
}

/// The tag with the highest score, and its share (softmax).
fn best(scores: &[f32], tags: &[Tag]) -> (Tag, f32) {
    let best = scores.iter().zip(tags).max_by(|a, b| a.0.total_cmp(b.0));
    let Some((highest, tag)) = best else { return (Tag::Other, 0.0) };
    let sum: f32 = scores.iter().map(|score| (score - highest).exp()).sum();
    (*tag, 1.0 / sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_class_counts_by_its_share() {
        let tags = [Tag::Other, Tag::Begin];
        assert_eq!(best(&[0.0, 0.0], &tags).1, 0.5);
        let (tag, certainty) = best(&[-10.0, 10.0], &tags);
        assert!(tag == Tag::Begin && certainty > 0.99);
    }
}
