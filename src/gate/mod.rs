//! The gate: whether what was found was expected, and whether the rest is acceptable. Knows no reports and opens no files.

mod allow;
mod baseline;
mod comments;
mod config;
mod globs;
mod inline;
mod judge;
mod key;
mod policy;
mod shape;

pub use allow::{Allow, AllowList, Sighting};
pub use baseline::{Accepted, Baseline, Change, Recorder, Unread};
pub use comments::{Comments, Idle};
pub use config::{Config, SCHEMA};
pub use globs::{Globs, Root, lies_in, normal};
pub use judge::{Gate, Violation};
pub use key::BaselineKey;
pub use policy::{FailOn, Policy, Zone};
pub use shape::Shape;

pub(crate) use inline::{Mark, marks, near};
