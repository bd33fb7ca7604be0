//! What the first rows of a table in text say: how it is written, what its columns are called, and where its values begin.

use crate::model::readable;

use super::csv::{Dialect, cells};
use super::first_row::{BELOW, is_year, names_columns, stands_over};
use super::marked::are_several;
use super::notation::has_ending;
use super::{Grid, HEAD};

/// What the first rows of a table say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// How the table is written.
    pub(crate) dialect: Dialect,
    /// Names of the columns; numbers (`#1`) if the first row is data.
    pub(crate) names: Vec<String>,
    /// Whether they are names.
    pub(crate) named: bool,
    /// Rows before the first that is data: titles, comments and the names.
    pub(crate) above: u32,
    /// Bytes that those take.
    pub(crate) begins: usize,
}

/// What may stand between cells; the first is the likeliest.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// Lines before the names that are looked over.
const TITLES: usize = 32;

/// The header of a document that is one table by its name.
pub(crate) fn header(path: &str, head: &[u8]) -> Option<Header> {
    if claims(path) && !are_several(path, head) { read(head) } else { None }
}

/// The header of a document whose name does not say what it is, if it looks like a table: all rows that can be seen have as many
/// cells as there are names.
pub(crate) fn header_by_looks(path: &str, head: &[u8]) -> Option<Header> {
    let name = path.rsplit(std::path::is_separator).next().unwrap_or(path);
    if name.contains('.') && !has_ending(name, &["txt", "text", "dat", "data", "out"]) {
        return None;
    }
    let head = head.get(..HEAD).unwrap_or(head);
    let whole = if head.len() < HEAD { head } else { head.get(..memchr::memrchr(b'\n', head)?)? };
    let header = read(whole)?;
    let least = if header.dialect.delimiter == b',' { 3 } else { 2 };
    let is_table =
        header.named && header.above == 1 && header.names.len() >= least && are_names(&header.names);
    (is_table && are_even(whole, &header)).then_some(header)
}

/// Whether `path` has the ending of a table in text.
pub(crate) fn claims(path: &str) -> bool {
    has_ending(path, &["csv", "tsv", "psv", "tab"])
}

/// Reads the header off the first bytes of a table, or `None` if they look like no table.
fn read(head: &[u8]) -> Option<Header> {
    let first = head.split(|b| *b == b'\n').next()?;
    let (told, titles) = match told(first) {
        Some(delimiter) => (Some(delimiter), 1),
        None => (None, titles(head)),
    };
    let start = line_starts(head).nth(titles).unwrap_or(head.len());
    let head = head.get(start..)?;
    let line = head.split(|b| *b == b'\n').next()?;
    let delimiter = told.unwrap_or_else(|| delimiter(line).0);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(head);
    let mut record = csv::ByteRecord::new();
    if !reader.read_byte_record(&mut record).ok()? || record.is_empty() {
        return None;
    }
    let row = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
    let rows = reader.into_byte_records().map_while(Result::ok).take(BELOW);
    let below = || rows.map(|row| row.iter().map(<[u8]>::to_vec).collect()).collect();
    let named = names_columns(&record.iter().collect::<Vec<_>>(), below);
    let name = |(i, cell): (usize, &[u8])| {
        if named { readable(cell).trim().to_owned() } else { format!("#{}", i + 1) }
    };
    let names = record.iter().enumerate().map(name).collect();
    let above = u32::try_from(titles).unwrap_or(u32::MAX) + u32::from(named);
    let begins = start + if named { row } else { 0 };
    Some(Header { dialect: Dialect { delimiter }, names, named, above, begins })
}

/// The delimiter that a first line tells to spreadsheets: `sep=;`.
fn told(line: &[u8]) -> Option<u8> {
    match line.trim_ascii_end() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] => Some(*delimiter),
        // Blanks were taken off its end.
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'='] if line.starts_with(b"sep=\t") => Some(b'\t'),
        _ => None,
    }
}

/// How many lines stand before the names: empty ones, comments and titles. A title has blanks, and another number of cells than
/// the first two rows of the table; or it is a row of merged cells, as spreadsheets write it above the names, with few words.
fn titles(head: &[u8]) -> usize {
    let lines: Vec<_> = head.split(|b| *b == b'\n').map(trim_end).take(TITLES).collect();
    let is_title = |line: &[u8]| {
        line.is_empty()
            || line.starts_with(b"#")
            || line.contains(&b' ')
            || is_sparse(line, delimiter(line).0)
    };
    let begins = |at: &usize| {
        let Some([first, second]) = lines.get(*at..at + 2) else { return false };
        let (mark, cells) = delimiter(first);
        let is_like = |line: &&[u8]| delimited(line, mark) == cells;
        let before = || lines.iter().take(*at);
        // Values with a comma stand in columns of names as well.
        let least = if before().all(|line| line.is_empty() || line.starts_with(b"#")) { 1 } else { 2 };
        let mut together = before().filter(|line| is_like(line)).peekable();
        let rows = || lines.iter().skip(at + 1).map(|line| split(line, mark).collect()).collect();
        let is_names = || names_columns(&split(first, mark).collect::<Vec<_>>(), rows);
        cells >= least
            && is_like(second)
            && !is_sparse(first, mark)
            && (together.peek().is_none() || is_names() && together.all(|line| is_sparse(line, mark)))
    };
    let most = lines.iter().take_while(|line| is_title(line)).count();
    let empty = lines.iter().take_while(|line| line.is_empty()).count();
    below_pairs(&lines).or_else(|| (empty..=most).find(begins)).unwrap_or(empty)
}

/// The line of names below pairs of a name and a value, as banks write them above a table: `Account;532013000`. Of a table of two
/// columns above another one the names count.
fn below_pairs(lines: &[&[u8]]) -> Option<usize> {
    let at = lines.iter().position(|line| delimiter(line).1 >= 2)?;
    let (above, table) = lines.split_at(at);
    let (pairs, table) = (cells_of(above), cells_of(table));
    let (first, rows) = table.split_first()?;
    let is_even =
        rows.first()?.len() == first.len() && rows.get(1).is_none_or(|row| row.len() == first.len());
    let is_table =
        || pairs.split_first().is_some_and(|(first, rows)| first.len() > 1 && stands_over(first, rows));
    (!pairs.is_empty() && is_even && stands_over(first, rows) && !is_table()).then_some(at)
}

/// The cells of the lines up to the first empty one behind others, with their quotes.
fn cells_of<'a>(lines: &[&'a [u8]]) -> Vec<Vec<&'a [u8]>> {
    let mark = lines
        .iter()
        .map(|line| delimiter(line))
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(mark, _)| mark);
    let lines = lines.iter().skip_while(|line| line.is_empty()).take_while(|line| !line.is_empty());
    lines.map(|line| split(line, mark).collect()).collect()
}

/// Where each line begins.
fn line_starts(text: &[u8]) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(memchr::memchr_iter(b'\n', text).map(|end| end + 1))
}

/// The delimiter that a line has most of, and how many.
pub(super) fn delimiter(line: &[u8]) -> (u8, usize) {
    let counted = DELIMITERS.map(|d| (d, delimited(line, d)));
    counted.into_iter().rev().max_by_key(|(_, count)| *count).unwrap_or((b',', 0))
}

/// How often a line has a delimiter outside of quotes.
fn delimited(line: &[u8], delimiter: u8) -> usize {
    split(line, delimiter).count() - 1
}

/// The cells of a line, with their quotes.
fn split(line: &[u8], delimiter: u8) -> impl Iterator<Item = &[u8]> {
    let mut quoted = false;
    line.split(move |b| {
        quoted ^= *b == b'"';
        !quoted && *b == delimiter
    })
}

/// Whether fewer than half of the cells, of four or more, say anything that the one before does not; or just half of them, where the
/// others repeat the one before.
fn is_sparse(line: &[u8], delimiter: u8) -> bool {
    let (mut cells, mut told, mut empty, mut before) = (0, 0, false, &b""[..]);
    for cell in split(line, delimiter).map(|cell| cell.trim_ascii()) {
        let is_empty = matches!(cell, b"" | b"\"\"");
        let is_told = !is_empty && cell != before;
        (cells, told, empty, before) = (cells + 1, told + usize::from(is_told), empty || is_empty, cell);
    }
    cells >= 4 && (told * 2 < cells || told * 2 == cells && !empty)
}

/// A line without its end. Tabs are cells.
fn trim_end(line: &[u8]) -> &[u8] {
    if line.trim_ascii().is_empty() && !line.contains(&b'\t') {
        b""
    } else {
        line.strip_suffix(b"\r").unwrap_or(line)
    }
}

/// Whether these are different names of columns: a few words each, without the marks of prose and code.
fn are_names(names: &[String]) -> bool {
    let is_name = |name: &String| {
        let of_names = |c: char| c.is_alphanumeric() || "_-. /()#*?@%".contains(c);
        (is_year(name.as_bytes()) || name.trim_start_matches(['@', '*']).starts_with(char::is_alphabetic))
            && !name.ends_with('.')
            && name.chars().all(of_names)
            && name.split(' ').count() <= 4
    };
    let mut sorted: Vec<_> = names.iter().collect();
    sorted.sort_unstable();
    names.iter().all(is_name) && sorted.windows(2).all(|pair| pair.first() != pair.last())
}

/// Whether at least two rows follow the names, and all have as many cells as those.
fn are_even(text: &[u8], header: &Header) -> bool {
    let mut grid = Grid::default();
    let rows = cells(text, header.dialect, &mut grid);
    let widths = grid.cells.chunk_by(|a, b| a.row == b.row).map(<[_]>::len);
    rows >= 3 && widths.into_iter().all(|width| width == header.names.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(text: &str) -> Option<(Vec<String>, bool, char, u32)> {
        header("x.csv", text.as_bytes()).map(|h| (h.names, h.named, h.dialect.delimiter as char, h.above))
    }

    #[track_caller]
    fn check(text: &str, names_: &[&str], delimiter: char, above: u32) {
        let expect = names_.iter().map(|n| (*n).to_owned()).collect();
        assert_eq!(names(text), Some((expect, names_[0] != "#1", delimiter, above)), "{text:?}");
    }

    #[test]
    fn headers_are_names_and_data_is_not() {
        check("id,e-mail\n1,x", &["id", "e-mail"], ',', 1);
        check("id;name\n", &["id", "name"], ';', 1);
        check("id\tname\n", &["id", "name"], '\t', 1);
        check("1,jane@example.com\n", &["#1", "#2"], ',', 0);
        check("address1,address2\n", &["address1", "address2"], ',', 1);
        check("name,dob,Q1,Q2\nx,1980-04-03,5,6\n", &["name", "dob", "Q1", "Q2"], ',', 1);
        check("x,1980-04-03,5,6\ny,1981-05-06,7,8\n", &["#1", "#2", "#3", "#4"], ',', 0);
        check("\"name, first\";\"name, last\"\n", &["name, first", "name, last"], ';', 1);
        assert_eq!((names(""), names("\n")), (None, None));
    }

    #[test]
    fn titles_and_comments_stand_above_the_names() {
        check("sep=;\nid;name\n1;x,y,z\n", &["id", "name"], ';', 2);
        check("sep=\t\r\nid\tname\n", &["id", "name"], '\t', 2);
        check("\n\nid,name\n", &["id", "name"], ',', 3);
        check("# made by hand\n# second\nid,name,mail\n1,x,y\n", &["id", "name", "mail"], ',', 3);
        check("Customers of 2026\n\nid,name,mail\n1,x,y\n", &["id", "name", "mail"], ',', 3);
        check("# made by hand\nid;name\n1;x\n", &["id", "name"], ';', 2);
        check("# made by hand\n1,2,3@x.org\n1,2,3@x.org\n", &["#1", "#2", "#3"], ',', 1);
        let begins = |text: &str| header("x.csv", text.as_bytes()).map(|h| h.begins);
        assert_eq!((begins("sep=,\na,b\n1,2\n"), begins("x y\n1,2,3@x\n1,2,3@x\n")), (Some(10), Some(4)));
        // Cells that were put together, as spreadsheets write them.
        check(
            "Customers;;;\nAs of May;;;\n;;;\nid;name;mail;town\n1;x;y;z\n",
            &["id", "name", "mail", "town"],
            ';',
            4,
        );
        check(
            "\"Customers, all\",,,\r\nid,name,mail,town\r\n1,x,y,z\r\n",
            &["id", "name", "mail", "town"],
            ',',
            2,
        );
        check(
            ";Person;;;;\nid;first;last;mail;town;zip\n1;x;y;z;t;2\n",
            &["id", "first", "last", "mail", "town", "zip"],
            ';',
            2,
        );
        check(
            "a\ta\ta\tb\tb\nid\tfirst\tlast\tmail\ttown\n1\tx\ty\tz\tt\n",
            &["id", "first", "last", "mail", "town"],
            '\t',
            2,
        );
        check("a,a,b,b\nid,first,mail,town\n1,x,y,z\n", &["id", "first", "mail", "town"], ',', 2);
        check("Title\t\t\t\nid\tname\tmail\ttown\n1\tx\ty\tz\n", &["id", "name", "mail", "town"], '\t', 2);
        check("Report;;;\nid;name;2024;2025\n7;x;1;2\n", &["id", "name", "2024", "2025"], ';', 2);
        // Pairs of names and values above the table.
        let three = ["id", "name", "dob"];
        check("Account;532013000\nOwner;x\n\nid;name;dob\n7;x;1980-04-03\n8;y;1981-05-06\n", &three, ';', 4);
        check("Exported\n2026-01-04\nid,name,dob\n7,x,1980-04-03\n", &three, ',', 3);
        // Of several tables none is that of the document.
        assert_eq!(names("name,mail\nx,x@example.org\n\nid,name,dob\n7,x,1980-04-03\n"), None);
        check("name,dob\n7,x,1980-04-03\n8,y,1981-05-06\n", &["name", "dob"], ',', 1);
        // Few names above data are names, and so are those above a row without values.
        check("id;;;\n1;x;y;z\n", &["id", "", "", ""], ';', 1);
        check("id;name;mail;town\n1;;;\n2;x;y;z\n", &["id", "name", "mail", "town"], ';', 1);
        check("id;name;;\nTilda;x;y;z\n1;x;y;z\n", &["id", "name", "", ""], ';', 1);
        // Near misses: a column of names with commas, a header after a mark, rows of different widths.
        check("name\nQuist, Tilda, Dr\nOkafor, Amara, Dr\n", &["name"], ',', 1);
        check("# id,name,mail\n1,x,y\n2,x,y\n", &["# id", "name", "mail"], ',', 1);
        check("full name\nQuist, Tilda\nOkafor\n", &["full name"], ',', 1);
    }

    #[test]
    fn what_looks_like_a_table_is_one() {
        let is = |path: &str, text: &str| header_by_looks(path, text.as_bytes()).is_some();
        let table = "id,name,email\n1,Tilda Quist,t@example.org\n2,\"Quist, T\",\n";
        assert!(is("", table) && is("export.txt", table) && is("a.b/dump", table) && is("x.DAT", table));
        assert!(is("", "@timestamp,Name*,dob (dd/mm)?,2024\n1,x,y,5\n2,x,y,6\n"));
        assert!(is("", "name|dob\nx|y\nx|y\n") && is("", "Name;E Mail\nx;y\nx;y\n"));
        assert!(!is("notes.md", table) && !is("a.py", table) && !is("x.log", table));
        for no in [
            "id,name\n1,x\n2,y\n",
            "id,name,email\n1,x,y\n",
            "id,name,email\n1,x,y\n1,x\n",
            "1,2,3\n1,2,3\n1,2,3\n",
            "Dear all, the rest, as they say, is history.\nYes, no, maybe, so\nx, y, z, w\n",
            "a=1, b=2, c=3\na=1, b=2, c=3\na=1, b=2, c=3\n",
            "name,name,mail\n1,x,y\n2,x,y\n",
            "| name | mail |\n|---|---|\n| x | y |\n",
            "",
        ] {
            assert!(!is("", no), "{no:?}");
        }
        let long = "id,name,email\n".to_owned() + &"1,x,y\n".repeat(HEAD);
        assert!(is("", &long), "the last row that can be seen is cut off");
    }

    proptest! {
        #[test]
        fn no_table_begins_behind_its_end(text in "(sep=;|#|[a,;|\" ]|\r?\n|\t){0,40}") {
            let lines = text.split('\n').count();
            for header in [header("x.csv", text.as_bytes()), header_by_looks("", text.as_bytes())].into_iter().flatten() {
                prop_assert!(!header.names.is_empty() && header.above as usize <= lines);
            }
        }
    }
}
