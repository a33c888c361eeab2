//! What no change may hold, whatever the store says: found before a store is touched, and all at once.

use std::collections::HashSet;
use std::fmt;

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use workforce::change::{Content, Entry, Note, RecordId};

use crate::append::Blob;

/// One thing wrong with a change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It would change nothing.
    #[error("it has no entries")]
    Empty,
    /// It says two things of one record.
    #[error("{0} is in it more than once")]
    Twice(RecordId),
    /// A record's kind or key cannot be one.
    #[error(
        "{0:?} does not name a record: kind and key may not be blank or hold control characters, nor the kind a colon"
    )]
    BadRecord(RecordId),
    /// A body is not one JSON object.
    #[error("the body of {record} is not a JSON object: {detail}")]
    BadBody {
        /// The record.
        record: RecordId,
        /// What is wrong with it.
        detail: String,
    },
    /// Erasing has its own door.
    #[error("{0} is marked as erased; erase it with the store's erase instead")]
    Erased(RecordId),
    /// The note's instant is not in the one form the ledger keeps.
    #[error("the change is dated {0:?}, which is not an instant in UTC of the form 2013-03-28T09:00:00Z")]
    BadInstant(String),
    /// Nobody signs.
    #[error("nobody signs it")]
    Unsigned,
    /// A text holds a NUL character, which PostgreSQL cannot keep.
    #[error("the {0} holds a NUL character")]
    Nul(&'static str),
    /// A file has no name.
    #[error("one of its files has no name")]
    NamelessBlob,
}

/// Everything wrong with a change.
pub(crate) fn refusals(note: &Note, entries: &[Entry], blobs: &[Blob]) -> Vec<Refusal> {
    let mut found = of_note(note);
    if entries.is_empty() {
        found.push(Refusal::Empty);
    }
    let mut seen = HashSet::new();
    for entry in entries {
        if !seen.insert(&entry.record) {
            found.push(Refusal::Twice(entry.record.clone()));
        }
        found.extend(of_entry(entry));
    }
    for blob in blobs {
        if blob.name.is_empty() {
            found.push(Refusal::NamelessBlob);
        }
        if blob.name.contains('\0') || blob.media_type.contains('\0') {
            found.push(Refusal::Nul("name or type of a file"));
        }
    }
    found
}

fn of_note(note: &Note) -> Vec<Refusal> {
    let mut found = Vec::new();
    if whole_second(&note.at).as_deref() != Some(note.at.as_str()) {
        found.push(Refusal::BadInstant(note.at.clone()));
    }
    if note.by.trim().is_empty() {
        found.push(Refusal::Unsigned);
    }
    for (name, text) in [("signer's name", &note.by), ("reason", &note.reason), ("source", &note.source)] {
        if text.contains('\0') {
            found.push(Refusal::Nul(name));
        }
    }
    found
}

fn of_entry(entry: &Entry) -> Option<Refusal> {
    let record = &entry.record;
    let blank_or_odd = |text: &str| text.trim().is_empty() || text.chars().any(char::is_control);
    if blank_or_odd(&record.kind) || blank_or_odd(&record.key) || record.kind.contains(':') {
        return Some(Refusal::BadRecord(record.clone()));
    }
    match &entry.content {
        Content::Body(body) => {
            check_body(body).err().map(|detail| Refusal::BadBody { record: record.clone(), detail })
        }
        Content::Withdrawn => None,
        Content::Erased => Some(Refusal::Erased(record.clone())),
    }
}

/// Both engines must read the same out of a body: an object, each name once, no NUL.
fn check_body(body: &str) -> Result<(), String> {
    if body.contains('\0') || body.contains("\\u0000") {
        return Err("it holds a NUL character".to_owned());
    }
    serde_json::from_str::<PlainObject>(body).map(drop).map_err(|error| error.to_string())
}

/// An object whose names are all different; the values are checked and forgotten.
struct PlainObject;

impl<'de> Deserialize<'de> for PlainObject {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Self)
    }
}

impl<'de> Visitor<'de> for PlainObject {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self, A::Error> {
        let mut names = HashSet::new();
        // Read as values and not skipped: skipping would let a lone surrogate through, which PostgreSQL refuses.
        while let Some((name, _)) = map.next_entry::<std::borrow::Cow<'de, str>, serde_json::Value>()? {
            if names.contains(&name) {
                return Err(serde::de::Error::custom(format!("the name {name:?} is in it twice")));
            }
            names.insert(name);
        }
        Ok(self)
    }
}

/// An instant in the one form the ledger keeps, with any part of a second cut off; `None` when it is not RFC 3339.
pub(crate) fn whole_second(text: &str) -> Option<String> {
    let instant = text.parse::<Timestamp>().ok()?;
    let whole =
        Timestamp::from_second(instant.as_nanosecond().div_euclid(1_000_000_000).try_into().ok()?).ok()?;
    let shown = whole.to_string();
    // Years beyond 9999 or before 0 are written longer, and would sort wrongly.
    (shown.len() == "2013-03-28T09:00:00Z".len()).then_some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_come_to_one_form() {
        assert_eq!(whole_second("2013-03-28T09:00:00Z").as_deref(), Some("2013-03-28T09:00:00Z"));
        assert_eq!(whole_second("2013-03-28T10:00:00.9+01:00").as_deref(), Some("2013-03-28T09:00:00Z"));
        assert_eq!(whole_second("1969-12-31T23:59:59.5Z").as_deref(), Some("1969-12-31T23:59:59Z"));
        assert_eq!(whole_second("2013-03-28"), None);
        assert_eq!(whole_second("yesterday"), None);
    }

    #[test]
    fn bodies_that_the_engines_would_read_differently_are_refused() {
        assert_eq!(check_body(r#"{"a":1,"b":["x",{"c":null}]}"#), Ok(()));
        for body in [
            "",
            "[]",
            "1",
            "null",
            "{",
            "{} {}",
            r#"{"a":1,"a":2}"#,
            r#"{"a":"\u0000"}"#,
            r#"{"a":"\ud800"}"#,
        ] {
            assert!(check_body(body).is_err(), "{body}");
        }
    }

    #[test]
    fn everything_wrong_is_found_at_once() {
        let note =
            Note { at: "2013-03-28".into(), by: " ".into(), reason: "a\0".into(), source: String::new() };
        let entry = |kind: &str, key: &str, content| Entry { record: RecordId::new(kind, key), content };
        let entries = [
            entry("post", "1", Content::Withdrawn),
            entry("post", "1", Content::Body("[]".into())),
            entry("po:st", "2", Content::Withdrawn),
            entry("post", "", Content::Withdrawn),
            entry("post", "3", Content::Erased),
        ];
        assert_eq!(refusals(&note, &entries, &[]).len(), 8);
        assert_eq!(refusals(&note, &[], &[]).len(), 4);
    }
}
