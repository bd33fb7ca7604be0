//! The windows of a large document, whichever way they come about.

use crate::format::{Cutter, Grid, Window};

use super::database::Pages;

/// Gives windows until there are none. One thread at a time asks for the next.
pub(super) enum Windows {
    /// They are cut from text.
    Text(Box<Cutter>),
    /// They are filled from a database.
    Rows(Pages),
}

impl Windows {
    /// Puts the next window into `buffer` and the cells that are known into `grid`; `None` after the last.
    pub(super) fn next(&mut self, buffer: &mut Vec<u8>, grid: &mut Grid) -> Option<Window> {
        match self {
            Self::Text(cutter) => cutter.next(buffer, grid),
            Self::Rows(pages) => pages.next(buffer, grid),
        }
    }

    /// Gives no more windows.
    pub(super) fn stop(&mut self) {
        match self {
            Self::Text(cutter) => cutter.stop(),
            Self::Rows(pages) => pages.stop(),
        }
    }
}
