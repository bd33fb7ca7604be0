//! A cell of a table in text.

/// A cell: its value without quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// First byte.
    pub start: u32,
    /// After the last byte.
    pub end: u32,
    /// Row: in this segment, from 0, where it is one table; in the whole table, from 1, in a dump.
    pub row: u32,
    /// Number of its table among those of the segment.
    pub table: u16,
    /// Column, from 0.
    pub column: u16,
}
