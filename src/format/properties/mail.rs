//! Mail: the header of a message (RFC 5322), and of each message of a mailbox (RFC 4155).

use crate::format::coded::Code;
use crate::format::notation::{Notation, has_ending};

use super::{Properties, UNKNOWN, Value, notation, outside_quotes, place};

/// Mail, and mailboxes.
pub(in crate::format) const MAIL: Notation = notation::<Message>(|path, head| {
    let is_box =
        head.starts_with(b"From ") && head.split(|b| *b == b'\n').nth(1).is_some_and(|l| field(l).is_some());
    has_ending(path, &["eml", "mbox", "mbx"]) || is_box || is_mail(head)
});

/// Fields that name people, each with an address in `<` and `>`.
const PEOPLE: [&str; 11] = [
    "From",
    "To",
    "Cc",
    "Bcc",
    "Reply-To",
    "Sender",
    "Resent-From",
    "Resent-To",
    "Delivered-To",
    "Disposition-Notification-To",
    "X-Original-From",
];

/// Fields that a message as servers store it begins with.
const FIRST: [&str; 3] = ["Return-Path", "Delivered-To", "Received"];

fn is_mail(head: &[u8]) -> bool {
    let is = |known: &str| field(head).is_some_and(|name| name.eq_ignore_ascii_case(known.as_bytes()));
    FIRST.iter().any(|known| is(known)) && memchr::memmem::find(head, b"\nFrom: ").is_some()
}

/// Whether the header of a message is over.
#[derive(Clone, Default)]
pub(super) struct Message {
    is_body: bool,
    /// Whether the line before was empty.
    is_gap: bool,
}

impl Properties for Message {
    const COLUMNS: &'static [&'static str] = &["full_name"];

    fn read(&mut self, property: &[u8], mut value: impl FnMut(Value)) {
        let is_first = self.is_gap && property.starts_with(b"From ");
        self.is_body = !is_first && (self.is_body || property.is_empty());
        self.is_gap = property.is_empty();
        let Some(name) = field(property).filter(|_| !self.is_body) else { return };
        let mut rest = property.get(name.len() + 1..).unwrap_or(&[]);
        let mut found = |part: &[u8], column| {
            let code = code(part);
            if column != UNKNOWN || code.is_some() {
                value(Value { place: place(property, part), column, code });
            }
        };
        if !PEOPLE.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes())) {
            return found(rest.trim_ascii(), UNKNOWN);
        }
        while !rest.is_empty() {
            let end = outside_quotes(rest, |b| b == b',').unwrap_or(rest.len());
            if let Some(name) = rest.get(..end).and_then(person) {
                found(name, 0);
            }
            rest = rest.get(end + 1..).unwrap_or(&[]);
        }
    }

    fn name(&self, begun: &[u8]) -> Option<String> {
        field(begun).filter(|_| !self.is_body).map(|name| String::from_utf8_lossy(name).into_owned())
    }
}

/// The name of a field of a header.
fn field(property: &[u8]) -> Option<&[u8]> {
    let name = property.get(..memchr::memchr(b':', property)?)?;
    let is_name = !name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
    is_name.then_some(name)
}

/// How a part of a header is written, if it does not stand as it is meant.
fn code(part: &[u8]) -> Option<Code> {
    memchr::memmem::find(part, b"=?").map(|_| Code::Words)
}

/// The name that is shown for an address.
fn person(mailbox: &[u8]) -> Option<&[u8]> {
    let name = mailbox.get(..outside_quotes(mailbox, |b| b == b'<')?)?.trim_ascii();
    let name = name.strip_prefix(b"\"").and_then(|n| n.strip_suffix(b"\"")).unwrap_or(name);
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(properties: &[&str]) -> Vec<String> {
        let (mut message, mut found) = (Message::default(), Vec::new());
        for property in properties {
            message.read(property.as_bytes(), |value| found.push(property[value.place].to_owned()));
        }
        found
    }

    #[test]
    fn people_are_named_in_the_header() {
        let header = [
            "From: Tilda Quist <t@example.org>",
            "To: \"Okafor, Amara\" <a@example.org>,\r\n Ravi <r@example.org>",
        ];
        assert_eq!(names(&header), ["Tilda Quist", "Okafor, Amara", "Ravi"]);
        let none = ["To: a@example.org, <b@example.org>", "Subject: Tilda <x>"];
        assert_eq!(names(&none), [""; 0]);
        let word = "=?UTF-8?Q?Zo=C3=AB?=";
        assert_eq!(
            names(&[&format!("Cc: {word} <z@example.org>"), &format!("Subject: {word}")]),
            [word, word]
        );
        assert_eq!(names(&["", header[0]]), [""; 0], "a body");
        assert_eq!(names(&["", "From x@example.org Wed", header[0]]), ["Tilda Quist"], "the next message");
    }

    #[test]
    fn mail_is_known_by_its_header() {
        let claims = |head: &[u8]| (MAIL.claims)("x", head);
        assert!(claims(b"Return-Path: <x>\r\nFrom: y\r\n") && claims(b"From x@example.org Wed\nFrom: y\n"));
        assert!(!claims(b"From here on\nit is a story") && !claims(b"To: do\nFrom: y\n"));
    }
}
