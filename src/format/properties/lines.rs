//! The cells of properties.

use std::sync::Arc;

use crate::format::notation::CellReader;
use crate::format::{Grid, offset};
use crate::model::{Cell, Heading};

use super::{LONGEST, Properties, Value};

/// Reads properties and hands out their values.
pub(super) struct Lines<P> {
    properties: P,
    heading: Arc<Heading>,
    at: usize,
    /// Whether it stands in a property that is too long.
    within: bool,
}

impl<P: Properties> Default for Lines<P> {
    fn default() -> Self {
        let columns = P::COLUMNS.iter().map(|name| (*name).to_owned()).collect();
        let heading = Arc::new(Heading { table: String::new(), columns });
        Self { properties: P::default(), heading, at: 0, within: false }
    }
}

impl<P: Properties> CellReader for Lines<P> {
    fn at(&self) -> usize {
        self.at
    }

    fn step(&mut self, text: &[u8], _until: usize, ended: bool, grid: &mut Grid) -> bool {
        let view = text.get(self.at..text.len().min(self.at + LONGEST)).unwrap_or(&[]);
        let is_rest = ended && self.at + view.len() >= text.len();
        match self.properties.end(view).or(is_rest.then_some(view.len())) {
            Some(end) => {
                self.property(view.get(..end).unwrap_or(view), grid);
                self.at += end;
            }
            None if view.len() == LONGEST => {
                self.within = true;
                self.at += LONGEST;
            }
            None => return false,
        }
        true
    }

    fn shift(&mut self, len: usize) {
        self.at -= len;
    }
}

impl<P: Properties> Lines<P> {
    fn property(&mut self, property: &[u8], grid: &mut Grid) {
        if std::mem::take(&mut self.within) {
            return;
        }
        let at = self.at;
        let property = property.strip_suffix(b"\n").unwrap_or(property);
        let property = property.strip_suffix(b"\r").unwrap_or(property);
        let Some(table) = grid.slot(&self.heading) else { return };
        self.properties.read(property, |Value { place, column, code }| {
            let column = u16::try_from(column).unwrap_or(u16::MAX);
            let (start, end) = (offset(at + place.start), offset(at + place.end));
            grid.push(Cell { start, end, row: 0, table, column }, code);
        });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{card::Line, directory::Entry, folded::Folded, hl7, mail::Message, x12};
    use super::*;
    use crate::format::by_line::ByLine;

    /// Lines as these notations have them, more or less.
    const TEXT: &str = "(FN:|TEL;X=\"a:b\":|NOTE;QUOTED-PRINTABLE:|From: |<|>|,|sn: |objectClass: person|cn: |[ab=]| |\r?\n|\n |\n\n\
                        |Content-Transfer-Encoding: (base64|quoted-printable)\n|Content-Type: x; boundary=a\n|\n--a){0,40}";

    /// The cells of a text that is handed over in stretches.
    fn cells<P: Properties>(text: &[u8], step: usize) -> Vec<(u32, u32, u16)> {
        let (mut reader, mut grid) = (Lines::<P>::default(), Grid::default());
        let mut until = 0;
        while until < text.len() {
            until = text.len().min(until + step);
            let mut known = until;
            while !reader.read(&text[..known], until, known == text.len(), &mut grid) {
                known = text.len().min(known + step);
            }
        }
        grid.cells.iter().map(|cell| (cell.start, cell.end, cell.column)).collect()
    }

    fn path<P: Properties>(text: &str) -> Option<String> {
        let mut walker = ByLine::begin(Folded::<P>::default());
        walker.walk(text.split('^').next().unwrap().as_bytes());
        walker.path()
    }

    #[test]
    fn folded_lines_belong_to_their_property() {
        assert_eq!(path::<Line>("FN:x\nATTENDEE;CN=y:mail\n to:^x").as_deref(), Some("ATTENDEE"));
        assert_eq!(path::<Entry>("mobile: +44\r\n  ^7700").as_deref(), Some("mobile"));
        assert_eq!(path::<Message>("To: a@example.org,\n ^Ravi").as_deref(), Some("To"));
        assert_eq!(path::<Message>("To: x\n\nFrom: ^y").as_deref(), None);
        assert_eq!(path::<Message>("To: x\n\nFrom here\n\nFrom x\nCc: ^y").as_deref(), Some("Cc"));
        assert_eq!(cells::<Entry>(b"sn: a\n b\nsn: c", 1), [(4, 8, 1), (13, 14, 1)]);
    }

    #[test]
    fn endless_properties_are_running_text() {
        let long = format!("FN:{}\nFN:Tilda\n", "x".repeat(3 * LONGEST));
        let found = cells::<Line>(long.as_bytes(), 50_000);
        assert_eq!(found.len(), 1, "{found:?}");
        let folded = format!("FN:x\n{}FN:Tilda\n", " y\n".repeat(LONGEST));
        assert_eq!(cells::<Line>(folded.as_bytes(), 50_000).len(), 1);
    }

    /// The same of messages.
    const SEGMENTS: &str =
        "(MSH\\|\\^~\\\\&\\||PID\\||\\||\\^|~|NM1\\*IL\\*1\\*|DMG\\*D8\\*|N3|\\*|[ab1]|\r|\n|\r\n){0,40}";

    proptest! {
        #[test]
        fn any_cut_of_messages_is_the_same(text in SEGMENTS, step in 1usize..9) {
            let text = text.as_bytes();
            prop_assert_eq!(cells::<hl7::Segment>(text, step), cells::<hl7::Segment>(text, text.len()));
            prop_assert_eq!(cells::<x12::Segment>(text, step), cells::<x12::Segment>(text, text.len()));
        }

        #[test]
        fn any_cut_is_the_same(text in TEXT, step in 1usize..9) {
            let text = text.as_bytes();
            prop_assert_eq!(cells::<Line>(text, step), cells::<Line>(text, text.len()));
            prop_assert_eq!(cells::<Entry>(text, step), cells::<Entry>(text, text.len()));
            prop_assert_eq!(cells::<Message>(text, step), cells::<Message>(text, text.len()));
        }

        #[test]
        fn any_bytes_will_do(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            cells::<Line>(&bytes, 7);
            cells::<Entry>(&bytes, 7);
            cells::<hl7::Segment>(&bytes, 7);
            cells::<x12::Segment>(&[b"ISA*", &bytes[..]].concat(), 7);
            for cell in cells::<Message>(&bytes, 7) {
                prop_assert!(cell.0 <= cell.1);
            }
        }
    }
}
