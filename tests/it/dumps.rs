//! SQL dumps: what was put where is found there. The writer of a dump notes the places; nothing here reads SQL.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::Folder;

/// A dump in the making, and what must be found in it.
#[derive(Default)]
struct Dump {
    text: String,
    /// Line ends in it.
    ends: u64,
    rows: BTreeMap<String, u64>,
    /// Value, table, column, row, line, offset.
    expected: Vec<Place>,
}

type Place = (String, String, String, u64, u64, u64);

/// How a dialect writes a row's values.
#[derive(Clone, Copy)]
struct Dialect {
    open: &'static str,
    between: &'static str,
    close: &'static str,
    quote: fn(&str) -> String,
}

const STANDARD: Dialect = Dialect { open: "(", between: ", ", close: ")", quote: standard };
const MYSQL: Dialect = Dialect { open: "(", between: ",", close: ")", quote: backslashes };
const SERVER: Dialect = Dialect { open: "(", between: ", ", close: ")", quote: national };
const COPY: Dialect = Dialect { open: "", between: "\t", close: "\n", quote: bare };

fn standard(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

fn backslashes(value: &str) -> String {
    format!("'{}'", value.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n"))
}

fn national(value: &str) -> String {
    format!("CAST(N'{}' AS nvarchar(200))", value.replace('\'', "''"))
}

fn bare(value: &str) -> String {
    value.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t")
}

/// Columns of every table here. The notes hold what would end a string, a row or a statement if it were not quoted.
const COLUMNS: [&str; 4] = ["id", "email", "ssn", "notes"];
const NOTES: [&str; 6] = [
    "",
    "it's; (not) over, yet",
    "back\\slash\\",
    "two\nlines",
    "INSERT INTO x VALUES (1);",
    "-- /* # $$ \"",
];

impl Dump {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends += u64::try_from(text.matches('\n').count()).unwrap();
    }

    /// Adds a row of `table` whose columns have these names.
    fn row(&mut self, table: &str, names: &[&str; 4], n: usize, dialect: Dialect) {
        let count = self.rows.entry(table.to_owned()).or_default();
        *count += 1;
        let row = *count;
        let values = [
            n.to_string(),
            format!("person{n}@example.com"),
            "219-09-9999".to_owned(),
            NOTES[n % NOTES.len()].to_owned(),
        ];
        self.push(dialect.open);
        for (i, value) in values.iter().enumerate() {
            if i > 0 {
                self.push(dialect.between);
            }
            let written = if i == 0 { value.clone() } else { (dialect.quote)(value) };
            if i == 1 || i == 2 {
                let at = self.text.len() + written.find(value.as_str()).unwrap();
                self.expected.push((
                    value.clone(),
                    table.to_owned(),
                    names[i].to_owned(),
                    row,
                    self.ends + 1,
                    u64::try_from(at).unwrap(),
                ));
            }
            self.push(&written);
        }
        self.push(dialect.close);
    }

    /// Adds rows that commas stand between.
    fn rows(&mut self, table: &str, names: &[&str; 4], numbers: std::ops::Range<usize>, dialect: Dialect) {
        let first = numbers.start;
        for n in numbers {
            if n > first {
                self.push(",");
            }
            self.row(table, names, n, dialect);
        }
    }

    /// Scans the dump as it stands and holds what is found against what was put in.
    #[track_caller]
    fn check(&self, name: &str) {
        self.check_bytes(name, self.text.as_bytes());
    }

    #[track_caller]
    fn check_bytes(&self, name: &str, bytes: &[u8]) {
        let folder = Folder::new();
        folder.file(name, bytes);
        let args = ["--samples-as-real", "--show-values", "--type", "EMAIL_ADDRESS,US_SSN"];
        let run = folder.scan(&args).quiet(0);
        let found: Vec<Place> = run.findings().iter().map(place).collect();
        let first = found.iter().zip(&self.expected).find(|(found, expected)| found != expected);
        assert!(first.is_none(), "{first:#?}");
        assert_eq!(found.len(), self.expected.len());
    }
}

fn place(finding: &Value) -> Place {
    let word = |key: &str| finding[key].as_str().unwrap_or("none").to_owned();
    let number = |key: &str| finding[key].as_u64().unwrap_or(0);
    (word("masked"), word("table"), word("field"), number("row"), number("line"), number("start"))
}

#[test]
fn postgres() {
    let mut dump = Dump::default();
    dump.push("--\n-- PostgreSQL database dump\n--\n\nSET standard_conforming_strings = on;\n");
    dump.push("CREATE TABLE public.people (\n    id bigint NOT NULL,\n    email text,\n    ssn text DEFAULT 'a,b'::text,\n    notes text\n);\n\n");
    dump.push("CREATE FUNCTION public.f() RETURNS trigger AS $$\nBEGIN\n  INSERT INTO audit VALUES (NEW.id, now());\n  RETURN NEW; -- it's over\nEND $$ LANGUAGE plpgsql;\n\n");
    dump.push("COPY public.people (id, email, ssn, notes) FROM stdin;\n");
    (0..20).for_each(|n| dump.row("public.people", &COLUMNS, n, COPY));
    dump.push("\\.\n\n\nINSERT INTO public.people VALUES ");
    dump.rows("public.people", &COLUMNS, 20..40, STANDARD);
    dump.push(";\nINSERT INTO other (a, b, c, d) VALUES\n");
    dump.rows("other", &["a", "b", "c", "d"], 0..9, STANDARD);
    dump.push("\nON CONFLICT DO NOTHING;\n");
    for n in 40..60 {
        dump.push("INSERT INTO public.people (id, email, ssn, notes) VALUES ");
        dump.row("public.people", &COLUMNS, n, STANDARD);
        dump.push(";\n");
    }
    dump.check("plain.sql");
}

#[test]
fn postgres_from_standard_input_is_known_by_its_beginning() {
    let mut dump = Dump::default();
    dump.push("--\n-- PostgreSQL database dump\n--\n\nCOPY people (id, email, ssn, notes) FROM stdin;\n");
    (0..20).for_each(|n| dump.row("people", &COLUMNS, n, COPY));
    dump.push("\\.\n");
    dump.check("backup.dump");
}

/// One line of more than a window, again and again.
#[test]
fn mysql_with_statements_of_a_megabyte() {
    let mut dump = Dump::default();
    dump.push("-- MySQL dump 10.13\n/*!40101 SET NAMES utf8mb4 */;\nCREATE TABLE `people` (\n  `id` int,\n  `email` text COMMENT 'x;y',\n  `ssn` text,\n  `notes` text,\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB;\n");
    for statement in 0..3 {
        dump.push("/*!40000 ALTER TABLE `people` DISABLE KEYS */;\nINSERT INTO `people` VALUES ");
        dump.rows("people", &COLUMNS, statement * 15_000..(statement + 1) * 15_000, MYSQL);
        dump.push(";\n");
    }
    assert!(dump.text.len() > 2_500_000);
    dump.check("big.sql");
}

#[test]
fn sql_server_in_utf16() {
    let mut dump = Dump::default();
    dump.push("USE [Shop]\r\nGO\r\nCREATE TABLE [dbo].[People]([id] [int] IDENTITY(1,1) NOT NULL, [email] [nvarchar](200) NULL, [ssn] [char](11), [notes] [ntext])\r\nGO\r\nSET IDENTITY_INSERT [dbo].[People] ON\r\n");
    for n in 0..30 {
        dump.push("INSERT [dbo].[People] ([id], [email], [ssn], [notes]) VALUES ");
        dump.row("dbo.People", &COLUMNS, n, SERVER);
        dump.push(if n % 4 == 0 { "\r\nGO\r\n" } else { "\r\n" });
    }
    let mark = std::iter::once(0xFEFF);
    let wide: Vec<u8> = mark.chain(dump.text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    dump.check_bytes("script.sql", &wide);
}

#[test]
fn sqlite_and_oracle() {
    let mut dump = Dump::default();
    dump.push("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE IF NOT EXISTS \"people\" (id INTEGER PRIMARY KEY, email, ssn, notes -- any\n);\n");
    for n in 0..12 {
        dump.push("INSERT INTO people VALUES");
        dump.row("people", &COLUMNS, n, STANDARD);
        dump.push(";\n");
    }
    dump.push("COMMIT;\nREM don't\nInsert into HR.PEOPLE\n   (ID, EMAIL, SSN, NOTES)\n Values\n   ");
    dump.row("HR.PEOPLE", &["ID", "EMAIL", "SSN", "NOTES"], 0, STANDARD);
    dump.push(";\nINSERT ALL\n  INTO t (id, email, ssn, notes) VALUES ");
    dump.row("t", &COLUMNS, 1, STANDARD);
    dump.push("\n  INTO t (id, email, ssn, notes) VALUES ");
    dump.row("t", &COLUMNS, 2, STANDARD);
    dump.push("\nSELECT * FROM dual;\n");
    dump.check("mixed.sql");
}

/// Columns that nothing names have numbers.
#[test]
fn unknown_columns() {
    let mut dump = Dump::default();
    dump.push("INSERT INTO people VALUES ");
    let numbers = ["#1", "#2", "#3", "#4"];
    dump.rows("people", &numbers, 0..5, STANDARD);
    dump.push(";\n");
    dump.check("bare.sql");
}

/// What is no row stays text: nothing of it is lost, and what follows is read as rows again.
#[test]
fn broken_statements_are_text() {
    const BROKEN: [&str; 9] = [
        "INSERT INTO people VALUES (1, 'it's', 'jane@example.com');\n",
        "INSERT INTO people (id, email) VALUES (1, 2, 'jane@example.com');\n",
        "INSERT INTO people VALUES (1, f((2), 'jane@example.com';\n",
        "INSERT INTO people (id, email SELECT 'jane@example.com';\n",
        "INSERT INTO people SELECT 1, 'jane@example.com';\n",
        "INSERT INTO people VALUES (, 'jane@example.com');\n",
        "COPY people FROM stdin WITH (FORMAT binary);\n1,jane@example.com\n\\.\n",
        "UPDATE people SET email = 'jane@example.com';\n",
        "-- jane@example.com\n",
    ];
    for broken in BROKEN {
        let mut dump = Dump::default();
        dump.push(broken);
        let at = u64::try_from(broken.find("jane").unwrap()).unwrap();
        let line = 1 + u64::try_from(broken[..broken.find("jane").unwrap()].matches('\n').count()).unwrap();
        let folder = Folder::new();
        dump.push("INSERT INTO good (id, email, ssn, notes) VALUES ");
        dump.row("good", &COLUMNS, 1, STANDARD);
        dump.push(";\n");
        folder.file("a.sql", &dump.text);
        let run = folder.scan(&["--samples-as-real", "--show-values", "--type", "EMAIL_ADDRESS"]).quiet(0);
        let found: Vec<Place> = run.findings().iter().map(place).collect();
        assert_eq!(found.len(), 2, "{broken}: {found:?}");
        let (value, table, _, row, line_found, start) = &found[0];
        assert_eq!((value.as_str(), table.as_str(), *row), ("jane@example.com", "none", 0), "{broken}");
        assert_eq!((*line_found, *start), (line, at), "{broken}");
        assert_eq!(found[1], dump.expected[0], "{broken}");
    }
}

/// A value is found as what it means, and its place is where it is written.
#[test]
fn values_with_escapes() {
    let cases = [
        (r"INSERT INTO `t` (`last_name`) VALUES ('O\'Brien');", "PERSON_NAME", r"O\'Brien", "O'Brien"),
        ("INSERT INTO t (last_name) VALUES ('O''Brien');", "PERSON_NAME", "O''Brien", "O'Brien"),
        (
            r"INSERT INTO t (a) VALUES (E'ask\njane\u0040example.com');",
            "EMAIL_ADDRESS",
            r"jane\u0040example.com",
            "jane@example.com",
        ),
        (
            "COPY t (a, b) FROM stdin;\nx\\ty\\njane@example.com\\n\tC:\\\\new\n\\.\n",
            "EMAIL_ADDRESS",
            "jane@example.com",
            "jane@example.com",
        ),
        (r#"INSERT INTO `t` VALUES ('{\"ssn\":\"219-09-9999\"}');"#, "US_SSN", "219-09-9999", "219-09-9999"),
        (
            "INSERT INTO `t` VALUES (1,0x6a616e65406578616d706c652e636f6d,'x');",
            "EMAIL_ADDRESS",
            "6a616e65406578616d706c652e636f6d",
            "jane@example.com",
        ),
        (
            r"INSERT INTO t VALUES(1,unistr('a\u000ajane@example.com'));",
            "EMAIL_ADDRESS",
            "jane@example.com",
            "jane@example.com",
        ),
        (
            r"INSERT INTO t VALUES(1,replace('a\njane@example.com','\n',char(10)));",
            "EMAIL_ADDRESS",
            "jane@example.com",
            "jane@example.com",
        ),
        // The `N` is no house number's and no street's first letter.
        (
            "INSERT INTO t (a) VALUES (N'Elm-Juniper-Straße 34, 10115 Berlin');",
            "POSTAL_ADDRESS",
            "Elm-Juniper-Straße 34, 10115 Berlin",
            "Elm-Juniper-Straße 34, 10115 Berlin",
        ),
        ("INSERT INTO t (last_name) VALUES (q'[O'Brien]');", "PERSON_NAME", "O'Brien", "O'Brien"),
        (
            "/*!50000 INSERT INTO t (a) VALUES ('jane@example.com') */;",
            "EMAIL_ADDRESS",
            "jane@example.com",
            "jane@example.com",
        ),
    ];
    for (text, kind, written, value) in cases {
        let folder = Folder::new();
        folder.file("a.sql", text);
        let run = folder.scan(&["--samples-as-real", "--show-values"]).quiet(0);
        let findings = run.findings();
        assert_eq!(findings.len(), 1, "{text}: {findings:?}");
        let (found, at) =
            (&findings[0], |key: &str| usize::try_from(findings[0][key].as_u64().unwrap()).unwrap());
        assert_eq!((&found["type"], &found["masked"]), (&kind.into(), &value.into()), "{text}");
        assert!(text[at("start")..at("end")].ends_with(written), "{text}: {found}");
        assert_eq!(found["table"], "t", "{text}");
    }
}
