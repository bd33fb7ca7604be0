//! Tables of Markdown (GitHub Flavored Markdown, 4.10): a line of names, one of dashes, and rows, whose cells stand between bars. Shells of
//! databases (`psql`, `mysql -t`) and other programs for terminals draw theirs so, with a plus where lines cross; those of Gherkin do without
//! the dashes.

use std::ops::Range;

use crate::format::notation::{CellReader, Notation, Walk, has_ending};
use crate::format::{Grid, offset};
use crate::model::Cell;

use super::current::{Current, name};

/// Markdown. It has no keys.
pub(in crate::format) const MARKDOWN: Notation = Notation {
    reader: Some(|| Box::new(Bars::default())),
    tables: true,
    ..Notation::new(|path, _| has_ending(path, &ENDINGS), || Box::new(NoKeys))
};

/// Gherkin.
pub(in crate::format) const GHERKIN: Notation = Notation {
    claims: |path, _| has_ending(path, &["feature"]),
    reader: Some(|| Box::new(Bars { unruled: true, ..Bars::default() })),
    ..MARKDOWN
};

const ENDINGS: [&str; 7] = ["md", "markdown", "mdown", "mkd", "mdx", "qmd", "rmd"];

/// What shells of databases show, where somebody kept it. It has no keys either.
pub(in crate::format) const SCREEN: Notation = Notation { claims: is_screen, ..MARKDOWN };

/// Whether a document whose name does not say what it is holds a table as shells draw it, as far as it is known.
fn is_screen(path: &str, head: &[u8]) -> bool {
    is_of_screens(path)
        && memchr::memmem::find_iter(head, b"-+-").any(|at| {
            let (before, behind) = head.split_at(at);
            let start = memchr::memrchr(b'\n', before).map_or(0, |line_end| line_end + 1);
            let end = at + memchr::memchr(b'\n', behind).unwrap_or(behind.len());
            head.get(start..end).is_some_and(|line| crossings(line) > 0 || line.starts_with(RECORD))
        })
}

/// Whether the name of a document does not say more than that it may be what a program showed.
pub(super) fn is_of_screens(path: &str) -> bool {
    let name = path.rsplit(std::path::is_separator).next().unwrap_or(path);
    !name.contains('.') || has_ending(name, &["txt", "text", "out", "log", "lst", "org", "rst"])
}

/// Bytes of a line. Longer ones are running text.
const LONGEST: usize = 64 * 1024;

/// How a record begins where a shell writes a line for each value: `psql` with `\x`.
const RECORD: &[u8] = b"-[ RECORD ";

/// Layers of emphasis and links around a value that are taken off.
const LAYERS: usize = 3;

struct NoKeys;

impl Walk for NoKeys {
    fn walk(&mut self, _: &[u8]) {}

    fn path(&self) -> Option<String> {
        None
    }

    fn copy(&self) -> Box<dyn Walk> {
        Box::new(Self)
    }
}

/// Reads tables and hands out the cells of their rows.
#[derive(Default)]
struct Bars {
    state: State,
    table: Current,
    at: usize,
    /// Whether rows follow their names without a line between.
    unruled: bool,
    /// Whether rows begin without a bar: one that they begin with has an empty cell before it.
    open: bool,
}

/// What the next line is part of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Text,
    /// The rows of a table.
    Rows,
    /// Records with a line for each value.
    Records,
    /// A line that is too long.
    Within,
}

/// The line at some place.
pub(super) enum Line {
    /// Where it ends, and where the next begins.
    Whole(usize, usize),
    Endless,
    /// Its end is to come.
    Cut,
}

impl CellReader for Bars {
    fn at(&self) -> usize {
        self.at
    }

    fn step(&mut self, text: &[u8], until: usize, ended: bool, grid: &mut Grid) -> bool {
        match self.state {
            State::Text => self.text(text, until, ended),
            State::Rows => self.row(text, ended, grid),
            State::Records => self.value(text, ended, grid),
            State::Within => self.within(text, until),
        }
    }

    fn shift(&mut self, len: usize) {
        self.at -= len;
        self.table.shift();
    }
}

impl Bars {
    /// The lines up to the next that has a bar, or that line, which may be one of names. `false` if more has to be seen.
    fn text(&mut self, text: &[u8], until: usize, ended: bool) -> bool {
        if text.get(self.at..).is_some_and(|rest| rest.starts_with(RECORD)) {
            self.table.begin(["Field", "Value"].map(str::to_owned).to_vec());
            self.state = State::Records;
            return true;
        }
        let rest = text.get(self.at..until.min(text.len())).unwrap_or(&[]);
        let before = memchr::memchr(b'|', rest).map_or(rest, |bar| rest.get(..bar).unwrap_or(&[]));
        if let Some(passed) = record(before).or_else(|| memchr::memrchr(b'\n', before).map(|end| end + 1)) {
            self.at += passed;
            return true;
        }
        let (end, next) = match line(text, self.at, ended) {
            Line::Whole(end, next) => (end, next),
            Line::Endless => return self.pass(text),
            Line::Cut => return false,
        };
        let names = text.get(self.at..end).unwrap_or(&[]);
        if memchr::memchr(b'|', names).is_none() {
            self.at = next;
            return true;
        }
        let behind = match line(text, next, ended) {
            Line::Whole(behind, first) => Some((behind, first)),
            Line::Endless => None,
            Line::Cut => return false,
        };
        let below = behind.map_or(&[][..], |(end, _)| text.get(next..end).unwrap_or(&[]));
        let rule = if self.unruled { unruled(below) } else { dashes(below) };
        self.at = next;
        let behind = behind.map(|(end, first)| (end, if self.unruled { next } else { first }));
        let open = crossings(below) > 0 && !names.trim_ascii_start().starts_with(b"|");
        if let Some((_, first)) = behind.filter(|_| rule > 0 && cells(names, open).count() == rule) {
            let name = |cell: Range<usize>| name(names.get(unwrapped(names, cell)).unwrap_or(&[]));
            if self.table.begin(cells(names, open).map(name).collect()) {
                (self.at, self.state, self.open) = (first, State::Rows, open);
            }
        }
        true
    }

    /// A line of records: where one begins, a value behind its name, or the end of them.
    fn value(&mut self, text: &[u8], ended: bool, grid: &mut Grid) -> bool {
        let (end, next) = match line(text, self.at, ended) {
            Line::Whole(end, next) => (end, next),
            Line::Endless => return self.pass(text),
            Line::Cut => return false,
        };
        let row = text.get(self.at..end).unwrap_or(&[]);
        // A bar behind the first is part of the value.
        if let Some(bar) = memchr::memchr(b'|', row) {
            let [field, value] = [0..bar, bar + 1..row.len()].map(|part| trimmed(row, part));
            let called = name(row.get(field.clone()).unwrap_or(&[]));
            let place = if self.table.is_of_fields() { self.table.part(called, grid) } else { None };
            for (column, cell) in place.map(|_| (0..).zip([field, value])).into_iter().flatten() {
                let (start, end) = (offset(self.at + cell.start), offset(self.at + cell.end));
                place.iter().for_each(|place| grid.push(Cell { start, end, column, ..*place }, None));
            }
        } else if row.starts_with(RECORD) {
            self.table.record();
        } else {
            self.table.end();
            self.state = State::Text;
            return true;
        }
        self.at = next;
        true
    }

    /// The row at `at`, or the end of the table before it.
    fn row(&mut self, text: &[u8], ended: bool, grid: &mut Grid) -> bool {
        let (end, next) = match line(text, self.at, ended) {
            Line::Whole(end, next) => (end, next),
            Line::Endless => return self.pass(text),
            Line::Cut => return false,
        };
        let row = text.get(self.at..end).unwrap_or(&[]);
        if crossings(row) == self.table.columns().len() {
            self.at = next;
            return true;
        }
        if memchr::memchr(b'|', row).is_none() || self.unruled && unruled(row) == 0 {
            self.table.end();
            self.state = State::Text;
            return true;
        }
        let first = || cells(row, self.open).next().and_then(|cell| row.get(unwrapped(row, cell)));
        let place = match self.table.is_of_fields().then(first).flatten() {
            Some(field) => self.table.field(name(field), grid),
            None => self.table.row(grid),
        };
        // Where there are more cells than names, a bar may belong to a value, and nobody knows which.
        if let Some(place) = place.filter(|_| cells(row, self.open).count() <= self.table.columns().len()) {
            for (column, cell) in (0..).zip(cells(row, self.open)) {
                let cell = unwrapped(row, cell);
                let (start, end) = (offset(self.at + cell.start), offset(self.at + cell.end));
                grid.push(Cell { start, end, column, ..place }, None);
            }
        }
        self.at = next;
        true
    }

    /// Passes over what is there of a line that is too long, and over any table that it stands in.
    fn pass(&mut self, text: &[u8]) -> bool {
        self.table.end();
        self.state = State::Within;
        self.at = text.len().min(self.at + LONGEST);
        true
    }

    /// The rest of a line that is too long.
    fn within(&mut self, text: &[u8], until: usize) -> bool {
        let rest = text.get(self.at..until.min(text.len())).unwrap_or(&[]);
        let line_end = memchr::memchr(b'\n', rest);
        self.at += line_end.map_or(rest.len(), |end| end + 1);
        if line_end.is_some() {
            self.state = State::Text;
        }
        true
    }
}

/// The line at `at`.
pub(super) fn line(text: &[u8], at: usize, ended: bool) -> Line {
    let view = text.get(at..text.len().min(at + LONGEST)).unwrap_or(&[]);
    match memchr::memchr(b'\n', view) {
        Some(end) => Line::Whole(at + end, at + end + 1),
        None if view.len() == LONGEST => Line::Endless,
        None if ended => Line::Whole(text.len(), text.len()),
        None => Line::Cut,
    }
}

/// Where a record begins behind the first line of a text.
fn record(text: &[u8]) -> Option<usize> {
    let begins = |at: &usize| at.checked_sub(1).is_some_and(|before| text.get(before) == Some(&b'\n'));
    memchr::memmem::find_iter(text, RECORD).find(begins)
}

/// The cells of a row, with the blanks around their values. Lists and quotes are indented. An `open` row has bars between its cells
/// alone.
fn cells(row: &[u8], open: bool) -> impl Iterator<Item = Range<usize>> + '_ {
    let is_before = |b: &u8| b.is_ascii_whitespace() || *b == b'>';
    let indent = row.iter().position(|b| !is_before(b)).unwrap_or(row.len());
    let first = if open { 0 } else { indent + usize::from(row.get(indent) == Some(&b'|')) };
    let len = row.trim_ascii_end().len();
    let is_closed = !open && len > first && row.get(len - 1) == Some(&b'|') && is_bar(row, len - 1);
    let end = if is_closed { len - 1 } else { row.len() };
    let bars = memchr::memchr_iter(b'|', row).filter(move |at| (first..end).contains(at) && is_bar(row, *at));
    let mut start = first;
    bars.chain([end.max(first)]).map(move |bar| std::mem::replace(&mut start, bar + 1)..bar)
}

/// Whether the bar at `at` parts cells: one after a backslash belongs to the value.
fn is_bar(row: &[u8], at: usize) -> bool {
    at.checked_sub(1).and_then(|before| row.get(before)) != Some(&b'\\')
}

/// How many columns the line under the names has; 0 if it is none.
fn dashes(row: &[u8]) -> usize {
    let is_rule = |cell: Range<usize>| {
        let cell = row.get(cell).unwrap_or(&[]).trim_ascii();
        let cell = cell.strip_prefix(b":").unwrap_or(cell);
        let cell = cell.strip_suffix(b":").unwrap_or(cell);
        !cell.is_empty() && cell.iter().all(|b| *b == b'-')
    };
    // One line of dashes without a bar makes a heading of the line above.
    let is_one = memchr::memchr(b'|', row).is_some() && cells(row, false).all(is_rule);
    if is_one { cells(row, false).count() } else { crossings(row) }
}

/// How many columns a drawn line has, with a plus where others cross it: `----+----`, `+----+----+`, `|----+----|`; 0 if it is no such
/// line.
fn crossings(row: &[u8]) -> usize {
    let row = row.trim_ascii();
    if !matches!(row, [b'-' | b'+' | b'=' | b'|', ..]) || memchr::memchr(b'+', row).is_none() {
        return 0;
    }
    let inner = |ends: &[u8]| {
        let [first, .., last] = row else { return None };
        (ends.contains(first) && ends.contains(last)).then(|| row.get(1..row.len() - 1))?
    };
    let row = inner(b"+|").unwrap_or(row);
    let is_line = |part: &[u8]| !part.is_empty() && part.iter().all(|b| matches!(b, b'-' | b'='));
    let parts = || row.split(|b| *b == b'+');
    if parts().all(is_line) { parts().count() } else { 0 }
}

/// How many columns the row under the names has, where no line of dashes is due.
fn unruled(row: &[u8]) -> usize {
    if row.trim_ascii_start().starts_with(b"|") { cells(row, false).count() } else { 0 }
}

/// A cell's value without what emphasises or links it: `**Tilda**`, `` `Tilda` ``, `[Tilda](https://example.org)`.
fn unwrapped(row: &[u8], cell: Range<usize>) -> Range<usize> {
    const AROUND: [(&[u8], &[u8]); 7] = [
        (b"**", b"**"),
        (b"__", b"__"),
        (b"~~", b"~~"),
        (b"*", b"*"),
        (b"_", b"_"),
        (b"`", b"`"),
        (b"<", b">"),
    ];
    let mut value = trimmed(row, cell);
    for _ in 0..LAYERS {
        let text = row.get(value.clone()).unwrap_or(&[]);
        let bare = |open: &[u8], close: &[u8]| {
            let inner = text.strip_prefix(open)?.strip_suffix(close)?;
            let is_one = !inner.is_empty() && memchr::memmem::find(inner, close).is_none();
            is_one.then(|| value.start + open.len()..value.end - close.len())
        };
        let Some(inner) =
            AROUND.iter().find_map(|(open, close)| bare(open, close)).or_else(|| linked(text, value.start))
        else {
            break;
        };
        value = trimmed(row, inner);
    }
    value
}

/// The text of the link that a value at `base` is.
fn linked(text: &[u8], base: usize) -> Option<Range<usize>> {
    let joint = memchr::memmem::find(text.strip_suffix(b")")?, b"](")?;
    let (label, target) = (text.get(1..joint)?, text.get(joint..)?);
    let is_one =
        text.starts_with(b"[") && !label.is_empty() && !label.contains(&b'[') && !target.contains(&b'[');
    is_one.then(|| base + 1..base + joint)
}

/// A part of a row without the blanks around it.
pub(super) fn trimmed(row: &[u8], part: Range<usize>) -> Range<usize> {
    let text = row.get(part.clone()).unwrap_or(&[]);
    let start = part.start + text.len() - text.trim_ascii_start().len();
    start..start + text.trim_ascii().len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{cells as all, check};
    use super::*;

    #[test]
    fn shells_draw_a_plus_where_lines_cross() {
        let rows = ["1.name[1]=Tilda", "1.mail[1]=t@x.org", "1.name[2]=Ravi", "1.mail[2]="];
        let shown = " name  |   mail\n-------+---------\n Tilda | t@x.org\n Ravi  | \n(2 rows)\nx|y\n";
        check::<Bars>(shown, &rows);
        // The first value of a row may be none.
        check::<Bars>(
            " name | mail\n------+------\n      | t@x.org\n Ravi | \n",
            &["1.name[1]=", "1.mail[1]=t@x.org", "1.name[2]=Ravi", "1.mail[2]="],
        );
        let framed = "+-------+---------+\n| name  | mail    |\n+-------+---------+\n| Tilda | t@x.org |\n| Ravi  |         |\n\
                      +-------+---------+\n2 rows in set\nx|y\n";
        check::<Bars>(framed, &rows);
        let ruled = "+------+------+\n| name | mail |\n+======+======+\n| Tilda | t@x.org |\n+-----+-----+\n| Ravi | |\n+---+---+\n";
        check::<Bars>(ruled, &rows);
        check::<Bars>("| name | mail |\n|------+------|\n| Tilda | t@x.org |\n| Ravi | |\n", &rows);
        // Near misses: as many names as columns, nothing but lines.
        check::<Bars>("a | b | c\n---+---\n1 | 2 | 3\n", &[]);
        check::<Bars>("a | b\n-+- x\n1 | 2\n", &[]);
        check::<Bars>("a | b\n--++--\n1 | 2\n", &[]);
        let is = |path: &str, head: &str| is_screen(path, head.as_bytes());
        assert!(is("a.txt", framed) && is("", "shop=> select\n a | b\n---+---\n 1 | 2\n"));
        assert!(!is("a.rs", framed) && !is("a.txt", "a\n-+- b\n") && !is("a.txt", "a\n-----\nb\n"));
    }

    #[test]
    fn records_have_a_line_for_each_value() {
        let shown = "shop=> \\x\n-[ RECORD 1 ]-+------\nname | Tilda\nnote | a | b +\n     | c\n-[ RECORD 2 ]-+------\nname | Ravi\n\nx | y\n";
        let values = [
            "1.Field[1]=name",
            "1.name[1]=Tilda",
            "1.Field[1]=note",
            "1.note[1]=a | b +",
            "1.Field[1]=",
            "1.[1]=c",
            "1.Field[2]=name",
            "1.name[2]=Ravi",
        ];
        check::<Bars>(shown, &values);
        assert!(is_screen("a.txt", shown.as_bytes()));
        check::<Bars>("a -[ RECORD 1 ]-\nname | Tilda\n", &[]);
        check::<Bars>("-[ RECORD 1 ]-\nname: Tilda\nx | y\n", &[]);
    }

    #[test]
    fn rows_stand_below_names_and_dashes() {
        let people = ["1.Name[1]=Tilda", "1.Phone[1]=1", "1.Name[2]=Ravi", "1.Phone[2]="];
        check::<Bars>(
            "a | b\n\n| Name | Phone |\n|---|---|\n| Tilda | 1 |\n| Ravi |  |\n\n| x | y |\n",
            &people,
        );
        check::<Bars>("Name|Phone\r\n:-- | --:\r\nTilda|1\r\nRavi|", &people[..3]);
        check::<Bars>(
            "- x\n  | Name | Phone |\n  | :-: | - |\n  | Tilda | 1 |\nso be it | y\n",
            &[people[0], people[1], "1.Name[2]=so be it", "1.Phone[2]=y"],
        );
        check::<Bars>("> | Name | Phone |\n> |:---|---:|\n> | Tilda | 1 |\n> end\n| x |", &people[..2]);
        check::<Bars>("| Name |\n|---|\n| Tilda |\n", &people[..1]);
        check::<Bars>("|a|\n|-|\n|1|\n\n|b|\n|-|\n|2|\n", &["1.a[1]=1", "2.b[1]=2"]);
    }

    #[test]
    fn rows_may_name_their_own_values() {
        check::<Bars>(
            "| Field | Value |\n|---|---|\n| **Blood group** | AB+ |\n| Salary | 72000 |\n",
            &["1.Field[1]=Blood group", "1.Blood group[1]=AB+", "1.Field[2]=Salary", "1.Salary[2]=72000"],
        );
    }

    #[test]
    fn rows_of_gherkin_follow_their_names() {
        #[derive(Default)]
        struct Unruled(Option<Bars>);
        impl CellReader for Unruled {
            fn at(&self) -> usize {
                self.0.as_ref().map_or(0, Bars::at)
            }

            fn step(&mut self, text: &[u8], until: usize, ended: bool, grid: &mut Grid) -> bool {
                let bars = self.0.get_or_insert_with(|| Bars { unruled: true, ..Bars::default() });
                bars.step(text, until, ended, grid)
            }

            fn shift(&mut self, len: usize) {
                self.0.iter_mut().for_each(|bars| bars.shift(len));
            }
        }
        check::<Unruled>(
            "Given people\n  | name  | phone |\n  | Tilda | 1 |\n  | Ravi | 2 |\nThen a | b\nis all\n",
            &["1.name[1]=Tilda", "1.phone[1]=1", "1.name[2]=Ravi", "1.phone[2]=2"],
        );
        check::<Unruled>("| name |\n\n| Tilda |\nx\n", &[]);
    }

    #[test]
    fn what_is_no_table_has_no_cells() {
        for no in [
            "| Name | Phone |\n| Tilda | 1 |\n",
            "| Name | Phone |\n|---|\n| Tilda | 1 |\n",
            "| Name | Phone |\n\n|---|---|\n| Tilda | 1 |\n",
            "| Name |\n---\n| Tilda |\n",
            "Name\n---\nTilda | 1\n",
            "| Name | Phone |\n|---|-x-|\n| Tilda | 1 |\n",
            "| Name | Phone |\n|---||\n| Tilda | 1 |\n",
            "| | |\n|---|---|\n| Tilda | 1 |\n",
            "| Name | Phone |\n|---|---|\nTilda and 1\n| Ravi | 2 |\n",
        ] {
            check::<Bars>(no, &[]);
        }
    }

    #[test]
    fn cells_are_parted_by_bars_alone() {
        check::<Bars>(
            "|a|b|\n|-|-|\n|x \\| y|z\\|\n|1|\n|1|2|3|\n|4|5|",
            &["1.a[1]=x \\| y", "1.b[1]=z\\|", "1.a[2]=1", "1.a[4]=4", "1.b[4]=5"],
        );
    }

    #[test]
    fn emphasis_and_links_are_taken_off() {
        check::<Bars>(
            "| **a** | `b` |\n|-|-|\n| **_Tilda_** | [t@x.org](mailto:t@x.org) |\n| <t@x.org> | *a* or *b* |\n| [a](b) [c](d) | ** |\n",
            &[
                "1.a[1]=Tilda",
                "1.b[1]=t@x.org",
                "1.a[2]=t@x.org",
                "1.b[2]=*a* or *b*",
                "1.a[3]=[a](b) [c](d)",
                "1.b[3]=**",
            ],
        );
    }

    #[test]
    fn endless_lines_are_running_text() {
        let long = "x|".repeat(LONGEST);
        for text in [
            format!("{long}\n|-|\n|1|\n"),
            format!("|a|b|\n{long}\n|1|2|\n"),
            format!("|a|b|\n|-|-|\n{long}\n|1|2|\n"),
        ] {
            assert_eq!(all(Bars::default(), text.as_bytes(), 50_000), [""; 0]);
        }
        let many = "|a|\n|-|\n|1|\n\n".repeat(70_000);
        assert_eq!(
            all(Bars::default(), many.as_bytes(), many.len()).len(),
            65_536,
            "as many as have a number"
        );
    }

    proptest! {
        #[test]
        fn any_cut_is_the_same(text in "(\\|a\\|b\\|\n|-\\[ RECORD 1 \\]-\n|--\\+-\n|\\|-\\|-\\|\n|[|ab<> `*\\\\-]|\\[|\\]\\(|\\)|\r?\n){0,40}", step in 1usize..9) {
            let text = text.as_bytes();
            prop_assert_eq!(all(Bars::default(), text, step), all(Bars::default(), text, text.len()));
        }

        #[test]
        fn any_bytes_will_do(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let text = [b"|a|b|\n|-|-|\n", &bytes[..]].concat();
            all(Bars::default(), &text, 7);
        }
    }
}
