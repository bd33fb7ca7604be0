//! Entries of a directory (LDIF, RFC 2849) with the attributes of persons (RFC 2798, RFC 4519).

use crate::format::notation::{Notation, first_line, has_ending};

use crate::format::coded::Code;

use super::{Properties, UNKNOWN, Value, notation, place};

/// Directories.
pub(in crate::format) const DIRECTORY: Notation = notation::<Entry>(|path, head| {
    let begins = first_line(head).is_some_and(|line| line.starts_with(b"dn: ") || line.starts_with(b"dn:: "));
    has_ending(path, &["ldif", "ldf"]) || begins
});

/// Attributes by what they hold.
const ATTRIBUTES: [(&str, usize); 14] = [
    ("sn", 1),
    ("surname", 1),
    ("givenName", 2),
    ("initials", 3),
    ("mail", 4),
    ("rfc822Mailbox", 4),
    ("telephoneNumber", 5),
    ("homePhone", 5),
    ("mobile", 5),
    ("pager", 5),
    ("facsimileTelephoneNumber", 5),
    ("postalAddress", 6),
    ("homePostalAddress", 6),
    ("street", 6),
];

/// Attributes that name a person only in an entry of one.
const COMMON: [&str; 3] = ["cn", "commonName", "displayName"];

/// Classes of entries of persons.
const PERSONS: [&str; 6] =
    ["person", "organizationalPerson", "inetOrgPerson", "user", "posixAccount", "residentialPerson"];

/// What is known of an entry.
#[derive(Clone, Default)]
pub(super) struct Entry {
    is_person: bool,
}

impl Properties for Entry {
    const COLUMNS: &'static [&'static str] =
        &["full_name", "last_name", "first_name", "middle_name", "email", "phone", "address"];

    fn read(&mut self, property: &[u8], mut value: impl FnMut(Value)) {
        if property.is_empty() {
            self.is_person = false;
        }
        let Some((name, text, code)) = split(property) else { return };
        let is = |other: &str| name.eq_ignore_ascii_case(other.as_bytes());
        let says = |class: &&str| text.eq_ignore_ascii_case(class.as_bytes());
        self.is_person |= is("objectClass") && PERSONS.iter().any(says) || is("givenName");
        let common = COMMON.iter().any(|c| is(c)).then_some(0).filter(|_| self.is_person);
        let column = ATTRIBUTES.iter().find(|(known, _)| is(known)).map(|(_, column)| *column).or(common);
        // Of what is known by no name, only what does not stand as it is meant has to be read.
        if let Some(column) = column.or(code.and(Some(UNKNOWN))).filter(|_| !text.is_empty()) {
            value(Value { place: place(property, text), column, code });
        }
    }

    fn name(&self, begun: &[u8]) -> Option<String> {
        let name = begun.get(..memchr::memchr(b':', begun)?)?;
        let is_name = !name.is_empty()
            && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b';' | b'.'));
        is_name.then(|| String::from_utf8_lossy(name).into_owned())
    }
}

/// The attribute without its options, its value, and how that is written. What stands elsewhere (`:<`) is none.
fn split(property: &[u8]) -> Option<(&[u8], &[u8], Option<Code>)> {
    let colon = memchr::memchr(b':', property)?;
    let name = property.get(..colon)?.split(|b| *b == b';').next()?;
    let text = property.get(colon + 1..)?;
    let folded = memchr::memchr(b'\n', property).map(|_| Code::Folded);
    match text {
        [b'<', ..] => None,
        [b':', text @ ..] => Some((name, text.trim_ascii(), Some(Code::Base64))),
        _ => Some((name, text.trim_ascii(), folded)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::values;
    use super::*;

    #[test]
    fn attributes_hold_what_the_standard_says() {
        let person = [
            "dn: uid=tq",
            "objectClass: inetOrgPerson",
            "cn: Tilda Quist",
            "sn;lang-en: Quist",
            "mobile: +1",
        ];
        let found = [("full_name", "Tilda Quist"), ("last_name", "Quist"), ("phone", "+1")];
        assert_eq!(values::<Entry>(&person), found.map(|(column, value)| (column, value.to_owned())));
        assert_eq!(
            values::<Entry>(&["objectClass: person", "", "cn: Blue Printers", "cn:< file:x", "sn:", "mail"]),
            []
        );
        let coded = values::<Entry>(&["mail:: amFuZQ==", "description:: amFuZQ==", "title: a\n b"]);
        let found = [("email", "amFuZQ=="), ("unknown", "amFuZQ=="), ("unknown", "a\n b")];
        assert_eq!(coded, found.map(|(column, value)| (column, value.to_owned())));
    }

    #[test]
    fn names_are_those_of_attributes() {
        assert_eq!(Entry::default().name(b"telephoneNumber: ").as_deref(), Some("telephoneNumber"));
        assert_eq!(Entry::default().name(b"two words: "), None);
        assert_eq!(Entry::default().name(b""), None);
    }
}
