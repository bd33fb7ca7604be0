//! The schema of an Avro file: what its bytes mean, and the paths of its values
//! (avro.apache.org/docs/1.12.0/specification).

use std::collections::HashMap;

use serde_json::Value as Json;

use crate::format::path::key as push_key;

/// Nodes of a schema, each place of a type counted: types that are used many times within one another come to any number.
const MOST_NODES: usize = 100_000;

/// Types within types. (The reader of JSON stops at 128.)
const DEEPEST: usize = 64;

/// A place in a schema: how to read it, and under which column its values stand.
#[derive(Debug, PartialEq)]
pub(super) enum Node {
    Null,
    Boolean,
    /// A number; the meaning of its values.
    Integer(Meaning, usize),
    Float(usize),
    Double(usize),
    /// Text or bytes after their number.
    Bytes(Meaning, usize),
    /// So many bytes.
    Fixed(usize, Meaning, usize),
    /// One of these words.
    Enum(Vec<String>, usize),
    Array(Id),
    /// Keys are text; values.
    Map(usize, Id),
    Union(Vec<Id>),
    Record(Vec<Id>),
}

/// The number of a node.
pub(super) type Id = usize;

/// What numbers and bytes are (`logicalType`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meaning {
    /// What they look like.
    Plain,
    /// Text in UTF-8.
    Text,
    /// Days.
    Day,
    /// Times; so many units are a second.
    Moment(i64),
    /// Nothing that says anything: times of day.
    Skipped,
    /// Whole numbers in two's complement, with so many digits after the point.
    Decimal(i32),
    /// Identifiers of sixteen bytes.
    Uuid,
}

/// A schema, ready to read by.
#[derive(Debug)]
pub(super) struct Schema {
    pub(super) nodes: Vec<Node>,
    pub(super) root: Id,
    pub(super) columns: Vec<String>,
}

impl Schema {
    /// Reads a schema.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(super) fn parse(text: &[u8]) -> Result<Self, String> {
        let json: Json = serde_json::from_slice(text).map_err(|e| format!("its schema is no JSON: {e}"))?;
        let mut names = HashMap::new();
        collect(&json, "", &mut names);
        let mut builder = Builder { names, open: Vec::new(), nodes: Vec::new(), columns: Vec::new() };
        let root = builder.node(&json, "", "", DEEPEST).ok_or("its schema cannot be understood")?;
        Ok(Self { nodes: builder.nodes, root, columns: builder.columns })
    }
}

/// Finds the types that have a name, wherever they are defined. The depth of JSON is bounded by its reader.
fn collect<'j>(json: &'j Json, space: &str, names: &mut HashMap<String, (&'j Json, String)>) {
    match json {
        Json::Array(branches) => branches.iter().for_each(|branch| collect(branch, space, names)),
        Json::Object(object) => {
            let mut space = space.to_owned();
            if let Some(name) = json.get("name").and_then(Json::as_str)
                && matches!(kind(json), Some("record" | "error" | "enum" | "fixed"))
            {
                let full = full_name(json.get("namespace").and_then(Json::as_str).unwrap_or(&space), name);
                space = full.rsplit_once('.').map_or_else(String::new, |(space, _)| space.to_owned());
                names.insert(full, (json, space.clone()));
            }
            for key in ["type", "items", "values"] {
                object.get(key).into_iter().for_each(|inner| collect(inner, &space, names));
            }
            for field in object.get("fields").and_then(Json::as_array).into_iter().flatten() {
                field.get("type").into_iter().for_each(|inner| collect(inner, &space, names));
            }
        }
        _ => {}
    }
}

fn kind(json: &Json) -> Option<&str> {
    json.get("type").and_then(Json::as_str)
}

fn full_name(space: &str, name: &str) -> String {
    if space.is_empty() || name.contains('.') { name.to_owned() } else { format!("{space}.{name}") }
}

struct Builder<'j> {
    /// Types by name, and the namespace inside them.
    names: HashMap<String, (&'j Json, String)>,
    /// Types that are being built, and their nodes: whoever names one of them again means the same columns.
    open: Vec<(&'j Json, Id)>,
    nodes: Vec<Node>,
    columns: Vec<String>,
}

impl<'j> Builder<'j> {
    fn add(&mut self, node: Node) -> Option<Id> {
        self.nodes.push(node);
        (self.nodes.len() <= MOST_NODES).then_some(self.nodes.len() - 1)
    }

    fn column(&mut self, path: &str) -> usize {
        self.columns.push(path.to_owned());
        self.columns.len() - 1
    }

    fn node(&mut self, json: &'j Json, path: &str, space: &str, depth: usize) -> Option<Id> {
        let deeper = depth.checked_sub(1)?;
        match json {
            Json::String(name) => self.named(name, json, path, space, deeper),
            Json::Array(branches) => {
                let branches = branches.iter().map(|branch| self.node(branch, path, space, deeper));
                let branches = branches.collect::<Option<Vec<_>>>()?;
                self.add(Node::Union(branches))
            }
            Json::Object(_) => self.object(json, path, space, deeper),
            _ => None,
        }
    }

    fn object(&mut self, json: &'j Json, path: &str, space: &str, depth: usize) -> Option<Id> {
        let space = match json.get("namespace").and_then(Json::as_str) {
            Some(own) => own,
            None => json
                .get("name")
                .and_then(Json::as_str)
                .and_then(|n| n.rsplit_once('.'))
                .map_or(space, |(s, _)| s),
        };
        match json.get("type")? {
            Json::String(kind) => match kind.as_str() {
                "record" | "error" => self.record(json, path, space, depth),
                "enum" => {
                    let symbols = json.get("symbols")?.as_array()?.iter();
                    let symbols = symbols.map(|s| s.as_str().map(str::to_owned)).collect::<Option<_>>()?;
                    let column = self.column(path);
                    self.add(Node::Enum(symbols, column))
                }
                "fixed" => {
                    let size = usize::try_from(json.get("size")?.as_u64()?).ok()?;
                    let column = self.column(path);
                    self.add(Node::Fixed(size, meaning(json, Meaning::Plain), column))
                }
                "array" => {
                    let items = self.node(json.get("items")?, &format!("{path}[]"), space, depth)?;
                    self.add(Node::Array(items))
                }
                "map" => self.map(json, path, space, depth),
                name => self.named(name, json, path, space, depth),
            },
            inner => self.node(inner, path, space, depth),
        }
    }

    /// Keys of maps are data, so they name nothing.
    fn map(&mut self, json: &'j Json, path: &str, space: &str, depth: usize) -> Option<Id> {
        let below = |part: &str| if path.is_empty() { part.to_owned() } else { format!("{path}.{part}") };
        let keys = self.column(&below("key"));
        let values = self.node(json.get("values")?, &below("*"), space, depth)?;
        self.add(Node::Map(keys, values))
    }

    fn record(&mut self, json: &'j Json, path: &str, space: &str, depth: usize) -> Option<Id> {
        let id = self.add(Node::Null)?;
        self.open.push((json, id));
        let mut fields = Vec::new();
        for field in json.get("fields")?.as_array()? {
            let mut path = path.to_owned();
            push_key(&mut path, field.get("name")?.as_str()?);
            fields.push(self.node(field.get("type")?, &path, space, depth)?);
        }
        self.open.pop();
        *self.nodes.get_mut(id)? = Node::Record(fields);
        Some(id)
    }

    /// A type by its name; `json` may say what its values mean.
    fn named(&mut self, name: &str, json: &'j Json, path: &str, space: &str, depth: usize) -> Option<Id> {
        match name {
            "null" => return self.add(Node::Null),
            "boolean" => return self.add(Node::Boolean),
            _ => {}
        }
        let plain = |builder: &mut Self, node: fn(Meaning, usize) -> Node, otherwise| {
            let column = builder.column(path);
            builder.add(node(meaning(json, otherwise), column))
        };
        match name {
            "int" | "long" => plain(self, Node::Integer, Meaning::Plain),
            "float" => plain(self, |_, column| Node::Float(column), Meaning::Plain),
            "double" => plain(self, |_, column| Node::Double(column), Meaning::Plain),
            "bytes" => plain(self, Node::Bytes, Meaning::Plain),
            "string" => {
                let column = self.column(path);
                self.add(Node::Bytes(Meaning::Text, column))
            }
            _ => {
                let full = full_name(space, name);
                let (json, space) = self.names.get(&full).or_else(|| self.names.get(name)).cloned()?;
                match self.open.iter().find(|(open, _)| std::ptr::eq(*open, json)) {
                    Some((_, id)) => Some(*id),
                    None => self.object(json, path, &space, depth),
                }
            }
        }
    }
}

/// What the values of a type are, if its `logicalType` says so.
fn meaning(json: &Json, otherwise: Meaning) -> Meaning {
    match json.get("logicalType").and_then(Json::as_str) {
        Some("date") => Meaning::Day,
        Some("timestamp-millis" | "local-timestamp-millis") => Meaning::Moment(1_000),
        Some("timestamp-micros" | "local-timestamp-micros") => Meaning::Moment(1_000_000),
        Some("timestamp-nanos" | "local-timestamp-nanos") => Meaning::Moment(1_000_000_000),
        Some("time-millis" | "time-micros" | "duration") => Meaning::Skipped,
        Some("decimal") => {
            let scale = json.get("scale").and_then(Json::as_i64).unwrap_or(0);
            Meaning::Decimal(i32::try_from(scale).unwrap_or(0))
        }
        Some("uuid") => Meaning::Uuid,
        _ => otherwise,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(text: &str) -> Vec<String> {
        Schema::parse(text.as_bytes()).unwrap().columns
    }

    #[test]
    fn paths_are_those_of_the_values() {
        let text = r#"{"type": "record", "name": "shop.User", "fields": [
            {"name": "id", "type": "long"},
            {"name": "email", "type": ["null", "string"]},
            {"name": "born", "type": {"type": "int", "logicalType": "date"}},
            {"name": "home", "type": {"type": "record", "name": "Address", "fields": [{"name": "city", "type": "string"}]}},
            {"name": "work", "type": ["null", "Address"]},
            {"name": "phones", "type": {"type": "array", "items": "string"}},
            {"name": "attributes", "type": {"type": "map", "values": "string"}},
            {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["A", "B"]}},
            {"name": "friends", "type": {"type": "array", "items": "shop.User"}}
        ]}"#;
        let expect = [
            "id", "email", "born", "home.city", "work.city", "phones[]", "attributes.key", "attributes.*",
            "kind",
        ];
        assert_eq!(columns(text), expect, "friends are users, whose columns are known");
        assert_eq!(columns("\"string\""), [""]);
    }

    #[test]
    fn schemas_that_are_none() {
        let deep = format!("{}\"int\"{}", "[".repeat(100), "]".repeat(100));
        // Each type uses the one before twice.
        let doubled: Vec<_> = (1..40)
            .map(|n| format!(r#"{{"type":"record","name":"R{n}","fields":[{{"name":"a","type":"R{0}"}},{{"name":"b","type":"R{0}"}}]}}"#, n - 1))
            .collect();
        let bomb = format!(r#"[{{"type":"record","name":"R0","fields":[]}},{}]"#, doubled.join(","));
        for text in ["", "{}", "7", "\"Unknown\"", r#"{"type": "record", "name": "A"}"#, &deep, &bomb] {
            assert!(Schema::parse(text.as_bytes()).is_err(), "{}", text.get(..60).unwrap_or(text));
        }
    }
}
