//! Dumps of real servers: whatever the program that wrote one and whatever its form, the same is found in the same columns
//! and rows.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Folder, Run, run};

/// Table, column, row, type, value.
type Place = (String, String, u64, String, String);

/// Nobody, who may run servers that refuse root.
const NOBODY: u32 = 65534;

/// What is looked for: types that need no more than their value, and one that lives by its column.
const TYPES: &str = "EMAIL_ADDRESS,US_SSN,PHONE_NUMBER,PAYMENT_CARD,IP_ADDRESS,PERSON_NAME";

/// A server that is stopped when its test is over, however that ends.
struct Server {
    process: Child,
    folder: Folder,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The program of this name, in the search path or in the folders of a package.
fn program(name: &str) -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    folders.extend(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from));
    let mut versions: Vec<_> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|all| all.filter_map(Result::ok).map(|e| e.path().join("bin")).collect())
        .unwrap_or_default();
    versions.sort();
    folders.extend(versions.into_iter().rev());
    let found = folders.into_iter().map(|folder| folder.join(name)).find(|path| path.is_file());
    if found.is_none() {
        eprintln!("skipped: {name} is not installed");
    }
    found
}

fn is_root() -> bool {
    // A process' own folder belongs to whoever runs it.
    std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0)
}

/// A program as somebody who is not root.
fn as_nobody(program: &Path) -> Command {
    let mut command = Command::new(program);
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command.stdin(Stdio::null());
    command
}

/// A folder that nobody may write.
fn open_folder() -> Folder {
    let folder = Folder::new();
    std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
    if is_root() {
        chown(folder.path(), Some(NOBODY), Some(NOBODY)).unwrap();
    }
    folder
}

#[track_caller]
fn done(command: &mut Command) -> Run {
    let done = run(command);
    assert_eq!(done.code, Some(0), "{command:?}: {}", done.err);
    done
}

/// Waits until a program that asks the server succeeds.
#[track_caller]
fn await_server(server: &mut Server, ask: impl Fn(&Path) -> Command) {
    let start = Instant::now();
    loop {
        if run(&mut ask(server.folder.path())).code == Some(0) {
            return;
        }
        assert_eq!(server.process.try_wait().unwrap(), None, "the server has ended");
        assert!(start.elapsed() < Duration::from_secs(60), "the server does not answer");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// What is found in a folder, without where it lies.
fn places(folder: &Folder) -> BTreeSet<Place> {
    let args = ["--samples-as-real", "--show-values", "--show", "all", "--type", TYPES];
    let run = folder.scan(&args);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let word = |v: &serde_json::Value| v.as_str().unwrap_or("none").to_owned();
    run.findings()
        .iter()
        .map(|f| {
            (
                word(&f["table"]),
                word(&f["field"]),
                f["row"].as_u64().unwrap_or(0),
                word(&f["type"]),
                word(&f["masked"]),
            )
        })
        .collect()
}

/// Holds dumps of one database against one another and against what was put there.
#[track_caller]
fn same(dumps: &[(&str, Folder)], expected: &[(&str, &str, u64, &str, &str)]) {
    let owned = |p: &(&str, &str, u64, &str, &str)| {
        (p.0.to_owned(), p.1.to_owned(), p.2, p.3.to_owned(), p.4.to_owned())
    };
    let expected: BTreeSet<Place> = expected.iter().map(owned).collect();
    for (form, folder) in dumps {
        let found = places(folder);
        let missing: Vec<_> = expected.difference(&found).collect();
        let more: Vec<_> = found.difference(&expected).collect();
        assert!(missing.is_empty() && more.is_empty(), "{form}: missing {missing:#?}, too many {more:#?}");
    }
}

/// Two schemas, names that need quotes, a column that is gone, one that is computed, a partition with an order of its own.
const POSTGRES: &str = r#"
CREATE SCHEMA crm;
CREATE SCHEMA "Sales Team";
CREATE TABLE crm.people (
    id bigint PRIMARY KEY, gone text, notes text DEFAULT 'a,b', "E-Mail" text,
    lower text GENERATED ALWAYS AS (left(id::text, 1)) STORED,
    ssn char(11), phone varchar(20), seen inet, "Last Name" text, more jsonb, tags text[]
);
ALTER TABLE crm.people DROP COLUMN gone;
INSERT INTO crm.people (id, notes, "E-Mail", ssn, phone, seen, "Last Name", more, tags) VALUES
    (1, 'it''s; (not) over, yet', 'p1@example.org', '219-09-9999', '201-555-0123', '203.0.113.7', 'Lovelace',
        '{"email": "p5@example.org"}', '{p6@example.org,"x, y"}'),
    (2, NULL, 'p2@example.org', NULL, '', NULL, NULL, NULL, '{}'),
    (3, E'two\nb3@example.org\tc3@example.org\r\np3@example.org, back\\slash\\', NULL, '219-09-9999', '\N', NULL, 'O''Brien', '{}', NULL),
    (4, '\.', E'p4@example.org', NULL, NULL, '203.0.113.8/24', E'Roe', '[1, "a\"b"]', NULL);
CREATE TABLE "Sales Team"."Order ""x"" Lines" ("select" text, "Card, No" text);
INSERT INTO "Sales Team"."Order ""x"" Lines" VALUES
    ('INSERT INTO x VALUES (1);', '4111111111111111'), ('-- /* # $$ "', '5555 5555 5555 4444');
CREATE TABLE crm.events (happened date, actor text, client inet) PARTITION BY RANGE (happened);
CREATE TABLE crm.events_2024 (client inet, happened date, actor text);
ALTER TABLE crm.events ATTACH PARTITION crm.events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
INSERT INTO crm.events VALUES ('2024-05-01', 'a1@example.org', '203.0.113.9'), ('2024-05-02', 'a2@example.org', NULL);
CREATE FUNCTION crm.f() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN INSERT INTO crm.events VALUES (now(), 'x'); RETURN NEW; END $f$;
"#;

const PEOPLE: &str = "crm.people";
const LINES: &str = "Sales Team.Order \"x\" Lines";
const EVENTS: &str = "crm.events_2024";

const IN_POSTGRES: &[(&str, &str, u64, &str, &str)] = &[
    (PEOPLE, "E-Mail", 1, "EMAIL_ADDRESS", "p1@example.org"),
    (PEOPLE, "ssn", 1, "US_SSN", "219-09-9999"),
    (PEOPLE, "phone", 1, "PHONE_NUMBER", "201-555-0123"),
    (PEOPLE, "seen", 1, "IP_ADDRESS", "203.0.113.7"),
    (PEOPLE, "Last Name", 1, "PERSON_NAME", "Lovelace"),
    (PEOPLE, "more", 1, "EMAIL_ADDRESS", "p5@example.org"),
    (PEOPLE, "tags", 1, "EMAIL_ADDRESS", "p6@example.org"),
    (PEOPLE, "E-Mail", 2, "EMAIL_ADDRESS", "p2@example.org"),
    (PEOPLE, "notes", 3, "EMAIL_ADDRESS", "b3@example.org"),
    (PEOPLE, "notes", 3, "EMAIL_ADDRESS", "c3@example.org"),
    (PEOPLE, "notes", 3, "EMAIL_ADDRESS", "p3@example.org"),
    (PEOPLE, "ssn", 3, "US_SSN", "219-09-9999"),
    (PEOPLE, "Last Name", 3, "PERSON_NAME", "O'Brien"),
    (PEOPLE, "E-Mail", 4, "EMAIL_ADDRESS", "p4@example.org"),
    (PEOPLE, "seen", 4, "IP_ADDRESS", "203.0.113.8"),
    (PEOPLE, "Last Name", 4, "PERSON_NAME", "Roe"),
    (LINES, "Card, No", 1, "PAYMENT_CARD", "4111111111111111"),
    (LINES, "Card, No", 2, "PAYMENT_CARD", "5555 5555 5555 4444"),
    (EVENTS, "actor", 1, "EMAIL_ADDRESS", "a1@example.org"),
    (EVENTS, "client", 1, "IP_ADDRESS", "203.0.113.9"),
    (EVENTS, "actor", 2, "EMAIL_ADDRESS", "a2@example.org"),
];

/// A PostgreSQL that listens in its folder and nowhere else.
fn postgres() -> Option<Server> {
    let (initdb, postgres) = (program("initdb")?, program("postgres")?);
    let folder = open_folder();
    let data = folder.path().join("data");
    let locale = ["--auth=trust", "--username=test", "--encoding=UTF8", "--locale=C", "--no-sync"];
    done(as_nobody(&initdb).args(locale).arg(&data).current_dir(folder.path()));
    let mut server = as_nobody(&postgres);
    server.arg("-D").arg(&data).arg("-k").arg(folder.path()).args(["-c", "listen_addresses=", "-F"]);
    let process = server.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut server = Server { process, folder };
    let psql = program("psql")?;
    await_server(&mut server, |socket| client(&psql, socket, &["--dbname=postgres", "-c", "SELECT 1"]));
    Some(server)
}

/// A program of PostgreSQL that asks the server.
fn client(program: &Path, socket: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(["--no-password", "--username=test"]).arg("--host").arg(socket).args(args);
    command.env_remove("PGSERVICE").env_remove("PGOPTIONS").stdin(Stdio::null());
    command
}

/// A dump in every form that there is, each in a folder of its own.
#[test]
fn postgres_in_every_form() {
    let Some(server) = postgres() else { return };
    let (Some(psql), Some(pg_dump)) = (program("psql"), program("pg_dump")) else { return };
    let script = server.folder.file("script.sql", POSTGRES);
    let socket = server.folder.path();
    let quiet = ["--quiet", "--set=ON_ERROR_STOP=1", "--dbname=postgres", "--file"];
    done(client(&psql, socket, &quiet).arg(&script));
    let forms: [(&str, &str, &[&str]); 9] = [
        ("plain", "a.sql", &[]),
        ("inserts", "a.sql", &["--inserts"]),
        ("long inserts", "a.sql", &["--inserts", "--rows-per-insert=3"]),
        ("inserts with columns", "a.sql", &["--column-inserts"]),
        ("custom", "a.dump", &["-Fc"]),
        ("custom, not packed", "a.dump", &["-Fc", "-Z0"]),
        ("custom with inserts", "a", &["-Fc", "--inserts"]),
        ("directory", "a", &["-Fd"]),
        ("tar", "a.tar", &["-Ft"]),
    ];
    let dumps = forms.map(|(form, name, args)| {
        let folder = Folder::new();
        let file = folder.path().join(name);
        done(client(&pg_dump, socket, args).arg("--file").arg(&file).arg("postgres"));
        (form, folder)
    });
    same(&dumps, IN_POSTGRES);
}

/// What a dump in the custom form says when it goes to a pipe: it does not know where its own parts lie.
#[test]
fn postgres_through_a_pipe() {
    let Some(server) = postgres() else { return };
    let (Some(psql), Some(pg_dump)) = (program("psql"), program("pg_dump")) else { return };
    let socket = server.folder.path();
    let fill = "CREATE TABLE people (id int, email text);
        INSERT INTO people SELECT n, 'p' || n || '@example.org' FROM generate_series(1, 40000) n";
    done(&mut client(&psql, socket, &["--quiet", "--dbname=postgres", "-c", fill]));
    let dump = done(&mut client(&pg_dump, socket, &["-Fc", "postgres"])).out;
    let folder = Folder::new();
    folder.file("whole.dump", &dump);
    folder.file("cut.dump", &dump[..dump.len() * 2 / 3]);
    let run = folder.scan(&["--samples-as-real", "--show-values"]).quiet(3);
    assert_eq!(run.left(), [("cut.dump!cut.sql".to_owned(), "damaged".to_owned())]);
    assert_eq!(run.of_kind("coverage")[0]["status"], "partial");
    let findings = run.findings();
    let (cut, whole): (Vec<_>, Vec<_>) = findings.iter().partition(|f| f["path"] == "cut.dump!cut.sql");
    assert_eq!(whole.len(), 40_000);
    assert!((10_000..40_000).contains(&cut.len()), "{}", cut.len());
    for (n, found) in (1u64..).zip(&whole) {
        let place = (&found["table"], &found["field"], found["row"].as_u64(), &found["masked"]);
        let value = format!("p{n}@example.org").into();
        assert_eq!(place, (&"public.people".into(), &"email".into(), Some(n), &value));
    }
}

/// What MySQL and its kin write otherwise than others.
const MARIADB: &str = r#"
CREATE TABLE people (
    id bigint PRIMARY KEY, notes text COMMENT 'x;y', `E-Mail` text, ssn char(11), phone varchar(20), seen varchar(40),
    `Last ``Name` text, photo blob, flags bit(3), secret varbinary(90), half double AS (id / 2) STORED
);
INSERT INTO people (id, notes, `E-Mail`, ssn, phone, seen, `Last ``Name`, photo, flags, secret) VALUES
    (1, 'it''s; (not) over, yet', 'p1@example.org', '219-09-9999', '201-555-0123', '203.0.113.7', 'Lovelace', x'00ff27', b'101', NULL),
    (2, NULL, 'p2@example.org', NULL, '', NULL, NULL, NULL, NULL, NULL),
    (3, 'two\nb3@example.org\tc3@example.org\r\np3@example.org, back\\slash\\', NULL, '219-09-9999', NULL, NULL, 'O''Brien', x'5c', b'000', 's3@example.org'),
    (4, '`),(', 'p4@example.org', NULL, NULL, '203.0.113.8', 'Roe', '', NULL, '');
CREATE TABLE `order` (`select` text, `Card, No` text) ;
INSERT INTO `order` VALUES ('INSERT INTO x VALUES (1);', '4111111111111111'), ('-- /* # $$ "', '5555 5555 5555 4444');
"#;

const IN_MARIADB: &[(&str, &str, u64, &str, &str)] = &[
    ("people", "E-Mail", 1, "EMAIL_ADDRESS", "p1@example.org"),
    ("people", "ssn", 1, "US_SSN", "219-09-9999"),
    ("people", "phone", 1, "PHONE_NUMBER", "201-555-0123"),
    ("people", "seen", 1, "IP_ADDRESS", "203.0.113.7"),
    ("people", "Last `Name", 1, "PERSON_NAME", "Lovelace"),
    ("people", "E-Mail", 2, "EMAIL_ADDRESS", "p2@example.org"),
    ("people", "notes", 3, "EMAIL_ADDRESS", "b3@example.org"),
    ("people", "notes", 3, "EMAIL_ADDRESS", "c3@example.org"),
    ("people", "notes", 3, "EMAIL_ADDRESS", "p3@example.org"),
    ("people", "secret", 3, "EMAIL_ADDRESS", "s3@example.org"),
    ("people", "ssn", 3, "US_SSN", "219-09-9999"),
    ("people", "Last `Name", 3, "PERSON_NAME", "O'Brien"),
    ("people", "E-Mail", 4, "EMAIL_ADDRESS", "p4@example.org"),
    ("people", "seen", 4, "IP_ADDRESS", "203.0.113.8"),
    ("people", "Last `Name", 4, "PERSON_NAME", "Roe"),
    ("order", "Card, No", 1, "PAYMENT_CARD", "4111111111111111"),
    ("order", "Card, No", 2, "PAYMENT_CARD", "5555 5555 5555 4444"),
];

/// A MariaDB that listens in its folder and nowhere else.
fn mariadb() -> Option<Server> {
    let (install, server) = (program("mariadb-install-db")?, program("mariadbd")?);
    let folder = open_folder();
    let path = |option: &str, name: &str| format!("--{option}={}", folder.path().join(name).display());
    let fresh = ["--auth-root-authentication-method=normal", "--skip-test-db"];
    done(as_nobody(&install).arg("--no-defaults").arg(path("datadir", "data")).args(fresh));
    let mut command = as_nobody(&server);
    command.args(["--no-defaults", "--skip-networking", "--innodb-flush-log-at-trx-commit=0"]);
    command.args([path("datadir", "data"), path("socket", "socket"), path("pid-file", "pid")]);
    let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut server = Server { process, folder };
    let mariadb = program("mariadb")?;
    await_server(&mut server, |folder| maria_client(&mariadb, folder, &["--execute=SELECT 1"]));
    Some(server)
}

/// A program of MariaDB that asks the server.
fn maria_client(program: &Path, folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(["--no-defaults", "--user=root"]).arg("--socket").arg(folder.join("socket"));
    command.args(args).stdin(Stdio::null());
    command
}

#[test]
fn mariadb_in_every_form() {
    let Some(server) = mariadb() else { return };
    let (Some(mariadb), Some(mariadb_dump)) = (program("mariadb"), program("mariadb-dump")) else { return };
    let folder = server.folder.path();
    done(&mut maria_client(&mariadb, folder, &["--execute=CREATE DATABASE shop"]));
    done(&mut maria_client(&mariadb, folder, &["--database=shop", "--execute", MARIADB]));
    let forms: [(&str, &[&str]); 6] = [
        ("extended", &[]),
        ("hex", &["--hex-blob"]),
        ("a row a statement", &["--skip-extended-insert"]),
        ("with columns", &["--complete-insert", "--skip-extended-insert", "--hex-blob"]),
        ("like others", &["--compatible=ansi", "--skip-opt"]),
        ("without definitions", &["--no-create-info", "--complete-insert"]),
    ];
    let dumps = forms.map(|(form, args)| {
        let dump = Folder::new();
        let file = format!("--result-file={}", dump.path().join("a.sql").display());
        done(maria_client(&mariadb_dump, folder, args).args([file.as_str(), "shop"]));
        (form, dump)
    });
    same(&dumps, IN_MARIADB);
}

const SQLITE: &str = r#"
CREATE TABLE people (id INTEGER PRIMARY KEY, notes, "E-Mail" TEXT, ssn, "Last Name" TEXT, photo);
INSERT INTO people VALUES
    (1, 'it''s; (not) over, yet', 'p1@example.org', '219-09-9999', 'Lovelace', x'00ff'),
    (5, 'two' || char(10) || 'lines with p3@example.org, back\slash\', NULL, NULL, 'O''Brien', NULL);
CREATE TABLE "odd ""name""" ("Card, No" TEXT PRIMARY KEY, "select") WITHOUT ROWID;
INSERT INTO "odd ""name""" VALUES ('4111111111111111', 'INSERT INTO x VALUES (1);'), ('5555 5555 5555 4444', '-- /* # $$ "');
"#;

const IN_SQLITE: &[(&str, &str, u64, &str, &str)] = &[
    ("people", "E-Mail", 1, "EMAIL_ADDRESS", "p1@example.org"),
    ("people", "ssn", 1, "US_SSN", "219-09-9999"),
    ("people", "Last Name", 1, "PERSON_NAME", "Lovelace"),
    ("people", "notes", 2, "EMAIL_ADDRESS", "p3@example.org"),
    ("people", "Last Name", 2, "PERSON_NAME", "O'Brien"),
    ("odd \"name\"", "Card, No", 1, "PAYMENT_CARD", "4111111111111111"),
    ("odd \"name\"", "Card, No", 2, "PAYMENT_CARD", "5555 5555 5555 4444"),
];

#[test]
fn sqlite_as_a_file_and_as_a_dump() {
    let file = Folder::new();
    let path = file.path().join("shop.db");
    rusqlite::Connection::open(&path).unwrap().execute_batch(SQLITE).unwrap();
    let mut dumps = vec![];
    if let Some(sqlite) = program("sqlite3") {
        let dump = Folder::new();
        let script = done(Command::new(sqlite).args([path.as_os_str(), OsStr::new(".dump")])).out;
        dump.file("shop.sql", script);
        dumps.push(("dump", dump));
    }
    dumps.push(("file", file));
    same(&dumps, IN_SQLITE);
}
