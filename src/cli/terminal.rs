//! What is known of the terminal and of the environment.

use std::ffi::OsStr;
use std::io::{IsTerminal, stderr, stdout};
use std::path::Path;

use piidar::report;

use super::args::When;

/// Whether standard output gets colours.
pub(crate) fn colors(when: When) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => stdout().is_terminal() && colors_wanted(),
    }
}

/// Whether standard error gets colours.
pub(crate) fn colors_on_stderr() -> bool {
    stderr().is_terminal() && colors_wanted()
}

fn colors_wanted() -> bool {
    let set = |name| std::env::var_os(name);
    are_wanted(set("NO_COLOR").as_deref(), set("TERM").as_deref())
}

/// <https://no-color.org>: any value that is not empty turns colours off; and a dumb terminal has none.
fn are_wanted(no_color: Option<&OsStr>, term: Option<&OsStr>) -> bool {
    no_color.is_none_or(OsStr::is_empty) && term.is_none_or(|term| term != "dumb")
}

/// Columns that a line of standard output may fill: without end where it is no terminal.
pub(crate) fn width() -> usize {
    if !stdout().is_terminal() {
        return usize::MAX;
    }
    terminal_size::terminal_size().map_or(100, |(w, _)| usize::from(w.0))
}

/// Whether progress can be shown.
pub(crate) fn progress() -> bool {
    stderr().is_terminal() && !ci()
}

/// Whether a CI system runs the program.
pub(crate) fn ci() -> bool {
    std::env::var_os("CI").is_some_and(|v| !v.is_empty() && v != "false" && v != "0")
}

/// Text from outside without what would act on a terminal; its lines stay lines.
pub(crate) fn visible(text: &str) -> String {
    text.split('\n').map(report::visible).collect::<Vec<_>>().join("\n")
}

/// A path as a person would write it.
pub(crate) fn shown(path: &Path) -> String {
    visible(&path.strip_prefix(".").unwrap_or(path).display().to_string())
}

#[cfg(test)]
mod tests {
    #[test]
    fn errors_cannot_act_on_the_terminal() {
        assert_eq!(super::visible("a\u{1b}[31m\nb\u{202e}"), "a\\x1b[31m\nb\\u{202e}");
    }

    #[test]
    fn colours_are_for_terminals_that_have_them() {
        let wanted = |no_color: Option<&str>, term: Option<&str>| {
            super::are_wanted(no_color.map(AsRef::as_ref), term.map(AsRef::as_ref))
        };
        assert!(wanted(None, None) && wanted(Some(""), Some("xterm-256color")));
        assert!(!wanted(Some("1"), Some("xterm")) && !wanted(None, Some("dumb")));
    }
}
