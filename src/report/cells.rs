//! Rows of CSV that a spreadsheet may open: quoted as RFC 4180 says, and no cell is a formula.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};
use std::io;
use std::io::Write;

use super::visible::visible;

/// Writes rows under a header.
pub(super) struct Cells {
    out: ::csv::Writer<Box<dyn Write + Send>>,
    header: &'static [&'static str],
    /// Whether the header is written.
    begun: bool,
    scratch: String,
}

impl Cells {
    /// A sheet with these names of columns.
    pub(super) fn new(out: Box<dyn Write + Send>, header: &'static [&'static str]) -> Self {
        let out = ::csv::WriterBuilder::new().buffer_capacity(64 * 1024).from_writer(out);
        Self { out, header, begun: false, scratch: String::new() }
    }

    /// Writes the header, if that is not done.
    pub(super) fn begin(&mut self) -> io::Result<()> {
        if !self.begun {
            self.out.write_record(self.header).map_err(as_io)?;
            self.begun = true;
        }
        Ok(())
    }

    /// A cell of words that are ours or the matrix's.
    pub(super) fn cell(&mut self, text: &str) -> io::Result<()> {
        self.out.write_field(text).map_err(as_io)
    }

    /// A cell of words from outside: a path, a name, a value.
    pub(super) fn outside(&mut self, text: &str) -> io::Result<()> {
        self.cell(&harmless(text))
    }

    /// A cell as its type writes itself.
    pub(super) fn shown(&mut self, what: impl Display) -> io::Result<()> {
        self.scratch.clear();
        // Writing to a String cannot fail.
        let _ = write!(self.scratch, "{what}");
        self.out.write_field(&self.scratch).map_err(as_io)
    }

    /// A number that is 0 where it does not apply, and then empty.
    pub(super) fn place(&mut self, number: u64) -> io::Result<()> {
        if number == 0 { self.cell("") } else { self.shown(number) }
    }

    /// Ends the row.
    pub(super) fn end(&mut self) -> io::Result<()> {
        self.out.write_record(None::<&[u8]>).map_err(as_io)
    }

    /// Ends the sheet, which has a header even if it has no row.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.begin()?;
        self.out.flush()
    }
}

/// What the operating system said. The crate's own conversion hides its kind, and a closed pipe is no failure.
fn as_io(e: ::csv::Error) -> io::Error {
    match e.into_kind() {
        ::csv::ErrorKind::Io(e) => e,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// A string from outside: visible, and with a `'` in front where a spreadsheet would take it for a
/// formula (OWASP, "CSV Injection"; the wide forms count in East Asian locales).
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    let text = visible(text);
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        return Cow::Owned(format!("'{text}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_keeps_its_name() {
        let mut cells = Cells::new(Box::new(Closed), &["a", "b"]);
        cells.begin().unwrap();
        assert_eq!(cells.finish().map_err(|e| e.kind()), Err(io::ErrorKind::BrokenPipe));
    }

    #[test]
    fn formulas_are_disarmed() {
        for (text, safe) in [
            ("=1+1", "'=1+1"),
            ("+49 ***", "'+49 ***"),
            ("-x", "'-x"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1", "'＝1"),
            ("\t=1", "\\t=1"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(harmless(text), safe);
        }
    }
}
