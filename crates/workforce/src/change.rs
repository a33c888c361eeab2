//! The change: one atomic, signed-by, dated, reasoned addition to the ledger.
//!
//! These are the only shapes that the `ledger` crate stores and hands back. They carry record bodies as JSON text, so
//! that the ledger needs to know nothing of any record's fields. Nothing here reads a clock or a database.

use std::fmt;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// The number of a change within one council's ledger, counted from 1. `0` is the empty ledger.
///
/// This is the *known at* clock. It is not a date and cannot be used where a date (the *true on* clock) belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChangeNumber(pub u64);

impl ChangeNumber {
    /// The change after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for ChangeNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Names one record: its kind and its key, shown as `kind:key` (`post:SW-001@2012-04-01`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordId {
    /// The record kind's word, such as `post`.
    pub kind: CompactString,
    /// The key within the kind; parts of a compound key are joined by `@`.
    pub key: CompactString,
}

impl RecordId {
    /// Joins a kind and a key.
    pub fn new(kind: impl Into<CompactString>, key: impl Into<CompactString>) -> Self {
        Self { kind: kind.into(), key: key.into() }
    }

    /// Reads `kind:key`; `None` when there is no colon or either side is empty.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, key) = text.split_once(':')?;
        (!kind.is_empty() && !key.is_empty()).then(|| Self::new(kind, key))
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.key)
    }
}

/// What a change does to one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// The record's whole new body, as a JSON object.
    Body(String),
    /// The record is withdrawn: from this change on it was never true.
    Withdrawn,
    /// The body was erased to protect a person. Only the ledger produces this, when it reads an erased entry back; the
    /// entry's digest is kept in the store so that the chain still holds.
    Erased,
}

/// One record's part in a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Which record.
    pub record: RecordId,
    /// What becomes of it.
    pub content: Content,
}

/// Who makes a change, when, and why: everything about a change but its number and its entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The instant of recording, RFC 3339 in UTC with whole seconds (`2013-03-28T09:00:00Z`).
    pub at: String,
    /// Who signs the change.
    pub by: String,
    /// Why it was made, in the signer's words.
    pub reason: String,
    /// Where it came from: file names, a page, an example. May be empty.
    pub source: String,
}

/// One atomic addition to a council's ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Its place in the council's ledger.
    pub number: ChangeNumber,
    /// The council's code.
    pub council: String,
    /// Who, when, why and from where.
    #[serde(flatten)]
    pub note: Note,
    /// One entry per record; no record appears twice.
    pub entries: Vec<Entry>,
}
