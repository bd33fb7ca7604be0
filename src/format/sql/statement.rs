//! The beginnings of the statements that hold rows or say what tables look like.

use super::copy::{Layout, copy, meta_copy};
use super::token::{Read, Stop, blanks, byte, is_bare, name, names, string_end, word};

/// A statement that a table is known by.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) kind: Kind,
    /// Name of the table, without quotes.
    pub(super) table: String,
    /// Names of its columns, where the statement gives them.
    pub(super) columns: Option<Vec<String>>,
    /// Where its rows begin: the first `(`, the first line.
    pub(super) end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Insert,
    Copy(Layout),
    Create,
}

/// The statement that begins at `at`.
pub(super) fn statement(text: &[u8], at: usize) -> Read<Statement> {
    // Most lines are told by their first letter.
    let keywords: &[(&str, Reader)] = match byte(text, at)? | 0x20 {
        b'i' => &[("insert", insert), ("into", insert)],
        b'r' => &[("replace", insert)],
        b'c' => &[("copy", copy), ("create", create)],
        // A backslash.
        b'|' => &[("\\copy", meta_copy)],
        b'/' => return conditional(text, at),
        _ => return Err(Stop::Not(at)),
    };
    let longest = text.get(at..at + 8).ok_or(Stop::More)?;
    for (keyword, read) in keywords {
        let (word, behind) = longest.split_at(keyword.len());
        if word.eq_ignore_ascii_case(keyword.as_bytes()) && !behind.first().is_some_and(|b| is_bare(*b)) {
            return read(text, at + keyword.len());
        }
    }
    Err(Stop::Not(at))
}

/// The statement in a comment that MySQL runs: `/*!50000 INSERT …*/`.
fn conditional(text: &[u8], at: usize) -> Read<Statement> {
    let rest = text.get(at..at + 3).ok_or(Stop::More)?;
    if rest != b"/*!" {
        return Err(Stop::Not(at));
    }
    let (version, end) = word(text, at + 3)?;
    let start = if version.iter().all(u8::is_ascii_digit) { end } else { at + 3 };
    let start = blanks(text, start)?;
    if byte(text, start)? == b'/' { Err(Stop::Not(start)) } else { statement(text, start) }
}

/// Reads on after the first word of a statement.
type Reader = fn(&[u8], usize) -> Read<Statement>;

/// Passes over those of `keywords` that stand at `at`.
pub(super) fn skip(text: &[u8], mut at: usize, keywords: &[&str]) -> Read<usize> {
    loop {
        at = blanks(text, at)?;
        let (next, end) = word(text, at)?;
        if !keywords.iter().any(|k| next.eq_ignore_ascii_case(k.as_bytes())) {
            return Ok(at);
        }
        at = end;
    }
}

/// `INSERT INTO t (a, b) VALUES (`
fn insert(text: &[u8], at: usize) -> Read<Statement> {
    const VERBS: [&str; 7] = ["into", "or", "replace", "ignore", "low_priority", "delayed", "high_priority"];
    let (table, end) = name(text, skip(text, at, &VERBS)?)?;
    let (columns, end) = columns(text, alias(text, end)?)?;
    let values = skip(text, end, &["overriding", "system", "user", "value", "values"])?;
    let says_values = text.get(end..values).is_some_and(|t| t.iter().any(|b| b.eq_ignore_ascii_case(&b'v')));
    if byte(text, values)? != b'(' || !says_values {
        return Err(Stop::Not(values));
    }
    Ok(Statement { kind: Kind::Insert, table, columns, end: values })
}

/// After `AS name`, if that stands at `at`.
fn alias(text: &[u8], at: usize) -> Read<usize> {
    let at = blanks(text, at)?;
    let (next, end) = word(text, at)?;
    if !next.eq_ignore_ascii_case(b"as") {
        return Ok(at);
    }
    let (_, end) = name(text, blanks(text, end)?)?;
    blanks(text, end)
}

/// The names in brackets at `at`, if there are any, and where they end.
pub(super) fn columns(text: &[u8], at: usize) -> Read<(Option<Vec<String>>, usize)> {
    if byte(text, at)? != b'(' {
        return Ok((None, at));
    }
    names(text, at).map(|(names, end)| (Some(names), end))
}

/// `CREATE TABLE t (a integer, …)`
fn create(text: &[u8], at: usize) -> Read<Statement> {
    const KINDS: [&str; 6] = ["global", "local", "temporary", "temp", "unlogged", "foreign"];
    let at = skip(text, at, &KINDS)?;
    let (table, end) = word(text, at)?;
    if !table.eq_ignore_ascii_case(b"table") {
        return Err(Stop::Not(end));
    }
    let (table, end) = name(text, skip(text, end, &["if", "not", "exists"])?)?;
    let open = blanks(text, end)?;
    if byte(text, open)? != b'(' {
        return Err(Stop::Not(open));
    }
    let (columns, end) = definitions(text, open + 1)?;
    Ok(Statement { kind: Kind::Create, table, columns: Some(columns), end })
}

/// The columns that a table is created with. Keys and constraints stand among them.
fn definitions(text: &[u8], mut at: usize) -> Read<(Vec<String>, usize)> {
    const OTHERS: [&str; 11] = [
        "constraint", "primary", "unique", "key", "index", "foreign", "check", "fulltext", "spatial",
        "exclude", "like",
    ];
    let mut columns = Vec::new();
    loop {
        at = blanks(text, at)?;
        let is_other =
            |(word, _): (&[u8], usize)| OTHERS.iter().any(|o| word.eq_ignore_ascii_case(o.as_bytes()));
        if !is_other(word(text, at)?) {
            let (column, end) = name(text, at)?;
            columns.push(column);
            at = end;
        }
        at = definition_end(text, at)?;
        if byte(text, at)? == b')' {
            return Ok((columns, at + 1));
        }
        at += 1;
    }
}

/// The `,` or `)` that ends a definition.
fn definition_end(text: &[u8], mut at: usize) -> Read<usize> {
    let mut depth = 0;
    loop {
        at = match byte(text, at)? {
            b',' | b')' if depth == 0 => return Ok(at),
            b';' => return Err(Stop::Not(at)),
            quote @ (b'\'' | b'"' | b'`') => string_end(text, at + 1, quote, false)? + 1,
            b'-' | b'/' | b'#' => blanks(text, at)?.max(at + 1),
            b => {
                depth += i32::from(b == b'(') - i32::from(b == b')');
                at + 1
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kind, table, columns, and what follows.
    type Parts<'a> = (Kind, String, Option<Vec<String>>, &'a str);

    fn read(text: &str) -> Read<Parts<'_>> {
        let s = statement(text.as_bytes(), 0)?;
        Ok((s.kind, s.table, s.columns, &text[s.end..]))
    }

    fn list(names: &[&str]) -> Option<Vec<String>> {
        Some(names.iter().map(|n| (*n).to_owned()).collect())
    }

    #[test]
    fn inserts_of_every_dialect() {
        let ab = || list(&["a", "b"]);
        for (text, table, columns) in [
            ("INSERT INTO t VALUES (1", "t", None),
            ("insert into public.t (a, b) values\n  (1", "public.t", ab()),
            ("INSERT INTO `t` (`a`,`b`) VALUES (1", "t", ab()),
            ("INSERT IGNORE INTO t VALUES(1", "t", None),
            ("REPLACE INTO t VALUES (1", "t", None),
            ("INSERT OR REPLACE INTO t VALUES (1", "t", None),
            ("INSERT [dbo].[t] ([a], [b]) VALUES (1", "dbo.t", ab()),
            ("INSERT INTO \"t\" VALUES(1", "t", None),
            ("Insert into T\n (a,b)\nValues\n(1", "T", ab()),
            ("  INTO t (a, b) VALUES (1", "t", ab()),
            ("INSERT INTO t (a, b) OVERRIDING SYSTEM VALUE VALUES (1", "t", ab()),
            ("INSERT INTO t AS u (a, b) VALUES (1", "t", ab()),
            ("/*!50000 INSERT INTO t (a, b) VALUES (1", "t", ab()),
            ("/*!INSERT INTO t VALUES (1", "t", None),
            ("INSERT INTO t -- people\n (a, /* x */ b) VALUES (1", "t", ab()),
        ] {
            assert_eq!(read(text.trim_start()), Ok((Kind::Insert, table.into(), columns, "(1")), "{text}");
        }
        for text in [
            "INSERT INTO t AS u;     ",
            "/* INSERT INTO t VALUES (1",
            "/*!40101 SET NAMES utf8 */",
            "INSERT INTO t SELECT * FROM u;",
            "INSERT INTO t (a) SELECT (1)",
            "INSERT INTO t (1);",
            "INSERT (a",
            "into account,",
        ] {
            assert!(matches!(read(text), Err(Stop::Not(_))), "{text}");
        }
        assert_eq!(read("INSERT INTO t (a, b) VAL"), Err(Stop::More));
        assert_eq!(read("INSERT INTO t (a, b) VALUES "), Err(Stop::More));
    }

    #[test]
    fn copies_from_standard_input() {
        let copy = |columns| Ok((Kind::Copy(Layout::TEXT), "public.t".to_owned(), columns, "1\t2"));
        assert_eq!(read("COPY public.t (a, \"b\") FROM stdin;\n1\t2"), copy(list(&["a", "b"])));
        assert_eq!(read("copy public.t from stdin;\r\n1\t2"), copy(None));
        for text in ["COPY t TO stdout;\n", "COPY t;\n", "copy that to me\n"] {
            assert!(matches!(read(text), Err(Stop::Not(_))), "{text}");
        }
    }

    #[test]
    fn tables_are_created() {
        let created =
            |table: &str, columns: &[&str]| Ok((Kind::Create, table.to_owned(), list(columns), ";"));
        assert_eq!(
            read(
                "CREATE TABLE public.t (\n id bigint NOT NULL,\n \"e mail\" text DEFAULT 'a,b)'::text, -- c, d\n x numeric(4,2),\n CONSTRAINT p PRIMARY KEY (id, x)\n);"
            ),
            created("public.t", &["id", "e mail", "x"])
        );
        assert_eq!(
            read(
                "CREATE TEMPORARY TABLE IF NOT EXISTS `t` (`id` int COMMENT 'x;y', `key` enum('a','b'), KEY `k` (`id`), UNIQUE KEY (`key`));"
            ),
            created("t", &["id", "key"])
        );
        assert_eq!(
            read("CREATE TABLE [dbo].[t]([id] [int] IDENTITY(1,1), [n] [nvarchar](50) NULL);"),
            created("dbo.t", &["id", "n"])
        );
        for text in ["CREATE TABLE t AS SELECT 1", "CREATE VIEW v AS", "CREATE TABLE t (a int;", "created "] {
            assert!(matches!(read(text), Err(Stop::Not(_))), "{text}");
        }
    }
}
