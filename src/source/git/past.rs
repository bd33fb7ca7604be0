//! The history as it was asked for: where it begins, where it ends, and what it gives to the scan.

use std::io;

use gix::bstr::{BStr, BString, ByteSlice};
use gix::hashtable::HashSet;
use gix::objs::Kind;
use gix::{ObjectId, Repository};

use crate::model::{Coverage, Defect, Reason, Revision};
use crate::source::open::coverage_of;
use crate::source::walk::{Entry, Found, Origin, left_out};

use super::absent::Absent;
use super::feed::GitFeed;
use super::history::{Commit, Commits, commits, shown};
use super::novelty::{New, Novelty};
use super::objects::{Objects, damaged};
use super::people::People;
use super::repository::{self, wrong};

/// What part of the history.
#[derive(Default)]
pub(super) struct Past {
    tips: Vec<ObjectId>,
    hidden: Vec<ObjectId>,
    /// What names stand for that is no commit: a tag may name a file or a folder.
    files: Vec<(BString, ObjectId)>,
    folders: Vec<ObjectId>,
    /// Tags with words of their own, where these are asked for.
    tags: Vec<ObjectId>,
    /// Names that stand for nothing.
    broken: Vec<Coverage>,
    /// Where a shallow clone ends.
    ends: HashSet,
    messages: bool,
}

impl Past {
    /// The history of `range`, or of all names.
    ///
    /// # Errors
    /// The range names what is not there.
    pub(super) fn open(repo: &Repository, range: Option<&str>, messages: bool) -> io::Result<Self> {
        let mut past = Self { ends: repository::ends(repo)?, messages, ..Self::default() };
        match range {
            Some(range) => (past.tips, past.hidden) = repository::range(repo, range)?,
            None => {
                past.all_names(repo).map_err(|e| wrong(format!("branches and tags cannot be read: {e}")))?
            }
        }
        Ok(past)
    }

    fn all_names(&mut self, repo: &Repository) -> gix::Result<()> {
        // It may stand for a commit that has no other name, or, before the first commit, for none.
        self.tips.extend(repo.head()?.id().map(|id| id.detach()));
        for reference in repo.references()?.all()? {
            match reference {
                // Those without an id lead to names that are met as well.
                Ok(reference) => {
                    let name = reference.name().as_bstr();
                    reference.try_id().into_iter().for_each(|id| self.name(repo, name, id.detach()));
                }
                Err(e) => self.broken("refs", &Defect::error(Reason::Damaged, e.to_string())),
            }
        }
        Ok(())
    }

    /// Notes what a name stands for.
    fn name(&mut self, repo: &Repository, name: &BStr, id: ObjectId) {
        let object = repo.find_object(id);
        if self.messages && object.as_ref().is_ok_and(|object| object.kind == Kind::Tag) {
            self.tags.push(id);
        }
        match object.and_then(|object| object.peel_tags_to_end()) {
            Ok(object) => match object.kind {
                Kind::Commit => self.tips.push(object.id),
                Kind::Blob => self.files.push((name.to_owned(), object.id)),
                Kind::Tree => self.folders.push(object.id),
                Kind::Tag => {}
            },
            Err(e) => self.broken(&name.to_str_lossy(), &damaged(&id, &e)),
        }
    }

    fn broken(&mut self, name: &str, e: &io::Error) {
        self.broken.push(coverage_of(name, e, 0, None));
    }

    /// Gives all files of the history, the oldest first, until `each` returns `false`.
    pub(super) fn walk(&self, feed: &GitFeed, objects: &mut Objects, each: &mut impl FnMut(Found) -> bool) {
        let found = commits(objects, &self.tips, &self.hidden, &self.ends);
        let mut people = People::default();
        let _ = self.gaps(&found).into_iter().all(|gap| each(Found::Left(gap)))
            && absent(feed, objects, &found.commits).all(|path| each(Found::Left(path.left())))
            && self.commits(feed, objects, &found.commits, &mut people, each)
            && self.tags(objects, &mut people, each)
            && self.others(feed, objects, each);
    }

    /// The commits at which the history begins and ends.
    pub(super) fn ends(&self) -> impl Iterator<Item = ObjectId> {
        self.tips.iter().chain(&self.hidden).copied()
    }

    /// What of the history is not there.
    fn gaps(&self, found: &Commits) -> Vec<Coverage> {
        let mut gaps = self.broken.clone();
        gaps.extend(found.lost.iter().map(|(id, e)| coverage_of(&shown(id), e, 0, None)));
        let cut = found.commits.iter().filter(|commit| self.ends.contains(&commit.id));
        gaps.extend(cut.map(|commit| {
            let detail = "a shallow clone: what was before this commit is not here";
            left_out(shown(&commit.id), Reason::ShallowHistory, detail)
        }));
        gaps
    }

    fn commits(
        &self,
        feed: &GitFeed,
        objects: &mut Objects,
        commits: &[Commit],
        people: &mut People,
        each: &mut impl FnMut(Found) -> bool,
    ) -> bool {
        let mut novelty = Novelty::new(feed.view());
        commits.iter().all(|commit| {
            let mut revision = None;
            let mut brought = |new: New<'_>| {
                let revision = revision.get_or_insert_with(|| commit.revision());
                each(feed.brought(new, Some(revision)))
            };
            novelty.of(objects, commit, &mut brought)
                && (!self.messages || each(message(objects, commit, people)))
        })
    }

    /// What people wrote of tags, and of the tags that those are of.
    fn tags(&self, objects: &mut Objects, people: &mut People, each: &mut impl FnMut(Found) -> bool) -> bool {
        let (mut open, mut met) = (self.tags.clone(), HashSet::default());
        open.reverse();
        while let Some(id) = open.pop() {
            if !met.insert(id) {
                continue;
            }
            let shown = format!("tag {}", id.to_hex_with_len(Revision::SHORT));
            let found = match people.tag(objects, &id) {
                Ok((text, next)) => {
                    open.extend(next);
                    Found::File(Entry::new(Origin::Text(text), shown, ""))
                }
                Err(e) => Found::Left(coverage_of(&shown, &e, 0, None)),
            };
            if !each(found) {
                return false;
            }
        }
        true
    }

    fn others(&self, feed: &GitFeed, objects: &mut Objects, each: &mut impl FnMut(Found) -> bool) -> bool {
        let mut novelty = Novelty::new(feed.view());
        let mut brought = |new: New<'_>| each(feed.brought(new, None));
        self.files.iter().all(|(name, id)| brought(New::File(name.as_ref(), *id)))
            && self.folders.iter().all(|id| novelty.folder(objects, *id, &mut brought))
    }
}

/// Paths that were asked for and that none of the commits has.
fn absent<'a>(
    feed: &'a GitFeed,
    objects: &mut Objects,
    commits: &[Commit],
) -> impl Iterator<Item = &'a Absent> + use<'a> {
    let mut absent: Vec<_> = feed.absent().iter().collect();
    for commit in commits {
        if absent.is_empty() {
            break;
        }
        absent.retain(|path| !path.is_in(objects, commit.tree));
    }
    absent.into_iter()
}

/// What people wrote of a commit, as a document of its own.
fn message(objects: &mut Objects, commit: &Commit, people: &mut People) -> Found {
    let shown = shown(&commit.id);
    match people.message(objects, &commit.id) {
        Ok(text) => Found::File(Entry {
            revision: Some(commit.revision()),
            ..Entry::new(Origin::Text(text), shown, "")
        }),
        Err(e) => Found::Left(coverage_of(&shown, &e, 0, None)),
    }
}
