//! Names of persons in prose, found by a model that the user supplies. Only in builds with the feature `ner-onnx`;
//! piidar brings neither a model nor the library that runs it, and fetches none.

mod labels;
mod onnx;
mod spans;

pub use onnx::OnnxNames;
