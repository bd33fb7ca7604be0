//! Detection: from the bytes of a window to findings. Pure: the same bytes give the same findings, on any
//! thread and in windows of any size. Knows rules, finders and validators; knows no files, formats or reports.

mod bits;
mod cells;
mod census;
mod common;
mod compile;
mod context;
mod disguise;
mod engine;
mod explain;
mod extent;
mod heads;
mod judge;
mod kernel;
mod lane;
mod line;
mod literals;
mod mask;
mod overlap;
mod pass;
mod pattern;
mod recognized;
mod rule_bits;
mod score;
mod segment;
mod shapes;
mod spotted;
mod step;
mod table;
mod trace;

pub(crate) use common::COMMON_AGAINST;
pub(crate) use compile::{Engine, Excerpt, Options};
pub(crate) use engine::Scratch;
pub(crate) use explain::Trail;
pub(crate) use mask::MASKS;
pub(crate) use score::Scored;
pub(crate) use segment::{Columns, PathFacts, Segment, Table};
