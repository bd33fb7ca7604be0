//! What each stage costs, in bytes a second, on text that is made here. All personal data in it is synthetic.
//!
//! The stages are told apart by leaving one out: a run with a rule that never finds anything is the pass over the
//! bytes; one with all rules adds finding, proving and scoring; one with places adds lines and columns; and reports
//! are written from findings that are there already.
#![allow(missing_docs, clippy::unwrap_used)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use piidar::model::{Confidence, StandingSet};
use piidar::report::{Options, named};
use piidar::rules::RuleSet;
use piidar::{Scanner, ScannerBuilder, known};

/// Bytes of each text.
const SIZE: usize = 256 * 1024;

/// A text to measure with: its name decides how it is read.
struct Text {
    name: &'static str,
    bytes: Vec<u8>,
}

/// A text of about [`SIZE`] bytes, from its head and a line for each number.
fn text(name: &'static str, head: &str, line: impl Fn(&mut String, u32)) -> Text {
    let mut bytes = head.to_owned();
    for n in 0.. {
        line(&mut bytes, n);
        bytes.push('\n');
        if bytes.len() >= SIZE {
            break;
        }
    }
    Text { name, bytes: bytes.into_bytes() }
}

fn texts() -> [Text; 4] {
    [
        text("prose.txt", "", |out, _| {
            out.push_str("the quick brown fox jumps over the lazy dog and naps; nothing here is anybody's");
        }),
        text("service.log", "", |out, n| {
            let (second, address) = (n % 60, n % 250);
            write!(
                out,
                "2026-01-31 07:12:{second:02},{:03} INFO worker-{} GET /items/{n} from 198.51.100.{address} took={}ms \
                 request_id={:032x} bytes={}",
                n % 1000,
                n % 16,
                n % 977,
                u128::from(n) << 64 | 0x9E37_79B9,
                u64::from(n) * 7919 + 1_000_000_000
            )
            .unwrap();
        }),
        text("events.ndjson", "", |out, n| {
            write!(
                out,
                "{{\"id\":\"{:024x}\",\"at\":{},\"page\":\"/cart\",\"ids\":[{},{}]}}",
                u128::from(n) * 0x9E37_79B9,
                1_706_659_200_000_u64 + u64::from(n),
                100_000_000 + n,
                750_000_000_000_u64 + u64::from(n)
            )
            .unwrap();
        }),
        text("people.csv", "name,email,phone,ssn,card,ip\n", |out, n| {
            write!(
                out,
                "Ray Doe,ray.doe{n}@example.com,(201) 555-{:04},078-05-{:04},4111111111111111,198.51.100.{}",
                n % 10_000,
                n % 9000 + 1000,
                n % 250
            )
            .unwrap();
        }),
    ]
}

fn builder() -> ScannerBuilder {
    Scanner::builder().samples_as_real(true).details(false, false).threads(1)
}

/// A scanner with one rule, which has no candidates in any of the texts.
fn idle() -> Scanner {
    let mut rules = RuleSet::builtin(&known()).unwrap();
    rules.select(&["ICCID".to_owned()], &[]).unwrap();
    builder().rules(rules).build().unwrap()
}

fn stages(criterion: &mut Criterion) {
    let scanners = [
        ("anchors", idle()),
        ("verify and score", builder().build().unwrap()),
        ("all candidates", builder().min_confidence(Confidence::new(0)).build().unwrap()),
        ("locate", builder().details(false, true).build().unwrap()),
    ];
    for (stage, scanner) in &scanners {
        let mut group = criterion.benchmark_group(*stage);
        for Text { name, bytes } in &texts() {
            group.throughput(Throughput::Bytes(bytes.len() as u64));
            let mut probe = scanner.probe(name, bytes);
            group.bench_function(*name, |b| b.iter(|| probe.count(black_box(bytes))));
        }
    }
}

fn write(criterion: &mut Criterion) {
    let scanner = builder().details(true, true).build().unwrap();
    let [.., people] = texts();
    let catalog = Arc::clone(scanner.catalog());
    let options = Options {
        catalog,
        width: usize::MAX,
        color: false,
        scanned_at: jiff::Timestamp::UNIX_EPOCH,
        least: scanner.min_confidence(),
        shown_all: false,
        standings: StandingSet::NEW,
    };
    let batch = scanner.scan_bytes(people.name, &people.bytes);
    let mut group = criterion.benchmark_group("write");
    group.throughput(Throughput::Elements(batch.findings.len() as u64));
    for name in ["jsonl", "csv"] {
        let format = named(name).unwrap();
        group.bench_function(name, |b| {
            b.iter(|| {
                let mut report = (format.open)(Box::new(std::io::sink()), &options);
                report.batch(black_box(&batch)).unwrap();
            });
        });
    }
}

criterion_group!(benches, stages, write);
criterion_main!(benches);
