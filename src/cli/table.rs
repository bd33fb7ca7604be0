//! Text in columns.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

/// Writes rows of cells below a head, each column as wide as its widest cell, the last one as it comes.
pub(crate) fn write_table(out: &mut dyn Write, head: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
    let mut widths: Vec<usize> = head.iter().map(|cell| cell.width()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    for row in std::iter::once(&head).chain(rows) {
        let padded = row.iter().zip(&widths).map(|(cell, width)| pad(cell, *width));
        let line = padded.collect::<Vec<_>>().join("  ");
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn pad(cell: &str, width: usize) -> String {
    format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width())))
}

/// `1 rule`, `2 rules`.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut out = Vec::new();
        let rows = [vec!["a".to_owned(), "long".to_owned()], vec!["日本".to_owned(), "x".to_owned()]];
        write_table(&mut out, &["ID", "B"], &rows).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "ID    B\na     long\n日本  x\n");
        assert_eq!((count(1, "row", "rows"), count(0, "row", "rows")), ("1 row".into(), "0 rows".into()));
    }
}
