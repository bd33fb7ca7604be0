//! Text without findings costs no allocation, once the buffers are warm. It has a binary of its own because it
//! replaces the allocator.
#![allow(missing_docs)]
// An allocator cannot be written without; this one hands everything on and only counts.
#![allow(unsafe_code, clippy::unwrap_used)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use piidar::Scanner;

/// The system's allocator, and how often the thread that asks has used it.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

fn count() {
    // A thread that is going away has nothing left to count.
    let _ = ALLOCATIONS.try_with(|n| n.set(n.get() + 1));
}

// SAFETY: every call goes on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: as above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        // SAFETY: as above.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn allocations(work: impl FnOnce() -> usize) -> (usize, usize) {
    let before = ALLOCATIONS.get();
    let found = work();
    (found, ALLOCATIONS.get() - before)
}

/// Scans `text` twice and expects no finding and, the second time, no allocation.
#[track_caller]
fn clean(name: &str, text: &str) {
    let scanner = Scanner::builder().threads(1).build().unwrap();
    let mut probe = scanner.probe(name, text.as_bytes());
    assert_eq!(probe.count(text.as_bytes()), 0, "{name} is not clean");
    assert_eq!(allocations(|| probe.count(text.as_bytes())), (0, 0), "findings and allocations in {name}");
}

#[test]
fn the_counter_counts() {
    let (length, seen) = allocations(|| std::hint::black_box(vec![1u8; 100]).len());
    assert_eq!((length, seen), (100, 1));
    let scanner = Scanner::builder().threads(1).build().unwrap();
    let text = b"write to jane.roe@wonderland.org";
    let mut probe = scanner.probe("a.txt", text);
    assert_eq!(probe.count(text), 1);
    let (found, seen) = allocations(|| probe.count(text));
    assert!(found == 1 && seen >= 1, "a finding is an allocation: {seen}");
}

#[test]
fn prose_and_code() {
    let text = "The quick brown fox jumps over the lazy dog; nobody is named here.\n\
                fn main() { let version = \"1.2.3.4\"; println!(\"{version}\"); }\n\
                pub struct JohnDoe { first_name: String, email: Option<String> }\n";
    clean("main.rs", &text.repeat(500));
}

#[test]
fn look_alikes_that_are_refuted() {
    let text = "2024-01-31T10:11:12Z INFO pid=4711 version 1.2.3.4 took 0.004211 s\n\
                remote: git@github.com:org/repo.git lodash@4.17.21 logo@2x.png\n\
                order no 4111111111111112, invoice 000-12-3456, epoch 1706659200\n\
                request_id=550e8400-e29b-41d4-a716-446655440000 sha256:0123456789abcdef0123456789abcdef\n\
                listen 0.0.0.0:8080; mask 255.255.255.0; std::vector 12:34:56\n\
                email: null, phone: \"\", ssn=***-**-****, name: -\n";
    clean("app.log", &text.repeat(500));
}

#[test]
fn tables() {
    let mut text = "id,email,phone,ssn,full_name,date_of_birth,amount\n".to_owned();
    text += &"4711,,n/a,NULL,-,,\"1,234.50\"\n0815,none,unknown,,,,17\n".repeat(500);
    clean("users.csv", &text);
}

#[test]
fn structure() {
    let text =
        "{\"id\": 4711, \"email\": null, \"tags\": [\"a\", \"b\"], \"at\": \"2024-01-31T10:11:12Z\"},\n";
    clean("users.json", &text.repeat(500));
}

#[test]
fn escapes() {
    let text = "{\"id\": 4711, \"note\": \"sch\\u00f6n\\n<\\/b>\", \"mail\": \"\\u002d\"}\n";
    clean("notes.ndjson", &text.repeat(500));
    clean("notes.xml", &"<note to=\"&#45;\">this &amp; that</note>\n".repeat(500));
}

/// The names in a dump are read anew with each dump; its rows cost nothing, however many there are.
#[test]
fn dumps() {
    let statement = "INSERT INTO t VALUES (1, 'x', NULL, 17.5), (2, 'y', '', 0);\n";
    let scanner = Scanner::builder().threads(1).build().unwrap();
    let cost = |statements: usize| {
        let text = statement.repeat(statements);
        let mut probe = scanner.probe("dump.sql", text.as_bytes());
        assert_eq!(probe.count(text.as_bytes()), 0);
        allocations(|| probe.count(text.as_bytes())).1
    };
    assert_eq!(cost(500), cost(1));
}
