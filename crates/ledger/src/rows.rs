//! Rows of history as the tables hold them, read without judging them.
//!
//! Reads for use turn a row that cannot be right into [`StoreError::Damaged`]; `verify` reports it and reads on.

use sqlx::any::AnyRow;
use sqlx::{Error, Row};
use workforce::change::{ChangeNumber, Content, Note};

use crate::chain::Digest;
use crate::error::StoreError;

/// The body of a tombstone. It names nobody.
pub(crate) const TOMBSTONE: &str = r#"{"erased":true}"#;

/// What an entry does, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tag {
    Body,
    Withdrawn,
    Erased,
    Redacted,
}

impl Tag {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Withdrawn => "withdrawn",
            Self::Erased => "erased",
            Self::Redacted => "redacted",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        [Self::Body, Self::Withdrawn, Self::Erased, Self::Redacted].into_iter().find(|tag| tag.word() == word)
    }

    /// Whether the entry says something of its own, which an erasure blanks.
    pub(crate) fn tells(self) -> bool {
        matches!(self, Self::Body | Self::Redacted)
    }
}

/// A council.
#[derive(Debug, Clone)]
pub(crate) struct CouncilRow {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) head: i64,
    pub(crate) head_digest: Vec<u8>,
}

impl CouncilRow {
    pub(crate) fn read(row: &AnyRow) -> Result<Self, Error> {
        Ok(Self {
            code: row.try_get(0)?,
            name: row.try_get(1)?,
            head: row.try_get(2)?,
            head_digest: row.try_get(3)?,
        })
    }
}

/// A change without its entries and files.
#[derive(Debug, Clone)]
pub(crate) struct ChangeRow {
    pub(crate) number: i64,
    pub(crate) note: Note,
    pub(crate) entry_count: i64,
    pub(crate) digest: Vec<u8>,
}

impl ChangeRow {
    pub(crate) fn read(row: &AnyRow) -> Result<Self, Error> {
        Ok(Self {
            number: row.try_get(0)?,
            note: read_note(row, 1)?,
            entry_count: row.try_get(5)?,
            digest: row.try_get(6)?,
        })
    }
}

/// Reads a note from four columns.
pub(crate) fn read_note(row: &AnyRow, first: usize) -> Result<Note, Error> {
    Ok(Note {
        at: row.try_get(first)?,
        by: row.try_get(first + 1)?,
        reason: row.try_get(first + 2)?,
        source: row.try_get(first + 3)?,
    })
}

/// An entry.
#[derive(Debug, Clone)]
pub(crate) struct EntryRow {
    pub(crate) number: i64,
    pub(crate) seq: i64,
    pub(crate) kind: String,
    pub(crate) key: String,
    pub(crate) tag: String,
    pub(crate) body: Option<String>,
    pub(crate) salt: Option<Vec<u8>>,
    pub(crate) erased: i64,
    pub(crate) digest: Vec<u8>,
}

impl EntryRow {
    pub(crate) fn read(row: &AnyRow) -> Result<Self, Error> {
        Ok(Self {
            number: row.try_get(0)?,
            seq: row.try_get(1)?,
            kind: row.try_get(2)?,
            key: row.try_get(3)?,
            tag: row.try_get(4)?,
            body: row.try_get(5)?,
            salt: row.try_get(6)?,
            erased: row.try_get(7)?,
            digest: row.try_get(8)?,
        })
    }
}

/// A file as a change names it.
#[derive(Debug, Clone)]
pub(crate) struct LinkRow {
    pub(crate) number: i64,
    pub(crate) seq: i64,
    pub(crate) digest: Vec<u8>,
    pub(crate) name: String,
    pub(crate) media_type: String,
}

impl LinkRow {
    pub(crate) fn read(row: &AnyRow) -> Result<Self, Error> {
        Ok(Self {
            number: row.try_get(0)?,
            seq: row.try_get(1)?,
            digest: row.try_get(2)?,
            name: row.try_get(3)?,
            media_type: row.try_get(4)?,
        })
    }
}

/// What a stored entry says.
pub(crate) fn content(tag: &str, body: Option<String>) -> Result<Content, StoreError> {
    match (Tag::parse(tag), body) {
        (Some(Tag::Body | Tag::Redacted), Some(body)) => Ok(Content::Body(body)),
        (Some(Tag::Body | Tag::Redacted), None) | (Some(Tag::Erased), _) => Ok(Content::Erased),
        (Some(Tag::Withdrawn), _) => Ok(Content::Withdrawn),
        (None, _) => Err(StoreError::Damaged(format!("an entry is tagged {tag:?}"))),
    }
}

/// A change number as read.
pub(crate) fn number(stored: i64) -> Result<ChangeNumber, StoreError> {
    let number = u64::try_from(stored);
    number.map(ChangeNumber).map_err(|_| StoreError::Damaged(format!("a change is numbered {stored}")))
}

/// A change number as stored. No ledger comes near the end of the scale, so that the end stands for all beyond.
pub(crate) fn stored(number: ChangeNumber) -> i64 {
    i64::try_from(number.0).unwrap_or(i64::MAX)
}

/// A digest as read.
pub(crate) fn digest(stored: &[u8]) -> Result<Digest, StoreError> {
    Digest::from_stored(stored).ok_or_else(|| StoreError::Damaged("a digest is not 32 bytes long".to_owned()))
}
