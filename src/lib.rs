//! piidar finds personal data in files and says what it means.
#![allow(dead_code, unused_imports)]

mod find;
mod lexicon;
pub mod model;
mod rules;
mod validate;
