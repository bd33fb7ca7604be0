//! Work that waits: chunks of inputs from the walk, and large documents that workers share.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::source::Found;

use super::plan::Plan;
use super::windows::Windows;

/// Inputs that one worker takes at a time.
pub(super) struct Chunk {
    pub(super) number: u64,
    pub(super) found: Vec<Found>,
}

/// A document that workers share.
pub(super) struct Large {
    pub(super) chunk: u64,
    pub(super) file: u32,
    pub(super) plan: Arc<Plan>,
    pub(super) windows: Mutex<Windows>,
}

/// What a worker does next.
pub(super) enum Task {
    /// Scan these inputs, then call [`Queue::done`].
    Chunk(Chunk),
    /// Take windows of this document.
    Help(Arc<Large>),
}

/// The queue. Workers wait in it while there may still be work.
#[derive(Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    chunks: VecDeque<Chunk>,
    large: Vec<Arc<Large>>,
    walk_over: bool,
    /// Chunks that are being scanned: each may still turn out to hold a large document.
    active: usize,
}

/// Chunks that wait at most: the walk is far faster than the scan.
const MOST_WAITING: usize = 8;

impl Queue {
    /// Adds a chunk; waits while there are enough.
    pub(super) fn push(&self, chunk: Chunk) {
        let mut state = self.lock();
        while state.chunks.len() >= MOST_WAITING {
            state = self.wait(state);
        }
        state.chunks.push_back(chunk);
        self.changed.notify_all();
    }

    /// Says that no more chunks come.
    pub(super) fn close(&self) {
        self.lock().walk_over = true;
        self.changed.notify_all();
    }

    /// The next task, or `None` when there will be none: help with the document that is due first, then chunks.
    pub(super) fn next(&self) -> Option<Task> {
        let mut state = self.lock();
        loop {
            if let Some(large) = state.large.iter().min_by_key(|l| (l.chunk, l.file)) {
                return Some(Task::Help(Arc::clone(large)));
            }
            if let Some(chunk) = state.chunks.pop_front() {
                state.active += 1;
                self.changed.notify_all();
                return Some(Task::Chunk(chunk));
            }
            if state.walk_over && state.active == 0 {
                return None;
            }
            state = self.wait(state);
        }
    }

    /// Says that a chunk is scanned.
    pub(super) fn done(&self) {
        self.lock().active -= 1;
        self.changed.notify_all();
    }

    /// Offers a large document to all workers.
    pub(super) fn offer(&self, large: &Arc<Large>) {
        self.lock().large.push(Arc::clone(large));
        self.changed.notify_all();
    }

    /// Takes it back: it has no windows left.
    pub(super) fn withdraw(&self, large: &Arc<Large>) {
        self.lock().large.retain(|other| !Arc::ptr_eq(other, large));
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }
}

/// No thread panics while it holds one of our locks; if one did, what they guard is still whole.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
