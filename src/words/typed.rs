//! Keys that say of what type their value is, in notations that wrap values: `"email": {"S": "…"}` (DynamoDB), `{"$date": "…"}` (MongoDB's
//! Extended JSON), `{"stringValue": "…"}` (Firestore). The key before it says what the value is.

/// The names of such types: of DynamoDB, of MongoDB, of Firestore, of the JSON encoding of Avro's unions.
const TYPES: [&str; 17] = [
    "S", "N", "SS", "NS", "L", "$date", "$numberLong", "$numberInt", "$numberDouble", "$numberDecimal",
    "stringValue", "integerValue", "doubleValue", "timestampValue", "string", "int", "long",
];

/// Types within types that are looked through.
pub(super) const MOST: usize = 3;

/// Longest gap between the brackets of lines that are indented.
const LONGEST_GAP: usize = 64;

/// Whether a key says of what type its value is, and nothing else.
pub(crate) fn is_type(key: &str) -> bool {
    TYPES.contains(&key)
}

/// Whether `head` ends with a type behind a quote. This is asked of every key: its last four bytes say no to nearly all.
#[inline]
pub(crate) fn ends_in_type(head: &[u8]) -> bool {
    match head.last_chunk::<4>() {
        Some([.., b'"', b'S' | b'N' | b'L'] | [_, b'"', b'S' | b'N', b'S']) => true,
        Some(b"date" | b"Long" | b"rInt" | b"uble" | b"imal" | b"alue" | b"ring" | b"\"int" | b"long") => {
            ends_in_long_type(head)
        }
        _ => false,
    }
}

#[cold]
fn ends_in_long_type(head: &[u8]) -> bool {
    TYPES.iter().any(|name| head.strip_suffix(name.as_bytes()).is_some_and(|rest| rest.ends_with(b"\"")))
}

/// The `:` before the object that holds nothing but the type that begins at `start`, or before the list of such objects.
pub(super) fn mark_before_type(text: &[u8], start: usize) -> Option<usize> {
    let head = text.get(start.saturating_sub(LONGEST_GAP)..start)?;
    let outside = head.strip_suffix(b"\"")?.trim_ascii_end().strip_suffix(b"{")?.trim_ascii_end();
    let outside = outside.strip_suffix(b"[").map_or(outside, <[u8]>::trim_ascii_end);
    let before = outside.strip_suffix(b":")?;
    Some(start - head.len() + before.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_stand_in_objects_of_their_own() {
        let mark = |text: &str| mark_before_type(text.as_bytes(), text.find('^').unwrap());
        assert_eq!(mark("\"a\":{\"^S"), Some(3));
        assert_eq!(mark("\"a\" : {\n    \"^S"), Some(4));
        assert_eq!(mark("\"L\":[ {\"^S"), Some(3));
        for no in ["{\"^S", "\"a\":{\"b\":1,\"^S", "\"a\":{^S", "\"a\":\"^S", "\"a\":[\"^S", "^"] {
            assert_eq!(mark(no), None, "{no}");
        }
    }

    #[test]
    fn types_are_whole_keys() {
        let ends = |head: &str| ends_in_type(head.as_bytes());
        assert!(ends(":{\"S") && ends(":{\"NS") && ends("{\"$numberLong") && ends("{\"stringValue"));
        for no in [":{\"SSS", "::::S", ":{\"aN", ":{\"s", ":{\"Date", ":{\"update", "S", ""] {
            assert!(!ends(no), "{no}");
        }
        assert!(is_type("NS") && !is_type("ns"));
        for name in TYPES {
            assert!(ends(&format!("{{ \"{name}")) && !ends(&format!("{{ \"x{name}")), "{name}");
        }
    }
}
