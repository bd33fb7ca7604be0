//! Keys that are personal data themselves, as reports may show them.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::detect::{Engine, Scratch};

/// The keys that a worker met last: `None` where they may be shown as they are.
#[derive(Default)]
pub(super) struct Disguises(FxHashMap<Box<str>, Option<Box<str>>>);

impl Disguises {
    /// Keys that are kept: documents have few different ones, or one for each record.
    const MOST: usize = 4096;

    /// Puts in the place of `key` what may be shown of it.
    pub(super) fn put_on(&mut self, engine: &Engine, scratch: &mut Scratch, key: &mut Box<str>) {
        if let Some(known) = self.0.get(key) {
            known.iter().for_each(|shown| key.clone_from(shown));
            return;
        }
        if self.0.len() >= Self::MOST {
            self.0.clear();
        }
        let shown = match engine.disguised(key, scratch) {
            Cow::Borrowed(_) => None,
            Cow::Owned(shown) => Some(shown.into_boxed_str()),
        };
        let raw = match &shown {
            Some(shown) => std::mem::replace(key, shown.clone()),
            None => key.clone(),
        };
        self.0.insert(raw, shown);
    }
}
