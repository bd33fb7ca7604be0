//! A cell of a table in text.

/// A cell: its value without quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// First byte.
    pub start: u32,
    /// Behind the last byte.
    pub end: u32,
    /// Row in this segment, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u16,
}
