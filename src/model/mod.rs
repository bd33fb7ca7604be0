//! The nouns of the program. Every stage hands the next one something from here, and nothing here
//! knows a stage: this room imports nothing of ours.

mod cell;
mod class;
mod column;
mod confidence;
mod counter;
mod coverage;
mod defect;
mod disposition;
mod distinct;
mod document;
mod evidence;
mod fault;
mod finding;
mod hash;
mod law;
mod minor;
mod nearest;
mod readable;
mod recognizer;
mod revision;
mod sheet;
mod standing;
mod summary;
mod verdict;

pub use cell::Cell;
pub use class::{Catalog, Class, ClassId, Retention, RetentionRule, RuleId, RuleInfo, Sensitivity};
pub use column::{ColumnSketch, Numbers, TypeTally};
pub use confidence::{Band, Confidence};
pub use counter::Counter;
pub use coverage::{Coverage, Reason, Status};
pub use disposition::{ByDisposition, Disposition, DispositionSet};
pub use distinct::Distinct;
pub use document::{DocContent, DocLabel, DocSignal, Labels};
pub use evidence::{Evidence, Fact, FactKind};
pub use fault::Fault;
pub use finding::{Batch, Classified, DocInfo, Field, Finding, Heading, KeyedDigest, Place};
pub use law::LawFacts;
pub use minor::{Minor, TellsAge};
pub use recognizer::{NameRecognizer, RecognizedName};
pub use revision::Revision;
pub use standing::{Standing, StandingSet, Suppression};
pub use summary::{Summary, Tally};
pub use verdict::{Ruling, Verdict};

pub(crate) use defect::Defect;
pub(crate) use hash::fnv;
pub(crate) use nearest::{did_you_mean, nearest};
pub(crate) use readable::readable;
pub(crate) use sheet::{Section, Sheet};
pub(crate) use verdict::percent;
