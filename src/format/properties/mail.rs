//! Mail: the header of a message (RFC 5322), and of each message of a mailbox (RFC 4155); what its body and the parts of that are
//! written in (RFC 2045, 6; RFC 2046, 5.1).

use crate::format::coded::Code;
use crate::format::notation::{Notation, has_ending};

use super::{
    LONGEST, Properties, UNKNOWN, Value, folded_end, notation, outside_quotes, place, printable_end,
};

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

/// Parts within parts that are told apart.
const NESTED: usize = 8;

/// Where in a message we are.
#[derive(Clone, Default)]
pub(super) struct Message {
    is_body: bool,
    /// Whether the line before was empty.
    is_gap: bool,
    /// What the body, or the part of it, is written in, by its header.
    code: Option<Code>,
    /// What the lines between parts begin with, of the outer parts first.
    boundaries: Vec<Vec<u8>>,
}

impl Properties for Message {
    const COLUMNS: &'static [&'static str] = &["full_name"];

    fn end(&self, text: &[u8]) -> Option<usize> {
        match self.code.filter(|_| self.is_body) {
            Some(Code::Part) => base64_end(text),
            Some(_) => printable_end(text),
            None => folded_end(text),
        }
    }

    fn read(&mut self, property: &[u8], mut value: impl FnMut(Value)) {
        self.go_on(property);
        if self.is_body {
            let code =
                self.code.filter(|code| *code == Code::Part || memchr::memchr(b'=', property).is_some());
            if !property.is_empty() && code.is_some() {
                value(Value { place: 0..property.len(), column: UNKNOWN, code });
            }
            return;
        }
        let Some(name) = field(property) else { return };
        let mut rest = property.get(name.len() + 1..).unwrap_or(&[]);
        self.note(name, rest.trim_ascii());
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

impl Message {
    /// Takes note of the message, part or body that begins with a line.
    fn go_on(&mut self, line: &[u8]) {
        if self.is_gap && line.starts_with(b"From ") {
            *self = Self::default();
        } else if line.is_empty() {
            self.is_body = true;
        } else if self.is_body && line.starts_with(b"--") {
            self.part(line.get(2..).unwrap_or(&[]).trim_ascii_end());
        }
        self.is_gap = line.is_empty();
    }

    /// Begins or ends a part, if `line` is what stands between parts.
    fn part(&mut self, line: &[u8]) {
        let outer = self.boundaries.iter().rposition(|b| line.strip_suffix(b"--").unwrap_or(line) == b);
        let Some(outer) = outer else { return };
        self.is_body = self.boundaries.get(outer).is_some_and(|b| line != b);
        self.code = None;
        self.boundaries.truncate(outer + 1);
    }

    /// What a field of a header says of the body.
    fn note(&mut self, name: &[u8], text: &[u8]) {
        let says = |word: &str| text.eq_ignore_ascii_case(word.as_bytes());
        if name.eq_ignore_ascii_case(b"Content-Transfer-Encoding") {
            let code = [("base64", Code::Part), ("quoted-printable", Code::Printable)];
            self.code = code.into_iter().find(|(word, _)| says(word)).map(|(_, code)| code);
        } else if name.eq_ignore_ascii_case(b"Content-Type") && self.boundaries.len() < NESTED {
            self.boundaries.extend(boundary(text));
        }
    }
}

/// The parameter `boundary` of a type of content.
fn boundary(text: &[u8]) -> Option<Vec<u8>> {
    let parameters = text.split(|b| *b == b';').map(<[u8]>::trim_ascii);
    let is_it = |p: &[u8]| p.get(..9).is_some_and(|name| name.eq_ignore_ascii_case(b"boundary="));
    let value = parameters.skip(1).find(|p| is_it(p))?.get(9..)?;
    let value = value.strip_prefix(b"\"").and_then(|v| v.strip_suffix(b"\"")).unwrap_or(value);
    // RFC 2046 allows 70 bytes.
    (1..=70).contains(&value.len()).then(|| value.to_vec())
}

/// Bytes after which Base64 goes on in a piece of its own; whole groups of four, below what a property may have.
const PIECE: usize = LONGEST / 2;

/// Where Base64 ends, or the first piece of it: before the first line that is none.
fn base64_end(text: &[u8]) -> Option<usize> {
    let is_digit = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    let mut at = 0;
    while at < PIECE {
        let rest = text.get(at..)?;
        let digits = rest.iter().take(PIECE).take_while(is_digit).count();
        if digits == PIECE {
            return Some(at + PIECE);
        }
        let end = at + memchr::memchr(b'\n', rest)?;
        let line = text.get(at..end)?.trim_ascii_end();
        if line.is_empty() || line.len() > digits {
            return Some(if at == 0 { end + 1 } else { at });
        }
        at = end + 1;
    }
    Some(at)
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

    /// The values of a mail, line by line as it is read.
    fn coded(text: &str) -> Vec<(&str, Option<Code>)> {
        let (mut message, mut found, mut at) = (Message::default(), Vec::new(), 0);
        while at < text.len() {
            let end = message.end(&text.as_bytes()[at..]).unwrap_or(text.len() - at);
            let property = text[at..at + end].trim_end_matches(['\r', '\n']);
            message.read(property.as_bytes(), |v| found.push((&property[v.place], v.code)));
            at += end;
        }
        found
    }

    #[test]
    fn bodies_are_what_their_header_says() {
        let base64 = "Content-Transfer-Encoding: BASE64\n\namFu\r\nZQ==\n\nabc=\n";
        assert_eq!(coded(base64), [("amFu\r\nZQ==", Some(Code::Part)), ("abc=", Some(Code::Part))]);
        let printable = "content-transfer-encoding: quoted-printable\n\na=40b=\n c\nd\n";
        assert_eq!(coded(printable), [("a=40b=\n c", Some(Code::Printable))]);
        assert_eq!(coded("Content-Transfer-Encoding: 7bit\n\na=40b\n"), []);
        assert_eq!(coded("Subject: x\n\nContent-Transfer-Encoding: base64\n\namFu\n"), [], "it is quoted");
    }

    #[test]
    fn parts_have_headers_of_their_own() {
        let parts = "Content-Type: multipart/mixed;\n boundary=\"x y\"\n\nsee=40\n--x y\nContent-Transfer-Encoding: base64\n\namFu\n\
                     --x y\nContent-Type: multipart/alternative; boundary=in\n\n--in\nContent-Transfer-Encoding: quoted-printable\n\n\
                     a=40b\n--other\n=41\n--in--\n=42\n--x y\n\n=43\n--x y--\n=44\n";
        let values: Vec<_> = coded(parts).into_iter().map(|(value, _)| value).collect();
        assert_eq!(values, ["amFu", "a=40b", "=41"]);
        let mailbox = format!(
            "{parts}\nFrom x@example.org Wed\nSubject: x\n\n--in\nContent-Transfer-Encoding: base64\n\namFu\n"
        );
        assert_eq!(coded(&mailbox).len(), 3, "boundaries are those of their message");
    }

    #[test]
    fn long_base64_is_read_in_pieces() {
        let text = |body: &str| format!("Content-Transfer-Encoding: base64\n\n{body}\nZQ==\n\nx\n");
        let lengths = |text: &str| coded(text).iter().map(|(value, _)| value.len()).collect::<Vec<_>>();
        let line = "YW1m".repeat(19);
        let lines = text(&vec![line.as_str(); 1000].join("\n"));
        let pieces = lengths(&lines);
        assert!(pieces.len() == 4 && pieces.iter().all(|len| *len < LONGEST), "{pieces:?}");
        assert!(pieces.iter().take(2).all(|len| (len + 1) % 77 == 0), "whole lines: {pieces:?}");
        assert_eq!(lengths(&text(&"YW1m".repeat(10_000))), [PIECE, 40_000 - PIECE + 5, 1], "one line");
        assert_eq!(lengths(&text("YW1m")), [9, 1]);
    }

    #[test]
    fn mail_is_known_by_its_header() {
        let claims = |head: &[u8]| (MAIL.claims)("x", head);
        assert!(claims(b"Return-Path: <x>\r\nFrom: y\r\n") && claims(b"From x@example.org Wed\nFrom: y\n"));
        assert!(!claims(b"From here on\nit is a story") && !claims(b"To: do\nFrom: y\n"));
    }
}
