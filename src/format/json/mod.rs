//! JSON, one document or many one after another: under which keys a value stands.
//!
//! Values are searched as text like any other. Only what was found asks for its keys, and they are walked onward from the
//! last answer.

mod walker;

pub(super) use walker::Walker;

use super::escapes::BACKSLASH;
use super::notation::{Notation, has_ending};

/// JSON, NDJSON, GeoJSON, HAR and their looser kin.
pub(super) const NOTATION: Notation = Notation {
    records: Some(are_many),
    escapes: Some(&BACKSLASH),
    ..Notation::new(claims, || Box::new(Walker::default()))
};

/// Endings of names that promise JSON.
const ENDINGS: [&str; 7] = ["json", "ndjson", "jsonl", "geojson", "har", "jsonc", "json5"];

/// Bytes of a document that say how it begins.
const BEGINNING: usize = 1024;

/// Whether a document is JSON: by the ending of its name, or by how it begins.
fn claims(path: &str, head: &[u8]) -> bool {
    has_ending(path, &ENDINGS) || begins_with_key(head).is_some()
}

/// Whether there are many documents one after another: by the ending of the name, or by the first two.
fn are_many(path: &str, head: &[u8]) -> bool {
    let joint = |line_end: usize| {
        let before = head.get(..line_end).unwrap_or(&[]).trim_ascii_end();
        before.ends_with(b"}") && head.get(line_end + 1) == Some(&b'{')
    };
    has_ending(path, &["ndjson", "jsonl"]) || memchr::memchr_iter(b'\n', head).any(joint)
}

/// Whether an object with a quoted key comes first, in arrays or not. A bracket alone begins many a log and many settings.
fn begins_with_key(head: &[u8]) -> Option<()> {
    let mut rest = head.get(..BEGINNING).unwrap_or(head).trim_ascii_start();
    while let Some(inner) = rest.strip_prefix(b"[") {
        rest = inner.trim_ascii_start();
    }
    let key = rest.strip_prefix(b"{")?.trim_ascii_start().strip_prefix(b"\"")?;
    let behind = key.get(memchr::memchr(b'"', key)? + 1..)?;
    behind.trim_ascii_start().starts_with(b":").then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_documents_are_told_by_name_or_the_first_two() {
        assert!(
            are_many("a.ndjson", b"") && are_many("a.json", b"{\"a\": 1}\r\n{") && are_many("a", b"{\n}\n{")
        );
        for one in ["{\n  \"a\": {}\n}\n", "[{},\n{}]", "", "{\n\"a\":\n{}}"] {
            assert!(!are_many("a.json", one.as_bytes()), "{one}");
        }
    }

    #[test]
    fn json_is_known_by_name_or_beginning() {
        for path in ["a/users.JSON", "x.ndjson", "x.jsonl", "map.geojson", "trace.har", "tsconfig.jsonc"] {
            assert!(claims(path, b""), "{path}");
        }
        for head in ["{\"a\": 1}", " \r\n[ {\n\t\"a b\" : [", "[[{\"a\":1", "{\"ts\":1}\n{\"ts\":2}\n"] {
            assert!(claims("<stdin>", head.as_bytes()), "{head}");
        }
        for head in
            ["", "{", "[", "[2024-01-30 10:00] INFO {\"a\":1}", "[[bin]]\nname = \"a\"", "[section]\n"]
        {
            assert!(!claims("<stdin>", head.as_bytes()), "{head}");
        }
        for head in ["{{ name }}", "{% if a %}", "{ a: 1 }", "{\"no key\"}", "{\"a\", \"b\": 1}", "json"] {
            assert!(!claims("json", head.as_bytes()), "{head}");
        }
    }
}
