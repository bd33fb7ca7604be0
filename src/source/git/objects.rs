//! Objects by their ids, and each thread with a hold of its own on where they lie.

use std::io;
use std::sync::Arc;

use gix::bstr::{BStr, BString, ByteSlice};
use gix::objs::tree::EntryKind;
use gix::objs::{CommitRefIter, Find, FindHeader, Kind, TagRef, TreeRefIter};
use gix::odb::Store;
use gix::odb::pack::cache::lru::MemoryCappedHashmap;
use gix::{ObjectId, oid};

use crate::model::{Defect, Reason};

/// Bytes of unpacked objects that a thread keeps: most objects of a pack are told as changes of another. Four times as many
/// were no faster.
const KEPT: usize = 8 << 20;

/// Bytes of a commit or a folder, at most. Larger ones are no work of people.
const MOST: usize = 256 << 20;

/// One thread's hold of a repository's objects.
pub(crate) struct Objects {
    store: Arc<Store>,
    cache: gix::odb::HandleArc,
    buffer: Vec<u8>,
}

/// What stands in a folder.
pub(super) struct Item {
    pub(super) name: BString,
    pub(super) id: ObjectId,
    pub(super) kind: ItemKind,
}

/// What an item of a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ItemKind {
    Folder,
    /// A file, or a link: its text is where it leads to.
    File,
    /// A commit of another repository.
    Submodule,
}

impl From<EntryKind> for ItemKind {
    fn from(kind: EntryKind) -> Self {
        match kind {
            EntryKind::Tree => Self::Folder,
            EntryKind::Commit => Self::Submodule,
            EntryKind::Blob | EntryKind::BlobExecutable | EntryKind::Link => Self::File,
        }
    }
}

impl Objects {
    /// A hold of `store`.
    pub(super) fn of(store: &Arc<Store>) -> Self {
        let mut cache = store.to_cache_arc();
        cache.set_pack_cache(|| Box::new(MemoryCappedHashmap::new(KEPT)));
        Self { store: Arc::clone(store), cache, buffer: Vec::new() }
    }

    /// Whether this is a hold of `store`.
    pub(super) fn are_of(&self, store: &Arc<Store>) -> bool {
        Arc::ptr_eq(&self.store, store)
    }

    /// Puts a file's bytes into `buffer` if there are at most `most`.
    ///
    /// # Errors
    /// Why that cannot be, in the words of the ledger.
    pub(super) fn blob(&self, id: &oid, most: usize, buffer: &mut Vec<u8>) -> io::Result<()> {
        buffer.clear();
        if id.is_empty_blob() {
            return Ok(());
        }
        read(&self.cache, id, Kind::Blob, most, buffer)
    }

    /// What stands in a folder, in the order of the folder.
    ///
    /// # Errors
    /// Why it cannot be read, in the words of the ledger.
    pub(super) fn folder(&mut self, id: &oid) -> io::Result<Vec<Item>> {
        if id.is_empty_tree() {
            return Ok(Vec::new());
        }
        read(&self.cache, id, Kind::Tree, MOST, &mut self.buffer)?;
        let items = TreeRefIter::from_bytes(&self.buffer, id.kind()).map(|entry| {
            let entry = entry.map_err(|e| damaged(id, &e))?;
            let (name, kind) = (entry.filename.to_owned(), entry.mode.kind().into());
            Ok(Item { name, id: entry.oid.to_owned(), kind })
        });
        items.collect()
    }

    /// A commit, to be read on.
    ///
    /// # Errors
    /// Why it cannot be read, in the words of the ledger.
    pub(super) fn commit(&mut self, id: &oid) -> io::Result<CommitRefIter<'_>> {
        read(&self.cache, id, Kind::Commit, MOST, &mut self.buffer)?;
        Ok(CommitRefIter::from_bytes(&self.buffer, id.kind()))
    }

    /// A tag that is an object of its own.
    ///
    /// # Errors
    /// As above.
    pub(super) fn tag(&mut self, id: &oid) -> io::Result<TagRef<'_>> {
        read(&self.cache, id, Kind::Tag, MOST, &mut self.buffer)?;
        TagRef::from_bytes(&self.buffer, id.kind()).map_err(|e| damaged(id, &e))
    }
}

/// Puts an object's bytes into `buffer`. How large it is is asked first: what unpacks to more than there is memory for ends a
/// program.
fn read(
    objects: &gix::odb::HandleArc,
    id: &oid,
    kind: Kind,
    most: usize,
    buffer: &mut Vec<u8>,
) -> io::Result<()> {
    let header = objects.try_header(id).map_err(|e| damaged(id, &e))?;
    let header = header.ok_or_else(|| missing(id))?;
    if header.kind != kind {
        return Err(damaged(id, &format!("a {} where a {kind} should be", header.kind)));
    }
    if usize::try_from(header.size).map_or(true, |size| size > most) {
        let words =
            format!("{} bytes of Git object {id}: more than {most} are not held in memory", header.size);
        return Err(Defect::error(Reason::OverBudget, words));
    }
    let found = objects.try_find(id, buffer).map_err(|e| damaged(id, &e))?;
    found.map(drop).ok_or_else(|| missing(id))
}

/// An object that is not what it should be.
pub(super) fn damaged(id: &oid, e: &impl std::fmt::Display) -> io::Error {
    Defect::error(Reason::Damaged, format!("Git object {id}: {e}"))
}

fn missing(id: &oid) -> io::Error {
    Defect::error(Reason::Damaged, format!("Git object {id} is missing"))
}

/// The path of `name` in `folder`.
pub(super) fn join(folder: &BStr, name: &BStr) -> BString {
    if folder.is_empty() {
        return name.to_owned();
    }
    [folder.as_bytes(), name.as_bytes()].join(&b'/').into()
}
