//! Address cards (vCard, RFC 6350 and its forerunners) and calendars (iCalendar, RFC 5545): `NAME;PARAMETER=x:value`.

use crate::format::coded::Code;
use crate::format::notation::{Notation, has_ending};

use super::{Properties, UNKNOWN, Value, folded_end, notation, outside_quotes, place, printable_end};

/// Address cards.
pub(in crate::format) const CARD: Notation =
    notation::<Line>(|path, head| has_ending(path, &["vcf", "vcard"]) || begins(head, b"BEGIN:VCARD"));

/// Calendars.
pub(in crate::format) const CALENDAR: Notation = notation::<Line>(|path, head| {
    has_ending(path, &["ics", "ical", "ifb"]) || begins(head, b"BEGIN:VCALENDAR")
});

fn begins(head: &[u8], with: &[u8]) -> bool {
    head.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with))
}

/// What the properties hold as a whole.
const WHOLE: [(&str, usize); 7] =
    [("FN", FULL), ("NICKNAME", 4), ("EMAIL", 5), ("TEL", 6), ("ADR", 7), ("BDAY", 8), ("X-SSN", 9)];

const FULL: usize = 0;

/// Parts of `N`: family name, given name, additional names.
const NAME: [usize; 3] = [1, 2, 3];

#[derive(Clone, Default)]
pub(super) struct Line;

impl Properties for Line {
    const COLUMNS: &'static [&'static str] = &[
        "full_name", "last_name", "first_name", "middle_name", "nickname", "email", "phone", "address",
        "date_of_birth", "ssn",
    ];

    /// Cards of version 2.1 go on after a `=`.
    fn end(&self, text: &[u8]) -> Option<usize> {
        let line = text.get(..memchr::memchr(b'\n', text)?)?;
        let is_printable = split(line).is_some_and(|(head, _)| is_printable(head));
        if is_printable { printable_end(text) } else { folded_end(text) }
    }

    fn read(&mut self, property: &[u8], mut value: impl FnMut(Value)) {
        let Some((head, text)) = split(property) else { return };
        let name = name(head);
        let mut whole = |part: &[u8], column| {
            let part = part.trim_ascii();
            let code = code(head, part);
            if !part.is_empty() && (column != UNKNOWN || code.is_some()) {
                value(Value { place: place(property, part), column, code });
            }
        };
        if is(name, "N") {
            text.split(|b| *b == b';').zip(NAME).for_each(|(part, column)| whole(part, column));
        } else if is(name, "ATTENDEE") || is(name, "ORGANIZER") {
            if let Some(name) = person(head) {
                whole(name, FULL);
            }
            whole(text, UNKNOWN);
        } else if let Some((_, column)) = WHOLE.iter().find(|(known, _)| is(name, known)) {
            let text = text.strip_prefix(b"tel:").or_else(|| text.strip_prefix(b"mailto:")).unwrap_or(text);
            let first = text.iter().position(|b| *b != b';').unwrap_or(text.len());
            whole(text.get(first..).unwrap_or(&[]), *column);
        } else {
            whole(text, UNKNOWN);
        }
    }

    /// The property, and its parameter if the value is one's.
    fn name(&self, begun: &[u8]) -> Option<String> {
        let end = outside_quotes(begun, |b| b == b':');
        let head = begun.get(..end.unwrap_or(begun.len()))?;
        let name = text(name(head))?;
        if end.is_some() {
            return Some(name);
        }
        let parameter = head.rsplit(|b| *b == b';').next()?.split(|b| *b == b'=').next()?;
        (parameter.len() < head.len()).then(|| Some(format!("{name}.{}", text(parameter)?)))?
    }
}

/// How a value is written, if it does not stand as it is meant.
fn code(head: &[u8], part: &[u8]) -> Option<Code> {
    if memchr::memchr(b'=', part).is_some() && is_printable(head) {
        return Some(Code::Printable);
    }
    memchr::memchr2(b'\\', b'\n', part).map(|_| Code::Card)
}

/// Whether the value is written in quoted-printable (vCard 2.1).
fn is_printable(head: &[u8]) -> bool {
    head.split(|b| matches!(b, b';' | b'=')).any(|word| is(word, "QUOTED-PRINTABLE"))
}

/// What stands before and after the colon.
fn split(property: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = outside_quotes(property, |b| b == b':')?;
    Some((property.get(..colon)?, property.get(colon + 1..)?))
}

/// The name of a property without its group and parameters.
fn name(head: &[u8]) -> &[u8] {
    let name = head.split(|b| *b == b';').next().unwrap_or(head);
    name.rsplit(|b| *b == b'.').next().unwrap_or(name)
}

fn is(name: &[u8], other: &str) -> bool {
    name.eq_ignore_ascii_case(other.as_bytes())
}

/// A name that the standard allows, as text.
fn text(name: &[u8]) -> Option<String> {
    let is_name = !name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
    is_name.then(|| String::from_utf8_lossy(name).to_ascii_uppercase())
}

/// The common name of who attends, unless it is a room, a thing or a group.
fn person(head: &[u8]) -> Option<&[u8]> {
    let mut rest = head;
    let mut named = None;
    while let Some(start) = outside_quotes(rest, |b| b == b';') {
        rest = rest.get(start + 1..)?;
        let parameter = rest.get(..outside_quotes(rest, |b| b == b';').unwrap_or(rest.len()))?;
        let equals = memchr::memchr(b'=', parameter)?;
        let (key, value) = (parameter.get(..equals)?, parameter.get(equals + 1..)?);
        if is(key, "CUTYPE") && !is(value, "INDIVIDUAL") {
            return None;
        }
        if is(key, "CN") {
            named = Some(value.strip_prefix(b"\"").and_then(|v| v.strip_suffix(b"\"")).unwrap_or(value));
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(property: &str) -> Vec<(&str, &str)> {
        let mut found = Vec::new();
        Line.read(property.as_bytes(), |value| {
            let name = Line::COLUMNS.get(value.column).copied().unwrap_or("unknown");
            found.push((name, &property[value.place]));
        });
        found
    }

    #[test]
    fn properties_hold_what_the_standard_says() {
        assert_eq!(values("FN:Tilda Quist"), [("full_name", "Tilda Quist")]);
        assert_eq!(values("N:Quist;Tilda;;Ms.;"), [("last_name", "Quist"), ("first_name", "Tilda")]);
        assert_eq!(values("item1.EMAIL;TYPE=home:t@example.org"), [("email", "t@example.org")]);
        assert_eq!(values("tel;VALUE=uri:tel:+1-201-555-0114"), [("phone", "+1-201-555-0114")]);
        assert_eq!(
            values("ADR;TYPE=home:;;4821 Larkspur Lane;Reno"),
            [("address", "4821 Larkspur Lane;Reno")]
        );
        assert_eq!(values("ORGANIZER;CN=Amara Okafor:mailto:a@example.org"), [("full_name", "Amara Okafor")]);
        assert_eq!(
            values("ATTENDEE;CN=Ravi:mailto:r@exam\n ple.org"),
            [("full_name", "Ravi"), ("unknown", "mailto:r@exam\n ple.org")]
        );
        assert_eq!(values("ATTENDEE;X=\"a;b:c\";CN=\"Quist, T\":x"), [("full_name", "Quist, T")]);
        assert_eq!(values("NOTE:a\\nb"), [("unknown", "a\\nb")]);
        for none in
            ["", "FN", "NOTE:Tilda Quist", "BDAY:", "ATTENDEE;CUTYPE=ROOM;CN=Blue Room:x", "ATTENDEE:x"]
        {
            assert_eq!(values(none), [], "{none}");
        }
    }

    #[test]
    fn cards_of_version_2_go_on_behind_an_equals_sign() {
        let text = "NOTE;ENCODING=QUOTED-PRINTABLE:a=\nb=40c\nFN:x\n y\nTEL:1\n";
        let ends = |at: usize| Line.end(&text.as_bytes()[at..]);
        assert_eq!((ends(0), ends(40)), (Some(40), Some(8)));
        assert_eq!(ends(48), None, "the next line may begin with a blank");
    }

    #[test]
    fn names_are_those_of_properties_and_parameters() {
        for (begun, name) in [
            ("item1.EMAIL;TYPE=home:", Some("EMAIL")),
            ("ATTENDEE;CN=\"", Some("ATTENDEE.CN")),
            ("ATTENDEE;CN=\"a:b\":mailto:", Some("ATTENDEE")),
            ("", None),
            ("odd name:", None),
            ("FN", None),
        ] {
            assert_eq!(Line.name(begun.as_bytes()).as_deref(), name, "{begun}");
        }
    }
}
