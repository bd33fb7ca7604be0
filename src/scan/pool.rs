//! One walk, N workers, one consumer. Results are released in walk order, whoever made them, and nobody runs far
//! ahead of what is released: that bounds memory.

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use crate::model::{Batch, Coverage, Reason, Status};
use crate::source::{Entry, Feed, Found};

use super::job::Job;
use super::limits::{CHUNK, JOBS_AHEAD, WINDOWS_AHEAD};
use super::order::{Key, Release};
use super::queue::{Chunk, Large, Queue, Task, lock};
use super::worker::{Part, Start, Worker, internal};

/// Parts that follow one another, from `key` on.
pub(super) struct Message {
    pub(super) key: Key,
    pub(super) parts: Vec<Part>,
    /// Whether the chunk ends with these.
    pub(super) ends_chunk: bool,
}

/// What all threads share.
struct Shared<'a> {
    job: Job<'a>,
    /// Windows of one input that may be done before the one that is due.
    ahead: u32,
    stop: &'a AtomicBool,
    queue: Queue,
    released: Mutex<Key>,
    moved: Condvar,
}

/// Scans what `feed` gives on `threads` workers and gives batches to `each` in walk order. An error of `each` stops it.
pub(super) fn run(
    job: Job<'_>,
    threads: usize,
    feed: &Feed<'_>,
    stop: &AtomicBool,
    mut each: impl FnMut(Batch) -> io::Result<()>,
) -> io::Result<()> {
    let shared = Shared {
        job,
        ahead: u32::try_from(WINDOWS_AHEAD * threads).unwrap_or(u32::MAX),
        stop,
        queue: Queue::default(),
        released: Mutex::default(),
        moved: Condvar::new(),
    };
    let (sender, parts) = channel();
    // The walk and the workers live on the pool; the consumer is this thread, outside it.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads + 1).build().map_err(io::Error::other)?;
    std::thread::scope(|scope| {
        let shared = &shared;
        scope.spawn(move || {
            pool.scope(|workers| {
                workers.spawn(move |_| produce(shared, feed));
                for _ in 0..threads {
                    let sender = sender.clone();
                    workers.spawn(move |_| work(shared, &sender));
                }
                drop(sender);
            });
        });
        let result = consume(shared, &parts, &mut each);
        if result.is_err() {
            stop.store(true, Ordering::Relaxed);
            shared.release(Key::END);
            // Whatever is still on its way is taken and dropped, so that nobody waits for ever.
            parts.iter().for_each(drop);
        }
        result
    })
}

/// Walks and hands out chunks.
fn produce(shared: &Shared<'_>, feed: &Feed<'_>) {
    let mut number = 0;
    let mut found = Vec::with_capacity(CHUNK);
    let mut each = |item| {
        found.push(item);
        if found.len() == CHUNK {
            let full = std::mem::replace(&mut found, Vec::with_capacity(CHUNK));
            shared.queue.push(Chunk { number, found: full });
            number += 1;
        }
        !shared.is_stopped()
    };
    // A repository is read by a library that is not ours, and is anybody's.
    if catch_unwind(AssertUnwindSafe(|| feed.walk(&mut each))).is_err() {
        found.push(Found::Left(internal(".", 0)));
    }
    if !found.is_empty() {
        shared.queue.push(Chunk { number, found });
    }
    shared.queue.close();
}

/// A worker: does what the queue says until there is nothing left.
fn work(shared: &Shared<'_>, sender: &Sender<Message>) {
    let mut desk = Desk { worker: Worker::default(), buffer: Vec::new(), sender };
    while let Some(task) = shared.queue.next() {
        match task {
            Task::Help(large) => desk.share(shared, &large),
            Task::Chunk(chunk) => {
                shared.wait_for_chunk(chunk.number);
                desk.chunk(shared, chunk);
                shared.queue.done();
            }
        }
    }
}

/// A worker's own things.
struct Desk<'s> {
    worker: Worker,
    buffer: Vec<u8>,
    sender: &'s Sender<Message>,
}

impl Desk<'_> {
    fn chunk(&mut self, shared: &Shared<'_>, chunk: Chunk) {
        let mut key = Key { chunk: chunk.number, file: 0, window: 0 };
        let mut parts = Vec::new();
        for (file, found) in (0..).zip(chunk.found) {
            let part = match found {
                Found::Left(coverage) => Part::left(coverage),
                Found::File(entry) if shared.is_stopped() => Part::left(stopped(&entry)),
                Found::File(mut entry) => match self.worker.start(shared.job, &mut entry) {
                    Start::Done(part) => *part,
                    Start::Large(plan, windows) => {
                        // What is done goes first: the consumer may be waiting for it.
                        if !parts.is_empty() {
                            self.send(Message { key, parts: std::mem::take(&mut parts), ends_chunk: false });
                        }
                        let large = Large { chunk: chunk.number, file, plan, windows: Mutex::new(*windows) };
                        let large = Arc::new(large);
                        shared.queue.offer(&large);
                        self.share(shared, &large);
                        key = Key { chunk: chunk.number, file: file + 1, window: 0 };
                        continue;
                    }
                },
            };
            parts.push(part);
        }
        self.send(Message { key, parts, ends_chunk: true });
    }

    /// Takes windows of a large document until there are none.
    fn share(&mut self, shared: &Shared<'_>, large: &Arc<Large>) {
        loop {
            let window = lock(&large.windows).next(&mut self.buffer, &mut self.worker.grid);
            let Some(mut window) = window else { break };
            let key = Key { chunk: large.chunk, file: large.file, window: window.number };
            shared.wait_for_window(key);
            let part = if shared.is_stopped() && !window.last {
                // Nobody gets a window after this one. Another that is taken already comes to nothing.
                window.last = true;
                lock(&large.windows).stop();
                Part::lost(&large.plan, &window, large.plan.interrupted(window.start()))
            } else {
                self.worker.window(shared.job, &large.plan, &self.buffer, &window)
            };
            self.send(Message { key, parts: vec![part], ends_chunk: false });
        }
        shared.queue.withdraw(large);
    }

    /// A consumer that has gone away wants no more parts.
    fn send(&self, message: Message) {
        let _ = self.sender.send(message);
    }
}

fn stopped(entry: &Entry) -> Coverage {
    Coverage {
        path: entry.shown.clone(),
        status: Status::Skipped,
        reason: Reason::Interrupted,
        detail: String::new(),
        scanned: 0,
        size: None,
    }
}

/// Puts messages in order and gives their batches to `each`.
fn consume(
    shared: &Shared<'_>,
    parts: &Receiver<Message>,
    each: &mut impl FnMut(Batch) -> io::Result<()>,
) -> io::Result<()> {
    let mut waiting: BTreeMap<Key, Message> = BTreeMap::new();
    let mut release = Release::default();
    for message in parts {
        waiting.insert(message.key, message);
        while let Some(message) = waiting.remove(&release.next) {
            for batch in release.take(message) {
                each(batch)?;
            }
            shared.release(release.next);
        }
    }
    Ok(())
}

impl Shared<'_> {
    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn release(&self, next: Key) {
        *lock(&self.released) = next;
        self.moved.notify_all();
    }

    /// Waits until the chunk is near enough to what is released. The chunk that is due never waits.
    fn wait_for_chunk(&self, number: u64) {
        let mut released = lock(&self.released);
        while released.chunk.saturating_add(JOBS_AHEAD) < number {
            released = self.moved.wait(released).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits until the window is near enough to what is released. The window that is due never waits.
    fn wait_for_window(&self, key: Key) {
        let far = |released: &Key| {
            let due = match (released.chunk, released.file).cmp(&(key.chunk, key.file)) {
                std::cmp::Ordering::Less => 0,
                std::cmp::Ordering::Equal => released.window,
                std::cmp::Ordering::Greater => return false,
            };
            key.window >= due.saturating_add(self.ahead)
        };
        let mut released = lock(&self.released);
        while far(&released) {
            released = self.moved.wait(released).unwrap_or_else(PoisonError::into_inner);
        }
    }
}
