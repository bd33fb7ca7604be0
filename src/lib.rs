//! piidar finds personal data in files and says what it means.
#![allow(dead_code, unused_imports)]

mod detect;
mod find;
mod format;
pub mod model;
mod rules;
mod source;
mod validate;
mod words;
