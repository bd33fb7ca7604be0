//! Labelled sets: one JSON record per line, `{"id", "text", "entities", "negative_types", "ignore"}`, offsets in bytes.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

/// A labelled stretch of a text.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    #[serde(rename = "type")]
    pub kind: String,
    pub start: u64,
    pub end: u64,
}

/// A document and all that is known to be in it, of the types that were looked for.
#[derive(Debug, Deserialize)]
pub struct Record {
    pub id: String,
    /// Name of the file, where the set has one: it says how the text is written.
    path: Option<String>,
    pub text: String,
    pub entities: Vec<Span>,
    /// Types of which everything is labelled; `*` is any type.
    #[serde(default)]
    pub negative_types: Vec<String>,
    /// Stretches that are neither right nor wrong.
    #[serde(default)]
    pub ignore: Vec<Span>,
}

impl Record {
    pub fn name(&self) -> String {
        self.path.clone().unwrap_or_else(|| format!("{}.txt", self.id))
    }

    /// The types for which this record decides: what is in it, and what is known not to be.
    pub fn types<'a>(&'a self, all: &'a BTreeSet<String>) -> BTreeSet<&'a str> {
        let known = self.entities.iter().map(|e| e.kind.as_str());
        let absent = self.negative_types.iter().filter(|name| *name != "*").map(String::as_str);
        let any = self.negative_types.iter().any(|name| name == "*");
        known.chain(absent).chain(all.iter().map(String::as_str).filter(|_| any)).collect()
    }
}

/// The records of a set.
pub fn read(path: &Path) -> Vec<Record> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What a set calls the types.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// By our own names.
    Ours,
    /// By those of the public sets.
    Public,
}

/// Names of public sets for types that we call otherwise.
const PUBLIC: &[(&str, &str)] = &[
    ("EMAIL_ADDRESS", "EMAIL"),
    ("PHONE_NUMBER", "PHONE"),
    ("IP_ADDRESS", "IP"),
    ("MAC_ADDRESS", "MAC"),
    ("PAYMENT_CARD", "CARD"),
    ("US_SSN", "SSN"),
    ("PERSON_NAME", "PERSON"),
    ("POSTAL_ADDRESS", "ADDRESS"),
    ("COOKIE_IDENTIFIER", "COOKIE"),
    ("ADVERTISING_ID", "DEVICE_ID"),
    ("IN_AADHAAR", "AADHAAR"),
    ("UK_NINO", "NINO"),
    ("UK_NHS", "NHS"),
    ("UK_DRIVER", "UK_DRIVER_LICENSE"),
    ("DRIVER_LICENCE", "DRIVER_LICENSE"),
    ("US_ITIN", "ITIN"),
    ("ABA_ROUTING", "ROUTING_NUMBER"),
    ("US_EIN", "TAX_ID"),
];

impl Names {
    /// What the set calls an info type.
    pub fn of(self, info_type: &str) -> &str {
        let renamed = PUBLIC.iter().find(|(ours, _)| *ours == info_type && self == Self::Public);
        renamed.map_or(info_type, |(_, theirs)| theirs)
    }
}
