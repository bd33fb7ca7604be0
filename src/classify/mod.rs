//! What a finding means: the matrix, read from its own file or from a policy; and what a document is as a whole. Knows no rules.

mod documents;
mod import;
mod label;
mod laws;
mod matrix;
mod parse;
mod patterns;
mod retention;

pub use documents::Documents;
pub use import::import;
pub use label::HEAD;
pub use laws::Laws;
pub use matrix::Matrix;

/// The default matrix.
const SAAS: &str = include_str!("../../rules/matrix/saas.toml");

/// Every matrix that comes with the program, by name; the first is the default. One row a file.
pub static BUILTIN_MATRICES: &[(&str, &str)] =
    &[("saas", SAAS), ("analytics-processor", include_str!("../../rules/matrix/analytics-processor.toml"))];
