//! Messages of hospitals (HL7 version 2): segments of fields by number, `PID|1||…`, whose parts have numbers as well.
//! What the fields hold is of chapters 2, 3 and 6 of version 2.5.1.

use crate::format::notation::{Notation, has_ending};

use super::{Properties, Value, notation, place};

/// Messages, and files of many.
pub(in crate::format) const HL7: Notation = notation::<Segment>(|path, head| {
    let head = head.trim_ascii_start();
    let head = head.strip_prefix(b"\x0b").unwrap_or(head);
    let begins = [&b"MSH|"[..], b"FHS|", b"BHS|"].iter().any(|start| head.starts_with(start));
    begins || has_ending(path, &["hl7"]) && head.starts_with(b"MSH")
});

/// What a field holds.
#[derive(Clone, Copy)]
enum Holds {
    /// One value, the first part of the field.
    Whole(usize),
    /// Its second part, after a code, or the first if there is no other.
    Text(usize),
    /// Family name, given name, further names, from this part on.
    Name(usize),
    /// Street, its second line, town, state, postcode, country.
    Address,
    /// Number, and a mailbox in the fourth part.
    Phone,
    /// Day, and perhaps the time after it.
    Day(usize),
    /// Number of a kind that the fifth part says.
    Number,
}

const SSN: usize = 12;
const LICENCE: usize = 13;
const RECORD: usize = 14;
const INSURANCE: usize = 15;
const PASSPORT: usize = 20;
const NATIONAL: usize = 21;

/// Fields that hold what is anybody's, by segment and number.
const FIELDS: [(&[u8], usize, Holds); 47] = [
    (b"MRG", 1, Holds::Number),
    (b"MRG", 7, Holds::Name(0)),
    (b"PID", 2, Holds::Number),
    (b"PID", 3, Holds::Number),
    (b"PID", 4, Holds::Number),
    (b"PID", 5, Holds::Name(0)),
    (b"PID", 6, Holds::Name(0)),
    (b"PID", 7, Holds::Day(10)),
    (b"PID", 8, Holds::Whole(11)),
    (b"PID", 9, Holds::Name(0)),
    (b"PID", 10, Holds::Text(19)),
    (b"PID", 11, Holds::Address),
    (b"PID", 13, Holds::Phone),
    (b"PID", 14, Holds::Phone),
    (b"PID", 16, Holds::Text(18)),
    (b"PID", 17, Holds::Text(17)),
    (b"PID", 18, Holds::Whole(RECORD)),
    (b"PID", 19, Holds::Whole(SSN)),
    (b"PID", 20, Holds::Whole(LICENCE)),
    (b"PID", 22, Holds::Text(19)),
    (b"NK1", 2, Holds::Name(0)),
    (b"NK1", 4, Holds::Address),
    (b"NK1", 5, Holds::Phone),
    (b"NK1", 6, Holds::Phone),
    (b"NK1", 16, Holds::Day(10)),
    (b"GT1", 3, Holds::Name(0)),
    (b"GT1", 5, Holds::Address),
    (b"GT1", 6, Holds::Phone),
    (b"GT1", 7, Holds::Phone),
    (b"GT1", 8, Holds::Day(10)),
    (b"GT1", 12, Holds::Whole(SSN)),
    (b"IN1", 16, Holds::Name(0)),
    (b"IN1", 18, Holds::Day(10)),
    (b"IN1", 19, Holds::Address),
    (b"IN1", 36, Holds::Whole(INSURANCE)),
    (b"IN1", 49, Holds::Whole(INSURANCE)),
    (b"IN2", 2, Holds::Whole(SSN)),
    (b"IN2", 6, Holds::Whole(INSURANCE)),
    (b"IN2", 8, Holds::Whole(INSURANCE)),
    (b"PV1", 7, Holds::Name(1)),
    (b"PV1", 8, Holds::Name(1)),
    (b"PV1", 9, Holds::Name(1)),
    (b"PV1", 17, Holds::Name(1)),
    (b"ORC", 12, Holds::Name(1)),
    (b"OBR", 16, Holds::Name(1)),
    (b"AL1", 3, Holds::Text(16)),
    (b"DG1", 3, Holds::Text(16)),
];

/// Columns of the parts of a name and of an address.
const NAME: usize = 0;
const ADDRESS: [usize; 6] = [3, 3, 4, 5, 6, 7];
const PHONE: usize = 8;
const MAIL: usize = 9;

/// How fields, their repetitions and parts are separated; a message says so at its start.
#[derive(Clone)]
pub(super) struct Segment {
    field: u8,
    part: u8,
    again: u8,
}

impl Default for Segment {
    fn default() -> Self {
        Self { field: b'|', part: b'^', again: b'~' }
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
        "sex",
        "ssn",
        "drivers_license",
        "medical_record_number",
        "health_insurance_number",
        "diagnosis",
        "religion",
        "marital_status",
        "race",
        "passport_number",
        "national_id",
    ];

    /// Segments end with a carriage return; files of them have line ends as well, or instead.
    fn end(&self, text: &[u8]) -> Option<usize> {
        let end = memchr::memchr2(b'\r', b'\n', text)?;
        match text.get(end..end + 2) {
            Some(b"\r\n") => Some(end + 2),
            Some(_) => Some(end + 1),
            None => None,
        }
    }

    fn read(&mut self, property: &[u8], mut value: impl FnMut(Value)) {
        let text = property.strip_prefix(b"\x0b").unwrap_or(property);
        if let [b'M', b'S', b'H', field, part, again, ..] = text {
            *self = Self { field: *field, part: *part, again: *again };
            return;
        }
        let mut fields = text.split(|b| *b == self.field);
        let Some(segment) = fields.next() else { return };
        for (number, field) in (1..).zip(fields) {
            let Some((.., holds)) = FIELDS.iter().find(|(of, n, _)| *of == segment && *n == number) else {
                continue;
            };
            for one in field.split(|b| *b == self.again) {
                let parts: Vec<&[u8]> = one.split(|b| *b == self.part).take(8).collect();
                holds.each(&parts, &mut |part, column| {
                    let part = part.trim_ascii();
                    if !part.is_empty() && part != b"\"\"" {
                        value(Value { place: place(property, part), column, code: None });
                    }
                });
            }
        }
    }

    /// `PID-5`.
    fn name(&self, begun: &[u8]) -> Option<String> {
        let segment = begun.rsplit(|b| matches!(b, b'\r' | b'\n')).next()?;
        let segment = segment.strip_prefix(b"\x0b").unwrap_or(segment);
        let name = segment.get(..3).filter(|name| name.iter().all(u8::is_ascii_alphanumeric))?;
        let number = segment.iter().filter(|b| **b == self.field).count();
        (number > 0).then(|| format!("{}-{number}", String::from_utf8_lossy(name)))
    }
}

impl Holds {
    /// Hands out the parts of a field with their columns.
    fn each<'p>(self, parts: &[&'p [u8]], value: &mut impl FnMut(&'p [u8], usize)) {
        // Parts have parts as well, of which the first says what is meant.
        let part = |number: usize| {
            parts.get(number).and_then(|part| part.split(|b| *b == b'&').next()).unwrap_or(&[])
        };
        match self {
            Self::Whole(column) => value(part(0), column),
            Self::Text(column) => value(if part(1).is_empty() { part(0) } else { part(1) }, column),
            Self::Name(first) => (0..3).for_each(|n| value(part(first + n), NAME + n)),
            Self::Address => (0..).zip(ADDRESS).for_each(|(n, column)| value(part(n), column)),
            Self::Phone => {
                value(part(0), PHONE);
                value(part(3), MAIL);
            }
            Self::Day(column) => value(part(0).get(..8).unwrap_or(&[]), column),
            Self::Number => {
                let column = match part(4) {
                    b"SS" => SSN,
                    b"DL" => LICENCE,
                    b"MC" | b"HC" | b"MA" => INSURANCE,
                    b"PPN" => PASSPORT,
                    b"NI" => NATIONAL,
                    _ => RECORD,
                };
                value(part(0), column);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::values;
    use super::*;

    #[test]
    fn fields_hold_what_the_standard_says() {
        let patient = "PID|1||P-0099^^^H^MR~078-05-1120^^^USSSA^SS||QUIST^TILDA^M||198407190815|F|||4821 Larkspur Lane^^Reno^NV^89501||(775)555-0114^^^t@example.org";
        let found = [
            ("medical_record_number", "P-0099"),
            ("ssn", "078-05-1120"),
            ("last_name", "QUIST"),
            ("first_name", "TILDA"),
            ("middle_name", "M"),
            ("date_of_birth", "19840719"),
            ("sex", "F"),
            ("street", "4821 Larkspur Lane"),
            ("city", "Reno"),
            ("state", "NV"),
            ("postal_code", "89501"),
            ("phone", "(775)555-0114"),
            ("email", "t@example.org"),
        ];
        assert_eq!(values::<Segment>(&[patient]), found.map(|(column, value)| (column, value.to_owned())));
        let others = ["DG1|1||E11.9^Type 2 diabetes^I10", "PV1|1|I|||||0047^OKAFOR^AMARA"];
        let found = [("diagnosis", "Type 2 diabetes"), ("last_name", "OKAFOR"), ("first_name", "AMARA")];
        assert_eq!(values::<Segment>(&others), found.map(|(column, value)| (column, value.to_owned())));
    }

    #[test]
    fn a_message_says_how_it_is_separated() {
        let found = values::<Segment>(&["\x0bMSH#*!\\&#A", "PID#1####QUIST*TILDA!ROE*JANE", "PID|1||||x^y"]);
        assert_eq!(
            found.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(),
            ["QUIST", "TILDA", "ROE", "JANE"]
        );
        for nothing in ["", "PID", "PID|1||\"\"", "ZZZ|a|b^c", "MSH|^~\\&|A^B"] {
            assert_eq!(values::<Segment>(&[nothing]), [], "{nothing}");
        }
    }

    #[test]
    fn segments_end_at_either_line_end_and_fields_have_numbers() {
        let end = |text: &[u8]| Segment::default().end(text);
        assert_eq!(
            (end(b"PID|1\rNK1"), end(b"PID|1\r\nNK1"), end(b"PID|1\nNK1")),
            (Some(6), Some(7), Some(6))
        );
        assert_eq!((end(b"PID|1"), end(b"PID|1\r")), (None, None), "a line feed may follow");
        let name = |begun: &[u8]| Segment::default().name(begun);
        assert_eq!(name(b"MSH|^~\\&|x\rPID|1||a^b|").as_deref(), Some("PID-4"));
        assert_eq!((name(b"PID"), name(b"a b|")), (None, None));
    }
}
