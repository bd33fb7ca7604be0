//! Messages of insurers, hospitals and trade (ANSI ASC X12): segments of elements by number, `NM1*IL*1*QUIST*TILDA~`. What the elements
//! hold is of the guides 834, 835 and 837 of version 5010.

use crate::format::notation::Notation;

use super::{Properties, Value, notation, place};

/// Interchanges: they say by their first segment, whose length is fixed, how they are separated.
pub(in crate::format) const X12: Notation = notation::<Segment>(|_, head| {
    head.starts_with(b"ISA")
        && head.get(LENGTH - 1).is_some()
        && head.get(3) == head.get(6)
        && is_sign(head.get(3))
});

/// Bytes of the first segment with its end.
const LENGTH: usize = 106;

fn is_sign(b: Option<&u8>) -> bool {
    b.is_some_and(u8::is_ascii_punctuation)
}

const SSN: usize = 11;
const INSURANCE: usize = 12;
const PROVIDER: usize = 13;

/// What qualifies a number, in `NM108` and `REF01`, and its column.
const NUMBERS: [(&[u8], usize); 9] = [
    (b"HN", INSURANCE),
    (b"34", SSN),
    (b"SY", SSN),
    (b"MI", INSURANCE),
    (b"0F", INSURANCE),
    (b"1W", INSURANCE),
    (b"II", INSURANCE),
    (b"XX", PROVIDER),
    (b"EA", 14),
];

/// Columns by the number of their element, counted from the segment's name.
const NAME: [(usize, usize); 3] = [(3, 0), (4, 1), (5, 2)];
const STREET: [(usize, usize); 2] = [(1, 3), (2, 3)];
const TOWN: [(usize, usize); 4] = [(1, 4), (2, 5), (3, 6), (4, 7)];

/// How elements and segments are separated, and whether the last one named is a person.
#[derive(Clone)]
pub(super) struct Segment {
    element: u8,
    end: u8,
    is_person: bool,
}

impl Default for Segment {
    fn default() -> Self {
        Self { element: b'*', end: b'~', is_person: false }
    }
}

impl Properties for Segment {
    const COLUMNS: &'static [&'static str] = &[
        "last_name",
        "first_name",
        "middle_name",
        "street",
        "city",
        "state",
        "postal_code",
        "country",
        "phone",
        "email",
        "date_of_birth",
        "ssn",
        "health_insurance_number",
        "npi",
        "medical_record_number",
        "full_name",
        "sex",
    ];

    fn end(&self, text: &[u8]) -> Option<usize> {
        let first = text.starts_with(b"ISA").then(|| text.get(LENGTH - 1).copied()).flatten();
        let end = match first.unwrap_or(self.end) {
            b'\r' | b'\n' => memchr::memchr2(b'\r', b'\n', text)?,
            sign => memchr::memchr(sign, text)?,
        };
        let end = end + 1;
        // Line ends after a segment are for people.
        let blank = text.get(end..)?.iter().position(|b| !matches!(b, b'\r' | b'\n'))?;
        Some(end + blank)
    }

    fn read(&mut self, property: &[u8], mut value: impl FnMut(Value)) {
        if property.starts_with(b"ISA") {
            let byte = |at: usize, usual: u8| property.get(at).copied().unwrap_or(usual);
            // A line end is not handed over with its line.
            *self = Self { element: byte(3, b'*'), end: byte(LENGTH - 1, b'\n'), is_person: false };
            return;
        }
        let body = property.trim_ascii_end();
        let body = body.strip_suffix(&[self.end]).unwrap_or(body);
        let elements: Vec<&[u8]> = body.split(|b| *b == self.element).take(16).collect();
        let element = |number: usize| elements.get(number).copied().unwrap_or(&[]).trim_ascii();
        let mut found = |part: &[u8], column: usize| {
            if !part.is_empty() {
                value(Value { place: place(property, part), column, code: None });
            }
        };
        let numbered = |qualifier: &[u8], number: &[u8], found: &mut dyn FnMut(&[u8], usize)| {
            let column = NUMBERS.iter().find(|(known, _)| *known == qualifier).map(|(_, column)| *column);
            column.into_iter().for_each(|column| found(number, column));
        };
        match element(0) {
            b"NM1" => {
                self.is_person = element(2) == b"1";
                let names = if self.is_person { &NAME[..] } else { &[] };
                names.iter().for_each(|(number, column)| found(element(*number), *column));
                numbered(element(8), element(9), &mut found);
            }
            b"N1" | b"ST" | b"SE" | b"GS" | b"HL" | b"CLM" | b"LX" | b"HD" => {
                self.is_person = false;
                if element(0) == b"CLM" {
                    found(element(1), 14);
                }
            }
            b"REF" => numbered(element(1), element(2), &mut found),
            b"N3" if self.is_person => {
                STREET.iter().for_each(|(number, column)| found(element(*number), *column))
            }
            b"N4" if self.is_person => {
                TOWN.iter().for_each(|(number, column)| found(element(*number), *column))
            }
            b"DMG" if element(1) == b"D8" => {
                found(element(2), 10);
                found(element(3), 16);
            }
            b"PER" => {
                found(element(2), 15);
                for number in [3, 5, 7] {
                    match element(number) {
                        b"EM" => found(element(number + 1), 9),
                        b"TE" | b"HP" | b"WP" | b"CP" | b"FX" => found(element(number + 1), 8),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    /// `NM1-3`.
    fn name(&self, begun: &[u8]) -> Option<String> {
        let segment = begun.rsplit(|b| *b == self.end).next()?.trim_ascii_start();
        let mut elements = segment.split(|b| *b == self.element);
        let name = elements
            .next()
            .filter(|name| matches!(name.len(), 2 | 3) && name.iter().all(u8::is_ascii_alphanumeric))?;
        let number = elements.count();
        (number > 0).then(|| format!("{}-{number}", String::from_utf8_lossy(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::values;
    use super::*;

    #[test]
    fn elements_hold_what_the_guides_say() {
        let member = [
            "NM1*IL*1*QUIST*TILDA*M***34*078051120~",
            "PER*IP**HP*7755550114*EM*t@example.org~\r\n",
            "N3*4821 LARKSPUR LANE*APT 3G~",
            "N4*RENO*NV*89501~",
            "DMG*D8*19840719*F~",
            "REF*0F*A12345678~",
        ];
        let found = [
            ("last_name", "QUIST"),
            ("first_name", "TILDA"),
            ("middle_name", "M"),
            ("ssn", "078051120"),
            ("phone", "7755550114"),
            ("email", "t@example.org"),
            ("street", "4821 LARKSPUR LANE"),
            ("street", "APT 3G"),
            ("city", "RENO"),
            ("state", "NV"),
            ("postal_code", "89501"),
            ("date_of_birth", "19840719"),
            ("sex", "F"),
            ("health_insurance_number", "A12345678"),
        ];
        assert_eq!(values::<Segment>(&member), found.map(|(column, value)| (column, value.to_owned())));
    }

    #[test]
    fn organisations_are_nobody() {
        assert_eq!(
            values::<Segment>(&[
                "NM1*PR*2*LARKSPUR HEALTH*****PI*12345~",
                "N3*1 MAIN ST~",
                "N4*RENO*NV*89501~"
            ]),
            []
        );
        for nothing in ["", "~", "NM1", "DMG*D6*1984~", "REF*1L*GROUP~"] {
            assert_eq!(values::<Segment>(&[nothing]), [], "{nothing}");
        }
    }

    #[test]
    fn the_first_segment_says_how_the_others_end() {
        let first = format!("ISA|00|{}|:!", " ".repeat(LENGTH - 10));
        assert_eq!(first.len(), LENGTH);
        let mut reader = Segment::default();
        assert_eq!(reader.end(format!("{first}\nGS|x!").as_bytes()), Some(LENGTH + 1));
        reader.read(first.as_bytes(), |_| panic!("nobody is in it"));
        assert_eq!(
            (reader.end(b"N3|a!N4"), reader.end(b"N3|a!"), reader.end(b"N3|a")),
            (Some(5), None, None)
        );
        let lines = format!("ISA*00*{}*:", " ".repeat(LENGTH - 10));
        let mut reader_of_lines = Segment::default();
        reader_of_lines.read(lines.as_bytes(), |_| {});
        assert_eq!((lines.len(), reader_of_lines.end(b"N3*a\r\nN4")), (LENGTH - 1, Some(6)));
        assert_eq!(reader.name(b"GS|x!N4|RENO|").as_deref(), Some("N4-2"));
        assert_eq!((reader.name(b"N4"), reader.name(b"two words|")), (None, None));
    }
}
