//! Tables of HTML (the living standard, 4.9). A row is read as a whole, once its end can be seen: which columns its cells stand in is
//! known only then.

use std::ops::Range;

use crate::format::coded::Code;
use crate::format::notation::CellReader;
use crate::format::plain::Plain;
use crate::format::tag::{self, Next, Tag, Unseen};
use crate::format::{Grid, coded, offset};
use crate::model::Cell;

use super::current::{self, Current};

/// Bytes of a row. Longer ones are running text: they hold whole pages.
const LONGEST: usize = 64 * 1024;

/// How tables begin. Nobody mixes capitals and small letters.
const OPENINGS: [&[u8]; 2] = [b"<table", b"<TABLE"];

/// Reads tables and hands out the cells of their rows. Of tables within tables the innermost counts: what is around it lays out a page.
#[derive(Default)]
pub(in crate::format) struct Tables {
    state: State,
    table: Current,
    at: usize,
    /// For each way to write it, where the next table may open: nowhere before.
    openings: [usize; 2],
    /// Cells of the row that is read.
    row: Vec<Part>,
}

/// What is read next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Text,
    /// Rows of a table. `in_head` says that they are in its `thead`; so many cannot be read because cells before reach into them.
    Rows { in_head: bool, shifted: u32 },
}

/// A cell of a row.
struct Part {
    is_heading: bool,
    columns: u32,
    rows: u32,
    /// From its first text to the end of its last.
    place: Range<usize>,
    /// What stands between the texts.
    between: Between,
    /// What comes after the last of them.
    behind: Between,
}

/// What stands between two texts of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Between {
    Nothing,
    /// Tags that hold nothing but their names: `<br>`, `</b>`.
    Names,
    /// What may hold values itself.
    More,
}

/// A row, or what stands in its place.
enum Row {
    /// Where the next tag stands that is no part of it.
    Whole(usize),
    /// A table opens in it.
    Around(usize),
    Endless,
    /// Its end is to come.
    Cut,
}

impl CellReader for Tables {
    fn at(&self) -> usize {
        self.at
    }

    fn step(&mut self, text: &[u8], until: usize, ended: bool, grid: &mut Grid) -> bool {
        match self.state {
            State::Text => self.text(text, until, ended),
            State::Rows { .. } => self.rows(text, until, ended, grid),
        }
    }

    fn shift(&mut self, len: usize) {
        self.at -= len;
        self.openings.iter_mut().for_each(|at| *at = at.saturating_sub(len));
        self.table.shift();
    }
}

impl Tables {
    /// Everything up to the next table. `false` if more has to be seen.
    fn text(&mut self, text: &[u8], until: usize, ended: bool) -> bool {
        let len = OPENINGS[0].len();
        let end = text.len().min(until + len - 1);
        for (opening, next) in OPENINGS.iter().zip(&mut self.openings) {
            let from = self.at.max(*next);
            let rest = text.get(from..end).unwrap_or(&[]);
            let behind = || rest.len().saturating_sub(len - 1);
            *next = from + memchr::memmem::find(rest, opening).unwrap_or_else(behind);
        }
        let [small, large] = self.openings;
        let next = small.min(large);
        if next > self.at {
            self.at = next;
            return true;
        }
        match tag::at(text, self.at, ended) {
            Ok(Some(tag)) => {
                self.at = tag.end;
                if tag.is(&["table"]) {
                    self.state = State::Rows { in_head: false, shifted: 0 };
                }
            }
            Ok(None) => self.at += 1,
            Err(Unseen) => return false,
        }
        true
    }

    /// What stands in a table up to its next row, that row, or the table's end.
    fn rows(&mut self, text: &[u8], until: usize, ended: bool, grid: &mut Grid) -> bool {
        let State::Rows { in_head, shifted } = self.state else { return true };
        let tag = match tag::next(text, self.at, ended) {
            Next::Tag(tag) => tag,
            // What stands between rows is nothing.
            Next::Cut(start) if start > self.at => {
                self.at = start.min(until.max(self.at + 1));
                return true;
            }
            Next::Cut(_) => return false,
        };
        if tag.is(&["tr"]) {
            return self.read_row(text, &tag, ended, grid);
        }
        if tag.is(&["table"]) {
            self.leave(tag.start);
            return true;
        }
        self.at = tag.end;
        if tag.is(&["/table"]) {
            self.leave(tag.end);
        } else if tag.is(&["thead", "/thead", "tbody", "tfoot"]) {
            let in_head = tag.is(&["thead"]);
            // No cell reaches beyond its part of the table.
            self.state = State::Rows { in_head, shifted: 0 };
        } else {
            self.state = State::Rows { in_head, shifted };
        }
        true
    }

    /// There is no table any more, or none that can be read.
    fn leave(&mut self, at: usize) {
        self.table.end();
        self.state = State::Text;
        self.at = at;
    }

    /// The row that a tag opens.
    fn read_row(&mut self, text: &[u8], opening: &Tag<'_>, ended: bool, grid: &mut Grid) -> bool {
        let mut row = std::mem::take(&mut self.row);
        row.clear();
        let read = parts(text, opening, ended, &mut row);
        match read {
            Row::Whole(next) => {
                self.at = next;
                if !self.take(text, &row, grid) {
                    self.leave(next);
                }
            }
            Row::Around(table) => self.leave(table),
            Row::Endless => self.leave(text.len().min(opening.start + LONGEST)),
            Row::Cut => {}
        }
        self.row = row;
        !matches!(read, Row::Cut)
    }

    /// Makes names or cells of a row; `false` if the columns of the table cannot be told.
    fn take(&mut self, text: &[u8], row: &[Part], grid: &mut Grid) -> bool {
        let State::Rows { in_head, shifted } = self.state else { return false };
        let is_wide = row.iter().any(|part| part.columns != 1);
        let below = row
            .iter()
            .map(|part| part.rows.wrapping_sub(1))
            .max()
            .unwrap_or(0)
            .max(shifted.saturating_sub(1));
        self.state = State::Rows { in_head, shifted: below };
        let headings = row.iter().filter(|part| part.is_heading).count();
        if self.table.columns().is_empty() {
            // The corner above the headings of rows is mostly empty.
            let are_headings =
                headings > 0 && row.iter().all(|part| part.is_heading || part.place.is_empty());
            let is_title = row.is_empty() || row.len() == 1 && is_wide;
            let are_names = (in_head || are_headings) && !is_wide && below == 0;
            return is_title || are_names && self.table.begin(names(text, row));
        }
        if in_head || headings > 1 && headings == row.len() {
            return is_wide || self.names_again(names(text, row));
        }
        let first = || names(text, row.get(..1)?).pop();
        let place = match self.table.is_of_fields().then(first).flatten() {
            Some(field) => self.table.field(field, grid),
            None => self.table.row(grid),
        };
        if let Some(place) = place.filter(|_| shifted == 0) {
            self.push(row, place, grid);
        }
        true
    }

    /// Adds the cells of a row, unless it has more than there are names.
    fn push(&self, row: &[Part], place: Cell, grid: &mut Grid) {
        let width = row.iter().fold(0, |width: usize, part| width.saturating_add(part.columns as usize));
        let is_whole = |part: &Part| part.columns == 1 && part.between < Between::More;
        let mut next = 0;
        for part in row.iter().filter(|_| width <= self.table.columns().len()) {
            let column = u16::try_from(next).unwrap_or(u16::MAX);
            next += part.columns as usize;
            if is_whole(part) {
                let code = (part.between == Between::Names).then_some(Code::Markup);
                let (start, end) = (offset(part.place.start), offset(part.place.end));
                grid.push(Cell { start, end, column, ..place }, code);
            }
        }
    }

    /// Another row of names: the same again, what the row before left out, or those of a table of its own.
    fn names_again(&mut self, names: Vec<String>) -> bool {
        let known = self.table.columns();
        let is_beside = |(known, new): (&String, &String)| known.is_empty() || new.is_empty() || known == new;
        if known.len() != names.len() || !known.iter().zip(&names).all(is_beside) {
            return self.table.begin(names);
        }
        let both =
            known.iter().zip(names).map(|(known, new)| if known.is_empty() { new } else { known.clone() });
        let both: Vec<String> = both.collect();
        both == known || self.table.begin(both)
    }
}

impl Part {
    /// What a tag begins.
    fn of(tag: &Tag<'_>) -> Self {
        Self {
            is_heading: tag.is(&["th"]),
            columns: tag.number("colspan").max(1),
            rows: tag.number("rowspan"),
            place: tag.end..tag.end,
            between: Between::Nothing,
            behind: Between::Nothing,
        }
    }

    /// Adds the text between two tags.
    fn add(&mut self, text: &[u8], place: Range<usize>) {
        let run = text.get(place.clone()).unwrap_or(&[]);
        let start = place.start + run.len() - run.trim_ascii_start().len();
        let run = run.trim_ascii();
        if run.is_empty() || run == b"&nbsp;" {
            return;
        }
        let end = start + run.len();
        if self.place.is_empty() {
            self.place = start..end;
        } else {
            self.place.end = end;
            self.between = self.between.max(self.behind);
        }
        self.behind = Between::Nothing;
    }

    /// Adds a tag that stands in it.
    fn pass(&mut self, tag: &Tag<'_>) {
        let is_name = tag.attributes.iter().all(|b| b.is_ascii_whitespace() || *b == b'/');
        self.behind = self.behind.max(if is_name { Between::Names } else { Between::More });
        if tag.is(&["script", "style"]) {
            self.between = Between::More;
        }
    }
}

/// Reads the row that a tag opens.
fn parts(text: &[u8], opening: &Tag<'_>, ended: bool, row: &mut Vec<Part>) -> Row {
    let text = text.get(..opening.start + LONGEST).unwrap_or(text);
    let is_endless = text.len() == opening.start + LONGEST;
    let (mut at, mut is_open) = (opening.end, false);
    loop {
        let next = tag::next(text, at, ended || is_endless);
        let end = if let Next::Tag(tag) = next { tag.start } else { text.len() };
        if let Some(part) = row.last_mut().filter(|_| is_open) {
            part.add(text, at..end);
        }
        let tag = match next {
            Next::Tag(tag) => tag,
            Next::Cut(_) if is_endless => return Row::Endless,
            Next::Cut(_) if ended => return Row::Whole(text.len()),
            Next::Cut(_) => return Row::Cut,
        };
        at = tag.end;
        if tag.is(&["td", "th"]) {
            row.push(Part::of(&tag));
            is_open = true;
        } else if tag.is(&["/td", "/th"]) {
            is_open = false;
        } else if tag.is(&["tr", "/tr", "tbody", "/tbody", "thead", "/thead", "tfoot", "/tfoot", "/table"]) {
            return Row::Whole(tag.start);
        } else if tag.is(&["table"]) {
            return Row::Around(tag.start);
        } else if let Some(part) = row.last_mut() {
            part.pass(&tag);
        }
    }
}

/// The names that the cells of a row are.
fn names(text: &[u8], row: &[Part]) -> Vec<String> {
    let mut plain = Plain::default();
    let mut name = |part: &Part| {
        plain.clear();
        coded::read_markup(text.get(part.place.clone()).unwrap_or(&[]), 0, &mut plain);
        current::name(&plain.text)
    };
    row.iter().map(&mut name).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{cells, check};
    use super::*;

    const HEAD: &str = "<table><tr><th>Name</th><th>SSN</th></tr>";

    /// What stands below [`HEAD`].
    #[track_caller]
    fn below(rows: &str, expect: &[&str]) {
        check::<Tables>(&format!("{HEAD}{rows}"), expect);
    }

    #[test]
    fn rows_may_name_their_own_values() {
        check::<Tables>(
            "<table><tr><th>Field</th><th>Value</th></tr><tr><td>Blood group</td><td>AB+</td></tr></table>",
            &["1.Field[1]=Blood group", "1.Blood group[1]=AB+"],
        );
    }

    #[test]
    fn rows_stand_below_headings() {
        let people = ["1.Name[1]=Tilda", "1.SSN[1]=1", "1.Name[2]=Ravi", "1.SSN[2]="];
        let rows = "<tr><td>Tilda</td><td> 1 </td></tr>\n<tr><td>Ravi</td><td></td></tr></table><td>x</td>";
        below(rows, &people);
        for head in [
            "<TABLE border=\"1\"><TR><TH>Name</TH><TH>SSN</TH></TR>",
            "<table><thead><tr><td>Name</td><td>SSN</td></tr></thead><tbody>",
            "<table><caption>x</caption><colgroup><col><col></colgroup><tr><th>Name<th>SSN",
            "<table><tr><th colspan=2>People</th></tr><tr><th><a href='?s=1'>Name</a> </th><th>S<b>S</b>N</th></tr>",
            "<p><table><tr><td>page<table><tr><th>Name</th><th>SSN</th></tr>",
            "<tablet><table x=\"a > b\"><tr></tr><tr><th>Name</th><th>\n SSN&nbsp;</th></tr>",
        ] {
            check::<Tables>(&format!("{head}{rows}"), &people);
        }
        below("<tr><td>Tilda<td>1<tr><td>Ravi<td>", &people);
        below("<tr><th>Tilda</th><td>1<tr><th>Ravi</th><td></td>", &people);
        check::<Tables>(
            "<table><tr><td></td><th>A B</th></tr><tr><th>x</th><td>1</td></tr></table>",
            &["1.[1]=x", "1.A B[1]=1"],
        );
        check::<Tables>(&format!("{HEAD}<tr><td>a</table> {HEAD}<tr><td>b"), &["1.Name[1]=a", "2.Name[1]=b"]);
    }

    #[test]
    fn names_may_come_again_or_in_two_rows() {
        below(
            "<tr><td>a</td><td>1</td></tr><tr><th>Name</th><th>SSN</th></tr><tr><td>b</td></tr>",
            &["1.Name[1]=a", "1.SSN[1]=1", "1.Name[2]=b"],
        );
        below("<tr><th colspan=2>More</th></tr><tr><td>b</td></tr>", &["1.Name[2]=b"]);
        below("<tr><th>Town</th><th>Zip</th></tr><tr><td>b</td></tr>", &["1.Town[1]=b"]);
        check::<Tables>(
            "<table><thead><tr><th></th><th>Name</th></tr><tr><th>id</th><th></th></tr></thead><tr><td>7</td><td>a</td>",
            &["1.id[1]=7", "1.Name[1]=a"],
        );
    }

    #[test]
    fn no_column_is_better_than_a_wrong_one() {
        below(
            "<tr><td colspan=2>a</td></tr><tr><td>b</td><td>c</td><td>d</td></tr><tr><td>e</td></tr>",
            &["1.Name[3]=e"],
        );
        below(
            "<tr><td rowspan=2>a</td><td>1</td></tr><tr><td>2</td></tr><tr><td>b</td></tr>",
            &["1.Name[1]=a", "1.SSN[1]=1", "1.Name[3]=b"],
        );
        below(
            "<tr><td rowspan=0>a</td></tr><tr><td>2</td></tr><tbody><tr><td>b</td></tr>",
            &["1.Name[1]=a", "1.Name[3]=b"],
        );
        check::<Tables>(
            "<table><tr><th>A<th>B<th>C<tr><td colspan=2>x<td>1<tr><td>y<td colspan=3>z<tr><td colspan=4294967295>x<td>y",
            &["1.C[1]=1"],
        );
        for no in [
            "<table><tr><td>Name</td><td>SSN</td></tr><tr><td>Tilda</td><td>1</td></tr></table>",
            "<table><tr><th>Name</th><td>Tilda</td></tr><tr><th>SSN</th><td>1</td></tr></table>",
            "<table><tr><th colspan=2>Name</th><th>SSN</th></tr><tr><td>Tilda</td><td>Q</td><td>1</td></tr></table>",
            "<table><tr><th rowspan=2>Name</th><th>SSN</th></tr><tr><td>Tilda</td><td>Q</td></tr></table>",
            "<table><tr><th></th><th>&nbsp;</th></tr><tr><td>Tilda</td></tr></table>",
            "<tr><th>Name</th></tr><tr><td>Tilda</td></tr>",
        ] {
            check::<Tables>(no, &[]);
        }
    }

    #[test]
    fn text_in_tags_is_one_value_or_none() {
        below(
            "<tr><td><p class=x><b>Tilda</b></p><td><a href='x'>1</a> &nbsp;",
            &["1.Name[1]=Tilda", "1.SSN[1]=1"],
        );
        below("<tr><td>Tilda <b>Q</b><br>x<td>1", &["1.Name[1]=~Tilda <b>Q</b><br>x", "1.SSN[1]=1"]);
        below("<tr><td>Tilda <a href='t@x.org'>Q</a><td>1", &["1.SSN[1]=1"]);
        below("<tr><td>Tilda <!-- x --> Q<td><script>1</script>", &[]);
        below("<tr><td><input value='t@x.org'>", &["1.Name[1]="]);
        below("<tr><td>Tilda<table><tr><td>1</table><tr><td>Ravi", &[]);
    }

    #[test]
    fn hostile_tables_take_linear_time() {
        let row = format!("<tr>{}", "<td>1".repeat(LONGEST));
        let rest = "<tr><td>a</td></tr>";
        assert_eq!(cells(Tables::default(), format!("{HEAD}{row}{rest}").as_bytes(), 50_000), [""; 0]);
        for many in [
            "<table<", "<table>", "<table><tr><th>a", "<table a='", "<tr>", "<td>", "<a ", "<", "<!--",
            "<table><tr>x",
        ] {
            cells(Tables::default(), format!("{HEAD}{}", many.repeat(200_000)).as_bytes(), 100_000);
        }
    }

    const TEXT: &str = "(<table>|</table>|<tr>|</tr>|<th>|<td>|</td>|<td (col|row)span=2>|<thead>|<b>|<a x='|'>|<br>|<!--|-->|&nbsp;|[<>/!=ab ]){0,60}";

    proptest! {
        #[test]
        fn any_cut_is_the_same(text in TEXT, step in 1usize..9) {
            let text = format!("{HEAD}{text}");
            let text = text.as_bytes();
            prop_assert_eq!(cells(Tables::default(), text, step), cells(Tables::default(), text, text.len()));
        }

        #[test]
        fn any_bytes_will_do(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let text = [HEAD.as_bytes(), b"<tr><td>", &bytes[..]].concat();
            cells(Tables::default(), &text, 7);
        }
    }
}
