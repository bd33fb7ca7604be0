//! piidar finds personal data in files and says what it means.
#![allow(dead_code, unused_imports)]

pub mod classify;
mod find;
pub mod model;
pub mod rules;
mod validate;
