//! Files of tables and records (Parquet, Arrow, Avro, BSON): the same table is the same in each of them, and whatever becomes of
//! their bytes, reading them ends.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use piidar::Scanner;
use piidar::model::{Batch, Reason, Status};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::{self, Folder, Run};

/// Files that other libraries than ours have written; `make.py` beside them says how.
fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tables").join(name)
}

fn bytes(name: &str) -> Vec<u8> {
    fs::read(data(name)).unwrap()
}

/// The same people in each of them.
const PEOPLE: [&str; 7] = [
    "people.parquet", "delta.parquet", "people.feather", "people.arrows", "people.avro", "snappy.avro",
    "people.bson",
];

/// All of them, but for what the program was built without.
fn people() -> impl Iterator<Item = &'static str> {
    PEOPLE.into_iter().chain(["nested.parquet", "nested.feather"]).filter(|name| is_read(name))
}

fn is_read(name: &str) -> bool {
    cfg!(feature = "parquet") || !name.ends_with(".parquet")
}

#[test]
#[cfg(not(feature = "parquet"))]
fn what_is_not_built_in_is_told() {
    let run = scan("people.parquet", bytes("people.parquet"), &[]).quiet(0);
    assert_eq!((gap(&run).0.as_str(), gap(&run).1.as_str()), ("skipped", "unsupported-kind"));
}

/// A scan of these bytes under this name.
fn scan(name: &str, bytes: impl AsRef<[u8]>, args: &[&str]) -> Run {
    let folder = Folder::new();
    folder.file(name, bytes);
    folder.scan(&[&["--samples-as-real", "--show-values"], args].concat())
}

fn word(v: &Value) -> String {
    v.as_str().unwrap_or_default().to_owned()
}

/// Field, row, type and value of every finding.
fn found(run: &Run) -> BTreeSet<(String, u64, String, String)> {
    let place =
        |f: &Value| (word(&f["field"]), f["row"].as_u64().unwrap(), word(&f["type"]), word(&f["masked"]));
    run.findings().iter().map(place).collect()
}

fn fields(run: &Run) -> BTreeSet<String> {
    run.findings().iter().map(|f| word(&f["field"])).collect()
}

#[test]
fn one_table_is_the_same_in_every_format() {
    let expected = found(&scan("people.csv", bytes("people.csv"), &[]).quiet(0));
    let columns: BTreeSet<_> = expected.iter().map(|f| f.0.as_str()).collect();
    assert_eq!(columns, ["card", "date_of_birth", "email", "ip", "name", "phone", "ssn"].into());
    for name in people().filter(|name| !name.starts_with("nested")) {
        let run = scan(name, bytes(name), &[]).quiet(0);
        let found = found(&run);
        let wrong: Vec<_> = found.symmetric_difference(&expected).collect();
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
        assert_eq!(run.summary()["complete"], 1, "{name}");
        let finding = &run.findings()[0];
        assert_eq!((&finding["line"], &finding["column"]), (&Value::Null, &Value::Null), "{name}");
        let table = if name == "people.bson" { "people".into() } else { Value::Null };
        assert_eq!(finding["table"], table, "{name}");
    }
}

#[test]
fn nested_values_stand_under_their_paths() {
    let common = [
        "attributes.*",
        "big",
        "born_on",
        "emails[]",
        "people[].mail",
        "people[].ssn",
        "raw",
        "user.contact.email",
        "user.tags[]",
    ];
    if is_read("nested.parquet") {
        let run = scan("nested.parquet", bytes("nested.parquet"), &[]).quiet(0);
        assert_eq!(fields(&run), common.map(str::to_owned).into());
    }
    let run = scan("nested.feather", bytes("nested.feather"), &[]).quiet(0);
    let more = ["fixed[]", "list_view[]", "runs", "union.mail", "view"];
    assert_eq!(fields(&run), common.into_iter().chain(more).map(str::to_owned).collect());
    // Of a list of a row, all items; a run stands in its first row.
    let rows =
        |field: &str| -> Vec<u64> { found(&run).into_iter().filter(|f| f.0 == field).map(|f| f.1).collect() };
    assert_eq!((rows("runs"), rows("union.mail")), (vec![1, 11], vec![1, 3, 5, 7, 9, 11]));
    // Row r has (r - 1) % 3 addresses, and no list at all where r - 1 is a multiple of four.
    assert_eq!(rows("emails[]"), [2, 3, 6, 8, 11, 12]);
}

#[test]
fn packed_files_and_streams() {
    for name in people().filter(|name| !name.starts_with("nested")) {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&bytes(name)).unwrap();
        let run = scan(&format!("{name}.gz"), packed.finish().unwrap(), &[]).quiet(0);
        assert_eq!(found(&run), found(&scan(name, bytes(name), &[])), "{name}");
        assert_eq!(run.findings()[0]["path"], format!("{name}.gz!{name}"));
    }
}

#[test]
fn people_are_told_the_row() {
    let folder = Folder::new();
    folder.file("people.avro", bytes("people.avro"));
    let run = folder.run(&["scan", ".", "--samples-as-real", "--type", "EMAIL_ADDRESS"]).quiet(0);
    assert!(run.out().contains("row 7 ") && run.out().contains(" email "), "{}", run.out());
    let run = folder.run(&["explain", "people.avro:1"]).quiet(0);
    assert!(run.out().contains("Avro file has no lines"), "{}", run.out());
}

/// Status, reason and detail of the one gap.
fn gap(run: &Run) -> (String, String, String) {
    let gaps = run.of_kind("coverage");
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    (word(&gaps[0]["status"]), word(&gaps[0]["reason"]), word(&gaps[0]["detail"]))
}

#[test]
fn what_is_cut_off_is_told() {
    for name in people().filter(|name| !name.starts_with("nested")) {
        let all = bytes(name);
        let run = scan(name, &all[..all.len() * 2 / 3], &[]).quiet(3);
        let (status, reason, detail) = gap(&run);
        assert_eq!(reason, "damaged", "{name}: {detail}");
        // Only Parquet says at its end where everything is.
        let expected = if name.ends_with(".parquet") { "skipped" } else { "partial" };
        assert_eq!(status, expected, "{name}: {detail}");
        assert_eq!(run.findings().is_empty(), expected == "skipped", "{name}");
    }
}

/// A file of Avro with this schema and one block of so many records.
fn avro(schema: &str, count: i64, block: &[u8]) -> Vec<u8> {
    let long = |n: i64| {
        let mut zigzag = ((n << 1) ^ (n >> 63)).cast_unsigned();
        let mut out = Vec::new();
        while zigzag >= 0x80 {
            out.push((zigzag & 0x7F) as u8 | 0x80);
            zigzag >>= 7;
        }
        out.push(zigzag as u8);
        out
    };
    let text = |t: &[u8]| [long(t.len() as i64), t.to_vec()].concat();
    let head =
        [b"Obj\x01".to_vec(), long(1), text(b"avro.schema"), text(schema.as_bytes()), long(0)].concat();
    let mark = [7; 16];
    [head, mark.to_vec(), long(count), text(block), mark.to_vec()].concat()
}

/// Files of a few bytes that promise more than anybody could hold, or than a thread could go down into.
#[test]
fn promises_are_not_believed() {
    let nulls = r#"{"type":"array","items":"null"}"#;
    // A count of 2^62 and nothing after it.
    let endless = avro(nulls, 1, &[0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]);
    let list = r#"{"type":"record","name":"L","fields":[{"name":"next","type":["null","L"]}]}"#;
    let deep = avro(list, 1, &[2; 1_000_000]);
    let huge_block = [avro("\"string\"", 0, b""), vec![2, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]].concat();
    // A schema of groups in groups.
    let groups: Vec<u8> = [0x48, 1, b'a', 0x15, 2, 0x15, 0].repeat(100_000);
    let groups = [vec![0x29, 0xFC, 0xA0, 0x8D, 0x06], groups, vec![0]].concat();
    let length = u32::try_from(groups.len()).unwrap().to_le_bytes();
    let deep_schema = [b"PAR1".to_vec(), groups, length.to_vec(), b"PAR1".to_vec()].concat();
    let long_footer = [&b"PAR1abcd"[..], &u32::MAX.to_le_bytes(), b"PAR1"].concat();
    let mut nested = vec![0x05, 0, 0, 0, 0];
    for _ in 0..1000 {
        let length = u32::try_from(nested.len() + 8).unwrap();
        nested = [&length.to_le_bytes()[..], &[3, b'a', 0], &nested, &[0]].concat();
    }
    let arrows = [b"\xff\xff\xff\xff\xf8\xff\xff\x7f".to_vec(), vec![8, 0, 0, 0, 0, 0]].concat();
    for (name, file, reason) in [
        ("a.avro", endless, "over-budget"),
        ("b.avro", deep, "over-budget"),
        ("c.avro", huge_block, "over-budget"),
        ("d.avro", b"Obj\x01".to_vec(), "damaged"),
        ("e.parquet", deep_schema, "damaged"),
        ("f.parquet", long_footer, "over-budget"),
        ("g.parquet", b"PAR1".to_vec(), "damaged"),
        ("h.bson", nested, "damaged"),
        ("i.arrows", arrows, "over-budget"),
        ("j.feather", b"ARROW1\0\0".to_vec(), "damaged"),
    ]
    .into_iter()
    .filter(|(name, ..)| is_read(name))
    {
        let run = scan(name, file, &["--max-unpacked", "1M"]).quiet(3);
        let (status, told, detail) = gap(&run);
        assert_eq!((status.as_str(), told.as_str()), ("skipped", reason), "{name}: {detail}");
    }
}

fn batches(path: &Path, size: usize, threads: usize) -> Vec<Batch> {
    let scanner = Scanner::builder().samples_as_real(true).window(size).threads(threads).build().unwrap();
    support::batches(&scanner, path)
}

#[test]
fn pages_of_any_size_and_any_number_of_threads() {
    let all = |batches: &[Batch]| -> Vec<String> {
        let told = |b: &Batch| {
            b.findings
                .iter()
                .map(|c| format!("{:?} {:?}", c.finding, c.finding.field_name(&b.doc)))
                .collect::<Vec<_>>()
        };
        batches.iter().flat_map(told).collect()
    };
    for name in people() {
        let whole = batches(&data(name), 256 << 10, 1);
        assert!(all(&whole).len() > 40, "{name}");
        for (size, threads) in [(1, 1), (50, 3), (700, 2)] {
            assert_eq!(all(&whole), all(&batches(&data(name), size, threads)), "{name} {size} {threads}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever becomes of its bytes, it is read to an end, and nobody has to be told that the reader failed.
    #[test]
    fn any_damage(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
        is_cut: bool,
    ) {
        let names: Vec<_> = people().collect();
        let name = names[which.index(names.len())];
        let mut bytes = bytes(name);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let scanner = Scanner::builder().max_unpacked(64 << 20).build().unwrap();
        let batch = scanner.scan_bytes(name, &bytes);
        prop_assert!(batch.last);
        if let Some(gap) = &batch.coverage {
            prop_assert!(gap.status != Status::Complete && gap.reason != Reason::Internal, "{gap:?}");
        }
    }
}
