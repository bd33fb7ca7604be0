//! Compressed files: read as the streams that they are, under the name of what is inside.

use std::io::Write;

use piidar::model::{Batch, Reason, Status};
use piidar::{Scanner, ScannerBuilder};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::{self, Folder, Run, run};
use crate::synthetic;

const EMAIL: &str = "jane.roe@wonderland.org";
const ENDINGS: [&str; 5] = ["gz", "zst", "bz2", "xz", "lz4"];

/// Packs bytes in the way that goes by this ending.
fn pack(ending: &str, bytes: &[u8]) -> Vec<u8> {
    match ending {
        "gz" => {
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            packed.write_all(bytes).unwrap();
            packed.finish().unwrap()
        }
        "zst" => {
            let mut packed = zstd::Encoder::new(Vec::new(), 1).unwrap();
            packed.include_checksum(true).unwrap();
            packed.write_all(bytes).unwrap();
            packed.finish().unwrap()
        }
        "bz2" => {
            let mut packed = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
            packed.write_all(bytes).unwrap();
            packed.finish().unwrap()
        }
        "xz" => {
            let options = lzma_rust2::XzOptions::with_preset(0);
            let mut packed = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
            packed.write_all(bytes).unwrap();
            packed.finish().unwrap()
        }
        "lz4" => {
            let info = lz4_flex::frame::FrameInfo::new()
                .content_checksum(true)
                .block_size(lz4_flex::frame::BlockSize::Max64KB);
            let mut packed = lz4_flex::frame::FrameEncoder::with_frame_info(info, Vec::new());
            packed.write_all(bytes).unwrap();
            packed.finish().unwrap()
        }
        other => panic!("{other} is no packing"),
    }
}

/// A table that does not compress well, so that damage in the middle of its packed form is damage in its middle.
fn people(rows: usize) -> String {
    let mut table = "id,email,note\n".to_owned();
    let mut noise = 1u64;
    for n in 0..rows {
        noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        table += &format!("{n},p{n}@wonderland.org,\"{noise:016x}\n{:016x}\"\n", noise.rotate_left(17));
    }
    table
}

/// Findings without the path, which is all that packing may change.
fn nameless(run: &Run) -> Vec<Value> {
    let strip = |mut finding: Value| {
        finding.as_object_mut().unwrap().remove("path");
        finding
    };
    run.findings().into_iter().map(strip).collect()
}

#[test]
fn what_is_inside_is_scanned_as_if_it_lay_there() {
    // One that is read whole, and one that is cut into windows; both are tables by the names inside.
    for rows in [3, 9_000] {
        let table = people(rows);
        let plain = Folder::new();
        plain.file("sub/people.csv", &table);
        let only = ["--type", "EMAIL_ADDRESS"];
        let expected = nameless(&plain.scan(&only).quiet(0));
        assert_eq!(expected.len(), rows);
        assert_eq!((&expected[2]["field"], &expected[2]["row"]), (&"email".into(), &3.into()));
        for ending in ENDINGS {
            let folder = Folder::new();
            folder.file(&format!("sub/people.csv.{ending}"), pack(ending, table.as_bytes()));
            let run = folder.scan(&only).quiet(0);
            assert!(nameless(&run) == expected, "{ending} of {rows} rows");
            let path = format!("sub/people.csv.{ending}!people.csv");
            assert!(run.findings().iter().all(|f| f["path"] == path), "{path}");
            assert_eq!(run.summary()["bytes"], table.len());
            assert_eq!(run.summary()["complete"], 1);
        }
    }
}

#[test]
fn first_bytes_decide_and_not_names() {
    let folder = Folder::new();
    folder.file("a.csv", pack("gz", b"email\njane.roe@wonderland.org\n"));
    folder.file("b.log.GZ", pack("xz", EMAIL.as_bytes()));
    folder.file("c.gz", EMAIL);
    folder.file("d", pack("zst", EMAIL.as_bytes()));
    folder.file("e.tgz", pack("gz", EMAIL.as_bytes()));
    folder.file("f.txt", format!("BZh91AY is how bzip2 begins, says {EMAIL}"));
    let run = folder.scan(&[]).quiet(0);
    let paths: Vec<_> = run.findings().iter().map(|f| f["path"].as_str().unwrap().to_owned()).collect();
    assert_eq!(paths, ["a.csv!a.csv", "b.log.GZ!b.log.GZ", "c.gz", "d!d", "e.tgz!e.tar", "f.txt"]);
    assert_eq!(run.findings()[0]["field"], "email");
}

#[test]
fn streams_one_behind_the_other_are_one() {
    let folder = Folder::new();
    let table = people(60);
    let (first, second) = table.split_at(table.len() / 3);
    for ending in ENDINGS {
        let parts = [pack(ending, first.as_bytes()), pack(ending, b""), pack(ending, second.as_bytes())];
        folder.file(&format!("people.csv.{ending}"), parts.concat());
    }
    let run = folder.scan(&[]).quiet(0);
    assert_eq!(run.findings().len(), ENDINGS.len() * 60);
    assert_eq!(run.findings()[59]["row"], 60);
}

#[test]
fn packed_standard_input() {
    let folder = Folder::new();
    let path = folder.file("x.gz", pack("gz", EMAIL.as_bytes()));
    let mut command = folder.piidar(&["scan", "-", "--format", "jsonl"]);
    let run = run(command.stdin(std::fs::File::open(path).unwrap())).quiet(0);
    assert_eq!(run.findings()[0]["path"], "<stdin>!<stdin>");
}

#[test]
fn other_encodings_inside() {
    let folder = Folder::new();
    let text = format!("id;email\n1;{EMAIL}\n");
    let wide: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    folder.file("wide.csv.zst", pack("zst", &wide));
    folder.file("marked.txt.bz2", pack("bz2", format!("\u{feff}{EMAIL}").as_bytes()));
    let findings = folder.scan(&[]).quiet(0).findings();
    assert_eq!(
        (&findings[0]["path"], &findings[0]["start"]),
        (&"marked.txt.bz2!marked.txt".into(), &3.into())
    );
    assert_eq!((&findings[1]["decoded"], &findings[1]["field"]), (&"utf-16le".into(), &"email".into()));
}

#[test]
fn packed_again_and_again() {
    let folder = Folder::new();
    let mut packed = EMAIL.as_bytes().to_vec();
    for (n, ending) in ["gz", "xz", "bz2", "zst"].into_iter().enumerate() {
        packed = pack(ending, &packed);
        folder.file(&format!("{n}/a.{}", ["gz", "gz.xz", "gz.xz.bz2", "gz.xz.bz2.zst"][n]), &packed);
    }
    let run = folder.scan(&[]).quiet(3);
    let paths: Vec<_> = run.findings().iter().map(|f| f["path"].as_str().unwrap().to_owned()).collect();
    assert_eq!(paths, ["0/a.gz!a", "1/a.gz.xz!a.gz!a", "2/a.gz.xz.bz2!a.gz.xz!a.gz!a"]);
    let deep = "3/a.gz.xz.bz2.zst!a.gz.xz.bz2!a.gz.xz!a.gz".to_owned();
    assert_eq!(run.left(), [(deep, "over-budget".to_owned())]);
}

#[test]
fn what_is_inside_may_be_of_a_kind_that_is_not_read() {
    let folder = Folder::new();
    folder.file("a.png.gz", pack("gz", b"\x89PNG\r\n\x1a\n\0\0"));
    let run = folder.scan(&[]).quiet(0);
    assert_eq!(run.left(), [("a.png.gz!a.png".to_owned(), "unsupported-kind".to_owned())]);
}

#[test]
fn cut_and_corrupt_streams_keep_what_was_read() {
    let table = people(9_000);
    for ending in ENDINGS {
        let packed = pack(ending, table.as_bytes());
        let mut corrupt = packed.clone();
        let middle = packed.len() / 2;
        corrupt[middle..middle + 64].fill(0xA5);
        let mut trailing = packed.clone();
        trailing.extend_from_slice(b"no stream");
        for (how, bytes) in [("cut", packed[..middle].to_vec()), ("corrupt", corrupt), ("trailing", trailing)]
        {
            let folder = Folder::new();
            folder.file(&format!("people.csv.{ending}"), bytes);
            let run = folder.scan(&["--type", "EMAIL_ADDRESS"]).quiet(3);
            let path = format!("people.csv.{ending}!people.csv");
            assert_eq!(run.left(), [(path, "damaged".to_owned())], "{ending} {how}");
            let gap = &run.of_kind("coverage")[0];
            assert_eq!((&gap["status"], &gap["size"]), (&"partial".into(), &Value::Null), "{ending} {how}");
            let found = run.findings().len();
            match how {
                "cut" => assert!((2_000..7_000).contains(&found), "{ending}: {found} found"),
                // What follows may still be read, and turns out to be wrong at its end.
                "corrupt" => assert!((2_000..=9_000).contains(&found), "{ending}: {found} found"),
                _ => assert_eq!(found, 9_000, "{ending}"),
            }
        }
    }
}

#[test]
fn streams_without_anything_in_them() {
    let folder = Folder::new();
    for ending in ENDINGS {
        let packed = pack(ending, EMAIL.as_bytes());
        folder.file(&format!("empty.{ending}"), pack(ending, b""));
        folder.file(&format!("head.{ending}"), &packed[..packed.len().min(10)]);
    }
    folder.scan(&["--allow-incomplete"]).quiet(0);
    let run = folder.scan(&[]).quiet(3);
    let expected =
        ["bz2", "gz", "lz4", "xz", "zst"].map(|e| (format!("head.{e}!head"), "damaged".to_owned()));
    assert_eq!(run.left(), expected);
    assert_eq!(run.summary()["complete"], ENDINGS.len());
}

#[test]
fn bombs_are_stopped_and_told() {
    let folder = Folder::new();
    let mut line = format!("{EMAIL}\n").into_bytes();
    line.resize(4096, b' ');
    line.push(b'\n');
    for ending in ENDINGS {
        folder.file(&format!("bomb.txt.{ending}"), pack(ending, &line.repeat(2000)));
    }
    let run = folder.scan(&["--max-unpacked", "1M"]).quiet(3);
    assert_eq!(run.left().len(), ENDINGS.len());
    for gap in run.of_kind("coverage") {
        assert_eq!((&gap["status"], &gap["reason"]), (&"partial".into(), &"over-budget".into()), "{gap}");
        assert_eq!(gap["scanned"], 1 << 20, "{gap}");
        assert!(gap["detail"].as_str().unwrap().contains("--max-unpacked"), "{gap}");
    }
    assert_eq!(run.findings().len(), ENDINGS.len() * 256, "what was unpacked is scanned");
    folder.scan(&["--max-unpacked", "9M"]).quiet(0);
}

/// Headers may ask for more memory than anybody has (RFC 8878, 3.1.1.1.2; the xz file format, 5.3.1).
#[test]
fn a_stream_may_not_ask_for_all_memory() {
    let folder = Folder::new();
    // A window of 2 GB, and an empty last block.
    folder.file("long.zst", b"\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00");
    let mut wide = pack("xz", EMAIL.as_bytes());
    assert_eq!(wide[14..16], [0x21, 1], "the filter is LZMA2, with one byte that says its dictionary");
    wide[16] = 40; // 4 GB
    let header = 12..12 + 4 * usize::from(wide[12]);
    let mut sum = flate2::Crc::new();
    sum.update(&wide[header.clone()]);
    wide[header.end..header.end + 4].copy_from_slice(&sum.sum().to_le_bytes());
    folder.file("wide.xz", wide);
    let run = folder.scan(&[]).quiet(3);
    let over = |name: &str| (format!("{name}!{}", name.split('.').next().unwrap()), "over-budget".to_owned());
    assert_eq!(run.left(), [over("long.zst"), over("wide.xz")], "{}", run.out());
}

#[test]
fn a_dump_has_its_tables() {
    let folder = Folder::new();
    let mut dump =
        "CREATE TABLE public.users (id int, email text);\nCOPY public.users (id, email) FROM stdin;\n"
            .to_owned();
    (0..20).for_each(|n| dump += &format!("{n}\tp{n}@wonderland.org\n"));
    dump += "\\.\n";
    folder.file("dump.sql", &dump);
    let plain = nameless(&folder.run(&["scan", "dump.sql", "--format", "jsonl"]).quiet(0));
    assert_eq!((&plain[4]["table"], &plain[4]["row"]), (&"public.users".into(), &5.into()));
    folder.file("dump.sql.bz2", pack("bz2", dump.as_bytes()));
    assert_eq!(nameless(&folder.run(&["scan", "dump.sql.bz2", "--format", "jsonl"]).quiet(0)), plain);
}

#[test]
fn limits_are_numbers() {
    let folder = Folder::new();
    folder.file("a.txt.gz", pack("gz", EMAIL.as_bytes()));
    folder.scan(&["--max-ratio", "5", "--max-unpacked", "1k"]).quiet(0);
    folder.scan(&["--max-ratio", "0"]).fault(&["--max-ratio"]);
    folder.scan(&["--max-unpacked", "much"]).fault(&["--max-unpacked", "500M"]);
}

#[test]
fn a_line_in_a_packed_file_can_be_explained() {
    let folder = Folder::new();
    folder.file("people.csv.gz", pack("gz", people(9).as_bytes()));
    for place in ["people.csv.gz:2", "people.csv.gz!people.csv:2"] {
        let run = folder.run(&["explain", place]).quiet(0);
        assert!(
            run.out().contains("EMAIL_ADDRESS") && run.out().contains("name of the field"),
            "{}",
            run.out()
        );
    }
    folder.file("a.png.gz", pack("gz", b"\x89PNG\r\n\x1a\n\0\0"));
    assert!(folder.run(&["explain", "a.png.gz:1"]).quiet(0).out().contains("not scanned: PNG image"));
    folder.file("cut.gz", b"\x1f\x8b\x08");
    assert!(folder.run(&["explain", "cut.gz:1"]).quiet(0).out().contains("nothing here"));
}

fn builder() -> ScannerBuilder {
    Scanner::builder().samples_as_real(true).threads(2)
}

/// All batches of one file.
fn batches(scanner: &Scanner, name: &str, bytes: &[u8]) -> Vec<Batch> {
    let folder = Folder::new();
    support::batches(scanner, &folder.file(name, bytes))
}

/// Rule, span, line and row of what was found.
fn found(batches: &[Batch]) -> Vec<(u16, u64, u64, u64, Option<u64>)> {
    let all = batches.iter().flat_map(|b| &b.findings).map(|c| &c.finding);
    all.map(|f| (f.rule.0, f.start, f.end, f.place.line, f.row)).collect()
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn windows_of_a_packed_table(
        table in synthetic::table(1..30), size in 256usize..4096, which in 0..ENDINGS.len(),
    ) {
        let packed = pack(ENDINGS[which], table.as_bytes());
        let plain = batches(&builder().build().unwrap(), "t.csv", table.as_bytes());
        let name = format!("t.csv.{}", ENDINGS[which]);
        for scanner in [builder(), builder().window(size)] {
            let inside = batches(&scanner.build().unwrap(), &name, &packed);
            prop_assert_eq!(found(&inside), found(&plain));
            prop_assert!(inside.iter().all(|b| b.coverage.is_none()));
        }
    }

    /// Wherever a stream is cut off, it is told, and what could be read is found as if the file ended there.
    #[test]
    fn any_cut_keeps_what_was_read(
        text in synthetic::text(1..60), at in 0.0..1.0f64, which in 0..ENDINGS.len(), size in 256usize..4096,
    ) {
        let packed = pack(ENDINGS[which], text.as_bytes());
        // With less than its mark a stream is no stream.
        let mark = 10.min(packed.len() - 1);
        let cut = mark + ((packed.len() - mark) as f64 * at) as usize;
        let name = format!("t.txt.{}", ENDINGS[which]);
        for scanner in [builder(), builder().window(size)] {
            let scanner = scanner.build().unwrap();
            let inside = batches(&scanner, &name, &packed[..cut]);
            let gap = inside.last().unwrap().coverage.as_ref().expect("it is told");
            prop_assert_eq!(gap.reason, Reason::Damaged);
            prop_assert_eq!(gap.status == Status::Partial, gap.scanned > 0);
            let read = &text.as_bytes()[..usize::try_from(gap.scanned).unwrap()];
            prop_assert_eq!(found(&inside), found(&batches(&scanner, "t.txt", read)));
        }
    }

    /// Bytes that only begin like a stream.
    #[test]
    fn any_bytes_behind_a_mark(bytes in prop::collection::vec(any::<u8>(), 0..3000), which in 0..ENDINGS.len()) {
        let mut packed = pack(ENDINGS[which], EMAIL.as_bytes());
        packed.truncate(10);
        packed.extend(bytes);
        let all = batches(&builder().build().unwrap(), "t.txt.packed", &packed);
        prop_assert!(all.last().unwrap().last);
    }

    /// A byte that changed somewhere is told, or changes nothing: these all have check sums.
    #[test]
    fn a_changed_byte(
        text in synthetic::text(1..30), at in any::<prop::sample::Index>(), bit in 0..8u8, which in 0..ENDINGS.len(),
    ) {
        let mut packed = pack(ENDINGS[which], text.as_bytes());
        let at = at.index(packed.len());
        packed[at] ^= 1 << bit;
        let all = batches(&builder().build().unwrap(), "t.txt.packed", &packed);
        let told = all.last().unwrap().coverage.is_some();
        // Without its mark, it is something else.
        let marked = at >= 10;
        let plain = batches(&builder().build().unwrap(), "t.txt", text.as_bytes());
        prop_assert!(told || !marked || found(&all) == found(&plain));
    }
}

/// Who opens what a report names finds a file there: the packed one, without a line, for lines are those of what is inside.
#[test]
fn reports_for_programs_name_files_that_exist() {
    let folder = Folder::new();
    let table = "id,email\n1,jane.roe@wonderland.org\n";
    folder.file("a!b.csv", table);
    folder.file("data/broken.gz", &pack("gz", people(9_000).as_bytes())[..20_000]);
    folder.file("users.csv.gz", pack("gz", table.as_bytes()));
    let scan = |format| folder.run(&["scan", "--type", "EMAIL_ADDRESS", "--format", format]);
    let files = ["a!b.csv", "data/broken.gz", "users.csv.gz"];
    let inside = "retention service-end+P1Y), inside users.csv, line 2";

    let run: Value = serde_json::from_slice::<Value>(&scan("sarif").out).unwrap()["runs"][0].take();
    let results = run["results"].as_array().unwrap();
    let physical = |result: &Value| result["locations"][0]["physicalLocation"].clone();
    let uris: Vec<_> = results.iter().map(|r| physical(r)["artifactLocation"]["uri"].clone()).collect();
    assert_eq!(uris, ["a%21b.csv", "data/broken.gz", "users.csv.gz"]);
    let regions: Vec<_> = results.iter().map(|r| physical(r).get("region").is_some()).collect();
    assert_eq!(regions, [true, false, false]);
    let logical =
        |result: &Value| result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].clone();
    assert_eq!(logical(&results[0]), Value::Null);
    assert_eq!(logical(&results[2]), "users.csv.gz!users.csv");
    assert!(results[2]["message"]["text"].as_str().unwrap().ends_with(inside), "{}", results[2]);
    let gap = &run["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(physical(gap)["artifactLocation"]["uri"], "data/broken.gz");

    let issues: Vec<Value> = serde_json::from_slice(&scan("gitlab").out).unwrap();
    let paths: Vec<_> = issues.iter().map(|i| &i["location"]["path"]).collect();
    let lines: Vec<_> = issues.iter().map(|i| &i["location"]["lines"]["begin"]).collect();
    assert_eq!(paths, files);
    assert_eq!(lines, [2, 1, 1]);

    let sast: Value = serde_json::from_slice(&scan("gitlab-sast").out).unwrap();
    let found = sast["vulnerabilities"].as_array().unwrap();
    assert_eq!(found.iter().map(|v| &v["location"]["file"]).collect::<Vec<_>>(), files);
    assert_eq!(found[2]["location"].get("start_line"), None);

    let github = scan("github");
    assert!(github.out().lines().any(|line| line.ends_with(inside)), "{}", github.out());
    for start in ["file=a!b.csv,line=2,col=3::", "file=data/broken.gz::", "file=users.csv.gz::"] {
        assert!(github.out().contains(start), "{start} {}", github.out());
    }
    let junit = scan("junit");
    for file in files {
        assert!(junit.out().contains(&format!(" file=\"{file}\"")), "{file} {}", junit.out());
    }
    assert!(junit.out().contains(">users.csv.gz: EMAIL_ADDRESS in column email"), "{}", junit.out());
}
