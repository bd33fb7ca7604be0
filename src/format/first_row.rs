//! Whether the first row of a table in text names its columns.
//!
//! Years, quarters and questions are names of columns as well: one of them must not make data of the names beside it. So where a cell of
//! the first row could be a value, the rows below decide.

/// Rows below the first that are looked at.
pub(super) const BELOW: usize = 20;

/// The longest name of a column that is one without a doubt.
const LONGEST: usize = 64;

/// Words that stand for a value that is not there.
const NOTHING: [&str; 8] = ["null", "none", "nil", "n/a", "na", "nan", "unknown", "tbd"];

/// What a cell looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Empty,
    Words,
    /// Of digits for a good part.
    Number,
    /// Longer than names are.
    Long,
    /// It holds an `@` between words, as no name does: `@timestamp` is one.
    Address,
}

impl Look {
    fn of(cell: &[u8]) -> Self {
        let digits = cell.iter().filter(|b| b.is_ascii_digit()).count();
        match cell {
            [] => Self::Empty,
            _ if holds_address(cell) => Self::Address,
            _ if cell.len() > LONGEST => Self::Long,
            _ if digits > 4 || (digits > 0 && digits * 2 >= cell.len()) => Self::Number,
            _ => Self::Words,
        }
    }
}

/// Whether `first` names the columns of the rows `below`.
pub(super) fn names_columns<C: AsRef<[u8]>>(first: &[&[u8]], below: impl FnOnce() -> Vec<Vec<C>>) -> bool {
    let first: Vec<_> = first.iter().map(|cell| bare(cell)).collect();
    let is = |look| first.iter().any(|cell| Look::of(cell) == look);
    if is(Look::Address) || !is(Look::Words) {
        return false;
    }
    if !is(Look::Number) && !is(Look::Long) || count_on(&first) {
        return true;
    }
    are_unlike(&first, &below())
}

/// Whether all cells of `first` are words, and the rows `below` prove that they are names.
pub(super) fn stands_over(first: &[&[u8]], below: &[Vec<&[u8]>]) -> bool {
    let first: Vec<_> = first.iter().map(|cell| bare(cell)).collect();
    first.iter().all(|cell| Look::of(cell) == Look::Words) && are_unlike(&first, below)
}

/// Whether a cell of `first` is of another kind than all that stands below it.
fn are_unlike<C: AsRef<[u8]>>(first: &[&[u8]], below: &[Vec<C>]) -> bool {
    first.iter().enumerate().any(|(column, name)| {
        let values = below.iter().filter_map(|row| row.get(column)).map(|cell| bare(cell.as_ref()));
        is_unlike(name, values.map(Look::of))
    })
}

fn holds_address(cell: &[u8]) -> bool {
    let is_word = |b: &u8| b.is_ascii_alphanumeric() || !b.is_ascii();
    let is_one = |three: &[u8]| matches!(three, [before, b'@', behind] if is_word(before) && is_word(behind));
    cell.windows(3).any(is_one)
}

/// A cell without blanks and quotes around it.
fn bare(cell: &[u8]) -> &[u8] {
    let cell = cell.trim_ascii();
    let within = cell.strip_prefix(b"\"").and_then(|cell| cell.strip_suffix(b"\""));
    within.unwrap_or(cell).trim_ascii()
}

/// Whether a cell is of another kind than all `values` below it, as a name is and a value is not.
fn is_unlike(cell: &[u8], values: impl Iterator<Item = Look>) -> bool {
    let begins_with_letter =
        cell.first().is_some_and(|b| b.is_ascii_alphabetic() || !b.is_ascii() || b"@_*".contains(b));
    let mut values = values.filter(|look| *look != Look::Empty).peekable();
    if values.peek().is_none() {
        return false;
    }
    match Look::of(cell) {
        Look::Words => {
            let is_value = |look| matches!(look, Look::Number | Look::Address);
            begins_with_letter && !is_nothing(cell) && values.all(is_value)
        }
        Look::Number => begins_with_letter && values.all(|look| look == Look::Words),
        Look::Long => cell.ends_with(b"?") && values.all(|look| look != Look::Long),
        Look::Empty | Look::Address => false,
    }
}

fn is_nothing(cell: &[u8]) -> bool {
    NOTHING.iter().any(|word| cell.eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether cells count on: `Q1`, `Q2`, or three years. Two numbers alone may be values.
fn count_on(cells: &[&[u8]]) -> bool {
    let named =
        |pair: &[&[u8]]| matches!(pair, [a, b] if a.iter().any(u8::is_ascii_alphabetic) && follows(a, b));
    let years =
        |three: &[&[u8]]| three.iter().all(|cell| is_year(cell)) && three.is_sorted_by(|a, b| follows(a, b));
    cells.windows(2).any(named) || cells.windows(3).any(years)
}

/// Whether a cell is a year and nothing else.
pub(super) fn is_year(cell: &[u8]) -> bool {
    cell.len() == 4
        && cell.iter().all(u8::is_ascii_digit)
        && (cell.starts_with(b"19") || cell.starts_with(b"20"))
}

/// Whether `b` is `a` with one number that is one more.
fn follows(a: &[u8], b: &[u8]) -> bool {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let digits = |cell: &[u8]| cell.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let start = same - digits(a.get(..same).unwrap_or(&[]));
    let number = |cell: &'_ [u8]| -> Option<(u32, usize)> {
        let rest = cell.get(start..)?;
        let end = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        Some((std::str::from_utf8(rest.get(..end)?).ok()?.parse().ok()?, start + end))
    };
    let (Some((one, end)), Some((next, next_end))) = (number(a), number(b)) else { return false };
    one.checked_add(1) == Some(next) && a.get(end..) == b.get(next_end..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_named(text: &str) -> bool {
        let mut rows = text.split('\n').map(|row| row.split(',').map(str::as_bytes).collect::<Vec<_>>());
        let first = rows.next().unwrap_or_default();
        names_columns(&first, || rows.collect())
    }

    #[test]
    fn numbers_and_questions_may_be_names_of_columns() {
        for yes in [
            "id,name",
            "@timestamp,first_name,@version",
            "first_name,dob,Q1,Q2\nTilda,x,y,z",
            "Employee,First Name,2023,2024,2025\nE,Tilda,5,6,7",
            "patient_id,first_name,2024-01-01\n1,Tilda,5\n2,Amara,6",
            "name,town,Q1\nTilda,Leeds,yes\nAmara,Hull,no",
            "name,\"week 51\",\"week 52\"\nTilda,1,2",
            "Timestamp,How satisfied have you been with what we did for you in the last twelve months?\n2026/01/04 10:00,Very",
            "name,How satisfied have you been with what we did for you in the last twelve months?\nTilda,Very",
            "name,col_1000,col_1001\nTilda,x,y",
            "name,email,7 days\nTilda,t@example.org,x",
        ] {
            assert!(is_named(yes), "{yes}");
        }
    }

    #[test]
    fn values_are_no_names() {
        for no in [
            "",
            "1,2,3\n4,5,6",
            "Tilda,Quist,1980-04-03\nAmara,Okafor,1981-05-06",
            "Tilda,2019,2020\nAmara,2018,2021",
            "Tilda,2024-01-01,2024-01-02\nAmara,2024-02-01,2024-02-03",
            "1,Tilda,NULL,5\n2,Amara,17,5",
            "Tilda,n/a,1980\nAmara,5,1981",
            "Tilda,t@example.org,Q1,Q2\nAmara,x,y,z",
            "Tilda,1980-04-03,-\nAmara,1980-04-03,5",
            "Tilda,7,8,9\nAmara,7,8,9",
            "Tilda,,5\nAmara,5,5",
        ] {
            assert!(!is_named(no), "{no}");
        }
    }

    #[test]
    fn one_number_counts_on() {
        assert!(follows(b"Q1 2024", b"Q2 2024") && follows(b"Q9", b"Q10") && follows(b"2023", b"2024"));
        for (a, b) in [
            ("Q1", "Q3"),
            ("Q1", "R2"),
            ("Q1 a", "Q2 b"),
            ("", "1"),
            ("a", "a"),
            ("9", ""),
            ("99999999999", "99999999999"),
        ] {
            assert!(!follows(a.as_bytes(), b.as_bytes()), "{a} {b}");
        }
    }
}
