//! Tables that are marked up in running text. What stands in a row above is the name of a column, and rows below give cells;
//! everything else is running text. Where it is not sure which column a value stands in, it stands in none.

mod current;
mod html;
mod markdown;
mod ruled;
mod sheets;

pub(super) use html::Tables;
pub(super) use markdown::{GHERKIN, MARKDOWN, SCREEN};
pub(super) use ruled::RULED;
pub(super) use sheets::{SHEETS, are_several};

#[cfg(test)]
mod tests {
    use crate::format::Grid;
    use crate::format::notation::CellReader;

    /// What the cells of a text hold that is handed over in stretches: `1.name[2]=Ravi`, with a `~` if tags stand in it.
    pub(super) fn cells(mut reader: impl CellReader, text: &[u8], step: usize) -> Vec<String> {
        let (mut grid, mut until) = (Grid::default(), 0);
        while until < text.len() {
            until = text.len().min(reader.at().max(until) + step);
            let mut known = until;
            while !reader.read(&text[..known], until, known == text.len(), &mut grid) {
                known = text.len().min(known + step);
            }
        }
        let shown = |(index, cell): (usize, &crate::model::Cell)| {
            let heading = &grid.headings[usize::from(cell.table)];
            let (table, name) = (&heading.table[6..], &heading.columns[usize::from(cell.column)]);
            let value = String::from_utf8_lossy(&text[cell.start as usize..cell.end as usize]);
            let is_coded = grid.coded.iter().any(|(coded, _)| *coded as usize == index);
            format!("{table}.{name}[{}]={}{value}", cell.row, if is_coded { "~" } else { "" })
        };
        grid.cells.iter().enumerate().map(shown).collect()
    }

    /// The cells of a text, which are the same in whatever stretches it is handed over.
    #[track_caller]
    pub(super) fn check<R: CellReader + Default>(text: &str, expect: &[&str]) {
        for step in [1, 2, 3, 7, 1000] {
            assert_eq!(cells(R::default(), text.as_bytes(), step), expect, "{text} in steps of {step}");
        }
    }
}
