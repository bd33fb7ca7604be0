//! What commits and tags say of people: who made them, and what they wrote.

use std::io;

use gix::bstr::BString;
use gix::objs::Kind;
use gix::{ObjectId, actor};
use rustc_hash::FxHashSet;

use super::objects::{Objects, damaged};

/// Those who were met: each is told at the first commit that names them, not at every one.
#[derive(Default)]
pub(super) struct People(FxHashSet<BString>);

impl People {
    /// The message of a commit, below the names of those who were not met before.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn message(&mut self, objects: &mut Objects, id: &ObjectId) -> io::Result<Vec<u8>> {
        let commit = objects.commit(id)?;
        let mut text = Vec::new();
        for (role, person) in [("Author", commit.author()), ("Committer", commit.committer())] {
            self.introduce(role, &person.map_err(|e| damaged(id, &e))?, &mut text);
        }
        text.push(b'\n');
        text.extend_from_slice(commit.message().map_err(|e| damaged(id, &e))?);
        Ok(text)
    }

    /// The message of a tag likewise, and the tag that it is of, if it is of one.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn tag(
        &mut self,
        objects: &mut Objects,
        id: &ObjectId,
    ) -> io::Result<(Vec<u8>, Option<ObjectId>)> {
        let tag = objects.tag(id)?;
        let mut text = Vec::new();
        if let Some(person) = tag.tagger().map_err(|e| damaged(id, &e))? {
            self.introduce("Tagger", &person, &mut text);
        }
        text.push(b'\n');
        text.extend_from_slice(tag.message);
        Ok((text, (tag.target_kind == Kind::Tag).then(|| tag.target())))
    }

    fn introduce(&mut self, role: &str, person: &actor::SignatureRef<'_>, text: &mut Vec<u8>) {
        let name = [&**person.name, b" <", &**person.email, b">\n"].concat();
        if self.0.insert(name.clone().into()) {
            text.extend_from_slice(role.as_bytes());
            text.extend_from_slice(b": ");
            text.extend_from_slice(&name);
        }
    }
}
