//! The command line. It belongs to the binary and sees only the public side of the library.

pub(crate) mod matrix;
pub(crate) mod rules;
pub(crate) mod table;
