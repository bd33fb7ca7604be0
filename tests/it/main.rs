//! Everything above unit level, in one binary: it links once.
#![allow(missing_docs, unreachable_pub)]
// Tests may stop where they stand, and say on standard error what they had to leave out.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod architecture;
mod bad_input;
mod columns;
mod contract;
mod databases;
mod documents;
mod dumps;
mod equivalence;
mod fixtures;
mod gate;
mod git;
mod golden;
#[cfg(unix)]
mod hooks;
#[cfg(unix)]
mod integrations;
mod inventory;
mod keys;
mod mask;
mod names_model;
mod packed;
mod policies;
mod prefilter;
mod readme;
mod roundtrip;
mod rules;
mod secrecy;
#[cfg(unix)]
mod servers;
mod services;
mod shells;
mod story;
mod support;
mod synthetic;
mod tables;
mod text_tables;
