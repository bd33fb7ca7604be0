//! SQLite databases: found by table, column and row, and left as they were.

use std::fs;
use std::io::Write;
use std::path::Path;

use piidar::model::{Batch, Reason, Status};
use piidar::{Scanner, ScannerBuilder};
use proptest::prelude::*;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::Value;

use crate::support::{Folder, Run, batches, run};

/// Makes a database of a script.
fn database(path: &Path, script: &str) -> Connection {
    let db = Connection::open(path).unwrap();
    db.execute_batch(script).unwrap();
    db
}

/// People in a table, with an index that has them in another order.
const PEOPLE: &str = "
    CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT, phone INTEGER, note);
    CREATE INDEX by_email ON people (email DESC, phone, note);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
    INSERT INTO people SELECT 3 * i, 'p' || i || '@wonderland.org', 12015550100 + i % 100, NULL FROM n;
    CREATE TABLE \"odd \"\"name\" (\"order\" TEXT, \"E-Mail\" TEXT PRIMARY KEY) WITHOUT ROWID;
    INSERT INTO \"odd \"\"name\" VALUES ('x', 'b@wonderland.org'), ('y', 'Write to a@wonderland.org, please');
";

/// What stands in a database where a finding says it does.
fn value_at(db: &Connection, finding: &Value) -> String {
    let word = |key: &str| finding[key].as_str().unwrap().replace('"', "\"\"");
    let sql = format!(
        "SELECT \"{}\" FROM \"{}\" NOT INDEXED LIMIT 1 OFFSET {}",
        word("field"),
        word("table"),
        finding["row"].as_u64().unwrap() - 1
    );
    let text = |row: &rusqlite::Row<'_>| {
        Ok(match row.get_ref(0)? {
            ValueRef::Integer(n) => n.to_string().into_bytes(),
            ValueRef::Real(x) => x.to_string().into_bytes(),
            ValueRef::Text(text) | ValueRef::Blob(text) => text.to_vec(),
            ValueRef::Null => Vec::new(),
        })
    };
    let value: Vec<u8> = db.query_row(&sql, [], text).unwrap();
    let at = |key: &str| usize::try_from(finding[key].as_u64().unwrap()).unwrap();
    String::from_utf8(value[at("start")..at("end")].to_vec()).unwrap()
}

/// Table, field and row of every finding.
fn places(run: &Run) -> Vec<(String, String, u64)> {
    let word = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let place = |f: &Value| (word(&f["table"]), word(&f["field"]), f["row"].as_u64().unwrap());
    run.findings().iter().map(place).collect()
}

fn place(table: &str, field: &str, row: u64) -> (String, String, u64) {
    (table.to_owned(), field.to_owned(), row)
}

#[test]
fn what_a_finding_names_gives_back_the_value() {
    let folder = Folder::new();
    let db = database(&folder.path().join("shop.db"), PEOPLE);
    let run = folder.scan(&["--show-values", "--samples-as-real"]).quiet(0);
    let findings = run.findings();
    for finding in &findings {
        assert_eq!(value_at(&db, finding), finding["masked"].as_str().unwrap(), "{finding}");
        assert_eq!((&finding["path"], &finding["line"]), (&"shop.db".into(), &Value::Null));
    }
    let emails: Vec<_> = findings.iter().filter(|f| f["type"] == "EMAIL_ADDRESS").collect();
    assert_eq!(emails.len(), 2002);
    assert_eq!(emails[6]["masked"], "p7@wonderland.org", "in the order of its rows, not of an index");
    assert_eq!(
        findings.iter().filter(|f| f["type"] == "PHONE_NUMBER" && f["field"] == "phone").count(),
        2000
    );
    let odd: Vec<_> = places(&run).into_iter().filter(|p| p.0 != "people").collect();
    assert_eq!(odd, [place("odd \"name", "E-Mail", 1), place("odd \"name", "E-Mail", 2)]);
    assert_eq!(run.summary()["complete"], 1);
}

#[test]
fn people_are_told_the_row() {
    let folder = Folder::new();
    database(&folder.path().join("shop.db"), PEOPLE);
    let run = folder.run(&["scan", "shop.db", "--type", "EMAIL_ADDRESS"]).quiet(0);
    assert!(run.out().contains("row 3") && run.out().contains("people.email"), "{}", run.out());
}

#[test]
fn values_of_every_kind() {
    let folder = Folder::new();
    let script = "
        CREATE TABLE t (ssn, card, email, photo);
        INSERT INTO t VALUES ('219-09-9999', 4111111111111111, 'jane.roe@wonderland.org', x'00ff00');
        INSERT INTO t VALUES (219099999, 4111111111111111.0, CAST('jane.roe@wonderland.org' AS BLOB), x'ffd8ff');
        INSERT INTO t VALUES (NULL, '', x'', NULL);";
    database(&folder.path().join("t"), script);
    let run = folder.scan(&["--show-values", "--samples-as-real"]).quiet(0);
    let values: Vec<_> = run.findings().iter().map(|f| f["masked"].as_str().unwrap().to_owned()).collect();
    let row = |ssn: &str| [ssn, "4111111111111111", "jane.roe@wonderland.org"].map(str::to_owned);
    assert_eq!(values, [row("219-09-9999"), row("219099999")].concat());
    let gap = &run.of_kind("coverage")[0];
    assert_eq!((&gap["status"], &gap["reason"]), (&"partial".into(), &"unsupported-kind".into()));
    assert_eq!(gap["detail"], "binary values: 2 (6 bytes)");
}

#[test]
fn nothing_is_touched() {
    let folder = Folder::new();
    let path = folder.path().join("shop.db");
    // A database that wants a log of its own beside it as soon as it is opened.
    drop(database(&path, &format!("PRAGMA journal_mode = wal; {PEOPLE}")));
    let before = (folder.names(), fs::metadata(&path).unwrap().modified().unwrap(), fs::read(&path).unwrap());
    assert_eq!(before.0, ["shop.db"]);
    let run = folder.scan(&[]).quiet(0);
    assert!(run.findings().len() >= 2002);
    let after = (folder.names(), fs::metadata(&path).unwrap().modified().unwrap(), fs::read(&path).unwrap());
    assert!(before == after);
}

#[test]
fn changes_in_a_log_are_told() {
    let folder = Folder::new();
    let db = database(&folder.path().join("shop.db"), &format!("PRAGMA journal_mode = wal; {PEOPLE}"));
    // It is open and has written nothing back.
    let run = folder.scan(&[]).quiet(0);
    let left: Vec<_> =
        run.of_kind("coverage").into_iter().map(|c| (c["path"].clone(), c["detail"].clone())).collect();
    assert!(
        left.iter().any(|(path, detail)| path == "shop.db" && detail.as_str().unwrap().contains("-wal")),
        "{left:?}"
    );
    assert!(left.iter().any(|(path, _)| path == "shop.db-wal"), "{left:?}");
    drop(db);
}

#[test]
fn nothing_in_it_is_run_or_read_twice() {
    let folder = Folder::new();
    let script = "
        CREATE TABLE t (email TEXT, twice TEXT AS (email || email), kept TEXT AS (email) STORED);
        INSERT INTO t VALUES ('jane.roe@wonderland.org');
        CREATE VIEW v AS SELECT * FROM t;
        CREATE VIRTUAL TABLE words USING fts5(body);
        INSERT INTO words VALUES ('write to mad.hatter@wonderland.org today');
        CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1);
        INSERT INTO boxes VALUES (1, 2, 3);
        CREATE TABLE late (x CHECK (x < 1), y DEFAULT (random()));
        CREATE TABLE none (x, y);";
    database(&folder.path().join("t.sqlite"), script);
    let run = folder.scan(&[]).quiet(0);
    let expected = [place("t", "email", 1), place("t", "kept", 1), place("words_content", "c0", 1)];
    assert_eq!(places(&run), expected);
}

#[test]
fn a_database_in_utf16() {
    let folder = Folder::new();
    database(
        &folder.path().join("wide.db"),
        "PRAGMA encoding = 'UTF-16'; CREATE TABLE größe (emäil); INSERT INTO größe VALUES ('Jürgen: j.roe@wonderland.org');",
    );
    let finding = folder.scan(&[]).quiet(0).findings().remove(0);
    assert_eq!((&finding["table"], &finding["field"]), (&"größe".into(), &"emäil".into()));
    assert_eq!((&finding["start"], &finding["end"]), (&9.into(), &29.into()), "bytes of UTF-8");
}

#[test]
fn a_database_in_a_stream() {
    let folder = Folder::new();
    let path = folder.path().join("shop.db");
    database(&path, PEOPLE);
    let plain = places(&folder.scan(&[]).quiet(0));
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&fs::read(&path).unwrap()).unwrap();
    folder.file("packed/shop.db.gz", packed.finish().unwrap());
    let packed = folder.run(&["scan", "packed", "--format", "jsonl"]).quiet(0);
    assert_eq!(packed.findings()[0]["path"], "packed/shop.db.gz!shop.db");
    assert!(places(&packed) == plain);
    let mut command = folder.piidar(&["scan", "-", "--format", "jsonl"]);
    let stream = run(command.stdin(fs::File::open(&path).unwrap())).quiet(0);
    assert!(places(&stream) == plain);
    let bytes = Scanner::builder().build().unwrap().scan_bytes("x", &fs::read(&path).unwrap());
    assert!(bytes.last && bytes.findings.len() == plain.len());
}

#[test]
fn damage_costs_what_is_damaged() {
    let folder = Folder::new();
    let path = folder.path().join("shop.db");
    database(
        &path,
        &format!("CREATE TABLE a (email); INSERT INTO a VALUES ('first@wonderland.org'); {PEOPLE}"),
    );
    let whole = fs::read(&path).unwrap();
    let page = 4096;
    assert!(whole.len() > 20 * page);
    let mut overwritten = whole.clone();
    overwritten[8 * page..11 * page].fill(0x5A);
    for (how, bytes) in [("cut", whole[..whole.len() / 2].to_vec()), ("overwritten", overwritten)] {
        fs::write(&path, bytes).unwrap();
        let run = folder.scan(&[]).quiet(3);
        let gap = &run.of_kind("coverage")[0];
        assert_eq!((&gap["status"], &gap["reason"]), (&"partial".into(), &"damaged".into()), "{how}: {gap}");
        assert!(gap["detail"].as_str().unwrap().contains("table people: "), "{how}: {gap}");
        let tables: Vec<_> = places(&run).into_iter().map(|p| p.0).collect();
        for table in ["a", "people"] {
            assert!(tables.iter().any(|t| t == table), "{how}: what can be read of {table} is");
        }
    }
}

#[test]
fn what_only_begins_like_a_database() {
    let folder = Folder::new();
    folder.file("head.db", b"SQLite format 3\0");
    folder.file("noise.db", [&b"SQLite format 3\0"[..], &[0xA7; 5000]].concat());
    let run = folder.scan(&[]).quiet(3);
    let left: Vec<_> = run
        .of_kind("coverage")
        .iter()
        .map(|c| format!("{} {} {}", c["path"], c["status"], c["reason"]))
        .collect();
    assert_eq!(left, [r#""head.db" "skipped" "damaged""#, r#""noise.db" "skipped" "damaged""#]);
    let run = folder.run(&["explain", "head.db:1"]).quiet(0);
    assert!(run.out().contains("no lines"), "{}", run.out());
}

#[test]
fn a_value_too_large_to_be_held() {
    let folder = Folder::new();
    let script = "
        CREATE TABLE t (note, email);
        INSERT INTO t VALUES (printf('%.*c', 20000000, 'x'), 'jane.roe@wonderland.org');
        INSERT INTO t VALUES ('small', 'mad.hatter@wonderland.org');";
    database(&folder.path().join("t.db"), script);
    let run = folder.scan(&[]).quiet(3);
    assert_eq!(places(&run), [place("t", "email", 1), place("t", "email", 2)]);
    let gap = &run.of_kind("coverage")[0];
    assert_eq!(gap["reason"], "over-budget", "{gap}");
    assert!(gap["detail"].as_str().unwrap().starts_with("values of more than"), "{gap}");
}

/// Pages that are children many times over: a few kilobytes that hold more rows than anybody could read.
#[test]
fn rows_without_end() {
    const PAGE: usize = 512;
    let folder = Folder::new();
    let path = folder.path().join("bomb.db");
    let script = "
        PRAGMA page_size = 512;
        CREATE TABLE t (email);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
        INSERT INTO t SELECT 'p@wonderland.org' FROM n;";
    let root: u32 = database(&path, script)
        .query_row("SELECT rootpage FROM sqlite_schema", [], |row| row.get(0))
        .unwrap();
    let mut bytes = fs::read(&path).unwrap();
    // From the root down, each interior page (0x05) points to its first child only: sqlite.org/fileformat2.html#b_tree_pages.
    let number = |bytes: &[u8], at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    let (mut page, mut last, mut depth) = (root as usize, root as usize, 0);
    while bytes[(page - 1) * PAGE] == 0x05 {
        let start = (page - 1) * PAGE;
        let cells = usize::from(u16::from_be_bytes([bytes[start + 3], bytes[start + 4]]));
        let cell = |bytes: &[u8], n: usize| {
            let at = start + 12 + 2 * n;
            start + usize::from(u16::from_be_bytes([bytes[at], bytes[at + 1]]))
        };
        let child = number(&bytes, cell(&bytes, 0));
        for n in 0..cells {
            let at = cell(&bytes, n);
            bytes[at..at + 4].copy_from_slice(&child.to_be_bytes());
        }
        bytes[start + 8..start + 12].copy_from_slice(&child.to_be_bytes());
        page = usize::try_from(child).unwrap();
        last = last.max(page);
        depth += 1;
    }
    assert!(depth >= 2);
    bytes.truncate(last * PAGE);
    bytes[28..32].copy_from_slice(&u32::try_from(last).unwrap().to_be_bytes());
    fs::write(&path, &bytes).unwrap();
    let run = folder.scan(&[]).quiet(3);
    let gap = &run.of_kind("coverage")[0];
    assert_eq!(gap["reason"], "damaged", "{gap}");
    assert!(gap["detail"].as_str().unwrap().contains("more rows than"), "{gap}");
    assert_eq!(run.findings().len(), bytes.len(), "as many as could be there");
}

fn builder() -> ScannerBuilder {
    Scanner::builder().samples_as_real(true).threads(2)
}

/// Everything about what was found.
fn found(batches: &[Batch]) -> Vec<String> {
    batches.iter().flat_map(|b| &b.findings).map(|c| format!("{:?}", c.finding)).collect()
}

/// What names a value stands in another cell of its row: no page may part them.
#[test]
fn values_that_a_cell_beside_them_names_in_pages_of_any_size() {
    let folder = Folder::new();
    let path = folder.path().join("t.db");
    let db = database(&path, "CREATE TABLE m (id, meta_key, meta_value, payload)");
    for (key, value) in
        [("first_name", "Tilda"), ("ssn", "219648321"), ("dob", "1984-07-19"), ("color", "Tilda")]
    {
        db.execute("INSERT INTO m VALUES (1, ?1, ?2, ?3)", (key, value, "{\"last_name\": \"Quist\"}"))
            .unwrap();
    }
    drop(db);
    let whole = batches(&builder().build().unwrap(), &path);
    assert_eq!(found(&whole).len(), 7);
    for size in [1, 12, 40] {
        let small = batches(&builder().window(size).build().unwrap(), &path);
        assert_eq!(found(&whole), found(&small), "{size}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pages_of_any_size(
        rows in prop::collection::vec(("[a-z]{1,8}@wonderland[.]org|", "[ -~]{0,40}", any::<i64>()), 0..60),
        size in 1usize..600,
        threads in 1usize..4,
    ) {
        let folder = Folder::new();
        let path = folder.path().join("t.db");
        let mut db = database(&path, "CREATE TABLE t (email, note, phone); CREATE TABLE u (note)");
        let all = db.transaction().unwrap();
        for (email, note, number) in &rows {
            all.execute("INSERT INTO t VALUES (?1, ?2, ?3)", (email, note, number)).unwrap();
            all.execute("INSERT INTO u VALUES (?1)", (format!("{note} {email}"),)).unwrap();
        }
        all.commit().unwrap();
        let whole = batches(&builder().build().unwrap(), &path);
        let small = batches(&builder().window(size).threads(threads).build().unwrap(), &path);
        prop_assert_eq!(found(&whole), found(&small));
        prop_assert!(whole.iter().chain(&small).all(|b| b.coverage.is_none()));
        let emails = rows.iter().filter(|row| !row.0.is_empty()).count();
        prop_assert!(found(&whole).len() >= 2 * emails);
    }

    /// Wherever a database is cut off, it is told.
    #[test]
    fn any_cut(at in 16usize..12_287) {
        let folder = Folder::new();
        let path = folder.path().join("t.db");
        drop(database(&path, "CREATE TABLE t (email); CREATE TABLE u (email); INSERT INTO u VALUES ('p@wonderland.org')"));
        let bytes = fs::read(&path).unwrap();
        prop_assert_eq!(bytes.len(), 12_288);
        fs::write(&path, &bytes[..at]).unwrap();
        let all = batches(&builder().build().unwrap(), &path);
        let gap = all.last().unwrap().coverage.as_ref().expect("it is told");
        prop_assert_eq!(gap.reason, Reason::Damaged);
    }

    /// Whatever becomes of its bytes, it is read to an end, and that end is told.
    #[test]
    fn any_damage(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40), cut in 100usize..60_000,
    ) {
        let folder = Folder::new();
        let path = folder.path().join("t.db");
        let script = format!("PRAGMA page_size = 512; CREATE VIRTUAL TABLE words USING fts5(body); {PEOPLE}");
        database(&path, &script.replace("< 2000", "< 300"));
        let mut bytes = fs::read(&path).unwrap();
        bytes.truncate(cut);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        fs::write(&path, &bytes).unwrap();
        let all = batches(&builder().build().unwrap(), &path);
        prop_assert_eq!(all.iter().filter(|b| b.last).count(), 1);
        let gap = all.last().unwrap().coverage.as_ref();
        prop_assert!(gap.is_none_or(|c| c.status != Status::Complete && c.reason != Reason::Internal), "{gap:?}");
        prop_assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}
