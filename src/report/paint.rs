//! Colours, if they are wanted.

use std::io;
use std::io::Write;

use anstyle::{AnsiColor, Style};

use crate::model::Sensitivity;

/// No colour.
pub(super) const PLAIN: Style = Style::new();
/// Paths that head a group.
pub(super) const PATH: Style = AnsiColor::Magenta.on_default();
/// Headings of tables and the closing line.
pub(super) const BOLD: Style = Style::new().bold();
/// What may be overlooked.
pub(super) const DIM: Style = Style::new().dimmed();
/// What should not be overlooked.
pub(super) const WARN: Style = AnsiColor::Yellow.on_default();
/// All is well.
pub(super) const GOOD: Style = AnsiColor::Green.on_default();

/// The colour of a level.
pub(super) const fn of(sensitivity: Option<Sensitivity>) -> Style {
    match sensitivity {
        Some(Sensitivity::VeryHigh) => AnsiColor::Red.on_default().bold(),
        Some(Sensitivity::High) => AnsiColor::Red.on_default(),
        Some(Sensitivity::Medium) => AnsiColor::Yellow.on_default(),
        Some(Sensitivity::Low) => AnsiColor::Green.on_default(),
        None => PLAIN,
    }
}

/// Writes `text` in a style, or without if colours are not wanted.
pub(super) fn paint(out: &mut dyn Write, color: bool, style: Style, text: &str) -> io::Result<()> {
    if color && !style.is_plain() {
        write!(out, "{style}{text}{style:#}")
    } else {
        out.write_all(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_or_coloured() {
        let painted = |color, style| {
            let mut out = Vec::new();
            paint(&mut out, color, style, "x").unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(painted(false, PATH), "x");
        assert_eq!(painted(true, PLAIN), "x");
        assert_eq!(painted(true, PATH), "\u{1b}[35mx\u{1b}[0m");
    }
}
