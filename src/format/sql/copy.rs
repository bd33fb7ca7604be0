//! `COPY … FROM stdin` and psql's `\copy`, with how their lines are written (PostgreSQL, `COPY`).

use super::statement::{Kind, Statement, columns, skip};
use super::token::{Read, Stop, blanks, byte, find, name, string_end, word};

/// Bytes of options.
const LONGEST: usize = 4096;

/// How the lines of a block are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// As CSV: cells may be quoted, and quotes are doubled. Otherwise a backslash escapes.
    pub(super) is_csv: bool,
    /// What stands between the fields.
    pub(super) delimiter: u8,
    /// Whether the first line names the columns.
    pub(super) has_header: bool,
}

impl Layout {
    /// That of `pg_dump`.
    pub(super) const TEXT: Self = Self { is_csv: false, delimiter: b'\t', has_header: false };
}

/// `COPY t (a, b) FROM stdin WITH (FORMAT csv, HEADER);`
pub(super) fn copy(text: &[u8], at: usize) -> Read<Statement> {
    let (statement, tail) = opening(text, at)?;
    let mut end = tail;
    loop {
        end = match byte(text, end)? {
            b';' => break,
            quote @ (b'\'' | b'"') => string_end(text, end + 1, quote, false)? + 1,
            // Whatever that is, it is no option.
            b'\\' | b'-' => return Err(Stop::Not(end)),
            _ if end - tail > LONGEST => return Err(Stop::Not(end)),
            _ => end + 1,
        };
    }
    finished(statement, text, tail, end)
}

/// `\copy t from stdin csv`, which ends with its line.
pub(super) fn meta_copy(text: &[u8], at: usize) -> Read<Statement> {
    let (statement, tail) = opening(text, at)?;
    let end = find(text, tail, b"\n")?;
    finished(statement, text, tail, end)
}

/// The statement up to its options, and where those begin.
fn opening(text: &[u8], at: usize) -> Read<(Statement, usize)> {
    let (table, end) = name(text, blanks(text, at)?)?;
    let (columns, end) = columns(text, blanks(text, end)?)?;
    let from = skip(text, end, &["from"])?;
    let (source, tail) = word(text, from)?;
    if !source.eq_ignore_ascii_case(b"stdin") {
        return Err(Stop::Not(from));
    }
    let kind = Kind::Copy(Layout::TEXT);
    Ok((Statement { kind, table, columns, end }, tail))
}

/// The statement whose options stand in `tail..end`.
fn finished(statement: Statement, text: &[u8], tail: usize, end: usize) -> Read<Statement> {
    let layout = text.get(tail..end).and_then(layout).ok_or(Stop::Not(end))?;
    Ok(Statement { kind: Kind::Copy(layout), end: find(text, end, b"\n")? + 1, ..statement })
}

/// What options say, in brackets or, as until PostgreSQL 8.4, without; `None` if such lines are not read: other quotes than `"`,
/// numbers of bytes.
fn layout(options: &[u8]) -> Option<Layout> {
    let is_between = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'(' | b')' | b',' | b';');
    let mut words = options.split(is_between).filter(|word| !word.is_empty()).peekable();
    let mut layout = Layout::TEXT;
    let mut delimiter = delimiter_of(options);
    while let Some(word) = words.next() {
        let is = |known: &str| word.eq_ignore_ascii_case(known.as_bytes());
        if is("csv") {
            layout.is_csv = true;
        } else if is("header") {
            layout.has_header =
                !words.peek().is_some_and(|w| w.eq_ignore_ascii_case(b"false") || *w == b"off");
        } else if is("binary") {
            return None;
        } else if is("quote") || is("escape") {
            words.next_if(|word| word.eq_ignore_ascii_case(b"as"));
            if words.next()? != b"'\"'" {
                return None;
            }
        }
    }
    layout.delimiter = delimiter.take().unwrap_or(if layout.is_csv { b',' } else { b'\t' });
    Some(layout)
}

/// The character after the word `delimiter`: `DELIMITER ';'`, `DELIMITER AS E'\t'`.
fn delimiter_of(options: &[u8]) -> Option<u8> {
    const WORD: usize = "delimiter".len();
    let at = options.windows(WORD).position(|word| word.eq_ignore_ascii_case(b"delimiter"))?;
    let rest = options.get(at + WORD..)?;
    match rest.get(memchr::memchr(b'\'', rest)? + 1..)? {
        [b'\\', b't', ..] => Some(b'\t'),
        [delimiter, ..] => Some(*delimiter),
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::statement::statement;
    use super::*;

    fn read(text: &str) -> Read<(Layout, &str)> {
        let Statement { kind, end, table, .. } = statement(text.as_bytes(), 0)?;
        assert_eq!(table, "t");
        match kind {
            Kind::Copy(layout) => Ok((layout, &text[end..])),
            _ => Err(Stop::Not(end)),
        }
    }

    #[test]
    fn blocks_are_written_as_their_options_say() {
        let csv = |delimiter, has_header| Layout { is_csv: true, delimiter, has_header };
        for (text, layout) in [
            ("COPY t FROM stdin;\nx", Layout::TEXT),
            ("COPY t FROM STDIN WITH (FORMAT text);\nx", Layout::TEXT),
            ("COPY t FROM stdin WITH NULL AS '';\nx", Layout::TEXT),
            ("COPY t FROM stdin WITH (FORMAT csv);\nx", csv(b',', false)),
            ("copy t from stdin with (format csv, header, delimiter ';', null 'a;b');\r\nx", csv(b';', true)),
            ("COPY t (a, b) FROM stdin (FORMAT CSV, HEADER true, QUOTE '\"');\nx", csv(b',', true)),
            ("COPY t FROM stdin WITH (FORMAT csv, HEADER false, DELIMITER E'\\t');\nx", csv(b'\t', false)),
            ("COPY t FROM stdin DELIMITER AS '|' CSV HEADER;\nx", csv(b'|', true)),
            ("COPY t FROM stdin DELIMITERS '|';\nx", Layout { delimiter: b'|', ..Layout::TEXT }),
            ("\\copy t from stdin csv\nx", csv(b',', false)),
            ("\\COPY t (a) FROM STDIN WITH (FORMAT csv);\nx", csv(b',', false)),
            ("\\copy t from stdin\nx", Layout::TEXT),
        ] {
            assert_eq!(read(text), Ok((layout, "x")), "{text}");
        }
    }

    #[test]
    fn other_blocks_are_left_alone() {
        for text in [
            "COPY t FROM stdin WITH (FORMAT binary);\n",
            "COPY t FROM stdin WITH (FORMAT csv, QUOTE '~');\n",
            "COPY t FROM stdin CSV QUOTE AS '''';\n",
            "COPY t TO stdout;\n",
            "\\copy t from 't.csv' csv\n",
            "\\copy t to stdout\n",
        ] {
            assert!(matches!(read(text), Err(Stop::Not(_))), "{text}");
        }
        assert_eq!(read("COPY t FROM stdin WITH (FORMAT"), Err(Stop::More));
    }
}
