//! Files under new names: what was moved is not new, though its path is.

use std::cmp::Reverse;
use std::hash::BuildHasher;

use gix::ObjectId;
use gix::bstr::BString;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::changes::{Change, Changes, What};
use super::objects::Objects;

/// Files on one side beyond which only those that did not change at all are taken for the same, as Git does.
const MOST: usize = 1000;

/// Bytes of a file that is compared, at most.
const LARGEST: usize = 8 << 20;

/// Files that a line may stand in and still say something.
const RARE: usize = 8;

/// Finds out which of the new files lay elsewhere before, with at least half of what they hold now. What only got another
/// name or another mode is no change.
pub(super) fn pair(changes: &mut Changes, objects: &Objects) {
    let Changes { changed, gone } = changes;
    same(changed, gone);
    let mut fresh: Vec<_> = changed.iter_mut().filter_map(without_old).collect();
    if !fresh.is_empty() && !gone.is_empty() && fresh.len() <= MOST && gone.len() <= MOST {
        similar(&mut fresh, gone, objects);
    }
    changed.retain(|change| !matches!(change.what, What::File { new, old } if old == Some(new)));
}

/// A new file, and where to note what it was made of.
fn without_old(change: &mut Change) -> Option<(ObjectId, &mut Option<ObjectId>)> {
    match &mut change.what {
        What::File { new, old } if old.is_none() => Some((*new, old)),
        _ => None,
    }
}

/// Pairs files that are the same.
fn same(changed: &mut [Change], gone: &mut Vec<(BString, ObjectId)>) {
    let mut there: FxHashMap<ObjectId, Vec<usize>> = FxHashMap::default();
    gone.iter().enumerate().rev().for_each(|(n, (_, id))| there.entry(*id).or_default().push(n));
    let mut taken = vec![false; gone.len()];
    for (new, old) in changed.iter_mut().filter_map(without_old) {
        if let Some(n) = there.get_mut(&new).and_then(Vec::pop) {
            *old = Some(new);
            taken.get_mut(n).into_iter().for_each(|t| *t = true);
        }
    }
    let mut taken = taken.into_iter();
    gone.retain(|_| !taken.next().unwrap_or(false));
}

/// Pairs files that have most of their lines in common, the most similar first.
fn similar(fresh: &mut [(ObjectId, &mut Option<ObjectId>)], gone: &[(BString, ObjectId)], objects: &Objects) {
    let mut lines = Lines::default();
    for (number, (_, id)) in gone.iter().enumerate() {
        lines.add(number, &text(objects, *id));
    }
    let mut pairs = Vec::new();
    for (number, (new, _)) in fresh.iter().enumerate() {
        for (old, share) in lines.shares(&text(objects, *new)) {
            pairs.push((Reverse(share), number, old));
        }
    }
    pairs.sort_unstable();
    let mut taken = vec![false; gone.len()];
    for (_, number, old) in pairs {
        let (Some((_, origin)), Some(taken)) = (fresh.get_mut(number), taken.get_mut(old)) else { continue };
        if origin.is_none() && !*taken {
            **origin = gone.get(old).map(|(_, id)| *id);
            *taken = true;
        }
    }
}

/// A file's bytes; none if it is too large to compare or cannot be read, which is told when it is scanned.
fn text(objects: &Objects, id: ObjectId) -> Vec<u8> {
    let mut buffer = Vec::new();
    if objects.blob(&id, LARGEST, &mut buffer).is_err() {
        buffer.clear();
    }
    buffer
}

/// The lines of files by what they hold.
#[derive(Default)]
struct Lines {
    /// The files that a line stands in.
    files: FxHashMap<u64, Vec<usize>>,
    sizes: Vec<usize>,
}

impl Lines {
    fn add(&mut self, number: usize, text: &[u8]) {
        for line in text.split_inclusive(|b| *b == b'\n') {
            let files = self.files.entry(key(line)).or_default();
            if files.len() <= RARE && files.last() != Some(&number) {
                files.push(number);
            }
        }
        self.sizes.push(text.len());
    }

    /// The files that share at least half of the larger one's bytes with `text`, and how many thousandths.
    fn shares(&self, text: &[u8]) -> Vec<(usize, usize)> {
        let mut common: FxHashMap<usize, usize> = FxHashMap::default();
        for line in text.split_inclusive(|b| *b == b'\n') {
            let files = self.files.get(&key(line)).filter(|files| files.len() <= RARE);
            for file in files.into_iter().flatten() {
                *common.entry(*file).or_default() += line.len();
            }
        }
        let share = |(file, bytes): (usize, usize)| {
            let larger = self.sizes.get(file).copied().unwrap_or_default().max(text.len()).max(1);
            (file, bytes * 1000 / larger)
        };
        common.into_iter().map(share).filter(|(_, share)| *share >= 500).collect()
    }
}

fn key(line: &[u8]) -> u64 {
    FxBuildHasher.hash_one(line)
}
